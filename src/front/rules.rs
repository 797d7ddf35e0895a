//! A rule as a view: what it asks, where that is written, and what follows where it is not met.

use shopkit::rules::{Rule, Ruleset};
use shopkit::t;
use shopkit::texts::Texts;

use super::verdict::citation::{SourceView, in_force, span};

/// Shows a rule.
pub struct RuleView {
    pub id: String,
    pub title: String,
    /// The days on which the rule applies.
    pub days: String,
    pub source: SourceView,
    /// The days on which the versions of the text are in force that the rule stands in.
    pub text_days: String,
    pub details: Vec<Detail>,
}

/// Shows something else about a rule.
pub struct Detail {
    pub label: String,
    pub value: DetailValue,
}

/// Holds the value of a detail.
pub enum DetailValue {
    Text(String),
    /// An address or a position in a file.
    Code(String),
    /// Facts, each with its name and its title.
    Facts(Vec<(String, String)>),
}

impl RuleView {
    /// Shows a rule of a ruleset.
    pub fn of(rule: &Rule, ruleset: &Ruleset, texts: Texts) -> Self {
        Self {
            id: rule.id.clone(),
            title: rule.title.pick(texts.lang).to_owned(),
            days: span(rule.effective_from, rule.effective_to, texts),
            source: SourceView::of(&rule.source, texts),
            text_days: in_force(ruleset, rule, texts),
            details: details(rule, ruleset, texts),
        }
    }
}

fn details(rule: &Rule, ruleset: &Ruleset, texts: Texts) -> Vec<Detail> {
    let fact = |name: &str| {
        let title = ruleset.fact(name).map_or(name, |fact| fact.title.pick(texts.lang));
        (name.to_owned(), title.to_owned())
    };
    let mut details = Vec::new();
    let mut add = |label, value| details.push(Detail { label, value });
    add(t!(texts, "rules-reason"), DetailValue::Text(rule.reason.pick(texts.lang).to_owned()));
    add(t!(texts, "rules-remedy"), DetailValue::Text(rule.remedy.pick(texts.lang).to_owned()));
    add(t!(texts, "rules-facts"), DetailValue::Facts(rule.facts().into_iter().map(fact).collect()));
    if let Some(official) = &rule.official_says {
        add(t!(texts, "rules-official-text"), DetailValue::Text(official.pick(texts.lang).to_owned()));
    }
    if let Some(url) = &rule.source.url {
        add(t!(texts, "rules-address"), DetailValue::Code(url.clone()));
    }
    add(t!(texts, "rules-seen-on"), DetailValue::Text(rule.source.seen_on.to_string()));
    add(t!(texts, "rules-position"), DetailValue::Code(rule.location.to_string()));
    details
}
