//! What cannot be true together, and what deserves a warning.

use chrono::NaiveDate;

use super::condition::{At, Condition};
use super::facts::{Fact, FactBook};
use super::parse::condition;
use super::read::{Reader, Value};
use super::rule::Check;
use super::ruleset::Ruleset;
use super::text::Text;
use super::truth::Truth;
use super::verdict::Verdict;
use crate::model::fact::{FactValue, Facts, Given};
use crate::model::lang::{Explain, Lang};

/// Says that facts cannot be true together.
#[derive(Debug, Clone)]
pub(super) struct Impossible {
    when: Condition,
    text: Text,
}

/// Says that a verdict deserves a warning, for some days or under a condition.
#[derive(Debug, Clone)]
pub(super) struct Notice {
    pub(super) code: String,
    pub(super) text: Text,
    check: Check,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    when: Option<Condition>,
    /// Whether facts contradict each other, so that nothing may rest on either: a yes becomes "not known".
    pub(super) doubts: bool,
}

impl Impossible {
    pub(super) fn read(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Self> {
        let fields = reader.fields(value, &["when", "text"])?;
        let when = reader.need(&fields, "when").and_then(|when| condition(reader, book, when));
        let text = reader.need(&fields, "text").and_then(|text| reader.text(text));
        Some(Self { when: when?, text: text? })
    }
}

impl Notice {
    pub(super) fn read(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Self> {
        let fields =
            reader.fields(value, &["code", "check", "effective_from", "effective_to", "when", "doubts", "text"])?;
        let code = reader.need(&fields, "code").and_then(|code| reader.string(code));
        let check = reader.need(&fields, "check").and_then(|check| reader.word(check, Check::WORDS));
        let [from, to] = ["effective_from", "effective_to"].map(|key| fields.get(key).and_then(|day| reader.day(day)));
        let when = fields.get("when").and_then(|when| condition(reader, book, when));
        let doubts = fields.get("doubts").and_then(|yes| reader.boolean(yes)).unwrap_or_default();
        let text = reader.need(&fields, "text").and_then(|text| reader.text(text));
        Some(Self { code: code?.to_owned(), text: text?, check: check?, from, to, when, doubts })
    }

    /// Tells whether the verdict deserves the warning: where its condition is unknown, it does not.
    pub(super) fn is_due(&self, verdict: &Verdict<'_>) -> bool {
        self.check == verdict.check
            && self.from.is_none_or(|first| first <= verdict.on)
            && self.to.is_none_or(|last| verdict.on <= last)
            && self.when.as_ref().is_none_or(|when| when.truth(&verdict.at()) == Truth::True)
    }
}

/// Says that facts were given that cannot be true together on the day judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_in(Lang::En))]
pub struct ImpossibleFacts {
    /// The facts, with their values as they were given and where each comes from.
    pub facts: Vec<(String, Given)>,
    /// The day judged on, where it is part of the contradiction.
    pub on: Option<NaiveDate>,
    /// Why they cannot.
    pub why: Text,
}

impl Explain for ImpossibleFacts {
    fn code(&self) -> &'static str {
        "impossible-facts"
    }

    fn message_in(&self, lang: Lang) -> String {
        let said = |(name, given): &(String, Given)| {
            let origin = given.origin.title(lang);
            lang.pick(format!("{name} = {}（{origin}）", given.value), format!("{name} = {} ({origin})", given.value))
        };
        let mut facts: Vec<_> = self.facts.iter().map(said).collect();
        facts.extend(self.on.map(|on| format!("--on {on}")));
        let facts = facts.join(lang.pick("，", ", "));
        lang.pick(
            format!("这些事实不可能同时成立：{facts}（{}）", self.why.zh),
            format!("these cannot be true together: {facts} ({})", self.why.en),
        )
    }

    fn hint_in(&self, lang: Lang) -> Option<String> {
        let hint = lang.pick(
            "核对这些值；用 --set 事实=unknown 可以收回一个事实",
            "check these values; --set FACT=unknown takes a fact back",
        );
        Some(hint.to_owned())
    }
}

/// Refuses facts that cannot be true together, as far as the check reads them.
pub(super) fn refuse_impossible(
    ruleset: &Ruleset,
    check: Check,
    facts: &Facts,
    on: NaiveDate,
) -> Result<(), ImpossibleFacts> {
    let at = At::new(facts, on);
    let is_read = |name: &&str| ruleset.fact(name).is_some_and(|fact| fact.checks.contains(&check));
    let given =
        |names: &[&str]| names.iter().filter_map(|name| Some(((*name).to_owned(), facts.get(name)?.clone()))).collect();
    let late = |fact: &&Fact| fact.past && facts.value(&fact.name).and_then(FactValue::day).is_some_and(|day| day > on);
    let read = ruleset.facts().iter().filter(|fact| fact.checks.contains(&check));
    let late: Vec<_> = read.filter(late).map(|fact| fact.name.as_str()).collect();
    if !late.is_empty() {
        let why =
            Text { zh: "日期晚于判断日".to_owned(), en: "the date lies after the day judged on".to_owned() };
        return Err(ImpossibleFacts { facts: given(&late), on: Some(on), why });
    }
    let contradiction = ruleset
        .impossible
        .iter()
        .find(|impossible| impossible.when.facts().iter().all(is_read) && impossible.when.truth(&at) == Truth::True);
    match contradiction {
        Some(found) => Err(ImpossibleFacts { facts: given(&found.when.facts()), on: None, why: found.text.clone() }),
        None => Ok(()),
    }
}
