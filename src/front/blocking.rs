//! The orders that block closing, in words.

use chrono::NaiveDate;
use shopkit::kit::Checked;
use shopkit::model::lang::Lang;
use shopkit::model::table::{Datum, Table, Word, columns};
use shopkit::report::blocking::{Blocking, BlockingLine, MOST_LISTED, WaitsFor};
use shopkit::rules::{Check, Outcome, Ruling, names};

/// Returns how many order lines block closing, and the first of them: those that a rule counts which is not met, or may not be.
/// None where the check is another, or where what was said beats the orders.
pub fn asked<'c>(checked: &'c Checked<'_>) -> (u64, Vec<&'c BlockingLine>) {
    let is_open = |ruling: &Ruling<'_>| matches!(ruling.outcome, Outcome::Fail | Outcome::NotYet | Outcome::Unknown);
    let blocks = |fact| {
        let counts = |ruling: &Ruling<'_>| is_open(ruling) && ruling.rule.facts().contains(&fact);
        checked.verdict.check == Check::Close && checked.verdict.rulings.iter().any(counts)
    };
    let Some(Blocking { unfinished, after_sales, period }) = checked.orders.as_ref().map(|orders| &orders.blocking)
    else {
        return (0, Vec::new());
    };
    let lists = [
        (unfinished, names::UNFINISHED),
        (after_sales, names::OPEN_AFTER_SALES),
        (period, names::WITHIN_AFTER_SALE_PERIOD),
    ];
    let asked: Vec<_> = lists.into_iter().filter(|(_, fact)| blocks(*fact)).map(|(list, _)| list).collect();
    let lines = asked.iter().flat_map(|list| &list.lines).take(MOST_LISTED).collect();
    (asked.iter().map(|list| list.count).sum(), lines)
}

/// Names the list.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("挡住关店的订单", "Orders that block closing")
}

/// Lists lines as a table.
pub fn table(lines: &[&BlockingLine], lang: Lang) -> Table {
    let columns = columns(&[
        ("order_id", "订单", "Order"),
        ("sub_order_id", "子订单", "Sub-order"),
        ("status", "状态", "Status"),
        ("waits_for", "还差", "Waits for"),
        ("until", "到哪天为止", "Until"),
    ]);
    let row = |line: &BlockingLine| {
        vec![
            Datum::Text(line.order_id.clone()),
            Datum::text(line.sub_order_id.clone()),
            Datum::Text(status(line, lang)),
            Datum::Word(word(line.waits_for)),
            Datum::text(until(line.until, line.until_at_most, lang)),
        ]
    };
    Table::new(columns, lines.iter().map(|line| row(line)).collect())
}

/// Writes the status of a line, with that of its after-sale: what waits for shipment may be something that the buyer wants no more.
fn status(line: &BlockingLine, lang: Lang) -> String {
    match &line.after_sale {
        Some(after_sale) if line.waits_for != WaitsFor::AfterSalePeriod => {
            format!("{}{}{after_sale}", line.status, lang.pick("，", ", "))
        }
        _ => line.status.clone(),
    }
}

fn word(waits_for: WaitsFor) -> Word {
    let (zh, en) = match waits_for {
        WaitsFor::Payment => ("买家付款", "payment"),
        WaitsFor::Shipment => ("发货", "shipment"),
        WaitsFor::Receipt => ("买家收货", "receipt by the buyer"),
        WaitsFor::UnknownStatus => ("状态不认识，按未完结计", "unknown status, taken for unfinished"),
        WaitsFor::AfterSale => ("售后处理完", "end of the after-sale"),
        WaitsFor::AfterSalePeriod => ("过售后期", "end of the after-sale period"),
        WaitsFor::CompletionTime => ("完成时间（没有导出）", "time of completion (not exported)"),
    };
    Word { code: waits_for.as_str(), zh, en }
}

/// Writes the last day that a line blocks closing, or the days between which it lies.
fn until(least: Option<NaiveDate>, most: Option<NaiveDate>, lang: Lang) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => {
            Some(lang.pick(format!("{least} 到 {most} 之间"), format!("between {least} and {most}")))
        }
        (Some(day), None) => Some(day.to_string()),
        (None, Some(most)) => Some(lang.pick(format!("最晚 {most}"), format!("{most} at the latest"))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use shopkit::texts::Texts;

    use super::*;
    use crate::front::datum::readable;

    fn read(line: &BlockingLine, lang: Lang) -> String {
        let table = table(&[line], lang);
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
        assert_eq!(read(&line, Lang::Zh), "1 | 2 | 已完成，售后待处理 | 售后处理完 | ");
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
        assert_eq!(read(&late, Lang::Zh), "1 | 2 | 已完成 | 过售后期 | 最晚 2026-11-18");
    }
}
