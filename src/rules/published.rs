//! The texts that the platform publishes, with their versions; rules cite them.

use chrono::NaiveDate;

use super::citation::effective;
use super::reader::{Reader, Value};
use super::rule::Rule;

/// Holds what is known of a published text.
#[derive(Debug, Clone)]
pub struct PublishedText {
    /// Its name, as rules cite it.
    pub name: String,
    /// Its versions, the oldest first.
    pub versions: Vec<TextVersion>,
    /// The day on which its page is known to have changed, where its new content is not known.
    pub changed_on: Option<NaiveDate>,
}

/// Holds the days on which a version of a text is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextVersion {
    /// The first day.
    pub effective_from: NaiveDate,
    /// The last day, where it has ended.
    pub effective_to: Option<NaiveDate>,
    /// Whether its text is held.
    pub is_held: bool,
}

impl PublishedText {
    pub(super) fn read(reader: &mut Reader, value: &Value<'_>) -> Option<Self> {
        let fields = reader.fields(value, &["name", "versions", "changed_on"])?;
        let name = reader.need(&fields, "name").and_then(|name| reader.string(name).map(str::to_owned));
        let list = reader.need(&fields, "versions").and_then(|versions| reader.list(versions)).unwrap_or_default();
        let versions = list.iter().filter_map(|version| {
            let fields = reader.fields(version, &["effective_from", "effective_to", "held"])?;
            let (from, effective_to) = effective(reader, &fields);
            let is_held = fields.get("held").and_then(|yes| reader.boolean(yes)).unwrap_or(true);
            Some(TextVersion { effective_from: from?, effective_to, is_held })
        });
        let mut versions: Vec<TextVersion> = versions.collect();
        versions.sort_by_key(|version| version.effective_from);
        let changed_on = fields.get("changed_on").and_then(|day| reader.day(day));
        Some(Self { name: name?, versions, changed_on })
    }

    /// Lists the versions that are held and that contain the words of a rule.
    pub(super) fn versions_of<'p>(&'p self, rule: &Rule) -> impl Iterator<Item = &'p TextVersion> {
        let (from, to) = (rule.effective_from, rule.effective_to);
        self.versions.iter().filter(|version| version.is_held).filter(move |version| {
            to.is_none_or(|last| version.effective_from <= last) && version.effective_to.is_none_or(|last| from <= last)
        })
    }
}
