//! Rule files of the user's own: what they replace, and what is refused.

use std::fs;

use serde_json::json;

use crate::checks::{declared, in_chinese, verdict};
use crate::support::{Shop, finish};

/// Writes the built-in rules into a folder of the shop.
fn own_rules(shop: &Shop) -> std::path::PathBuf {
    let folder = shop.path("rules");
    fs::create_dir_all(folder.join("cases")).expect("a folder");
    for (name, text) in shopkit::rules::BUILT_IN.iter().chain(&shopkit::rules::cases::BUILT_IN_CASES) {
        fs::write(folder.join(name), text).expect("a file");
    }
    folder
}

#[test]
fn rules_of_the_users_own_replace_the_built_in_ones() {
    let shop = declared();
    let folder = own_rules(&shop);
    let sha = |args: &[&str]| verdict(&shop, args).2["ruleset"]["sha256"].clone();
    assert_eq!(sha(&["reopen-check", "--rules", "rules"]), sha(&["reopen-check"]));
    let text = fs::read_to_string(folder.join("reopen.toml")).expect("rules");
    fs::write(folder.join("reopen.toml"), text.replace("months = 6", "months = 3")).expect("a file");
    assert_eq!(verdict(&shop, &["reopen-check", "--on", "2024-12-04", "--rules", "rules"]).0, "may_apply");
    assert_eq!(shop.run(["rules", "test", "--rules", "rules"]).code, 1);
    assert_eq!(shop.run(["rules", "check", "--rules", "rules"]).code, 0);
    let history = shop.json(["shop", "history", "--rules", "rules"]);
    let rows = history["rows"].as_array().expect("rows");
    let last = rows.last().expect("a verdict").as_array().expect("cells");
    assert_eq!((&last[4], &last[8]), (&json!("may_apply"), &json!("same rules")));
    assert_eq!(verdict(&shop, &["reopen-check", "--on", "2024-12-04"]).0, "not_yet");
    let history = shop.json(["shop", "history", "--rules", "rules"]);
    let last = history["rows"].as_array().expect("rows").last().expect("a verdict").clone();
    assert_eq!(last[8], "may_apply ()");
    fs::create_dir(shop.path("none")).expect("a folder");
    let none = shop.run(["reopen-check", "--rules", "none"]);
    assert!(none.code == 2 && none.err.contains("\"none\" has no rule files (.toml)"), "{}", none.shown());
    fs::write(folder.join("reopen.toml"), "[[rule]]\nid = 1\nwhat = 2\n").expect("a file");
    insta::assert_snapshot!("broken_rules", shop.run(["rules", "check", "--rules", "rules"]).shown());
}

#[test]
fn the_built_in_rules_prove_themselves() {
    let shop = Shop::new();
    let test = shop.json(["rules", "test"]);
    assert_eq!((&test["failures"], &test["missing"]), (&json!([]), &json!([])));
    assert!(test["cases"].as_u64() > Some(50) && test["covered"] == test["conditions"]);
    assert_eq!(shop.json(["rules", "check"])["findings"], json!([]));
    insta::assert_snapshot!("rules_list", in_chinese(&shop, &["rules"]).shown());
    insta::assert_snapshot!("rules_show", in_chinese(&shop, &["rules", "show", "reopen.cooldown"]).shown());
    insta::assert_snapshot!("rules_facts", shop.run(["rules", "facts", "--format", "csv"]).shown());
    assert!(!shop.database().exists());
}

#[test]
fn nothing_is_allowed_by_the_lack_of_rules() {
    let shop = declared();
    let check = || finish(shop.command().args(["reopen-check", "--on", "2025-03-04", "--rules", "rules"]));
    let folder = own_rules(&shop);
    assert_eq!(check().code, 0);
    fs::remove_file(folder.join("reopen.toml")).expect("removed");
    let missing = check();
    assert!(missing.code == 2 && missing.err.contains("reopen.toml\" is missing"), "{}", missing.shown());
    fs::write(folder.join("reopen.toml"), "# nothing\n").expect("a file");
    let empty = check();
    assert!(empty.code == 2 && empty.err.contains("reopen.toml:1:1"), "{}", empty.shown());
    fs::write(folder.join("reopen.toml"), b"# \xb9\xe6\xd4\xf2\n").expect("a file");
    let gbk = check();
    assert!(gbk.code == 2 && gbk.err.contains("reopen.toml:1: this is not UTF-8"), "{}", gbk.shown());
    fs::write(folder.join("reopen.toml"), "[[text]]\nname = \"a\"\nversions = [{ effective_from = 2024-01-01 }]\n")
        .expect("a file");
    let none = check();
    assert!(none.code == 2 && none.err.contains("no rule for \"reopen\""), "{}", none.shown());
}
