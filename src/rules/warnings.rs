//! What deserves attention beside a verdict: papers that run out, texts that may have changed, and what was only assumed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::codes::RuleOutcome;
use super::condition::{Condition, Situation, Test};
use super::judge::is_in_scope;
use super::logic::Truth;
use super::rule::Rule;
use super::ruling::Ruling;
use super::verdict::Verdict;
use super::warning_rule::WarningRule;
use crate::model::calendar::add_months;
use crate::model::fact::{FactValue, Origin};
use crate::model::message::Message;
use crate::msg;

/// Holds something that deserves attention, whatever the answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictWarning {
    /// The stable code, such as `renew-first`.
    pub code: String,
    /// What it is about.
    pub message: Message,
}

impl VerdictWarning {
    fn new(code: &str, message: Message) -> Self {
        Self { code: code.to_owned(), message }
    }
}

/// A text that was checked longer ago than this may have changed, in months.
const YEAR: u32 = 12;

impl<'r> Verdict<'r> {
    /// Lists what deserves attention.
    pub fn warnings(&self) -> Vec<VerdictWarning> {
        let mut warnings = self.renewals();
        warnings.extend(self.later_texts());
        warnings.extend(self.changed_texts());
        warnings.extend(self.assumptions());
        warnings.extend(self.due_warnings().map(|warning| self.filled(warning)));
        warnings
    }

    /// Writes a warning of a rule file with its values.
    pub(super) fn filled(&self, warning: &WarningRule) -> VerdictWarning {
        VerdictWarning::new(&warning.code, warning.text.fill(|name| self.value_text(name)))
    }

    /// Warns of papers that the subject needs, or may need, and that run out before the earliest day or too soon after it.
    fn renewals(&self) -> Vec<VerdictWarning> {
        let Some(earliest) = self.earliest else { return Vec::new() };
        let then = Situation { on: earliest, ..self.situation() };
        let rules: Vec<_> = self.applicable_rules().collect();
        let is_too_short = |fact: &str| {
            let conditions = rules.iter().flat_map(|rule| rule.require.nodes());
            conditions.filter(|node| is_validity_of(node, fact)).any(|node| node.truth(&then) == Truth::False)
        };
        let warning = |(fact, end): (&str, NaiveDate)| {
            let title = self.ruleset.title(fact);
            if end < earliest {
                let message = msg!("warning-renew-first", title = title, end = end, earliest = earliest);
                Some(VerdictWarning::new("renew-first", message))
            } else if is_too_short(fact) {
                let message = msg!("warning-short-on-earliest", title = title, end = end, earliest = earliest);
                Some(VerdictWarning::new("short-on-earliest", message))
            } else {
                None
            }
        };
        self.expiries().into_iter().filter_map(warning).collect()
    }

    /// Warns of texts that came into force after the day of the check, where no older version is held.
    fn later_texts(&self) -> Vec<VerdictWarning> {
        let considered = self.rulings.iter().map(|ruling| ruling.rule).filter(|rule| is_in_scope(rule, self.scope));
        let later = considered.filter(|rule| rule.effective_from > self.on);
        let names: BTreeSet<_> = later.map(|rule| (rule.effective_from, rule.source.name.as_str())).collect();
        let message = |(from, name)| msg!("warning-text-later-than-date", text = name, from = from, on = self.on);
        names.into_iter().map(|name| VerdictWarning::new("text-later-than-date", message(name))).collect()
    }

    /// Warns of texts whose page is known to have changed since, and of those that were checked more than a year ago.
    fn changed_texts(&self) -> Vec<VerdictWarning> {
        let mut texts: BTreeMap<&str, Message> = BTreeMap::new();
        for rule in self.applicable_rules() {
            let (name, seen_on) = (rule.source.name.as_str(), rule.source.seen_on);
            let changed_on = self.ruleset.text_of(rule).and_then(|text| text.changed_on).filter(|day| *day <= self.on);
            let message = match changed_on {
                Some(day) => msg!("warning-text-changed", text = name, day = day),
                None if add_months(seen_on, YEAR) < self.on => msg!("warning-text-old", text = name, day = seen_on),
                None => continue,
            };
            texts.insert(name, message);
        }
        texts.into_values().map(|message| VerdictWarning::new("text-may-have-changed", message)).collect()
    }

    /// Lists what the verdict assumes, because it is not given.
    pub(super) fn assumptions(&self) -> Vec<VerdictWarning> {
        let is_read_by = |ruling: &Ruling<'_>, fact: &str| {
            is_in_scope(ruling.rule, self.scope) && ruling.rule.facts().contains(&fact)
        };
        let is_read = |fact: &str| self.rulings.iter().any(|ruling| is_read_by(ruling, fact));
        let is_assumed = |fact: &str| self.facts.get(fact).is_some_and(|given| given.origin == Origin::Assumed);
        let implied = self.ruleset.implied.iter().filter(|implied| is_assumed(&implied.fact) && is_read(&implied.fact));
        implied
            .filter_map(|implied| implied.warning.as_ref())
            .map(|(code, text)| VerdictWarning::new(code, text.into()))
            .collect()
    }

    /// Lists what the rules want valid: the fact, and the day on which it runs out.
    pub(super) fn expiries(&self) -> Vec<(&'r str, NaiveDate)> {
        let mut expiries: Vec<(&str, NaiveDate)> = Vec::new();
        for node in self.applicable_rules().flat_map(|rule| rule.require.nodes()) {
            if let Test::ValidFor(fact, _) = &node.test
                && let Some(end) = self.facts.value(fact).and_then(FactValue::day)
                && !expiries.iter().any(|(known, _)| known == fact)
            {
                expiries.push((fact, end));
            }
        }
        expiries
    }

    /// Lists the rules that apply, or may.
    fn applicable_rules(&self) -> impl Iterator<Item = &'r Rule> {
        self.rulings.iter().filter(|ruling| ruling.outcome != RuleOutcome::NotApplicable).map(|ruling| ruling.rule)
    }
}

/// Tells whether the condition asks how long the fact is valid.
fn is_validity_of(condition: &Condition, fact: &str) -> bool {
    matches!(&condition.test, Test::ValidFor(of, _) if of == fact)
}
