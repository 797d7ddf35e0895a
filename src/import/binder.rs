//! From rows to records, one by one.

use std::borrow::Cow;

use super::cell::{self, ReadContext};
use super::cell_text::{has_content, is_blank, text};
use super::entries::{Entries, Sums};
use super::field_ref::FieldRef;
use super::fingerprint::Fingerprints;
use super::header::{self, Header, TableKind};
use super::ids::is_damaged_code;
use super::observations::Observations;
use super::plan::{MAX_SHAPES, Plan, PlanChange, SheetPlan};
use super::profile;
use super::promotion;
use super::redact::redacted;
use super::shape::{ColumnPlan, Shape, Target};
use crate::model::entry::{self, EntryField, Role};
use crate::model::export::{ExportKind, Grain};
use crate::model::field::{Field, FieldKind, FieldSet, LATE};
use crate::model::record::{Record, Value};
use crate::model::reject::{Reject, RejectCode, Warning, column_letters};
use crate::model::time::Stamp;
use crate::sheet::{Cell, Row};

/// The digits of an id that distinguish an order above the header from a title.
const ID_DIGITS: usize = 15;

/// Tells what a row is.
#[derive(Debug, Clone)]
pub enum BoundRow {
    /// A row without content, or a title or note above the header.
    Blank,
    /// A header.
    Header,
    /// An order line or an entry; the record that was passed holds it.
    Record,
    /// A row that cannot be read.
    Reject(Reject),
    /// A row that contradicts the plan. The file must be read again with this change.
    Replan(PlanChange),
}

/// Tells where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowSource {
    /// The index of its sheet in [`Plan::sheets`].
    pub sheet: usize,
    /// The row number of the spreadsheet, as in [`crate::sheet::Row`].
    pub row: u64,
    /// The index of its columns in [`Plan::shapes`].
    pub shape: usize,
}

/// Turns the rows of a planned file into records.
pub struct Binder<'p> {
    plan: &'p Plan,
    context: ReadContext,
    fingerprints: Fingerprints,
    /// Completes entries, where the rows are not order lines.
    entries: Option<Entries<'p>>,
    fields: &'static [EntryField],
    grain_is_certain: bool,
    /// The first and last row of the header of the current sheet, until it is read.
    header: Option<(u64, u64)>,
    /// The name of the current sheet, where rejects show it.
    sheet: Option<String>,
    /// The columns of the current rows; nothing below the header of another table.
    shape: Option<&'p Shape>,
    shape_index: usize,
    /// The column of the current rows that names the shop.
    shop_column: Option<&'p ColumnPlan>,
    /// The fields that have a column in the current rows.
    known_fields: FieldSet,
    /// The fields of the file that the current columns lack.
    missing_fields: FieldSet,
    /// The fields of order lines that a row must have, with what it is without.
    required: Vec<(Field, RejectCode)>,
    observations: Observations<'p>,
}

impl<'p> Binder<'p> {
    /// Starts to read as planned. Nothing in the file can have happened after `now`.
    pub fn new(plan: &'p Plan, now: Stamp) -> Self {
        let mut binder = Self {
            plan,
            context: ReadContext::at(now, plan.dates),
            fingerprints: Fingerprints::new(&plan.layout),
            entries: Entries::new(plan),
            fields: entry::fields(plan.facts.kind),
            grain_is_certain: plan.profile.grain_is_certain,
            header: None,
            sheet: None,
            shape: None,
            shape_index: 0,
            shop_column: None,
            known_fields: FieldSet::default(),
            missing_fields: FieldSet::default(),
            required: required(plan.profile.grain),
            observations: Observations::new(plan),
        };
        binder.use_shape(0);
        binder
    }

    /// Returns the kind of export that is read.
    pub(super) fn kind(&self) -> ExportKind {
        self.plan.facts.kind
    }

    /// Starts the rows of a sheet.
    pub fn start(&mut self, sheet: &SheetPlan) {
        self.header = sheet.header;
        self.sheet.clone_from(&sheet.name);
        self.use_shape(sheet.shape);
    }

    /// Returns the index of the columns of the last row in [`Plan::shapes`].
    pub fn shape(&self) -> usize {
        self.shape_index
    }

