//! Settlement statements and the files beside them in every layout: what they say, how it is signed, what adds up, and what newer
//! exports leave out.

use serde_json::{Value as Json, json};

use crate::siblings::{counts, import};
use crate::support::{Shop, finish};

/// The columns of 2021 and 2022.
const OLD: &str = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,有结算前退款,下单时间,商品ID,商品数量,业务类型,订单类型,订单总价,\
商品总价,运费,店铺劵,结算前退款金额,平台补贴,达人补贴,抖音支付补贴,抖音月付营销补贴,用户实付,收入合计,平台服务费,佣金,渠道分成,招商服务费,\
直播间站外推广,其他分成,其他分成说明,支出合计,是否免佣,免佣金额,备注";

/// The columns since 2024.
const NEW: &str = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,有结算前退款,下单时间,商品ID,商品名称,商品数量,达人ID,达人名称,业务类型,\
订单类型,订单总价,商品总价,运费,店铺券,政府补贴商家垫资,结算前退款金额,平台补贴,其他平台补贴,政府补贴平台垫资,达人补贴,抖音支付补贴,\
抖音月付营销补贴,银行补贴,以旧换新抵扣,平台补贴运费,用户实付,收入合计,平台服务费,达人佣金,服务商佣金,渠道分成,招商服务费,站外推广费,\
其他分成,其他分成说明,支出合计,是否免佣,免佣金额,商户主体名称,APP渠道,备注";

/// The columns of a statement that a seller cut down.
const CUT: &str = "结算时间,订单号,子订单号,结算金额,收入合计,支出合计";

/// What a row says, by header; its other columns say `-`.
type Row<'a> = &'a [(&'a str, &'a str)];

