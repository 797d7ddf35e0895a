//! What reports say about money where exports have unknown statuses, name only orders, or say only a part. Each of these cases was once
//! answered wrongly, or without a note.

use serde_json::{Value as Json, json};

use crate::support::{Run, Shop};

const HEADER: &str = "主订单编号,子订单编号,商品单价,订单应付金额,订单提交时间,支付完成时间,流量来源,订单状态,订单完成时间,售后状态,\
    承诺发货时间,平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额";

/// Writes an order line that was paid for on the day on which it was submitted, and completed six days later.
fn line(order: &str, id: &str, payable: &str, after_sale: &str) -> String {
    format!("{order},{id},{payable},{payable},2026-03-02,2026-03-02,小店自卖,已完成,2026-03-08,{after_sale},-,0,0,0\n")
}

/// Makes a shop of the lines and of the exports beside them, each with its header.
fn shop(lines: &str, beside: &[&str]) -> Shop {
    let shop = Shop::new();
    import(&shop, &format!("{HEADER}\n{lines}"), "2026-05-01");
    for text in beside {
        import(&shop, text, "2026-05-01");
    }
    shop
}

fn import(shop: &Shop, text: &str, exported_at: &str) {
    shop.file("a.csv", text);
    let run = shop.run(["import", "a.csv", "--exported-at", exported_at]);
    assert_eq!(run.code, 0, "{}", run.shown());
}

fn report(shop: &Shop, args: &[&str]) -> Run {
    let run = shop.run([&["report"], args].concat());
    assert_eq!(run.code, 0, "{}", run.shown());
    run
}

/// Returns a column of all rows of a report.
fn column(shop: &Shop, args: &[&str], key: &str) -> Vec<Json> {
    let answer = shop.json([&["report"], args].concat());
    let place =
        answer["columns"].as_array().expect("columns").iter().position(|column| column == key).expect("a column");
    answer["rows"].as_array().expect("rows").iter().map(|row| row[place].clone()).collect()
}

const AFTER_SALES: &str =
    "售后单号,订单号,商品单号,退商品金额（元）,退运费金额（元）,售后状态,售后申请时间,商家退款时间\n";

#[test]
fn unknown_statuses_of_the_after_sale_file_are_named() {
    let rows = "s1,1,1,100.00,0.00,售后完成,2026-03-09,-\ns2,2,2,40.00,0.00,已退款,2026-03-09,-\ns3,3,3,9.00,0.00,待商家处理,2026-03-09,-\n";
    let shop =
        shop(&["1", "2", "3"].map(|id| line(id, id, "100.00", "-")).concat(), &[&format!("{AFTER_SALES}{rows}")]);
    assert_eq!(column(&shop, &["income"], "refunds"), ["40.00"]);
    for name in ["income", "sales", "promotion", "products", "aftersales", "reconcile", "creators"] {
        let said = report(&shop, &[name]).err;
        assert!(said.contains("count as open and not as refunds: 售后完成 (one after-sale)"), "{name}: {said}");
        assert!(!said.contains("待商家处理"), "{name}: {said}");
    }
}

#[test]
fn nobody_is_paid_for_a_line_of_which_more_went_back_than_was_paid() {
    let orders = line("1", "1", "100.00", "-").replace("小店自卖", "精选联盟");
    let after_sale = format!("{AFTER_SALES}s1,1,1,100.00,8.00,退款成功,2026-03-09,2026-03-10\n");
    let shop = shop(&orders, &[&after_sale, "订单id,预估佣金支出,实际佣金支出,订单结算时间\n1,20.00,-,-\n"]);
    assert_eq!(column(&shop, &["income"], "commission"), ["0.00"]);
    assert_eq!(column(&shop, &["income"], "net"), ["-8.00"]);
}

const BOOKINGS: &str = "结算时间,订单号,子订单号,结算金额,收入合计,平台服务费,支出合计,结算账户\n";

#[test]
fn bookings_that_name_only_an_order_are_noted() {
    let lines = line("1", "1", "100.00", "-") + &line("1", "2", "50.00", "-") + &line("3", "3", "100.00", "-");
    let bookings =
        "2026-03-20,1,-,142.50,150.00,-7.50,-7.50,聚合账户\n2026-03-20,3,3,95.00,100.00,-5.00,-5.00,聚合账户\n";
    let shop = shop(&lines, &[&format!("{BOOKINGS}{bookings}")]);
    for name in ["income", "promotion"] {
        let said = report(&shop, &[name]).err;
        assert!(
            said.contains("one booking names only a main order of several sub-orders, 142.50 yuan in all"),
            "{name}: {said}"
        );
    }
    assert!(!report(&shop, &["income", "--from", "2026-04-01"]).err.contains("only a main order"));
    // It is of the day of its order.
    assert_eq!(column(&shop, &["reconcile", "--to", "2026-03-02"], "outcome"), ["order_only"]);
    assert_eq!(column(&shop, &["reconcile", "--from", "2026-03-03"], "outcome"), Vec::<Json>::new());
}

#[test]
fn parts_of_main_orders_are_known_by_their_own_ids() {
    let lines = line("1", "11;12", "150.00", "-") + &line("2", "21", "100.00", "-");
    let header = "结算时间,子订单号,结算金额,收入合计,平台服务费,支出合计,结算账户\n";
    let booking =
        |id: &str, fen: &str, net: &str, fee: &str| format!("2026-03-20,{id},{net},{fen},{fee},{fee},聚合账户\n");
    let bookings = [
        booking("11", "100.00", "95.00", "-5.00"),
        booking("12", "50.00", "47.50", "-2.50"),
        booking("21", "100.00", "95.00", "-5.00"),
        booking("31", "9.00", "9.00", "0.00"),
    ];
    let shop = shop(&lines, &[&format!("{header}{}", bookings.concat())]);
    assert_eq!(column(&shop, &["income"], "net"), ["237.50"]);
    assert_eq!(column(&shop, &["income"], "basis"), ["actual"]);
    assert_eq!(column(&shop, &["reconcile"], "sub_order_id"), ["31"]);
}

