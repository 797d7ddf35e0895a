//! Rows to records, one by one, with a look at the file as a whole.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::clean::{self, Reading, Wanted};
use super::entry::{Entries, Sums};
use super::fingerprint::Fingerprints;
use super::header::{self, Header, TableKind};
use super::lost_digits::Tally;
use super::plan::{ColumnPlan, Finding, MAX_SHAPES, Part, Plan, Shape, Target, has_content};
use super::profile;
use super::shown;
use super::spelling;
use crate::model::entry::{self, EntryField, Role};
use crate::model::export::{ExportKind, Grain};
use crate::model::field::{ALLIANCE, FIELD_COUNT, Field, FieldKind, FieldSet, LATE};
use crate::model::figure::Figures;
use crate::model::id::is_digits;
use crate::model::personal::{Look, is_personal};
use crate::model::record::{Record, Value};
use crate::model::reject::{Reject, RejectCode, Warning, column_letters};
use crate::model::time::Stamp;
use crate::sheet::{Cell, Row};

/// The cap of an export by a copy of the platform's help (2023-01). No rule text has it, so that nothing is planned by it, but a
/// file that just reaches it may be cut all the same.
const CAP_OF_HELP: u64 = 1_000_000;

/// Names of shops that a warning lists.
const SHOPS_NAMED: usize = 10;

/// Digits of an id that tell a row above the header from a title.
const ID_DIGITS: usize = 15;

/// Tells what became of one row.
#[derive(Debug, Clone)]
pub enum Bound {
    /// It has no content, or stands above the header.
    Blank,
    /// It is a header.
    Header,
    /// It is an order line or an entry, which stands in the record that was given.
    Record,
    /// It cannot be taken.
    Reject(Reject),
    /// It shows something of the file against the plan: the file must be read again.
    Again(Finding),
}

/// Tells where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin {
    /// The place of its sheet in [`Plan::parts`].
    pub part: usize,
    /// The spreadsheet's own row, as in [`crate::sheet::Row`].
    pub row: u64,
    /// The place of its columns in [`Plan::shapes`].
    pub shape: usize,
}

/// Turns the rows of a planned file into records.
pub struct Binder<'p> {
    plan: &'p Plan,
    reading: Reading,
    fingerprints: Fingerprints,
    figures: Figures,
    /// Makes entries of the rows, where they are no order lines.
    entries: Option<Entries<'p>>,
    fields: &'static [EntryField],
    grain_is_certain: bool,
    /// The header of the sheet that is read, while it is ahead.
    header: Option<(u64, u64)>,
    /// The sheet that is read, where rejects name it.
    sheet: Option<String>,
    /// The columns by which rows are read, and their place in the plan; none where they stand under the header of another table.
    shape: Option<&'p Shape>,
    shape_at: usize,
    /// Fields of the file that the rows of the shape say nothing of.
    lacks: FieldSet,
    data_rows: u64,
    late_rows: u64,
    /// How many rows of a statement do not add up, and the first of them.
    differing: Option<(u64, u64)>,
    /// How many rows have a damaged value under a header.
    damaged: BTreeMap<String, u64>,
    /// The ids of each field that has some.
    tallies: Vec<Option<Tally>>,
    shops: BTreeSet<String>,
    /// Columns without a header that have content, by their place in the layout.
    unnamed: BTreeSet<usize>,
    /// What the cells of unknown columns show, by their place in the layout.
    looks: Vec<Look>,
    /// The latest time of submission.
    newest: Option<String>,
}

