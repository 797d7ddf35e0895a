//! Personal data: never shown unasked, wherever an export has them, and gone from every byte after a purge.

mod exports;
mod file_names;
mod hidden_columns;

use std::fs;

use self::exports::{CANARIES, REFUSED, UNKNOWN, assert_tells_nothing, found, import, stocked, write_exports};
use crate::support::Shop;

#[test]
fn a_look_at_a_file_and_a_try_tell_nothing_of_people() {
    let shop = Shop::new();
    let files = write_exports(&shop);
    for (place, file) in files.iter().enumerate() {
        let run = shop.run(["inspect", file, "--format", ["table", "json"][place % 2]]);
        assert_eq!(run.code, 1, "a row is rejected: {}", run.shown());
        assert_tells_nothing(&run.shown(), file);
    }
    assert_eq!(import(&shop, &["--dry-run"], &files).code, 1);
    assert_eq!(import(&shop, &["--strict"], &files).code, 2, "nothing is stored of a file with a rejected row");
}

#[test]
fn people_are_shown_nowhere_unless_they_are_asked_for() {
    let shop = stocked();
    assert_eq!(found(&shop.path(""), CANARIES), CANARIES, "all of them are in the database");
    assert_eq!(found(&shop.path(""), REFUSED), Vec::<&str>::new());
    let mut commands: Vec<String> = [
        "orders",
        "order 6926234509777270001",
        "order 6926234509777280001 --format json",
        "imports",
        "imports list --format json",
        "imports show 1",
        "db check",
        "db purge --contacts --dry-run",
    ]
    .map(str::to_owned)
    .to_vec();
    commands.extend((1..=30).map(|id| format!("imports rejects {id}")));
    let reports =
        "today sales income promotion products creators aftersales reconcile repeat regions hours status coverage";
    commands.extend(reports.split(' ').map(|report| format!("report {report}")));
    for form in ["csv", "xlsx", "json", "html"] {
        commands.push(format!("export orders out.{form}"));
        commands.push(format!("export products products.{form}"));
    }
    for command in &commands {
        let run = shop.run(command.split(' '));
        assert!((0..2).contains(&run.code), "{command}: {}", run.shown());
        assert_tells_nothing(&run.shown(), command);
    }
    for name in [
        "订单",
        "order_lines",
        "售后单",
        "after_sales",
        "佣金",
        "commissions",
        "结算账单",
        "settlements",
        "动账明细",
        "fund_flows",
        "imports",
        "rejects",
        "shops",
        "lines_per_day",
    ] {
        for form in ["table", "json", "csv"] {
            let shown = shop.run(["sql", &format!("SELECT * FROM {name}"), "--format", form]);
            assert_eq!(shown.code, 0, "{}", shown.shown());
            assert_tells_nothing(&shown.shown(), name);
        }
    }
    // No file that was written has them either; the workbook is packed, and its own test reads it.
    for form in ["csv", "json", "html"] {
        assert_tells_nothing(&fs::read_to_string(shop.path(&format!("out.{form}"))).expect("a file"), form);
    }
    for view in ["order_lines", "after_sales", "commissions", "settlements", "fund_flows"] {
        let sql = format!("SELECT extra, extra_contact FROM {view}");
        let shown = shop.dump(&sql);
        assert!(UNKNOWN.iter().all(|(_, cells)| shown.contains(cells[0])), "{view}: {shown}");
        let open = shop.json(["sql", &sql]).to_string();
        assert!(open.contains("6926234509777299001"), "the number of an order is none of a person: {view}: {open}");
    }
}

#[test]
fn no_byte_of_people_is_left_by_a_purge_of_any_scope() {
    for scope in [&["--contacts"][..], &["--contacts", "--hashes"], &["--shop", "default"], &["--before", "2030-01-01"]]
    {
        let shop = stocked();
        let run = shop.run(["db", "purge", "--yes", "--backups"].iter().chain(scope));
        assert_eq!(run.code, 0, "{scope:?}: {}", run.shown());
        assert_eq!(found(&shop.path(""), CANARIES), Vec::<&str>::new(), "{scope:?}");
        assert_eq!(found(&shop.path(""), REFUSED), Vec::<&str>::new(), "{scope:?}");
        assert_eq!(shop.run(["db", "check"]).code, 0, "{scope:?}");
    }
}
