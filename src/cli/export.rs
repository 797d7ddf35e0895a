//! `shopkit export`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use shopkit::kit::{self, KitError, Progress};
use shopkit::model::near::nearest;
use shopkit::model::table::{Column, Datum, RowSink, Table, Totals};
use shopkit::report::named::{Report, ReportError, ReportNotes};
use shopkit::store::folder;

use super::args::{Export, Format, OrderOptions, ReportSettings, Scope};
use super::exit::{CliError, Exit};
use super::export_html::HtmlRows;
use super::output::Rows;
use super::progress::Bar;
use super::sanitize::{Replacement, Sanitized};
use super::session::Session;
use super::{orders, overview, report, sql};
use crate::front::csv::CsvRows;
use crate::front::xlsx::{Packed, XlsxRows};

/// What stands before a query.
const SQL: &str = "sql";

/// Rows between two reports of progress.
const REPORT_EVERY: u64 = 2048;

pub fn run(args: Export, session: &mut Session) -> Result<Exit, CliError> {
    if session.global.output.is_some() || session.global.format.is_some() {
        return Err(CliError::Usage {
            message: session
                .pick("export 不用 --output 和 --format", "export does not go with --output and --format")
                .to_owned(),
            hint: session
                .pick("文件名决定写到哪里、什么形式", "the name of the file says where to write, and in which form")
                .to_owned(),
        });
    }
    let Export { name, file, scope, options, settings, param, timeout } = args;
    let query = name.strip_prefix(SQL).and_then(|rest| rest.strip_prefix([':', '：']));
    let param_given = (!param.is_empty()).then_some("--param").or(timeout.map(|_| "--timeout"));
    match (name.as_str(), query) {
        ("orders", _) => match settings.given().or(param_given) {
            None => write_orders(&file, &scope, options, session),
            Some(option) => Err(unfit(
                option,
                &name,
                session.pick("orders 的选项见 shopkit orders --help", "orders takes the options of shopkit orders"),
                session,
            )),
        },
        (_, Some(statement)) => match scope.given().or(options.given()).or(settings.given()) {
            None => write_query(&file, statement, param, sql::limit(timeout), session),
            Some(option) => Err(unfit(option, "sql:", session.pick("把条件写进查询", "say it in the query"), session)),
        },
        (overview::NAME, None) => match options.given().or(settings.given_not_for_overview()).or(param_given) {
            None => overview::write(&file, &scope, &settings, session),
            Some(option) => Err(unfit(
                option,
                overview::NAME,
                session.pick(
                    "可用：--shop, --from, --to, --on, --commission-rate",
                    "it takes --shop, --from, --to, --on, --commission-rate",
                ),
                session,
            )),
        },
        (name, None) => {
            let report = Report::by_name(name).ok_or_else(|| unknown_name(name, session))?;
            match options.given().or(param_given) {
                None => write_report(&file, report, &scope, &settings, session),
                Some(option) => Err(KitError::from(ReportError::Unfit { report, option: option.to_owned() }).into()),
            }
        }
    }
}

fn unfit(option: &str, name: &str, hint: &str, session: &Session) -> CliError {
    CliError::Usage {
        message: session.pick(format!("{option} 不能和 {name} 一起用"), format!("{option} does not go with {name}")),
        hint: hint.to_owned(),
    }
}

fn write_orders(path: &Path, scope: &Scope, options: OrderOptions, session: &mut Session) -> Result<Exit, CliError> {
    let form = form(path, session)?;
    let shop = scope.shop.as_deref();
    let filter = orders::filter(scope, options, None, session)?;
    let kit = session.kit()?;
    let show_pii = session.global.show_pii;
    let about = About::titled(session.pick("订单", "Orders"));
    let written = write(path, form, &about, session, |sink| Ok(kit.order_sheet(shop, &filter, show_pii, sink)?))?;
    if written.lines == 0 {
        orders::say_none(&kit, shop, &filter, session)?;
    } else if let Some(at) = &written.as_of {
        // By its own date the file would count as newer than what it was made of.
        session.say(&session.pick(
            format!("数据截至 {at}；再导入这个文件时请加 --exported-at \"{at}\""),
            format!("as of {at}; to import this file again, add --exported-at \"{at}\""),
        ));
    }
    if !written.left_out.is_empty() {
        let list = written.left_out.join(session.pick("、", ", "));
        session.say(&session.pick(
            format!("未写入联系方式、留言和备注列（{list}）；加 --show-pii 可写入"),
            format!("columns with contact data and notes are left out ({list}); --show-pii writes them"),
        ));
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
    let form = form(path, session)?;
    let database = session.database()?;
    let params = sql::params(params);
    let show_pii = session.global.show_pii;
    let about = About::titled(session.pick("查询结果", "Answer"));
    let answered =
        write(path, form, &about, session, |sink| Ok(kit::sql(&database, statement, &params, show_pii, limit, sink)?))?;
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
    let form = form(path, session)?;
    let kit = session.kit()?;
    // The heading stands above the rows and is known when they are.
    let mut table = Table::default();
    let notes = kit.report(report, scope.shop.as_deref(), &report::options(scope, settings), &mut table)?;
    let about = About { title: report.title(session.lang), notes: Some(&notes) };
    write(path, form, &about, session, |sink| Ok(table.write_to(sink)?))?;
    // A page has them in it; the other forms are for machines and for sums.
    if form != Form::Html {
        session.say(&notes.heading(session.lang));
        report::say_notes(&notes, session);
    }
    Ok(Exit::Done)
}

/// Holds what stands around the rows.
struct About<'a> {
    title: &'a str,
    notes: Option<&'a ReportNotes>,
}

