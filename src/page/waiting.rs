//! Files that were sent and wait for a decision: which shop they are of, or whether a preview is to be made real.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::jobs::UploadOptions;
use super::mutex::lock;
use super::upload::Received;

/// The most uploads that wait; with one more the oldest is deleted.
const KEPT: usize = 4;

/// How long an upload waits. The files have contact data, so they do not stay for ever.
const LIFE: Duration = Duration::from_hours(1);

/// Holds the uploads that wait, the newest last.
#[derive(Default)]
pub struct Waiting {
    list: Mutex<VecDeque<Upload>>,
    last: AtomicU64,
}

struct Upload {
    id: u64,
    since: Instant,
    files: Received,
    options: UploadOptions,
}

impl Waiting {
    /// Keeps an upload, and returns its number.
    pub fn keep(&self, files: Received, options: UploadOptions) -> u64 {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let mut list = lock(&self.list);
        list.push_back(Upload { id, since: Instant::now(), files, options });
        // Its folder goes with it.
        while list.len() > KEPT {
            list.pop_front();
        }
        id
    }

    /// Returns the names of the files of an upload and what was said of it.
    pub fn look(&self, id: u64) -> Option<(Vec<String>, UploadOptions)> {
        let list = lock(&self.list);
        let upload = list.iter().find(|upload| upload.id == id)?;
        Some((upload.files.names(), upload.options.clone()))
    }

    /// Returns the path of the first file of an upload.
    pub fn first_file(&self, id: u64) -> Option<PathBuf> {
        lock(&self.list).iter().find(|upload| upload.id == id)?.files.files.first().cloned()
    }

    /// Takes the files of an upload, so that they are imported once.
    pub fn take(&self, id: u64) -> Option<Received> {
        let mut list = lock(&self.list);
        let index = list.iter().position(|upload| upload.id == id)?;
        list.remove(index).map(|upload| upload.files)
    }

    /// Deletes all uploads that wait.
    pub fn clear(&self) {
        lock(&self.list).clear();
    }

    /// Deletes the uploads that have waited too long.
    pub fn remove_old(&self) {
        lock(&self.list).retain(|upload| upload.since.elapsed() < LIFE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(folder: &std::path::Path, name: &str) -> Received {
        let own = tempfile::tempdir_in(folder).expect("a folder");
        let file = own.path().join(name);
        std::fs::write(&file, "a").expect("a file");
        Received { folder: own, files: vec![file] }
    }

    #[test]
    fn files_are_taken_once_and_the_oldest_are_deleted() {
        let outer = tempfile::tempdir().expect("a folder");
        let waiting = Waiting::default();
        let ids: Vec<u64> = (0..=KEPT)
            .map(|number| waiting.keep(received(outer.path(), &format!("{number}.csv")), UploadOptions::default()))
            .collect();
        let left = || std::fs::read_dir(outer.path()).expect("a folder").count();
        assert_eq!(left(), KEPT);
        assert!(waiting.look(ids[0]).is_none());
        assert_eq!(waiting.look(ids[1]).expect("kept").0, ["1.csv"]);
        let taken = waiting.take(ids[1]).expect("kept");
        assert!(taken.files[0].exists() && waiting.take(ids[1]).is_none());
        waiting.remove_old();
        assert!(waiting.look(ids[2]).is_some());
        waiting.clear();
        drop(taken);
        assert_eq!(left(), 0);
    }
}
