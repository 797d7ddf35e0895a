//! Where a database stands: places that keep nothing, and places that can only be read.

use std::time::{Duration, Instant};

use crate::exports::stocked;
use crate::support::Shop;

#[test]
fn places_that_keep_nothing_are_refused() {
    let shop = Shop::new();
    shop.file("orders.csv", "主订单编号,子订单编号,订单状态,选购商品\n7001,7001,已完成,杯子\n");
    let mut places = vec![" ", "file::memory:", "file::memory:?cache=shared", "NUL", "con.db"];
    if cfg!(unix) {
        places.extend(["/dev/null", "/dev/stdout", "pipe"]);
        let made = std::process::Command::new("mkfifo").arg(shop.path("pipe")).status();
        assert!(made.is_ok_and(|made| made.success()), "a pipe");
    }
    let names = || std::fs::read_dir(shop.path("")).expect("a folder").count();
    let before = names();
    let storing: &[&[&str]] = &[
        &["import", "orders.csv"],
        &["shop", "set", "closure.kind=voluntary"],
        &["reopen-check", "--set", "closure.kind=voluntary"],
        &["db", "purge", "--contacts", "--yes"],
        &["imports", "undo", "1", "--yes"],
        &["serve", "--no-open"],
    ];
    // All of them open a database by one door.
    let each_command = storing.iter().map(|command| (":memory:", *command));
    let each_place = places.into_iter().map(|place| (place, storing[0]));
    for (place, command) in each_command.chain(each_place) {
        let run = shop.run(command.iter().copied().chain(["--db", place, "-v"]));
        assert!(run.code == 2 && run.err.contains("keeps-nothing"), "{place:?} {command:?}: {}", run.shown());
        assert!(!run.err.contains("new database"), "{place:?} {command:?}: {}", run.shown());
    }
    assert_eq!(names(), before);
}

/// Rows that come for ever count as much as a row that never comes.
#[test]
fn a_query_ends_when_its_time_is_over() {
    const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    let shop = stocked();
    shop.file("kept.csv", "earlier");
    shop.file("kept.json", "earlier");
    let export = format!("sql:{ENDLESS}");
    let lines: &[&[&str]] = &[
        &["sql", ENDLESS],
        &["sql", ENDLESS, "--format", "csv"],
        &["sql", ENDLESS, "--format", "json"],
        &["sql", ENDLESS, "--output", "kept.csv"],
        &["export", &export, "kept.csv"],
        &["export", &export, "kept.json"],
    ];
    let ends = |line: &[&str]| {
        let began = Instant::now();
        let run = shop.run(line.iter().copied().chain(["--timeout", "1", "-v"]));
        assert!(
            run.code == 2 && run.err.contains("time-limit") && run.err.contains("1 seconds"),
            "{line:?}: {}",
            run.err
        );
        assert!(began.elapsed() < Duration::from_secs(20), "{line:?}: {:?}", began.elapsed());
    };
    std::thread::scope(|scope| {
        for line in lines {
            let ends = &ends;
            scope.spawn(move || ends(line));
        }
    });
    for name in ["kept.csv", "kept.json"] {
        assert_eq!(std::fs::read_to_string(shop.path(name)).expect("a file"), "earlier");
    }
    assert_eq!(shop.run(["sql", "SELECT 1", "--timeout", "1"]).code, 0);
    for seconds in ["0", "-1", "86401", "x"] {
        assert_eq!(shop.run(["sql", "SELECT 1", "--timeout", seconds]).code, 2, "{seconds}");
    }
    assert_eq!(shop.run(["export", "orders", "x.csv", "--timeout", "1"]).code, 2);
}

