//! Files that answers are written to: aside first, then in the place of the wanted one, and never over what is read.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use shopkit::kit::{self, KitError};
use shopkit::model::device::is_device;
use shopkit::store::{StoreError, Unfinished, folder};

use super::exit::CliError;
use super::session::Session;

/// Files that SQLite keeps beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What every database begins with.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// Endings of spreadsheets and pages, which only `export` writes.
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
        // Else a crash of the machine could leave the new name without the new content.
        file.file().sync_all().map_err(|error| self.output_error(path, &error))?;
        // What was there before is better than an answer that may be wrong.
        self.check_unchanged()?;
        file.finish(path).map_err(|error| self.output_error(path, &error))
    }

    /// Finds out whether the answer can be written where it should go, before anything is done that it would tell of.
    pub fn check_output(&self) -> Result<(), CliError> {
        match &self.global.output {
            Some(path) => self.check_form(path).and_then(|()| self.output_file(path)).map(drop),
            None => Ok(()),
        }
    }

    /// Refuses a name that promises a form which answers do not have; a table of text in it would open nowhere.
    pub fn check_form(&self, path: &Path) -> Result<(), CliError> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if !EXPORTED.contains(&ending.as_str()) {
            return Ok(());
        }
        let name = path.display();
        Err(CliError::Usage {
            message: self.pick(
                format!("--output 写不了 .{ending}：“{name}”"),
                format!("--output does not write .{ending}: \"{name}\""),
            ),
            hint: self.pick(
                format!("用 shopkit export 名称 {name}，或写 .csv、.json、.txt"),
                format!("use shopkit export NAME {name}, or write .csv, .json or .txt"),
            ),
        })
    }

    /// Finds out whether a file can be written beside the answer, before anything is done that it would tell of.
    pub fn check_beside(&self, path: &Path) -> Result<(), CliError> {
        if self.global.output.as_deref() == Some(path) {
            return Err(CliError::Usage {
                message: self.pick(
                    format!("“{}”不能同时放两样东西", path.display()),
                    format!("\"{}\" cannot hold two things", path.display()),
                ),
                hint: self.pick("给其中一个换一个文件名", "choose another name for one of them").to_owned(),
            });
        }
        self.output_file(path).map(drop)
    }

    /// Writes a file beside the answer, whole or not at all.
    pub fn write_beside(&self, path: &Path, text: &str) -> Result<(), CliError> {
        self.replace(path, |file| Ok(file.write_all(text.as_bytes())?))
    }

    /// Makes the file that an answer is written to before it takes the place of the wanted one.
    fn output_file(&self, path: &Path) -> Result<Unfinished, CliError> {
        let folder = folder(path);
        if !folder.is_dir() {
            return Err(CliError::Usage {
                message: self.pick(
                    format!("文件夹“{}”不存在", folder.display()),
                    format!("the folder \"{}\" does not exist", folder.display()),
                ),
                hint: self.pick("先建好文件夹，或换一个路径", "make the folder first, or name another path").to_owned(),
            });
        }
        if path.is_dir() {
            return Err(CliError::Usage {
                message: self
                    .pick(format!("“{}”是文件夹", path.display()), format!("\"{}\" is a folder", path.display())),
                hint: self.pick("写一个文件名", "name a file").to_owned(),
            });
        }
        if let Some(reason) = self.reason_to_spare(path)? {
            return Err(self.other_name(reason));
        }
        Unfinished::begin(path).map_err(|error| self.output_error(path, &error))
    }

    /// Finds out whether a file of this name may be made, whatever is there.
    pub fn check_name(&self, path: &Path) -> Result<(), CliError> {
        match self.reason_against_name(path)? {
            Some(reason) => Err(self.other_name(reason)),
            None => Ok(()),
        }
    }

    fn other_name(&self, reason: String) -> CliError {
        CliError::Usage { message: reason, hint: self.pick("换一个文件名", "choose another name").to_owned() }
    }

    /// Says why no file of this name must be made, where that is so.
    fn reason_against_name(&self, path: &Path) -> Result<Option<String>, CliError> {
        let shown = path.display();
        if path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(['.', ' '])) {
            return Ok(Some(self.pick(
                format!("“{shown}”以点或空格结尾，Windows 会当成另一个文件"),
                format!("\"{shown}\" ends in a dot or a space, which is another file on Windows"),
            )));
        }
        if path.file_name().is_some_and(|name| is_device(&name.to_string_lossy())) {
            return Ok(Some(self.pick(
                format!("“{shown}”在 Windows 上是设备名"),
                format!("\"{shown}\" is the name of a device on Windows"),
            )));
        }
        let database = self.database()?;
        let beside = COMPANIONS.map(|suffix| {
            let mut name = database.clone().into_os_string();
            name.push(suffix);
            PathBuf::from(name)
        });
        // Some systems take two names for one that differ in the case of letters only.
        let one = |path: &Path| PathBuf::from(resolved(path).to_string_lossy().to_lowercase());
        let target = one(path);
        if self.rules.as_ref().is_some_and(|folder| target.starts_with(one(folder))) {
            return Ok(Some(self.pick(
                format!("“{shown}”在规则文件夹里，不能被结果覆盖"),
                format!("\"{shown}\" is in the folder of rules, where no answer is written"),
            )));
        }
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
            return Ok(Some(self.pick(
                format!("“{shown}”：.toml 是规则和事实文件，结果不能写成这种文件"),
                format!("\"{shown}\": .toml is for files of rules and facts, which no answer replaces"),
            )));
        }
        let mut read = self.inputs.iter().chain([&database]).chain(&beside);
        Ok(read.any(|input| one(input) == target).then(|| {
            self.pick(
                format!("“{shown}”是正在使用的文件，不能被结果覆盖"),
                format!("\"{shown}\" is in use and must not be replaced by the answer"),
            )
        }))
    }

    /// Says why an answer must not be written to a path, where that is so.
    fn reason_to_spare(&self, path: &Path) -> Result<Option<String>, CliError> {
        let shown = path.display();
        let database = self.database()?;
        if let Some(reason) = self.reason_against_name(path)? {
            return Ok(Some(reason));
        }
        // Also because the look into a pipe would wait for ever, and a rename would take the place of `/dev/null`.
        if path.exists() && !path.is_file() {
            return Ok(Some(self.pick(format!("“{shown}”不是普通文件"), format!("\"{shown}\" is no ordinary file"))));
        }
        if is_database(path) {
            return Ok(Some(self.pick(
                format!("“{shown}”是数据库，不能被结果覆盖"),
                format!("\"{shown}\" is a database and must not be replaced by the answer"),
            )));
        }
        // A database that cannot be asked says nothing of the file; a command that needs it says what is wrong with it.
        let import = kit::import_of_file(&database, path).ok().flatten();
        Ok(import.map(|id| {
            self.pick(
                format!("“{shown}”是导入 #{id} 的原文件，不能被结果覆盖"),
                format!("\"{shown}\" is the file of import #{id} and must not be replaced by the answer"),
            )
        }))
    }

    fn output_error(&self, path: &Path, error: &io::Error) -> CliError {
        CliError::Usage {
            message: self.pick(
                format!("“{}”：无法写入：{error}", path.display()),
                format!("\"{}\" cannot be written: {error}", path.display()),
            ),
            hint: self
                .pick(
                    "检查文件夹是否有写入权限、磁盘是否已满",
                    "check that its folder may be written, and that the disk has room",
                )
                .to_owned(),
        }
    }
}

/// Returns the one path of a file, whether it is there or not, so that two can be compared.
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
