//! Finds the header row of a sheet and the table that it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{self, ReadContext};
use super::cell_text::{self, is_blank};
use super::columns::{self, HeaderCell};
use super::field_ref::FieldRef;
use super::foreign::ForeignTable;
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind, FieldSet};
use crate::model::id::{is_digits, unguarded, without_guards};
use crate::model::record::Value;
use crate::model::time::Stamp;
use crate::sheet::limits::{MAX_COLUMNS, MAX_SAMPLE};
use crate::sheet::{Book, Cell, Excess, Problem, Row, RowBuffer, SheetError};

/// The rows with content at the top of a sheet that may be the header.
pub const HEADER_WITHIN: usize = 50;

/// The rows below the header that are kept.
const FIRST_ROWS: usize = 5;

/// A number with more digits is an id and no quantity.
const QUANTITY_DIGITS: usize = 8;

/// The known columns that make a row among the data a header.
const REPEATED_KNOWN: usize = 3;

/// Names the table that a header belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) enum TableKind {
    /// An export that can be imported.
    Export(ExportKind),
    /// A known table of another platform or program.
    Foreign(&'static ForeignTable),
    /// Another table that shares columns with exports.
    Unknown,
}

/// Holds a header of one row, or of two.
#[derive(Debug, Clone)]
pub struct Header {
    /// The number of its first row.
    pub(super) row: u64,
    /// The number of its last row.
    pub(super) last_row: u64,
    /// The cells with content, by column.
    pub(super) cells: Vec<HeaderCell>,
    /// The number of columns that it spans.
    pub(super) width: usize,
    pub(super) kind: ExportKind,
    /// The number of known columns of the kind.
    pub(super) known: usize,
}

impl Header {
    /// Lists the indexes of its fields, as in [`columns::fields`].
    pub(super) fn fields(&self) -> BTreeSet<usize> {
        known_fields(self.kind, &self.cells)
    }

    /// Tells whether some of its cells are data.
    pub(super) fn has_data(&self) -> bool {
        let is_data = |text: &str| (is_digits(text) && text.len() > QUANTITY_DIGITS) || Stamp::parse(text).is_some();
        self.cells.iter().any(|cell| is_data(unguarded(&cell.text)))
    }

    /// Adds the cells of a second header row.
    fn add_second_row(&mut self, second: &TopRow) {
        self.cells = joined(self.kind, &self.cells, &second.cells);
        self.width = self.width.max(second.width);
        self.last_row = second.number;
        self.known = self.fields().len();
    }
}

/// Holds what the top of a sheet shows.
pub(super) struct Top {
    pub(super) header: Option<Header>,
    /// A header that belongs to no export.
    pub(super) foreign: Option<ForeignHeader>,
    /// The first rows below the header, or of the sheet where it has no header.
    pub(super) rows: Vec<RowBuffer>,
    pub(super) has_content: bool,
    /// The number of bytes that were read.
    pub(super) bytes: usize,
}

/// Holds a header that belongs to no export.
#[derive(Clone)]
pub(super) struct ForeignHeader {
    pub(super) row: u64,
    /// The table, where it is known.
    pub(super) table: Option<&'static ForeignTable>,
    /// The headers that exports have too.
    pub(super) known: Vec<String>,
}

/// Holds a row at the top of a sheet.
struct TopRow {
    number: u64,
    width: usize,
    cells: Vec<HeaderCell>,
    row: RowBuffer,
}

