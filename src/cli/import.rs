//! `shopkit import`.

use std::fmt::Write as _;
use std::path::PathBuf;

use shopkit::kit::{ImportOptions, Kit, KitError};
use shopkit::model::export::{ExportKind, Format as FileFormat};
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::reject::Reject;
use shopkit::model::summary::{Counts, Days, ExportedFrom, FileStatus, ImportSummary, count_columns};
use shopkit::model::table::{Column, Datum, Table, columns};

use super::args::{Format, Import, Reading};
use super::exit::{CliError, Exit};
use super::import_json;
use super::progress::Bar;
use super::render;
use super::session::Session;

/// Rejected rows of a file that are shown at once; all are kept with the import.
const REJECTS_SHOWN: usize = 5;

/// Spans of days without a file that are named, the latest of them.
const GAPS_SHOWN: usize = 5;

/// Holds a file of the call and what came of it.
pub struct Outcome {
    pub path: PathBuf,
    pub result: Result<ImportSummary, KitError>,
}

impl Outcome {
    /// Returns the name of the file, short enough for a table.
    fn name(&self) -> String {
        render::shortened(&self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy())
    }

    pub fn rejects(&self) -> &[Reject] {
        match &self.result {
            Ok(summary) => &summary.rejects,
            Err(KitError::TooManyRejects { rejects, .. }) => rejects,
            Err(_) => &[],
        }
    }
}

pub fn run(args: Import, session: &mut Session) -> Result<Exit, CliError> {
    session.reads(&args.files);
    session.check_output()?;
    let options = ImportOptions {
        shop: args.shop,
        max_rejects: if args.strict { Some(0) } else { args.max_rejects },
        ..options(args.reading)
    };
    let database = session.database()?;
    if !args.dry_run && !database.exists() {
        let path = database.display();
        session.say(&session.pick(format!("新建数据库：{path}"), format!("new database: {path}")));
    }
    let mut kit = if args.dry_run { Kit::open_trial(&database)? } else { Kit::open(&database)? };
    let mut bar = Bar::new(session.lang, session.global.quiet);
    let outcomes: Vec<Outcome> =
        args.files.into_iter().map(|path| Outcome { result: kit.import(&path, &options, &mut bar), path }).collect();
    if session.format == Format::Json {
        session.json(&import_json::answer(&outcomes, session.lang))?;
    } else {
        // A table of nothing but zeros would only stand in the way of the errors.
        if session.format == Format::Csv || outcomes.iter().any(|outcome| outcome.result.is_ok()) {
            session.table(&summary_table(&outcomes, session))?;
        }
        tell(&outcomes, session);
    }
    Ok(exit(&outcomes))
}

/// Turns the options of the command line into those of the library.
pub fn options(reading: Reading) -> ImportOptions {
    ImportOptions {
        kind: reading.kind.wanted(),
        encoding: reading.encoding.forced(),
        sheet: reading.sheet,
        exported_at: reading.exported_at,
        // Where the program does not know itself, it reads all formats in this process.
        helper: std::env::current_exe().ok(),
        ..ImportOptions::default()
    }
}

fn exit(outcomes: &[Outcome]) -> Exit {
    let of = |outcome: &Outcome| match &outcome.result {
        Err(_) => Exit::Failed,
        Ok(summary) if summary.counts.rejected > 0 => Exit::Look,
        Ok(_) => Exit::Done,
    };
    outcomes.iter().map(of).max().unwrap_or(Exit::Done)
}

