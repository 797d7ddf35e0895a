//! What a row says of a line, as JSON and as columns.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rusqlite::Row;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value as Json};

use crate::model::field::{FIELD_COUNT, Field, FieldSet};
use crate::model::record::{Content, Layout, Record, Value};

/// Keys of a content that are not fields.
const EXTRA: &str = "extra";
const EXTRA_CONTACT: &str = "extra_contact";
const UNSTATED: &str = "unstated";

/// Writes a content as JSON: what is not empty, by field name.
pub(super) fn to_json(content: &Content) -> String {
    let mut object = Map::new();
    for field in Field::ALL {
        match &content.values[field.index()] {
            Value::Null => {}
            Value::Int(number) => drop(object.insert(field.name().to_owned(), Json::from(*number))),
            Value::Text(text) => drop(object.insert(field.name().to_owned(), Json::from(text.as_ref()))),
        }
    }
    for (key, map) in [(EXTRA, &content.extra), (EXTRA_CONTACT, &content.extra_contact)] {
        if !map.is_empty() {
            object.insert(
                key.to_owned(),
                Json::Object(map.iter().map(|(k, v)| (k.clone(), Json::from(v.as_str()))).collect()),
            );
        }
    }
    if !content.unstated.is_empty() {
        object.insert(UNSTATED.to_owned(), content.unstated.iter().map(Field::name).collect());
    }
    Json::Object(object).to_string()
}

/// Writes a set of fields as a JSON array of their names, or nothing where it is empty.
pub(super) fn fields_json(fields: FieldSet) -> Option<String> {
    (!fields.is_empty()).then(|| fields.iter().map(Field::name).collect::<Json>().to_string())
}

/// Reads what [`fields_json`] wrote.
pub(super) fn fields_from_json(text: Option<&str>) -> FieldSet {
    let names: Vec<String> = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    names.iter().filter_map(|name| Field::by_name(name)).collect()
}

/// Reads what [`to_json`] wrote; nothing where it is something else.
pub(super) fn from_json(text: &str) -> Option<Content> {
    let object: Map<String, Json> = serde_json::from_str(text).ok()?;
    let mut content = Content::default();
    for (key, value) in object {
        match key.as_str() {
            EXTRA => content.extra = strings(value)?,
            EXTRA_CONTACT => content.extra_contact = strings(value)?,
            UNSTATED => content.unstated = fields_from_json(Some(&value.to_string())),
            name => {
                content.values[Field::by_name(name)?.index()] = match value {
                    Json::Number(number) => Value::Int(number.as_i64()?),
                    Json::String(text) => Value::Text(Cow::Owned(text)),
                    _ => return None,
                };
            }
        }
    }
    Some(content)
}

fn strings(value: Json) -> Option<BTreeMap<String, String>> {
    let Json::Object(object) = value else { return None };
    object
        .into_iter()
        .map(|(key, value)| match value {
            Json::String(text) => Some((key, text)),
            _ => None,
        })
        .collect()
}

/// Writes the cells of unknown columns as a JSON object, or nothing where all are empty.
pub(super) fn map_json(map: &BTreeMap<String, String>) -> Option<String> {
    if map.is_empty() {
        return None;
    }
    Some(Json::Object(map.iter().map(|(k, v)| (k.clone(), Json::from(v.as_str()))).collect()).to_string())
}

/// Writes the unknown cells of a record as [`map_json`] would.
pub(super) fn record_json(record: &Record, layout: &Layout, contact: bool) -> Option<String> {
    let mut cells: Vec<_> = record.unknown().filter(|(place, _)| layout.unknown[*place].contact == contact).collect();
    if cells.is_empty() {
        return None;
    }
    cells.sort_by_key(|(place, _)| *place);
    let object = cells.into_iter().map(|(place, text)| (layout.unknown[place].header.clone(), Json::from(text)));
    Some(Json::Object(object.collect()).to_string())
}

/// Lists the columns of a line's state for a SELECT, in the order that [`read`] expects.
pub(super) fn columns() -> String {
    let mut names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    names.extend([EXTRA, EXTRA_CONTACT]);
    names.join(", ")
}

/// Reads a line's state from the first columns of a row.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Content> {
    let mut content = Content::default();
    for field in Field::ALL {
        content.values[field.index()] = match row.get_ref(field.index())? {
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Text(text) => Value::Text(Cow::Owned(String::from_utf8_lossy(text).into_owned())),
            _ => Value::Null,
        };
    }
    content.extra = read_map(row, FIELD_COUNT)?;
    content.extra_contact = read_map(row, FIELD_COUNT + 1)?;
    Ok(content)
}

fn read_map(row: &Row<'_>, place: usize) -> rusqlite::Result<BTreeMap<String, String>> {
    let text: Option<String> = row.get(place)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Tells whether a record states, in the columns it has, just what the row says; without copying anything.
pub(super) fn is_stated(row: &Row<'_>, record: &Record, layout: &Layout) -> rusqlite::Result<bool> {
    for field in layout.fields.iter().filter(|field| !record.unstated.contains(*field)) {
        let same = match (row.get_ref(field.index())?, record.get(field)) {
            (ValueRef::Null, Value::Null) => true,
            (ValueRef::Integer(stored), Value::Int(number)) => stored == number,
            (ValueRef::Text(stored), Value::Text(text)) => stored == text.as_bytes(),
            _ => false,
        };
        if !same {
            return Ok(false);
        }
    }
    if layout.unknown.is_empty() {
        return Ok(true);
    }
    for (place, contact) in [(FIELD_COUNT, false), (FIELD_COUNT + 1, true)] {
        let said = record_json(record, layout, contact);
        let stored: Option<&str> = row.get_ref(place)?.as_str_or_null()?;
        if said.as_deref() == stored {
            continue;
        }
        let stored = read_map(row, place)?;
        let said: BTreeMap<String, String> = said.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let mut columns = layout.unknown.iter().filter(|column| column.contact == contact);
        if columns.any(|column| stored.get(&column.header) != said.get(&column.header)) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_reads_back() {
        let mut content = Content::default();
        content.values[Field::Status.index()] = Value::Text("已发货".into());
        content.values[Field::Payable.index()] = Value::Int(-1230);
        content.extra.insert("序列号".to_owned(), "\"1\"".to_owned());
        content.extra_contact.insert("微信".to_owned(), "x".to_owned());
        content.unstated.insert(Field::ProductId);
        assert_eq!(from_json(&to_json(&content)), Some(content));
        assert_eq!(from_json("{\"nothing\":1}"), None);
    }
}