/// Reads the first rows of a sheet. `wanted` is the kind that the user asks for.
pub(super) fn read_top(book: &mut Book, sheet: usize, wanted: Option<ExportKind>) -> Result<Top, SheetError> {
    let (path, is_delimited) = (book.path().to_owned(), book.delimiter().is_some());
    let mut rows = book.rows(sheet)?;
    let mut top: Vec<TopRow> = Vec::new();
    let mut bytes = 0;
    // One row more, so that the last possible header has a row below it.
    while top.len() <= HEADER_WITHIN && bytes <= MAX_SAMPLE {
        let Some(row) = rows.next_row().map_err(|problem| problem.at(&path))? else { break };
        bytes += row.bytes();
        let cells = header_cells(row);
        if !cells.is_empty() {
            top.push(TopRow { number: row.number, width: width_of(row, &cells), cells, row: RowBuffer::from(row) });
        }
    }
    let found = choose(&top[..top.len().min(HEADER_WITHIN)], wanted);
    let (header, foreign) = match found {
        Some(Choice::Export(header)) => (Some(header), None),
        Some(Choice::Foreign(foreign)) => (None, Some(foreign)),
        None => (None, None),
    };
    if let Some(header) = &header {
        if header.width > MAX_COLUMNS {
            return Err(Problem::too_large(Excess::Columns, header.width).at(&path));
        }
        if is_delimited && header.cells.iter().any(|cell| has_lone_cr(&cell.text)) {
            return Err(Problem::BrokenHeader(header.row).at(&path));
        }
    }
    let has_content = !top.is_empty();
    let below = header.as_ref().map_or(0, |header| header.last_row);
    let is_below = |row: &TopRow| header.is_none() || row.number > below;
    let rows = top.into_iter().filter(is_below).take(FIRST_ROWS).map(|row| row.row).collect();
    Ok(Top { header, foreign, rows, has_content, bytes })
}

enum Choice {
    Export(Header),
    Foreign(ForeignHeader),
}

