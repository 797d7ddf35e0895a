//! `restated`: what newer exports changed in days that were complete at an earlier moment.
//!
//! Both states of a line are those of its sightings, then and now, so the answer depends neither on the order of imports nor on
//! undone ones.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::columns::{PartialSum, report_row};
use super::error::ReportError;
use super::imported_days;
use super::options::Takes;
use super::query::Query;
use super::spec::ReportSpec;
use crate::model::calendar::{add_days, sub_days};
use crate::model::field::Field;
use crate::model::message::Arg;
use crate::model::money::Fen;
use crate::model::record::Content;
use crate::model::table::RowSink;
use crate::model::time::{self, Stamp};
use crate::packed::{Amount, Moment, Status, Whole};
use crate::report::statuses::StatusCodes;
use crate::store::{EarlierLine, StoreError};
use crate::{msg, packed_row};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "restated",
    takes: &[Takes::Period, Takes::On],
    needs: &[Field::PaidAt, Field::Status, Field::Payable, Field::AfterSale, Field::PlatformBorne, Field::CreatorBorne],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: None,
};

report_row! {
    struct Row {
        day: String [Key],
        lines: i64 = "column-changed-lines",
        new_lines: i64,
        payable_changed: i64,
        status_changed: i64,
        paid_changed: i64,
        after_sale_changed: i64,
        borne_changed: i64,
        amount_before: PartialSum = "column-amount-then",
        amount: PartialSum = "column-amount-now",
        difference: PartialSum,
        borne_before: PartialSum,
        borne: PartialSum,
        borne_difference: PartialSum,
        amount_before_known: Fen = "column-amount-then-known" [ForPrograms],
        amount_known: Fen = "column-amount-now-known" [ForPrograms],
        difference_known: Fen [ForPrograms],
        borne_before_known: Fen [ForPrograms],
        borne_known: Fen [ForPrograms],
        borne_difference_known: Fen [ForPrograms],
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let Some(then) = then(query)? else {
        query.write(Vec::<Row>::new(), sink)?;
        query.note_no_rows();
        return Ok(());
    };
    // The heading names the moment.
    query.now = then;
    let exports = exports(query, then)?;
    let closed = imported_days::whole_days(query, then)?;
    let closed: BTreeMap<NaiveDate, Changes> = closed
        .into_iter()
        .filter(|day| query.scope.has(Some(Moment::start_of(*day))))
        .map(|day| (day, Changes::default()))
        .collect();
    let (mut days, open_lines) = changes(query, then, closed)?;
    days.retain(|_, changes| changes.lines + changes.new_lines > 0);
    add_sales(query, &mut days)?;
    let any = query.write(days.into_iter().map(row), sink)?;
    note(query, then, &exports, any, open_lines);
    if exports.older > 0 {
        note_columns(query, then)?;
    }
    Ok(())
}

/// Returns the moment to compare with: the end of the day that is asked for, else of the day before the newest export.
fn then(query: &Query<'_>) -> Result<Option<Stamp>, StoreError> {
    let end_of = |day: NaiveDate| day.and_hms_opt(23, 59, 59).and_then(Stamp::from_beijing);
    if let Some(asked) = query.options.on {
        let is_day = asked.to_string().ends_with(" 00:00:00");
        return Ok(if is_day { end_of(asked.day()) } else { Some(asked) });
    }
    let newest = crate::report::newest_export(query.store, query.shop)?;
    let day = newest.and_then(|at| time::parse_day(at.get(..10)?));
    Ok(day.and_then(|day| end_of(sub_days(day, 1))))
}

/// How many exports of orders were made up to the moment, and since.
struct Exports {
    older: i64,
    newer: i64,
}

fn exports(query: &Query<'_>, then: Stamp) -> Result<Exports, StoreError> {
    let sql = "SELECT count(*) FILTER (WHERE exported_at <= :then), count(*) FILTER (WHERE exported_at > :then)
               FROM imports WHERE shop_id = :shop_id AND kind = 'orders'";
    let found = query
        .ask(sql, &[(":then", &then.to_string())], |row| Ok(Exports { older: row.get(0)?, newer: row.get(1)? }))?;
    Ok(found.into_iter().next().unwrap_or(Exports { older: 0, newer: 0 }))
}

/// What changed of the lines of a day.
#[derive(Default)]
struct Changes {
    lines: i64,
    new_lines: i64,
    payable: i64,
    status: i64,
    paid: i64,
    after_sale: i64,
    borne: i64,
    /// The sales of the lines that changed or are new, then and now.
    then: Sales,
    since: Sales,
    /// All sales of the day now.
    now: Sales,
}

/// What is summed up of sales.
#[derive(Debug, Clone, Copy, Default)]
struct Sales {
    amount: PartialSum,
    borne: PartialSum,
}

impl Sales {
    /// Adds a line in the state that exports say, if it is a sale.
    fn add(&mut self, content: &Content, statuses: &StatusCodes) {
        let text = |field: Field| content.values[field.index()].text();
        let fen = |field: Field| content.values[field.index()].int();
        if statuses.is_sale(text(Field::PaidAt).and_then(Moment::parse), text(Field::Status).map(Status::of)) {
            self.amount.add(fen(Field::Payable));
            self.borne.add(fen(Field::PlatformBorne).zip(fen(Field::CreatorBorne)).map(|(one, other)| one + other));
        }
    }
}

/// Finds what changed in days that were complete. Returns also the number of changed lines of other days.
fn changes(
    query: &Query<'_>,
    then: Stamp,
    mut days: BTreeMap<NaiveDate, Changes>,
) -> Result<(BTreeMap<NaiveDate, Changes>, i64), StoreError> {
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value()) else {
        return Ok((days, 0));
    };
    let (first, end) = (first.to_string(), add_days(*last, 1).to_string());
    let (statuses, mut open_lines) = (query.statuses()?, 0);
    query.store.each_since(query.shop, &then.to_string(), [&first, &end], |line| {
        let Some(day) = day_of(line) else { return };
        match days.get_mut(&day) {
            Some(changes) => changes.take(line, &statuses),
            None if query.scope.has(Some(Moment::start_of(day))) && Difference::of(line).is_any() => open_lines += 1,
            None => {}
        }
    })?;
    Ok((days, open_lines))
}

