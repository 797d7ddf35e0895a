//! How a file is going to be read: which sheet, where its header stands, what each column is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::columns;
use super::error::ImportError;
use super::header::{self, Header};
use super::profile::{self, Profile};
use crate::model::entry;
use crate::model::export::{ExportKind, Grain};
use crate::model::field::{Field, FieldKind, FieldSet};
use crate::model::id::trimmed;
use crate::model::record::{Layout, UnknownColumn};
use crate::model::reject::column_letters;
use crate::model::summary::FileFacts;
use crate::sheet::limits::MAX_SAMPLE;
use crate::sheet::{Book, Cell, DateSystem, RowBuffer};

/// Rows below the header that are looked at before the file is read.
pub const SAMPLE_ROWS: usize = 1000;

/// Cells at the top of a sheet that are looked at for formulas.
const FORMULA_CELLS: usize = 20_000;

/// Columns to the right of a workbook's table in which a stray note is kept with its row.
const MARGIN: usize = 16;

/// Tells what the cells of a column become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A field of the order line.
    Field(Field),
    /// The field of an entry of a sibling export at this place of [`entry::fields`].
    Entry(usize),
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
    /// Whether the file gives it no header. Such a column counts only where it has content.
    pub unnamed: bool,
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
    /// The second row of the header, or the only one.
    pub last_header_row: u64,
    /// The number of columns that the header spans.
    pub width: usize,
    /// The columns by place, without gaps.
    pub columns: Vec<ColumnPlan>,
    /// Which fields and unknown columns a record of the file states.
    pub layout: Layout,
    /// What the first rows show of the file as a whole.
    pub profile: Profile,
    /// What serial dates count from.
    pub dates: DateSystem,
    /// Other sheets that have content.
    pub other_sheets: Vec<String>,
    /// Other sheets that have a header of the same kind.
    pub rival_sheets: Vec<String>,
    /// Whether formulas stand among the first cells.
    pub has_formulas: bool,
}

impl Plan {
    /// Returns the headers that no alias knows, in the order of the file; of columns without a header those at `seen`.
    pub fn unknown_columns(&self, seen: &BTreeSet<usize>) -> Vec<String> {
        let is_listed = |column: &&ColumnPlan| !column.unnamed || seen.contains(&column.place);
        self.columns
            .iter()
            .filter(is_listed)
            .filter_map(|column| match column.target {
                Target::Unknown(place) => Some(self.layout.unknown[place].header.clone()),
                Target::Field(_) | Target::Entry(_) => None,
            })
            .collect()
    }

    /// Returns the English name of what a column stands for, where it is known.
    pub fn field_name(&self, column: &ColumnPlan) -> Option<&'static str> {
        match column.target {
            Target::Field(field) => Some(field.name()),
            Target::Entry(place) => Some(entry::fields(self.facts.kind)[place].name),
            Target::Unknown(_) => None,
        }
    }

    /// Finds the column of what cells become.
    pub(super) fn column(&self, target: Target) -> Option<&ColumnPlan> {
        self.columns.iter().find(|column| column.target == target)
    }

    /// Returns what the cells of the key's column become; nothing where no column has the key.
    pub(super) fn key(&self, grain: Grain) -> Option<Target> {
        let is_key = |field: &entry::EntryField| field.role == entry::Role::Key;
        match (self.facts.kind, grain) {
            (ExportKind::Orders, Grain::SubOrder) => Some(Target::Field(Field::SubOrderId)),
            (ExportKind::Orders, Grain::MainOrder) => Some(Target::Field(Field::MainOrderId)),
            (kind, _) => entry::fields(kind).iter().position(is_key).map(Target::Entry),
        }
    }
}

/// Looks at the top of a file and decides how to read it.
///
/// `sheet` and `kind` are what the user insists on.
pub fn plan(book: &mut Book, sheet: Option<&str>, kind: Option<ExportKind>) -> Result<Plan, ImportError> {
    let found = header::find(book, sheet, kind)?;
    let header = found.header;
    if let Some(wanted) = kind.filter(|wanted| *wanted != header.kind) {
        return Err(ImportError::WrongKind { path: book.path().to_owned(), found: header.kind, wanted });
    }
    let sample = read_sample(book, &header)?;
    let spare = if book.delimiters().is_empty() { MARGIN } else { 0 };
    let (columns, unknown) = columns_of(&header, header.width + spare);
    let fields: FieldSet = columns
        .iter()
        .filter_map(|column| match column.target {
            Target::Field(field) => Some(field),
            Target::Entry(_) | Target::Unknown(_) => None,
        })
        .collect();
    all_required(book, header.kind, &columns)?;
    let profile = profile::of(header.kind, &columns, &sample, header.width, book.date_system());
    if fields.contains(Field::SubOrderId) && !fields.contains(Field::MainOrderId) && profile.is_main_order() {
        return Err(ImportError::NoMainOrderId { path: book.path().to_owned() });
    }
    let grain = (header.kind == ExportKind::Orders && !sample.is_empty()).then_some(profile.grain);
    Ok(Plan {
        sheet: header.sheet,
        facts: FileFacts {
            format: book.format(),
            encoding: book.encoding(),
            sheet: book.sheets()[header.sheet].name.clone(),
            kind: header.kind,
            grain,
        },
        header_row: header.row,
        last_header_row: header.last_row,
        width: header.width,
        layout: Layout { fields: profile.stated_fields(fields), unknown },
        columns,
        profile,
        dates: book.date_system(),
        other_sheets: found.others,
        rival_sheets: found.rivals,
        has_formulas: book.has_formulas(header.sheet, FORMULA_CELLS)?,
    })
}

