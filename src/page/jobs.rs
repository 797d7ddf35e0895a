//! Imports that run in the background: their progress and their results, kept until the program ends.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use shopkit::kit::Progress;
use shopkit::model::summary::FileStatus;
use shopkit::model::time::Stamp;

use super::mutex::lock;
use super::upload::Received;
use crate::front::file_import::FileImport;

/// The most jobs that are kept.
const KEPT: usize = 50;

/// Holds what the form of an upload says besides the files.
#[derive(Debug, Clone, Default)]
pub struct UploadOptions {
    pub shop: Option<String>,
    pub exported_at: Option<Stamp>,
    /// Whether nothing is to be stored.
    pub is_preview: bool,
}

/// Holds the jobs since the program was started, the newest last.
#[derive(Default)]
pub struct Jobs {
    list: Mutex<Vec<Arc<Job>>>,
    last: AtomicU64,
}

/// Holds one upload and the state of each of its files.
pub struct Job {
    pub id: u64,
    /// Whether it only shows what an import would do.
    pub is_preview: bool,
    /// The shop that was named.
    pub shop: Option<String>,
    pub files: Vec<FileJob>,
    /// The folder of the files. No message names it.
    pub folder: PathBuf,
    /// The number under which the files of a preview wait to be imported; 0 where they do not.
    waits_as: AtomicU64,
    is_ended: AtomicBool,
}

/// Holds one file of an upload.
pub struct FileJob {
    pub name: String,
    pub progress: FileProgress,
    stage: Mutex<Stage>,
}

/// Counts how much of a file has been read.
#[derive(Debug, Default)]
pub struct FileProgress {
    pub rows: AtomicU64,
    /// Units of the file that have been read.
    pub done: AtomicU64,
    /// All units; zero where their number is not known.
    pub total: AtomicU64,
}

/// Names the stage of importing that a file is at.
#[derive(Clone, Default)]
pub enum Stage {
    #[default]
    Waiting,
    Running,
    Finished(Arc<FileImport>),
    /// The thread panicked; nothing of the file is stored.
    Crashed,
}

impl FileJob {
    /// Returns the stage that the file is at.
    pub fn stage(&self) -> Stage {
        lock(&self.stage).clone()
    }

    /// Tells whether a preview found something to import in it.
    pub fn is_worth_importing(&self) -> bool {
        matches!(self.stage(), Stage::Finished(finished) if finished.status() == FileStatus::DryRun)
    }

    /// Moves the file on to a stage.
    pub fn enter(&self, stage: Stage) {
        *lock(&self.stage) = stage;
    }
}

impl Job {
    /// Tells whether all files are done.
    pub fn is_done(&self) -> bool {
        self.is_ended.load(Ordering::Acquire)
    }

    /// Marks the job as done.
    pub fn end(&self) {
        self.is_ended.store(true, Ordering::Release);
    }

    /// Says under which number the files wait to be imported.
    pub fn wait_as(&self, id: u64) {
        self.waits_as.store(id, Ordering::Release);
    }

    /// Returns the number under which the files wait to be imported.
    pub fn waits_as(&self) -> Option<u64> {
        Some(self.waits_as.load(Ordering::Acquire)).filter(|id| *id > 0)
    }

    /// Returns the shop that the files went to; nothing where none was read.
    pub fn shop_of_files(&self) -> Option<String> {
        let found = self.files.iter().find_map(|file| match file.stage() {
            Stage::Finished(finished) => finished.summary().map(|summary| summary.shop.clone()),
            _ => None,
        });
        found.or_else(|| self.shop.clone())
    }
}

impl Progress for &FileProgress {
    fn advance(&mut self, rows: u64, done: u64, total: u64) {
        for (kept, now) in [(&self.rows, rows), (&self.done, done), (&self.total, total)] {
            kept.store(now, Ordering::Relaxed);
        }
    }
}

impl Jobs {
    /// Finds a job.
    pub fn find(&self, id: u64) -> Option<Arc<Job>> {
        lock(&self.list).iter().find(|job| job.id == id).cloned()
    }

    /// Lists the jobs that are not done.
    pub fn open(&self) -> Vec<Arc<Job>> {
        lock(&self.list).iter().filter(|job| !job.is_done()).cloned().collect()
    }

    /// Adds a job for the files of an upload.
    pub fn add(&self, options: &UploadOptions, received: &Received) -> Arc<Job> {
        let file = |name| FileJob { name, progress: FileProgress::default(), stage: Mutex::default() };
        let job = Arc::new(Job {
            id: self.last.fetch_add(1, Ordering::Relaxed) + 1,
            is_preview: options.is_preview,
            shop: options.shop.clone(),
            files: received.names().into_iter().map(file).collect(),
            folder: received.folder.path().to_owned(),
            waits_as: AtomicU64::new(0),
            is_ended: AtomicBool::new(false),
        });
        let mut list = lock(&self.list);
        list.push(Arc::clone(&job));
        // A job that is running must stay until it is done.
        if list.len() > KEPT
            && let Some(oldest) = list.iter().position(|job| job.is_done())
        {
            list.remove(oldest);
        }
        job
    }
}
