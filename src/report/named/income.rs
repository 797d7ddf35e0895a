//! `income`: what came in for the orders of a period and what goes off it, booked and estimated told apart.

use super::money_notes::MoneyNote;
use super::notes::Note;
use super::question::{Kind, Question, ReportColumn, read};
use super::siblings::{ACTUAL, Commission, ESTIMATED, NO_COMMISSION, UNKNOWN, first, money};
use super::tally::Tally;
use crate::model::field::Field;
use crate::model::figure::NONE;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink};
use crate::report::words::Words;
use crate::store::StoreError;

const SQL: &str = include_str!("income.sql");

/// What comes before the commission.
const BEFORE: &[ReportColumn] = &[
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("paid", "应付金额", "Paid", Kind::Money),
    ("platform_discount", "平台承担", "Platform bears", Kind::Money),
    ("seller_discount", "商家承担", "Seller bears", Kind::Money),
    ("creator_discount", "达人承担", "Creator bears", Kind::Money),
    ("refunds", "退款", "Refunds", Kind::Money),
];

const COMMISSION: ReportColumn = ("commission", "佣金", "Commission", Kind::Money);

const FEES: ReportColumn = ("fees", "服务费", "Fees", Kind::Money);

/// What follows from the columns before it.
const NET: &[ReportColumn] = &[("net", "净额", "Net", Kind::Money), ("basis", "依据", "Basis", Kind::Word(&[]))];

const SETTLED: &[ReportColumn] =
    &[("settled_lines", "已结算行数", "Settled lines", Kind::Int), ("settled", "结算金额", "Settled", Kind::Money)];

/// Where the question has its amounts.
const PAID: usize = 2;
const PLATFORM: usize = 3;
const CREATOR: usize = 5;
const REFUNDS: usize = 6;

/// Lines of which something is not booked.
#[derive(Default)]
struct Open {
    commission: Commission,
    refunds_assumed: i64,
    refunds_unknown: i64,
    without_fees: i64,
}

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let asked = question.with_period(&[BEFORE, &[FEES], SETTLED].concat());
    let shown = question.with_period(&[BEFORE, &[COMMISSION, FEES], NET, SETTLED].concat());
    let behind = asked.len();
    let rate = question.options.commission_rate;
    tally(question)?;
    let mut all = Open::default();
    let mut rows = Vec::new();
    for (mut cells, without_amount, open) in question.ask(SQL, &[], |row| {
        let open = Open {
            commission: Commission::read(row, behind + 1)?,
            refunds_assumed: row.get(behind + 5)?,
            refunds_unknown: row.get(behind + 6)?,
            without_fees: row.get(behind + 7)?,
        };
        Ok((read(row, &asked)?, row.get::<_, i64>(behind)?, open))
    })? {
        let (commission, commission_basis) = open.commission.with(rate);
        let fees = &cells[BEFORE.len()];
        // The fees of lines that are not settled are not known; the basis and a note say that they are still to come.
        let known_fees = if *fees == Datum::Null { Datum::Money(Fen(0)) } else { fees.clone() };
        let net = sum(&[&cells[PAID], &cells[PLATFORM], &cells[CREATOR]])
            .zip(sum(&[&cells[REFUNDS], &money(commission), &known_fees]))
            .map(|(comes, goes)| Fen(comes.0 - goes.0));
        let basis = match net {
            None => UNKNOWN,
            Some(_) if open.without_fees + open.refunds_assumed > 0 => ESTIMATED,
            Some(_) if commission_basis == ACTUAL => ACTUAL,
            Some(_) => ESTIMATED,
        };
        cells.splice(BEFORE.len() + 1..=BEFORE.len(), [money(net), Datum::Word(basis)]);
        cells.insert(BEFORE.len(), money(commission));
        rows.push((cells, without_amount));
        all.commission.add(open.commission);
        all.refunds_assumed += open.refunds_assumed;
        all.refunds_unknown += open.refunds_unknown;
        all.without_fees += open.without_fees;
    }
    let any = !rows.is_empty();
    question.hand_on(&shown, rows, sink)?;
    if any {
        question.note(Note::Money(MoneyNote::ByOrderDay));
    }
    all.commission.note(question);
    question.note_lines(all.refunds_assumed, MoneyNote::RefundsAssumed);
    question.note_lines(all.refunds_unknown, MoneyNote::RefundsUnknown);
    question.note_lines(all.without_fees, MoneyNote::WithoutFees);
    Ok(())
}

