//! The command line: arguments in, answers and exit codes out.

mod all_shops;
mod args;
mod ask;
mod check;
mod db;
mod demo;
mod exit;
mod export;
mod export_html;
mod file_limit;
mod help_zh;
mod import;
mod import_json;
mod imports;
mod inspect;
mod interrupt;
mod order;
mod orders;
mod output;
mod overview;
mod progress;
mod purge;
mod render;
mod report;
mod rules;
mod sanitize;
#[cfg(feature = "page")]
mod serve;
mod session;
mod shell;
mod shop;
mod sql;
mod target;
mod usage;
mod verdict_json;
mod verdict_text;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches, ValueEnum};
use shopkit::model::lang::Lang;
use shopkit::rules::Check;
use shopkit::sheet::aside;

use args::{Cli, Color, Command};
use exit::{CliError, Exit};
use sanitize::sanitized;
use session::Session;

use crate::front::panics;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    file_limit::outlive();
    let mut line = std::env::args_os().skip(1);
    if line.next().is_some_and(|first| first == aside::COMMAND) {
        return read_aside(&line.collect::<Vec<_>>());
    }
    set_panic_hook();
    // Only Windows leaves `*.csv` to the program.
    std::panic::catch_unwind(|| run(wild::args_os().collect())).unwrap_or(Exit::Failed).into()
}

/// Sets the panic hook of the program. It reports where a panic happened and not its message, which may quote the user's files;
/// with `RUST_BACKTRACE` it reports everything. It keeps quiet about panics that become errors.
fn set_panic_hook() {
    let wants_backtrace = std::env::var_os("RUST_BACKTRACE").is_some_and(|wanted| wanted != "0");
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panics::is_caught() {
            return;
        }
        if wants_backtrace {
            return default(panic);
        }
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        // Where stderr is closed, there is nobody to report to.
        let _ = writeln!(io::stderr(), "程序内部错误 / internal error of shopkit: {location}");
    }));
}

/// Reads a file for the process that has started this one. No user calls this, so that no help, completion or manual has it.
fn read_aside(arguments: &[OsString]) -> ExitCode {
    // That the reader broke down is told by the process that waits for it.
    std::panic::set_hook(Box::new(|_| {}));
    match aside::serve(arguments, io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => Exit::Failed.into(),
    }
}

/// Runs one command line, the program's name first.
fn run(line: Vec<OsString>) -> Exit {
    let lang = session::language(early_option(&line, "--lang"));
    let color = early_option(&line, "--color").unwrap_or(Color::Auto);
    let mut command = command(lang).color(match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    });
    let read = command.try_get_matches_from_mut(line);
    let cli = match read.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error.with_cmd(&command), lang, color),
    };
    let mut session = Session::new(cli.global, lang);
    let outcome = dispatch(cli.command, &mut session);
    match outcome.and_then(|exit| session.check_unchanged().map(|()| exit)) {
        Ok(exit) => exit,
        Err(error) if error.is_closed_pipe() => Exit::Done,
        Err(error) => {
            if let Some(rendered) = error.rendered(lang) {
                session.show(&rendered);
                return Exit::Failed;
            }
            let (code, message, hint) = error.explained(lang);
            let message = if session.global.verbose { format!("{message} [{code}]") } else { message };
            session.fail(&message, hint.as_deref());
            Exit::Failed
        }
    }
}

/// Prints the help or the version, or says what is wrong with the command line.
fn refuse(error: &clap::Error, lang: Lang, color: Color) -> Exit {
    let mut err = session::colored_stderr(color);
    let shown = error.render().to_string();
    let sanitized_shown = sanitized(&shown);
    let chinese = if lang == Lang::Zh { usage::in_chinese(error) } else { None };
    // A closed output leaves nobody to tell.
    let _ = match chinese {
        Some(text) => writeln!(err, "\u{1b}[31m错误：\u{1b}[0m{}", sanitized(&text)),
        // What was typed stands in it.
        None if shown != sanitized_shown => write!(err, "{sanitized_shown}"),
        None => error.print(),
    };
    if error.use_stderr() { Exit::Failed } else { Exit::Done }
}

fn dispatch(command: Command, session: &mut Session) -> Result<Exit, CliError> {
    match command {
        // The page ends in an order of its own.
        #[cfg(feature = "page")]
        Command::Serve(_) => {}
        _ => interrupt::watch(),
    }
    match command {
        Command::Import(args) => import::run(args, session),
        Command::Inspect(args) => inspect::run(args, session),
        Command::Imports(args) => imports::run(args, session),
        Command::Orders(args) => orders::run(args, session),
        Command::Order(args) => order::run(&args, session),
        Command::Report(args) => report::run(&args, session),
        Command::Sql(args) => sql::run(args, session),
        Command::Export(args) => export::run(args, session),
        Command::CloseCheck(args) => check::run(Check::Close, args, session),
        Command::ReopenCheck(args) => check::run(Check::Reopen, args, session),
        Command::Shop(args) => shop::run(args, session),
        Command::Rules(args) => rules::run(args, session),
        Command::Db(args) => db::run(args, session),
        #[cfg(feature = "page")]
        Command::Serve(args) => serve::run(&args, session),
        Command::Demo => demo::run(session),
        Command::Completions(args) => shell::completions(&args, session),
        Command::Man(args) => shell::man(&args, session),
    }
}

/// Builds the command line with help in a language.
fn command(lang: Lang) -> clap::Command {
    let command = Cli::command();
    match lang {
        Lang::En => command,
        Lang::Zh => help_zh::translate(command),
    }
}

/// Finds the value of an option before the command line is read, since the help and the errors of reading it go by it too.
fn early_option<T: ValueEnum>(line: &[OsString], name: &str) -> Option<T> {
    let words: Vec<&str> = line.iter().filter_map(|word| word.to_str()).collect();
    let value = words.iter().enumerate().find_map(|(place, word)| {
        if *word == name { words.get(place + 1).copied() } else { word.strip_prefix(name)?.strip_prefix('=') }
    });
    value.and_then(|value| T::from_str(value, false).ok())
}
