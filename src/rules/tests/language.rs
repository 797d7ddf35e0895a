//! The rule language: what is read, and how a verdict is explained.

use super::*;
use crate::model::fact::{FactType, FactValue, Written};
use crate::model::lang::Lang;
use crate::rules::{BUILT_IN, EvaluatedCondition, Fact};

/// Writes a file with one rule whose conditions are given, from line 7 on.
pub(super) fn rule_with(conditions: &str) -> String {
    format!(
        "[[rule]]\nid = \"reopen.it\"\neffective_from = 2024-01-01\notherwise = \"fail\"\n\n\n{conditions}\n\
        title = {{ zh = \"一\", en = \"a\" }}\nreason = {{ zh = \"二\", en = \"b\" }}\nremedy = {{ zh = \"三\", en = \"c\" }}\n\
        source = {{ name = \"文\", quote = \"字\", seen_on = 2024-01-01, standing = \"official\" }}\n"
    )
}

/// Judges by a ruleset of one rule and returns its outcome.
fn outcome_of(conditions: &str, given: &str, on: &str) -> String {
    let rule = rule_with(conditions);
    let ruleset = Ruleset::read(&[BUILT_IN[0], ("x.toml", &rule)]).expect("a ruleset");
    let verdict = judge(&ruleset, Check::Reopen, &facts(given), day(on), Scope::All).expect("possible facts");
    outcome(&verdict, "reopen.it")
}

/// Lists the values of a fact that are shown in words.
fn all_values(fact: &Fact) -> Vec<FactValue> {
    match &fact.kind {
        FactType::Bool => vec![FactValue::Bool(true), FactValue::Bool(false)],
        FactType::Date => vec![FactValue::Never],
        FactType::Expiry => vec![FactValue::LongTerm],
        FactType::Count => Vec::new(),
        FactType::Choice(names) => names.iter().cloned().map(FactValue::Choice).collect(),
    }
}

#[test]
fn values_are_taken_as_they_are_shown() {
    for (name, text, want) in [
        ("closure.kind", "自己关店", "voluntary"),
        ("closure.kind", "店铺释放", "released"),
        ("subject.kind", "Person", "person"),
        ("licence.expires_on", "长期有效", "long-term"),
        ("closure.deposit_refunded_on", "尚未发生", "none"),
    ] {
        let read = Ruleset::built_in().parse_fact(name, text);
        assert!(matches!(&read, Ok(Written::Value(value)) if value.to_string() == want), "{name}={text}: {read:?}");
    }
    // Whatever is shown for a value is read as that value.
    for fact in Ruleset::built_in().facts() {
        for value in all_values(fact) {
            for lang in [Lang::Zh, Lang::En] {
                let shown = Texts::command(lang).write(&fact.value_text(&value)).into_owned();
                assert_eq!(
                    Ruleset::built_in().parse_fact(&fact.name, &shown),
                    Ok(Written::Value(value.clone())),
                    "{shown}"
                );
            }
        }
    }
    assert!(Ruleset::built_in().parse_fact("closure.kind", "").is_err());
    assert!(Ruleset::built_in().parse_fact("closure.kind", "（").is_err());
}

/// What stands between marks of quotation has to be the text's own, which is Chinese.
#[test]
fn what_is_quoted_is_no_translation() {
    for rule in Ruleset::built_in().rules().iter().filter(|rule| !rule.source.is_paraphrase) {
        let quote = &rule.source.quote;
        assert!(!quote.chars().any(|c| c.is_ascii_lowercase()), "{}: {quote}", rule.id);
    }
}

