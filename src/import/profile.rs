//! What the first rows of a file show of the file as a whole.

use std::collections::HashMap;

use super::clean::{self, count, money};
use super::plan::{ColumnPlan, Target, has_content};
use super::statement::{Amounts, ExpenseSigns, Statement};
use crate::model::entry;
use crate::model::export::{ExportKind, Grain};
use crate::model::field::{FIELD_COUNT, Field, FieldKind, FieldSet};
use crate::model::id::{unguarded, without_guards};
use crate::model::record::Value;
use crate::sheet::{Cell, DateSystem, Row, RowBuffer};

/// Short rows of the same width that show a habit of the writer rather than a row that was cut.
const HABIT: usize = 5;

/// Tells what 商品金额 of a custom layout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemAmount {
    /// The export has no such column, or has 商品单价 beside it.
    Absent,
    /// The price of one piece: times the pieces it fits what is due before discounts.
    UnitPrice,
    /// The amount of the line: it fits what is due before discounts as it stands.
    Total,
    /// No row of more than one piece decides.
    Undecided,
}

/// Holds what the first rows show of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// What a row stands for. Joined sub-order ids later in the file can still turn it, unless it is certain.
    pub grain: Grain,
    /// Whether the file has a row that could not stand in an export of the other grain.
    pub grain_is_certain: bool,
    /// What 商品金额 is.
    pub item_amount: ItemAmount,
    /// How a settlement statement writes its expenses. Later rows show it where these do not.
    pub expenses: ExpenseSigns,
    /// The width from which on the writer leaves out cells that are empty at the end of a row, as Excel does in blocks.
    pub ragged_from: Option<usize>,
    /// How many cells each row has beyond the header, as where every line but the header ends in a delimiter.
    pub wider: usize,
}

impl Profile {
    /// Tells whether each row is a main order.
    pub fn is_main_order(self) -> bool {
        self.grain == Grain::MainOrder
    }

    /// Adds the fields that are derived from others to those that have a column.
    pub(super) fn stated_fields(self, mut fields: FieldSet) -> FieldSet {
        if fields.contains(Field::TrafficSource) || fields.contains(Field::AdChannel) {
            fields.insert(Field::Promotion);
        }
        if self.item_amount != ItemAmount::Absent {
            fields.insert(Field::UnitPrice);
        }
        fields
    }
}

/// Finds the cells of fields in the rows of a sample.
struct Sample<'a> {
    kind: ExportKind,
    columns: &'a [ColumnPlan],
    rows: &'a [RowBuffer],
}

impl<'a> Sample<'a> {
    fn place(&self, field: Field) -> Option<usize> {
        let target = Target::Field(field);
        self.columns.iter().find(|column| column.target == target).map(|column| column.place)
    }

    fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        self.rows.iter().map(RowBuffer::row)
    }

    /// Tells whether a row has an id, as totals and headers that come again have not.
    fn has_id(&self, row: Row<'_>) -> bool {
        let is_id = |column: &ColumnPlan| match column.target {
            Target::Field(field) => field.kind() == FieldKind::Id,
            Target::Entry(place) => entry::fields(self.kind)[place].kind == FieldKind::Id,
            Target::Unknown(_) => false,
        };
        let has_digits = |cell: Cell<'_>| match cell {
            Cell::Text(text) => text.bytes().any(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        self.columns.iter().any(|column| is_id(column) && has_digits(row.get(column.place)))
    }
}

pub(super) fn of(
    kind: ExportKind,
    columns: &[ColumnPlan],
    rows: &[RowBuffer],
    width: usize,
    dates: DateSystem,
) -> Profile {
    let sample = Sample { kind, columns, rows };
    let (grain, grain_is_certain) = grain(&sample, dates);
    Profile {
        grain,
        grain_is_certain,
        item_amount: item_amount(&sample),
        expenses: expenses(&sample),
        ragged_from: ragged_from(&sample, width),
        wider: wider(&sample, width),
    }
}

/// Tells what rows stand for, and whether that is certain.
///
/// One main order on rows of different sub-orders shows a row per sub-order; joined sub-order ids show a row per main order;
/// a sub-order id that is not its main order's shows a row per sub-order again, since the first sub-order of a main order has
/// the main order's id. A file of single orders shows none of this and may stand in either kind of shop, because its keys are
/// the same both ways.
fn grain(sample: &Sample<'_>, dates: DateSystem) -> (Grain, bool) {
    let any = !sample.rows.is_empty();
    let (main, sub) = (sample.place(Field::MainOrderId), sample.place(Field::SubOrderId));
    let Some(sub) = sub else { return (Grain::MainOrder, any) };
    let (mut joined, mut differs, mut repeats) = (false, false, false);
    let mut orders: HashMap<String, String> = HashMap::new();
    for row in sample.rows() {
        let id = clean::text(row.get(sub), dates);
        let id = unguarded(&id);
        joined |= clean::is_joined(id);
        let Some(main) = main else { continue };
        let main = clean::text(row.get(main), dates);
        let main = unguarded(&main);
        if main.is_empty() || id.is_empty() || clean::is_joined(id) {
            continue;
        }
        differs |= main != id;
        let first = orders.entry(main.to_owned()).or_insert_with(|| id.to_owned());
        repeats |= first != id;
    }
    match (repeats, joined) {
        (false, true) => (Grain::MainOrder, true),
        _ => (Grain::SubOrder, any && (repeats || differs || main.is_none())),
    }
}