    /// Reads the following rows by the columns of a header.
    fn use_shape(&mut self, index: usize) {
        self.shape_index = index;
        self.shape = self.plan.shapes.get(index);
        let stated = self.shape.map(|shape| shape.fields).unwrap_or_default();
        self.shop_column = self.shape.and_then(|shape| shape.columns.iter().find(|column| column.names_shop));
        self.known_fields = self.shape.map(Shape::known_fields).unwrap_or_default();
        self.missing_fields = self.plan.layout.fields.iter().filter(|field| !stated.contains(*field)).collect();
    }

    /// Tells whether a row was found that an export of the other grain cannot have. To be called after the last row.
    pub fn grain_is_certain(&self) -> bool {
        self.grain_is_certain
    }

    /// Lists the unknown headers in the order of the file. To be called after the last row.
    pub fn unknown_columns(&self) -> Vec<String> {
        self.observations.unknown_columns()
    }

    /// Returns the latest time of submission among the records.
    pub fn newest(&self) -> Option<Stamp> {
        self.observations.newest()
    }

    /// Returns the change of the plan that all rows together make necessary. To be called after the last row.
    pub fn plan_change(&self) -> Option<PlanChange> {
        self.observations.plan_change()
    }

    /// Returns the warnings that need no database. `export_limit` is the most rows of one export. To be called after the last row.
    pub fn warnings(&self, export_limit: u64) -> Vec<Warning> {
        self.observations.warnings(export_limit)
    }

    /// Reads a row into an empty record.
    pub fn bind(&mut self, row: Row<'_>, record: &mut Record) -> BoundRow {
        if let Some((first, last)) = self.header {
            if row.number < first {
                return self.above_header(row, record);
            }
            if row.number <= last {
                return BoundRow::Header;
            }
            self.header = None;
        }
        let Some((last, _)) = row.cells().rev().find(|(_, cell)| has_content(*cell)) else { return BoundRow::Blank };
        self.observations.data_rows += 1;
        match self.data(row, last, record) {
            BoundRow::Reject(reject) => match self.repeated_header(row) {
                Some(bound) => {
                    self.observations.data_rows -= u64::from(!matches!(bound, BoundRow::Reject(_)));
                    bound
                }
                None => BoundRow::Reject(reject),
            },
            BoundRow::Blank => {
                self.observations.data_rows -= 1;
                BoundRow::Blank
            }
            bound => bound,
        }
    }

    /// Reads a row above the header: a title, a note, or an order that was sorted there.
    fn above_header(&mut self, row: Row<'_>, record: &mut Record) -> BoundRow {
        let Some((last, _)) = row.cells().rev().find(|(_, cell)| has_content(*cell)) else { return BoundRow::Blank };
        let key = self.plan.key().and_then(|key| self.shape?.column(key));
        let id = key.map(|column| text(row.get(column.index), self.context.dates));
        if id.is_none_or(|id| id.bytes().filter(u8::is_ascii_digit).count() < ID_DIGITS) {
            return BoundRow::Blank;
        }
        self.observations.data_rows += 1;
        self.data(row, last, record)
    }

    /// Checks whether a row that is no data is a header, and reads the following rows by it.
    fn repeated_header(&mut self, row: Row<'_>) -> Option<BoundRow> {
        let plan = self.plan;
        let (header, table) = header::repeated_header(row, plan.facts.kind)?;
        if header.has_data() {
            // A row and the header below it have run together. If it is the current header, its columns stay in use.
            let is_current = self.shape.is_some_and(|shape| shape.ends_with(&header));
            return if is_current { None } else { Some(self.leave_table(row)) };
        }
        if let Some(index) = plan.shapes.iter().position(|shape| shape.is_of(&header)) {
            self.use_shape(index);
            return Some(BoundRow::Header);
        }
        let is_same_kind =
            matches!(table, TableKind::Export(kind) if kind == plan.facts.kind) && self.has_all_required(&header);
        if is_same_kind && plan.shapes.len() < MAX_SHAPES {
            return Some(BoundRow::Replan(PlanChange::Header(Box::new(header))));
        }
        Some(self.leave_table(row))
    }