/// Returns the day of a line.
fn day_of(line: &EarlierLine) -> Option<NaiveDate> {
    let submitted = |content: &Content| {
        let text = content.values[Field::SubmittedAt.index()].text()?;
        time::parse_day(text.get(..10)?)
    };
    submitted(&line.now).or_else(|| line.before.as_ref().and_then(submitted))
}

impl Changes {
    fn take(&mut self, line: &EarlierLine, statuses: &StatusCodes) {
        if let Some(before) = &line.before {
            let difference = Difference::of(line);
            if !difference.is_any() {
                return;
            }
            self.lines += 1;
            self.payable += i64::from(difference.payable);
            self.status += i64::from(difference.status);
            self.paid += i64::from(difference.paid);
            self.after_sale += i64::from(difference.after_sale);
            self.borne += i64::from(difference.borne);
            self.then.add(before, statuses);
        } else {
            self.new_lines += 1;
        }
        self.since.add(&line.now, statuses);
    }
}

/// What of a line is another than before. What no export had a column for before is no change.
#[expect(clippy::struct_excessive_bools, reason = "each is a change of its own")]
struct Difference {
    payable: bool,
    status: bool,
    paid: bool,
    after_sale: bool,
    borne: bool,
}

impl Difference {
    fn of(line: &EarlierLine) -> Self {
        let differs = |field: Field| {
            let before = line.before.as_ref().map(|content| &content.values[field.index()]);
            line.stated.contains(field) && before.is_some_and(|before| *before != line.now.values[field.index()])
        };
        Self {
            payable: differs(Field::Payable),
            status: differs(Field::Status),
            paid: differs(Field::PaidAt),
            after_sale: differs(Field::AfterSale),
            borne: differs(Field::PlatformBorne) || differs(Field::CreatorBorne),
        }
    }

    fn is_any(&self) -> bool {
        self.payable || self.status || self.paid || self.after_sale || self.borne
    }
}

