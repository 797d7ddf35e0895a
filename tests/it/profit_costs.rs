//! What is paid beside a settlement, in `profit`: each cost counts once, whatever exports it stands in and however these sign it, and what
//! nobody can tell is unknown.

use crate::profit::{AFTER_SALES, COSTS, ORDERS, STATEMENT, profit};
use crate::support::Shop;

const LEDGER: &str = "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注\n";
const BILLS: &str = "结算单号,订单码,关联订单号,费用项,QIC仓,结算金额,业务节点,业务发生时间,状态,动账流水号\n";
const POLICIES: &str = "投保单号,订单编号,保费来源,支付保费,保费状态,动账时间,动账流水号\n";
const CHARGES: &str = "保险单号,动账流水号,关联子订单号,摘要描述,动账时间,金额(元)\n";

/// Files of the kinds above, each row written with spaces.
#[derive(Default)]
struct Rows<'t> {
    /// Movement, order, sub-order, direction, amount, scene.
    ledger: &'t [&'t str],
    /// Order, fee, amount, status, movement.
    bills: &'t [&'t str],
    /// Policy, order, amount, status, movement.
    policies: &'t [&'t str],
    /// Policy, movement, sub-order, words, amount.
    charges: &'t [&'t str],
}

impl Rows<'_> {
    fn files(&self) -> Vec<(&'static str, String)> {
        let table = |header: &str, rows: &[&str], write: &dyn Fn(usize, Vec<&str>) -> String| {
            let rows = rows.iter().enumerate().map(|(number, row)| write(number, row.split(' ').collect()));
            header.to_owned() + &rows.collect::<String>()
        };
        let ledger = table(LEDGER, self.ledger, &|number, of| {
            let [flow, order, sub_order, direction, amount, scene] = of[..] else { panic!("{of:?}") };
            format!("{flow},{order},{sub_order},2026-01-1{number} 10:00:00,{direction},{amount},{scene},-,-\n")
        });
        let bills = table(BILLS, self.bills, &|number, of| {
            let [order, fee, amount, status, flow] = of[..] else { panic!("{of:?}") };
            format!("6{number},Q1,{order},{fee},广州仓,{amount},质检,2026-01-06 09:00:00,{status},{flow}\n")
        });
        let policies = table(POLICIES, self.policies, &|_, of| {
            let [policy, order, amount, status, flow] = of[..] else { panic!("{of:?}") };
            format!("{policy},{order},商家,{amount},{status},-,{flow}\n")
        });
        let charges = table(CHARGES, self.charges, &|_, of| {
            let [policy, flow, sub_order, words, amount] = of[..] else { panic!("{of:?}") };
            format!("{policy},{flow},{sub_order},{words},2026-01-05 10:00:00,{amount}\n")
        });
        [("ledger.csv", ledger), ("bills.csv", bills), ("policies.csv", policies), ("charges.csv", charges)]
            .into_iter()
            .filter(|(_, text)| text.lines().count() > 1)
            .collect()
    }

    fn shop(&self, backwards: bool) -> Shop {
        let (costs, own) = (format!("{COSTS},C,,2.00,\n"), self.files());
        let mut files = vec![
            ("orders.csv", ORDERS),
            ("statement.csv", STATEMENT),
            ("sales.csv", AFTER_SALES),
            ("costs.csv", &*costs),
        ];
        files.extend(own.iter().map(|(name, text)| (*name, &**text)));
        if backwards {
            files.reverse();
        }
        imported(&files)
    }
}

/// Imports files in one run, which many of these cases need.
fn imported(files: &[(&str, &str)]) -> Shop {
    let shop = Shop::new();
    for (name, text) in files {
        shop.file(name, text);
    }
    let names = files.iter().map(|(name, _)| *name);
    let run = shop.run(["import", "--exported-at", "2026-01-31"].into_iter().chain(names));
    assert_eq!(run.code, 0, "{}", run.shown());
    shop
}

/// Holds the columns of the whole shop to what is expected, whatever the order of the files. Without these costs, 106.00 are left:
/// 160.50 net, less 54.50 for the goods.
fn holds(rows: &Rows<'_>, columns: &str, expected: &str) {
    for backwards in [false, true] {
        let shop = rows.shop(backwards);
        assert_eq!(profit(&shop, &[], columns), [expected], "{:?} backwards: {backwards}", rows.files());
    }
}

