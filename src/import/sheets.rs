//! Which sheets of a file are read, and how delimited text is split.

use std::cmp::Reverse;

use super::error::ImportError;
use super::header::{self, Foreign, Header, Top};
use crate::model::export::ExportKind;
use crate::sheet::limits;
use crate::sheet::{Book, Problem, RowBuffer, SheetError};

/// Holds what the tops of the sheets show.
pub(super) struct Found {
    /// The sheet that is read first, and its header.
    pub(super) sheet: usize,
    pub(super) header: Header,
    /// Sheets that go on with the same columns under a header of their own.
    pub(super) further: Vec<(usize, Header)>,
    /// Sheets without a header that may go on with the table, with their first rows.
    pub(super) headless: Vec<(usize, Vec<RowBuffer>)>,
    /// Names of the other sheets that have content.
    pub(super) others: Vec<String>,
    /// Names of the other sheets that have rows of the same kind.
    pub(super) rivals: Vec<String>,
}

/// Finds the header of a file. Delimited text is split in each of the ways that it can be, and stays split in the way that
/// shows the most known columns.
pub(super) fn find(book: &mut Book, sheet: Option<&str>, kind: Option<ExportKind>) -> Result<Found, ImportError> {
    let delimiters = book.delimiters();
    let mut best: Option<(usize, (bool, usize))> = None;
    let mut broken = None;
    for (place, delimiter) in delimiters.iter().enumerate() {
        book.set_delimiter(*delimiter);
        let top = match header::read_top(book, 0, kind) {
            Ok(top) => top,
            // Split at a sign that is not its own a sound file can look broken.
            Err(error) => {
                broken = broken.or(Some(error));
                continue;
            }
        };
        let rank = match (&top.header, &top.foreign) {
            (Some(header), _) => Some((true, header.known)),
            (None, Some(foreign)) => Some((false, foreign.known.len())),
            (None, None) => None,
        };
        if let Some(rank) = rank
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
    among_sheets(book, sheet, kind)
}

fn among_sheets(book: &mut Book, sheet: Option<&str>, kind: Option<ExportKind>) -> Result<Found, ImportError> {
    let wanted = wanted_sheet(book, sheet)?;
    let mut tops = Vec::new();
    let mut bytes = 0;
    for place in (0..book.sheets().len()).filter(|place| wanted.is_none_or(|wanted| wanted == *place)) {
        // A sheet that cannot be read may be the one with the orders; another must not take its place.
        let top = header::read_top(book, place, kind)?;
        bytes += top.bytes;
        limits::check_tops(bytes).map_err(|problem| problem.at(book.path()))?;
        tops.push((place, top));
    }
    let Some((chosen, chosen_header)) = choose(book, &tops, kind) else {
        return Err(nothing_found(book, tops));
    };
    book.set_width(chosen_header.width);
    let visible = |place: usize| book.sheets()[place].visible;
    let (mut further, mut headless, mut others, mut rivals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (place, top) in tops.into_iter().filter(|(place, _)| *place != chosen) {
        let name = book.sheets()[place].name.clone();
        let goes_on = visible(place) && visible(chosen);
        match top.header {
            Some(header) if header.kind == chosen_header.kind && top.rows.is_empty() => {}
            Some(header)
                if header.kind == chosen_header.kind && goes_on && header.fields() == chosen_header.fields() =>
            {
                further.push((place, header));
            }
            Some(header) if header.kind == chosen_header.kind => rivals.extend(name),
            None if top.foreign.is_none() && top.has_content && goes_on => headless.push((place, top.rows)),
            _ if top.has_content => others.extend(name),
            _ => {}
        }
    }
    Ok(Found { sheet: chosen, header: chosen_header, further, headless, others, rivals })
}

/// Chooses the sheet that is read first: of the wanted kind, else orders; with rows; shown; with the most known columns.
fn choose(book: &Book, tops: &[(usize, Top)], kind: Option<ExportKind>) -> Option<(usize, Header)> {
    let rank = |place: usize, top: &Top, header: &Header| {
        let is_wanted = header.kind == kind.unwrap_or(ExportKind::Orders);
        (is_wanted, !top.rows.is_empty(), book.sheets()[place].visible, header.known, Reverse(place))
    };
    let headers = tops.iter().filter_map(|(place, top)| Some((*place, top, top.header.as_ref()?)));
    let best = headers.max_by_key(|(place, top, header)| rank(*place, top, header));
    best.map(|(place, _, header)| (place, header.clone()))
}

/// Says what a file has in place of an export: a table of others, or nothing that is known.
fn nothing_found(book: &Book, tops: Vec<(usize, Top)>) -> ImportError {
    let path = book.path().to_owned();
    let foreign: Vec<Foreign> = tops.into_iter().filter_map(|(_, top)| top.foreign).collect();
    let named = foreign.iter().find_map(|foreign| foreign.table);
    let closest = foreign.into_iter().max_by_key(|foreign| foreign.known.len());
    match (named, closest) {
        (None, None) => ImportError::NoHeader { path },
        (table, closest) => {
            ImportError::ForeignTable { path, table, closest: closest.map(|foreign| (foreign.row, foreign.known)) }
        }
    }
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