    /// Rejects a row and all below it, until a known header follows.
    fn leave_table(&mut self, row: Row<'_>) -> BoundRow {
        self.shape = None;
        BoundRow::Reject(self.other_table(row))
    }

    /// Tells whether a repeated header has all required columns.
    fn has_all_required(&self, header: &Header) -> bool {
        let fields = header.fields();
        match self.plan.facts.kind {
            ExportKind::Orders => {
                let has = |field: Field| fields.contains(&field.index());
                match self.plan.profile.grain {
                    Grain::SubOrder => has(Field::SubOrderId),
                    Grain::MainOrder => has(Field::MainOrderId),
                }
            }
            _ => self.fields.iter().enumerate().all(|(index, field)| !field.is_required() || fields.contains(&index)),
        }
    }

    fn other_table(&self, row: Row<'_>) -> Reject {
        Reject {
            row: row.number,
            sheet: self.sheet.clone(),
            column: column_letters(0),
            header: String::new(),
            code: RejectCode::OtherTable,
            value: String::new(),
        }
    }

    /// Reads a row of data into a record. `last` is the index of its last cell with content.
    fn data(&mut self, row: Row<'_>, last: usize, record: &mut Record) -> BoundRow {
        let Some(shape) = self.shape else { return BoundRow::Reject(self.other_table(row)) };
        if let Some(column) = shape.columns.first().filter(|_| begins_with_byte_order_mark(row)) {
            return BoundRow::Reject(self.reject(row, column, RejectCode::Encoding, Cell::Empty));
        }
        if let Some(reject) = self.wrong_width(shape, row, last) {
            return BoundRow::Reject(reject);
        }
        if self.entries.as_ref().is_some_and(|entries| entries.leaves_out(shape, row)) {
            return BoundRow::Blank;
        }
        let cells = self.cells(shape, row, record);
        if let Some(bound) = self.joined_ids(shape, row, record) {
            return bound;
        }
        if let Some(reject) = cells.reject.or_else(|| self.missing(shape, row, record)) {
            return BoundRow::Reject(reject);
        }
        if let Some(entries) = &mut self.entries {
            match entries.complete(record, shape.fields) {
                Ok(Sums::Fit) => {}
                Ok(Sums::Differ) => self.observations.differing_row(row.number),
                Ok(Sums::Unsigned) => return BoundRow::Replan(PlanChange::UnsignedExpenses),
                Err((field, code)) => {
                    if let Some(column) = shape.column(Target::Entry(field)) {
                        return BoundRow::Reject(self.reject(row, column, code, row.get(column.index)));
                    }
                }
            }
        } else {
            self.derive(shape, record);
            record.fingerprint = self.fingerprints.of(record);
            if let Some(submitted) = record.text_of(Field::SubmittedAt) {
                self.observations.submitted_at(submitted);
            }
        }
        if cells.is_late {
            self.observations.late_row();
        }
        if let Some(column) = self.shop_column {
            self.observations.shop(column, &text(row.get(column.index), self.context.dates));
        }
        cells.damaged.iter().for_each(|column| self.observations.damaged_value(&column.header));
        BoundRow::Record
    }

