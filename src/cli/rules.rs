//! `shopkit rules`.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;
use shopkit::kit;
use shopkit::model::lang::Explain;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::{ParameterValue, Rule, Ruleset, cases, lint};
use shopkit::t;
use shopkit::texts::Texts;

use super::args::{Format, Rules, RulesAction};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::session::Session;
use crate::front::facts::FactQuestion;
use crate::front::rules::{Detail, DetailValue, RuleView};
use crate::front::verdict::citation::{SourceView, in_force};

pub fn run(args: Rules, session: &mut Session) -> Result<Exit, CliError> {
    let mut own = None;
    let ruleset = chosen(args.rules.as_deref(), &mut own, session)?;
    match args.action.unwrap_or(RulesAction::List) {
        RulesAction::List => session.table(&list(ruleset, session.texts()))?,
        RulesAction::Show { id } => return show(ruleset, &id, session),
        RulesAction::Facts => session.table(&facts_table(ruleset, session.texts()))?,
        RulesAction::Check => return static_checks(ruleset, session),
        RulesAction::Test => return test(ruleset, args.rules.as_deref(), session),
    }
    Ok(Exit::Done)
}

/// Returns the rules to use: those of a folder, which `own` holds, or the built-in ones. No answer is written into the folder.
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

fn list(ruleset: &Ruleset, texts: Texts) -> Table {
    let row = |rule: &Rule| {
        vec![
            Datum::Text(rule.id.clone()),
            Datum::Text(rule.check.as_str().to_owned()),
            Datum::Text(rule.source.standing.as_str().to_owned()),
            Datum::Text(rule.effective_from.to_string()),
            Datum::text(rule.effective_to.map(|day| day.to_string())),
            Datum::Text(rule.title.pick(texts.lang).to_owned()),
        ]
    };
    let columns = vec![
        Column::titled("rule", "rules-column-rule"),
        Column::titled("check", "rules-column-check"),
        Column::titled("standing", "rules-column-standing"),
        Column::titled("effective_from", "rules-column-from"),
        Column::titled("effective_to", "rules-column-to"),
        Column::titled("title", "rules-column-title"),
    ];
    Table::new(columns, ruleset.rules().iter().map(row).collect())
}

fn facts_table(ruleset: &Ruleset, texts: Texts) -> Table {
    let rows = ruleset.facts().iter().map(|fact| {
        let checks: Vec<&str> = fact.checks.iter().map(|check| check.as_str()).collect();
        let FactQuestion { name, values, question, where_to_look, .. } = FactQuestion::of(fact, texts);
        let kind = fact.kind.name().to_owned();
        [name, kind, checks.join(", "), values, question, where_to_look].map(Datum::Text).to_vec()
    });
    let columns = vec![
        Column::titled("fact", "facts-column-fact"),
        Column::titled("type", "facts-column-type"),
        Column::titled("checks", "facts-column-checks"),
        Column::titled("values", "facts-column-values"),
        Column::titled("question", "facts-column-question"),
        Column::titled("answer", "facts-column-where-to-look"),
    ];
    Table::new(columns, rows.collect())
}

fn show(ruleset: &Ruleset, id: &str, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let versions: Vec<&Rule> = ruleset.rules().iter().filter(|rule| rule.id == id).collect();
    let values = ruleset.parameters().iter().filter(|value| value.parameter.as_str() == id);
    let values: Vec<&ParameterValue> = values.collect();
    if versions.is_empty() && values.is_empty() {
        let (message, hint) = (t!(texts, "error-no-such-rule", rule = id), t!(texts, "hint-no-such-rule"));
        return Err(CliError::Usage { message, hint });
    }
    if !values.is_empty() {
        return session.table(&parameter_table(&values, texts)).map(|()| Exit::Done);
    }
    if session.format == Format::Json {
        let list: Vec<_> = versions.iter().map(|rule| json_rule(ruleset, rule, texts)).collect();
        session.json(&json!({ "schema_version": SCHEMA_VERSION, "rules": list }))?;
        return Ok(Exit::Done);
    }
    let text: Vec<String> = versions.iter().map(|rule| manual(&RuleView::of(rule, ruleset, texts), texts)).collect();
    session.text(&text.join("\n"))?;
    Ok(Exit::Done)
}

