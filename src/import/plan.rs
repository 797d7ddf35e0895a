//! How a file is going to be read: which sheets, where their headers stand, what each column is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::binder::{Binder, Bound};
use super::clean;
use super::columns::{self, Name};
use super::error::ImportError;
use super::header::{self, Header};
use super::profile::{self, Profile};
use super::sheets;
use super::spelling;
use super::statement::ExpenseSigns;
use crate::model::entry;
use crate::model::export::{ExportKind, Grain};
use crate::model::field::{Field, FieldKind, FieldSet};
use crate::model::id::without_guards;
use crate::model::personal::Look;
use crate::model::record::{Layout, Record, UnknownColumn};
use crate::model::reject::column_letters;
use crate::model::summary::FileFacts;
use crate::model::time::Stamp;
use crate::sheet::limits::MAX_SAMPLE;
use crate::sheet::{Book, Cell, DateSystem, RowBuffer};

/// Rows below the header that are looked at before the file is read.
pub const SAMPLE_ROWS: usize = 1000;

/// Cells at the top of a sheet that are looked at for formulas.
const FORMULA_CELLS: usize = 20_000;

/// Columns to the right of a workbook's table in which a stray note is kept with its row.
const MARGIN: usize = 16;

/// Headers that differ and are followed within one file; rows under more of them are rejected.
pub(super) const MAX_SHAPES: usize = 16;

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

/// Holds one column of a table.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPlan {
    /// The 0-based place.
    pub place: usize,
    /// The header as it may be shown; the letters in brackets where it is empty.
    pub header: String,
    /// What its cells become.
    pub target: Target,
    /// Whether the file gives it no header. Such a column counts only where it has content.
    pub unnamed: bool,
    /// Whether it names the shop.
    pub(super) names_shop: bool,
    /// Whether it is an unknown column of codes, which a spreadsheet may have turned into numbers.
    pub(super) has_codes: bool,
    /// Whether its ids that end in zeros from the 16th digit on were numbers once; see [`super::lost_digits`].
    pub(super) lost_digits: bool,
    /// What is kept of an unknown column.
    unknown: Option<UnknownColumn>,
}

/// Holds the columns of one header.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The columns by place, without gaps.
    pub columns: Vec<ColumnPlan>,
    /// The number of columns that the header spans.
    pub width: usize,
    /// The fields that its rows state.
    pub(super) fields: FieldSet,
    /// The columns up to the last one that has a name.
    pub(super) named: usize,
    /// The texts of the header, by place.
    pub(super) cells: Vec<Name>,
}

impl Shape {
    /// Tells whether a header is the one of these columns.
    pub(super) fn is_of(&self, header: &Header) -> bool {
        self.cells == header.cells
    }

    /// Tells whether the names of known columns in a row are the last of these, in their order.
    pub(super) fn ends_with(&self, row: &Header) -> bool {
        let texts = |cells| header::known_in_any(cells).map(|name| &name.text).collect::<Vec<_>>();
        texts(&self.cells).ends_with(&texts(&row.cells))
    }

    /// Finds the column of what cells become.
    pub(super) fn column(&self, target: Target) -> Option<&ColumnPlan> {
        self.columns.iter().find(|column| column.target == target)
    }
}

/// Holds a sheet that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The place of the sheet in [`Book::sheets`].
    pub sheet: usize,
    /// Its name, in workbooks.
    pub name: Option<String>,
    /// The first and the last row of its header; none where it goes on with the table of the sheet before.
    pub header: Option<(u64, u64)>,
    /// The place of the shape of its first rows in [`Plan::shapes`].
    pub shape: usize,
}

/// Tells how a file is going to be read.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The sheets that are read, in the order of the file.
    pub parts: Vec<Part>,
    /// What the file is.
    pub facts: FileFacts,
    /// The headers of the file, that of the first sheet first.
    pub shapes: Vec<Shape>,
    /// Which fields and unknown columns a record of the file states.
    pub layout: Layout,
    /// What the first rows show of the file as a whole.
    pub profile: Profile,
    /// What serial dates count from.
    pub dates: DateSystem,
    /// Other sheets that have content.
    pub other_sheets: Vec<String>,
    /// Other sheets that have rows of the same kind.
    pub rival_sheets: Vec<String>,
    /// Whether formulas stand among the first cells.
    pub has_formulas: bool,
    /// Columns that a row may have beyond its header.
    spare: usize,
}

