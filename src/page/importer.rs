//! Imports the files of an upload in the background.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use shopkit::kit::{ImportOptions, Kit, KitError};
use shopkit::model::summary::ImportSummary;

use super::jobs::{FileJob, Job, Stage, UploadOptions};
use super::state::State;
use super::upload::Received;
use crate::front::file_import::FileImport;

/// Starts to import the files of an upload, and returns the number of the job.
pub fn begin(state: &Arc<State>, received: Received, options: UploadOptions) -> u64 {
    let job = state.jobs.add(&options, &received);
    let (id, state) = (job.id, Arc::clone(state));
    thread::spawn(move || {
        let _end = EndOnDrop(&job);
        run(&state, &job, &received, &options);
        // What a preview looked at can be imported without sending it again.
        if job.is_preview && job.files.iter().any(FileJob::is_worth_importing) {
            job.wait_as(state.waiting.keep(received, UploadOptions { is_preview: false, ..options }));
        }
    });
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
        self.0.end();
    }
}

fn run(state: &State, job: &Job, received: &Received, options: &UploadOptions) {
    let _turn = state.turn();
    let open = if job.is_preview { Kit::open_trial } else { Kit::open };
    let mut kit = open(&state.database);
    for (file, path) in job.files.iter().zip(&received.files) {
        file.enter(Stage::Running);
        let result = match &mut kit {
            Ok(kit) => import(kit, state, file, path, options),
            Err(_) => open(&state.database).and_then(|mut kit| import(&mut kit, state, file, path, options)),
        };
        file.enter(Stage::Finished(Arc::new(FileImport { path: file.name.clone().into(), result })));
    }
}

fn import(
    kit: &mut Kit,
    state: &State,
    file: &FileJob,
    path: &Path,
    options: &UploadOptions,
) -> Result<ImportSummary, KitError> {
    let options = ImportOptions {
        shop: options.shop.clone(),
        exported_at: options.exported_at,
        kept_as: Some(file.name.clone()),
        sandbox: state.sandbox.clone(),
        ..ImportOptions::default()
    };
    kit.import(path, &options, &mut &file.progress)
}
