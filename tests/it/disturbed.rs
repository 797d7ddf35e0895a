//! Each order of a file is stored as the file says, or named as not read, whatever is wrong with the file.
//!
//! A table is written by each writer with each disturbance, alone and in pairs. What is stored must be lines of the table to the
//! byte, and a line that is missing must be a reject that names its row, or the file an error. Each disturbance says which of
//! these must come, so that refusing everything does not pass.
//!
//! Some of the pairs go through one writer each, in turn; `SHOPKIT_DISTURBED` says through how many all pairs go instead.

mod archives;
mod cells;
mod delimited;
mod disturbance;
mod doc;
mod headers;
mod kinds;
mod lines;
mod quotes;
mod rows;
mod run;
mod sheets;
mod writers;
mod xls;
mod xlsx;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use disturbance::Disturbance;
use doc::{Doc, LINES, Written};
use run::{Bench, Broken, judge};
use shopkit::model::lang::Explain;
use writers::{WRITERS, Writer};

use crate::support::Shop;

/// One of so many pairs of disturbances is tried, unless `SHOPKIT_DISTURBED` says through how many writers all go.
const PAIRS: usize = 16;

/// Where the lines begin that the first disturbance of a pair is about, and those of the second.
const SLOTS: [usize; 2] = [1, 8];

/// A file that is to be tried: what is wrong with it, and who writes it.
struct Trial {
    name: String,
    writer: Writer,
    doc: Doc,
    /// Whether it is imported once more, which must say the same.
    twice: bool,
}

/// What was promised and did not come.
struct Failure {
    broken: Broken,
    trial: String,
    how: String,
}

fn all() -> Vec<&'static Disturbance> {
    let lists = [quotes::ALL, lines::ALL, headers::ALL, rows::ALL, cells::ALL, sheets::ALL, archives::ALL];
    lists.into_iter().flatten().collect()
}

fn singles() -> Vec<Trial> {
    let mut trials = Vec::new();
    for writer in WRITERS {
        trials.push(Trial { name: "nothing".to_owned(), writer, doc: Doc::new(LINES), twice: true });
    }
    for disturbance in all() {
        let mut twice = true;
        for writer in WRITERS.into_iter().filter(|writer| (disturbance.on)(*writer)) {
            let mut doc = Doc::new(LINES);
            (disturbance.apply)(&mut doc, SLOTS[0], writer);
            trials.push(Trial { name: disturbance.name.to_owned(), writer, doc, twice });
            // What is true of one writer is true of all.
            twice = false;
        }
    }
    trials
}

fn pairs() -> Vec<Trial> {
    let wanted: Option<usize> = std::env::var("SHOPKIT_DISTURBED").ok().and_then(|count| count.parse().ok());
    let (disturbances, mut trials, mut turn) = (all(), Vec::new(), 0);
    for (place, first) in disturbances.iter().enumerate() {
        for second in disturbances[place + 1..].iter().filter(|second| first.fits(second)) {
            turn += 1;
            if wanted.is_none() && turn % PAIRS > 0 {
                continue;
            }
            let both = |writer: &Writer| (first.on)(*writer) && (second.on)(*writer);
            let writers: Vec<Writer> = WRITERS.into_iter().filter(both).collect();
            for of_pair in 0..wanted.unwrap_or(1).min(writers.len()) {
                let writer = writers[(turn / PAIRS + of_pair) % writers.len()];
                let mut doc = Doc::new(LINES);
                (first.apply)(&mut doc, SLOTS[0], writer);
                let expect = std::mem::take(&mut doc.expect);
                (second.apply)(&mut doc, SLOTS[1], writer);
                doc.expect.join(expect);
                trials.push(Trial { name: format!("{} + {}", first.name, second.name), writer, doc, twice: false });
            }
        }
    }
    trials
}

/// Tries all files on all cores and lists what broke.
fn run(trials: &[Trial]) -> Vec<Failure> {
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut bench, mut failures) = (Bench::new(), Vec::new());
        while let Some(trial) = trials.get(next.fetch_add(1, Ordering::Relaxed)) {
            let file = trial.writer.write(&trial.doc);
            let answer = bench.import(&file, trial.twice);
            let found = judge(&trial.doc, &file, answer.as_ref());
            let trial = format!("{} | {}", trial.name, trial.writer.name());
            failures.extend(found.into_iter().map(|(broken, how)| Failure { broken, trial: trial.clone(), how }));
        }
        failures
    };
    let cores = thread::available_parallelism().map_or(2, std::num::NonZero::get);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no file ends a thread")).collect()
    })
}

/// Fails with the list of what broke, if anything did, and how many files broke in which way.
fn none_broke(trials: usize, mut failures: Vec<Failure>) {
    failures.sort_by(|one, other| (one.broken, &one.trial).cmp(&(other.broken, &other.trial)));
    let mut kinds: BTreeMap<Broken, usize> = BTreeMap::new();
    let mut files: BTreeMap<&str, Broken> = BTreeMap::new();
    for failure in &failures {
        files.entry(&failure.trial).or_insert(failure.broken);
    }
    for worst in files.values() {
        *kinds.entry(*worst).or_default() += 1;
    }
    let list: Vec<String> =
        failures.iter().map(|failure| format!("{:?} | {} | {}", failure.broken, failure.trial, failure.how)).collect();
    let count = files.len();
    assert!(
        list.is_empty(),
        "{count} of {trials} files broke the promise, by the worst of each: {kinds:?}\n{}",
        list.join("\n")
    );
}

