//! What packed columns are worth: reports from them beside the same questions in plain SQL over the rows.
//!
//! `cargo bench --bench packed` measures writing and scanning blocks in memory. `cargo bench --bench packed -- DATABASE…` measures
//! reports over databases, such as those that `reports.py` leaves in its folders.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use shopkit::kit::Kit;
use shopkit::model::export::ExportKind;
use shopkit::model::field::Field;
use shopkit::model::record::{Record, Value};
use shopkit::model::table::Table;
use shopkit::packed::{MemoryBlocks, StoredRow, Values, Whole, Writer, make, scan};
use shopkit::packed_row;
use shopkit::report::named::{By, Report, ReportOptions};

/// How often each is measured. The median counts.
const RUNS: usize = 3;

/// Rows of the blocks in memory.
const ROWS: i64 = 1_000_000;

/// A report, its options, and the same in plain SQL. `:shop` is the number of the shop.
struct Question {
    name: &'static str,
    report: Report,
    by: Option<By>,
    sql: &'static str,
}

/// A sale, as src/report/statuses.rs defines it, as far as the data of `reports.py` have such statuses.
macro_rules! sales {
    ($select:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM stored_lines
              WHERE shop_id = :shop AND paid_at IS NOT NULL AND status NOT IN ('已关闭', '已取消', '交易关闭', '订单关闭') ",
            $end
        )
    };
}

const QUESTIONS: &[Question] = &[
    Question {
        name: "status",
        report: Report::STATUS,
        by: None,
        sql: "SELECT status, after_sale, count(DISTINCT main_order_id), count(*), sum(payable) FROM stored_lines
              WHERE shop_id = :shop GROUP BY 1, 2",
    },
    Question {
        name: "sales",
        report: Report::SALES,
        by: None,
        sql: sales!("count(DISTINCT main_order_id), count(*), sum(quantity), sum(payable)", ""),
    },
    Question {
        name: "sales by month",
        report: Report::SALES,
        by: Some(By::Month),
        sql: sales!(
            "substr(submitted_at, 1, 7), count(DISTINCT main_order_id), count(*), sum(quantity), sum(payable)",
            "GROUP BY 1"
        ),
    },
    Question {
        name: "regions",
        report: Report::REGIONS,
        by: None,
        sql: sales!("province, count(DISTINCT main_order_id), count(*), sum(quantity), sum(payable)", "GROUP BY 1"),
    },
    Question {
        name: "products",
        report: Report::PRODUCTS,
        by: None,
        sql: sales!(
            "product_id, max(product), count(DISTINCT main_order_id), count(*), sum(quantity), sum(payable)",
            "GROUP BY 1"
        ),
    },
];

fn main() {
    let databases: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if databases.is_empty() {
        in_memory();
    }
    for database in databases {
        over_database(Path::new(&database));
    }
}

/// Compares the reports over a database with the same in plain SQL.
fn over_database(path: &Path) {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database");
    // As much page cache as shopkit has.
    connection.pragma_update(None, "cache_size", -32 * 1024).expect("set");
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a number");
    let lines = number("SELECT count(*) FROM stored_lines");
    let shop = number("SELECT min(id) FROM shops");
    let packed = number("SELECT sum(length(data)) FROM stored_figures");
    let bytes = number("PRAGMA page_count") * number("PRAGMA page_size");
    println!("{}: {lines} lines, {} MiB, packed columns {} MiB", path.display(), bytes >> 20, packed >> 20);
    println!("{:<16} {:>12} {:>12} {:>7}", "report", "plain SQL, s", "packed, s", "ratio");
    let kit = Kit::open_existing(path).expect("a database");
    for question in QUESTIONS {
        let options = ReportOptions { by: question.by, ..ReportOptions::default() };
        let (mut plain, mut packed) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            plain.push(timed(|| rows(&connection, question.sql, shop)));
            packed.push(timed(|| {
                kit.report(question.report, None, &options, &mut Table::default()).expect("an answer");
            }));
        }
        let (plain, packed) = (median(plain), median(packed));
        let ratio = plain.as_secs_f64() / packed.as_secs_f64();
        println!("{:<16} {:>12.3} {:>12.3} {ratio:>7.1}", question.name, plain.as_secs_f64(), packed.as_secs_f64());
    }
    println!();
}

/// Reads all rows of a query.
fn rows(connection: &Connection, sql: &str, shop: i64) {
    let mut statement = connection.prepare(sql).expect("a query");
    let mut rows = statement.query(&[(":shop", &shop)]).expect("an answer");
    while rows.next().expect("a row").is_some() {}
}

/// Measures writing and scanning blocks without a database.
fn in_memory() {
    packed_row! {
        struct Line of line { submitted, paid, order, status, payable }
    }
    let rows: Vec<Values> = (0..4096).map(line).collect();
    let row = |id: i64| StoredRow {
        shop_id: 1,
        is_current: true,
        values: rows[usize::try_from(id % 4096).unwrap_or_default()],
    };
    let (mut written, mut scanned) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let blocks = MemoryBlocks::default();
        written.push(timed(|| {
            let mut writer = Writer::new(ExportKind::Orders);
            for id in 1..=ROWS {
                writer.put(&blocks, id, &row(id)).expect("writes");
            }
            writer.finish(&blocks).expect("writes");
        }));
        let mut sum = 0;
        scanned.push(timed(|| {
            scan(&blocks, 1, |_, line: Line| {
                if line.paid.is_some() {
                    sum += line.payable.map_or(0, Whole::get);
                }
            })
            .expect("reads");
        }));
        assert!(sum > 0);
    }
    for (name, times) in [("written, 20 columns", written), ("scanned, 5 columns", scanned)] {
        let median = median(times);
        println!("{ROWS} rows {name}: {:.3} s", median.as_secs_f64());
    }
}

/// Makes the packed columns of a line.
fn line(number: i64) -> Values {
    let mut record = Record::new();
    let day = number % 28 + 1;
    for (field, text) in [
        (Field::MainOrderId, (6_917_000_000_000_000_000 + number * 7).to_string()),
        (Field::SubOrderId, (6_917_000_000_000_000_001 + number * 7).to_string()),
        (Field::ProductId, (3_700_000_000_000 + number % 50).to_string()),
        (Field::Status, ["已完成", "已发货", "待发货"][usize::try_from(number % 3).unwrap_or_default()].to_owned()),
        (Field::SubmittedAt, format!("2026-01-{day:02} 10:00:00")),
        (Field::PaidAt, format!("2026-01-{day:02} 10:00:{:02}", number % 60)),
    ] {
        record.set(field, &Value::Text(text.into()));
    }
    record.set(Field::Payable, &Value::Int(number % 500 * 10));
    record.set_key(Field::SubOrderId.index());
    make(ExportKind::Orders, &record)
}

fn timed(run: impl FnOnce()) -> Duration {
    let started = Instant::now();
    run();
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
