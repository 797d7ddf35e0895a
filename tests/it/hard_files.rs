//! Files that are easily read wrong.

use serde_json::{Value as Json, json};

use crate::support::Shop;

/// Imports a file into a shop and returns its part of the answer.
fn import(shop: &Shop, name: &str, text: &str, options: &[&str]) -> Json {
    shop.file(name, text);
    shop.json(["import", name].iter().chain(options))["files"][0].clone()
}

fn counts(file: &Json) -> [u64; 3] {
    ["inserted", "updated", "rejected"].map(|count| file[count].as_u64().expect("a count"))
}

fn codes(file: &Json, list: &str) -> Vec<String> {
    file[list]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["code"].as_str().expect("a code").to_owned())
        .collect()
}

#[test]
fn a_header_alone_binds_the_shop_to_nothing() {
    for header in ["子订单编号,订单状态\n", "主订单编号,订单状态\n", "主订单编号,子订单编号,订单状态\n"]
    {
        let shop = Shop::new();
        assert_eq!(codes(&import(&shop, "h.csv", header, &["--kind", "orders"]), "warnings"), ["empty-sheet"]);
        let file = import(&shop, "a.csv", "主订单编号,子订单编号,订单状态\n1,1,已完成\n1,2,已完成\n", &[]);
        assert_eq!((file["grain"].as_str(), counts(&file)), (Some("sub_order"), [2, 0, 0]), "{file}");
    }
}

#[test]
fn the_grain_shows_anywhere_in_the_file() {
    let single: String = (1..=1500).map(|id| format!("{id},{id},已完成\n")).collect();
    let shop = Shop::new();
    let file =
        import(&shop, "late.csv", &format!("主订单编号,子订单编号,订单状态\n{single}9001,9001;9002,已完成\n"), &[]);
    assert_eq!((file["grain"].as_str(), counts(&file)), (Some("main_order"), [1501, 0, 0]), "{}", file["error"]);
    // Orders of one line have the same keys either way, so the file fits both kinds of shop.
    let file = import(&shop, "single.csv", "主订单编号,子订单编号,订单状态\n77777,77777,已完成\n", &[]);
    assert_eq!((file["grain"].as_str(), counts(&file)), (Some("main_order"), [1, 0, 0]));
    let file =
        import(&shop, "sub.csv", "主订单编号,子订单编号,订单状态\n88888,88888,已完成\n88888,88889,已完成\n", &[]);
    assert_eq!(file["error"]["code"], "other-grain");
}

#[test]
fn a_semicolon_before_a_quote_is_no_open_quote() {
    let shop = Shop::new();
    let text = "主订单编号,子订单编号,选购商品,商家编码,订单状态\n1,1,\"茶;\",已完成,x\n";
    let file = import(&shop, "a.csv", text, &[]);
    assert_eq!(counts(&file), [1, 0, 0], "{}", file["error"]);
}

/// A damaged id leaves a field open; the row is another one than that which fills it all the same.
#[test]
fn a_key_twice_in_a_file_is_judged_by_that_file_alone() {
    let row = |status: &str, product: &str| format!("1,1,{status},{product}\n");
    let header = "主订单编号,子订单编号,订单状态,商品ID\n";
    let older = format!("{header}{}", row("已发货", "372"));
    let newer = format!("{header}{}{}", row("已完成", "3.72E+18"), row("已完成", "372"));
    let seen = |first: (&str, &str, &str), second: (&str, &str, &str)| {
        let shop = Shop::new();
        let mut rejects = Vec::new();
        for (name, text, time) in [first, second] {
            rejects.push((name.to_owned(), codes(&import(&shop, name, text, &["--exported-at", time]), "rejects")));
        }
        rejects.sort();
        rejects
    };
    let older = ("older.csv", older.as_str(), "2026-01-05 10:00");
    let newer = ("newer.csv", newer.as_str(), "2026-01-06 10:00");
    assert_eq!(seen(older, newer), seen(newer, older));
    assert_eq!(seen(older, newer)[0], ("newer.csv".to_owned(), vec!["id-conflict".to_owned()]));
}

