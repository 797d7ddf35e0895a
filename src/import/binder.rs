//! Rows to records, one by one, with a look at the file as a whole.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::clean::{self, Reading, Wanted};
use super::columns;
use super::entry::Entries;
use super::fingerprint::Fingerprints;
use super::plan::{ColumnPlan, Plan, Target, has_content};
use super::profile;
use super::shown;
use crate::model::entry::{self, EntryField, Role};
use crate::model::export::Grain;
use crate::model::field::{ALLIANCE, Field, FieldKind, LATE};
use crate::model::figure::Figures;
use crate::model::record::{Record, Value};
use crate::model::reject::{Reject, RejectCode, Warning, column_letters};
use crate::sheet::{Cell, Row};

/// Row counts at which the export is cut. Sources disagree on which.
const CAPS: [u64; 2] = [500_000, 1_000_000];

/// Names of shops that a warning lists.
const SHOPS_NAMED: usize = 10;

/// Tells what became of one row.
#[derive(Debug, Clone)]
pub enum Bound {
    /// It has no content, or stands above the header.
    Blank,
    /// It is the header.
    Header,
    /// It is an order line or an entry, which stands in the record that was given.
    Record,
    /// It cannot be taken.
    Reject(Reject),
    /// It shows that each row of the file is a main order, against the plan: the file must be read again that way.
    OtherGrain,
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
    grain: Grain,
    grain_is_certain: bool,
    header_seen: bool,
    data_rows: u64,
    late_rows: u64,
    /// How many rows have a damaged id in the field at a place.
    damaged: BTreeMap<usize, u64>,
    shops: BTreeSet<String>,
    /// Places of columns without a header that have content.
    unnamed: BTreeSet<usize>,
}

impl<'p> Binder<'p> {
    /// Starts reading as planned, or with the grain that a row has shown.
    pub fn new(plan: &'p Plan, grain: Grain) -> Self {
        Self {
            plan,
            reading: Reading { dates: plan.dates, zero_tails: plan.profile.zero_tails },
            fingerprints: Fingerprints::new(&plan.layout),
            figures: Figures::new(plan.facts.kind),
            entries: Entries::new(plan),
            fields: entry::fields(plan.facts.kind),
            grain,
            grain_is_certain: plan.profile.grain_is_certain || grain != plan.profile.grain,
            header_seen: false,
            data_rows: 0,
            late_rows: 0,
            damaged: BTreeMap::new(),
            shops: BTreeSet::new(),
            unnamed: BTreeSet::new(),
        }
    }

    /// Tells whether a row could not stand in an export of the other grain; to be asked after the last row.
    pub fn grain_is_certain(&self) -> bool {
        self.grain_is_certain
    }

    /// Returns the headers that no alias knows, in the order of the file; to be asked after the last row.
    pub fn unknown_columns(&self) -> Vec<String> {
        self.plan.unknown_columns(&self.unnamed)
    }

