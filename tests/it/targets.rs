//! Where an answer may be written, and what is left alone.

use std::fs;

use crate::exports::{DAY, FORMS, stocked};
use crate::support::{Shop, finish};

#[test]
fn names_that_mean_something_else_are_refused() {
    let shop = stocked();
    // SQLite would read it as its own, and so would the next command.
    for name in ["test.db-wal", "test.db-shm", "test.db-journal", "TEST.DB-WAL", "./test.db-journal"] {
        assert_eq!(shop.run(["db", "backup", name]).code, 2, "{name}");
        assert_eq!(shop.run(["orders", "--output", name]).code, 2, "{name}");
    }
    shop.file("test.db.v3.bak", fs::read(shop.database()).expect("bytes"));
    assert_eq!(shop.run(["orders", "--output", "test.db.v3.bak"]).code, 2);
    // Another file on Windows, or none at all; refused everywhere, since files travel.
    for name in
        ["CON.csv", "con", "Aux.csv", "prn.tar.csv", "NUL .csv", "COM1.csv", "lpt9.csv", "COM².csv", "x.csv.", "x.csv "]
    {
        for args in [&["orders", "--output", name][..], &["db", "backup", name], &["export", "orders", name]] {
            let run = shop.run(args.iter().copied());
            assert_eq!(run.code, 2, "{args:?}: {}", run.shown());
        }
    }
    for name in ["a.xlsx", "A.XLSX", "a.html", "a.ods"] {
        let run = shop.run(["orders", "--output", name]);
        assert!(run.code == 2 && run.err.contains("use shopkit export NAME"), "{}", run.shown());
    }
    let reopen = ["reopen-check", "--set", "closure.closed_on=2025-01-01", "--ics"];
    for name in ["NUL.ics", "test.db", "test.db-wal", "x.ics."] {
        assert_eq!(shop.run(reopen.into_iter().chain([name])).code, 2, "{name}");
    }
    let mut names: Vec<String> = fs::read_dir(shop.path(""))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["test.db", "test.db.v3.bak"]);
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let shop = stocked();
    for name in ["a.csv", "a.xlsx", "a.json", "a.html"] {
        assert_eq!(shop.run(["export", "orders", name]).code, 0);
    }
    assert_eq!(shop.run(["orders", "--output", "b.csv"]).code, 0);
    assert_eq!(shop.run(["db", "backup", "copy.db"]).code, 0);
    let reader = rusqlite::Connection::open(shop.database()).expect("opens");
    reader.query_row("SELECT count(*) FROM shops", [], |_| Ok(())).expect("reads");
    assert!(shop.path("test.db-wal").exists(), "the log is there as well");
    for entry in fs::read_dir(shop.path("")).expect("a folder") {
        let entry = entry.expect("an entry");
        let mode = entry.metadata().expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
}

/// Shops and products named like paths and formulas.
#[test]
fn names_lead_nowhere_else() {
    let shop = Shop::new();
    shop.file("orders.csv", "主订单编号,子订单编号,订单状态,选购商品,订单提交时间,支付完成时间\n7001,7001,已完成,../../evil,2026-01-05 09:00:00,2026-01-05 09:00:00\n");
    for name in ["../evil", "/tmp/evil", "=1+1", "a/b:c*d?[e]", "CON"] {
        assert_eq!(shop.run(["import", "orders.csv", "--shop", name]).code, 0, "{name}");
        for what in ["orders", "status", "products"] {
            for form in FORMS {
                let run = shop.run(["export", what, &format!("out.{form}"), "--shop", name]);
                assert_eq!(run.code, 0, "{name} {what}: {}", run.shown());
            }
        }
        assert_eq!(shop.run(["export", "overview", "out.html", "--shop", name]).code, 0, "{name}");
    }
    let csv = "out.csv";
    assert_eq!(shop.run(["export", "orders", csv, "--shop", "=1+1"]).code, 0);
    assert!(fs::read_to_string(shop.path(csv)).expect("a file").contains("\"'=1+1\""));
    let names = fs::read_dir(shop.path("")).expect("a folder").count();
    assert_eq!(names, 2 + FORMS.len(), "the database, the file and the four forms");
    assert!(!shop.path("../evil").exists() && !std::path::Path::new("/tmp/evil").exists());
}

