//! Fifty broken rule files: what each error says, and where. Each is a small sound file with one mistake in it.

use shopkit::model::lang::{Explain, Lang};
use shopkit::model::message::Message;
use shopkit::rules::{BUILT_IN, Ruleset};
use shopkit::texts::Texts;

/// A sound file; every broken one changes a piece of it.
const SOUND: &str = r#"[[rule]]
id = "reopen.wait"
effective_from = 2024-01-01
effective_to = 2024-12-31
applies = { fact = "subject.kind", in = ["company", "person"] }
require = { elapsed = { since = { latest_of = ["closure.closed_on", "closure.deposit_refunded_on"] }, months = 6 } }
otherwise = "not_yet"
title = { zh = "等待期", en = "Wait" }
reason = { zh = "{closure.closed_on} 关店，最早 {earliest}", en = "closed on {closure.closed_on}, so {earliest}" }
remedy = { zh = "等", en = "wait" }
source = { name = "规范", quote = "满半年", seen_on = 2024-01-01, standing = "official" }

[[rule]]
id = "reopen.wait"
effective_from = 2025-01-01
require = { all = [
    { fact = "materials.ready", is = true },
    { fact = "orders.unfinished", at_most = 0 },
    { valid_for = { fact = "licence.expires_on", more_than_days = 15 } },
] }
otherwise = "fail"
title = { zh = "材料", en = "Materials" }
reason = { zh = "材料不全", en = "materials are missing" }
remedy = { zh = "备齐", en = "collect them" }
source = { name = "规范", quote = "备齐材料", seen_on = 2025-01-01, standing = "reported" }
"#;

/// Name, piece of the sound file, what stands there instead.
const BROKEN: [(&str, &str, &str); 50] = [
    ("syntax-open-quote", "id = \"reopen.wait\"", "id = \"reopen.wait"),
    ("syntax-open-table", "[[rule]]\n", "[[rule]\n"),
    ("syntax-key-twice", "otherwise = \"not_yet\"", "otherwise = \"not_yet\"\notherwise = \"fail\""),
    ("top-unknown-table", "[[rule]]\n", "[[rules]]\n"),
    ("top-rule-is-one-table", SOUND, "rule = { id = \"reopen.wait\" }\n"),
    ("rule-unknown-key", "otherwise = \"not_yet\"", "otherwize = \"not_yet\""),
    ("rule-strange-key", "otherwise = \"not_yet\"", "otherwise = \"not_yet\"\nweather = \"fine\""),
    ("rule-no-id", "id = \"reopen.wait\"\n", ""),
    ("rule-id-of-no-check", "id = \"reopen.wait\"", "id = \"open.wait\""),
    ("rule-id-without-name", "id = \"reopen.wait\"", "id = \"reopen\""),
    ("rule-id-is-number", "id = \"reopen.wait\"", "id = 7"),
    ("rule-no-requirement", "require = { elapsed", "# require = { elapsed"),
    ("rule-no-title", "title = { zh = \"等待期\", en = \"Wait\" }\n", ""),
    (
        "rule-no-source",
        "source = { name = \"规范\", quote = \"满半年\", seen_on = 2024-01-01, standing = \"official\" }\n",
        "",
    ),
    ("outcome-unknown-word", "otherwise = \"not_yet\"", "otherwise = \"notyet\""),
    ("outcome-with-date-only-for-waits", "otherwise = \"fail\"", "otherwise = \"fail\"\nwithout_date = \"fail\""),
    ("text-one-language", "title = { zh = \"等待期\", en = \"Wait\" }", "title = { zh = \"等待期\" }"),
    ("text-without-language", "title = { zh = \"等待期\", en = \"Wait\" }", "title = \"Wait\""),
    (
        "text-third-language",
        "remedy = { zh = \"等\", en = \"wait\" }",
        "remedy = { zh = \"等\", en = \"wait\", fr = \"attendre\" }",
    ),
    ("text-empty", "remedy = { zh = \"等\", en = \"wait\" }", "remedy = { zh = \"\", en = \"wait\" }"),
    ("text-unknown-placeholder", "so {earliest}", "so {earlyest}"),
    ("text-placeholder-of-other-rule", "closed on {closure.closed_on}", "closed on {materials.ready}"),
    ("source-no-quote", "quote = \"满半年\", ", ""),
    ("source-no-day", ", seen_on = 2024-01-01", ""),
    ("source-day-in-quotes", "seen_on = 2024-01-01", "seen_on = \"2024-01-01\""),
    ("source-unknown-standing", "standing = \"official\"", "standing = \"offical\""),
    (
        "source-official-says-of-official",
        "otherwise = \"not_yet\"",
        "otherwise = \"not_yet\"\nofficial_says = { zh = \"无\", en = \"nothing\" }",
    ),
    ("fact-misspelt", "fact = \"materials.ready\"", "fact = \"material.ready\""),
    ("fact-unheard-of", "fact = \"materials.ready\"", "fact = \"weather.is_fine_today\""),
    ("fact-missing", "{ fact = \"materials.ready\", is = true }", "{ is = true }"),
    ("fact-alone", "{ fact = \"materials.ready\", is = true }", "{ fact = \"materials.ready\" }"),
    (
        "fact-beside-join",
        "{ fact = \"materials.ready\", is = true }",
        "{ fact = \"materials.ready\", not = { fact = \"materials.ready\", is = true } }",
    ),
    ("value-text-for-bool", "is = true", "is = \"true\""),
    ("value-unknown-choice", "in = [\"company\", \"person\"]", "in = [\"company\", \"human\"]"),
    ("value-list-of-bool", "{ fact = \"materials.ready\", is = true }", "{ fact = \"materials.ready\", in = [true] }"),
    ("value-below-zero", "at_most = 0", "at_most = -1"),
    ("operator-for-other-type", "at_most = 0", "before = 2024-01-01"),
    ("operator-unknown", "at_most = 0", "atmost = 0"),
    ("operator-twice", "at_most = 0", "at_most = 5, at_least = 1"),
    ("join-empty", "in = [\"company\", \"person\"]", "in = []"),
    (
        "join-not-a-list",
        "require = { all = [\n    { fact = \"materials.ready\", is = true },\n    { fact = \"orders.unfinished\", at_most = 0 },\n    { valid_for = { fact = \"licence.expires_on\", more_than_days = 15 } },\n] }",
        "require = { all = { fact = \"materials.ready\", is = true } }",
    ),
    ("wait-in-months-and-days", "months = 6", "months = 6, days = 180"),
    ("wait-without-length", ", months = 6 }", " }"),
    ("wait-of-nothing", "months = 6", "months = 0"),
    ("wait-in-words", "months = 6", "months = \"six\""),
    ("wait-since-no-date", "\"closure.deposit_refunded_on\"] }", "\"closure.kind\"] }"),
    ("validity-of-no-expiry", "fact = \"licence.expires_on\"", "fact = \"closure.closed_on\""),
    ("version-overlap", "effective_to = 2024-12-31", "effective_to = 2025-01-01"),
    ("version-gap", "effective_to = 2024-12-31", "effective_to = 2024-12-30"),
    ("version-twice", "effective_from = 2025-01-01", "effective_from = 2024-01-01"),
];

