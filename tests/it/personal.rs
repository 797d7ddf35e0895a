//! Personal data: never shown unasked, wherever an export has them, and gone from every byte after a purge.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::json;

use crate::fixtures::cases::sheet::{Sheet, Value};
use crate::fixtures::cases::{ods, xls, xlsb, xlsx_shared};
use crate::served::Served;
use crate::support::{Run, Shop};

/// Invented people: names, phones, addresses and numbers that must not be shown, nor be left by a purge.
const CANARIES: &[&str] = &[
    "钱晓雨霏",
    "13900139001",
    "浙江省杭州市隐秘路一十二号",
    "打给欧阳牧青",
    "周未央丁",
    "13900139002",
    "广东省深圳市藏匿街八号",
    "440301199001011234",
    "canary.seven@example.com",
    "郑八月初",
    "吴九歌者",
    "王十里坡",
    "冯十一郎",
    "陈十二娘",
    "褚十三妹",
    "138****9014",
];

/// What never comes into a database: the value of a row that is rejected, and a header that is a value.
const REFUSED: &[&str] = &["0571-88886615", "13900139016"];

/// Columns that no alias knows, with the cells of two rows. Of the first the second row alone shows what the column is.
const UNKNOWN: &[(&str, [&str; 2])] = &[
    ("其他信息", ["周未央丁", "13900139002"]),
    ("位置", ["广东省深圳市藏匿街八号", ""]),
    ("编码二", ["440301199001011234", ""]),
    ("网络", ["canary.seven@example.com", "-"]),
    ("用户售后说明", ["郑八月初", "话"]),
    ("协商记录", ["吴九歌者", ""]),
    ("换货商品信息", ["王十里坡", ""]),
    ("操作人", ["冯十一郎", "冯十一郎"]),
    ("Note", ["陈十二娘", ""]),
    ("13900139016", ["褚十三妹", ""]),
    ("备用", ["138****9014", ""]),
    ("ERP单号", ["6926234509777299001", "6926234509777299002"]),
];

/// Columns with their cells.
type Row = &'static [(&'static str, &'static str)];

/// The kinds of export: their known columns with the cells of a row (`#` stands for the number of the row), and the column under
/// which a third row has what does not belong there.
const KINDS: &[(&str, Row, &str)] = &[
    (
        "orders",
        &[
            ("主订单编号", "692623450977727000#"),
            ("子订单编号", "692623450977728000#"),
            ("订单状态", "已完成"),
            ("商品数量", "1"),
            ("选购商品", "龙井茶叶"),
            ("订单应付金额", "12.30"),
            ("订单提交时间", "2026-01-05 09:00:00"),
            ("支付完成时间", "2026-01-05 09:01:00"),
            ("收件人", "钱晓雨霏"),
            ("收件人手机号", "13900139001"),
            ("详细地址", "浙江省杭州市隐秘路一十二号"),
            ("买家留言", "打给欧阳牧青"),
        ],
        "商品数量",
    ),
    (
        "aftersales",
        &[
            ("售后单号", "750000000000000000#"),
            ("订单号", "692623450977727000#"),
            ("商品单号", "692623450977728000#"),
            ("商品名称", "龙井茶叶"),
            ("退商品金额（元）", "12.30"),
            ("售后状态", "同意退款，退款成功"),
            ("售后申请时间", "2026-01-06 09:00:00"),
        ],
        "退商品金额（元）",
    ),
    (
        "commission",
        &[
            ("订单id", "692623450977728000#"),
            ("商品名称", "龙井茶叶"),
            ("支付金额", "12.30"),
            ("预估佣金支出", "1.00"),
            ("付款时间", "2026-01-05 09:01:00"),
        ],
        "支付金额",
    ),
    (
        "settlement",
        &[
            ("结算时间", "2026-01-20 0#:00:00"),
            ("订单号", "692623450977727000#"),
            ("子订单号", "692623450977728000#"),
            ("结算金额", "12.00"),
            ("用户实付", "12.30"),
            ("收入合计", "12.30"),
            ("平台服务费", "-0.30"),
            ("支出合计", "-0.30"),
            ("备注", "打给欧阳牧青"),
        ],
        "结算金额",
    ),
    (
        "funds",
        &[
            ("动账时间", "2026-01-20 0#:00:00"),
            ("动账流水号", "490000000000000000#"),
            ("动账方向", "入账"),
            ("动账金额", "12.00"),
            ("动账场景", "货款结算入账"),
            ("子订单号", "692623450977728000#"),
            ("备注", "打给欧阳牧青"),
        ],
        "动账金额",
    ),
];

