//! The two checks: their pages, and the forms on them.

use maud::{Markup, html};
use shopkit::kit::{CheckOptions, Holidays, KitError};
use shopkit::model::lang::Explain as _;
use shopkit::rules::{Check, Ruleset, Scope, known_facts};
use shopkit::store::Declared;
use shopkit::t;

use super::error::PageError;
use super::field::{Expected, Field};
use super::layout::{Menu, Page, csrf};
use super::params::Params;
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::verdict;
use crate::front::facts::{FactQuestion, GivenFact, Input};
use crate::front::ics;
use crate::front::part::Part;
use crate::front::text::visible;
use crate::front::verdict::VerdictView;

/// The prefix of fields that give a fact.
const FACT: &str = "fact:";

/// The prefix of checkboxes that say that a fact has no day.
const WITHOUT: &str = "without:";

/// The value that clears a fact.
const CLEARED: &str = "unknown";

fn menu(check: Check) -> Menu {
    match check {
        Check::Close => Menu::Close,
        Check::Reopen => Menu::Reopen,
    }
}

fn options(check: Check, query: &Params, shop: Option<&str>) -> Result<CheckOptions, PageError> {
    Ok(CheckOptions {
        check,
        shop: shop.map(str::to_owned),
        on: query.day(Field::On)?,
        scope: query.parse(Field::Standing, Expected::Choice, Scope::by_name)?.unwrap_or(Scope::All),
        file: None,
        set: Vec::new(),
        after_sale_days: query.parse(Field::AfterSaleDays, Expected::Number, |text| text.parse().ok())?,
        holidays: Holidays::default(),
        trust_declared: false,
    })
}

/// Writes the page of a check, or the days of its verdict as a calendar.
pub fn show(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let (name, ending) = name.split_once('.').unwrap_or((name, ""));
    let check = Check::by_name(name).ok_or(PageError::NoPage)?;
    let (kit, texts) = (context.kit()?, context.texts());
    let ruleset = Ruleset::built_in();
    let options = options(check, &context.query, context.shop())?;
    match ending {
        "ics" => {
            let checked = kit.check(ruleset, &options)?;
            let calendar = ics::calendar(&checked, texts).into_bytes();
            let name = format!("shopkit-{name}.ics");
            return Ok(Reply::download("text/calendar; charset=utf-8", &name, Content::Bytes(calendar)));
        }
        "" => {}
        _ => return Err(PageError::NoPage),
    }
    let forms = Forms { context, check };
    let declared = kit.declared(context.shop())?;
    let body = html! {
        (answer(&forms, ruleset, &options)?)
        (forms.given(ruleset, &declared))
        (forms.more(ruleset))
        (forms.settings(&options))
    };
    let about = Some(t!(texts, "check-about"));
    Ok(Page { about, chooses_shop: true, ..Page::new(menu(check), context, body) }.reply(context))
}

/// Writes the verdict, or why there is none.
fn answer(forms: &Forms<'_>, ruleset: &Ruleset, options: &CheckOptions) -> Result<Markup, PageError> {
    let texts = forms.context.texts();
    match forms.context.kit()?.check(ruleset, options) {
        Ok(checked) => {
            let view = VerdictView::of(&checked, texts);
            let questions = html! { @for part in &view.needed { (forms.questions(part)) } };
            Ok(verdict::verdict(&view, &questions, forms.context))
        }
        Err(error @ KitError::Impossible(_)) => Ok(html! {
            section class="verdict" role="alert" {
                p class="note bad" { (visible(&texts.say(&error.message()))) }
                p { (t!(texts, "check-clear-one")) }
            }
        }),
        Err(error) => Err(error.into()),
    }
}

/// Holds what the forms need to lead back to the page that they stand on.
struct Forms<'a> {
    context: &'a Context<'a>,
    check: Check,
}

