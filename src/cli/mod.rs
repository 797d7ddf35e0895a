//! The command line: arguments in, answers and exit codes out.

mod all_shops;
mod args;
mod ask;
mod check;
mod costs;
mod data_folder;
mod db;
mod demo;
mod digest;
mod double_click;
mod evidence;
mod exit;
mod export;
mod export_file;
mod export_html;
mod export_split;
mod file_limit;
mod file_names;
mod help;
mod import;
mod import_json;
mod imports;
mod inspect;
mod interrupt;
mod keep_verdict;
mod lake;
mod memory;
mod order;
mod orders;
mod output;
mod overview;
mod patterns;
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
mod shop_group;
mod sql;
mod target;
mod usage;
mod verdict_csv;
mod verdict_json;
mod verdict_text;
mod verify;
mod wrap;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, ValueEnum};
use shopkit::model::lang::Lang;
use shopkit::rules::Check;
use shopkit::sheet::sandbox;
use shopkit::texts::Texts;

use args::{Cli, Color, Command};
use exit::{CliError, Exit};
use sanitize::sanitized;
use session::Session;

use crate::front::panics;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    file_limit::make_writes_fail();
    let mut line = std::env::args_os().skip(1);
    if line.next().is_some_and(|first| first == sandbox::COMMAND) {
        return read_in_sandbox(&line.collect::<Vec<_>>());
    }
    set_panic_hook();
    let line = command_line();
    let is_start = match &line[..] {
        [_] => double_click::is_start(),
        [_, only] => only == double_click::SHORTCUT,
        _ => false,
    };
    let outcome = if is_start {
        std::panic::catch_unwind(|| double_click::run(run))
    } else {
        std::panic::catch_unwind(|| run(&line))
    };
    outcome.unwrap_or(Exit::Failed).into()
}

/// Returns the command line. Its first word is the name of the program, whatever the name of its file is.
fn command_line() -> Vec<OsString> {
    std::iter::once(OsString::from("shopkit")).chain(std::env::args_os().skip(1)).collect()
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
        // In both languages and not from the catalogue, which may be what panicked.
        let _ = writeln!(io::stderr(), "程序内部错误 / internal error of shopkit: {location}");
    }));
}

/// Reads a file for the process that started this one. Users never call it, so no help, completion or manual names it.
fn read_in_sandbox(arguments: &[OsString]) -> ExitCode {
    // The process that started this one reports how it ended.
    std::panic::set_hook(Box::new(|_| {}));
    match sandbox::serve(arguments, memory::limit, io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => Exit::Failed.into(),
    }
}

/// Runs one command line, the program's name first.
fn run(line: &[OsString]) -> Exit {
    let lang = session::language(early_option(line, "--lang"));
    let cli = match Cli::try_parse_from(line) {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => return refuse(&error, line, lang),
        Err(_) => return show_help(line, lang),
    };
    let mut session = Session::new(cli.global, lang);
    session.settle_database();
    let outcome = session.check_format(&cli.command).and_then(|()| dispatch(cli.command, &mut session));
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

/// Prints the help or the version that a command line asks for.
fn show_help(line: &[OsString], lang: Lang) -> Exit {
    let mut out = session::colored_stdout(early_option(line, "--color").unwrap_or(Color::Auto));
    // Only this line pays for the texts of all commands.
    let described = command(Texts::command(lang)).try_get_matches_from(line);
    // Where the output is closed, there is nobody to report to.
    let _ = described.map_err(|help| {
        let text = help.render().ansi().to_string();
        write!(out, "{}", wrap::wrapped(&text, session::help_width()))
    });
    Exit::Done
}

/// Explains what is wrong with the command line.
fn refuse(error: &clap::Error, line: &[OsString], lang: Lang) -> Exit {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        show_help(line, lang);
        return Exit::Failed;
    }
    let texts = Texts::command(lang);
    let mut err = session::colored_stderr(early_option(line, "--color").unwrap_or(Color::Auto));
    match usage::explain(error) {
        Some((message, hints)) => {
            let hints: Vec<String> = hints.iter().map(|hint| texts.say(hint)).collect();
            session::write_error(&mut err, texts, &texts.say(&message), hints.iter().map(String::as_str));
        }
        None => {
            let _ = write!(err, "{}", sanitized(&error.render().to_string()));
        }
    }
    Exit::Failed
}

fn dispatch(command: Command, session: &mut Session) -> Result<Exit, CliError> {
    match command {
        // The page handles signals itself.
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
        Command::Evidence(args) => evidence::run(&args, session),
        Command::Report(args) => report::run(&args, session),
        Command::Digest(args) => digest::run(&args, session),
        Command::Verify(args) => verify::run(&args, session),
        Command::Sql(args) => sql::run(args, session),
        Command::Export(args) => export::run(args, session),
        Command::Lake(args) => lake::run(&args, session),
        Command::Costs(args) => costs::run(args, session),
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

/// Builds the command line with its help.
fn command(texts: Texts) -> clap::Command {
    help::describe(Cli::command(), texts)
}

/// Finds the value of an option without reading the whole command line, since help and usage errors depend on it too.
fn early_option<T: ValueEnum>(line: &[OsString], name: &str) -> Option<T> {
    let words: Vec<&str> = line.iter().filter_map(|word| word.to_str()).collect();
    let value = words.iter().enumerate().find_map(|(index, word)| {
        if *word == name { words.get(index + 1).copied() } else { word.strip_prefix(name)?.strip_prefix('=') }
    });
    value.and_then(|value| T::from_str(value, false).ok())
}
