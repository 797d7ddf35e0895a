//! What all charts have around them: the frame with a caption, links, and numbers as SVG has them.

use std::io::{self, Write};

use crate::front::html::escaped;

/// Writes a chart within its frame.
pub fn write(
    out: &mut dyn Write,
    class: &str,
    caption: &str,
    legend: &[Legend<'_>],
    chart: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, "<figure class=\"chart {class}\"><figcaption>{}", escaped(caption))?;
    for Legend { class, name } in legend {
        // The sample is a bar itself, so that it looks like one in every colour scheme.
        write!(
            out,
            " <span class=\"series\"><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect class=\"{class}\" x=\"1\" y=\"1\" \
             width=\"10\" height=\"10\"/></svg>{}</span>",
            escaped(name)
        )?;
    }
    writeln!(out, "</figcaption>")?;
    chart(out)?;
    writeln!(out, "</figure>")
}

/// Explains the bars of a series.
pub struct Legend<'a> {
    /// The style of its bars.
    pub class: &'a str,
    pub name: &'a str,
}

/// Writes a part of 1 in per cent.
pub fn percent(part: f64) -> String {
    format!("{}%", number(part * 100.0))
}

/// Writes a number with up to three decimals.
pub fn number(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
