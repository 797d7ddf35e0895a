//! The main job: one file into the database.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Kit;
use super::clock;
use super::error::KitError;
use super::progress::Progress;
use crate::import::{Binder, Bound, BoundRows, ImportError, Plan, bind_ahead, conflict};
use crate::model::export::{ExportKind, Grain};
use crate::model::field::Field;
use crate::model::hex::hex;
use crate::model::reject::{Reject, Warning};
use crate::model::summary::{Counts, Days, ExportedFrom, FileStatus, ImportSummary};
use crate::model::time::Stamp;
use crate::sheet::{Book, ForcedEncoding, Problem, Source};
use crate::store::{Finished, ImportWriter, NewImport, Put};

/// Rows between two reports of progress.
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
    /// The program that reads old and odd formats in a process of its own, as [`crate::sheet::aside`] tells; without it they are
    /// read in this process, where a hostile file can take all memory or end it. Then the program that embeds this wants
    /// `overflow-checks` for calamine in its profile, as this package has: a place that no sheet has must not come out as another.
    pub helper: Option<PathBuf>,
    /// The name that is kept of the file, where the path is only that of a copy.
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
        let sha256 = digest(path).map_err(|problem| problem.at(path))?;
        let mut book = Book::open_with(path, options.encoding, options.helper.as_deref())?;
        let plan = crate::import::plan(&mut book, options.sheet.as_deref(), options.kind)?;
        let earlier = self.store.import_of_bytes(&shop, &sha256, plan.facts.sheet.as_deref())?;
        let (exported_at, exported_from) = clock::exported_at(path, options.exported_at);
        let job = Job { path, options, shop: &shop, sha256: &sha256, plan: &plan, exported_at, exported_from };
        if let Some(import_id) = earlier {
            return Ok(ImportSummary { import_id: Some(import_id), ..job.summary(FileStatus::Skipped) });
        }
        let status = if self.store.is_trial() { FileStatus::DryRun } else { FileStatus::Imported };
        let mut summary = self.run(&job, &mut book, progress)?;
        summary.status = status;
        if self.store.is_trial() {
            summary.import_id = None;
        }
        Ok(summary)
    }

    /// Reads the file with the planned grain, and once more where a row shows that each row is a main order.
    fn run(&mut self, job: &Job<'_>, book: &mut Book, progress: &mut dyn Progress) -> Result<ImportSummary, KitError> {
        let mut grain = job.plan.profile.grain;
        loop {
            if let Some(summary) = self.pass(job, book, grain, progress)? {
                return Ok(summary);
            }
            if !job.plan.layout.fields.contains(Field::MainOrderId) {
                return Err(ImportError::NoMainOrderId { path: job.path.to_owned() }.into());
            }
            grain = Grain::MainOrder;
        }
    }

    /// Reads the whole file as rows of a grain; nothing where a row shows that they are not.
    fn pass(
        &mut self,
        job: &Job<'_>,
        book: &mut Book,
        grain: Grain,
        progress: &mut dyn Progress,
    ) -> Result<Option<ImportSummary>, KitError> {
        let mut facts = job.plan.facts.clone();
        facts.grain = facts.grain.map(|_| grain);
        let shown = job.options.kept_as.clone().unwrap_or_else(|| job.path.display().to_string());
        let marks = self.shop_marks(job.shop, facts.kind)?;
        let mut writer = self.store.begin(&NewImport {
            shop: job.shop,
            path: &shown,
            sha256: job.sha256,
            facts: &facts,
            layout: &job.plan.layout,
            exported_at: job.exported_at,
            imported_at: clock::now(),
        })?;
        let mut rejects = Rejects { path: job.path, allowed: job.options.max_rejects, first: Vec::new() };
        let binder = Binder::new(job.plan, grain);
        let ((stored, exact_rows), binder) = bind_ahead(book, job.plan.sheet, binder, |rows| {
            let stored = store(rows, job.plan, grain, &mut writer, &mut rejects, progress);
            (stored, rows.progress().map_or(0, |come| come.exact_rows))
        })?;
        if !stored? {
            return Ok(None);
        }
        let finished = writer.finish(binder.grain_is_certain())?;
        let mut warnings = binder.warnings();
        warnings.extend(other_mark(job.path, marks));
        let mut summary = self.summary(job, finished, rejects.first, warnings);
        summary.exact_rows = exact_rows;
        summary.unknown_columns = binder.unknown_columns();
        Ok(Some(summary))
    }

    fn summary(
        &self,
        job: &Job<'_>,
        finished: Finished,
        rejects: Vec<Reject>,
        warnings: Vec<Warning>,
    ) -> ImportSummary {
        let mut summary = job.summary(FileStatus::Imported);
        summary.facts.grain = finished.grain;
        summary.import_id = Some(finished.import_id);
        summary.counts = finished.counts;
        summary.days = finished.days;
        summary.rejects = rejects;
        summary.warnings = warnings;
        // The file is stored; that a disk fails just now must not make it look as if it were not.
        summary.gaps = Days::gaps(self.store.covered_days(job.shop).unwrap_or_default());
        summary
    }

    /// Returns the marks of shops in the names of the files of a kind that the shop has.
    fn shop_marks(&self, shop: &str, kind: ExportKind) -> Result<BTreeSet<String>, KitError> {
        let paths = self.store.import_paths(shop, kind)?;
        Ok(paths.iter().filter_map(|path| clock::shop_mark(Path::new(path)).map(str::to_owned)).collect())
    }
}