#[test]
fn a_disturbed_file_is_stored_as_it_says_or_named() {
    let trials = singles();
    none_broke(trials.len(), run(&trials));
}

#[test]
fn two_disturbances_are_no_worse_than_one() {
    let trials = pairs();
    none_broke(trials.len(), run(&trials));
}

/// Ids that a spreadsheet rounded may stand far below the rows that a file is judged by.
#[test]
fn damage_far_down_is_found() {
    let mut trials = Vec::new();
    for writer in [WRITERS[0], Writer::Inline, Writer::Shared] {
        let mut doc = Doc::new(1060);
        for line in 1000..1060 {
            for header in ["主订单编号", "子订单编号"] {
                let cell = doc.cell(line, header);
                cell.written = Written::Text(format!("{}0000", &cell.says[..15]));
            }
            doc.reject(line, &["damaged-id"]);
        }
        trials.push(Trial { name: "the last ids end in zeros".to_owned(), writer, doc, twice: false });
        let mut doc = Doc::new(1060);
        let cut = doc.cell(1055, "订单应付金额");
        cut.written("", Written::Text("+-1".to_owned()));
        doc.reject(1055, &["bad-money"]);
        trials.push(Trial { name: "bad money far down".to_owned(), writer, doc, twice: false });
    }
    none_broke(trials.len(), run(&trials));
}

#[test]
fn other_tables_are_refused_or_imported_as_what_they_are() {
    let (mut bench, mut failures, mut files) = (Bench::new(), Vec::new(), 0);
    for table in kinds::all() {
        let doc = &table.doc;
        for writer in [WRITERS[0], WRITERS[4], Writer::Inline, Writer::Xls] {
            files += 1;
            let mut fail = |broken, how: String| {
                failures.push(Failure { broken, trial: format!("{} | {}", table.name, writer.name()), how });
            };
            let Some(answer) = bench.import(&writer.write(doc), true) else {
                fail(Broken::BrokeDown, "a panic".to_owned());
                continue;
            };
            match &answer.result {
                Ok(summary) if table.kind == Some(summary.facts.kind.as_str()) => {
                    let counts = summary.counts;
                    if counts.inserted + counts.blank != kinds::ROWS as u64 {
                        fail(Broken::OtherCode, format!("{counts:?}"));
                    }
                    continue;
                }
                Ok(summary) => {
                    let kind = summary.facts.kind;
                    fail(Broken::ImportedThoughDamaged, format!("as {kind:?}: {:?}", summary.counts));
                }
                Err(error) if table.kind.is_some() => fail(Broken::OtherCode, error.code().to_owned()),
                Err(error) if !table.codes.is_empty() && !table.codes.contains(&error.code()) => {
                    fail(Broken::OtherCode, error.code().to_owned());
                }
                Err(error) if answer.again != Some(error.code()) => fail(Broken::Again, format!("{:?}", answer.again)),
                Err(_) => {}
            }
            if answer.shop_is_left || (answer.result.is_err() && !answer.lines.is_empty()) {
                fail(Broken::LeftBehind, "a shop or lines".to_owned());
            }
        }
    }
    none_broke(files, failures);
}

/// How the program ends says the same as what it stored.
#[test]
fn the_exit_code_tells_whether_something_stayed_out() {
    let find = |name: &str| all().into_iter().find(|one| one.name == name).unwrap_or_else(|| panic!("no {name}"));
    let mut wrong = Vec::new();
    for (name, writer, code, status) in [
        ("inch marks", WRITERS[0], 0, "imported"),
        ("a row twice", WRITERS[0], 0, "imported"),
        ("units behind headers", Writer::Inline, 0, "imported"),
        ("a template with a header and no rows before", Writer::Inline, 0, "imported"),
        ("a row cut short", WRITERS[0], 1, "imported"),
        ("a total at the end", Writer::Inline, 1, "imported"),
        ("an id twice with other content", WRITERS[0], 1, "imported"),
        ("a hidden sheet of other orders before", Writer::Inline, 1, "imported"),
        ("a deeply hidden sheet of more orders before", Writer::Shared, 1, "imported"),
        ("all ids in exponents", WRITERS[0], 2, "failed"),
        ("all ids as numbers", Writer::Inline, 2, "failed"),
        ("a sheet cut within a row", Writer::Inline, 2, "failed"),
        ("no column of sub-orders", WRITERS[0], 2, "failed"),
    ] {
        let mut doc = Doc::new(LINES);
        (find(name).apply)(&mut doc, SLOTS[0], writer);
        let (file, shop) = (writer.write(&doc), Shop::new());
        let path = shop.file(&format!("orders.{}", file.extension), &file.bytes);
        let mut ends = Vec::new();
        for _ in 0..if code == 2 { 2 } else { 1 } {
            let run = shop.run(["--format".as_ref(), "json".as_ref(), "import".as_ref(), path.as_os_str()]);
            let answer = &run.json()["files"][0];
            ends.push((run.code, answer["status"].as_str().unwrap_or_default().to_owned()));
            if name.starts_with("all ids") {
                let (rows, rejects) = (&answer["rows_read"], answer["rejects"].as_array().map_or(0, Vec::len));
                if rows != LINES || rejects != LINES || answer["error"]["code"] != "all-rejected" {
                    wrong.push(format!("{name}: {} {rows} {rejects}", answer["error"]["code"]));
                }
            }
        }
        if ends.iter().any(|(ended, said)| *ended != code || said != status) {
            wrong.push(format!("{name} | {}: {ends:?} in place of {code} {status}", writer.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
