//! Columns that no alias knows: what hides them, in which files, and what a purge does with them.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::exports::{CANARIES, assert_tells_nothing, found};
use crate::support::Shop;

#[test]
fn a_column_is_private_by_what_stands_in_its_last_row_too() {
    let shop = Shop::new();
    let line = |id: usize, other: &str| {
        format!(
            "{},{},已完成,1,2026-01-05 09:00:00,{other},{}\n",
            70_000 + id,
            70_000 + id,
            6_926_234_509_777_270_000 + id
        )
    };
    let header = "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,其他信息,ERP单号\n".to_owned();
    let lines: String =
        (1..=5_000).map(|id| line(id, if id == 5_000 { "电话 139-0013-9002" } else { "周未央丁" })).collect();
    shop.file("a.csv", format!("{header}{lines}"));
    let args = ["import", "a.csv", "--exported-at", "2026-02-01"];
    let file = shop.json(args)["files"][0].clone();
    assert_eq!(
        (&file["inserted"], &file["unknown_columns"]),
        (&json!(5_000), &json!(["其他信息", "ERP单号"])),
        "{file}"
    );
    let sql = "SELECT count(*), count(extra ->> '其他信息'), count(extra ->> 'ERP单号'), count(extra_contact) FROM order_lines";
    assert_eq!(shop.json(["sql", sql])["rows"], json!([[5_000, 0, 5_000, 0]]));
    assert_eq!(shop.dump(sql), "[[5000,0,5000,5000]]");
    assert_eq!(shop.run(["db", "check"]).code, 0);
    // Without that row nobody can tell.
    let shop = Shop::new();
    shop.file("a.csv", header + &line(1, "周未央丁"));
    assert_eq!(shop.run(args).code, 0);
    assert_eq!(shop.dump("SELECT count(extra ->> '其他信息'), count(extra_contact) FROM order_lines"), "[[1,0]]");
}

/// Says of an export of orders, and of one beside them, the header and the rows that differ in their last cell.
const CUSTOM: [(&str, &str, &str); 2] = [
    ("orders", "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,自定", "#,#,已完成,1,2026-01-01 09:00:00,"),
    ("after-sales", "售后单号,订单号,商品单号,售后状态,自定", "7500#,69#,69#,售后关闭,"),
];

fn custom((_, header, row): (&str, &str, &str), cells: &[&str]) -> String {
    let rows = cells.iter().zip(1..).map(|(cell, number)| format!("{}{cell}\n", row.replace('#', &number.to_string())));
    format!("{header}\n{}", rows.collect::<String>())
}

