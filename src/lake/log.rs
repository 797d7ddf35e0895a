//! The files of a log: their names, reading one, and writing one that is not there yet.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::action::Action;
use super::data_file::share;
use super::error::LakeError;
use crate::model::hex::hex;
use crate::store::PartFile;

/// The folder of the log below a table.
const FOLDER: &str = "_delta_log";

/// The file that names the newest checkpoint.
const LAST_CHECKPOINT: &str = "_last_checkpoint";

/// Digits of a version in the name of a file.
const DIGITS: usize = 20;

/// A file of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LogFile {
    pub version: u64,
    /// Whether it has all of its version, and not only what the version changed.
    pub is_checkpoint: bool,
    pub path: PathBuf,
}

/// Returns the folder of the log of a table.
pub(super) fn folder(table: &Path) -> PathBuf {
    table.join(FOLDER)
}

/// Lists the files of a log, the oldest first; none where there is no log.
pub(super) fn files(table: &Path) -> Result<Vec<LogFile>, LakeError> {
    let folder = folder(table);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(LakeError::of(&folder)(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(LakeError::of(&folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((digits, rest)) = name.split_once('.').filter(|(digits, _)| digits.len() == DIGITS) else { continue };
        let (Ok(version), is_checkpoint) = (digits.parse(), rest.starts_with("checkpoint.")) else { continue };
        if !is_checkpoint && rest != "json" {
            continue;
        }
        // Checkpoints in Parquet are of other programs.
        if is_checkpoint && rest.rsplit('.').next() != Some("json") {
            return Err(LakeError::Log(path));
        }
        files.push(LogFile { version, is_checkpoint, path });
    }
    files.sort_by(|one, other| {
        (one.version, !one.is_checkpoint, &one.path).cmp(&(other.version, !other.is_checkpoint, &other.path))
    });
    Ok(files)
}

/// Reads the actions of a file of the log.
pub(super) fn read(path: &Path) -> Result<Vec<Action>, LakeError> {
    let text = fs::read_to_string(path).map_err(LakeError::of(path))?;
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).map_err(|_| LakeError::Log(path.to_owned()))).collect()
}

/// Writes the file of a version. Returns whether that worked; another program may have written the version before.
pub(super) fn commit(table: &Path, version: u64, actions: &[Action]) -> Result<bool, LakeError> {
    let path = folder(table).join(format!("{version:0DIGITS$}.json"));
    write_new(&path, &text(actions))
}

/// Writes a checkpoint of a version, and the file that names it. One that is there already has the same.
pub(super) fn write_checkpoint(table: &Path, version: u64, actions: &[Action]) -> Result<(), LakeError> {
    let (folder, text) = (folder(table), text(actions));
    let hash = hex(&Sha256::digest(text.as_bytes())[..16]);
    let name = format!("{version:0DIGITS$}.checkpoint.{}.json", uuid(&hash));
    write_new(&folder.join(&name), &text)?;
    let path = folder.join(LAST_CHECKPOINT);
    let pointer = json!({
        "version": version,
        "size": actions.len(),
        "v2Checkpoint": {"path": name, "sizeInBytes": text.len(), "modificationTime": 0, "nonFileActions": [], "sidecarFiles": []},
    });
    let mut part = PartFile::create(&path).map_err(LakeError::of(&path))?;
    let finish = |part: &mut PartFile| {
        part.file().write_all(pointer.to_string().as_bytes())?;
        share(part.file())
    };
    finish(&mut part).and_then(|()| part.finish(&path)).map_err(LakeError::of(&path))
}

/// Writes 32 hex digits as a UUID.
pub(super) fn uuid(hash: &str) -> String {
    [&hash[..8], &hash[8..12], &hash[12..16], &hash[16..20], &hash[20..32]].join("-")
}

fn text(actions: &[Action]) -> String {
    let mut text = String::new();
    for action in actions {
        // Actions have only texts, numbers and lists of them.
        text.push_str(&serde_json::to_string(action).unwrap_or_default());
        text.push('\n');
    }
    text
}

/// Writes a file that is not there yet, so that it appears as a whole. Returns whether it was not there.
fn write_new(path: &Path, text: &str) -> Result<bool, LakeError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(LakeError::of(folder))?;
    let mut part = PartFile::create(path).map_err(LakeError::of(path))?;
    let write = |part: &mut PartFile| {
        part.file().write_all(text.as_bytes())?;
        share(part.file())?;
        part.file().sync_all()
    };
    write(&mut part).map_err(LakeError::of(path))?;
    match part.finish_new(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(LakeError::of(path)(error)),
    }
}
