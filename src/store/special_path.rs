//! Paths that keep nothing, such as devices: a database there would be lost when the command ends.

use std::fs;
use std::path::Path;

use crate::model::device::is_device;

/// Tells whether a path is empty, or names memory, a device or a pipe.
pub(super) fn keeps_nothing(path: &Path) -> bool {
    let is_special = || fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir());
    is_memory(path) || is_reserved(path) || is_special()
}

/// Tells whether a file has a second name (a hard link). SQLite names the log after the name that it is opened by, so two programs
/// could each have their own log.
#[cfg(unix)]
pub(super) fn has_two_names(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| data.is_file() && std::os::unix::fs::MetadataExt::nlink(&data) > 1)
}

/// Answers no, since this is not known on other systems.
#[cfg(not(unix))]
pub(super) fn has_two_names(_: &Path) -> bool {
    false
}

/// Tells whether a path means a database in memory, to SQLite or to a user who knows it.
fn is_memory(path: &Path) -> bool {
    let text = path.to_string_lossy();
    text.trim().is_empty()
        || text == ":memory:"
        || text.strip_prefix("file:").is_some_and(|rest| rest.starts_with(":memory:") || rest.contains("mode=memory"))
}

/// Tells whether a path is a device or a pipe on Windows.
pub(super) fn is_reserved(path: &Path) -> bool {
    path.to_string_lossy().starts_with(r"\\.\")
        || path.file_name().is_some_and(|name| is_device(&name.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_keep_nothing_are_refused() {
        for path in [
            "",
            " ",
            ":memory:",
            "file::memory:",
            "file::memory:?cache=shared",
            "file:x?mode=memory",
            "nul",
            "a/CON.db",
            r"\\.\pipe\x",
        ] {
            assert!(keeps_nothing(Path::new(path)), "{path}");
        }
        #[cfg(unix)]
        for path in ["/dev/null", "/dev/zero"] {
            assert!(keeps_nothing(Path::new(path)), "{path}");
        }
        for path in ["shop.db", "memory", "file:shop.db", "console.db"] {
            assert!(!keeps_nothing(Path::new(path)), "{path}");
        }
    }
}
