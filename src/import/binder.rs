//! Rows to records, one by one, with a look at the file as a whole.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::clean::{self, Reading};
use super::plan::{ColumnPlan, Plan, Target, has_content};
use super::profile;
use crate::model::export::Grain;
use crate::model::field::Field;
use crate::model::record::{Record, Value};
use crate::model::reject::{Reject, RejectCode, Warning, column_letters};
use crate::sheet::{Cell, Row};

/// What the platform writes where a value comes the next day.
const LATE: &str = "数据将于第二天更新";

/// Where 推广类型 shows that a creator sold.
const ALLIANCE: &str = "精选联盟";

/// Row counts at which the export is cut. Sources disagree on which.
const CAPS: [u64; 2] = [500_000, 1_000_000];

/// Characters of a found value that a reject shows.
const VALUE_SHOWN: usize = 40;

/// Holds what became of one row.
#[derive(Debug)]
pub enum Bound<'a> {
    /// It has no content, or stands above the header.
    Blank,
    /// It is the header.
    Header,
    /// It is an order line.
    Record(Box<Record<'a>>),
    /// It cannot be taken.
    Reject(Reject),
    /// It shows that each row of the file is a main order, against the plan: the file must be read again that way.
    OtherGrain,
}

/// Turns the rows of a planned file into records.
pub struct Binder<'p> {
    plan: &'p Plan,
    reading: Reading,
    /// The columns by place, with gaps where there is none.
    by_place: Vec<Option<&'p ColumnPlan>>,
    grain: Grain,
    grain_is_certain: bool,
    data_rows: u64,
    late_rows: u64,
    damaged: Vec<(Field, u64)>,
    shops: BTreeSet<String>,
}

impl<'p> Binder<'p> {
    /// Starts reading as planned, or with the grain that a row has shown.
    pub fn new(plan: &'p Plan, grain: Grain) -> Self {
        let width = plan.columns.last().map_or(0, |column| column.place + 1);
        let mut by_place = vec![None; width];
        for column in &plan.columns {
            by_place[column.place] = Some(column);
        }
        Self {
            plan,
            reading: Reading { dates: plan.dates, zero_tails: plan.profile.zero_tails },
            by_place,
            grain,
            grain_is_certain: plan.profile.grain_is_certain || grain != plan.profile.grain,
            data_rows: 0,
            late_rows: 0,
            damaged: Vec::new(),
            shops: BTreeSet::new(),
        }
    }

    /// Tells whether a row could not stand in an export of the other grain; to be asked after the last row.
    pub fn grain_is_certain(&self) -> bool {
        self.grain_is_certain
    }

