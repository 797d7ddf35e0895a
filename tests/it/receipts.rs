//! Receipts of reports, and what `verify` says of a file.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Shop, finish};

/// The files of the shop: fixture, and when it was exported.
const FILES: [(&str, &str, &str); 4] = [
    ("orders.csv", "", "2026-01-12 20:50:09"),
    ("aftersales.csv", "aftersales/first.csv", "2026-01-14 09:00:00"),
    ("commission.csv", "commission/first.csv", "2026-01-14 09:00:00"),
    ("settlement.csv", "settlement/first.csv", "2026-01-14 09:00:00"),
];

fn copy(shop: &Shop, name: &str, fixture: &str) {
    let folder = crate::support::fixtures();
    let from = match fixture {
        "" => {
            let mut found = fs::read_dir(folder.join("sub-order-csv")).expect("a folder");
            found.find_map(|entry| {
                Some(entry.ok()?.path()).filter(|path| path.extension().is_some_and(|end| end == "csv"))
            })
        }
        fixture => Some(folder.join(fixture)),
    };
    fs::copy(from.expect("a fixture"), shop.path(name)).expect("a copy");
}

fn import(shop: &Shop, name: &str, at: &str) {
    let run = shop.run(["import", name, "--exported-at", at]);
    assert!(run.code < 2, "{}", run.shown());
}

/// Makes a shop with its exports.
fn shop() -> Shop {
    let shop = Shop::new();
    for (name, fixture, at) in FILES {
        copy(&shop, name, fixture);
        import(&shop, name, at);
    }
    shop
}

/// Writes the answer of a report to `answer.json`, and returns it.
fn export(shop: &Shop, args: &[&str]) -> Json {
    let run = shop.run(["export", args[0], "answer.json"].iter().chain(&args[1..]));
    assert_eq!(run.code, 0, "{}", run.shown());
    read(shop, "answer.json")
}

fn read(shop: &Shop, name: &str) -> Json {
    serde_json::from_str(&fs::read_to_string(shop.path(name)).expect("a file")).expect("JSON")
}

/// Verifies `answer.json`: the exit code, and the results that are not `same`.
fn verified(shop: &Shop) -> (i32, Json) {
    let run = shop.run(["verify", "answer.json", "--format", "json"]);
    let said = run.json();
    let checks = said["checks"].as_array().expect("checks").iter();
    let other = checks.filter(|check| check["result"] != "same");
    let other = other.map(|check| format!("{} {}", check["check"], check["result"]).replace('"', ""));
    (run.code, other.collect::<Vec<_>>().into())
}

fn fingerprint(answer: &Json) -> &Json {
    &answer["receipt"]["shops"][0]["imports"]["fingerprint"]
}

#[test]
fn every_report_has_a_receipt_by_which_it_is_worked_out_again() {
    let shop = shop();
    let reports = shop.json(["report"]);
    for report in reports["rows"].as_array().expect("reports") {
        let name = report[0].as_str().expect("a name");
        let answer = export(&shop, &[name]);
        let receipt = &answer["receipt"];
        assert_eq!((&receipt["report"], &receipt["shops"][0]["shop"]), (&json!(name), &json!("default")));
        assert_eq!(receipt["shops"][0]["imports"]["count"], 4, "{name}");
        assert_eq!(verified(&shop), (0, json!([])), "{name}");
        let piped = shop.json(["report", name]);
        assert_eq!(fingerprint(&piped), fingerprint(&answer), "{name}");
    }
    for args in [
        &["sales", "--from", "2026-01-01", "--to", "2026-01-09", "--by", "day"][..],
        &["promotion", "--commission-rate", "12.5%", "--by", "creator"],
        &["income", "--no-estimates"],
        &["today", "--on", "2026-01-10 08:00:00"],
        &["export-plan", "--cap", "7", "--on", "2026-01-20"],
    ] {
        export(&shop, args);
        assert_eq!(verified(&shop), (0, json!([])), "{args:?}");
    }
}

