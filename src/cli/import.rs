//! `shopkit import`.

use std::fmt::Write as _;
use std::path::PathBuf;

use shopkit::kit::{ImportOptions, Kit, KitError};
use shopkit::model::export::Format as FileFormat;
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::reject::{Reject, RejectKind, advice};
use shopkit::model::summary::{Counts, Days, FileStatus, ImportSummary, count_columns};
use shopkit::model::table::{Column, Datum, Table, columns};
use shopkit::texts::Texts;

use super::args::{Format, Import, Reading};
use super::exit::{CliError, Exit};
use super::import_json;
use super::progress::Bar;
use super::session::Session;
use crate::front::imported::{dated_by_file, missing_days, reject_kind, stale, status};
use crate::front::text::{shortened, visible};

/// Kinds of rejected rows that are shown at once; all rows are kept with the import.
const KINDS_SHOWN: usize = 12;

/// Holds a file of the call and what came of it.
pub struct Outcome {
    pub path: PathBuf,
    pub result: Result<ImportSummary, KitError>,
}

impl Outcome {
    /// Returns the name of the file, short enough for a table.
    fn name(&self) -> String {
        shortened(&self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy())
    }

    /// Returns what is known of the rows: of a file that was given up as well, where all of them were rejected.
    pub fn summary(&self) -> Option<&ImportSummary> {
        match &self.result {
            Ok(summary) => Some(summary),
            Err(KitError::AllRejected { summary, .. }) => Some(summary),
            Err(_) => None,
        }
    }

    pub fn rejects(&self) -> &[Reject] {
        match (&self.result, self.summary()) {
            (Err(KitError::TooManyRejects { rejects, .. }), _) => rejects,
            (_, summary) => summary.map_or(&[], |summary| &summary.rejects),
        }
    }

    fn reject_kinds(&self) -> &[RejectKind] {
        match (&self.result, self.summary()) {
            (Err(KitError::TooManyRejects { kinds, .. }), _) => kinds,
            (_, summary) => summary.map_or(&[], |summary| &summary.reject_kinds),
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
    let is_new = !args.dry_run && !database.exists();
    let mut kit = if args.dry_run { Kit::open_trial(&database)? } else { Kit::open(&database)? };
    if is_new {
        let path = database.display();
        session.say(&session.pick(format!("新建数据库：{path}"), format!("new database: {path}")));
    }
    let shops = kit.shop_names()?;
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
    let imported = |summary: &&ImportSummary| summary.status == FileStatus::Imported;
    if let Some(summary) = outcomes.iter().filter_map(|outcome| outcome.result.as_ref().ok()).find(imported) {
        session.say_new_shop(&summary.shop, &shops);
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
        helper: Some(helper()),
        ..ImportOptions::default()
    }
}

/// Returns the program that reads old and odd formats aside, which is this one.
///
/// Where it does not know itself, the path is that of no program: such formats are refused then, and never read in this process.
pub fn helper() -> PathBuf {
    std::env::current_exe().unwrap_or_default()
}

fn exit(outcomes: &[Outcome]) -> Exit {
    let of = |outcome: &Outcome| match &outcome.result {
        Err(_) => Exit::Failed,
        Ok(summary) if summary.needs_attention() => Exit::Attention,
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
    Table::new(columns, rows)
}

fn summary_row(outcome: &Outcome, lang: Lang, for_people: bool) -> Vec<Datum> {
    let name = if for_people { outcome.name() } else { outcome.path.to_string_lossy().into_owned() };
    let (counts, days) = outcome.summary().map_or_else(Default::default, |summary| (summary.counts, summary.days));
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

/// Tells what the table has no room for: errors, warnings, rejected rows, days that are missing.
fn tell(outcomes: &[Outcome], session: &mut Session) {
    let lang = session.lang;
    let mut failed = String::new();
    for outcome in outcomes {
        match &outcome.result {
            Err(error) => {
                // Which shop is meant is asked once, not for each file.
                let message = Texts::command(lang).say(&error.message());
                if message != failed {
                    session.fail(&message, Texts::command(lang).hint(error.hint()).as_deref());
                }
                failed = message;
            }
            Ok(summary) => {
                for warning in &summary.warnings {
                    session.warn(&format!(
                        "{}{}{}",
                        outcome.name(),
                        lang.pick("：", ": "),
                        Texts::command(lang).say(&warning.message())
                    ));
                }
                if let Some(dated) = dated_by_file(&outcome.name(), summary, lang) {
                    session.say(&dated);
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
        session.say(&missing_days(gaps, lang));
    }
}

fn details(summary: &ImportSummary, lang: Lang) -> String {
    let facts = &summary.facts;
    let mut text = format!("  {}", facts.format.as_str());
    if let Some(encoding) = facts.encoding {
        let _ = write!(text, ", {}", encoding.as_str());
    }
    if let Some(sheet) = &facts.sheet {
        let _ = write!(text, ", {} {}", lang.pick("工作表", "sheet"), visible(sheet));
    }
    if let Some(grain) = facts.grain {
        let _ = write!(text, ", {}", Texts::command(lang).word(grain.word()));
    }
    let _ = write!(text, ", {} {}", lang.pick("店铺", "shop"), visible(&summary.shop));
    let _ = write!(text, ", {} {}", lang.pick("导出于", "exported"), summary.exported_at);
    if facts.format == FileFormat::Xlsx {
        let rows = summary.exact_rows;
        let exact = lang.pick(format!("转交精确读取 {rows} 行"), format!("{rows} rows handed to the exact reader"));
        let _ = write!(text, ", {exact}");
    }
    text
}

/// Tells which rows were rejected, those of one kind once, and what to do about them.
fn tell_rejects(outcome: &Outcome, session: &mut Session) {
    let lang = session.lang;
    let kinds = outcome.reject_kinds();
    if kinds.is_empty() {
        return;
    }
    session.say(&lang.pick(format!("{}：被拒的行", outcome.name()), format!("{}: rejected rows", outcome.name())));
    for kind in kinds.iter().take(KINDS_SHOWN) {
        session.say(&format!("  {}", reject_kind(kind, lang)));
    }
    if let Some(more) = kinds.len().checked_sub(KINDS_SHOWN).filter(|more| *more > 0) {
        session.say(&lang.pick(format!("  ……还有 {more} 种原因"), format!("  ... and {more} more reasons")));
    }
    if let Some(id) = outcome.result.as_ref().ok().and_then(|summary| summary.import_id) {
        session.say(&lang.pick(
            format!("  全部列出：shopkit imports rejects {id}"),
            format!("  all of them: shopkit imports rejects {id}"),
        ));
    }
    // Where nothing was stored, the hint of the error says so.
    if let (Some(advice), Ok(_)) = (advice(kinds), &outcome.result) {
        session.say(&format!("  {}", Texts::command(lang).say(&advice)));
    }
}
