//! Imports that run in the background: their progress and their results, kept until the program ends.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use shopkit::kit::Progress;

use super::mutex::lock;
use crate::front::file_import::FileImport;

/// The most jobs that are kept.
const KEPT: usize = 50;

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
    pub files: Vec<FileJob>,
    /// The folder of the files. No message names it.
    pub folder: PathBuf,
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

    /// Moves the file on to a stage.
    pub fn enter(&self, stage: Stage) {
        *lock(&self.stage) = stage;
    }
}

impl Job {
    /// Tells whether all files are done.
    pub fn is_done(&self) -> bool {
        self.files.iter().all(|file| matches!(file.stage(), Stage::Finished(_) | Stage::Crashed))
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

    /// Adds a job for files of a folder.
    pub fn add(&self, is_preview: bool, folder: &Path, files: &[PathBuf]) -> Arc<Job> {
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = |path| FileJob { name: name(path), progress: FileProgress::default(), stage: Mutex::default() };
        let job = Arc::new(Job {
            id: self.last.fetch_add(1, Ordering::Relaxed) + 1,
            is_preview,
            files: files.iter().map(file).collect(),
            folder: folder.to_owned(),
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
