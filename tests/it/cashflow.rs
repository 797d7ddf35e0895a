//! The report `cashflow`, on movements few enough to be added up with a pencil.

use serde_json::{Value as Json, json};

use crate::support::{Shop, finish};

/// The newest movement comes first, as the platform lists them; of the two in one second, the lower one was earlier. Before it the
/// account held 500.00.
const LEDGER: &str = "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注
81006,-,-,2026-02-03 09:00:00,支出,-300.00,提现,347.55,-
81005,c2,c2,2026-02-01 08:00:00,收入,50.00,货款结算入账,647.55,-
81004,c1,c1,2026-01-06 10:00:00,支出,-2.00,消费者赔付,597.55,-
81003,c1,-,2026-01-05 11:00:00,支出,-0.45,运费险扣费,599.55,-
81002,c1,c1,2026-01-05 11:00:00,收入,100.00,货款结算入账,600.00,-
";

/// The first movement stands in the ledger, too; the second is of another account; the last is of before the ledger begins.
const FUNDS: &str = "动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,子订单号,订单号
2026-01-05 11:00:00,81002,入账,100.00,聚合账户,货款结算入账,c1,c1
2026-01-06 12:00:00,81099,出账,3.00,微信,小额打款,c1,c1
2025-12-30 12:00:00,81098,入账,7.00,聚合账户,货款结算入账,c0,c0
";

const COLUMNS: &str = "scene direction movements money_in money_out net_movement opening closing unexplained origin";

fn import(shop: &Shop, name: &str, text: &str, at: &str) {
    shop.file(name, text);
    let run = shop.run(["import", name, "--exported-at", at]);
    assert_eq!(run.code, 0, "{}", run.shown());
}

