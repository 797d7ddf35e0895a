//! `today`: what needs doing now.

use rusqlite::types::ToSql;

use super::columns::report_row;
use super::error::ReportError;
use super::options::Takes;
use super::query::Query;
use super::spec::ReportSpec;
use super::sql::sql_struct;
use crate::model::calendar::add_days;
use crate::model::field::Field;
use crate::model::table::{RowSink, Word};
use crate::model::time::Stamp;
use crate::report::newest_export;
use crate::report::statuses::LATE_COLUMNS;
use crate::{msg, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "today",
    takes: &[Takes::On],
    needs: &[Field::MainOrderId, Field::Status, Field::SubmittedAt, Field::ShipBy, Field::AfterSale],
    reads_after_sales: false,
    has_days: false,
    answer,
    grouped: None,
};

const SQL: &str = include_str!("today.sql");

report_row! {
    struct Row {
        item: Word [Key],
        orders: Option<i64> [Distinct],
        lines: Option<i64> [Distinct],
        // When the oldest of the orders was placed.
        first_ordered: Option<String>,
        // When the first of them has to be shipped; only orders that wait to be shipped have it.
        first_due: Option<String>,
        // The one of both that the item is about, as earlier versions had it.
        earliest: Option<String> = "column-earliest-day" [ForPrograms],
    }
}

sql_struct! {
    struct Counted {
        item: String,
        orders: Option<i64>,
        lines: i64,
        first_ordered: Option<String>,
        first_due: Option<String>,
        earliest: Option<String>,
    }
}

const OVERDUE: Word = word!("today", "overdue");
/// Takes the place of [`OVERDUE`] where lines were exported more than a day ago, and may have been shipped since.
const OVERDUE_WHEN_EXPORTED: Word = word!("today-exported", "overdue");
/// Stands behind it.
const OVERDUE_SINCE: Word = word!("today", "overdue_since");

/// What may need doing, each with the columns without which it is not known: one of each list.
const ITEMS: &[(Word, &[&[Field]])] = &[
    (word!("today", "unshipped_today"), &[&[Field::Status], &[Field::SubmittedAt]]),
    (word!("today", "unshipped_earlier"), &[&[Field::Status], &[Field::SubmittedAt]]),
    (word!("today", "due_24h"), &[&[Field::Status], &[Field::ShipBy]]),
    (OVERDUE, &[&[Field::Status], &[Field::ShipBy]]),
    (word!("today", "open_after_sales"), &[&[Field::AfterSale]]),
    (word!("today", "late_values"), &[LATE_COLUMNS]),
];

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (now, day) = (query.now.to_string(), query.now.day());
    let (in_a_day, next_day) = (query.now.plus_hours(24).to_string(), add_days(day, 1).to_string());
    let (day, day_ago) = (day.to_string(), query.now.plus_hours(-24).to_string());
    let newest = newest_export(query.store, query.shop)?;
    let is_old = |at: &String| Stamp::parse(at).is_some_and(|exported| exported.plus_hours(24) < query.now);
    let old = newest.filter(is_old);
    let params: [(&str, &dyn ToSql); 5] =
        [(":now", &now), (":in_a_day", &in_a_day), (":day", &day), (":next_day", &next_day), (":day_ago", &day_ago)];
    let counted: Vec<Counted> = query.rows_with(SQL, &params)?;
    let due_since = counted.iter().find(|counted| counted.item == OVERDUE_SINCE.code).map(|counted| counted.lines);
    let is_split = old.is_some() || due_since.is_some();
    let split = |item: Word| match item {
        OVERDUE if is_split => vec![OVERDUE_WHEN_EXPORTED, OVERDUE_SINCE],
        item => vec![item],
    };
    let row = |item: Word, needs: &[&[Field]]| {
        let is_known = needs.iter().all(|fields| fields.iter().any(|field| query.has_column(*field)));
        match counted.iter().find(|counted| counted.item == item.code) {
            Some(counted) if is_known => Row {
                item,
                orders: counted.orders,
                lines: Some(counted.lines),
                first_ordered: counted.first_ordered.clone(),
                first_due: counted.first_due.clone(),
                earliest: counted.earliest.clone(),
            },
            _ => {
                let none = is_known.then_some(0);
                Row { item, orders: none, lines: none, first_ordered: None, first_due: None, earliest: None }
            }
        }
    };
    let rows: Vec<Row> = ITEMS
        .iter()
        .flat_map(|(item, needs)| split(*item).into_iter().map(move |item| (item, needs)))
        .map(|(item, needs)| row(item, needs))
        .collect();
    let is_idle = rows.iter().all(|row| row.lines == Some(0));
    query.write(rows, sink)?;
    if is_idle {
        query.note(msg!("note-nothing-to-do"));
    }
    match (old, due_since) {
        (Some(at), _) => query.warn(msg!("note-exported-long-ago", at = at)),
        (None, Some(lines)) => query.warn(msg!("note-lines-exported-long-ago", lines = lines)),
        (None, None) => {}
    }
    let by_platform = query.count(
        "SELECT count(*) FROM stored_lines INDEXED BY lines_waiting
         WHERE shop_id = :shop_id AND {waiting} AND {unshipped} AND {platform_ships}",
    )?;
    if by_platform > 0 {
        query.note(msg!("note-platform-ships", lines = by_platform));
    }
    let without_deadline = query.count(
        "SELECT count(*) FROM stored_lines INDEXED BY lines_waiting
         WHERE shop_id = :shop_id AND {waiting} AND {unshipped} AND NOT {platform_ships} AND ship_by IS NULL",
    )?;
    if without_deadline > 0 && query.has_column(Field::ShipBy) {
        query.warn(msg!("note-without-deadline", lines = without_deadline));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::options::ReportOptions;
    use super::*;
    use crate::report::terms::{SettledWithin, Terms};
    use crate::store::Store;

    #[test]
    fn only_the_indexes_of_lines_that_wait_are_read() {
        let store = Store::open_scratch().expect("a database");
        let options = ReportOptions::default();
        let terms = Terms { settled_within: SettledWithin::Longest(0), longest_after_sale: 0, export_cap: 1 };
        let now = Stamp::parse("2026-01-12").expect("a moment");
        let query = Query::new(&store, "default", &options, terms, now).expect("a query");
        let params: Vec<(&str, &dyn ToSql)> =
            [":now", ":in_a_day", ":day", ":next_day", ":day_ago"].map(|name| (name, &"" as &dyn ToSql)).to_vec();
        let plan: Vec<String> =
            query.ask(&format!("EXPLAIN QUERY PLAN {SQL}"), &params, |row| row.get(3)).expect("a plan");
        let reads: Vec<&String> =
            plan.iter().filter(|step| step.contains(" line ") || step.contains(" stored_lines ")).collect();
        let small = ["lines_waiting", "lines_with_open_after_sale", "lines_with_late_values"];
        assert!(reads.len() >= small.len(), "{plan:#?}");
        for read in reads {
            assert!(small.iter().any(|index| read.contains(index)), "{plan:#?}");
        }
    }
}
