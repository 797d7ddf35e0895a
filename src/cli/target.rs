//! Files that answers are written to: under a temporary name first, which is then renamed, and never over files that are read.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use shopkit::kit::{self, KitError};
use shopkit::model::device::{has_forbidden, is_device};
use shopkit::model::held::is_held;
use shopkit::model::message::Message;
use shopkit::msg;
use shopkit::store::{PartFile, StoreError, folder};

use super::exit::CliError;
use super::session::Session;

/// Files that SQLite keeps beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The first bytes of every database.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// Extensions of spreadsheets and pages, which only `export` writes.
const EXPORTED: [&str; 6] = ["xlsx", "xls", "xlsb", "ods", "html", "htm"];

impl Session {
    /// Writes a file, whole or not at all; one that exists is replaced.
    pub fn replace(&self, path: &Path, write: impl FnOnce(&mut File) -> Result<(), CliError>) -> Result<(), CliError> {
        let mut file = self.output_file(path)?;
        write(file.file()).map_err(|error| match error {
            CliError::Output(error) | CliError::Kit(KitError::Store(StoreError::Output(error))) => {
                self.output_error(path, &error)
            }
            other => other,
        })?;
        // Without this, a crash of the machine could leave the new name without the new content.
        file.file().sync_all().map_err(|error| self.output_error(path, &error))?;
        // The old file is better than an answer that may be wrong.
        self.check_unchanged()?;
        file.finish(path).map_err(|error| self.output_error(path, &error))
    }

    /// Checks that the answer can be written where it should go, before anything is done.
    pub fn check_output(&self) -> Result<(), CliError> {
        match &self.global.output {
            Some(path) => self.check_form(path).and_then(|()| self.output_file(path)).map(drop),
            None => Ok(()),
        }
    }

    /// Refuses a name whose extension promises a format that answers do not have; no program would open such a file.
    pub fn check_form(&self, path: &Path) -> Result<(), CliError> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if !EXPORTED.contains(&ending.as_str()) {
            return Ok(());
        }
        Err(self.usage(&msg!("target-ending", ending = ending, path = path), &msg!("target-ending-hint", path = path)))
    }

    /// Returns the file to write a page to, where the output is one and no other format is asked for.
    pub fn page(&self) -> Option<PathBuf> {
        self.global.output.clone().filter(|path| self.global.format.is_none() && is_page(path))
    }

    /// Checks that another file can be written besides the answer, before anything is done.
    pub fn check_beside(&self, path: &Path) -> Result<(), CliError> {
        if self.global.output.as_deref() == Some(path) {
            return Err(self.usage(&msg!("target-twice", path = path), &msg!("target-twice-hint")));
        }
        self.output_file(path).map(drop)
    }

    /// Checks that a file can be written, before anything is done.
    pub fn check_target(&self, path: &Path) -> Result<(), CliError> {
        self.output_file(path).map(drop)
    }

    /// Writes another file besides the answer, whole or not at all.
    pub fn write_beside(&self, path: &Path, text: &str) -> Result<(), CliError> {
        self.replace(path, |file| Ok(file.write_all(text.as_bytes())?))
    }

    /// Creates the temporary file that an answer is written to before it is renamed.
    fn output_file(&self, path: &Path) -> Result<PartFile, CliError> {
        let folder = folder(path);
        if !folder.is_dir() {
            return Err(self.usage(&msg!("target-no-folder", path = folder), &msg!("target-no-folder-hint")));
        }
        if path.is_dir() {
            return Err(self.usage(&msg!("target-folder", path = path), &msg!("target-folder-hint")));
        }
        if let Some(reason) = self.reason_against_replacing(path)? {
            return Err(self.other_name(&reason));
        }
        PartFile::create(path).map_err(|error| self.output_error(path, &error))
    }

    /// Checks that a file of this name may be made, whatever exists there.
    pub fn check_name(&self, path: &Path) -> Result<(), CliError> {
        match self.reason_against_name(path)? {
            Some(reason) => Err(self.other_name(&reason)),
            None => Ok(()),
        }
    }

    fn other_name(&self, reason: &Message) -> CliError {
        self.usage(reason, &msg!("target-other-name-hint"))
    }

    /// Makes an error of what the user asked for.
    pub fn usage(&self, message: &Message, hint: &Message) -> CliError {
        CliError::Usage { message: self.texts().say(message), hint: self.texts().say(hint) }
    }

    /// Says why a file of this name must not be made, where that is so.
    fn reason_against_name(&self, path: &Path) -> Result<Option<Message>, CliError> {
        if path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(['.', ' '])) {
            return Ok(Some(msg!("target-dot-or-space", path = path)));
        }
        if path.file_name().is_some_and(|name| is_device(&name.to_string_lossy())) {
            return Ok(Some(msg!("target-device", path = path)));
        }
        if cfg!(windows) && has_forbidden(path) {
            return Ok(Some(msg!("error-forbidden-name", path = path)));
        }
        let database = self.database()?;
        let beside = COMPANIONS.map(|suffix| {
            let mut name = database.clone().into_os_string();
            name.push(suffix);
            PathBuf::from(name)
        });
        // Some file systems take names for the same that differ only in upper and lower case.
        let one = |path: &Path| PathBuf::from(resolved(path).to_string_lossy().to_lowercase());
        let target = one(path);
        if self.rules.as_ref().is_some_and(|folder| target.starts_with(one(folder))) {
            return Ok(Some(msg!("target-in-rules", path = path)));
        }
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
            return Ok(Some(msg!("target-toml", path = path)));
        }
        let mut used = self.inputs.iter().chain([&database]).chain(&beside);
        Ok(used.any(|input| one(input) == target).then(|| msg!("target-in-use", path = path)))
    }

    /// Says why the file at a path must not be replaced by an answer, where that is so.
    fn reason_against_replacing(&self, path: &Path) -> Result<Option<Message>, CliError> {
        let database = self.database()?;
        if let Some(reason) = self.reason_against_name(path)? {
            return Ok(Some(reason));
        }
        // A pipe could be waited for without an end, and a rename would replace `/dev/null`.
        if path.exists() && !path.is_file() {
            return Ok(Some(msg!("target-special", path = path)));
        }
        if is_database(path) {
            return Ok(Some(msg!("target-database", path = path)));
        }
        // A database that cannot be read says nothing about the file; a command that needs it reports its error.
        let import = kit::import_of_file(&database, path).ok().flatten();
        Ok(import.map(|id| msg!("target-imported", path = path, id = id)))
    }

    fn output_error(&self, path: &Path, error: &io::Error) -> CliError {
        if is_held(error) || (cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied && path.is_file()) {
            return self.usage(&msg!("target-held", path = path), &msg!("hint-file-held"));
        }
        let message = msg!("target-unwritable", path = path, error = error.to_string());
        self.usage(&message, &msg!("target-unwritable-hint"))
    }
}

/// Returns the absolute path of a file, whether it exists or not, so that two paths can be compared.
fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| {
        let folder = folder(path).canonicalize().unwrap_or_else(|_| folder(path).to_owned());
        folder.join(path.file_name().unwrap_or_default())
    })
}

fn is_database(path: &Path) -> bool {
    let mut start = [0; DATABASE.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == DATABASE
}

/// Tells whether the name of a file is that of a page.
pub fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm"))
}
