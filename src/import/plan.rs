//! How a file is read: which sheets, which headers, what each column is.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::header::Header;
use super::premium::stated_fields;
use super::profile::Profile;
use super::shape::{ColumnPlan, Shape, Target};
use super::statement::ExpenseSigns;
use crate::model::entry;
use crate::model::export::{ExportKind, Grain};
use crate::model::field::{Field, FieldSet};
use crate::model::record::{Layout, UnknownColumn};
use crate::model::summary::FileFacts;
use crate::sheet::DateSystem;

/// The most different headers in a file; rows below further ones are rejected.
pub(super) const MAX_SHAPES: usize = 16;

/// Describes a sheet that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPlan {
    /// The index of the sheet in [`Book::sheets`](crate::sheet::Book::sheets).
    pub index: usize,
    /// Its name, in workbooks.
    pub name: Option<String>,
    /// The first and the last row of its header; nothing where it continues the table of the sheet before.
    pub header: Option<(u64, u64)>,
    /// The index of the shape of its first rows in [`Plan::shapes`].
    pub shape: usize,
}

/// Describes how a file is read.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The sheets that are read, in the order of the file.
    pub sheets: Vec<SheetPlan>,
    /// What the file is.
    pub facts: FileFacts,
    /// The columns of each header, those of the first sheet first.
    pub shapes: Vec<Shape>,
    /// The fields and unknown columns that the records of the file have.
    pub layout: Layout,
    /// What the first rows show about the whole file.
    pub profile: Profile,
    /// What serial dates count from.
    pub dates: DateSystem,
    /// The names of other sheets with content.
    pub other_sheets: Vec<String>,
    /// The names of other sheets with rows of the same kind.
    pub rival_sheets: Vec<String>,
    /// Whether there are formulas among the first cells.
    pub has_formulas: bool,
    /// The number of columns that a row may have beyond its header.
    pub(super) spare_columns: usize,
}

/// Changes a plan by what only the rows of the file show. The file must be read again.
#[derive(Debug, Clone)]
pub enum PlanChange {
    /// Each row is a main order.
    MainOrders,
    /// There is another header among the rows.
    Header(Box<Header>),
    /// The ids in the columns of these targets have lost digits.
    LostDigits(Vec<Target>),
    /// The expenses of a settlement statement have no sign.
    UnsignedExpenses,
    /// The unknown columns with these headers have personal data.
    Personal(BTreeSet<String>),
}

impl Plan {
    /// Returns the row of the first header.
    pub fn header_row(&self) -> u64 {
        self.sheets.first().and_then(|sheet| sheet.header).map_or(0, |(row, _)| row)
    }

    /// Returns the columns of the first header.
    pub fn columns(&self) -> &[ColumnPlan] {
        self.shapes.first().map_or(&[], |shape| &shape.columns)
    }

    /// Lists the unknown headers in the order of the file. Columns without a header are listed where their index in [`Layout::unknown`]
    /// is in `with_content`.
    pub fn unknown_columns(&self, with_content: &BTreeSet<usize>) -> Vec<String> {
        let mut listed = HashSet::new();
        let columns = self.shapes.iter().flat_map(|shape| &shape.columns);
        let unknown = columns.filter_map(|column| match column.target {
            Target::Unknown(index) if !column.unnamed || with_content.contains(&index) => Some(index),
            _ => None,
        });
        unknown.filter(|index| listed.insert(*index)).map(|index| self.layout.unknown[index].header.clone()).collect()
    }

