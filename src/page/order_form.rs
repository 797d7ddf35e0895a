//! The filter of the list of orders: how it is read from an address, the form that it is typed into, and what of it is set.

use chrono::NaiveDate;
use maud::{Markup, html};
use shopkit::kit::now;
use shopkit::model::field::ALLIANCE;
use shopkit::model::message::{Arg, Message};
use shopkit::report::named::Basis;
use shopkit::report::order_filter::{Match, OrderFilter, ShipBy, SortKey, Stage};
use shopkit::report::statuses;
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::choices::ALL_DAYS;
use super::error::PageError;
use super::field::{Expected, Field};
use super::params::Params;
use super::request::Request;
use crate::front::text::visible;

/// Names in an address that say nothing about the filter.
const OTHERS: &[&str] = &["shop", "shops", "at", "key", "on", "sort", "order", "columns", "whole"];

/// Reads the filter from the address; the list has `limit` lines.
pub fn filter(request: &Request, limit: Option<u64>) -> Result<OrderFilter, PageError> {
    let query = &request.query;
    let many = |name| query.all(name).map(str::to_owned).collect();
    let matching = |name| query.get(name).and_then(Match::parse);
    let [from, to] = request.period()?;
    let on = query.moment(Field::On)?.unwrap_or_else(now);
    let ship_by = query.parse(Field::ShipBy, Expected::Choice, ShipBy::by_name)?;
    let up_to = |most: u8| move |text: &str| text.parse().ok().filter(|number| *number <= most);
    let of_order = |name: &str| Basis::by_name(name).filter(|basis| matches!(basis, Basis::Submitted | Basis::Paid));
    Ok(OrderFilter {
        statuses: many("status"),
        after_sales: many("after_sale"),
        open_after_sale: query.get("open_after_sale").is_some(),
        cancel_reason: matching("cancel_reason"),
        stage: query.parse(Field::Stage, Expected::Choice, Stage::by_name)?,
        ship_by: ship_by.map(|ship_by| (ship_by, on)),
        promotion: matching("promotion").map(|wanted| match wanted {
            // The list of the form has whole values.
            Match::Has(text) => Match::Is(text),
            wanted => wanted,
        }),
        product: matching("product"),
        spec: matching("spec"),
        sku_code: matching("sku_code"),
        creator: matching("creator"),
        province: matching("province"),
        city: matching("city"),
        traffic_genre: matching("traffic_genre"),
        traffic_type: matching("traffic_type"),
        gift: query.get("gift").map(|gift| gift != "no"),
        late_values: query.get("late_values").is_some(),
        from,
        to,
        basis: query.parse(Field::Basis, Expected::Choice, of_order)?.unwrap_or_default(),
        hour: query.parse(Field::Hour, Expected::Number, up_to(23))?,
        weekday: query.parse(Field::Weekday, Expected::Number, up_to(6))?,
        search: query.get("q").map(str::to_owned),
        sort: query.parse(Field::Sort, Expected::Choice, SortKey::by_name)?.unwrap_or_default(),
        ascending: query.get("order") == Some("asc"),
        limit,
    })
}

