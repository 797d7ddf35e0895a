//! Importing one file into the database.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread;

use super::Kit;
use super::clock;
use super::error::KitError;
use super::file_digest::FileDigest;
use super::progress::Progress;
use super::terms::export_cap;
use crate::import::{Binder, BoundRow, BoundRows, ImportError, Plan, PlanChange, bind_in_thread, conflict};
use crate::model::export::ExportKind;
use crate::model::reject::{Reject, RejectKind, Warning};
use crate::model::summary::{Counts, Days, ExportedFrom, FileStatus, ImportSummary};
use crate::model::time::Stamp;
use crate::sheet::{Book, ForcedEncoding, Source};
use crate::store::{FinishedImport, ImportWriter, NewImport, RowEffect};

/// The number of rows between two reports of progress.
const REPORT_EVERY: u64 = 2048;

/// Tells how files are to be imported.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The shop that the lines go to; the database's only one where none is named.
    pub shop: Option<String>,
    /// The kind that the file must be.
    pub kind: Option<ExportKind>,
    /// The encoding of delimited text.
    pub encoding: Option<ForcedEncoding>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// When the export was made.
    pub exported_at: Option<Stamp>,
    /// The program to run as the sandbox process that reads old and unusual formats. Without it they are read in this process, where
    /// a malicious file can take all memory or end it; a program that embeds this then needs `overflow-checks` for calamine in its
    /// profile, as this package has, so that an offset out of range cannot wrap to another.
    pub sandbox: Option<PathBuf>,
    /// The name that the import is stored under, where the path is that of a temporary copy.
    pub kept_as: Option<String>,
    /// The most rows that may be rejected; with one more nothing of the file is stored.
    pub max_rejects: Option<u64>,
}

impl Kit {
    /// Imports one file: all of it, apart from rejected rows, or nothing.
    pub fn import(
        &mut self,
        path: &Path,
        options: &ImportOptions,
        progress: &mut dyn Progress,
    ) -> Result<ImportSummary, KitError> {
        progress.start(path);
        let outcome = self.import_file(path, options, progress);
        progress.end();
        outcome
    }

    fn import_file(
        &mut self,
        path: &Path,
        options: &ImportOptions,
        progress: &mut dyn Progress,
    ) -> Result<ImportSummary, KitError> {
        let shop = self.store.shop_for_writing(options.shop.as_deref())?;
        let source = Source::open(path).map_err(|problem| problem.at(path))?;
        // A file that is no table is refused before all of it is read.
        let mut book = Book::open_source(&source, options.encoding, options.sandbox.as_deref())?;
        thread::scope(|scope| {
            let mut digest = FileDigest::start(scope, &source);
            let plan = crate::import::plan(&mut book, options.sheet.as_deref(), options.kind, clock::now())?;
            let (exported_at, exported_from) = clock::exported_at(path, options.exported_at);
            let mut job =
                FileImport { path, options, shop: &shop, plan, exported_at, exported_from, warnings: Vec::new() };
            // A shop without imports cannot have the file already.
            if self.store.has_imports(&shop)? {
                let sha256 = digest.get().map_err(|problem| problem.at(path))?;
                if let Some(id) = self.store.import_of_bytes(&shop, sha256, job.plan.facts.sheet.as_deref())? {
                    return Ok(ImportSummary { import_id: Some(id), ..job.summary(FileStatus::Skipped, sha256) });
                }
            }
            loop {
                match self.pass(&job, &mut book, &mut digest, progress)? {
                    Pass::Done(summary) => return Ok(*summary),
                    Pass::Replan(PlanChange::MainOrders) if !job.plan.has_main_order_ids() => {
                        return Err(ImportError::NoMainOrderId { path: path.to_owned() }.into());
                    }
                    Pass::Replan(change) => job.plan.apply(change),
                    Pass::Newer(newest) => job.date_by_orders(newest),
                }
            }
        })
    }