/// Writes a file of a header and rows.
fn file(header: &str, rows: &[Row<'_>]) -> String {
    let mut text = format!("{header}\n");
    for row in rows {
        let said = |column: &str| row.iter().find(|(name, _)| *name == column).map_or("-", |(_, said)| *said);
        text.push_str(&header.split(',').map(said).collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text
}

/// A booking of 100.00 less 5.00, 16.00 and 2.00.
const SALE: Row<'static> = &[
    ("结算时间", "2026-03-15 02:00:00"),
    ("订单号", "'69001"),
    ("子订单号", "'69001"),
    ("结算金额", "77.00"),
    ("结算账户", "聚合账户"),
    ("商品名称", "茶"),
    ("达人ID", "'7100000000000000001"),
    ("达人名称", "阿青"),
    ("政府补贴平台垫资", "3"),
    ("银行补贴", "5.00"),
    ("平台补贴", "12.00"),
    ("用户实付", "80.00"),
    ("收入合计", "100.00"),
    ("平台服务费", "-5.00"),
    ("达人佣金", "-16.00"),
    ("服务商佣金", "-2.00"),
    ("支出合计", "-23.00"),
    ("商户主体名称", "某某公司"),
    ("APP渠道", "抖音"),
];

fn warnings(file: &Json) -> Vec<&str> {
    let list = file["warnings"].as_array().expect("warnings").iter();
    list.map(|warning| warning["code"].as_str().expect("a code")).collect()
}

fn rows(shop: &Shop, sql: &str) -> Json {
    shop.json(["sql", sql])["rows"].clone()
}

fn is_sound(shop: &Shop) {
    let run = shop.run(["db", "check"]);
    assert_eq!(run.code, 0, "{}", run.shown());
}

#[test]
fn every_layout_is_known() {
    let shop = Shop::new();
    let answer = import(&shop, "new.csv", &file(NEW, &[SALE]), "2026-04-01");
    assert_eq!((counts(&answer)[0], &answer["unknown_columns"]), (1, &json!([])));
    assert_eq!(warnings(&answer), Vec::<&str>::new());
    let old: Row<'_> = &[
        ("结算时间", "2022-03-15 02:00:00"),
        ("子订单号", "'68001"),
        ("结算金额", "88.00"),
        ("收入合计", "100.00"),
        ("用户实付", "100.00"),
        ("平台服务费", "-5.00"),
        ("直播间站外推广", "-7.00"),
        ("支出合计", "-12.00"),
    ];
    let answer = import(&shop, "old.csv", &file(OLD, &[old]), "2022-04-01");
    assert_eq!((counts(&answer)[0], &answer["unknown_columns"]), (1, &json!([])));
    assert_eq!(warnings(&answer), Vec::<&str>::new());
    let chinese = "SELECT 商品名称, 达人ID, 达人名称, 政府补贴平台垫资, 银行补贴, 佣金, 服务商佣金, 站外推广费, 商户主体名称, APP渠道
        FROM 结算账单 ORDER BY 结算时间 DESC";
    assert_eq!(
        rows(&shop, chinese),
        json!([
            ["茶", "7100000000000000001", "阿青", 3.0, 5.0, -16.0, -2.0, null, "某某公司", "抖音"],
            [null, null, null, null, null, null, null, -7.0, null, null]
        ])
    );
    let english =
        "SELECT product, creator_id, government_subsidy, commission, agency_commission, external_promotion, extra
        FROM settlements ORDER BY settled_at DESC";
    assert_eq!(
        rows(&shop, english),
        json!([
            ["茶", "7100000000000000001", 300, -1600, -200, null, null],
            [null, null, null, null, null, -700, null]
        ])
    );
    is_sound(&shop);
}

#[test]
fn movements_and_after_sales_have_their_newer_columns() {
    let shop = Shop::new();
    let header = "动账时间,动帐流水号,动账方向,动账金额,其他平台补贴,以旧换新抵扣,政府补贴平台垫资,实际达人补贴,实际抖音支付补贴,\
实际抖音月付营销补贴,银行补贴";
    let movement: Row<'_> = &[
        ("动账时间", "2026-03-15 02:00:00"),
        ("动帐流水号", "'4900"),
        ("动账方向", "入账"),
        ("动账金额", "10.00"),
        ("其他平台补贴", "1"),
        ("实际达人补贴", "2"),
        ("银行补贴", "3"),
    ];
    let answer = import(&shop, "funds.csv", &file(header, &[movement]), "2026-04-01");
    assert_eq!(answer["unknown_columns"], json!([]));
    let sql = "SELECT 其他平台补贴, 以旧换新抵扣, 实际达人补贴, 银行补贴 FROM 动账明细";
    assert_eq!(rows(&shop, sql), json!([[1.0, null, 2.0, 3.0]]));

    let header = "售后单号,订单号,商品单号,应付金额（元）,支付优惠（元）,商品发货状态,售后类型,退商品金额（元）,售后原因,售后完结时间,用户售后说明,操作人";
    let after_sale: Row<'_> = &[
        ("售后单号", "\t7500"),
        ("商品单号", "\t69001"),
        ("支付优惠（元）", "1.50"),
        ("商品发货状态", "未发货"),
        ("售后原因", "不想要了"),
        ("售后完结时间", "2026/3/16 8:00"),
        ("用户售后说明", "话"),
    ];
    let answer = import(&shop, "after-sales.csv", &file(header, &[after_sale]), "2026-04-01");
    assert_eq!(answer["unknown_columns"], json!(["用户售后说明", "操作人"]));
    let sql = "SELECT payment_discount, shipping_status, reason, ended_at FROM after_sales";
    assert_eq!(rows(&shop, sql), json!([[150, "未发货", "不想要了", "2026-03-16 08:00:00"]]));
    assert_eq!(rows(&shop, "SELECT 支付优惠（元）, 售后完结时间 FROM 售后单"), json!([[1.5, "2026-03-16 08:00:00"]]));
}

/// Returns a row with some of its amounts in other words.
fn with<'a>(row: Row<'a>, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = row.iter().filter(|(name, _)| other.iter().all(|(changed, _)| changed != name));
    kept.chain(other).copied().collect()
}

