//! The exports beside the orders: commission, after-sale, settlement and fund flow.

use serde_json::{Value as Json, json};

use crate::support::{Shop, fixtures};

const KINDS: [(&str, &str); 4] =
    [("commission", "佣金"), ("aftersales", "售后单"), ("settlement", "结算账单"), ("funds", "动账明细")];

/// Imports a file of this text and returns its part of the answer.
pub fn import(shop: &Shop, name: &str, text: &str, exported_at: &str) -> Json {
    shop.file(name, text);
    shop.json(["import", name, "--exported-at", exported_at])["files"][0].clone()
}

/// Returns the counts of what was stored: inserted, updated, unchanged, stale, duplicate, rejected.
pub fn counts(file: &Json) -> [u64; 6] {
    let names = ["inserted", "updated", "unchanged", "stale", "duplicate", "rejected"];
    names.map(|name| file[name].as_u64().unwrap_or_else(|| panic!("{file}")))
}

fn rejected(file: &Json) -> Vec<(u64, &str, &str)> {
    let rejects = file["rejects"].as_array().expect("a list").iter();
    rejects
        .map(|reject| {
            let text = |key: &str| reject[key].as_str().expect("a text");
            (reject["row"].as_u64().expect("a row"), text("header"), text("code"))
        })
        .collect()
}

#[test]
fn a_later_export_changes_what_it_should_in_either_order() {
    for (kind, view) in KINDS {
        let path = |name: &str| fixtures().join(kind).join(name);
        let import = |shop: &Shop, name: &str, time: &str| {
            let path = path(name);
            let args = ["import".as_ref(), path.as_os_str(), "--exported-at".as_ref(), time.as_ref()];
            shop.json(args)["files"][0].clone()
        };
        let text = std::fs::read_to_string(path("overlap.json")).expect("a sidecar");
        let overlap: Json = serde_json::from_str(&text).expect("JSON");
        let (first, later) = ("2026-01-12 20:00:00", "2026-01-13 20:00:00");
        let forward = Shop::new();
        import(&forward, "first.csv", first);
        let answer = import(&forward, "later.csv", later);
        for count in ["inserted", "updated", "unchanged"] {
            assert_eq!(answer[count], overlap[count], "{kind} {count}");
        }
        let backward = Shop::new();
        import(&backward, "later.csv", later);
        let answer = import(&backward, "first.csv", first);
        assert_eq!((&answer["stale"], &answer["unchanged"]), (&overlap["updated"], &overlap["unchanged"]), "{kind}");
        // The workbooks have the same entries as the text of the same day.
        for workbook in ["first.xlsx", "resaved.xls"] {
            let answer = import(&backward, workbook, first);
            assert_eq!((&answer["inserted"], &answer["updated"]), (&json!(0), &json!(0)), "{kind} {workbook}");
        }
        let all = format!("SELECT * FROM {view} ORDER BY 1, 2, 3, 4");
        assert_eq!(forward.dump(&all), backward.dump(&all), "{kind}");
        let only_later = Shop::new();
        import(&only_later, "later.csv", later);
        assert_eq!(forward.run(["imports", "undo", "1"]).code, 0);
        assert_eq!(forward.dump(&all), only_later.dump(&all), "{kind}");
        assert_eq!(backward.run(["db", "check"]).code, 0);
    }
}

#[test]
fn the_direction_decides_the_sign() {
    let shop = Shop::new();
    // In 100.00 and 8.50; out 20.00 (bare), 3.30 (signed), 40.00 drawn out without an order: 45.20 are left.
    let text = "动账时间,动账流水号,动账方向,动账金额,动账场景,子订单号\n\
        2026/1/5 9:03,\t49001,入账,100.00,货款结算入账,\t69001\n\
        2026-01-05 10:00:00,\t49002,出账,20.00,退款-结算后退款-退用户,\t69001\n\
        2026-01-05 11:00:00,\t49003,出账,-3.30,消费者赔付,\t69001\n\
        2026-01-06 11:00:00,\t49004,出账,\"1,040.00\",提现,-\n\
        2026-01-06 12:00:00,\t49005,入账,-8.50,货款结算入账,0\n\
        2026-01-06 13:00:00,\t49006,冻结,1.00,冻结,-\n\
        2026-01-06 14:00:00,\t49007,,1.00,冻结,-\n";
    let file = import(&shop, "funds.csv", text, "2026-01-07");
    assert_eq!((&file["kind"], &file["grain"]), (&json!("funds"), &Json::Null));
    assert_eq!(counts(&file), [5, 0, 0, 0, 0, 2]);
    assert_eq!(rejected(&file), [(7, "动账方向", "bad-direction"), (8, "动账方向", "missing-required")]);
    let rows = shop.json(["sql", "SELECT flow_id, amount, sub_order_id FROM fund_flows ORDER BY flow_id"]);
    assert_eq!(
        rows["rows"],
        json!([
            ["49001", 10_000, "69001"],
            ["49002", -2_000, "69001"],
            ["49003", -330, "69001"],
            ["49004", -104_000, null],
            ["49005", 850, null]
        ])
    );
    let sums = "SELECT 子订单号, round(sum(动账金额), 2) FROM 动账明细 GROUP BY 子订单号 ORDER BY 1";
    assert_eq!(shop.json(["sql", sums])["rows"], json!([[null, -1031.5], ["69001", 76.7]]));
    // The same movements, now with their signs written: nothing is new.
    let signed = text.replace(",20.00", ",-20.00").replace("\"1,040.00\"", "-1040").replace("-8.50", "8.5");
    assert_eq!(counts(&import(&shop, "signed.csv", &signed, "2026-01-08")), [0, 0, 5, 0, 0, 2]);
}

