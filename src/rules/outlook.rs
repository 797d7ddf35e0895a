//! What lies around a verdict: warnings, the other readings of the wait, and what happens on which later day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::condition::{At, Condition, Test};
use super::judge::{is_considered, turning_days};
use super::notice::Notice;
use super::rule::Rule;
use super::ruleset::Ruleset;
use super::text::Text;
use super::truth::Truth;
use super::verdict::{Answer, Outcome, Ruling, Verdict};
use crate::model::calendar::{Length, Reading, add_days, add_months};
use crate::model::fact::{FactValue, Origin};
use crate::model::lang::Lang;

/// Holds something that deserves a look, whatever the answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The stable code, such as `renew-first`.
    pub code: String,
    /// What it is about, with the values put in.
    pub message: Text,
}

/// Holds the first day after the wait by one way of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstDay {
    /// The stable name of the reading, such as `civil-code`.
    pub reading: String,
    /// The day.
    pub day: NaiveDate,
    /// How long the wait is, as the rule has it.
    pub length: Length,
    /// Whether the rule applies; `official` leaves out what others report.
    pub applies: bool,
}

impl FirstDay {
    /// Says how the reading counts.
    pub fn meaning(&self, lang: Lang) -> String {
        let length = self.length.text(lang);
        match Reading::ALL.into_iter().find(|reading| reading.name(self.length) == self.reading) {
            Some(Reading::Moment) => lang.pick(
                format!("按“那一刻”：满 {length}的当天"),
                format!("from moment to moment: {length} on, the corresponding day itself"),
            ),
            Some(Reading::ThirtyDays) => {
                let days = self.length.in_thirties().text(lang);
                lang.pick(format!("按 {days}"), format!("as {days}"))
            }
            _ => lang.pick(
                format!("按民法典：首日不计，满 {length}的次日（本程序采用）"),
                format!("by the civil code: the day after the last one of {length} (used here)"),
            ),
        }
    }
}

/// Holds a later day on which something changes as the known facts stand.
#[derive(Debug, Clone)]
pub struct Turn<'r> {
    /// The day.
    pub day: NaiveDate,
    /// The answer from that day on.
    pub answer: Answer,
    /// What changes.
    pub changes: Vec<Change<'r>>,
}

