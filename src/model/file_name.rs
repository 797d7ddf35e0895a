//! The name of a file in a path of any system.

/// Returns the last part of a path, which may be of another system than this one.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_any_system_have_a_name() {
        for path in ["a.csv", "/home/x/a.csv", "C:\\files\\a.csv", "x/a.csv"] {
            assert_eq!(file_name(path), "a.csv", "{path}");
        }
        assert_eq!(file_name(""), "");
    }
}
