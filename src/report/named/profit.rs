//! `profit`: what is left of the net after the cost of goods, premiums, advertising and what else is paid beside a settlement.

use super::ad_spend::SpendRemarks;
use super::columns::{PartialSum, Share, report_row};
use super::earnings::{Earned, Earnings, Key, Unallocated};
use super::error::ReportError;
use super::line_placing::Line;
use super::measures::Measure;
use super::net::{GroupNet, NetNotes};
use super::options::{By, Takes};
use super::query::Query;
use super::side_costs::{CostRemarks, SideCosts, Together as _};
use super::spec::ReportSpec;
use super::sql::sql_struct;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::{RowSink, Word};
use crate::packed::{Amount, Whole};
use crate::store::StoreError;
use crate::{msg, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "profit",
    takes: &[
        Takes::Period,
        Takes::Compare,
        Takes::By(&[By::Product, By::Sku, By::Creator, By::Order, By::Day, By::Week, By::Month]),
        Takes::CommissionRate,
        Takes::NoEstimates,
    ],
    needs: &[
        Field::MainOrderId,
        Field::PaidAt,
        Field::Status,
        Field::Payable,
        Field::Quantity,
        Field::Promotion,
        Field::AfterSale,
        Field::PlatformBorne,
        Field::CreatorBorne,
    ],
    reads_after_sales: true,
    has_days: true,
    answer,
    grouped: None,
};

const SQL: &str = include_str!("profit.sql");

/// A row of lines.
const LINES: Word = word!("profit-part", "lines");
/// A row of what names no line.
const UNALLOCATED: Word = word!("profit-part", "unallocated");

report_row! {
    struct Row {
        part: Word [Key, Grouped],
        product_id: Option<String> [Key, ByGoods],
        product: Option<String> [ByGoods],
        spec: Option<String> [Key, BySku],
        sku_code: Option<String> [Key, BySku],
        creator_id: Option<String> [Key, ByCreator],
        creator: Option<String> [ByCreator],
        order_id: Option<String> [Key, ByOrder],
        orders: Option<i64> [Distinct],
        lines: i64,
        paid: Fen,
        net: PartialSum,
        basis: Word,
        cost: PartialSum,
        cost_lines: i64 [ForPrograms],
        cost_unknown_lines: i64 [ForPrograms],
        cost_known_share: Option<Share>,
        insurance: PartialSum,
        spend: PartialSum,
        compensation: Fen,
        inspection: PartialSum,
        unallocated: Fen,
        profit: PartialSum,
        net_known: Fen [ForPrograms],
        cost_known: Fen [ForPrograms],
        insurance_known: Fen [ForPrograms],
        spend_known: Fen [ForPrograms],
        inspection_known: Fen [ForPrograms],
        profit_known: Fen [ForPrograms],
        net_unknown_lines: i64 [ForPrograms],
        profit_unknown_lines: i64 [ForPrograms],
        period: Option<String> [ByPeriod],
    }
}

