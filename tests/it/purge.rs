//! What `db purge` deletes, down to the last byte, and what it leaves.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Shop, finish};

const FIRST: &str = "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";
const SECOND: &str = "1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv";

/// What is known of people in the files of [`stocked`], beside what the fixtures have.
const PEOPLE: [&str; 12] = [
    "张三丰先生",
    "13812345678",
    "幸福路一号院",
    "别放门口谢谢",
    "老顾客送礼",
    "wx_zhangsan",
    "440301199001011234",
    "李四搬走了",
    "0571-88886666",
    "赵六的备注",
    "qq_10001_zhao",
    "zhao@example.com",
];

/// A shop with exports of two days, a custom one that changed twice, the exports beside them, and rejected rows.
fn stocked() -> Shop {
    let shop = Shop::new();
    shop.copy(&format!("sub-order-csv/{FIRST}"));
    shop.copy(&format!("sub-order-csv-next-day/{SECOND}"));
    let header = "主订单编号,子订单编号,订单状态,商品数量,选购商品,订单应付金额,订单提交时间,支付完成时间,收件人,收件人手机号,详细地址,买家留言,商家备注,微信号,身份证号,序列号\n";
    let line = |id: &str, day: &str, who: &str| {
        format!("{id},{id},已完成,1,龙井茶叶,12.30,2026-01-{day} 09:00:00,2026-01-{day} 09:00:00,{who}\n")
    };
    let zhang = "张三丰先生,13812345678,幸福路一号院,别放门口谢谢,老顾客送礼,wx_zhangsan,440301199001011234,SN1";
    let li = "李四搬走了,,,,,,,SN2";
    shop.file("old.csv", [header, &line("7001", "02", zhang), &line("7002", "02", zhang)].concat());
    let changed = [header, &line("7001", "02", li), &line("7003", "20", zhang), "7004,7004,已完成,0571-88886666\n"];
    shop.file(
        "new.csv",
        changed.concat().replace("7004,7004,已完成,0571-88886666", "7004,7004,已完成,0571-88886666,茶,1,,,,,,,,,,"),
    );
    shop.file(
        "funds.csv",
        "动账时间,动账流水号,动账方向,动账金额,动账场景,子订单号,备注,客户QQ,联系邮箱\n\
         2026-01-03 09:00:00,49001,入账,12.30,货款结算入账,7002,赵六的备注,qq_10001_zhao,zhao@example.com\n\
         2026-01-21 09:00:00,49002,入账,12.30,货款结算入账,7003,赵六的备注,-,-\n",
    );
    assert_eq!(shop.run(["import", FIRST, SECOND]).code, 0);
    assert_eq!(shop.run(["import", "old.csv", "--exported-at", "2026-01-10"]).code, 0);
    assert_eq!(shop.run(["import", "new.csv", "--exported-at", "2026-01-22"]).code, 1);
    assert_eq!(shop.run(["import", "funds.csv", "--exported-at", "2026-01-23"]).code, 0);
    // Earlier versions showed more of what they rejected.
    let database = rusqlite::Connection::open(shop.database()).expect("opens");
    assert_eq!(database.execute("UPDATE stored_rejects SET value = '0571-88886666' WHERE value = '***'", []), Ok(1));
    shop
}

/// Returns the texts that stand in the database or in a file beside it, byte for byte.
fn found<'t>(shop: &Shop, texts: &[&'t str]) -> Vec<&'t str> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(shop.path("")).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.file_name().to_string_lossy().starts_with("test.db") {
            bytes.push(fs::read(entry.path()).expect("a file"));
        }
    }
    let is_there = |text: &str| bytes.iter().any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()));
    texts.iter().copied().filter(|text| is_there(text)).collect()
}

/// Everything that is known of lines and entries beside people.
fn figures(shop: &Shop) -> String {
    let order_lines = shop.json(["sql", "SELECT * FROM order_lines ORDER BY shop, sub_order_id"]);
    let funds = shop.json(["sql", "SELECT * FROM fund_flows ORDER BY flow_id"]);
    format!("{order_lines}{funds}")
}

fn counts(answer: &Json) -> [u64; 5] {
    ["lines", "versions", "entries", "rejects", "imports"].map(|name| answer["counts"][name].as_u64().expect("a count"))
}