/// Finds the width that a writer cuts rows to: many rows have it, and what they lack is empty in all rows that are whole.
fn ragged_from(sample: &Sample<'_>, width: usize) -> Option<usize> {
    let mut widths: HashMap<usize, usize> = HashMap::new();
    let mut filled = 0;
    for row in sample.rows() {
        match row.width {
            Some(short) if short < width => *widths.entry(short).or_default() += 1,
            _ => {
                let last = row.cells().rev().find(|(_, cell)| has_content(*cell));
                filled = filled.max(last.map_or(0, |(place, _)| place + 1));
            }
        }
    }
    widths.into_iter().filter(|(short, rows)| *rows >= HABIT && *short >= filled).map(|(short, _)| short).min()
}

/// Counts the cells that all rows have beyond the header.
fn wider(sample: &Sample<'_>, width: usize) -> usize {
    let mut widths = sample.rows().filter(|row| sample.has_id(*row)).map(|row| row.width.unwrap_or_default());
    let Some(first) = widths.next() else { return 0 };
    if widths.all(|other| other == first) { first.saturating_sub(width) } else { 0 }
}

/// Decides what 商品金额 is by the rows of more than one piece: which reading fits 应付 + discounts, with or without freight.
fn item_amount(sample: &Sample<'_>) -> ItemAmount {
    let Some(amount) = sample.place(Field::ItemAmount) else { return ItemAmount::Absent };
    if sample.place(Field::UnitPrice).is_some() {
        return ItemAmount::Absent;
    }
    let (Some(quantity), Some(payable)) = (sample.place(Field::Quantity), sample.place(Field::Payable)) else {
        return ItemAmount::Undecided;
    };
    let fen = |row: Row<'_>, place: Option<usize>| place.map_or(Some(0), |place| optional_fen(row.get(place)));
    let (mut unit_fits, mut total_fits) = (0_u32, 0_u32);
    for row in sample.rows() {
        let Some(pieces) = count(row.get(quantity)).filter(|pieces| *pieces > 1) else { continue };
        let (Some(amount), Some(payable)) = (money(row.get(amount)), money(row.get(payable))) else { continue };
        let Some(discount) = fen(row, sample.place(Field::DiscountTotal)) else { continue };
        let freight = fen(row, sample.place(Field::Freight)).unwrap_or(0);
        let due = payable.0 + discount;
        let fits = |amount: i64| amount == due || amount + freight == due;
        unit_fits += u32::from(amount.0.checked_mul(pieces).is_some_and(fits));
        total_fits += u32::from(fits(amount.0));
    }
    match unit_fits.cmp(&total_fits) {
        std::cmp::Ordering::Greater => ItemAmount::UnitPrice,
        std::cmp::Ordering::Less => ItemAmount::Total,
        std::cmp::Ordering::Equal => ItemAmount::Undecided,
    }
}

/// Decides how a statement writes its expenses: which reading makes 结算金额 on more rows.
fn expenses(sample: &Sample<'_>) -> ExpenseSigns {
    let Some(statement) = Statement::of(sample.kind) else { return ExpenseSigns::Unknown };
    let mut columns = [None; FIELD_COUNT];
    for column in sample.columns {
        if let Target::Entry(place) = column.target {
            columns[place] = Some(column.place);
        }
    }
    let count = |shows: fn(&Statement, Amounts<'_>) -> ExpenseSigns| {
        let (mut signed, mut unsigned) = (0_u32, 0_u32);
        for row in sample.rows() {
            match shows(&statement, &|place| money(row.get(columns[place]?)).map(|fen| fen.0)) {
                ExpenseSigns::Signed => signed += 1,
                ExpenseSigns::Unsigned => unsigned += 1,
                ExpenseSigns::Unknown => {}
            }
        }
        (signed, unsigned)
    };
    let (signed, unsigned) = match count(Statement::signs) {
        (0, 0) => count(Statement::looks),
        shown => shown,
    };
    match unsigned.cmp(&signed) {
        std::cmp::Ordering::Greater => ExpenseSigns::Unsigned,
        std::cmp::Ordering::Less => ExpenseSigns::Signed,
        // As many of both decide nothing, nor do later rows then: they are taken as they stand.
        std::cmp::Ordering::Equal if signed > 0 => ExpenseSigns::Signed,
        std::cmp::Ordering::Equal => ExpenseSigns::Unknown,
    }
}

fn optional_fen(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Empty => Some(0),
        Cell::Text(text) if clean::is_none(without_guards(text)) => Some(0),
        _ => money(cell).map(|fen| fen.0),
    }
}

/// Returns the price of one piece that 商品金额 gives, where it does.
pub(super) fn unit_price(item_amount: ItemAmount, amount: &Value<'_>, quantity: &Value<'_>) -> Option<i64> {
    let known = match item_amount {
        ItemAmount::UnitPrice => true,
        ItemAmount::Total | ItemAmount::Undecided => quantity.int() == Some(1),
        ItemAmount::Absent => false,
    };
    if known { amount.int() } else { None }
}
