//! `sql` reads, and nothing else: what a statement may try, and that the database and its folder are as they were.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use shopkit::kit;

use crate::support::{Rows, Shop};

/// Statements that must be refused, whatever else is asked for.
const ATTACKS: &[&str] = &[
    // Writing rows, plainly and in disguise.
    "DELETE FROM stored_lines",
    "DELETE FROM shops",
    "DELETE FROM 订单",
    "UPDATE imports SET path = 'x'",
    "UPDATE order_lines SET receiver = 'x'",
    "INSERT INTO shops (name) VALUES ('x')",
    "INSERT INTO shops (name) VALUES ('x') RETURNING name",
    "INSERT INTO shops (id, name) SELECT 9, 'x' ON CONFLICT DO NOTHING",
    "REPLACE INTO shops (id, name) VALUES (1, 'x')",
    "WITH x AS (SELECT 1) DELETE FROM rejects",
    "WITH x AS (SELECT 'x' AS name) INSERT INTO shops (name) SELECT name FROM x",
    "DELETE FROM main.verdicts WHERE id IN (SELECT 1)",
    "UPDATE sqlite_schema SET sql = ''",
    "DELETE FROM sqlite_sequence",
    "INSERT INTO sqlite_schema VALUES ('table', 't', 't', 0, 'CREATE TABLE t (x)')",
    // Changing the schema.
    "DROP TABLE stored_lines",
    "DROP VIEW 订单",
    "DROP INDEX lines_by_time",
    "ALTER TABLE shops ADD COLUMN x",
    "ALTER TABLE shops RENAME TO x",
    "CREATE TABLE t (x)",
    "CREATE TABLE t AS SELECT * FROM 订单",
    "CREATE TEMP TABLE t AS SELECT * FROM 订单",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TEMP VIEW v AS SELECT * FROM order_lines",
    "CREATE INDEX i ON shops (name)",
    "CREATE TRIGGER t AFTER INSERT ON imports BEGIN DELETE FROM shops; END",
    "CREATE TEMP TRIGGER t AFTER INSERT ON imports BEGIN DELETE FROM shops; END",
    "CREATE VIRTUAL TABLE t USING fts5 (x)",
    "CREATE VIRTUAL TABLE temp.t USING rtree (id, a, b)",
    "REINDEX",
    "ANALYZE",
    // Other files.
    "ATTACH 'other.db' AS other",
    "ATTACH ':memory:' AS other",
    "ATTACH 'file:other.db?mode=rwc' AS other",
    "ATTACH 'test.db' AS again",
    "ATTACH '' AS other",
    "DETACH main",
    "VACUUM",
    "VACUUM INTO 'copy.db'",
    "VACUUM main INTO '/tmp/shopkit-copy.db'",
    "SELECT load_extension('./evil')",
    "SELECT load_extension('./evil', 'sqlite3_evil_init')",
    "SELECT readfile('test.db')",
    "SELECT writefile('x', 'y')",
    "SELECT edit('x')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT fts3_tokenizer('simple', x'0000000000000000')",
    "SELECT sqlite_log(1, 'x')",
    "SELECT * FROM dbstat",
    "SELECT data FROM sqlite_dbpage",
    "SELECT * FROM csv('x.csv')",
    // Settings.
    "PRAGMA user_version = 7",
    "PRAGMA application_id = 7",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA journal_mode",
    "PRAGMA writable_schema = ON",
    "PRAGMA trusted_schema = ON",
    "PRAGMA query_only = OFF",
    "PRAGMA secure_delete = OFF",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA temp_store_directory = '/tmp'",
    "PRAGMA mmap_size = 1000000000000",
    "PRAGMA incremental_vacuum",
    "PRAGMA optimize",
    "PRAGMA database_list",
    "PRAGMA main.table_info = x; PRAGMA user_version = 7",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM pragma_wal_checkpoint",
    "SELECT * FROM pragma_user_version",
    "SELECT * FROM pragma_function_list",
    // Transactions, and more than one statement.
    "BEGIN",
    "BEGIN EXCLUSIVE",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT s",
    "RELEASE s",
    "",
    ";",
    "-- nothing",
    "SELECT 1; DELETE FROM shops",
    "SELECT 1; SELECT 2",
    "SELECT 1 /* ; */; -- \n DROP TABLE shops",
    "EXPLAIN DELETE FROM shops",
    // Too much of it.
    "SELECT zeroblob(1000000000)",
    "SELECT randomblob(1000000000)",
    "SELECT printf('%1000000000d', 1)",
    "SELECT hex(zeroblob(1000000))",
    "SELECT hex(zeroblob(70000))",
    "SELECT ltrim(hex(zeroblob(70000)), replace(hex(zeroblob(70000)), '0', '1'))",
    "SELECT instr(zeroblob(140000), x'01')",
    "SELECT replace(hex(zeroblob(10000)), '0', hex(zeroblob(10000)))",
    "WITH RECURSIVE n(x) AS (SELECT 'aaaa' UNION ALL SELECT x || x FROM n) SELECT max(length(x)) FROM n",
];

