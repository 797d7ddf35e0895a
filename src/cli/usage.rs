//! What is wrong with a command line, and how it is meant to be. clap says it in English only.

use std::error::Error as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use shopkit::model::message::{Arg, Message};
use shopkit::model::near::nearest;
use shopkit::msg;

use super::args::BadValue;

/// The option that names a shop.
const SHOP: &str = "--shop";

/// Explains an error of the command line: what is wrong, and what to do. Nothing where only clap's own words will do.
pub fn explain(error: &Error) -> Option<(Message, Vec<Message>)> {
    let message = message(error)?;
    let mut hints = Vec::new();
    if let Some(BadValue(hint)) = error.source().and_then(|source| source.downcast_ref()) {
        hints.push(hint.clone());
    }
    hints.extend(near(error).map(|near| msg!("command-usage-near", near = near)));
    let values = all(error, ContextKind::ValidValue).or_else(|| all(error, ContextKind::ValidSubcommand));
    hints.extend(values.map(|values| msg!("command-usage-values", values = &values)));
    if hints.is_empty() {
        hints.push(msg!("command-usage-help"));
    }
    Some((message, hints))
}

fn message(error: &Error) -> Option<Message> {
    let arg = || one(error, ContextKind::InvalidArg);
    let value = || one(error, ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::MissingRequiredArgument => missing(&all(error, ContextKind::InvalidArg)?),
        ErrorKind::UnknownArgument => msg!("command-usage-unknown-argument", arg = arg()?),
        ErrorKind::InvalidSubcommand => {
            msg!("command-usage-unknown-command", command = one(error, ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => msg!("command-usage-no-command"),
        ErrorKind::InvalidValue if value()?.is_empty() => msg!("command-usage-no-value", arg = arg()?),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            msg!("command-usage-bad-value", arg = arg()?, value = value()?)
        }
        ErrorKind::TooManyValues => msg!("command-usage-too-many-values", arg = arg()?),
        ErrorKind::ArgumentConflict => match (arg()?, all(error, ContextKind::PriorArg)?) {
            (arg, others) if others == [arg.as_str()] => msg!("command-usage-twice", arg = arg),
            (arg, others) => msg!("command-usage-conflict", arg = arg, others = &others),
        },
        ErrorKind::InvalidUtf8 => msg!("command-usage-not-utf-8"),
        _ => return None,
    })
}

/// Names what is missing. Of a group one is enough; clap writes it as `<--a|--b <B>>`.
fn missing(args: &[String]) -> Message {
    if let [group] = args
        && let Some(group) = group.strip_prefix('<').and_then(|group| group.strip_suffix('>'))
        && group.contains('|')
    {
        return msg!("command-usage-missing-one-of", args = Arg::list(group.split('|')));
    }
    msg!("command-usage-missing", args = args)
}

/// Finds what was probably meant.
fn near(error: &Error) -> Option<String> {
    if let (Some(value), Some(values)) = (one(error, ContextKind::InvalidValue), all(error, ContextKind::ValidValue)) {
        return nearest(&value, values.iter().map(String::as_str)).map(str::to_owned);
    }
    // Commands of no shop have nothing that is like `--shop` in what it does.
    let is_shop = one(error, ContextKind::InvalidArg).is_some_and(|arg| arg.starts_with(SHOP));
    one(error, ContextKind::SuggestedArg)
        .filter(|_| !is_shop)
        .or_else(|| all(error, ContextKind::SuggestedSubcommand)?.pop())
}

fn one(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn all(error: &Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(vec![text.clone()]),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.clone()),
        _ => None,
    }
}
