//! Columns side by side, for values over time: one row of them with an axis, or several rows on one scale.
//!
//! All places along a row are in per cent, so a chart is as wide as its page, and its letters are as large as those of the page. Each
//! column has a title with its exact value: browsers show it to the mouse and tell it to readers who do not see the column.

use std::io::{self, Write};

use shopkit::model::message::Arg;
use shopkit::t;
use shopkit::texts::Texts;

use super::figure::{self, Legend, number, percent};
use super::scale::Scale;
use super::value::{Size, Unit, Value};
use crate::front::html::escaped;

/// The height of columns, and of those that are in several rows.
const HEIGHTS: (f64, f64) = (200.0, 40.0);

/// The height of the labels below the columns, and the space above them.
const LABELS: f64 = 22.0;

/// How much of its place a column takes.
const FILLED: f64 = 0.76;

/// The most labels below columns, and of those the length of a date or more: so many fit on a phone.
const MOST_LABELS: usize = 6;
const MOST_DATES: usize = 5;

/// How many columns the text for readers who do not see the chart names.
const NAMED: usize = 3;

/// The styles of the first and the second series of a chart.
pub const SERIES: [&str; 2] = ["now", "other"];

/// The style of what a series is compared with.
pub const BEFORE: &str = "before";

/// Names the days asked for and those that they are compared with, each with its style.
pub fn compared(texts: Texts) -> [(&'static str, String); 2] {
    [(SERIES[0], t!(texts, "chart-compared-now")), (BEFORE, t!(texts, "chart-compared-before"))]
}

/// Holds what is read at one place of a row: a period, say, with the values of each series.
#[derive(Debug, Clone)]
pub struct Slot {
    pub label: String,
    /// What stands below the column.
    pub short: String,
    pub values: Vec<Value>,
    /// What is read, in place of the label and the values.
    pub text: Option<String>,
    pub href: Option<String>,
}

/// Holds a row of columns.
pub struct Row {
    /// Its name, where there are several.
    pub name: String,
    pub slots: Vec<Slot>,
}

/// Holds a chart of columns.
pub struct Columns<'a> {
    pub title: &'a str,
    pub caption: String,
    pub unit: Unit,
    /// The style and the name of each series.
    pub series: Vec<(&'static str, String)>,
    pub rows: Vec<Row>,
}

impl Columns<'_> {
    /// Writes the chart; nothing where it has no columns.
    pub fn write(&self, out: &mut dyn Write, texts: Texts) -> io::Result<()> {
        let values = || self.rows.iter().flat_map(|row| &row.slots).flat_map(|slot| &slot.values);
        if values().all(|value| value.size == Size::Nothing) {
            return Ok(());
        }
        let scale = Scale::round(values().filter_map(Value::length), self.unit);
        let legend: Vec<Legend<'_>> = match self.series.as_slice() {
            [_] => Vec::new(),
            series => series.iter().map(|(class, name)| Legend { class, name }).collect(),
        };
        match self.rows.as_slice() {
            [row] => {
                figure::write(out, "standing", &self.caption, &legend, |out| self.write_one(out, row, &scale, texts))
            }
            rows => figure::write(out, "rows", &self.caption, &legend, |out| self.write_rows(out, rows, &scale, texts)),
        }
    }

    fn write_one(&self, out: &mut dyn Write, row: &Row, scale: &Scale, texts: Texts) -> io::Result<()> {
        let (height, steps) = (HEIGHTS.0, scale.steps());
        let digits = steps.iter().map(|(_, name)| name.chars().count()).max().unwrap_or(0);
        let (width, whole) = (digits * 8 + 8, number(height + 1.6 * LABELS));
        let y = |place: f64| LABELS / 2.0 + height * (1.0 - place);
        write!(
            out,
            "<div class=\"plot\"><svg class=\"axis\" width=\"{width}\" height=\"{whole}\" aria-hidden=\"true\">"
        )?;
        for (place, name) in &steps {
            let y = number(y(*place) + 4.0);
            write!(out, "<text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{}</text>", width - 6, escaped(name))?;
        }
        write!(out, "</svg>")?;
        self.begin_row(out, self.title, row, &whole, texts)?;
        for (place, _) in &steps {
            let y = number(y(*place));
            write!(out, "<line class=\"step\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>")?;
        }
        self.write_slots(out, row, scale, (LABELS / 2.0, height), texts)?;
        write_labels(out, &row.slots, height + LABELS * 1.35)?;
        writeln!(out, "</svg></div>")
    }

    fn write_rows(&self, out: &mut dyn Write, rows: &[Row], scale: &Scale, texts: Texts) -> io::Result<()> {
        let height = HEIGHTS.1;
        writeln!(out, "<ol role=\"list\">")?;
        for row in rows {
            write!(out, "<li><span class=\"label\">{}</span>", escaped(&row.name))?;
            self.begin_row(out, &row.name, row, &number(height), texts)?;
            let zero = number(height * (1.0 - scale.place(0.0)));
            write!(out, "<line class=\"step\" x1=\"0\" x2=\"100%\" y1=\"{zero}\" y2=\"{zero}\"/>")?;
            self.write_slots(out, row, scale, (0.0, height), texts)?;
            writeln!(out, "</svg></li>")?;
        }
        if let Some(row) = rows.first() {
            write!(
                out,
                "<li class=\"below\" aria-hidden=\"true\"><span></span><svg width=\"100%\" height=\"{LABELS}\" aria-hidden=\"true\">"
            )?;
            write_labels(out, &row.slots, LABELS * 0.7)?;
            writeln!(out, "</svg></li>")?;
        }
        writeln!(out, "</ol>")
    }

    fn begin_row(&self, out: &mut dyn Write, name: &str, row: &Row, height: &str, texts: Texts) -> io::Result<()> {
        let about = t!(texts, "chart-about", name = name, largest = Arg::clauses(self.largest(row, texts)));
        write!(
            out,
            "<svg class=\"slots\" role=\"group\" width=\"100%\" height=\"{height}\" aria-label=\"{}\">",
            escaped(&about)
        )
    }

    /// Names the largest columns of a row.
    fn largest(&self, row: &Row, texts: Texts) -> Vec<String> {
        let size = |slot: &Slot| slot.values.first().and_then(Value::length).unwrap_or(0.0).abs();
        let mut slots: Vec<&Slot> = row.slots.iter().filter(|slot| size(slot) > 0.0).collect();
        slots.sort_by(|a, b| size(b).total_cmp(&size(a)));
        slots.iter().take(NAMED).map(|slot| self.read(slot, texts)).collect()
    }

    /// Writes what is read of a column.
    fn read(&self, slot: &Slot, texts: Texts) -> String {
        let (label, values) = (&slot.label, &slot.values);
        match (&slot.text, values.as_slice()) {
            (Some(text), _) => text.clone(),
            (None, [value]) => t!(texts, "chart-value", label = label, value = &value.text),
            (None, _) => {
                let named = self.series.iter().zip(values);
                let named = named.map(|((_, name), value)| t!(texts, "chart-value", label = name, value = &value.text));
                t!(texts, "chart-values", label = label, values = Arg::clauses(named))
            }
        }
    }

    fn write_slots(
        &self,
        out: &mut dyn Write,
        row: &Row,
        scale: &Scale,
        (top, height): (f64, f64),
        texts: Texts,
    ) -> io::Result<()> {
        let width = 1.0 / count(row.slots.len());
        let own = width * FILLED / count(self.series.len());
        for (index, slot) in row.slots.iter().enumerate() {
            let start = count(index) * width;
            let read = escaped(&self.read(slot, texts));
            let end = if let Some(href) = &slot.href {
                write!(out, "<a class=\"slot\" href=\"{}\"><title>{read}</title>", escaped(href))?;
                "</a>"
            } else {
                write!(out, "<g class=\"slot\" role=\"img\"><title>{read}</title>")?;
                "</g>"
            };
            let (x, hit) = (percent(start), percent(width));
            write!(
                out,
                "<rect class=\"hit\" x=\"{x}\" y=\"{}\" width=\"{hit}\" height=\"{}\"/>",
                number(top),
                number(height)
            )?;
            for (number, ((class, _), value)) in self.series.iter().zip(&slot.values).enumerate() {
                let x = start + width * (1.0 - FILLED) / 2.0 + count(number) * own;
                write_column(out, class, value, scale, (x, own), (top, height))?;
            }
            writeln!(out, "{end}")?;
        }
        Ok(())
    }
}

