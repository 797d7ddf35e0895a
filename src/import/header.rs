//! Which row of a sheet is the header, and of what table.

use std::collections::{BTreeMap, BTreeSet};

use super::clean::{self, Reading, Wanted};
use super::columns::{self, ForeignTable, Name};
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind, FieldSet};
use crate::model::id::{is_digits, unguarded, without_guards};
use crate::model::record::Value;
use crate::model::time::Stamp;
use crate::sheet::limits::{MAX_COLUMNS, MAX_SAMPLE};
use crate::sheet::{Book, Cell, Problem, Row, RowBuffer, SheetError};

/// Rows at the top of a sheet among which the header is looked for.
pub const WITHIN: usize = 50;

/// Rows below the header that are kept.
const FIRST: usize = 5;

/// Digits of more than any number of pieces has.
const ID_LIKE: usize = 8;

/// Known columns that make a row a header where nobody expects one: no data are worded so.
const TELLING: usize = 3;

/// Tells what a header is the header of.
#[derive(Debug, Clone, Copy)]
pub(super) enum TableKind {
    /// An export that is imported.
    Export(ExportKind),
    /// A table of others that is known.
    Foreign(&'static ForeignTable),
    /// A table that has some of the same columns.
    Unknown,
}

/// Holds a row that is a header, with the second row of one that has two.
#[derive(Debug, Clone)]
pub struct Header {
    /// The row.
    pub(super) row: u64,
    /// The row after which the data begins.
    pub(super) last_row: u64,
    /// The cells that have content, by place.
    pub(super) cells: Vec<Name>,
    /// The number of columns that the row spans.
    pub(super) width: usize,
    pub(super) kind: ExportKind,
    /// How many columns of the kind are known.
    pub(super) known: usize,
}

impl Header {
    /// Lists the places of the fields that are known, in the order of [`columns::fields`].
    pub(super) fn fields(&self) -> BTreeSet<usize> {
        known_fields(self.kind, &self.cells)
    }

    /// Tells whether cells of data stand beside the names.
    pub(super) fn has_data(&self) -> bool {
        let is_data = |text: &str| (is_digits(text) && text.len() > ID_LIKE) || Stamp::parse(text).is_some();
        self.cells.iter().any(|name| is_data(unguarded(&name.text)))
    }