const OF_BILLS: &str = "inspection inspection_known profit profit_known profit_unknown_lines";
const OF_PREMIUMS: &str = "insurance insurance_known profit profit_known profit_unknown_lines";

#[test]
fn a_bill_without_a_number_is_paid_by_a_movement_of_its_order_and_amount() {
    let bills = |bills: &[&str], ledger: &[&str], expected: &str| {
        holds(&Rows { ledger, bills, ..Rows::default() }, OF_BILLS, expected);
    };
    let of_p1 = ["p1 质检费 3.00 - -"];
    bills(&of_p1, &[], "3.00 3.00 103.00 103.00 0");
    bills(&of_p1, &["72001 p1 p1 支出 -3.00 QIC质检费"], "3.00 3.00 103.00 103.00 0");
    // What came back has not paid it.
    bills(&of_p1, &["72001 p1 p1 收入 1.00 QIC质检费"], "2.00 2.00 104.00 104.00 0");
    // Of another amount, nobody knows whether it is another fee. p1 brought in 75.00, and its goods cost 24.00.
    bills(&of_p1, &["72001 p1 p1 支出 -5.00 QIC质检费"], "~ 5.00 ~ 55.00 1");
    // That of another order is another one; that of another scene pays for something else.
    bills(&of_p1, &["72001 p3 p3 支出 -3.00 QIC质检费"], "6.00 6.00 100.00 100.00 0");
    bills(&of_p1, &["72001 p1 p1 支出 -3.00 小额打款"], "3.00 3.00 100.00 100.00 0");
    // One movement pays one bill, and all bills of an order together.
    let two = ["p1 质检费 3.00 - -", "p1 包装费 1.50 - -"];
    bills(&two, &["72001 p1 p1 支出 -4.50 QIC质检费"], "4.50 4.50 101.50 101.50 0");
    bills(
        &["p1 质检费 3.00 - -", "p1 加急费 3.00 - -"],
        &["72001 p1 p1 支出 -3.00 QIC质检费"],
        "6.00 6.00 100.00 100.00 0",
    );
    // What names no order may have paid any.
    bills(&of_p1, &["72001 - - 支出 -10.00 QIC质检费"], "~ 10.00 ~ 45.00 1");
    // It will never be paid.
    bills(&["p1 质检费 3.00 已取消 -"], &[], "0.00 0.00 106.00 106.00 0");
}

#[test]
fn a_bill_of_the_order_and_its_movement_of_the_line_are_one_cost() {
    for (bill, movement) in [
        ("p2 质检费 3.00 - -", "72001 p2 p2b 支出 -3.00 QIC质检费"),
        ("p2 质检费 3.00 - -", "72001 - p2b 支出 -3.00 QIC质检费"),
        ("p2b 质检费 3.00 - -", "72001 p2 - 支出 -3.00 QIC质检费"),
        ("p2b 质检费 3.00 - -", "72001 - p2b 支出 -3.00 QIC质检费"),
        ("x9 质检费 3.00 - -", "72001 x9 - 支出 -3.00 QIC质检费"),
    ] {
        let rows = Rows { bills: &[bill], ledger: &[movement], ..Rows::default() };
        holds(&rows, OF_BILLS, "3.00 3.00 103.00 103.00 0");
    }
    // The line that one of the two names has it.
    let rows =
        Rows {
            bills: &["p2b 质检费 3.00 - -"], ledger: &["72001 p2 - 支出 -3.00 QIC质检费"], ..Rows::default()
        };
    let by_product = profit(&rows.shop(false), &["--by", "product"], "product_id inspection");
    assert!(by_product.contains(&"33 3.00".to_owned()), "{by_product:?}");
}

