//! The exports of money beside the sales: account ledger, freight insurance, ad spend, service fees, warehouse bills, and costs.

use serde_json::{Value as Json, json};

use crate::siblings::{counts, import};
use crate::support::Shop;

/// Returns the row, the header and the code of each reject.
fn rejects(file: &Json) -> Vec<(u64, &str, &str)> {
    let rejects = file["rejects"].as_array().expect("a list").iter();
    rejects
        .map(|reject| {
            let text = |key: &str| reject[key].as_str().expect("a text");
            (reject["row"].as_u64().expect("a row"), text("header"), text("code"))
        })
        .collect()
}

fn rows(shop: &Shop, sql: &str) -> Json {
    shop.json(["sql", sql])["rows"].clone()
}

const LEDGER: &str = "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注\n\
    \t71001,\t69001,\t69001,2026-01-05 10:00:00,收入,100.00,货款结算入账,100.00,-\n\
    \t71002,\t69001,-,2026-01-05 11:00:00,支出,-0.45,运费险扣费,99.55,-\n\
    \t71003,-,-,2026-01-06 09:00:00,支出,\"99.00\",提现,0.55,-\n\
    \t71004,-,-,2026-01-06 10:00:00,冻结,1.00,冻结,0.55,-\n";

#[test]
fn the_direction_signs_the_movements_of_the_ledger() {
    let shop = Shop::new();
    let file = import(&shop, "ledger.csv", LEDGER, "2026-01-07");
    assert_eq!((&file["kind"], counts(&file)), (&json!("ledger"), [3, 0, 0, 0, 0, 1]));
    assert_eq!(rejects(&file), [(5, "账户方向", "bad-direction")]);
    assert_eq!(
        rows(&shop, "SELECT flow_id, order_id, sub_order_id, amount, balance FROM ledger_entries ORDER BY flow_id"),
        json!([
            ["71001", "69001", "69001", 10_000, 10_000],
            ["71002", "69001", null, -45, 9_955],
            ["71003", null, null, -9_900, 55]
        ])
    );
    assert_eq!(rows(&shop, "SELECT sum(动账金额), 店铺 FROM 账户流水"), json!([[0.55, "default"]]));
    // With the signs that another export leaves out, nothing is new.
    let bare = LEDGER.replace("-0.45", "0.45").replace("\"99.00\"", "-99");
    assert_eq!(counts(&import(&shop, "bare.csv", &bare, "2026-01-08")), [0, 0, 3, 0, 0, 1]);
}

const POLICIES: &str = "投保单号,订单编号,下单时间,承保时间,保险名称,承保保司,保费来源,支付保费,保费状态,动账时间,动账流水号,保险交易单号,平台优惠【营销补贴】,保障额度,保障状态,备注\n\
    \t90001,\t69001,2026-01-05 10:00:00,2026-01-05 10:01:00,退货运费险,众安,商家,0.45,已支付,2026-01-05 10:02:00,\t71002,\t80001,0.00,12.00,保障中,-\n\
    \t90002,\t69002,2026-01-05 11:00:00,2026-01-05 11:01:00,退货运费险,众安,商家,0.50,待支付,-,-,\t80002,0.00,12.00,保障中,-\n";
const CHARGES: &str = "保险单号,动账流水号,关联子订单号,摘要描述,动账时间,金额(元)\n\
    \t50001,\t71002,\t69001,运费险扣费,2026-01-05 10:02:00,-0.45\n\
    \t50003,\t71005,\t69003,运费险退费,2026-01-06 10:02:00,0.30\n\
    \t50004,\t71006,\t69004,其他,2026-01-06 10:02:00,0.20\n";

#[test]
fn a_premium_in_both_layouts_counts_once() {
    let premiums = "SELECT flow_id, policy_id, payer, premium FROM insurance_premiums ORDER BY coalesce(flow_id, '')";
    let expected = json!([
        [null, "90002", "商家", 50],
        ["71002", "50001", "商家", 45],
        ["71005", "50003", null, -30],
        ["71006", "50004", null, null]
    ]);
    for order in [[0, 1], [1, 0]] {
        let shop = Shop::new();
        let files = [("policies.csv", POLICIES, "2026-01-07"), ("charges.csv", CHARGES, "2026-01-08")];
        for place in order {
            let (name, text, at) = files[place];
            let file = import(&shop, name, text, at);
            assert_eq!((&file["kind"], &file["rejected"]), (&json!("insurance"), &json!(0)), "{file}");
        }
        assert_eq!(rows(&shop, premiums), expected, "{order:?}");
        assert_eq!(rows(&shop, "SELECT sum(支付保费), count(*), count(支付保费) FROM 运费险"), json!([[0.65, 4, 3]]));
        assert_eq!(shop.run(["db", "check"]).code, 0);
    }
}

