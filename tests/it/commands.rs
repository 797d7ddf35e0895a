//! What the commands answer, as a user reads it.

use std::io::Read;
use std::process::Stdio;

use crate::support::{Run, Shop, finish, fixtures};

const FIRST: &str = "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";
const SECOND: &str = "1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv";

/// A shop with the exports of two days.
fn stocked() -> Shop {
    let shop = Shop::new();
    shop.copy(&format!("sub-order-csv/{FIRST}"));
    shop.copy(&format!("sub-order-csv-next-day/{SECOND}"));
    assert_eq!(shop.run(["import", FIRST, SECOND]).code, 0);
    shop
}

fn in_chinese(shop: &Shop, args: &[&str]) -> Run {
    finish(shop.command().args(["--lang", "zh"]).args(args))
}

#[test]
fn import_in_both_languages_and_all_forms() {
    let shop = Shop::new();
    shop.copy(&format!("sub-order-csv/{FIRST}"));
    shop.copy("rejects/orders.csv");
    let args = ["import", FIRST, "orders.csv", "nothing.csv", "--exported-at", "2026-01-12 20:16:49", "--dry-run"];
    insta::assert_snapshot!("import_en", shop.run(args).shown());
    insta::assert_snapshot!("import_zh", in_chinese(&shop, &args).shown());
    insta::assert_snapshot!("import_csv", shop.run(args.iter().chain(&["--format", "csv"])).shown());
    let json = shop.json(args);
    insta::assert_snapshot!("import_json", serde_json::to_string_pretty(&json).expect("JSON"));
}

#[test]
fn a_dry_run_reports_the_same_and_writes_nothing() {
    let shop = Shop::new();
    shop.copy(&format!("sub-order-csv/{FIRST}"));
    shop.copy(&format!("sub-order-csv-next-day/{SECOND}"));
    let counts = |answer: &serde_json::Value| {
        let files = answer["files"].as_array().expect("files").iter();
        files.map(|file| ["inserted", "updated", "unchanged"].map(|count| file[count].as_u64())).collect::<Vec<_>>()
    };
    let trial = shop.json(["import", FIRST, SECOND, "--dry-run"]);
    assert_eq!(trial["files"][0]["status"], "dry_run");
    assert!(!shop.database().exists());
    let real = shop.json(["import", FIRST]);
    let state = shop.orders();
    let second_trial = shop.json(["import", FIRST, SECOND, "--dry-run"]);
    assert_eq!(shop.orders(), state);
    assert_eq!(counts(&trial)[0], counts(&real)[0]);
    assert_eq!(second_trial["files"][0]["status"], "skipped");
    assert_eq!(counts(&trial)[1], counts(&second_trial)[1]);
    assert_eq!(counts(&trial)[1], counts(&shop.json(["import", SECOND]))[0]);
}