/// Tells what only the rows of a file show, so that it has to be read again.
#[derive(Debug, Clone)]
pub enum Finding {
    /// Each row is a main order.
    MainOrders,
    /// Another header stands among the rows.
    Header(Box<Header>),
    /// In the columns of these targets ids lost digits.
    LostDigits(Vec<Target>),
    /// Expenses of a settlement statement stand without a sign.
    UnsignedExpenses,
    /// In the unknown columns with these headers personal data stand.
    Personal(BTreeSet<String>),
}

impl Plan {
    /// Returns the row of the first header.
    pub fn header_row(&self) -> u64 {
        self.parts.first().and_then(|part| part.header).map_or(0, |(row, _)| row)
    }

    /// Returns the columns of the first header.
    pub fn columns(&self) -> &[ColumnPlan] {
        self.shapes.first().map_or(&[], |shape| &shape.columns)
    }

    /// Returns the headers that no alias knows, in the order of the file; of columns without a header those in `seen`, by their
    /// place in [`Layout::unknown`].
    pub fn unknown_columns(&self, seen: &BTreeSet<usize>) -> Vec<String> {
        let mut listed = HashSet::new();
        let columns = self.shapes.iter().flat_map(|shape| &shape.columns);
        let unknown = columns.filter_map(|column| match column.target {
            Target::Unknown(place) if !column.unnamed || seen.contains(&place) => Some(place),
            _ => None,
        });
        unknown.filter(|place| listed.insert(*place)).map(|place| self.layout.unknown[place].header.clone()).collect()
    }

    /// Returns the English name of what a column stands for, where it is known.
    pub fn field_name(&self, column: &ColumnPlan) -> Option<&'static str> {
        match column.target {
            Target::Field(field) => Some(field.name()),
            Target::Entry(place) => Some(entry::fields(self.facts.kind)[place].name),
            Target::Unknown(_) => None,
        }
    }

    /// Returns what the cells of the key's column become; nothing where no column has the key.
    pub(super) fn key(&self) -> Option<Target> {
        let is_key = |field: &entry::EntryField| field.role == entry::Role::Key;
        match (self.facts.kind, self.profile.grain) {
            (ExportKind::Orders, Grain::SubOrder) => Some(Target::Field(Field::SubOrderId)),
            (ExportKind::Orders, Grain::MainOrder) => Some(Target::Field(Field::MainOrderId)),
            (kind, _) => entry::fields(kind).iter().position(is_key).map(Target::Entry),
        }
    }

    /// Takes in what the rows have shown.
    pub fn adopt(&mut self, finding: Finding) {
        match finding {
            Finding::MainOrders => {
                self.profile.grain = Grain::MainOrder;
                self.profile.grain_is_certain = true;
            }
            Finding::Header(header) => {
                self.add_shape(&header);
            }
            Finding::LostDigits(targets) => {
                let columns = self.shapes.iter_mut().flat_map(|shape| &mut shape.columns);
                columns.filter(|column| targets.contains(&column.target)).for_each(|column| column.lost_digits = true);
            }
            Finding::UnsignedExpenses => self.profile.expenses = ExpenseSigns::Unsigned,
            Finding::Personal(headers) => {
                let columns = self.shapes.iter_mut().flat_map(|shape| &mut shape.columns);
                let unknown = columns.filter_map(|column| column.unknown.as_mut());
                unknown.filter(|column| headers.contains(&column.header)).for_each(|column| column.contact = true);
                self.settle();
            }
        }
    }

    /// Tells whether the file has a column of main order ids, without which rows cannot be read as main orders.
    pub fn has_main_order_ids(&self) -> bool {
        self.layout.fields.contains(Field::MainOrderId)
    }

    /// Adds the columns of a header, unless they are there already, and returns their place among the shapes.
    fn add_shape(&mut self, header: &Header) -> usize {
        if let Some(place) = self.shapes.iter().position(|shape| shape.is_of(header)) {
            return place;
        }
        self.shapes.push(shape_of(header, header.width + self.spare));
        self.settle();
        self.shapes.len() - 1
    }

    /// Hides unknown columns wherever in the file another of the same header is hidden.
    fn hide_alike(&mut self) {
        let unknown = self.shapes.iter().flat_map(|shape| &shape.columns).filter_map(|column| column.unknown.as_ref());
        let hidden: HashSet<String> =
            unknown.filter(|column| column.contact).map(|column| column.header.clone()).collect();
        let columns = self.shapes.iter_mut().flat_map(|shape| &mut shape.columns);
        for column in columns.filter_map(|column| column.unknown.as_mut()) {
            column.contact |= hidden.contains(&column.header);
        }
    }

    /// Settles what all headers together state.
    fn settle(&mut self) {
        self.hide_alike();
        let columns = || self.shapes.iter().flat_map(|shape| &shape.columns);
        // Unknown columns are kept sorted by header, so that what is stored does not depend on the order of columns.
        let unknown: BTreeSet<UnknownColumn> = columns().filter_map(|column| column.unknown.clone()).collect();
        let places: BTreeMap<UnknownColumn, usize> = unknown.iter().cloned().zip(0..).collect();
        for column in self.shapes.iter_mut().flat_map(|shape| &mut shape.columns) {
            if let Some(unknown) = &column.unknown {
                column.target = Target::Unknown(places[unknown]);
            }
        }
        let is_orders = self.facts.kind == ExportKind::Orders;
        let mut fields = FieldSet::default();
        for shape in &mut self.shapes {
            let known = known_fields(&shape.columns);
            shape.fields = if is_orders { self.profile.stated_fields(known) } else { known };
            fields.insert_all(shape.fields);
        }
        self.layout = Layout { fields, unknown: unknown.into_iter().collect() };
    }
}