fn summary_table(outcomes: &[Outcome], session: &Session) -> Table {
    let lang = session.lang;
    let mut columns = columns(&[("file", "文件", "File"), ("status", "结果", "Result")]);
    columns.extend(count_columns());
    columns.push(Column::new("first_day", "最早下单日", "First day"));
    columns.push(Column::new("last_day", "最晚下单日", "Last day"));
    let for_people = session.format == Format::Table;
    let mut rows: Vec<Vec<Datum>> = outcomes.iter().map(|outcome| summary_row(outcome, lang, for_people)).collect();
    if outcomes.len() > 1 && for_people {
        let mut total = Counts::default();
        for summary in outcomes.iter().filter_map(|outcome| outcome.result.as_ref().ok()) {
            total += summary.counts;
        }
        rows.push(row(lang.pick("合计", "total").to_owned(), String::new(), &total, None));
    }
    Table { columns, rows }
}

fn summary_row(outcome: &Outcome, lang: Lang, for_people: bool) -> Vec<Datum> {
    let name = if for_people { outcome.name() } else { outcome.path.to_string_lossy().into_owned() };
    let (counts, days) = match &outcome.result {
        Ok(summary) => (summary.counts, summary.days),
        Err(_) => (Counts::default(), None),
    };
    let status = match &outcome.result {
        Ok(summary) if for_people => status(summary, lang),
        Err(_) if for_people => lang.pick("未导入", "failed").to_owned(),
        result => result.as_ref().map_or(FileStatus::Failed, |summary| summary.status).as_str().to_owned(),
    };
    row(name, status, &counts, days)
}

fn row(name: String, status: String, counts: &Counts, days: Option<Days>) -> Vec<Datum> {
    let mut row = vec![Datum::Text(name), Datum::Text(status)];
    row.extend(counts.named().iter().map(|(_, count)| Datum::Int(count.cast_signed())));
    row.push(Datum::text(days.map(|days| days.first.to_string())));
    row.push(Datum::text(days.map(|days| days.last.to_string())));
    row
}

fn status(summary: &ImportSummary, lang: Lang) -> String {
    match (summary.status, summary.import_id) {
        (FileStatus::Skipped, Some(id)) => lang.pick(format!("已导入过（#{id}）"), format!("imported before (#{id})")),
        (FileStatus::Imported, Some(id)) => lang.pick(format!("已导入 #{id}"), format!("imported #{id}")),
        (FileStatus::DryRun, _) => lang.pick("试运行", "dry run").to_owned(),
        (other, _) => other.as_str().to_owned(),
    }
}

fn days(days: Days) -> String {
    if days.first == days.last { days.first.to_string() } else { format!("{} … {}", days.first, days.last) }
}

/// Tells what the table has no room for: errors, warnings, rejected rows, days that are missing.
fn tell(outcomes: &[Outcome], session: &mut Session) {
    let lang = session.lang;
    for outcome in outcomes {
        match &outcome.result {
            Err(error) => session.fail(&error.message(lang), error.hint(lang).as_deref()),
            Ok(summary) => {
                for warning in &summary.warnings {
                    session.warn(&format!("{}{}{}", outcome.name(), lang.pick("：", ": "), warning.message(lang)));
                }
                if summary.exported_from == ExportedFrom::FileDate && summary.status != FileStatus::Skipped {
                    let (name, time) = (outcome.name(), summary.exported_at);
                    session.say(&lang.pick(
                        format!("{name}：导出时间取自文件日期 {time}；如不对，请撤销后用 --exported-at 指定"),
                        format!("{name}: taken as exported at {time}, the file's date; if that is wrong, undo it and give --exported-at"),
                    ));
                }
                if summary.counts.stale > 0 {
                    session.say(&stale(&outcome.name(), summary, lang));
                }
                if session.global.verbose {
                    session.say(&details(summary, lang));
                }
            }
        }
        tell_rejects(outcome, session);
    }
    let last = outcomes.iter().rev().find_map(|outcome| outcome.result.as_ref().ok());
    if let Some(gaps) = last.map(|summary| &summary.gaps).filter(|gaps| !gaps.is_empty()) {
        let shown: Vec<String> = gaps.iter().rev().take(GAPS_SHOWN).rev().map(|gap| days(*gap)).collect();
        let more = if gaps.len() > shown.len() { lang.pick("……、", "..., ") } else { "" };
        let missing = format!("{more}{}", shown.join(lang.pick("、", ", ")));
        session.say(
            &lang
                .pick(format!("尚无任何文件覆盖的日期：{missing}"), format!("days that no file covers yet: {missing}")),
        );
    }
}

