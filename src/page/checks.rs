//! The two checks: what is still needed is asked for, and the verdict says why, until when, by whose words, and what to do.

use maud::{Markup, html};
use shopkit::kit::{CheckOptions, Checked, Holidays, KitError};
use shopkit::model::fact::FactType;
use shopkit::model::lang::Lang;
use shopkit::model::table::Datum;
use shopkit::rules::{Check, Citation, Fact, Outcome, Ruleset, Ruling, Scope, Verdict, names};
use shopkit::store::Declared;
use shopkit::texts::Texts;

use super::error::PageError;
use super::field::{Expected, Field};
use super::labels::{self, in_labels};
use super::layout::{Menu, Page, csrf};
use super::params::Params;
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::{orders, strip, table};
use crate::front::text::visible;
use crate::front::verdict::{
    again_lines, alike, needed_for, open_questions, place, question, standing, told, unsaid, waits, words_of,
};
use crate::front::{blocking, ics};

/// Begins the names of fields that say a fact, and of those that say that a day has not come or never comes.
const FACT: &str = "fact:";
const WITHOUT: &str = "without:";

/// Takes a fact back.
const TAKEN_BACK: &str = "unknown";

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

/// Writes a check, or hands its dates over as a calendar.
pub fn show(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let (name, ending) = name.split_once('.').unwrap_or((name, ""));
    let check = Check::by_name(name).ok_or(PageError::NoPage)?;
    let (kit, lang) = (context.kit()?, context.lang);
    let ruleset = Ruleset::built_in();
    let options = options(check, &context.query, context.shop())?;
    let asks = Asks { context, check };
    match ending {
        "ics" => {
            let checked = kit.check(ruleset, &options)?;
            let calendar = ics::calendar(&checked, lang).into_bytes();
            let name = format!("shopkit-{name}.ics");
            return Ok(Reply::download("text/calendar; charset=utf-8", &name, Content::Bytes(calendar)));
        }
        "" => {}
        _ => return Err(PageError::NoPage),
    }
    let declared = kit.declared(context.shop())?;
    let body = html! {
        (told_of(&asks, ruleset, &options)?)
        (known(&asks, ruleset, &declared))
        (more(&asks, ruleset))
        (settings(&asks, &options))
    };
    let about = Some(lang.pick(
        "按公开规则和你填写的情况判断，每条都有出处。填写的内容只保存在这台电脑上。",
        "Judged by published rules and what you say; each has its source. What you say is kept on this machine only.",
    ).to_owned());
    Ok(Page { about, chooses_shop: true, ..Page::new(menu(check), context, body) }.reply(context))
}

/// Writes the verdict, or why there is none.
fn told_of(asks: &Asks<'_>, ruleset: &Ruleset, options: &CheckOptions) -> Result<Markup, PageError> {
    match asks.context.kit()?.check(ruleset, options) {
        Ok(checked) => Ok(verdict(asks, &checked)),
        Err(error @ KitError::Impossible(_)) => Ok(impossible(&error, asks.context.lang)),
        Err(error) => Err(error.into()),
    }
}

/// Holds what forms need to come back to where they were.
struct Asks<'a> {
    context: &'a Context<'a>,
    check: Check,
}

impl Asks<'_> {
    fn address(&self) -> String {
        format!("/check/{}?{}", self.check.as_str(), self.context.query.with(&[]))
    }
}

fn impossible(error: &KitError, lang: Lang) -> Markup {
    html! {
        section class="verdict" role="alert" {
            p class="note bad" { (visible(&labels::message(error, lang))) }
            p { (lang.pick("在下面收回其中一项。", "Take one of them back below.")) }
        }
    }
}

