//! What can go wrong: each with its exit code, its text in both languages, and a database that is as it was.

use std::fs;

use crate::support::{Run, Shop, finish, fixtures};

/// A shop with one export in it.
fn stocked() -> Shop {
    let shop = Shop::new();
    let path = shop.copy("xlsx-inline/orders.xlsx");
    assert_eq!(shop.run(["import".as_ref(), path.as_os_str()]).code, 0);
    shop
}

/// Runs a command that must fail, in both languages, and checks that the database says what it said before.
fn refused(shop: &Shop, args: &[&str], run: impl Fn(&Shop, &[&str], &str) -> Run) -> String {
    let state = |shop: &Shop| (shop.orders(), shop.dump("SELECT * FROM imports"), shop.dump("SELECT * FROM rejects"));
    let before = state(shop);
    let shown = ["en", "zh"].map(|lang| run(shop, args, lang).shown()).join("\n");
    assert_eq!(state(shop), before);
    shown
}

fn plain(shop: &Shop, args: &[&str], lang: &str) -> Run {
    finish(shop.command().args(["--lang", lang]).args(args))
}

#[test]
fn files_that_cannot_be_read() {
    let expected: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(fixtures().join("bad/expect.json")).expect("a sidecar"))
            .expect("JSON");
    for (name, code) in expected.as_object().expect("an object") {
        let shop = stocked();
        shop.copy(&format!("bad/{name}"));
        let file = &shop.json(["import", name])["files"][0];
        assert_eq!((&file["status"], &file["error"]["code"]), (&"failed".into(), code), "{file}");
        insta::assert_snapshot!(format!("file_{}", name.replace('.', "_")), refused(&shop, &["import", name], plain));
    }
}

#[test]
fn files_that_are_not_there() {
    let shop = stocked();
    fs::create_dir(shop.path("folder")).expect("a folder");
    insta::assert_snapshot!(refused(&shop, &["import", "nothing.xlsx"], plain));
    insta::assert_snapshot!(refused(&shop, &["import", "folder"], plain));
    insta::assert_snapshot!(refused(&shop, &["inspect", "nothing.xlsx"], plain));
}

#[test]
fn options_that_do_not_fit_the_file() {
    let shop = stocked();
    shop.copy("aftersales/first.csv");
    shop.copy("title-rows/orders.xlsx");
    insta::assert_snapshot!(
        "kind_orders_of_aftersales",
        refused(&shop, &["import", "first.csv", "--kind", "orders"], plain)
    );
    insta::assert_snapshot!(
        "kind_funds_of_orders",
        refused(&shop, &["import", "orders.xlsx", "--kind", "funds"], plain)
    );
    insta::assert_snapshot!("no_such_sheet", refused(&shop, &["import", "orders.xlsx", "--sheet", "订单表"], plain));
    insta::assert_snapshot!(
        "sheet_without_header",
        refused(&shop, &["import", "orders.xlsx", "--sheet", "说明"], plain)
    );
}

#[test]
fn a_quote_that_ends_nobody_knows_where() {
    let shop = stocked();
    // A note of two lines, or two rows with a stray quote each.
    shop.file("open.csv", "主订单编号,子订单编号,买家留言\n1,1,\"没有结束\n2,2,x\"\n");
    insta::assert_snapshot!(refused(&shop, &["import", "open.csv"], plain));
}

#[test]
fn a_shop_is_named_without_blanks_and_a_new_one_is_pointed_out() {
    let shop = Shop::new();
    let set = |name: &str| shop.run(["shop", "set", "--shop", name, "closure.kind=voluntary"]);
    assert_eq!(set("  ").code, 2);
    assert_eq!(set("a").err, "shop a: saved closure.kind\n");
    assert_eq!(set(" a ").err, "shop a: saved closure.kind\n");
    assert_eq!(set("b").err, "shop b: saved closure.kind\nnew shop: b (the others: a)\n");
    let back = shop.run(["shop", "set", "--shop", "b", "closure.kind=unknown"]);
    assert_eq!(back.err, "shop b: cleared closure.kind\n");
    assert_eq!(set("b").code, 0);
    // Which of them is meant is asked once, not for each file.
    shop.copy("rejects/orders.csv");
    let asked = shop.run(["import", "orders.csv", "orders.csv"]).err;
    assert_eq!(asked.matches("the database has several shops").count(), 1, "{asked}");
    let new = shop.run(["import", "orders.csv", "--shop", "c", "--exported-at", "2026-01-12"]).err;
    assert!(new.ends_with("new shop: c (the others: a, b)\n"), "{new}");
}