    /// Fills an empty record with a row.
    pub fn bind(&mut self, row: Row<'_>, record: &mut Record) -> Bound {
        if !self.header_seen {
            self.header_seen = row.number == self.plan.header_row;
            return if self.header_seen { Bound::Header } else { Bound::Blank };
        }
        if row.number <= self.plan.last_header_row {
            return Bound::Header;
        }
        let Some((last, _)) = row.cells().rev().find(|(_, cell)| has_content(*cell)) else { return Bound::Blank };
        self.data_rows += 1;
        if let Some(reject) = self.wrong_width(row, last) {
            return Bound::Reject(reject);
        }
        let mut problem = None;
        let mut late = false;
        let mut damaged = Vec::new();
        for (place, cell) in row.cells() {
            let Some(column) = self.plan.columns.get(place) else { continue };
            match column.target {
                Target::Field(field) => match clean::value(Wanted::Line(field), cell, self.reading) {
                    Ok(value) => {
                        late |= value.text() == Some(LATE);
                        record.set(field, &value);
                    }
                    Err(RejectCode::DamagedId) if !Wanted::Line(field).is_order_id() => record.unstated.insert(field),
                    Err(code) => problem = problem.or_else(|| Some(self.reject(row, column, code, cell))),
                },
                Target::Entry(field) => match clean::value(Wanted::Entry(&self.fields[field]), cell, self.reading) {
                    Ok(value) => {
                        if let Some(text) = value.text() {
                            late |= text == LATE;
                            self.notice(column, text);
                        }
                        record.set_at(field, &value);
                    }
                    Err(RejectCode::DamagedId) if !self.fields[field].is_order_id() => damaged.push(field),
                    Err(code) => problem = problem.or_else(|| Some(self.reject(row, column, code, cell))),
                },
                Target::Unknown(_) if matches!(cell, Cell::Undecodable) => {
                    let code = RejectCode::Encoding;
                    problem = problem.or_else(|| Some(self.reject(row, column, code, Cell::Empty)));
                }
                Target::Unknown(unknown) => {
                    let text = clean::text(cell, self.reading.dates);
                    if !clean::is_none(&text) {
                        late |= text == LATE;
                        self.notice(column, &text);
                        record.push_unknown(unknown, &text);
                    }
                }
            }
        }
        if let Some(bound) = self.joined(row, record) {
            return bound;
        }
        if let Some(reject) = problem.or_else(|| self.missing(row, record)) {
            return Bound::Reject(reject);
        }
        if let Some(entries) = &mut self.entries {
            if let Err((field, code)) = entries.settle(record)
                && let Some(column) = self.plan.column(Target::Entry(field))
            {
                return Bound::Reject(self.reject(row, column, code, row.get(column.place)));
            }
        } else {
            damaged.extend(record.unstated.iter().map(Field::index));
            self.derive(record);
            record.fingerprint = self.fingerprints.of(record);
        }
        record.figures = self.figures.of(record);
        self.late_rows += u64::from(late);
        for field in damaged {
            *self.damaged.entry(field).or_default() += 1;
        }
        Bound::Record
    }

    /// Takes note of what a cell shows of the file.
    fn notice(&mut self, column: &ColumnPlan, text: &str) {
        if column.unnamed {
            self.unnamed.insert(column.place);
        }
        if column.names_shop && self.shops.len() < SHOPS_NAMED && !self.shops.contains(text) {
            self.shops.insert(text.to_owned());
        }
    }