#[test]
fn inspect_tells_what_a_file_is() {
    let shop = Shop::new();
    shop.copy("title-rows/orders.xlsx");
    shop.copy("custom-75/orders.csv");
    insta::assert_snapshot!(
        "inspect_xlsx",
        in_chinese(&shop, &["inspect", "orders.xlsx", "--exported-at", "2026-01-12"]).shown()
    );
    insta::assert_snapshot!("inspect_csv", shop.run(["inspect", "orders.csv", "--exported-at", "2026-01-12"]).shown());
    let json = shop.json(["inspect", "orders.csv", "--exported-at", "2026-01-12"]);
    assert_eq!(json["item_amount"], "unit_price");
    shop.copy("custom-total/orders.csv");
    assert_eq!(shop.json(["inspect", "orders.csv"])["item_amount"], "total");
    shop.copy("rejects/orders.csv");
    let run = shop.run(["inspect", "orders.csv", "--exported-at", "2026-01-12"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("damaged-id"), "{}", run.out);
}

#[test]
fn the_price_of_one_piece_is_found_where_it_can_be() {
    let shop = Shop::new();
    shop.copy("custom-75/orders.csv");
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    let sum = "SELECT count(*) FROM 订单 WHERE abs(商品单价 * 商品数量 + 运费 - 优惠总金额 - 订单应付金额) > 0.001 OR 商品单价 IS NULL";
    assert_eq!(shop.dump(sum), "[[0]]");
    shop.copy("custom-total/orders.csv");
    assert_eq!(shop.run(["import", "orders.csv", "--shop", "total"]).code, 0);
    assert_eq!(
        shop.dump("SELECT count(*) FROM order_lines WHERE shop = 'total' AND quantity > 1 AND unit_price IS NOT NULL"),
        "[[0]]"
    );
}

#[test]
fn imports_and_their_rejects() {
    let shop = stocked();
    shop.copy("rejects/orders.csv");
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-01-14"]).code, 1);
    insta::assert_snapshot!("imports_en", shop.run(["imports"]).shown());
    insta::assert_snapshot!("imports_zh", in_chinese(&shop, &["imports", "list"]).shown());
    assert_eq!(shop.run(["imports", "--shop", "default"]).out, shop.run(["imports"]).out);
    let run = shop.run(["imports", "--shop", "nobody"]);
    assert!(run.code == 2 && run.err.contains("no shop is named"), "{}", run.shown());
    let run = shop.run(["rules", "list", "--shop", "default"]);
    assert!(run.code == 2 && !run.err.contains("--show-pii"), "{}", run.shown());
    insta::assert_snapshot!("rejects_en", shop.run(["imports", "rejects", "3"]).shown());
    insta::assert_snapshot!("rejects_zh", in_chinese(&shop, &["imports", "rejects", "3"]).shown());
    insta::assert_snapshot!("no_such_import", shop.run(["imports", "show", "9"]).shown());
    let shown = shop.run(["imports", "show", "3"]);
    assert!(shown.out.contains("orders.csv") && shown.code == 0);
}

#[test]
fn undo_takes_a_file_out() {
    let shop = Shop::new();
    shop.copy(&format!("sub-order-csv/{FIRST}"));
    shop.copy(&format!("sub-order-csv-next-day/{SECOND}"));
    assert_eq!(shop.run(["import", FIRST]).code, 0);
    let before = shop.orders();
    assert_eq!(shop.run(["import", SECOND]).code, 0);
    assert_ne!(shop.orders(), before);
    insta::assert_snapshot!("undo", shop.run(["imports", "undo", "2"]).shown());
    assert_eq!(shop.orders(), before);
    assert_eq!(shop.run(["imports", "undo", "2"]).code, 2);
    assert_eq!(shop.json(["import", SECOND])["files"][0]["status"], "imported");
    assert_eq!(shop.run(["imports", "undo", "1"]).code, 0);
    assert_eq!(shop.run(["imports", "undo", "3"]).code, 0);
    assert_eq!(
        shop.dump(
            "SELECT (SELECT count(*) FROM stored_lines), (SELECT count(*) FROM stored_sightings), (SELECT count(*) FROM shops)"
        ),
        "[[0,0,0]]"
    );
}

#[test]
fn orders_are_filtered_sorted_and_limited() {
    let shop = stocked();
    insta::assert_snapshot!("orders_en", shop.run(["orders", "--status", "待发货", "--limit", "3"]).shown());
    insta::assert_snapshot!(
        "orders_zh",
        in_chinese(&shop, &["orders", "--promotion", "alliance", "--sort", "-amount", "--limit", "3"]).shown()
    );
    insta::assert_snapshot!(
        "orders_json",
        shop.run(["orders", "--limit", "1", "--sort", "amount", "--format", "json"]).shown()
    );
    insta::assert_snapshot!("orders_none", shop.run(["orders", "--search", "没有这样的商品"]).shown());
    let count = |args: &[&str]| shop.json(["orders"].iter().chain(args))["rows"].as_array().expect("rows").len();
    let lines = count(&[]);
    assert_eq!(count(&["--from", "2026-01-08"]) + count(&["--to", "2026-01-07"]), lines);
    assert_eq!(count(&["--promotion", "精选联盟"]) + count(&["--promotion", "none"]), lines);
    let statuses = ["待发货", "已发货", "已完成", "已关闭"];
    assert_eq!(statuses.map(|status| count(&["--status", status])).iter().sum::<usize>(), lines);
    assert_eq!(count(&["--status", &statuses.join(",")]), lines);
    assert!(count(&["--after-sale", "-"]) < lines && count(&["--after-sale", "-"]) > 0);
    assert_eq!(count(&["--search", "6926181657396269909"]), 1);
    assert!(count(&["--product", "茶"]) > 0);
}

#[test]
fn an_order_has_a_timeline() {
    let shop = stocked();
    insta::assert_snapshot!("order_en", shop.run(["order", CHANGED]).shown());
    insta::assert_snapshot!("order_zh", in_chinese(&shop, &["order", CHANGED, "--show-pii"]).shown());
    insta::assert_snapshot!("order_json", serde_json::to_string_pretty(&shop.json(["order", CHANGED])).expect("JSON"));
    insta::assert_snapshot!("order_none", shop.run(["order", "1"]).shown());
}

/// An order that the second export changes.
const CHANGED: &str = "6926181657396269909";

#[test]
fn buyers_are_not_shown_unless_asked_for() {
    let shop = stocked();
    shop.copy("rejects/orders.csv");
    shop.run(["import", "orders.csv"]);
    let buyers = shop.buyers();
    assert!(buyers.len() > 100);
    let commands: &[&[&str]] = &[
        &["orders", "--limit", "0"],
        &["order", CHANGED],
        &["order", CHANGED, "--format", "json"],
        &["order", CHANGED, "--format", "csv"],
        &["imports", "rejects", "3"],
        &["inspect", FIRST],
        &["inspect", "orders.csv"],
        &["sql", "SELECT * FROM 订单"],
        &["sql", "SELECT * FROM order_lines"],
        &["sql", "SELECT * FROM stored_lines"],
        &["sql", "SELECT * FROM stored_sightings"],
        &["sql", "SELECT upper(收件人) || 详细地址 FROM 订单 WHERE 收件人 IS NOT NULL"],
        &["sql", "SELECT receiver FROM stored_lines FULL JOIN (SELECT 'zz' AS receiver) USING (receiver)"],
        &["sql", "SELECT receiver FROM order_lines FULL JOIN (SELECT 'zz' AS receiver) USING (receiver)"],
        &["sql", "SELECT 收件人 FROM 订单 NATURAL FULL JOIN (SELECT 'zz' AS 收件人)"],
        &["sql", "WITH order_lines AS (SELECT * FROM STORED_LINES) SELECT receiver FROM order_lines"],
        &["sql", "SELECT max(receiver) FROM order_lines GROUP BY address"],
    ];
    for args in commands {
        let run = shop.run(args.iter().copied());
        let shown = run.shown();
        for buyer in &buyers {
            assert!(!shown.contains(buyer), "{args:?} shows a buyer's data");
        }
    }
    let hint = "add --show-pii to show them";
    assert!(shop.run(["sql", "SELECT 收件人 FROM 订单"]).err.contains(hint));
    assert!(!shop.run(["sql", "SELECT 省 FROM 订单"]).err.contains(hint));
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let shop = stocked();
    let query = "SELECT 省, count(*) AS 行数, sum(订单应付金额) > 0 AS 有 FROM 订单 WHERE 商品数量 >= :n GROUP BY 省 ORDER BY 省 LIMIT 3";
    insta::assert_snapshot!("sql_table", shop.run(["sql", query, "--param", "n=1"]).shown());
    insta::assert_snapshot!("sql_csv", shop.run(["sql", query, "--param", "n=1", "--format", "csv"]).shown());
    insta::assert_snapshot!("sql_json", shop.run(["sql", query, "--param", ":n=1", "--format", "json"]).shown());
    let state = shop.orders();
    let copy = shop.path("copy.db");
    let refused = [
        "DELETE FROM stored_lines",
        "UPDATE stored_lines SET status = 'x'",
        "DROP TABLE stored_lines",
        "CREATE TABLE t (x)",
        "CREATE TEMP TABLE t (x)",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "PRAGMA user_version = 7",
        "PRAGMA journal_mode = DELETE",
        "SELECT 1; DELETE FROM stored_lines",
        "BEGIN",
        "",
        "SELECT nothing FROM 订单",
        "SELECT load_extension('x')",
        "SELECT zeroblob(1000000000)",
        "SELEC 1",
        "SELECT count(*) FROM 订单 WHERE 订单状态 = :status",
        "SELECT * FROM stored_lines",
        "DELETE FROM 订单",
    ];
    let mut shown = String::new();
    for statement in refused {
        let run = shop.run(["sql", statement]);
        assert_eq!(run.code, 2, "{statement}: {}", run.shown());
        shown.push_str(&format!("{statement}\n{}\n", run.err));
    }
    insta::assert_snapshot!("sql_refused", shown);
    assert_eq!(shop.orders(), state);
    assert!(!copy.exists() && !shop.path("other.db").exists());
    insta::assert_snapshot!("sql_no_parameter", shop.run(["sql", "SELECT 1", "--param", "n=1"]).shown());
    assert_eq!(shop.dump("SELECT count(*) FROM 订单 WHERE 主订单编号 = '6926181657396269909'"), "[[1]]");
    assert_eq!(
        shop.json(["sql", "SELECT count(*) FROM 订单 WHERE 主订单编号 = :id", "--param", "id=6926181657396269909"])["rows"]
            [0][0],
        1
    );
}

#[test]
fn the_database_can_be_checked_and_copied() {
    let shop = stocked();
    insta::assert_snapshot!("db_check", in_chinese(&shop, &["db", "check"]).shown());
    insta::assert_snapshot!("db_path", shop.run(["db", "path"]).shown());
    insta::assert_snapshot!("db_backup", shop.run(["db", "backup", "copy.db"]).shown());
    insta::assert_snapshot!("db_backup_again", shop.run(["db", "backup", "copy.db"]).shown());
    let state = shop.orders();
    std::fs::rename(shop.path("copy.db"), shop.database()).expect("renames");
    assert_eq!(shop.orders(), state);
}

#[test]
fn a_check_finds_what_was_changed_behind_its_back() {
    let shop = stocked();
    for sibling in ["commission", "aftersales", "settlement", "funds"] {
        std::fs::rename(shop.copy(&format!("{sibling}/first.csv")), shop.path(&format!("{sibling}.csv")))
            .expect("renames");
        assert_eq!(shop.run(["import", &format!("{sibling}.csv")]).code, 0);
    }
    shop.copy("rejects/orders.csv");
    assert_eq!(shop.run(["import", "orders.csv"]).code, 1);
    assert_eq!(shop.run(["db", "check"]).code, 0);
    for (change, found) in [
        ("UPDATE stored_lines SET payable = payable + 1 WHERE id = 3", "the rows of import 1 differ"),
        (
            "UPDATE stored_lines SET receiver = 'x' WHERE id = (SELECT max(id) FROM stored_lines)",
            "differ from those that were stored",
        ),
        (
            "UPDATE stored_sightings SET content = NULL WHERE content IS NOT NULL AND import_id = 1",
            "differ from those that were stored",
        ),
        ("UPDATE stored_fund_flows SET amount = 7 WHERE id = 1", "the rows of import 6 differ"),
        ("UPDATE stored_settlements SET note = 'x' WHERE id = 1", "the rows of import 5 differ"),
        ("DELETE FROM stored_sightings WHERE line_id = (SELECT min(line_id) FROM stored_sightings)", "rows and has"),
        ("DELETE FROM stored_commissions WHERE id = 1", "rows and has"),
        ("UPDATE stored_after_sales SET current = 0 WHERE id = 1", "current rows"),
        ("DELETE FROM stored_rejects WHERE ordinal = 1", "rejected rows and has"),
        ("UPDATE imports SET blank = blank + 1", "do not add up"),
        ("UPDATE lines_per_day SET lines = lines + 1", "day 2025-12-29 should count"),
        ("DELETE FROM lines_per_day WHERE day = '2025-12-29'", "and counts 0"),
        (
            "INSERT INTO lines_per_day SELECT shop_id, '2024-02-29', 1 FROM lines_per_day LIMIT 1",
            "day 2024-02-29 should count 0 sub-orders and counts 1",
        ),
        ("PRAGMA foreign_keys = OFF; DELETE FROM shops", "refers to a row that does not exist"),
    ] {
        let copy = shop.path("changed.db");
        std::fs::copy(shop.database(), &copy).expect("a copy");
        rusqlite::Connection::open(&copy).and_then(|other| other.execute_batch(change)).expect("a change");
        let run = shop.run(["db", "check", "--db", "changed.db"]);
        assert!(run.code == 1 && run.out.contains(found), "{change}: {}", run.shown());
        assert!(
            shop.json(["db", "check", "--db", "changed.db"])["problems"]
                .as_array()
                .is_some_and(|list| !list.is_empty())
        );
        std::fs::remove_file(copy).expect("removes");
    }
}

#[test]
fn answers_go_to_a_file() {
    let shop = stocked();
    assert_eq!(shop.run(["orders", "--format", "csv", "--output", "orders.csv"]).code, 0);
    let bytes = std::fs::read(shop.path("orders.csv")).expect("a file");
    assert!(bytes.starts_with(b"\xEF\xBB\xBFshop,main_order_id"), "Excel needs the mark");
    assert_eq!(shop.run(["--output", "x.json", "--format", "json", "imports"]).code, 0);
    let text = std::fs::read_to_string(shop.path("x.json")).expect("a file");
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    insta::assert_snapshot!("output_without_folder", shop.run(["orders", "--output", "no/such/folder/x.csv"]).shown());
}

#[test]
fn a_closed_pipe_is_no_error() {
    let shop = stocked();
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i FROM n";
    let mut child = shop.command().args(["sql", sql, "--format", "csv"]).stdout(Stdio::piped()).spawn().expect("runs");
    let mut first = [0; 16];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("some output");
    assert_eq!(child.wait().expect("ends").code(), Some(0));
}

#[test]
fn the_help_is_in_both_languages() {
    let shop = Shop::new();
    let mut shown = String::new();
    for command in [
        &["--help"][..],
        &["import", "--help"],
        &["imports", "undo", "--help"],
        &["orders", "-h"],
        &["report", "-h"],
        &["sql", "-h"],
        &["export", "-h"],
        &["db", "-h"],
    ] {
        for lang in ["en", "zh"] {
            let run = finish(shop.command().args(["--lang", lang]).args(command));
            assert_eq!(run.code, 0);
            shown.push_str(&format!("$ shopkit {} --lang {lang}\n{}\n", command.join(" "), run.out));
        }
    }
    insta::assert_snapshot!("help", shown);
}

#[test]
fn completions_and_manual_pages_are_made() {
    let shop = Shop::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(shop.run(["completions", shell]).out.contains("imports"), "{shell}");
    }
    assert_eq!(shop.run(["man", "pages"]).code, 0);
    assert!(shop.path("pages").join("shopkit-import.1").exists());
}