#[test]
fn a_premium_that_is_charged_takes_the_place_of_the_expected_one() {
    let shop = Shop::new();
    let premiums = "SELECT policy_id, flow_id, premium FROM insurance_premiums ORDER BY 1, 2";
    assert_eq!(counts(&import(&shop, "a.csv", POLICIES, "2026-01-07")), [2, 0, 0, 0, 0, 0]);
    let charged = POLICIES.replace("待支付,-,-", "已支付,2026-01-08 10:00:00,\t71007");
    assert_eq!(counts(&import(&shop, "b.csv", &charged, "2026-01-09")), [0, 1, 1, 0, 0, 0]);
    let all = json!([["90001", "71002", 45], ["90002", "71007", 50]]);
    assert_eq!(rows(&shop, premiums), all);
    // What another export from before still expects is charged all the same.
    let noted = POLICIES.replace("保障中,-\n", "保障中,注\n");
    assert_eq!(counts(&import(&shop, "c.csv", &noted, "2026-01-08")), [0, 0, 0, 2, 0, 0]);
    assert_eq!(rows(&shop, premiums), all);
    assert_eq!(shop.run(["imports", "undo", "2"]).code, 0);
    assert_eq!(rows(&shop, premiums), json!([["90001", "71002", 45], ["90002", null, 50]]));
    assert_eq!(shop.run(["db", "check"]).code, 0);
}

#[test]
fn an_insurance_needs_a_number_and_an_amount() {
    let shop = Shop::new();
    let text = "投保单号,动账流水号,支付保费\n90001,-,0.45\n,,0.45\n90002,,\n9.0E+18,71001,0.45\n90003,7.1E+18,0.45\n";
    let file = import(&shop, "a.csv", text, "2026-01-07");
    assert_eq!(
        rejects(&file),
        [
            (3, "动账流水号", "missing-id"),
            (4, "支付保费", "missing-required"),
            (5, "投保单号", "damaged-id"),
            (6, "动账流水号", "damaged-id")
        ]
    );
    let run = shop.run([
        "import",
        &shop.file("b.csv", "投保单号,保险名称,保费来源\n90001,退货运费险,商家\n").display().to_string(),
    ]);
    assert!(run.code == 2 && run.err.contains("支付保费"), "{}", run.err);
}

const SPEND: &str = "日期,余额总消耗(元),非赠款消耗(元),赠款消耗(元),消返红包消耗(元),立减红包消耗(元),共享钱包消耗(元),共享赠款消耗(元)\n\
    总计,300.00,270.00,30.00,0.00,0.00,0.00,0.00\n\
    2026-01-05,100.00,90.00,10.00,0.00,0.00,0.00,0.00\n\
    2026/1/6,200.00,180.00,20.00,0.00,0.00,0.00,0.00\n";

#[test]
fn the_total_of_a_table_of_spend_is_no_day() {
    let shop = Shop::new();
    let file = import(&shop, "spend.csv", SPEND, "2026-01-07");
    assert_eq!((&file["kind"], counts(&file), &file["blank"]), (&json!("spend"), [2, 0, 0, 0, 0, 0], &json!(1)));
    let days = "SELECT day, total, cash, granted FROM ad_spend ORDER BY day";
    assert_eq!(rows(&shop, days), json!([["2026-01-05", 10_000, 9_000, 1_000], ["2026-01-06", 20_000, 18_000, 2_000]]));
    // The last day was not over.
    let later = SPEND.replace("2026/1/6,200.00,180.00", "2026-01-06,210.00,190.00");
    assert_eq!(counts(&import(&shop, "later.csv", &later, "2026-01-08")), [0, 1, 1, 0, 0, 0]);
    assert_eq!(rows(&shop, "SELECT sum(余额总消耗) FROM 千川消耗"), json!([[310.0]]));
    // A day twice with other amounts, one that is yet to come, and accounts that a file tells apart.
    let twice = format!("{SPEND}2026-01-05,1,1,0,0,0,0,0\n2999-01-05,1,1,0,0,0,0,0\n");
    let other = Shop::new();
    let file = import(&other, "twice.csv", &twice, "2026-01-07");
    assert_eq!(rejects(&file), [(5, "日期", "id-conflict"), (6, "日期", "bad-time")]);
    let accounts = "日期,账户ID,余额总消耗\n2026-01-07,1001,5\n2026-01-07,1002,6\n";
    assert_eq!(counts(&import(&other, "accounts.csv", accounts, "2026-01-08")), [2, 0, 0, 0, 0, 0]);
}