#[test]
fn an_answer_as_of_now_is_asked_as_of_then() {
    let shop = shop();
    let mut answer = export(&shop, &["today"]);
    let now = verified(&shop);
    assert_eq!(now, (0, json!([])));
    // As of another moment other orders are due, so a wrong moment does not pass.
    answer["receipt"]["asked_at"] = json!("2026-01-10 08:00:00");
    shop.file("answer.json", answer.to_string());
    assert_eq!(verified(&shop), (1, json!(["file edited", "answer different"])));
}

#[test]
fn the_fingerprint_is_one_of_the_set_of_files() {
    let shop = shop();
    let before = export(&shop, &["income"]);
    for id in ["2", "1", "4", "3"] {
        assert_eq!(shop.run(["imports", "undo", id]).code, 0);
    }
    // In another order they have other numbers.
    for (name, _, at) in FILES.iter().rev() {
        import(&shop, name, at);
    }
    assert_eq!(verified(&shop), (0, json!([])));
    let after = shop.json(["report", "income"]);
    assert_eq!(before["receipt"]["shops"], after["receipt"]["shops"]);
    // The same file with another time of export is another set.
    assert_eq!(shop.run(["imports", "undo", "5"]).code, 0);
    import(&shop, "settlement.csv", "2026-01-15 09:00:00");
    let said = shop.run(["verify", "answer.json", "--format", "json"]).json();
    let change = &said["imports"]["changes"][0];
    assert_eq!((&change["change"], &change["kind"]), (&json!("changed"), &json!("settlement")), "{said}");
    assert_eq!(change["before"]["exported_at"], "2026-01-14 09:00:00");
    assert_eq!(change["now"]["exported_at"], "2026-01-15 09:00:00");
    assert_ne!(fingerprint(&shop.json(["report", "income"])), fingerprint(&before));
}

#[test]
fn imports_that_came_and_went_are_named() {
    let shop = shop();
    let answer = export(&shop, &["income"]);
    copy(&shop, "later.csv", "aftersales/later.csv");
    import(&shop, "later.csv", "2026-01-20 09:00:00");
    assert_eq!(shop.run(["imports", "undo", "4"]).code, 0);
    let text = |part: &Json| part.as_str().expect("a text").to_owned();
    let receipt = &answer["receipt"];
    let files = receipt["shops"][0]["imports"]["files"].as_array().expect("files");
    let gone = files.iter().find(|file| file["kind"] == "settlement").expect("the statement");
    let shown = shop.run(["verify", "answer.json"]).shown();
    // The moment and the key of the database are others in each run.
    insta::assert_snapshot!(shown.replace(&text(&receipt["asked_at"]), "MOMENT").replace(&text(&gone["file"]), "FILE"));
    // A file that adds nothing to the answer is named all the same.
    export(&shop, &["status"]);
    import(&shop, "settlement.csv", "2026-01-14 09:00:00");
    assert_eq!(verified(&shop), (1, json!(["imports different"])));
    let run = finish(shop.command().args(["--lang", "zh", "verify", "answer.json"]));
    assert!(run.out.contains("结果和文件里的相同，但依据有变化"), "{}", run.shown());
}