    /// Reads the cells of a row into a record.
    fn cells(&mut self, shape: &'p Shape, row: Row<'_>, record: &mut Record) -> Cells<'p> {
        let mut cells = Cells::default();
        for (index, cell) in row.cells() {
            let Some(column) = shape.columns.get(index) else { continue };
            let (field, index) = match column.target {
                Target::Field(field) => (FieldRef::Line(field), field.index()),
                Target::Entry(index) => (FieldRef::Entry(&self.fields[index]), index),
                Target::Shown => continue,
                Target::Unknown(index) => {
                    match self.unknown(column, cell) {
                        Ok(text) => {
                            if !is_blank(&text) {
                                cells.is_late |= text == LATE;
                                self.observations.unknown_cell(column, index, &text);
                                record.push_unknown(index, &text);
                            }
                        }
                        Err(RejectCode::DamagedId | RejectCode::ErrorCell | RejectCode::NoResult) => {
                            cells.damaged.push(column);
                        }
                        Err(code) => cells.reject_with(|| self.reject(row, column, code, Cell::Empty)),
                    }
                    continue;
                }
            };
            match cell::value(field, cell, &self.context, column.lost_digits) {
                Ok(value) => {
                    if let Some(text) = value.text() {
                        cells.is_late |= text == LATE;
                        if field.kind() == FieldKind::Id && !column.lost_digits {
                            self.observations.id(index, text);
                        }
                    }
                    record.set_at(index, &value);
                }
                Err(code) if !field.rejects(code) => {
                    if let Target::Field(field) = column.target {
                        record.unstated.insert(field);
                    }
                    cells.damaged.push(column);
                }
                Err(code) => cells.reject_with(|| self.reject(row, column, code, cell)),
            }
        }
        cells
    }

    /// Reads the cell of an unknown column.
    fn unknown<'c>(&self, column: &ColumnPlan, cell: Cell<'c>) -> Result<Cow<'c, str>, RejectCode> {
        match cell {
            Cell::Undecodable => Err(RejectCode::Encoding),
            Cell::TooLong => Err(RejectCode::CellTooLong),
            Cell::NoResult => Err(RejectCode::NoResult),
            Cell::Error(_) => Err(RejectCode::ErrorCell),
            _ if column.has_codes && is_damaged_code(cell) => Err(RejectCode::DamagedId),
            _ => Ok(text(cell, self.context.dates)),
        }
    }

    /// Rejects a row whose cells cannot be matched with the header. `last` is the index of its last cell with content.
    fn wrong_width(&self, shape: &Shape, row: Row<'_>, last: usize) -> Option<Reject> {
        let profile = &self.plan.profile;
        let (code, index, cells) = match row.width {
            _ if last >= shape.columns.len() => (RejectCode::LongRow, last, last + 1),
            // A row that is wider than all others has a delimiter within a cell, even if its last cells happen to be empty.
            Some(width) if width > shape.width + profile.wider => (RejectCode::LongRow, width - 1, width),
            Some(width) if width < shape.named && profile.ragged_from.is_none_or(|from| width < from) => {
                (RejectCode::ShortRow, width, width)
            }
            _ => return None,
        };
        Some(Reject {
            row: row.number,
            sheet: self.sheet.clone(),
            column: column_letters(index),
            header: shape.columns.get(index).map_or_else(String::new, |column| column.header.clone()),
            code,
            value: format!("{cells}/{}", shape.width),
        })
    }

    /// Decides what joined sub-order ids mean: each row is a main order, or the id is damaged where that is impossible.
    fn joined_ids(&mut self, shape: &Shape, row: Row<'_>, record: &Record) -> Option<BoundRow> {
        if self.plan.profile.is_main_order() || self.entries.is_some() {
            return None;
        }
        let sub_order = record.text_of(Field::SubOrderId)?;
        if !sub_order.bytes().any(|byte| byte == b';') {
            self.grain_is_certain |= record.text_of(Field::MainOrderId) != Some(sub_order);
            return None;
        }
        if !self.grain_is_certain {
            return Some(BoundRow::Replan(PlanChange::MainOrders));
        }
        let column = shape.column(Target::Field(Field::SubOrderId))?;
        Some(BoundRow::Reject(self.reject(row, column, RejectCode::DamagedId, row.get(column.index))))
    }

    /// Rejects a record without an id or another required value.
    fn missing(&self, shape: &Shape, row: Row<'_>, record: &Record) -> Option<Reject> {
        if self.entries.is_some() {
            let mut required = self.fields.iter().enumerate().filter(|(_, field)| field.is_required());
            let missing = required.find_map(|(index, field)| {
                let code = if field.role == Role::Key { RejectCode::MissingId } else { RejectCode::MissingRequired };
                if record.is_null_at(index) { self.reject_empty(shape, row, Target::Entry(index), code) } else { None }
            });
            return missing.or_else(|| self.missing_one_of(shape, row, record));
        }
        self.required.iter().find_map(|(field, code)| {
            if record.is_null(*field) { self.reject_empty(shape, row, Target::Field(*field), *code) } else { None }
        })
    }

    /// Rejects an entry without any value of a group of which it needs one.
    fn missing_one_of(&self, shape: &Shape, row: Row<'_>, record: &Record) -> Option<Reject> {
        let kind = self.plan.facts.kind;
        entry::one_of(kind).iter().find_map(|names| {
            let indexes = || names.iter().filter_map(|name| entry::index_of(kind, name));
            if indexes().any(|index| !record.is_null_at(index)) {
                return None;
            }
            let is_money = indexes().any(|index| self.fields[index].kind == FieldKind::Money);
            let code = if is_money { RejectCode::MissingRequired } else { RejectCode::MissingId };
            indexes().find_map(|index| self.reject_empty(shape, row, Target::Entry(index), code))
        })
    }

    /// Rejects a row without a value in a column, where the file has the column.
    fn reject_empty(&self, shape: &Shape, row: Row<'_>, target: Target, code: RejectCode) -> Option<Reject> {
        let column = shape.column(target)?;
        Some(self.reject(row, column, code, row.get(column.index)))
    }

    fn reject(&self, row: Row<'_>, column: &ColumnPlan, code: RejectCode, cell: Cell<'_>) -> Reject {
        let kind = column.target.field_kind(self.plan.facts.kind).unwrap_or(FieldKind::Text);
        let value = redacted(kind, &text(cell, self.context.dates));
        let (column, header) = (column_letters(column.index), column.header.clone());
        Reject { row: row.number, sheet: self.sheet.clone(), column, header, code, value }
    }

    /// Sets the key of an order line and the fields that are derived from others.
    fn derive(&self, shape: &Shape, record: &mut Record) {
        let key = if self.plan.profile.is_main_order() { Field::MainOrderId } else { Field::SubOrderId };
        record.set_key(key.index());
        if record.is_null(Field::Promotion) && !self.known_fields.contains(Field::Promotion) {
            match promotion::of(shape, record) {
                Some(promotion) => record.set(Field::Promotion, &Value::Text(Cow::Borrowed(promotion))),
                None => record.unstated.insert(Field::Promotion),
            }
        }
        if shape.fields.contains(Field::UnitPrice) && !self.known_fields.contains(Field::UnitPrice) {
            let (amount, quantity) = (record.get(Field::ItemAmount), record.get(Field::Quantity));
            match profile::unit_price(self.plan.profile.item_amount, &amount, &quantity) {
                Some(price) => record.set(Field::UnitPrice, &Value::Int(price)),
                None => record.unstated.insert(Field::UnitPrice),
            }
        }
        record.unstated.insert_all(self.missing_fields);
        for field in [Field::Promotion, Field::UnitPrice] {
            if !self.plan.layout.fields.contains(field) {
                record.unstated.remove(field);
            }
        }
    }
}