/// Adds amounts; nothing where one of them is not known.
fn sum(amounts: &[&Datum]) -> Option<Fen> {
    let fen = |datum: &&Datum| match datum {
        Datum::Money(fen) => Some(fen.0),
        _ => None,
    };
    amounts.iter().map(fen).sum::<Option<i64>>().map(Fen)
}

const NAMES: [&str; 12] = [
    "shop",
    "submitted",
    "paid",
    "order",
    "key",
    "status",
    "after_sale",
    "promotion",
    "payable",
    "platform_borne",
    "seller_borne",
    "creator_borne",
];

const MEASURES: [&str; 16] = [
    "lines",
    "amount",
    "without_amount",
    "platform",
    "seller",
    "creator",
    "refunds",
    "refunds_untold",
    "refunds_assumed",
    "commission",
    "expected",
    "untold",
    "untold_amount",
    "fees",
    "without_fees",
    "settled",
];

/// Adds up all paid lines: what is paid of a line that was called off goes back, so it stands among the refunds. Discounts and
/// commission are those of sales; nobody bears anything of a line that was called off. A refund that the after-sale file does not tell
/// of is the whole amount where the line was called off, and unknown where it was not.
fn tally(question: &Question<'_>) -> Result<(), StoreError> {
    let (asked, words) = (question.asked(), Words::new());
    let knows_after_sale = question.knows(Field::AfterSale);
    let (commissions, refunds) = (question.commissions()?, question.refunds()?);
    let (settlements, _) = question.settlements()?;
    let mut tally = Tally::new();
    question.each_line(
        NAMES,
        |id, [shop, submitted, paid, order, key, status, after_sale, promotion, payable, platform, seller, creator]| {
            if paid == NONE || !asked.has(shop, submitted) {
                return;
            }
            let off = words.called_off(status);
            let of_sale = |figure: i64| match (off, figure) {
                (true, _) => 0,
                (false, figure) => figure,
            };
            let may_be_refunded = !knows_after_sale || words.refunded(after_sale);
            let told_refund = refunds.get(&key);
            let refund = match told_refund {
                Some(refund) => refund.amount,
                None if off => payable,
                None if may_be_refunded => NONE,
                None => 0,
            };
            let told = commissions.get(&key).copied().unwrap_or(NO_COMMISSION);
            let settled = settlements.get(&key);
            let charged = settled.map_or(NONE, |settled| settled.commission);
            let booked = first([told.booked, charged]);
            let commission = first([booked, of_sale(told.expected)]);
            let untold = !off && commission == NONE && words.alliance(promotion).unwrap_or(true);
            let fees = settled.map_or(NONE, |settled| settled.fees);
            let group = tally.group([NONE, NONE, asked.period(submitted)], id, submitted);
            tally.add(
                group,
                [
                    1,
                    payable,
                    i64::from(payable == NONE),
                    of_sale(platform),
                    of_sale(seller),
                    of_sale(creator),
                    refund,
                    i64::from(refund == NONE),
                    i64::from(told_refund.is_none() && off),
                    commission,
                    i64::from(!off && booked == NONE && told.expected != NONE),
                    untold.into(),
                    if untold { payable } else { NONE },
                    fees,
                    i64::from(fees == NONE && !off),
                    settled.map_or(NONE, |settled| settled.amount),
                ],
            );
            tally.meet(group, 0, order);
            if settled.is_some_and(|settled| settled.amount != NONE) {
                tally.meet(group, 1, id);
            }
        },
    )?;
    tally.lay(question, MEASURES, ["orders", "settled_lines"])
}