/// Questions to what is behind the views, which are refused unless contact data are asked for.
const BEHIND_THE_VIEWS: &[&str] = &[
    "SELECT * FROM stored_lines",
    "SELECT receiver FROM Stored_Lines",
    "SELECT receiver FROM \"stored_lines\"",
    "SELECT receiver FROM [stored_lines] NOT INDEXED",
    "SELECT receiver FROM main . stored_lines",
    "SELECT receiver FROM/**/stored_lines/**/",
    "SELECT content FROM stored_sightings",
    "SELECT note FROM stored_fund_flows",
    "SELECT * FROM stored_settlements NATURAL JOIN stored_commissions",
    "SELECT (SELECT receiver FROM stored_lines LIMIT 1)",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM stored_lines WHERE receiver LIKE '张%')",
    "SELECT * FROM (SELECT 'x' AS receiver) FULL JOIN stored_lines USING (receiver)",
    "WITH order_lines AS (SELECT * FROM stored_lines) SELECT receiver FROM order_lines",
    "SELECT buyer_hash FROM stored_lines",
    "SELECT seq FROM sqlite_sequence",
    "SELECT hex(key) FROM buyer_key",
];

/// Returns the files of the folder with what is in them.
fn folder(shop: &Shop) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(shop.path("")).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file")))
        .collect()
}

#[test]
fn attacks_are_refused_and_leave_everything_as_it_was() {
    let shop = personal();
    let before = folder(&shop);
    let refused = |attack: &str, more: &[&str]| {
        let run = shop.run(["sql", attack].iter().chain(more));
        assert!(run.code == 2 && run.out.is_empty(), "{attack}: {}", run.shown());
        assert!(folder(&shop) == before, "{attack}");
    };
    for attack in ATTACKS {
        refused(attack, &[]);
        refused(attack, &["--show-pii"]);
    }
    for question in BEHIND_THE_VIEWS {
        refused(question, &[]);
    }
    assert!(!std::path::Path::new("/tmp/shopkit-copy.db").exists());
}

#[test]
fn a_query_that_never_ends_is_ended() {
    let shop = personal();
    let before = folder(&shop);
    for endless in [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH n(i) AS (SELECT value FROM json_each('[1,2,3,4,5,6,7,8,9]')) SELECT count(*) FROM n a, n b, n c, n d, n e, n f, n g, n h, n i, n j, n k",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n ORDER BY -i",
        "WITH RECURSIVE n(x) AS (SELECT hex(zeroblob(1000)) UNION ALL SELECT x FROM n) SELECT sum(x LIKE '%0%0%0%0%0%0%1') FROM n",
    ] {
        let ended = kit::sql(&shop.database(), endless, &[], false, Duration::from_millis(200), &mut Rows::default());
        let error = ended.expect_err("it never ends");
        assert_eq!(shopkit::model::lang::Explain::code(&error), "time-limit", "{endless}: {error}");
    }
    assert!(folder(&shop) == before);
}