/// Lists the values of a number that the program calculates with, each with its source.
fn parameter_table(values: &[&ParameterValue], texts: Texts) -> Table {
    let row = |value: &&ParameterValue| {
        let source = SourceView::of(&value.source, texts);
        vec![
            Datum::Text(value.title.pick(texts.lang).to_owned()),
            Datum::Int(i64::from(value.value)),
            Datum::Text(value.effective_from.to_string()),
            Datum::text(value.effective_to.map(|day| day.to_string())),
            Datum::Text(value.source.standing.as_str().to_owned()),
            Datum::Text(source.text),
            Datum::Text(source.words),
        ]
    };
    let columns = vec![
        Column::titled("number", "rules-column-number"),
        Column::titled("value", "rules-column-value"),
        Column::titled("effective_from", "rules-column-from"),
        Column::titled("effective_to", "rules-column-to"),
        Column::titled("standing", "rules-column-standing"),
        Column::titled("source", "rules-column-source"),
        Column::titled("words", "rules-column-words"),
    ];
    Table::new(columns, values.iter().map(row).collect())
}

fn json_rule(ruleset: &Ruleset, rule: &Rule, texts: Texts) -> serde_json::Value {
    let lang = texts.lang;
    json!({
        "id": rule.id, "check": rule.check.as_str(),
        "effective_from": rule.effective_from.to_string(), "effective_to": rule.effective_to.map(|day| day.to_string()),
        "title": rule.title.pick(lang), "reason": rule.reason.pick(lang), "remedy": rule.remedy.pick(lang),
        "facts": rule.facts(), "place": rule.location.to_string(),
        "source": {
            "name": rule.source.name, "section": rule.source.section, "quote": rule.source.quote, "paraphrase": rule.source.is_paraphrase, "url": rule.source.url,
            "seen_on": rule.source.seen_on.to_string(), "standing": rule.source.standing.as_str(),
            "in_force": in_force(ruleset, rule, texts),
        },
    })
}

/// Prints a rule.
fn manual(rule: &RuleView, texts: Texts) -> String {
    let mut out = format!("{}  {}\n", rule.id, rule.title);
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(out, "  {}", t!(texts, "rules-labelled", label = label, value = value));
    };
    line(&t!(texts, "rules-days"), &rule.days);
    let source = t!(texts, "rules-source-standing", text = &rule.source.text, standing = &rule.source.standing);
    line(&t!(texts, "rules-source"), &source);
    line(&t!(texts, "rules-text-days"), &rule.text_days);
    line(&t!(texts, "rules-words"), &rule.source.words);
    for Detail { label, value } in &rule.details {
        match value {
            DetailValue::Text(text) | DetailValue::Code(text) => line(label, text),
            DetailValue::Facts(facts) => {
                let names: Vec<&str> = facts.iter().map(|(name, _)| name.as_str()).collect();
                line(label, &names.join(", "));
            }
        }
    }
    out
}

fn static_checks(ruleset: &Ruleset, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let findings = lint::lint(ruleset);
    let messages: Vec<String> = findings.iter().map(|finding| texts.say(&finding.message())).collect();
    if session.format == Format::Json {
        session.json(&json!({ "schema_version": SCHEMA_VERSION, "ok": messages.is_empty(), "findings": messages }))?;
    } else if messages.is_empty() {
        let (rules, facts) = (ruleset.rules().len(), ruleset.facts().len());
        session.text(&t!(texts, "rules-in-order", rules = rules, facts = facts, version = ruleset.version()))?;
    } else {
        session.text(&messages.join("\n"))?;
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Attention })
}

fn test(ruleset: &Ruleset, folder: Option<&Path>, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let files = kit::read_rule_cases(ruleset, folder)?;
    let trial = cases::run(ruleset, &files);
    let failures: Vec<String> = trial
        .failures
        .iter()
        .map(|failure| format!("{}: {}", failure.location, texts.say(&failure.message())))
        .collect();
    let missing: Vec<String> = trial
        .coverage
        .iter()
        .filter(|coverage| !coverage.is_complete())
        .map(|coverage| {
            format!("{}: {}: {}", coverage.condition.location, coverage.rule.id, coverage.missing().join(", "))
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
        let summary = t!(texts, "rules-tested", cases = cases, passed = passed, conditions = all, covered = covered);
        text.push_str(&summary);
        for line in &missing {
            text.push('\n');
            text.push_str(line);
        }
        session.text(&text)?;
    }
    Ok(if failures.is_empty() && missing.is_empty() { Exit::Done } else { Exit::Attention })
}