fn verdict(asks: &Asks<'_>, checked: &Checked<'_>) -> Markup {
    let (verdict, lang) = (&checked.verdict, asks.context.lang);
    let warnings = unsaid(checked, lang);
    html! {
        section class={ "verdict " (verdict.answer.as_str()) } aria-label=(lang.pick("结论", "Verdict")) {
            p class="faint" { (question(verdict.check, lang)) (lang.pick("？", "?")) }
            p class="says" { (told(verdict.answer, lang)) }
            @if let Some(day) = verdict.earliest {
                p { (lang.pick("最早 ", "At the earliest ")) strong { time datetime=(day) { (day) } }
                    @if verdict.earliest_is_bound { " " (lang.pick("（可能更晚）", "(it may be later)")) } }
            }
            p class="faint" {
                (lang.pick(format!("店铺 {}，按 {} 判断", checked.shop, verdict.on), format!("shop {}, judged on {}", checked.shop, verdict.on)))
                @if verdict.scope == Scope::Official { (lang.pick("，只看官方文本", ", by official texts only")) }
            }
            @for note in verdict.notes() { p class="note" { (Texts::page(lang).say(&note)) } }
            @if let Some(waits) = waits(verdict, lang) { p { (waits) } }
            p class="row noprint" {
                @if verdict.earliest.is_some() {
                    a class="button" href={ "/check/" (verdict.check.as_str()) ".ics?" (asks.context.query.with(&[])) } { (lang.pick("加入日历 .ics", "Into the calendar, .ics")) }
                }
                button type="button" data-print hidden { (lang.pick("打印", "Print")) }
            }
        }
        (needed(asks, checked))
        (strip::strip(verdict, lang))
        (held_back(verdict, asks.context))
        (blocking_orders(checked, asks.context))
        @if !warnings.is_empty() { section { h2 { (lang.pick("注意", "Warnings")) }
            @for text in &warnings { p class="note warn" { (in_labels(text, lang)) } } } }
        @if verdict.check == Check::Close { section { h2 { (lang.pick("如果关店", "If the shop is closed")) }
            ul { @for line in again_lines(checked, lang) { li { (in_labels(&line, lang)) } } } } }
        (listed(verdict, asks.context))
        p class="faint" { (lang.pick("规则版本 ", "rules of ")) (verdict.ruleset.version()) (lang.pick("。", ". ")) (Texts::page(lang).say(&verdict.disclaimer())) }
    }
}

/// Asks for what could still change the answer, the most decisive first, and for what else is open.
fn needed(asks: &Asks<'_>, checked: &Checked<'_>) -> Markup {
    let lang = asks.context.lang;
    let verdict = &checked.verdict;
    let needed = verdict.needed_facts();
    let open = verdict.open_questions(&needed);
    let groups = [(needed_for(verdict.answer, lang), needed), (open_questions(lang), open)];
    html! {
        @for (title, wanted) in groups { @if !wanted.is_empty() { section class="noprint" {
            h2 { (title) }
            p class="faint" { (lang.pick("不知道的先空着。", "Leave empty what you do not know.")) }
            form method="post" action=(asks.address()) {
                (csrf(asks.context))
                @if let Some(shop) = asks.context.shop() { input type="hidden" name="shop" value=(shop); }
                @for fact in wanted.iter().filter_map(|name| verdict.ruleset.fact(name)) { (asked(fact, lang)) }
                button class="main" { (lang.pick("保存并判断", "Save and judge")) }
            }
        } } }
    }
}

/// Writes the question for a fact, with fields that its kind is answered by.
fn asked(fact: &Fact, lang: Lang) -> Markup {
    let name = format!("{FACT}{}", fact.name);
    let radio = |value: &str, text: &str| html! { label { input type="radio" name=(name) value=(value); (text) } };
    let dated = |without: &str, text: &str| {
        html! {
            input type="date" name=(name) aria-label=(fact.question.pick(lang));
            label { input type="checkbox" name={ (WITHOUT) (fact.name) } value=(without); (text) }
        }
    };
    html! {
        fieldset {
            legend { (fact.question.pick(lang)) }
            p { small { (lang.pick("在哪里看：", "Where to look: ")) (fact.answer.pick(lang)) } }
            div class="choices" {
                @match &fact.kind {
                    FactType::Bool => { (radio("yes", lang.pick("是", "yes"))) (radio("no", lang.pick("否", "no"))) (radio("", lang.pick("不知道", "not known"))) }
                    FactType::Date => (dated("none", lang.pick("还没有发生", "it has not happened"))),
                    FactType::Expiry => (dated("long-term", lang.pick("长期有效", "it has no end"))),
                    FactType::Count => input type="number" min=(fact.range.map_or(0, |range| range.0)) max=[fact.range.map(|range| range.1)] name=(name) aria-label=(fact.question.pick(lang)) {},
                    FactType::Choice(names) => {
                        @for (value, text) in names.iter().zip(&fact.choices) { (radio(value, text.pick(lang))) }
                        (radio("", lang.pick("不知道", "not known")))
                    }
                }
            }
        }
    }
}

