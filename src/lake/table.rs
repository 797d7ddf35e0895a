//! A table of a lake: writing the rows of a shop, and committing them as its next version.

use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::action::{Action, MetaData, Protocol};
use super::cells::Cells;
use super::data_file::{self, DataFile};
use super::error::LakeError;
use super::log;
use super::snapshot::{self, Snapshot};
use crate::model::columnar::{Cell, TypedColumn};
use crate::model::hex::hex;

/// The most rows of a data file.
const MOST_ROWS: usize = 250_000;

/// So many versions may come between two checkpoints.
const VERSIONS_OF_CHECKPOINT: u64 = 50;

/// A table of a lake.
#[derive(Debug, Clone)]
pub struct LakeTable {
    path: PathBuf,
    columns: &'static [TypedColumn],
    words: &'static str,
}

/// What a shop is in a table after a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopState {
    /// The version of the table.
    pub version: u64,
    /// Whether the commit changed the files of the shop.
    pub is_changed: bool,
    /// Data files.
    pub files: usize,
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
}

impl ShopState {
    fn of<'f>(version: u64, is_changed: bool, files: impl Iterator<Item = &'f DataFile>) -> Self {
        let none = Self { version, is_changed, files: 0, rows: 0, bytes: 0 };
        files.fold(none, |all, file| Self {
            files: all.files + 1,
            rows: all.rows + file.rows,
            bytes: all.bytes + file.size,
            ..all
        })
    }
}

impl LakeTable {
    /// Names the table of a lake that has these columns, whose meanings are of a version of the words.
    pub fn new(lake: &Path, name: &str, columns: &'static [TypedColumn], words: &'static str) -> Self {
        Self { path: lake.join(name), columns, words }
    }

    /// Refuses a version of other columns or words.
    fn check(&self, version: &Snapshot) -> Result<(), LakeError> {
        if version.is_of(self.columns, self.words) { Ok(()) } else { Err(LakeError::OtherTable(self.path.clone())) }
    }

    /// Returns what a shop is in the newest version, where that has this state of it, with all its files.
    pub fn present(&self, shop: &str, state: i64) -> Result<Option<ShopState>, LakeError> {
        let newest = Snapshot::newest(&self.path)?;
        self.check(&newest)?;
        let is_there = newest.files_of(shop).all(|file| self.path.join(&file.path).is_file());
        let version = newest.version.filter(|_| newest.state(shop) == Some(state) && is_there);
        Ok(version.map(|version| ShopState::of(version, false, newest.files_of(shop))))
    }

    /// Begins to write the rows of a shop.
    pub fn write<'t>(&'t self, shop: &'t str) -> ShopWriter<'t> {
        ShopWriter { table: self, shop, month: None, cells: Cells::new(self.columns), files: Vec::new() }
    }

    /// Commits the data files of a shop in place of those that it has. `state` is the number of the state of the shop that they show,
    /// and `now` the time in milliseconds from 1970.
    pub fn commit(&self, shop: &str, state: i64, files: &[DataFile], now: i64) -> Result<ShopState, LakeError> {
        let mut newest = Snapshot::newest(&self.path)?;
        let mut is_changed = true;
        let committed = newest.append(&self.path, |newest| {
            self.check(newest)?;
            is_changed = !newest.files_of(shop).eq(sorted(files));
            if !is_changed && newest.state(shop) == Some(state) {
                return Ok(None);
            }
            self.check_files(files)?;
            Ok(Some(self.actions(newest, shop, state, files, now)))
        })?;
        if committed.is_some_and(is_checkpoint) {
            newest.advance(&self.path)?;
            log::write_checkpoint(&self.path, newest.version.unwrap_or_default(), &newest.checkpoint(now))?;
        }
        let version = committed.or(newest.version).unwrap_or_default();
        Ok(ShopState::of(version, is_changed, files.iter()))
    }

    /// Returns the actions that replace the files of a shop.
    fn actions(&self, newest: &Snapshot, shop: &str, state: i64, files: &[DataFile], now: i64) -> Vec<Action> {
        let info = json!({"timestamp": now, "operation": "WRITE", "engineInfo": concat!("shopkit/", env!("CARGO_PKG_VERSION"))});
        let mut actions = vec![Action::CommitInfo(info)];
        if newest.version.is_none() {
            let id = hex(&Sha256::digest(format!("{}\n{now}", self.path.display()))[..16]);
            actions.push(Action::Protocol(Protocol::new()));
            actions.push(Action::MetaData(MetaData::new(log::uuid(&id), self.columns, self.words, now)));
        }
        if is_checkpoint(newest.next_version()) && !newest.has_checkpoints() {
            actions.push(Action::Protocol(Protocol::with_checkpoints()));
        }
        actions.push(snapshot::state(shop, state, now));
        let gone = newest.files_of(shop).filter(|old| files.iter().all(|file| file.path != old.path));
        actions.extend(gone.map(|old| snapshot::remove(&old.path, now)));
        let new = sorted(files).filter(|file| !newest.files.contains_key(&file.path));
        actions.extend(new.map(|file| snapshot::add(file, now)));
        actions
    }

    /// Makes sure that no purge has removed the files since they were written.
    fn check_files(&self, files: &[DataFile]) -> Result<(), LakeError> {
        for file in files {
            let path = self.path.join(&file.path);
            std::fs::metadata(&path).map_err(LakeError::of(&path))?;
        }
        Ok(())
    }
}

/// Tells whether a version gets a checkpoint.
fn is_checkpoint(version: u64) -> bool {
    version % VERSIONS_OF_CHECKPOINT == VERSIONS_OF_CHECKPOINT - 1
}

/// Returns files in the order in which a version has them.
fn sorted(files: &[DataFile]) -> impl Iterator<Item = &DataFile> {
    let mut sorted: Vec<&DataFile> = files.iter().collect();
    sorted.sort_by(|one, other| one.path.cmp(&other.path));
    sorted.into_iter()
}

/// Writes the rows of a shop to data files.
pub struct ShopWriter<'t> {
    table: &'t LakeTable,
    shop: &'t str,
    month: Option<String>,
    cells: Cells,
    files: Vec<DataFile>,
}

impl ShopWriter<'_> {
    /// Writes a row, whose cells are in the order of the columns. Rows of a month, or of none, follow one another, always in the same
    /// order, so that the same rows make the same files.
    pub fn row(&mut self, month: Option<&str>, cells: &[Cell<'_>]) -> Result<(), LakeError> {
        if self.month.as_deref() != month || self.cells.rows() >= MOST_ROWS {
            self.flush()?;
            self.month = month.map(str::to_owned);
        }
        self.cells.push(cells);
        Ok(())
    }

    /// Returns the data files.
    pub fn finish(mut self) -> Result<Vec<DataFile>, LakeError> {
        self.flush()?;
        Ok(self.files)
    }

    fn flush(&mut self) -> Result<(), LakeError> {
        if self.cells.rows() > 0 {
            let Self { table, shop, month, cells, files } = self;
            files.push(data_file::write(&table.path, table.columns, cells, shop, month.as_deref())?);
            cells.clear();
        }
        Ok(())
    }
}
