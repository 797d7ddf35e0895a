//! The forms that facts are given and changed in: the questions of a check, each fact beside the condition that it decides, and the
//! list of all that was given.

use maud::{Markup, html};
use shopkit::model::fact::{FactValue, Origin, Written};
use shopkit::rules::{Check, Ruleset};
use shopkit::store::Declared;
use shopkit::t;

use super::field::Mark;
use super::inputs::day_type;
use super::layout::csrf;
use super::params::Params;
use super::request::Context;
use crate::front::facts::{FactQuestion, GivenFact, Input};
use crate::front::part::Part;
use crate::front::verdict::RuleFact;

/// The prefix of fields that give a fact.
pub const FACT: &str = "fact:";

/// The prefix of checkboxes that say that a fact has no day.
pub const WITHOUT: &str = "without:";

/// The value that clears a fact.
pub const CLEARED: &str = "unknown";

/// The field that names the form, so that the reader gets back to it.
pub const AT: &str = "at";

/// Begins the names of the conditions of a page, to which their forms lead back.
pub const CONDITION: &str = "condition-";

/// Holds what the forms need to lead back to the page that they stand on.
pub struct FactForms<'a> {
    pub context: &'a Context<'a>,
    pub check: Check,
    pub ruleset: &'a Ruleset,
    pub declared: &'a [Declared],
}

impl FactForms<'_> {
    fn address(&self) -> String {
        format!("/check/{}?{}", self.check.as_str(), self.context.query.with(&[]))
    }

    /// Writes the fields that every form of facts has.
    fn hidden(&self, at: &str) -> Markup {
        html! {
            (csrf(self.context))
            input type="hidden" name=(AT) value=(at);
            @if let Some(shop) = self.context.shop() { input type="hidden" name="shop" value=(shop); }
        }
    }

    /// Asks for facts.
    pub fn questions(&self, part: &Part<FactQuestion>, at: &str) -> Markup {
        let texts = self.context.texts();
        html! {
            @if !part.is_empty() { section class="noprint" {
                h2 { (part.title) }
                p class="faint" { (t!(texts, "check-leave-empty")) }
                form method="post" action=(self.address()) {
                    (self.hidden(at))
                    @for fact in &part.entries { (self.question(fact, at)) }
                    button class="main" { (t!(texts, "check-save")) }
                }
            } }
        }
    }

    /// Lists the facts of a condition, each with a form that changes it.
    pub fn facts_of(&self, facts: &[RuleFact], rule: &str) -> Markup {
        html! { @if !facts.is_empty() {
            ul class="decides" { @for fact in facts { li { (self.fact_of(fact, rule)) } } }
        } }
    }

    fn fact_of(&self, fact: &RuleFact, rule: &str) -> Markup {
        let texts = self.context.texts();
        let declared = self.value(&fact.question.name).is_some();
        html! {
            (t!(texts, "check-fact-label", fact = &fact.title))
            @match &fact.known {
                None => em { (t!(texts, "check-fact-unknown")) },
                Some((value, _)) if declared => strong { (value) },
                Some((value, Origin::Declared)) => strong { (t!(texts, "check-fact-inferred", value = value)) },
                Some((value, origin)) => strong { (t!(texts, "check-fact-of", value = value, origin = origin.word())) },
            }
            " "
            (self.editor(&fact.question, &fact.title, &format!("{CONDITION}{rule}"), fact.known.is_some()))
        }
    }

    /// Writes the form that changes a fact where it is shown.
    fn editor(&self, fact: &FactQuestion, title: &str, at: &str, is_known: bool) -> Markup {
        let texts = self.context.texts();
        let declared = self.value(&fact.name).is_some();
        let (verb, label) = if is_known {
            (t!(texts, "check-edit"), t!(texts, "check-edit-fact", fact = title))
        } else {
            (t!(texts, "check-fill-in"), t!(texts, "check-fill-in-fact", fact = title))
        };
        html! {
            details class="edit noprint" open[self.is_sent(at, &fact.name)] {
                summary aria-label=(label) { (verb) }
                form method="post" action=(self.address()) {
                    (self.hidden(at))
                    (self.question(fact, at))
                    @if is_known && !declared { p { small { (t!(texts, "check-override")) } } }
                    button class="small main" { (t!(texts, "check-save")) }
                }
                @if declared { (self.clearing(&fact.name, title, at)) }
            }
        }
    }

    fn clearing(&self, name: &str, title: &str, at: &str) -> Markup {
        let texts = self.context.texts();
        html! {
            form method="post" action=(self.address()) {
                (self.hidden(at))
                input type="hidden" name={ (FACT) (name) } value=(CLEARED);
                button class="small" aria-label=(t!(texts, "check-clear-fact", fact = title)) { (t!(texts, "check-clear")) }
            }
        }
    }

    /// Asks for a fact. What was given before stands in its field, or what was sent where that was refused.
    fn question(&self, fact: &FactQuestion, at: &str) -> Markup {
        let texts = self.context.texts();
        let (name, without_name) = (format!("{FACT}{}", fact.name), format!("{WITHOUT}{}", fact.name));
        let is_sent = self.is_sent(at, &fact.name);
        let declared = self.value(&fact.name);
        let value = if is_sent { self.context.form.get(&name).map(str::to_owned) } else { declared.clone() };
        let value = value.unwrap_or_default();
        let mark = Mark::of(&name, if is_sent { &self.context.refused } else { &[] });
        let radio = |own: &str, text: &str, is_first: bool| {
            html! { label {
                input type="radio" name=(name) value=(own) checked[!own.is_empty() && own == value]
                    aria-invalid=[mark.invalid()] aria-describedby=[mark.described_by()] autofocus[is_first && mark.is_first()];
                (text)
            } }
        };
        html! {
            fieldset {
                legend { (fact.question) }
                p { small { (t!(texts, "facts-where-to-look")) (fact.where_to_look) } }
                div class="choices" {
                    @match &fact.input {
                        Input::Choice(values) => {
                            @for (index, (own, text)) in values.iter().enumerate() { (radio(own, text, index == 0)) }
                            (radio(if declared.is_some() { CLEARED } else { "" }, &t!(texts, "facts-not-known"), false))
                        }
                        Input::Day(without, text) => {
                            @let is_without = if is_sent { self.context.form.get(&without_name).is_some() } else { value == *without };
                            input type=(day_type(if value == *without { "" } else { &value })) name=(name) value=(if value == *without { "" } else { &value }) aria-label=(fact.question)
                                aria-invalid=[mark.invalid()] aria-describedby=[mark.described_by()] autofocus[mark.is_first()];
                            label { input type="checkbox" name=(without_name) value=(without) checked[is_without]; (text) }
                        }
                        Input::Number(range) => input type="number" name=(name) value=(value) aria-label=(fact.question)
                            min=(range.map_or(0, |range| range.0)) max=[range.map(|range| range.1)]
                            aria-invalid=[mark.invalid()] aria-describedby=[mark.described_by()] autofocus[mark.is_first()] {},
                    }
                }
                (mark.note())
            }
        }
    }

    /// Tells whether a fact was sent from this form and refused.
    fn is_sent(&self, at: &str, fact: &str) -> bool {
        let form = &self.context.form;
        let names = |name: &str| name.strip_prefix(FACT).or_else(|| name.strip_prefix(WITHOUT)) == Some(fact);
        !self.context.refused.is_empty() && form.get(AT) == Some(at) && form.iter().any(|(name, _)| names(name))
    }

    /// Returns the value that was given before, as the fields write it.
    fn value(&self, fact: &str) -> Option<String> {
        let declared = self.declared.iter().find(|declared| declared.name == fact)?;
        match self.ruleset.parse_fact(fact, &declared.value).ok()? {
            Written::Value(FactValue::Bool(yes)) => Some(if yes { "yes" } else { "no" }.to_owned()),
            Written::Value(value) => Some(value.to_string()),
            Written::Unknown => None,
        }
    }

    /// Lists the facts that were given, each with a form that changes it and one that clears it.
    pub fn given(&self) -> Markup {
        let texts = self.context.texts();
        let given = |declared| GivenFact::of(declared, self.ruleset, texts);
        html! {
            @if !self.declared.is_empty() { section {
                h2 { (t!(texts, "check-your-answers")) }
                ul class="decides" { @for fact in self.declared.iter().map(given) { li {
                    (t!(texts, "check-fact-label", fact = &fact.title)) strong { (fact.value) } " " small { (fact.given_on) } " "
                    @match self.ruleset.fact(&fact.name) {
                        Some(known) => (self.editor(&FactQuestion::of(known, texts), &fact.title, "given", true)),
                        None => (self.clearing(&fact.name, &fact.title, "given")),
                    }
                } } }
            } }
        }
    }

    /// Asks for any fact of the check, such as one that corrects what the orders say.
    pub fn more(&self) -> Markup {
        let texts = self.context.texts();
        let facts: Vec<_> = self.ruleset.facts().iter().filter(|fact| fact.checks.contains(&self.check)).collect();
        let is_sent = facts.iter().any(|fact| self.is_sent("more", &fact.name));
        html! {
            details class="card noprint" open[is_sent] {
                summary { (t!(texts, "check-more-facts")) }
                form method="post" action=(self.address()) {
                    (self.hidden("more"))
                    @for fact in facts { (self.question(&FactQuestion::of(fact, texts), "more")) }
                    button { (t!(texts, "check-save")) }
                }
            }
        }
    }
}

