//! One order: its lines, and how they came to be what they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::field::Field;
use crate::model::record::{Content, Value};
use crate::store::{Store, StoreError, StoredLine};

/// Stands in place of contact data that is not to be shown.
pub const HIDDEN: &str = "***";

/// Names what a value belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A known field.
    Field(Field),
    /// A column that no alias knows, by its header.
    Column(String),
}

/// Holds a value under its name; text that tells who the buyer is reads [`HIDDEN`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it belongs to.
    pub name: Name,
    /// The value.
    pub value: Value<'static>,
}

/// Holds what one export changed of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub name: Name,
    /// What it was.
    pub old: Value<'static>,
    /// What it became.
    pub new: Value<'static>,
}

/// Holds what one export says of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When the export was made.
    pub exported_at: String,
    /// The import that brought it.
    pub import_id: i64,
    /// The row that says so.
    pub row_number: i64,
    /// The sheet that it stands in, in workbooks.
    pub sheet: Option<String>,
    /// Whether the line is first seen here.
    pub first: bool,
    /// What changed since the export before.
    pub changes: Vec<Change>,
}

/// Holds one line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// The shop.
    pub shop: String,
    /// The key within the shop.
    pub key: String,
    /// What is known of it now, without what is empty.
    pub values: Vec<Named>,
    /// What the exports said, the oldest first.
    pub timeline: Vec<Event>,
}

/// Finds the lines of an order by the id of the main order or of a sub-order; contact data only where `show_pii` is set.
pub fn find(store: &Store, id: &str, shop: Option<&str>, show_pii: bool) -> Result<Vec<OrderLine>, StoreError> {
    let mut lines = store.lines_of_order(id, shop)?;
    // The line that was named comes before its siblings.
    lines.sort_by_key(|line| line.key != id);
    Ok(lines.iter().map(|line| detail(line, show_pii)).collect())
}

fn detail(line: &StoredLine, show_pii: bool) -> OrderLine {
    let mut timeline: Vec<Event> = Vec::new();
    let mut state = Content::default();
    for version in &line.versions {
        let before = cells(&state);
        state.overlay(&version.content, &version.layout);
        let first = timeline.is_empty();
        timeline.push(Event {
            exported_at: version.exported_at.clone(),
            import_id: version.import_id,
            sheet: version.sheet.clone(),
            row_number: version.row_number,
            first,
            changes: if first { Vec::new() } else { changes(&before, &cells(&state), show_pii) },
        });
    }
    let values = cells(&line.state)
        .into_iter()
        .map(|(key, value)| Named { value: key.shown(value, show_pii), name: key.name })
        .collect();
    OrderLine { shop: line.shop.clone(), key: line.key.clone(), values, timeline }
}

/// Names a cell, in the order in which cells are shown: fields as the export has them, then unknown columns by header.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    place: usize,
    contact: bool,
    name: Name,
}

impl Key {
    fn shown(&self, value: Value<'static>, show_pii: bool) -> Value<'static> {
        if self.contact && !show_pii && value != Value::Null { Value::Text(HIDDEN.into()) } else { value }
    }
}

/// Lists the values of a line that are not empty.
fn cells(content: &Content) -> BTreeMap<Key, Value<'static>> {
    let fields = Field::ALL.iter().map(|field| {
        let key = Key { place: field.index(), contact: field.is_contact(), name: Name::Field(*field) };
        (key, content.values[field.index()].clone())
    });
    let unknown = [(&content.extra, false), (&content.extra_contact, true)].into_iter().flat_map(|(map, contact)| {
        map.iter().map(move |(header, text)| {
            (Key { place: usize::MAX, contact, name: Name::Column(header.clone()) }, Value::Text(text.clone().into()))
        })
    });
    fields.chain(unknown).filter(|(_, value)| *value != Value::Null).collect()
}

fn changes(
    before: &BTreeMap<Key, Value<'static>>,
    after: &BTreeMap<Key, Value<'static>>,
    show_pii: bool,
) -> Vec<Change> {
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .filter(|key| before.get(key) != after.get(key))
        .map(|key| {
            let shown = |cells: &BTreeMap<Key, Value<'static>>| {
                key.shown(cells.get(key).cloned().unwrap_or_default(), show_pii)
            };
            Change { name: key.name.clone(), old: shown(before), new: shown(after) }
        })
        .collect()
}
