//! A version of a table: its data files, and which state of each shop it has.

use std::collections::BTreeMap;
use std::path::Path;

use super::action::{Action, Add, CheckpointMetadata, MetaData, PARTITIONS, Protocol, Remove, Txn, WORDS, schema};
use super::data_file::DataFile;
use super::error::LakeError;
use super::log;
use super::names;
use crate::model::columnar::TypedColumn;

/// What stands before the name of a shop in the log, where its state is named.
const SHOP_STATE: &str = "shopkit/shop/";

/// How often a commit is tried while others commit.
const TRIES: usize = 1000;

/// A version of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// The number of the version; nothing where there is none yet.
    pub version: Option<u64>,
    /// The data files by their paths.
    pub files: BTreeMap<String, DataFile>,
    /// The files that earlier versions had, with the time from which they are gone, in milliseconds from 1970.
    pub(super) removed: BTreeMap<String, i64>,
    states: BTreeMap<String, i64>,
    protocol: Option<Protocol>,
    metadata: Option<MetaData>,
}

impl Snapshot {
    /// Reads the newest version of a table, which may have none.
    pub fn newest(table: &Path) -> Result<Self, LakeError> {
        let mut snapshot = Self::default();
        snapshot.advance(table)?;
        Ok(snapshot)
    }

    /// Reads the versions that came since.
    pub(super) fn advance(&mut self, table: &Path) -> Result<(), LakeError> {
        let files = log::files(table)?;
        let is_newer = |version: u64| self.version.is_none_or(|own| version > own);
        if let Some(checkpoint) = files.iter().rfind(|file| file.is_checkpoint && is_newer(file.version)) {
            *self = Self { version: Some(checkpoint.version), ..Self::default() };
            self.apply(&checkpoint.path)?;
        }
        for file in files.iter().filter(|file| !file.is_checkpoint) {
            let next = self.next_version();
            if file.version > next {
                return Err(LakeError::Log(file.path.clone()));
            }
            if file.version == next {
                self.apply(&file.path)?;
                self.version = Some(next);
            }
        }
        Ok(())
    }

    /// Commits the version after the newest one. `actions` makes it of that, again where others commit meanwhile, or says that there is
    /// nothing to commit. Returns the number of the version; nothing where there was nothing.
    pub(super) fn append(
        &mut self,
        table: &Path,
        mut actions: impl FnMut(&Self) -> Result<Option<Vec<Action>>, LakeError>,
    ) -> Result<Option<u64>, LakeError> {
        for _ in 0..TRIES {
            let Some(actions) = actions(self)? else { return Ok(None) };
            let version = self.next_version();
            if log::commit(table, version, &actions)? {
                return Ok(Some(version));
            }
            self.advance(table)?;
        }
        Err(LakeError::Busy(table.to_owned()))
    }

    /// Returns the number of the version after this one.
    pub(super) fn next_version(&self) -> u64 {
        self.version.map_or(0, |version| version + 1)
    }

    fn apply(&mut self, path: &Path) -> Result<(), LakeError> {
        let damaged = || LakeError::Log(path.to_owned());
        for action in log::read(path)? {
            match action {
                Action::CommitInfo(_) | Action::CheckpointMetadata(_) => {}
                Action::Protocol(protocol) => {
                    self.protocol = Some(Some(protocol).filter(Protocol::is_known).ok_or_else(damaged)?);
                }
                Action::MetaData(metadata) => self.metadata = Some(metadata),
                Action::Txn(txn) => {
                    self.states.insert(txn.app_id, txn.version);
                }
                Action::Add(add) => {
                    let file = data_file(add).ok_or_else(damaged)?;
                    self.removed.remove(&file.path);
                    self.files.insert(file.path.clone(), file);
                }
                Action::Remove(remove) => {
                    let path = names::path_of(&remove.path).ok_or_else(damaged)?;
                    self.files.remove(&path);
                    self.removed.insert(path, remove.deletion_timestamp);
                }
            }
        }
        Ok(())
    }

    /// Tells whether the table is one of these columns and words, or new.
    pub(super) fn is_of(&self, columns: &[TypedColumn], words: &str) -> bool {
        self.metadata.as_ref().is_none_or(|metadata| {
            metadata.partition_columns == PARTITIONS
                && metadata.schema_string == schema(columns)
                && metadata.configuration.get(WORDS).is_some_and(|own| own == words)
        })
    }

    /// Returns the number of the state of a shop that the version has.
    pub fn state(&self, shop: &str) -> Option<i64> {
        self.states.get(&app_id(shop)).copied()
    }

    /// Lists the data files of a shop.
    pub fn files_of<'s>(&'s self, shop: &'s str) -> impl Iterator<Item = &'s DataFile> {
        self.files.values().filter(move |file| file.shop == shop)
    }

    /// Tells whether the table may have checkpoints.
    pub(super) fn has_checkpoints(&self) -> bool {
        self.protocol.as_ref().is_some_and(Protocol::has_checkpoints)
    }

    /// Forgets the state of a shop.
    pub(super) fn forget(&mut self, shop: &str) {
        self.states.remove(&app_id(shop));
    }

    /// Returns the actions of a checkpoint of the version.
    pub(super) fn checkpoint(&self, now: i64) -> Vec<Action> {
        let version = self.version.unwrap_or_default();
        let mut actions = vec![Action::CheckpointMetadata(CheckpointMetadata { version })];
        actions.extend(self.protocol.clone().map(Action::Protocol));
        actions.extend(self.metadata.clone().map(Action::MetaData));
        actions.extend(self.states.iter().map(|(app_id, version)| {
            Action::Txn(Txn { app_id: app_id.clone(), version: *version, last_updated: None })
        }));
        actions.extend(self.files.values().map(|file| add(file, now)));
        actions.extend(self.removed.iter().map(|(path, at)| remove(path, *at)));
        actions
    }
}

/// Names the state of a shop in the log.
fn app_id(shop: &str) -> String {
    format!("{SHOP_STATE}{shop}")
}

/// Returns the action that says which state of a shop a version has.
pub(super) fn state(shop: &str, state: i64, now: i64) -> Action {
    Action::Txn(Txn { app_id: app_id(shop), version: state, last_updated: Some(now) })
}

/// Returns the action that adds a file.
pub(super) fn add(file: &DataFile, now: i64) -> Action {
    let values = [Some(file.shop.clone()), file.month.clone()];
    Action::Add(Add {
        path: names::address(&file.path),
        partition_values: PARTITIONS.iter().map(|name| (*name).to_owned()).zip(values).collect(),
        size: file.size,
        modification_time: now,
        data_change: true,
        stats: Some(format!("{{\"numRecords\":{}}}", file.rows)),
    })
}

/// Returns the action that removes a file.
pub(super) fn remove(path: &str, now: i64) -> Action {
    Action::Remove(Remove { path: names::address(path), deletion_timestamp: now, data_change: true })
}

/// Reads a file that was added; nothing where it is none of a shop.
fn data_file(add: Add) -> Option<DataFile> {
    let stats: serde_json::Value = serde_json::from_str(&add.stats?).ok()?;
    let mut values = add.partition_values;
    Some(DataFile {
        path: names::path_of(&add.path)?,
        shop: values.remove(PARTITIONS[0])??,
        month: values.remove(PARTITIONS[1])?,
        size: add.size,
        rows: stats["numRecords"].as_u64()?,
    })
}
