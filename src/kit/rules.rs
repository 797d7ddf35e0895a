//! Rule files of the user's own, and facts in files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use super::error::KitError;
use crate::model::fact::Written;
use crate::rules::cases::{BUILT_IN_CASES, Case, read_cases};
use crate::rules::{BUILT_IN, Ruleset};

/// Reads the rules of a folder, which has files of the same names as the built-in ones, and may have more. A missing file is an
/// error: nothing is allowed for lack of rules.
pub fn read_rules(folder: &Path) -> Result<Ruleset, KitError> {
    let files = toml_files(folder)?;
    if files.is_empty() {
        return Err(KitError::NoRules(folder.to_owned()));
    }
    let has = |name: &str| files.iter().any(|(own, _)| own == name);
    if let Some((missing, _)) = BUILT_IN.iter().find(|(name, _)| !has(name)) {
        return Err(KitError::NoRuleFile(folder.join(missing)));
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
    let text = text_of(path)?;
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
            Ok((name, text_of(&path)?))
        })
        .collect()
}

fn text_of(path: &Path) -> Result<String, KitError> {
    let bytes = in_utf8(fs::read(path).map_err(|error| unreadable(path, error))?);
    let not_utf8 = |sound: &[u8]| KitError::NotUtf8(path.to_owned(), memchr::memchr_iter(b'\n', sound).count() + 1);
    // What has no mark of its encoding and such bytes is UTF-16.
    if let Some(zero) = memchr::memchr(0, &bytes) {
        return Err(not_utf8(&bytes[..zero]));
    }
    String::from_utf8(bytes).map_err(|error| not_utf8(&error.as_bytes()[..error.utf8_error().valid_up_to()]))
}

/// Returns a text in UTF-8 without a byte order mark. Programs on Windows also write UTF-16, which has one.
pub(super) fn in_utf8(bytes: Vec<u8>) -> Vec<u8> {
    let Some((encoding, mark)) = Encoding::for_bom(&bytes) else { return bytes };
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
    // What is not sound is refused as it is.
    text.map(|text| text.into_owned().into_bytes()).unwrap_or(bytes)
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// Says that a file or a folder cannot be read.
pub(super) fn unreadable(path: &Path, error: io::Error) -> KitError {
    KitError::Unreadable { path: path.to_owned(), error }
}
