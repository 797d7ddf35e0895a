//! Files that are given away: what stands in them, and that they can be imported again.

use std::fs::{self, File};
use std::io::Read;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::fixtures::importable;
use crate::support::{Shop, finish, fixtures};

pub const DAY: &str = "sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";

/// The four forms.
pub const FORMS: [&str; 4] = ["csv", "xlsx", "json", "html"];

/// A shop with one day's export.
pub fn stocked() -> Shop {
    let shop = Shop::new();
    let path = fixtures().join(DAY);
    assert_eq!(shop.run(["import".as_ref(), path.as_os_str()]).code, 0);
    shop
}

/// Everything that is stored of the lines but where they came from.
fn lines(shop: &Shop) -> Vec<String> {
    let columns = shop.json(["sql", "SELECT name FROM pragma_table_info('order_lines')"]);
    let names: Vec<&str> = columns["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row[0].as_str())
        .filter(|name| !["import_id", "row_number"].contains(name))
        .collect();
    assert!(names.len() > 76, "{names:?}");
    let sql = format!("SELECT {} FROM order_lines ORDER BY main_order_id, sub_order_id", names.join(", "));
    let answer = shop.json(["sql", sql.as_str(), "--show-pii"]);
    answer["rows"].as_array().expect("rows").iter().map(ToString::to_string).collect()
}

/// Exports all orders, imports the file into an empty database, and compares.
fn assert_there_and_back(shop: &Shop, what: &str) {
    let before = lines(shop);
    for form in ["csv", "xlsx"] {
        let (other, answer) = there_and_back(shop, form);
        let after = lines(&other);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after, "{what} as {form}");
        }
        assert_eq!((before.len(), &answer["totals"]["rejected"]), (after.len(), &0.into()), "{what} as {form}");
    }
}