impl<'p> Binder<'p> {
    /// Starts reading as planned. `now` is the moment it is.
    pub fn new(plan: &'p Plan, now: Stamp) -> Self {
        Self {
            plan,
            reading: Reading::at(now, plan.dates),
            fingerprints: Fingerprints::new(&plan.layout),
            figures: Figures::new(plan.facts.kind),
            entries: Entries::new(plan),
            fields: entry::fields(plan.facts.kind),
            grain_is_certain: plan.profile.grain_is_certain,
            header: None,
            sheet: None,
            shape: plan.shapes.first(),
            shape_at: 0,
            lacks: FieldSet::default(),
            data_rows: 0,
            late_rows: 0,
            differing: None,
            damaged: BTreeMap::new(),
            tallies: std::iter::repeat_with(|| None).take(FIELD_COUNT).collect(),
            shops: BTreeSet::new(),
            unnamed: BTreeSet::new(),
            looks: vec![Look::default(); plan.layout.unknown.len()],
            newest: None,
        }
    }

    /// Goes to the rows of a sheet.
    pub fn start(&mut self, part: &Part) {
        self.header = part.header;
        self.sheet.clone_from(&part.name);
        self.follow(part.shape);
    }

    /// Returns the place in the plan of the columns by which the last row was read.
    pub fn shape(&self) -> usize {
        self.shape_at
    }

    /// Reads the rows that come by the columns of a header.
    fn follow(&mut self, shape: usize) {
        self.shape_at = shape;
        self.shape = self.plan.shapes.get(shape);
        let stated = self.shape.map(|shape| shape.fields).unwrap_or_default();
        self.lacks = self.plan.layout.fields.iter().filter(|field| !stated.contains(*field)).collect();
    }

    /// Tells whether a row could not stand in an export of the other grain; to be asked after the last row.
    pub fn grain_is_certain(&self) -> bool {
        self.grain_is_certain
    }

    /// Returns the headers that no alias knows, in the order of the file; to be asked after the last row.
    pub fn unknown_columns(&self) -> Vec<String> {
        self.plan.unknown_columns(&self.unnamed)
    }

    /// Returns the latest time of submission among the records.
    pub fn newest(&self) -> Option<Stamp> {
        self.newest.as_deref().and_then(Stamp::parse)
    }

    /// Returns what the rows together show against the plan; to be asked after the last row.
    pub fn finding(&self) -> Option<Finding> {
        let telling =
            self.tallies.iter().enumerate().filter(|(_, tally)| tally.as_ref().is_some_and(Tally::is_telling));
        let targets: Vec<Target> =
            telling.map(|(place, _)| super::plan::target_of(self.plan.facts.kind, place)).collect();
        if !targets.is_empty() {
            return Some(Finding::LostDigits(targets));
        }
        let looked_at = self.plan.layout.unknown.iter().zip(&self.looks);
        let personal = looked_at.filter(|(column, look)| !column.contact && look.is_personal());
        let headers: BTreeSet<String> = personal.map(|(column, _)| column.header.clone()).collect();
        (!headers.is_empty()).then_some(Finding::Personal(headers))
    }

    /// Fills an empty record with a row.
    pub fn bind(&mut self, row: Row<'_>, record: &mut Record) -> Bound {
        if let Some((first, last)) = self.header {
            if row.number < first {
                return self.above(row, record);
            }
            if row.number <= last {
                return Bound::Header;
            }
            self.header = None;
        }
        let Some((last, _)) = row.cells().rev().find(|(_, cell)| has_content(*cell)) else { return Bound::Blank };
        self.data_rows += 1;
        match self.data(row, last, record) {
            Bound::Reject(reject) => match self.header_again(row) {
                Some(bound) => {
                    self.data_rows -= u64::from(!matches!(bound, Bound::Reject(_)));
                    bound
                }
                None => Bound::Reject(reject),
            },
            bound => bound,
        }
    }

    /// Reads a row above the header: a title or a note, or an order that was sorted there.
    fn above(&mut self, row: Row<'_>, record: &mut Record) -> Bound {
        let Some((last, _)) = row.cells().rev().find(|(_, cell)| has_content(*cell)) else { return Bound::Blank };
        let key = self.plan.key().and_then(|key| self.shape?.column(key)).map(|column| column.place);
        let id = key.map(|place| clean::text(row.get(place), self.reading.dates));
        if id.is_none_or(|id| id.bytes().filter(u8::is_ascii_digit).count() < ID_DIGITS) {
            return Bound::Blank;
        }
        self.data_rows += 1;
        self.data(row, last, record)
    }

