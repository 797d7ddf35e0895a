//! `today`: what needs doing at a moment.

use rusqlite::types::ToSql;

use super::notes::Note;
use super::question::{Kind, Question, ReportColumn, read};
use crate::model::calendar::add_days;
use crate::model::field::Field;
use crate::model::table::{Datum, RowSink, Word};
use crate::model::time::Stamp;
use crate::report::newest_export;
use crate::report::words::LATE_COLUMNS;
use crate::store::StoreError;

const SQL: &str = include_str!("today.sql");

const OVERDUE: Word =
    Word { code: "overdue", zh: "已超过承诺发货时间", en: "past the promised time of shipping" };

/// What [`OVERDUE`] is split into where lines were exported more than a day ago: they may have been shipped since.
const OVERDUE_BY_EXPORT: [Word; 2] = [
    Word {
        code: "overdue", zh: "导出时已超过承诺发货时间", en: "past the promised time of shipping when exported"
    },
    Word {
        code: "overdue_since",
        zh: "导出后到期，若还没有发货则已超时",
        en: "due since the export, overdue unless shipped",
    },
];

/// What may need doing, each with the columns without which nobody can tell: one of each list.
const ITEMS: &[(Word, &[&[Field]])] = &[
    (
        Word { code: "unshipped_today", zh: "待发货：今天的订单", en: "unshipped, ordered today" },
        &[&[Field::Status], &[Field::SubmittedAt]],
    ),
    (
        Word { code: "unshipped_earlier", zh: "待发货：更早的订单", en: "unshipped, ordered earlier" },
        &[&[Field::Status], &[Field::SubmittedAt]],
    ),
    (
        Word { code: "due_24h", zh: "24 小时内须发货", en: "to be shipped within 24 hours" },
        &[&[Field::Status], &[Field::ShipBy]],
    ),
    (OVERDUE, &[&[Field::Status], &[Field::ShipBy]]),
    (Word { code: "open_after_sales", zh: "未了结的售后", en: "open after-sales" }, &[&[Field::AfterSale]]),
    (
        Word {
            code: "late_values", zh: "数据次日更新，须重新导出", en: "values of the next day, to export again"
        },
        &[LATE_COLUMNS],
    ),
];

const COLUMNS: &[ReportColumn] = &[
    ("item", "事项", "Item", Kind::Word(&[])),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("earliest", "最早", "Earliest", Kind::Text),
];

const LINES: usize = 2;

/// The columns of the question behind the item.
const COUNTS: usize = COLUMNS.len() - 1;

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let (now, day) = (question.now.to_string(), question.now.day());
    let (in_a_day, next_day) = (question.now.plus_hours(24).to_string(), add_days(day, 1).to_string());
    let (day, day_ago) = (day.to_string(), question.now.plus_hours(-24).to_string());
    let newest = newest_export(question.store, question.shop)?;
    let is_old = |at: &String| Stamp::parse(at).is_some_and(|exported| exported.plus_hours(24) < question.now);
    let old = newest.filter(is_old);
    let params: [(&str, &dyn ToSql); 5] =
        [(":now", &now), (":in_a_day", &in_a_day), (":day", &day), (":next_day", &next_day), (":day_ago", &day_ago)];
    let counted = question.ask(SQL, &params, |row| Ok((row.get::<_, String>(0)?, read(row, COLUMNS)?)))?;
    let due_since = counted.iter().find(|(code, _)| code == OVERDUE_BY_EXPORT[1].code);
    let is_split = old.is_some() || due_since.is_some();
    let split = |item: &Word| match item {
        item if *item == OVERDUE && is_split => OVERDUE_BY_EXPORT.to_vec(),
        item => vec![*item],
    };
    let rows: Vec<Vec<Datum>> = ITEMS
        .iter()
        .flat_map(|(item, lists)| split(item).into_iter().map(move |item| (item, lists)))
        .map(|(item, lists)| {
            let counts = counted.iter().find(|(code, _)| code == item.code).map(|(_, cells)| cells[1..].to_vec());
            let nothing = [Datum::Int(0), Datum::Int(0), Datum::Null];
            let known = lists.iter().all(|fields| fields.iter().any(|field| question.knows(*field)));
            let counts = match counts {
                _ if !known => vec![Datum::Null; COUNTS],
                Some(counts) => counts,
                None => nothing.to_vec(),
            };
            [vec![Datum::Word(item)], counts].concat()
        })
        .collect();
    let idle = rows.iter().all(|row| row[2] == Datum::Int(0));
    question.rows(COLUMNS, rows, sink)?;
    if idle {
        question.note(Note::NothingToDo);
    }
    match (old, due_since.map(|(_, cells)| &cells[LINES])) {
        (Some(at), _) => question.note(Note::ExportedLongAgo(at)),
        (None, Some(Datum::Int(lines))) => question.note(Note::LinesExportedLongAgo(*lines)),
        _ => {}
    }
    let by_platform = question.count(
        "SELECT count(*) FROM stored_lines INDEXED BY lines_waiting
         WHERE shop_id = :shop_id AND {waiting} AND {unshipped} AND {platform_ships}",
    )?;
    if by_platform > 0 {
        question.note(Note::PlatformShips(by_platform));
    }
    let without_deadline = question.count(
        "SELECT count(*) FROM stored_lines INDEXED BY lines_waiting
         WHERE shop_id = :shop_id AND {waiting} AND {unshipped} AND NOT {platform_ships} AND ship_by IS NULL",
    )?;
    if without_deadline > 0 && question.knows(Field::ShipBy) {
        question.note(Note::WithoutDeadline(without_deadline));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Report, ReportOptions};
    use super::*;
    use crate::report::terms::{SettledWithin, Terms};
    use crate::store::Store;

    #[test]
    fn only_the_indexes_of_lines_that_wait_are_read() {
        let store = Store::open_scratch().expect("a database");
        let options = ReportOptions::default();
        let terms = Terms { settled_within: SettledWithin::Longest(0), longest_after_sale: 0, export_cap: 1 };
        let now = Stamp::parse("2026-01-12").expect("a moment");
        let question = Question::new(&store, Report::Today, "default", &options, terms, now).expect("a question");
        let params: Vec<(&str, &dyn ToSql)> =
            [":now", ":in_a_day", ":day", ":next_day", ":day_ago"].map(|name| (name, &"" as &dyn ToSql)).to_vec();
        let plan: Vec<String> =
            question.ask(&format!("EXPLAIN QUERY PLAN {SQL}"), &params, |row| row.get(3)).expect("a plan");
        let reads: Vec<&String> =
            plan.iter().filter(|step| step.contains(" line ") || step.contains(" stored_lines ")).collect();
        let small = ["lines_waiting", "lines_with_open_after_sale", "lines_with_late_values"];
        assert!(reads.len() >= small.len(), "{plan:#?}");
        for read in reads {
            assert!(small.iter().any(|index| read.contains(index)), "{plan:#?}");
        }
    }
}
