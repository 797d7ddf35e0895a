//! The content of a row about a line, as JSON and as columns.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rusqlite::Row;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value as Json, json};

use super::headers::Headers;
use crate::model::field::{FIELD_COUNT, Field, FieldSet};
use crate::model::record::{Content, Layout, Record, Value};

/// The keys of a content that are not fields.
pub(super) const EXTRA: &str = "extra";
pub(super) const EXTRA_CONTACT: &str = "extra_contact";
const UNSTATED: &str = "unstated";

/// Writes the difference of a content to the state of its line, both in the same columns, as JSON: differing fields by name, and in
/// full the maps of unknown columns and the fields that are left unstated. Returns nothing if they are equal.
pub(super) fn difference(content: &Content, state: &Content, headers: &Headers) -> Option<String> {
    let mut object = Map::new();
    for field in Field::ALL {
        let value = &content.values[field.index()];
        if *value != state.values[field.index()] {
            let json = match value {
                Value::Null => Json::Null,
                Value::Int(number) => Json::from(*number),
                Value::Text(text) => Json::from(text.as_ref()),
            };
            object.insert(field.name().to_owned(), json);
        }
    }
    let maps = [(EXTRA, &content.extra, &state.extra), (EXTRA_CONTACT, &content.extra_contact, &state.extra_contact)];
    for (key, map, same) in maps {
        if map != same {
            object.insert(key.to_owned(), json_map(map, headers));
        }
    }
    if !content.unstated.is_empty() {
        object.insert(UNSTATED.to_owned(), names(content.unstated));
    }
    (!object.is_empty()).then(|| Json::Object(object).to_string())
}

/// Writes the [`difference`] of a content that only leaves fields unstated.
pub(super) fn unstated_json(unstated: FieldSet) -> Option<String> {
    (!unstated.is_empty()).then(|| json!({ UNSTATED: names(unstated) }).to_string())
}

/// Reads what [`difference`] wrote for a row with these columns. Returns nothing if the text is something else.
pub(super) fn from_difference(text: &str, state: &Content, layout: &Layout, headers: &Headers) -> Option<Content> {
    let object: Map<String, Json> = serde_json::from_str(text).ok()?;
    let unstated = object.get(UNSTATED).map(|names| fields_from_json(Some(&names.to_string()))).unwrap_or_default();
    let mut content = state.restricted(layout, unstated);
    for (key, value) in object {
        match key.as_str() {
            EXTRA => content.extra = strings(value, headers)?,
            EXTRA_CONTACT => content.extra_contact = strings(value, headers)?,
            UNSTATED => {}
            name => {
                content.values[Field::by_name(name)?.index()] = match value {
                    Json::Null => Value::Null,
                    Json::Number(number) => Value::Int(number.as_i64()?),
                    Json::String(text) => Value::Text(Cow::Owned(text)),
                    _ => return None,
                };
            }
        }
    }
    Some(content)
}

/// Writes a set of fields as a JSON array of their names. An empty set gives nothing.
pub(super) fn fields_json(fields: FieldSet) -> Option<String> {
    (!fields.is_empty()).then(|| names(fields).to_string())
}

/// Reads what [`fields_json`] wrote.
pub(super) fn fields_from_json(text: Option<&str>) -> FieldSet {
    let names: Vec<String> = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    names.iter().filter_map(|name| Field::by_name(name)).collect()
}

/// Reads the cells of unknown columns by header. Returns nothing if the value is something else.
fn strings(value: Json, headers: &Headers) -> Option<BTreeMap<String, String>> {
    let Json::Object(object) = value else { return None };
    object
        .into_iter()
        .map(|(key, value)| match value {
            Json::String(text) => Some((headers.header(&key)?.to_owned(), text)),
            _ => None,
        })
        .collect()
}

/// Writes the cells of unknown columns as a JSON object of texts by the keys of their headers. No cells give nothing.
pub(super) fn map_json(map: &BTreeMap<String, String>, headers: &Headers) -> Option<String> {
    (!map.is_empty()).then(|| json_map(map, headers).to_string())
}

fn names(fields: FieldSet) -> Json {
    fields.iter().map(Field::name).collect()
}

fn json_map(map: &BTreeMap<String, String>, headers: &Headers) -> Json {
    Json::Object(map.iter().map(|(header, text)| (headers.key_of(header), Json::from(text.as_str()))).collect())
}

/// Writes the unknown cells of a record like [`map_json`]; `keys` are those of the layout.
pub(super) fn record_json(record: &Record, layout: &Layout, keys: &[String], contact: bool) -> Option<String> {
    let mut cells: Vec<_> = record.unknown().filter(|(index, _)| layout.unknown[*index].contact == contact).collect();
    if cells.is_empty() {
        return None;
    }
    cells.sort_by_key(|(index, _)| *index);
    let object = cells.into_iter().map(|(index, text)| (keys[index].clone(), Json::from(text)));
    Some(Json::Object(object.collect()).to_string())
}

