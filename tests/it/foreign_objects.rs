//! Databases that are not the program's alone: what somebody else put into them is named, nothing is written, and reading ends.

use rusqlite::Connection;

use crate::exports::stocked;
use crate::support::{Shop, finish};

/// What somebody may do to a database, and how it is told.
const CHANGES: &[(&str, &str)] = &[
    (
        "CREATE TRIGGER spy AFTER INSERT ON stored_lines BEGIN UPDATE stored_lines SET payable = 0; END",
        "trigger spy (not made by shopkit)",
    ),
    ("CREATE TABLE notes (x)", "table notes (not made by shopkit)"),
    ("CREATE VIEW extra AS SELECT 1", "view extra (not made by shopkit)"),
    ("CREATE INDEX mine ON stored_lines (product)", "index mine (not made by shopkit)"),
    ("DROP VIEW gift_lines; CREATE VIEW gift_lines AS SELECT 1 AS id", "view gift_lines (changed)"),
    ("DROP TRIGGER lines_figure_changed", "trigger lines_figure_changed (missing)"),
    ("DROP INDEX lines_by_time; CREATE INDEX lines_by_time ON stored_lines (product)", "index lines_by_time (changed)"),
    ("ALTER TABLE stored_lines ADD COLUMN mine TEXT", "table stored_lines (changed)"),
];

/// Every command that writes into the database.
const WRITERS: &[&[&str]] = &[
    &["import", "orders.csv", "--format", "json"],
    &["import", "orders.csv", "--dry-run"],
    &["imports", "undo", "1", "--yes"],
    &["shop", "set", "closure.kind=voluntary"],
    &["shop", "unset", "closure.kind"],
    &["shop", "rename", "default", "other"],
    &["shop", "forget", "--yes"],
    &["db", "purge", "--contacts", "--yes"],
    &["db", "purge", "--shop", "default", "--yes"],
    &["db", "purge", "--contacts", "--dry-run"],
];

fn change(shop: &Shop, sql: &str) {
    Connection::open(shop.database()).and_then(|open| open.execute_batch(sql)).expect("changes");
}

/// Everything that the tables of the program hold.
fn content(shop: &Shop) -> Vec<String> {
    ["shops", "imports", "declared_facts", "verdicts", "stored_lines"]
        .map(|table| shop.dump(&format!("SELECT * FROM {table}")))
        .to_vec()
}

#[test]
fn what_others_did_is_named_and_keeps_every_command_from_writing() {
    for &(sql, told) in CHANGES {
        let shop = stocked();
        shop.file("orders.csv", "主订单编号,子订单编号,订单状态,选购商品\n7001,7001,已完成,杯子\n");
        assert_eq!(shop.run(["db", "check"]).code, 0);
        change(&shop, sql);
        let check = shop.run(["db", "check"]);
        assert!(check.code == 1 && check.out.contains(told), "{sql}: {}", check.shown());
        let before = content(&shop);
        // All of them write by one door; one change tries them all.
        let writers = if sql == CHANGES[0].0 { WRITERS } else { &WRITERS[..1] };
        for writer in writers {
            let run = shop.run(writer.iter().copied().chain(["-v"]));
            assert_eq!(run.code, 2, "{sql}: {writer:?}: {}", run.shown());
            let said = format!("{}{}", run.out, run.err);
            assert!(said.contains("foreign-objects") && said.contains(told), "{sql}: {writer:?}: {}", run.shown());
        }
        let zh = finish(shop.command().args(["--lang", "zh", "imports", "undo", "1", "--yes"]));
        assert!(zh.code == 2 && zh.err.contains("建议"), "{}", zh.shown());
        assert_eq!(content(&shop), before, "{sql}");
        for reader in [&["orders"][..], &["imports"], &["report", "status"], &["shop", "show"], &["sql", "SELECT 1"]] {
            let run = shop.run(reader.iter().copied());
            assert_eq!(run.code, 0, "{sql}: {reader:?}: {}", run.shown());
        }
        let judged = shop.run(["reopen-check", "--set", "closure.closed_on=2025-01-01"]);
        assert!(judged.code < 2 && judged.err.contains("this verdict is not saved"), "{sql}: {}", judged.shown());
        assert_eq!(content(&shop), before, "{sql}");
    }
}

