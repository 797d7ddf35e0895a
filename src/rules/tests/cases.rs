//! The cases, their coverage, and the static checks.

use super::*;
use crate::model::fact::FactType;
use crate::rules::cases::{BUILT_IN_CASES, CaseResults, read_cases, run};
use crate::rules::lint::lint;
use crate::rules::{BUILT_IN, RuleError};

fn trial<'r>(ruleset: &'r Ruleset, cases: &[(&str, &str)]) -> CaseResults<'r> {
    let cases = read_cases(ruleset, cases).unwrap_or_else(|errors| panic!("{}", rendered(&errors)));
    run(ruleset, &cases)
}

fn rendered(errors: &[RuleError]) -> String {
    errors.iter().map(|error| error.render(english)).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn the_built_in_cases_pass_and_cover_every_condition() {
    let trial = trial(Ruleset::built_in(), &BUILT_IN_CASES);
    let failures: Vec<_> = trial.failures.iter().map(|failure| english(&failure.message())).collect();
    assert_eq!(failures, Vec::<String>::new());
    let gaps: Vec<_> = trial
        .coverage
        .iter()
        .filter(|coverage| !coverage.is_complete())
        .map(|gap| format!("{} {}: {}", gap.condition.location, gap.rule.id, gap.missing().join(", ")))
        .collect();
    assert_eq!(gaps, Vec::<String>::new());
    assert_eq!(trial.covered(), trial.coverage.len());
}

#[test]
fn a_changed_rule_fails_its_cases() {
    let files = BUILT_IN.map(|(name, text)| {
        (
            name,
            text.replace(
                "\"closure.deposit_refunded_on\"] }, months = 6",
                "\"closure.deposit_refunded_on\"] }, months = 5",
            ),
        )
    });
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let changed = Ruleset::read(&files).expect("still a ruleset");
    let trial = trial(&changed, &BUILT_IN_CASES);
    let first = trial.failures.first().expect("a failure").message();
    insta::assert_snapshot!(english(&first), @r#"case "three days before the wait is over": expected not_yet (reopen.cooldown, 2025-03-04), got may_apply ()"#);
}

#[test]
fn the_built_in_rules_have_no_findings() {
    let findings: Vec<_> = lint(Ruleset::built_in()).iter().map(|finding| english(&finding.message())).collect();
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn conditions_that_say_nothing_are_found() {
    let present = r#"{ fact = "licence.present", is = true }"#;
    let absent = r#"{ fact = "licence.present", is = false }"#;
    let legible = r#"{ fact = "licence.legible", is = true }"#;
    for (conditions, want) in [
        (format!("require = {{ all = [{present}, {absent}] }}"), "contradictory 7:11"),
        (format!("require = {{ any = [{present}, {{ not = {present} }}] }}"), "always-true 7:11"),
        (format!("require = {{ any = [{present}, {{ all = [{present}, {legible}] }}] }}"), "shadowed 7:61"),
        (format!("applies = {{ all = [{present}, {absent}] }}\nrequire = {legible}"), "unreachable 7:11"),
        (format!("applies = {present}\nrequire = {{ any = [{absent}, {legible}] }}"), "contradictory 8:20"),
        (
            r#"require = { any = [{ elapsed = { since = "closure.closed_on", days = 30 } }, { elapsed = { since = "closure.closed_on", days = 90 } }] }"#.to_owned(),
            "shadowed 7:78",
        ),
        (
            r#"require = { all = [{ fact = "orders.unfinished", at_most = 3 }, { fact = "orders.unfinished", at_least = 4 }] }"#.to_owned(),
            "contradictory 7:11",
        ),
        (r#"require = { fact = "closure.closed_on", after = 2024-01-01 }"#.to_owned(), ""),
        (r#"require = { valid_for = { fact = "licence.expires_on", more_than_months = 2 } }"#.to_owned(), ""),
    ] {
        let rule = language::rule_with(&conditions);
        let ruleset = Ruleset::read(&[BUILT_IN[0], ("x.toml", &rule)]).unwrap_or_else(|e| panic!("{}", rendered(&e)));
        let findings: Vec<_> = lint(&ruleset)
            .iter()
            .map(|found| format!("{} {}:{}", found.code(), found.condition.location.line(), found.condition.location.column()))
            .collect();
        assert_eq!(findings.join("; "), want, "{conditions}");
    }
}

#[test]
fn a_rule_of_too_many_facts_is_not_walked() {
    let bools = Ruleset::built_in().facts().iter().filter(|fact| fact.kind == FactType::Bool).take(20);
    let parts: Vec<_> = bools.map(|fact| format!("{{ fact = \"{}\", is = true }}", fact.name)).collect();
    let rule = language::rule_with(&format!("require = {{ all = [{}] }}", parts.join(", ")));
    let ruleset = Ruleset::read(&[BUILT_IN[0], ("x.toml", &rule)]).expect("a ruleset");
    assert_eq!(lint(&ruleset).iter().map(Explain::code).collect::<Vec<_>>(), ["too-many-inputs"]);
}

#[test]
fn repeated_rules_and_mistaken_cases_are_found() {
    let one = language::rule_with("require = { fact = \"licence.present\", is = true }");
    let two = one.replace("reopen.it", "reopen.again");
    let ruleset = Ruleset::read(&[BUILT_IN[0], ("one.toml", &one), ("two.toml", &two)]).expect("a ruleset");
    let codes: Vec<_> = lint(&ruleset).iter().map(Explain::code).collect();
    assert_eq!(codes, ["repeats"]);
    let cases = "[[case]]\nname = \"x\"\ncheck = \"reopen\"\non = 2025-01-01\nbase = \"gone\"\nfacts.licence.presnt = true\n\
        expect.verdict = \"mayapply\"\nexpect.rules = [\"reopen.itt\"]\n";
    let errors = read_cases(&ruleset, &[("cases.toml", cases)]).expect_err("mistakes");
    insta::assert_snapshot!(rendered(&errors));
}

/// What the list of sentences names is there, and every rule is in it.
#[test]
fn every_rule_stands_in_the_list_of_sentences() {
    let list = include_str!("../../../rules/sentences.md");
    let rows = list
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let rows: Vec<_> = rows.filter(|row| row.len() == 5 && !["rule", "---"].contains(&row[2])).collect();
    for rule in Ruleset::built_in().rules() {
        let named = format!("`{}`", rule.id);
        assert!(rows.iter().any(|row| row[2].contains(&named)), "{named} is missing");
    }
    let cases = read_cases(Ruleset::built_in(), &BUILT_IN_CASES).expect("cases");
    for row in &rows {
        assert!(cases.iter().any(|case| case.name == row[3]), "no case is named \"{}\"", row[3]);
        for id in row[2].split('`').skip(1).step_by(2) {
            assert!(Ruleset::built_in().rules().iter().any(|rule| rule.id == id), "no rule is named {id}");
        }
    }
    assert!(rows.len() > 45, "{}", rows.len());
}

/// Rules of thousands of conditions are checked in time that grows with their number, and deeper ones are refused.
#[test]
fn rules_of_many_conditions_are_checked_or_refused() {
    let part = |n: usize| format!("{{ fact = \"orders.unfinished\", at_most = {} }}", n % 40);
    let joined = |count: usize| (0..count).map(part).collect::<Vec<_>>().join(", ");
    let rule = |count| language::rule_with(&format!("require = {{ all = [{}] }}", joined(count)));
    let read = |text: &str| Ruleset::read(&[BUILT_IN[0], ("x.toml", text)]);
    let many = read(&rule(5_000)).expect("a ruleset");
    assert!(lint(&many).iter().all(|finding| finding.code() == "shadowed"));
    let codes = |text: &str| -> Vec<_> { read(text).expect_err("refused").iter().map(Explain::code).collect() };
    assert_eq!(codes(&rule(30_000)), ["too-many-conditions"]);
    let deep = |layers: usize| {
        let (open, close) = ("{ not = ".repeat(layers), " }".repeat(layers));
        language::rule_with(&format!("require = {open}{}{close}", part(0)))
    };
    assert!(read(&deep(40)).is_ok());
    assert!(!codes(&deep(60)).is_empty() && !codes(&deep(100_000)).is_empty());
    let dotted = language::rule_with(&format!("require.{}fact = \"orders.unfinished\"", "not.".repeat(100_000)));
    assert!(!codes(&dotted).is_empty());
    // Thousands of mistakes in one line are shown by location, a hundred of them.
    let wrong =
        language::rule_with(&format!("require = {{ all = [{}] }}", joined(9_000).replace("unfinished", "unfinishd")));
    let errors = read(&wrong).expect_err("mistakes");
    assert_eq!(errors.len(), 100);
    assert!(errors.iter().all(|error| error.render(english).len() < 400));
}
