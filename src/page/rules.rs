//! The rules, each with its words, its source and its versions.

use maud::{Markup, html};
use shopkit::rules::{Check, Rule, Ruleset};

use super::checks::source;
use super::error::PageError;
use super::layout::{Menu, Page};
use super::reply::Reply;
use super::request::{Context, Request};
use crate::front::verdict::question;

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let ruleset = Ruleset::built_in();
    let lang = context.lang;
    let body = html! {
        @for check in [Check::Reopen, Check::Close] {
            section {
                h2 { (question(check, lang)) }
                @for (at, rule) in ruleset.rules().iter().enumerate().filter(|(_, rule)| rule.check == check) {
                    // Versions of a rule follow one another; the first has the address of all.
                    @let is_first = ruleset.rules()[..at].iter().all(|other| other.id != rule.id);
                    (one(context, rule, is_first))
                }
            }
        }
    };
    let (version, rules) = (ruleset.version(), ruleset.rules().len());
    let about = lang.pick(
        format!("版本 {version}，{rules} 条。每条都引用原文，注明官方发布还是他人转述。"),
        format!("Version {version}, {rules} rules. Each quotes the words it rests on, and says whether the platform publishes them or others report them."),
    );
    Ok(Page { about: Some(about), ..Page::new(Menu::Rules, context, body) }.reply(context))
}

fn one(request: &Request, rule: &Rule, is_first: bool) -> Markup {
    let lang = request.lang;
    let facts = Ruleset::built_in();
    let until = rule.effective_to.map(|day| day.to_string()).unwrap_or_default();
    html! {
        div class="hold" id=[is_first.then_some(&rule.id)] {
            h3 { (rule.title.pick(lang)) }
            p { code { (rule.id) } " " small { (lang.pick("适用 ", "in force ")) (rule.effective_from) " – " (until) } }
            (source(&rule.source, lang))
            details {
                summary { (lang.pick("细节", "Details")) }
                dl class="facts" {
                    dt { (lang.pick("不满足时", "When not met")) } dd { (rule.reason.pick(lang)) }
                    dt { (lang.pick("怎么办", "What to do")) } dd { (rule.remedy.pick(lang)) }
                    dt { (lang.pick("涉及的事实", "Facts")) }
                    dd { @for name in rule.facts() { div { (facts.fact(name).map_or(name, |fact| fact.title.pick(lang))) " " code { (name) } } } }
                    @if let Some(official) = &rule.official_says { dt { (lang.pick("官方文本", "Official text")) } dd { (official.pick(lang)) } }
                    // Addresses are shown and not linked: nothing here leads off this machine by a slip.
                    @if let Some(url) = &rule.source.url { dt { (lang.pick("网址", "Address")) } dd { code { (url) } } }
                    dt { (lang.pick("摘录于", "Seen on")) } dd { (rule.source.seen_on) }
                    dt { (lang.pick("写在", "Written in")) } dd { code { (rule.place) } }
                }
            }
        }
    }
}