const FORMS: [&str; 6] = ["utf-8.csv", "gb18030.csv", "xlsx", "xlsb", "xls", "ods"];

/// Returns the rows of an export: the header, two rows, and one that is rejected.
fn rows(known: &[(&str, &str)], odd: &str) -> Vec<Vec<String>> {
    let headers = known.iter().map(|(header, _)| *header).chain(UNKNOWN.iter().map(|(header, _)| *header));
    let row = |number: usize| -> Vec<String> {
        let known = known.iter().map(|(_, cell)| cell.replace('#', &number.to_string()));
        known.chain(UNKNOWN.iter().map(|(_, cells)| cells[(number - 1) % 2].to_owned())).collect()
    };
    let mut rejected = row(3);
    let place = known.iter().position(|(header, _)| *header == odd).expect("a column");
    REFUSED[0].clone_into(&mut rejected[place]);
    vec![headers.map(str::to_owned).collect(), row(1), row(2), rejected]
}

fn written(form: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let text: String = rows.iter().map(|row| row.join(",") + "\n").collect();
    let sheet = || {
        let value = |cell: &String| if cell.is_empty() { Value::Empty } else { Value::text(cell) };
        let rows = rows.iter().map(|row| row.iter().map(value).collect()).collect();
        Sheet { name: "表", hidden: false, rows }
    };
    match form {
        "utf-8.csv" => text.into_bytes(),
        "gb18030.csv" => encoding_rs::GB18030.encode(&text).0.into_owned(),
        "xlsx" => xlsx_shared::write(&sheet(), &[]),
        "xlsb" => xlsb::write(&sheet()),
        "xls" => xls::write(&sheet()),
        _ => ods::write(&[sheet()]),
    }
}

/// Returns which texts stand in a file of a folder, byte for byte.
fn found(folder: &Path, texts: &[&'static str]) -> Vec<&'static str> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(fs::read(path).expect("a file")) }
        }
    }
    let stands = |text: &str| files.iter().any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()));
    texts.iter().copied().filter(|text| stands(text)).collect()
}

fn assert_tells_nothing(shown: &str, what: &str) {
    for text in CANARIES.iter().chain(REFUSED) {
        assert!(!shown.contains(text), "{what} shows {text}:\n{shown}");
    }
}

/// Writes every kind of export in every form into the folder of a shop, and returns the names of the files.
fn write_exports(shop: &Shop) -> Vec<String> {
    let mut files = Vec::new();
    for (kind, known, odd) in KINDS {
        for form in FORMS {
            let name = format!("{kind}.{form}");
            shop.file(&name, written(form, &rows(known, odd)));
            files.push(name);
        }
    }
    files
}

/// Imports files; nothing of people may be told on the way.
fn import(shop: &Shop, more: &[&str], files: &[String]) -> Run {
    let args = ["import", "--exported-at", "2026-02-01", "-v"].iter().chain(more).map(|arg| (*arg).to_owned());
    let run = shop.run(args.chain(files.iter().cloned()));
    assert_tells_nothing(&run.shown(), &more.join(" "));
    run
}