/// Writes the form.
pub fn form(request: &Request, filter: &OrderFilter) -> Markup {
    let (query, texts) = (&request.query, request.texts());
    let value = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let statuses =
        [&[statuses::UNPAID], statuses::UNSHIPPED, &[statuses::SHIPPED, statuses::COMPLETED], statuses::CALLED_OFF]
            .concat();
    let after_sales = [&["-"], statuses::OPEN_AFTER_SALES, statuses::FINISHED_AFTER_SALES].concat();
    // What is set stands below the form too; the list is what a reader came for.
    let more = MORE.iter().filter(|name| query.get(name).is_some()).count();
    let is_refused = request.refused.iter().any(|refused| MORE.contains(&refused.name.as_str()));
    html! {
        form method="get" action="/orders" role="search" class="card noprint" data-orders {
            // What the form has no field for stays as it is; another filter begins with its first page.
            @for (name, value) in query.iter().filter(|(name, _)| !FIELDS.contains(name) && !MORE.contains(name) && !["at", "key"].contains(name)) {
                input type="hidden" name=(name) value=(value);
            }
            div class="row" {
                label class="wide" { (t!(texts, "page-search"))
                    input type="search" name="q" value=(value("q")) data-search placeholder=(t!(texts, "page-orders-placeholder")); }
                (several("status", &t!(texts, "column-status"), &statuses, request))
                (several("after_sale", &t!(texts, "column-after-sale"), &after_sales, request))
                label { (t!(texts, "page-orders-ship-by")) (ship_by(filter, texts)) }
                button class="main" { (t!(texts, "page-search")) }
                a class="button" href=(without_filter(request)) { (t!(texts, "page-clear")) }
            }
            details class="more" open[is_refused] {
                summary { (t!(texts, "page-orders-more-filters")) @if more > 0 { " (" (more) ")" } }
                div class="row" {
                    @for (name, label) in TEXTS { label { (texts.say(&label())) input name=(name) value=(value(name)); } }
                    label { (t!(texts, "column-promotion")) select name="promotion" { (options(&[ALLIANCE, "无"], &value("promotion"), texts)) } }
                    label { (t!(texts, "page-field-stage")) select name="stage" {
                        option value="" { (t!(texts, "page-value-any")) }
                        @for stage in Stage::ALL { option value=(stage.as_str()) selected[filter.stage == Some(*stage)] { (stage_text(*stage, texts)) } }
                    } }
                    label { (t!(texts, "column-gift")) select name="gift" {
                        option value="" { (t!(texts, "page-value-any")) }
                        option value="yes" selected[filter.gift == Some(true)] { (t!(texts, "page-orders-gifts")) }
                        option value="no" selected[filter.gift == Some(false)] { (t!(texts, "page-orders-no-gifts")) }
                    } }
                    label { (t!(texts, "page-field-basis")) select name="basis" {
                        option value="" { (t!(texts, "page-report-basis-submitted")) }
                        option value="paid" selected[filter.basis == Basis::Paid] { (t!(texts, "page-report-basis-paid")) }
                    } }
                    label class="tick" { input type="checkbox" name="open_after_sale" value="1" checked[filter.open_after_sale]; (t!(texts, "page-orders-open-after-sale")) }
                    label class="tick" { input type="checkbox" name="late_values" value="1" checked[filter.late_values]; (t!(texts, "page-orders-late-values")) }
                }
                p class="faint" { (t!(texts, "page-orders-filter-help")) }
            }
        }
    }
}

/// The fields that are always seen, by the names that they are sent under.
const FIELDS: &[&str] = &["q", "status", "after_sale", "ship_by"];

/// The fields that are folded away, by the names that they are sent under.
const MORE: &[&str] = &[
    "creator",
    "product",
    "spec",
    "sku_code",
    "province",
    "city",
    "promotion",
    "stage",
    "gift",
    "basis",
    "open_after_sale",
    "late_values",
];

/// Makes the label of a field.
type Label = fn() -> Message;

/// The fields whose text is matched, with their labels.
const TEXTS: &[(&str, Label)] = &[
    ("creator", || msg!("page-orders-creator")),
    ("product", || msg!("page-orders-product")),
    ("spec", || msg!("column-spec")),
    ("sku_code", || msg!("order-field-sku-code")),
    ("province", || msg!("order-field-province")),
    ("city", || msg!("order-field-city")),
];

/// Writes a list of words of which several can be chosen. It opens like a menu.
fn several(name: &str, label: &str, words: &[&str], request: &Request) -> Markup {
    let (texts, chosen) = (request.texts(), request.query.all(name).collect::<Vec<_>>());
    let others = chosen.iter().copied().filter(|word| !words.contains(word));
    let summary = match chosen.as_slice() {
        [] => t!(texts, "page-value-any"),
        chosen => {
            let words: Vec<String> = chosen.iter().map(|word| word_text(word, texts)).collect();
            texts.write(&Arg::list(words)).into_owned()
        }
    };
    html! {
        div class="field" {
            span class="label" id={ "label-" (name) } { (label) }
            details class="pick" data-pick {
                summary aria-labelledby={ "label-" (name) " value-" (name) } { span id={ "value-" (name) } { (summary) } }
                div class="menu" { @for word in words.iter().copied().chain(others) {
                    label { input type="checkbox" name=(name) value=(word) checked[chosen.contains(&word)]; (word_text(word, texts)) }
                } }
            }
        }
    }
}

fn word_text(word: &str, texts: Texts) -> String {
    if word == "-" { t!(texts, "page-value-none") } else { visible(word) }
}

