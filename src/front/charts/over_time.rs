//! Values by period, or by the hour of the day, as columns side by side.

use std::collections::BTreeMap;
use std::io::{self, Write};

use shopkit::model::calendar::WEEKDAYS;
use shopkit::model::message::Arg;
use shopkit::model::table::Datum;
use shopkit::report::named::{By, PERIOD};
use shopkit::t;

use super::columns::{self, Columns, Row, SERIES, Slot};
use super::periods;
use super::source::Source;
use super::value::{Unit, Value, sum};

/// The most columns of a row, where there is one and where there are several.
const MOST: (usize, usize) = (400, 62);

/// The most rows of columns.
const MOST_ROWS: usize = 10;

/// The rows of each period; those without one come last.
struct Periods<'v> {
    source: Source<'v>,
    labels: Vec<String>,
    rows: BTreeMap<String, Vec<&'v [Datum]>>,
    without: Vec<&'v [Datum]>,
}

impl<'v> Periods<'v> {
    fn of(source: Source<'v>, index: usize, by: Option<By>) -> Self {
        let (mut rows, mut without) = (BTreeMap::<String, Vec<&[Datum]>>::new(), Vec::<&[Datum]>::new());
        for row in source.rows() {
            match row.get(index) {
                Some(Datum::Text(label)) => rows.entry(label.clone()).or_default().push(row),
                _ => without.push(row),
            }
        }
        let labels = periods::all(rows.keys().cloned(), by, source.view.period);
        Self { source, labels, rows, without }
    }

    /// Makes a row of columns of the last periods, of those rows that are asked for.
    fn row(&self, most: usize, series: &[usize], is_asked: impl Fn(&[Datum]) -> bool) -> Vec<Slot> {
        let left_out = self.labels.len().saturating_sub(most);
        let labels = &self.labels[left_out..];
        let shown = labels.iter().zip(periods::short(labels));
        let mut slots: Vec<Slot> = shown
            .map(|(label, short)| {
                let rows = self.rows.get(label).map(Vec::as_slice).unwrap_or_default();
                self.slot(label.clone(), short, rows, series, &is_asked)
            })
            .collect();
        if let Some(first) = self.without.iter().find(|row| is_asked(row)) {
            let name = self.source.name(first, &[]);
            slots.push(self.slot(name.clone(), name, &self.without, series, &is_asked));
        }
        slots
    }

    fn slot(
        &self,
        label: String,
        short: String,
        rows: &[&[Datum]],
        series: &[usize],
        is_asked: &impl Fn(&[Datum]) -> bool,
    ) -> Slot {
        let rows: Vec<&[Datum]> = rows.iter().copied().filter(|row| is_asked(row)).collect();
        let texts = self.source.texts;
        let value = |index: &usize| {
            let cells: Vec<&Datum> = rows.iter().filter_map(|row| row.get(*index)).collect();
            if cells.is_empty() { Value::nothing(texts) } else { Value::of(&sum(&cells), texts) }
        };
        let values: Vec<Value> = series.iter().map(value).collect();
        let text = rows.first().and_then(|row| self.compared(row, &label, &values));
        let href =
            if let ([row], [column, ..]) = (rows.as_slice(), series) { self.source.href(row, *column) } else { None };
        Slot { label, short, values, text, href }
    }

    /// Writes a value beside that of the period that it is compared with.
    fn compared(&self, row: &[Datum], label: &str, values: &[Value]) -> Option<String> {
        let texts = self.source.texts;
        let [now, before] = values else { return None };
        let Datum::Text(earlier) = row.get(self.source.before(PERIOD)?)? else { return None };
        let named = [(label, now), (earlier.as_str(), before)];
        let named = named.map(|(label, value)| t!(texts, "chart-value", label = label, value = &value.text));
        Some(texts.write(&Arg::clauses(named)).into_owned())
    }

    fn caption(&self, name: String, most: usize) -> String {
        let all = self.labels.len();
        if all <= most {
            return name;
        }
        t!(self.source.texts, "chart-of-last", name = name, all = Arg::count(all), shown = Arg::count(most))
    }
}

/// Returns the columns of values and, where answers are compared, that of the last of them in the other days; each with its style.
fn series(source: Source<'_>, values: &[&str]) -> (Vec<usize>, Vec<(&'static str, String)>) {
    let before = values.last().and_then(|key| Some((source.column(key)?, source.before(key)?)));
    let indices: Vec<usize> = match before {
        Some((now, before)) => vec![now, before],
        None => values.iter().filter_map(|key| source.column(key)).collect(),
    };
    let series = if before.is_some() {
        columns::compared(source.texts).into()
    } else {
        SERIES.into_iter().zip(indices.iter().map(|index| source.heading(*index))).collect()
    };
    (indices, series)
}

