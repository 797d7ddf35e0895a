//! Removing what no version needs any more.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::json;

use super::action::{Action, Protocol};
use super::error::LakeError;
use super::log;
use super::snapshot::{self, Snapshot};

/// What was removed of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// Data files.
    pub files: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// Files of the log.
    pub log_files: u64,
}

/// Removes the data files that no version of the last days needs, and the versions before these days. `now` is in milliseconds from 1970.
pub fn vacuum(table: &Path, keep: Duration, now: i64) -> Result<Removed, LakeError> {
    let mut newest = existing(table)?;
    allow_checkpoints(table, &mut newest)?;
    let cutoff = now.saturating_sub(i64::try_from(keep.as_millis()).unwrap_or(i64::MAX));
    let is_needed =
        |path: &str| newest.files.contains_key(path) || newest.removed.get(path).is_some_and(|at| *at > cutoff);
    let mut removed = remove_files(table, |path, modified| is_needed(path) || modified > cutoff)?;
    let mut forgotten = newest.clone();
    forgotten.removed.retain(|_, at| *at > cutoff);
    // Versions of the last days need a checkpoint before them; the next vacuum finds this one.
    let files = log::files(table)?;
    let base = files.iter().rfind(|file| file.is_checkpoint && modified(&file.path) <= cutoff).map(|file| file.version);
    if let Some(version) = forgotten.version {
        log::write_checkpoint(table, version, &forgotten.checkpoint(now))?;
    }
    for file in files.iter().filter(|file| base.is_some_and(|base| file.version < base)) {
        removed.log_files += u64::from(remove(&file.path)?);
    }
    Ok(removed)
}

/// Removes all versions but the newest, with all that they held; first, where one is named, a shop. Nobody may write to the table
/// meanwhile. `now` is in milliseconds from 1970.
pub fn purge(table: &Path, shop: Option<&str>, now: i64) -> Result<Removed, LakeError> {
    let mut newest = existing(table)?;
    if let Some(shop) = shop {
        append(table, &mut newest, |newest| {
            let files = newest.files_of(shop).map(|file| snapshot::remove(&file.path, now));
            files.chain([snapshot::state(shop, 0, now)]).collect()
        })?;
        newest.forget(shop);
    }
    allow_checkpoints(table, &mut newest)?;
    // The version that stays says nothing of those before it.
    append(table, &mut newest, |_| Vec::new())?;
    newest.removed.clear();
    let version = newest.version.unwrap_or_default();
    log::write_checkpoint(table, version, &newest.checkpoint(now))?;
    let mut removed = remove_files(table, |path, _| newest.files.contains_key(path))?;
    for file in log::files(table)?.iter().filter(|file| file.version < version) {
        removed.log_files += u64::from(remove(&file.path)?);
    }
    Ok(removed)
}

/// Lets a table have checkpoints.
fn allow_checkpoints(table: &Path, newest: &mut Snapshot) -> Result<(), LakeError> {
    if newest.has_checkpoints() {
        return Ok(());
    }
    append(table, newest, |_| vec![Action::Protocol(Protocol::with_checkpoints())])
}

/// Commits the next version, which `actions` makes of the newest one.
fn append(table: &Path, newest: &mut Snapshot, actions: impl Fn(&Snapshot) -> Vec<Action>) -> Result<(), LakeError> {
    let info = || Action::CommitInfo(json!({"operation": "UPKEEP"}));
    newest.append(table, |newest| Ok(Some([info()].into_iter().chain(actions(newest)).collect())))?;
    newest.advance(table)
}

fn existing(table: &Path) -> Result<Snapshot, LakeError> {
    let newest = Snapshot::newest(table)?;
    if newest.version.is_some() { Ok(newest) } else { Err(LakeError::NoLake(table.to_owned())) }
}

/// Removes the files below the shops of a table that are not kept. `keep` gets the path below the table and the time of the last change.
fn remove_files(table: &Path, keep: impl Fn(&str, i64) -> bool) -> Result<Removed, LakeError> {
    let mut removed = Removed::default();
    let mut emptied = BTreeSet::new();
    for shop in entries(table)?.into_iter().filter(|path| path.is_dir() && !path.ends_with("_delta_log")) {
        for month in entries(&shop)?.into_iter().filter(|path| path.is_dir()) {
            for file in entries(&month)?.into_iter().filter(|path| path.is_file()) {
                let name = [&shop, &month, &file]
                    .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned());
                if keep(&name.join("/"), modified(&file)) {
                    continue;
                }
                let bytes = fs::metadata(&file).map(|meta| meta.len()).unwrap_or_default();
                if remove(&file)? {
                    removed.files += 1;
                    removed.bytes += bytes;
                    emptied.extend([month.clone(), shop.clone()]);
                }
            }
        }
    }
    // The longer path stands behind its folder. A folder that is not empty stays.
    for folder in emptied.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
    Ok(removed)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, LakeError> {
    let read = || -> std::io::Result<Vec<PathBuf>> { fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect() };
    read().map_err(LakeError::of(folder))
}

/// Removes a file, and tells whether it was there.
fn remove(path: &Path) -> Result<bool, LakeError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(LakeError::of(path)(error)),
    }
}

/// Returns when a file was changed last, in milliseconds from 1970.
fn modified(path: &Path) -> i64 {
    let since = fs::metadata(path).and_then(|meta| meta.modified()).ok();
    let since = since.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(i64::MAX)
}
