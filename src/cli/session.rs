//! What every command needs: the options, the language, where to write.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use etcetera::BaseStrategy;
use serde_json::Value as Json;
use shopkit::model::lang::Lang;
use shopkit::model::table::{RowSink, Table};

use super::args::{Color, Format, Global, LangArg};
use super::exit::CliError;
use super::output::Rows;
use super::render::visible;

/// The mark that lets Excel read a CSV file as UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Holds what every command needs.
pub struct Session {
    pub global: Global,
    pub lang: Lang,
    /// The form of the answer.
    pub format: Format,
    /// Files that the command reads; an answer is never written over them.
    inputs: Vec<PathBuf>,
    err: AutoStream<io::Stderr>,
}

impl Session {
    pub fn new(global: Global, lang: Lang) -> Self {
        let choice = match global.color {
            Color::Auto => AutoStream::choice(&io::stderr()),
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let format = global.format.or_else(|| format_of(global.output.as_deref()?)).unwrap_or(Format::Table);
        Self { lang, format, inputs: Vec::new(), err: AutoStream::new(io::stderr(), choice), global }
    }

    /// Names files that the command reads, so that no answer is written over them.
    pub fn reads<'p>(&mut self, files: impl IntoIterator<Item = &'p PathBuf>) {
        self.inputs.extend(files.into_iter().cloned());
    }

    /// Returns the width of the terminal, where the answer goes to one.
    pub fn width(&self) -> Option<u16> {
        if self.global.output.is_some() { None } else { comfy_table::Table::new().width() }
    }

    /// Picks the text of the user's language.
    pub fn pick<T>(&self, zh: T, en: T) -> T {
        self.lang.pick(zh, en)
    }

    /// Returns the path of the database.
    pub fn database(&self) -> Result<PathBuf, CliError> {
        if let Some(path) = &self.global.db {
            return Ok(path.clone());
        }
        if let Some(path) = std::env::var_os("SHOPKIT_DB").filter(|path| !path.is_empty()) {
            return Ok(PathBuf::from(path));
        }
        let folders = etcetera::base_strategy::choose_native_strategy().map_err(|_| CliError::Usage {
            message: self.pick("找不到用户的数据目录", "your data folder cannot be found").to_owned(),
            hint: self.pick("用 --db 指定数据库文件", "name the database file with --db").to_owned(),
        })?;
        Ok(folders.data_dir().join("shopkit").join("shopkit.db"))
    }

    /// Writes the answer: to the standard output, or beside the wanted file and then in its place.
    pub fn answer(&self, write: impl FnOnce(&mut dyn Write) -> Result<(), CliError>) -> Result<(), CliError> {
        let Some(path) = &self.global.output else {
            let mut out = io::BufWriter::new(io::stdout().lock());
            write(&mut out)?;
            return Ok(out.flush()?);
        };
        let mut file = self.output_file(path)?;
        {
            let mut out = io::BufWriter::new(file.as_file_mut());
            if self.format == Format::Csv {
                out.write_all(BOM)?;
            }
            write(&mut out)?;
            out.flush()?;
        }
        file.persist(path).map_err(|error| self.output_error(path, &error.error))?;
        Ok(())
    }

    /// Finds out whether the answer can be written where it should go, before anything is done that it would tell of.
    pub fn check_output(&self) -> Result<(), CliError> {
        match &self.global.output {
            Some(path) => self.output_file(path).map(drop),
            None => Ok(()),
        }
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
        let mut file = self.output_file(path)?;
        file.write_all(text.as_bytes())?;
        file.persist(path).map_err(|error| self.output_error(path, &error.error))?;
        Ok(())
    }

