//! Questions for the facts that are still needed.

use std::io::{self, IsTerminal};

use dialoguer::Input;
use shopkit::kit::{CheckOptions, Checked, Kit, KitError};
use shopkit::model::fact::Written;
use shopkit::model::lang::Explain;
use shopkit::rules::{Fact, Ruleset};
use shopkit::texts::Texts;

use super::exit::CliError;
use super::sanitize::sanitized;
use super::session::Session;
use crate::front::facts;

/// Asks for what is still needed, one fact at a time, until the verdict is decided or nothing more is known. Answers are kept
/// as `shop set` keeps them.
pub fn check<'r>(
    kit: &mut Kit,
    ruleset: &'r Ruleset,
    mut options: CheckOptions,
    session: &mut Session,
) -> Result<Checked<'r>, CliError> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(CliError::Usage {
            message: session.pick("--ask 需要在终端里运行", "--ask needs a terminal to ask on").to_owned(),
            hint: session
                .pick("用 --set 事实=值 或 --facts 文件 给出事实", "give facts with --set FACT=VALUE or --facts FILE")
                .to_owned(),
        });
    }
    let mut asked: Vec<&str> = Vec::new();
    loop {
        let checked = kit.check(ruleset, &options)?;
        let needed = checked.verdict.needed_facts();
        let open = checked.verdict.open_questions(&needed);
        let Some(fact) =
            needed.into_iter().chain(open).find(|name| !asked.contains(name)).and_then(|name| ruleset.fact(name))
        else {
            return Ok(checked);
        };
        asked.push(&fact.name);
        if let Some(value) = ask(ruleset, fact, session)? {
            // An answer counts more than that the fact was to be taken for unknown.
            options.set.retain(|(name, _)| *name != fact.name);
            let said = (fact.name.clone(), value);
            match kit.declare(ruleset, options.shop.as_deref(), std::slice::from_ref(&said)) {
                // It counts for this check. That nothing is kept is said with the verdict.
                Err(KitError::Store(error)) if error.is_only_read() => options.set.push(said),
                declared => drop(declared?),
            }
        }
    }
}

/// Asks for one fact; nothing where the seller does not know.
fn ask(ruleset: &Ruleset, fact: &Fact, session: &mut Session) -> Result<Option<String>, CliError> {
    let (name, lang) = (&fact.name, session.lang);
    let prompt = format!(
        "\n{}\n  {}{}\n  {}{}\n  {name}",
        fact.question.pick(lang),
        lang.pick("在哪里看：", "Where to look: "),
        fact.answer.pick(lang),
        facts::values(fact, lang),
        lang.pick("；不知道就直接回车", "; just Enter if you do not know"),
    );
    loop {
        let text: String = Input::new()
            .with_prompt(sanitized(&prompt))
            .allow_empty(true)
            .interact_text()
            .map_err(|dialoguer::Error::IO(error)| error)?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        match ruleset.parse_fact(name, &text) {
            Ok(Written::Unknown) => return Ok(None),
            Ok(Written::Value(_)) => return Ok(Some(text)),
            Err(error) => session
                .fail(&Texts::command(lang).say(&error.message()), Texts::command(lang).hint(error.hint()).as_deref()),
        }
    }
}