#[test]
fn whatever_is_changed_in_the_file_is_found() {
    let shop = shop();
    let answer = export(&shop, &["reconcile"]);
    assert!(answer["totals"].is_object() && answer["rows"].as_array().is_some_and(|rows| rows.len() > 1));
    let laid_out = serde_json::to_string_pretty(&answer).expect("JSON");
    shop.file("answer.json", format!("\u{feff}{laid_out}"));
    assert_eq!(verified(&shop), (0, json!([])), "another layout is no change");

    let edited = |edit: &dyn Fn(&mut Json)| {
        let mut answer = answer.clone();
        edit(&mut answer);
        shop.file("answer.json", answer.to_string());
        verified(&shop)
    };
    let both = (1, json!(["file edited", "answer different"]));
    assert_eq!(edited(&|answer| answer["rows"][0][3] = json!("0.01")), both);
    assert_eq!(edited(&|answer| answer["columns"][3] = json!("due")), both);
    assert_eq!(edited(&|answer| answer["rows"].as_array_mut().expect("rows").swap(0, 1)), both);
    assert_eq!(edited(&|answer| drop(answer["rows"].as_array_mut().expect("rows").pop())), both);
    assert_eq!(edited(&|answer| answer["rows"][0].as_array_mut().expect("a row").push(json!(1))), both);
    assert_eq!(edited(&|answer| drop(answer.as_object_mut().expect("an answer").remove("totals"))), both);
    let file_only = (1, json!(["file edited"]));
    assert_eq!(edited(&|answer| answer["receipt"]["program"] = json!("9.9.9")), file_only);
    assert_eq!(edited(&|answer| answer["receipt"]["shops"][0]["imports"]["files"] = json!([])), file_only);
    let receipt = |key: &'static str, value: Json| edited(&move |answer| answer["receipt"][key] = value.clone());
    assert_eq!(receipt("words", json!("0")), (1, json!(["file edited", "words different"])));
    assert_eq!(receipt("seal", json!("00")), file_only);
    assert_eq!(receipt("seal", json!(null)), (1, json!(["file unknown"])));
    assert_eq!(receipt("database", json!("00")), (1, json!(["file unknown"])));
    // The seal of another answer does not fit.
    let other = export(&shop, &["income"])["receipt"]["seal"].clone();
    assert_eq!(receipt("seal", other), file_only);
}

#[test]
fn what_cannot_be_verified_is_an_error() {
    let shop = shop();
    let answer = export(&shop, &["income"]);
    let text = answer.to_string();
    let sql = shop.run(["sql", "SELECT 1", "--format", "json"]).out;
    let with = |pointer: &str, value: Json| {
        let mut answer = answer.clone();
        *answer.pointer_mut(pointer).expect("a part") = value;
        answer.to_string()
    };
    let mut said = String::new();
    for text in [
        String::new(),
        "主订单编号,订单应付金额\n1,2\n".to_owned(),
        sql,
        text.replacen("\"rows\":", "\"rows\":[],\"rows\":", 1),
        text.replacen("\"rows\":", "\"summary\":[],\"rows\":", 1),
        with("/receipt/version", json!(2)),
        with("/receipt/report", json!("wealth")),
        with("/receipt/options/by", json!("moon")),
        with("/receipt/asked_at", json!("soon")),
        with("/receipt/shops", json!([])),
        with("/receipt/shops/0/shop", json!("nobody's")),
    ] {
        shop.file("answer.json", text);
        let run = shop.run(["verify", "answer.json"]);
        assert_eq!(run.code, 2, "{}", run.shown());
        said.push_str(&run.err);
    }
    insta::assert_snapshot!(said);
    assert_eq!(shop.run(["verify", "nothing.json"]).code, 2);
}

#[test]
fn terms_count_where_the_report_counts_with_them() {
    let shop = Shop::new();
    let order = |id: &str, done: &str| format!("{id},{id},50.00,2026-01-01,2026-01-01,已完成,{done},-,0,0\n");
    let header = "主订单编号,子订单编号,订单应付金额,订单提交时间,支付完成时间,订单状态,订单完成时间,售后状态,平台实际承担优惠金额,达人实际承担优惠金额";
    shop.file("orders.csv", format!("{header}\n{}{}", order("b1", "2026-01-02"), order("b2", "2026-01-08")));
    let statement = "结算时间,子订单号,结算金额,用户实付,平台服务费,结算账户\n2026-01-06,b1,47.50,50.00,-2.50,聚合账户\n2026-01-20,b3,47.50,50.00,-2.50,聚合账户\n";
    shop.file("settlement.csv", statement);
    import(&shop, "orders.csv", "2026-01-21");
    import(&shop, "settlement.csv", "2026-01-21");
    let set = |days: &str| assert_eq!(shop.run(["shop", "set", &format!("settlement.days={days}")]).code, 0);
    set("7");
    // Completed 12 days before the end of the statement, b2 is missing after 7 days and still to come within 15.
    let answer = export(&shop, &["reconcile"]);
    let lines = answer["rows"].as_array().expect("rows").iter().filter(|row| row[0] == "b2");
    assert_eq!(lines.map(|row| &row[2]).collect::<Vec<_>>(), ["missing"], "{answer}");
    set("15");
    assert_eq!(verified(&shop), (1, json!(["terms different", "answer different"])));
    let said = shop.run(["verify", "answer.json", "--format", "json"]).json();
    assert_eq!(
        said["terms"]["changes"],
        json!([{"shop": "default", "name": "settlement_days", "before": 7, "now": 15}])
    );
    export(&shop, &["sales"]);
    set("7");
    assert_eq!(verified(&shop), (0, json!(["terms without-effect"])));
}