/// A database into which every kind of export was imported in every form and in every way there is; it is filled once.
static FILLED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let shop = Shop::new();
    let files = write_exports(&shop);
    let run = import(&shop, &["--format", "json"], &files);
    assert_eq!(run.code, 1, "{}", run.shown());
    for file in run.json()["files"].as_array().expect("files") {
        assert_eq!((&file["status"], &file["rejected"]), (&json!("imported"), &json!(1)), "{file}");
    }
    let undone = "undone.csv".to_owned();
    shop.file(&undone, written("utf-8.csv", &rows(KINDS[0].1, KINDS[0].2)));
    // The same bytes go into another shop.
    assert_eq!(import(&shop, &["--shop", "other"], std::slice::from_ref(&undone)).code, 1);
    let id = shop.json(["sql", "SELECT max(id) FROM imports"])["rows"][0][0].to_string();
    assert_eq!(shop.run(["imports", "undo", &id, "--yes"]).code, 0);
    let served = Served::start(&shop, "en");
    let sent = [written("utf-8.csv", &rows(KINDS[0].1, KINDS[0].2)), b"\n".to_vec()].concat();
    assert_tells_nothing(&served.import(&[], &[("sent.csv", sent.as_slice())]).text(), "the page of an import");
    for page in ["/", "/orders", "/orders/6926234509777270001", "/import", "/imports/1", "/reports"] {
        let answer = served.get(page);
        assert_eq!(answer.status, 200, "{page}: {}", answer.text());
        assert_tells_nothing(&answer.text(), page);
    }
    drop(served);
    // The page was ended as a process is; what it left in the log goes into the database with the next one that opens it.
    assert_eq!(shop.run(["db", "check"]).code, 0);
    assert!(!shop.path("test.db-wal").exists());
    fs::read(shop.database()).expect("a database")
});

/// Returns a shop with a copy of that database, alone in its folder.
fn stocked() -> Shop {
    let shop = Shop::new();
    shop.file("test.db", &*FILLED);
    shop
}

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

#[test]
fn a_column_is_private_by_what_stands_in_its_last_row_too() {
    let shop = Shop::new();
    let line = |id: usize, other: &str| {
        format!(
            "{},{},已完成,1,2026-01-05 09:00:00,{other},{}\n",
            70_000 + id,
            70_000 + id,
            6_926_234_509_777_270_000 + id
        )
    };
    let header = "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,其他信息,ERP单号\n".to_owned();
    let lines: String =
        (1..=5_000).map(|id| line(id, if id == 5_000 { "电话 139-0013-9002" } else { "周未央丁" })).collect();
    shop.file("a.csv", format!("{header}{lines}"));
    let args = ["import", "a.csv", "--exported-at", "2026-02-01"];
    let file = shop.json(args)["files"][0].clone();
    assert_eq!(
        (&file["inserted"], &file["unknown_columns"]),
        (&json!(5_000), &json!(["其他信息", "ERP单号"])),
        "{file}"
    );
    let sql = "SELECT count(*), count(extra ->> '其他信息'), count(extra ->> 'ERP单号'), count(extra_contact) FROM order_lines";
    assert_eq!(shop.json(["sql", sql])["rows"], json!([[5_000, 0, 5_000, 0]]));
    assert_eq!(shop.dump(sql), "[[5000,0,5000,5000]]");
    assert_eq!(shop.run(["db", "check"]).code, 0);
    // Without that row nobody can tell.
    let shop = Shop::new();
    shop.file("a.csv", header + &line(1, "周未央丁"));
    assert_eq!(shop.run(args).code, 0);
    assert_eq!(shop.dump("SELECT count(extra ->> '其他信息'), count(extra_contact) FROM order_lines"), "[[1,0]]");
}

/// Says of an export of orders, and of one beside them, the header and the rows that differ in their last cell.
const CUSTOM: [(&str, &str, &str); 2] = [
    ("orders", "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,自定", "#,#,已完成,1,2026-01-01 09:00:00,"),
    ("after-sales", "售后单号,订单号,商品单号,售后状态,自定", "7500#,69#,69#,售后关闭,"),
];

fn custom((_, header, row): (&str, &str, &str), cells: &[&str]) -> String {
    let rows = cells.iter().zip(1..).map(|(cell, number)| format!("{}{cell}\n", row.replace('#', &number.to_string())));
    format!("{header}\n{}", rows.collect::<String>())
}

