//! Answers of reports from the groups that an engine summed up over a lake.

use std::collections::BTreeMap;
use std::io::Read;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value as Json;

use super::clock;
use super::error::KitError;
use super::several::Gathered;
use super::terms::terms_by_rules;
use crate::model::summary::Days;
use crate::model::table::Table;
use crate::model::time::parse_day;
use crate::report::named::grouped::{Group, Groups, NAMES, answer_grouped, measures};
use crate::report::named::{Report, ReportError, ReportNotes, ReportOptions};

/// The rows that an engine answers with.
#[derive(Deserialize)]
struct EngineRows {
    columns: Vec<String>,
    rows: Vec<Vec<Json>>,
}

/// The columns that are neither names nor measures.
const SHOP: &str = "shop";
const IS_TOTAL: &str = "is_total";
const TIME: &str = "time";
const FIRST_DAY: &str = "first_day";
const LAST_DAY: &str = "last_day";

/// Makes the answer of a report of the rows that an engine gives, as JSON: `{"columns": […], "rows": [[…], …]}`. Without a shop, rows name
/// theirs, as those of a report over all shops do.
pub fn lake_answer(
    report: Report,
    shop: Option<&str>,
    options: &ReportOptions,
    rows: impl Read,
) -> Result<(Table, ReportNotes), KitError> {
    let wanted = measures(report).ok_or(ReportError::NotGrouped(report.name()))?;
    let rows: EngineRows = serde_json::from_reader(rows).map_err(|error| KitError::EngineRows(error.to_string()))?;
    let by_shop = groups(&rows, &wanted)?;
    let now = options.on.unwrap_or_else(clock::now);
    let terms = terms_by_rules(now.day());
    let answer = |name: &str, groups: &Groups| -> Result<(Table, ReportNotes), KitError> {
        let mut table = Table::default();
        let notes = answer_grouped(report, name, groups, options, terms, now, &mut table)?;
        Ok((table, notes))
    };
    let none = Groups::default();
    let wanted: Vec<(&str, &Groups)> = match shop {
        Some(shop) => vec![(shop, by_shop.get(shop).unwrap_or(&none))],
        None => by_shop.iter().map(|(shop, groups)| (shop.as_str(), groups)).collect(),
    };
    // The rows of that report always name their shops.
    if let ([(shop, groups)], true) = (wanted.as_slice(), shop.is_some() && report != Report::SHOPS) {
        return answer(shop, groups);
    }
    let mut gathered = Gathered::default();
    for (name, groups) in wanted {
        let (table, notes) = answer(name, groups)?;
        gathered.add(name, table, notes);
    }
    if by_shop.is_empty() {
        // The columns are those of any shop.
        let (table, notes) = answer("", &none)?;
        gathered.add("", Table { columns: table.columns, ..Table::default() }, notes);
    }
    Ok(gathered.finish(None))
}

/// Sorts the rows by shop.
fn groups(rows: &EngineRows, measures: &[&str]) -> Result<BTreeMap<String, Groups>, KitError> {
    let position = |name: &str| rows.columns.iter().position(|column| column == name);
    let needed = |name: &str| position(name).ok_or_else(|| KitError::EngineRows(format!("no column {name}")));
    let (shop, total, time) = (needed(SHOP)?, position(IS_TOTAL), needed(TIME)?);
    let names = NAMES.map(position);
    let measures = measures.iter().map(|name| needed(name)).collect::<Result<Vec<_>, _>>()?;
    let mut by_shop: BTreeMap<String, Groups> = BTreeMap::new();
    for row in &rows.rows {
        let cell = |index: usize| row.get(index).unwrap_or(&Json::Null);
        let number = |index: usize| number(cell(index));
        let shop = cell(shop).as_str().ok_or_else(|| KitError::EngineRows("a row without a shop".to_owned()))?;
        let groups = by_shop.entry(shop.to_owned()).or_default();
        let values = measures.iter().map(|index| number(*index)).collect::<Result<Vec<_>, _>>()?;
        if total.map_or(Ok(None), number)?.is_some_and(|total| total != 0) {
            let day = |name: &str| position(name).and_then(|index| day(cell(index)));
            groups.days = day(FIRST_DAY).zip(day(LAST_DAY)).map(|(first, last)| Days { first, last });
            groups.all = values;
            continue;
        }
        let text = |index: Option<usize>| index.and_then(|index| cell(index).as_str()).map(str::to_owned);
        groups.groups.push(Group {
            names: names.map(text),
            time: cell(time).as_str().map(str::to_owned),
            measures: values,
        });
    }
    Ok(by_shop)
}

/// Reads a whole number, or nothing.
fn number(cell: &Json) -> Result<Option<i64>, KitError> {
    match cell {
        Json::Null => Ok(None),
        cell => cell.as_i64().map(Some).ok_or_else(|| KitError::EngineRows(format!("{cell} is not a whole number"))),
    }
}

