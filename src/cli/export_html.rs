//! Answers as one page that needs nothing else: no network, no scripts.

use std::io::{self, Write};

use shopkit::kit::today;
use shopkit::model::lang::Lang;
use shopkit::model::table::{Column, Datum, RowSink};
use shopkit::report::named::{Note, ReportNotes};

use super::render::{grouped, is_number, readable};

/// How the page looks: by the system's taste light or dark, and on paper without either.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c2024;--paper:#fff;--faint:#60646c;--line:#d9d9e0;--head:#f0f0f3;--band:#f9f9fb}\
@media(prefers-color-scheme:dark){:root{--ink:#edeef0;--paper:#18191b;--faint:#b0b4ba;--line:#363a3f;--head:#272a2d;--band:#1d1f21}}\
body{margin:1.5rem;color:var(--ink);background:var(--paper);\
font:14px/1.5 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}\
h1{font-size:1.3rem;margin:0}p{color:var(--faint);margin:.2rem 0 1rem}\
table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}\
th{position:sticky;top:0;background:var(--head);white-space:nowrap}tbody tr:nth-child(even){background:var(--band)}\
td{white-space:pre-line;min-width:3em;max-width:32em;overflow-wrap:anywhere}\
td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\
@media print{:root{--ink:#000;--paper:#fff;--head:#fff;--band:#fff;--faint:#000;--line:#999}body{margin:0;font-size:10px}th{position:static}}";

/// Takes an answer row by row and writes it as a page.
pub struct HtmlRows<'w> {
    writer: &'w mut dyn Write,
    lang: Lang,
    title: &'w str,
    notes: Option<&'w ReportNotes>,
    rows: u64,
}

impl<'w> HtmlRows<'w> {
    /// Starts a page; what goes with the rows of a report stands above and below them.
    pub fn new(writer: &'w mut dyn Write, lang: Lang, title: &'w str, notes: Option<&'w ReportNotes>) -> Self {
        Self { writer, lang, title, notes, rows: 0 }
    }

    /// Ends the page.
    pub fn finish(self) -> io::Result<()> {
        let rows = grouped(&self.rows.to_string());
        let count = self.lang.pick(format!("共 {rows} 行"), format!("{rows} rows"));
        writeln!(self.writer, "</tbody></table>\n<p>{count}</p>")?;
        for note in self.notes.map_or(&[][..], |notes| &notes.notes) {
            writeln!(self.writer, "{}", noted(note, self.lang))?;
        }
        writeln!(self.writer, "</body></html>")
    }
}

/// Writes what a reader has to know as a paragraph; a warning says that it is one.
fn noted(note: &Note, lang: Lang) -> String {
    let label = if note.is_warning() { lang.pick("注意：", "Warning: ") } else { "" };
    format!("<p class=\"note\">{label}{}</p>", escaped(&note.text(lang)))
}

impl RowSink for HtmlRows<'_> {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        let title = escaped(self.title);
        let heading =
            self.notes.map_or_else(String::new, |notes| format!("<p>{}</p>", escaped(&notes.heading(self.lang))));
        let (tag, day) = (self.lang.pick("zh-CN", "en"), today());
        let written = self.lang.pick(format!("shopkit · 北京时间 {day}"), format!("shopkit · {day}, Beijing time"));
        write!(
            self.writer,
            "<!DOCTYPE html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style></head>\n\
             <body><h1>{title}</h1>{heading}<p>{written}</p>\n<table><thead><tr>"
        )?;
        for column in columns {
            write!(self.writer, "<th scope=\"col\">{}</th>", escaped(self.lang.pick(&column.zh, &column.en)))?;
        }
        writeln!(self.writer, "</tr></thead><tbody>")
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        self.rows += 1;
        self.writer.write_all(b"<tr>")?;
        for datum in row {
            let class = if is_number(datum) { " class=\"n\"" } else { "" };
            write!(self.writer, "<td{class}>{}</td>", escaped(&readable(datum, self.lang)))?;
        }
        writeln!(self.writer, "</tr>")
    }
}

/// Takes the power over the page out of a text.
fn escaped(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use shopkit::model::money::Fen;

    use super::*;

    #[test]
    fn no_text_gets_out_of_its_cell() {
        let mut page = Vec::new();
        let mut rows = HtmlRows::new(&mut page, Lang::Zh, "订单", None);
        rows.columns(&[Column::plain("<b>"), Column::new("payable", "应付", "Payable")]).expect("memory");
        let text = "<script>alert(1)</script> & \"'\n\u{1b}";
        rows.row(&[Datum::Text(text.to_owned()), Datum::Money(Fen(123_456))]).expect("memory");
        rows.row(&[Datum::Null, Datum::Null]).expect("memory");
        rows.finish().expect("memory");
        let page = String::from_utf8(page).expect("text");
        let table = page.split("<table>").nth(1).expect("a table");
        assert_eq!(
            table,
            "<thead><tr><th scope=\"col\">&lt;b&gt;</th><th scope=\"col\">应付</th></tr></thead><tbody>\n\
             <tr><td>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;\n\u{fffd}</td><td class=\"n\">1,234.56</td></tr>\n\
             <tr><td></td><td></td></tr>\n</tbody></table>\n<p>共 2 行</p>\n</body></html>\n"
        );
        for outside in ["http:", "https:", "src=", "url(", "<link", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
