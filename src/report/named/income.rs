//! `income`: what came in for the orders of a period and what goes off it, booked and estimated told apart.

use super::line_money::Figures;
use super::money_notes::MoneyNote;
use super::net::{MEASURES, Net, NetNotes, Nets, measured};
use super::notes::Note;
use super::question::{Kind, Question, ReportColumn, read};
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::{Datum, RowSink};
use crate::store::StoreError;

const SQL: &str = include_str!("income.sql");

/// What comes before the refunds.
const BEFORE: &[ReportColumn] = &[
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("paid", "应付金额", "Paid", Kind::Money),
    ("platform_discount", "平台承担", "Platform bears", Kind::Money),
    ("seller_discount", "商家承担", "Seller bears", Kind::Money),
    ("creator_discount", "达人承担", "Creator bears", Kind::Money),
];

/// What follows from the lines together.
const FOLLOWS: &[ReportColumn] = &[
    ("refunds", "退款", "Refunds", Kind::Money),
    ("taken_back", "退补贴", "Taken back", Kind::Money),
    ("commission", "佣金", "Commission", Kind::Money),
    ("fees", "服务费", "Fees", Kind::Money),
    ("other", "其他", "Other", Kind::Money),
    ("net", "净额", "Net", Kind::Money),
    ("basis", "依据", "Basis", Kind::Word(&[])),
];

const SETTLED: &[ReportColumn] =
    &[("settled_lines", "已结算行数", "Settled lines", Kind::Int), ("settled", "结算金额", "Settled", Kind::Money)];

/// What is known where not all is.
const KNOWN: &[ReportColumn] = &[
    ("refunds_known", "退款（已知）", "Refunds known", Kind::ForPrograms),
    ("taken_back_known", "退补贴（已知）", "Taken back known", Kind::ForPrograms),
    ("commission_known", "佣金（已知）", "Commission known", Kind::ForPrograms),
    ("fees_known", "服务费（已知）", "Fees known", Kind::ForPrograms),
    ("net_known", "净额（已知）", "Net known", Kind::ForPrograms),
    ("unknown_lines", "未知行数", "Unknown lines", Kind::ForPrograms),
];

/// Where the question has its amounts.
const PAID: usize = 2;
const PLATFORM: usize = 3;
const CREATOR: usize = 5;

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let asked = question.with_period(&[BEFORE, SETTLED].concat());
    let shown = question.with_period(&[BEFORE, FOLLOWS, SETTLED, KNOWN].concat());
    let (behind, rate) = (asked.len(), question.options.commission_rate);
    let nets = tally(question)?;
    let (mut rows, mut notes) = (Vec::new(), NetNotes::default());
    for (mut cells, without_amount, net) in question.ask(&measured(SQL), &[], |row| {
        Ok((read(row, &asked)?, row.get::<_, i64>(behind)?, Net::read(row, behind + 1)?))
    })? {
        notes.add(&net);
        let net = net.at(rate);
        let [taken_back, fees, other] =
            net.taken_back_fees_other(sum(&[&cells[PAID], &cells[PLATFORM], &cells[CREATOR]]));
        notes.meet_other(&other);
        let follows = [net.refunds(), taken_back, net.commission(), fees, other, net.net(), net.basis()];
        let settled = BEFORE.len() + SETTLED.len();
        cells.splice(settled..settled, net.known());
        cells.splice(BEFORE.len()..BEFORE.len(), follows);
        rows.push((cells, without_amount));
    }
    let any = !rows.is_empty();
    question.hand_on(&shown, rows, sink)?;
    if any {
        question.note(Note::Money(MoneyNote::ByOrderDay));
    }
    notes.note(question, &nets)
}

/// Adds amounts in fen; nothing where one of them is not known.
fn sum(amounts: &[&Datum]) -> Option<i64> {
    let fen = |datum: &&Datum| match datum {
        Datum::Money(fen) => Some(fen.0),
        _ => None,
    };
    amounts.iter().map(fen).sum()
}

/// Adds up all paid lines: what is paid of a line that was called off goes back, so it stands among the refunds.
fn tally(question: &Question<'_>) -> Result<Nets, StoreError> {
    let (asked, mut tally) = (question.asked(), Tally::new());
    let nets = Nets::of(question, |line, money| {
        let Figures { order, payable, platform, creator, .. } = line.figures;
        let group = tally.group([NONE, NONE, asked.period(line.submitted)], line.id, line.submitted);
        let amount = money.amount();
        tally.add(group, [1, payable, i64::from(payable == NONE), platform, line.seller_borne, creator, amount]);
        tally.meet(group, 0, order);
        if amount != NONE {
            tally.meet(group, 1, line.id);
        }
        group
    })?;
    let measures = ["lines", "amount", "without_amount", "platform", "seller", "creator", "settled"];
    tally.lay_with(question, measures, ["orders", "settled_lines"], &MEASURES, |groups| nets.measures(groups))?;
    Ok(nets)
}
