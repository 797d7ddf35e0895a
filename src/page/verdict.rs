//! Lays out the view of a verdict.

use maud::{Markup, html};
use shopkit::model::table::Datum;
use shopkit::t;

use super::request::Request;
use super::{orders, strip, table};
use crate::front::part::Part;
use crate::front::verdict::{BlockingOrders, Requirement, RuleLine, SourceView, Summary, UnmetGroup, VerdictView};

/// Lays out a verdict. `questions` asks for the facts that are still needed.
pub fn verdict(view: &VerdictView, questions: &Markup, request: &Request) -> Markup {
    let texts = request.texts();
    let other_rules = [(&view.met, true), (&view.undecided, false), (&view.not_applicable, false)];
    html! {
        (summary(view, request))
        (questions)
        (strip::strip(&view.milestones, view.summary.answer, texts))
        (unmet(&view.unmet, request))
        (blocking_orders(&view.blocking_orders, request))
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
            @for (part, is_open) in other_rules { (rules(part, is_open, request)) }
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

fn unmet(part: &Part<UnmetGroup>, request: &Request) -> Markup {
    html! {
        @if !part.is_empty() { section {
            h2 { (part.title) }
            @for group in &part.entries {
                @if let Some(condition) = &group.condition { p { strong { (condition) } } }
                @for entry in &group.requirements { (requirement(entry, request)) }
            }
        } }
    }
}

fn requirement(requirement: &Requirement, request: &Request) -> Markup {
    let Requirement { rule, reason, remedy, source: cited, .. } = requirement;
    html! {
        div class="hold" {
            h3 { (rule.title) " " (tag(rule)) }
            p { (reason) }
            p { strong { (t!(request.texts(), "verdict-what-to-do")) } (remedy) }
            (source(cited))
            p { a href={ (request.address("/rules")) "#" (rule.id) } { (rule.id) } }
        }
    }
}

/// Lays out the words that a rule rests on, and who stands behind them.
pub fn source(source: &SourceView) -> Markup {
    html! { blockquote { (source.words) " — " (source.text) " " span class="tag" { (source.standing) } } }
}

fn tag(rule: &RuleLine) -> Markup {
    html! { span class={ "tag " (rule.outcome.as_str()) } { (rule.outcome_text) } }
}

/// Lists the orders that block closing, each with a link to its page.
fn blocking_orders(orders: &BlockingOrders, request: &Request) -> Markup {
    let texts = request.texts();
    let BlockingOrders { title, count, table } = orders;
    let listed = table.rows.len();
    html! {
        @if listed > 0 { section {
            h2 { (title) " (" (count) ")" }
            @if *count > listed as u64 { p class="faint" { (t!(texts, "verdict-orders-first", listed = listed)) } }
            (table::rows(&table.columns, &table.rows, &[], title, texts, |key, datum, _| match (key, datum) {
                ("order_id", Datum::Text(id)) => Some(orders::link(request, id)),
                _ => None,
            }))
        } }
    }
}

fn rules(part: &Part<RuleLine>, is_open: bool, request: &Request) -> Markup {
    html! {
        @if !part.is_empty() {
            details open[is_open] {
                summary { (part.title) " (" (part.entries.len()) ")" }
                ul class="plainlist" { @for rule in &part.entries {
                    li { (tag(rule)) " " a href={ (request.address("/rules")) "#" (rule.id) } { (rule.title) } }
                } }
            }
        }
    }
}