fn say(lang: Lang, message: &Message) -> String {
    Texts::command(lang).say(message)
}

/// Reads the text as the user's own rule file, `my.toml`, with the built-in facts.
fn errors(text: &str) -> Vec<shopkit::rules::RuleError> {
    Ruleset::read(&[BUILT_IN[0], ("my.toml", text)]).err().unwrap_or_default()
}

#[test]
fn the_sound_file_is_sound() {
    assert_eq!(errors(SOUND), []);
}

#[test]
fn each_mistake_is_shown_where_it_is() {
    for (name, piece, instead) in BROKEN {
        let text = SOUND.replacen(piece, instead, 1);
        assert_ne!(text, SOUND, "{name} changes nothing");
        let errors = errors(&text);
        assert!(!errors.is_empty(), "{name} is not found");
        let english: Vec<_> = errors.iter().map(|error| error.render(|message| say(Lang::En, message))).collect();
        let chinese: Vec<_> = errors
            .iter()
            .map(|error| {
                format!(
                    "{}: {}（{}）",
                    error.location,
                    say(Lang::Zh, &error.message()),
                    error.hint().map(|hint| say(Lang::Zh, &hint)).unwrap_or_default()
                )
            })
            .collect();
        insta::assert_snapshot!(name, format!("{}\n\n{}", english.join("\n\n"), chinese.join("\n")));
    }
}

#[test]
fn several_mistakes_are_shown_at_once() {
    let text = SOUND
        .replacen("months = 6", "months = 6, days = 180", 1)
        .replacen("\"materials.ready\"", "\"material.ready\"", 1)
        .replacen("at_most", "atmost", 1)
        .replacen("more_than_days = 15", "more_than_weeks = 2", 1);
    let errors = errors(&text);
    let shown = errors.iter().map(|error| format!("{}: {}", error.location, say(Lang::En, &error.message())));
    insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
}
