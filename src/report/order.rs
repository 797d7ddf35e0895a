//! One order: its lines, and how they changed from export to export.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::field::Field;
use crate::model::record::{Content, Value};
use crate::store::{Store, StoreError, StoredLine};

/// Replaces contact data that is hidden.
pub const HIDDEN: &str = "***";

/// Names the column of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A known field.
    Field(Field),
    /// An unknown column, by its header.
    Column(String),
}

/// Holds a value with the name of its column. Text about the buyer is [`HIDDEN`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The column.
    pub name: Name,
    /// The value.
    pub value: Value<'static>,
}

/// Holds how one export changed a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The column.
    pub name: Name,
    /// The value before.
    pub old: Value<'static>,
    /// The value after.
    pub new: Value<'static>,
}

/// Holds what one export says about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When the export was made.
    pub exported_at: String,
    /// The import that brought it.
    pub import_id: i64,
    /// The row of its file.
    pub row_number: i64,
    /// The sheet of the row, in workbooks.
    pub sheet: Option<String>,
    /// Whether this export is the first with the line.
    pub first: bool,
    /// What changed since the previous export.
    pub changes: Vec<Change>,
}

/// Holds one line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// The shop.
    pub shop: String,
    /// The key within the shop.
    pub key: String,
    /// Its values now, without empty ones.
    pub values: Vec<Named>,
    /// What the exports say, the oldest first.
    pub timeline: Vec<Event>,
}

/// Finds the lines of an order by the id of the main order or of a sub-order. Contact data is hidden unless `show_pii` is set.
pub fn find(store: &Store, id: &str, shop: Option<&str>, show_pii: bool) -> Result<Vec<OrderLine>, StoreError> {
    let mut lines = store.lines_of_order(id, shop)?;
    // The line whose id was given comes first.
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

/// Names a cell. Keys sort as cells are shown: fields in the order of the export, then unknown columns by header.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    index: usize,
    contact: bool,
    name: Name,
}

impl Key {
    fn shown(&self, value: Value<'static>, show_pii: bool) -> Value<'static> {
        if self.contact && !show_pii && value != Value::Null { Value::Text(HIDDEN.into()) } else { value }
    }
}

/// Returns the values of a line that are not empty.
fn cells(content: &Content) -> BTreeMap<Key, Value<'static>> {
    let fields = Field::ALL.iter().map(|field| {
        let key = Key { index: field.index(), contact: field.is_contact(), name: Name::Field(*field) };
        (key, content.values[field.index()].clone())
    });
    let unknown = [(&content.extra, false), (&content.extra_contact, true)].into_iter().flat_map(|(map, contact)| {
        map.iter().map(move |(header, text)| {
            (Key { index: usize::MAX, contact, name: Name::Column(header.clone()) }, Value::Text(text.clone().into()))
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