#[test]
fn the_tour_ends_well() {
    for lang in ["en", "zh"] {
        let run = finish(Shop::new().command().args(["demo", "--lang", lang]));
        insta::assert_snapshot!(format!("demo_{lang}"), run.shown());
        assert_eq!(run.code, 0);
    }
}

#[test]
fn files_of_another_shop_are_pointed_out() {
    let shop = stocked();
    let name = "1768396800_84d8f3a19c5e4b7d8e2016c47ab95d3fAnother1.csv";
    let text = std::fs::read(fixtures().join("sub-order-csv").join(FIRST)).expect("a fixture");
    shop.file(name, [text.as_slice(), b"\n"].concat());
    let answer = shop.json(["import", name]);
    let codes: Vec<&str> = answer["files"][0]["warnings"]
        .as_array()
        .expect("warnings")
        .iter()
        .filter_map(|w| w["code"].as_str())
        .collect();
    assert!(codes.contains(&"mixed-shop"), "{codes:?}");
}

#[test]
fn days_between_files_are_told() {
    let shop = Shop::new();
    let export = |day: &str| {
        format!("主订单编号,子订单编号,订单状态,订单提交时间\n1{day},1{day},已完成,2026-01-{day} 10:00:00\n")
    };
    shop.file("a.csv", export("02"));
    shop.file("b.csv", export("09"));
    let answer = shop.json(["import", "a.csv", "b.csv"]);
    assert_eq!(answer["files"][1]["coverage"]["gaps"][0], serde_json::json!(["2026-01-03", "2026-01-08"]));
}