/// Holds what the cells of a row have shown.
#[derive(Default)]
struct Cells<'p> {
    /// The reject of the first cell that rejects the row.
    reject: Option<Reject>,
    /// The columns of damaged values that were left empty.
    damaged: Vec<&'p ColumnPlan>,
    /// Whether a value is available the next day.
    is_late: bool,
}

impl Cells<'_> {
    fn reject_with(&mut self, reject: impl FnOnce() -> Reject) {
        if self.reject.is_none() {
            self.reject = Some(reject());
        }
    }
}

/// Lists the fields of order lines that a row must have, with what it is without.
fn required(grain: Grain) -> Vec<(Field, RejectCode)> {
    let ids = match grain {
        Grain::SubOrder => [Field::SubOrderId, Field::MainOrderId].as_slice(),
        Grain::MainOrder => [Field::MainOrderId].as_slice(),
    };
    let others = Field::ALL.iter().filter(|field| field.is_required());
    let ids = ids.iter().map(|field| (*field, RejectCode::MissingId));
    ids.chain(others.map(|field| (*field, RejectCode::MissingRequired))).collect()
}

/// Tells whether a row of delimited text begins with a byte order mark, as where files were put together.
fn begins_with_byte_order_mark(row: Row<'_>) -> bool {
    row.width.is_some() && matches!(row.get(0), Cell::Text(text) if text.starts_with('\u{feff}'))
}