#[test]
fn unknown_discounts_are_noted() {
    let orders = line("1", "1", "100.00", "-") + &line("2", "2", "100.00", "-").replace("-,0,0,0", "-,-,-,-");
    let shop = shop(&orders, &[]);
    assert_eq!(column(&shop, &["income"], "net_known"), ["100.00"]);
    assert!(
        report(&shop, &["income"])
            .err
            .contains("one sub-order does not say what discount the platform or the creator bears")
    );
}

#[test]
fn words_of_the_after_sale_file_in_orders_mean_what_they_mean_there() {
    let words = ["同意换货，换货成功", "拒绝退款", "换货成功", "维修成功"];
    let lines: Vec<String> =
        ["1", "2", "3", "4"].iter().zip(words).map(|(id, word)| line(id, id, "100.00", word)).collect();
    let other = "2026-04-30,9,9,1.00,1.00,0.00,0.00,聚合账户\n2026-03-01,8,8,1.00,1.00,0.00,0.00,聚合账户\n";
    let shop = shop(&lines.concat(), &[&format!("{BOOKINGS}{other}")]);
    let outcomes = column(&shop, &["reconcile"], "outcome");
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "missing").count(), 4, "{outcomes:?}");
    let said = report(&shop, &["aftersales"]).err;
    assert!(said.contains("同意换货，换货成功 counts as 换货成功 (one sub-order)"), "{said}");
    let open = column(&shop, &["today", "--on", "2026-05-01"], "lines");
    assert_eq!(open[open.len() - 2], json!(0), "open after-sales");
}

#[test]
fn an_open_after_sale_of_the_order_holds_the_settlement_of_its_lines() {
    let lines = line("1", "1", "100.00", "-") + &line("1", "2", "50.00", "-") + &line("3", "3", "100.00", "-");
    let after_sale = format!("{AFTER_SALES}s1,1,-,10.00,0.00,待商家处理,2026-03-09,-\n");
    let other = "2026-04-30,9,9,1.00,1.00,0.00,0.00,聚合账户\n2026-03-01,8,8,1.00,1.00,0.00,0.00,聚合账户\n";
    let shop = shop(&lines, &[&after_sale, &format!("{BOOKINGS}{other}")]);
    let missing = column(&shop, &["reconcile"], "sub_order_id");
    assert_eq!(missing[..1], ["3"]);
    assert!(!missing.contains(&json!("1")) && !missing.contains(&json!("2")), "{missing:?}");
}

#[test]
fn movements_that_settle_nothing_are_of_the_days_asked_for() {
    let movements = "动账时间,动帐流水号,动账方向,动账金额,动账场景,下单时间,子订单号\n\
        2026-03-10,f1,出账,3.00,小额打款,2026-03-02,1\n2026-04-10,f2,出账,9.00,小额打款,2026-04-02,2\n";
    let shop = shop(&line("1", "1", "100.00", "-"), &[movements]);
    assert!(report(&shop, &["reconcile"]).err.contains("小额打款 -12.00 (2)"));
    assert!(report(&shop, &["reconcile", "--to", "2026-03-31"]).err.contains("小额打款 -3.00 (1)"));
}

#[test]
fn a_fresh_export_of_other_days_makes_no_old_line_fresh() {
    let unshipped = |id: &str, day: &str, ship_by: &str| {
        format!("{id},{id},1.00,1.00,{day},{day},小店自卖,待发货,-,-,{ship_by},0,0,0\n")
    };
    let shop = Shop::new();
    let old =
        unshipped("1", "2026-03-09", "2026-03-09 12:00:00") + &unshipped("2", "2026-03-09", "2026-03-11 12:00:00");
    import(&shop, &format!("{HEADER}\n{old}"), "2026-03-10 00:00:00");
    import(&shop, &format!("{HEADER}\n{}", unshipped("3", "2026-03-25", "2026-03-27")), "2026-03-25 12:00:00");
    let today = ["today", "--on", "2026-03-25 13:00:00"];
    let items = column(&shop, &today, "item");
    let lines = column(&shop, &today, "lines");
    let of = |item: &str| lines[items.iter().position(|known| known == item).expect("an item")].clone();
    assert_eq!([of("overdue"), of("overdue_since")], [json!(1), json!(1)]);
    assert!(report(&shop, &today).err.contains("one sub-order has become due after the last export"));
}

#[test]
fn estimated_fees_come_off_no_net_that_is_unknown() {
    let unsettled = line("2", "2", "100.00", "-").replace("小店自卖", "数据将于第二天更新");
    let booking = "2026-03-20,1,1,95.00,100.00,-5.00,-5.00,聚合账户\n";
    let shop = shop(&(line("1", "1", "100.00", "-") + &unsettled), &[&format!("{BOOKINGS}{booking}")]);
    let income = |key: &str| column(&shop, &["income", "--commission-rate", "20%"], key);
    // Nobody knows whether a creator sold line 2, so that the rate says nothing of it.
    assert_eq!([income("net"), income("net_known")].concat(), [Json::Null, json!("95.00")]);
    assert_eq!([income("fees"), income("unknown_lines")].concat(), [json!("10.00"), json!(1)]);
    assert!(report(&shop, &["income"]).err.contains("it is unknown whether a creator sold one sub-order"));
}