impl<'a> About<'a> {
    fn titled(title: &'a str) -> Self {
        Self { title, notes: None }
    }
}

/// Names the form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Xlsx,
    Json,
    Html,
}

/// Returns the form that the name of a file asks for.
fn form(path: &Path, session: &Session) -> Result<Form, CliError> {
    match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
        "csv" => Ok(Form::Csv),
        "xlsx" => Ok(Form::Xlsx),
        "json" => Ok(Form::Json),
        "html" => Ok(Form::Html),
        _ => Err(CliError::Usage {
            message: session.pick(
                format!("“{}”的扩展名不是 .csv、.xlsx、.json、.html 之一", path.display()),
                format!("the name \"{}\" ends in none of .csv, .xlsx, .json, .html", path.display()),
            ),
            hint: session.pick("写成如 orders.xlsx", "write it like orders.xlsx").to_owned(),
        }),
    }
}

/// Writes an answer to a file and says how many rows it has.
fn write<T>(
    path: &Path,
    form: Form,
    about: &About<'_>,
    session: &mut Session,
    ask: impl FnOnce(&mut dyn RowSink) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let texts = session.texts();
    let mut bar = Bar::new(session.lang, session.global.quiet);
    let (mut outcome, mut packed) = (None, None);
    let replaced = session.replace(path, |file: &mut File| {
        let mut out = BufWriter::new(file);
        bar.start(path);
        let watched = |sink: &mut dyn RowSink| -> Result<(), CliError> {
            let mut watched = Watched { sink, bar: &mut bar, rows: 0, total: 0 };
            let told = ask(&mut watched)?;
            outcome = Some((told, watched.rows));
            Ok(())
        };
        match form {
            Form::Csv => {
                let mut rows = CsvRows::for_spreadsheets(&mut out)?;
                watched(&mut rows)?;
                rows.finish()?;
            }
            Form::Json => {
                let mut out = BufWriter::new(Sanitized::new(&mut out, Replacement::JsonEscape));
                let mut rows = Rows::new(Format::Json, texts, None, &mut out);
                watched(&mut rows)?;
                rows.finish()?;
                out.flush()?;
            }
            Form::Html => {
                let mut rows = HtmlRows::new(&mut out, texts, about.title, about.notes);
                watched(&mut rows)?;
                rows.finish()?;
            }
            Form::Xlsx => {
                let mut rows = XlsxRows::new(texts, about.title, folder(path))?;
                watched(&mut rows)?;
                bar.close();
                packed = Some(rows.finish(&mut out)?);
            }
        }
        Ok(out.flush()?)
    });
    bar.end();
    replaced?;
    let (told, rows) = outcome.ok_or_else(|| io::Error::other("the answer was not written"))?;
    let shown = path.display();
    session.say(&session.pick(format!("已写入 {rows} 行：{shown}"), format!("{rows} rows written to {shown}")));
    if let Some(packed) = packed {
        say_packed(packed, session);
    }
    Ok(told)
}

/// Says what a workbook could not hold as it came.
fn say_packed(packed: Packed, session: &mut Session) {
    let Packed { sheets, cut } = packed;
    if sheets > 1 {
        session.say(&session.pick(
            format!("一张工作表放不下，共 {sheets} 张"),
            format!("one sheet does not hold them; they are on {sheets} sheets"),
        ));
    }
    if cut > 0 {
        session.warn(&session.pick(
            format!("有 {cut} 处文本超过单元格的上限，已截断；.csv 可保留全文"),
            format!("{cut} text(s) were longer than a cell can be and were cut; .csv keeps them whole"),
        ));
    }
}

/// Passes rows on and shows how far they have come.
struct Watched<'s> {
    sink: &'s mut dyn RowSink,
    bar: &'s mut Bar,
    rows: u64,
    total: u64,
}

impl RowSink for Watched<'_> {
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
}

fn unknown_name(name: &str, session: &Session) -> CliError {
    let reports = || Report::ALL.iter().map(|report| report.name());
    let hint = match nearest(name, ["orders", overview::NAME, SQL].into_iter().chain(reports())) {
        Some(near) if near != SQL => session.pick(format!("是不是 {near}？"), format!("did you mean {near}?")),
        _ => {
            let reports = reports().collect::<Vec<_>>().join(", ");
            session.pick(
                format!("可写 orders、overview、\"sql:SELECT ...\"，或报表：{reports}"),
                format!("write orders, overview, \"sql:SELECT ...\", or a report: {reports}"),
            )
        }
    };
    CliError::Usage {
        message: session
            .pick(format!("“{name}”不是可以导出的内容"), format!("\"{name}\" is nothing that can be exported")),
        hint,
    }
}
