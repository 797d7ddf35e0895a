//! Which row of which sheet is the header, and of what kind of export.

use super::clean::{self, Reading, Wanted};
use super::columns;
use super::error::ImportError;
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind, FieldSet};
use crate::model::id::trimmed;
use crate::model::record::Value;
use crate::sheet::limits::{self, MAX_COLUMNS, MAX_SAMPLE};
use crate::sheet::{Book, Cell, DateSystem, Problem, Row, SheetError};

/// Rows at the top of a sheet among which the header is looked for.
const WITHIN: usize = 50;

/// Holds a row that is a header, with the second row of one that has two.
pub(super) struct Header {
    pub(super) sheet: usize,
    pub(super) row: u64,
    /// The row after which the data begins.
    pub(super) last_row: u64,
    /// The cells that have text, by place.
    pub(super) cells: Vec<(usize, String)>,
    /// The number of columns that the row spans.
    pub(super) width: usize,
    pub(super) kind: ExportKind,
    /// How many of the cells are known columns of the kind.
    known: usize,
}

impl Header {
    /// Ranks the headers of a file: the kind that is wanted, then orders, then the most known columns.
    fn rank(&self, wanted: Option<ExportKind>) -> (bool, usize) {
        (self.kind == wanted.unwrap_or(ExportKind::Orders), self.known)
    }

    /// Takes the names of a second header row in, where a row below the header is one. Of a place that both rows name the known
    /// name counts, and the one of the row that has more of them.
    fn join(&mut self, second: &[(usize, String)], row: u64, width: usize) {
        let kind = self.kind;
        let is_known = |text: &str| columns::known().place(kind, text).is_some();
        let more = known_cells(kind, second) > self.known;
        for (place, text) in second {
            match self.cells.iter_mut().find(|(other, _)| other == place) {
                Some((_, first)) if is_known(text) && (more || !is_known(first)) => first.clone_from(text),
                Some(_) => {}
                None => self.cells.push((*place, text.clone())),
            }
        }
        self.cells.sort_unstable_by_key(|(place, _)| *place);
        self.width = self.width.max(width);
        self.last_row = row;
        self.known = known_cells(kind, &self.cells);
    }

