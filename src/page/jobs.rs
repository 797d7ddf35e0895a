//! Imports that were begun: how far they are, and what came of them. They are kept until the program ends.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use shopkit::kit::{ImportOptions, Kit, KitError, Progress};
use shopkit::model::summary::ImportSummary;
use shopkit::model::time::Stamp;

use super::state::{State, held};
use super::upload::Received;

/// Jobs that are kept.
const KEPT: usize = 50;

/// Holds the jobs of this start, the newest last.
#[derive(Default)]
pub struct Jobs {
    list: Mutex<Vec<Arc<Job>>>,
    last: AtomicU64,
}

/// Holds one upload and what became of its files.
pub struct Job {
    pub id: u64,
    /// Whether it only shows what an import would do.
    pub is_trial: bool,
    pub files: Vec<FileJob>,
    /// The folder of the files, which is named in no message.
    pub folder: PathBuf,
}

/// Holds one file of an upload.
pub struct FileJob {
    pub name: String,
    pub come: Come,
    outcome: Mutex<Outcome>,
}

/// Tells how far a file has come.
#[derive(Debug, Default)]
pub struct Come {
    pub rows: AtomicU64,
    pub done: AtomicU64,
    pub total: AtomicU64,
}

/// Names what became of a file.
#[derive(Clone, Default)]
pub enum Outcome {
    #[default]
    Waits,
    Runs,
    Done(Arc<Result<ImportSummary, KitError>>),
    /// A mistake of this program ended it; nothing of it is stored.
    Broken,
}

impl FileJob {
    /// Returns what became of the file.
    pub fn outcome(&self) -> Outcome {
        held(&self.outcome).clone()
    }

    fn becomes(&self, outcome: Outcome) {
        *held(&self.outcome) = outcome;
    }
}

impl Job {
    /// Tells whether all files are done.
    pub fn is_done(&self) -> bool {
        self.files.iter().all(|file| matches!(file.outcome(), Outcome::Done(_) | Outcome::Broken))
    }
}

impl Progress for &Come {
    fn advance(&mut self, rows: u64, done: u64, total: u64) {
        for (kept, told) in [(&self.rows, rows), (&self.done, done), (&self.total, total)] {
            kept.store(told, Ordering::Relaxed);
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

    fn add(&self, is_trial: bool, received: &Received) -> Arc<Job> {
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = |path| FileJob { name: name(path), come: Come::default(), outcome: Mutex::default() };
        let job = Arc::new(Job {
            id: self.last.fetch_add(1, Ordering::Relaxed) + 1,
            is_trial,
            files: received.files.iter().map(file).collect(),
            folder: received.folder.path().to_owned(),
        });
        let mut list = held(&self.list);
        list.push(Arc::clone(&job));
        // One that runs has to be found until it is done.
        if list.len() > KEPT
            && let Some(oldest) = list.iter().position(|job| job.is_done())
        {
            list.remove(oldest);
        }
        job
    }
}

/// Tells how the files of an upload are wanted.
pub struct Wishes {
    pub shop: Option<String>,
    pub exported_at: Option<Stamp>,
    pub is_trial: bool,
}

/// Begins to import files that came, and returns the number of the job.
pub fn begin(state: &Arc<State>, received: Received, wishes: Wishes) -> u64 {
    let job = state.jobs.add(wishes.is_trial, &received);
    let (id, state) = (job.id, Arc::clone(state));
    thread::spawn(move || run(&state, &job, &received, &wishes));
    id
}

/// Ends a job however its thread ends, so that nobody waits for it for ever.
struct Ends<'j>(&'j Job);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        for file in &self.0.files {
            if !matches!(file.outcome(), Outcome::Done(_)) {
                file.becomes(Outcome::Broken);
            }
        }
    }
}

fn run(state: &State, job: &Job, received: &Received, wishes: &Wishes) {
    let _turn = state.turn();
    let _ends = Ends(job);
    let open = if job.is_trial { Kit::open_trial } else { Kit::open };
    let mut kit = open(&state.database);
    for (file, path) in job.files.iter().zip(&received.files) {
        file.becomes(Outcome::Runs);
        let done = match &mut kit {
            Ok(kit) => import(kit, state, file, path, wishes),
            Err(_) => open(&state.database).and_then(|mut kit| import(&mut kit, state, file, path, wishes)),
        };
        file.becomes(Outcome::Done(Arc::new(done)));
    }
}

fn import(
    kit: &mut Kit,
    state: &State,
    file: &FileJob,
    path: &Path,
    wishes: &Wishes,
) -> Result<ImportSummary, KitError> {
    let options = ImportOptions {
        shop: wishes.shop.clone(),
        exported_at: wishes.exported_at,
        kept_as: Some(file.name.clone()),
        helper: state.helper.clone(),
        ..ImportOptions::default()
    };
    kit.import(path, &options, &mut &file.come)
}
