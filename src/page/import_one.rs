//! The page of one import with its rejected rows.

use std::io::{BufWriter, Seek as _, Write as _};

use maud::{Markup, html};
use shopkit::model::file_name::file_name;
use shopkit::model::message::Arg;
use shopkit::model::table::{Column, Datum, RowSink, Table};
use shopkit::t;
use shopkit::texts::Texts;

use super::error::PageError;
use super::import_undo::undo_form;
use super::layout::{Menu, Page};
use super::reply::{Content, Reply};
use super::request::Context;
use super::table;
use crate::front::csv::CsvRows;
use crate::front::datum::readable;
use crate::front::text::visible;
use crate::front::views::import::{ReasonsAsText, titled};

/// The most rejected rows that a page shows.
const REJECTS: usize = 500;

/// Writes the page of one import with its rejected rows.
pub fn show(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let (id, ending) = id.split_once('.').unwrap_or((id, ""));
    let id: i64 = id.parse().map_err(|_| PageError::NoPage)?;
    let texts = context.texts();
    match ending {
        "" => {}
        "csv" => return rejects_file(context, id),
        _ => return Err(PageError::NoPage),
    }
    let detail = context.kit()?.import_detail(id)?;
    let mut rejects = FirstRows { table: Table::default(), rows: 0 };
    context.kit()?.rejects(id, &mut rejects)?;
    let row = detail.rows.first().map(Vec::as_slice).unwrap_or_default();
    let name = file_name(table::text(&detail.columns, row, "path").unwrap_or_default());
    let facts = titled(&detail, texts).into_iter().filter(|(_, datum)| *datum != Datum::Null);
    let body = html! {
        section {
            h2 { (visible(name)) }
            dl class="facts" { @for (title, datum) in facts { dt { (title) } dd { (readable(&datum, texts)) } } }
            (undo_form(context, id))
        }
        section {
            h2 { (t!(texts, "import-rejects")) }
            @if rejects.rows == 0 { p class="note good" { (t!(texts, "import-no-rejects")) } }
            @else { (reject_table(&rejects.table, texts)) }
            @if rejects.rows > REJECTS {
                p class="faint" { (t!(texts, "page-import-first-rejects", rows = Arg::count(rejects.rows), shown = REJECTS)) }
                p { a class="button" href={ "/imports/" (id) ".csv" } { (t!(texts, "page-import-rejects-download")) } }
            }
        }
    };
    let title = t!(texts, "page-import-title", id = id);
    Ok(Page { title, ..Page::new(Menu::Import, context, body) }.reply(context))
}

/// Keeps the first rows of an answer, and counts all of them.
struct FirstRows {
    table: Table,
    rows: usize,
}

impl RowSink for FirstRows {
    fn columns(&mut self, columns: &[Column]) -> std::io::Result<()> {
        self.table.columns(columns)
    }

    fn row(&mut self, row: &[Datum]) -> std::io::Result<()> {
        self.rows += 1;
        if self.rows > REJECTS { Ok(()) } else { self.table.row(row) }
    }
}

/// Sends all rejected rows as a file, which is written before it is sent.
fn rejects_file(context: &Context<'_>, id: i64) -> Result<Reply, PageError> {
    let folder = context.state.folder()?;
    let mut file = tempfile::tempfile_in(folder.path())?;
    let mut out = BufWriter::new(&mut file);
    let mut rows = CsvRows::for_spreadsheets(&mut out)?;
    context.kit()?.rejects(id, &mut ReasonsAsText { texts: context.texts(), sink: &mut rows })?;
    rows.finish()?;
    out.flush()?;
    drop(out);
    file.rewind()?;
    Ok(Reply::download("text/csv", &format!("rejects-{id}.csv"), Content::File(file, folder)))
}

fn reject_table(rejects: &Table, texts: Texts) -> Markup {
    let label = t!(texts, "import-rejects");
    // Links lead to the number of the row.
    table::rows(&rejects.columns, &rejects.rows, &[], &label, texts, |key, datum, _| match (key, datum) {
        ("row", Datum::Int(number)) => Some(html! { span id={ "row-" (number) } { (number) } }),
        _ => None,
    })
}
