//! `shopkit export`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use serde_json::Value as Json;
use shopkit::kit::{self, KitError, Progress};
use shopkit::model::near::nearest;
use shopkit::model::table::{Column, Datum, RowSink, Table, Totals};
use shopkit::report::named::Report;
use shopkit::store::folder;
use shopkit::t;
use shopkit::texts::Texts;

use super::args::{Export, Format, OrderOptions, ReportSettings, Scope};
use super::exit::{CliError, Exit};
use super::export_html::HtmlRows;
use super::output::Rows;
use super::progress::Bar;
use super::sanitize::{Replacement, Sanitized};
use super::session::Session;
use super::{orders, overview, report, sql};
use crate::front::csv::CsvRows;
use crate::front::views::report::ReportHead;
use crate::front::xlsx::{Packed, XlsxRows};

/// The prefix of a query.
const SQL: &str = "sql";

/// After how many rows the progress is shown again.
const REPORT_EVERY: u64 = 2048;

pub fn run(args: Export, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    if session.global.output.is_some() || session.global.format.is_some() {
        return Err(CliError::Usage {
            message: t!(texts, "export-with-output"),
            hint: t!(texts, "export-with-output-hint"),
        });
    }
    let Export { name, file, scope, options, settings, param, timeout } = args;
    let query = name.strip_prefix(SQL).and_then(|rest| rest.strip_prefix([':', '：']));
    let param_given = (!param.is_empty()).then_some("--param").or(timeout.map(|_| "--timeout"));
    match (name.as_str(), query) {
        ("orders", _) => match settings.given().or(param_given) {
            None => write_orders(&file, &scope, options, session),
            Some(option) => Err(unfit(option, &name, t!(texts, "export-orders-hint"), texts)),
        },
        (_, Some(statement)) => match scope.given().or(options.given()).or(settings.given()) {
            None => write_query(&file, statement, param, sql::limit(timeout), session),
            Some(option) => Err(unfit(option, "sql:", t!(texts, "export-query-hint"), texts)),
        },
        (overview::NAME, None) => match options.given().or(settings.given_not_for_overview()).or(param_given) {
            None => overview::write(&file, &scope, &settings, session),
            Some(option) => Err(unfit(option, overview::NAME, t!(texts, "export-overview-hint"), texts)),
        },
        (name, None) => {
            let report = Report::by_name(name).ok_or_else(|| unknown_name(name, texts))?;
            match options.given().or(param_given) {
                None => write_report(&file, report, &scope, &settings, session),
                Some(option) => Err(KitError::from(report.unfit(option)).into()),
            }
        }
    }
}

fn unfit(option: &str, name: &str, hint: String, texts: Texts) -> CliError {
    CliError::Usage { message: t!(texts, "export-option-unfit", option = option, name = name), hint }
}

fn write_orders(path: &Path, scope: &Scope, options: OrderOptions, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let form = form(path, texts)?;
    let shop = scope.shop.as_deref();
    let filter = orders::filter(scope, options, None, session)?;
    let kit = session.kit()?;
    let show_pii = session.global.show_pii;
    let caption = Caption::titled(t!(texts, "orders-title"));
    let written = write(path, form, &caption, session, |sink| Ok(kit.order_sheet(shop, &filter, show_pii, sink)?))?;
    if written.lines == 0 {
        orders::say_none(&kit, shop, &filter, session)?;
    } else if let Some(at) = &written.as_of {
        // By its own date, the file would count as newer than the data in it.
        session.say(&t!(texts, "export-as-of", at = at));
    }
    if !written.left_out.is_empty() {
        session.say(&t!(texts, "export-columns-left-out", columns = &written.left_out));
    }
    Ok(Exit::Done)
}

fn write_query(
    path: &Path,
    statement: &str,
    params: Vec<(String, String)>,
    limit: Duration,
    session: &mut Session,
) -> Result<Exit, CliError> {
    let form = form(path, session.texts())?;
    let database = session.database()?;
    let params = sql::params(params);
    let show_pii = session.global.show_pii;
    let caption = Caption::titled(t!(session.texts(), "export-query-title"));
    let answered = write(path, form, &caption, session, |sink| {
        Ok(kit::sql(&database, statement, &params, show_pii, limit, sink)?)
    })?;
    sql::say_hidden(answered, session);
    Ok(Exit::Done)
}

fn write_report(
    path: &Path,
    report: Report,
    scope: &Scope,
    settings: &ReportSettings,
    session: &mut Session,
) -> Result<Exit, CliError> {
    let form = form(path, session.texts())?;
    let options = report::options(report, scope, settings)?;
    let kit = session.kit()?;
    // The text above the rows is known only when the rows are.
    let mut table = Table::default();
    let notes = kit.report(report, scope.shop.as_deref(), &options, &mut table)?;
    let head = ReportHead::of(report, &notes, session.texts());
    let caption = Caption { title: head.title.clone(), head: Some(head) };
    write(path, form, &caption, session, |sink| Ok(table.write_to(sink)?))?;
    // A page contains them; the other formats are for programs and for sums.
    if let Some(head) = caption.head.filter(|_| form != Form::Html) {
        session.say(&head.scope);
        report::say_notes(&head.notes, session);
    }
    Ok(Exit::Done)
}