/// Lists the columns of a line's state for a SELECT, in the order that [`read`] expects.
pub(super) fn columns() -> String {
    let mut names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    names.extend([EXTRA, EXTRA_CONTACT]);
    names.join(", ")
}

/// Reads a line's state from the first columns of a row.
pub(super) fn read(row: &Row<'_>, headers: &Headers) -> rusqlite::Result<Content> {
    let mut content = Content::default();
    for field in Field::ALL {
        content.values[field.index()] = match row.get_ref(field.index())? {
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Text(text) => Value::Text(Cow::Owned(String::from_utf8_lossy(text).into_owned())),
            _ => Value::Null,
        };
    }
    content.extra = read_map(row, FIELD_COUNT, headers)?;
    content.extra_contact = read_map(row, FIELD_COUNT + 1, headers)?;
    Ok(content)
}

/// Puts a stored value into a record.
pub(super) fn set_at(record: &mut Record, index: usize, value: ValueRef<'_>) {
    match value {
        ValueRef::Integer(number) => record.set_at(index, &Value::Int(number)),
        ValueRef::Text(text) => record.set_at(index, &Value::Text(String::from_utf8_lossy(text))),
        _ => {}
    }
}

/// Reads the cells of unknown columns by header; an error where they are something else.
pub(super) fn read_map(row: &Row<'_>, index: usize, headers: &Headers) -> rusqlite::Result<BTreeMap<String, String>> {
    let Some(text) = row.get::<_, Option<String>>(index)? else { return Ok(BTreeMap::new()) };
    map_from_json(&text, headers).ok_or(rusqlite::Error::InvalidQuery)
}

/// Reads what [`map_json`] wrote; nothing where it is something else.
pub(super) fn map_from_json(text: &str, headers: &Headers) -> Option<BTreeMap<String, String>> {
    strings(serde_json::from_str(text).ok()?, headers)
}

/// Tells whether a record states, in the columns it has, just what the row says; without copying anything. `keys` are those of
/// the layout.
pub(super) fn is_stated(row: &Row<'_>, record: &Record, layout: &Layout, keys: &[String]) -> rusqlite::Result<bool> {
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
    for (index, contact) in [(FIELD_COUNT, false), (FIELD_COUNT + 1, true)] {
        let said = record_json(record, layout, keys, contact);
        let stored: Option<&str> = row.get_ref(index)?.as_str_or_null()?;
        if said.as_deref() == stored {
            continue;
        }
        let cells = |json: Option<&str>| -> BTreeMap<String, String> {
            json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
        };
        let (stored, said) = (cells(stored), cells(said.as_deref()));
        let mut columns = layout.unknown.iter().zip(keys).filter(|(column, _)| column.contact == contact);
        if columns.any(|(_, key)| stored.get(key) != said.get(key)) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::model::record::UnknownColumn;

    #[test]
    fn only_what_differs_is_written_and_it_reads_back() {
        let fields = [Field::Status, Field::Payable, Field::ProductId, Field::FinishedAt].into_iter().collect();
        let unknown = |header: &str, contact| UnknownColumn { header: header.to_owned(), contact };
        let layout = Layout { fields, unknown: vec![unknown("序列号", false), unknown("微信", true)] };
        let mut state = Content::default();
        state.values[Field::Status.index()] = Value::Text("已完成".into());
        state.values[Field::Payable.index()] = Value::Int(-1230);
        state.values[Field::FinishedAt.index()] = Value::Text("2026-01-05 09:03:07".into());
        state.values[Field::Receiver.index()] = Value::Text("##x".into());
        state.extra.insert("序列号".to_owned(), "\"1\"".to_owned());
        let same = state.restricted(&layout, FieldSet::default());
        let database = Connection::open_in_memory().expect("memory");
        database
            .execute_batch("CREATE TABLE unknown_headers (number INTEGER PRIMARY KEY, header TEXT UNIQUE)")
            .and_then(|()| Headers::add(&database, &layout))
            .expect("stored");
        let headers = Headers::read(&database).expect("read");
        assert_eq!(difference(&same, &same, &headers), None);

        let mut content = same.clone();
        content.values[Field::Status.index()] = Value::Text("已发货".into());
        content.values[Field::FinishedAt.index()] = Value::Null;
        content.extra_contact.insert("微信".to_owned(), "x".to_owned());
        content.unstated.insert(Field::ProductId);
        let text = difference(&content, &state.restricted(&layout, content.unstated), &headers).expect("differs");
        assert_eq!(
            text,
            r#"{"finished_at":null,"status":"已发货","extra_contact":{"2":"x"},"unstated":["product_id"]}"#
        );
        assert_eq!(from_difference(&text, &state, &layout, &headers), Some(content));
        assert_eq!(from_difference("{\"nothing\":1}", &state, &layout, &headers), None);
        assert_eq!(from_difference("{\"extra\":{\"3\":\"x\"}}", &state, &layout, &headers), None);
    }
}
