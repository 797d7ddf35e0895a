//! `promotion`: what creators sold (精选联盟) against the rest, with the commission that is deducted from it.

use super::options::By;
use super::question::{Kind, Question, ReportColumn, read};
use super::siblings::{Commission, NO_COMMISSION, first, money};
use super::tally::Tally;
use crate::model::field::ALLIANCE;
use crate::model::figure::NONE;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink};
use crate::report::words::Words;
use crate::store::StoreError;

const SQL: &str = include_str!("promotion.sql");

/// What the question gives, before the commission is added.
const SOLD: &[ReportColumn] = &[
    ("promotion", "推广类型", "Promotion", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
];

const COMMISSION: &[ReportColumn] = &[
    ("commission", "佣金", "Commission", Kind::Money),
    ("net", "净额", "Net", Kind::Money),
    ("basis", "依据", "Basis", Kind::Word(&[])),
];

const CREATOR: &[ReportColumn] =
    &[("creator_id", "达人ID", "Creator id", Kind::Text), ("creator", "达人", "Creator", Kind::Text)];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let by_creator = question.options.by == Some(By::Creator);
    tally(question, by_creator)?;
    let (more, columns) = if by_creator {
        (", creator_id, CASE WHEN creator_id IS NOT NULL THEN creator_name END", CREATOR)
    } else {
        ("", &[][..])
    };
    let asked = question.with_period(&[SOLD, columns].concat());
    let shown = question.with_period(&[SOLD, COMMISSION, columns].concat());
    let sql = SQL.replace("{creator}", more).replace("{by_creator}", if by_creator { ", creator_id" } else { "" });
    let rows = question.ask(&sql, &[], |row| {
        Ok((read(row, &asked)?, row.get::<_, i64>(asked.len())?, Commission::read(row, asked.len() + 1)?))
    })?;
    let mut all = Commission::default();
    let mut shown_rows = Vec::with_capacity(rows.len());
    for (mut cells, without_amount, commission) in rows {
        // A rate says nothing of lines that may be no creator's.
        let is_alliance = cells[0] == Datum::Text(ALLIANCE.to_owned());
        let (fen, basis) = commission.with(question.options.commission_rate.filter(|_| is_alliance));
        let net = match cells[3] {
            Datum::Money(amount) => fen.map(|fen| Fen(amount.0 - fen.0)),
            _ => None,
        };
        cells.splice(SOLD.len()..SOLD.len(), [money(fen), money(net), Datum::Word(basis)]);
        shown_rows.push((cells, without_amount));
        if is_alliance {
            all.add(commission);
        } else {
            all.expected += commission.expected;
        }
    }
    question.hand_on(&shown, shown_rows, sink)?;
    all.note(question);
    Ok(())
}

/// What is measured of the sales of a group.
const MEASURES: [&str; 7] = ["lines", "amount", "without_amount", "commission", "expected", "untold", "untold_amount"];

const NAMES: [&str; 9] = ["shop", "submitted", "paid", "order", "key", "status", "promotion", "creator", "payable"];

/// Counts the sales. Nothing is deducted from what no creator sold, unless the commission file says otherwise. Of other lines that it
/// does not tell of, the commission is known at best by a rate.
fn tally(question: &Question<'_>, by_creator: bool) -> Result<(), StoreError> {
    let (asked, words) = (question.asked(), Words::new());
    let commissions = question.commissions()?;
    let mut tally = Tally::new();
    question.each_line(NAMES, |id, [shop, submitted, paid, order, key, status, promotion, creator, payable]| {
        if !words.sold(paid, status) || !asked.has(shop, submitted) {
            return;
        }
        let told = commissions.get(&key).copied().unwrap_or(NO_COMMISSION);
        let commission = first([told.booked, told.expected]);
        let untold = commission == NONE && words.alliance(promotion).unwrap_or(true);
        let keys = [promotion, if by_creator { creator } else { NONE }, asked.period(submitted)];
        let group = tally.group(keys, id, submitted);
        tally.add(
            group,
            [
                1,
                payable,
                i64::from(payable == NONE),
                commission,
                i64::from(told.booked == NONE && told.expected != NONE),
                untold.into(),
                if untold { payable } else { NONE },
            ],
        );
        tally.meet(group, 0, order);
    })?;
    tally.lay(question, MEASURES, ["orders"])
}