/// Says that newer exports say otherwise, and what becomes of the rows.
fn stale(name: &str, summary: &ImportSummary, lang: Lang) -> String {
    let (rows, time) = (summary.counts.stale, summary.exported_at);
    let kept = if summary.facts.kind == ExportKind::Orders {
        lang.pick("只保存在经过里", "kept in the timeline only")
    } else {
        lang.pick("保存但不计入", "kept and not counted")
    };
    lang.pick(
        format!("{name}：有 {rows} 行在更新的导出中已有不同内容，{kept}；本文件导出于 {time}，如不对，请撤销后用 --exported-at 指定"),
        format!("{name}: newer exports say otherwise of {rows} rows, which are {kept}; taken as exported at {time}, if that is wrong, undo it and give --exported-at"),
    )
}

fn details(summary: &ImportSummary, lang: Lang) -> String {
    let facts = &summary.facts;
    let mut text = format!("  {}", facts.format.as_str());
    if let Some(encoding) = facts.encoding {
        let _ = write!(text, ", {}", encoding.as_str());
    }
    if let Some(sheet) = &facts.sheet {
        let _ = write!(text, ", {} {}", lang.pick("工作表", "sheet"), render::visible(sheet));
    }
    if let Some(grain) = facts.grain {
        let _ = write!(text, ", {}", lang.pick(grain.title().0, grain.title().1));
    }
    let _ = write!(text, ", {} {}", lang.pick("店铺", "shop"), render::visible(&summary.shop));
    let _ = write!(text, ", {} {}", lang.pick("导出于", "exported"), summary.exported_at);
    if facts.format == FileFormat::Xlsx {
        let rows = summary.exact_rows;
        let exact = lang.pick(format!("转交精确读取 {rows} 行"), format!("{rows} rows handed to the exact reader"));
        let _ = write!(text, ", {exact}");
    }
    text
}

fn tell_rejects(outcome: &Outcome, session: &mut Session) {
    let lang = session.lang;
    let rejects = outcome.rejects();
    if rejects.is_empty() {
        return;
    }
    session.say(&lang.pick(format!("{}：被拒的行", outcome.name()), format!("{}: rejected rows", outcome.name())));
    for reject in rejects.iter().take(REJECTS_SHOWN) {
        session.say(&format!("  {}", reject_line(reject, lang)));
    }
    let (total, id) = match &outcome.result {
        Ok(summary) => (summary.counts.rejected, summary.import_id),
        Err(_) => (rejects.len() as u64, None),
    };
    if total > REJECTS_SHOWN as u64 {
        let more = total - REJECTS_SHOWN as u64;
        let mut text = lang.pick(format!("  ……还有 {more} 行"), format!("  ... and {more} more"));
        let _ = match id {
            Some(id) => write!(text, "{}shopkit imports rejects {id}", lang.pick("：", ": ")),
            None => write!(text, "{}shopkit inspect", lang.pick("：", ": ")),
        };
        session.say(&text);
    }
}

/// Writes a rejected row as one line.
pub fn reject_line(reject: &Reject, lang: Lang) -> String {
    let (row, column, header, code) = (reject.row, &reject.column, &reject.header, reject.code.code());
    let value = match reject.value.as_str() {
        "" => String::new(),
        value => lang.pick(format!("“{value}” "), format!("\"{value}\" ")),
    };
    let reason = reject.code.message(lang);
    let line = lang.pick(
        format!("第 {row} 行 {column} 列（{header}）：{value}{reason} [{code}]"),
        format!("row {row}, column {column} ({header}): {value}{reason} [{code}]"),
    );
    render::visible(&line)
}
