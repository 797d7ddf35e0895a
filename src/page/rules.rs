//! The rules, each with its words, its source and its versions.

use maud::{Markup, html};
use shopkit::rules::{Check, Ruleset};
use shopkit::t;

use super::layout::{Menu, Page};
use super::reply::Reply;
use super::request::{Context, Request};
use super::verdict::source;
use crate::front::rules::{Detail, DetailValue, RuleView};
use crate::front::verdict::question;

/// Writes the page.
pub fn show(context: &Context<'_>) -> Reply {
    let ruleset = Ruleset::built_in();
    let texts = context.texts();
    let body = html! {
        @for check in [Check::Reopen, Check::Close] {
            section {
                h2 { (question(check, texts)) }
                @for (index, rule) in ruleset.rules().iter().enumerate().filter(|(_, rule)| rule.check == check) {
                    // Versions of a rule follow one another; links lead to the first.
                    @let is_first = ruleset.rules()[..index].iter().all(|other| other.id != rule.id);
                    (one(&RuleView::of(rule, ruleset, texts), is_first, context))
                }
            }
        }
    };
    let about = t!(texts, "rules-about", version = ruleset.version(), rules = ruleset.rules().len());
    Page { about: Some(about), ..Page::new(Menu::Rules, context, body) }.reply(context)
}

fn one(rule: &RuleView, is_first: bool, request: &Request) -> Markup {
    let texts = request.texts();
    html! {
        div class="hold" id=[is_first.then_some(&rule.id)] {
            h3 { (rule.title) }
            p { code { (rule.id) } " " small { (t!(texts, "rules-in-force", days = &rule.days)) } }
            (source(&rule.source))
            details {
                summary { (t!(texts, "rules-details")) }
                dl class="facts" { @for Detail { label, value } in &rule.details {
                    dt { (label) }
                    dd { @match value {
                        DetailValue::Text(text) => (text),
                        // Addresses are shown and not linked: no click leads off this computer by mistake.
                        DetailValue::Code(text) => code { (text) },
                        DetailValue::Facts(facts) => @for (name, title) in facts { div { (title) " " code { (name) } } },
                    } }
                } }
            }
        }
    }
}