#[test]
fn every_operator_does_what_it_says() {
    for (condition, given, want) in [
        (r#"{ not = { fact = "materials.ready", is = false } }"#, "materials.ready=true", "pass"),
        (r#"{ fact = "subject.kind", in = ["company", "person"] }"#, "subject.kind=person", "pass"),
        (r#"{ fact = "subject.kind", in = ["company"] }"#, "subject.kind=person", "fail"),
        (r#"{ fact = "orders.unfinished", at_least = 2 }"#, "orders.unfinished=1", "fail"),
        (r#"{ fact = "orders.unfinished", at_least = 2 }"#, "orders.unfinished=2", "pass"),
        (r#"{ fact = "orders.unfinished", at_most = 2 }"#, "orders.unfinished=3", "fail"),
        (r#"{ fact = "closure.closed_on", before = 2024-05-01 }"#, "closure.closed_on=2024-04-30", "pass"),
        (r#"{ fact = "closure.closed_on", before = 2024-05-01 }"#, "closure.closed_on=2024-05-01", "fail"),
        (r#"{ fact = "closure.closed_on", after = 2024-05-01 }"#, "closure.closed_on=2024-05-01T23:59", "fail"),
        (r#"{ fact = "closure.closed_on", after = 2024-05-01 }"#, "closure.closed_on=none", "fail"),
        (
            r#"{ fact = "licence.expires_on", after = "closure.closed_on" }"#,
            "licence.expires_on=long-term closure.closed_on=2024-05-01",
            "pass",
        ),
        (r#"{ fact = "licence.expires_on", after = "closure.closed_on" }"#, "licence.expires_on=long-term", "unknown"),
        (r#"{ fact = "closure.closed_on", happened = false }"#, "closure.closed_on=none", "pass"),
        (r#"{ fact = "closure.closed_on", is = "none" }"#, "closure.closed_on=2024-01-01", "fail"),
        (r#"{ fact = "notice.started_on", happened = true }"#, "notice.started_on=2025-01-02", "fail"),
        (
            r#"{ valid_for = { fact = "licence.expires_on", more_than_months = 1 } }"#,
            "licence.expires_on=2025-02-01",
            "fail",
        ),
        (
            r#"{ valid_for = { fact = "licence.expires_on", more_than_months = 1 } }"#,
            "licence.expires_on=2025-02-02",
            "pass",
        ),
        (
            r#"{ any = [{ fact = "materials.ready", is = true }, { fact = "goods.compliant", is = true }] }"#,
            "goods.compliant=true",
            "pass",
        ),
        (
            r#"{ all = [{ fact = "materials.ready", is = true }, { fact = "goods.compliant", is = true }] }"#,
            "goods.compliant=true",
            "unknown",
        ),
    ] {
        assert_eq!(outcome_of(&format!("require = {condition}"), given, "2025-01-01"), want, "{condition} {given}");
    }
}

#[test]
fn facts_files_hold_nested_tables_or_dotted_names() {
    let text = "\"closure.kind\" = \"cleared\"\nnotice.started_on = \"none\"\n[licence]\npresent = true\nlegible = \"是\"\n\
        expires_on = 2030-01-31\n[closure]\nclosed_on = 2024-08-31T20:00:00Z\n[orders]\nunfinished = 3\nlast_finished_on = \"unknown\"\n";
    let read = Ruleset::built_in().read_facts("facts.toml", text).expect("facts");
    let mut facts = Facts::default();
    for (name, written) in read {
        facts.set(&name, written, Origin::File);
    }
    let shown: Vec<_> = facts.iter().map(|(name, given)| format!("{name}={}", given.value)).collect();
    assert_eq!(
        shown,
        [
            "closure.closed_on=2024-09-01 04:00:00",
            "closure.kind=cleared",
            "licence.expires_on=2030-01-31",
            "licence.legible=true",
            "licence.present=true",
            "notice.started_on=none",
            "orders.unfinished=3"
        ]
    );
    let wrong = "\"licence.present\" = true\n[licence]\npresent = false\nlegibel = true\nexpires_on = \"soon\"\n[weather]\nfine = true\n";
    let errors = Ruleset::built_in().read_facts("facts.toml", wrong).expect_err("mistakes");
    insta::assert_snapshot!(errors.iter().map(|error| error.render(english)).collect::<Vec<_>>().join("\n\n"));
}

fn tree(explained: &[EvaluatedCondition<'_>], depth: usize, out: &mut Vec<String>) {
    for part in explained {
        let (truth, place) = (part.truth.as_str(), &part.condition.location);
        out.push(format!("{:depth$}{truth}: {} ({place})", "", english(&part.condition.describe())));
        tree(&part.parts, depth + 2, out);
    }
}

/// Writes everything that a verdict says.
fn shown(verdict: &Verdict<'_>, lang: Lang) -> String {
    let say = |message: &Message| Texts::command(lang).say(message);
    let mut out =
        vec![format!("{} {:?} bound {}", verdict.answer.as_str(), verdict.earliest, verdict.earliest_is_bound)];
    for ruling in &verdict.rulings {
        let facts: Vec<_> = verdict
            .facts_of(ruling)
            .iter()
            .map(|(name, given)| {
                given.map_or_else(
                    || format!("{name}?"),
                    |given| format!("{name}={} ({})", given.value, given.origin.as_str()),
                )
            })
            .collect();
        out.push(format!(
            "{} {}\n  {}\n  {}",
            outcome(verdict, &ruling.rule.id),
            ruling.rule.id,
            say(&verdict.reason(ruling)),
            facts.join(", ")
        ));
    }
    for warning in verdict.warnings() {
        out.push(format!("warning {}: {}", warning.code, say(&warning.message)));
    }
    for turn in verdict.timeline() {
        let changes: Vec<_> = turn.changes.iter().map(|change| say(&change.text(verdict.ruleset))).collect();
        out.push(format!("{} {}: {}", turn.day, turn.answer.as_str(), changes.join("; ")));
    }
    out.push(format!(
        "needed {:?}\nnote {:?}\n{}",
        verdict.needed_facts(),
        verdict.note().map(|note| say(&note)),
        say(&verdict.disclaimer())
    ));
    out.join("\n")
}

#[test]
fn a_verdict_says_why_in_both_languages() {
    let given = "closure.kind=voluntary subject.kind=company licence.present=true licence.legible=false \
        licence.expires_on=2025-03-10 closure.closed_on=2024-08-31";
    let verdict = judged(Check::Reopen, "2025-01-15", given);
    insta::assert_snapshot!("verdict_zh", shown(&verdict, Lang::Zh));
    insta::assert_snapshot!("verdict_en", shown(&verdict, Lang::En));
    let close = judged(Check::Close, "2026-07-10", "notice.started_on=2026-07-01 orders.last_finished_on=2026-05-01");
    insta::assert_snapshot!("verdict_close", shown(&close, Lang::En));
}

#[test]
fn the_tree_shows_the_truth_of_each_condition_and_its_place() {
    let verdict = judged(Check::Reopen, "2025-03-05", "closure.closed_on=2024-08-31");
    let mut out = Vec::new();
    for id in ["reopen.cooldown", "reopen.licence-validity"] {
        let ruling = verdict.rulings.iter().find(|ruling| ruling.rule.id == id).expect(id);
        tree(&verdict.explain(ruling), 0, &mut out);
    }
    insta::assert_snapshot!(out.join("\n"));
}

#[test]
fn files_without_a_version_or_rules_are_no_ruleset() {
    let errors = Ruleset::read(&[("empty.toml", "")]).expect_err("nothing in it");
    let shown: Vec<_> = errors.iter().map(english_error).collect();
    assert_eq!(shown, ["empty.toml:1:1: the file has no content"]);
    let errors =
        Ruleset::read(&[("some.toml", "[[text]]\nname = \"a\"\nversions = [{ effective_from = 2025-01-01 }]\n")]);
    let shown: Vec<_> = errors.expect_err("no rules").iter().map(english_error).collect();
    assert_eq!(
        shown,
        ["some.toml:1:1: the rule files have no version", "some.toml:1:1: the rule files have no [[rule]]"]
    );
    let twice = Ruleset::read(&[BUILT_IN[0], BUILT_IN[1], ("more.toml", "version = \"2\"")]).expect_err("two versions");
    assert_eq!(english_error(&twice[0]), "more.toml:1:11: \"2026-11-28\" occurs twice");
    assert_eq!(Ruleset::built_in().version(), "2026-11-28");
}

#[test]
fn mistaken_facts_are_explained() {
    let wrong = |name: &str, value: &str| {
        let error = Ruleset::built_in().parse_fact(name, value).expect_err("a mistake");
        format!(
            "{}: {} ({})",
            error.code(),
            english(&error.message()),
            error.hint().map(|hint| english(&hint)).unwrap_or_default()
        )
    };
    insta::assert_snapshot!(
        [
            wrong("license.present", "true"),
            wrong("weather", "fine"),
            wrong("subject.kind", "firm"),
            wrong("closure.closed_on", "31/08/2024"),
            wrong("orders.unfinished", "many"),
        ]
        .join("\n")
    );
}

#[test]
fn other_words_are_read_with_care() {
    let rule = rule_with("require = { fact = \"licence.present\", is = true }");
    let wrong = format!(
        "{rule}[[rule.instead]]\nwhen = {{ fact = \"licence.presnt\", is = false }}\nreason = {{ zh = \"一\", en = \"{{goods.qualified}}\" }}\nremdy = {{ zh = \"一\", en = \"a\" }}\n"
    );
    let errors = Ruleset::read(&[BUILT_IN[0], ("x.toml", &wrong)]).expect_err("mistakes");
    insta::assert_snapshot!(errors.iter().map(english_error).collect::<Vec<_>>().join("\n"));
}

#[test]
fn numbers_of_policies_have_bounds() {
    let codes = |from: &str, to: &str| -> Vec<_> {
        let changed = BUILT_IN[0].1.replacen(from, to, 1);
        assert_ne!(changed, BUILT_IN[0].1);
        let errors = Ruleset::read(&[("facts.toml", &changed), BUILT_IN[1]]).expect_err("mistakes");
        errors.iter().map(english_error).collect()
    };
    let least = "name = \"after-sale.least-days\"\nvalue = ";
    let ends = |errors: Vec<String>, want: &str| assert!(errors[0].ends_with(want), "{errors:?}");
    ends(codes(&format!("{least}30"), &format!("{least}4000000000")), "the number is too large");
    ends(
        codes(&format!("{least}30"), &format!("{least}95")),
        "\"after-sale.least-days\" is greater than \"after-sale.most-days\"",
    );
    ends(codes("name = \"commission.days\"", "name = \"commission.day\""), "\"commission.day\" is not known here");
    ends(
        codes("completed_within = \"orders.after_sale_days\"", "completed_within = \"closure.closed_on\""),
        "cannot be used with the fact \"closure.closed_on\" of type date",
    );
}
