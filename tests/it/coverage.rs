//! Which days are imported, and which to download next.

use crate::reports::rows;
use crate::support::Shop;

/// A shop with three exports that leave 01-03 and 01-04 out; the last one has 01-02 again.
pub fn exported_in_parts() -> Shop {
    let shop = Shop::new();
    let export = |name: &str, days: &[&str], exported_at: &str| {
        let rows = days.iter().map(|line| {
            let (day, number) = line.split_once('#').expect("day and number");
            format!("{line},{line},已完成,2026-01-{day} 08:00:00\n").replace('#', &format!("x{number}y"))
        });
        shop.file(name, format!("主订单编号,子订单编号,订单状态,订单提交时间\n{}", rows.collect::<String>()));
        assert_eq!(shop.run(["import", name, "--exported-at", exported_at]).code, 0);
    };
    export("a.csv", &["01#1", "01#2", "02#1"], "2026-01-03 08:00:00");
    export("b.csv", &["05#1", "05#2", "05#3", "08#1"], "2026-01-08 09:00:00");
    export("c.csv", &["02#1"], "2026-04-20 10:00:00");
    shop
}

#[test]
fn coverage_has_every_day() {
    let shop = exported_in_parts();
    let columns = "day lines imports newest_export state";
    assert_eq!(
        rows(&shop, &["coverage", "--on", "2026-05-01"], columns),
        [
            "2026-01-01 2 1 2026-01-03T08:00:00 open",
            "2026-01-02 1 2 2026-04-20T10:00:00 final",
            "2026-01-03 0 0 ~ gap",
            "2026-01-04 0 0 ~ gap",
            "2026-01-05 3 1 2026-01-08T09:00:00 open",
            "2026-01-06 0 1 2026-01-08T09:00:00 open",
            "2026-01-07 0 1 2026-01-08T09:00:00 open",
            "2026-01-08 1 1 2026-01-08T09:00:00 cut",
        ]
    );
    assert_eq!(
        rows(&shop, &["coverage", "--on", "2026-01-08", "--from", "2026-01-07", "--to", "2026-02-01"], columns),
        ["2026-01-07 0 1 2026-01-08T09:00:00 final", "2026-01-08 1 1 2026-01-08T09:00:00 cut"]
    );
    assert!(shop.run(["report", "coverage"]).err.contains("no imported file has orders of 2026-01-03 to 2026-01-04"));
}

#[test]
fn a_plan_goes_on_after_the_last_whole_day() {
    let shop = exported_in_parts();
    let plan = |args: &[&str]| rows(&shop, &[&["export-plan"], args].concat(), "from to expected_lines");
    // 2, 1, 3, 0 and 0 lines on whole days are 1.2 a day, rounded up to 2; 01-08 was not over when it was exported.
    assert_eq!(plan(&["--on", "2026-01-10", "--cap", "5"]), ["2026-01-08 2026-01-09 4", "2026-01-10 2026-01-10 2"]);
    assert_eq!(plan(&["--on", "2026-01-10"]), ["2026-01-08 2026-01-10 6"]);
    assert_eq!(
        plan(&["--from", "2026-01-01", "--to", "2026-01-05", "--cap", "4"]),
        ["2026-01-01 2026-01-02 3", "2026-01-03 2026-01-03 2", "2026-01-04 2026-01-04 2", "2026-01-05 2026-01-05 3"]
    );
    // What was exported before may have changed, so that a plan of new days alone is not all there is to download.
    let changed = shop.run(["report", "export-plan", "--on", "2026-01-10"]).err;
    assert!(changed.contains("may have changed since they were exported"), "{changed}");
    let done = shop.run(["report", "export-plan", "--on", "2026-01-07"]);
    assert!(done.err.contains("there is nothing to export") && done.code == 0, "{}", done.shown());
    let over = shop.run(["report", "export-plan", "--from", "2026-01-05", "--to", "2026-01-05", "--cap", "3"]);
    assert!(over.err.contains("2026-01-05 alone is expected to have 3 sub-orders"), "{}", over.shown());
}

#[test]
fn a_plan_without_data_says_so() {
    let shop = Shop::new();
    shop.file("orders.csv", "主订单编号,子订单编号,订单状态,订单提交时间\n1,1,待发货,2026-01-05 08:00:00\n");
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-01-05 09:00:00"]).code, 0);
    let columns = "from to expected_lines";
    // The only day was not over when it was exported.
    assert_eq!(rows(&shop, &["export-plan", "--on", "2026-01-06"], columns), ["2026-01-05 2026-01-06 2"]);
    assert_eq!(shop.run(["imports", "undo", "1"]).code, 0);
    assert_eq!(rows(&shop, &["export-plan", "--on", "2026-01-06"], columns), ["2026-01-06 2026-01-06 ~"]);
    assert!(shop.run(["report", "export-plan"]).err.contains("no data to estimate from"));
    assert!(shop.run(["report", "coverage"]).out.contains("no orders imported yet"));
}

/// An older version took times that cannot be.
#[test]
fn a_time_that_cannot_be_stops_no_report() {
    let shop = exported_in_parts();
    shop.file("odd.csv", "主订单编号,子订单编号,订单状态,订单提交时间\n9,9,已完成,0206-01-05 10:00:00\n");
    assert_eq!(shop.run(["import", "odd.csv"]).code, 2, "no order is as old as that");
    let before = rows(&shop, &["coverage", "--on", "2026-05-01"], "day lines imports newest_export");
    for day in ["0206-01-05", "9999-12-31"] {
        shop.file(
            "odd.csv",
            format!("主订单编号,子订单编号,订单状态,订单提交时间\n{day},{day},已完成,2026-01-05 10:00:00\n"),
        );
        assert_eq!(
            shop.run(["import", "odd.csv", "--shop", "default", "--exported-at", "2026-01-05 10:00:00"]).code,
            0
        );
        let older = rusqlite::Connection::open(shop.database()).expect("opens");
        let columns = ["submitted_at", "paid_at", "shipped_at", "finished_at"]
            .map(|column| format!("{column} = '{day} 10:00:00'"));
        let (columns, import) = (columns.join(", "), "import_id = (SELECT max(id) FROM imports)");
        older
            .execute_batch(&format!(
                "UPDATE stored_lines SET {columns} WHERE {import};
                 UPDATE imports SET first_day = '{day}', last_day = '{day}' WHERE id = (SELECT max(id) FROM imports);"
            ))
            .expect("an older database");
        drop(older);
        assert_eq!(shop.run(["import", "odd.csv", "--shop", "other"]).code, 0, "figures are settled");
    }
    assert_eq!(
        rows(&shop, &["coverage", "--on", "2026-05-01", "--shop", "default"], "day lines imports newest_export"),
        before
    );
    let reports = shop.json(["report"]);
    for report in reports["rows"].as_array().expect("rows") {
        let name = report[0].as_str().expect("a name");
        for by in [None, Some("day"), Some("month")] {
            let by = by.map_or_else(Vec::new, |by| vec!["--by", by]);
            let run = shop.run(["report", name, "--shop", "default"].into_iter().chain(by.clone()));
            let is_other_option = run.err.contains("[option-without-use]") || run.err.contains("--by");
            assert!(run.code < 2 || is_other_option, "{name} {by:?}: {}", run.shown());
        }
    }
    for check in ["close-check", "reopen-check"] {
        assert!(shop.run([check, "--shop", "default"]).code < 2, "{check}");
    }
    assert_eq!(shop.run(["export", "overview", "x.html", "--shop", "default"]).code, 0);
    assert!(shop.run(["orders", "--shop", "default"]).out.contains("9999"));
}