#[test]
fn a_settlement_may_book_the_same_twice() {
    let header = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,佣金,备注\n";
    let sale = "2026-01-05 10:00:00,'69001,'69001,12.30,聚合账户,已结算,-1.20,-\n";
    let back = "2026-01-06 10:00:00,'69001,'69001,-12.30,聚合账户,结算后退款,1.20,-\n";
    let next = "2026-01-07 10:00:00,'69002,'69003,5,聚合账户,已结算,0,-\n";
    let shop = Shop::new();
    let file = import(&shop, "a.csv", &[header, sale, sale, back].concat(), "2026-01-06");
    assert_eq!(counts(&file), [3, 0, 0, 0, 0, 0]);
    // The next statement overlaps; what it says of a booking beside what the booking is known by may change.
    let noted = sale.replace(",-\n", ",补记\n");
    let file = import(&shop, "b.csv", &[header, &noted, sale, back, next].concat(), "2026-01-08");
    assert_eq!(counts(&file), [1, 1, 2, 0, 0, 0]);
    let rows =
        "SELECT 子订单号, count(*), round(sum(结算金额), 2), round(sum(佣金), 2) FROM 结算账单 GROUP BY 1 ORDER BY 1";
    assert_eq!(shop.json(["sql", rows])["rows"], json!([["69001", 3, 12.3, -1.2], ["69003", 1, 5.0, 0.0]]));
    let remarks = "SELECT 备注 FROM 结算账单 WHERE 备注 IS NOT NULL";
    assert_eq!(shop.json(["sql", remarks])["rows"], json!([]));
    assert_eq!(shop.dump(remarks), json!([["补记"]]).to_string());
    assert_eq!(shop.run(["imports", "undo", "2"]).code, 0);
    assert_eq!(shop.json(["sql", rows])["rows"], json!([["69001", 3, 12.3, -1.2]]));
    assert_eq!(shop.dump(remarks), "[]");
}

#[test]
fn a_second_header_row_is_no_booking() {
    let data = "2026-01-05 10:00:00,'69001,'69001,12.30,聚合账户,已结算,-1.20,12.30\n";
    let own = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,佣金,收入合计\n";
    let explained = "年-月-日,,,（元）,,,负数为支出,（元）\n";
    let groups = "基本信息,,,结算信息,,,支出,收入\n";
    let upper = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,支出,\n";
    let lower = ",,,,,,佣金,收入合计\n";
    let expected = json!([["2026-01-05 10:00:00", "69001", 12.3, -1.2, 12.3]]);
    for (place, top) in [
        own.to_owned(),
        [own, explained].concat(),
        [own, own].concat(),
        [groups, own].concat(),
        [upper, lower].concat(),
    ]
    .into_iter()
    .enumerate()
    {
        let shop = Shop::new();
        let file = import(&shop, "a.csv", &[&top, data].concat(), "2026-01-06");
        assert_eq!(counts(&file), [1, 0, 0, 0, 0, 0], "{place}: {file}");
        let row = "SELECT 结算时间, 子订单号, 结算金额, 佣金, 收入合计 FROM 结算账单";
        assert_eq!(shop.json(["sql", row])["rows"], expected, "{place}");
        // What is blank are rows above the header only.
        assert_eq!(file["blank"], json!(u64::from(place == 3)), "{place}");
    }
    // A first row that is wrong in one place is a row all the same.
    let shop = Shop::new();
    let file = import(&shop, "a.csv", &format!("{own}昨天,'69001,'69001,12.30,,,,\n"), "2026-01-06");
    assert_eq!(rejected(&file), [(2, "结算时间", "bad-time")]);
    // A row of totals has no time of booking.
    let file = import(&shop, "b.csv", &format!("{own}{data},,,12.30,,,-1.20,12.30\n"), "2026-01-06");
    assert_eq!((counts(&file)[0], rejected(&file)), (1, vec![(3, "结算时间", "missing-required")]));
}

