//! The answer of a report as a file has it, read without trust: whoever wrote the file may have changed it.

use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::answer_digest::AnswerDigest;
use super::error::KitError;
use super::receipt::{Receipt, VERSION};
use super::receipt_error::{ReceiptError, ReceiptProblem};

/// The most bytes of a file.
const MOST_BYTES: u64 = 256 << 20;

/// The version of JSON answers that can be read.
const SCHEMA_VERSION: u64 = 1;

/// Holds the answer of a report as a file has it.
pub(super) struct WrittenAnswer {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Json>>,
    pub totals: Option<Json>,
    pub receipt: Receipt,
}

impl WrittenAnswer {
    /// Reads the file at a path.
    pub(super) fn read(path: &Path) -> Result<Self, KitError> {
        let unreadable = |error| KitError::Unreadable { path: path.to_owned(), error };
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(unreadable)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        let error = |problem| ReceiptError { path: path.to_owned(), problem }.into();
        if bytes.len() as u64 > MOST_BYTES {
            return Err(error(ReceiptProblem::TooLarge(MOST_BYTES)));
        }
        Self::parse(&bytes).map_err(error)
    }

    fn parse(bytes: &[u8]) -> Result<Self, ReceiptProblem> {
        let not_an_answer = |error: serde_json::Error| ReceiptProblem::NotAnAnswer(error.to_string());
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let Unambiguous(json) = serde_json::from_slice(bytes).map_err(not_an_answer)?;
        let Json::Object(mut answer) = json else { return Err(ReceiptProblem::NotAnAnswer(String::new())) };
        let mut take = |key: &str| answer.shift_remove(key);
        let (schema, columns, rows) = (take("schema_version"), take("columns"), take("rows"));
        let (totals, receipt) = (take("totals"), take("receipt"));
        // What the receipt does not cover could say anything.
        if let Some(other) = answer.keys().next() {
            return Err(ReceiptProblem::NotAnAnswer(format!("unknown key `{other}`")));
        }
        if schema.as_ref().and_then(Json::as_u64) != Some(SCHEMA_VERSION) {
            return Err(ReceiptProblem::NotAnAnswer("schema_version".to_owned()));
        }
        let receipt = receipt.ok_or(ReceiptProblem::NoReceipt)?;
        match receipt["version"].as_u64() {
            Some(version) if version != u64::from(VERSION) => return Err(ReceiptProblem::OtherVersion(version)),
            _ => {}
        }
        Ok(Self {
            columns: serde_json::from_value(columns.unwrap_or_default()).map_err(not_an_answer)?,
            rows: serde_json::from_value(rows.unwrap_or_default()).map_err(not_an_answer)?,
            totals,
            receipt: serde_json::from_value(receipt).map_err(not_an_answer)?,
        })
    }

    /// Takes the digest of the answer.
    pub(super) fn digest(&self) -> AnswerDigest {
        let mut digest = AnswerDigest::new(self.columns.iter().map(String::as_str));
        self.rows.iter().for_each(|row| digest.row(row.iter().cloned()));
        digest
    }
}

/// A JSON value in which no object has a key twice: programs differ in which of the two they read.
struct Unambiguous(Json);

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(value.into())
            }

            fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
                Ok(value.into())
            }

            fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
                Ok(value.into())
            }

            fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
                Ok(value.into())
            }

            fn visit_str<E>(self, value: &str) -> Result<Json, E> {
                Ok(value.into())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
                let mut values = Vec::new();
                while let Some(Unambiguous(value)) = seq.next_element()? {
                    values.push(value);
                }
                Ok(values.into())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut values = Map::new();
                while let Some((key, Unambiguous(value))) = map.next_entry::<String, _>()? {
                    if values.contains_key(&key) {
                        return Err(de::Error::custom(format!("the key `{key}` is there twice")));
                    }
                    values.insert(key, value);
                }
                Ok(values.into())
            }
        }

        deserializer.deserialize_any(Reader).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIPT: &str = r#"{"version":1,"program":"0","report":"sales","options":{},"asked_at":"","words":"1","database":null,"shops":[],"seal":null}"#;

    fn problem(text: &str) -> ReceiptProblem {
        WrittenAnswer::parse(text.replace("RECEIPT", RECEIPT).as_bytes()).err().expect("a problem")
    }

    #[test]
    fn only_an_answer_that_is_wholly_covered_by_its_receipt_is_read() {
        let whole = r#"{"schema_version":1,"columns":["a"],"rows":[[1]],"totals":{"x":{"lines":1}},"receipt":RECEIPT}"#;
        assert!(WrittenAnswer::parse(whole.replace("RECEIPT", RECEIPT).as_bytes()).is_ok());
        for (from, to) in [
            (r#""rows":[[1]]"#, r#""rows":[[1]],"rows":[[2]]"#),
            (r#"{"lines":1}"#, r#"{"lines":1,"lines":2}"#),
            (r#""rows":[[1]]"#, r#""rows":[[1]],"summary":[[2]]"#),
            (r#""schema_version":1"#, r#""schema_version":2"#),
            (r#""rows":[[1]]"#, r#""rows":{"1":[1]}"#),
            ("RECEIPT", r#"{"version":1}"#),
        ] {
            assert!(matches!(problem(&whole.replace(from, to)), ReceiptProblem::NotAnAnswer(_)), "{to}");
        }
        assert_eq!(problem(&whole.replace(",\"receipt\":RECEIPT", "")), ReceiptProblem::NoReceipt);
        assert_eq!(problem(&whole.replace("RECEIPT", r#"{"version":2}"#)), ReceiptProblem::OtherVersion(2));
        assert!(matches!(problem("[]"), ReceiptProblem::NotAnAnswer(_)));
    }
}