#[test]
fn expenses_without_a_sign_get_one() {
    let expenses =
        "SELECT settled_at, income, platform_fee, commission, agency_commission, expenses FROM settlements ORDER BY 1";
    let turned: Row<'_> =
        &[("平台服务费", "5.00"), ("达人佣金", "16.00"), ("服务商佣金", "2.00"), ("支出合计", "23.00")];
    // What comes back goes the other way, and this row comes first.
    let back: Row<'_> = &[
        ("结算时间", "2026-03-16 02:00:00"),
        ("结算金额", "-77.00"),
        ("政府补贴平台垫资", "-3"),
        ("银行补贴", "-5.00"),
        ("平台补贴", "-12.00"),
        ("用户实付", "-80.00"),
        ("收入合计", "-100.00"),
        ("平台服务费", "-5.00"),
        ("达人佣金", "-16.00"),
        ("服务商佣金", "-2.00"),
        ("支出合计", "-23.00"),
    ];
    let (sale, back) = (with(SALE, turned), with(SALE, back));
    let shop = Shop::new();
    let answer = import(&shop, "unsigned.csv", &file(NEW, &[&back, &sale]), "2026-04-01");
    assert_eq!((counts(&answer)[0], warnings(&answer)), (2, vec![]));
    let stored = json!([
        ["2026-03-15 02:00:00", 10_000, -500, -1600, -200, -2300],
        ["2026-03-16 02:00:00", -10_000, 500, 1600, 200, 2300]
    ]);
    assert_eq!(rows(&shop, expenses), stored);
    // The same with signs says nothing new.
    assert_eq!(counts(&import(&shop, "signed.csv", &file(NEW, &[SALE]), "2026-04-02")), [0, 0, 1, 0, 0, 0]);
    assert_eq!(rows(&shop, expenses), stored);
    // Without the totals the parts decide.
    let header = NEW.replace(",收入合计", "").replace(",支出合计", "");
    let shop = Shop::new();
    import(&shop, "parts.csv", &file(&header, &[&sale]), "2026-04-01");
    assert_eq!(rows(&shop, expenses), json!([["2026-03-15 02:00:00", null, -500, -1600, -200, null]]));
}

#[test]
fn a_late_row_may_be_the_first_to_show_the_signs() {
    let header = "结算时间,子订单号,结算金额,结算账户,收入合计,平台服务费,支出合计";
    let free: Row<'_> = &[("结算时间", "2026-03-14"), ("结算金额", "1"), ("收入合计", "1"), ("支出合计", "0")];
    let odd: Row<'_> = &[("结算时间", "2026-03-14"), ("结算金额", "1"), ("收入合计", "9"), ("支出合计", "3")];
    let mut all = vec![free; 1100];
    all[1] = odd;
    let telling: Row<'_> =
        &[("结算时间", "2026-03-15"), ("结算金额", "95"), ("收入合计", "100"), ("平台服务费", "5"), ("支出合计", "5")];
    all.push(telling);
    let shop = Shop::new();
    let answer = import(&shop, "late.csv", &file(header, &all), "2026-04-01");
    assert_eq!((counts(&answer)[0], warnings(&answer)), (1101, vec!["sums-differ"]));
    // The row that shows nothing is turned with the others.
    let sums = "SELECT expenses, count(*) FROM settlements GROUP BY 1 ORDER BY 1";
    assert_eq!(rows(&shop, sums), json!([[-500, 1], [-300, 1], [0, 1099]]));
}