#[test]
fn columns_with_one_name_keep_apart() {
    let shop = Shop::new();
    let text = "主订单编号,子订单编号,订单状态,备用,备用,备用 #2\n1,1,已完成,a,b,c\n";
    import(&shop, "a.csv", text, &["--exported-at", "2026-01-05 10:00"]);
    let extra = shop.json(["sql", "SELECT extra FROM order_lines"])["rows"][0][0].clone();
    let extra: Json = serde_json::from_str(extra.as_str().expect("a text")).expect("JSON");
    let mut values: Vec<&str> = extra.as_object().expect("columns").values().filter_map(Json::as_str).collect();
    values.sort_unstable();
    assert_eq!(values, ["a", "b", "c"], "{extra}");
    let changed = import(&shop, "b.csv", &text.replace("a,b", "b,a"), &["--exported-at", "2026-01-06 10:00"]);
    assert_eq!(counts(&changed), [0, 1, 0]);
}

#[test]
fn a_stray_semicolon_does_not_turn_a_file() {
    let shop = Shop::new();
    let text = "主订单编号,子订单编号,订单状态\n1,1,已完成\n1,2,已完成\n1,3,已完成\n4,4;,已完成\n5,5;6,已完成\n";
    let file = import(&shop, "a.csv", text, &[]);
    assert_eq!((file["grain"].as_str(), counts(&file)), (Some("sub_order"), [3, 0, 2]));
    assert_eq!(codes(&file, "rejects"), ["damaged-id", "damaged-id"]);
}

#[test]
fn what_a_newer_file_cannot_know_stays() {
    let shop = Shop::new();
    let old = "主订单编号,子订单编号,商品数量,流量来源,商品单价,商品ID\n1,1,2,精选联盟,10.00,3720116408527364193\n";
    import(&shop, "old.csv", old, &["--exported-at", "2026-01-01"]);
    let new = "主订单编号,子订单编号,商品数量,广告渠道,商品金额,商品ID\n1,1,2,直播,33.00,3.72E+18\n";
    let file = import(&shop, "new.csv", new, &["--exported-at", "2026-01-02"]);
    assert_eq!(codes(&file, "warnings"), ["damaged-field"]);
    let state = "SELECT 推广类型, 商品单价, 商品ID, 广告渠道 FROM 订单";
    assert_eq!(shop.json(["sql", state])["rows"], json!([["精选联盟", 10.0, "3720116408527364193", "直播"]]));
    assert_eq!(shop.run(["imports", "undo", "1"]).code, 0);
    assert_eq!(shop.json(["sql", state])["rows"], json!([[null, null, null, "直播"]]));
    let late = "主订单编号,子订单编号,流量来源\n2,2,数据将于第二天更新\n3,3,-\n";
    import(&shop, "late.csv", late, &["--exported-at", "2026-01-03"]);
    assert_eq!(shop.json(["sql", "SELECT 推广类型 FROM 订单 WHERE 主订单编号 > '1'"])["rows"], json!([[null], ["无"]]));
}

#[test]
fn cells_without_a_header_are_kept() {
    let shop = Shop::new();
    let file = import(&shop, "a.csv", "主订单编号,,子订单编号,订单状态,\n1,中间,1,已完成,末尾\n2,,2,已完成,\n", &[]);
    assert_eq!(counts(&file), [2, 0, 0], "{file}");
    assert_eq!(file["unknown_columns"], json!(["(B)", "(E)"]));
    let kept = shop.dump("SELECT extra_contact FROM order_lines WHERE main_order_id = '1'");
    assert!(kept.contains("中间") && kept.contains("末尾"), "{kept}");
    // A comma at the end of every line is no column.
    let file = import(&shop, "b.csv", "主订单编号,子订单编号,订单状态,\n3,3,已完成,\n", &[]);
    assert_eq!((counts(&file), codes(&file, "warnings")), ([1, 0, 0], vec![]));
}

#[test]
fn repeated_headers_are_kept_apart() {
    let shop = Shop::new();
    let text = "订单编号,子订单编号,主订单编号,商家编码,商家编码,商家编码,街道,街道\nERP1,1,1,A,B,C,甲街,乙街\n";
    let file = import(&shop, "a.csv", text, &[]);
    assert_eq!(file["unknown_columns"], json!(["订单编号 #2", "商家编码 #2", "商家编码 #3", "街道 #2"]));
    let line = &shop.json(["order", "1"])["lines"][0];
    assert_eq!((&line["fields"]["main_order_id"], &line["fields"]["sku_code"]), (&json!("1"), &json!("A")));
    assert_eq!(line["extra"], json!({"商家编码 #2": "B", "商家编码 #3": "C", "订单编号 #2": "ERP1", "街道 #2": "***"}));
}

