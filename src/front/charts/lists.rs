//! Rows that are names with values, as bars one below the other.

use std::io::{self, Write};

use shopkit::model::message::Arg;
use shopkit::model::table::Datum;
use shopkit::t;

use super::bars::{self, Bar, Row};
use super::columns::{self, BEFORE};
use super::figure::Legend;
use super::source::Source;
use super::value::{Size, Value};

/// The most bars of a list.
const MOST: usize = 10;

/// Columns that give the rows an order of their own.
const ORDERED: [&str; 3] = ["weekday", "fee", "stage"];

/// Writes the values of a column with their names, the largest first.
pub fn write(out: &mut dyn Write, source: Source<'_>, names: &[&str], value: &str) -> io::Result<()> {
    let (names, Some(index)) = (source.naming(names), source.column(value)) else { return Ok(()) };
    if names.is_empty() {
        return Ok(());
    }
    let before = source.before(value);
    let texts = source.texts;
    let mut rows: Vec<(f64, Row)> = Vec::with_capacity(source.rows().len());
    for row in source.rows() {
        let value = Value::of(row.get(index).unwrap_or(&Datum::Null), texts);
        let before = before.and_then(|before| row.get(before)).map(|before| Value::of(before, texts));
        let length = value.length().or_else(|| before.as_ref()?.length());
        let row = Row {
            label: source.name(row, &names),
            href: source.href(row, index),
            bar: bar(&value, class(&value)),
            before: before.map(|before| (bar(&before, BEFORE), t!(texts, "chart-before", value = before.text))),
            text: value.text,
        };
        rows.push((length.map_or(-1.0, f64::abs), row));
    }
    if !ORDERED.iter().any(|key| source.column(key).is_some()) {
        rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    }
    let all = rows.len();
    let rows: Vec<Row> = rows.into_iter().take(MOST).map(|(_, row)| row).collect();
    let mut caption = source.unit(&[index]).named(&source.heading(index), texts);
    if all > MOST {
        caption = t!(texts, "chart-of-largest", name = caption, all = Arg::count(all), shown = MOST);
    }
    let legend = columns::compared(texts);
    let legend = legend.each_ref().map(|(class, name)| Legend { class, name });
    bars::write(out, &caption, if before.is_some() { &legend } else { &[] }, &rows)
}

fn bar(value: &Value, class: &'static str) -> Option<Bar> {
    value.length().map(|to| Bar { from: 0.0, to, class })
}

fn class(value: &Value) -> &'static str {
    match value.size {
        Size::Part(_) => "now part",
        Size::Whole(length) if length < 0.0 => "minus",
        _ => "now",
    }
}