    /// Takes the names of a second header row in.
    fn join(&mut self, second: &TopRow) {
        self.cells = joined(self.kind, &self.cells, &second.cells);
        self.width = self.width.max(second.width);
        self.last_row = second.number;
        self.known = self.fields().len();
    }
}

/// Holds what the top of one sheet shows.
pub(super) struct Top {
    pub(super) header: Option<Header>,
    /// The table of others that the sheet has; nothing in it where it is not known which.
    pub(super) foreign: Option<Foreign>,
    /// The first rows below the header; those of the sheet where it has none.
    pub(super) rows: Vec<RowBuffer>,
    pub(super) has_content: bool,
    /// How much was read to find that out.
    pub(super) bytes: usize,
}

/// Holds a header that is none of an export.
#[derive(Clone)]
pub(super) struct Foreign {
    pub(super) row: u64,
    /// Which table it is, where that is known.
    pub(super) table: Option<&'static ForeignTable>,
    /// The headers that exports have as well.
    pub(super) known: Vec<String>,
}

/// Holds a row among which the header is.
struct TopRow {
    number: u64,
    width: usize,
    cells: Vec<Name>,
    row: RowBuffer,
}

/// Looks at the first rows of a sheet.
pub(super) fn read_top(book: &mut Book, sheet: usize, wanted: Option<ExportKind>) -> Result<Top, SheetError> {
    let (path, is_delimited) = (book.path().to_owned(), book.delimiter().is_some());
    let mut rows = book.rows(sheet)?;
    let mut top: Vec<TopRow> = Vec::new();
    let mut bytes = 0;
    // One more than the header is looked for in, so that the last has a row below it.
    while top.len() <= WITHIN && bytes <= MAX_SAMPLE {
        let Some(row) = rows.next_row().map_err(|problem| problem.at(&path))? else { break };
        bytes += row.bytes();
        let cells = names(row);
        if !cells.is_empty() {
            top.push(TopRow { number: row.number, width: width_of(row, &cells), cells, row: RowBuffer::from(row) });
        }
    }
    let found = choose(&top[..top.len().min(WITHIN)], wanted);
    let (header, foreign) = match found {
        Some(Choice::Export(header)) => (Some(header), None),
        Some(Choice::Foreign(foreign)) => (None, Some(foreign)),
        None => (None, None),
    };
    if let Some(header) = &header {
        if header.width > MAX_COLUMNS {
            return Err(Problem::TooLarge(format!("{} columns", header.width)).at(&path));
        }
        if is_delimited && header.cells.iter().any(|name| has_lone_cr(&name.text)) {
            return Err(Problem::BrokenHeader(header.row).at(&path));
        }
    }
    let has_content = !top.is_empty();
    let below = header.as_ref().map_or(0, |header| header.last_row);
    let is_below = |row: &TopRow| header.is_none() || row.number > below;
    let rows = top.into_iter().filter(is_below).take(FIRST).map(|row| row.row).collect();
    Ok(Top { header, foreign, rows, has_content, bytes })
}

enum Choice {
    Export(Header),
    Foreign(Foreign),
}

/// Chooses the row with the most known columns, the first of several; two rows together where both name columns that the
/// other has not.
fn choose(rows: &[TopRow], wanted: Option<ExportKind>) -> Option<Choice> {
    let mut best: Option<((usize, bool), Choice)> = None;
    let mut offer = |rank: (usize, bool), choice: Choice| {
        if best.as_ref().is_none_or(|(found, _)| rank > *found) {
            best = Some((rank, choice));
        }
    };
    for (place, row) in rows.iter().enumerate() {
        let known: Vec<_> = known_in_any(&row.cells).map(|name| name.text.clone()).collect();
        if let Some(next) = rows.get(place + 1)
            && let Some(header) = two_levels(row, next, wanted)
        {
            offer((header.known, true), Choice::Export(header));
        }
        match table_of(&row.cells, wanted) {
            TableKind::Export(kind) => {
                let mut header = header_of(row, kind);
                if let Some(next) =
                    rows.get(place + 1).filter(|next| kind != ExportKind::Orders && continues(&header, next.row.row()))
                {
                    header.join(next);
                }
                offer((header.known, true), Choice::Export(header));
            }
            TableKind::Foreign(table) => offer(
                (known.len().max(1), false),
                Choice::Foreign(Foreign { row: row.number, table: Some(table), known }),
            ),
            TableKind::Unknown if known.len() > 1 => {
                offer((known.len(), false), Choice::Foreign(Foreign { row: row.number, table: None, known }));
            }
            TableKind::Unknown => {}
        }
    }
    best.map(|(_, choice)| choice)
}

fn header_of(row: &TopRow, kind: ExportKind) -> Header {
    let known = known_fields(kind, &row.cells).len();
    Header { row: row.number, last_row: row.number, cells: row.cells.clone(), width: row.width, kind, known }
}

/// Joins two rows into a header, where both have names of known columns and neither is data.
fn two_levels(upper: &TopRow, lower: &TopRow, wanted: Option<ExportKind>) -> Option<Header> {
    if [upper, lower].iter().any(|row| known_in_any(&row.cells).next().is_none()) {
        return None;
    }
    let cells = joined_any(&upper.cells, &lower.cells);
    let TableKind::Export(kind) = table_of(&cells, wanted) else { return None };
    let both = known_fields(kind, &cells).len();
    let alone = |row: &TopRow| known_fields(kind, &row.cells).len();
    if both <= alone(upper).max(alone(lower)) {
        return None;
    }
    let mut header = header_of(upper, kind);
    if !continues(&header, lower.row.row()) {
        return None;
    }
    header.join(lower);
    Some(header)
}

/// Tells whether a row is no entry but says more of the columns: none of its cells is an id, an amount, a number or a time
/// under a column of such.
fn continues(header: &Header, row: Row<'_>) -> bool {
    let reading = Reading::any_time();
    let says = |place: usize, cell: Cell<'_>| {
        let Ok(at) = header.cells.binary_search_by_key(&place, |name| name.place) else { return false };
        let Some(field) = header.cells[at].field(header.kind) else { return false };
        let wanted = Wanted::at(header.kind, field);
        match wanted.kind() {
            FieldKind::Text | FieldKind::Contact | FieldKind::Plan => false,
            FieldKind::Id => clean::text(cell, reading.dates).contains(|c: char| c.is_ascii_digit()),
            _ => clean::value(wanted, cell, &reading, false).is_ok_and(|value| value != Value::Null),
        }
    };
    let mut has_text = false;
    let only_texts = row.cells().all(|(place, cell)| {
        has_text |= matches!(cell, Cell::Text(text) if !clean::is_none(without_guards(text)));
        matches!(cell, Cell::Text(_) | Cell::Empty) && !says(place, cell)
    });
    only_texts && has_text
}