#[test]
fn what_one_file_hides_is_hidden_in_all_files() {
    for kind in CUSTOM {
        let view = if kind.0 == "orders" { "order_lines" } else { "after_sales" };
        let files = [
            ("a.csv", "2026-01-02", custom(kind, &["张三丰", "李四光", "王五岳"])),
            ("b.csv", "2026-01-03", custom(kind, &["张三丰 13812345678", "李四光"])),
            // The rows of the last, in another file.
            ("c.csv", "2026-01-04", custom(kind, &["张三丰 13812345678", "李四光"]) + "\n"),
        ];
        let mut told = Vec::new();
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let shop = Shop::new();
            for place in order {
                let (name, day, text) = &files[place];
                shop.file(name, text);
                let file = shop.json(["import", name, "--exported-at", day])["files"][0].clone();
                assert_eq!(file["rejected"], 0, "{file}");
                if order == [0, 1, 2] {
                    let wanted = [[3, 0, 0], [0, 1, 1], [0, 0, 2]][place];
                    assert_eq!(
                        [&file["inserted"], &file["updated"], &file["unchanged"]],
                        wanted.map(|n| json!(n)).each_ref()
                    );
                }
                fs::remove_file(shop.path(name)).expect("removed");
            }
            let open = shop.run(["sql", &format!("SELECT * FROM {view}")]).shown()
                + &shop.run(["order", "1"]).shown()
                + &shop.run(["order", "691"]).shown();
            for name in ["张三丰", "李四光", "王五岳"] {
                assert!(!open.contains(name), "{order:?} {kind:?}: {open}");
            }
            let all = format!("SELECT extra, extra_contact FROM {view} ORDER BY extra_contact");
            told.push(shop.dump(&all));
            assert_eq!(shop.run(["db", "check"]).code, 0);
            if kind.0 == "orders" {
                assert_eq!(shop.run(["export", "orders", "x.csv", "--show-pii"]).code, 0);
                let text = fs::read_to_string(shop.path("x.csv")).expect("a file");
                assert_eq!(text.matches("自定").count(), 1, "{text}");
                fs::remove_file(shop.path("x.csv")).expect("removed");
            }
            // What showed it goes, and it stays hidden.
            for id in ["1", "2", "3"].into_iter().filter(|id| order[id.parse::<usize>().expect("a number") - 1] != 0) {
                assert_eq!(shop.run(["imports", "undo", id, "--yes"]).code, 0);
            }
            let names = json!([
                [null, "{\"自定\":\"张三丰\"}"],
                [null, "{\"自定\":\"李四光\"}"],
                [null, "{\"自定\":\"王五岳\"}"]
            ]);
            assert_eq!(shop.dump(&all), names.to_string());
            assert_eq!(shop.run(["db", "check"]).code, 0);
            assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
            assert_eq!(found(&shop.path(""), &["张三丰", "李四光", "王五岳"]), Vec::<&str>::new());
        }
        let newest = json!([
            [null, "{\"自定\":\"张三丰 13812345678\"}"],
            [null, "{\"自定\":\"李四光\"}"],
            [null, "{\"自定\":\"王五岳\"}"]
        ]);
        let newest = newest.to_string();
        assert!(told.iter().all(|told| *told == newest), "{told:?}");
    }
}

#[test]
fn what_a_file_hid_is_purged_of_older_ones_too() {
    let shop = Shop::new();
    for (name, day, cells) in
        [("a.csv", "2026-01-02", ["张三丰", "李四光"]), ("b.csv", "2026-01-03", ["13812345678", ""])]
    {
        shop.file(name, custom(CUSTOM[0], &cells));
        assert_eq!(shop.run(["import", name, "--exported-at", day]).code, 0);
        fs::remove_file(shop.path(name)).expect("removed");
    }
    assert_eq!(found(&shop.path(""), &["张三丰", "李四光", "13812345678"]).len(), 3);
    // An empty cell of a newer export is what it says.
    assert_eq!(shop.dump("SELECT extra, extra_contact FROM order_lines WHERE sub_order_id = '2'"), "[[null,null]]");
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(found(&shop.path(""), &["张三丰", "李四光", "13812345678"]), Vec::<&str>::new());
}

