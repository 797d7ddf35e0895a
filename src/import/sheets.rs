//! Chooses the sheets of a file that are read, and the delimiter of delimited text.

use std::cmp::Reverse;

use super::error::ImportError;
use super::header::{self, ForeignHeader, Header, Top};
use crate::model::export::ExportKind;
use crate::sheet::limits;
use crate::sheet::{Book, Problem, RowBuffer, SheetError};

/// Holds the chosen sheets.
pub(super) struct ChosenSheets {
    /// The index of the sheet that is read first, and its header.
    pub(super) sheet: usize,
    pub(super) header: Header,
    /// Sheets that continue the table under a header of their own.
    pub(super) further: Vec<(usize, Header)>,
    /// Sheets without a header that may continue the table, with their first rows.
    pub(super) headless: Vec<(usize, Vec<RowBuffer>)>,
    /// Names of the other sheets that have content.
    pub(super) others: Vec<String>,
    /// Names of the other sheets that have rows of the same kind.
    pub(super) rivals: Vec<String>,
}

/// Chooses the sheets of a file. Delimited text is tried with each possible delimiter, and keeps the one with the most known columns.
pub(super) fn choose_sheets(
    book: &mut Book,
    sheet: Option<&str>,
    kind: Option<ExportKind>,
) -> Result<ChosenSheets, ImportError> {
    let delimiters = book.delimiters();
    let mut best: Option<(usize, (bool, usize))> = None;
    let mut broken = None;
    for (index, delimiter) in delimiters.iter().enumerate() {
        book.set_delimiter(*delimiter);
        let top = match header::read_top(book, 0, kind) {
            Ok(top) => top,
            // With a wrong delimiter an intact file may look broken.
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
            best = Some((index, rank));
        }
    }
    if let (None, Some(error)) = (best, broken) {
        return Err(error.into());
    }
    if let Some(delimiter) = delimiters.get(best.map_or(0, |(index, _)| index)) {
        book.set_delimiter(*delimiter);
    }
    among_sheets(book, sheet, kind)
}

fn among_sheets(book: &mut Book, sheet: Option<&str>, kind: Option<ExportKind>) -> Result<ChosenSheets, ImportError> {
    let wanted = wanted_sheet(book, sheet)?;
    let mut tops = Vec::new();
    let mut bytes = 0;
    for sheet in (0..book.sheets().len()).filter(|sheet| wanted.is_none_or(|wanted| wanted == *sheet)) {
        // A sheet that cannot be read is an error even where others can: it may be the one with the orders.
        let top = header::read_top(book, sheet, kind)?;
        bytes += top.bytes;
        limits::check_first_rows(bytes).map_err(|problem| problem.at(book.path()))?;
        tops.push((sheet, top));
    }
    let Some((chosen, chosen_header)) = choose(book, &tops, kind) else {
        return Err(no_export(book, tops));
    };
    book.set_width(chosen_header.width);
    let visible = |sheet: usize| book.sheets()[sheet].visible;
    let (mut further, mut headless, mut others, mut rivals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (sheet, top) in tops.into_iter().filter(|(sheet, _)| *sheet != chosen) {
        let name = book.sheets()[sheet].name.clone();
        let may_continue = visible(sheet) && visible(chosen);
        match top.header {
            Some(header) if header.kind == chosen_header.kind && top.rows.is_empty() => {}
            Some(header)
                if header.kind == chosen_header.kind && may_continue && header.fields() == chosen_header.fields() =>
            {
                further.push((sheet, header));
            }
            Some(header) if header.kind == chosen_header.kind => rivals.extend(name),
            None if top.foreign.is_none() && top.has_content && may_continue => headless.push((sheet, top.rows)),
            _ if top.has_content => others.extend(name),
            _ => {}
        }
    }
    Ok(ChosenSheets { sheet: chosen, header: chosen_header, further, headless, others, rivals })
}

/// Chooses the sheet that is read first: of the wanted kind or orders, with rows, visible, with the most known columns.
fn choose(book: &Book, tops: &[(usize, Top)], kind: Option<ExportKind>) -> Option<(usize, Header)> {
    let rank = |sheet: usize, top: &Top, header: &Header| {
        let is_wanted = header.kind == kind.unwrap_or(ExportKind::Orders);
        (is_wanted, !top.rows.is_empty(), book.sheets()[sheet].visible, header.known, Reverse(sheet))
    };
    let headers = tops.iter().filter_map(|(sheet, top)| Some((*sheet, top, top.header.as_ref()?)));
    let best = headers.max_by_key(|(sheet, top, header)| rank(*sheet, top, header));
    best.map(|(sheet, _, header)| (sheet, header.clone()))
}

/// Returns the error for a file without an export: it has another table, or no known header.
fn no_export(book: &Book, tops: Vec<(usize, Top)>) -> ImportError {
    let path = book.path().to_owned();
    let foreign: Vec<ForeignHeader> = tops.into_iter().filter_map(|(_, top)| top.foreign).collect();
    let named = foreign.iter().find_map(|foreign| foreign.table);
    let closest = foreign.into_iter().max_by_key(|foreign| foreign.known.len());
    match (named, closest) {
        (None, None) => ImportError::NoHeader { path },
        (table, closest) => {
            ImportError::ForeignTable { path, table, closest: closest.map(|foreign| (foreign.row, foreign.known)) }
        }
    }
}

/// Finds the sheet that the user asks for by name.
fn wanted_sheet(book: &Book, sheet: Option<&str>) -> Result<Option<usize>, SheetError> {
    let Some(wanted) = sheet else { return Ok(None) };
    let names: Vec<&str> = book.sheets().iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let missing = || Problem::NoSuchSheet(wanted.to_owned(), names.iter().map(|name| (*name).to_owned()).collect());
    let sheet = names.iter().position(|name| name.trim() == wanted.trim());
    sheet.map(Some).ok_or_else(|| missing().at(book.path()))
}
