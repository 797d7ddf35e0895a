//! What every command needs: the global options, the language, and where output goes.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use serde_json::Value as Json;
use shopkit::kit::{Kit, KitError};
use shopkit::model::lang::Lang;
use shopkit::model::table::{RowSink, Table};
use shopkit::store::{ChangeCheck, resolve_link};
use shopkit::t;
use shopkit::texts::Texts;

use super::args::{Color, Command, Format, Global, LangArg};
use super::exit::CliError;
use super::output::Rows;
use super::sanitize::{Replacement, Sanitized, sanitized, sanitized_line};
use crate::front::csv::BOM;

/// The width of help that does not go to a terminal.
const HELP_WIDTH: usize = 80;

/// Holds what every command needs.
pub struct Session {
    pub global: Global,
    pub lang: Lang,
    /// The format of the output.
    pub format: Format,
    /// The files that the command reads; output never replaces them.
    pub(super) inputs: Vec<PathBuf>,
    /// The folder of rules that the command uses; output never goes there.
    pub(super) rules: Option<PathBuf>,
    /// Tells at the end whether the database changed while it was read.
    change_check: Option<ChangeCheck>,
    err: AutoStream<io::Stderr>,
}

impl Session {
    pub fn new(global: Global, lang: Lang) -> Self {
        let err = colored_stderr(global.color);
        let format = global.format.or_else(|| format_of(global.output.as_deref()?)).unwrap_or(Format::Table);
        Self { lang, format, inputs: Vec::new(), rules: None, change_check: None, err, global }
    }

    /// Names files that the command reads, so that output never replaces them.
    pub fn reads<'p>(&mut self, files: impl IntoIterator<Item = &'p PathBuf>) {
        self.inputs.extend(files.into_iter().cloned());
    }

    /// Names the folder of rules that the command uses, so that output never goes there.
    pub fn reads_rules(&mut self, folder: Option<&Path>) {
        self.rules = folder.map(Path::to_owned);
    }

    /// Refuses a format that the command does not write.
    pub fn check_format(&self, command: &Command) -> Result<(), CliError> {
        let splits = matches!(command, Command::Export(export) if export.split_by.is_some());
        if self.global.format != Some(Format::Xlsx) || splits {
            return Ok(());
        }
        Err(CliError::Usage {
            message: t!(self.texts(), "command-format-xlsx"),
            hint: t!(self.texts(), "command-format-xlsx-hint"),
        })
    }

    /// Opens the database, which must exist.
    pub fn kit(&mut self) -> Result<Kit, CliError> {
        let kit = Kit::open_existing(&self.database()?)?;
        self.change_check = kit.change_check();
        Ok(kit)
    }

    /// Fails if the database changed while it was read without a lock.
    pub fn check_unchanged(&self) -> Result<(), CliError> {
        self.change_check.as_ref().map_or(Ok(()), |change_check| Ok(change_check.check().map_err(KitError::from)?))
    }

    /// Returns the width of the terminal, if the output goes to one.
    pub fn width(&self) -> Option<u16> {
        if self.global.output.is_some() { None } else { comfy_table::Table::new().width() }
    }

    /// Returns the texts in the user's language.
    pub fn texts(&self) -> Texts {
        Texts::command(self.lang)
    }

    /// Tells whether the user names the database.
    pub fn names_database(&self) -> bool {
        self.global.db.is_some() || std::env::var_os("SHOPKIT_DB").is_some_and(|path| !path.is_empty())
    }

    /// Returns the path of the database, with links resolved.
    pub fn database(&self) -> Result<PathBuf, CliError> {
        if let Some(path) = &self.global.db {
            return Ok(resolve_link(path));
        }
        if let Some(path) = std::env::var_os("SHOPKIT_DB").filter(|path| !path.is_empty()) {
            return Ok(resolve_link(Path::new(&path)));
        }
        Ok(resolve_link(&self.own_database()?))
    }

    /// Writes the output: to stdout, or to a temporary file that then replaces the wanted one.
    pub fn answer(&self, write: impl FnOnce(&mut dyn Write) -> Result<(), CliError>) -> Result<(), CliError> {
        let Some(path) = &self.global.output else {
            let out = io::stdout().lock();
            let is_terminal = out.is_terminal();
            return self.write_to(out, is_terminal, write);
        };
        self.check_form(path)?;
        self.replace(path, |file| {
            if self.format == Format::Csv {
                file.write_all(BOM)?;
            }
            self.write_to(file, false, write)
        })
    }

    /// Writes the output. Characters that control a terminal are replaced in JSON, which can escape them, and on a terminal.
    fn write_to<'w>(
        &self,
        out: impl Write + 'w,
        is_terminal: bool,
        write: impl FnOnce(&mut dyn Write) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let replacement = match self.format {
            Format::Json => Some(Replacement::JsonEscape),
            _ => is_terminal.then_some(Replacement::Mark),
        };
        let out: Box<dyn Write + 'w> = match replacement {
            Some(replacement) => Box::new(Sanitized::new(out, replacement)),
            None => Box::new(out),
        };
        let mut out = io::BufWriter::new(out);
        write(&mut out)?;
        Ok(out.flush()?)
    }

    /// Writes rows in the wanted format.
    pub fn rows<T>(&self, fill: impl FnOnce(&mut dyn RowSink) -> Result<T, CliError>) -> Result<T, CliError> {
        let mut outcome = None;
        self.answer(|out| {
            let mut rows = Rows::new(self.format, self.texts(), self.width(), out);
            outcome = Some(fill(&mut rows)?);
            Ok(rows.finish()?)
        })?;
        outcome.ok_or_else(|| io::Error::other("the answer was not written").into())
    }

    /// Writes a table in the wanted format.
    pub fn table(&self, table: &Table) -> Result<(), CliError> {
        self.rows(|sink| Ok(table.write_to(sink)?))
    }

    /// Writes JSON.
    pub fn json(&self, answer: &Json) -> Result<(), CliError> {
        self.answer(|out| Ok(writeln!(out, "{answer}")?))
    }

    /// Writes plain text.
    pub fn text(&self, text: &str) -> Result<(), CliError> {
        self.answer(|out| Ok(writeln!(out, "{}", text.trim_end())?))
    }

    /// Prints a message beside the output, unless the user wants quiet.
    pub fn say(&mut self, message: &str) {
        if !self.global.quiet {
            self.line("", message);
        }
    }

    /// Points out that a shop is new when there were others, since a typing error creates a shop too.
    pub fn say_new_shop(&mut self, shop: &str, known: &[String]) {
        if !known.is_empty() && !known.iter().any(|name| name == shop) {
            self.say(&t!(self.texts(), "command-new-shop", shop = shop, known = known));
        }
    }

    /// Prints a warning, unless the user wants quiet.
    pub fn warn(&mut self, message: &str) {
        if !self.global.quiet {
            let label = t!(self.texts(), "command-label-warning");
            self.line(&format!("\u{1b}[33m{label}\u{1b}[0m"), message);
        }
    }

    /// Prints an error, and what to do next.
    pub fn fail(&mut self, message: &str, hint: Option<&str>) {
        write_error(&mut self.err, Texts::command(self.lang), message, hint);
    }

    /// Prints a text of several lines.
    pub fn show(&mut self, text: &str) {
        // Where stderr is closed, there is nobody to report to.
        let _ = writeln!(self.err, "{}", sanitized(text));
    }

    /// Asks a yes-or-no question. Without a terminal there is nobody to ask, and the answer is yes.
    pub fn confirm(&mut self, question: &str) -> bool {
        if !can_ask() {
            return true;
        }
        let choices = t!(self.texts(), "command-yes-or-no");
        // If the terminal is gone, no answer can come, which counts as no.
        let _ = write!(self.err, "{} {choices} ", sanitized_line(question)).and_then(|()| self.err.flush());
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line).is_ok();
        read && matches!(line.trim().to_lowercase().as_str(), "y" | "yes" | "是")
    }

    fn line(&mut self, label: &str, message: &str) {
        write_line(&mut self.err, label, message);
    }
}