fn options(words: &[&str], value: &str, texts: Texts) -> Markup {
    let other = (!value.is_empty() && !words.contains(&value)).then_some(value);
    html! {
        option value="" { (t!(texts, "page-value-any")) }
        @for word in words.iter().copied().chain(other) { option value=(word) selected[word == value] { (word_text(word, texts)) } }
    }
}

fn ship_by(filter: &OrderFilter, texts: Texts) -> Markup {
    let chosen = filter.ship_by.map(|(ship_by, _)| ship_by);
    let day = chosen.filter(|chosen| !ShipBy::WORDS.contains(chosen));
    html! {
        select name="ship_by" {
            option value="" { (t!(texts, "page-value-any")) }
            @for choice in ShipBy::WORDS.iter().copied().chain(day) {
                option value=(choice.text()) selected[chosen == Some(choice)] { (ship_by_text(choice, texts)) }
            }
        }
    }
}

fn ship_by_text(ship_by: ShipBy, texts: Texts) -> String {
    match ship_by {
        ShipBy::Overdue => t!(texts, "page-orders-overdue"),
        ShipBy::OverdueSince => t!(texts, "page-orders-overdue-since"),
        ShipBy::Within24Hours => t!(texts, "page-orders-within-24-hours"),
        ShipBy::Today => t!(texts, "page-orders-due-today"),
        ShipBy::Until(day) => t!(texts, "page-orders-due-until", day = day),
    }
}

fn stage_text(stage: Stage, texts: Texts) -> String {
    match stage {
        Stage::Paid => t!(texts, "page-orders-stage-paid"),
        Stage::Sales => t!(texts, "page-orders-stage-sales"),
        Stage::ToShip => t!(texts, "page-orders-stage-to-ship"),
    }
}

/// Something that is set in a filter.
struct Set {
    /// What a reader sees.
    text: String,
    /// The names in the address that set it.
    names: &'static [&'static str],
}

/// The names that set the days.
const DAYS: &[&str] = &["from", "to", "period"];

/// Writes what is set in the filter, each with a link that clears it.
pub fn set(request: &Request, filter: &OrderFilter) -> Markup {
    let texts = request.texts();
    let all = everything_set(request, filter);
    html! {
        @if !all.is_empty() {
            ul class="chips noprint" aria-label=(t!(texts, "page-orders-set")) { @for set in &all {
                @let without: Vec<(&str, &str)> = set.names.iter().chain(&["at", "key"]).map(|name| (*name, value_without(name, set.names))).collect();
                li { span { (set.text) }
                    a href={ "/orders?" (request.query.with(&without)) } aria-label=(t!(texts, "page-orders-take-out", filter = &set.text)) { "×" } }
            } }
        }
    }
}

/// Returns the value of a name once something is cleared. Without days, an address would get those that were chosen last.
fn value_without(name: &str, names: &[&str]) -> &'static str {
    if name == "period" && names == DAYS { ALL_DAYS } else { "" }
}

/// Tells whether anything is set in an address.
pub fn is_set(request: &Request) -> bool {
    let is_filter =
        |name, value: &str| !value.is_empty() && !OTHERS.contains(&name) && (name, value) != ("period", ALL_DAYS);
    request.query.iter().any(|(name, value)| is_filter(name, value))
}

/// Returns the address of all orders. One without days would get those that were chosen last.
pub fn without_filter(request: &Request) -> String {
    let kept = ["shop", "shops"].map(|name| (name, request.query.get(name).unwrap_or_default()));
    format!("/orders?{}", Params::default().with(&[kept[0], kept[1], ("period", ALL_DAYS)]))
}

