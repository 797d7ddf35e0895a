//! Where rules and parameters come from, and when they are in force.

use chrono::NaiveDate;

use super::codes::Standing;
use super::error::Mistake;
use super::reader::{Fields, Reader, Value};

/// Names where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The name of the text; its versions share it.
    pub name: String,
    /// Where in the text the words stand, such as `2.2.1(2)`.
    pub section: Option<String>,
    /// The words that the rule rests on.
    pub quote: String,
    /// Whether these words are a paraphrase, because the text's own are not held.
    pub is_paraphrase: bool,
    /// Where the text is published.
    pub url: Option<String>,
    /// The day on which the words were last seen.
    pub seen_on: NaiveDate,
    /// Who stands behind it.
    pub standing: Standing,
}

/// Reads where a rule or a parameter comes from.
pub(super) fn citation(reader: &mut Reader, value: &Value<'_>) -> Option<Citation> {
    let fields = reader.fields(value, &["name", "section", "quote", "paraphrase", "url", "seen_on", "standing"])?;
    let [name, quote] = ["name", "quote"].map(|key| {
        let text = reader.need(&fields, key)?;
        reader.string(text).map(str::to_owned)
    });
    let section = fields.get("section").and_then(|section| reader.string(section).map(str::to_owned));
    let is_paraphrase = fields.get("paraphrase").and_then(|yes| reader.boolean(yes)).unwrap_or_default();
    let url = fields.get("url").and_then(|url| reader.string(url).map(str::to_owned));
    let seen_on = reader.need(&fields, "seen_on").and_then(|day| reader.day(day));
    let standing = reader.need(&fields, "standing").and_then(|word| reader.word(word, Standing::NAMES));
    Some(Citation { name: name?, section, quote: quote?, is_paraphrase, url, seen_on: seen_on?, standing: standing? })
}

/// Reads the first and the last day on which something is in force.
pub(super) fn effective(reader: &mut Reader, fields: &Fields<'_>) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let from = reader.need(fields, "effective_from").and_then(|day| reader.day(day));
    let to = fields.get("effective_to").and_then(|day| reader.day(day));
    if let (Some(from), Some(to), Some(at)) = (from, to, fields.get("effective_to"))
        && to < from
    {
        let _: Option<()> = reader.wrong(at, Mistake::EndsBeforeStart);
    }
    (from, to)
}