#[test]
fn no_byte_of_contact_data_is_left() {
    let shop = stocked();
    let buyers = shop.buyers();
    let people: Vec<&str> = buyers.iter().map(String::as_str).chain(PEOPLE).collect();
    assert!(people.len() > 100);
    assert_eq!(found(&shop, &people), people, "all of them are there before");
    let before = figures(&shop);
    let repeat = shop.json(["report", "repeat"])["rows"].clone();
    assert!(repeat.as_array().is_some_and(|rows| !rows.is_empty()), "{repeat}");

    let trial = shop.json(["db", "purge", "--contacts", "--dry-run"]);
    assert_eq!(found(&shop, &people), people, "a dry run deletes nothing");
    let answer = shop.json(["db", "purge", "--contacts"]);
    assert_eq!((&trial["counts"], answer["what"].as_str()), (&answer["counts"], Some("contacts")));
    assert_eq!(counts(&answer)[2..], [2, 1, 0], "{answer}");
    assert_eq!(found(&shop, &people), Vec::<&str>::new());

    assert_eq!(figures(&shop), before);
    assert_eq!(shop.json(["report", "repeat"])["rows"], repeat, "repeat buyers are known by their hashes");
    let contacts = "SELECT count(receiver), count(extra_contact), count(buyer_message) FROM order_lines";
    assert_eq!(shop.dump(contacts), "[[0,0,0]]");
    assert_eq!(shop.run(["db", "check"]).code, 0);
    assert_eq!(counts(&shop.json(["db", "purge", "--contacts"])), [0; 5], "a second time there is nothing to do");
    // The same bytes are known and stay out; a later export says what it says.
    assert_eq!(shop.json(["import", "old.csv"])["files"][0]["status"], "skipped");
    assert_eq!(shop.run(["imports", "undo", "4"]).code, 0);
    assert_eq!(shop.json(["import", "new.csv", "--exported-at", "2026-01-22"])["files"][0]["updated"], 1);
    assert_eq!(found(&shop, &["李四搬走了"]), ["李四搬走了"]);
    assert_eq!(shop.run(["db", "check"]).code, 0);
}

#[test]
fn undo_after_a_purge_leaves_what_the_others_say() {
    let (purged, plain) = (stocked(), stocked());
    assert_eq!(purged.run(["db", "purge", "--contacts"]).code, 0);
    for id in ["2", "4", "1", "3"] {
        for shop in [&purged, &plain] {
            assert_eq!(shop.run(["imports", "undo", id]).code, 0, "{id}");
            assert_eq!(shop.run(["db", "check"]).code, 0, "{id}");
        }
        assert_eq!(figures(&purged), figures(&plain), "{id}");
    }
}

#[test]
fn hashes_go_when_they_are_told_to() {
    let shop = stocked();
    let hashes = "SELECT (SELECT count(*) FROM stored_lines WHERE buyer_hash IS NOT NULL) > 0, count(*) FROM buyer_key";
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(shop.dump(hashes), "[[1,1]]");
    assert_eq!(shop.dump("SELECT key FROM buyer_key"), "[[null]]", "nobody may read it");
    // One database cannot be held against another.
    let hash = "SELECT buyer_hash FROM stored_lines WHERE line_key = '7002'";
    let other = stocked();
    assert_eq!(other.run(["db", "purge", "--contacts"]).code, 0);
    assert_ne!(shop.dump(hash), other.dump(hash));
    assert_eq!(shop.run(["db", "purge", "--contacts", "--hashes"]).code, 0);
    assert_eq!(shop.dump(hashes), "[[0,0]]");
    assert_eq!(shop.json(["report", "repeat"])["rows"], json!([]));
    assert_eq!(shop.run(["db", "purge", "--hashes"]).code, 2);
}