/// Refuses a sibling export without a column that no entry can do without.
fn all_required(book: &Book, kind: ExportKind, columns: &[ColumnPlan]) -> Result<(), ImportError> {
    let fields = entry::fields(kind).iter().enumerate();
    let is_absent = |place: &usize| !columns.iter().any(|column| column.target == Target::Entry(*place));
    let missing: Vec<&'static str> = fields
        .filter(|(place, field)| field.is_required() && is_absent(place))
        .map(|(_, field)| field.header)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(ImportError::MissingColumns { path: book.path().to_owned(), kind, missing })
}

/// Copies the first rows below the header.
fn read_sample(book: &mut Book, header: &Header) -> Result<Vec<RowBuffer>, ImportError> {
    let path = book.path().to_owned();
    let mut rows = book.rows(header.sheet)?;
    let mut sample = Vec::new();
    let mut below = false;
    let mut bytes = 0;
    while sample.len() < SAMPLE_ROWS && bytes < MAX_SAMPLE {
        let Some(row) = rows.next_row().map_err(|problem| problem.at(&path))? else { break };
        if below && row.cells().any(|(_, cell)| has_content(cell)) {
            bytes += row.bytes();
            sample.push(RowBuffer::from(row));
        }
        below |= row.number == header.last_row;
    }
    Ok(sample)
}

/// Makes the columns of a header, and unknown ones for the places up to `width` that it gives no name.
fn columns_of(header: &Header, width: usize) -> (Vec<ColumnPlan>, Vec<UnknownColumn>) {
    let fields = fields_of(header);
    // Its id beside its name would be two.
    let of_shop = header.cells.iter().find(|(_, text)| columns::known().is_shop(text)).map(|(place, _)| *place);
    let mut names = vec![""; width];
    for (place, text) in &header.cells {
        names[*place] = text;
    }
    let all: HashSet<&str> = names.iter().copied().collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    // Unknown columns are kept sorted by header, so that what is stored does not depend on the order of columns.
    let mut unknown: BTreeMap<UnknownColumn, usize> = BTreeMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut columns = Vec::with_capacity(width);
    for (place, text) in names.into_iter().enumerate() {
        let name = if text.is_empty() { format!("({})", column_letters(place)) } else { text.to_owned() };
        let times = seen.entry(text).or_default();
        *times += 1;
        let target = if let Some(field) = fields.get(&place) {
            *field
        } else {
            let twin = columns::known().place(header.kind, text).map(|place| target_of(header.kind, place));
            let repeated = !text.is_empty() && (*times > 1 || twin.is_some());
            let contact = text.is_empty()
                || twin.is_some_and(|twin| is_contact(header.kind, twin))
                || columns::known().is_contact(text);
            let mut header = name.clone();
            let mut number = (*times).max(2);
            // Another column may be called by that number already.
            while repeated && (all.contains(header.as_str()) || taken.contains(&header)) {
                header = format!("{name} #{number}");
                number += 1;
                // The next of the name begins where this one ends, or many of them would take long.
                *times = (*times).max(number - 1);
            }
            taken.insert(header.clone());
            unknown.insert(UnknownColumn { header, contact }, place);
            Target::Unknown(0)
        };
        let names_shop = of_shop == Some(place);
        columns.push(ColumnPlan { place, header: name, target, unnamed: text.is_empty(), names_shop });
    }
    for (order, place) in unknown.values().enumerate() {
        columns[*place].target = Target::Unknown(order);
    }
    (columns, unknown.into_keys().collect())
}

/// Finds the fields of the columns. A header that is the field's own comes before one that is an alias.
fn fields_of(header: &Header) -> HashMap<usize, Target> {
    let mut taken = BTreeSet::new();
    let mut fields = HashMap::new();
    for own in [true, false] {
        for (place, text) in &header.cells {
            let Some(field) = columns::known().place(header.kind, text) else { continue };
            let is_own = columns::Columns::is_own_header(header.kind, text, field);
            if is_own == own && !fields.contains_key(place) && taken.insert(field) {
                fields.insert(*place, target_of(header.kind, field));
            }
        }
    }
    fields
}

/// Returns what the cells of a column with the field at a place become.
fn target_of(kind: ExportKind, place: usize) -> Target {
    if kind == ExportKind::Orders { Target::Field(Field::ALL[place]) } else { Target::Entry(place) }
}

/// Tells whether the cells of a known column may say who the buyer is.
pub(super) fn is_contact(kind: ExportKind, target: Target) -> bool {
    match target {
        Target::Field(field) => field.is_contact(),
        Target::Entry(place) => entry::fields(kind)[place].kind == FieldKind::Contact,
        Target::Unknown(_) => false,
    }
}

/// Tells whether a cell says anything.
pub(super) fn has_content(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Empty => false,
        Cell::Text(text) => !trimmed(text).is_empty(),
        _ => true,
    }
}
