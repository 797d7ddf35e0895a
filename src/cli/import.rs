//! `shopkit import`.

use std::path::PathBuf;

use shopkit::kit::{ImportOptions, Kit};
use shopkit::model::export::Format as FileFormat;
use shopkit::model::message::Arg;
use shopkit::model::summary::{Counts, Days, FileStatus, ImportSummary, count_columns};
use shopkit::model::table::{Column, Datum, Table};
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::args::{Format, Import, ReadingArgs};
use super::exit::{CliError, Exit};
use super::import_json;
use super::progress::Bar;
use super::session::Session;
use crate::front::file_import::FileImport;
use crate::front::views::import::ImportView;

pub fn run(args: Import, session: &mut Session) -> Result<Exit, CliError> {
    let args = Import { files: session.matching(args.files)?, ..args };
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
        session.say(&t!(session.texts(), "import-new-database", path = &database));
    }
    let shops = kit.shop_names()?;
    let mut bar = Bar::new(session.texts(), session.global.quiet).for_files(&args.files);
    let files: Vec<FileImport> =
        args.files.into_iter().map(|path| FileImport { result: kit.import(&path, &options, &mut bar), path }).collect();
    drop(bar);
    if session.format == Format::Json {
        session.json(&import_json::answer(&files, session.texts()))?;
    } else {
        let views: Vec<ImportView> = files.iter().map(|file| ImportView::of(file, session.texts())).collect();
        // A table of nothing but zeros would only stand in the way of the errors.
        if session.format == Format::Csv || views.iter().any(|view| view.error.is_none()) {
            session.table(&summary_table(&files, &views, session))?;
        }
        say_more(&files, &views, session);
    }
    let imported = |summary: &&ImportSummary| summary.status == FileStatus::Imported;
    if let Some(summary) = files.iter().filter_map(|file| file.result.as_ref().ok()).find(imported) {
        session.say_new_shop(&summary.shop, &shops);
    }
    Ok(exit(&files))
}

/// Turns the options of the command line into those of the library.
pub fn options(reading: ReadingArgs) -> ImportOptions {
    ImportOptions {
        kind: reading.kind.wanted(),
        encoding: reading.encoding.forced(),
        sheet: reading.sheet,
        exported_at: reading.exported_at,
        sandbox: Some(sandbox_program()),
        ..ImportOptions::default()
    }
}

/// Returns the program that reads old and unusual formats in a process of its own, which is this one.
///
/// Where its path cannot be found out, the path is empty: such formats are refused then, and never read in this process.
pub fn sandbox_program() -> PathBuf {
    std::env::current_exe().unwrap_or_default()
}

fn exit(files: &[FileImport]) -> Exit {
    let of = |file: &FileImport| match &file.result {
        Err(_) => Exit::Failed,
        Ok(summary) if summary.needs_attention() => Exit::Attention,
        Ok(_) => Exit::Done,
    };
    files.iter().map(of).max().unwrap_or(Exit::Done)
}

fn summary_table(files: &[FileImport], views: &[ImportView], session: &Session) -> Table {
    let mut columns = vec![Column::of("file"), Column::titled("status", "column-import-status")];
    columns.extend(count_columns());
    columns.extend([Column::of("first_day"), Column::of("last_day")]);
    let for_people = session.format == Format::Table;
    let mut rows: Vec<Vec<Datum>> = files
        .iter()
        .zip(views)
        .map(|(file, view)| {
            if for_people {
                row(view.name.clone(), view.status_title.clone(), &view.counts, view.days)
            } else {
                let (path, status) = (file.path.to_string_lossy().into_owned(), view.status.as_str().to_owned());
                row(path, status, &view.counts, view.days)
            }
        })
        .collect();
    if files.len() > 1 && for_people {
        let mut total = Counts::default();
        views.iter().filter(|view| view.error.is_none()).for_each(|view| total += view.counts);
        rows.push(row(t!(session.texts(), "import-total"), String::new(), &total, None));
    }
    Table::new(columns, rows)
}

fn row(name: String, status: String, counts: &Counts, days: Option<Days>) -> Vec<Datum> {
    let mut row = vec![Datum::Text(name), Datum::Text(status)];
    row.extend(counts.named().iter().map(|(_, count)| Datum::Int(count.cast_signed())));
    row.push(Datum::text(days.map(|days| days.first.to_string())));
    row.push(Datum::text(days.map(|days| days.last.to_string())));
    row
}

/// Says what the table has no room for: errors, warnings, notes, rejected rows, days that are missing.
fn say_more(files: &[FileImport], views: &[ImportView], session: &mut Session) {
    let texts = session.texts();
    let mut last_error = "";
    for (file, view) in files.iter().zip(views) {
        let named = |text: &String| t!(texts, "import-of-file", file = &view.name, text = text);
        if let Some(error) = &view.error {
            // Which shop is meant is asked once, not for each file.
            if error.message != last_error {
                session.fail(&error.message, error.hint.as_deref());
            }
            last_error = &error.message;
        }
        view.warnings.iter().for_each(|warning| session.warn(&named(warning)));
        view.notes.iter().for_each(|note| session.say(&named(note)));
        if let Ok(summary) = &file.result
            && session.global.verbose
        {
            session.say(&details(summary, texts));
        }
        say_rejects(view, session);
    }
    if let Some(days) = views.iter().rev().find(|view| view.error.is_none()).and_then(|view| view.missing_days.as_ref())
    {
        session.say(days);
    }
}

/// Says how a file was read, for those who want to know all.
fn details(summary: &ImportSummary, texts: Texts) -> String {
    let facts = &summary.facts;
    let mut parts = vec![Arg::from(facts.format.as_str())];
    parts.extend(facts.encoding.map(|encoding| encoding.as_str().into()));
    parts.extend(facts.sheet.as_ref().map(|sheet| msg!("import-detail-sheet", sheet = sheet).into()));
    parts.extend(facts.grain.map(|grain| texts.word(grain.word()).into()));
    parts.push(msg!("import-detail-shop", shop = &summary.shop).into());
    parts.push(msg!("import-detail-exported", time = summary.exported_at.to_string()).into());
    if facts.format == FileFormat::Xlsx {
        parts.push(msg!("import-detail-exact-rows", rows = summary.exact_rows).into());
    }
    format!("  {}", t!(texts, "import-details", parts = Arg::list(parts)))
}

/// Says which rows were rejected, those of one kind once, and what to do about them.
fn say_rejects(view: &ImportView, session: &mut Session) {
    let Some(rejects) = &view.rejects else { return };
    let texts = session.texts();
    session.say(&t!(texts, "import-of-file", file = &view.name, text = msg!("import-rejects")));
    let kinds = rejects.kinds.iter().map(|kind| &kind.text).chain(&rejects.more);
    let list = view.import_id.map(|id| t!(texts, "import-rejects-list", id = id));
    for line in kinds.chain(&list).chain(&rejects.advice) {
        session.say(&format!("  {line}"));
    }
}