    /// Returns what is worth a look once every row was read, without what only the database can tell.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let unknown = self.unknown_columns();
        if !unknown.is_empty() {
            warnings.push(Warning::UnknownColumns(unknown));
        }
        if CAPS.contains(&self.data_rows) {
            warnings.push(Warning::ExportCap(self.data_rows));
        }
        if self.late_rows > 0 {
            warnings.push(Warning::LateValues(self.late_rows));
        }
        if self.shops.len() > 1 {
            warnings.push(Warning::MixedShop(self.shops.iter().cloned().collect()));
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
            let fields = columns::fields(self.plan.facts.kind);
            let named = self.damaged.iter().map(|(field, rows)| (fields[*field].1.to_owned(), *rows));
            warnings.push(Warning::DamagedField(named.collect()));
        }
        warnings
    }

    /// Rejects a row whose cells cannot be told apart by the header.
    ///
    /// `last` is the place of its last cell with content.
    fn wrong_width(&self, row: Row<'_>, last: usize) -> Option<Reject> {
        let planned = self.plan.columns.len();
        let (code, place, cells) = match row.width {
            _ if last >= planned => (RejectCode::LongRow, last, last + 1),
            Some(width) if width < self.plan.width && self.plan.profile.ragged_from.is_none_or(|from| width < from) => {
                (RejectCode::ShortRow, width, width)
            }
            _ => return None,
        };
        Some(Reject {
            row: row.number,
            column: column_letters(place),
            header: self.plan.columns.get(place).map_or_else(String::new, |column| column.header.clone()),
            code,
            value: format!("{cells}/{}", self.plan.width),
        })
    }

    /// Settles what joined sub-order ids mean: each row is a main order, or the id is damaged where that cannot be.
    fn joined(&mut self, row: Row<'_>, record: &Record) -> Option<Bound> {
        if self.grain == Grain::MainOrder || self.entries.is_some() {
            return None;
        }
        let sub = record.text_of(Field::SubOrderId)?;
        if !sub.contains(';') {
            self.grain_is_certain |= record.text_of(Field::MainOrderId) != Some(sub);
            return None;
        }
        if !self.grain_is_certain {
            return Some(Bound::OtherGrain);
        }
        let column = self.plan.column(Target::Field(Field::SubOrderId))?;
        Some(Bound::Reject(self.reject(row, column, RejectCode::DamagedId, row.get(column.place))))
    }

    /// Rejects a record without an id or without a value that every order line or entry has.
    fn missing(&self, row: Row<'_>, record: &Record) -> Option<Reject> {
        if self.entries.is_some() {
            let mut required = self.fields.iter().enumerate().filter(|(_, field)| field.is_required());
            return required.find_map(|(place, field)| {
                let code = if field.role == Role::Key { RejectCode::MissingId } else { RejectCode::MissingRequired };
                if record.is_null_at(place) { self.reject_empty(row, Target::Entry(place), code) } else { None }
            });
        }
        let ids = match self.grain {
            Grain::SubOrder => [Field::SubOrderId, Field::MainOrderId].as_slice(),
            Grain::MainOrder => [Field::MainOrderId].as_slice(),
        };
        let required = Field::ALL.iter().copied().filter(|field| field.is_required());
        let ids = ids.iter().map(|field| (*field, RejectCode::MissingId));
        let mut wanted = ids.chain(required.map(|field| (field, RejectCode::MissingRequired)));
        wanted.find_map(
            |(field, code)| {
                if record.is_null(field) { self.reject_empty(row, Target::Field(field), code) } else { None }
            },
        )
    }

    /// Rejects a row without a value in a column, where the file has the column.
    fn reject_empty(&self, row: Row<'_>, target: Target, code: RejectCode) -> Option<Reject> {
        let column = self.plan.column(target)?;
        Some(self.reject(row, column, code, row.get(column.place)))
    }

    fn reject(&self, row: Row<'_>, column: &ColumnPlan, code: RejectCode, cell: Cell<'_>) -> Reject {
        let kind = match column.target {
            Target::Field(field) => field.kind(),
            Target::Entry(place) => self.fields[place].kind,
            Target::Unknown(_) => FieldKind::Text,
        };
        let value = shown::value(kind, &clean::text(cell, self.reading.dates));
        Reject { row: row.number, column: column_letters(column.place), header: column.header.clone(), code, value }
    }

    fn derive(&self, record: &mut Record) {
        let key = if self.grain == Grain::MainOrder { Field::MainOrderId } else { Field::SubOrderId };
        record.set_key(key.index());
        let layout = &self.plan.layout;
        if record.is_null(Field::Promotion) && self.plan.column(Target::Field(Field::Promotion)).is_none() {
            match self.promotion(record) {
                Some(promotion) => record.set(Field::Promotion, &Value::Text(Cow::Borrowed(promotion))),
                None => record.unstated.insert(Field::Promotion),
            }
        }
        if layout.fields.contains(Field::UnitPrice) && self.plan.column(Target::Field(Field::UnitPrice)).is_none() {
            let (amount, quantity) = (record.get(Field::ItemAmount), record.get(Field::Quantity));
            match profile::unit_price(self.plan.profile.item_amount, &amount, &quantity) {
                Some(price) => record.set(Field::UnitPrice, &Value::Int(price)),
                None => record.unstated.insert(Field::UnitPrice),
            }
        }
        for field in [Field::Promotion, Field::UnitPrice] {
            if !layout.fields.contains(field) {
                record.unstated.remove(field);
            }
        }
    }

    /// Tells who sold, where the export does not say it in a column of its own: a creator (精选联盟) or nobody (无).
    ///
    /// 流量来源 decides; without it 广告渠道 can show a creator, and its silence shows nothing.
    fn promotion(&self, record: &Record) -> Option<&'static str> {
        let says = |field, what: &str| record.text_of(field).is_some_and(|text| text.contains(what));
        if says(Field::TrafficSource, ALLIANCE) || says(Field::AdChannel, ALLIANCE) {
            Some(ALLIANCE)
        } else if self.plan.layout.fields.contains(Field::TrafficSource) && !says(Field::TrafficSource, LATE) {
            Some("无")
        } else {
            None
        }
    }
}

/// Makes the reject of a row whose key the file has already, with other content.
pub fn conflict(plan: &Plan, grain: Grain, row: u64, key: &str) -> Reject {
    let column = plan.key(grain).and_then(|key| plan.column(key));
    Reject {
        row,
        column: column_letters(column.map_or(0, |column| column.place)),
        header: column.map_or_else(String::new, |column| column.header.clone()),
        code: RejectCode::IdConflict,
        value: key.to_owned(),
    }
}