#[test]
fn commission_is_known_by_its_order() {
    let shop = Shop::new();
    let text = "订单id,商品id,作者账号,支付金额,佣金率,预估佣金支出,实际佣金支出,店铺id,店铺名称\n\
        \t69001,\t3700000000000000001,阿禾,100.00,32.00%,32.00,-,10482077,云栖\n\
        \t69001,\t3700000000000000001,阿禾,100.00,32.00%,32.00,-,10482077,云栖\n\
        \t69001,\t3700000000000000001,阿禾,100.00,32.00%,33.00,-,10482077,云栖\n\
        6.9E+18,\t3700000000000000001,阿禾,100.00,32.00%,32.00,-,10482077,云栖\n\
        \t69002,3.7E+18,阿禾,100.00,0.5%,0.50,0.5,10482077,云栖\n\
        \t69003,\t3700000000000000001,阿禾,100.00,32,32.00,-,10482077,云栖\n\
        ,\t3700000000000000001,阿禾,100.00,32.00%,32.00,-,10482077,云栖\n";
    let file = import(&shop, "c.csv", text, "2026-01-07");
    // What the file says of 69001 otherwise is another part of it.
    assert_eq!(counts(&file), [3, 0, 0, 0, 1, 3]);
    assert_eq!(
        rejected(&file),
        [(5, "订单id", "damaged-id"), (7, "佣金率", "bad-number"), (8, "订单id", "missing-id")]
    );
    let codes: Vec<&str> =
        file["warnings"].as_array().expect("warnings").iter().filter_map(|warning| warning["code"].as_str()).collect();
    assert_eq!(codes, ["damaged-field"]);
    let rows = "SELECT sub_order_id, product_id, commission_rate, estimated, actual FROM commissions ORDER BY 1, 4";
    assert_eq!(
        shop.json(["sql", rows])["rows"],
        json!([
            ["69001", "3700000000000000001", 3200, 3200, null],
            ["69001", "3700000000000000001", 3200, 3300, null],
            ["69002", null, 50, 50, 50]
        ])
    );
    let rate = "SELECT 佣金率, 实际佣金支出 FROM 佣金 WHERE 订单id = '69002'";
    assert_eq!(shop.json(["sql", rate])["rows"], json!([[0.5, 0.5]]));
}

#[test]
fn what_a_newer_export_says_counts_and_undo_brings_back_the_older() {
    let shop = Shop::new();
    let export = |status: &str, extra: &str| {
        format!("售后单号,订单号,商品单号,售后状态,客服\n\t75001,\t69001,\t69001,{status},{extra}\n")
    };
    let state = "SELECT status, extra_contact, extra, import_id FROM after_sales";
    import(&shop, "old.csv", &export("待商家处理", "甲"), "2026-01-05");
    assert_eq!(counts(&import(&shop, "new.csv", &export("售后关闭", "乙"), "2026-01-07")), [0, 1, 0, 0, 0, 0]);
    assert_eq!(counts(&import(&shop, "between.csv", &export("换货成功", "丙"), "2026-01-06")), [0, 0, 0, 1, 0, 0]);
    assert_eq!(shop.dump(state), json!([["售后关闭", null, "{\"客服\":\"乙\"}", 2]]).to_string());
    assert_eq!(shop.run(["imports", "undo", "2"]).code, 0);
    assert_eq!(shop.dump(state), json!([["换货成功", null, "{\"客服\":\"丙\"}", 3]]).to_string());
    assert_eq!(shop.run(["imports", "undo", "3"]).code, 0);
    assert_eq!(shop.dump(state), json!([["待商家处理", null, "{\"客服\":\"甲\"}", 1]]).to_string());
    assert_eq!(shop.run(["imports", "undo", "1"]).code, 0);
    assert_eq!((shop.dump(state), shop.dump("SELECT * FROM shops")), ("[]".to_owned(), "[]".to_owned()));
}