/// Writes rows to a workbook or a CSV file, which can be filled in and imported.
pub(super) fn write_sheet<T>(
    path: &Path,
    title: String,
    session: &mut Session,
    ask: impl FnOnce(&mut dyn RowSink) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let texts = session.texts();
    let form = form(path, texts).ok().filter(|form| matches!(form, Form::Csv | Form::Xlsx));
    let form = form.ok_or_else(|| CliError::Usage {
        message: t!(texts, "export-not-a-sheet", path = path),
        hint: t!(texts, "export-not-a-sheet-hint"),
    })?;
    write(path, form, &Caption::titled(title), session, ask)
}

/// Holds the text above and below the rows.
struct Caption {
    title: String,
    /// What goes with the rows of a report.
    head: Option<ReportHead>,
}

impl Caption {
    fn titled(title: String) -> Self {
        Self { title, head: None }
    }
}

/// Names the format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Xlsx,
    Json,
    Html,
}

/// Returns the format that the name of a file asks for.
fn form(path: &Path, texts: Texts) -> Result<Form, CliError> {
    match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
        "csv" => Ok(Form::Csv),
        "xlsx" => Ok(Form::Xlsx),
        "json" => Ok(Form::Json),
        "html" => Ok(Form::Html),
        _ => Err(CliError::Usage {
            message: t!(texts, "export-unknown-format", path = path),
            hint: t!(texts, "export-unknown-format-hint"),
        }),
    }
}

/// Writes an answer to a file and says how many rows it has.
fn write<T>(
    path: &Path,
    form: Form,
    caption: &Caption,
    session: &mut Session,
    ask: impl FnOnce(&mut dyn RowSink) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let texts = session.texts();
    let mut bar = Bar::new(session.texts(), session.global.quiet);
    let (mut answered, mut packed) = (None, None);
    let replaced = session.replace(path, |file: &mut File| {
        let mut out = BufWriter::new(file);
        bar.start(path);
        let fill = |sink: &mut dyn RowSink| -> Result<(), CliError> {
            let mut sink = WithProgress { sink, bar: &mut bar, rows: 0, total: 0 };
            let answer = ask(&mut sink)?;
            answered = Some((answer, sink.rows));
            Ok(())
        };
        match form {
            Form::Csv => {
                let mut rows = CsvRows::for_spreadsheets(&mut out)?;
                fill(&mut rows)?;
                rows.finish()?;
            }
            Form::Json => {
                let mut out = BufWriter::new(Sanitized::new(&mut out, Replacement::JsonEscape));
                let mut rows = Rows::new(Format::Json, texts, None, &mut out);
                fill(&mut rows)?;
                rows.finish()?;
                out.flush()?;
            }
            Form::Html => {
                let mut rows = HtmlRows::new(&mut out, texts, &caption.title, caption.head.as_ref());
                fill(&mut rows)?;
                rows.finish()?;
            }
            Form::Xlsx => {
                let mut rows = XlsxRows::new(texts, &caption.title, folder(path))?;
                fill(&mut rows)?;
                bar.close();
                packed = Some(rows.finish(&mut out)?);
            }
        }
        Ok(out.flush()?)
    });
    bar.end();
    replaced?;
    let (answer, rows) = answered.ok_or_else(|| io::Error::other("the answer was not written"))?;
    session.say(&t!(texts, "export-written", rows = rows, path = path));
    if let Some(packed) = packed {
        say_packed(packed, session);
    }
    Ok(answer)
}

/// Says how the rows were fitted into a workbook.
fn say_packed(packed: Packed, session: &mut Session) {
    let (Packed { sheets, cut }, texts) = (packed, session.texts());
    if sheets > 1 {
        session.say(&t!(texts, "export-sheets", sheets = sheets));
    }
    if cut > 0 {
        session.warn(&t!(texts, "export-texts-cut", count = cut));
    }
}

/// Passes rows on and shows the progress.
struct WithProgress<'s> {
    sink: &'s mut dyn RowSink,
    bar: &'s mut Bar,
    rows: u64,
    total: u64,
}

impl RowSink for WithProgress<'_> {
    fn expect(&mut self, rows: u64) {
        self.total = rows;
        self.sink.expect(rows);
    }

    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        self.sink.columns(columns)
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        self.rows += 1;
        if self.rows.is_multiple_of(REPORT_EVERY) {
            self.bar.advance(self.rows, self.rows, self.total);
        }
        self.sink.row(row)
    }

    fn totals(&mut self, totals: &[Totals]) -> io::Result<()> {
        self.sink.totals(totals)
    }

    fn receipt(&mut self, receipt: &Json) -> io::Result<()> {
        self.sink.receipt(receipt)
    }
}

fn unknown_name(name: &str, texts: Texts) -> CliError {
    let reports = || Report::ALL.iter().map(|report| report.name());
    let hint = match nearest(name, ["orders", overview::NAME, SQL].into_iter().chain(reports())) {
        Some(near) if near != SQL => t!(texts, "export-near-name", near = near),
        // Names to type are separated by ASCII commas in both languages.
        _ => t!(texts, "export-names", reports = reports().collect::<Vec<_>>().join(", ")),
    };
    CliError::Usage { message: t!(texts, "export-unknown-name", name = name), hint }
}