#[test]
fn numbers_below_nothing_are_told_from_options() {
    let shop = Shop::new();
    for args in [&["orders", "--limit", "-1"][..], &["import", "a.csv", "--max-rejects", "-1"]] {
        let run = finish(shop.command().args(["--lang", "zh"]).args(args));
        assert!(run.code == 2 && run.err.contains("请写整数"), "{}", run.shown());
    }
}

#[test]
fn rejects_beyond_what_is_allowed() {
    let shop = stocked();
    shop.copy("rejects/orders.csv");
    insta::assert_snapshot!("strict", refused(&shop, &["import", "orders.csv", "--strict"], plain));
    insta::assert_snapshot!("max_rejects", refused(&shop, &["import", "orders.csv", "--max-rejects", "11"], plain));
    assert_eq!(shop.run(["import", "orders.csv", "--max-rejects", "12"]).code, 1);
}

/// The export with one row per main order.
const MAIN_ORDERS: &str = "main-order-csv/1768223017_c05d7a2e91f84b36a4d1738be9620cf7zaHCLELw.csv";

#[test]
fn the_other_grain_is_refused_both_ways() {
    let shop = stocked();
    fs::rename(shop.copy(MAIN_ORDERS), shop.path("main.csv")).expect("renames");
    insta::assert_snapshot!("main_orders_into_sub_orders", refused(&shop, &["import", "main.csv"], plain));
    let shop = Shop::new();
    fs::rename(shop.copy(MAIN_ORDERS), shop.path("main.csv")).expect("renames");
    assert_eq!(shop.run(["import", "main.csv"]).code, 0);
    shop.copy("xlsx-inline/orders.xlsx");
    insta::assert_snapshot!("sub_orders_into_main_orders", refused(&shop, &["import", "orders.xlsx"], plain));
    assert_eq!(shop.run(["import", "orders.xlsx", "--shop", "另一家"]).code, 0);
}

#[test]
fn which_of_several_shops() {
    let shop = stocked();
    shop.copy("custom-75/orders.csv");
    assert_eq!(shop.run(["import", "orders.csv", "--shop", "二店"]).code, 0);
    shop.copy("custom-total/orders.csv");
    insta::assert_snapshot!("import_without_shop", refused(&shop, &["import", "orders.csv"], plain));
    insta::assert_snapshot!("orders_without_shop", refused(&shop, &["orders"], plain));
    insta::assert_snapshot!("orders_of_no_shop", refused(&shop, &["orders", "--shop", "三店"], plain));
}

#[test]
fn databases_that_are_not_ours() {
    let shop = Shop::new();
    let path = shop.copy("xlsx-inline/orders.xlsx");
    assert_eq!(shop.run(["import".as_ref(), path.as_os_str()]).code, 0);
    let newer = rusqlite::Connection::open(shop.database()).expect("opens");
    newer.pragma_update(None, "user_version", 99).expect("set");
    drop(newer);
    let bytes = fs::read(shop.database()).expect("bytes");
    for args in [&["import", "orders.xlsx"][..], &["orders"], &["sql", "SELECT 1"], &["db", "check"]] {
        for lang in ["en", "zh"] {
            insta::assert_snapshot!(format!("newer_{}_{lang}", args[0]), plain(&shop, args, lang).shown());
        }
    }
    assert_eq!(fs::read(shop.database()).expect("bytes"), bytes);

    let shop = Shop::new();
    shop.copy("xlsx-inline/orders.xlsx");
    fs::write(shop.database(), "这不是数据库".repeat(100)).expect("a file");
    for lang in ["en", "zh"] {
        insta::assert_snapshot!(
            format!("not_a_database_{lang}"),
            plain(&shop, &["import", "orders.xlsx"], lang).shown()
        );
    }
    assert_eq!(fs::read_to_string(shop.database()).expect("text"), "这不是数据库".repeat(100));

    let shop = Shop::new();
    for lang in ["en", "zh"] {
        insta::assert_snapshot!(format!("no_database_{lang}"), plain(&shop, &["orders"], lang).shown());
    }
    assert!(!shop.database().exists());
}

