//! Imports that run in the background: their progress and their results, kept until the program ends.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use shopkit::kit::{ImportOptions, Kit, KitError, Progress};
use shopkit::model::summary::ImportSummary;
use shopkit::model::time::Stamp;

use super::state::{State, held};
use super::upload::Received;

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
    Finished(Arc<Result<ImportSummary, KitError>>),
    /// The thread panicked; nothing of the file is stored.
    Crashed,
}

impl FileJob {
    /// Returns the stage that the file is at.
    pub fn stage(&self) -> Stage {
        held(&self.stage).clone()
    }

    fn enter(&self, stage: Stage) {
        *held(&self.stage) = stage;
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
        for (counter, value) in [(&self.rows, rows), (&self.done, done), (&self.total, total)] {
            counter.store(value, Ordering::Relaxed);
        }
    }
}

impl Jobs {
    /// Finds a job.
    pub fn find(&self, id: u64) -> Option<Arc<Job>> {
        held(&self.list).iter().find(|job| job.id == id).cloned()
    }

    /// Lists the jobs that are not done.
    pub fn open(&self) -> Vec<Arc<Job>> {
        held(&self.list).iter().filter(|job| !job.is_done()).cloned().collect()
    }

    fn add(&self, is_preview: bool, received: &Received) -> Arc<Job> {
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = |path| FileJob { name: name(path), progress: FileProgress::default(), stage: Mutex::default() };
        let job = Arc::new(Job {
            id: self.last.fetch_add(1, Ordering::Relaxed) + 1,
            is_preview,
            files: received.files.iter().map(file).collect(),
            folder: received.folder.path().to_owned(),
        });
        let mut list = held(&self.list);
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

/// Holds what the form of an upload says besides the files.
pub struct UploadOptions {
    pub shop: Option<String>,
    pub exported_at: Option<Stamp>,
    /// Whether nothing is to be stored.
    pub is_preview: bool,
}

/// Starts to import the files of an upload, and returns the number of the job.
pub fn begin(state: &Arc<State>, received: Received, upload_options: UploadOptions) -> u64 {
    let job = state.jobs.add(upload_options.is_preview, &received);
    let (id, state) = (job.id, Arc::clone(state));
    thread::spawn(move || run(&state, &job, &received, &upload_options));
    id
}

/// Ends a job even where its thread panics, so that nobody waits for it for ever.
struct EndOnDrop<'j>(&'j Job);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        for file in &self.0.files {
            if !matches!(file.stage(), Stage::Finished(_)) {
                file.enter(Stage::Crashed);
            }
        }
    }
}

fn run(state: &State, job: &Job, received: &Received, upload_options: &UploadOptions) {
    let _turn = state.turn();
    let _end = EndOnDrop(job);
    let open = if job.is_preview { Kit::open_trial } else { Kit::open };
    let mut kit = open(&state.database);
    for (file, path) in job.files.iter().zip(&received.files) {
        file.enter(Stage::Running);
        let result = match &mut kit {
            Ok(kit) => import(kit, state, file, path, upload_options),
            Err(_) => open(&state.database).and_then(|mut kit| import(&mut kit, state, file, path, upload_options)),
        };
        file.enter(Stage::Finished(Arc::new(result)));
    }
}

fn import(
    kit: &mut Kit,
    state: &State,
    file: &FileJob,
    path: &Path,
    upload_options: &UploadOptions,
) -> Result<ImportSummary, KitError> {
    let options = ImportOptions {
        shop: upload_options.shop.clone(),
        exported_at: upload_options.exported_at,
        kept_as: Some(file.name.clone()),
        helper: state.helper.clone(),
        ..ImportOptions::default()
    };
    kit.import(path, &options, &mut &file.progress)
}