#[test]
fn orders_before_a_day_go_with_all_that_belongs_to_them() {
    let shop = stocked();
    let later = "SELECT * FROM 订单 WHERE 订单提交时间 >= '2026-01-12' ORDER BY 子订单编号";
    let kept = shop.dump(later);
    let before = shop.dump("SELECT count(*) FROM 订单 WHERE 订单提交时间 < '2026-01-12'");
    let answer = shop.json(["db", "purge", "--before", "2026-01-12"]);
    assert_eq!(format!("[[{}]]", counts(&answer)[0]), before, "{answer}");
    // The flow of 7002 goes with its order; old.csv and the first export have nothing that is younger.
    assert_eq!((counts(&answer)[2], counts(&answer)[4]), (1, 2), "{answer}");
    assert_eq!(
        found(&shop, &["7002", "wx_zhangsan", "49001", "qq_10001_zhao", "old.csv", "李四搬走了"]),
        ["wx_zhangsan"]
    );
    assert_eq!((shop.dump(later), shop.dump("SELECT flow_id FROM fund_flows")), (kept, "[[\"49002\"]]".to_owned()));
    let check = shop.run(["db", "check"]);
    assert_eq!(check.code, 0, "{}", check.shown());
    let days = shop.json(["report", "coverage", "--on", "2026-02-01"]);
    assert_eq!(days["rows"][0][0], "2026-01-12", "{days}");
    assert_eq!(shop.dump("SELECT sum(lines) FROM lines_per_day"), shop.dump("SELECT count(*) FROM 订单"));
    // What is known by its bytes stays out, what is not comes back.
    assert_eq!(shop.json(["import", SECOND])["files"][0]["status"], "skipped");
    assert_eq!(shop.json(["import", "old.csv", "--exported-at", "2026-01-10"])["files"][0]["inserted"], 2);
    for id in ["2", "4", "5"] {
        assert_eq!(shop.run(["imports", "undo", id]).code, 0, "{id}");
        assert_eq!(shop.run(["db", "check"]).code, 0, "{id}");
    }
}

#[test]
fn contact_data_before_a_day_go_alone() {
    let shop = stocked();
    let figures_before = figures(&shop);
    assert_eq!(shop.run(["db", "purge", "--contacts", "--before", "2026-01-12"]).code, 0);
    assert_eq!(figures(&shop), figures_before);
    let known = "SELECT count(*) > 0, min(submitted_at) >= '2026-01-12' FROM order_lines WHERE receiver IS NOT NULL";
    assert_eq!(shop.dump(known), "[[1,1]]");
    assert_eq!(found(&shop, &["qq_10001_zhao", "李四搬走了", "440301199001011234"]), ["440301199001011234"]);
}

#[test]
fn a_line_without_a_time_is_older_than_its_exports() {
    let shop = Shop::new();
    shop.file("a.csv", "主订单编号,订单状态,买家留言\n7001,已完成,王五留言\n7002,已完成,孙七留言\n");
    shop.file("b.csv", "主订单编号,订单状态,买家留言\n7002,已关闭,孙七留言\n7003,已完成,周八留言\n");
    assert_eq!(shop.run(["import", "a.csv", "--kind", "orders", "--exported-at", "2026-01-10"]).code, 0);
    assert_eq!(shop.run(["import", "b.csv", "--kind", "orders", "--exported-at", "2026-01-20"]).code, 0);
    let answer = shop.json(["db", "purge", "--before", "2026-01-15"]);
    assert_eq!(counts(&answer), [2, 1, 0, 0, 1]);
    assert_eq!(found(&shop, &["王五留言", "孙七留言", "周八留言"]), ["周八留言"]);
    assert_eq!(shop.run(["db", "check"]).code, 0);
}

#[test]
fn one_shop_goes_and_the_other_stays() {
    let shop = stocked();
    shop.file("other.csv", "主订单编号,订单状态,收件人\n9001,已完成,吴九先生\n");
    assert_eq!(shop.run(["import", "other.csv", "--kind", "orders", "--shop", "二店"]).code, 0);
    assert_eq!(shop.run(["shop", "set", "closure.kind=voluntary", "--shop", "default"]).code, 0);
    let other = shop.dump("SELECT * FROM 订单 WHERE 店铺 = '二店'");
    assert_eq!(shop.run(["db", "purge", "--shop", "default"]).code, 0);
    let people: Vec<&str> = PEOPLE.iter().copied().chain(["吴九先生", "7002", "49001", "龙井茶叶", FIRST]).collect();
    assert_eq!(found(&shop, &people), ["吴九先生"]);
    assert_eq!(shop.dump("SELECT * FROM 订单"), other);
    assert_eq!(shop.dump("SELECT count(*) FROM shops"), "[[1]]");
    assert_eq!(shop.run(["db", "check"]).code, 0);
    assert_eq!(shop.run(["db", "purge", "--shop", "default"]).code, 2);
}