#[test]
fn what_earlier_versions_left_open_is_hidden_by_the_upgrade() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,其他信息,序列号,Remark\n\
         1,1,已完成,1,2026-01-05 09:00:00,周未央丁,SN1,陈十二娘\n2,2,已完成,1,2026-01-05 09:00:00,13900139002,SN2,\n",
    );
    // Lines that two exports state have versions.
    shop.file(
        "newer.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,其他信息,序列号,Remark\n\
         1,1,已完成,1,2026-01-05 09:00:00,郑八月初,SN1,褚十三妹\n2,2,已关闭,1,2026-01-05 09:00:00,13900139002,SN2,\n",
    );
    shop.file(
        "after.csv",
        "售后单号,订单号,商品单号,售后状态,操作人,协商记录,Remark,序列号\n75001,691,691,售后关闭,冯十一郎,吴九歌者,王十里坡,SN3\n",
    );
    for (name, day) in [("orders.csv", "2026-02-01"), ("newer.csv", "2026-02-02"), ("after.csv", "2026-02-01")] {
        assert_eq!(shop.run(["import", name, "--exported-at", day]).code, 0);
    }
    let people = ["周未央丁", "陈十二娘", "13900139002", "郑八月初", "褚十三妹", "冯十一郎", "吴九歌者", "王十里坡"];
    let everything = "SELECT extra_contact FROM order_lines UNION ALL SELECT extra_contact FROM after_sales ORDER BY 1";
    let before = shop.dump(everything);
    let older = rusqlite::Connection::open(shop.database()).expect("opens");
    older
        .execute_batch(
            "UPDATE stored_lines SET extra = json_patch(coalesce(extra, '{}'), coalesce(extra_contact, '{}')), extra_contact = NULL;
             UPDATE stored_after_sales SET extra = json_patch(extra, extra_contact), extra_contact = NULL;
             UPDATE stored_sightings SET content = json_remove(json_set(content, '$.extra',
                 json_patch((SELECT extra FROM stored_lines WHERE id = line_id), content -> '$.extra_contact')), '$.extra_contact')
             WHERE content -> '$.extra_contact' IS NOT NULL;
             UPDATE imports SET rows_hash = NULL, unknown_columns = replace(unknown_columns, 'true', 'false');
             DROP TABLE file_key;
             PRAGMA user_version = 10;",
        )
        .expect("an older database");
    drop(older);
    // A free question may be the first that is asked.
    let shown = shop.run(["sql", "SELECT * FROM order_lines", "--format", "json"]).shown()
        + &shop.run(["sql", "SELECT * FROM after_sales", "--format", "json"]).shown()
        + &shop.run(["order", "1"]).shown();
    assert!(shown.contains("SN1") && shown.contains("SN3"), "{shown}");
    for person in people {
        assert!(!shown.contains(person), "{person}: {shown}");
    }
    assert_eq!(shop.dump(everything), before);
    let page = shop.run(["order", "1", "--show-pii"]).shown();
    assert!(page.contains("陈十二娘") && page.contains("褚十三妹"), "what was said before is still known: {page}");
    assert_eq!(shop.run(["db", "check"]).code, 0);
    for name in ["orders.csv", "newer.csv", "after.csv"] {
        fs::remove_file(shop.path(name)).expect("removed");
    }
    assert_eq!(shop.run(["db", "purge", "--contacts", "--backups"]).code, 0);
    assert_eq!(found(&shop.path(""), &people), Vec::<&str>::new());
}

#[test]
fn one_number_like_an_identity_does_not_hide_a_column_of_ids() {
    let identity = "440301199001011234";
    for (ids, hidden) in [(40_u64, false), (10, true)] {
        let shop = Shop::new();
        let mut ids: Vec<String> = (0..ids).map(|id| (690_000_000_000_000_000 + id).to_string()).collect();
        ids.push(identity.to_owned());
        let cells: Vec<&str> = ids.iter().map(String::as_str).collect();
        shop.file("a.csv", custom(CUSTOM[0], &cells));
        assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-02-01"]).code, 0);
        let open = shop.json(["sql", "SELECT count(extra ->> '自定') FROM order_lines"])["rows"][0][0].clone();
        assert_eq!(open, if hidden { json!(0) } else { json!(ids.len()) });
        // A purge judges by the same.
        assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
        let left = shop.dump("SELECT count(extra ->> '自定'), count(extra_contact) FROM order_lines");
        assert_eq!(left, json!([[if hidden { 0 } else { ids.len() }, 0]]).to_string());
    }
}