#[test]
fn what_is_too_long_is_told() {
    let shop = personal();
    let told = |sql: &str| {
        let answer = kit::sql(&shop.database(), sql, &[], false, Duration::from_secs(30), &mut Rows::default());
        answer.map(|answered| answered.rows).map_err(|error| shopkit::model::lang::Explain::code(&error))
    };
    let numbers = |most| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})");
    assert_eq!(told(&format!("{} SELECT group_concat(i) FROM n", numbers(10_000))), Ok(1));
    assert_eq!(told(&format!("{} SELECT group_concat(i) FROM n", numbers(30_000))), Err("too-long"));
    let ids = |many| vec!["'6926234509777272695'"; many].join(",");
    assert_eq!(told(&format!("SELECT 1 WHERE 1 IN ({})", ids(10_000))), Ok(0));
    assert_eq!(told(&format!("SELECT 1 WHERE 1 IN ({})", ids(20_000))), Err("too-long"));
    let run = shop.run(["sql", "SELECT hex(zeroblob(70000))"]);
    assert!(run.err.contains("longer than 128 KiB") && run.err.contains("group_concat"), "{}", run.shown());
}

/// Headers that no alias knows and that speak of people, and what stands under them.
const PERSONAL: &[(&str, &str)] = &[
    ("姓名", "真名甲先生"),
    ("收货人", "真名乙女士"),
    ("收件电话", "0571-55550001"),
    ("联系手机", "13900000001"),
    ("备用电话", "13900000002"),
    ("收货地址", "隐秘路一号"),
    ("现住址", "隐秘路二号"),
    ("身份证", "440301199001010001"),
    ("微信", "wxid_hidden_1"),
    ("QQ", "qq_hidden_2"),
    ("旺旺", "ww_hidden_3"),
    ("邮箱", "hidden4@example.com"),
    ("买家昵称", "昵称藏五"),
    ("客户备注", "备注藏六"),
    ("会员名", "会员藏七"),
    ("Phone Number", "13900000003"),
    ("e-mail", "hidden8@example.com"),
    ("ＱＱ号", "qq_hidden_9"),
    ("Contact", "hidden_10"),
    ("Tel", "0571-hidden11"),
    ("name", "hidden 12"),
    ("Wang wang", "ww_hidden_13"),
    ("座机", "0571-hidden14"),
    ("取件人", "取件藏hidden"),
    ("抖音号", "dy_hidden_15"),
    ("充值账号", "hidden_16"),
    ("電話", "13900000004"),
];

/// A shop whose orders and fund flows have the personal columns beside the known ones.
fn personal() -> Shop {
    let shop = Shop::new();
    let headers: Vec<&str> = PERSONAL.iter().map(|(header, _)| *header).collect();
    let values: Vec<&str> = PERSONAL.iter().map(|(_, value)| *value).collect();
    let (headers, values) = (headers.join(","), values.join(","));
    let known = "真收件人,13900000009,真地址九号,打电话13900000010,记得13900000011";
    shop.file(
        "orders.csv",
        format!(
            "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,收件人,收件人手机号,详细地址,买家留言,商家备注,序列号,{headers}\n\
             7001,7001,已完成,1,2026-01-05 09:00:00,{known},SN1,{values}\n\
             7002,7002,已完成,{values},,,,,,,,,\n"
        ),
    );
    shop.file(
        "later.csv",
        format!("主订单编号,子订单编号,订单状态,商品数量,订单提交时间,收件人,{headers}\n7001,7001,已关闭,1,2026-01-05 09:00:00,真收件人二,{}\n", values.replace("hidden", "hiddenagain")),
    );
    shop.file(
        "funds.csv",
        format!("动账时间,动账流水号,动账方向,动账金额,子订单号,备注,{headers}\n2026-01-06 09:00:00,49001,入账,1.00,7001,备注13900000012,{values}\n2026-01-06 09:00:00,49002,转账,1.00,7001,备注13900000012,{values}\n"),
    );
    for (name, time) in [("orders.csv", "2026-01-06"), ("later.csv", "2026-01-07"), ("funds.csv", "2026-01-08")] {
        let run = shop.run(["import", name, "--exported-at", time]);
        assert!(run.code < 2, "{}", run.shown());
        assert_tells_nothing(&run.shown(), name);
    }
    shop
}

