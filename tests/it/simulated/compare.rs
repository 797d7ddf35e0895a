//! Compares what the program answers with what the books have, and tells where they differ.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::books::Basis;
use super::money::yuan;
use super::reconcile::Listed;
use super::sheet::{Cell, Row, Sheet};

/// Columns that are null where a part of the sum is unknown, so that null is never nothing.
pub const NULL_IF_UNKNOWN: [&str; 4] = ["refunds", "commission", "net", "refund_amount"];

/// Columns of which nothing is asked where a part is unknown.
const NOTHING_IF_UNKNOWN: [&str; 3] = ["taken_back", "fees", "other"];

/// Lines that a difference is traced to, at most.
const TRACED: usize = 3;

/// A row of an answer by its columns.
type Found = BTreeMap<String, Json>;

/// Reads the rows of an answer.
pub fn rows(answer: &Json) -> Vec<Found> {
    let columns: Vec<&str> =
        answer["columns"].as_array().expect("columns").iter().map(|column| column.as_str().expect("a name")).collect();
    let row = |row: &Json| {
        let cells = row.as_array().expect("cells").iter().cloned();
        columns.iter().map(|column| (*column).to_owned()).zip(cells).collect()
    };
    answer["rows"].as_array().expect("rows").iter().map(row).collect()
}

/// Lists how an answer differs from a sheet of the books.
pub fn with_sheet(sheet: &Sheet<'_>, answer: &Json) -> Vec<String> {
    let mut found: BTreeMap<Vec<String>, Vec<Found>> = BTreeMap::new();
    for row in rows(answer) {
        let key = sheet.keys.iter().map(|key| row.get(*key).and_then(Json::as_str).unwrap_or("-").to_owned());
        found.entry(key.collect()).or_default().push(row);
    }
    let command = sheet.command.join(" ");
    let mut differences = Vec::new();
    for (key, row) in &sheet.rows {
        let place = format!("{command}, {}", if key.is_empty() { "in all".to_owned() } else { key.join(", ") });
        let rows = found.remove(key).unwrap_or_default();
        for (column, cell) in &row.cells {
            differences.extend(with_cell(&place, column, cell, &rows));
        }
        differences.extend(with_basis(&place, row, &rows));
    }
    for (key, rows) in found {
        differences.push(format!("{command}: a row that the books do not have, {}: {rows:?}", key.join(", ")));
    }
    differences
}

/// Lists how the totals of an answer differ from the sums over all rows of the books. An order counts once, whichever rows have it.
pub fn with_sums(sheet: &Sheet<'_>, answer: &Json) -> Vec<String> {
    let mut sums: BTreeMap<&str, (i64, bool)> = BTreeMap::new();
    let mut orders = BTreeSet::new();
    for (column, cell) in sheet.rows.values().flat_map(|row| &row.cells) {
        let (sum, is_unknown) = sums.entry(column).or_default();
        *sum += cell.sum();
        *is_unknown |= cell.is_unknown;
        if *column == "orders" {
            orders.extend(cell.parts.iter().filter(|(_, one)| *one == 1).map(|(account, _)| account.order.id.as_str()));
        }
    }
    let mut differences = Vec::new();
    for (column, (sum, is_unknown)) in sums {
        let expected = match sheet.totals.get(column) {
            Some(total) => *total,
            None if column == "orders" => i64::try_from(orders.len()).expect("few orders"),
            None => sum,
        };
        let (total, known) = (number(&answer["totals"][column]), number(&answer["totals"][format!("{column}_known")]));
        let is_right = match is_unknown {
            _ if NOTHING_IF_UNKNOWN.contains(&column) && is_unknown => true,
            true => total.is_none() && known == Some(expected),
            false => total == Some(expected),
        };
        if !is_right {
            let command = sheet.command.join(" ");
            differences
                .push(format!("{command}, total of {column}: expected {expected}, found {total:?}, known {known:?}"));
        }
    }
    differences
}

/// Compares a sum of the books with that of the rows of its key, mostly one.
fn with_cell(place: &str, column: &str, cell: &Cell<'_>, rows: &[Found]) -> Option<String> {
    let is_nullable = NULL_IF_UNKNOWN.contains(&column);
    let mut found = Some(0);
    for row in rows {
        let Some(value) = row.get(column) else { return Some(format!("{place}: there is no column {column}")) };
        let value = if value.is_null() && !is_nullable { Some(0) } else { number(value) };
        found = found.zip(value).map(|(sum, value)| sum + value);
    }
    let expected = if cell.is_unknown && is_nullable { None } else { Some(cell.sum()) };
    let nothing_is_asked = cell.is_unknown && NOTHING_IF_UNKNOWN.contains(&column);
    if nothing_is_asked || found == expected {
        return None;
    }
    let written = |value: Option<i64>| value.map_or_else(|| "null".to_owned(), |value| cell.written(value));
    let mut told = format!("{place}, {column}: expected {}, found {}", written(expected), written(found));
    if let Some((expected, found)) = expected.zip(found) {
        told.push_str(&traced(cell, expected - found));
    }
    Some(told)
}

