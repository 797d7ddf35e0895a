//! The import of one file: the file, and the result.

use std::path::PathBuf;

use shopkit::kit::KitError;
use shopkit::model::reject::{Reject, RejectKind};
use shopkit::model::summary::{FileStatus, ImportSummary};

use super::text::shortened;

/// Holds a file that was to be imported, with the result.
pub struct FileImport {
    /// The path, or the name alone where that is all a reader knows.
    pub path: PathBuf,
    pub result: Result<ImportSummary, KitError>,
}

impl FileImport {
    /// Returns the name of the file, short enough for a table.
    pub fn name(&self) -> String {
        shortened(&self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy())
    }

    /// Returns the status.
    pub fn status(&self) -> FileStatus {
        self.result.as_ref().map_or(FileStatus::Failed, |summary| summary.status)
    }

    /// Returns what was found out about the rows. A file whose rows were all rejected has it too.
    pub fn summary(&self) -> Option<&ImportSummary> {
        match &self.result {
            Ok(summary) => Some(summary),
            Err(KitError::AllRejected { summary, .. }) => Some(summary),
            Err(_) => None,
        }
    }

    /// Lists the first rejected rows.
    pub fn rejects(&self) -> &[Reject] {
        match (&self.result, self.summary()) {
            (Err(KitError::TooManyRejects { rejects, .. }), _) => rejects,
            (_, summary) => summary.map_or(&[], |summary| &summary.rejects),
        }
    }

    /// Lists the rejected rows by reason and header.
    pub fn reject_kinds(&self) -> &[RejectKind] {
        match (&self.result, self.summary()) {
            (Err(KitError::TooManyRejects { kinds, .. }), _) => kinds,
            (_, summary) => summary.map_or(&[], |summary| &summary.reject_kinds),
        }
    }
}
