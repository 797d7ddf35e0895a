//! The columns of an import as JSON, as the table of imports stores them.

use serde_json::{Value as Json, json};

use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldSet};
use crate::model::record::{Layout, UnknownColumn};

/// Lists the names of fields of a kind of export.
pub(super) fn names_of(kind: ExportKind, fields: FieldSet) -> Vec<&'static str> {
    match kind {
        ExportKind::Orders => fields.iter().map(Field::name).collect(),
        _ => fields.indexes().filter_map(|index| Some(entry::fields(kind).get(index)?.name)).collect(),
    }
}

/// Returns the index in records of the field of a kind of export that has a name.
fn index_of(kind: ExportKind, name: &str) -> Option<usize> {
    match kind {
        ExportKind::Orders => Field::by_name(name).map(Field::index),
        _ => entry::index_of(kind, name),
    }
}

/// Writes unknown columns as JSON, as an import stores them.
pub(super) fn unknown_json(columns: &[UnknownColumn]) -> String {
    let columns = columns.iter().map(|column| json!({ "header": column.header, "contact": column.contact }));
    Json::Array(columns.collect()).to_string()
}

/// Reads the columns of an import of a kind. Names that this version does not know are skipped.
pub(super) fn layout_from_json(kind: ExportKind, fields: &str, unknown: &str) -> Layout {
    let names: Vec<String> = serde_json::from_str(fields).unwrap_or_default();
    let unknown: Vec<Json> = serde_json::from_str(unknown).unwrap_or_default();
    let mut fields = FieldSet::default();
    names.iter().filter_map(|name| index_of(kind, name)).for_each(|index| fields.insert_index(index));
    Layout {
        fields,
        unknown: unknown
            .iter()
            .filter_map(|column| {
                Some(UnknownColumn {
                    header: column["header"].as_str()?.to_owned(),
                    contact: column["contact"].as_bool()?,
                })
            })
            .collect(),
    }
}
