//! What all exported pages share. They need no network, no scripts and no other files.

use std::io::{self, Write};

use shopkit::kit::today;
use shopkit::model::formula_guard::guard_formula;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::t;
use shopkit::texts::Texts;

use super::datum::{is_number, readable};
use super::views::report::NoteView;

/// The style of all pages: light or dark as the system is set, and plain on paper.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c2024;--paper:#fff;--faint:#60646c;--line:#d9d9e0;--head:#f0f0f3;--band:#f9f9fb}\
@media(prefers-color-scheme:dark){:root{--ink:#edeef0;--paper:#18191b;--faint:#b0b4ba;--line:#363a3f;--head:#272a2d;--band:#1d1f21}}\
body{margin:1.5rem;color:var(--ink);background:var(--paper);\
font:14px/1.5 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}\
h1{font-size:1.3rem;margin:0}p{color:var(--faint);margin:.2rem 0 1rem}\
table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}\
th{position:sticky;top:0;background:var(--head);white-space:nowrap}tbody tr:nth-child(even){background:var(--band)}\
td{white-space:pre-line;min-width:3em;max-width:32em;overflow-wrap:anywhere}\
th.n{text-align:right}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\
@media print{:root{--ink:#000;--paper:#fff;--head:#fff;--band:#fff;--faint:#000;--line:#999}body{margin:0;font-size:10px}th{position:static}}";

/// Writes the beginning of a page up to its body; `style` is added to the style of all pages.
pub fn begin(out: &mut dyn Write, texts: Texts, title: &str, style: &str) -> io::Result<()> {
    let (tag, title) = (texts.lang.pick("zh-CN", "en"), escaped(title));
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}{style}</style></head>\n<body>"
    )
}

/// Says which program wrote the page, and on which day.
pub fn written(texts: Texts) -> String {
    format!("<p>{}</p>", escaped(&t!(texts, "export-written-on", day = today())))
}

/// Writes the head of a table and begins its body. The headings are aligned as the cells of the first row are.
pub fn table_head(out: &mut dyn Write, columns: &[Column], first: Option<&[Datum]>, texts: Texts) -> io::Result<()> {
    write!(out, "<thead><tr>")?;
    for (index, column) in columns.iter().enumerate() {
        let number = first.and_then(|row| row.get(index)).is_some_and(is_number);
        let class = if number { " class=\"n\"" } else { "" };
        write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(&guard_formula(&texts.heading(column))))?;
    }
    writeln!(out, "</tr></thead><tbody>")
}

/// Writes a row of a table. Spreadsheet programs open pages too, and `LibreOffice` takes `=1+1` in a cell for a formula; so a text that
/// begins like a formula gets the `'` in front that it has in CSV.
pub fn table_row(out: &mut dyn Write, row: &[Datum], texts: Texts) -> io::Result<()> {
    table_row_linked(out, row, texts, |_| None)
}

/// Writes a row of a table, whose cells lead to the address that `link` gives for their index.
pub fn table_row_linked(
    out: &mut dyn Write,
    row: &[Datum],
    texts: Texts,
    link: impl Fn(usize) -> Option<String>,
) -> io::Result<()> {
    write!(out, "<tr>")?;
    for (index, datum) in row.iter().enumerate() {
        let class = if is_number(datum) { " class=\"n\"" } else { "" };
        let shown = readable(datum, texts);
        let shown = if is_number(datum) { shown.into() } else { guard_formula(&shown) };
        match link(index) {
            Some(address) => {
                let address = escaped(&address);
                write!(out, "<td{class}><a class=\"drill\" href=\"{address}\">{}</a></td>", escaped(&shown))?;
            }
            None => write!(out, "<td{class}>{}</td>", escaped(&shown))?,
        }
    }
    writeln!(out, "</tr>")
}

/// Writes the rows of a table as one.
pub fn table(out: &mut dyn Write, table: &Table, texts: Texts) -> io::Result<()> {
    write!(out, "<table>")?;
    table_head(out, &table.columns, table.rows.first().map(Vec::as_slice), texts)?;
    table.rows.iter().try_for_each(|row| table_row(out, row, texts))?;
    writeln!(out, "</tbody></table>")
}

/// Writes a note as a paragraph; a warning is labelled as one.
pub fn note(note: &NoteView, texts: Texts) -> String {
    let text = &note.text;
    let text = if note.is_warning { &t!(texts, "export-warning", text = text) } else { text };
    format!("<p class=\"note\">{}</p>", escaped(text))
}

/// Escapes a text, so that it stays text in a page.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\r' => {}
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
