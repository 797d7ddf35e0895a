//! `promotion`: what creators sold (精选联盟) against the rest, with the commission that is deducted from it.

use super::notes::Note;
use super::options::By;
use super::question::{Kind, Question, ReportColumn, read};
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink, Word};
use crate::report::words::ALLIANCE;
use crate::store::StoreError;

const SQL: &str = include_str!("promotion.sql");

const ACTUAL: Word = Word { code: "actual", zh: "实际", en: "actual" };
const ESTIMATED: Word = Word { code: "estimated", zh: "估算", en: "estimated" };
const UNKNOWN: Word = Word { code: "unknown", zh: "未知", en: "unknown" };

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
    let rate = question.options.commission_rate;
    let rows = question.ask(&sql, &[], |row| {
        let mut cells = read(row, &asked)?;
        let amount = match cells[3] {
            Datum::Money(amount) => Some(amount),
            _ => None,
        };
        // Nothing is deducted from what no creator sold.
        let (commission, basis) = match &cells[0] {
            Datum::Text(promotion) if promotion == ALLIANCE => match rate {
                Some(rate) => (amount.map(|amount| rate.of(amount)), ESTIMATED),
                None => (None, UNKNOWN),
            },
            Datum::Text(_) => (Some(Fen(0)), ACTUAL),
            _ => (None, UNKNOWN),
        };
        let net = amount.zip(commission).map(|(amount, commission)| amount.0 - commission.0);
        let added = [Datum::money(commission.map(|fen| fen.0)), Datum::money(net), Datum::Word(basis)];
        cells.splice(SOLD.len()..SOLD.len(), added);
        Ok((cells, row.get(asked.len())?))
    })?;
    let alliance = rows.iter().any(|(cells, _)| cells[0] == Datum::Text(ALLIANCE.to_owned()));
    question.hand_on(&shown, rows, sink)?;
    if alliance {
        question.note(rate.map_or(Note::CommissionUnknown, Note::Estimated));
    }
    Ok(())
}
