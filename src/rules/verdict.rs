//! What a judgement says.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::condition::{At, Condition};
use super::judge::Question;
use super::rule::{Check, Otherwise, Rule, Standing, words};
use super::ruleset::Ruleset;
use super::truth::Truth;
use super::ways::{Way, deciding};
use crate::model::fact::{Facts, Given};
use crate::model::message::{Arg, Message};
use crate::msg;

words! {
    /// Names the answer of a check, from the best to the worst: of several, the worst counts.
    Answer {
        /// Nothing stands in the way: the shop may apply (to close, or to open again).
        MayApply = "may_apply",
        /// The facts that are known do not decide.
        Unknown = "unknown",
        /// A wait is not over.
        NotYet = "not_yet",
        /// Something must be put right first.
        Blocked = "blocked",
        /// Nothing helps.
        Never = "never",
    }
}

words! {
    /// Names what came out for one rule.
    Outcome {
        /// It is met.
        Pass = "pass",
        /// It will be met, or may be, once a wait is over.
        NotYet = "not_yet",
        /// It is not met.
        Fail = "fail",
        /// The known facts do not tell.
        Unknown = "unknown",
        /// It does not ask anything of this shop, or was left out.
        NotApplicable = "not_applicable",
    }
}

words! {
    /// Names which rules are judged by.
    Scope {
        /// Every rule.
        All = "all",
        /// Only those that stand in the platform's own texts.
        Official = "official",
    }
}

/// Holds what came out for one rule.
#[derive(Debug, Clone)]
pub struct Ruling<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What came out.
    pub outcome: Outcome,
    /// The first day on which the rule may be met, where it is [`Outcome::NotYet`] and such a day is in sight.
    pub earliest: Option<NaiveDate>,
    /// Whether the day is only a lower bound, since some fact is unknown.
    pub earliest_is_bound: bool,
    pub(super) consequence: Option<Otherwise>,
    /// The rule that says that other rules govern the shop, where this one is not asked for that.
    pub(super) set_aside_by: Option<&'r Rule>,
}

impl<'r> Ruling<'r> {
    /// Makes a ruling that has no day and no consequence.
    pub(super) fn of(rule: &'r Rule, outcome: Outcome) -> Self {
        Self { rule, outcome, earliest: None, earliest_is_bound: false, consequence: None, set_aside_by: None }
    }

    /// Tells whether what the rule asks is not met, whatever follows from that.
    pub fn is_unmet(&self) -> bool {
        self.consequence.is_some()
    }

    /// Returns the answer that this rule alone would give.
    pub fn answer(&self) -> Answer {
        match (self.outcome, self.consequence) {
            (Outcome::Unknown, _) => Answer::Unknown,
            (_, None) => Answer::MayApply,
            (_, Some(otherwise)) => Answer::from(otherwise),
        }
    }
}

/// Returns the answer that a rule gives where it is not met.
impl From<Otherwise> for Answer {
    fn from(otherwise: Otherwise) -> Self {
        match otherwise {
            Otherwise::OtherRules => Self::Unknown,
            Otherwise::NotYet => Self::NotYet,
            Otherwise::Fail => Self::Blocked,
            Otherwise::Never => Self::Never,
        }
    }
}

/// Holds the answer of a check and how it came about. Its texts, dates and lists are methods, worked out when asked for.
#[derive(Debug, Clone)]
pub struct Verdict<'r> {
    /// The rules judged by.
    pub ruleset: &'r Ruleset,
    /// The question.
    pub check: Check,
    /// The day judged on.
    pub on: NaiveDate,
    /// Which rules were judged by.
    pub scope: Scope,
    /// The answer.
    pub answer: Answer,
    /// The latest of the days on which waits end; nothing where none is in sight or the answer is [`Answer::Never`].
    pub earliest: Option<NaiveDate>,
    /// Whether the day is only a lower bound: some wait may take longer.
    pub earliest_is_bound: bool,
    /// What came out for each rule in force, in the order of the files.
    pub rulings: Vec<Ruling<'r>>,
    pub(super) ways: Vec<Way<'r>>,
    /// The facts judged on, with what follows from them and what is assumed.
    pub facts: Facts,
    /// The facts as they were given.
    pub(super) given: Facts,
}

/// Holds a condition, what is known of it, and the same of its parts.
#[derive(Debug, Clone)]
pub struct Explained<'r> {
    /// The condition; [`Condition::describe`] has its words, [`Condition::place`] where it is written.
    pub condition: &'r Condition,
    /// What is known of it.
    pub truth: Truth,
    /// What it joins.
    pub parts: Vec<Self>,
}