/// Looks at the top of a file and decides how to read it.
///
/// `sheet` and `kind` are what the user insists on; `now` is the moment after which nothing can have happened.
pub fn plan(book: &mut Book, sheet: Option<&str>, kind: Option<ExportKind>, now: Stamp) -> Result<Plan, ImportError> {
    let found = sheets::find(book, sheet, kind)?;
    let header = &found.header;
    if let Some(wanted) = kind.filter(|wanted| *wanted != header.kind) {
        return Err(ImportError::WrongKind { path: book.path().to_owned(), found: header.kind, wanted });
    }
    let sample = read_sample(book, found.sheet, header)?;
    let spare = if book.delimiters().is_empty() { MARGIN } else { 0 };
    let mut shape = shape_of(header, header.width + spare);
    hide_personal(&mut shape, &sample, book.date_system());
    let fields = known_fields(&shape.columns);
    all_required(book, header.kind, &shape.columns)?;
    let is_orders = header.kind == ExportKind::Orders;
    if is_orders && !fields.contains(Field::SubOrderId) && kind.is_none() {
        return Err(ImportError::NoSubOrderId { path: book.path().to_owned() });
    }
    let profile = profile::of(header.kind, &shape.columns, &sample, header.width, book.date_system());
    let only_sub = is_orders && fields.contains(Field::SubOrderId) && !fields.contains(Field::MainOrderId);
    if only_sub && profile.is_main_order() {
        return Err(ImportError::NoMainOrderId { path: book.path().to_owned() });
    }
    let name = |sheet: usize| book.sheets()[sheet].name.clone();
    let part = |sheet, header: &Header, shape| Part {
        sheet,
        name: name(sheet),
        header: Some((header.row, header.last_row)),
        shape,
    };
    let first = part(found.sheet, header, 0);
    let facts = FileFacts {
        format: book.format(),
        encoding: book.encoding(),
        sheet: first.name.clone(),
        kind: header.kind,
        grain: (is_orders && !sample.is_empty()).then_some(profile.grain),
    };
    let mut plan = Plan {
        parts: vec![first],
        facts,
        shapes: vec![shape],
        layout: Layout::default(),
        profile,
        dates: book.date_system(),
        other_sheets: found.others,
        rival_sheets: found.rivals,
        has_formulas: false,
        spare,
    };
    plan.settle();
    for (sheet, header) in &found.further {
        let shape = plan.add_shape(header);
        plan.parts.push(part(*sheet, header, shape));
    }
    for (sheet, rows) in &found.headless {
        // The table of the sheet before it goes on, where its first rows are rows of that table.
        let before = plan.parts.iter().filter(|part| part.sheet < *sheet).max_by_key(|part| part.sheet);
        let shape = before.map_or(0, |part| part.shape);
        let part = Part { sheet: *sheet, name: name(*sheet), header: None, shape };
        if goes_on(&plan, &part, rows, now) { plan.parts.push(part) } else { plan.other_sheets.extend(part.name) }
    }
    plan.parts.sort_by_key(|part| part.sheet);
    plan.has_formulas = any_formulas(book, &plan.parts)?;
    Ok(plan)
}