    /// Reads the file by the plan, until a row shows that the plan is wrong.
    fn pass(
        &mut self,
        job: &FileImport<'_>,
        book: &mut Book,
        digest: &mut FileDigest<'_>,
        progress: &mut dyn Progress,
    ) -> Result<Pass, KitError> {
        let mut facts = job.plan.facts.clone();
        facts.grain = facts.grain.map(|_| job.plan.profile.grain);
        let shown = job.options.kept_as.clone().unwrap_or_else(|| job.path.display().to_string());
        let marks = self.shop_marks(job.shop, facts.kind)?;
        let is_trial = self.store.is_trial();
        let sheets: Vec<String> = job.plan.sheets.iter().filter_map(|sheet| sheet.name.clone()).collect();
        let sheets = if sheets.len() > 1 { sheets } else { Vec::new() };
        let mut writer = self.store.begin(&NewImport {
            shop: job.shop,
            path: &shown,
            facts: &facts,
            sheets: &sheets,
            layout: &job.plan.layout,
            exported_at: job.exported_at,
            imported_at: clock::now(),
        })?;
        let mut rejects =
            Rejects { path: job.path, allowed: job.options.max_rejects, first: Vec::new(), kinds: Vec::new() };
        let binder = Binder::new(&job.plan, clock::now());
        let ((stored, exact_rows), binder) = bind_in_thread(book, &job.plan.sheets, binder, |rows| {
            let stored = store(rows, &job.plan, &mut writer, &mut rejects, progress);
            (stored, rows.progress().map_or(0, |progress| progress.exact_rows))
        })?;
        if let Some(change) = stored?.or_else(|| binder.plan_change()) {
            return Ok(Pass::Replan(change));
        }
        let sha256 = digest.get().map_err(|problem| problem.at(job.path))?;
        let counts = *writer.counts();
        if counts.rejected > 0 && counts.rejected + counts.blank == counts.rows_read {
            let mut summary = job.summary(FileStatus::Failed, sha256);
            (summary.counts, summary.rejects, summary.reject_kinds) = (counts, rejects.first, rejects.kinds);
            return Err(KitError::AllRejected { path: job.path.to_owned(), summary: Box::new(summary) });
        }
        if let Some(newest) = binder.newest().filter(|newest| *newest > job.exported_at) {
            if job.exported_from == ExportedFrom::Option {
                let (path, said) = (job.path.to_owned(), job.exported_at);
                return Err(KitError::ExportedBeforeOrders { path, said, newest });
            }
            return Ok(Pass::Newer(newest));
        }
        book.source().check_unchanged().map_err(|problem| problem.at(job.path))?;
        let finished = writer.finish(sha256, binder.grain_is_certain(), book.unpacked())?;
        let mut warnings = binder.warnings(export_cap(job.exported_at.day()));
        warnings.extend(job.warnings.iter().cloned());
        warnings.extend(other_mark(job.path, marks));
        let mut summary = self.summary(job, sha256, finished, rejects, warnings);
        summary.exact_rows = exact_rows;
        summary.unknown_columns = binder.unknown_columns();
        if is_trial {
            (summary.status, summary.import_id) = (FileStatus::DryRun, None);
        }
        Ok(Pass::Done(Box::new(summary)))
    }

    fn summary(
        &self,
        job: &FileImport<'_>,
        sha256: &str,
        finished: FinishedImport,
        rejects: Rejects<'_>,
        warnings: Vec<Warning>,
    ) -> ImportSummary {
        let mut summary = job.summary(FileStatus::Imported, sha256);
        summary.facts.grain = finished.grain;
        summary.import_id = Some(finished.import_id);
        summary.counts = finished.counts;
        summary.days = finished.days;
        (summary.rejects, summary.reject_kinds) = (rejects.first, rejects.kinds);
        summary.warnings = warnings;
        // The file is stored. A disk that fails now must not make it look as if it were not.
        summary.gaps = Days::gaps(self.store.covered_days(job.shop).unwrap_or_default());
        summary
    }

    /// Returns the marks in the names of the files of this kind that were imported for the shop.
    fn shop_marks(&self, shop: &str, kind: ExportKind) -> Result<BTreeSet<String>, KitError> {
        let paths = self.store.import_paths(shop, kind)?;
        Ok(paths.iter().filter_map(|path| clock::shop_mark(Path::new(path)).map(str::to_owned)).collect())
    }
}