/// Says what changes on a day.
#[derive(Debug, Clone)]
pub enum Change<'r> {
    /// A rule comes out otherwise than on the day before.
    Outcome(&'r Rule, Outcome),
    /// Another version of the rule comes into force, or the rule for the first time.
    Begins(&'r Rule, Outcome),
    /// The rule is no longer in force.
    Ends(&'r Rule),
    /// What the fact names has run out.
    Expired(&'r str),
}

impl Change<'_> {
    /// Says what changes.
    pub fn text(&self, ruleset: &Ruleset, lang: Lang) -> String {
        match self {
            Self::Outcome(rule, outcome) => {
                let (title, word) = (rule.title.pick(lang), outcome.word(lang));
                lang.pick(format!("“{title}”变为{word}"), format!("\"{title}\" becomes {word}"))
            }
            Self::Begins(rule, outcome) => {
                let (title, word) = (rule.title.pick(lang), outcome.word(lang));
                lang.pick(
                    format!("“{title}”开始适用新文本：{word}"),
                    format!("\"{title}\" begins by a newer text: {word}"),
                )
            }
            Self::Ends(rule) => {
                let title = rule.title.pick(lang);
                lang.pick(format!("“{title}”不再要求"), format!("\"{title}\" is no longer asked"))
            }
            Self::Expired(fact) => {
                let title = ruleset.fact(fact).map_or(*fact, |fact| fact.title.pick(lang));
                lang.pick(format!("“{title}”已过"), format!("\"{title}\" is past"))
            }
        }
    }
}

/// Holds when everything is over that only takes time, if nothing new comes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    /// The first day on which it is over for certain.
    pub over_from: NaiveDate,
    /// The first day on which it may be over, where that depends on what is not known.
    pub earliest: NaiveDate,
}

/// A text that was seen longer ago may have changed, in months.
const YEAR: u32 = 12;

impl<'r> Verdict<'r> {
    /// Lists what deserves a look.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = self.renewals();
        warnings.extend(self.later_texts());
        warnings.extend(self.changed_texts());
        warnings.extend(self.assumptions());
        warnings.extend(self.notices().map(|notice| self.told(notice)));
        warnings
    }

    /// Lists the notices that are due.
    pub(super) fn notices(&self) -> impl Iterator<Item = &'r Notice> {
        self.ruleset.notices.iter().filter(|notice| notice.is_due(self))
    }

    /// Writes a notice with the values put in.
    pub(super) fn told(&self, notice: &Notice) -> Warning {
        let fill = |lang| notice.text.fill(lang, |name| self.words(name, lang));
        let message = Text { zh: fill(Lang::Zh), en: fill(Lang::En) };
        Warning { code: notice.code.clone(), message }
    }

    /// Lists the first day after the wait that is counted in months, by each way of counting; empty where it has not begun.
    pub fn readings(&self) -> Vec<FirstDay> {
        let applies = |ruling: &Ruling<'_>| ruling.outcome != Outcome::NotApplicable;
        let counted = || self.rulings.iter().filter_map(|ruling| Some((ruling, months(ruling.rule)?)));
        // A rule that applies goes before one that does not.
        let found = counted().find(|(ruling, _)| applies(ruling)).or_else(|| counted().next());
        let Some((ruling, length)) = found else { return Vec::new() };
        let (rule, applies) = (ruling.rule, applies(ruling));
        let first_day = |reading: Reading| {
            let at = At { reading, ..self.at() };
            let day = turning_days(self.ruleset, rule, &self.given, &at)
                .into_iter()
                .find(|on| rule.truth(&At { on: *on, ..at }) != Truth::False)?;
            Some(FirstDay { reading: reading.name(length), day, length, applies })
        };
        Reading::ALL.into_iter().filter_map(first_day).collect()
    }

    /// Lists the later days on which something changes, judging once on each day on which anything can.
    pub fn timeline(&self) -> Vec<Turn<'r>> {
        let mut days = BTreeSet::new();
        for rule in self.ruleset.rules().iter().filter(|rule| rule.check == self.check) {
            days.extend(turning_days(self.ruleset, rule, &self.given, &self.at()));
            days.insert(rule.effective_from);
            days.extend(rule.effective_to.map(|last| add_days(last, 1)));
        }
        let asked = self.rulings.iter().filter(|ruling| ruling.outcome != Outcome::NotApplicable);
        let expired = self.expiries(&asked.map(|ruling| ruling.rule).collect::<Vec<_>>());
        let expired: Vec<_> = expired.into_iter().map(|(fact, end)| (fact, add_days(end, 1))).collect();
        days.extend(expired.iter().map(|(_, day)| day));
        let question = self.question();
        let mut before = self.rulings.clone();
        let mut turns = Vec::new();
        for day in days.into_iter().filter(|day| *day > self.on) {
            let now = question.rulings(&self.given, day);
            let mut changes = changes(&before, &now);
            changes.extend(expired.iter().filter(|(_, from)| *from == day).map(|(fact, _)| Change::Expired(fact)));
            if !changes.is_empty() {
                turns.push(Turn { day, answer: self.doubted(question.decide(&self.given, day, &now).answer), changes });
            }
            before = now;
        }
        turns
    }

    /// Warns of papers that are asked of the subject, or may be, and that do not last until the earliest day or barely do.
    fn renewals(&self) -> Vec<Warning> {
        let Some(earliest) = self.earliest else { return Vec::new() };
        let then = At { on: earliest, ..self.at() };
        let asked = self.rulings.iter().filter(|ruling| ruling.outcome != Outcome::NotApplicable);
        let rules: Vec<_> = asked.map(|ruling| ruling.rule).collect();
        let ends = self.expiries(&rules).into_iter();
        let too_short = |fact: &str| {
            let tests = rules.iter().flat_map(|rule| rule.require.nodes());
            tests.filter(|node| is_validity_of(node, fact)).any(|node| node.truth(&then) == Truth::False)
        };
        ends.filter_map(|(fact, end)| {
            let title = |lang| self.ruleset.fact(fact).map_or(fact, |fact| fact.title.pick(lang));
            let (zh, en) = (title(Lang::Zh), title(Lang::En));
            let (code, message) = if end < earliest {
                let zh = format!("“{zh}”是 {end}，早于最早可以申请的 {earliest}：请先续期");
                let en = format!("\"{en}\" is {end}, before {earliest}, the earliest day to apply: renew it first");
                ("renew-first", Text { zh, en })
            } else if too_short(fact) {
                let zh = format!("“{zh}”是 {end}，到最早可以申请的 {earliest} 剩余时间不够：请先续期");
                let en =
                    format!("\"{en}\" is {end}, too soon after {earliest}, the earliest day to apply: renew it first");
                ("short-on-earliest", Text { zh, en })
            } else {
                return None;
            };
            Some(Warning { code: code.to_owned(), message })
        })
        .collect()
    }

    /// Warns of texts that came into force after the day judged on, where no older one is held.
    fn later_texts(&self) -> Vec<Warning> {
        let mut names = BTreeSet::new();
        for ruling in &self.rulings {
            let rule = ruling.rule;
            if rule.effective_from > self.on && is_considered(rule, self.scope) {
                names.insert((rule.effective_from, rule.source.name.as_str()));
            }
        }
        let message = |(from, name): (NaiveDate, &str)| Text {
            zh: format!("{} 早于所存最早的{name}（自 {from} 起生效），按该版判断", self.on),
            en: format!(
                "{} lies before the oldest text held of {name} (in force from {from}), which was applied",
                self.on
            ),
        };
        let warning = |text| Warning { code: "text-later-than-date".to_owned(), message: message(text) };
        names.into_iter().map(warning).collect()
    }

    /// Warns of texts whose page is known to have changed since, and of those that were seen more than a year ago.
    fn changed_texts(&self) -> Vec<Warning> {
        let asked = self.rulings.iter().filter(|ruling| ruling.outcome != Outcome::NotApplicable);
        let mut texts: BTreeMap<&str, Text> = BTreeMap::new();
        for rule in asked.map(|ruling| ruling.rule) {
            let (name, seen_on) = (rule.source.name.as_str(), rule.source.seen_on);
            let changed_on = self.ruleset.text_of(rule).and_then(|text| text.changed_on).filter(|day| *day <= self.on);
            let message = match changed_on {
                Some(day) => Text {
                    zh: format!("{name}的页面在 {day} 更新过，更新后的内容未收录：请核对"),
                    en: format!(
                        "the page of {name} changed on {day}, and what it says since then is not held: check it"
                    ),
                },
                None if add_months(seen_on, YEAR) < self.on => Text {
                    zh: format!("{name}最后一次核对是 {seen_on}，已超过一年：请核对现行文本"),
                    en: format!("{name} was last seen on {seen_on}, over a year ago: check the text of today"),
                },
                None => continue,
            };
            texts.insert(name, message);
        }
        let warning = |message| Warning { code: "text-may-have-changed".to_owned(), message };
        texts.into_values().map(warning).collect()
    }

    /// Lists what the verdict rests on though nobody said it.
    pub(super) fn assumptions(&self) -> Vec<Warning> {
        let is_read = |fact: &str| {
            self.rulings
                .iter()
                .any(|ruling| is_considered(ruling.rule, self.scope) && ruling.rule.facts().contains(&fact))
        };
        let is_assumed = |fact: &str| self.facts.get(fact).is_some_and(|given| given.origin == Origin::Assumed);
        let resting = self.ruleset.implied.iter().filter(|implied| is_assumed(&implied.fact) && is_read(&implied.fact));
        resting.filter_map(|implied| implied.warning.clone()).map(|(code, message)| Warning { code, message }).collect()
    }

    /// Returns the days by which everything is over that only takes time: nothing where nothing does.
    pub fn waits(&self) -> Option<Waits> {
        let waiting = [Outcome::NotYet, Outcome::Fail, Outcome::Unknown];
        let rulings = self.rulings.iter().filter(|ruling| waiting.contains(&ruling.outcome));
        let spans = rulings.filter_map(|ruling| {
            let later: Vec<_> = self.question().later_truths(ruling.rule, &self.given, &self.at()).collect();
            let over = later.iter().find(|(_, truth)| *truth == Truth::True)?.0;
            // What is unknown now may be over already.
            let is_unmet = ruling.outcome != Outcome::Unknown;
            let first =
                later.iter().find(|(_, truth)| is_unmet && *truth != Truth::False).map_or(self.on, |(day, _)| *day);
            Some(Waits { over_from: over, earliest: first })
        });
        spans.reduce(|one, other| Waits {
            over_from: one.over_from.max(other.over_from),
            earliest: one.earliest.max(other.earliest),
        })
    }

    /// Lists what the rules want valid: the fact, and the day it runs out.
    fn expiries(&self, rules: &[&'r Rule]) -> Vec<(&'r str, NaiveDate)> {
        let mut expiries: Vec<(&str, NaiveDate)> = Vec::new();
        for node in rules.iter().flat_map(|rule| rule.require.nodes()) {
            if let Test::ValidFor(fact, _) = &node.test
                && let Some(end) = self.facts.value(fact).and_then(FactValue::day)
                && !expiries.iter().any(|(known, _)| known == fact)
            {
                expiries.push((fact, end));
            }
        }
        expiries
    }
}