    /// Returns the English name of the field of a column, where it is known.
    pub fn field_name(&self, column: &ColumnPlan) -> Option<&'static str> {
        match column.target {
            Target::Field(field) => Some(field.name()),
            Target::Entry(index) => Some(entry::fields(self.facts.kind)[index].name),
            Target::Shown | Target::Unknown(_) => None,
        }
    }

    /// Returns the target of the key, where a kind of export has one in a column.
    pub(super) fn key(&self) -> Option<Target> {
        let is_key = |field: &entry::EntryField| field.role == entry::Role::Key;
        match (self.facts.kind, self.profile.grain) {
            (ExportKind::Orders, Grain::SubOrder) => Some(Target::Field(Field::SubOrderId)),
            (ExportKind::Orders, Grain::MainOrder) => Some(Target::Field(Field::MainOrderId)),
            (kind, _) => entry::fields(kind).iter().position(is_key).map(Target::Entry),
        }
    }

    /// Applies a change that the rows have shown to be necessary.
    pub fn apply(&mut self, change: PlanChange) {
        match change {
            PlanChange::MainOrders => {
                self.profile.grain = Grain::MainOrder;
                self.profile.grain_is_certain = true;
            }
            PlanChange::Header(header) => {
                self.add_shape(&header);
            }
            PlanChange::LostDigits(targets) => {
                let columns = self.shapes.iter_mut().flat_map(|shape| &mut shape.columns);
                columns.filter(|column| targets.contains(&column.target)).for_each(|column| column.lost_digits = true);
            }
            PlanChange::UnsignedExpenses => self.profile.expenses = ExpenseSigns::Unsigned,
            PlanChange::Personal(headers) => {
                let columns = self.shapes.iter_mut().flat_map(|shape| &mut shape.columns);
                let unknown = columns.filter_map(|column| column.unknown.as_mut());
                unknown.filter(|column| headers.contains(&column.header)).for_each(|column| column.contact = true);
                self.settle_layout();
            }
        }
    }

    /// Tells whether the file has a column of main order ids, without which rows cannot be read as main orders.
    pub fn has_main_order_ids(&self) -> bool {
        self.layout.fields.contains(Field::MainOrderId)
    }

    /// Adds the columns of a header, unless they are there already, and returns their index among the shapes.
    pub(super) fn add_shape(&mut self, header: &Header) -> usize {
        if let Some(index) = self.shapes.iter().position(|shape| shape.is_of(header)) {
            return index;
        }
        self.shapes.push(Shape::new(header, header.width + self.spare_columns));
        self.settle_layout();
        self.shapes.len() - 1
    }

    /// Hides the unknown columns of all headers whose name is hidden in one of them.
    fn hide_same_names(&mut self) {
        let unknown = self.shapes.iter().flat_map(|shape| &shape.columns).filter_map(|column| column.unknown.as_ref());
        let hidden: HashSet<String> =
            unknown.filter(|column| column.contact).map(|column| column.header.clone()).collect();
        let columns = self.shapes.iter_mut().flat_map(|shape| &mut shape.columns);
        for column in columns.filter_map(|column| column.unknown.as_mut()) {
            column.contact |= hidden.contains(&column.header);
        }
    }

    /// Settles the layout of all headers together.
    pub(super) fn settle_layout(&mut self) {
        self.hide_same_names();
        let columns = || self.shapes.iter().flat_map(|shape| &shape.columns);
        // Unknown columns are sorted by header, so that what is stored does not depend on the order of columns.
        let unknown: BTreeSet<UnknownColumn> = columns().filter_map(|column| column.unknown.clone()).collect();
        let indexes: BTreeMap<UnknownColumn, usize> = unknown.iter().cloned().zip(0..).collect();
        for column in self.shapes.iter_mut().flat_map(|shape| &mut shape.columns) {
            if let Some(unknown) = &column.unknown {
                column.target = Target::Unknown(indexes[unknown]);
            }
        }
        let kind = self.facts.kind;
        let is_orders = kind == ExportKind::Orders;
        let mut fields = FieldSet::default();
        for shape in &mut self.shapes {
            let known = shape.known_fields();
            shape.fields = if is_orders { self.profile.stated_fields(known) } else { stated_fields(kind, known) };
            fields.insert_all(shape.fields);
        }
        self.layout = Layout { fields, unknown: unknown.into_iter().collect() };
    }
}