/// Writes the sums of columns by period.
pub fn write(
    out: &mut dyn Write,
    source: Source<'_>,
    period: usize,
    values: &[&str],
    by: Option<By>,
) -> io::Result<()> {
    let periods = Periods::of(source, period, by);
    let (indices, series) = series(source, values);
    let Some(first) = indices.first() else { return Ok(()) };
    let unit = source.unit(&indices);
    let name = if series.len() > 1 && source.before(values[values.len() - 1]).is_none() {
        source.view.head.title.clone()
    } else {
        source.heading(*first)
    };
    let slots = periods.row(MOST.0, &indices, |_| true);
    let caption = periods.caption(unit.named(&name, source.texts), MOST.0);
    let rows = vec![Row { name: String::new(), slots }];
    Columns { title: &source.view.head.title, caption, unit, series, rows }.write(out, source.texts)
}

/// Writes the sums of a column by name and period: a row of columns for each name, the largest first.
pub fn write_named(
    out: &mut dyn Write,
    source: Source<'_>,
    period: usize,
    names: &[&str],
    value: &str,
) -> io::Result<()> {
    let (periods, texts, names) = (Periods::of(source, period, source.view.by), source.texts, source.naming(names));
    let (indices, series) = series(source, &[value]);
    let Some(index) = indices.first().copied() else { return Ok(()) };
    let mut sizes: BTreeMap<String, f64> = BTreeMap::new();
    for row in source.rows() {
        let length = row.get(index).and_then(|cell| Value::of(cell, texts).length()).unwrap_or(0.0);
        *sizes.entry(source.name(row, &names)).or_default() += length.abs();
    }
    let mut sizes: Vec<(String, f64)> = sizes.into_iter().collect();
    sizes.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let all = sizes.len();
    let rows = sizes.into_iter().take(MOST_ROWS).map(|(name, _)| {
        let slots = periods.row(MOST.1, &indices, |row| source.name(row, &names) == name);
        Row { name, slots }
    });
    let unit = source.unit(&indices);
    let mut caption = periods.caption(unit.named(&source.heading(index), texts), MOST.1);
    if all > MOST_ROWS {
        caption = t!(texts, "chart-of-largest", name = caption, all = Arg::count(all), shown = MOST_ROWS);
    }
    Columns { title: &source.view.head.title, caption, unit, series, rows: rows.collect() }.write(out, texts)
}

/// Writes sales by the hour of the day: of each day of the week where that is asked, else of each shop where there are several.
pub fn write_hours(out: &mut dyn Write, source: Source<'_>) -> io::Result<()> {
    let (Some(hour), Some(amount)) = (source.column("hour"), source.column("amount")) else { return Ok(()) };
    let names = source.naming(&[]);
    let by_weekday: Vec<usize> = WEEKDAYS.iter().filter_map(|day| source.column(day)).collect();
    let rows = |is_asked: &dyn Fn(&[Datum]) -> bool, series: &[usize]| {
        let rows = || source.rows().iter().filter(|row| is_asked(row));
        let slot = |number: i64| {
            let row = rows().find(|row| row.get(hour) == Some(&Datum::Int(number)));
            let cell = |index: &usize| match row {
                Some(row) => Value::of(row.get(*index).unwrap_or(&Datum::Null), source.texts),
                None => Value::nothing(source.texts),
            };
            Slot {
                label: t!(source.texts, "chart-hour", hour = number),
                short: number.to_string(),
                values: series.iter().map(cell).collect(),
                text: None,
                href: row.and_then(|row| source.href(row, *series.first()?)),
            }
        };
        (0..24).map(slot).collect::<Vec<Slot>>()
    };
    let (title, texts) = (&source.view.head.title, source.texts);
    if names.is_empty() && !by_weekday.is_empty() {
        let lines = source.column("lines").map(|lines| source.heading(lines)).unwrap_or_default();
        let unit = Unit::Number;
        let rows = by_weekday.iter().map(|day| Row { name: source.heading(*day), slots: rows(&|_| true, &[*day]) });
        let series = vec![(SERIES[0], lines.clone())];
        let chart = Columns { title, caption: lines, unit, series, rows: rows.collect() };
        return chart.write(out, texts);
    }
    let (indices, series) = series(source, &["amount"]);
    let unit = source.unit(&indices);
    let caption = unit.named(&source.heading(amount), texts);
    let mut shops: Vec<String> = source.rows().iter().map(|row| source.name(row, &names)).collect();
    shops.dedup();
    let rows = shops.into_iter().take(MOST_ROWS).map(|name| {
        let slots = rows(&|row| source.name(row, &names) == name, &indices);
        Row { name, slots }
    });
    Columns { title, caption, unit, series, rows: rows.collect() }.write(out, texts)
}
