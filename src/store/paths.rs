//! Paths beside a database.

use std::path::{Path, PathBuf};

/// The file in the folder of a page that is locked as long as the page runs.
pub const PAGE_LOCK: &str = "lock";

/// The folder in the folder of a page that receives uploaded files.
pub const PAGE_UPLOADS: &str = "uploads";

/// Returns the folder of the page that serves a database. It stands beside the database.
pub fn page_folder(database: &Path) -> PathBuf {
    beside(database, "-serve")
}

/// Returns the log beside a database, which holds what is not in the database yet.
pub fn log_of(database: &Path) -> PathBuf {
    beside(database, "-wal")
}

/// Returns the folder that contains a file.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Returns a path with a suffix added to its file name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}