#[test]
fn what_one_file_hides_is_hidden_in_all_files() {
    for kind in CUSTOM {
        let view = if kind.0 == "orders" { "order_lines" } else { "after_sales" };
        let files = [
            ("a.csv", "2026-01-02", custom(kind, &["张三丰", "李四光", "王五岳"])),
            ("b.csv", "2026-01-03", custom(kind, &["张三丰 13812345678", "李四光"])),
            // The rows of the last, in another file.
            ("c.csv", "2026-01-04", custom(kind, &["张三丰 13812345678", "李四光"]) + "\n"),
        ];
        let mut told = Vec::new();
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let shop = Shop::new();
            for place in order {
                let (name, day, text) = &files[place];
                shop.file(name, text);
                let file = shop.json(["import", name, "--exported-at", day])["files"][0].clone();
                assert_eq!(file["rejected"], 0, "{file}");
                if order == [0, 1, 2] {
                    let wanted = [[3, 0, 0], [0, 1, 1], [0, 0, 2]][place];
                    assert_eq!(
                        [&file["inserted"], &file["updated"], &file["unchanged"]],
                        wanted.map(|n| json!(n)).each_ref()
                    );
                }
                fs::remove_file(shop.path(name)).expect("removed");
            }
            let open = shop.run(["sql", &format!("SELECT * FROM {view}")]).shown()
                + &shop.run(["order", "1"]).shown()
                + &shop.run(["order", "691"]).shown();
            for name in ["张三丰", "李四光", "王五岳"] {
                assert!(!open.contains(name), "{order:?} {kind:?}: {open}");
            }
            let all = format!("SELECT extra, extra_contact FROM {view} ORDER BY extra_contact");
            told.push(shop.dump(&all));
            assert_eq!(shop.run(["db", "check"]).code, 0);
            if kind.0 == "orders" {
                assert_eq!(shop.run(["export", "orders", "x.csv", "--show-pii"]).code, 0);
                let text = fs::read_to_string(shop.path("x.csv")).expect("a file");
                assert_eq!(text.matches("自定").count(), 1, "{text}");
                fs::remove_file(shop.path("x.csv")).expect("removed");
            }
            // What showed it goes, and it stays hidden.
            for id in ["1", "2", "3"].into_iter().filter(|id| order[id.parse::<usize>().expect("a number") - 1] != 0) {
                assert_eq!(shop.run(["imports", "undo", id, "--yes"]).code, 0);
            }
            let names = json!([
                [null, "{\"自定\":\"张三丰\"}"],
                [null, "{\"自定\":\"李四光\"}"],
                [null, "{\"自定\":\"王五岳\"}"]
            ]);
            assert_eq!(shop.dump(&all), names.to_string());
            assert_eq!(shop.run(["db", "check"]).code, 0);
            assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
            assert_eq!(found(&shop.path(""), &["张三丰", "李四光", "王五岳"]), Vec::<&str>::new());
        }
        let newest = json!([
            [null, "{\"自定\":\"张三丰 13812345678\"}"],
            [null, "{\"自定\":\"李四光\"}"],
            [null, "{\"自定\":\"王五岳\"}"]
        ]);
        let newest = newest.to_string();
        assert!(told.iter().all(|told| *told == newest), "{told:?}");
    }
}

#[test]
fn what_a_file_hid_is_purged_of_older_ones_too() {
    let shop = Shop::new();
    for (name, day, cells) in
        [("a.csv", "2026-01-02", ["张三丰", "李四光"]), ("b.csv", "2026-01-03", ["13812345678", ""])]
    {
        shop.file(name, custom(CUSTOM[0], &cells));
        assert_eq!(shop.run(["import", name, "--exported-at", day]).code, 0);
        fs::remove_file(shop.path(name)).expect("removed");
    }
    assert_eq!(found(&shop.path(""), &["张三丰", "李四光", "13812345678"]).len(), 3);
    // An empty cell of a newer export is what it says.
    assert_eq!(shop.dump("SELECT extra, extra_contact FROM order_lines WHERE sub_order_id = '2'"), "[[null,null]]");
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(found(&shop.path(""), &["张三丰", "李四光", "13812345678"]), Vec::<&str>::new());
}

/// Takes the schema back to version 10: its tables alone, with the indexes, views and triggers that they had.
fn take_back_to_version_10(connection: &rusqlite::Connection) {
    let ten = rusqlite::Connection::open_in_memory().expect("opens");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("migrations").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    for file in &files[..10] {
        ten.execute_batch(&fs::read_to_string(file).expect("SQL")).expect("a migration");
    }
    let objects = |connection: &rusqlite::Connection| -> Vec<(String, String, String)> {
        let sql =
            "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type = 'table', type";
        let mut statement = connection.prepare(sql).expect("prepares");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.expect("asks").collect::<Result<_, _>>().expect("objects")
    };
    let old = objects(&ten);
    for (kind, name, _) in objects(connection) {
        let stays = kind == "table" && old.iter().any(|(_, old, _)| *old == name);
        if !stays {
            connection.execute_batch(&format!("DROP {kind} \"{name}\"")).expect("drops");
        }
    }
    let lines = old.iter().find(|(_, name, _)| name == "stored_lines").map(|(.., sql)| sql).expect("a table");
    let (_, gift) = lines.split_once(", gift ").expect("a column that a later version drops");
    let gift = gift.strip_suffix(") STRICT").expect("the last one");
    connection.execute_batch(&format!("ALTER TABLE stored_lines ADD COLUMN gift {gift}")).expect("adds it again");
    for (.., sql) in old.iter().rev().filter(|(kind, ..)| kind != "table") {
        connection.execute_batch(sql).expect("an index, a view or a trigger");
    }
    connection.pragma_update(None, "user_version", 10).expect("sets the version");
}