/// Tells what a row is the header of that comes where rows of data are expected; nothing where it is none, and an unknown table
/// where part of it cannot be read.
pub(super) fn again(row: Row<'_>, kind: ExportKind) -> Option<(Header, TableKind)> {
    let cells = names(row);
    let known = known_in_any(&cells).count();
    let is_foreign = || known > 1 && columns::known().foreign(&cells).is_some();
    let is_telling = known >= TELLING && known * 2 >= cells.len();
    if !is_telling && !is_foreign() {
        return None;
    }
    let is_readable = !row.cells().any(|(_, cell)| matches!(cell, Cell::Undecodable | Cell::TooLong));
    let width = width_of(row, &cells);
    let row = TopRow { number: row.number, width, cells, row: RowBuffer::default() };
    let table = if is_readable { table_of(&row.cells, None) } else { TableKind::Unknown };
    Some((header_of(&row, kind), table))
}

/// Lists the headers of a row that are known columns of some export.
pub(super) fn known_in_any(cells: &[Name]) -> impl Iterator<Item = &Name> {
    cells.iter().filter(|name| name.is_known())
}

/// Lists the fields of a kind of export that cells are the headers of.
fn known_fields(kind: ExportKind, cells: &[Name]) -> BTreeSet<usize> {
    cells.iter().filter_map(|name| name.field(kind)).collect()
}

/// Joins two rows of a header. Of a place that both rows name the known name counts, and the one of the row that has more of
/// them.
fn joined(kind: ExportKind, first: &[Name], second: &[Name]) -> Vec<Name> {
    let more = known_fields(kind, second).len() > known_fields(kind, first).len();
    let mut cells: BTreeMap<usize, &Name> = first.iter().map(|name| (name.place, name)).collect();
    for lower in second {
        let upper = cells.entry(lower.place).or_insert(lower);
        if lower.field(kind).is_some() && (more || upper.field(kind).is_none()) {
            *upper = lower;
        }
    }
    cells.into_values().cloned().collect()
}

/// Joins two rows of which nobody knows yet what they are the header of.
fn joined_any(first: &[Name], second: &[Name]) -> Vec<Name> {
    let kinds = ExportKind::ALL.iter();
    let best = kinds.max_by_key(|kind| known_fields(**kind, first).len() + known_fields(**kind, second).len());
    joined(best.copied().unwrap_or(ExportKind::Orders), first, second)
}

/// Counts the columns that a row spans.
fn width_of(row: Row<'_>, cells: &[Name]) -> usize {
    row.width.or_else(|| cells.last().map(|name| name.place + 1)).unwrap_or_default()
}

/// Tells whether a text has a CR that is no part of a line end: in a file of other line ends one that got into a header.
fn has_lone_cr(text: &str) -> bool {
    text.split('\r').skip(1).any(|rest| !rest.starts_with('\n'))
}