/// Lists how the rulings of one day differ from those of an earlier one.
fn changes<'r>(before: &[Ruling<'r>], now: &[Ruling<'r>]) -> Vec<Change<'r>> {
    let same = |a: &Ruling<'_>, b: &Ruling<'_>| a.rule.id == b.rule.id;
    let changed = |ruling: &Ruling<'r>| match before.iter().find(|earlier| same(earlier, ruling)) {
        Some(earlier) if std::ptr::eq(earlier.rule, ruling.rule) => {
            (earlier.outcome != ruling.outcome).then_some(Change::Outcome(ruling.rule, ruling.outcome))
        }
        _ => Some(Change::Begins(ruling.rule, ruling.outcome)),
    };
    let gone = before.iter().filter(|earlier| !now.iter().any(|ruling| same(earlier, ruling)));
    now.iter().filter_map(changed).chain(gone.map(|earlier| Change::Ends(earlier.rule))).collect()
}

/// Tells whether the condition asks how long the fact is valid.
fn is_validity_of(condition: &Condition, fact: &str) -> bool {
    matches!(&condition.test, Test::ValidFor(of, _) if of == fact)
}

/// Returns the months that the rule counts, where it does.
fn months(rule: &Rule) -> Option<Length> {
    rule.require.nodes().into_iter().find_map(|node| match node.test {
        Test::Elapsed(_, length @ Length::Months(_)) => Some(length),
        _ => None,
    })
}