fn everything_set(request: &Request, filter: &OrderFilter) -> Vec<Set> {
    let texts = request.texts();
    let mut all = Vec::new();
    let mut add = |label: String, value: String, names: &'static [&'static str]| {
        all.push(Set { text: t!(texts, "page-orders-filter", name = label, value = value), names });
    };
    if let Some(search) = &filter.search {
        add(t!(texts, "page-search"), shortened(&visible(search)), &["q"]);
    }
    let words = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| word_text(word, texts)).collect();
        texts.write(&Arg::list(words)).into_owned()
    };
    if !filter.statuses.is_empty() {
        add(t!(texts, "column-status"), words(&filter.statuses), &["status"]);
    }
    if !filter.after_sales.is_empty() {
        add(t!(texts, "column-after-sale"), words(&filter.after_sales), &["after_sale"]);
    }
    if filter.open_after_sale {
        add(t!(texts, "column-after-sale"), t!(texts, "page-orders-open-after-sale"), &["open_after_sale"]);
    }
    if let Some(stage) = filter.stage {
        add(t!(texts, "page-field-stage"), stage_text(stage, texts), &["stage"]);
    }
    if let Some((ship_by, on)) = filter.ship_by {
        let is_today = ship_by == ShipBy::Today && request.query.get("on").is_some();
        let as_of = is_today || matches!(ship_by, ShipBy::Overdue | ShipBy::OverdueSince | ShipBy::Within24Hours);
        let text = ship_by_text(ship_by, texts);
        let text = if as_of { t!(texts, "page-orders-as-of", what = text, at = on.to_string()) } else { text };
        add(t!(texts, "page-orders-ship-by"), text, &["ship_by", "on"]);
    }
    for (label, wanted, names) in matches(filter) {
        if let Some(wanted) = wanted {
            add(texts.say(&label), match_text(wanted, texts), names);
        }
    }
    if let Some(gift) = filter.gift {
        let text = if gift { t!(texts, "page-orders-gifts") } else { t!(texts, "page-orders-no-gifts") };
        add(t!(texts, "column-gift"), text, &["gift"]);
    }
    if filter.late_values {
        add(t!(texts, "page-orders-values"), t!(texts, "page-orders-late-values"), &["late_values"]);
    }
    let time = match filter.basis {
        Basis::Paid => t!(texts, "page-orders-paid-on"),
        _ => t!(texts, "page-orders-submitted-on"),
    };
    if filter.from.is_some() || filter.to.is_some() {
        add(time.clone(), days_text(filter.from, filter.to, texts), DAYS);
    }
    if let Some(weekday) = filter.weekday {
        add(time.clone(), weekday_text(weekday, texts), &["weekday"]);
    }
    if let Some(hour) = filter.hour {
        add(time, t!(texts, "page-orders-hour", hour = i64::from(hour), next = i64::from(hour) + 1), &["hour"]);
    }
    all
}

type Matching<'f> = (Message, Option<&'f Match>, &'static [&'static str]);

fn matches(filter: &OrderFilter) -> [Matching<'_>; 10] {
    [
        (msg!("column-promotion"), filter.promotion.as_ref(), &["promotion"]),
        (msg!("page-orders-creator"), filter.creator.as_ref(), &["creator"]),
        (msg!("page-orders-product"), filter.product.as_ref(), &["product"]),
        (msg!("column-spec"), filter.spec.as_ref(), &["spec"]),
        (msg!("order-field-sku-code"), filter.sku_code.as_ref(), &["sku_code"]),
        (msg!("order-field-province"), filter.province.as_ref(), &["province"]),
        (msg!("order-field-city"), filter.city.as_ref(), &["city"]),
        (msg!("order-field-cancel-reason"), filter.cancel_reason.as_ref(), &["cancel_reason"]),
        (msg!("order-field-traffic-genre"), filter.traffic_genre.as_ref(), &["traffic_genre"]),
        (msg!("order-field-traffic-type"), filter.traffic_type.as_ref(), &["traffic_type"]),
    ]
}

fn match_text(wanted: &Match, texts: Texts) -> String {
    match wanted {
        Match::Missing => t!(texts, "page-value-none"),
        Match::Given => t!(texts, "page-value-given"),
        Match::Is(text) => visible(text),
        Match::Has(text) => t!(texts, "page-value-part", text = visible(text)),
    }
}

fn days_text(from: Option<NaiveDate>, to: Option<NaiveDate>, texts: Texts) -> String {
    match (from, to) {
        (Some(from), None) => t!(texts, "page-period-since", first = from),
        (None, Some(to)) => t!(texts, "page-period-up-to", last = to),
        (Some(from), Some(to)) if from != to => format!("{from} – {to}"),
        (from, _) => from.map(|day| day.to_string()).unwrap_or_default(),
    }
}

fn weekday_text(weekday: u8, texts: Texts) -> String {
    match weekday {
        0 => t!(texts, "word-weekday-monday"),
        1 => t!(texts, "word-weekday-tuesday"),
        2 => t!(texts, "word-weekday-wednesday"),
        3 => t!(texts, "word-weekday-thursday"),
        4 => t!(texts, "word-weekday-friday"),
        5 => t!(texts, "word-weekday-saturday"),
        _ => t!(texts, "word-weekday-sunday"),
    }
}

/// The longest text of a search that is shown as set.
const LONGEST: usize = 60;

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