#[test]
fn what_earlier_versions_left_open_is_hidden_by_the_upgrade() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,其他信息,序列号,Remark\n\
         1,1,已完成,1,2026-01-05 09:00:00,周未央丁,SN1,陈十二娘\n2,2,已完成,1,2026-01-05 09:00:00,13900139002,SN2,\n",
    );
    // Lines that two exports state have versions.
    shop.file(
        "newer.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,其他信息,序列号,Remark\n\
         1,1,已完成,1,2026-01-05 09:00:00,郑八月初,SN1,褚十三妹\n2,2,已关闭,1,2026-01-05 09:00:00,13900139002,SN2,\n",
    );
    shop.file(
        "after.csv",
        "售后单号,订单号,商品单号,售后状态,操作人,协商记录,Remark,序列号\n75001,691,691,售后关闭,冯十一郎,吴九歌者,王十里坡,SN3\n",
    );
    for (name, day) in [("orders.csv", "2026-02-01"), ("newer.csv", "2026-02-02"), ("after.csv", "2026-02-01")] {
        assert_eq!(shop.run(["import", name, "--exported-at", day]).code, 0);
    }
    let people = ["周未央丁", "陈十二娘", "13900139002", "郑八月初", "褚十三妹", "冯十一郎", "吴九歌者", "王十里坡"];
    let everything = "SELECT extra_contact FROM order_lines UNION ALL SELECT extra_contact FROM after_sales ORDER BY 1";
    let before = shop.dump(everything);
    let older = rusqlite::Connection::open(shop.database()).expect("opens");
    older
        .execute_batch(
            "UPDATE stored_lines SET extra = json_patch(coalesce(extra, '{}'), coalesce(extra_contact, '{}')), extra_contact = NULL;
             UPDATE stored_after_sales SET extra = json_patch(extra, extra_contact), extra_contact = NULL;
             UPDATE stored_sightings SET content = json_remove(json_set(content, '$.extra',
                 json_patch((SELECT extra FROM stored_lines WHERE id = line_id), content -> '$.extra_contact')), '$.extra_contact')
             WHERE content -> '$.extra_contact' IS NOT NULL;
             UPDATE imports SET rows_hash = NULL, unknown_columns = replace(unknown_columns, 'true', 'false');",
        )
        .expect("what an earlier version stored");
    take_back_to_version_10(&older);
    drop(older);
    // A free question may be the first that is asked.
    let shown = shop.run(["sql", "SELECT * FROM order_lines", "--format", "json"]).shown()
        + &shop.run(["sql", "SELECT * FROM after_sales", "--format", "json"]).shown()
        + &shop.run(["order", "1"]).shown();
    assert!(shown.contains("SN1") && shown.contains("SN3"), "{shown}");
    for person in people {
        assert!(!shown.contains(person), "{person}: {shown}");
    }
    assert_eq!(shop.dump(everything), before);
    let page = shop.run(["order", "1", "--show-pii"]).shown();
    assert!(page.contains("陈十二娘") && page.contains("褚十三妹"), "what was said before is still known: {page}");
    assert_eq!(shop.run(["db", "check"]).code, 0);
    for name in ["orders.csv", "newer.csv", "after.csv"] {
        fs::remove_file(shop.path(name)).expect("removed");
    }
    assert_eq!(shop.run(["db", "purge", "--contacts", "--backups"]).code, 0);
    assert_eq!(found(&shop.path(""), &people), Vec::<&str>::new());
}