impl<'r> Verdict<'r> {
    /// Lists what gave the answer: the rules that alone would give it, or those of [`Verdict::ways`]. Empty for
    /// [`Answer::MayApply`].
    pub fn deciding(&self) -> Vec<&Ruling<'r>> {
        deciding(self.answer, &self.rulings, &self.ways)
    }

    /// Lists the values of a choice that is not made, where each leads to the answer though the rules as they stand do not: what
    /// would decide for which. Empty where they do.
    pub fn ways(&self) -> &[Way<'r>] {
        &self.ways
    }

    /// Lists the facts that the ruling looked at, with what is known of them.
    pub fn facts_of(&self, ruling: &Ruling<'r>) -> Vec<(&'r str, Option<&Given>)> {
        let rule = ruling.rule;
        let names = match &rule.applies {
            Some(applies) if applies.truth(&self.at()) == Truth::False => applies.facts(),
            _ => rule.facts(),
        };
        names.into_iter().map(|name| (name, self.facts.get(name))).collect()
    }

    /// Returns the conditions of the ruling with the truth of each: whom the rule applies to, then what it asks.
    pub fn explain(&self, ruling: &Ruling<'r>) -> Vec<Explained<'r>> {
        ruling.rule.conditions().map(|condition| explained(condition, &self.at())).collect()
    }

    /// Returns the sentence that stands under every verdict.
    pub fn disclaimer(&self) -> Message {
        msg!("verdict-disclaimer")
    }

    /// Joins [`Verdict::notes`]; nothing where there are none.
    pub fn note(&self) -> Option<Message> {
        let notes = self.notes();
        (!notes.is_empty()).then(|| Arg::sentences(notes).into())
    }

    /// Says what the answer rests on that is not certain: facts that contradict each other, assumptions, and unofficial rules, with
    /// what the platform's own text says.
    pub fn notes(&self) -> Vec<Message> {
        let doubts = self.notices().filter(|notice| notice.doubts).map(|notice| self.filled(notice));
        let warnings = doubts.chain(self.assumptions());
        warnings.map(|warning| warning.message).chain(self.unofficial_alone()).collect()
    }

    fn unofficial_alone(&self) -> Option<Message> {
        let ways = self.ways.iter().flat_map(|way| &way.deciding);
        let rulings = self.rulings.iter().chain(ways);
        let deciding: Vec<_> = rulings.filter(|ruling| ruling.answer() > Answer::Unknown).collect();
        if deciding.is_empty() || deciding.iter().any(|ruling| ruling.rule.source.standing == Standing::Official) {
            return None;
        }
        let ids: Vec<_> = deciding.iter().map(|ruling| ruling.rule.id.as_str()).collect();
        let official = deciding.iter().filter_map(|ruling| ruling.rule.official_says.as_ref());
        let first = msg!("verdict-unofficial-alone", count = ids.len(), rules = Arg::list(ids));
        Some(Arg::sentences([first].into_iter().chain(official.map(Message::from))).into())
    }

    /// Turns a yes into "not known" where the facts contradict each other.
    pub(super) fn doubted(&self, answer: Answer) -> Answer {
        if answer == Answer::MayApply && self.notices().any(|notice| notice.doubts) { Answer::Unknown } else { answer }
    }

    /// Tells whether contradicting facts alone keep the verdict from a yes: no other fact could change that.
    pub(super) fn is_doubted(&self) -> bool {
        self.answer == Answer::Unknown && self.rulings.iter().all(|ruling| ruling.answer() == Answer::MayApply)
    }

    /// Lists what rules ask that are undecided, beyond the [needed facts](Verdict::needed_facts): it matters once what blocks the shop is put
    /// right. Empty where nothing helps.
    pub fn open_questions(&self, needed: &[&str]) -> Vec<&'r str> {
        let undecided = self.rulings.iter().filter(|ruling| ruling.outcome == Outcome::Unknown);
        let open = undecided.filter(|_| self.answer != Answer::Never).flat_map(|ruling| self.open_facts(ruling.rule));
        let mut seen = HashSet::new();
        open.filter(|fact| !needed.contains(fact) && seen.insert(*fact)).collect()
    }

    pub(super) fn question(&self) -> Question<'r> {
        Question { ruleset: self.ruleset, check: self.check, scope: self.scope }
    }

    /// Lists the facts of the rule that are not known and that its truth hangs on: whom it applies to before what it asks.
    pub(super) fn open_facts(&self, rule: &'r Rule) -> Vec<&'r str> {
        let at = self.at();
        let mut open = Vec::new();
        match &rule.applies {
            Some(applies) if applies.truth(&at) == Truth::Unknown => applies.open_facts(&at, &mut open),
            _ => rule.require.open_facts(&at, &mut open),
        }
        let mut seen = HashSet::new();
        open.retain(|fact| seen.insert(*fact));
        open
    }

    pub(super) fn at(&self) -> At<'_> {
        At::new(&self.facts, self.on)
    }
}

fn explained<'r>(condition: &'r Condition, at: &At<'_>) -> Explained<'r> {
    let parts = condition.parts().iter().map(|part| explained(part, at)).collect();
    Explained { condition, truth: condition.truth(at), parts }
}
