//! The lake: tables in Parquet with a Delta transaction log, which engines for many machines read. This room knows no database and
//! no report; it takes rows of cells and keeps them.
//!
//! A *lake* is a folder with a folder for each table. A table has its rows in data files below `shop=…/month=…`, and in `_delta_log`
//! a file for each version of it. The format of the log is Delta's:
//! <https://github.com/delta-io/delta/blob/master/PROTOCOL.md>.
//!
//! # Invariants
//!
//! - **Data files never change.** The name of one is made of what it holds, so the same rows of a shop have the same file.
//! - **A version is one file of the log**, which appears as a whole or not at all. Whoever reads sees one version.
//! - **A commit replaces all files of a shop**, so that the files of two writers never mix. Two writers never write one version: the
//!   second finds it taken, reads it, and writes the next.

mod action;
mod cells;
mod data_file;
mod error;
mod log;
mod names;
mod snapshot;
mod table;
mod upkeep;

pub use data_file::DataFile;
pub use error::LakeError;
pub use snapshot::Snapshot;
pub use table::{LakeTable, ShopState, ShopWriter};
pub use upkeep::{Removed, purge, vacuum};
