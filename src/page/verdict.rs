//! Lays out the view of a verdict.

use maud::{Markup, html};
use shopkit::model::message::Arg;
use shopkit::model::table::Datum;
use shopkit::t;

use super::fact_forms::{CONDITION, FactForms};
use super::params::Params;
use super::request::Request;
use super::{countdown, order_list, strip, table};
use crate::front::part::Part;
use crate::front::verdict::blocking::OrderList;
use crate::front::verdict::{BlockingOrders, Requirement, RuleLine, SourceView, Summary, UnmetGroup, VerdictView};

/// Lays out a verdict. The facts that it needs, and those that its conditions rest on, are asked for in forms.
pub fn verdict(view: &VerdictView, forms: &FactForms<'_>) -> Markup {
    let request: &Request = forms.context;
    let texts = request.texts();
    let other_rules = [(&view.met, true), (&view.undecided, false), (&view.not_applicable, false)];
    html! {
        (summary(view, request))
        @if let Some(waits) = &view.countdown { (countdown::countdown(waits, texts)) }
        (forms.questions(&view.needed[0], "needed"))
        (unmet(&view.unmet, forms))
        (blocking_orders(&view.blocking_orders, request))
        (forms.questions(&view.needed[1], "open"))
        (strip::strip(&view.milestones, view.summary.answer, view.countdown.is_none(), texts))
        @if !view.warnings.is_empty() { section {
            h2 { (view.warnings.title) }
            @for text in &view.warnings.entries { p class="note warn" { (text) } }
        } }
        @if !view.if_closed.is_empty() { section {
            h2 { (view.if_closed.title) }
            ul { @for line in &view.if_closed.entries { li { (line) } } }
        } }
        section {
            h2 { (t!(texts, "verdict-other-rules")) }
            @for (part, is_open) in other_rules { (rules(part, is_open, forms)) }
        }
        p class="faint" { (t!(texts, "verdict-footer", rules = &view.rules, disclaimer = &view.disclaimer)) }
    }
}

fn summary(view: &VerdictView, request: &Request) -> Markup {
    let texts = request.texts();
    let summary: &Summary = &view.summary;
    html! {
        section class={ "verdict " (summary.answer.as_str()) } aria-label=(t!(texts, "verdict-title")) {
            p class="faint" { (summary.question) }
            p class="says" { (summary.answer_text) }
            @if let Some(day) = summary.earliest {
                p { (t!(texts, "verdict-earliest")) strong { time datetime=(day) { (day) } }
                    @if let Some(bound) = &summary.bound { " " (bound) } }
            }
            p class="faint" { (summary.subject) }
            @for note in &view.notes { p class="note" { (note) } }
            @if let Some(waiting) = &summary.waiting { p { (waiting) } }
            p class="row noprint" {
                @if summary.earliest.is_some() {
                    a class="button" href={ "/check/" (summary.check.as_str()) ".ics?" (request.query.with(&[])) } { (t!(texts, "verdict-to-calendar")) }
                }
                button type="button" data-print hidden { (t!(texts, "verdict-print")) }
            }
        }
    }
}

fn unmet(part: &Part<UnmetGroup>, forms: &FactForms<'_>) -> Markup {
    html! {
        @if !part.is_empty() { section {
            h2 { (part.title) }
            @for group in &part.entries {
                @if let Some(condition) = &group.condition { p { strong { (condition) } } }
                // What would not be met is listed among the undecided too, which is where links lead.
                @for entry in &group.requirements { (requirement(entry, group.condition.is_none(), forms)) }
            }
        } }
    }
}

fn requirement(requirement: &Requirement, is_target: bool, forms: &FactForms<'_>) -> Markup {
    let Requirement { rule, reason, remedy, source: cited, .. } = requirement;
    let request: &Request = forms.context;
    html! {
        div class="hold" id=[is_target.then(|| condition_id(rule))] {
            h3 { (rule.title) " " (tag(rule)) }
            p { (reason) }
            p { strong { (t!(request.texts(), "verdict-what-to-do")) } (remedy) }
            @if is_target { (forms.facts_of(&rule.facts, &rule.id)) }
            (source(cited))
            p { a href={ (request.address("/rules")) "#" (rule.id) } { (rule.id) } }
        }
    }
}

fn condition_id(rule: &RuleLine) -> String {
    format!("{CONDITION}{}", rule.id)
}

/// Lays out the words that a rule rests on, and who stands behind them.
pub fn source(source: &SourceView) -> Markup {
    html! { blockquote { (source.words) " — " (source.text) " " span class="tag" { (source.standing) } } }
}

fn tag(rule: &RuleLine) -> Markup {
    html! { span class={ "tag " (rule.outcome.as_str()) } { (rule.outcome_text) } }
}

/// Lists the orders that block closing, each with a link to its page, and links to the lists that have all of them.
fn blocking_orders(orders: &BlockingOrders, request: &Request) -> Markup {
    let texts = request.texts();
    let BlockingOrders { title, count, table, lists } = orders;
    let listed = table.rows.len();
    html! {
        @if listed > 0 { section {
            h2 { (title) " (" (count) ")" }
            @if !lists.is_empty() { p class="row noprint" { @for list in lists {
                a class="button small" href=(list_address(list, request)) { (t!(texts, "check-list-of", title = &list.title, count = Arg::count(list.count))) }
            } } }
            @if *count > listed as u64 { p class="faint" { (t!(texts, "verdict-orders-first", listed = listed)) } }
            (table::rows(&table.columns, &table.rows, &[], title, texts, |key, datum, _| match (key, datum) {
                ("order_id", Datum::Text(id)) => Some(order_list::link(request, id)),
                _ => None,
            }))
        } }
    }
}

/// Returns the address of a list of orders.
fn list_address(list: &OrderList, request: &Request) -> String {
    let shop = request.query.get("shop").map(|shop| ("shop", shop));
    let filter = list.values.iter().map(|value| (list.field, value.as_str())).chain(shop);
    let query = Params::of(filter.map(|(name, value)| (name.to_owned(), value.to_owned())));
    format!("/orders?{}", query.with(&[]))
}

fn rules(part: &Part<RuleLine>, is_open: bool, forms: &FactForms<'_>) -> Markup {
    let request: &Request = forms.context;
    html! {
        @if !part.is_empty() {
            details class="conditions" open[is_open] {
                summary { (part.title) " (" (part.entries.len()) ")" }
                ul class="plainlist" { @for rule in &part.entries {
                    li id=(condition_id(rule)) {
                        (tag(rule)) " " a href={ (request.address("/rules")) "#" (rule.id) } { (rule.title) }
                        (forms.facts_of(&rule.facts, &rule.id))
                    }
                } }
            }
        }
    }
}
