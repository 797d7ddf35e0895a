//! Answers as one page, which needs no network, no scripts and no other files.

use std::io::{self, Write};

use shopkit::model::message::Arg;
use shopkit::model::table::{Column, Datum, RowSink, Totals};
use shopkit::t;
use shopkit::texts::Texts;

use crate::front::html::{self, escaped};
use crate::front::views::report::ReportHead;

/// Writes an answer row by row as a page.
pub struct HtmlRows<'w> {
    writer: &'w mut dyn Write,
    texts: Texts,
    title: &'w str,
    head: Option<&'w ReportHead>,
    rows: u64,
    columns: Vec<Column>,
}

impl<'w> HtmlRows<'w> {
    /// Starts a page; `head` is written above and below the rows of a report.
    pub fn new(writer: &'w mut dyn Write, texts: Texts, title: &'w str, head: Option<&'w ReportHead>) -> Self {
        Self { writer, texts, title, head, rows: 0, columns: Vec::new() }
    }

    /// Ends the page.
    pub fn finish(self) -> io::Result<()> {
        let count = t!(self.texts, "export-rows", rows = Arg::count(self.rows));
        writeln!(self.writer, "</tbody></table>\n<p>{count}</p>")?;
        for note in self.head.map_or(&[][..], |head| &head.notes) {
            writeln!(self.writer, "{}", html::note(note, self.texts))?;
        }
        writeln!(self.writer, "</body></html>")
    }
}

impl HtmlRows<'_> {
    /// Writes the cells of a row that are for people.
    fn write(&mut self, row: &[Datum]) -> io::Result<()> {
        let shown = row.iter().zip(&self.columns).filter(|(_, column)| !column.for_programs);
        let shown: Vec<Datum> = shown.map(|(datum, _)| datum.clone()).collect();
        html::table_row(self.writer, &shown, self.texts)
    }
}

impl RowSink for HtmlRows<'_> {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        html::begin(self.writer, self.texts, self.title, "")?;
        write!(self.writer, "<h1>{}</h1>", escaped(self.title))?;
        if let Some(head) = self.head {
            write!(self.writer, "<p>{}</p>", escaped(&head.scope))?;
        }
        write!(self.writer, "{}\n<table>", html::written(self.texts))?;
        self.columns = columns.to_vec();
        let shown: Vec<Column> = columns.iter().filter(|column| !column.for_programs).cloned().collect();
        html::table_head(self.writer, &shown, None, self.texts)
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        self.rows += 1;
        self.write(row)
    }

    fn totals(&mut self, totals: &[Totals]) -> io::Result<()> {
        let rows: Vec<Vec<Datum>> = totals.iter().filter_map(|totals| totals.as_row(&self.columns)).collect();
        rows.iter().try_for_each(|row| self.write(row))
    }
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;
    use shopkit::model::money::Fen;

    use super::*;

    #[test]
    fn no_text_gets_out_of_its_cell() {
        let mut page = Vec::new();
        let mut rows = HtmlRows::new(&mut page, Texts::command(Lang::Zh), "订单", None);
        rows.columns(&[Column::plain("<b>"), Column::of("payable")]).expect("memory");
        let text = "<script>alert(1)</script> & \"'\n\u{1b}";
        rows.row(&[Datum::Text(text.to_owned()), Datum::Money(Fen(123_456))]).expect("memory");
        rows.row(&[Datum::Null, Datum::Null]).expect("memory");
        rows.finish().expect("memory");
        let page = String::from_utf8(page).expect("text");
        let table = page.split("<table>").nth(1).expect("a table");
        assert_eq!(
            table,
            "<thead><tr><th scope=\"col\">&lt;b&gt;</th><th scope=\"col\">应付金额</th></tr></thead><tbody>\n\
             <tr><td>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;\n\u{fffd}</td><td class=\"n\">1,234.56</td></tr>\n\
             <tr><td></td><td></td></tr>\n</tbody></table>\n<p>共 2 行</p>\n</body></html>\n"
        );
        for outside in ["http:", "https:", "src=", "url(", "<link", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