#[test]
fn one_number_like_an_identity_does_not_hide_a_column_of_ids() {
    let identity = "440301199001011234";
    for (ids, hidden) in [(40_u64, false), (10, true)] {
        let shop = Shop::new();
        let mut ids: Vec<String> = (0..ids).map(|id| (690_000_000_000_000_000 + id).to_string()).collect();
        ids.push(identity.to_owned());
        let cells: Vec<&str> = ids.iter().map(String::as_str).collect();
        shop.file("a.csv", custom(CUSTOM[0], &cells));
        assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-02-01"]).code, 0);
        let open = shop.json(["sql", "SELECT count(extra ->> '自定') FROM order_lines"])["rows"][0][0].clone();
        assert_eq!(open, if hidden { json!(0) } else { json!(ids.len()) });
        // A purge judges by the same.
        assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
        let left = shop.dump("SELECT count(extra ->> '自定'), count(extra_contact) FROM order_lines");
        assert_eq!(left, json!([[if hidden { 0 } else { ids.len() }, 0]]).to_string());
    }
}

#[test]
fn the_warning_of_another_shop_names_shops_alone() {
    let header = "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,";
    for (column, cells, shops) in [
        // Of the second row the quantity is none.
        ("店铺", ["云栖", "钱晓雨霏", "云栖"], None),
        ("店铺", ["云栖", "云栖", "山雀"], Some("山雀")),
        ("店铺ID", ["10482077", "10482078", "钱晓雨霏"], None),
        ("店铺ID", ["10482077", "10482078", "10482079"], Some("10482079")),
    ] {
        let shop = Shop::new();
        let rows = cells.iter().zip(1..).map(|(cell, id)| {
            let quantity = if id == 2 { "一" } else { "1" };
            format!("{id},{id},已完成,{quantity},2026-01-05 09:00:00,{cell}\n")
        });
        shop.file("a.csv", format!("{header}{column}\n{}", rows.collect::<String>()));
        let run = shop.run(["import", "a.csv", "--exported-at", "2026-02-01", "-v"]);
        assert_tells_nothing(&run.shown(), column);
        assert_eq!(shops.is_some_and(|name| run.err.contains(name)), shops.is_some(), "{}", run.shown());
        let code = shop.json(["import", "a.csv", "--exported-at", "2026-02-01", "--shop", "b"])["files"][0]["warnings"]
            .to_string();
        assert_eq!(code.contains("mixed-shop"), shops.is_some(), "{code}");
    }
}

#[test]
fn a_private_column_is_told_by_no_warning() {
    let shop = Shop::new();
    // A column that names shops, were it none of people.
    shop.file(
        "a.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,店铺\n\
         1,1,已完成,1,2026-01-05 09:00:00,周未央丁\n2,2,已完成,1,2026-01-05 09:00:00,13900139002\n",
    );
    let run = shop.run(["import", "a.csv", "--exported-at", "2026-02-01", "-v"]);
    assert_tells_nothing(&run.shown(), "a warning");
}

#[test]
fn what_earlier_versions_kept_openly_is_purged_too() {
    let shop = Shop::new();
    shop.file(
        "a.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,其他信息,序列号\n\
         1,1,已完成,1,2026-01-05 09:00:00,周未央丁,SN1\n2,2,已完成,1,2026-01-05 09:00:00,13900139002,SN2\n",
    );
    assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-02-01"]).code, 0);
    fs::remove_file(shop.path("a.csv")).expect("removed");
    let older = rusqlite::Connection::open(shop.database()).expect("opens");
    older
        .execute_batch(
            "UPDATE stored_lines SET extra = json_patch(extra, extra_contact), extra_contact = NULL;
             UPDATE imports SET rows_hash = NULL, unknown_columns = replace(unknown_columns, 'true', 'false')",
        )
        .expect("an older database");
    drop(older);
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(found(&shop.path(""), CANARIES), Vec::<&str>::new());
    assert_eq!(shop.dump("SELECT extra ->> '序列号' FROM order_lines ORDER BY 1"), "[[\"SN1\"],[\"SN2\"]]");
}
