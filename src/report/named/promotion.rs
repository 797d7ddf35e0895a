//! `promotion`: what creators sold (精选联盟) against the rest, with the commission that is deducted from it.

use super::options::By;
use super::question::{Kind, Question, ReportColumn, read};
use super::siblings::{self, Commission, money};
use crate::model::field::ALLIANCE;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink};
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
    let (more, columns) = if by_creator { (", creator_id, max(creator_name)", CREATOR) } else { ("", &[][..]) };
    let asked = question.with_period(&[SOLD, columns].concat());
    let shown = question.with_period(&[SOLD, COMMISSION, columns].concat());
    let sql = SQL.replace("{creator}", more).replace("{by_creator}", if by_creator { ", creator_id" } else { "" });
    let rows = question.ask(&siblings::joined(question, &sql)?, &[], |row| {
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
