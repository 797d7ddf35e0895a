//! What changes on later days, and when all waits are over.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::codes::{Answer, RuleOutcome};
use super::judge::turning_days;
use super::rule::Rule;
use super::ruleset::Ruleset;
use super::ruling::Ruling;
use super::verdict::Verdict;
use crate::model::calendar::add_days;
use crate::model::message::Message;
use crate::msg;

/// Holds a later day on which something changes, by the known facts.
#[derive(Debug, Clone)]
pub struct TimelineEntry<'r> {
    /// The day.
    pub day: NaiveDate,
    /// The answer from that day on.
    pub answer: Answer,
    /// What changes.
    pub changes: Vec<TimelineChange<'r>>,
}

/// Says what changes on a day.
#[derive(Debug, Clone)]
pub enum TimelineChange<'r> {
    /// A rule has another outcome than on the day before.
    RuleOutcome(&'r Rule, RuleOutcome),
    /// Another version of the rule comes into force, or the rule for the first time.
    Begins(&'r Rule, RuleOutcome),
    /// The rule is no longer in force.
    Ends(&'r Rule),
    /// What the fact names has run out.
    Expired(&'r str),
}

impl TimelineChange<'_> {
    /// Says what changes.
    pub fn text(&self, ruleset: &Ruleset) -> Message {
        match self {
            Self::RuleOutcome(rule, outcome) => {
                let rule = &rule.title;
                match outcome {
                    RuleOutcome::Pass => msg!("timeline-pass", rule = rule),
                    RuleOutcome::NotYet => msg!("timeline-not-yet", rule = rule),
                    RuleOutcome::Fail => msg!("timeline-fail", rule = rule),
                    RuleOutcome::Unknown => msg!("timeline-unknown", rule = rule),
                    RuleOutcome::NotApplicable => msg!("timeline-not-applicable", rule = rule),
                }
            }
            Self::Begins(rule, outcome) => msg!("timeline-begins", rule = &rule.title, outcome = outcome.text()),
            Self::Ends(rule) => msg!("timeline-ends", rule = &rule.title),
            Self::Expired(fact) => msg!("timeline-expired", fact = ruleset.title(fact)),
        }
    }
}

/// Holds when all waits are over, by the known facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitsOver {
    /// The first day on which they are over for certain.
    pub from: NaiveDate,
    /// The first day on which they may be over, where that depends on unknown facts.
    pub earliest: NaiveDate,
}

impl<'r> Verdict<'r> {
    /// Lists the later days on which something changes: each day on which anything can change is judged once.
    pub fn timeline(&self) -> Vec<TimelineEntry<'r>> {
        let mut days = BTreeSet::new();
        for rule in self.ruleset.rules().iter().filter(|rule| rule.check == self.check) {
            days.extend(turning_days(self.ruleset, rule, &self.given, &self.situation()));
            days.insert(rule.effective_from);
            days.extend(rule.effective_to.map(|last| add_days(last, 1)));
        }
        let expired: Vec<_> = self.expiries().into_iter().map(|(fact, end)| (fact, add_days(end, 1))).collect();
        days.extend(expired.iter().map(|(_, day)| day));
        let judge = self.judge();
        let mut before = self.rulings.clone();
        let mut turns = Vec::new();
        for day in days.into_iter().filter(|day| *day > self.on) {
            let now = judge.rulings(&self.given, day);
            let mut changes = changes(&before, &now);
            changes
                .extend(expired.iter().filter(|(_, from)| *from == day).map(|(fact, _)| TimelineChange::Expired(fact)));
            if !changes.is_empty() {
                turns.push(TimelineEntry {
                    day,
                    answer: self.doubted(judge.decide(&self.given, day, &now).answer),
                    changes,
                });
            }
            before = now;
        }
        turns
    }

    /// Returns when all waits are over; nothing where there are none.
    pub fn waits_over(&self) -> Option<WaitsOver> {
        let waiting = [RuleOutcome::NotYet, RuleOutcome::Fail, RuleOutcome::Unknown];
        let rulings = self.rulings.iter().filter(|ruling| waiting.contains(&ruling.outcome));
        let spans = rulings.filter_map(|ruling| {
            let end = self.wait_end(ruling);
            // What is unknown now may be over already.
            Some(WaitsOver { from: end.certain?, earliest: end.earliest.unwrap_or(self.on) })
        });
        spans.reduce(|one, other| WaitsOver {
            from: one.from.max(other.from),
            earliest: one.earliest.max(other.earliest),
        })
    }
}

/// Lists how the rulings of one day differ from those of an earlier one.
fn changes<'r>(before: &[Ruling<'r>], now: &[Ruling<'r>]) -> Vec<TimelineChange<'r>> {
    let same = |a: &Ruling<'_>, b: &Ruling<'_>| a.rule.id == b.rule.id;
    let changed = |ruling: &Ruling<'r>| match before.iter().find(|earlier| same(earlier, ruling)) {
        Some(earlier) if std::ptr::eq(earlier.rule, ruling.rule) => {
            (earlier.outcome != ruling.outcome).then_some(TimelineChange::RuleOutcome(ruling.rule, ruling.outcome))
        }
        _ => Some(TimelineChange::Begins(ruling.rule, ruling.outcome)),
    };
    let gone = before.iter().filter(|earlier| !now.iter().any(|ruling| same(earlier, ruling)));
    now.iter().filter_map(changed).chain(gone.map(|earlier| TimelineChange::Ends(earlier.rule))).collect()
}