/// Chooses the row with the most known columns, and the first of several. Two rows count as one header where each has known columns
/// that the other lacks.
fn choose(rows: &[TopRow], wanted: Option<ExportKind>) -> Option<Choice> {
    let mut best: Option<((usize, bool), Choice)> = None;
    let mut offer = |rank: (usize, bool), choice: Choice| {
        if best.as_ref().is_none_or(|(found, _)| rank > *found) {
            best = Some((rank, choice));
        }
    };
    for (index, row) in rows.iter().enumerate() {
        let known: Vec<_> = known_in_any(&row.cells).map(|cell| cell.text.clone()).collect();
        if let Some(next) = rows.get(index + 1)
            && let Some(header) = two_levels(row, next, wanted)
        {
            offer((header.known, true), Choice::Export(header));
        }
        match table_of(&row.cells, wanted) {
            TableKind::Export(kind) => {
                let mut header = header_of(row, kind);
                if let Some(next) = rows
                    .get(index + 1)
                    .filter(|next| kind != ExportKind::Orders && is_second_row(&header, next.row.row()))
                {
                    header.add_second_row(next);
                }
                offer((header.known, true), Choice::Export(header));
            }
            TableKind::Foreign(table) => offer(
                (known.len().max(1), false),
                Choice::Foreign(ForeignHeader { row: row.number, table: Some(table), known }),
            ),
            TableKind::Unknown if known.len() > 1 => {
                offer((known.len(), false), Choice::Foreign(ForeignHeader { row: row.number, table: None, known }));
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

/// Joins two rows into a header where both have known columns and neither has data.
fn two_levels(upper: &TopRow, lower: &TopRow, wanted: Option<ExportKind>) -> Option<Header> {
    if [upper, lower].iter().any(|row| known_in_any(&row.cells).next().is_none()) {
        return None;
    }
    let cells = joined_any(&upper.cells, &lower.cells);
    let TableKind::Export(kind) = table_of(&cells, wanted) else { return None };
    let both = known_fields(kind, &cells).len();
    let of_one = |row: &TopRow| known_fields(kind, &row.cells).len();
    if both <= of_one(upper).max(of_one(lower)) {
        return None;
    }
    let mut header = header_of(upper, kind);
    if !is_second_row(&header, lower.row.row()) {
        return None;
    }
    header.add_second_row(lower);
    Some(header)
}

/// Tells whether a row is the second one of a header and no data: no cell is an id, an amount, a number or a time below a column of
/// such values.
fn is_second_row(header: &Header, row: Row<'_>) -> bool {
    let context = ReadContext::any_time();
    let is_data = |column: usize, cell: Cell<'_>| {
        let Ok(found) = header.cells.binary_search_by_key(&column, |cell| cell.index) else { return false };
        let Some(field) = header.cells[found].field(header.kind) else { return false };
        let field = FieldRef::at(header.kind, field);
        match field.kind() {
            FieldKind::Text | FieldKind::Contact | FieldKind::Plan => false,
            FieldKind::Id => cell_text::text(cell, context.dates).contains(|c: char| c.is_ascii_digit()),
            _ => cell::value(field, cell, &context, false).is_ok_and(|value| value != Value::Null),
        }
    };
    let mut has_text = false;
    let only_texts = row.cells().all(|(column, cell)| {
        has_text |= matches!(cell, Cell::Text(text) if !is_blank(without_guards(text)));
        matches!(cell, Cell::Text(_) | Cell::Empty) && !is_data(column, cell)
    });
    only_texts && has_text
}

/// Recognises a header among the rows of data, with the table that it belongs to. The table is unknown where a cell cannot be read.
pub(super) fn repeated_header(row: Row<'_>, kind: ExportKind) -> Option<(Header, TableKind)> {
    let cells = header_cells(row);
    let known = known_in_any(&cells).count();
    let is_foreign = || known > 1 && columns::known().foreign(&cells).is_some();
    let has_enough_known = known >= REPEATED_KNOWN && known * 2 >= cells.len();
    if !has_enough_known && !is_foreign() {
        return None;
    }
    let is_readable = !row.cells().any(|(_, cell)| matches!(cell, Cell::Undecodable | Cell::TooLong));
    let width = width_of(row, &cells);
    let row = TopRow { number: row.number, width, cells, row: RowBuffer::default() };
    let table = if is_readable { table_of(&row.cells, None) } else { TableKind::Unknown };
    Some((header_of(&row, kind), table))
}

/// Lists the cells that are headers of some export.
pub(super) fn known_in_any(cells: &[HeaderCell]) -> impl Iterator<Item = &HeaderCell> {
    cells.iter().filter(|cell| cell.is_known())
}

/// Lists the indexes of the fields of a kind of export among the cells.
fn known_fields(kind: ExportKind, cells: &[HeaderCell]) -> BTreeSet<usize> {
    cells.iter().filter_map(|cell| cell.field(kind)).collect()
}

/// Joins two rows of a header. In a column that both rows name, a known header wins, and of two known ones the one of the row with more
/// known headers.
fn joined(kind: ExportKind, first: &[HeaderCell], second: &[HeaderCell]) -> Vec<HeaderCell> {
    let more = known_fields(kind, second).len() > known_fields(kind, first).len();
    let mut cells: BTreeMap<usize, &HeaderCell> = first.iter().map(|cell| (cell.index, cell)).collect();
    for lower in second {
        let upper = cells.entry(lower.index).or_insert(lower);
        if lower.field(kind).is_some() && (more || upper.field(kind).is_none()) {
            *upper = lower;
        }
    }
    cells.into_values().cloned().collect()
}

/// Joins two rows of a header whose kind is not known yet.
fn joined_any(first: &[HeaderCell], second: &[HeaderCell]) -> Vec<HeaderCell> {
    let kinds = ExportKind::ALL.iter();
    let best = kinds.max_by_key(|kind| known_fields(**kind, first).len() + known_fields(**kind, second).len());
    joined(best.copied().unwrap_or(ExportKind::Orders), first, second)
}

/// Counts the columns that a row spans.
fn width_of(row: Row<'_>, cells: &[HeaderCell]) -> usize {
    row.width.or_else(|| cells.last().map(|cell| cell.index + 1)).unwrap_or_default()
}

/// Tells whether a text has a CR that ends no line: a file with other line ends has one in its header.
fn has_lone_cr(text: &str) -> bool {
    text.split('\r').skip(1).any(|rest| !rest.starts_with('\n'))
}

/// Lists the cells of a row that have content. Those without text become empty headers, since no header is a number.
fn header_cells(row: Row<'_>) -> Vec<HeaderCell> {
    row.cells()
        .filter_map(|(index, cell)| match cell {
            Cell::Text(text) if !without_guards(text).is_empty() => Some(HeaderCell::new(index, without_guards(text))),
            Cell::Number { .. } | Cell::Serial(_) | Cell::Bool(_) | Cell::Error(_) => Some(HeaderCell::new(index, "")),
            _ => None,
        })
        .collect()
}

/// Finds the table that a header belongs to.
///
/// A foreign table is recognised by its marks, whatever other columns it has, and a sibling export by its own. An order export has the
/// id of the order and a column that only this platform has. Where the user insists on orders, an id and one more known column suffice,
/// unless the table clearly is a sibling export. Where the user insists on costs, any table with a cost will do.
fn table_of(cells: &[HeaderCell], wanted: Option<ExportKind>) -> TableKind {
    let fields: FieldSet = known_fields(ExportKind::Orders, cells).into_iter().map(|index| Field::ALL[index]).collect();
    let has_key = fields.contains(Field::SubOrderId) || fields.contains(Field::MainOrderId);
    let is_orders = has_key && (cells.iter().any(HeaderCell::is_ours) || has_both_ids(cells, fields));
    let insists = wanted == Some(ExportKind::Orders);
    let is_costs = !has_key && is_costs(cells);
    let has_wanted_costs = is_costs && wanted == Some(ExportKind::Costs);
    if let Some(table) = columns::known().foreign(cells).filter(|_| !insists && !has_wanted_costs) {
        return TableKind::Foreign(table);
    }
    let marked = cells.iter().filter_map(HeaderCell::mark).filter(|_| cells.len() > 2);
    let marked = marked.max_by_key(|kind| (Some(*kind) == wanted, known_fields(*kind, cells).len()));
    let marked = marked.or_else(|| is_statement(cells).then_some(ExportKind::Settlement));
    let marked = marked.or_else(|| is_costs.then_some(ExportKind::Costs));
    match marked.filter(|kind| !insists || is_complete(*kind, cells)) {
        // An order table may have a column of the user's own with the name of such a mark.
        Some(kind) if !is_orders || kind == ExportKind::Settlement || is_complete(kind, cells) => {
            TableKind::Export(kind)
        }
        _ if is_orders || (insists && has_key && fields.iter().count() > 1) => TableKind::Export(ExportKind::Orders),
        _ if insists => TableKind::Unknown,
        _ => columns::known().likely_foreign(cells).map_or(TableKind::Unknown, TableKind::Foreign),
    }
}

/// Tells whether a table without a mark is a settlement statement with fewer columns: it has the time, the amount, the order and an
/// expense.
fn is_statement(cells: &[HeaderCell]) -> bool {
    let known = known_fields(ExportKind::Settlement, cells);
    let has = |name: &str| entry::index_of(ExportKind::Settlement, name).is_some_and(|index| known.contains(&index));
    has("settled_at")
        && has("amount")
        && (has("sub_order_id") || has("order_id"))
        && entry::EXPENSES.iter().any(|name| has(name))
}

/// Tells whether a table has costs, and a column that tells of what.
fn is_costs(cells: &[HeaderCell]) -> bool {
    let known = known_fields(ExportKind::Costs, cells);
    let has = |name: &str| entry::index_of(ExportKind::Costs, name).is_some_and(|index| known.contains(&index));
    has("cost") && entry::one_of(ExportKind::Costs).iter().all(|names| names.iter().any(|name| has(name)))
}

/// Tells whether a table has all required columns of a sibling export, and as many known columns as it has of an order export.
fn is_complete(kind: ExportKind, cells: &[HeaderCell]) -> bool {
    let known = known_fields(kind, cells);
    known.len() >= known_fields(ExportKind::Orders, cells).len()
        && entry::fields(kind).iter().enumerate().all(|(index, field)| !field.is_required() || known.contains(&index))
}

/// Tells whether both ids of orders have their own headers, and there is one more known column.
fn has_both_ids(cells: &[HeaderCell], fields: FieldSet) -> bool {
    let orders = ExportKind::Orders;
    let has = |field: Field| cells.iter().any(|cell| cell.field(orders) == Some(field.index()) && cell.is_own(orders));
    has(Field::MainOrderId) && has(Field::SubOrderId) && fields.iter().count() > 2
}

/// Describes a row that looks like a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderRow {
    /// The number of the row.
    pub row: u64,
    /// The number of its cells.
    pub cells: usize,
    /// The cells that are headers of exports.
    pub known: Vec<String>,
}

/// Describes a row if it has headers of exports.
pub fn header_row(row: Row<'_>) -> Option<HeaderRow> {
    let cells = header_cells(row);
    let known: Vec<_> = known_in_any(&cells).map(|cell| cell.text.clone()).collect();
    (!known.is_empty()).then_some(HeaderRow { row: row.number, cells: cells.len(), known })
}
