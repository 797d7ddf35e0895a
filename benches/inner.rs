//! Times the inner loops of an import: `cargo bench --bench inner`.

#[expect(dead_code, reason = "the other contents are for the import alone")]
mod big_files;

use std::path::{Path, PathBuf};

use big_files::Content;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use shopkit::import::{Binder, BoundRow, plan};
use shopkit::model::money::Fen;
use shopkit::model::record::Record;
use shopkit::model::time::{self, Stamp};
use shopkit::sheet::Book;

const ROWS: usize = 20_000;
const COLUMNS: usize = 60;

fn main() {
    divan::main();
}

fn file(kind: &str, write: fn(&Path, usize, usize, Content) -> std::io::Result<()>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(format!("{ROWS}x{COLUMNS}-{kind}"));
    if !path.exists() {
        write(&path, ROWS, COLUMNS, Content::Year).expect("written");
    }
    path
}

/// Reads every cell.
fn read(bencher: Bencher<'_, '_>, path: &Path) {
    bencher.counter(ItemsCount::new(ROWS)).bench(|| {
        let mut book = Book::open(path, None).expect("opens");
        let mut rows = book.rows(0).expect("a sheet");
        let mut cells = 0;
        while let Some(row) = rows.next_row().expect("reads") {
            cells += row.cells().count();
        }
        cells
    });
}

#[divan::bench]
fn rows_of_xlsx_inline(bencher: Bencher<'_, '_>) {
    read(bencher, &file("inline.xlsx", big_files::write_xlsx_inline));
}

#[divan::bench]
fn rows_of_xlsx_shared(bencher: Bencher<'_, '_>) {
    read(bencher, &file("shared.xlsx", big_files::write_xlsx_shared));
}

#[divan::bench]
fn rows_of_csv(bencher: Bencher<'_, '_>) {
    read(bencher, &file("orders.csv", big_files::write_csv));
}

/// A moment after all that the rows tell of.
fn now() -> Stamp {
    Stamp::parse("2030-01-01").expect("a day")
}

/// Reads rows in one thread and makes records of them in this one.
#[divan::bench]
fn records_of_csv(bencher: Bencher<'_, '_>) {
    let path = file("orders.csv", big_files::write_csv);
    let mut book = Book::open(&path, None).expect("opens");
    let plan = plan(&mut book, None, None, now()).expect("an order export");
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut binder = Binder::new(&plan, now());
        binder.start(&plan.sheets[0]);
        let mut rows = book.rows(plan.sheets[0].index).expect("a sheet");
        let mut record = Record::new();
        let mut records = 0;
        while let Some(row) = rows.next_row().expect("reads") {
            record.clear();
            records += usize::from(matches!(binder.bind(row, &mut record), BoundRow::Record));
        }
        records
    });
}

#[divan::bench(args = ["129.90", "1,234,567.89", "-0.01"])]
fn money(text: &str) -> Option<Fen> {
    Fen::parse(black_box(text))
}

#[divan::bench(args = ["2026-01-05 09:03:07", "2026/1/5 9:03"])]
fn moment(text: &str) -> bool {
    time::canonical(black_box(text)).is_some()
}