/// Reads the day of a time.
fn day(cell: &Json) -> Option<NaiveDate> {
    parse_day(cell.as_str()?.get(..10)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::message::Message;
    use crate::model::money::Fen;
    use crate::model::table::Datum;
    use crate::msg;
    use crate::report::named::By;

    fn answer(rows: &str, shop: Option<&str>) -> Result<Table, KitError> {
        Ok(lake_answer(Report::STATUS, shop, &ReportOptions::default(), rows.as_bytes())?.0)
    }

    #[test]
    fn groups_of_an_engine_become_the_rows_of_a_report() {
        let rows = r#"{"columns": ["shop", "is_total", "time", "status", "after_sale", "lines", "amount", "gifts", "without_amount", "orders"],
            "rows": [["乙", 0, "2026-01-05 08:00:00", "已完成", null, 3, 1230, 0, 0, 2], ["乙", 1, null, null, null, 5, 0, 0, 0, 2],
                     ["甲", 0, null, "已关闭", null, 1, null, null, 1, 1], ["乙", 0, null, "已发货", null, 2, 70, 0, 0, 2]]}"#;
        let table = answer(rows, None).expect("an answer");
        let text = |text: &str| Datum::Text(text.to_owned());
        let shops: Vec<&Datum> = table.rows.iter().map(|row| &row[0]).collect();
        assert_eq!(shops, [&text("乙"), &text("乙"), &text("甲")]);
        assert_eq!(table.rows[0][1..5], [text("已完成"), Datum::Null, Datum::Int(2), Datum::Int(3)]);
        assert_eq!(answer(rows, Some("甲")).expect("an answer").rows.len(), 1);
        assert_eq!(answer(rows, Some("丙")).expect("an answer").rows.len(), 0);
        let no_rows =
            rows.split_once("\"rows\"").map(|(columns, _)| format!("{columns}\"rows\": []}}")).expect("columns");
        let empty = answer(&no_rows, None).expect("an answer");
        assert_eq!((empty.columns, empty.rows.len()), (table.columns, 0));
    }

    #[test]
    fn what_is_booked_for_no_paid_line_is_apart() {
        let rows = json!({
            "columns": [
                "shop", "time", "place", "bookings", "income", "unknown_bookings", "platform_fee", "platform_fee_bookings", "commission",
                "commission_bookings", "agency_commission", "agency_commission_bookings", "channel_share", "channel_share_bookings",
                "recruiting_fee", "recruiting_fee_bookings", "external_promotion", "external_promotion_bookings", "other_share",
                "other_share_bookings", "other", "other_bookings", "charged"
            ],
            "rows": [
                ["甲", "2026-01-05 08:00:00", 0, 2, 10000, 0, 500, 2, null, 0, null, 0, null, 0, null, 0, null, 0, null, 0, 0, 0, 500],
                ["甲", null, 1, 1, 1000, 0, 70, 1, null, 0, null, 0, null, 0, null, 0, null, 0, null, 0, 0, 0, 70],
                ["甲", null, 3, 1, 1000, 0, 8, 1, null, 0, null, 0, null, 0, null, 0, null, 0, null, 0, 0, 0, 8]
            ]
        });
        let answer = |by: Option<By>| {
            let options = ReportOptions { by, ..ReportOptions::default() };
            lake_answer(Report::FEES, Some("甲"), &options, rows.to_string().as_bytes()).expect("an answer")
        };
        let (table, notes) = answer(None);
        let cell = |name: &str| {
            let column = table.columns.iter().position(|column| column.key == name).expect("a column");
            &table.rows[0][column]
        };
        let fen = |fen: i64| Datum::Money(Fen(fen));
        assert_eq!([cell("charged_known"), cell("elsewhere_known")], [&fen(500), &fen(78)]);
        assert_eq!([cell("bookings"), cell("elsewhere_bookings")], [&Datum::Int(2), &Datum::Int(2)]);
        let said: Vec<Message> = notes.notes.into_iter().map(|note| note.message).collect();
        let not_imported = msg!("note-charged-not-imported", bookings = 1_i64, amount = Fen(70));
        assert_eq!(said, [not_imported, msg!("note-charged-to-unpaid", bookings = 1_i64, amount = Fen(8))]);
        assert_eq!(answer(Some(By::Month)).0.rows.len(), 1);
    }

    #[test]
    fn rows_that_lack_something_or_have_no_whole_numbers_are_refused() {
        let columns =
            r#"["shop", "time", "status", "after_sale", "lines", "amount", "gifts", "without_amount", "orders"]"#;
        for rows in [
            "[]".to_owned(),
            r#"{"columns": ["shop", "time"], "rows": []}"#.to_owned(),
            format!(r#"{{"columns": {columns}, "rows": [["a", null, null, null, 1.5, 1, 1, 1, 1]]}}"#),
            format!(r#"{{"columns": {columns}, "rows": [[null, null, null, null, 1, 1, 1, 1, 1]]}}"#),
        ] {
            assert!(matches!(answer(&rows, None), Err(KitError::EngineRows(_))), "{rows}");
        }
    }
}
