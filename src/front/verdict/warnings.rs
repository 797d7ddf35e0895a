//! What deserves a look, whatever the answer is.

use shopkit::kit::{Checked, OLD_EXPORT_DAYS};
use shopkit::model::fact::Origin;
use shopkit::model::message::{Arg, Message};
use shopkit::msg;
use shopkit::report::order_facts::OrderFacts;
use shopkit::rules::{Check, RuleOutcome, VerdictWarning, known_facts};

use crate::front::text::visible;

/// Lists the warnings that the notes do not give already.
pub(super) fn beside(checked: &Checked<'_>, notes: &[Message]) -> Vec<Message> {
    warnings(checked).into_iter().map(|warning| warning.message).filter(|message| !notes.contains(message)).collect()
}

/// Lists the warnings of the rules, then how old and how complete the orders are.
pub fn warnings(checked: &Checked<'_>) -> Vec<VerdictWarning> {
    let mut warnings = checked.verdict.warnings();
    if checked.verdict.check == Check::Close
        && let Some(orders) = &checked.orders
    {
        warnings.extend(old_export(checked));
        warnings.extend(given_otherwise(checked, orders));
        warnings.extend(unknown_times(checked, orders));
        warnings.extend(unknown_statuses(orders));
    }
    warnings
}

fn warning(code: &str, message: Message) -> VerdictWarning {
    VerdictWarning { code: code.to_owned(), message }
}

fn old_export(checked: &Checked<'_>) -> Option<VerdictWarning> {
    let days = checked.export_age.filter(|age| *age > OLD_EXPORT_DAYS)?;
    Some(warning("old-export", msg!("verdict-old-export", days = days)))
}

/// Tells whether a rule that applies reads a fact.
fn is_read(checked: &Checked<'_>, fact: &str) -> bool {
    let mut applying = checked.verdict.rulings.iter().filter(|ruling| ruling.outcome != RuleOutcome::NotApplicable);
    applying.any(|ruling| ruling.rule.facts().contains(&fact))
}

/// Lists facts that were given otherwise than the orders have them.
fn given_otherwise(checked: &Checked<'_>, orders: &OrderFacts) -> Vec<VerdictWarning> {
    let ruleset = checked.verdict.ruleset;
    let newest = orders.newest_export.as_deref().unwrap_or_default();
    let differing = checked.counted.iter().filter_map(|(name, counted)| {
        let given = checked.given.get(name).filter(|given| given.value != counted.value && is_read(checked, name))?;
        let message = msg!(
            "verdict-given-otherwise",
            fact = ruleset.title(name),
            given = ruleset.value_text(name, Some(&given.value)),
            origin = given.origin.word(),
            export = newest,
            counted = ruleset.value_text(name, Some(&counted.value)),
        );
        Some(warning("declared-differs", message))
    });
    differing.collect()
}

/// Says where the day on which the last order was finished is not certain.
fn unknown_times(checked: &Checked<'_>, orders: &OrderFacts) -> Vec<VerdictWarning> {
    let last_finished = checked.given.get(known_facts::LAST_FINISHED_ON);
    let is_counted = last_finished.is_some_and(|given| given.origin == Origin::Orders);
    let mut warnings = Vec::new();
    let mut warn = |message| warnings.push(warning("finish-day-unknown", message));
    if orders.closed_without_time > 0 && is_counted && is_read(checked, known_facts::LAST_FINISHED_ON) {
        warn(msg!("verdict-closing-time-unknown", orders = orders.closed_without_time));
    }
    if orders.completed_without_time > 0 && last_finished.is_none() {
        warn(msg!("verdict-completion-time-unknown", orders = orders.completed_without_time));
    }
    warnings
}

/// Lists the statuses that are not known.
fn unknown_statuses(orders: &OrderFacts) -> Vec<VerdictWarning> {
    let list = |statuses: &[String]| Arg::list(statuses.iter().map(|status| visible(status)));
    let mut warnings = Vec::new();
    let mut warn = |message| warnings.push(warning("unknown-status", message));
    if !orders.unknown_statuses.is_empty() {
        warn(msg!("verdict-unknown-statuses", statuses = list(&orders.unknown_statuses)));
    }
    if !orders.unknown_after_sales.is_empty() {
        warn(msg!("verdict-unknown-after-sales", statuses = list(&orders.unknown_after_sales)));
    }
    warnings
}