fn held_back(verdict: &Verdict<'_>, request: &Request) -> Markup {
    let lang = request.lang;
    let mut rulings: Vec<&Ruling<'_>> =
        verdict.rulings.iter().filter(|ruling| matches!(ruling.outcome, Outcome::Fail | Outcome::NotYet)).collect();
    rulings.sort_by_key(|ruling| std::cmp::Reverse(ruling.answer()));
    let ways: Vec<_> = alike(verdict).collect();
    html! {
        @if !rulings.is_empty() || !ways.is_empty() { section {
            h2 { (lang.pick("卡在哪里", "What holds it back")) }
            @for ruling in rulings { (hold(verdict, ruling, request)) }
            @for way in ways {
                p { strong { (way.text(verdict, lang)) } }
                @for ruling in way.deciding() { (hold(verdict, ruling, request)) }
            }
        } }
    }
}

/// Lists the orders that block closing, each with a link to its page.
fn blocking_orders(checked: &Checked<'_>, request: &Request) -> Markup {
    let lang = request.lang;
    let (count, lines) = blocking::asked(checked);
    let (title, listed) = (blocking::title(lang), blocking::table(&lines, lang));
    html! {
        @if !lines.is_empty() { section {
            h2 { (title) " (" (count) ")" }
            @if count > lines.len() as u64 {
                p class="faint" { (lang.pick(format!("只列出前 {} 个子订单。", lines.len()), format!("Only the first {} are listed.", lines.len()))) }
            }
            (table::rows(&listed.columns, &listed.rows, &[], title, request.texts(), |key, datum, _| match (key, datum) {
                ("order_id", Datum::Text(id)) => Some(orders::link(request, id)),
                _ => None,
            }))
        } }
    }
}

fn hold(verdict: &Verdict<'_>, ruling: &Ruling<'_>, request: &Request) -> Markup {
    let lang = request.lang;
    let rule = ruling.rule;
    html! {
        div class="hold" {
            h3 { (rule.title.pick(lang)) " " span class={ "tag " (ruling.outcome.as_str()) } { (outcome(ruling.outcome, lang)) } }
            p { (Texts::page(lang).say(&verdict.reason(ruling))) }
            p { strong { (lang.pick("怎么办：", "What to do: ")) } (verdict.remedy(ruling).pick(lang)) }
            (source(&rule.source, lang))
            p { a href={ (request.address("/rules")) "#" (rule.id) } { (rule.id) } }
        }
    }
}

/// Writes the words that a rule rests on, and whose they are.
pub fn source(source: &Citation, lang: Lang) -> Markup {
    html! { blockquote { (words_of(source, lang)) " — " (place(source)) " " span class="tag" { (standing(source.standing, lang)) } } }
}

/// Says what came out for a rule.
fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Pass => lang.pick("符合", "met"),
        Outcome::NotYet => lang.pick("还没到", "not yet"),
        Outcome::Fail => lang.pick("不符合", "not met"),
        Outcome::Unknown => lang.pick("不知道", "not known"),
        Outcome::NotApplicable => lang.pick("不适用", "does not apply"),
    }
}

/// Lists the rules that hold nothing back.
fn listed(verdict: &Verdict<'_>, request: &Request) -> Markup {
    let lang = request.lang;
    html! {
        section {
            h2 { (lang.pick("其他规则", "Other rules")) }
            @for (kind, is_open) in [(Outcome::Pass, true), (Outcome::Unknown, false), (Outcome::NotApplicable, false)] {
                @let rulings: Vec<_> = verdict.rulings.iter().filter(|ruling| ruling.outcome == kind).collect();
                @if !rulings.is_empty() {
                    details open[is_open] {
                        summary { (outcome(kind, lang)) " (" (rulings.len()) ")" }
                        ul class="plainlist" { @for ruling in rulings {
                            li { span class={ "tag " (kind.as_str()) } { (outcome(kind, lang)) } " " a href={ (request.address("/rules")) "#" (ruling.rule.id) } { (ruling.rule.title.pick(lang)) } }
                        } }
                    }
                }
            }
        }
    }
}

/// Lists what was said, each to be taken back.
fn known(asks: &Asks<'_>, ruleset: &Ruleset, declared: &[Declared]) -> Markup {
    let lang = asks.context.lang;
    html! {
        @if !declared.is_empty() { section {
            h2 { (lang.pick("你填写过的", "What you said")) }
            ul class="plainlist" { @for said in declared {
                @let fact = ruleset.fact(&said.name);
                li { form method="post" action=(asks.address()) class="row" {
                    (csrf(asks.context))
                    @if let Some(shop) = asks.context.shop() { input type="hidden" name="shop" value=(shop); }
                    input type="hidden" name={ (FACT) (said.name) } value=(TAKEN_BACK);
                    span { (fact.map_or(said.name.as_str(), |fact| fact.title.pick(lang))) (lang.pick("：", ": "))
                        strong { (value(ruleset, said, lang)) } " " small { (said.said_on) } }
                    button class="small" aria-label={ (lang.pick("收回：", "Take back: ")) (fact.map_or(said.name.as_str(), |fact| fact.title.pick(lang))) } { (lang.pick("收回", "Take back")) }
                } }
            } }
        } }
    }
}