#[test]
fn a_premium_that_is_not_charged_yet_counts_beside_no_charge_of_its_own() {
    let premiums = |policies: &[&str], ledger: &[&str], charges: &[&str], expected: &str| {
        holds(&Rows { ledger, policies, charges, ..Rows::default() }, OF_PREMIUMS, expected);
    };
    let expected = ["92 p1 0.45 待支付 -"];
    premiums(&expected, &[], &[], "0.45 0.45 105.55 105.55 0");
    premiums(&expected, &["72001 p1 - 支出 -0.45 运费险扣费"], &[], "0.45 0.45 105.55 105.55 0");
    premiums(&expected, &["72001 p1 - 支出 -0.30 运费险扣费"], &[], "~ 0.30 ~ 55.00 1");
    premiums(&expected, &["72001 p1 - 收入 0.30 运费险退费"], &[], "0.15 0.15 105.85 105.85 0");
    // The other layout has its charge under another number of a policy.
    premiums(&expected, &[], &["50001 72001 p1 运费险扣费 -0.45"], "0.45 0.45 105.55 105.55 0");
    premiums(
        &expected,
        &["72001 p1 - 支出 -0.45 运费险扣费"],
        &["50001 72001 p1 运费险扣费 -0.45"],
        "0.45 0.45 105.55 105.55 0",
    );
    premiums(&["92 p2 0.50 待支付 -"], &[], &["50001 72001 p2b 运费险扣费 -0.50"], "0.50 0.50 105.50 105.50 0");
    premiums(&expected, &[], &["50001 72001 p1 运费险扣费 -0.60"], "~ 0.60 ~ 55.00 1");
    // Two policies of one order are two, where the list of policies itself says that one is charged.
    premiums(&["91 p1 0.45 已支付 72001", "92 p1 0.45 待支付 -"], &[], &[], "0.90 0.90 105.10 105.10 0");
}

#[test]
fn a_cost_below_zero_came_back_only_where_its_file_says_so() {
    let bills = |bills: &[&str], ledger: &[&str], expected: &str| {
        holds(&Rows { ledger, bills, ..Rows::default() }, OF_BILLS, expected);
    };
    // A file that writes all costs below zero.
    bills(&["p1 质检费 -3.00 - -", "p3 质检费 -1.00 - 72002"], &[], "4.00 4.00 102.00 102.00 0");
    // One with both: p3 brought in 28.50, and its goods cost 6.00.
    let both = ["p1 质检费 3.00 - 72001", "p3 质检费 -1.00 - 72002"];
    bills(&both, &[], "~ 3.00 ~ 80.50 1");
    bills(&["p1 质检费 3.00 - 72001", "p3 质检费退款 -1.00 - 72002"], &[], "2.00 2.00 104.00 104.00 0");
    // The account knows.
    let paid = "72001 p1 p1 支出 -3.00 QIC质检费";
    bills(&both, &[paid, "72002 p3 p3 收入 1.00 QIC质检费"], "2.00 2.00 104.00 104.00 0");
    bills(&both, &[paid, "72002 p3 p3 支出 -1.00 QIC质检费"], "4.00 4.00 102.00 102.00 0");
    bills(
        &["p1 质检费 3.00 - 72001", "p3 质检费 -1.00 - 72001"],
        &["72001 - - 支出 -2.00 QIC质检费"],
        "2.00 2.00 104.00 104.00 0",
    );
    let premiums = |policies: &[&str], charges: &[&str], expected: &str| {
        holds(&Rows { policies, charges, ..Rows::default() }, OF_PREMIUMS, expected);
    };
    premiums(&["91 p1 -0.45 已支付 72001", "92 p3 -0.55 待支付 -"], &[], "1.00 1.00 105.00 105.00 0");
    premiums(&["91 p1 0.45 已支付 72001", "92 p3 -0.45 已退保 72002"], &[], "0.00 0.00 106.00 106.00 0");
    premiums(&["91 p1 0.45 已支付 72001", "92 p3 -0.45 已支付 72002"], &[], "~ 0.45 ~ 83.05 1");
    premiums(&[], &["50001 72001 p1 退货运费险扣费 0.45"], "0.45 0.45 105.55 105.55 0");
    premiums(
        &[],
        &["50001 72001 p1 退货运费险扣费 -0.45", "50002 72002 p3 退货运费险退费 0.20"],
        "0.25 0.25 105.75 105.75 0",
    );
}