/// Stores the rows; false where one shows that the file is of the other grain.
fn store(
    rows: &mut BoundRows,
    plan: &Plan,
    grain: Grain,
    writer: &mut ImportWriter<'_>,
    rejects: &mut Rejects<'_>,
    progress: &mut dyn Progress,
) -> Result<bool, KitError> {
    loop {
        if writer.counts().rows_read.is_multiple_of(REPORT_EVERY)
            && let Some(come) = rows.progress()
        {
            progress.advance(writer.counts().rows_read, come.done, come.total);
        }
        let Some(row) = rows.next_row()? else { return Ok(true) };
        match row.bound {
            Bound::Header => {}
            Bound::Blank => writer.blank(),
            Bound::OtherGrain => return Ok(false),
            Bound::Reject(reject) => rejects.take(writer, reject.clone())?,
            Bound::Record => {
                if writer.put(row.number, row.record)? == Put::Conflict {
                    rejects.take(writer, conflict(plan, grain, row.number, row.record.key()))?;
                }
            }
        }
    }
}

/// Warns where the name of a file has another shop's mark than all files before.
fn other_mark(path: &Path, mut marks: BTreeSet<String>) -> Option<Warning> {
    let mark = clock::shop_mark(path)?;
    if marks.is_empty() || marks.contains(mark) {
        return None;
    }
    marks.insert(mark.to_owned());
    Some(Warning::MixedShop(marks.into_iter().collect()))
}

/// Holds what is settled of a file before its rows are read.
struct Job<'a> {
    path: &'a Path,
    options: &'a ImportOptions,
    shop: &'a str,
    sha256: &'a str,
    plan: &'a Plan,
    exported_at: Stamp,
    exported_from: ExportedFrom,
}

impl Job<'_> {
    fn summary(&self, status: FileStatus) -> ImportSummary {
        ImportSummary {
            sha256: self.sha256.to_owned(),
            status,
            facts: self.plan.facts.clone(),
            shop: self.shop.to_owned(),
            exported_at: self.exported_at,
            exported_from: self.exported_from,
            import_id: None,
            counts: Counts::default(),
            exact_rows: 0,
            rejects: Vec::new(),
            warnings: Vec::new(),
            unknown_columns: self.plan.unknown_columns(&BTreeSet::new()),
            days: None,
            gaps: Vec::new(),
        }
    }
}

/// Keeps the first rejects and the count of what is allowed.
struct Rejects<'a> {
    path: &'a Path,
    allowed: Option<u64>,
    first: Vec<Reject>,
}

impl Rejects<'_> {
    fn take(&mut self, writer: &mut ImportWriter<'_>, reject: Reject) -> Result<(), KitError> {
        writer.reject(&reject)?;
        if self.first.len() < ImportSummary::MAX_REJECTS {
            self.first.push(reject);
        }
        match self.allowed {
            Some(allowed) if writer.counts().rejected > allowed => Err(KitError::TooManyRejects {
                path: self.path.to_owned(),
                allowed,
                rejects: std::mem::take(&mut self.first),
            }),
            _ => Ok(()),
        }
    }
}

/// Returns the lower-case hex SHA-256 of a file.
pub(super) fn digest(path: &Path) -> Result<String, Problem> {
    let mut file = Source::open(path)?.reader();
    let mut hasher = Sha256::new();
    let mut block = vec![0_u8; 1 << 20];
    loop {
        match file.read(&mut block)? {
            0 => break,
            read => hasher.update(&block[..read]),
        }
    }
    Ok(hex(&hasher.finalize()))
}