#[test]
fn an_export_that_may_be_cut_is_pointed_out() {
    let shop = Shop::new();
    let mut text = "主订单编号,子订单编号\n".to_owned();
    for line in 0..500_000 {
        text.push_str(&format!("{line},{line}\n"));
    }
    text.insert_str(text.find('\n').expect("a line"), ",订单状态");
    text = text.replace('\n', ",已完成\n").replacen(",已完成", "", 1);
    shop.file("cap.csv", text);
    let answer = shop.json(["import", "cap.csv", "--dry-run"]);
    assert_eq!(answer["files"][0]["inserted"], 500_000);
    assert_eq!(answer["files"][0]["warnings"][0]["code"], "export-cap");
}

#[test]
fn answers_are_never_written_over_what_is_read() {
    let shop = stocked();
    let state = shop.orders();
    for name in ["test.db", "./test.db"] {
        let run = shop.run(["orders", "--output", name]);
        assert_eq!(run.code, 2, "{}", run.shown());
    }
    let bytes = std::fs::read(shop.path(FIRST)).expect("bytes");
    insta::assert_snapshot!("output_over_input", shop.run(["import", FIRST, "--output", FIRST]).shown());
    assert_eq!(shop.run(["inspect", FIRST, "--output", FIRST]).code, 2);
    assert_eq!(std::fs::read(shop.path(FIRST)).expect("bytes"), bytes);
    shop.copy("custom-75/orders.csv");
    assert_eq!(shop.run(["import", "orders.csv", "--output", "no/folder/x.json"]).code, 2);
    assert_eq!(shop.orders(), state);
}

