//! `promotion`: what creators sold (精选联盟) against the rest, with the commission that is deducted from it.

use super::line_money::Figures;
use super::net::{MEASURES, Net, NetNotes, Nets, measured};
use super::options::By;
use super::question::{Kind, Question, ReportColumn, read};
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::RowSink;
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

/// What is known where not all is.
const KNOWN: &[ReportColumn] = &[
    ("commission_known", "佣金（已知）", "Commission known", Kind::ForPrograms),
    ("net_known", "净额（已知）", "Net known", Kind::ForPrograms),
    ("unknown_lines", "未知行数", "Unknown lines", Kind::ForPrograms),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let by_creator = question.options.by == Some(By::Creator);
    let nets = tally(question, by_creator)?;
    let (more, columns) = if by_creator {
        (", creator_id, CASE WHEN creator_id IS NOT NULL THEN creator_name END", CREATOR)
    } else {
        ("", &[][..])
    };
    let asked = question.with_period(&[SOLD, columns].concat());
    let shown = question.with_period(&[SOLD, COMMISSION, columns, KNOWN].concat());
    let sql =
        measured(SQL).replace("{creator}", more).replace("{by_creator}", if by_creator { ", creator_id" } else { "" });
    let behind = asked.len();
    let rows = question
        .ask(&sql, &[], |row| Ok((read(row, &asked)?, row.get::<_, i64>(behind)?, Net::read(row, behind + 1)?)))?;
    let (mut notes, mut shown_rows) = (NetNotes::default(), Vec::with_capacity(rows.len()));
    for (mut cells, without_amount, net) in rows {
        notes.add(&net);
        let net = net.at(question.options.commission_rate);
        let [_, _, commission_known, _, net_known, unknown_lines] = net.known();
        let end = SOLD.len() + columns.len();
        cells.splice(end..end, [commission_known, net_known, unknown_lines]);
        cells.splice(SOLD.len()..SOLD.len(), [net.commission(), net.net(), net.basis()]);
        shown_rows.push((cells, without_amount));
    }
    question.hand_on(&shown, shown_rows, sink)?;
    notes.note(question, &nets)
}

/// Counts the sales, and adds up what all paid lines bring.
fn tally(question: &Question<'_>, by_creator: bool) -> Result<Nets, StoreError> {
    let (asked, mut tally) = (question.asked(), Tally::new());
    let nets = Nets::of(question, |line, _| {
        let Figures { order, promotion, payable, .. } = line.figures;
        let keys = [promotion, if by_creator { line.creator_id } else { NONE }, asked.period(line.submitted)];
        let group = tally.group(keys, line.id, line.submitted);
        let amount = if line.sold { payable } else { NONE };
        tally.add(group, [line.sold.into(), amount, i64::from(line.sold && payable == NONE)]);
        if line.sold {
            tally.meet(group, 0, order);
        }
        group
    })?;
    let measures = ["lines", "amount", "without_amount"];
    tally.lay_with(question, measures, ["orders"], &MEASURES, |groups| nets.measures(groups))?;
    Ok(nets)
}