    /// Tells whether a row is no entry but says more of the columns: none of its cells is an id, an amount, a number or a time
    /// under a column of such.
    fn is_continued_by(&self, row: Row<'_>) -> bool {
        let fields = entry::fields(self.kind);
        let reading = Reading { dates: DateSystem::From1900, zero_tails: false };
        let says = |place: usize, cell: Cell<'_>| {
            let Some((_, header)) = self.cells.iter().find(|(other, _)| *other == place) else { return false };
            let field = columns::known().place(self.kind, header).and_then(|place| fields.get(place));
            let Some(field) = field else { return false };
            match field.kind {
                FieldKind::Text | FieldKind::Contact => false,
                FieldKind::Id => clean::text(cell, reading.dates).contains(|c: char| c.is_ascii_digit()),
                _ => clean::value(Wanted::Entry(field), cell, reading).is_ok_and(|value| value != Value::Null),
            }
        };
        let mut texts = false;
        let only_texts = row.cells().all(|(place, cell)| {
            texts |= matches!(cell, Cell::Text(text) if !clean::is_none(trimmed(text)));
            matches!(cell, Cell::Text(_) | Cell::Empty) && !says(place, cell)
        });
        only_texts && texts
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
    let mut broken = None;
    for (place, delimiter) in delimiters.iter().enumerate() {
        book.set_delimiter(*delimiter);
        let top = match read_top(book, 0, kind) {
            Ok(top) => top,
            // Split at a sign that is not its own a sound file can look broken.
            Err(error) => {
                broken = broken.or(Some(error));
                continue;
            }
        };
        if let Some(rank) = top.header.map(|header| header.rank(kind))
            && best.is_none_or(|(_, found)| rank > found)
        {
            best = Some((place, rank));
        }
    }
    if let (None, Some(error)) = (best, broken) {
        return Err(error.into());
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
    let mut bytes = 0;
    for place in (0..book.sheets().len()).filter(|place| wanted.is_none_or(|wanted| wanted == *place)) {
        match read_top(book, place, kind) {
            Ok(top) => {
                bytes += top.bytes;
                limits::check_tops(bytes).map_err(|problem| problem.at(book.path()))?;
                tops.push((place, top));
            }
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
    book.set_width(header.width);
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
    /// How much was read to find that out.
    bytes: usize,
}

fn read_top(book: &mut Book, sheet: usize, wanted: Option<ExportKind>) -> Result<Top, SheetError> {
    let path = book.path().to_owned();
    let mut rows = book.rows(sheet)?;
    let mut top = Top { header: None, closest: None, has_content: false, bytes: 0 };
    for _ in 0..WITHIN {
        if top.bytes > MAX_SAMPLE {
            break;
        }
        let Some(row) = rows.next_row().map_err(|problem| problem.at(&path))? else { break };
        top.bytes += row.bytes();
        let cells = texts(row);
        top.has_content |= !cells.is_empty();
        let known: Vec<String> = cells
            .iter()
            .filter(|(_, text)| columns::known().field(text).is_some())
            .map(|(_, text)| text.clone())
            .collect();
        if let Some(kind) = kind_of(&cells, wanted) {
            let width = width_of(row);
            if row.width.is_some() && cells.iter().any(|(_, text)| has_lone_cr(text)) {
                return Err(Problem::BrokenHeader(row.number).at(&path));
            }
            if width > MAX_COLUMNS {
                return Err(Problem::TooLarge(format!("{width} columns")).at(&path));
            }
            let known = known_cells(kind, &cells);
            let (row, last_row) = (row.number, row.number);
            let mut header = Header { sheet, row, last_row, cells, width, kind, known };
            if kind != ExportKind::Orders {
                let next = rows.next_row().map_err(|problem| problem.at(&path))?;
                if let Some(next) = next.filter(|next| header.is_continued_by(*next)) {
                    header.join(&texts(next), next.number, width_of(next));
                }
            }
            top.header = Some(header);
            break;
        }
        if known.len() > top.closest.as_ref().map_or(0, |(_, headers)| headers.len()) {
            top.closest = Some((row.number, known));
        }
    }
    Ok(top)
}

/// Counts the cells that are known columns of a kind of export.
fn known_cells(kind: ExportKind, cells: &[(usize, String)]) -> usize {
    cells.iter().filter(|(_, text)| columns::known().place(kind, text).is_some()).count()
}

/// Counts the columns that a row spans.
fn width_of(row: Row<'_>) -> usize {
    let last = || texts(row).last().map(|(place, _)| place + 1);
    row.width.or_else(last).unwrap_or_default()
}

/// Tells whether a text has a CR that is no part of a line end: in a file of other line ends one that got into a header.
fn has_lone_cr(text: &str) -> bool {
    text.split('\r').skip(1).any(|rest| !rest.starts_with('\n'))
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
///
/// Of several kinds it is the wanted sibling, else the one with the most known columns: an order export may have a column of its
/// own that is the mark of a sibling.
fn kind_of(cells: &[(usize, String)], wanted: Option<ExportKind>) -> Option<ExportKind> {
    let fields: FieldSet = cells.iter().filter_map(|(_, text)| columns::known().field(text)).collect();
    let key = fields.contains(Field::SubOrderId) || fields.contains(Field::MainOrderId);
    let orders = (key && fields.iter().count() > 1).then_some(ExportKind::Orders);
    let marked = cells.iter().filter_map(|(_, text)| columns::known().mark(text)).filter(|_| cells.len() > 2);
    orders.into_iter().chain(marked).max_by_key(|kind| {
        let is_sibling = *kind != ExportKind::Orders;
        (is_sibling && Some(*kind) == wanted, known_cells(*kind, cells), is_sibling)
    })
}
