//! Exports of every kind and form with people in them, and a database into which all were imported.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::json;

use crate::fixtures::cases::sheet::{Sheet, Value};
use crate::fixtures::cases::{ods, xls, xlsb, xlsx_shared};
use crate::served::Served;
use crate::support::{Run, Shop};

/// Invented people: names, phones, addresses and numbers that must not be shown, nor be left by a purge.
pub(super) const CANARIES: &[&str] = &[
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
pub(super) const REFUSED: &[&str] = &["0571-88886615", "13900139016"];

/// Columns that no alias knows, with the cells of two rows. Of the first the second row alone shows what the column is.
pub(super) const UNKNOWN: &[(&str, [&str; 2])] = &[
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
pub(super) type Row = &'static [(&'static str, &'static str)];

/// The kinds of export: their known columns with the cells of a row (`#` stands for the number of the row), and the column under
/// which a third row has what does not belong there.
pub(super) const KINDS: &[(&str, Row, &str)] = &[
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
    (
        "ledger",
        &[
            ("动账流水号", "491000000000000000#"),
            ("关联子订单号", "692623450977728000#"),
            ("动账时间", "2026-01-20 0#:00:00"),
            ("账户方向", "收入"),
            ("动账金额", "12.00"),
            ("账户余额", "120.00"),
            ("备注", "打给欧阳牧青"),
        ],
        "动账金额",
    ),
    (
        "insurance",
        &[
            ("投保单号", "900000000000000000#"),
            ("订单编号", "692623450977727000#"),
            ("支付保费", "0.45"),
            ("动账流水号", "492000000000000000#"),
            ("备注", "打给欧阳牧青"),
        ],
        "支付保费",
    ),
    (
        "warehouse",
        &[
            ("结算单号", "500000000000000000#"),
            ("关联订单号", "692623450977727000#"),
            ("费用项", "质检费"),
            ("QIC仓", "杭州仓"),
            ("结算金额", "3.50"),
            ("备注", "打给欧阳牧青"),
        ],
        "结算金额",
    ),
    ("costs", &[("商家编码", "YQ-#"), ("成本", "12.50"), ("备注", "打给欧阳牧青")], "成本"),
];

pub(super) const FORMS: [&str; 6] = ["utf-8.csv", "gb18030.csv", "xlsx", "xlsb", "xls", "ods"];

/// Returns the rows of an export: the header, two rows, and one that is rejected.
pub(super) fn rows(known: &[(&str, &str)], odd: &str) -> Vec<Vec<String>> {
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

pub(super) fn written(form: &str, rows: &[Vec<String>]) -> Vec<u8> {
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
pub(super) fn found(folder: &Path, texts: &[&'static str]) -> Vec<&'static str> {
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

pub(super) fn assert_tells_nothing(shown: &str, what: &str) {
    for text in CANARIES.iter().chain(REFUSED) {
        assert!(!shown.contains(text), "{what} shows {text}:\n{shown}");
    }
}

/// Writes every kind of export in every form into the folder of a shop, and returns the names of the files.
pub(super) fn write_exports(shop: &Shop) -> Vec<String> {
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
pub(super) fn import(shop: &Shop, more: &[&str], files: &[String]) -> Run {
    let args = ["import", "--exported-at", "2026-02-01", "-v"].iter().chain(more).map(|arg| (*arg).to_owned());
    let run = shop.run(args.chain(files.iter().cloned()));
    assert_tells_nothing(&run.shown(), &more.join(" "));
    run
}

/// A database into which every kind of export was imported in every form and in every way there is; it is filled once.
pub(super) static FILLED: LazyLock<Vec<u8>> = LazyLock::new(|| {
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
pub(super) fn stocked() -> Shop {
    let shop = Shop::new();
    shop.file("test.db", &*FILLED);
    shop
}
