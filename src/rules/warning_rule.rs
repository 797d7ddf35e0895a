//! The warnings of rule files (`[[notice]]`): when a verdict comes with one.

use chrono::NaiveDate;

use super::codes::Check;
use super::condition::{Condition, Situation};
use super::facts::FactBook;
use super::logic::Truth;
use super::parse::condition;
use super::reader::{Reader, Value};
use super::text::Text;

/// Says when a verdict comes with a warning: on some days, or under a condition.
#[derive(Debug, Clone)]
pub(super) struct WarningRule {
    pub(super) code: String,
    pub(super) text: Text,
    check: Check,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    when: Option<Condition>,
    /// Whether it warns of facts that contradict each other, so that neither can be relied on: a yes becomes "not known".
    pub(super) doubts: bool,
}

impl WarningRule {
    pub(super) fn read(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Self> {
        let fields =
            reader.fields(value, &["code", "check", "effective_from", "effective_to", "when", "doubts", "text"])?;
        let code = reader.need(&fields, "code").and_then(|code| reader.string(code));
        let check = reader.need(&fields, "check").and_then(|check| reader.word(check, Check::NAMES));
        let [from, to] = ["effective_from", "effective_to"].map(|key| fields.get(key).and_then(|day| reader.day(day)));
        let when = fields.get("when").and_then(|when| condition(reader, book, when));
        let doubts = fields.get("doubts").and_then(|yes| reader.boolean(yes)).unwrap_or_default();
        let text = reader.need(&fields, "text").and_then(|text| reader.text(text));
        Some(Self { code: code?.to_owned(), text: text?, check: check?, from, to, when, doubts })
    }

    /// Tells whether a verdict comes with the warning: where its condition is unknown, it does not.
    pub(super) fn is_due(&self, check: Check, situation: &Situation<'_>) -> bool {
        self.check == check
            && self.from.is_none_or(|first| first <= situation.on)
            && self.to.is_none_or(|last| situation.on <= last)
            && self.when.as_ref().is_none_or(|when| when.truth(situation) == Truth::True)
    }
}