#[test]
fn rows_that_do_not_add_up_are_stored_and_told() {
    let wrong_total = with(SALE, &[("结算金额", "78.00")]);
    let wrong_part = with(SALE, &[("结算时间", "2026-03-17"), ("服务商佣金", "-3.00")]);
    let wrong_income = with(SALE, &[("结算时间", "2026-03-18"), ("银行补贴", "-")]);
    let refunded = with(SALE, &[("结算时间", "2026-03-19"), ("银行补贴", "-"), ("结算前退款金额", "-5.00")]);
    let rows: [Row<'_>; 5] = [SALE, &wrong_total, &wrong_part, &wrong_income, &refunded];
    let text = file(NEW, &rows);
    let shop = Shop::new();
    shop.file("a.csv", &text);
    let run = shop.run(["import", "a.csv", "--exported-at", "2026-04-01", "--format", "json"]);
    let answer = run.json()["files"][0].clone();
    assert_eq!((run.code, counts(&answer)[0], warnings(&answer)), (0, 5, vec!["sums-differ"]));
    let said = answer["warnings"][0]["message"].as_str().expect("a text");
    assert!(said.contains("of 3 rows") && said.contains("first in row 3"), "{said}");
    let other = Shop::new();
    other.file("a.csv", &text);
    let shown =
        finish(other.command().args(["--lang", "zh", "import", "a.csv", "--exported-at", "2026-04-01"])).shown();
    assert!(shown.starts_with("exit 0") && shown.contains("有 3 行的金额合计对不上"), "{shown}");
    // A cut statement is only held to what it has.
    let shop = Shop::new();
    assert_eq!(warnings(&import(&shop, "cut.csv", &file(CUT, &[SALE]), "2026-04-01")), Vec::<&str>::new());
}

#[test]
fn what_a_newer_export_has_no_column_for_is_kept() {
    let state = "SELECT * FROM 结算账单";
    let note = with(SALE, &[("备注", "旧"), ("达人佣金", "-15.00"), ("服务商佣金", "-3.00")]);
    let exports = [
        ("first.csv", file(OLD, &[&with(SALE, &[("备注", "更旧"), ("佣金", "-16.00")])]), "2026-04-01"),
        ("second.csv", file(NEW, &[&note]), "2026-04-02"),
        ("third.csv", file(CUT, &[SALE]), "2026-04-03"),
    ];
    let all = |order: &[usize]| {
        let shop = Shop::new();
        for (name, text, at) in order.iter().map(|place| &exports[*place]) {
            import(&shop, name, text, at);
        }
        is_sound(&shop);
        shop
    };
    let whole = all(&[0, 1, 2]);
    let sql = "SELECT settlements.import_id, commission, agency_commission, creator, external_promotion, expenses FROM settlements";
    assert_eq!(rows(&whole, sql), json!([[3, -1500, -300, "阿青", null, -2300]]));
    assert_eq!(whole.dump("SELECT 备注 FROM 结算账单"), json!([["旧"]]).to_string());
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(all(&order).dump(state), whole.dump(state), "{order:?}");
    }
    // The third says what was known, the second brings news, also where it comes last.
    let shop = all(&[0]);
    assert_eq!(counts(&import(&shop, "third.csv", &exports[2].1, exports[2].2)), [0, 0, 1, 0, 0, 0]);
    assert_eq!(counts(&import(&shop, "second.csv", &exports[1].1, exports[1].2)), [0, 1, 0, 0, 0, 0]);
    is_sound(&shop);
    // Each may go again.
    for (gone, left) in [(1, [1, 2]), (2, [0, 2]), (3, [0, 1])] {
        let shop = all(&[0, 1, 2]);
        assert_eq!(shop.run(["imports", "undo", &gone.to_string()]).code, 0);
        is_sound(&shop);
        assert_eq!(shop.dump(state), all(&left).dump(state), "{gone}");
    }
    // What is deleted of buyers does not come back.
    assert_eq!(whole.run(["db", "purge", "--contacts", "--yes"]).code, 0);
    is_sound(&whole);
    assert_eq!(whole.dump("SELECT 备注 FROM 结算账单"), json!([[null]]).to_string());
}

#[test]
fn a_booking_is_known_without_what_a_newer_export_lacks() {
    let shop = Shop::new();
    let header = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,收入合计";
    let sale: Row<'_> = &[
        ("结算时间", "2026-03-15 02:00:00"),
        ("订单号", "69001"),
        ("子订单号", "69001"),
        ("结算金额", "77.00"),
        ("结算账户", "聚合账户"),
        ("结算单类型", "已结算"),
        ("收入合计", "77.00"),
    ];
    assert_eq!(counts(&import(&shop, "a.csv", &file(header, &[sale, sale]), "2026-04-01"))[0], 2);
    let cut = file(&header.replace(",结算账户,结算单类型", ""), &[sale, sale]);
    assert_eq!(counts(&import(&shop, "b.csv", &cut, "2026-04-02")), [0, 0, 2, 0, 0, 0]);
    let sql = "SELECT count(*), sum(amount), min(account) FROM settlements";
    assert_eq!(rows(&shop, sql), json!([[2, 15_400, "聚合账户"]]));
    is_sound(&shop);
}