#[test]
fn an_answer_of_several_shops_is_worked_out_again() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,订单应付金额,订单提交时间,支付完成时间,订单状态\n";
    for (name, id) in [("甲", "a1"), ("乙", "b1")] {
        shop.file("orders.csv", format!("{header}{id},{id},50.00,2026-01-01,2026-01-01,已完成\n"));
        let run = shop.run(["import", "orders.csv", "--shop", name, "--exported-at", "2026-01-21"]);
        assert_eq!(run.code, 0, "{}", run.shown());
        if name == "甲" {
            // The rows of one of all shops name it, too.
            export(&shop, &["sales", "--all-shops"]);
            assert_eq!(verified(&shop), (0, json!([])));
        }
    }
    assert_eq!(shop.run(["shop", "group", "add", "我的", "甲", "乙"]).code, 0);
    let compared = ["sales", "--all-shops", "--from", "2026-01-01", "--to", "2026-01-02", "--compare", "previous"];
    for args in [&["sales", "--all-shops"][..], &["reconcile", "--group", "我的"], &["shops"], &compared] {
        export(&shop, args);
        assert_eq!(verified(&shop), (0, json!([])), "{args:?}");
    }
    let answer = export(&shop, &["sales", "--all-shops"]);
    shop.file("more.csv", format!("{header}x,x,5.00,2026-01-01,2026-01-01,已完成\n"));
    assert_eq!(shop.run(["import", "more.csv", "--shop", "乙", "--exported-at", "2026-01-22"]).code, 0);
    assert_eq!(verified(&shop), (1, json!(["imports different", "answer different"])));
    let changes = shop.run(["verify", "answer.json", "--format", "json"]).json()["imports"]["changes"].clone();
    assert_eq!((changes.as_array().map(Vec::len), &changes[0]["shop"]), (Some(1), &json!("乙")), "{changes}");
    let said = shop.run(["verify", "answer.json"]).out;
    assert!(said.contains("│ 乙"), "{said}");
    // An answer whose rows name no shop is of one.
    let mut edited = answer;
    edited["columns"][0] = json!("x");
    shop.file("answer.json", edited.to_string());
    let run = shop.run(["verify", "answer.json"]);
    assert!(run.code == 2 && run.err.contains("2 shops"), "{}", run.shown());
}

#[test]
fn a_purge_and_another_database_are_no_edits() {
    let shop = shop();
    export(&shop, &["income"]);
    assert_eq!(shop.run(["db", "purge", "--contacts", "--yes"]).code, 0);
    assert_eq!(verified(&shop), (0, json!([])), "contact data is not in the answer");
    let run = shop.run(["db", "purge", "--before", "2026-01-05", "--yes"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let (code, other) = verified(&shop);
    assert_eq!((code, other), (1, json!(["imports different", "answer different"])));
    let said = shop.run(["verify", "answer.json", "--format", "json"]).json();
    assert!(said["imports"]["changes"].as_array().is_some_and(|changes| !changes.is_empty()), "{said}");

    // The same files in another database give the same answer, but only the first one knows its seal.
    let other = self::shop();
    fs::copy(shop.path("answer.json"), other.path("answer.json")).expect("a copy");
    assert_eq!(verified(&other), (1, json!(["file unknown", "imports different"])));
    let answer = fs::read_to_string(shop.path("answer.json")).expect("a file");
    for secret in shop.buyers().iter().chain(&["orders.csv".to_owned()]) {
        assert!(!answer.contains(secret.as_str()), "a receipt says {secret}");
    }
}