sql_struct! {
    struct Names {
        group_number: i64,
        product_id: Option<String>,
        product: Option<String>,
        spec: Option<String>,
        sku_code: Option<String>,
        creator_id: Option<String>,
        creator: Option<String>,
        order_id: Option<String>,
        period: Option<String>,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let earnings = Earnings::of(query, key_of(query))?;
    earnings.write(query)?;
    let names: Vec<Names> = query.rows(SQL)?;
    let (mut rows, mut notes) = (Vec::with_capacity(names.len() + 1), NetNotes::default());
    let mut sum = Earned::default();
    for names in names {
        let group = usize::try_from(names.group_number).unwrap_or_default();
        let earned = earnings.group(group);
        notes.add(&earned.net, None);
        sum.add(&earned);
        rows.push(row(query, names, &earned, earnings.orders(group)));
    }
    let unallocated = &earnings.unallocated;
    if query.options.by.is_none() {
        rows.truncate(1);
        match rows.first_mut() {
            Some(row) => charge(row, unallocated),
            None if !unallocated.is_none() => rows.push(unallocated_row(unallocated)),
            None => {}
        }
    } else if !unallocated.is_none() {
        rows.push(unallocated_row(unallocated));
    }
    let any = query.write(rows, sink)?;
    note(query, &earnings, &sum, any)?;
    Ok(notes.note(query, &earnings.nets)?)
}

/// Returns what tells the groups apart that are asked for.
fn key_of(query: &Query<'_>) -> impl Fn(&Line) -> Key + use<> {
    let (scope, by) = (query.scope, query.options.by);
    move |line| {
        let number = match by {
            Some(By::Creator) => line.creator.map(Whole::get),
            Some(By::Order) => line.order.map(Whole::get),
            Some(By::Sku) => line.sku.map(Whole::get),
            _ => scope.period(line.submitted),
        };
        (line.product.filter(|_| matches!(by, Some(By::Product | By::Sku))), number)
    }
}

fn row(query: &Query<'_>, names: Names, earned: &Earned, orders: i64) -> Row {
    let rate = query.options.commission_rate;
    let net = GroupNet::of(&earned.net, rate);
    let lines = &earned.lines;
    let fen = |measure: Measure| Fen(measure.or_zero());
    let unknown = lines.left_out_lines.or_zero();
    let cost = PartialSum { known: fen(lines.cost), unknown_lines: lines.cost_unknown_lines.or_zero() };
    let remarks = &earned.remarks.costs;
    let insurance = PartialSum { known: fen(lines.insurance), unknown_lines: remarks.unknown_insurance };
    let spend = PartialSum { known: fen(lines.spend), unknown_lines: remarks.unknown_spend };
    let inspection = PartialSum { known: fen(lines.inspection), unknown_lines: remarks.unknown_inspection };
    let profit =
        PartialSum { known: Fen(earned.known_profit(rate)), unknown_lines: unknown + earned.remarks.unknown_beside };
    Row {
        part: LINES,
        product_id: names.product_id,
        product: names.product,
        spec: names.spec,
        sku_code: names.sku_code,
        creator_id: names.creator_id,
        creator: names.creator,
        order_id: names.order_id,
        orders: Some(orders),
        lines: lines.lines.or_zero(),
        paid: fen(lines.amount),
        net: net.net(),
        basis: net.basis(),
        cost,
        cost_lines: lines.cost_lines.or_zero(),
        cost_unknown_lines: cost.unknown_lines,
        cost_known_share: Share::of(lines.cost_known_amount.or_zero(), lines.cost_amount.or_zero()),
        insurance,
        spend,
        compensation: fen(lines.compensation),
        inspection,
        unallocated: Fen(0),
        profit,
        net_known: net.net().known,
        cost_known: cost.known,
        insurance_known: insurance.known,
        spend_known: spend.known,
        inspection_known: inspection.known,
        profit_known: profit.known,
        net_unknown_lines: net.unknown_lines(),
        profit_unknown_lines: unknown,
        period: names.period,
    }
}

/// Makes a row of what names no line, or lines of several groups.
fn unallocated_row(unallocated: &Unallocated) -> Row {
    let nothing = PartialSum { known: Fen(0), unknown_lines: 0 };
    let mut row = Row {
        part: UNALLOCATED,
        product_id: None,
        product: None,
        spec: None,
        sku_code: None,
        creator_id: None,
        creator: None,
        order_id: None,
        orders: Some(0),
        lines: 0,
        paid: Fen(0),
        net: nothing,
        basis: word!("basis", "actual"),
        cost: nothing,
        cost_lines: 0,
        cost_unknown_lines: 0,
        cost_known_share: None,
        insurance: nothing,
        spend: nothing,
        compensation: Fen(0),
        inspection: nothing,
        unallocated: Fen(0),
        profit: nothing,
        net_known: Fen(0),
        cost_known: Fen(0),
        insurance_known: Fen(0),
        spend_known: Fen(0),
        inspection_known: Fen(0),
        profit_known: Fen(0),
        net_unknown_lines: 0,
        profit_unknown_lines: 0,
        period: None,
    };
    charge(&mut row, unallocated);
    row
}

/// Takes what names no line off the profit of a row.
fn charge(row: &mut Row, unallocated: &Unallocated) {
    let add = |fen: &mut Fen, amount: Amount| fen.0 += amount.get();
    let Unallocated { costs: SideCosts { insurance, compensation, inspection }, spend, remarks } = *unallocated;
    for (sum, known, amount, unknown) in [
        (&mut row.insurance, &mut row.insurance_known, insurance, remarks.unknown_insurance),
        (&mut row.spend, &mut row.spend_known, spend, remarks.unknown_spend),
        (&mut row.inspection, &mut row.inspection_known, inspection, remarks.unknown_inspection),
    ] {
        sum.unknown_lines += unknown;
        add(&mut sum.known, amount);
        add(known, amount);
    }
    row.profit.unknown_lines += remarks.unknown();
    add(&mut row.compensation, compensation);
    let all = insurance + compensation + inspection + spend;
    add(&mut row.unallocated, all);
    add(&mut row.profit.known, -all);
    add(&mut row.profit_known, -all);
}

fn note_spend(query: &mut Query<'_>, spend: &SpendRemarks) {
    if spend.granted > Amount::ZERO {
        query.note(msg!("note-spend-granted", amount = Fen::from(spend.granted)));
    }
    if spend.beyond_totals > Amount::ZERO {
        query.warn(msg!("note-spend-beyond-totals", amount = Fen::from(spend.beyond_totals)));
    }
    if spend.unknown_days > 0 {
        query.warn(msg!("note-spend-unknown-days", days = spend.unknown_days));
    }
    if spend.days_of_mixed_accounts > 0 {
        query.warn(msg!("note-spend-of-mixed-accounts", days = spend.days_of_mixed_accounts));
    }
}

/// Notes which costs are not known, and which are only expected.
fn note_costs(query: &mut Query<'_>, remarks: &CostRemarks) {
    let CostRemarks { without_amount, without_sign, unclear, unclear_amount, expected, .. } = *remarks;
    if without_amount > 0 {
        query.warn(msg!("note-premiums-unknown", premiums = without_amount));
    }
    if without_sign > 0 {
        query.warn(msg!("note-costs-without-sign", costs = without_sign));
    }
    if unclear > 0 {
        query.warn(msg!("note-costs-unclear", costs = unclear, amount = Fen::from(unclear_amount)));
    }
    if expected > 0 {
        query.note(msg!("note-premiums-expected", premiums = expected));
    }
}

/// Notes what the answer does not know, and what it counts in which way.
fn note(query: &mut Query<'_>, earnings: &Earnings, sum: &Earned, any: bool) -> Result<(), StoreError> {
    if !any {
        query.note_no_rows();
        return Ok(());
    }
    let lines = sum.lines.unpriced_lines.or_zero();
    if lines > 0 {
        query.warn(if earnings.has_costs {
            msg!("note-lines-without-cost", lines = lines)
        } else {
            msg!("note-no-costs", lines = lines)
        });
    }
    let lines = sum.lines.perhaps_back_lines.or_zero();
    if lines > 0 {
        query.warn(msg!("note-goods-perhaps-back", lines = lines));
    }
    let lines = sum.lines.assumed_back_lines.or_zero();
    if lines > 0 {
        query.note(msg!("note-goods-assumed-back", lines = lines));
    }
    let mut remarks = sum.remarks.costs;
    remarks.add(&earnings.unallocated.remarks);
    note_costs(query, &remarks);
    if earnings.unallocated.sum() != Amount::ZERO {
        query.note(msg!("note-unallocated", amount = Fen::from(earnings.unallocated.sum())));
    }
    note_spend(query, &earnings.spend);
    query.note(msg!("note-by-order-day"));
    if matches!(query.options.by, Some(By::Product | By::Sku)) {
        query.note_joined_products()?;
    }
    Ok(())
}