#[test]
fn commission_that_is_settled_in_parts_adds_up() {
    let header = "订单id,作者账号,预估佣金支出,结算金额,实际佣金支出,订单结算时间";
    let row = |time: &'static str, actual: &'static str| {
        [
            ("订单id", "\t69001"),
            ("作者账号", "阿禾"),
            ("预估佣金支出", "20.00"),
            ("实际佣金支出", actual),
            ("订单结算时间", time),
        ]
    };
    let (expected, first) = (row("-", "-"), row("2026-03-01 10:00:00", "12.00"));
    let (same_day, second) = (row("2026-03-01 10:00:00", "5.00"), row("2026-04-01 10:00:00", "3.00"));
    let sum = "SELECT count(*), sum(actual) FROM commissions";
    let february = ("a.csv", file(header, &[&expected]), "2026-02-28");
    let march = ("b.csv", file(header, &[&first, &same_day, &first]), "2026-03-31");
    let april = ("c.csv", file(header, &[&second]), "2026-04-30");
    let shop = Shop::new();
    assert_eq!(counts(&import(&shop, february.0, &february.1, february.2)), [1, 0, 0, 0, 0, 0]);
    // Both parts take the place of what was expected; the third row repeats the first.
    assert_eq!(counts(&import(&shop, march.0, &march.1, march.2)), [0, 2, 0, 0, 1, 0]);
    assert_eq!(rows(&shop, sum), json!([[2, 1700]]));
    assert_eq!(counts(&import(&shop, april.0, &april.1, april.2)), [1, 0, 0, 0, 0, 0]);
    assert_eq!(rows(&shop, sum), json!([[3, 2000]]));
    is_sound(&shop);
    // Whatever comes first, and whatever goes.
    let backward = Shop::new();
    import(&backward, april.0, &april.1, april.2);
    import(&backward, march.0, &march.1, march.2);
    assert_eq!(counts(&import(&backward, february.0, &february.1, february.2)), [0, 0, 0, 1, 0, 0]);
    assert_eq!(rows(&backward, sum), json!([[3, 2000]]));
    for gone in ["1", "2"] {
        assert_eq!(backward.run(["imports", "undo", gone]).code, 0);
        is_sound(&backward);
    }
    assert_eq!(rows(&backward, "SELECT estimated, actual FROM commissions"), json!([[2000, null]]));
    // In one file what is not settled yet stands beside what is.
    let shop = Shop::new();
    import(&shop, "one.csv", &file(header, &[&first, &expected]), "2026-03-31");
    assert_eq!(rows(&shop, sum), json!([[2, 1200]]));
    // All that is known of a sub-order goes together.
    let shop = Shop::new();
    for (name, text, at) in [&february, &march] {
        import(&shop, name, text, at);
    }
    assert_eq!(shop.run(["db", "purge", "--before", "2026-03-02", "--yes"]).code, 0);
    is_sound(&shop);
    assert_eq!(shop.dump(sum), json!([[0, null]]).to_string());
}

#[test]
fn an_order_shows_what_names_it_alone() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        "主订单编号,子订单编号,订单状态,订单提交时间\n1,1,已完成,2026-01-05\n1,2,已完成,2026-01-05\n",
    );
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    let funds = "动账时间,动帐流水号,动账方向,动账金额,子订单号,订单号\n2026-01-06,49001,入账,10.00,2,1\n\
        2026-01-07,49002,出账,8.00,-,1\n2026-01-08,49003,出账,9.00,-,3\n";
    import(&shop, "funds.csv", funds, "2026-02-01");
    let after_sales = "售后单号,订单号,商品单号,售后类型,退商品金额（元）,退运费金额（元）,退支付优惠（元）,退税费金额（元）,售后申请时间\n\
        7500,1,-,退货退款,90.00,6.00,10.00,1.00,2026-01-09\n";
    import(&shop, "after-sales.csv", after_sales, "2026-02-01");
    import(&shop, "settlement.csv", "结算时间,订单号,结算金额,结算账户\n2026-01-10,1,5.00,聚合账户\n", "2026-02-01");
    for id in ["1", "2"] {
        let entries = shop.json(["order", id])["entries"].clone();
        let shown: Vec<Json> = entries
            .as_array()
            .expect("entries")
            .iter()
            .map(|entry| json!([entry["sub_order_id"], entry["number"], entry["amount"]]))
            .collect();
        let expected =
            json!([["2", "49001", "10.00"], [null, "49002", "-8.00"], [null, "7500", "97.00"], [null, null, "5.00"]]);
        assert_eq!(json!(shown), expected, "{id}");
    }
}

fn sum(shop: &Shop, sql: &str) -> Json {
    rows(shop, sql)[0][0].clone()
}

#[test]
fn a_booking_counts_once_whatever_columns_name_it() {
    let full = "结算时间,订单号,子订单号,结算金额,结算账户,收入合计,支出合计\n2026-03-15 02:00:00,69001,69001,77.00,聚合账户,100.00,-23.00\n";
    let bare = "结算时间,子订单号,结算金额,收入合计,支出合计\n2026-03-15 02:00:00,69001,77.00,100.00,-23.00\n";
    for files in [[full, bare], [bare, full]] {
        let shop = Shop::new();
        for (day, text) in ["2026-04-01", "2026-04-02"].iter().zip(files) {
            import(&shop, "a.csv", text, day);
        }
        assert_eq!(sum(&shop, "SELECT sum(amount) FROM settlements"), json!(7700), "{files:?}");
        is_sound(&shop);
    }
}

