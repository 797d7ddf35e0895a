//! `shopkit rules`.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;
use shopkit::kit;
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::table::{Datum, Table, columns};
use shopkit::rules::{ParameterValue, Rule, Ruleset, check, trial};
use shopkit::texts::Texts;

use super::args::{Format, Rules, RulesAction};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::session::Session;
use crate::front::{facts, verdict};

pub fn run(args: Rules, session: &mut Session) -> Result<Exit, CliError> {
    let mut own = None;
    let ruleset = chosen(args.rules.as_deref(), &mut own, session)?;
    match args.action.unwrap_or(RulesAction::List) {
        RulesAction::List => session.table(&list(ruleset, session.lang))?,
        RulesAction::Show { id } => return show(ruleset, &id, session),
        RulesAction::Facts => session.table(&listed_facts(ruleset, session.lang))?,
        RulesAction::Check => return static_checks(ruleset, session),
        RulesAction::Test => return test(ruleset, args.rules.as_deref(), session),
    }
    Ok(Exit::Done)
}

/// Returns the rules to go by: those of a folder, which `own` keeps, or the built-in ones. No answer is written into the folder.
pub fn chosen<'a>(
    folder: Option<&Path>,
    own: &'a mut Option<Ruleset>,
    session: &mut Session,
) -> Result<&'a Ruleset, CliError> {
    session.reads_rules(folder);
    Ok(match folder {
        Some(folder) => own.insert(kit::read_rules(folder)?),
        None => Ruleset::built_in(),
    })
}

fn list(ruleset: &Ruleset, lang: Lang) -> Table {
    let row = |rule: &Rule| {
        vec![
            Datum::Text(rule.id.clone()),
            Datum::Text(rule.check.as_str().to_owned()),
            Datum::Text(rule.source.standing.as_str().to_owned()),
            Datum::Text(rule.effective_from.to_string()),
            Datum::text(rule.effective_to.map(|day| day.to_string())),
            Datum::Text(rule.title.pick(lang).to_owned()),
        ]
    };
    Table::new(
        columns(&[
            ("rule", "规则", "Rule"),
            ("check", "检查", "Check"),
            ("standing", "来源性质", "Standing"),
            ("effective_from", "生效", "From"),
            ("effective_to", "失效", "To"),
            ("title", "内容", "What it asks"),
        ]),
        ruleset.rules().iter().map(row).collect(),
    )
}

fn listed_facts(ruleset: &Ruleset, lang: Lang) -> Table {
    let rows = ruleset.facts().iter().map(|fact| {
        let checks: Vec<&str> = fact.checks.iter().map(|check| check.as_str()).collect();
        vec![
            Datum::Text(fact.name.clone()),
            Datum::Text(fact.kind.name().to_owned()),
            Datum::Text(checks.join(", ")),
            Datum::Text(facts::values(fact, lang)),
            Datum::Text(fact.question.pick(lang).to_owned()),
            Datum::Text(fact.answer.pick(lang).to_owned()),
        ]
    });
    Table::new(
        columns(&[
            ("fact", "事实", "Fact"),
            ("type", "类型", "Type"),
            ("checks", "用于", "Checks"),
            ("values", "值", "Values"),
            ("question", "问题", "Question"),
            ("answer", "在哪里看", "Where to look"),
        ]),
        rows.collect(),
    )
}

fn show(ruleset: &Ruleset, id: &str, session: &mut Session) -> Result<Exit, CliError> {
    let lang = session.lang;
    let versions: Vec<&Rule> = ruleset.rules().iter().filter(|rule| rule.id == id).collect();
    let values = ruleset.parameters().iter().filter(|value| value.parameter.as_str() == id);
    let values: Vec<&ParameterValue> = values.collect();
    if versions.is_empty() && values.is_empty() {
        return Err(CliError::Usage {
            message: session.pick(format!("没有规则“{id}”"), format!("no rule is named \"{id}\"")),
            hint: session.pick("shopkit rules 列出全部规则", "shopkit rules lists them all").to_owned(),
        });
    }
    if !values.is_empty() {
        return session.table(&numbers(&values, lang)).map(|()| Exit::Done);
    }
    if session.format == Format::Json {
        let list: Vec<_> = versions.iter().map(|rule| json_rule(ruleset, rule, lang)).collect();
        session.json(&json!({ "schema_version": SCHEMA_VERSION, "rules": list }))?;
        return Ok(Exit::Done);
    }
    let text: Vec<String> = versions.iter().map(|rule| manual(ruleset, rule, lang)).collect();
    session.text(&text.join("\n"))?;
    Ok(Exit::Done)
}

/// Lists the values of a number that the program reckons with, with what each rests on.
fn numbers(values: &[&ParameterValue], lang: Lang) -> Table {
    let row = |value: &&ParameterValue| {
        vec![
            Datum::Text(value.title.pick(lang).to_owned()),
            Datum::Int(i64::from(value.value)),
            Datum::Text(value.effective_from.to_string()),
            Datum::text(value.effective_to.map(|day| day.to_string())),
            Datum::Text(value.source.standing.as_str().to_owned()),
            Datum::Text(verdict::place(&value.source)),
            Datum::Text(verdict::words_of(&value.source, lang)),
        ]
    };
    Table::new(
        columns(&[
            ("number", "参数", "Number"),
            ("value", "值", "Value"),
            ("effective_from", "生效", "From"),
            ("effective_to", "失效", "To"),
            ("standing", "来源性质", "Standing"),
            ("source", "依据", "Source"),
            ("words", "原文", "Words"),
        ]),
        values.iter().map(row).collect(),
    )
}