impl Forms<'_> {
    fn address(&self) -> String {
        format!("/check/{}?{}", self.check.as_str(), self.context.query.with(&[]))
    }

    /// Writes the fields that every form of facts has.
    fn hidden(&self) -> Markup {
        html! {
            (csrf(self.context))
            @if let Some(shop) = self.context.shop() { input type="hidden" name="shop" value=(shop); }
        }
    }

    /// Asks for facts.
    fn questions(&self, part: &Part<FactQuestion>) -> Markup {
        let texts = self.context.texts();
        html! {
            @if !part.is_empty() { section class="noprint" {
                h2 { (part.title) }
                p class="faint" { (t!(texts, "check-leave-empty")) }
                form method="post" action=(self.address()) {
                    (self.hidden())
                    @for fact in &part.entries { (self.question(fact)) }
                    button class="main" { (t!(texts, "check-save")) }
                }
            } }
        }
    }

    /// Asks for a fact.
    fn question(&self, fact: &FactQuestion) -> Markup {
        let texts = self.context.texts();
        let name = format!("{FACT}{}", fact.name);
        let radio = |value: &str, text: &str| html! { label { input type="radio" name=(name) value=(value); (text) } };
        html! {
            fieldset {
                legend { (fact.question) }
                p { small { (t!(texts, "facts-where-to-look")) (fact.where_to_look) } }
                div class="choices" {
                    @match &fact.input {
                        Input::Choice(values) => {
                            @for (value, text) in values { (radio(value, text)) }
                            (radio("", &t!(texts, "facts-not-known")))
                        }
                        Input::Day(without, text) => {
                            input type="date" name=(name) aria-label=(fact.question);
                            label { input type="checkbox" name={ (WITHOUT) (fact.name) } value=(without); (text) }
                        }
                        Input::Number(range) => input type="number" min=(range.map_or(0, |range| range.0)) max=[range.map(|range| range.1)] name=(name) aria-label=(fact.question) {},
                    }
                }
            }
        }
    }

    /// Lists the facts that were given, each with a button that clears it.
    fn given(&self, ruleset: &Ruleset, declared: &[Declared]) -> Markup {
        let texts = self.context.texts();
        html! {
            @if !declared.is_empty() { section {
                h2 { (t!(texts, "check-your-answers")) }
                ul class="plainlist" { @for fact in declared.iter().map(|declared| GivenFact::of(declared, ruleset, texts)) {
                    li { form method="post" action=(self.address()) class="row" {
                        (self.hidden())
                        input type="hidden" name={ (FACT) (fact.name) } value=(CLEARED);
                        span { (t!(texts, "check-fact-label", fact = &fact.title)) strong { (fact.value) } " " small { (fact.given_on) } }
                        button class="small" aria-label=(t!(texts, "check-clear-fact", fact = &fact.title)) { (t!(texts, "check-clear")) }
                    } }
                } }
            } }
        }
    }

    /// Asks for any fact of the check, such as one that corrects what the orders say.
    fn more(&self, ruleset: &Ruleset) -> Markup {
        let texts = self.context.texts();
        let facts = ruleset.facts().iter().filter(|fact| fact.checks.contains(&self.check));
        html! {
            details class="card noprint" {
                summary { (t!(texts, "check-more-facts")) }
                form method="post" action=(self.address()) {
                    (self.hidden())
                    @for fact in facts { (self.question(&FactQuestion::of(fact, texts))) }
                    button { (t!(texts, "check-save")) }
                }
            }
        }
    }

    /// Asks for the day, the rules and the after-sale period to check by.
    fn settings(&self, options: &CheckOptions) -> Markup {
        let texts = self.context.texts();
        let range = Ruleset::built_in().fact(known_facts::AFTER_SALE_DAYS).and_then(|fact| fact.range);
        html! {
            form method="get" class="card noprint" {
                h2 { (t!(texts, "check-settings")) }
                div class="row" {
                    @if let Some(shop) = self.context.query.get("shop") { input type="hidden" name="shop" value=(shop); }
                    label { (texts.say(&Field::On.label())) input type="date" name="on" value=[options.on]; }
                    label { (texts.say(&Field::Standing.label()))
                        select name="standing" {
                            option value="" { (t!(texts, "check-rules-all")) }
                            option value="official" selected[options.scope == Scope::Official] { (t!(texts, "check-rules-official")) }
                        } }
                    @if self.check == Check::Close {
                        label { (texts.say(&Field::AfterSaleDays.label())) input type="number" name="after_sale_days" min=[range.map(|range| range.0)] max=[range.map(|range| range.1)] value=[options.after_sale_days]; }
                    }
                    button { (t!(texts, "check-again")) }
                }
            }
        }
    }
}

/// Keeps the facts that were sent, checks again, and keeps the verdict.
pub fn answered(request: &Request, name: &str) -> Result<Reply, PageError> {
    let check = Check::by_name(name).ok_or(PageError::NoPage)?;
    let ruleset = Ruleset::built_in();
    let facts: Vec<(String, String)> = facts(&request.form);
    let shop = request.form.get("shop");
    let options = options(check, &request.query, shop)?;
    let only_clears = facts.iter().all(|(_, value)| value == CLEARED);
    request.write(|kit| {
        // Facts that contradict others are not kept. Clearing a fact is always possible, since it resolves a contradiction.
        if !only_clears {
            kit.check(ruleset, &CheckOptions { set: facts.clone(), ..options.clone() })?;
        }
        if !facts.is_empty() {
            kit.declare(ruleset, shop, &facts)?;
        }
        match kit.check(ruleset, &options) {
            Ok(checked) => kit.keep(&checked),
            Err(KitError::Impossible(_)) => Ok(()),
            Err(error) => Err(error),
        }
    })?;
    Ok(Reply::see(&format!("/check/{name}?{}", request.query.with(&[]))))
}

/// Reads the facts of a form. A ticked "no day" beats the day beside it.
fn facts(form: &Params) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = Vec::new();
    let without = form.iter().filter_map(|(name, value)| Some((name.strip_prefix(WITHOUT)?, value)));
    let given = form.iter().filter_map(|(name, value)| Some((name.strip_prefix(FACT)?, value)));
    for (name, value) in without.chain(given).filter(|(_, value)| !value.is_empty()) {
        if facts.iter().all(|(known, _)| known != name) {
            facts.push((name.to_owned(), value.to_owned()));
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
        assert_eq!(facts(&form), [pair("a", "none"), pair("c", "yes")]);
    }
}