#[test]
fn a_premium_without_an_amount_has_what_bills_leave_of_its_movement() {
    let columns = "insurance inspection profit profit_known profit_unknown_lines";
    let premium = |bills: &[&str], ledger: &[&str], expected: &str| {
        // Its words do not say whether it was paid or came back.
        let charges = &["50001 72001 p1 运费险 4.00"];
        holds(&Rows { ledger, bills, charges, ..Rows::default() }, columns, expected);
    };
    let moved = ["72001 - - 支出 -5.00 其他"];
    premium(&[], &moved, "5.00 0.00 101.00 101.00 0");
    premium(&["p1 质检费 3.00 - 72001"], &moved, "2.00 3.00 101.00 101.00 0");
    premium(&["p1 质检费 3.00 - 72001", "p3 质检费 2.00 - 72001"], &moved, "0.00 5.00 101.00 101.00 0");
    // More is billed than moved: p1 is left out, which brought in 75.00, and its goods cost 24.00.
    premium(&["p3 质检费 6.00 - 72001"], &moved, "~ 6.00 ~ 49.00 1");
    premium(&["p3 质检费 3.00 - 72001"], &[], "~ 3.00 ~ 52.00 1");
}

#[test]
fn what_is_unknown_is_named_with_its_amount_on_the_days_asked_for() {
    let rows = Rows {
        bills: &["p1 质检费 3.00 - -"],
        policies: &["91 p1 0.45 已支付 72002", "92 p3 -0.45 已支付 72003"],
        ledger: &["72001 p1 p1 支出 -5.00 QIC质检费"],
        ..Rows::default()
    };
    let shop = rows.shop(false);
    let said = |args: &[&str]| shop.run([&["report", "profit"], args].concat()).err.replace('\n', " ");
    for part in ["one premium or bill without 动账流水号 (3.00 yuan", "one premium or bill is below zero"] {
        assert!(said(&[]).contains(part), "{part}: {}", said(&[]));
    }
    let later = ["--from", "2026-01-07"];
    assert!(!said(&later).contains("premium"), "{}", said(&later));
    assert_eq!(profit(&shop, &later, "insurance inspection"), ["0.00 0.00"]);
    // By product, p1 and p3 are unknown in their own rows.
    assert_eq!(
        profit(&shop, &["--by", "product"], "product_id insurance inspection inspection_known profit"),
        ["11 0.45 ~ 5.00 ~", "22 ~ 0.00 0.00 ~", "33 0.00 0.00 0.00 -1.50"]
    );
}

#[test]
fn accounts_that_no_file_names_do_not_hide_one_another() {
    let header = "日期,余额总消耗(元),非赠款消耗(元),赠款消耗(元)\n";
    let costs = format!("{COSTS},C,,2.00,\n");
    let shop_of_spend = |files: &[(&str, &str)]| {
        let base =
            [("orders.csv", ORDERS), ("statement.csv", STATEMENT), ("sales.csv", AFTER_SALES), ("costs.csv", &*costs)];
        let shop = imported(&base);
        for (rows, at) in files {
            shop.file("spend.csv", format!("{header}{rows}"));
            let run = shop.run(["import", "spend.csv", "--exported-at", at]);
            assert_eq!(run.code, 0, "{}", run.shown());
        }
        shop
    };
    let columns = "spend spend_known profit profit_known profit_unknown_lines";
    let first = ("2026-01-05,30.00,30.00,0\n2026-01-06,10.00,10.00,0\n", "2026-01-31");
    // The sixth is the same in both; of the fifth, p1 and both lines of p2 are left out: they bring in 122.50, and their goods cost 34.00.
    let other = ("2026-01-05,50.00,50.00,0\n2026-01-06,10.00,10.00,0\n2026-01-09,5.00,5.00,0\n", "2026-02-01");
    for files in [[first, other], [other, first]] {
        let shop = shop_of_spend(&files);
        assert_eq!(profit(&shop, &[], columns), ["~ 15.00 ~ 2.50 2"]);
        let said = shop.run(["report", "profit"]).err.replace('\n', " ");
        assert!(said.contains("the ad spend of one day is not known"), "{said}");
        assert_eq!(profit(&shop, &["--from", "2026-01-06"], "spend"), ["15.00"]);
    }
    // So may be what they say of a day that was not over.
    let today = ("2026-01-05,50.00,50.00,0\n2026-01-06,4.00,4.00,0\n", "2026-01-06 12:00:00");
    assert_eq!(profit(&shop_of_spend(&[today, first]), &[], "spend spend_known"), ["~ 0.00"]);
    // A day that was not over had more to come.
    let early = ("2026-01-05,30.00,30.00,0\n2026-01-06,4.00,4.00,0\n", "2026-01-06 12:00:00");
    assert_eq!(profit(&shop_of_spend(&[early, first]), &[], columns), ["40.00 40.00 66.00 66.00 0"]);
}
