//! Paths as people write them.

use std::path::Path;

/// Writes a path for people: without the prefix that Windows puts before paths that it has resolved.
pub fn shown(path: &Path) -> String {
    without_prefix(&path.to_string_lossy())
}

fn without_prefix(text: &str) -> String {
    match (text.strip_prefix(r"\\?\UNC\"), text.strip_prefix(r"\\?\")) {
        (Some(rest), _) => format!(r"\\{rest}"),
        (None, Some(rest)) => rest.to_owned(),
        (None, None) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_no_prefix_that_nobody_writes() {
        assert_eq!(without_prefix(r"\\?\C:\店铺\a.db"), r"C:\店铺\a.db");
        assert_eq!(without_prefix(r"\\?\UNC\server\share\a.db"), r"\\server\share\a.db");
        assert_eq!(without_prefix(r"\\server\share\a.db"), r"\\server\share\a.db");
        assert_eq!(without_prefix("/home/a.db"), "/home/a.db");
    }
}