fn json_rule(ruleset: &Ruleset, rule: &Rule, lang: Lang) -> serde_json::Value {
    json!({
        "id": rule.id, "check": rule.check.as_str(),
        "effective_from": rule.effective_from.to_string(), "effective_to": rule.effective_to.map(|day| day.to_string()),
        "title": rule.title.pick(lang), "reason": rule.reason.pick(lang), "remedy": rule.remedy.pick(lang),
        "facts": rule.facts(), "place": rule.place.to_string(),
        "source": {
            "name": rule.source.name, "section": rule.source.section, "quote": rule.source.quote, "paraphrase": rule.source.is_paraphrase, "url": rule.source.url,
            "seen_on": rule.source.seen_on.to_string(), "standing": rule.source.standing.as_str(),
            "in_force": verdict::in_force(ruleset, rule, lang),
        },
    })
}

/// Writes the manual page of a rule.
fn manual(ruleset: &Ruleset, rule: &Rule, lang: Lang) -> String {
    let mut out = format!("{}  {}\n", rule.id, rule.title.pick(lang));
    let until = rule.effective_to.map(|day| day.to_string());
    let mut line = |zh: &str, en: &str, value: &str| {
        let _ = writeln!(out, "  {}{}{value}", lang.pick(zh, en), lang.pick("：", ": "));
    };
    line("适用", "In force", &format!("{} … {}", rule.effective_from, until.as_deref().unwrap_or("")));
    line("不满足时", "When not met", rule.reason.pick(lang));
    line("怎么办", "What to do", rule.remedy.pick(lang));
    line("涉及的事实", "Facts", &rule.facts().join(", "));
    let standing = verdict::standing(rule.source.standing, lang);
    line("依据", "Source", &format!("{} ({standing})", verdict::place(&rule.source)));
    line("文本版本", "Versions of the text", &verdict::in_force(ruleset, rule, lang));
    line("原文", "Words", &verdict::words_of(&rule.source, lang));
    if let Some(url) = &rule.source.url {
        line("网址", "Address", url);
    }
    line("摘录于", "Seen on", &rule.source.seen_on.to_string());
    if let Some(official) = &rule.official_says {
        line("官方文本", "Official text", official.pick(lang));
    }
    line("写在", "Written in", &rule.place.to_string());
    out
}

fn static_checks(ruleset: &Ruleset, session: &mut Session) -> Result<Exit, CliError> {
    let lang = session.lang;
    let findings = check::check(ruleset);
    let messages: Vec<String> = findings.iter().map(|finding| Texts::command(lang).say(&finding.message())).collect();
    if session.format == Format::Json {
        session.json(&json!({ "schema_version": SCHEMA_VERSION, "ok": messages.is_empty(), "findings": messages }))?;
    } else if messages.is_empty() {
        let (rules, facts) = (ruleset.rules().len(), ruleset.facts().len());
        session.text(&session.pick(
            format!("规则没有问题：{rules} 条规则，{facts} 个事实，版本 {}", ruleset.version()),
            format!("the rules are in order: {rules} rules, {facts} facts, version {}", ruleset.version()),
        ))?;
    } else {
        session.text(&messages.join("\n"))?;
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Attention })
}

fn test(ruleset: &Ruleset, folder: Option<&Path>, session: &mut Session) -> Result<Exit, CliError> {
    let cases = kit::read_rule_cases(ruleset, folder)?;
    let trial = trial::run(ruleset, &cases);
    let failures: Vec<String> = trial
        .failures
        .iter()
        .map(|failure| format!("{}: {}", failure.place, session.texts().say(&failure.message())))
        .collect();
    let missing: Vec<String> = trial
        .coverage
        .iter()
        .filter(|coverage| !coverage.is_whole())
        .map(|coverage| {
            format!("{}: {}: {}", coverage.condition.place, coverage.rule.id, coverage.missing().join(", "))
        })
        .collect();
    let (covered, all) = (trial.covered(), trial.coverage.len());
    if session.format == Format::Json {
        session.json(&json!({
            "schema_version": SCHEMA_VERSION, "cases": trial.cases, "failures": failures,
            "conditions": all, "covered": covered, "missing": missing,
        }))?;
    } else {
        let mut text = failures.join("\n");
        if !failures.is_empty() {
            text.push('\n');
        }
        let (cases, passed) = (trial.cases, trial.cases - failures.len());
        text.push_str(&session.pick(
            format!("{cases} 个用例，{passed} 个通过；{all} 个条件，{covered} 个完全覆盖（真、假、未知、起决定作用）"),
            format!(
                "{cases} cases, {passed} passed; {all} conditions, {covered} covered (true, false, unknown, deciding)"
            ),
        ));
        for line in &missing {
            text.push('\n');
            text.push_str(line);
        }
        session.text(&text)?;
    }
    Ok(if failures.is_empty() && missing.is_empty() { Exit::Done } else { Exit::Attention })
}