#[test]
fn what_cannot_be_written_is_refused_and_leaves_nothing() {
    let shop = stocked();
    shop.copy(DAY);
    let imported = DAY.split('/').next_back().expect("a name");
    shop.file("old.db", fs::read(shop.database()).expect("bytes"));
    fs::rename(shop.path("old.db"), shop.path("old.csv")).expect("a name");
    fs::create_dir(shop.path("folder.csv")).expect("a folder");
    let files = || {
        let mut names: Vec<_> =
            fs::read_dir(shop.path("")).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        names
    };
    let before = files();
    let lines: &[&[&str]] = &[
        &["orders", "x.txt"],
        &["orders", "x"],
        &["order", "x.csv"],
        &["weather", "x.csv"],
        &["promotoin", "x.csv"],
        &["promotion", "x.txt"],
        &["promotion", "x.csv", "--on", "2026-01-12"],
        &["products", "x.csv", "--by", "day"],
        &["status", "x.csv", "--status", "待发货"],
        &["today", "x.csv", "--param", "n=1"],
        &["orders", "x.csv", "--by", "day"],
        &["sql:", "x.csv"],
        &["sql:DELETE FROM stored_lines", "x.xlsx"],
        &["sql:SELECT nothing FROM 订单", "x.html"],
        &["sql:SELECT 1", "x.csv", "--status", "待发货"],
        &["orders", "x.csv", "--param", "n=1"],
        &["orders", "x.csv", "--format", "json"],
        &["orders", "no/such/folder/x.csv"],
        &["orders", "folder.csv"],
        &["orders", "NUL.csv"],
        &["orders", "old.csv"],
        &["orders", imported],
        &["orders", "x.csv", "--shop", "没有"],
        &["orders", "x.csv", "--from", "2026-01-12", "--to", "2026-01-10"],
    ];
    let mut shown = String::new();
    for line in lines {
        for lang in ["en", "zh"] {
            let run = finish(shop.command().args(["--lang", lang, "export"]).args(*line));
            assert_eq!(run.code, 2, "{line:?}");
            shown.push_str(&format!("$ shopkit export {} --lang {lang}\n{}\n", line.join(" "), run.shown()));
        }
    }
    insta::assert_snapshot!("refused", shown);
    assert_eq!(files(), before);
    for path in ["test.db-wal", "con.json", imported] {
        assert_eq!(shop.run(["orders", "--output", path]).code, 2, "{path}");
    }
    assert_eq!(files(), before);
}

#[test]
fn rules_and_facts_are_not_replaced() {
    let shop = stocked();
    let own = shop.path("own");
    fs::create_dir_all(own.join("cases")).expect("a folder");
    for name in ["facts.toml", "reopen.toml", "close.toml"] {
        fs::copy(format!("{}/rules/{name}", env!("CARGO_MANIFEST_DIR")), own.join(name)).expect("a copy");
    }
    let said = "closure.closed_on = 2025-01-01\n";
    shop.file("facts.txt", said);
    shop.file("facts.toml", said);
    shop.file("days.txt", "2026-10-01\n");
    let rules = ["reopen-check", "--rules", "own", "--facts", "facts.txt", "--holidays", "days.txt"];
    let (in_rules, in_use, is_toml) = ("is in the folder of rules", "is in use", ".toml files hold rules and facts");
    for (option, name, why) in [
        ("--output", "own/reopen.toml", in_rules),
        ("--output", "own/new.csv", in_rules),
        // Where the case of letters counts there is no such folder.
        ("--output", "OWN/cases/new.json", "folder"),
        ("--output", "./own/../own/close.toml", in_rules),
        ("--output", "facts.txt", in_use),
        ("--output", "days.txt", in_use),
        ("--ics", "own/dates.ics", in_rules),
        ("--ics", "facts.txt", in_use),
    ] {
        let run = shop.run(rules.iter().chain(&[option, name]));
        assert!(run.code == 2 && run.err.contains(why), "{option} {name}: {}", run.shown());
    }
    for (line, why) in [
        (&["rules", "--rules", "own", "--output", "own/list.txt"][..], in_rules),
        (&["shop", "show", "--rules", "own", "--output", "own/close.toml"], in_rules),
        (&["orders", "--output", "facts.toml"], is_toml),
        (&["orders", "--output", "own/close.toml"], is_toml),
        (&["db", "backup", "facts.toml"], is_toml),
    ] {
        let run = shop.run(line.iter().copied());
        assert!(run.code == 2 && run.err.contains(why), "{line:?}: {}", run.shown());
    }
    assert_eq!(shop.run(rules.iter().chain(&["--output", "verdict.json"])).code, 1);
    for name in ["facts.txt", "facts.toml"] {
        assert_eq!(fs::read_to_string(shop.path(name)).expect("a file"), said);
    }
    assert_eq!(fs::read_dir(&own).expect("a folder").count(), 4);
}

#[test]
fn a_file_that_exists_is_replaced() {
    let shop = stocked();
    for form in FORMS {
        let name = format!("x.{form}");
        shop.file(&name, "earlier");
        assert_eq!(shop.run(["export", "orders", name.as_str()]).code, 0);
        assert!(fs::metadata(shop.path(&name)).expect("a file").len() > 1000);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_replaced() {
    let shop = stocked();
    let _socket = std::os::unix::net::UnixListener::bind(shop.path("x.csv")).expect("a socket");
    for line in [&["export", "orders", "x.csv"][..], &["orders", "--output", "x.csv"]] {
        let run = shop.run(line);
        assert!(run.code == 2 && run.err.contains("not an ordinary file"), "{}", run.shown());
    }
}