/// Reads the facts of a form. Of a day and a ticked "no day" beside it, the one counts that was not given before.
pub fn sent_facts(form: &Params, declared: &[Declared]) -> Vec<(String, String)> {
    let is_old = |name: &str, value: &str| declared.iter().any(|old| old.name == name && old.value == value);
    let with = |prefix: &'static str| {
        let named = form.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value)));
        named.filter(|(_, value)| !value.is_empty())
    };
    let mut facts: Vec<(String, String)> = Vec::new();
    for (name, value) in with(WITHOUT).chain(with(FACT)) {
        match facts.iter_mut().find(|(known, _)| known == name) {
            None => facts.push((name.to_owned(), value.to_owned())),
            Some((_, first)) if is_old(name, first) => value.clone_into(first),
            Some(_) => {}
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fact_is_read_once_and_empty_fields_are_left_out() {
        let form = Params::read(b"fact:a=2024-01-01&without:a=none&fact:b=&fact:c=yes&csrf=x");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(sent_facts(&form, &[]), [pair("a", "none"), pair("c", "yes")]);
        // Whoever fills in the day beside "none" that was given before means the day.
        let old = Declared { name: "a".to_owned(), value: "none".to_owned(), said_on: String::new() };
        assert_eq!(sent_facts(&form, &[old])[0], pair("a", "2024-01-01"));
    }
}