/// Tells by how much a sum is wrong, and of lines whose part is just that.
fn traced(cell: &Cell<'_>, difference: i64) -> String {
    let parts = cell.parts.iter().filter(|(_, part)| part.abs() == difference.abs());
    let lives = parts.take(TRACED).map(|(account, part)| format!("\n  perhaps {}: {}", cell.written(*part), account));
    let wrong = if difference > 0 { "too little" } else { "too much" };
    format!(", {wrong} by {}{}", cell.written(difference.abs()), lives.collect::<String>())
}

fn with_basis(place: &str, row: &Row<'_>, rows: &[Found]) -> Option<String> {
    let expected: &[&str] = match row.basis? {
        Basis::Actual => &["actual"],
        Basis::Nothing => &["actual", "estimated"],
        Basis::Estimated => &["estimated"],
        Basis::Unknown => &["unknown"],
    };
    let is_right =
        |row: &&Found| row.get("basis").and_then(Json::as_str).is_some_and(|basis| expected.contains(&basis));
    let wrong = rows.iter().find(|row| !is_right(row))?;
    Some(format!("{place}, basis: expected {expected:?}, found {:?}", wrong.get("basis")))
}

/// Reads a count, or an amount as fen.
pub fn number(value: &Json) -> Option<i64> {
    match value {
        Json::Number(number) => number.as_i64(),
        Json::String(text) => {
            let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |digits| (-1, digits));
            let (whole, part) = digits.split_once('.')?;
            let fen = whole.parse::<i64>().ok()? * 100 + part.parse::<i64>().ok().filter(|_| part.len() == 2)?;
            Some(sign * fen)
        }
        _ => None,
    }
}

/// Lists how the rows of `reconcile` differ from those of the books, and its totals from its rows.
pub fn with_list(listed: &[Listed], answer: &Json) -> Vec<String> {
    let mut found: Vec<Found> = rows(answer);
    let mut differences = with_totals(&found, &answer["totals"]);
    for row in listed {
        let is_it = |found: &Found| {
            let says = |column: &str, id: Option<&str>| found.get(column).is_some_and(|cell| cell.as_str() == id);
            says("sub_order_id", row.line_id.as_deref()) && says("order_id", Some(&row.order_id))
        };
        let Some(place) = found.iter().position(is_it) else {
            differences.push(format!("reconcile does not list {}: {}", row.outcome, row.told));
            continue;
        };
        let found = found.swap_remove(place);
        let id = row.line_id.as_ref().unwrap_or(&row.order_id);
        let outcome = found.get("outcome").and_then(Json::as_str).unwrap_or("nothing");
        if row.outcome != outcome {
            let told = format!("reconcile, {id}, outcome: expected {}, found {outcome}\n  {}", row.outcome, row.told);
            differences.push(told);
        }
        for (column, expected) in &row.cells {
            let value = found.get(*column).and_then(number);
            if value != *expected {
                let written = |value: Option<i64>| value.map_or_else(|| "null".to_owned(), yuan);
                let (expected, value) = (written(*expected), written(value));
                differences
                    .push(format!("reconcile, {id}, {column}: expected {expected}, found {value}\n  {}", row.told));
            }
        }
    }
    differences.extend(found.iter().map(|row| format!("reconcile lists what the books do not: {row:?}")));
    differences
}

/// Adds the rows of each outcome up as the totals should have them.
fn with_totals(rows: &[Found], totals: &Json) -> Vec<String> {
    const AMOUNTS: [&str; 5] = ["expected", "booked", "difference", "settled", "moved"];
    let mut sums: BTreeMap<&str, [i64; 6]> = BTreeMap::new();
    for row in rows {
        let sum = sums.entry(row.get("outcome").and_then(Json::as_str).unwrap_or("nothing")).or_default();
        sum[0] += 1;
        for (sum, column) in sum[1..].iter_mut().zip(AMOUNTS) {
            *sum += row.get(column).and_then(number).unwrap_or(0);
        }
    }
    let mut differences = Vec::new();
    for (outcome, sum) in sums {
        let total = &totals[outcome];
        let columns = ["lines"].into_iter().chain(AMOUNTS);
        for (column, sum) in columns.zip(sum) {
            let found = number(&total[column]).unwrap_or(0);
            if found != sum {
                differences
                    .push(format!("reconcile, totals of {outcome}, {column}: the rows have {sum}, found {found}"));
            }
        }
    }
    differences
}