#[test]
fn the_warning_of_another_shop_names_shops_alone() {
    let header = "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,";
    for (column, cells, shops) in [
        // Of the second row the quantity is none.
        ("店铺", ["云栖", "钱晓雨霏", "云栖"], None),
        ("店铺", ["云栖", "云栖", "山雀"], Some("山雀")),
        ("店铺ID", ["10482077", "10482078", "钱晓雨霏"], None),
        ("店铺ID", ["10482077", "10482078", "10482079"], Some("10482079")),
    ] {
        let shop = Shop::new();
        let rows = cells.iter().zip(1..).map(|(cell, id)| {
            let quantity = if id == 2 { "一" } else { "1" };
            format!("{id},{id},已完成,{quantity},2026-01-05 09:00:00,{cell}\n")
        });
        shop.file("a.csv", format!("{header}{column}\n{}", rows.collect::<String>()));
        let run = shop.run(["import", "a.csv", "--exported-at", "2026-02-01", "-v"]);
        assert_tells_nothing(&run.shown(), column);
        assert_eq!(shops.is_some_and(|name| run.err.contains(name)), shops.is_some(), "{}", run.shown());
        let code = shop.json(["import", "a.csv", "--exported-at", "2026-02-01", "--shop", "b"])["files"][0]["warnings"]
            .to_string();
        assert_eq!(code.contains("mixed-shop"), shops.is_some(), "{code}");
    }
}

#[test]
fn a_private_column_is_told_by_no_warning() {
    let shop = Shop::new();
    // A column that names shops, were it none of people.
    shop.file(
        "a.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,店铺\n\
         1,1,已完成,1,2026-01-05 09:00:00,周未央丁\n2,2,已完成,1,2026-01-05 09:00:00,13900139002\n",
    );
    let run = shop.run(["import", "a.csv", "--exported-at", "2026-02-01", "-v"]);
    assert_tells_nothing(&run.shown(), "a warning");
}

#[test]
fn what_earlier_versions_kept_openly_is_purged_too() {
    let shop = Shop::new();
    shop.file(
        "a.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,其他信息,序列号\n\
         1,1,已完成,1,2026-01-05 09:00:00,周未央丁,SN1\n2,2,已完成,1,2026-01-05 09:00:00,13900139002,SN2\n",
    );
    assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-02-01"]).code, 0);
    fs::remove_file(shop.path("a.csv")).expect("removed");
    let older = rusqlite::Connection::open(shop.database()).expect("opens");
    older
        .execute_batch(
            "UPDATE stored_lines SET extra = json_patch(extra, extra_contact), extra_contact = NULL;
             UPDATE imports SET rows_hash = NULL, unknown_columns = replace(unknown_columns, 'true', 'false')",
        )
        .expect("an older database");
    drop(older);
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(found(&shop.path(""), CANARIES), Vec::<&str>::new());
    assert_eq!(shop.dump("SELECT extra ->> '序列号' FROM order_lines ORDER BY 1"), "[[\"SN1\"],[\"SN2\"]]");
}

/// A shop with one file whose name is that of a buyer; returns its SHA-256.
fn with_named_file() -> (Shop, String) {
    let shop = Shop::new();
    shop.file(
        "钱晓雨霏.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,收件人\n1,1,已完成,1,2026-01-05 09:00:00,周未央丁\n",
    );
    let answer = shop.json(["import", "钱晓雨霏.csv", "--exported-at", "2026-02-01"]);
    let file = &answer["files"][0];
    assert_eq!((&file["status"], &file["path"]), (&json!("imported"), &json!("钱晓雨霏.csv")), "{answer}");
    let sha256 = file["sha256"].as_str().expect("a hash of the file just read").to_owned();
    (shop, sha256)
}