fn write_column(
    out: &mut dyn Write,
    class: &str,
    value: &Value,
    scale: &Scale,
    (x, width): (f64, f64),
    (top, height): (f64, f64),
) -> io::Result<()> {
    let y = |place: f64| top + height * (1.0 - place);
    let zero = y(scale.place(0.0));
    let (length, part) = match value.size {
        Size::Nothing => return Ok(()),
        Size::Unknown => {
            let (x, y) = (percent(x + width / 2.0), number(zero - 3.0));
            return write!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">?</text>");
        }
        Size::Whole(length) => (length, ""),
        Size::Part(length) => (length, " part"),
    };
    let end = y(scale.place(length));
    let (x, width, y, tall) = (percent(x), percent(width), number(end.min(zero)), number((end - zero).abs()));
    write!(out, "<rect class=\"{class}{part}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\"/>")
}

/// Writes as many labels as fit, the first and those at the same distance from one another.
fn write_labels(out: &mut dyn Write, slots: &[Slot], y: f64) -> io::Result<()> {
    let has_dates = slots.iter().any(|slot| slot.short.chars().count() > 4);
    let most = if has_dates { MOST_DATES } else { MOST_LABELS };
    let every = slots.len().div_ceil(most).max(1);
    let y = number(y);
    for (index, slot) in slots.iter().enumerate().step_by(every) {
        let middle = (count(index) + 0.5) / count(slots.len());
        // A label at an end of the row would stand beyond it.
        let (x, anchor) = match middle {
            _ if slots.len() == 1 => (0.5, "middle"),
            middle if middle < 0.08 => (0.0, "start"),
            middle if middle > 0.94 => (1.0, "end"),
            middle => (middle, "middle"),
        };
        let (x, label) = (percent(x), escaped(&slot.short));
        write!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" aria-hidden=\"true\">{label}</text>")?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "there are few columns")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;
    use shopkit::model::money::Fen;
    use shopkit::model::table::Datum;

    use super::*;

    const TEXTS: fn() -> Texts = || Texts::command(Lang::En);

    fn slot(label: &str, cells: &[Datum]) -> Slot {
        let values = cells.iter().map(|cell| Value::of(cell, TEXTS())).collect();
        Slot { label: label.to_owned(), short: label.to_owned(), values, text: None, href: None }
    }

    fn drawn(rows: Vec<Row>, series: usize) -> String {
        let series = (0..series).map(|index| (SERIES[index], format!("series {index}"))).collect();
        let caption = "Sales".to_owned();
        let mut out = Vec::new();
        let chart = Columns { title: "Sales", caption, unit: Unit::Money, series, rows };
        chart.write(&mut out, TEXTS()).expect("written");
        String::from_utf8(out).expect("text")
    }

    fn row(slots: Vec<Slot>) -> Vec<Row> {
        vec![Row { name: String::new(), slots }]
    }

    #[test]
    fn a_column_is_as_tall_as_its_value_and_says_it() {
        let chart =
            drawn(row(vec![slot("a", &[Datum::Money(Fen(10_000))]), slot("b", &[Datum::Money(Fen(5_000))])]), 1);
        for (label, value, height) in [("a", "100.00", "200"), ("b", "50.00", "100")] {
            let (_, rest) = chart.split_once(&format!("<title>{label}: {value}</title>")).expect("a title");
            let (_, rest) = rest.split_once("class=\"now\"").expect("a column");
            assert!(rest.split_once("/>").expect("its end").0.ends_with(&format!("height=\"{height}\"")), "{chart}");
        }
    }

    #[test]
    fn what_is_not_known_has_a_question_mark_and_what_is_not_there_nothing() {
        let nothing = Slot { values: vec![Value::nothing(TEXTS())], ..slot("b", &[]) };
        let part = slot("d", &[Datum::Partial(Fen(100), 2)]);
        let chart = drawn(row(vec![slot("a", &[Datum::Null]), nothing, slot("c", &[Datum::Money(Fen(0))]), part]), 1);
        assert!(chart.contains("<title>a: unknown</title>") && chart.matches(">?</text>").count() == 1);
        assert!(chart.contains("<title>b: nothing recorded</title>") && chart.contains("<title>c: 0.00</title>"));
        assert!(chart.contains("class=\"now part\"") && chart.matches("class=\"now").count() == 2, "{chart}");
        let empty = Slot { values: vec![Value::nothing(TEXTS())], ..slot("b", &[]) };
        assert_eq!(drawn(row(vec![empty]), 1), "");
    }

    #[test]
    fn columns_lead_where_they_are_told_and_names_stay_text() {
        let linked = Slot { href: Some("/orders?a=1&b=\"2\"".to_owned()), ..slot("<b>", &[Datum::Money(Fen(1))]) };
        let chart = drawn(row(vec![linked]), 1);
        let link = "<a class=\"slot\" href=\"/orders?a=1&amp;b=&quot;2&quot;\"><title>&lt;b&gt;: 0.01</title>";
        assert!(chart.contains(link) && !chart.contains("<b>"), "{chart}");
    }

    #[test]
    fn two_series_are_explained_and_read_together() {
        let chart = drawn(row(vec![slot("a", &[Datum::Money(Fen(200)), Datum::Money(Fen(-100))])]), 2);
        assert!(chart.contains("<title>a, series 0: 2.00; series 1: -1.00</title>"), "{chart}");
        assert_eq!((chart.matches("class=\"series\"").count(), chart.matches("class=\"other\"").count()), (2, 2));
    }
}
