//! Which row of which sheet is the header, and of what kind of export.

use super::columns;
use super::error::ImportError;
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldSet};
use crate::model::id::trimmed;
use crate::sheet::{Book, Cell, Problem, Row, SheetError};

/// Rows at the top of a sheet among which the header is looked for.
const WITHIN: usize = 50;

/// The most columns that a sheet can have in a spreadsheet program.
const MAX_COLUMNS: usize = 16_384;

/// Holds a row that is a header.
pub(super) struct Header {
    pub(super) sheet: usize,
    pub(super) row: u64,
    /// The cells that have text, by place.
    pub(super) cells: Vec<(usize, String)>,
    /// The number of columns that the row spans.
    pub(super) width: usize,
    pub(super) kind: ExportKind,
    /// How many of the cells are columns of an order export.
    known: usize,
}

impl Header {
    /// Ranks the headers of a file: the kind that is wanted, then orders, then the most known columns.
    fn rank(&self, wanted: Option<ExportKind>) -> (bool, usize) {
        (self.kind == wanted.unwrap_or(ExportKind::Orders), self.known)
    }
}

/// Holds what the tops of the sheets show.
pub(super) struct Found {
    pub(super) header: Header,
    /// Names of the other sheets that have content.
    pub(super) others: Vec<String>,
    /// Names of the other sheets that have a header of the same kind.
    pub(super) rivals: Vec<String>,
}

/// Finds the header of a file. Delimited text is split in each of the ways that it can be, and stays split in the way that
/// shows the best header.
pub(super) fn find(book: &mut Book, sheet: Option<&str>, kind: Option<ExportKind>) -> Result<Found, ImportError> {
    let delimiters = book.delimiters();
    let mut best: Option<(usize, (bool, usize))> = None;
    for (place, delimiter) in delimiters.iter().enumerate() {
        book.set_delimiter(*delimiter);
        // Split at another sign a sound file can look broken; what is wrong with the right one comes out below.
        let Ok(top) = read_top(book, 0) else { continue };
        if let Some(rank) = top.header.map(|header| header.rank(kind))
            && best.is_none_or(|(_, found)| rank > found)
        {
            best = Some((place, rank));
        }
    }
    if let Some(delimiter) = delimiters.get(best.map_or(0, |(place, _)| place)) {
        book.set_delimiter(*delimiter);
    }
    find_among_sheets(book, sheet, kind)
}

fn find_among_sheets(book: &mut Book, sheet: Option<&str>, kind: Option<ExportKind>) -> Result<Found, ImportError> {
    let wanted = wanted_sheet(book, sheet)?;
    let mut tops = Vec::new();
    let mut unreadable = None;
    for place in (0..book.sheets().len()).filter(|place| wanted.is_none_or(|wanted| wanted == *place)) {
        match read_top(book, place) {
            Ok(top) => tops.push((place, top)),
            // Another sheet may still have the orders.
            Err(error) => unreadable = unreadable.or(Some(error)),
        }
    }
    let best = tops
        .iter()
        .filter_map(|(_, top)| top.header.as_ref())
        .max_by_key(|header| (header.rank(kind), std::cmp::Reverse(header.sheet)))
        .map(|header| (header.sheet, header.kind));
    let Some((chosen, chosen_kind)) = best else {
        if let Some(error) = unreadable {
            return Err(error.into());
        }
        let closest = tops.into_iter().filter_map(|(_, top)| top.closest).max_by_key(|(_, headers)| headers.len());
        return Err(ImportError::NoHeader { path: book.path().to_owned(), closest });
    };
    let (mut others, mut rivals, mut header) = (Vec::new(), Vec::new(), None);
    for (place, top) in tops {
        let name = book.sheets()[place].name.clone();
        if place == chosen {
            header = top.header;
        } else if top.header.is_some_and(|header| header.kind == chosen_kind) {
            rivals.extend(name);
        } else if top.has_content {
            others.extend(name);
        }
    }
    let header = header.ok_or_else(|| ImportError::NoHeader { path: book.path().to_owned(), closest: None })?;
    Ok(Found { header, others, rivals })
}

fn wanted_sheet(book: &Book, sheet: Option<&str>) -> Result<Option<usize>, SheetError> {
    let Some(wanted) = sheet else { return Ok(None) };
    let names: Vec<&str> = book.sheets().iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let missing = || Problem::NoSuchSheet(wanted.to_owned(), names.iter().map(|name| (*name).to_owned()).collect());
    let place = names.iter().position(|name| name.trim() == wanted.trim());
    place.map(Some).ok_or_else(|| missing().at(book.path()))
}

/// Holds what the top of one sheet shows.
struct Top {
    header: Option<Header>,
    /// The row with the most known headers, where none is a header.
    closest: Option<(u64, Vec<String>)>,
    has_content: bool,
}

fn read_top(book: &mut Book, sheet: usize) -> Result<Top, SheetError> {
    let path = book.path().to_owned();
    let mut rows = book.rows(sheet)?;
    let mut top = Top { header: None, closest: None, has_content: false };
    for _ in 0..WITHIN {
        let Some(row) = rows.next_row().map_err(|problem| problem.at(&path))? else { break };
        let cells = texts(row);
        top.has_content |= !cells.is_empty();
        let known: Vec<String> = cells
            .iter()
            .filter(|(_, text)| columns::known().field(text).is_some())
            .map(|(_, text)| text.clone())
            .collect();
        if let Some(kind) = kind_of(&cells) {
            let width = row.width.or(cells.last().map(|(place, _)| place + 1)).unwrap_or_default();
            if width > MAX_COLUMNS {
                return Err(Problem::TooLarge(format!("{width} columns")).at(&path));
            }
            top.header = Some(Header { sheet, row: row.number, cells, width, kind, known: known.len() });
            break;
        }
        if known.len() > top.closest.as_ref().map_or(0, |(_, headers)| headers.len()) {
            top.closest = Some((row.number, known));
        }
    }
    Ok(top)
}

/// Lists the cells of a row that have content; what is no text reads as empty, since no header is a number.
fn texts(row: Row<'_>) -> Vec<(usize, String)> {
    row.cells()
        .filter_map(|(place, cell)| match cell {
            Cell::Text(text) if !trimmed(text).is_empty() => Some((place, trimmed(text).to_owned())),
            Cell::Number { .. } | Cell::Serial(_) | Cell::Bool(_) | Cell::Error(_) => Some((place, String::new())),
            _ => None,
        })
        .collect()
}

/// Tells which kind of export a row is the header of: siblings have a mark, orders the key's column and one more.
fn kind_of(cells: &[(usize, String)]) -> Option<ExportKind> {
    if let Some(kind) = cells.iter().find_map(|(_, text)| columns::known().mark(text))
        && cells.len() > 2
    {
        return Some(kind);
    }
    let fields: FieldSet = cells.iter().filter_map(|(_, text)| columns::known().field(text)).collect();
    let key = fields.contains(Field::SubOrderId) || fields.contains(Field::MainOrderId);
    (key && fields.iter().count() > 1).then_some(ExportKind::Orders)
}