#[test]
fn orders_know_nothing_of_the_files_beside_them() {
    let shop = Shop::new();
    shop.file("orders.csv", "主订单编号,子订单编号,订单状态,订单提交时间\n1,1;2,已完成,2026-01-05 10:00:00\n");
    shop.json(["import", "orders.csv", "--exported-at", "2026-01-06"]);
    let funds = "动账时间,动账流水号,动账方向,动账金额,子订单号\n2026-02-20 10:00:00,49001,入账,1.00,2\n";
    shop.file("funds.csv", funds);
    let answer = shop.json(["import", "funds.csv", "--exported-at", "2026-03-01", "--dry-run"]);
    assert_eq!((&answer["files"][0]["status"], &answer["files"][0]["inserted"]), (&json!("dry_run"), &json!(1)));
    assert_eq!(shop.dump("SELECT * FROM fund_flows"), "[]");
    let file = import(&shop, "funds.csv", funds, "2026-03-01");
    assert_eq!(file["coverage"]["gaps"], json!([]));
    assert_eq!(import(&shop, "again.csv", funds, "2026-03-02")["status"], "skipped");
    let file = import(&shop, "empty.csv", funds.split_inclusive('\n').next().expect("a header"), "2026-03-02");
    assert_eq!((&file["grain"], &file["warnings"][0]["code"]), (&Json::Null, &json!("empty-sheet")));
    assert_eq!(shop.json(["imports", "list"])["rows"][1][7], "funds");
    let shops = shop.json(["shop", "list"]);
    let newest = shops["columns"].as_array().expect("columns").iter().position(|column| column == "newest_export");
    assert_eq!(shops["rows"][0][newest.expect("a column")], "2026-01-06 00:00:00");
    // The movement belongs to the second of two sub-orders that stand in one cell.
    assert_eq!(shop.json(["order", "1"])["entries"][0]["number"], "49001");
    assert_eq!(shop.json(["order", "2"])["entries"][0]["amount"], "1.00");
    // An order export with a column that is the mark of another export is one of orders all the same.
    let own = "主订单编号,子订单编号,订单状态,订单提交时间,售后单号\n3,3,已完成,2026-01-05 10:00:00,75001\n";
    assert_eq!(import(&shop, "own.csv", own, "2026-01-07")["kind"], "orders");
    let wrong = shop.run(["import", "funds.csv", "--kind", "settlement", "--shop", "b"]);
    assert!(wrong.code == 2 && wrong.err.contains("not the settlement export"), "{}", wrong.err);
}

#[test]
fn an_order_shows_its_entries() {
    let shop = Shop::new();
    shop.copy("sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv");
    assert_eq!(shop.run(["import", "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv"]).code, 0);
    for (kind, _) in KINDS {
        let path = fixtures().join(kind).join("later.csv");
        assert_eq!(shop.run(["import".as_ref(), path.as_os_str()]).code, 0);
    }
    let busiest =
        "SELECT sub_order_id FROM (SELECT sub_order_id FROM settlements UNION ALL SELECT sub_order_id FROM after_sales
        UNION ALL SELECT sub_order_id FROM commissions UNION ALL SELECT sub_order_id FROM fund_flows)
        WHERE sub_order_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1";
    let rows = shop.json(["sql", busiest]);
    let id = rows["rows"][0][0].as_str().expect("an id").to_owned();
    for lang in ["en", "zh"] {
        let shown = shop.run(["order", &id, "--lang", lang]).shown();
        let entries = shown.split_once("After-sales and money").or_else(|| shown.split_once("售后与资金"));
        insta::assert_snapshot!(format!("order_entries_{lang}"), entries.expect("entries").1);
    }
}

#[test]
fn contact_data_of_entries_stays_hidden() {
    let shop = Shop::new();
    let text = "动账时间,动账流水号,动账方向,动账金额,备注,收件人\n2026-01-05,49001,入账,1.00,张三 13812345678,李四\n";
    import(&shop, "funds.csv", text, "2026-01-06");
    for sql in [
        "SELECT * FROM 动账明细",
        "SELECT * FROM fund_flows",
        "SELECT note, extra_contact FROM fund_flows",
        "SELECT flow_id FROM fund_flows WHERE note LIKE '张%' OR extra_contact LIKE '%李四%'",
    ] {
        let run = shop.run(["sql", sql, "--format", "csv"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(!run.out.contains("张三") && !run.out.contains("李四"), "{sql}: {}", run.out);
        assert!(run.err.contains("contact data") || sql.contains('*'), "{sql}: {}", run.err);
    }
    assert_eq!(shop.json(["sql", "SELECT flow_id FROM fund_flows WHERE note LIKE '张%'"])["rows"], json!([]));
    for table in ["stored_fund_flows", "stored_settlements", "stored_commissions", "stored_after_sales"] {
        assert_eq!(shop.run(["sql", &format!("SELECT * FROM {table}")]).code, 2, "{table}");
    }
    assert!(shop.dump("SELECT note, extra_contact FROM fund_flows").contains("李四"));
}

#[test]
fn siblings_are_inspected() {
    let shop = Shop::new();
    shop.copy("aftersales/first.csv");
    let json = shop.json(["inspect", "first.csv"]);
    assert_eq!((&json["kind"], &json["header_row"]), (&"aftersales".into(), &1.into()));
    insta::assert_snapshot!(
        "inspect_sibling",
        shop.run(["inspect", "first.csv", "--exported-at", "2026-01-12"]).shown()
    );
}
