//! The life of one order line, from its submission to its settlement, with its after-sales beside it.

use maud::{Markup, html};
use shopkit::model::export::ExportKind;
use shopkit::model::field::Field;
use shopkit::model::record::Value;
use shopkit::report::entries::OrderEntry;
use shopkit::report::order::{Name, OrderLine};
use shopkit::report::statuses;
use shopkit::t;
use shopkit::texts::{Texts, money};

use crate::front::text::visible;

/// Holds one step of the life of a line.
struct Step {
    name: String,
    at: At,
    /// What else is known of it.
    about: Option<String>,
}

/// Tells when a step was.
enum At {
    Known(String),
    /// It has not happened yet.
    NotYet,
    /// Nobody knows whether or when it happened.
    Unknown,
}

/// Writes the life of a line. `entries` are those of its order, which has that line alone or several.
pub fn life(line: &OrderLine, is_only: bool, entries: &[OrderEntry], texts: Texts) -> Markup {
    let own: Vec<&OrderEntry> = entries.iter().filter(|entry| is_of(entry, line, is_only)).collect();
    // They may belong to any of several lines.
    let of_order: Vec<&OrderEntry> = entries.iter().filter(|entry| !is_only && entry.sub_order_id.is_none()).collect();
    let after_sales: Vec<&OrderEntry> =
        own.iter().copied().filter(|entry| entry.kind == ExportKind::AfterSales).collect();
    html! {
        div class="life" {
            ol class="steps" { @for step in steps(line, &own, &of_order, texts) {
                li class=[class(&step.at)] {
                    strong { (step.name) } " "
                    @match &step.at {
                        At::Known(at) => { time { (at) } }
                        At::NotYet => { span class="faint" { (t!(texts, "page-order-not-yet")) } }
                        At::Unknown => { span class="faint" { (t!(texts, "page-order-time-unknown")) } }
                    }
                    @if let Some(about) = &step.about { br; small { (about) } }
                }
            } }
            div class="beside" {
                h4 { (t!(texts, "page-order-after-sales")) }
                @if after_sales.is_empty() { p class="faint" { (no_after_sale(line, texts)) } }
                @else { ul class="plainlist" { @for entry in after_sales { li { (after_sale(entry, texts)) } } } }
            }
        }
        @if !of_order.is_empty() { p class="note" { (t!(texts, "page-order-of-whole", entries = of_order.len())) } }
    }
}

fn class(at: &At) -> Option<&'static str> {
    (!matches!(at, At::Known(_))).then_some("open")
}

/// Tells whether an entry belongs to a line. Where each line is a main order, its sub-orders are in one cell.
fn is_of(entry: &OrderEntry, line: &OrderLine, is_only: bool) -> bool {
    let Some(id) = entry.sub_order_id.as_deref() else { return is_only };
    id == line.key || text(line, Field::SubOrderId).is_some_and(|ids| ids.split(';').any(|own| own == id))
}

fn steps(line: &OrderLine, entries: &[&OrderEntry], of_order: &[&OrderEntry], texts: Texts) -> Vec<Step> {
    let status = text(line, Field::Status).unwrap_or_default();
    let is_unpaid = status == statuses::UNPAID;
    let is_unshipped = is_unpaid || statuses::UNSHIPPED.contains(&status);
    let at = |field: Field, is_to_come: bool| match text(line, field) {
        Some(at) => At::Known(at.to_owned()),
        None if is_to_come => At::NotYet,
        None => At::Unknown,
    };
    let step = |name: String, at: At| Step { name, at, about: None };
    let promise = text(line, Field::ShipBy).map(|at| t!(texts, "page-order-promised", at = at));
    let ended = statuses::CALLED_OFF.contains(&status);
    vec![
        step(t!(texts, "word-step-submitted"), at(Field::SubmittedAt, false)),
        step(t!(texts, "word-step-paid"), at(Field::PaidAt, is_unpaid)),
        Step { about: promise, ..step(t!(texts, "word-step-shipped"), at(Field::ShippedAt, is_unshipped)) },
        Step {
            about: ended.then(|| {
                let reason = text(line, Field::CancelReason);
                let reason = reason.map_or_else(|| t!(texts, "page-order-no-reason"), visible);
                t!(texts, "page-order-ended", status = visible(status), reason = reason)
            }),
            ..step(t!(texts, "word-step-finished"), at(Field::FinishedAt, is_unshipped || status == statuses::SHIPPED))
        },
        settled(entries, of_order, is_unshipped || status == statuses::SHIPPED, texts),
    ]
}

/// Says when and with how much a line was settled, by the statement, or else by the fund flow.
fn settled(entries: &[&OrderEntry], of_order: &[&OrderEntry], is_to_come: bool, texts: Texts) -> Step {
    let name = t!(texts, "page-order-settled");
    let of = |kind: ExportKind| entries.iter().copied().filter(move |entry| entry.kind == kind);
    let is_booked = |entry: &&OrderEntry| matches!(entry.kind, ExportKind::Settlement | ExportKind::Funds);
    let mut booked: Vec<&OrderEntry> = of(ExportKind::Settlement).collect();
    if booked.is_empty() {
        booked = of(ExportKind::Funds).collect();
    }
    let Some(last) = booked.last() else {
        if of_order.iter().any(is_booked) {
            return Step { name, at: At::Unknown, about: None };
        }
        let at = if is_to_come { At::NotYet } else { At::Unknown };
        return Step { name, at, about: Some(t!(texts, "page-order-no-statement")) };
    };
    let amounts = booked.iter().filter_map(|entry| Some(format!("{} {}", visible(&entry.what), money(entry.amount?))));
    let about = amounts.collect::<Vec<_>>().join("; ");
    let at = last.at.clone().map_or(At::Unknown, At::Known);
    Step { name, at, about: Some(about).filter(|about| !about.is_empty()) }
}

fn after_sale(entry: &OrderEntry, texts: Texts) -> Markup {
    html! {
        @match &entry.at { Some(at) => time { (at) }, None => span class="faint" { (t!(texts, "page-order-time-unknown")) } }
        br; (visible(&entry.what))
        @if let Some(amount) = entry.amount { " " strong { (t!(texts, "page-order-refund", amount = amount)) } }
        @if let Some(number) = &entry.number { br; small class="id" { (visible(number)) } }
    }
}

/// Says what the order itself says of an after-sale, where no after-sale file tells of one.
fn no_after_sale(line: &OrderLine, texts: Texts) -> String {
    match text(line, Field::AfterSale) {
        Some(status) => t!(texts, "page-order-after-sale-status", status = visible(status)),
        None => t!(texts, "page-order-no-after-sale"),
    }
}

fn text(line: &OrderLine, field: Field) -> Option<&str> {
    line.values.iter().find_map(|named| match (&named.name, &named.value) {
        (Name::Field(name), Value::Text(text)) if *name == field => Some(text.as_ref()),
        _ => None,
    })
}