/// Tells how one reading of a file ended.
enum Pass {
    /// It is stored.
    Done(Box<ImportSummary>),
    /// A row shows that the plan must change.
    Replan(PlanChange),
    /// It has orders that are newer than the date of the file.
    Newer(Stamp),
}

/// Stores the rows, until one shows that the plan must change.
fn store(
    rows: &mut BoundRows,
    plan: &Plan,
    writer: &mut ImportWriter<'_>,
    rejects: &mut Rejects<'_>,
    progress: &mut dyn Progress,
) -> Result<Option<PlanChange>, KitError> {
    loop {
        if writer.counts().rows_read.is_multiple_of(REPORT_EVERY)
            && let Some(read) = rows.progress()
        {
            progress.advance(writer.counts().rows_read, read.done, read.total);
        }
        let Some(row) = rows.next_row()? else { return Ok(None) };
        match row.bound {
            BoundRow::Header => {}
            BoundRow::Blank => writer.blank(),
            BoundRow::Replan(change) => return Ok(Some(change.clone())),
            BoundRow::Reject(reject) => rejects.add(writer, row.source.sheet, reject.clone())?,
            BoundRow::Record => {
                let effect = writer.put(row.source.sheet, row.source.row, row.record, row.packed)?;
                if effect == RowEffect::Conflict {
                    rejects.add(writer, row.source.sheet, conflict(plan, &row.source, row.record.key()))?;
                }
                rows.need_packed(effect == RowEffect::Inserted);
            }
        }
    }
}

/// Warns where the mark in the name of a file is another than in all earlier files of the shop.
fn other_mark(path: &Path, mut marks: BTreeSet<String>) -> Option<Warning> {
    let mark = clock::shop_mark(path)?;
    if marks.is_empty() || marks.contains(mark) {
        return None;
    }
    marks.insert(mark.to_owned());
    Some(Warning::MixedShop(marks.into_iter().collect()))
}

/// Holds what is known of a file before its rows are read.
struct FileImport<'a> {
    path: &'a Path,
    options: &'a ImportOptions,
    shop: &'a str,
    plan: Plan,
    exported_at: Stamp,
    exported_from: ExportedFrom,
    /// The warnings about the file itself.
    warnings: Vec<Warning>,
}

impl FileImport<'_> {
    /// Dates the export by the newest order in it, because the date of the file is earlier.
    fn date_by_orders(&mut self, newest: Stamp) {
        self.warnings.push(Warning::DateBeforeOrders { own: self.exported_at, newest });
        (self.exported_at, self.exported_from) = (newest, ExportedFrom::Orders);
    }

    fn summary(&self, status: FileStatus, sha256: &str) -> ImportSummary {
        ImportSummary {
            sha256: sha256.to_owned(),
            status,
            facts: self.plan.facts.clone(),
            shop: self.shop.to_owned(),
            exported_at: self.exported_at,
            exported_from: self.exported_from,
            import_id: None,
            counts: Counts::default(),
            exact_rows: 0,
            rejects: Vec::new(),
            reject_kinds: Vec::new(),
            warnings: Vec::new(),
            unknown_columns: self.plan.unknown_columns(&BTreeSet::new()),
            days: None,
            gaps: Vec::new(),
        }
    }
}

/// Keeps the first rejects, and fails once there are more than are allowed.
struct Rejects<'a> {
    path: &'a Path,
    allowed: Option<u64>,
    first: Vec<Reject>,
    kinds: Vec<RejectKind>,
}

impl Rejects<'_> {
    fn add(&mut self, writer: &mut ImportWriter<'_>, sheet: usize, reject: Reject) -> Result<(), KitError> {
        writer.reject(sheet, &reject)?;
        RejectKind::count(&mut self.kinds, &reject);
        if self.first.len() < ImportSummary::MAX_REJECTS {
            self.first.push(reject);
        }
        match self.allowed {
            Some(allowed) if writer.counts().rejected > allowed => Err(KitError::TooManyRejects {
                path: self.path.to_owned(),
                allowed,
                rejects: std::mem::take(&mut self.first),
                kinds: std::mem::take(&mut self.kinds),
            }),
            _ => Ok(()),
        }
    }
}
