//! What a row says, in short, so that the same row of a later export is known without a look at all its columns.

use xxhash_rust::xxh3::xxh3_128;

use crate::model::entry::EntryField;
use crate::model::field::FieldSet;
use crate::model::record::{Fingerprint, Layout, Record, UnknownColumn, Value};

/// Takes the fingerprints of records of one layout.
pub struct Fingerprints {
    fields: FieldSet,
    /// The layout, which goes before what each record says.
    layout: usize,
    said: Vec<u8>,
}

impl Fingerprints {
    /// Prepares for records of a layout.
    pub fn new(layout: &Layout) -> Self {
        let mut said = Vec::new();
        for field in layout.fields.iter() {
            push_text(&mut said, field.name());
        }
        said.push(0);
        for column in &layout.unknown {
            push_text(&mut said, &column.header);
            // Whether a column is hidden is no part of what it says; this is what was written here of those that are not.
            said.push(0);
        }
        let hash = xxh3_128(&said);
        said.clear();
        said.extend(hash.to_le_bytes());
        Self { fields: layout.fields, layout: said.len(), said }
    }

    /// Takes the fingerprint of what a record says.
    pub fn of(&mut self, record: &Record) -> Fingerprint {
        self.said.truncate(self.layout);
        for field in self.fields.iter() {
            match record.get(field) {
                Value::Null => self.said.push(u8::from(record.unstated.contains(field))),
                value => push_value(&mut self.said, &value),
            }
        }
        let mut unknown: Vec<_> = record.unknown().collect();
        unknown.sort_unstable();
        for (place, text) in unknown {
            self.said.extend((place as u64).to_le_bytes());
            push_text(&mut self.said, text);
        }
        xxh3_128(&self.said).to_le_bytes()
    }
}

/// Takes the fingerprint of what an entry says in its fields and in the unknown columns that are given.
///
/// A field that is empty counts as one that is not there, so that exports with more and with fewer columns agree.
pub(super) fn of_entry(
    fields: &[EntryField],
    unknown: &[UnknownColumn],
    record: &Record,
    said: &mut Vec<u8>,
) -> Fingerprint {
    said.clear();
    for (place, field) in fields.iter().enumerate().filter(|(place, _)| !record.is_null_at(*place)) {
        push_text(said, field.name);
        push_value(said, &record.at(place));
    }
    let mut others: Vec<_> = record.unknown().filter_map(|(place, text)| Some((unknown.get(place)?, text))).collect();
    others.sort_unstable();
    for (column, text) in others {
        push_text(said, &column.header);
        push_text(said, text);
    }
    xxh3_128(said).to_le_bytes()
}

/// Adds a value with what it is.
fn push_value(said: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Null => said.push(0),
        Value::Int(number) => {
            said.push(2);
            said.extend(number.to_le_bytes());
        }
        Value::Text(text) => {
            said.push(3);
            push_text(said, text);
        }
    }
}

/// Adds a text behind its length, so that no two lists of texts come out the same.
fn push_text(said: &mut Vec<u8>, text: &str) {
    said.extend((text.len() as u64).to_le_bytes());
    said.extend(text.as_bytes());
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
    fn hiding_a_column_changes_nothing_of_what_it_says() {
        let open = layout(&[Field::Product], &["备用1"]);
        let mut hidden = open.clone();
        hidden.unknown[0].contact = true;
        let mut record = Record::new();
        record.push_unknown(0, "a");
        assert_eq!(Fingerprints::new(&open).of(&record), Fingerprints::new(&hidden).of(&record));
    }

    #[test]
    fn only_the_same_words_in_the_same_columns_are_the_same() {
        let both = [Field::Product, Field::Spec];
        let wide = layout(&both, &["备用1", "备用2"]);
        let mut print = Fingerprints::new(&wide);
        let record = |product: &'static str, spec: &'static str, unknown: &[(usize, &str)]| {
            let mut record = Record::new();
            record.set(Field::Product, &Value::Text(product.into()));
            record.set(Field::Spec, &Value::Text(spec.into()));
            for (place, text) in unknown {
                record.push_unknown(*place, text);
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
        for (place, other) in others.iter().enumerate() {
            assert!(*other != first && !others[..place].contains(other), "{place}");
        }
    }
}