    /// Makes the file that an answer is written to before it takes the place of the wanted one.
    fn output_file(&self, path: &Path) -> Result<tempfile::NamedTempFile, CliError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        if !folder.is_dir() {
            return Err(CliError::Usage {
                message: self.pick(
                    format!("文件夹“{}”不存在", folder.display()),
                    format!("the folder \"{}\" does not exist", folder.display()),
                ),
                hint: self.pick("先建好文件夹，或换一个路径", "make the folder first, or name another path").to_owned(),
            });
        }
        self.spare_inputs(path)?;
        if path.is_dir() {
            return Err(CliError::Usage {
                message: self
                    .pick(format!("“{}”是文件夹", path.display()), format!("\"{}\" is a folder", path.display())),
                hint: self.pick("写一个文件名", "name a file").to_owned(),
            });
        }
        tempfile::NamedTempFile::new_in(folder).map_err(|error| self.output_error(path, &error))
    }

    /// Refuses to write an answer over the database or a file that is being read.
    fn spare_inputs(&self, path: &Path) -> Result<(), CliError> {
        let Ok(target) = path.canonicalize() else { return Ok(()) };
        let database = self.database()?;
        let beside = ["-wal", "-shm", "-journal"].map(|suffix| {
            let mut name = database.clone().into_os_string();
            name.push(suffix);
            PathBuf::from(name)
        });
        let mut read = self.inputs.iter().chain([&database]).chain(&beside);
        if !read.any(|input| input.canonicalize().is_ok_and(|input| input == target)) {
            return Ok(());
        }
        Err(CliError::Usage {
            message: self.pick(
                format!("“{}”是正在使用的文件，不能被结果覆盖", path.display()),
                format!("\"{}\" is in use and must not be replaced by the answer", path.display()),
            ),
            hint: self.pick("换一个文件名", "choose another name").to_owned(),
        })
    }

    /// Writes an answer of rows in the wanted form.
    pub fn rows<T>(&self, fill: impl FnOnce(&mut dyn RowSink) -> Result<T, CliError>) -> Result<T, CliError> {
        let mut outcome = None;
        self.answer(|out| {
            let mut rows = Rows::new(self.format, self.lang, self.width(), out);
            outcome = Some(fill(&mut rows)?);
            Ok(rows.finish()?)
        })?;
        outcome.ok_or_else(|| io::Error::other("the answer was not written").into())
    }

    /// Writes a table in the wanted form.
    pub fn table(&self, table: &Table) -> Result<(), CliError> {
        self.rows(|sink| {
            sink.columns(&table.columns)?;
            Ok(table.rows.iter().try_for_each(|row| sink.row(row))?)
        })
    }

    /// Writes a JSON answer.
    pub fn json(&self, answer: &Json) -> Result<(), CliError> {
        self.answer(|out| Ok(writeln!(out, "{answer}")?))
    }

    /// Writes a text answer.
    pub fn text(&self, text: &str) -> Result<(), CliError> {
        self.answer(|out| Ok(writeln!(out, "{}", text.trim_end())?))
    }

    /// Tells the user something beside the answer.
    pub fn say(&mut self, message: &str) {
        if !self.global.quiet {
            self.line("", message);
        }
    }

    /// Tells the user of something that deserves a look.
    pub fn warn(&mut self, message: &str) {
        if !self.global.quiet {
            let label = self.pick("注意：", "warning: ");
            self.line(&format!("\u{1b}[33m{label}\u{1b}[0m"), message);
        }
    }

    /// Tells the user of an error, and what to do next.
    pub fn fail(&mut self, message: &str, hint: Option<&str>) {
        let label = self.pick("错误：", "error: ");
        self.line(&format!("\u{1b}[31m{label}\u{1b}[0m"), message);
        if let Some(hint) = hint {
            let label = self.pick("  建议：", "  hint: ");
            self.line(&format!("\u{1b}[36m{label}\u{1b}[0m"), hint);
        }
    }

    /// Shows the user something of several lines that is laid out already.
    pub fn show(&mut self, text: &str) {
        // A closed error output leaves nobody to tell.
        let _ = writeln!(self.err, "{text}");
    }

    /// Asks a question that is answered with yes or no. Without a terminal there is nobody to ask, and the command does
    /// what it was told.
    pub fn confirm(&mut self, question: &str) -> bool {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return true;
        }
        let choices = self.pick(" [y/N，是/否] ", " [y/N] ");
        // Nothing can be said where the terminal is gone; no answer counts as no.
        let _ = write!(self.err, "{}{choices}", visible(question)).and_then(|()| self.err.flush());
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line).is_ok();
        read && matches!(line.trim().to_lowercase().as_str(), "y" | "yes" | "是")
    }

    fn line(&mut self, label: &str, message: &str) {
        // A closed error output leaves nobody to tell.
        let _ = writeln!(self.err, "{label}{}", visible(message));
    }

    fn output_error(&self, path: &Path, error: &io::Error) -> CliError {
        CliError::Usage {
            message: self.pick(
                format!("“{}”：无法写入：{error}", path.display()),
                format!("\"{}\" cannot be written: {error}", path.display()),
            ),
            hint: self.pick("检查文件夹是否有写入权限", "check that its folder may be written").to_owned(),
        }
    }
}

/// Returns the form that the name of a file asks for.
fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "csv" => Some(Format::Csv),
        "json" => Some(Format::Json),
        _ => None,
    }
}

/// Returns the language that is wanted: the option, else the system's.
pub fn language(wanted: Option<LangArg>) -> Lang {
    match wanted {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None => match sys_locale::get_locale() {
            Some(locale) if locale.to_lowercase().starts_with("zh") => Lang::Zh,
            _ => Lang::En,
        },
    }
}
