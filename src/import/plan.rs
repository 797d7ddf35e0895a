//! How a file is going to be read: which sheet, where its header stands, what each column is.

use std::collections::BTreeSet;

use super::columns;
use super::error::ImportError;
use super::profile::{self, Profile};
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldSet};
use crate::model::id::trimmed;
use crate::model::record::{Layout, UnknownColumn};
use crate::model::reject::column_letters;
use crate::model::summary::FileFacts;
use crate::sheet::{Book, Cell, DateSystem, Problem, Row, RowBuffer};

/// Rows at the top of a sheet among which the header is looked for.
const HEADER_WITHIN: usize = 50;

/// Rows below the header that are looked at before the file is read.
pub const SAMPLE_ROWS: usize = 1000;

/// Cells at the top of a sheet that are looked at for formulas.
const FORMULA_CELLS: usize = 20_000;

/// Tells what the cells of a column become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A field of the order line.
    Field(Field),
    /// The unknown column at this place of [`Layout::unknown`].
    Unknown(usize),
}

/// Holds one column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPlan {
    /// The 0-based place.
    pub place: usize,
    /// The header as the file has it; the letters in brackets where it is empty.
    pub header: String,
    /// What its cells become.
    pub target: Target,
    /// Whether it names the shop.
    pub(super) names_shop: bool,
}

/// Tells how a file is going to be read.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The place of the sheet in [`Book::sheets`].
    pub sheet: usize,
    /// What the file is.
    pub facts: FileFacts,
    /// The row of the header.
    pub header_row: u64,
    /// The columns that have a header or content, by place.
    pub columns: Vec<ColumnPlan>,
    /// Which fields and unknown columns a record of the file states.
    pub layout: Layout,
    /// What the first rows show of the file as a whole.
    pub profile: Profile,
    /// What serial dates count from.
    pub dates: DateSystem,
    /// Other sheets that have content.
    pub other_sheets: Vec<String>,
    /// Whether formulas stand among the first cells.
    pub has_formulas: bool,
}

impl Plan {
    /// Returns the headers that no alias knows, in the order of the file.
    pub fn unknown_columns(&self) -> Vec<String> {
        self.columns
            .iter()
            .filter_map(|column| match column.target {
                Target::Unknown(place) => Some(self.layout.unknown[place].header.clone()),
                Target::Field(_) => None,
            })
            .collect()
    }
}

/// Looks at the top of a file and decides how to read it.
///
/// `wanted_sheet` and `wanted_kind` are what the user insists on.
pub fn plan(book: &mut Book, wanted_sheet: Option<&str>, wanted_kind: Option<ExportKind>) -> Result<Plan, ImportError> {
    let tops = read_tops(book, wanted_sheet)?;
    let best = tops
        .iter()
        .filter_map(|top| top.header.as_ref().map(|header| (top, header)))
        .max_by_key(|(top, header)| (header.rank(wanted_kind), std::cmp::Reverse(top.sheet)));
    let Some((top, header)) = best else {
        let closest = tops.iter().filter_map(|top| top.closest.clone()).max_by_key(|(_, headers)| headers.len());
        return Err(ImportError::NoHeader { path: book.path().to_owned(), closest });
    };
    check_kind(book, header.kind, wanted_kind)?;

    let sample = read_sample(book, top.sheet, header.row)?;
    let (columns, unknown) = columns_of(&header.cells, &sample);
    let fields: FieldSet = columns
        .iter()
        .filter_map(|column| match column.target {
            Target::Field(field) => Some(field),
            Target::Unknown(_) => None,
        })
        .collect();
    let dates = book.date_system();
    let profile = profile::of(&columns, &sample, dates);
    if fields.contains(Field::SubOrderId) && !fields.contains(Field::MainOrderId) && profile.is_main_order() {
        return Err(ImportError::NoMainOrderId { path: book.path().to_owned() });
    }
    Ok(Plan {
        sheet: top.sheet,
        facts: FileFacts {
            format: book.format(),
            encoding: book.encoding(),
            sheet: book.sheets()[top.sheet].name.clone(),
            kind: ExportKind::Orders,
            // A header alone does not show the grain.
            grain: (!sample.is_empty()).then_some(profile.grain),
        },
        header_row: header.row,
        layout: Layout { fields: profile.stated_fields(fields), unknown },
        columns,
        profile,
        dates,
        other_sheets: tops
            .iter()
            .filter(|other| other.sheet != top.sheet && other.has_content)
            .filter_map(|other| book.sheets()[other.sheet].name.clone())
            .collect(),
        has_formulas: book.has_formulas(top.sheet, FORMULA_CELLS)?,
    })
}

fn check_kind(book: &Book, found: ExportKind, wanted: Option<ExportKind>) -> Result<(), ImportError> {
    let path = || book.path().to_owned();
    match wanted {
        Some(wanted) if wanted != found => Err(ImportError::WrongKind { path: path(), found, wanted }),
        _ if found != ExportKind::Orders => Err(ImportError::UnsupportedKind { path: path(), found }),
        _ => Ok(()),
    }
}

/// Holds what the top of one sheet shows.
struct Top {
    sheet: usize,
    header: Option<Header>,
    /// The row with the most known headers, where none is a header.
    closest: Option<(u64, Vec<String>)>,
    has_content: bool,
}

struct Header {
    row: u64,
    cells: Vec<(usize, String)>,
    kind: ExportKind,
    known: usize,
}

impl Header {
    /// Ranks the headers of a workbook: the kind that is wanted, then orders, then the most known columns.
    fn rank(&self, wanted: Option<ExportKind>) -> (bool, usize) {
        (self.kind == wanted.unwrap_or(ExportKind::Orders), self.known)
    }
}