    /// Makes a record of a row.
    pub fn bind<'r>(&mut self, row: Row<'r>) -> Bound<'r> {
        if row.number <= self.plan.header_row {
            return if row.number == self.plan.header_row { Bound::Header } else { Bound::Blank };
        }
        if !row.cells().any(|(_, cell)| has_content(cell)) {
            return Bound::Blank;
        }
        self.data_rows += 1;
        if let Some(reject) = self.wrong_width(row) {
            return Bound::Reject(reject);
        }
        let mut record = Box::new(Record::new());
        let mut problem = None;
        let mut late = false;
        let mut damaged = Vec::new();
        for (place, cell) in row.cells() {
            let Some(column) = self.by_place.get(place).copied().flatten() else { continue };
            match column.target {
                Target::Field(field) => match clean::value(field, cell, self.reading) {
                    Ok(value) => {
                        late |= value.text() == Some(LATE);
                        record.set(field, value);
                    }
                    Err(RejectCode::DamagedId) if !matches!(field, Field::MainOrderId | Field::SubOrderId) => {
                        damaged.push(field);
                    }
                    Err(code) => problem = problem.or_else(|| Some(reject(row, column, code, cell, self.reading))),
                },
                Target::Unknown(unknown) => {
                    let contact = self.plan.layout.unknown[unknown].contact;
                    if matches!(cell, Cell::Undecodable) {
                        let column = ColumnPlan { header: column.header.clone(), ..*column };
                        let shown = if contact { Cell::Empty } else { cell };
                        problem =
                            problem.or_else(|| Some(reject(row, &column, RejectCode::Encoding, shown, self.reading)));
                        continue;
                    }
                    let text = clean::text(cell, self.reading.dates);
                    if !clean::is_none(&text) {
                        late |= text == LATE;
                        if column.names_shop && self.shops.len() < 10 && !self.shops.contains(text.as_ref()) {
                            self.shops.insert(text.clone().into_owned());
                        }
                        record.unknown.push((unknown, text));
                    }
                }
            }
        }
        if self.turns_grain(&record) {
            return Bound::OtherGrain;
        }
        if let Some(reject) = problem.or_else(|| self.missing(row, &record)) {
            return Bound::Reject(reject);
        }
        self.late_rows += u64::from(late);
        for field in damaged {
            self.damage(field);
        }
        self.derive(&mut record);
        Bound::Record(record)
    }

    /// Makes the reject of a row whose key the file has already, with other content.
    pub fn conflict(&self, row: Row<'_>, key: String) -> Reject {
        let field = match self.grain {
            Grain::SubOrder => Field::SubOrderId,
            Grain::MainOrder => Field::MainOrderId,
        };
        let column = self.plan.columns.iter().find(|column| column.target == Target::Field(field));
        Reject {
            row: row.number,
            column: column_letters(column.map_or(0, |column| column.place)),
            header: column.map_or_else(String::new, |column| column.header.clone()),
            code: RejectCode::IdConflict,
            value: key,
        }
    }

    /// Returns what is worth a look once every row was read, without what only the database can tell.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let unknown = self.plan.unknown_columns();
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
        if !self.plan.other_sheets.is_empty() {
            warnings.push(Warning::OtherSheetsIgnored(self.plan.other_sheets.clone()));
        }
        if !self.damaged.is_empty() {
            let fields = self.damaged.iter().map(|(field, rows)| (field.header().to_owned(), *rows)).collect();
            warnings.push(Warning::DamagedField(fields));
        }
        warnings
    }

    /// Rejects a record of delimited text whose cells cannot be told apart by the header.
    fn wrong_width(&self, row: Row<'_>) -> Option<Reject> {
        let planned = self.by_place.len();
        let last = row.cells().filter(|(_, cell)| has_content(*cell)).last().map_or(0, |(place, _)| place);
        let code = if last >= planned {
            RejectCode::LongRow
        } else if row.width.is_some_and(|width| width < planned) {
            RejectCode::ShortRow
        } else {
            return None;
        };
        let (place, cells) = if code == RejectCode::LongRow { (last, last + 1) } else { (row.width?, row.width?) };
        Some(Reject {
            row: row.number,
            column: column_letters(place),
            header: self
                .by_place
                .get(place)
                .copied()
                .flatten()
                .map_or_else(String::new, |column| column.header.clone()),
            code,
            value: format!("{cells}/{planned}"),
        })
    }

    fn damage(&mut self, field: Field) {
        match self.damaged.iter_mut().find(|(known, _)| *known == field) {
            Some((_, rows)) => *rows += 1,
            None => self.damaged.push((field, 1)),
        }
    }

    fn turns_grain(&mut self, record: &Record<'_>) -> bool {
        let sub = record.get(Field::SubOrderId).text();
        if self.grain == Grain::SubOrder {
            if sub.is_some_and(|ids| ids.contains(';')) {
                return true;
            }
            self.grain_is_certain |= sub.is_some() && record.get(Field::MainOrderId).text() != sub;
        }
        false
    }

    /// Rejects a record without an id or without a value that every order line has.
    fn missing(&self, row: Row<'_>, record: &Record<'_>) -> Option<Reject> {
        let ids = match self.grain {
            Grain::SubOrder => [Field::SubOrderId, Field::MainOrderId].as_slice(),
            Grain::MainOrder => [Field::MainOrderId].as_slice(),
        };
        let required = Field::ALL.iter().copied().filter(|field| field.is_required());
        let ids = ids.iter().map(|field| (*field, RejectCode::MissingId));
        let mut wanted = ids.chain(required.map(|field| (field, RejectCode::MissingRequired)));
        wanted.find_map(|(field, code)| {
            if *record.get(field) != Value::Null {
                return None;
            }
            let column = self.plan.columns.iter().find(|column| column.target == Target::Field(field))?;
            Some(reject(row, column, code, row.get(column.place), self.reading))
        })
    }

    fn derive(&self, record: &mut Record<'_>) {
        let key = match self.grain {
            Grain::SubOrder => record.get(Field::SubOrderId),
            Grain::MainOrder => record.get(Field::MainOrderId),
        };
        if let Value::Text(key) = key {
            record.key = key.clone();
        }
        if let Some(promotion) = self.promotion(record) {
            record.set(Field::Promotion, Value::Text(Cow::Borrowed(promotion)));
        }
        if self.plan.layout.fields.contains(Field::UnitPrice)
            && let Some(price) = profile::unit_price(
                self.plan.profile.item_amount,
                record.get(Field::ItemAmount),
                record.get(Field::Quantity),
            )
        {
            record.set(Field::UnitPrice, Value::Int(price));
        }
    }

    /// Tells who sold, where the export does not say it in a column of its own: a creator (精选联盟) or nobody (无).
    ///
    /// 流量来源 decides; without it 广告渠道 can show a creator, and its silence shows nothing.
    fn promotion(&self, record: &Record<'_>) -> Option<&'static str> {
        if *record.get(Field::Promotion) != Value::Null {
            return None;
        }
        let says = |field| record.get(field).text().is_some_and(|text| text.contains(ALLIANCE));
        if says(Field::TrafficSource) || says(Field::AdChannel) {
            Some(ALLIANCE)
        } else if self.plan.layout.fields.contains(Field::TrafficSource) {
            Some("无")
        } else {
            None
        }
    }
}

fn reject(row: Row<'_>, column: &ColumnPlan, code: RejectCode, cell: Cell<'_>, reading: Reading) -> Reject {
    let contact = matches!(column.target, Target::Field(field) if field.is_contact());
    let text = clean::text(cell, reading.dates);
    let value = if contact && !text.is_empty() {
        "***".to_owned()
    } else if text.chars().count() > VALUE_SHOWN {
        text.chars().take(VALUE_SHOWN).chain(['…']).collect()
    } else {
        text.into_owned()
    };
    Reject { row: row.number, column: column_letters(column.place), header: column.header.clone(), code, value }
}