/// Adds up all sales of the days now.
fn add_sales(query: &Query<'_>, days: &mut BTreeMap<NaiveDate, Changes>) -> Result<(), StoreError> {
    packed_row! {
        struct Line of line { submitted, paid, status, payable, platform_borne, creator_borne }
    }
    let statuses = query.statuses()?;
    let mut by_number: BTreeMap<i64, &mut Changes> =
        days.iter_mut().map(|(day, changes)| (Moment::start_of(*day).day(), changes)).collect();
    query.scan(|_, line: Line| {
        let changes = line.submitted.and_then(|submitted| by_number.get_mut(&submitted.day()));
        if let Some(changes) = changes.filter(|_| statuses.is_sale(line.paid, line.status)) {
            let borne: Option<Amount> = [line.platform_borne, line.creator_borne].into_iter().sum();
            changes.now.amount.add(line.payable.map(Whole::get));
            changes.now.borne.add(borne.map(Whole::get));
        }
    })
}

fn row((day, changes): (NaiveDate, Changes)) -> Row {
    // What the lines that changed were, in the place of what they are.
    let before = |now: PartialSum, of: fn(&Sales) -> PartialSum| {
        let (then, since) = (of(&changes.then), of(&changes.since));
        PartialSum {
            known: Fen(now.known.0 + then.known.0 - since.known.0),
            unknown_lines: now.unknown_lines + then.unknown_lines - since.unknown_lines,
        }
    };
    let difference = |of: fn(&Sales) -> PartialSum| {
        let (then, since) = (of(&changes.then), of(&changes.since));
        let known = Fen(since.known.0 - then.known.0);
        PartialSum { known, unknown_lines: then.unknown_lines.max(since.unknown_lines) }
    };
    let (amount, borne) = (changes.now.amount, changes.now.borne);
    let (amount_before, borne_before) = (before(amount, |sales| sales.amount), before(borne, |sales| sales.borne));
    let (amount_difference, borne_difference) = (difference(|sales| sales.amount), difference(|sales| sales.borne));
    Row {
        day: day.to_string(),
        lines: changes.lines,
        new_lines: changes.new_lines,
        payable_changed: changes.payable,
        status_changed: changes.status,
        paid_changed: changes.paid,
        after_sale_changed: changes.after_sale,
        borne_changed: changes.borne,
        amount_before,
        amount,
        difference: amount_difference,
        borne_before,
        borne,
        borne_difference,
        amount_before_known: amount_before.known,
        amount_known: amount.known,
        difference_known: amount_difference.known,
        borne_before_known: borne_before.known,
        borne_known: borne.known,
        borne_difference_known: borne_difference.known,
    }
}

/// Notes what is compared with what.
fn note(query: &mut Query<'_>, then: Stamp, exports: &Exports, any: bool, open_lines: i64) {
    let (then, Exports { older, newer }) = (then.to_string(), exports);
    if *older == 0 {
        query.warn(msg!("note-nothing-exported-then", then = then));
    } else if *newer == 0 {
        query.note(msg!("note-nothing-exported-since", then = then));
    } else {
        query.note(msg!("note-restated-between", then = then, older = *older, newer = *newer));
        if !any {
            query.note(msg!("note-nothing-restated"));
        }
    }
    if open_lines > 0 {
        query.note(msg!("note-restated-open-days", lines = open_lines));
    }
}

/// Notes the columns that exports have now and none had then.
fn note_columns(query: &mut Query<'_>, then: Stamp) -> Result<(), StoreError> {
    let sql = "SELECT DISTINCT value FROM imports, json_each(fields)
               WHERE shop_id = :shop_id AND kind = 'orders' AND exported_at <= :then";
    let had: Vec<String> = query.ask(sql, &[(":then", &then.to_string())], |row| row.get(0))?;
    let is_new = |field: &&Field| query.has_column(**field) && !had.iter().any(|name| name == field.name());
    let columns: Vec<&str> = REPORT.needs.iter().filter(is_new).map(|field| field.header()).collect();
    if !columns.is_empty() {
        query.warn(msg!("note-restated-columns", columns = Arg::list(columns)));
    }
    Ok(())
}