/// Writes an error, and what to do next.
pub fn write_error<'h>(err: &mut impl Write, texts: Texts, message: &str, hints: impl IntoIterator<Item = &'h str>) {
    let label = t!(texts, "command-label-error");
    write_line(err, &format!("\u{1b}[31m{label}\u{1b}[0m"), message);
    for hint in hints {
        let label = t!(texts, "command-label-hint");
        write_line(err, &format!("  \u{1b}[36m{label}\u{1b}[0m"), hint);
    }
}

fn write_line(err: &mut impl Write, label: &str, message: &str) {
    // Where stderr is closed, there is nobody to report to.
    let _ = writeln!(err, "{label}{}", sanitized_line(message));
}

/// Opens stderr, with or without colours as the user wants it.
pub fn colored_stderr(color: Color) -> AutoStream<io::Stderr> {
    AutoStream::new(io::stderr(), choice(color, &io::stderr()))
}

/// Returns the output for help, in colour where that is wanted.
pub fn colored_stdout(color: Color) -> AutoStream<io::Stdout> {
    AutoStream::new(io::stdout(), choice(color, &io::stdout()))
}

fn choice(color: Color, stream: &impl RawStream) -> ColorChoice {
    match color {
        Color::Auto => AutoStream::choice(stream),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}

/// Returns the width that help is laid out for: that of the terminal, within bounds that can be read well.
pub fn help_width() -> usize {
    comfy_table::Table::new()
        .width()
        .map_or(HELP_WIDTH, |width| usize::from(width).clamp(HELP_WIDTH / 2, HELP_WIDTH + 20))
}

/// Tells whether the user can be asked.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Returns the format that the extension of a file asks for.
fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "csv" => Some(Format::Csv),
        "json" => Some(Format::Json),
        _ => None,
    }
}

/// Returns the language that the option asks for, else the system's.
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
