//! One rule: what it asks, of whom, from when, what follows where it is not met, and on what authority.

use chrono::NaiveDate;

use super::citation::{Citation, citation, effective};
use super::codes::{Check, Consequence, Standing};
use super::condition::{Condition, Situation};
use super::error::Mistake;
use super::facts::FactBook;
use super::location::Location;
use super::logic::Truth;
use super::parse;
use super::reader::{Fields, Reader, Value};
use super::text::{Text, names};

/// Holds other texts of a rule, for facts that the usual ones do not fit.
#[derive(Debug, Clone)]
pub(super) struct ConditionalTexts {
    pub(super) when: Condition,
    pub(super) reason: Option<Text>,
    pub(super) remedy: Option<Text>,
}

/// Holds one version of a rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The stable id, such as `reopen.cooldown`; versions of a rule share it.
    pub id: String,
    /// The check that it belongs to.
    pub check: Check,
    /// The first day on which this version is in force.
    pub effective_from: NaiveDate,
    /// The last day, where it has ended.
    pub effective_to: Option<NaiveDate>,
    /// Which shops it applies to; all where this is empty.
    pub applies: Option<Condition>,
    /// What it asks.
    pub require: Condition,
    /// What follows where it is not met.
    pub otherwise: Consequence,
    /// What follows instead where, by the known facts, it will never be met.
    pub without_date: Option<Consequence>,
    /// What it is about.
    pub title: Text,
    /// Why it is not met, with names in braces where values are put in.
    pub reason: Text,
    /// What to do where it is not met.
    pub remedy: Text,
    /// Better texts than these for some facts: the first whose condition is true.
    pub(super) instead: Vec<ConditionalTexts>,
    /// What the platform's own text says where the rule is unofficial.
    pub official_says: Option<Text>,
    /// Where it comes from.
    pub source: Citation,
    /// Where it is written.
    pub location: Location,
    /// Whether it belongs to the oldest text that is held, which also serves for earlier days.
    pub(super) in_oldest_text: bool,
}

impl Rule {
    /// Evaluates the rule: true where it is met or does not apply.
    pub(super) fn truth(&self, situation: &Situation<'_>) -> Truth {
        Truth::any([!self.application(situation), self.require.truth(situation)])
    }

    pub(super) fn application(&self, situation: &Situation<'_>) -> Truth {
        self.applies.as_ref().map_or(Truth::True, |applies| applies.truth(situation))
    }

    /// Lists the outermost conditions: which shops it applies to, and what it asks.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.applies.iter().chain([&self.require])
    }

    /// Lists the facts that the rule names, each once.
    pub fn facts(&self) -> Vec<&str> {
        let mut facts = Vec::new();
        for fact in self.conditions().flat_map(Condition::facts) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }

    /// Tells whether this version is in force on the day.
    pub(super) fn in_force(&self, on: NaiveDate) -> bool {
        (self.in_oldest_text || self.effective_from <= on) && self.effective_to.is_none_or(|last| on <= last)
    }
}

const KEYS: [&str; 13] = [
    "id",
    "effective_from",
    "effective_to",
    "applies",
    "require",
    "otherwise",
    "without_date",
    "title",
    "reason",
    "remedy",
    "instead",
    "official_says",
    "source",
];

/// Reads a rule. Every part is read before it fails, so that all errors are found at once. An optional part with an error is left
/// out, which does no harm: with any error the rule is not used.
pub(super) fn rule(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Rule> {
    let fields = reader.fields(value, &KEYS)?;
    let id = reader.need(&fields, "id").and_then(|id| Some((id, reader.string(id)?)));
    let check = id.and_then(|(at, id)| check_of(reader, at, id));
    let (from, to) = effective(reader, &fields);
    let require = reader.need(&fields, "require").and_then(|require| parse::condition(reader, book, require));
    let applies = fields.get("applies").and_then(|applies| parse::condition(reader, book, applies));
    let otherwise = reader.need(&fields, "otherwise").and_then(|word| reader.word(word, Consequence::NAMES));
    let without_date = fields.get("without_date").and_then(|word| reader.word(word, Consequence::NAMES));
    let [title, reason, remedy] = ["title", "reason", "remedy"].map(|key| {
        let text = reader.need(&fields, key)?;
        reader.text(text)
    });
    let instead = reader.tables(&fields, "instead").iter().filter_map(|words| instead(reader, book, words)).collect();
    let official_says = fields.get("official_says").and_then(|text| reader.text(text));
    let source = reader.need(&fields, "source").and_then(|source| citation(reader, source));
    let (at, id) = id?;
    let rule = Rule {
        id: id.to_owned(),
        check: check?,
        effective_from: from?,
        effective_to: to,
        applies,
        require: require?,
        otherwise: otherwise?,
        without_date,
        title: title?,
        reason: reason?,
        remedy: remedy?,
        instead,
        official_says,
        source: source?,
        location: reader.location(at),
        in_oldest_text: false,
    };
    check_sense(reader, &fields, &rule);
    Some(rule)
}

/// Adds errors for keys and texts that make no sense in this rule.
fn check_sense(reader: &mut Reader, fields: &Fields<'_>, rule: &Rule) {
    if let Some(value) = fields.get("without_date").filter(|_| rule.otherwise != Consequence::NotYet) {
        let _: Option<()> = reader.wrong(value, Mistake::OnlyWith("without_date", "otherwise = \"not_yet\""));
    }
    if let Some(value) = fields.get("official_says").filter(|_| rule.source.standing == Standing::Official) {
        let _: Option<()> = reader.wrong(value, Mistake::OnlyWith("official_says", "source.standing = \"reported\""));
    }
    let facts = rule.facts();
    let others = reader.tables(fields, "instead").iter().filter_map(|words| words.get_ref().get("reason"));
    for reason in fields.get("reason").into_iter().chain(others) {
        for at in ["zh", "en"].iter().filter_map(|key| reason.get_ref().get(key)) {
            let text = at.get_ref().as_str().unwrap_or_default();
            for name in names(text).filter(|name| *name != "earliest" && !facts.contains(name)) {
                let _: Option<()> = reader.wrong(at, Mistake::UnknownPlaceholder(name.to_owned()));
            }
        }
    }
}

fn instead(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<ConditionalTexts> {
    let fields = reader.fields(value, &["when", "reason", "remedy"])?;
    let when = reader.need(&fields, "when").and_then(|when| parse::condition(reader, book, when));
    let [reason, remedy] = ["reason", "remedy"].map(|key| fields.get(key).and_then(|text| reader.text(text)));
    Some(ConditionalTexts { when: when?, reason, remedy })
}

fn check_of(reader: &mut Reader, at: &Value<'_>, id: &str) -> Option<Check> {
    let prefix = id.split_once('.').filter(|(_, rest)| !rest.is_empty()).map(|(prefix, _)| prefix);
    match prefix.and_then(Check::by_name) {
        Some(check) => Some(check),
        None => reader.wrong(at, Mistake::BadId(id.to_owned())),
    }
}