#[test]
fn a_database_that_another_program_writes_to() {
    let shop = stocked();
    shop.copy("custom-75/orders.csv");
    let other = rusqlite::Connection::open(shop.database()).expect("opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("locks");
    let before = shop.orders();
    let shown = std::thread::scope(|both| {
        let runs = ["en", "zh"].map(|lang| {
            let shop = &shop;
            both.spawn(move || plain(shop, &["import", "orders.csv"], lang).shown())
        });
        runs.map(|run| run.join().expect("it ends")).join("\n")
    });
    insta::assert_snapshot!(shown);
    assert_eq!(shop.orders(), before);
    other.execute_batch("ROLLBACK").expect("unlocks");
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
}

#[cfg(unix)]
mod on_unix {
    use std::ffi::OsStr;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::process::Command;

    use super::*;
    use crate::support::as_nobody;

    fn mode(path: &PathBuf, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    }

    /// Runs the program as an account that is not root.
    fn without_rights(shop: &Shop, args: &[&str], lang: &str) -> Run {
        finish(as_nobody(shop).args(["--lang", lang]).args(args))
    }

    /// Reading them would wait for a writer, or never end.
    #[test]
    fn pipes_and_devices() {
        let shop = stocked();
        let made = Command::new("mkfifo").arg(shop.path("pipe.csv")).status().expect("mkfifo");
        assert!(made.success());
        insta::assert_snapshot!("pipe", refused(&shop, &["import", "pipe.csv"], plain));
        insta::assert_snapshot!("pipe_inspected", refused(&shop, &["inspect", "pipe.csv"], plain));
        insta::assert_snapshot!("device", refused(&shop, &["import", "/dev/zero"], plain));
    }

    #[test]
    fn a_file_that_may_not_be_read() {
        let shop = stocked();
        mode(&shop.path("."), 0o777);
        mode(&shop.database(), 0o666);
        let path = shop.copy("custom-75/orders.csv");
        mode(&path, 0o000);
        insta::assert_snapshot!(refused(&shop, &["import", "orders.csv"], without_rights));
    }

    #[test]
    fn a_database_that_may_not_be_opened() {
        let shop = stocked();
        mode(&shop.path("."), 0o755);
        shop.copy("custom-75/orders.csv");
        mode(&shop.path("orders.csv"), 0o644);
        mode(&shop.database(), 0o000);
        let shown = ["en", "zh"].map(|lang| without_rights(&shop, &["import", "orders.csv"], lang).shown());
        insta::assert_snapshot!(shown.join("\n"));
    }

    /// A full disk, played by a limit on the size of files.
    fn on_a_full_disk(shop: &Shop, args: &[&str], lang: &str) -> Run {
        let script = "trap '' XFSZ; ulimit -f 400; exec \"$@\"";
        let program = [OsStr::new("-c"), script.as_ref(), "sh".as_ref(), env!("CARGO_BIN_EXE_shopkit").as_ref()];
        let mut command = Command::new("/bin/sh");
        command.args(program).args(["--lang", lang]).args(args);
        finish(command.current_dir(shop.path("")).env_clear().env("SHOPKIT_DB", "test.db"))
    }

    #[test]
    fn a_disk_that_is_full() {
        let shop = stocked();
        let mut text = "主订单编号,子订单编号,订单状态,选购商品\n".to_owned();
        for line in 0..4000 {
            text.push_str(&format!(
                "69261816573{line:08},69261816573{line:08},已完成,{}\n",
                "很长的商品名称".repeat(20)
            ));
        }
        shop.file("large.csv", text);
        insta::assert_snapshot!("full_disk", refused(&shop, &["import", "large.csv"], on_a_full_disk));
        assert_eq!(shop.run(["db", "check"]).code, 0);

        let rows = "sql:WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
                    SELECT printf('%s %d', '很长的商品名称', i * i * i) FROM n";
        for form in ["csv", "xlsx", "json", "html"] {
            let name = format!("export.{form}");
            let run = on_a_full_disk(&shop, &["export", rows, &name], "en");
            assert!(run.code == 2 && run.err.contains(&name) && run.err.contains("File too large"), "{}", run.shown());
            assert!(!run.err.contains("panicked"), "{}", run.shown());
        }
        for entry in fs::read_dir(shop.path("")).expect("a folder") {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            assert!(!name.starts_with("export") && !name.starts_with(".tmp"), "{name}");
        }

        let empty = Shop::new();
        fs::copy(shop.path("large.csv"), empty.path("large.csv")).expect("a copy");
        assert_eq!(on_a_full_disk(&empty, &["import", "large.csv"], "en").code, 2);
        assert_eq!(empty.dump("SELECT count(*) FROM stored_lines"), "[[0]]");
        assert_eq!(empty.run(["import", "large.csv"]).code, 0);
    }
}
