//! The orders that block closing, each with what it waits for.

use chrono::NaiveDate;
use shopkit::kit::Checked;
use shopkit::model::table::{Column, Datum, Table, Word};
use shopkit::report::blocking::{Blocking, BlockingLine, MOST_LISTED, WaitsFor};
use shopkit::report::statuses;
use shopkit::rules::{Check, RuleOutcome, Ruling, known_facts};
use shopkit::texts::Texts;
use shopkit::{t, word};

/// Shows the orders that block closing.
pub struct BlockingOrders {
    pub title: String,
    /// How many there are; the table has the first of them.
    pub count: u64,
    pub table: Table,
    /// The lists of orders that have all of them, as far as a filter can name them.
    pub lists: Vec<OrderList>,
}

/// Names a list of orders by its filter.
pub struct OrderList {
    pub title: String,
    /// How many lines it has.
    pub count: u64,
    /// The field of the filter.
    pub field: &'static str,
    /// The values that it accepts.
    pub values: Vec<String>,
}

impl BlockingOrders {
    pub(super) fn of(checked: &Checked<'_>, texts: Texts) -> Self {
        let (count, lines) = blocking_lines(checked);
        let lists = if count > 0 { lists(checked, texts) } else { Vec::new() };
        Self { title: t!(texts, "verdict-orders"), count, table: table(&lines, texts), lists }
    }
}

/// Counts the order lines that block closing, and returns the first of them: those that a rule counts which is not met, or may not
/// be. None where the check is another, or where a given fact beats the orders.
pub fn blocking_lines<'c>(checked: &'c Checked<'_>) -> (u64, Vec<&'c BlockingLine>) {
    let is_open =
        |ruling: &Ruling<'_>| matches!(ruling.outcome, RuleOutcome::Fail | RuleOutcome::NotYet | RuleOutcome::Unknown);
    let blocks = |fact| {
        let counts = |ruling: &Ruling<'_>| is_open(ruling) && ruling.rule.facts().contains(&fact);
        checked.verdict.check == Check::Close && checked.verdict.rulings.iter().any(counts)
    };
    let Some(Blocking { unfinished, after_sales, period }) = checked.orders.as_ref().map(|orders| &orders.blocking)
    else {
        return (0, Vec::new());
    };
    let lists = [
        (unfinished, known_facts::UNFINISHED),
        (after_sales, known_facts::OPEN_AFTER_SALES),
        (period, known_facts::WITHIN_AFTER_SALE_PERIOD),
    ];
    let blocking: Vec<_> = lists.into_iter().filter(|(_, fact)| blocks(*fact)).map(|(list, _)| list).collect();
    let lines = blocking.iter().flat_map(|list| &list.lines).take(MOST_LISTED).collect();
    (blocking.iter().map(|list| list.count).sum(), lines)
}

/// Lists the unfinished lines and those with an open after-sale, where there are any.
fn lists(checked: &Checked<'_>, texts: Texts) -> Vec<OrderList> {
    let Some(orders) = &checked.orders else { return Vec::new() };
    let values = |known: &[&[&str]], unknown: &[String]| {
        let known = known.iter().copied().flatten().map(|status| (*status).to_owned());
        known.chain(unknown.iter().cloned()).collect()
    };
    let unfinished = [&[statuses::UNPAID][..], statuses::UNSHIPPED, &[statuses::SHIPPED]];
    let list = |title, count: i64, field, values| OrderList { title, count: count.unsigned_abs(), field, values };
    let lists = [
        list(
            t!(texts, "check-list-unfinished"),
            orders.unfinished,
            "status",
            values(&unfinished, &orders.unknown_statuses),
        ),
        list(
            t!(texts, "check-list-after-sales"),
            orders.open_after_sales,
            "after_sale",
            values(&[statuses::OPEN_AFTER_SALES], &orders.unknown_after_sales),
        ),
    ];
    lists.into_iter().filter(|list| list.count > 0).collect()
}