#[test]
fn copies_of_upgrades_are_named_and_deleted_when_told_to() {
    let shop = stocked();
    shop.file("test.db.v3.bak", "张三丰先生");
    shop.file("test.db.v3.bak.txt", "mine");
    let run = shop.run(["db", "purge", "--contacts"]);
    assert!(run.code == 1 && run.err.contains("test.db.v3.bak is a copy"), "{}", run.shown());
    let answer = shop.json(["db", "purge", "--contacts", "--backups"]);
    assert_eq!((&answer["backups_deleted"], &answer["backups_left"]), (&json!(["test.db.v3.bak"]), &json!([])));
    assert!(!shop.path("test.db.v3.bak").exists() && shop.path("test.db.v3.bak.txt").exists());
}

#[test]
fn what_stopped_programs_left_is_named_and_deleted_when_told_to() {
    let shop = stocked();
    fs::create_dir_all(shop.path("test.db-serve/uploads/x1/0")).expect("folders");
    let left =
        ["test.db-serve/uploads/x1/0/orders.csv", "test.db.shopkit-aB3dE9.part", "test.db.shopkit-aB3dE9.part-journal"];
    for name in left {
        shop.file(name, "张三丰先生");
    }
    // As the system writes paths.
    let left = left.map(|name| name.replace('/', std::path::MAIN_SEPARATOR_STR));
    let lock = fs::File::create(shop.path("test.db-serve/lock")).expect("a file");
    // As the page makes them, for this account alone.
    #[cfg(unix)]
    for (name, mode) in [("test.db-serve", 0o700), ("test.db-serve/uploads", 0o700), ("test.db-serve/lock", 0o600)] {
        let rights = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(shop.path(name), rights).expect("rights");
    }
    lock.lock().expect("locks");
    let answer = shop.json(["db", "purge", "--contacts"]);
    assert_eq!(answer["backups_left"], json!(&left[1..]), "a page runs and has the files that were sent");
    drop(lock);
    let run = shop.run(["db", "purge", "--contacts"]);
    assert!(run.code == 1 && left.iter().all(|name| run.err.contains(name.as_str())), "{}", run.shown());
    let answer = shop.json(["db", "purge", "--contacts", "--backups"]);
    assert_eq!((&answer["backups_deleted"], &answer["backups_left"]), (&json!(left), &json!([])));
    assert!(!left.iter().any(|name| shop.path(name).exists()));
}

#[test]
fn columns_that_were_not_known_to_be_personal_are_purged_too() {
    let shop = Shop::new();
    shop.file("a.csv", "主订单编号,订单状态,序列号,微信\n7001,已完成,SN1,wx_one\n7002,已完成,SN2,\n");
    assert_eq!(shop.run(["import", "a.csv", "--kind", "orders"]).code, 0);
    // As an older version would have stored it.
    let older = rusqlite::Connection::open(shop.database()).expect("opens");
    older
        .execute_batch(
            "UPDATE stored_lines SET extra = json_patch(extra, extra_contact), extra_contact = NULL
             WHERE extra_contact IS NOT NULL;
             UPDATE imports SET rows_hash = NULL, unknown_columns = replace(unknown_columns, 'true', 'false')",
        )
        .expect("an older database");
    drop(older);
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(found(&shop, &["wx_one", "SN2"]), ["SN2"]);
}

#[test]
fn what_another_program_still_reads_is_told() {
    let shop = stocked();
    let reader = rusqlite::Connection::open(shop.database()).expect("opens");
    reader.execute_batch("BEGIN; SELECT count(*) FROM stored_lines").expect("reads");
    // The copies of what is deleted go all the same.
    shop.file("test.db.v3.bak", "张三丰先生");
    let run = shop.run(["db", "purge", "--contacts", "--backups", "-v"]);
    assert!(run.code == 2 && run.err.contains("[not-wiped]"), "{}", run.shown());
    assert!(run.err.contains("test.db.v3.bak was deleted") && !shop.path("test.db.v3.bak").exists(), "{}", run.shown());
    drop(reader);
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(found(&shop, &PEOPLE), Vec::<&str>::new());
}

#[test]
fn a_purge_says_what_it_did_in_both_languages() {
    let mut shown = String::new();
    for args in [
        &["db", "purge"][..],
        &["db", "purge", "--contacts", "--dry-run"],
        &["db", "purge", "--before", "2026-01-12", "--shop", "default"],
        &["db", "purge", "--shop", "三店"],
        &["db", "purge", "--help"],
    ] {
        for lang in ["en", "zh"] {
            let run = finish(stocked().command().args(args).args(["--lang", lang]));
            shown.push_str(&format!("$ shopkit {} --lang {lang}\n{}\n", args.join(" "), run.shown()));
        }
    }
    insta::assert_snapshot!("purge", shown);
}