#[test]
fn bookings_of_two_accounts_are_two() {
    let shop = Shop::new();
    let file = |account: &str| {
        format!(
            "结算时间,订单号,子订单号,结算金额,结算账户,收入合计,支出合计\n2026-03-15 02:00:00,69001,69001,50.00,{account},50.00,0\n"
        )
    };
    import(&shop, "a.csv", &file("聚合账户"), "2026-04-01");
    import(&shop, "b.csv", &file("微信"), "2026-04-02");
    import(&shop, "c.csv", &file("微信"), "2026-04-03");
    assert_eq!(rows(&shop, "SELECT count(*), sum(amount) FROM settlements"), json!([[2, 10000]]));
    is_sound(&shop);
    assert_eq!(shop.run(["imports", "undo", "1", "--yes"]).code, 0);
    assert_eq!(rows(&shop, "SELECT count(*), sum(amount) FROM settlements"), json!([[1, 5000]]));
    is_sound(&shop);
}

#[test]
fn commission_counts_once_where_a_file_lost_when_it_was_settled() {
    let header = "订单id,作者账号,预估佣金支出,实际佣金支出";
    let settled = format!("{header},订单结算时间\n69001,阿禾,20.00,12.00,2026-03-01 10:00:37\n");
    let saved_again = format!("{header},订单结算时间\n69001,阿禾,20,12,2026/3/1 10:00\n");
    let without = format!("{header}\n69001,阿禾,20.00,12.00\n");
    for files in [[&settled, &saved_again], [&saved_again, &settled], [&settled, &without], [&without, &settled]] {
        let shop = Shop::new();
        for (day, text) in ["2026-04-01", "2026-04-02"].iter().zip(files) {
            import(&shop, "a.csv", text, day);
        }
        assert_eq!(sum(&shop, "SELECT sum(actual) FROM commissions"), json!(1200), "{files:?}");
        is_sound(&shop);
        // What is left is what the other file says.
        assert_eq!(shop.run(["imports", "undo", "1", "--yes"]).code, 0);
        assert_eq!(rows(&shop, "SELECT count(*), sum(actual) FROM commissions"), json!([[1, 1200]]), "{files:?}");
        is_sound(&shop);
    }
}

#[test]
fn expenses_of_a_statement_without_income_are_money_that_goes_out() {
    for fee in ["5.00", "-5.00"] {
        let shop = Shop::new();
        let text = format!(
            "结算时间,订单号,子订单号,结算金额,结算账户,平台服务费\n2026-03-15 02:00:00,69001,69001,95.00,聚合账户,{fee}\n"
        );
        import(&shop, "a.csv", &text, "2026-04-01");
        assert_eq!(sum(&shop, "SELECT platform_fee FROM settlements"), json!(-500), "{fee}");
    }
}

#[test]
fn a_statement_cut_down_to_columns_that_orders_have_is_a_statement() {
    let shop = Shop::new();
    let text = "结算时间,子订单号,结算金额,达人ID,平台服务费,达人佣金\n2026-03-15 02:00:00,69001,77.00,1,-5,-18\n";
    let answer = import(&shop, "a.csv", text, "2026-04-01");
    assert_eq!(answer["unknown_columns"], json!([]));
    assert_eq!(sum(&shop, "SELECT sum(amount) FROM settlements"), json!(7700));
}

#[test]
fn a_row_of_a_statement_that_was_cut_down_is_not_said_to_differ() {
    let shop = Shop::new();
    let text = "结算时间,订单号,子订单号,结算金额,用户实付,收入合计,平台服务费,支出合计\n\
        2026-03-15 02:00:00,69001,69001,77.00,80.00,100.00,-5.00,-23.00\n";
    assert_eq!(warnings(&import(&shop, "a.csv", text, "2026-04-01")), Vec::<&str>::new());
    let wrong = text.replace("77.00", "76.00");
    assert_eq!(warnings(&import(&shop, "b.csv", &wrong, "2026-04-02")), ["sums-differ"]);
}