#[test]
fn the_form_follows_the_name_of_the_file() {
    let shop = stocked();
    assert_eq!(shop.run(["orders", "--output", "x.json"]).code, 0);
    assert_eq!(shop.run(["orders", "--output", "x.csv"]).code, 0);
    let text = |name: &str| std::fs::read_to_string(shop.path(name)).expect("a file");
    assert!(serde_json::from_str::<serde_json::Value>(&text("x.json")).is_ok());
    assert!(text("x.csv").starts_with("\u{feff}shop,"));
}

#[test]
fn mistakes_on_the_command_line_are_told_in_both_languages() {
    let shop = stocked();
    let mut shown = String::new();
    let lines: &[&[&str]] = &[
        &["import"],
        &["nothing"],
        &["orders", "--sort", "foo"],
        &["orders", "--from", "昨天"],
        &["orders", "--from", "2026-01-12", "--to", "2026-01-10"],
        &["orders", "--limit", "abc"],
        &["orders", "--status", "已发获，待发货"],
        &["import", "x", "--kind", "x"],
        &["import", "x", "--exported-at", "2026-13-01"],
        &["import", "x", "--strict", "--max-rejects", "1"],
        &["sql", "SELECT 1", "--param", "x"],
        &["imports", "undo", "x"],
        &["order", "' 6926181657396269909 ", "--shop", "x"],
        &["man", FIRST],
        &["db", "backup", "no/folder/x.db"],
        &["orders", "--output", "."],
    ];
    for line in lines {
        for lang in ["en", "zh"] {
            let run = finish(shop.command().args(["--lang", lang]).args(*line));
            shown.push_str(&format!("$ shopkit {} --lang {lang}\n{}\n", line.join(" "), run.shown()));
        }
    }
    insta::assert_snapshot!("usage", shown);
    assert_eq!(shop.run(["order", "' 6926181657396269909 "]).code, 0);
}

#[test]
fn a_sub_order_is_found_where_rows_are_main_orders() {
    let shop = Shop::new();
    shop.file("main.csv", "主订单编号,子订单编号,订单状态\n1,1;2,已完成\n");
    assert_eq!(shop.run(["import", "main.csv"]).code, 0);
    assert_eq!(shop.json(["order", "2"])["lines"][0]["key"], "1");
}