/// Lets a reader say any fact of the check, such as one that is counted otherwise from the orders.
fn more(asks: &Asks<'_>, ruleset: &Ruleset) -> Markup {
    let lang = asks.context.lang;
    let facts = ruleset.facts().iter().filter(|fact| fact.checks.contains(&asks.check));
    html! {
        details class="card noprint" {
            summary { (lang.pick("补充其他情况", "Say something else")) }
            form method="post" action=(asks.address()) {
                (csrf(asks.context))
                @if let Some(shop) = asks.context.shop() { input type="hidden" name="shop" value=(shop); }
                @for fact in facts { (asked(fact, lang)) }
                button { (lang.pick("保存并判断", "Save and judge")) }
            }
        }
    }
}

fn value(ruleset: &Ruleset, said: &Declared, lang: Lang) -> String {
    match ruleset.parse_fact(&said.name, &said.value) {
        Ok(shopkit::model::fact::Written::Value(value)) => {
            Texts::page(lang).write(&ruleset.value_text(&said.name, Some(&value))).into_owned()
        }
        _ => said.value.clone(),
    }
}

fn settings(asks: &Asks<'_>, options: &CheckOptions) -> Markup {
    let lang = asks.context.lang;
    let range = Ruleset::built_in().fact(names::AFTER_SALE_DAYS).and_then(|fact| fact.range);
    html! {
        form method="get" class="card noprint" {
            h2 { (lang.pick("判断方式", "How it is judged")) }
            div class="row" {
                @if let Some(shop) = asks.context.query.get("shop") { input type="hidden" name="shop" value=(shop); }
                label { (lang.pick("判断时间", "Judged on")) input type="date" name="on" value=[options.on]; }
                label { (lang.pick("规则来源", "Rules by"))
                    select name="standing" {
                        option value="" { (lang.pick("官方与非官方", "official and reported")) }
                        option value="official" selected[options.scope == Scope::Official] { (lang.pick("只看官方", "official only")) }
                    } }
                @if asks.check == Check::Close {
                    label { (lang.pick("售后期（天）", "After-sale period, in days")) input type="number" name="after_sale_days" min=[range.map(|range| range.0)] max=[range.map(|range| range.1)] value=[options.after_sale_days]; }
                }
                button { (lang.pick("重新判断", "Judge again")) }
            }
        }
    }
}

/// Keeps what was said, judges by it, and keeps the verdict.
pub fn answered(request: &Request, name: &str) -> Result<Reply, PageError> {
    let check = Check::by_name(name).ok_or(PageError::NoPage)?;
    let ruleset = Ruleset::built_in();
    let said: Vec<(String, String)> = said(&request.form);
    let shop = request.form.get("shop");
    let options = options(check, &request.query, shop)?;
    let takes_back = said.iter().all(|(_, value)| value == TAKEN_BACK);
    request.write(|kit| {
        // What cannot be true beside the rest does not replace what was said before. Taking back always can: it is the way out.
        if !takes_back {
            kit.check(ruleset, &CheckOptions { set: said.clone(), ..options.clone() })?;
        }
        if !said.is_empty() {
            kit.declare(ruleset, shop, &said)?;
        }
        match kit.check(ruleset, &options) {
            Ok(checked) => kit.keep(&checked),
            Err(KitError::Impossible(_)) => Ok(()),
            Err(error) => Err(error),
        }
    })?;
    Ok(Reply::see(&format!("/check/{name}?{}", request.query.with(&[]))))
}

/// Reads what was said: a day that has not come, or never comes, beats the field beside it.
fn said(form: &Params) -> Vec<(String, String)> {
    let mut said: Vec<(String, String)> = Vec::new();
    let without = form.iter().filter_map(|(name, value)| Some((name.strip_prefix(WITHOUT)?, value)));
    let facts = form.iter().filter_map(|(name, value)| Some((name.strip_prefix(FACT)?, value)));
    for (name, value) in without.chain(facts).filter(|(_, value)| !value.is_empty()) {
        if said.iter().all(|(known, _)| known != name) {
            said.push((name.to_owned(), value.to_owned()));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_said_once_and_what_is_empty_is_not_said() {
        let form = Params::read(b"fact:a=2024-01-01&without:a=none&fact:b=&fact:c=yes&csrf=x");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(said(&form), [pair("a", "none"), pair("c", "yes")]);
    }
}