/// Texts that must not be shown: whole values, and what all hidden ones have in common.
fn assert_tells_nothing(shown: &str, what: &str) {
    let known = ["真收件人", "1390000", "真地址", "hidden", "隐秘"];
    for text in PERSONAL.iter().map(|(_, value)| *value).chain(known) {
        assert!(!shown.contains(text), "{what} shows {text}:\n{shown}");
    }
}

#[test]
fn personal_columns_are_nowhere_to_be_seen() {
    let shop = personal();
    let exports = ["csv", "xlsx", "json", "html"].map(|form| format!("out.{form}"));
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["orders"],
        vec!["orders", "--search", "7001"],
        vec!["order", "7001"],
        vec!["order", "7001", "--format", "json"],
        vec!["order", "7001", "--format", "csv"],
        vec!["imports", "rejects", "1"],
        vec!["imports", "rejects", "3", "--format", "json"],
        vec!["imports", "show", "1"],
        vec!["inspect", "orders.csv"],
        vec!["inspect", "funds.csv", "--format", "json"],
        vec!["import", "orders.csv", "--shop", "b", "--format", "json", "-v"],
        vec!["import", "orders.csv", "--shop", "c", "--dry-run", "--strict", "-v"],
        vec!["report", "repeat", "--shop", "default"],
        vec!["report", "products", "--shop", "default"],
        vec!["db", "check"],
        vec!["db", "purge", "--contacts", "--dry-run"],
    ];
    for name in ["订单", "order_lines", "动账明细", "fund_flows"] {
        for form in ["table", "json", "csv"] {
            let sql: &str = Box::leak(format!("SELECT * FROM {name}").into_boxed_str());
            commands.push(vec!["sql", sql, "--format", form]);
        }
    }
    commands.push(vec!["sql", "SELECT * FROM imports"]);
    commands.push(vec!["sql", "SELECT * FROM rejects"]);
    for command in &commands {
        assert_tells_nothing(&shop.run(command.iter().copied()).shown(), &command.join(" "));
    }
    for name in &exports {
        assert_eq!(shop.run(["export", "orders", name, "--shop", "default"]).code, 0);
        assert_tells_nothing(&String::from_utf8_lossy(&fs::read(shop.path(name)).expect("a file")), name);
    }
    assert_eq!(shop.json(["sql", "SELECT DISTINCT rows_hash FROM imports"])["rows"], serde_json::json!([[null]]));
    let shown = shop.run(["sql", "SELECT * FROM order_lines", "--show-pii"]).out;
    assert!(PERSONAL.iter().all(|(_, value)| shown.contains(&value.replace("hidden", "hiddenagain"))), "{shown}");
}