#[test]
fn excel_leaves_out_empty_cells_at_the_end() {
    let header = "主订单编号,子订单编号,订单状态,物流SN码,物流IMEI码1,物流IMEI码2\n";
    let whole: String = (1..=15).map(|id| format!("{id},{id},已完成,,,\n")).collect();
    let cut: String = (16..=60).map(|id| format!("{id},{id},已完成\n")).collect();
    let file = import(&Shop::new(), "a.csv", &format!("{header}{whole}{cut}"), &[]);
    assert_eq!(counts(&file), [60, 0, 0]);
    // One short row is a row that was cut, and so are many that lack what others have.
    let file = import(&Shop::new(), "b.csv", &format!("{header}{whole}16,16,已完成\n"), &[]);
    assert_eq!((counts(&file), codes(&file, "rejects")), ([15, 0, 1], vec!["short-row".to_owned()]));
    let file = import(&Shop::new(), "c.csv", &format!("{header}{cut}61,61,已完成,,,X\n"), &[]);
    assert_eq!(counts(&file), [1, 0, 45]);
}

#[test]
fn the_delimiter_is_the_one_that_shows_a_header() {
    let shop = Shop::new();
    let guards = "主订单编号,子订单编号,商品ID,商家编码,订单状态\n\t1,\t1,\t3,\tA,\t已完成\n\t2,\t2,\t3,\tA,\t已完成\n";
    assert_eq!(counts(&import(&shop, "a.csv", guards, &[])), [2, 0, 0]);
    let joined = "主订单编号,子订单编号,选购商品,订单状态\n1,1;2;3;4,a;b;c;d,已完成\n5,5;6;7;8,a;b;c;d,已完成\n";
    assert_eq!(counts(&import(&shop, "b.csv", joined, &["--shop", "b"])), [2, 0, 0]);
}

#[test]
fn names_that_only_look_like_times_are_not_taken_for_them() {
    let shop = Shop::new();
    let file = import(&shop, "2026010512_订单.csv", "主订单编号,子订单编号,订单状态\n1,1,已完成\n", &[]);
    assert_eq!(file["exported_from"], "file_date");
}

#[test]
fn rows_out_of_step_do_not_leak_what_they_hold() {
    let shop = Shop::new();
    let mut text = "主订单编号,子订单编号,商品数量,手续费,收件人,订单提交时间\n".to_owned();
    text.push_str("1,1,张三丰,0,x,\n2,2,1,13812345678元,x,\n李四光,3,1,0,x,\n4,4,1.5,0,x,\n5,5,abc,0,x,\n");
    let phones = ["138-1234-5678", "+8613812345678", "8613812345678", "138 1234 5678", "138****7235", "0571-88888888"];
    for (row, out_of_step) in phones.iter().chain(&["Zhang San", "2026-02-30"]).enumerate() {
        text.push_str(&format!("{id},{id},1,0,x,{out_of_step}\n", id = row + 6));
    }
    let file = import(&shop, "a.csv", &text, &[]);
    let values: Vec<&str> =
        file["rejects"].as_array().expect("rejects").iter().filter_map(|r| r["value"].as_str()).collect();
    let mut wanted = ["***"; 13];
    (wanted[3], wanted[4], wanted[12]) = ("1.5", "abc", "2026-02-30");
    assert_eq!(values, wanted);
    let answer = shop.run(["sql", "SELECT value FROM rejects"]).out;
    assert!(!phones.iter().any(|phone| answer.contains(phone)) && !answer.contains("Zhang"), "{answer}");
}

#[test]
fn a_title_in_angle_brackets_is_no_markup() {
    let shop = Shop::new();
    let file = import(&shop, "a.csv", "<2026年1月订单>\n主订单编号,子订单编号,订单状态\n1,1,已完成\n", &[]);
    assert_eq!((counts(&file), file["blank"].as_u64()), ([1, 0, 0], Some(1)));
}

#[test]
fn empty_lines_are_no_rows() {
    for end in ["\n", "\r\n"] {
        let text = ["主订单编号,子订单编号,订单状态", "", "1,1,已完成", "", ",,", ""].join(end);
        let file = import(&Shop::new(), "a.csv", &text, &[]);
        assert_eq!((file["rows_read"].as_u64(), file["blank"].as_u64()), (Some(2), Some(1)), "{file}");
    }
}
