//! Puts the texts of the catalogue into the command line: what `--help`, the completions and the manual pages say.
//!
//! The id of a text follows from what it describes: `help-imports-undo` belongs to the command `imports undo`, and
//! `help-import-files` to the argument `files` of `import`. Arguments that mean the same in several commands share
//! `help-argument-shop`. `help-value-kind-orders` is the value `orders` of arguments that are named `kind`.

use clap::{Arg, Command};
use shopkit::t;
use shopkit::texts::Texts;

/// What the ids of all texts begin with. The id of a command has the names of the commands that lead to it.
const ROOT: &str = "help";

/// Adds the texts to all commands and arguments.
pub fn describe(command: Command, texts: Texts) -> Command {
    let command = describe_command(command, ROOT, texts);
    // Lines are broken by `wrap`, which knows how wide Chinese is.
    let mut command = command.about(t!(texts, "help-about")).after_help(t!(texts, "help-exit-codes")).term_width(0);
    // clap adds its own `help` to the commands while it builds them.
    command.build();
    describe_help_commands(command, texts)
}

/// Adds the texts of one command and of those below it. Their ids begin with `id`.
fn describe_command(command: Command, id: &str, texts: Texts) -> Command {
    let style = command.get_styles().get_usage();
    let usage = t!(texts, "help-heading-usage");
    let gap = if usage.is_ascii() { " " } else { "" };
    let template = format!("{{about}}\n\n{style}{usage}{style:#}{gap}{{usage}}\n\n{{all-args}}{{after-help}}");
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(t!(texts, "help-heading-commands"))
        .mut_args(|arg| match argument(id, &arg, texts) {
            Some(help) => describe_argument(arg, help, texts),
            None => arg,
        });
    if let Some(about) = texts.find(id) {
        command = command.about(about);
    }
    command.mut_subcommands(|sub| {
        let id = format!("{id}-{}", sub.get_name());
        describe_command(sub, &id, texts)
    })
}

/// Adds the text of an argument, with its default and its values, which clap would name in English.
fn describe_argument(mut arg: Arg, mut help: String, texts: Texts) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(_) => t!(texts, "help-heading-global"),
        None if arg.is_positional() => t!(texts, "help-heading-arguments"),
        None => t!(texts, "help-heading-options"),
    };
    if arg.get_action().takes_values() {
        for default in arg.get_default_values() {
            help.push(' ');
            help.push_str(&t!(texts, "help-default", value = default.to_string_lossy()));
        }
        let values: Vec<_> = arg
            .get_possible_values()
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| self::value(&arg, value.get_name(), texts))
            .collect();
        if !values.is_empty() {
            help.push(' ');
            help.push_str(&t!(texts, "help-values", values = &values));
        }
        arg = arg.hide_default_value(true).hide_possible_values(true);
    }
    arg.help(help).help_heading(heading)
}

/// Adds the text of clap's own command `help`, at each level.
fn describe_help_commands(command: Command, texts: Texts) -> Command {
    command.mut_subcommands(|sub| match sub.get_name() {
        "help" => sub.about(t!(texts, "help-help")),
        _ => describe_help_commands(sub, texts),
    })
}

/// Finds the text of an argument of a command.
fn argument(command: &str, arg: &Arg, texts: Texts) -> Option<String> {
    argument_ids(command, arg).iter().find_map(|id| texts.find(id))
}

/// Lists the ids that the text of an argument may have: its own, and the one that several commands share.
fn argument_ids(command: &str, arg: &Arg) -> Vec<String> {
    let name = arg.get_id().as_str().replace('_', "-");
    // `help-db` is the command `db`, not the option `--db` of all commands.
    let own = (command != ROOT).then(|| format!("{command}-{name}"));
    own.into_iter().chain([format!("{ROOT}-argument-{name}")]).collect()
}

/// Returns what the help says for a value; its name where nothing is said about it.
fn value(arg: &Arg, value: &str, texts: Texts) -> String {
    texts.find(&format!("help-value-{}-{value}", arg.get_id())).unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
#[cfg(feature = "page")]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;
    use shopkit::model::lang::Lang;

    use super::*;
    use crate::cli::args::Cli;
    use crate::cli::wrap::wrapped;
    use crate::front::text::width;

    /// Collects the ids that a command and those below it can use, each group of which must have one text.
    fn wanted(command: &Command, id: &str, found: &mut Vec<Vec<String>>) {
        for arg in command.get_arguments() {
            let name = arg.get_id().as_str();
            found.push(argument_ids(id, arg));
            // The names of reports and shells stand for themselves.
            let is_described = arg.get_action().takes_values() && !["name", "shell"].contains(&name);
            for value in arg.get_possible_values().iter().filter(|_| is_described) {
                found.push(vec![format!("help-value-{name}-{}", value.get_name())]);
            }
        }
        for sub in command.get_subcommands() {
            let id = format!("{id}-{}", sub.get_name());
            found.push(vec![id.clone()]);
            wanted(sub, &id, found);
        }
    }

    /// Lists the words of a text that are no Chinese, which may not be broken.
    fn words(text: &str) -> Vec<String> {
        let parts = text.split(|c: char| c.is_whitespace() || !c.is_ascii());
        parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Renders the help of a command and of those below it.
    fn helps(command: &mut Command, found: &mut Vec<String>) {
        found.push(command.render_help().to_string());
        found.push(command.render_long_help().to_string());
        command.get_subcommands_mut().for_each(|sub| helps(sub, found));
    }

    #[test]
    fn help_fits_80_columns_and_breaks_no_word() {
        for texts in [Lang::Zh, Lang::En].map(Texts::command) {
            let mut found = Vec::new();
            helps(&mut describe(Cli::command(), texts), &mut found);
            assert!(found.len() > 60, "{}", found.len());
            for help in found {
                let wrapped = wrapped(&help, 80);
                let wide: Vec<&str> = wrapped.lines().filter(|line| width(line) > 80).collect();
                assert!(wide.is_empty(), "{wide:#?}");
                assert_eq!(words(&wrapped), words(&help));
                let letters = |text: &str| text.split_whitespace().collect::<String>();
                assert_eq!(letters(&wrapped), letters(&help));
            }
        }
    }

    fn all_wanted() -> Vec<Vec<String>> {
        let mut found = Vec::new();
        wanted(&Cli::command(), ROOT, &mut found);
        found
    }

    #[test]
    fn everything_has_its_text() {
        for texts in [Lang::Zh, Lang::En].map(Texts::command) {
            for ids in all_wanted() {
                let said: Vec<_> = ids.iter().filter_map(|id| texts.find(id)).collect();
                assert!(!said.is_empty(), "{:?}: there is none of {ids:?}", texts.lang);
            }
        }
    }

    #[test]
    fn the_text_of_a_value_names_it() {
        for texts in [Lang::Zh, Lang::En].map(Texts::command) {
            for id in all_wanted().concat().iter().filter(|id| id.starts_with("help-value-")) {
                let text = texts.find(id).expect("a text");
                let name = text.split(' ').next().expect("a word");
                assert!(id.ends_with(&format!("-{name}")), "{id}: {text}");
            }
        }
    }

    #[test]
    fn every_text_describes_something() {
        let said_by_name = include_str!("help.rs");
        let wanted: BTreeSet<String> = all_wanted().concat().into_iter().collect();
        for line in include_str!("../../locales/en/help.ftl").lines() {
            let Some((id, _)) = line.split_once(" =").filter(|(id, _)| id.starts_with("help-")) else { continue };
            assert!(wanted.contains(id) || said_by_name.contains(&format!("\"{id}\"")), "nothing says {id}");
        }
    }
}
