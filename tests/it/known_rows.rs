//! Files of hundreds of rows about lines that the database has, in the same order or another, with lines left out, added and repeated.

use std::collections::HashMap;

use proptest::prelude::*;
use shopkit::kit::{ImportOptions, Kit, Silent};
use shopkit::model::summary::{Counts, FileStatus};
use shopkit::model::time::Stamp;

use crate::support::{Rows, Shop};

/// A row: the number of its line, and its note.
type Line = (u16, u8);

/// A run of lines: its first line, its length, and the step from one line to the next.
fn run() -> impl Strategy<Value = Vec<u16>> {
    (0u16..400, 1u16..150, prop_oneof![4 => Just(1u16), 1 => Just(2), 1 => Just(9), 1 => Just(37)])
        .prop_map(|(first, length, step)| (0..length).map(|place| (first + place * step) % 500).collect())
}

/// The rows of a file: runs of lines, and the notes of these.
fn rows() -> impl Strategy<Value = Vec<Line>> {
    prop::collection::vec(run(), 1..6).prop_map(|runs| runs.concat()).prop_flat_map(|lines| {
        let notes = prop::collection::vec(prop_oneof![9 => Just(0u8), 1 => 1u8..3], lines.len());
        (Just(lines), notes).prop_map(|(lines, notes)| lines.into_iter().zip(notes).collect())
    })
}

fn csv(rows: &[Line]) -> String {
    let mut text = String::from("主订单编号,子订单编号,订单状态,商家备注\n");
    for (line, note) in rows {
        text.push_str(&format!("\"\t6926181657396{line:06}\",\"\t6926181657396{line:06}\",已完成,备注{note}\n"));
    }
    text
}

/// Works out what a file does to the notes that are known.
fn expected(known: &mut HashMap<u16, u8>, rows: &[Line]) -> Counts {
    let (mut counts, mut of_file) = (Counts::default(), HashMap::new());
    for (line, note) in rows {
        counts.rows_read += 1;
        let counter = match (of_file.get(line), known.get(line)) {
            (Some(other), _) if other == note => &mut counts.duplicate,
            (Some(_), _) => &mut counts.rejected,
            (None, None) => &mut counts.inserted,
            (None, Some(other)) if other == note => &mut counts.unchanged,
            (None, Some(_)) => &mut counts.updated,
        };
        *counter += 1;
        of_file.entry(*line).or_insert(*note);
    }
    known.extend(of_file);
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_row_has_the_effect_that_its_line_gives_it(files in prop::collection::vec(rows(), 2..5)) {
        let shop = Shop::new();
        let mut kit = Kit::open(&shop.database()).expect("opens");
        let mut known = HashMap::new();
        for (minute, rows) in files.iter().enumerate() {
            let path = shop.file(&format!("{minute}.csv"), csv(rows));
            let exported_at = Stamp::parse(&format!("2026-01-05 10:{minute:02}:00"));
            let options = ImportOptions { exported_at, ..ImportOptions::default() };
            let done = kit.import(&path, &options, &mut Silent).expect("imports");
            // The same bytes are the same file.
            if done.status == FileStatus::Imported {
                prop_assert_eq!(done.counts, expected(&mut known, rows));
            }
        }
        prop_assert_eq!(kit.integrity().expect("checks"), []);
        let mut stored = Rows::default();
        let sql = "SELECT 子订单编号, 商家备注 FROM 订单 ORDER BY 1";
        shopkit::kit::sql(&shop.database(), sql, &[], true, std::time::Duration::from_secs(30), &mut stored).expect("reads");
        prop_assert_eq!(stored.0.len(), known.len());
        for (line, note) in &known {
            let row = stored.0.iter().find(|row| row.contains(&format!("6926181657396{line:06}")));
            prop_assert!(row.is_some_and(|row| row.contains(&format!("备注{note}"))), "{line}: {row:?}");
        }
    }
}
