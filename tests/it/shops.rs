//! Several shops in one database: renamed, told the same facts, and judged together.

use serde_json::{Value as Json, json};

use crate::support::{Shop, finish};

const EXPORT: &str = "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";

/// Facts by which a company may apply to open again from 2025-03-04 on.
const READY: &[&str] = &[
    "closure.kind=voluntary",
    "closure.closed_on=2024-08-31",
    "closure.deposit_refunded_on=2024-09-03",
    "subject.kind=company",
    "licence.present=yes",
    "licence.legible=yes",
    "licence.abnormal_listed=no",
    "licence.expires_on=2030-01-01",
    "goods.within_licence_scope=yes",
    "goods.qualified=yes",
    "goods.compliant=yes",
    "business.within_licence_period=yes",
    "account.open_violations=no",
    "account.linked_subject_violation=no",
    "subject.corporate_account=yes",
    "subject.operator_id_valid=yes",
    "subject.other_shops_of_type=0",
    "subject.other_shop_punished=no",
    "shop.business=domestic",
    "materials.ready=yes",
];

fn set(shop: &Shop, names: &[&str], facts: &[&str]) {
    let names = names.iter().flat_map(|name| ["--shop", *name]);
    let run = shop.run(["shop", "set"].into_iter().chain(names).chain(facts.iter().copied()));
    assert_eq!(run.code, 0, "{}", run.shown());
}

fn declared(shop: &Shop) -> String {
    shop.dump("SELECT shops.name, f.name, value FROM declared_facts f JOIN shops ON shops.id = shop_id ORDER BY 1, 2")
}

#[test]
fn all_that_is_kept_of_a_shop_follows_its_new_name() {
    let shop = Shop::new();
    shop.copy(&format!("sub-order-csv/{EXPORT}"));
    assert_eq!(shop.run(["import", EXPORT, "--shop", "旧名"]).code, 0);
    set(&shop, &["旧名"], &["materials.ready=yes"]);
    set(&shop, &["别家"], &["materials.ready=no"]);
    assert_eq!(shop.run(["close-check", "--shop", "旧名"]).code, 1);
    let state = |name: &str| {
        let orders = shop.orders();
        let sums = shop.json(["report", "status", "--shop", name])["rows"].to_string();
        let rows = shop.json(["shop", "list"])["rows"].as_array().expect("rows").clone();
        let listed = rows.into_iter().find(|row| row[0] == name).expect("listed").to_string();
        let past = shop.json(["shop", "history", "--shop", name])["rows"].to_string();
        [orders, sums, listed, past, declared(&shop)].join("\n")
    };
    let before = state("旧名");
    let run = shop.run(["shop", "rename", "旧名", " 新名 "]);
    assert_eq!((run.code, run.err.as_str()), (0, "shop 旧名 is now named 新名\n"), "{}", run.shown());
    // Facts and shops are listed by name.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.split("],[").map(str::to_owned).collect();
        lines.sort();
        lines.join("],[")
    };
    let (before, after) = (before.replace("旧名", "新名"), state("新名"));
    for (before, after) in before.lines().zip(after.lines()) {
        assert_eq!(sorted(before.trim_matches(['[', ']'])), sorted(after.trim_matches(['[', ']'])));
    }
    let again = shop.json(["import", EXPORT, "--shop", "新名"]);
    assert_eq!(again["files"][0]["status"], "skipped", "{again}");
    assert_eq!(shop.run(["db", "check"]).code, 0);
    let run = shop.run(["orders", "--shop", "旧名"]);
    assert_eq!((run.code, run.err.contains("no shop is named \"旧名\"")), (2, true), "{}", run.shown());
    let run = finish(shop.command().args(["--lang", "zh", "shop", "rename", "新名", "第三个名字"]));
    assert_eq!((run.code, run.err.as_str()), (0, "店铺 新名 已改名为 第三个名字\n"));
}