/// Exports all orders and imports the file into an empty database; returns that and the answer of the import.
fn there_and_back(shop: &Shop, form: &str) -> (Shop, serde_json::Value) {
    let name = format!("out.{form}");
    let run = shop.run(["export", "orders", name.as_str(), "--show-pii"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let other = Shop::new();
    fs::copy(shop.path(&name), other.path(&name)).expect("a copy");
    let answer = other.json(["import", name.as_str(), "--kind", "orders", "--exported-at", "2026-02-01"]);
    (other, answer)
}

#[test]
fn lines_that_are_exported_and_imported_again_are_the_same() {
    for path in importable() {
        let shop = Shop::new();
        let json = shop.json(["import".as_ref(), path.as_os_str()]);
        if json["totals"]["inserted"] != 0 {
            assert_there_and_back(&shop, &path.display().to_string());
        }
    }
}

#[test]
fn a_layout_of_few_columns_comes_back() {
    for header in ["主订单编号,订单状态,买家留言", "子订单编号,商品ID,商品数量", "主订单编号,子订单编号,商品金额"]
    {
        let shop = Shop::new();
        shop.file("few.csv", format!("{header}\n6926181657396269909,3720116408527364193,2\n"));
        assert_eq!(shop.run(["import", "few.csv", "--kind", "orders"]).code, 0);
        assert_there_and_back(&shop, header);
    }
}

#[test]
fn hidden_columns_stay_hidden_on_their_way() {
    let shop = Shop::new();
    shop.file("x.csv", "主订单编号,订单状态,,街道,街道,昵称\n6926181657396269909,已完成,张三丰,一街,二街李四,小五子\n");
    assert_eq!(shop.run(["import", "x.csv", "--kind", "orders"]).code, 0);
    let (other, _) = there_and_back(&shop, "csv");
    let seen = other.run(["sql", "SELECT * FROM order_lines"]).out;
    let all = other.dump("SELECT * FROM order_lines");
    for buyer in ["张三丰", "二街李四", "小五子"] {
        assert!(all.contains(buyer) && !seen.contains(buyer), "{buyer}");
    }
}

/// Texts that a spreadsheet, a page or a reader of files could take for something else.
const HOSTILE: &[&str] = &[
    "=1+1",
    "=HYPERLINK(\"http://x\",\"y\")",
    "+8613800000000",
    "-2+3",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    "'=1",
    "'quoted'",
    "\"quoted\"",
    "两行\n第二行",
    "=a\r\n=b",
    "逗号,分号;后",
    "0069",
    "1-2",
    "8E12",
    "1.10",
    "1月5日",
    "<b>&amp;</b>",
    "_x000D_",
    "_x005F_x000D_",
    "\u{1b}[31m红",
    "😀",
    "TRUE",
    "#N/A",
    "NULL",
];

/// A shop whose products, codes and unknown columns have the hostile texts.
fn hostile() -> Shop {
    let shop = Shop::new();
    let mut text =
        "主订单编号,子订单编号,选购商品,商家编码,订单状态,商品数量,买家留言,自定义,=表头,客户微信\n".to_owned();
    for (number, hostile) in HOSTILE.iter().enumerate() {
        // As the platform would have to write it for us to read it so: a guard comes off.
        let guard = if hostile.starts_with('\'') { "'" } else { "" };
        let cell = format!("\"{guard}{}\"", hostile.replace('"', "\"\""));
        let id = 6_926_181_657_396_269_000_u64 + number as u64;
        text.push_str(&format!("\t{id},\t{id},{cell},{cell},已完成,2,{cell},{cell},{cell},{cell}\n"));
    }
    shop.file("hostile.csv", text);
    let run = shop.run(["import", "hostile.csv"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    shop
}

#[test]
fn hostile_texts_come_back_as_they_were() {
    let shop = hostile();
    let stored = shop.json(["sql", "SELECT 选购商品 FROM 订单 ORDER BY 子订单编号"]);
    let stored: Vec<&str> =
        stored["rows"].as_array().expect("rows").iter().map(|row| row[0].as_str().expect("text")).collect();
    assert_eq!(stored, HOSTILE);
    let extra = shop.dump("SELECT extra, extra_contact FROM order_lines");
    assert!(extra.contains("自定义") && extra.contains("客户微信"));
    assert_there_and_back(&shop, "hostile texts");
}

#[test]
fn no_text_is_a_formula() {
    let shop = hostile();
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let dangerous = |cell: &str| {
        let digits = cell.strip_prefix('\t').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        cell != "-" && cell.starts_with(starts) && !digits
    };
    let cells_of = |text: &str| -> Vec<String> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        reader
            .records()
            .flat_map(|record| record.expect("a record").iter().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    shop.run(["export", "orders", "x.csv", "--show-pii"]);
    let written = fs::read_to_string(shop.path("x.csv")).expect("a file");
    let shown = shop.run(["orders", "--format", "csv"]).out;
    for text in [written, shown] {
        let cells = cells_of(&text);
        assert!(cells.iter().any(|cell| cell == "'=1+1"));
        assert_eq!(cells.iter().find(|cell| dangerous(cell)), None);
    }

    shop.run(["export", "orders", "x.xlsx", "--show-pii"]);
    let mut book: Xlsx<_> = open_workbook(shop.path("x.xlsx")).expect("a workbook");
    assert!(book.worksheet_formula("Orders").expect("a sheet").is_empty());
    let sheet = book.worksheet_range("Orders").expect("a sheet");
    assert!(sheet.used_cells().any(|(_, _, cell)| *cell == Data::String("=1+1".to_owned())));

    shop.run(["export", "orders", "x.html", "--show-pii"]);
    let page = fs::read_to_string(shop.path("x.html")).expect("a file");
    assert!(page.contains("&lt;b&gt;&amp;amp;&lt;/b&gt;") && !page.contains("<b>"));
}

/// Reads one part of a workbook.
fn part(shop: &Shop, file: &str, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(shop.path(file)).expect("a file")).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_workbook_has_ids_as_text_and_money_as_numbers() {
    let shop = stocked();
    assert_eq!(finish(shop.command().args(["export", "orders", "x.xlsx", "--lang", "zh"])).code, 0);
    let mut book: Xlsx<_> = open_workbook(shop.path("x.xlsx")).expect("a workbook");
    let sheet = book.worksheet_range("订单").expect("a sheet");
    let header: Vec<String> = sheet.rows().next().expect("a header").iter().map(Data::to_string).collect();
    let column = |name: &str| header.iter().position(|header| header == name).expect("a column");
    let row = sheet
        .rows()
        .find(|row| row[column("子订单编号")] == Data::String("6926181657396269909".to_owned()))
        .expect("the order");
    assert_eq!(row[column("商品ID")], Data::String("3720116408527364193".to_owned()));
    assert_eq!(row[column("订单应付金额")], Data::Float(64.6));
    assert_eq!(row[column("商品数量")], Data::Float(1.0));
    assert_eq!(row[column("订单提交时间")], Data::String("2026-01-11 21:08:59".to_owned()));
    assert_eq!(row[column("推广类型")], Data::String("精选联盟".to_owned()));

    let xml = part(&shop, "x.xlsx", "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<pane ySplit=\"1\"") && xml.contains("<autoFilter ref=\"A1:") && xml.contains("<cols>"));
    let styles = part(&shop, "x.xlsx", "xl/styles.xml");
    assert!(styles.contains("<b/>") && xml.contains("s=\"1\"") && styles.contains("formatCode=\"0.00\""));
}

#[test]
fn a_csv_file_opens_in_excel() {
    let shop = stocked();
    assert_eq!(shop.run(["export", "orders", "x.csv"]).code, 0);
    let text = fs::read_to_string(shop.path("x.csv")).expect("a file");
    assert!(text.starts_with("\u{feff}\"主订单编号\",\"子订单编号\",") && text.ends_with("\r\n"));
    assert!(
        text.contains("\r\n\"\t6926181657396269909\",\"\t6926181657396269909\",\"山雀桂花乌龙茶 250g\",\"罐装\",1,")
    );
    assert!(text.contains(",68.00,64.60,0.00,3.40,0.00,"), "amounts are plain numbers");
}

#[test]
fn buyers_are_left_out_of_every_form() {
    let shop = stocked();
    let contact = "收件人, 收件人手机号, 街道, 详细地址, 买家留言, 商家备注";
    let buyers = shop.buyers();
    assert!(buyers.len() > 50);
    let query = format!("sql:SELECT {contact}, 省 FROM 订单");
    for what in ["orders", query.as_str()] {
        for form in FORMS {
            let name = format!("x.{form}");
            let run = shop.run(["export", what, name.as_str()]);
            assert!(run.code == 0 && run.err.contains("--show-pii"), "{}", run.shown());
            let text = match form {
                "xlsx" => part(&shop, &name, "xl/worksheets/sheet1.xml"),
                _ => fs::read_to_string(shop.path(&name)).expect("a file"),
            };
            assert!(text.contains("北京市") && !buyers.iter().any(|buyer| text.contains(buyer)), "{what} as {form}");
        }
    }
    insta::assert_snapshot!("left_out", shop.run(["export", "orders", "x.csv"]).shown());
}

#[test]
fn a_query_is_exported_as_it_is_answered() {
    let shop = stocked();
    let query = "SELECT 省, count(*) AS 行数, '0069' AS 编码, '=1' AS \"=2\", 1.5 AS 数, NULL AS 无 FROM 订单 WHERE 商品数量 >= :n GROUP BY 省 ORDER BY 省 LIMIT 2";
    let export = format!("sql:{query}");
    for form in FORMS {
        let run = shop.run(["export", &export, &format!("x.{form}"), "--param", "n=1"]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.shown());
    }
    let json = fs::read_to_string(shop.path("x.json")).expect("a file");
    assert_eq!(json, shop.run(["sql", query, "--param", "n=1", "--format", "json"]).out);
    insta::assert_snapshot!("query_csv", fs::read_to_string(shop.path("x.csv")).expect("a file"));
    let page = fs::read_to_string(shop.path("x.html")).expect("a file");
    insta::assert_snapshot!("query_html", page.split("<table>").nth(1).expect("a table"));
}

#[test]
fn orders_are_exported_by_the_filters_of_orders() {
    let shop = stocked();
    let rows = |args: &[&str]| {
        let run = shop.run(["export", "orders", "x.json"].iter().chain(args));
        assert_eq!(run.code, 0, "{}", run.shown());
        let text = fs::read_to_string(shop.path("x.json")).expect("a file");
        let answer: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        answer["rows"].as_array().expect("rows").len()
    };
    let all = rows(&[]);
    assert_eq!(all, 36);
    assert_eq!(rows(&["--from", "2026-01-08"]) + rows(&["--to", "2026-01-07"]), all);
    assert_eq!(rows(&["--promotion", "alliance"]) + rows(&["--promotion", "none"]), all);
    assert!((1..all).contains(&rows(&["--status", "待发货"])));
    assert_eq!(rows(&["--limit", "3", "--sort", "amount"]), 3);
    insta::assert_snapshot!("none", shop.run(["export", "orders", "x.csv", "--status", "没有"]).shown());
}

/// The reports, each with what it needs to give the same answer on any day.
fn reports(shop: &Shop) -> Vec<Vec<String>> {
    let list = shop.json(["report"]);
    let names = list["rows"].as_array().expect("rows").iter().map(|row| row[0].as_str().expect("a name").to_owned());
    let judging = ["today", "payouts", "shipping", "coverage", "export-plan"];
    let options = |name: &str| match name {
        "promotion" => &["--by", "month", "--commission-rate", "20%"][..],
        name if judging.contains(&name) => &["--on", "2026-01-13 12:00:00"],
        _ => &["--from", "2026-01-01"],
    };
    names
        .map(|name| {
            let options = options(&name).iter().copied().map(str::to_owned);
            std::iter::once(name.clone()).chain(options).collect()
        })
        .collect()
}

#[test]
fn every_report_is_exported_as_it_is_answered() {
    let shop = stocked();
    for report in reports(&shop) {
        let (name, options) = report.split_first().expect("a name");
        for lang in ["en", "zh"] {
            let run = |args: &[&str]| {
                let run = finish(shop.command().args(["--lang", lang]).args(args).args(options));
                assert_eq!(run.code, 0, "{}", run.shown());
                run
            };
            let asked = run(&["report", name, "--format", "json"]);
            let said = run(&["export", name, "x.json"]).err;
            let text = fs::read_to_string(shop.path("x.json")).expect("a file");
            // The moment and the seal of a receipt are others each time.
            let answer = |text: &str| text.split_once(",\"receipt\":").expect("a receipt").0.to_owned();
            assert_eq!(answer(&text), answer(&asked.out), "{name}");
            assert_eq!(said.split_once('\n').expect("lines").1, asked.err, "{name}");

            run(&["export", name, "x.csv"]);
            let rows = asked.json()["rows"].as_array().expect("rows").clone();
            let csv = fs::read_to_string(shop.path("x.csv")).expect("a file");
            let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
            let cell = |cell: &serde_json::Value| match cell {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            for (record, row) in reader.records().zip(&rows) {
                let record = record.expect("a record");
                let read: Vec<String> = record.iter().map(|cell| cell.trim_start_matches('\t').to_owned()).collect();
                let number = |text: &str| text.parse::<f64>().map_or_else(|_| text.to_owned(), |n| n.to_string());
                let told = row.as_array().expect("a row").iter().map(cell);
                assert_eq!(
                    read.iter().map(|text| number(text)).collect::<Vec<_>>(),
                    told.map(|text| number(&text)).collect::<Vec<_>>(),
                    "{name}"
                );
            }

            run(&["export", name, "x.xlsx"]);
            let mut book: Xlsx<_> = open_workbook(shop.path("x.xlsx")).expect("a workbook");
            let (_, sheet) = book.worksheets().into_iter().next().expect("a sheet");
            assert_eq!(sheet.rows().len(), rows.len() + 1, "{name}");

            let said = run(&["export", name, "x.html"]).err;
            assert_eq!(said.lines().count(), 1, "{said}");
            let page = fs::read_to_string(shop.path("x.html")).expect("a file");
            for line in asked.err.lines() {
                let line = line.trim_start_matches("warning: ").trim_start_matches("注意：");
                assert!(page.contains(&line.replace('&', "&amp;").replace('"', "&quot;")), "{name}: {line}");
            }
            // Below several rows stand their totals; one row is its own total.
            let totals = match asked.json()["totals"].as_object() {
                Some(totals) if totals.values().any(serde_json::Value::is_object) => totals.len(),
                Some(_) if rows.len() > 1 => 1,
                _ => 0,
            };
            assert_eq!(page.matches("<tr>").count(), rows.len() + 1 + totals, "{name}");
        }
    }
}

#[test]
fn a_report_in_a_workbook_or_on_a_page_is_for_people() {
    let shop = stocked();
    let export = |line: &[&str]| {
        let run = finish(shop.command().args(["--lang", "zh", "export"]).args(line));
        assert_eq!(run.code, 0, "{}", run.shown());
        run
    };
    let again = |order: u8| {
        format!(
            "{order},茶,3700000000000000001,1,9.90,李**,138****0001,**号,2026-01-05 09:00:00,2026-01-05 09:00:00,已完成\n"
        )
    };
    let header = "主订单编号,选购商品,商品ID,商品数量,订单应付金额,收件人,收件人手机号,详细地址,订单提交时间,支付完成时间,订单状态";
    shop.file("again.csv", format!("{header}\n{}{}", again(1), again(2)));
    assert_eq!(shop.run(["import", "again.csv", "--kind", "orders", "--shop", "二店"]).code, 0);
    export(&["repeat", "x.xlsx", "--shop", "二店"]);
    let mut book: Xlsx<_> = open_workbook(shop.path("x.xlsx")).expect("a workbook");
    let sheet = book.worksheet_range("复购").expect("a sheet");
    let rows: Vec<_> = sheet.rows().collect();
    assert_eq!(rows[0][5..7], ["复购率", "可信度"].map(|text| Data::String(text.to_owned())));
    assert_eq!(rows[1][5..7], [Data::Float(1.0), Data::String("中：打码后相同".to_owned())]);
    assert!(part(&shop, "x.xlsx", "xl/styles.xml").contains("formatCode=\"0.0%\""));
    let line = ["promotion", "x.html", "--commission-rate", "20%", "--shop", "default"];
    let run = export(&line);
    let page = fs::read_to_string(shop.path("x.html")).expect("a file");
    let body = page.split("<body>").nth(1).expect("a body");
    // The day on which the page was written is another one each time.
    let (start, rest) = body.split_once("<p>shopkit ").expect("who wrote it");
    let told = format!("{start}{}", rest.split_once("</p>").expect("an end").1);
    insta::assert_snapshot!("report_page", format!("{}\n{}", run.shown(), told));
    insta::assert_snapshot!("report_csv", {
        let run = export(&["today", "x.csv", "--on", "2026-01-12 12:00:00", "--shop", "default"]);
        format!("{}\n{}", run.shown(), fs::read_to_string(shop.path("x.csv")).expect("a file"))
    });
}

#[test]
fn a_column_for_the_shop_stands_only_where_there_are_several() {
    let shop = stocked();
    let header = |args: &[&str]| {
        assert_eq!(shop.run(["export", "orders", "x.csv"].iter().chain(args)).code, 0);
        let text = fs::read_to_string(shop.path("x.csv")).expect("a file");
        text.lines().next().expect("a header").to_owned()
    };
    assert!(!header(&[]).contains("店铺"));
    shop.copy("custom-75/orders.csv");
    shop.run(["import", "orders.csv", "--shop", "二店"]);
    assert!(header(&["--shop", "二店"]).contains("\"店铺\",\"推广类型\""));
    assert_eq!(shop.run(["export", "orders", "x.csv"]).code, 2);
}
