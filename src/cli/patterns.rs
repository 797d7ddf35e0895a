//! Patterns such as `*.csv` in the names of files to read. Shells of other systems expand them; Windows leaves that to the program.

use std::path::{Path, PathBuf};

use glob::MatchOptions;
use shopkit::msg;

use super::exit::CliError;
use super::session::Session;

impl Session {
    /// Replaces patterns by the files that match, in the order of their names.
    pub fn matching(&self, paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, CliError> {
        if !cfg!(windows) {
            return Ok(paths);
        }
        expand(paths).map_err(|pattern| {
            self.usage(&msg!("command-no-match", pattern = &pattern), &msg!("command-no-match-hint"))
        })
    }

    /// Replaces a pattern by the only file that matches.
    pub fn only_match(&self, path: &Path) -> Result<PathBuf, CliError> {
        let mut found = self.matching(vec![path.to_owned()])?;
        match (found.pop(), found.len()) {
            (Some(only), 0) => Ok(only),
            (_, others) => Err(self.usage(
                &msg!("command-many-matches", pattern = path, files = others + 1),
                &msg!("command-many-matches-hint"),
            )),
        }
    }
}

/// Returns the pattern that no file matches where there is one.
fn expand(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, PathBuf> {
    let mut all = Vec::new();
    for path in paths {
        if !is_pattern(&path) || path.exists() {
            all.push(path);
            continue;
        }
        let found = matching(&path);
        if found.is_empty() {
            return Err(path);
        }
        all.extend(found);
    }
    Ok(all)
}

/// Tells whether a path has what no name of a file on Windows has. Brackets stand in many names, such as those of second downloads.
fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?'])
}

fn matching(path: &Path) -> Vec<PathBuf> {
    let options =
        MatchOptions { case_sensitive: false, require_literal_separator: true, require_literal_leading_dot: false };
    let pattern = path.to_string_lossy().replace('[', "[[]");
    let found = glob::glob_with(&pattern, options).into_iter().flatten().filter_map(Result::ok);
    found.filter(|path| path.is_file()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_the_files_that_match_and_names_are_themselves() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("店 铺")).expect("a folder");
        for name in ["店 铺/订单 1.CSV", "店 铺/订单 2.csv", "订单[1].xlsx", "订单1.xlsx"] {
            std::fs::write(at(name), "").expect("a file");
        }
        let files = |names: &[&str]| names.iter().map(|name| at(name)).collect::<Vec<_>>();
        assert_eq!(expand(files(&["店 铺/订单*.csv"])), Ok(files(&["店 铺/订单 1.CSV", "店 铺/订单 2.csv"])));
        assert_eq!(expand(files(&["订单?.xlsx"])), Ok(files(&["订单1.xlsx"])));
        // A name is never taken for a pattern, whether there is such a file or not.
        assert_eq!(expand(files(&["订单[1].xlsx", "订单[2].xlsx"])), Ok(files(&["订单[1].xlsx", "订单[2].xlsx"])));
        assert_eq!(expand(files(&["订单[1]*"])), Ok(files(&["订单[1].xlsx"])));
        assert_eq!(expand(files(&["订单1.xlsx", "*.xls"])), Err(at("*.xls")));
    }
}