#[test]
fn names_and_hashes_of_files_confirm_no_guess() {
    let (shop, sha256) = with_named_file();
    assert_eq!(sha256.len(), 64);
    let hidden = "SELECT path, sha256, rows_hash FROM imports";
    assert_eq!(shop.json(["sql", hidden])["rows"], json!([[null, null, null]]));
    for (condition, guess) in [
        ("sha256 = '{}'", sha256.as_str()),
        ("sha256 LIKE '{}%'", &sha256[..8]),
        ("sha256 <> '{}'", "x"),
        ("path = '{}'", "钱晓雨霏.csv"),
        ("path IN ('{}')", "钱晓雨霏.csv"),
        ("instr(path, '{}')", "钱晓雨霏"),
        ("id IN (SELECT id FROM imports AS own WHERE own.path = '{}')", "钱晓雨霏.csv"),
        ("json_object('x', path) = json_object('x', '{}')", "钱晓雨霏.csv"),
        ("EXISTS (SELECT 1 FROM (SELECT '{}' AS guess) JOIN imports ON path = guess)", "钱晓雨霏.csv"),
    ] {
        let sql = format!("SELECT count(*) FROM imports WHERE {}", condition.replace("{}", guess));
        assert_eq!(shop.json(["sql", &sql])["rows"], json!([[0]]), "{sql}");
    }
    for join in [
        "SELECT count(*) FROM imports NATURAL JOIN (SELECT '钱晓雨霏.csv' AS path)",
        "SELECT count(*) FROM (SELECT '钱晓雨霏.csv' AS path) JOIN \"Imports\" USING(path)",
        "SELECT 1 FROM (SELECT 'x' AS sha256)/**/natural/**/left join main.imports",
        "WITH x AS (SELECT * FROM imports) SELECT 1 FROM x JOIN (SELECT 'a' AS path) using (path)",
    ] {
        let run = shop.run(["sql", join, "-v"]);
        assert!(run.code == 2 && run.out.is_empty() && run.err.contains("hidden-join"), "{join}: {}", run.shown());
        assert!(run.err.contains("JOIN … ON"), "{}", run.shown());
        assert_eq!(shop.run(["sql", join, "--show-pii"]).code, 0, "{join}");
    }
    // What the database keeps is no hash that anybody could make of the file.
    assert_eq!(shop.dump("SELECT path FROM imports"), "[[\"钱晓雨霏.csv\"]]");
    assert!(!shop.dump("SELECT sha256 FROM imports").contains(&sha256));
    assert_eq!(shop.dump("SELECT key FROM file_key"), "[[null]]");
    assert_eq!(found(&shop.path(""), &["钱晓雨霏"]), ["钱晓雨霏"]);
    let bytes = fs::read(shop.database()).expect("a database");
    assert!(!bytes.windows(64).any(|part| part == sha256.as_bytes()));
}

#[test]
fn a_file_is_known_again_after_its_name_is_purged() {
    let (shop, _) = with_named_file();
    fs::rename(shop.path("钱晓雨霏.csv"), shop.path("again.csv")).expect("renamed");
    let again =
        |shop: &Shop| shop.json(["import", "again.csv", "--exported-at", "2026-02-01"])["files"][0]["status"].clone();
    assert_eq!(again(&shop), "skipped");
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(shop.dump("SELECT path FROM imports"), "[[\"***\"]]");
    assert!(shop.run(["imports"]).out.contains("***"));
    let bytes = fs::read(shop.database()).expect("a database");
    assert!(!bytes.windows("钱晓雨霏".len()).any(|part| part == "钱晓雨霏".as_bytes()));
    assert_eq!(again(&shop), "skipped");
    // The answer of a command does not replace it either.
    assert_eq!(shop.run(["orders", "--output", "again.csv"]).code, 2);
    assert_eq!(shop.run(["db", "purge", "--contacts", "--hashes"]).code, 0);
    assert_eq!(again(&shop), "imported", "nothing is known of it any more");
}