fn table(lines: &[&BlockingLine], texts: Texts) -> Table {
    let columns = vec![
        Column::titled("order_id", "verdict-order-id"),
        Column::titled("sub_order_id", "verdict-sub-order-id"),
        Column::titled("status", "verdict-order-status"),
        Column::of("waits_for"),
        Column::of("until"),
    ];
    let row = |line: &BlockingLine| {
        vec![
            Datum::Text(line.order_id.clone()),
            Datum::text(line.sub_order_id.clone()),
            Datum::Text(status(line, texts)),
            Datum::Word(waits_for_word(line.waits_for)),
            Datum::text(until(line.until, line.until_at_most, texts)),
        ]
    };
    Table::new(columns, lines.iter().map(|line| row(line)).collect())
}

/// Writes the status of a line with that of its after-sale: the buyer may no longer want what waits for shipment.
fn status(line: &BlockingLine, texts: Texts) -> String {
    match &line.after_sale {
        Some(after_sale) if line.waits_for != WaitsFor::AfterSalePeriod => {
            t!(texts, "verdict-order-statuses", status = &line.status, after_sale = after_sale)
        }
        _ => line.status.clone(),
    }
}

fn waits_for_word(waits_for: WaitsFor) -> Word {
    match waits_for {
        WaitsFor::Payment => word!("waits-for", "payment"),
        WaitsFor::Shipment => word!("waits-for", "shipment"),
        WaitsFor::Receipt => word!("waits-for", "receipt"),
        WaitsFor::UnknownStatus => word!("waits-for", "unknown_status"),
        WaitsFor::AfterSale => word!("waits-for", "after_sale"),
        WaitsFor::AfterSalePeriod => word!("waits-for", "after_sale_period"),
        WaitsFor::CompletionTime => word!("waits-for", "completion_time"),
    }
}

/// Writes the last day that a line blocks closing, or the days between which it lies.
fn until(least: Option<NaiveDate>, most: Option<NaiveDate>, texts: Texts) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(t!(texts, "verdict-until-between", least = least, most = most)),
        (Some(day), None) => Some(day.to_string()),
        (None, Some(most)) => Some(t!(texts, "verdict-until-at-most", most = most)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;

    use super::*;
    use crate::front::datum::readable;

    fn read(line: &BlockingLine, lang: Lang) -> String {
        let table = table(&[line], Texts::command(lang));
        table.rows[0].iter().map(|datum| readable(datum, Texts::command(lang))).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_line_says_what_it_waits_for_and_until_when() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let line = BlockingLine {
            order_id: "1".to_owned(),
            sub_order_id: Some("2".to_owned()),
            status: "已完成".to_owned(),
            after_sale: Some("售后待处理".to_owned()),
            waits_for: WaitsFor::AfterSale,
            until: None,
            until_at_most: None,
        };
        assert_eq!(read(&line, Lang::Zh), "1 | 2 | 已完成，售后待处理 | 售后处理完成 | ");
        let unshipped = BlockingLine { status: "待发货".to_owned(), waits_for: WaitsFor::Shipment, ..line.clone() };
        assert_eq!(read(&unshipped, Lang::Zh), "1 | 2 | 待发货，售后待处理 | 发货 | ");
        let waits_for = WaitsFor::AfterSalePeriod;
        let within =
            BlockingLine { after_sale: Some("退款成功".to_owned()), waits_for, until: day("2026-09-19"), ..line };
        assert_eq!(read(&within, Lang::En), "1 | 2 | 已完成 | end of the after-sale period | 2026-09-19");
        let unknown = BlockingLine { until_at_most: day("2026-11-18"), ..within };
        assert_eq!(
            read(&unknown, Lang::En),
            "1 | 2 | 已完成 | end of the after-sale period | between 2026-09-19 and 2026-11-18"
        );
        let late = BlockingLine { until: None, ..unknown };
        assert_eq!(read(&late, Lang::Zh), "1 | 2 | 已完成 | 售后期结束 | 最晚 2026-11-18");
    }
}
