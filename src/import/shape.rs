//! The columns below one header: what each stands for.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::columns::{self, HeaderCell};
use super::header::{self, Header};
use super::header_text;
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind, FieldSet};
use crate::model::record::UnknownColumn;
use crate::model::reject::column_letters;

/// Tells what the cells of a column become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A field of the order line.
    Field(Field),
    /// The field of an entry at this index of [`entry::fields`].
    Entry(usize),
    /// Nothing: it is there for who reads the table.
    Shown,
    /// The unknown column at this index of [`Layout::unknown`](crate::model::record::Layout::unknown).
    Unknown(usize),
}

impl Target {
    /// Returns the target of the field at an index of a kind of export.
    pub(super) fn of_field(kind: ExportKind, index: usize) -> Self {
        if kind == ExportKind::Orders { Self::Field(Field::ALL[index]) } else { Self::Entry(index) }
    }

    /// Returns the kind of the field, where the column is known.
    pub(super) fn field_kind(self, kind: ExportKind) -> Option<FieldKind> {
        match self {
            Self::Field(field) => Some(field.kind()),
            Self::Entry(index) => Some(entry::fields(kind)[index].kind),
            Self::Shown | Self::Unknown(_) => None,
        }
    }
}

/// Describes a column of a table.
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent of one another")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPlan {
    /// The 0-based index.
    pub index: usize,
    /// The header as it may be shown; the letters of the column in brackets where it is empty.
    pub header: String,
    /// What its cells become.
    pub target: Target,
    /// Whether it has no header. Such a column counts only where it has content.
    pub unnamed: bool,
    /// Whether it names the shop.
    pub(super) names_shop: bool,
    /// Whether it is an unknown column of codes, which a spreadsheet may have turned into numbers.
    pub(super) has_codes: bool,
    /// Whether its ids that end in zeros from the 16th digit on have lost digits; see [`super::lost_digits`].
    pub(super) lost_digits: bool,
    /// What is kept of an unknown column.
    pub(super) unknown: Option<UnknownColumn>,
}

/// Holds the columns of a header.
#[derive(Debug, Clone)]
pub struct Shape {
    /// All columns by index.
    pub columns: Vec<ColumnPlan>,
    /// The number of columns that the header spans.
    pub width: usize,
    /// The fields that its rows state.
    pub(super) fields: FieldSet,
    /// The number of columns up to the last one with a header.
    pub(super) named: usize,
    /// The cells of the header.
    pub(super) cells: Vec<HeaderCell>,
}

impl Shape {
    /// Makes the columns of a header, and unknown ones for the indexes up to `width` without a header.
    pub(super) fn new(header: &Header, width: usize) -> Self {
        let fields = fields_of(header);
        // Only the first column that names the shop counts: a name and an id would be two shops.
        let shop_column = header.cells.iter().find(|cell| columns::known().is_shop(&cell.text)).map(|cell| cell.index);
        let mut names = vec![String::new(); width];
        let mut repeated_fields = vec![None; width];
        for cell in &header.cells {
            let field = cell.field(header.kind);
            names[cell.index] = header_text::shown(&cell.text, cell.index, field.is_some());
            repeated_fields[cell.index] = field.map(|index| Target::of_field(header.kind, index));
        }
        let mut unknown_names = UniqueNames::new(&names);
        let mut columns = Vec::with_capacity(width);
        for (index, text) in names.iter().enumerate() {
            let name = if text.is_empty() { format!("({})", column_letters(index)) } else { text.clone() };
            unknown_names.count(text);
            let mut unknown = None;
            let target = if let Some(field) = fields.get(&index) {
                *field
            } else if header.kind == ExportKind::Costs && columns::known().is_shown_with_costs(text) {
                Target::Shown
            } else {
                let repeated = repeated_fields[index];
                let contact = text.is_empty()
                    || header_text::is_numbered(text)
                    || repeated.and_then(|field| field.field_kind(header.kind)) == Some(FieldKind::Contact)
                    || columns::is_contact_header(text);
                unknown =
                    Some(UnknownColumn { header: unknown_names.unique(text, &name, repeated.is_some()), contact });
                // Settled once the headers of all sheets are known.
                Target::Unknown(0)
            };
            columns.push(ColumnPlan {
                index,
                has_codes: unknown.is_some() && header_text::names_codes(text),
                header: name,
                target,
                unnamed: text.is_empty(),
                names_shop: shop_column == Some(index),
                lost_digits: false,
                unknown,
            });
        }
        let last = names.iter().rposition(|name| !name.is_empty());
        Self {
            columns,
            width: header.width,
            fields: FieldSet::default(),
            named: last.map_or(0, |last| last + 1),
            cells: header.cells.clone(),
        }
    }

    /// Tells whether a header is the one of these columns.
    pub(super) fn is_of(&self, header: &Header) -> bool {
        self.cells == header.cells
    }

    /// Tells whether the known headers of a row are the last ones of these columns, in the same order.
    pub(super) fn ends_with(&self, row: &Header) -> bool {
        let texts = |cells| header::known_in_any(cells).map(|cell| &cell.text).collect::<Vec<_>>();
        texts(&self.cells).ends_with(&texts(&row.cells))
    }

    /// Finds the column with a target.
    pub(super) fn column(&self, target: Target) -> Option<&ColumnPlan> {
        self.columns.iter().find(|column| column.target == target)
    }

    /// Lists the fields that have a column.
    pub(super) fn known_fields(&self) -> FieldSet {
        let mut known = FieldSet::default();
        for column in &self.columns {
            match column.target {
                Target::Field(field) => known.insert(field),
                Target::Entry(index) => known.insert_index(index),
                Target::Shown | Target::Unknown(_) => {}
            }
        }
        known
    }
}

/// Makes the names of unknown columns unique within a header by adding a number.
struct UniqueNames<'n> {
    all: HashSet<&'n str>,
    times: HashMap<&'n str, usize>,
    taken: HashSet<String>,
}

impl<'n> UniqueNames<'n> {
    fn new(names: &'n [String]) -> Self {
        let all = names.iter().map(String::as_str).collect();
        Self { all, times: HashMap::new(), taken: HashSet::new() }
    }

    /// Counts another column with this header.
    fn count(&mut self, text: &'n str) {
        *self.times.entry(text).or_default() += 1;
    }

    /// Returns a unique name for the column that was counted last. `has_field` tells whether another column has the field of its header.
    fn unique(&mut self, text: &'n str, name: &str, has_field: bool) -> String {
        let times = self.times.entry(text).or_default();
        let is_repeated = !text.is_empty() && (*times > 1 || has_field);
        let mut header = name.to_owned();
        let mut number = (*times).max(2);
        // Another column may have a header with this number.
        while is_repeated && (self.all.contains(header.as_str()) || self.taken.contains(&header)) {
            header = format!("{name} #{number}");
            number += 1;
            // The next column with this header continues here, so that many of them do not take quadratic time.
            *times = (*times).max(number - 1);
        }
        self.taken.insert(header.clone());
        header
    }
}

/// Finds the fields of the columns. The field's own header takes precedence over an alias.
fn fields_of(header: &Header) -> HashMap<usize, Target> {
    let mut taken = BTreeSet::new();
    let mut fields = HashMap::new();
    for own in [true, false] {
        for cell in header.cells.iter().filter(|cell| cell.is_own(header.kind) == own) {
            let Some(field) = cell.field(header.kind) else { continue };
            if !fields.contains_key(&cell.index) && taken.insert(field) {
                fields.insert(cell.index, Target::of_field(header.kind, field));
            }
        }
    }
    fields
}