/// Returns these columns of the rows.
fn picked(shop: &Shop, args: &[&str], columns: &str) -> Vec<String> {
    let answer = shop.json([&["report", "cashflow"], args].concat());
    let keys = answer["columns"].as_array().expect("columns");
    let place = |key: &str| keys.iter().position(|found| found == key).unwrap_or_else(|| panic!("{key}: {keys:?}"));
    let places: Vec<usize> = columns.split(' ').map(place).collect();
    let cell = |row: &Json, place: usize| match &row[place] {
        Json::Null => "~".to_owned(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row = |row: &Json| places.iter().map(|place| cell(row, *place)).collect::<Vec<_>>().join(" ");
    answer["rows"].as_array().expect("rows").iter().map(row).collect()
}

fn cashflow(shop: &Shop, args: &[&str]) -> Vec<String> {
    picked(shop, args, COLUMNS)
}

fn said(shop: &Shop, args: &[&str]) -> String {
    shop.run([&["report", "cashflow"], args].concat()).err.replace('\n', " ")
}

#[test]
fn scenes_have_their_sums_and_the_account_its_balance() {
    let shop = Shop::new();
    import(&shop, "ledger.csv", LEDGER, "2026-03-01");
    // 500.00 + 100.00 - 0.45 - 2.00 + 50.00 - 300.00 = 347.55.
    let balance = "500.00 347.55 0.00 ledger";
    assert_eq!(
        cashflow(&shop, &[]),
        [
            format!("货款结算入账 in 2 150.00 0.00 150.00 {balance}"),
            format!("提现 out 1 0.00 300.00 -300.00 {balance}"),
            format!("消费者赔付 out 1 0.00 2.00 -2.00 {balance}"),
            format!("运费险扣费 out 1 0.00 0.45 -0.45 {balance}"),
        ]
    );
    let totals = shop.json(["report", "cashflow"])["totals"].clone();
    let total = |key: &str| totals[key].as_str().map(str::to_owned);
    assert_eq!(
        ["money_in", "money_out", "net_movement", "opening", "closing", "unexplained"].map(total),
        ["150.00", "302.45", "-152.45", "500.00", "347.55", "0.00"].map(|fen| Some(fen.to_owned()))
    );
    assert_eq!(totals["movements"], json!(5));
    assert!(said(&shop, &[]).contains("every movement add up"), "{}", said(&shop, &[]));
    // The second month opens with what the first closed with.
    let by_month = picked(&shop, &["--by", "month"], "scene opening closing unexplained period");
    assert_eq!(
        by_month,
        [
            "货款结算入账 500.00 597.55 0.00 2026-01",
            "消费者赔付 500.00 597.55 0.00 2026-01",
            "运费险扣费 500.00 597.55 0.00 2026-01",
            "货款结算入账 597.55 347.55 0.00 2026-02",
            "提现 597.55 347.55 0.00 2026-02",
        ]
        .map(str::to_owned)
    );
    let weeks = picked(&shop, &["--by", "week", "--to", "2026-01-31"], "movements period");
    assert_eq!(weeks, ["1 2026-01-05"; 3]);
    // What was asked for before the first movement, the ledger does not have.
    let early = said(&shop, &["--from", "2026-01-01", "--to", "2026-01-31"]);
    assert!(early.contains("nothing for these days: 2026-01-01 to 2026-01-04"), "{early}");
}

#[test]
fn a_movement_that_is_missing_shows_in_the_balance() {
    let shop = Shop::new();
    let cut: Vec<&str> = LEDGER.lines().filter(|line| !line.starts_with("81004")).collect();
    import(&shop, "ledger.csv", &cut.join("\n"), "2026-03-01");
    let months = picked(&shop, &["--by", "month"], "scene opening closing unexplained period");
    assert_eq!(months[0], "货款结算入账 500.00 599.55 0.00 2026-01");
    assert_eq!(months[2], "货款结算入账 599.55 347.55 -2.00 2026-02");
    let warned = said(&shop, &[]);
    assert!(
        warned.contains("one place")
            && warned.contains("2026-01-05 11:00:00 and 2026-02-01 08:00:00")
            && warned.contains("-2.00"),
        "{warned}"
    );
    // Nothing is wrong within January alone.
    assert!(!said(&shop, &["--to", "2026-01-31"]).contains("place"));
}

#[test]
fn the_order_of_one_second_is_that_of_the_file_whichever_way_it_runs() {
    let lines: Vec<&str> = LEDGER.lines().collect();
    let rising = [&lines[..1], &lines[1..].iter().rev().copied().collect::<Vec<_>>()].concat().join("\n");
    for text in [LEDGER, &rising] {
        let shop = Shop::new();
        import(&shop, "ledger.csv", text, "2026-03-01");
        assert!(said(&shop, &[]).contains("every movement add up"), "{}", said(&shop, &[]));
    }
    // Two files that overlap say the same in either order.
    let part = lines[..4].join("\n");
    for order in [[(LEDGER, "2026-03-01"), (&*part, "2026-03-02")], [(&*part, "2026-03-02"), (LEDGER, "2026-03-01")]] {
        let shop = Shop::new();
        order.iter().enumerate().for_each(|(place, (text, at))| import(&shop, &format!("{place}.csv"), text, at));
        assert!(said(&shop, &[]).contains("every movement add up"), "{}", said(&shop, &[]));
        assert_eq!(cashflow(&shop, &[]).len(), 4);
    }
}

#[test]
fn what_stands_in_both_exports_counts_once() {
    let shop = Shop::new();
    import(&shop, "funds.csv", FUNDS, "2026-03-01");
    // Without a ledger the fund flow has all of it, and no balance.
    assert_eq!(
        cashflow(&shop, &["--from", "2026-01-01"]),
        ["货款结算入账 in 1 100.00 0.00 100.00 ~ ~ ~ fund_flow", "小额打款 out 1 0.00 3.00 -3.00 ~ ~ ~ fund_flow"]
    );
    assert!(said(&shop, &[]).contains("no balance to check"));
    import(&shop, "ledger.csv", LEDGER, "2026-03-01");
    let both = cashflow(&shop, &[]);
    assert_eq!(
        [&both[0], &both[4], &both[5]],
        [
            "货款结算入账 in 2 150.00 0.00 150.00 500.00 347.55 0.00 ledger",
            "货款结算入账 in 1 7.00 0.00 7.00 ~ ~ ~ fund_flow",
            "小额打款 out 1 0.00 3.00 -3.00 ~ ~ ~ fund_flow"
        ]
    );
    let notes = said(&shop, &[]);
    for part in [
        "nothing for these days: 2025-12-30 to 2026-01-04",
        "2 movements are in the fund flow and not in the account ledger: 4.00 yuan",
        "one movement is both in",
    ] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
}

#[test]
fn a_file_without_accounts_is_held_to_the_only_account_that_fits() {
    let lines: Vec<&str> = LEDGER.lines().collect();
    // January without 动账账户, February with it.
    let january = [&lines[..1], &lines[3..]].concat().join("\n");
    let february = |balances: [&str; 2]| {
        let rows = [format!("{},聚合账户", lines[1]), format!("{},聚合账户", lines[2])];
        let text = format!("{},动账账户\n{}\n{}\n", lines[0], rows[0], rows[1]);
        text.replace(",347.55,", &format!(",{},", balances[0])).replace(",647.55,", &format!(",{},", balances[1]))
    };
    for backwards in [false, true] {
        let shop = Shop::new();
        let mut files = vec![("january.csv", january.clone()), ("february.csv", february(["347.55", "647.55"]))];
        if backwards {
            files.reverse();
        }
        for (name, text) in &files {
            import(&shop, name, text, "2026-03-01");
        }
        let by_month = picked(&shop, &["--by", "month"], "opening closing unexplained period");
        assert_eq!(by_month[0], "500.00 597.55 0.00 2026-01");
        assert_eq!(by_month[3], "597.55 347.55 0.00 2026-02");
        assert!(
            said(&shop, &[]).contains("3 movements of the account ledger name no account: taken"),
            "{}",
            said(&shop, &[])
        );
    }
    // With 1,000.00 less it is another account.
    let shop = Shop::new();
    import(&shop, "january.csv", &january, "2026-03-01");
    import(&shop, "february.csv", &february(["-652.45", "-352.45"]), "2026-03-01");
    let warned = said(&shop, &[]);
    assert!(
        warned.contains("checked as an account of its own") && warned.contains("every movement add up"),
        "{warned}"
    );
}

#[test]
fn cashflow_reads_well_in_both_languages() {
    let shop = Shop::new();
    import(&shop, "ledger.csv", LEDGER, "2026-03-01");
    import(&shop, "funds.csv", FUNDS, "2026-03-01");
    for lang in ["zh", "en"] {
        let mut shown = String::new();
        for args in [&["--by", "month"][..], &["--from", "2027-01-01"]] {
            let run = finish(shop.command().args(["--lang", lang, "report", "cashflow"]).args(args));
            shown.push_str(&format!("$ shopkit report cashflow {}\n{}\n", args.join(" "), run.shown()));
        }
        insta::assert_snapshot!(format!("cashflow_{lang}"), shown);
    }
}
