//! Asks for the facts that are still needed.

use std::io::{self, IsTerminal};

use dialoguer::Input;
use shopkit::kit::{CheckOptions, Checked, Kit, KitError};
use shopkit::model::fact::Written;
use shopkit::model::lang::Explain;
use shopkit::rules::{Fact, Ruleset};
use shopkit::t;

use super::exit::CliError;
use super::sanitize::sanitized;
use super::session::Session;
use crate::front::facts::FactQuestion;

/// Asks for the needed facts one by one until none is needed or the seller knows no more. Answers are kept as by `shop set`.
pub fn check<'r>(
    kit: &mut Kit,
    ruleset: &'r Ruleset,
    mut options: CheckOptions,
    session: &mut Session,
) -> Result<Checked<'r>, CliError> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(CliError::Usage {
            message: t!(session.texts(), "error-ask-without-terminal"),
            hint: t!(session.texts(), "hint-ask-without-terminal"),
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
            // An answer beats an option that makes the fact unknown.
            options.set.retain(|(name, _)| *name != fact.name);
            let given = (fact.name.clone(), value);
            match kit.declare(ruleset, options.shop.as_deref(), std::slice::from_ref(&given)) {
                // The answer counts for this check; the verdict comes with a warning that nothing is kept.
                Err(KitError::Store(error)) if error.is_only_read() => options.set.push(given),
                declared => drop(declared?),
            }
        }
    }
}

/// Asks for one fact; returns nothing where the seller does not know.
fn ask(ruleset: &Ruleset, fact: &Fact, session: &mut Session) -> Result<Option<String>, CliError> {
    let texts = session.texts();
    let FactQuestion { name, question, where_to_look, values, .. } = FactQuestion::of(fact, texts);
    let prompt = format!(
        "\n{question}\n  {}{where_to_look}\n  {}\n  {name}",
        t!(texts, "facts-where-to-look"),
        t!(texts, "check-ask-values", values = values),
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
        match ruleset.parse_fact(&name, &text) {
            Ok(Written::Unknown) => return Ok(None),
            Ok(Written::Value(_)) => return Ok(Some(text)),
            Err(error) => session.fail(&texts.say(&error.message()), texts.hint(error.hint()).as_deref()),
        }
    }
}