#[cfg(unix)]
mod read_only {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::*;
    use crate::support::{Run, as_nobody, finish};

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    }

    /// Holds a folder that nobody may write to, with a database, and lets it be removed afterwards.
    struct Closed(Shop);

    impl Closed {
        fn new(prepare: impl FnOnce(&Shop)) -> Self {
            let shop = stocked();
            prepare(&shop);
            // The copy of the program is made before the folder is closed.
            drop(as_nobody(&shop));
            for entry in fs::read_dir(shop.path("")).expect("a folder") {
                let path = entry.expect("an entry").path();
                let is_program = path.file_name().is_some_and(|name| name == "shopkit");
                mode(&path, if is_program { 0o555 } else { 0o444 });
            }
            mode(&shop.path("."), 0o555);
            Self(shop)
        }

        fn run(&self, args: &[&str]) -> Run {
            finish(as_nobody(&self.0).args(["--lang", "en", "-v"]).args(args))
        }
    }

    impl Drop for Closed {
        fn drop(&mut self) {
            mode(&self.0.path("."), 0o755);
        }
    }

    /// Every command that only reads.
    const READERS: &[&[&str]] = &[
        &["orders"],
        &["order", "6926181657396269909"],
        &["imports"],
        &["imports", "rejects", "1"],
        &["report", "status"],
        &["report", "products"],
        &["shop"],
        &["shop", "show"],
        &["shop", "history"],
        &["sql", "SELECT count(*) FROM 订单"],
        &["db", "check"],
    ];

    #[test]
    fn a_read_only_folder_is_read() {
        let closed = Closed::new(|shop| {
            shop.file("more.csv", "主订单编号,子订单编号,订单状态,选购商品\n7001,7001,已完成,杯子\n");
        });
        let elsewhere = tempfile::tempdir().expect("a folder");
        mode(elsewhere.path(), 0o777);
        let open = stocked();
        for reader in READERS {
            let run = closed.run(reader);
            assert_eq!(run.code, 0, "{reader:?}: {}", run.shown());
            if reader[0] != "imports" && reader[0] != "shop" {
                assert_eq!(run.out, open.run(reader.iter().copied()).out, "{reader:?}");
            }
        }
        let export = elsewhere.path().join("orders.csv");
        let run = closed.run(&["export", "orders", &export.to_string_lossy()]);
        assert!(run.code == 0 && fs::metadata(&export).expect("a file").len() > 1000, "{}", run.shown());
        let judged = closed.run(&["reopen-check", "--set", "closure.closed_on=2025-01-01"]);
        assert!(judged.code < 2 && judged.err.contains("this verdict is not saved"), "{}", judged.shown());
        assert!(!judged.out.is_empty());
        for writer in [
            &["import", "more.csv", "--format", "json"][..],
            &["imports", "undo", "1", "--yes"],
            &["shop", "set", "closure.kind=voluntary"],
        ] {
            let run = closed.run(writer);
            let said = format!("{}{}", run.out, run.err);
            assert!(run.code == 2 && said.contains("database-read-only"), "{writer:?}: {}", run.shown());
        }
    }

    /// What the log has is newer than the file, so that the file alone would be read wrong.
    #[test]
    fn a_log_that_was_left_is_not_passed_over() {
        let closed = Closed::new(|shop| {
            let writer = rusqlite::Connection::open(shop.database()).expect("opens");
            writer.pragma_update(None, "wal_autocheckpoint", 0).expect("set");
            writer.execute("UPDATE shops SET name = 'renamed'", []).expect("writes");
            let log = fs::read(shop.path("test.db-wal")).expect("a log");
            drop(writer);
            fs::write(shop.path("test.db-wal"), log).expect("a log that was left");
            assert!(!shop.path("test.db-shm").exists());
        });
        for reader in READERS {
            let run = closed.run(reader);
            assert!(run.code == 2 && run.err.contains("database-log-unread"), "{reader:?}: {}", run.shown());
        }
    }

    /// Each name would have a log of its own.
    #[test]
    fn a_database_with_a_second_name_is_read_and_not_written() {
        let shop = stocked();
        shop.file("more.csv", "主订单编号,子订单编号,订单状态,选购商品\n7001,7001,已完成,杯子\n");
        let before = shop.orders();
        fs::hard_link(shop.database(), shop.path("other.db")).expect("a second name");
        for name in ["test.db", "other.db"] {
            for writer in [&["import", "more.csv", "--format", "json"][..], &["shop", "set", "closure.kind=voluntary"]]
            {
                let run = shop.run(writer.iter().copied().chain(["--db", name, "-v"]));
                let said = format!("{}{}", run.out, run.err);
                assert!(run.code == 2 && said.contains("two-names"), "{name} {writer:?}: {}", run.shown());
            }
            assert_eq!(shop.run(["orders", "--db", name]).code, 0);
        }
        assert_eq!(shop.orders(), before);
        fs::remove_file(shop.path("other.db")).expect("removed");
        assert_eq!(shop.run(["import", "more.csv"]).code, 0);
    }

    #[test]
    fn an_older_database_is_not_taken_for_a_newer_one() {
        let closed = Closed::new(|shop| {
            fs::remove_file(shop.database()).expect("removed");
            let first = include_str!("../../src/store/migrations/0001_orders.sql");
            let older = format!("{first} PRAGMA application_id = 1397442900; PRAGMA user_version = 1;");
            rusqlite::Connection::open(shop.database()).and_then(|open| open.execute_batch(&older)).expect("older");
        });
        let run = closed.run(&["orders"]);
        assert!(run.code == 2 && run.err.contains("database-not-upgraded"), "{}", run.shown());
    }

    /// A folder that may be written, and a file that may not.
    #[test]
    fn a_read_only_file_is_read() {
        let shop = stocked();
        drop(as_nobody(&shop));
        mode(&shop.path("."), 0o777);
        mode(&shop.database(), 0o444);
        let run = |args: &[&str]| finish(as_nobody(&shop).args(["--lang", "en", "-v"]).args(args));
        for reader in READERS {
            let run = run(reader);
            assert_eq!(run.code, 0, "{reader:?}: {}", run.shown());
        }
        let refused = run(&["shop", "set", "closure.kind=voluntary"]);
        assert!(refused.code == 2 && refused.err.contains("database-read-only"), "{}", refused.shown());
    }
}
