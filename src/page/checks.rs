//! The two checks: their pages, and what is answered on them.

use maud::{Markup, html};
use shopkit::kit::{CheckOptions, Holidays, KitError};
use shopkit::model::lang::Explain as _;
use shopkit::rules::{Check, FactError, Ruleset, Scope, known_facts};
use shopkit::t;

use super::error::PageError;
use super::fact_forms::{AT, CLEARED, CONDITION, FACT, FactForms, WITHOUT, sent_facts};
use super::field::{Expected, Field, Refused};
use super::layout::{Menu, Page};
use super::params::Params;
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::{inputs, verdict};
use crate::front::ics;
use crate::front::text::visible;
use crate::front::verdict::VerdictView;

fn menu(check: Check) -> Menu {
    match check {
        Check::Close => Menu::Close,
        Check::Reopen => Menu::Reopen,
    }
}

/// Returns the shortest and the longest after-sale period that a shop may have.
fn after_sale_range() -> Option<(u64, u64)> {
    Ruleset::built_in().fact(known_facts::AFTER_SALE_DAYS).and_then(|fact| fact.range)
}

fn options(check: Check, query: &Params, shop: Option<&str>) -> Result<CheckOptions, PageError> {
    let (least, most) = after_sale_range().unwrap_or((0, u64::from(u32::MAX)));
    let days = |text: &str| text.parse::<u32>().ok().filter(|days| (least..=most).contains(&u64::from(*days)));
    Ok(CheckOptions {
        check,
        shop: shop.map(str::to_owned),
        on: query.day(Field::On)?,
        scope: query.parse(Field::Standing, Expected::Choice, Scope::by_name)?.unwrap_or(Scope::All),
        file: None,
        set: Vec::new(),
        after_sale_days: query.parse(Field::AfterSaleDays, Expected::Between(least, most), days)?,
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
    let forms = FactForms { context, check, ruleset, declared: &kit.declared(context.shop())? };
    // Without the settings that were refused, the answer would be to another question.
    let has_answer = context.is_post || context.refused.is_empty();
    let body = html! {
        @if has_answer { (answer(&forms, &options)?) }
        (forms.given())
        (forms.more())
        (settings(context, &options))
    };
    let about = Some(t!(texts, "check-about"));
    Ok(Page { about, chooses_shop: true, ..Page::new(menu(check), context, body) }.reply(context))
}

/// Writes the verdict, or why there is none.
fn answer(forms: &FactForms<'_>, options: &CheckOptions) -> Result<Markup, PageError> {
    let texts = forms.context.texts();
    match forms.context.kit()?.check(forms.ruleset, options) {
        Ok(checked) => Ok(verdict::verdict(&VerdictView::of(&checked, texts), forms)),
        Err(error @ KitError::Impossible(_)) => Ok(html! {
            section class="verdict" role="alert" {
                p class="note bad" { (visible(&texts.say(&error.message()))) }
                p { (t!(texts, "check-clear-one")) }
            }
        }),
        Err(error) => Err(error.into()),
    }
}

/// Asks for the day, the rules and the after-sale period to check by.
fn settings(request: &Request, options: &CheckOptions) -> Markup {
    let texts = request.texts();
    let range = after_sale_range();
    let [standing, days] = [Field::Standing, Field::AfterSaleDays].map(|field| request.mark(field));
    html! {
        form method="get" class="card noprint" {
            h2 { (t!(texts, "check-settings")) }
            div class="row" {
                @if let Some(shop) = request.query.get("shop") { input type="hidden" name="shop" value=(shop); }
                label { (texts.say(&Field::On.label()))
                    (inputs::day(request, Field::On)) }
                label { (texts.say(&Field::Standing.label()))
                    select name="standing" aria-invalid=[standing.invalid()] aria-describedby=[standing.described_by()] autofocus[standing.is_first()] {
                        option value="" { (t!(texts, "check-rules-all")) }
                        option value="official" selected[options.scope == Scope::Official] { (t!(texts, "check-rules-official")) }
                    }
                    (standing.note()) }
                @if options.check == Check::Close {
                    label { (texts.say(&Field::AfterSaleDays.label()))
                        input type="number" name="after_sale_days" value=(request.sent(Field::AfterSaleDays))
                            min=[range.map(|range| range.0)] max=[range.map(|range| range.1)]
                            aria-invalid=[days.invalid()] aria-describedby=[days.described_by()] autofocus[days.is_first()];
                        (days.note()) }
                }
                button { (t!(texts, "check-again")) }
            }
        }
    }
}

/// Keeps the facts that were sent, checks again, and keeps the verdict. Facts that cannot be taken stay in their form.
pub fn answered(request: &Request, name: &str) -> Result<Reply, PageError> {
    let check = Check::by_name(name).ok_or(PageError::NoPage)?;
    let ruleset = Ruleset::built_in();
    let shop = request.form.get("shop");
    let options = options(check, &request.query, shop)?;
    let declared = request.read(|context| Ok(context.kit()?.declared(shop)?))?;
    let facts = sent_facts(&request.form, &declared);
    let only_clears = facts.iter().all(|(_, value)| value == CLEARED);
    let done = request.write(|kit| {
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
    });
    match done {
        Ok(()) => Ok(Reply::see(&back(request, name))),
        Err(error) => {
            let refused = refused(request, &error);
            if refused.is_empty() {
                return Err(error);
            }
            let again = Request { refused, ..request.clone() };
            let page = again.read(|context| show(context, name))?;
            Ok(page.status(error.status()))
        }
    }
}

/// Returns the address of the page, at the condition whose fact was given.
fn back(request: &Request, name: &str) -> String {
    let at = request.form.get(AT).filter(|at| at.starts_with(CONDITION));
    let is_plain = |at: &&str| at.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    let at = at.filter(is_plain).map(|at| format!("#{at}")).unwrap_or_default();
    format!("/check/{name}?{}{at}", request.query.with(&[]))
}

/// Lists the fields whose facts an error names. Where it names only facts that were given before, it is the first that was sent.
fn refused(request: &Request, error: &PageError) -> Vec<Refused> {
    let PageError::Kit(kit_error) = error else { return Vec::new() };
    let named: Vec<&str> = match &**kit_error {
        KitError::Fact(FactError::BadValue { name, .. } | FactError::OutOfRange { name, .. }) => vec![name],
        KitError::Impossible(impossible) => impossible.facts.iter().map(|fact| fact.name.as_str()).collect(),
        _ => return Vec::new(),
    };
    let message = request.texts().say(&error.message());
    let fact = |name: &str| name.strip_prefix(FACT).or_else(|| name.strip_prefix(WITHOUT)).map(str::to_owned);
    let sent: Vec<String> =
        request.form.iter().filter(|(_, value)| !value.is_empty()).filter_map(|(name, _)| fact(name)).collect();
    let is_named = |sent: &&String| named.contains(&sent.as_str());
    let found = sent.iter().find(is_named).or_else(|| sent.first());
    let refused = |fact: &String| Refused {
        name: format!("{FACT}{fact}"),
        value: request.form.get(&format!("{FACT}{fact}")).unwrap_or_default().to_owned(),
        message: message.clone(),
    };
    found.map(refused).into_iter().collect()
}
