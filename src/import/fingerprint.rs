//! Hashes of the content of rows, so that an unchanged row of a later export is recognised without comparing its columns.

use xxhash_rust::xxh3::xxh3_128;

use crate::model::entry::EntryField;
use crate::model::field::FieldSet;
use crate::model::record::{Fingerprint, Layout, Record, UnknownColumn, Value};

/// Computes the fingerprints of records of one layout.
pub struct Fingerprints {
    fields: FieldSet,
    /// The length of the hash of the layout, which precedes the content of each record.
    layout_bytes: usize,
    bytes: Vec<u8>,
}

impl Fingerprints {
    /// Prepares for records of a layout.
    pub fn new(layout: &Layout) -> Self {
        let mut bytes = Vec::new();
        for field in layout.fields.iter() {
            push_text(&mut bytes, field.name());
        }
        bytes.push(0);
        for column in &layout.unknown {
            push_text(&mut bytes, &column.header);
            // A hidden column has the same fingerprint as before it was hidden.
            bytes.push(0);
        }
        let hash = xxh3_128(&bytes);
        bytes.clear();
        bytes.extend(hash.to_le_bytes());
        Self { fields: layout.fields, layout_bytes: bytes.len(), bytes }
    }

    /// Returns the fingerprint of a record.
    pub fn of(&mut self, record: &Record) -> Fingerprint {
        self.bytes.truncate(self.layout_bytes);
        for field in self.fields.iter() {
            match record.get(field) {
                Value::Null => self.bytes.push(u8::from(record.unstated.contains(field))),
                value => push_value(&mut self.bytes, &value),
            }
        }
        let mut unknown: Vec<_> = record.unknown().collect();
        unknown.sort_unstable();
        for (index, text) in unknown {
            self.bytes.extend((index as u64).to_le_bytes());
            push_text(&mut self.bytes, text);
        }
        xxh3_128(&self.bytes).to_le_bytes()
    }
}

/// Returns the fingerprint of an entry with these fields and unknown columns.
///
/// An empty field counts like a missing one, so that exports with more and with fewer columns agree. `bytes` is working memory.
pub(super) fn of_entry(
    fields: &[EntryField],
    unknown: &[UnknownColumn],
    record: &Record,
    bytes: &mut Vec<u8>,
) -> Fingerprint {
    bytes.clear();
    for (index, field) in fields.iter().enumerate().filter(|(index, _)| !record.is_null_at(*index)) {
        push_text(bytes, field.name);
        push_value(bytes, &record.at(index));
    }
    let mut others: Vec<_> = record.unknown().filter_map(|(index, text)| Some((unknown.get(index)?, text))).collect();
    others.sort_unstable();
    for (column, text) in others {
        push_text(bytes, &column.header);
        push_text(bytes, text);
    }
    xxh3_128(bytes).to_le_bytes()
}

/// Adds a value after its type.
fn push_value(bytes: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Null => bytes.push(0),
        Value::Int(number) => {
            bytes.push(2);
            bytes.extend(number.to_le_bytes());
        }
        Value::Text(text) => {
            bytes.push(3);
            push_text(bytes, text);
        }
    }
}

/// Adds a text after its length, so that no two lists of texts give the same bytes.
fn push_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field::Field;
    use crate::model::record::UnknownColumn;

    fn layout(fields: &[Field], unknown: &[&str]) -> Layout {
        let column = |header: &&str| UnknownColumn { header: (*header).to_owned(), contact: false };
        Layout { fields: fields.iter().copied().collect(), unknown: unknown.iter().map(column).collect() }
    }

    #[test]
    fn hiding_a_column_does_not_change_fingerprints() {
        let open = layout(&[Field::Product], &["备用1"]);
        let mut hidden = open.clone();
        hidden.unknown[0].contact = true;
        let mut record = Record::new();
        record.push_unknown(0, "a");
        assert_eq!(Fingerprints::new(&open).of(&record), Fingerprints::new(&hidden).of(&record));
    }

    #[test]
    fn different_content_has_different_fingerprints() {
        let both = [Field::Product, Field::Spec];
        let wide = layout(&both, &["备用1", "备用2"]);
        let mut print = Fingerprints::new(&wide);
        let record = |product: &'static str, spec: &'static str, unknown: &[(usize, &str)]| {
            let mut record = Record::new();
            record.set(Field::Product, &Value::Text(product.into()));
            record.set(Field::Spec, &Value::Text(spec.into()));
            for (index, text) in unknown {
                record.push_unknown(*index, text);
            }
            record
        };
        let first = print.of(&record("杯", "红", &[(0, "a"), (1, "b")]));
        assert_eq!(first, print.of(&record("杯", "红", &[(1, "b"), (0, "a")])));
        let mut unstated = record("杯", "红", &[(0, "a"), (1, "b")]);
        unstated.set(Field::Spec, &Value::Null);
        let empty = print.of(&unstated);
        unstated.unstated.insert(Field::Spec);
        let others = [
            print.of(&record("杯红", "", &[(0, "a"), (1, "b")])),
            print.of(&record("杯", "红", &[(0, "b"), (1, "a")])),
            print.of(&record("杯", "红", &[(0, "a")])),
            empty,
            print.of(&unstated),
            Fingerprints::new(&layout(&both, &["备用1"])).of(&record("杯", "红", &[(0, "a")])),
            Fingerprints::new(&layout(&both[..1], &[])).of(&record("杯", "红", &[])),
        ];
        for (index, other) in others.iter().enumerate() {
            assert!(*other != first && !others[..index].contains(other), "{index}");
        }
    }
}