#[test]
fn a_name_that_is_taken_or_missing_changes_nothing() {
    let shop = Shop::new();
    let run = shop.run(["shop", "rename", "a", "b"]);
    assert_eq!((run.code, run.err.contains("there is no database yet")), (2, true), "{}", run.shown());
    set(&shop, &["a"], &["materials.ready=yes"]);
    set(&shop, &["b"], &["materials.ready=no"]);
    let before = declared(&shop);
    let cases: &[(&[&str], &str)] = &[
        (
            &["a", "b"],
            "error: a shop named \"b\" exists already\n  hint: shops cannot be merged; choose another name\n",
        ),
        (&["a", "a"], "a shop named \"a\" exists already"),
        (&["a", " b "], "a shop named \"b\" exists already"),
        (&["c", "d"], "no shop is named \"c\"; the shops are: a, b"),
        (&["a", " "], "the name of a shop cannot be empty"),
        (&["a", "c", "--shop", "b"], "shop rename takes no --shop"),
    ];
    for &(args, told) in cases {
        let run = shop.run(["shop", "rename"].iter().chain(args));
        assert_eq!((run.code, run.err.contains(told)), (2, true), "{args:?} {}", run.shown());
        let run = finish(shop.command().args(["--lang", "zh", "shop", "rename"]).args(args));
        assert_eq!((run.code, run.err.starts_with("错误：")), (2, true), "{args:?} {}", run.shown());
    }
    assert_eq!(declared(&shop), before);
}