/// SQLite keeps such beside tables by itself.
#[test]
fn what_sqlite_keeps_for_itself_is_no_change() {
    let shop = stocked();
    change(&shop, "ANALYZE");
    assert_eq!(shop.run(["db", "check"]).out, "the database is sound\n");
    assert_eq!(shop.run(["shop", "set", "closure.kind=voluntary"]).code, 0);
}

/// An upgrade writes everywhere, so that a trigger would act on all of it.
#[test]
fn a_database_with_a_strange_trigger_is_not_upgraded() {
    let shop = Shop::new();
    let first = include_str!("../../src/store/migrations/0001_orders.sql");
    let trigger = "CREATE TRIGGER spy AFTER UPDATE ON stored_lines BEGIN DELETE FROM stored_lines; END;";
    change(&shop, &format!("{first} {trigger} PRAGMA application_id = 1397442900; PRAGMA user_version = 1;"));
    for command in [&["orders"][..], &["import", "orders.csv"], &["db", "check"]] {
        let run = shop.run(command.iter().copied().chain(["-v"]));
        assert!(run.code == 2 && run.err.contains("foreign-objects") && run.err.contains("spy"), "{}", run.shown());
    }
    change(&shop, "DROP TRIGGER spy");
    let upgraded = shop.run(["shop", "set", "closure.kind=voluntary"]);
    assert_eq!(upgraded.code, 0, "{}", upgraded.shown());
}

/// Its name may be any word of a statement.
#[test]
fn a_strange_table_is_not_read_and_leaves_statements_alone() {
    let shop = stocked();
    change(
        &shop,
        "CREATE TABLE e (name, x); INSERT INTO e SELECT 'e', receiver FROM stored_lines;
         CREATE VIEW peek AS SELECT x FROM e",
    );
    for sql in [
        "SELECT count(*) FROM 订单",
        "SELECT e.id FROM imports AS e",
        "WITH e AS (SELECT name FROM shops) SELECT e.name FROM e",
        "SELECT key FROM json_each('[1]')",
        "SELECT name FROM sqlite_schema WHERE name = 'e'",
    ] {
        let run = shop.run(["sql", sql]);
        assert_eq!(run.code, 0, "{sql}: {}", run.shown());
    }
    for sql in ["SELECT x FROM e", "SELECT count(*) FROM main.e", "SELECT rowid FROM \"E\"", "SELECT x FROM peek"] {
        let run = shop.run(["sql", sql, "-v"]);
        assert!(run.code == 2 && run.err.contains("internal-table"), "{sql}: {}", run.shown());
        assert_eq!(shop.run(["sql", sql, "--show-pii"]).code, 0, "{sql}");
    }
    // SQLite does not ask whether columns may be read that it joins by.
    let run = shop.run(["sql", "WITH p (x) AS (SELECT 'a') SELECT count(*) FROM p JOIN e USING (x)", "-v"]);
    assert!(run.code == 2 && run.err.contains("hidden-join"), "{}", run.shown());
}

/// A writer that begins a transaction on its own would go past the check.
#[test]
fn write_transactions_begin_at_one_door() {
    let store = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut folders = vec![store];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !["writing.rs", "migrate.rs"].contains(&name.as_str())
                && !path.components().any(|part| part.as_os_str() == "migrate")
            {
                let text = std::fs::read_to_string(&path).expect("a source file");
                for word in ["TransactionBehavior", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", ".transaction("] {
                    assert!(!text.contains(word), "{} begins to write by itself: {word}", path.display());
                }
            }
        }
    }
}