fn read_tops(book: &mut Book, wanted_sheet: Option<&str>) -> Result<Vec<Top>, ImportError> {
    let names: Vec<Option<String>> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let wanted = match wanted_sheet {
        Some(wanted) if names.iter().any(Option::is_some) => {
            let place = names.iter().position(|name| name.as_deref().is_some_and(|name| name.trim() == wanted.trim()));
            let missing = || Problem::NoSuchSheet(wanted.to_owned(), names.iter().flatten().cloned().collect());
            Some(place.ok_or_else(|| missing().at(book.path()))?)
        }
        _ => None,
    };
    (0..names.len())
        .filter(|sheet| wanted.is_none_or(|wanted| wanted == *sheet))
        .map(|sheet| read_top(book, sheet))
        .collect()
}

fn read_top(book: &mut Book, sheet: usize) -> Result<Top, ImportError> {
    let path = book.path().to_owned();
    let mut rows = book.rows(sheet)?;
    let mut top = Top { sheet, header: None, closest: None, has_content: false };
    for _ in 0..HEADER_WITHIN {
        let Some(row) = rows.next_row().map_err(|problem| problem.at(&path))? else { break };
        let cells = header_cells(row);
        top.has_content |= !cells.is_empty();
        let known: Vec<&(usize, String)> =
            cells.iter().filter(|(_, text)| columns::known().field(text).is_some()).collect();
        if let Some(kind) = kind_of(&cells) {
            let known = known.len();
            top.header = Some(Header { row: row.number, cells, kind, known });
            break;
        }
        if known.len() > top.closest.as_ref().map_or(0, |(_, headers)| headers.len()) {
            top.closest = Some((row.number, known.into_iter().map(|(_, text)| text.clone()).collect()));
        }
    }
    Ok(top)
}

fn header_cells(row: Row<'_>) -> Vec<(usize, String)> {
    row.cells()
        .filter_map(|(place, cell)| match cell {
            Cell::Text(text) if !trimmed(text).is_empty() => Some((place, trimmed(text).to_owned())),
            Cell::Number { .. } | Cell::Serial(_) | Cell::Bool(_) | Cell::Error(_) => Some((place, String::new())),
            _ => None,
        })
        .collect()
}

/// Tells which kind of export a row is the header of: orders need the key's column and one more, siblings a mark.
fn kind_of(cells: &[(usize, String)]) -> Option<ExportKind> {
    let fields: BTreeSet<Field> = cells.iter().filter_map(|(_, text)| columns::known().field(text)).collect();
    if let Some(kind) = cells.iter().find_map(|(_, text)| columns::known().mark(text))
        && cells.len() > 2
    {
        return Some(kind);
    }
    let key = fields.contains(&Field::SubOrderId) || fields.contains(&Field::MainOrderId);
    (key && fields.len() > 1).then_some(ExportKind::Orders)
}

/// Copies the first rows below the header.
fn read_sample(book: &mut Book, sheet: usize, header_row: u64) -> Result<Vec<RowBuffer>, ImportError> {
    let path = book.path().to_owned();
    let mut rows = book.rows(sheet)?;
    let mut sample = Vec::new();
    while sample.len() < SAMPLE_ROWS {
        let Some(row) = rows.next_row().map_err(|problem| problem.at(&path))? else { break };
        if row.number > header_row {
            sample.push(RowBuffer::from(row));
        }
    }
    Ok(sample)
}

/// Makes the columns of the headers, and of places without one that have content.
fn columns_of(headers: &[(usize, String)], sample: &[RowBuffer]) -> (Vec<ColumnPlan>, Vec<UnknownColumn>) {
    let named = |place: usize| headers.iter().find(|(at, _)| *at == place).map_or("", |(_, text)| text.as_str());
    let mut places: BTreeSet<usize> = headers.iter().map(|(place, _)| *place).collect();
    // Cells beyond the header in delimited text mean that the row is out of step, not that there is a column more.
    for row in sample.iter().map(RowBuffer::row).filter(|row| row.width.is_none_or(|width| width <= headers.len())) {
        places.extend(row.cells().filter(|(_, cell)| has_content(*cell)).map(|(place, _)| place));
    }
    let mut taken = FieldSet::default();
    let mut unknown: Vec<(usize, UnknownColumn)> = Vec::new();
    let mut columns = Vec::new();
    for place in places {
        let text = named(place);
        let header = if text.is_empty() { format!("({})", column_letters(place)) } else { text.to_owned() };
        let known = columns::known().field(text).filter(|field| !taken.contains(*field));
        let target = if let Some(field) = known {
            taken.insert(field);
            Target::Field(field)
        } else {
            let twins = unknown
                .iter()
                .filter(|(_, other)| other.header == header || other.header.starts_with(&format!("{header} #")))
                .count();
            let repeated = twins > 0 || columns::known().field(text).is_some();
            let unique =
                if repeated { format!("{header} #{}", twins + 2 - usize::from(twins > 0)) } else { header.clone() };
            unknown.push((place, UnknownColumn { header: unique, contact: columns::known().is_contact(&header) }));
            Target::Unknown(0)
        };
        columns.push(ColumnPlan { place, names_shop: columns::known().is_shop(&header), header, target });
    }
    unknown.sort_by(|(_, a), (_, b)| a.cmp(b));
    for column in &mut columns {
        if matches!(column.target, Target::Unknown(_)) {
            let order = unknown.iter().position(|(place, _)| *place == column.place).unwrap_or_default();
            column.target = Target::Unknown(order);
        }
    }
    (columns, unknown.into_iter().map(|(_, column)| column).collect())
}

/// Tells whether a cell says anything.
pub(super) fn has_content(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Empty => false,
        Cell::Text(text) => !trimmed(text).is_empty(),
        _ => true,
    }
}