#[test]
fn several_shops_take_the_same_facts_or_none() {
    let shop = Shop::new();
    let several = |args: &[&str]| shop.run(["shop"].iter().chain(args).chain(&["--shop", "a", "--shop", "b"]));
    let run = several(&["set", "--shop", "a", "materials.ready=yes", "closure.kind=voluntary"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert_eq!(run.err, "shop a: saved materials.ready, closure.kind\nshop b: saved materials.ready, closure.kind\n");
    let run = several(&["set", "materials.ready=no", "closure.kind=unknown"]);
    assert!(run.err.starts_with("shop a: saved materials.ready; cleared closure.kind\nshop b: "), "{}", run.shown());
    let both = r#"[["a","materials.ready","false"],["b","materials.ready","false"]]"#;
    assert_eq!(declared(&shop), both);
    let refused: &[&[&str]] = &[
        &["set", "materials.ready=yes", "materials.ready=no"],
        &["set", "materials.ready=perhaps"],
        &["unset", "materials.ready", "--shop", "nobody"],
        &["unset", "nothing.known"],
    ];
    for &args in refused {
        assert_eq!(several(args).code, 2, "{args:?}");
        assert_eq!((declared(&shop), shop.dump("SELECT count(*) FROM shops")), (both.to_owned(), "[[2]]".to_owned()));
    }
    for action in ["list", "show", "forget", "history"] {
        let run = several(&[action]);
        assert_eq!((run.code, run.err.contains("--shop can be given only once here")), (2, true), "{}", run.shown());
    }
    let run = several(&["unset", "materials.ready"]);
    assert_eq!((run.code, run.err.as_str()), (0, "shop a: cleared\nshop b: cleared\n"), "{}", run.shown());
    assert_eq!(declared(&shop), "[]");
}

#[test]
fn every_shop_is_judged_with_one_line_each() {
    let shop = Shop::new();
    // A question asked before there was any shop.
    assert_eq!(shop.run(["reopen-check"]).code, 1);
    set(&shop, &["a", "c"], READY);
    set(&shop, &["b"], &["closure.kind=voluntary", "closure.closed_on=2024-08-31"]);
    set(&shop, &["c"], &["account.open_violations=yes"]);
    let all = ["reopen-check", "--all-shops", "--on", "2025-03-04"];
    let run = shop.run(all);
    assert_eq!(run.code, 1, "{}", run.shown());
    let csv = shop.run(all.iter().chain(&["--format", "csv"]));
    let mut lines = csv.out.lines();
    assert_eq!(lines.next(), Some("shop,verdict,earliest,deciding,needed"));
    assert_eq!(lines.next(), Some("a,may_apply,,,0"));
    assert!(lines.next().is_some_and(|line| line.starts_with("b,unknown,,")), "{}", csv.shown());
    assert_eq!(lines.next(), Some("c,blocked,,reopen.account-violations,0"));
    assert_eq!(lines.next(), None);
    let answer = shop.json(all);
    assert_eq!(
        (&answer["schema_version"], &answer["check"], &answer["on"]),
        (&json!(1), &json!("reopen"), &json!("2025-03-04"))
    );
    // Each line says what the check of the one shop says.
    let lines = answer["shops"].as_array().expect("shops");
    for (line, name) in lines.iter().zip(["a", "b", "c"]) {
        let mut one = shop.json(["reopen-check", "--on", "2025-03-04", "--shop", name]);
        one["warnings"] = one["warnings"].as_array().expect("warnings").iter().map(|one| one["code"].clone()).collect();
        for key in ["shop", "verdict", "earliest", "earliest_is_bound", "deciding", "needed_facts", "warnings"] {
            assert_eq!(line[key], one[key], "{name} {key}");
        }
    }
    assert_eq!(lines.len(), 3);
    let kept = |name: &str| shop.json(["shop", "history", "--shop", name])["rows"].as_array().map(Vec::len);
    assert_eq!([kept("a"), kept("b"), kept("c")], [Some(4); 3]);
    assert_eq!(shop.run(["shop", "forget", "--yes", "--shop", "b"]).code, 0);
    assert_eq!(shop.run(["shop", "unset", "account.open_violations", "--shop", "c"]).code, 0);
    assert_eq!(shop.run(all).code, 1);
    assert_eq!(shop.run(all.iter().chain(&["--set", "account.open_violations=no"])).code, 0);
}

#[test]
fn a_shop_whose_facts_cannot_be_is_one_line_of_many() {
    let shop = Shop::new();
    set(&shop, &["a", "c"], READY);
    set(&shop, &["b"], &["closure.closed_on=2025-06-01"]);
    let all = ["reopen-check", "--all-shops", "--on", "2025-03-04"];
    let run = shop.run(all.iter().chain(&["--format", "csv"]));
    assert_eq!(run.out, "shop,verdict,earliest,deciding,needed\na,may_apply,,,0\nb,error,,,\nc,may_apply,,,0\n");
    assert!(run.err.contains("error: shop b: these facts cannot all be true: closure.closed_on"), "{}", run.shown());
    assert_eq!(run.code, 2);
    let zh = finish(shop.command().args(["--lang", "zh"]).args(all));
    assert!(zh.code == 2 && zh.err.contains("错误：店铺 b：这些事实不可能同时成立"), "{}", zh.shown());
    let line = &shop.json(all)["shops"][1];
    assert_eq!((&line["verdict"], &line["error"]["code"]), (&Json::Null, &json!("impossible-facts")));
    // What is wrong with the command itself is wrong for all.
    let run = shop.run(all.iter().chain(&["--set", "closure.kind=self"]));
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.shown());
}

#[test]
fn without_shops_there_is_nothing_to_apply_for() {
    let shop = Shop::new();
    let all = ["close-check", "--all-shops"];
    let run = shop.run(all);
    assert_eq!((run.code, run.err.contains("there is no database yet")), (2, true), "{}", run.shown());
    assert!(!shop.database().exists());
    set(&shop, &["a"], &["materials.ready=yes"]);
    assert_eq!(shop.run(["shop", "forget", "--yes"]).code, 0);
    let run = shop.run(all);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", "the database has no shops yet\n"));
    assert_eq!(shop.json(all)["shops"], json!([]));
    let others: &[&[&str]] = &[&["--shop", "a"], &["--ask"], &["--explain"], &["--ics", "x.ics"]];
    for &other in others {
        let run = shop.run(all.iter().chain(other));
        assert_eq!((run.code, run.err.contains("cannot be used with")), (2, true), "{}", run.shown());
    }
}