    /// Looks whether a row that is no data is a header, and goes on by it.
    fn header_again(&mut self, row: Row<'_>) -> Option<Bound> {
        let plan = self.plan;
        let (header, table) = header::again(row, plan.facts.kind)?;
        if header.has_data() {
            // A row that the header behind it ran into. Where that is the header there is, the rows go on by it.
            let is_same = self.shape.is_some_and(|shape| shape.ends_with(&header));
            return if is_same { None } else { Some(self.leave(row)) };
        }
        if let Some(shape) = plan.shapes.iter().position(|shape| shape.is_of(&header)) {
            self.follow(shape);
            return Some(Bound::Header);
        }
        let is_same =
            matches!(table, TableKind::Export(kind) if kind == plan.facts.kind) && self.has_all_required(&header);
        if is_same && plan.shapes.len() < MAX_SHAPES {
            return Some(Bound::Again(Finding::Header(Box::new(header))));
        }
        Some(self.leave(row))
    }

    /// Rejects a row and all behind it, until a header comes that is known.
    fn leave(&mut self, row: Row<'_>) -> Bound {
        self.shape = None;
        Bound::Reject(self.other_table(row))
    }

    /// Tells whether a header that comes again has what no row can do without.
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
            _ => self.fields.iter().enumerate().all(|(place, field)| !field.is_required() || fields.contains(&place)),
        }
    }

    fn other_table(&self, row: Row<'_>) -> Reject {
        let (column, header) = (column_letters(0), String::new());
        Reject {
            row: row.number,
            sheet: self.sheet.clone(),
            column,
            header,
            code: RejectCode::OtherTable,
            value: String::new(),
        }
    }

    /// Fills a record with a row of data whose last cell with content is at `last`.
    fn data(&mut self, row: Row<'_>, last: usize, record: &mut Record) -> Bound {
        let Some(shape) = self.shape else { return Bound::Reject(self.other_table(row)) };
        if let Some(column) = shape.columns.first().filter(|_| begins_with_mark(row)) {
            return Bound::Reject(self.reject(row, column, RejectCode::Encoding, Cell::Empty));
        }
        if let Some(reject) = self.wrong_width(shape, row, last) {
            return Bound::Reject(reject);
        }
        let mut problem = None;
        let mut late = false;
        let mut damaged: Vec<&ColumnPlan> = Vec::new();
        for (place, cell) in row.cells() {
            let Some(column) = shape.columns.get(place) else { continue };
            let (wanted, place) = match column.target {
                Target::Field(field) => (Wanted::Line(field), field.index()),
                Target::Entry(place) => (Wanted::Entry(&self.fields[place]), place),
                Target::Unknown(place) => {
                    match self.unknown(column, cell) {
                        Ok(text) => {
                            if !clean::is_none(&text) {
                                late |= text == LATE;
                                self.notice(column, place, &text);
                                record.push_unknown(place, &text);
                            }
                        }
                        Err(RejectCode::DamagedId | RejectCode::ErrorCell | RejectCode::NoResult) => {
                            damaged.push(column);
                        }
                        Err(code) => problem = problem.or_else(|| Some(self.reject(row, column, code, Cell::Empty))),
                    }
                    continue;
                }
            };
            match clean::value(wanted, cell, &self.reading, column.lost_digits) {
                Ok(value) => {
                    if let Some(text) = value.text() {
                        late |= text == LATE;
                        if wanted.kind() == FieldKind::Id && !column.lost_digits {
                            self.tallies[place].get_or_insert_default().count(text);
                        }
                    }
                    record.set_at(place, &value);
                }
                Err(code) if !wanted.rejects(code) => {
                    if let Target::Field(field) = column.target {
                        record.unstated.insert(field);
                    }
                    damaged.push(column);
                }
                Err(code) => problem = problem.or_else(|| Some(self.reject(row, column, code, cell))),
            }
        }
        if let Some(bound) = self.joined(shape, row, record) {
            return bound;
        }
        if let Some(reject) = problem.or_else(|| self.missing(shape, row, record)) {
            return Bound::Reject(reject);
        }
        if let Some(entries) = &mut self.entries {
            match entries.settle(record, shape.fields) {
                Ok(Sums::Fit) => {}
                Ok(Sums::Differ) => {
                    let (rows, first) = self.differing.unwrap_or((0, row.number));
                    self.differing = Some((rows + 1, first));
                }
                Ok(Sums::Unsigned) => return Bound::Again(Finding::UnsignedExpenses),
                Err((field, code)) => {
                    if let Some(column) = shape.column(Target::Entry(field)) {
                        return Bound::Reject(self.reject(row, column, code, row.get(column.place)));
                    }
                }
            }
        } else {
            self.derive(shape, record);
            record.fingerprint = self.fingerprints.of(record);
            self.note_newest(record);
        }
        record.figures = self.figures.of(record);
        self.late_rows += u64::from(late);
        self.note_shop(shape, row);
        for column in damaged {
            // Nothing is allocated for a header that is known already.
            match self.damaged.get_mut(&column.header) {
                Some(rows) => *rows += 1,
                None => drop(self.damaged.insert(column.header.clone(), 1)),
            }
        }
        Bound::Record
    }

    /// Reads the cell of an unknown column.
    fn unknown<'c>(&self, column: &ColumnPlan, cell: Cell<'c>) -> Result<Cow<'c, str>, RejectCode> {
        match cell {
            Cell::Undecodable => Err(RejectCode::Encoding),
            Cell::TooLong => Err(RejectCode::CellTooLong),
            Cell::NoResult => Err(RejectCode::NoResult),
            Cell::Error(_) => Err(RejectCode::ErrorCell),
            _ if column.has_codes && clean::is_damaged_code(cell) => Err(RejectCode::DamagedId),
            _ => Ok(clean::text(cell, self.reading.dates)),
        }
    }

    /// Takes note of what a cell of an unknown column shows of the file.
    fn notice(&mut self, column: &ColumnPlan, place: usize, text: &str) {
        if column.unnamed {
            self.unnamed.insert(place);
        }
        if !self.plan.layout.unknown[place].contact {
            self.looks[place].at(text);
        }
    }

    /// Takes note of the shop that a record is of, as far as its name or id may be shown.
    fn note_shop(&mut self, shape: &Shape, row: Row<'_>) {
        let Some(column) = shape.columns.iter().find(|column| column.names_shop) else { return };
        let text = clean::text(row.get(column.place), self.reading.dates);
        if clean::is_none(&text) || self.shops.len() >= SHOPS_NAMED || self.shops.contains(text.as_ref()) {
            return;
        }
        let is_hidden = match column.target {
            Target::Unknown(place) => self.plan.layout.unknown[place].contact || self.looks[place].is_personal(),
            _ => false,
        };
        let is_other = if spelling::names_codes(&column.header) { !is_digits(&text) } else { is_personal(&text) };
        if !is_hidden && !is_other {
            self.shops.insert(text.into_owned());
        }
    }

    fn note_newest(&mut self, record: &Record) {
        let Some(submitted) = record.text_of(Field::SubmittedAt) else { return };
        match &mut self.newest {
            Some(newest) if submitted <= newest.as_str() => {}
            Some(newest) => {
                newest.clear();
                newest.push_str(submitted);
            }
            newest => *newest = Some(submitted.to_owned()),
        }
    }

    /// Returns what is worth a look once every row was read, without what only the database can tell. `export_cap` is the most
    /// that one export holds.
    pub fn warnings(&self, export_cap: u64) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let unknown = self.unknown_columns();
        if !unknown.is_empty() {
            warnings.push(Warning::UnknownColumns(unknown));
        }
        if [export_cap, CAP_OF_HELP].contains(&self.data_rows) {
            warnings.push(Warning::ExportCap(self.data_rows));
        }
        if self.late_rows > 0 {
            warnings.push(Warning::LateValues(self.late_rows));
        }
        if self.shops.len() > 1 {
            warnings.push(Warning::MixedShop(self.shops.iter().cloned().collect()));
        }
        if let Some((rows, first)) = self.differing {
            warnings.push(Warning::SumsDiffer { rows, first });
        }
        if self.plan.has_formulas {
            warnings.push(Warning::FormulaCells);
        }
        if self.data_rows == 0 {
            warnings.push(Warning::EmptySheet);
        }
        let (others, rivals) = (&self.plan.other_sheets, &self.plan.rival_sheets);
        if !others.is_empty() || !rivals.is_empty() {
            warnings.push(Warning::OtherSheetsIgnored { others: others.clone(), rivals: rivals.clone() });
        }
        if !self.damaged.is_empty() {
            warnings.push(Warning::DamagedField(
                self.damaged.iter().map(|(header, rows)| (header.clone(), *rows)).collect(),
            ));
        }
        warnings
    }

    /// Rejects a row whose cells cannot be told apart by the header.
    ///
    /// `last` is the place of its last cell with content.
    fn wrong_width(&self, shape: &Shape, row: Row<'_>, last: usize) -> Option<Reject> {
        let profile = &self.plan.profile;
        let (code, place, cells) = match row.width {
            _ if last >= shape.columns.len() => (RejectCode::LongRow, last, last + 1),
            // A row that is wider than all others has a delimiter that is none; its last cells only happen to be empty.
            Some(width) if width > shape.width + profile.wider => (RejectCode::LongRow, width - 1, width),
            Some(width) if width < shape.named && profile.ragged_from.is_none_or(|from| width < from) => {
                (RejectCode::ShortRow, width, width)
            }
            _ => return None,
        };
        Some(Reject {
            row: row.number,
            sheet: self.sheet.clone(),
            column: column_letters(place),
            header: shape.columns.get(place).map_or_else(String::new, |column| column.header.clone()),
            code,
            value: format!("{cells}/{}", shape.width),
        })
    }

    /// Settles what joined sub-order ids mean: each row is a main order, or the id is damaged where that cannot be.
    fn joined(&mut self, shape: &Shape, row: Row<'_>, record: &Record) -> Option<Bound> {
        if self.plan.profile.is_main_order() || self.entries.is_some() {
            return None;
        }
        let sub = record.text_of(Field::SubOrderId)?;
        if !sub.contains(';') {
            self.grain_is_certain |= record.text_of(Field::MainOrderId) != Some(sub);
            return None;
        }
        if !self.grain_is_certain {
            return Some(Bound::Again(Finding::MainOrders));
        }
        let column = shape.column(Target::Field(Field::SubOrderId))?;
        Some(Bound::Reject(self.reject(row, column, RejectCode::DamagedId, row.get(column.place))))
    }

    /// Rejects a record without an id or without a value that every order line or entry has.
    fn missing(&self, shape: &Shape, row: Row<'_>, record: &Record) -> Option<Reject> {
        if self.entries.is_some() {
            let mut required = self.fields.iter().enumerate().filter(|(_, field)| field.is_required());
            return required.find_map(|(place, field)| {
                let code = if field.role == Role::Key { RejectCode::MissingId } else { RejectCode::MissingRequired };
                if record.is_null_at(place) { self.reject_empty(shape, row, Target::Entry(place), code) } else { None }
            });
        }
        let ids = match self.plan.profile.grain {
            Grain::SubOrder => [Field::SubOrderId, Field::MainOrderId].as_slice(),
            Grain::MainOrder => [Field::MainOrderId].as_slice(),
        };
        let required = Field::ALL.iter().copied().filter(|field| field.is_required());
        let ids = ids.iter().map(|field| (*field, RejectCode::MissingId));
        let mut wanted = ids.chain(required.map(|field| (field, RejectCode::MissingRequired)));
        wanted.find_map(|(field, code)| {
            if record.is_null(field) { self.reject_empty(shape, row, Target::Field(field), code) } else { None }
        })
    }

    /// Rejects a row without a value in a column, where the file has the column.
    fn reject_empty(&self, shape: &Shape, row: Row<'_>, target: Target, code: RejectCode) -> Option<Reject> {
        let column = shape.column(target)?;
        Some(self.reject(row, column, code, row.get(column.place)))
    }

    fn reject(&self, row: Row<'_>, column: &ColumnPlan, code: RejectCode, cell: Cell<'_>) -> Reject {
        let kind = match column.target {
            Target::Field(field) => field.kind(),
            Target::Entry(place) => self.fields[place].kind,
            Target::Unknown(_) => FieldKind::Text,
        };
        let value = shown::value(kind, &clean::text(cell, self.reading.dates));
        let (column, header) = (column_letters(column.place), column.header.clone());
        Reject { row: row.number, sheet: self.sheet.clone(), column, header, code, value }
    }

    fn derive(&self, shape: &Shape, record: &mut Record) {
        let key = if self.plan.profile.is_main_order() { Field::MainOrderId } else { Field::SubOrderId };
        record.set_key(key.index());
        if record.is_null(Field::Promotion) && shape.column(Target::Field(Field::Promotion)).is_none() {
            match promotion(shape, record) {
                Some(promotion) => record.set(Field::Promotion, &Value::Text(Cow::Borrowed(promotion))),
                None => record.unstated.insert(Field::Promotion),
            }
        }
        if shape.fields.contains(Field::UnitPrice) && shape.column(Target::Field(Field::UnitPrice)).is_none() {
            let (amount, quantity) = (record.get(Field::ItemAmount), record.get(Field::Quantity));
            match profile::unit_price(self.plan.profile.item_amount, &amount, &quantity) {
                Some(price) => record.set(Field::UnitPrice, &Value::Int(price)),
                None => record.unstated.insert(Field::UnitPrice),
            }
        }
        self.lacks.iter().for_each(|field| record.unstated.insert(field));
        for field in [Field::Promotion, Field::UnitPrice] {
            if !self.plan.layout.fields.contains(field) {
                record.unstated.remove(field);
            }
        }
    }
}

