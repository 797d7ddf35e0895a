//! May a shop be closed, may it open again: the checks as a user and as a script see them.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Run, Shop, finish, fixtures};

/// Facts by which a company may apply, apart from the closure.
const READY: &[&str] = &[
    "subject.kind=company",
    "licence.present=yes",
    "licence.legible=是",
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

const CLOSED: &[&str] =
    &["closure.kind=voluntary", "closure.closed_on=2024-08-31", "closure.deposit_refunded_on=2024-09-03"];

/// A shop that was closed and declares everything.
pub fn declared() -> Shop {
    let shop = Shop::new();
    assert_eq!(shop.run(["shop", "set"].iter().chain(CLOSED).chain(READY)).code, 0);
    shop
}

pub fn in_chinese(shop: &Shop, args: &[&str]) -> Run {
    finish(shop.command().args(["--lang", "zh"]).args(args))
}

pub fn verdict(shop: &Shop, args: &[&str]) -> (String, Option<String>, Json) {
    let json = shop.json(args);
    let text = |value: &Json| value.as_str().map(str::to_owned);
    (text(&json["verdict"]).expect("a verdict"), text(&json["earliest"]), json)
}

#[test]
fn a_seller_learns_where_they_stand() {
    let shop = Shop::new();
    insta::assert_snapshot!("nothing_known", shop.run(["reopen-check", "--on", "2025-03-01"]).shown());
    assert_eq!(shop.run(["shop", "set"].iter().chain(CLOSED)).code, 0);
    insta::assert_snapshot!("waiting", in_chinese(&shop, &["reopen-check", "--on", "2025-03-01"]).shown());
    insta::assert_snapshot!("wait_over", shop.run(["reopen-check", "--on", "2025-03-04"]).shown());
    assert_eq!(shop.run(["shop", "set"].iter().chain(READY)).code, 0);
    insta::assert_snapshot!("ready", in_chinese(&shop, &["reopen-check", "--on", "2025-03-04"]).shown());
    insta::assert_snapshot!("explained", shop.run(["reopen-check", "--on", "2025-03-04", "--explain"]).shown());
}

#[test]
fn the_days_around_the_end_of_the_wait() {
    let shop = declared();
    let on = |day: &str| verdict(&shop, &["reopen-check", "--on", day]);
    assert_eq!((on("2025-03-03").0.as_str(), on("2025-03-03").1.as_deref()), ("not_yet", Some("2025-03-04")));
    assert_eq!((on("2025-03-04").0.as_str(), on("2025-03-04").1), ("may_apply", None));
    assert_eq!(shop.run(["reopen-check", "--on", "2025-03-03"]).code, 1);
    assert_eq!(shop.run(["reopen-check", "--on", "2025-03-04"]).code, 0);
    let readings = &on("2025-03-01").2["readings"];
    assert_eq!(
        *readings,
        json!([
            { "name": "civil-code", "first_day": "2025-03-04" },
            { "name": "moment", "first_day": "2025-03-03" },
            { "name": "days-180", "first_day": "2025-03-03" },
        ])
    );
}

#[test]
fn json_has_what_scripts_rely_on() {
    let json = declared().json(["reopen-check", "--on", "2025-03-01"]);
    for key in [
        "schema_version",
        "check",
        "shop",
        "on",
        "verdict",
        "earliest",
        "earliest_is_bound",
        "warnings",
        "rules",
        "needed_facts",
        "readings",
        "ruleset",
        "disclaimer",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    let rule =
        json["rules"].as_array().expect("rules").iter().find(|rule| rule["id"] == "reopen.cooldown").expect("the wait");
    assert_eq!((&rule["outcome"], &rule["earliest"]), (&json!("not_yet"), &json!("2025-03-04")));
    assert_eq!(rule["facts"]["closure.closed_on"], json!({ "value": "2024-08-31", "origin": "declared" }));
    assert_eq!(rule["source"]["standing"], "reported");
    assert!(json["note"].as_str().is_some_and(|note| note.contains("states no waiting time")));
    assert_eq!(json["needed_facts"], json!([]));
}

#[test]
fn the_nearest_words_win() {
    let shop = declared();
    shop.file("facts.toml", "closure.closed_on = 2024-10-01\n[account]\nopen_violations = true\n");
    let with_file = ["reopen-check", "--on", "2025-04-05", "--facts", "facts.toml"];
    let (answer, earliest, json) = verdict(&shop, &with_file);
    assert_eq!((answer.as_str(), earliest), ("blocked", None));
    let violations = |json: &Json| {
        let rules = json["rules"].as_array().expect("rules").clone();
        rules.into_iter().find(|rule| rule["id"] == "reopen.account-violations").expect("a rule")["facts"]["account.open_violations"].clone()
    };
    assert_eq!(violations(&json), json!({ "value": true, "origin": "file" }));
    let mut with_flag = with_file.to_vec();
    with_flag.extend(["--set", "account.open_violations=否"]);
    let (answer, _, json) = verdict(&shop, &with_flag);
    assert_eq!(answer, "may_apply");
    assert_eq!(violations(&json), json!({ "value": false, "origin": "flag" }));
    let mut taken_back = with_file.to_vec();
    taken_back.extend(["--set", "account.open_violations=unknown"]);
    let (answer, _, json) = verdict(&shop, &taken_back);
    assert_eq!((answer.as_str(), &json["needed_facts"]), ("unknown", &json!(["account.open_violations"])));
}

#[test]
fn official_texts_alone_state_no_wait() {
    let shop = declared();
    assert_eq!(verdict(&shop, &["reopen-check", "--on", "2024-10-01"]).0, "not_yet");
    let (answer, _, json) = verdict(&shop, &["reopen-check", "--on", "2024-10-01", "--standing", "official"]);
    assert_eq!(answer, "may_apply");
    let cooldown =
        json["rules"].as_array().expect("rules").iter().find(|rule| rule["id"] == "reopen.cooldown").expect("a rule");
    assert_eq!(cooldown["outcome"], "not_applicable");
    let counted = |standing: &str| {
        shop.run(["reopen-check", "--on", "2024-10-01", "--standing", standing]).out.contains("Ways to count the wait")
    };
    assert!(counted("all") && !counted("official"));
}

#[test]
fn a_licence_that_runs_out_first_is_pointed_out() {
    let shop = declared();
    let args = ["reopen-check", "--on", "2024-12-01", "--set", "licence.expires_on=2025-02-01", "--ics", "days.ics"];
    let (answer, earliest, json) = verdict(&shop, &args);
    assert_eq!((answer.as_str(), earliest.as_deref()), ("not_yet", Some("2025-03-04")));
    assert_eq!(json["warnings"][0]["code"], "renew-first");
    let calendar = fs::read_to_string(shop.path("days.ics")).expect("a calendar");
    assert!(
        calendar.contains("DTSTART;VALUE=DATE:20250304") && calendar.contains("DTSTART;VALUE=DATE:20250201"),
        "{calendar}"
    );
    assert!(calendar.contains("DTEND;VALUE=DATE:20250305"), "{calendar}");
}

#[test]
fn closing_is_judged_from_the_orders() {
    let shop = Shop::new();
    let export = "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";
    fs::copy(fixtures().join("sub-order-csv").join(export), shop.path(export)).expect("a fixture");
    assert_eq!(shop.run(["import", export]).code, 0);
    insta::assert_snapshot!("close_blocked", in_chinese(&shop, &["close-check", "--on", "2026-01-13"]).shown());
    let text = "主订单编号,子订单编号,订单状态,订单提交时间,订单完成时间,售后状态\n\
        1,1,已完成,2026-01-01 10:00:00,2026-01-10 10:00:00,-\n\
        2,2,已关闭,2026-01-12 10:00:00,,退款成功\n3,3,没见过的状态,2026-01-02 10:00:00,,没见过的售后\n";
    shop.file("small.csv", text);
    assert_eq!(shop.run(["import", "small.csv", "--shop", "small", "--exported-at", "2026-01-13"]).code, 0);
    let json = shop.json(["close-check", "--shop", "small", "--on", "2026-01-25"]);
    let facts: Vec<(&str, &Json)> = json["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .flat_map(|rule| rule["facts"].as_object().expect("facts"))
        .filter(|(name, _)| name.starts_with("orders."))
        .map(|(name, fact)| (name.as_str(), &fact["value"]))
        .collect();
    for (name, value) in [
        ("orders.unfinished", json!(1)),
        ("orders.open_after_sales", json!(1)),
        ("orders.last_finished_on", json!("2026-01-12")),
    ] {
        assert!(facts.contains(&(name, &value)), "{name}: {facts:?}");
    }
    let codes: Vec<&str> =
        json["warnings"].as_array().expect("warnings").iter().filter_map(|w| w["code"].as_str()).collect();
    assert!(codes.contains(&"old-export") && codes.contains(&"unknown-status"), "{codes:?}");
    assert_eq!(json["orders"]["unknown_statuses"], json!(["没见过的状态"]));
    assert_eq!(json["if_closed"]["refunds"].as_array().map(Vec::len), Some(3));
    let period = |on: &str| {
        let json = shop.json(["close-check", "--shop", "small", "--on", on, "--format", "json"]);
        let rules = json["rules"].as_array().expect("rules").clone();
        rules.iter().find_map(|rule| rule["facts"].get("orders.within_after_sale_period").cloned()).expect("a count")["value"].clone()
    };
    // No rule in force in January asks for it; the newer text does.
    assert_eq!(period("2026-08-01"), json!(0));
    // What a seller said once counts more than what orders say, and both are shown where they differ.
    let said = |value: &str| {
        shop.run([
            "close-check",
            "--shop",
            "small",
            "--on",
            "2026-01-25",
            "--set",
            &format!("orders.unfinished={value}"),
        ])
        .out
    };
    let differs =
        "this check used \"0\" (given now), but the imported orders, exported at 2026-01-13 00:00:00, say \"1\"";
    assert!(said("0").contains(differs) && !said("1").contains("Check which is right"), "{}", said("0"));
}

#[test]
fn what_blocks_every_kind_of_subject_is_told_for_each() {
    let shop = declared();
    let line = ["--set", "subject.kind=unknown", "--set", "licence.present=no", "--set", "person.of_age=no"];
    let run = finish(shop.command().args(["--lang", "en", "reopen-check", "--on", "2025-06-01"]).args(line));
    assert_eq!(run.code, 1, "{}", run.shown());
    insta::assert_snapshot!("every_kind_blocked", run.out);
}

#[test]
fn facts_that_cannot_be() {
    let shop = declared();
    let mut shown = String::new();
    let lines: &[&[&str]] = &[
        &["reopen-check", "--set", "closure.closed_onn=2024-01-01"],
        &["reopen-check", "--set", "closure.kind=self"],
        &["reopen-check", "--set", "closure.closed_on=2024-02-30"],
        &["reopen-check", "--set", "materials.ready=yes", "--set", "materials.ready=no"],
        &["reopen-check", "--on", "2024-01-01"],
        &["reopen-check", "--set", "closure.deposit_paid=no"],
        &["reopen-check", "--facts", "nothing.toml"],
        &["reopen-check", "--facts", "bad.toml"],
        &["reopen-check", "--rules", "nothing"],
        &["reopen-check", "--ask"],
        &["shop", "set", "materials.ready=maybe"],
        &["rules", "show", "reopen.nothing"],
    ];
    shop.file("bad.toml", "[closure]\nkindd = \"voluntary\"\nclosed_on = true\n");
    for line in lines {
        for lang in ["en", "zh"] {
            let run = finish(shop.command().args(["--lang", lang]).args(*line).stdin(std::process::Stdio::null()));
            assert_eq!(run.code, 2, "{line:?} {}", run.shown());
            shown.push_str(&format!("$ shopkit {}\n{}\n", line.join(" "), run.err));
        }
    }
    insta::assert_snapshot!("impossible", shown);
}

#[test]
fn what_is_declared_is_kept_and_taken_back() {
    let shop = declared();
    let json = shop.json(["shop", "show"]);
    assert_eq!(json["facts"].as_array().map(Vec::len), Some(CLOSED.len() + READY.len()));
    assert_eq!(shop.run(["shop", "unset", "materials.ready"]).code, 0);
    assert_eq!(verdict(&shop, &["reopen-check", "--on", "2025-03-04"]).2["needed_facts"], json!(["materials.ready"]));
    assert_eq!(shop.run(["shop", "set", "materials.ready=unknown"]).code, 0);
    assert_eq!(shop.json(["shop", "list"])["rows"][0][4], CLOSED.len() + READY.len() - 1);
    assert_eq!(shop.run(["shop", "forget"]).code, 0);
    assert_eq!(shop.dump("SELECT count(*) FROM shops"), "[[0]]");
}

#[test]
fn facts_stay_when_an_import_is_undone() {
    let shop = declared();
    shop.file("a.csv", "主订单编号,子订单编号,订单状态\n1,1,已完成\n");
    assert_eq!(shop.run(["import", "a.csv"]).code, 0);
    assert_eq!(shop.run(["imports", "undo", "1"]).code, 0);
    assert_eq!(verdict(&shop, &["reopen-check", "--on", "2025-03-04"]).0, "may_apply");
}

#[test]
fn a_check_needs_no_database() {
    let shop = Shop::new();
    fs::write(shop.path("file"), "").expect("a file");
    let mut command = shop.command();
    command.env("SHOPKIT_DB", "file/x.db").args(["--lang", "en", "reopen-check", "--on", "2025-03-01"]);
    let run = finish(command.args(["--set", "closure.permanent_ban=yes"]));
    assert_eq!(run.code, 1);
    assert!(run.out.contains("[never]") && run.err.contains("this verdict is not saved"), "{}", run.shown());
}

#[test]
fn a_calendar_is_never_written_over_what_is_read() {
    let shop = declared();
    shop.file("facts.toml", "materials.ready = true\n");
    let bytes = |name: &str| fs::read(shop.path(name)).expect("a file");
    let (database, facts) = (bytes("test.db"), bytes("facts.toml"));
    assert_eq!(shop.run(["reopen-check", "--on", "2025-03-01", "--ics", "test.db"]).code, 2);
    assert_eq!(shop.run(["reopen-check", "--facts", "facts.toml", "--ics", "facts.toml"]).code, 2);
    assert_eq!(shop.run(["reopen-check", "-o", "x.json", "--ics", "x.json"]).code, 2);
    assert_eq!((bytes("test.db"), bytes("facts.toml")), (database, facts));
}

#[test]
fn a_question_asked_first_does_not_stand_in_the_way() {
    let shop = Shop::new();
    assert_eq!(shop.run(["reopen-check"]).code, 1);
    shop.file("a.csv", "主订单编号,子订单编号,订单状态\n1,1,已完成\n");
    assert_eq!(shop.run(["import", "a.csv", "--shop", "我的店"]).code, 0);
    assert_eq!(shop.json(["close-check"])["shop"], "我的店");
    assert_eq!(shop.run(["orders"]).code, 0);
    let run = shop.run(["reopen-check", "--shop", "我的店铺"]);
    assert_eq!((run.code, run.err.contains("no shop is named")), (2, true), "{}", run.shown());
}

#[test]
fn closing_again_follows_the_rules_that_are_judged_by() {
    let shop = declared();
    let refunds = |args: &[&str]| {
        let args = ["close-check", "--on", "2023-08-28"].iter().chain(args);
        let unset = ["--set", "closure.closed_on=unknown", "--set", "closure.deposit_refunded_on=unknown"];
        shop.json(args.chain(&unset))["if_closed"]["refunds"].clone()
    };
    let three = refunds(&[]);
    // 2023-08-29, -30 and -31 lead to the same day, since February has no such days.
    assert_eq!(
        three[0],
        json!({ "working_days": 1, "refunded_on": "2023-08-29", "reopen_from": "2024-03-01", "same_until": "2023-08-31" })
    );
    assert_eq!(refunds(&["--standing", "official"])[0]["reopen_from"], "2023-08-29");
    let without = refunds(&["--set", "closure.deposit_paid=no"]);
    assert_eq!(
        without,
        json!([{ "working_days": null, "refunded_on": "2023-08-28", "reopen_from": "2024-02-29", "same_until": "2023-08-28" }])
    );
}

#[test]
fn working_days_leave_out_the_holidays_of_a_calendar() {
    let shop = declared();
    let unset = ["--set", "closure.closed_on=unknown", "--set", "closure.deposit_refunded_on=unknown"];
    let check = |lang: &str, more: &[&str]| {
        let args = ["--lang", lang, "close-check", "--on", "2023-08-28"];
        finish(shop.command().args(args).args(unset).args(more))
    };
    let refunds = |more: &[&str]| {
        let json = check("en", &[more, &["--format", "json"]].concat()).json();
        let refunds = json["if_closed"]["refunds"].as_array().expect("refunds").iter();
        let days: Vec<Json> = refunds.map(|refund| refund["refunded_on"].clone()).collect();
        (json["if_closed"]["holidays"].clone(), Json::Array(days))
    };
    let list = shop.file("days.txt", "# invented\n2023-08-29 a day off\n2023-08-30\n");
    let event = |start: &str, end: &str, name: &str| {
        format!(
            "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{end}\r\nSUMMARY:{name}\r\nEND:VEVENT\r\n"
        )
    };
    let events = [event("20230829", "20230831", "假期"), event("20230902", "20230903", "补班")].concat();
    shop.file("days.ics", format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"));
    assert_eq!(refunds(&[]), (json!(false), json!(["2023-08-29", "2023-08-30", "2023-08-31"])));
    assert_eq!(refunds(&["--holidays", "days.txt"]), (json!(true), json!(["2023-08-31", "2023-09-01", "2023-09-04"])));
    assert_eq!(refunds(&["--holidays", "days.ics"]), (json!(true), json!(["2023-08-31", "2023-09-01", "2023-09-02"])));
    let none = "没有给出节假日日历，工作日未排除法定节假日（可用 --holidays 文件 指定）";
    assert!(check("zh", &[]).out.contains(none));
    let short = check("en", &["--holidays", "days.txt"]).out;
    assert!(short.contains("the calendar ends on 2023-08-30, before the refund on 2023-09-04"), "{short}");
    let whole = check("zh", &["--holidays", "days.ics"]).out;
    assert!(whole.contains("工作日已排除所给日历中的法定节假日\n"), "{whole}");
    assert_eq!(shop.run(["reopen-check", "--on", "2025-03-04", "--holidays", "days.ics"]).code, 0);

    shop.file("bad.txt", "2023-08-29\nsoon\n");
    let bad = check("en", &["--holidays", "bad.txt"]);
    assert_eq!(bad.code, 2, "{}", bad.shown());
    assert!(bad.err.contains("\"bad.txt\", line 2, has no date that can be read: \"soon\""), "{}", bad.shown());
    assert!(bad.err.contains("2026-02-16"), "{}", bad.shown());
    assert_eq!(check("en", &["--holidays", "nothing.ics"]).code, 2);
    let before = fs::read(&list).expect("a file");
    assert_eq!(check("en", &["--holidays", "days.txt", "--ics", "days.txt"]).code, 2);
    assert_eq!(fs::read(&list).expect("a file"), before);
}
