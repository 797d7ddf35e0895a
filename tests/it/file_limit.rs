//! A limit on the size of files (`ulimit -f`), which by default ends a program in the midst of writing.

#![cfg(unix)]

use std::fs;
use std::process::Command;

use crate::exports::stocked;
use crate::support::{Run, Shop, finish, skip};

/// Runs the program where no file may have more than so many KiB.
fn limited(shop: &Shop, kib: u32, args: &[&str]) -> Option<Run> {
    let script = format!("ulimit -f {kib} && exec \"$0\" \"$@\"");
    let mut command = Command::new("bash");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_shopkit"), "--lang", "en", "-v"]).args(args);
    command.current_dir(shop.path("")).env_clear().env("SHOPKIT_DB", "test.db").env("PATH", "/usr/bin:/bin");
    if Command::new("bash").args(["-c", "true"]).status().is_err() {
        skip("limits on the size of files, since there is no bash");
        return None;
    }
    Some(finish(&mut command))
}

fn large(shop: &Shop) {
    let mut text = "主订单编号,子订单编号,订单状态,选购商品\n".to_owned();
    for line in 0..4000 {
        text.push_str(&format!("69261816573{line:08},69261816573{line:08},已完成,{}\n", "很长的商品名称".repeat(20)));
    }
    shop.file("large.csv", text);
}

#[test]
fn a_limit_is_told_as_a_full_disk_is() {
    let shop = stocked();
    large(&shop);
    let before = shop.orders();
    let Some(run) = limited(&shop, 400, &["import", "large.csv"]) else { return };
    assert!(run.code == 2 && run.err.contains("the disk is full"), "{}", run.shown());
    assert_eq!(shop.run(["db", "check"]).code, 0);
    assert_eq!(shop.orders(), before);

    let rows = "sql:WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
                SELECT printf('%s %d', '很长的商品名称', i * i * i) FROM n";
    for form in ["csv", "xlsx", "json", "html"] {
        let name = format!("export.{form}");
        shop.file(&name, "earlier");
        let run = limited(&shop, 400, &["export", rows, &name]).expect("bash is there");
        assert!(run.code == 2 && run.err.contains("cannot be written"), "{}", run.shown());
        assert_eq!(run.err.lines().count(), 2, "only the error and its hint: {}", run.shown());
        assert_eq!(fs::read_to_string(shop.path(&name)).expect("a file"), "earlier");
    }
}

/// As on a full disk: what SQLite would have beside the database finds no room.
#[test]
fn there_is_no_room_to_write_and_reading_goes_on() {
    let shop = stocked();
    for reader in [&["orders"][..], &["report", "status"], &["sql", "SELECT count(*) FROM 订单"], &["db", "check"]] {
        for kib in [0, 8] {
            let Some(run) = limited(&shop, kib, reader) else { return };
            assert_eq!(run.code, 0, "{kib} KiB: {reader:?}: {}", run.shown());
        }
    }
    let refused = limited(&shop, 8, &["shop", "set", "closure.kind=voluntary"]).expect("bash is there");
    assert!(refused.code == 2 && refused.err.contains("disk-full"), "{}", refused.shown());
    // What the log has cannot be read without the index of the log; what lacks is room.
    let log = {
        let writer = rusqlite::Connection::open(shop.database()).expect("opens");
        writer.execute("UPDATE shops SET name = 'renamed'", []).expect("writes");
        fs::read(shop.path("test.db-wal")).expect("a log")
    };
    shop.file("test.db-wal", log);
    for reader in [&["orders"][..], &["sql", "SELECT 1"]] {
        let run = limited(&shop, 0, reader).expect("bash is there");
        assert!(run.code == 2 && run.err.contains("disk-full"), "{reader:?}: {}", run.shown());
    }
    assert_eq!(shop.run(["orders"]).code, 0);
    let judged = limited(&shop, 8, &["reopen-check", "--set", "closure.closed_on=2025-01-01"]).expect("bash is there");
    assert!(judged.code < 2 && judged.err.contains("this verdict is not saved"), "{}", judged.shown());
}