/// Tells who sold, where the export does not say it in a column of its own: a creator (精选联盟) or nobody (无).
///
/// 流量来源 decides; without it 广告渠道 can show a creator, and its silence shows nothing.
fn promotion(shape: &Shape, record: &Record) -> Option<&'static str> {
    let says = |field, what: &str| record.text_of(field).is_some_and(|text| text.contains(what));
    if says(Field::TrafficSource, ALLIANCE) || says(Field::AdChannel, ALLIANCE) {
        Some(ALLIANCE)
    } else if shape.fields.contains(Field::TrafficSource) && !says(Field::TrafficSource, LATE) {
        Some("无")
    } else {
        None
    }
}

/// Makes the reject of a row whose key the file has already, with other content.
pub fn conflict(plan: &Plan, origin: &Origin, key: &str) -> Reject {
    let column = plan.key().and_then(|key| plan.shapes.get(origin.shape)?.column(key));
    Reject {
        row: origin.row,
        sheet: plan.parts.get(origin.part).and_then(|part| part.name.clone()),
        column: column_letters(column.map_or(0, |column| column.place)),
        header: column.map_or_else(String::new, |column| column.header.clone()),
        code: RejectCode::IdConflict,
        value: key.to_owned(),
    }
}

/// Tells whether a row of delimited text begins with a byte order mark: where files were put together, one ends before it.
fn begins_with_mark(row: Row<'_>) -> bool {
    row.width.is_some() && matches!(row.get(0), Cell::Text(text) if text.starts_with('\u{feff}'))
}