/// Lists the cells of a row that have content; what is no text reads as empty, since no header is a number.
fn names(row: Row<'_>) -> Vec<Name> {
    row.cells()
        .filter_map(|(place, cell)| match cell {
            Cell::Text(text) if !without_guards(text).is_empty() => Some(Name::new(place, without_guards(text))),
            Cell::Number { .. } | Cell::Serial(_) | Cell::Bool(_) | Cell::Error(_) => Some(Name::new(place, "")),
            _ => None,
        })
        .collect()
}

/// Tells which table a row is the header of.
///
/// A table of others is known by its marks, whatever else it has; a sibling export by a mark of its own; an order export by
/// the id of the order and what only this platform has. Where the user insists on orders, an id and one more column will do,
/// unless it clearly is a sibling export.
fn table_of(cells: &[Name], wanted: Option<ExportKind>) -> TableKind {
    let fields: FieldSet = known_fields(ExportKind::Orders, cells).into_iter().map(|place| Field::ALL[place]).collect();
    let has_key = fields.contains(Field::SubOrderId) || fields.contains(Field::MainOrderId);
    let is_orders = has_key && (cells.iter().any(Name::is_ours) || has_both_ids(cells, fields));
    let insists = wanted == Some(ExportKind::Orders);
    if let Some(table) = columns::known().foreign(cells).filter(|_| !insists) {
        return TableKind::Foreign(table);
    }
    let marked = cells.iter().filter_map(Name::mark).filter(|_| cells.len() > 2);
    let marked = marked.max_by_key(|kind| (Some(*kind) == wanted, known_fields(*kind, cells).len()));
    let marked = marked.or_else(|| is_statement(cells).then_some(ExportKind::Settlement));
    match marked.filter(|kind| !insists || is_complete(*kind, cells)) {
        // Orders may have a column of somebody's own that has the name of such a mark.
        Some(kind) if !is_orders || kind == ExportKind::Settlement || is_complete(kind, cells) => {
            TableKind::Export(kind)
        }
        _ if is_orders || (insists && has_key && fields.iter().count() > 1) => TableKind::Export(ExportKind::Orders),
        _ if insists => TableKind::Unknown,
        _ => columns::known().like_foreign(cells).map_or(TableKind::Unknown, TableKind::Foreign),
    }
}

/// Tells whether a table without a mark is a settlement statement that was cut down: it says what was settled when, of which
/// order, and what went off.
fn is_statement(cells: &[Name]) -> bool {
    let known = known_fields(ExportKind::Settlement, cells);
    let has = |name: &str| entry::index_of(ExportKind::Settlement, name).is_some_and(|place| known.contains(&place));
    has("settled_at")
        && has("amount")
        && (has("sub_order_id") || has("order_id"))
        && entry::EXPENSES.iter().any(|name| has(name))
}

/// Tells whether a sibling export has all columns that no entry can do without, and no fewer columns than an order export.
fn is_complete(kind: ExportKind, cells: &[Name]) -> bool {
    let known = known_fields(kind, cells);
    known.len() >= known_fields(ExportKind::Orders, cells).len()
        && entry::fields(kind).iter().enumerate().all(|(place, field)| !field.is_required() || known.contains(&place))
}

/// Tells whether both ids stand there under their own names, with one more known column.
fn has_both_ids(cells: &[Name], fields: FieldSet) -> bool {
    let orders = ExportKind::Orders;
    let has = |field: Field| cells.iter().any(|name| name.field(orders) == Some(field.index()) && name.is_own(orders));
    has(Field::MainOrderId) && has(Field::SubOrderId) && fields.iter().count() > 2
}

/// Shows a row that looks like a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderRow {
    /// The row.
    pub row: u64,
    /// How many cells it has.
    pub cells: usize,
    /// Those of them that exports have as columns.
    pub known: Vec<String>,
}

/// Shows a row, if it names columns of exports.
pub fn header_row(row: Row<'_>) -> Option<HeaderRow> {
    let cells = names(row);
    let known: Vec<_> = known_in_any(&cells).map(|name| name.text.clone()).collect();
    (!known.is_empty()).then_some(HeaderRow { row: row.number, cells: cells.len(), known })
}
