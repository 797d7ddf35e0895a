//! Bars one below the other: a list of names, each with its bar and its value. It is text with pictures, so it reads well without
//! the pictures.

use std::io::{self, Write};

use super::figure::{self, Legend, percent};
use super::scale::Scale;
use crate::front::html::escaped;

/// The height of the drawing beside a name, and of its bar where there is a second one.
const HEIGHTS: (u32, u32) = (20, 11);

/// Holds a name with its bar.
pub struct Row {
    pub label: String,
    /// Where its name leads.
    pub href: Option<String>,
    pub bar: Option<Bar>,
    pub text: String,
    /// The bar that it is compared with, and what is read of it.
    pub before: Option<(Option<Bar>, String)>,
}

/// Holds a bar from one value to another.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    pub from: f64,
    pub to: f64,
    pub class: &'static str,
}

/// Writes the rows on one scale.
pub fn write(out: &mut dyn Write, caption: &str, legend: &[Legend<'_>], rows: &[Row]) -> io::Result<()> {
    let bars = rows.iter().flat_map(|row| [row.bar, row.before.as_ref().and_then(|(bar, _)| *bar)]).flatten();
    let scale = Scale::exact(bars.flat_map(|bar| [bar.from, bar.to]));
    figure::write(out, "bars", caption, legend, |out| {
        writeln!(out, "<ol role=\"list\">")?;
        rows.iter().try_for_each(|row| write_row(out, row, &scale))?;
        writeln!(out, "</ol>")
    })
}

fn write_row(out: &mut dyn Write, row: &Row, scale: &Scale) -> io::Result<()> {
    let label = escaped(&row.label);
    write!(out, "<li>")?;
    match &row.href {
        Some(href) => write!(out, "<a class=\"label\" href=\"{}\">{label}</a>", escaped(href))?,
        None => write!(out, "<span class=\"label\">{label}</span>")?,
    }
    let (whole, own) = HEIGHTS;
    write!(out, "<svg class=\"bar\" width=\"100%\" height=\"{whole}\" aria-hidden=\"true\">")?;
    if scale.has_negative() {
        let zero = percent(scale.place(0.0));
        write!(out, "<line class=\"zero\" x1=\"{zero}\" x2=\"{zero}\" y1=\"0\" y2=\"100%\"/>")?;
    }
    let height = if row.before.is_some() { own } else { whole };
    if let Some(bar) = row.bar {
        write_bar(out, bar, scale, 0, height)?;
    }
    if let Some((Some(bar), _)) = row.before {
        write_bar(out, bar, scale, own + 2, whole - own - 2)?;
    }
    write!(out, "</svg><span class=\"value\">{}", escaped(&row.text))?;
    if let Some((_, text)) = &row.before {
        write!(out, " <small>{}</small>", escaped(text))?;
    }
    writeln!(out, "</span></li>")
}

fn write_bar(out: &mut dyn Write, bar: Bar, scale: &Scale, y: u32, height: u32) -> io::Result<()> {
    let (start, end) = (scale.place(bar.from.min(bar.to)), scale.place(bar.from.max(bar.to)));
    let (x, width) = (percent(start), percent(end - start));
    write!(out, "<rect class=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>", bar.class)
}
