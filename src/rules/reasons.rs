//! Why rules came out as they did, and what to do about it.

use super::codes::RuleOutcome;
use super::condition::Test;
use super::judge::is_in_scope;
use super::logic::Truth;
use super::rule::{ConditionalTexts, Rule};
use super::ruling::Ruling;
use super::text::Text;
use super::verdict::Verdict;
use crate::model::fact::FactValue;
use crate::model::message::{Arg, Message};
use crate::msg;

impl<'r> Verdict<'r> {
    /// Says why the rule came out as it did.
    pub fn reason(&self, ruling: &Ruling<'r>) -> Message {
        match ruling.outcome {
            RuleOutcome::Pass => msg!("reason-pass", facts = self.known_facts(ruling)),
            RuleOutcome::Unknown if ruling.consequence.is_some() => self.unmet(ruling),
            RuleOutcome::Unknown => {
                let open = self.open_facts(ruling.rule).into_iter().map(|fact| self.ruleset.title(fact));
                msg!("reason-unknown", facts = Arg::clauses(open))
            }
            RuleOutcome::NotApplicable => match ruling.set_aside_by {
                Some(other) => msg!("reason-set-aside", rule = &other.title),
                None if is_in_scope(ruling.rule, self.scope) => {
                    msg!("reason-not-applicable", facts = self.known_facts(ruling))
                }
                None => msg!("reason-left-out"),
            },
            RuleOutcome::NotYet | RuleOutcome::Fail => self.unmet(ruling),
        }
    }

    /// Says what to do where the rule is not met, as the facts stand.
    pub fn remedy(&self, ruling: &Ruling<'r>) -> &'r Text {
        self.instead(ruling.rule, |texts| texts.remedy.as_ref()).unwrap_or(&ruling.rule.remedy)
    }

    /// Returns the text that fits the facts better than the rule's usual one, where it has any.
    fn instead(&self, rule: &'r Rule, part: impl Fn(&'r ConditionalTexts) -> Option<&'r Text>) -> Option<&'r Text> {
        let fits = |texts: &&ConditionalTexts| texts.when.truth(&self.situation()) == Truth::True;
        rule.instead.iter().filter(fits).find_map(part)
    }

    fn unmet(&self, ruling: &Ruling<'r>) -> Message {
        let other = self.instead(ruling.rule, |texts| texts.reason.as_ref());
        if other.is_none()
            && let Some(fact) = self.not_begun(ruling)
        {
            return msg!("reason-not-begun", fact = self.ruleset.title(fact));
        }
        let reason = other.unwrap_or(&ruling.rule.reason).fill(|name| match (name, ruling.earliest) {
            ("earliest", Some(day)) => Arg::from(day),
            ("earliest", None) => Arg::from(msg!("reason-no-day")),
            (fact, _) => self.value_text(fact),
        });
        if ruling.earliest_is_bound {
            let open = self.facts_of(ruling).into_iter().filter(|(_, given)| given.is_none());
            let open = Arg::clauses(open.map(|(fact, _)| self.ruleset.title(fact)));
            return msg!("reason-bound", reason = reason, facts = open);
        }
        msg!("reason-unmet", reason = reason)
    }

    /// Finds what has not happened, where a wait cannot end because it has not begun.
    fn not_begun(&self, ruling: &Ruling<'r>) -> Option<&'r str> {
        let rule = ruling.rule;
        let nodes = rule.require.nodes().into_iter().filter(|_| ruling.earliest.is_none());
        let since = nodes.flat_map(|node| match &node.test {
            Test::Elapsed(since, _) => since.as_slice(),
            _ => &[],
        });
        since.map(String::as_str).find(|fact| self.facts.value(fact) == Some(&FactValue::Never))
    }

    /// Returns the value of the fact as people read it.
    pub(super) fn value_text(&self, fact: &str) -> Arg {
        self.ruleset.value_text(fact, self.facts.value(fact))
    }

    /// Lists the facts that the ruling looked at and that are known, with their values.
    fn known_facts(&self, ruling: &Ruling<'r>) -> Arg {
        let known = self.facts_of(ruling).into_iter().filter(|(_, given)| given.is_some());
        let fact = |fact| msg!("reason-fact", fact = self.ruleset.title(fact), value = self.value_text(fact));
        Arg::clauses(known.map(|(name, _)| fact(name)))
    }
}

impl RuleOutcome {
    /// Returns the outcome in a word or two.
    pub fn text(self) -> Message {
        match self {
            Self::Pass => msg!("outcome-pass"),
            Self::NotYet => msg!("outcome-not-yet"),
            Self::Fail => msg!("outcome-fail"),
            Self::Unknown => msg!("outcome-unknown"),
            Self::NotApplicable => msg!("outcome-not-applicable"),
        }
    }
}
