//! When two rows with the same key are the same entry.

use crate::model::entry::{self, RepeatedKey};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;

/// The columns that distinguish bookings with the same key.
const DISTINGUISHING: [&str; 2] = ["account", "settlement_type"];

/// The columns of a joined import, as an expression of SQL.
pub(super) const OF_IMPORTS: &str = "imports.fields";

/// Writes the condition that two rows with the same key are one entry: they do not differ in a distinguishing column that both exports
/// have. Each row comes with the columns of its export, as JSON.
pub(super) fn is_same_entry(kind: ExportKind, (one, ones): (&str, &str), (other, others): (&str, &str)) -> String {
    if entry::repeated_key(kind) != RepeatedKey::Booking {
        return "TRUE".to_owned();
    }
    let same = |name: &&str| {
        let lacks = |columns: &str| format!("instr({columns}, '\"{name}\"') = 0");
        format!("({} OR {} OR {one}.{name} IS {other}.{name})", lacks(ones), lacks(others))
    };
    DISTINGUISHING.iter().map(same).collect::<Vec<_>>().join(" AND ")
}

/// Writes the columns of an export as an expression of SQL.
pub(super) fn columns_of(fields: FieldSet, kind: ExportKind) -> String {
    let names = fields.indexes().map(|index| format!("\"{}\"", entry::fields(kind)[index].name));
    format!("'[{}]'", names.collect::<Vec<_>>().join(","))
}