#[test]
fn service_fees_are_known_by_their_order_and_add_up() {
    let header = "订单id,商品id,出单机构,支付金额,服务费率,预估服务费收入,结算金额,实际服务费收入,付款时间,结算时间,店铺id,店铺名称\n";
    let expected = "\t69001,\t37001,甲,100.00,5.00%,5.00,-,-,2026-01-05 10:00:00,-,1048,云栖\n\
        \t69001,\t37001,乙,100.00,1.00%,1.00,-,-,2026-01-05 10:00:00,-,1048,云栖\n";
    let shop = Shop::new();
    let file = import(&shop, "a.csv", &format!("{header}{expected}"), "2026-01-07");
    assert_eq!((&file["kind"], counts(&file)), (&json!("service-fees"), [2, 0, 0, 0, 0, 0]));
    let settled =
        expected.replace(",-,-,2026-01-05 10:00:00,-", ",100.00,4.00,2026-01-05 10:00:00,2026-01-23 10:00:00");
    assert_eq!(counts(&import(&shop, "b.csv", &format!("{header}{settled}"), "2026-01-24")), [0, 2, 0, 0, 0, 0]);
    let fees = "SELECT agency, fee_rate, estimated, actual FROM service_fees ORDER BY estimated";
    assert_eq!(rows(&shop, fees), json!([["乙", 100, 100, 400], ["甲", 500, 500, 400]]));
    assert_eq!(shop.run(["imports", "undo", "2"]).code, 0);
    assert_eq!(rows(&shop, fees), json!([["乙", 100, 100, null], ["甲", 500, 500, null]]));
}

#[test]
fn fees_of_a_warehouse_are_told_apart_by_what_they_are_for() {
    let header = "结算单号,订单码,关联订单号,费用项,QIC仓,结算金额,计费参数,业务节点,业务发生时间,结算时间,状态,备注\n";
    let fee = |item: &str, amount: &str, parameters: &str, settled: &str| {
        format!("\t51001,Q01,\t69001,{item},杭州仓,{amount},{parameters},质检,2026-01-05 10:00:00,{settled},-\n")
    };
    let (check, urgent) = (fee("质检费", "3.50", "1件", "-,待结算"), fee("质检费", "1.50", "加急", "-,待结算"));
    let packing = fee("包装费", "0.80", "1件", "-,待结算");
    let shop = Shop::new();
    let text = [header, &check, &urgent, &packing, &packing].concat();
    let file = import(&shop, "a.csv", &text, "2026-01-07");
    assert_eq!((&file["kind"], counts(&file)), (&json!("warehouse"), [3, 0, 0, 0, 1, 0]));
    let sum = "SELECT 关联订单号, round(sum(结算金额), 2), count(*) FROM 仓库账单 GROUP BY 1";
    assert_eq!(rows(&shop, sum), json!([["69001", 5.8, 3]]));
    // Excel has cut the seconds, and the fees are settled by now.
    let settled =
        text.replace("-,待结算", "2026-01-09 10:00:00,已结算").replace("2026-01-05 10:00:00", "2026/1/5 10:00");
    assert_eq!(counts(&import(&shop, "b.csv", &settled, "2026-01-10")), [0, 3, 0, 0, 1, 0]);
    assert_eq!(rows(&shop, sum), json!([["69001", 5.8, 3]]));
}

#[test]
fn an_order_shows_what_was_paid_for_it() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        "主订单编号,子订单编号,订单状态,订单提交时间,商品数量\n69001,69001,已完成,2026-01-05 10:00:00,1\n",
    );
    shop.json(["import", "orders.csv", "--exported-at", "2026-01-06"]);
    import(&shop, "ledger.csv", LEDGER, "2026-01-07");
    import(&shop, "policies.csv", POLICIES, "2026-01-07");
    let bill = "结算单号,订单码,关联订单号,费用项,结算金额\n51001,Q01,69001,质检费,3.50\n";
    import(&shop, "bill.csv", bill, "2026-01-07");
    import(&shop, "fees.csv", "订单id,出单机构,预估服务费收入\n69001,甲,5.00\n", "2026-01-07");
    let shown: Vec<(Json, Json)> = shop.json(["order", "69001"])["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| (entry["kind"].clone(), entry["amount"].clone()))
        .collect();
    let entry = |kind: &str, amount: &str| (json!(kind), json!(amount));
    assert_eq!(
        shown,
        [
            entry("service-fees", "5.00"),
            entry("warehouse", "3.50"),
            entry("ledger", "100.00"),
            entry("insurance", "-0.45"),
            entry("ledger", "-0.45"),
        ]
    );
}
