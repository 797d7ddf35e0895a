//! The digest of an answer: of its columns, rows and totals, and of the receipt that goes with them.
//!
//! It is taken of values and not of bytes, so that a file keeps it when another program lays it out anew.

use std::io;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::model::hex::hex;
use crate::model::table::{Column, Datum, RowSink, Totals};

/// The whole numbers that a fraction can have without loss.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Takes the digest of an answer.
pub(super) struct AnswerDigest(Sha256);

impl AnswerDigest {
    /// Begins an answer with the keys of its columns.
    pub(super) fn new<'k>(columns: impl IntoIterator<Item = &'k str>) -> Self {
        let mut digest = Self(Sha256::new());
        digest.list(columns.into_iter().map(Json::from));
        digest
    }

    /// Adds a row.
    pub(super) fn row(&mut self, row: impl IntoIterator<Item = Json>) {
        self.list(row);
    }

    /// Ends the rows, and returns the digest of the answer with its receipt, which has no seal yet.
    pub(super) fn finish(mut self, totals: Option<&Json>, receipt: &Json) -> String {
        self.value(&Json::Null);
        self.value(totals.unwrap_or(&Json::Null));
        self.value(receipt);
        hex(&self.0.finalize())
    }

    fn list(&mut self, values: impl IntoIterator<Item = Json>) {
        self.0.update(b"[");
        values.into_iter().for_each(|value| self.value(&value));
        self.0.update(b"]");
    }

    /// Adds a value. No two values give the same bytes, and none gives the beginning of another's.
    fn value(&mut self, value: &Json) {
        match value {
            Json::Null => self.0.update(b"n"),
            Json::Bool(is) => self.0.update(if *is { b"t" } else { b"f" }),
            Json::Number(_) => self.text(b"#", &number(value)),
            Json::String(text) => self.text(b"\"", text),
            Json::Array(values) => self.list(values.iter().cloned()),
            Json::Object(map) => {
                // Programs that lay a file out anew sort the keys.
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_unstable_by_key(|(key, _)| *key);
                self.0.update(b"{");
                for (key, value) in entries {
                    self.text(b"\"", key);
                    self.value(value);
                }
                self.0.update(b"}");
            }
        }
    }

    fn text(&mut self, kind: &[u8], text: &str) {
        self.0.update(kind);
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
    }
}

/// Writes a number in the one form that all its spellings have: `1.0` and `1` are one number.
fn number(value: &Json) -> String {
    match value.as_f64() {
        Some(number) if !value.is_i64() && !value.is_u64() && number.fract() == 0.0 && number.abs() < EXACT => {
            format!("{number:.0}")
        }
        _ => value.to_string(),
    }
}

/// Tells whether two values of answers are the same.
pub(super) fn is_same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(_), Json::Number(_)) => number(one) == number(other),
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            let has_same = |(key, value): (&String, &Json)| other.get(key).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(has_same)
        }
        _ => one == other,
    }
}

/// Passes an answer on, and takes its digest.
pub(super) struct Digested<'s> {
    sink: &'s mut dyn RowSink,
    digest: AnswerDigest,
    totals: Option<Json>,
}

impl<'s> Digested<'s> {
    pub(super) fn new(sink: &'s mut dyn RowSink) -> Self {
        Self { sink, digest: AnswerDigest::new([]), totals: None }
    }

    /// Returns where the answer went, its digest so far, and its totals.
    pub(super) fn into_parts(self) -> (&'s mut dyn RowSink, AnswerDigest, Option<Json>) {
        (self.sink, self.digest, self.totals)
    }
}

impl RowSink for Digested<'_> {
    fn expect(&mut self, rows: u64) {
        self.sink.expect(rows);
    }

    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        self.digest = AnswerDigest::new(columns.iter().map(|column| column.key.as_str()));
        self.sink.columns(columns)
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        self.digest.row(row.iter().map(Datum::json));
        self.sink.row(row)
    }

    fn totals(&mut self, totals: &[Totals]) -> io::Result<()> {
        self.totals = Some(Totals::json(totals));
        self.sink.totals(totals)
    }

    fn receipt(&mut self, receipt: &Json) -> io::Result<()> {
        self.sink.receipt(receipt)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn digest(rows: &[Json], totals: &Json) -> String {
        let mut digest = AnswerDigest::new(["a", "b"]);
        for row in rows {
            digest.row(row.as_array().expect("a row").iter().cloned());
        }
        digest.finish(Some(totals), &json!({"words": "1"}))
    }

    #[test]
    fn other_values_have_another_digest_and_other_spellings_have_the_same() {
        let said = digest(&[json!(["1.00", 0.25]), json!([null, 3])], &json!({"x": {"lines": 2, "net": "1.00"}}));
        assert_eq!(
            said,
            digest(&[json!(["1.00", 0.25]), json!([null, 3.0])], &json!({"x": {"net": "1.00", "lines": 2}}))
        );
        for (rows, totals) in [
            (vec![json!(["1.00", 0.25]), json!([null, 4])], json!({"x": {"lines": 2, "net": "1.00"}})),
            (vec![json!([1.00, 0.25]), json!([null, 3])], json!({"x": {"lines": 2, "net": "1.00"}})),
            (vec![json!([null, 3]), json!(["1.00", 0.25])], json!({"x": {"lines": 2, "net": "1.00"}})),
            (vec![json!(["1.00", 0.25, null]), json!([3])], json!({"x": {"lines": 2, "net": "1.00"}})),
            (vec![json!(["1.00", 0.25])], json!({"x": {"lines": 2, "net": "1.00"}})),
            (vec![json!(["1.00", 0.25]), json!([null, 3])], json!({"x": {"lines": 2, "net": "1.01"}})),
        ] {
            assert_ne!(said, digest(&rows, &totals), "{rows:?} {totals}");
            assert!(!is_same(
                &json!([rows, totals]),
                &json!([[["1.00", 0.25], [null, 3]], {"x": {"lines": 2, "net": "1.00"}}])
            ));
        }
    }
}