fn any_formulas(book: &mut Book, parts: &[Part]) -> Result<bool, ImportError> {
    for part in parts {
        if book.has_formulas(part.sheet, FORMULA_CELLS)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tells whether one of the first rows of a sheet without a header is a row of the table.
fn goes_on(plan: &Plan, part: &Part, rows: &[RowBuffer], now: Stamp) -> bool {
    let mut binder = Binder::new(plan, now);
    let mut record = Record::new();
    binder.start(part);
    rows.iter().any(|row| {
        record.clear();
        matches!(binder.bind(row.row(), &mut record), Bound::Record | Bound::Again(Finding::UnsignedExpenses))
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
fn read_sample(book: &mut Book, sheet: usize, header: &Header) -> Result<Vec<RowBuffer>, ImportError> {
    let path = book.path().to_owned();
    let mut rows = book.rows(sheet)?;
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

/// Hides the unknown columns in which personal data stand among the first rows; where only later rows have them, a [`Finding`] does.
fn hide_personal(shape: &mut Shape, sample: &[RowBuffer], dates: DateSystem) {
    for (place, cell) in sample.iter().flat_map(|row| row.row().cells()) {
        let unknown = shape.columns.get_mut(place).and_then(|column| column.unknown.as_mut());
        if let Some(unknown) = unknown.filter(|unknown| !unknown.contact) {
            // What only the share of cells tells is told at the end of the file.
            unknown.contact = Look::default().at(&clean::text(cell, dates));
        }
    }
}

fn known_fields(columns: &[ColumnPlan]) -> FieldSet {
    let mut known = FieldSet::default();
    for column in columns {
        match column.target {
            Target::Field(field) => known.insert(field),
            Target::Entry(place) => known.insert_index(place),
            Target::Unknown(_) => {}
        }
    }
    known
}

/// Makes the columns of a header, and unknown ones for the places up to `width` that it gives no name.
fn shape_of(header: &Header, width: usize) -> Shape {
    let fields = fields_of(header);
    // Its id beside its name would be two.
    let of_shop = header.cells.iter().find(|name| columns::known().is_shop(&name.text)).map(|name| name.place);
    let mut names = vec![String::new(); width];
    let mut twins = vec![None; width];
    for name in &header.cells {
        let field = name.field(header.kind);
        names[name.place] = spelling::shown(&name.text, name.place, field.is_some());
        twins[name.place] = field.map(|place| target_of(header.kind, place));
    }
    let all: HashSet<&str> = names.iter().map(String::as_str).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut columns = Vec::with_capacity(width);
    for (place, text) in names.iter().enumerate() {
        let name = if text.is_empty() { format!("({})", column_letters(place)) } else { text.clone() };
        let times = seen.entry(text).or_default();
        *times += 1;
        let mut unknown = None;
        let target = if let Some(field) = fields.get(&place) {
            *field
        } else {
            let twin = twins[place];
            let repeated = !text.is_empty() && (*times > 1 || twin.is_some());
            let contact = text.is_empty()
                || spelling::is_numbered(text)
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
            unknown = Some(UnknownColumn { header, contact });
            Target::Unknown(0)
        };
        columns.push(ColumnPlan {
            place,
            has_codes: unknown.is_some() && spelling::names_codes(text),
            header: name,
            target,
            unnamed: text.is_empty(),
            names_shop: of_shop == Some(place),
            lost_digits: false,
            unknown,
        });
    }
    let last = names.iter().rposition(|name| !name.is_empty());
    Shape {
        columns,
        width: header.width,
        fields: FieldSet::default(),
        named: last.map_or(0, |last| last + 1),
        cells: header.cells.clone(),
    }
}

/// Finds the fields of the columns. A header that is the field's own comes before one that is an alias.
fn fields_of(header: &Header) -> HashMap<usize, Target> {
    let mut taken = BTreeSet::new();
    let mut fields = HashMap::new();
    for own in [true, false] {
        for name in header.cells.iter().filter(|name| name.is_own(header.kind) == own) {
            let Some(field) = name.field(header.kind) else { continue };
            if !fields.contains_key(&name.place) && taken.insert(field) {
                fields.insert(name.place, target_of(header.kind, field));
            }
        }
    }
    fields
}

/// Returns what the cells of a column with the field at a place become.
pub(super) fn target_of(kind: ExportKind, place: usize) -> Target {
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
pub fn has_content(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Empty => false,
        Cell::Text(text) => !without_guards(text).is_empty(),
        _ => true,
    }
}
