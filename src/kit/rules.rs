//! Rule files of the user's own, and facts in files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::KitError;
use crate::model::fact::Written;
use crate::rules::trial::{BUILT_IN_CASES, Case, read_cases};
use crate::rules::{BUILT_IN, Ruleset};

/// Reads the rules of a folder. Of the built-in files those stay that the folder does not have.
pub fn read_rules(folder: &Path) -> Result<Ruleset, KitError> {
    let mut files = toml_files(folder)?;
    if files.is_empty() {
        return Err(KitError::NoRules(folder.to_owned()));
    }
    for (name, text) in BUILT_IN {
        if !files.iter().any(|(own, _)| own == name) {
            files.push((name.to_owned(), text.to_owned()));
        }
    }
    Ruleset::read(&borrowed(&files)).map_err(KitError::Rules)
}

/// Reads the cases beside the rules of a folder, in its folder `cases`; without a folder those that are part of the program.
pub fn read_rule_cases(ruleset: &Ruleset, folder: Option<&Path>) -> Result<Vec<Case>, KitError> {
    let cases = match folder {
        None => read_cases(ruleset, &BUILT_IN_CASES),
        Some(folder) => read_cases(ruleset, &borrowed(&toml_files(&folder.join("cases"))?)),
    };
    cases.map_err(KitError::Rules)
}

/// Reads the facts of a file, in the order of the file.
pub(super) fn read_facts(ruleset: &Ruleset, path: &Path) -> Result<Vec<(String, Written)>, KitError> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
    ruleset.read_facts(&path.to_string_lossy(), &text).map_err(KitError::Rules)
}

/// Lists the TOML files of a folder with their names and texts, by name.
fn toml_files(folder: &Path) -> Result<Vec<(String, String)>, KitError> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(|error| unreadable(folder, error))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            fs::read_to_string(&path).map(|text| (name, text)).map_err(|error| unreadable(&path, error))
        })
        .collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// Says that a file or a folder cannot be read.
pub(super) fn unreadable(path: &Path, error: io::Error) -> KitError {
    KitError::Unreadable { path: path.to_owned(), error }
}