/// Conditions and expressions that would tell a right guess from a wrong one, if they could read what is guessed.
const ORACLES: &[&str] = &[
    "SELECT count(*) FROM 订单 WHERE 收件人 = '{}'",
    "SELECT count(*) FROM 订单 WHERE 收件人 LIKE '{}%'",
    "SELECT count(*) FROM 订单 WHERE 收件人 GLOB '{}*'",
    "SELECT count(*) FROM 订单 WHERE 收件人 IN ('{}')",
    "SELECT count(*) FROM 订单 WHERE 收件人 >= '{}'",
    "SELECT count(*) FROM 订单 WHERE 收件人 BETWEEN '{}' AND '{}~'",
    "SELECT count(*) FROM 订单 WHERE 收件人 IS NOT '{}'",
    "SELECT count(*) FROM 订单 WHERE instr(收件人, '{}')",
    "SELECT count(*) FROM 订单 WHERE hex(收件人) = hex('{}')",
    "SELECT count(*) FROM 订单 WHERE length(收件人) = length('{}')",
    "SELECT count(*) FROM 订单 WHERE quote(收件人) = quote('{}')",
    "SELECT count(*) FROM 订单 WHERE (子订单编号, 收件人) IN (SELECT '7001', '{}')",
    "SELECT 子订单编号 FROM 订单 ORDER BY 收件人 = '{}' DESC, 子订单编号",
    "SELECT CASE 收件人 WHEN '{}' THEN 'yes' ELSE 'no' END FROM 订单",
    "SELECT sum(收件人 = '{}'), max(收件人 = '{}'), group_concat(收件人 = '{}') FROM 订单",
    "SELECT count(*) FROM 订单 GROUP BY 收件人 = '{}'",
    "SELECT count(*) FROM 订单 GROUP BY 省 HAVING max(收件人) = '{}'",
    "SELECT count(*) FILTER (WHERE 收件人 = '{}') OVER () FROM 订单",
    "SELECT count(*) FROM 订单 JOIN (SELECT '{}' AS guess) ON guess = 收件人",
    "SELECT count(*) FROM 订单 JOIN (SELECT '{}' AS 收件人) USING (收件人)",
    "SELECT count(*) FROM 订单 NATURAL JOIN (SELECT '{}' AS 收件人)",
    "SELECT count(*) FROM order_lines WHERE EXISTS (SELECT 1 WHERE receiver = '{}')",
    "SELECT count(*) FROM (SELECT receiver AS r FROM order_lines) WHERE r = '{}'",
    "WITH x AS MATERIALIZED (SELECT receiver AS r FROM order_lines) SELECT count(*) FROM x WHERE r = '{}'",
    "WITH stored AS (SELECT * FROM order_lines) SELECT count(*) FROM stored WHERE receiver = '{}'",
    "SELECT '{}' IN (SELECT receiver FROM order_lines)",
    "SELECT '{}' INTERSECT SELECT receiver FROM order_lines",
    "SELECT count(*) FROM order_lines WHERE json_object('r', receiver) = json_object('r', '{}')",
    "SELECT count(*) FROM order_lines WHERE extra_contact LIKE '%{}%'",
    "SELECT count(*) FROM order_lines WHERE extra_contact ->> '姓名' = '{}'",
    "SELECT count(*) FROM order_lines WHERE json_extract(extra_contact, '$.姓名') = '{}'",
    "SELECT count(*) FROM order_lines, json_each(extra_contact) AS cell WHERE cell.value = '{}'",
    "SELECT count(*) FROM order_lines, json_tree(extra_contact) AS cell WHERE cell.atom = '{}'",
    "SELECT count(*) FROM order_lines WHERE json_patch(extra, extra_contact) LIKE '%{}%'",
    "SELECT count(*) FROM order_lines WHERE extra LIKE '%{}%'",
    "SELECT count(*) FROM order_lines, json_each(extra) AS cell WHERE cell.value = '{}'",
    "SELECT count(*) FROM fund_flows WHERE extra_contact LIKE '%{}%' OR note LIKE '%{}%'",
    "SELECT count(*) FROM 动账明细 WHERE 备注 LIKE '%{}%'",
    "SELECT count(*) FROM rejects WHERE value LIKE '%{}%'",
    "SELECT length(seller_note), hex(buyer_message), typeof(receiver), octet_length(extra_contact), '{}' FROM order_lines",
];

#[test]
fn no_expression_tells_a_right_guess_from_a_wrong_one() {
    let shop = personal();
    for oracle in ORACLES {
        let answer = |guess: &str| {
            let run = shop.run(["sql", &oracle.replace("{}", guess)]);
            assert_eq!(run.code, 0, "{oracle}: {}", run.shown());
            run.out.replace(guess, "?")
        };
        // As long as each other, and none the beginning of another.
        for right in ["真收件人二", "真名甲先生", "备注藏六六"] {
            let wrong = right.replace(['真', '备'], "假");
            assert_eq!(answer(right), answer(&wrong), "{oracle}");
        }
    }
}
