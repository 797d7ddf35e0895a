//! What the first rows of a file show about the whole file.

use std::collections::HashMap;

use super::cell::{count, money};
use super::cell_text::{has_content, is_guarded_blank, text};
use super::ids::is_joined;
use super::shape::{ColumnPlan, Target};
use super::statement::{Amounts, ExpenseSigns, Statement};
use crate::model::export::{ExportKind, Grain};
use crate::model::field::{FIELD_COUNT, Field, FieldKind, FieldSet};
use crate::model::id::unguarded;
use crate::model::record::Value;
use crate::sheet::{Cell, DateSystem, Row, RowBuffer};

/// This many short rows of the same width were written so; fewer may have been cut off.
const RAGGED_ROWS: usize = 5;

/// Tells what 商品金额 means in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemAmount {
    /// The file has no such column, or has 商品单价 too.
    Absent,
    /// The price of one piece: multiplied by the quantity it is the amount due before discounts.
    UnitPrice,
    /// The amount of the sub-order: it is the amount due before discounts.
    Total,
    /// Not decided by any row of more than one piece.
    Undecided,
}

/// Holds what the first rows show about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// What a row stands for. Joined sub-order ids later in the file may change it, unless it is certain.
    pub grain: Grain,
    /// Whether the file has a row that an export of the other grain cannot have.
    pub grain_is_certain: bool,
    /// What 商品金额 means.
    pub item_amount: ItemAmount,
    /// How a settlement statement signs its expenses. Later rows show it where the first do not.
    pub expenses: ExpenseSigns,
    /// The smallest width of a row whose empty cells at the end were left out by the writer, as Excel does in blocks of rows.
    pub ragged_from: Option<usize>,
    /// The number of cells that each row has beyond the header, as where all lines but the header end in a delimiter.
    pub wider: usize,
}

impl Profile {
    /// Tells whether each row is a main order.
    pub fn is_main_order(self) -> bool {
        self.grain == Grain::MainOrder
    }

    /// Adds the fields that can be derived to those that have a column.
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

/// Holds the first rows with their columns.
struct Sample<'a> {
    kind: ExportKind,
    columns: &'a [ColumnPlan],
    rows: &'a [RowBuffer],
}

impl<'a> Sample<'a> {
    /// Returns the index of the column of a field.
    fn column(&self, field: Field) -> Option<usize> {
        let target = Target::Field(field);
        self.columns.iter().find(|column| column.target == target).map(|column| column.index)
    }

    fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        self.rows.iter().map(RowBuffer::row)
    }

    /// Tells whether a row has an id, unlike totals and repeated headers.
    fn has_id(&self, row: Row<'_>) -> bool {
        let is_id = |column: &ColumnPlan| column.target.field_kind(self.kind) == Some(FieldKind::Id);
        let has_digits = |cell: Cell<'_>| match cell {
            Cell::Text(text) => text.bytes().any(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        self.columns.iter().any(|column| is_id(column) && has_digits(row.get(column.index)))
    }
}

/// Profiles a file by its first rows. `width` is the number of columns that the header spans.
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
/// A main order with several rows of different sub-orders shows one row per sub-order, and joined sub-order ids show one row per main
/// order. A sub-order id that differs from the main order's shows one row per sub-order too, since the first sub-order of a main order
/// has the same id. A file of single orders shows nothing and fits both, because its keys are the same.
fn grain(sample: &Sample<'_>, dates: DateSystem) -> (Grain, bool) {
    let any = !sample.rows.is_empty();
    let (main, sub) = (sample.column(Field::MainOrderId), sample.column(Field::SubOrderId));
    let Some(sub) = sub else { return (Grain::MainOrder, any) };
    let (mut joined, mut differs, mut repeats) = (false, false, false);
    let mut orders: HashMap<String, String> = HashMap::new();
    for row in sample.rows() {
        let id = text(row.get(sub), dates);
        let id = unguarded(&id);
        joined |= is_joined(id);
        let Some(main) = main else { continue };
        let main = text(row.get(main), dates);
        let main = unguarded(&main);
        if main.is_empty() || id.is_empty() || is_joined(id) {
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

/// Finds the width that the writer shortens rows to: several rows have it, and the missing cells are empty in all longer rows.
fn ragged_from(sample: &Sample<'_>, width: usize) -> Option<usize> {
    let mut widths: HashMap<usize, usize> = HashMap::new();
    let mut filled = 0;
    for row in sample.rows() {
        match row.width {
            Some(short) if short < width => *widths.entry(short).or_default() += 1,
            _ => {
                let last = row.cells().rev().find(|(_, cell)| has_content(*cell));
                filled = filled.max(last.map_or(0, |(index, _)| index + 1));
            }
        }
    }
    widths.into_iter().filter(|(short, rows)| *rows >= RAGGED_ROWS && *short >= filled).map(|(short, _)| short).min()
}

/// Counts the cells that all rows have beyond the header.
fn wider(sample: &Sample<'_>, width: usize) -> usize {
    let mut widths = sample.rows().filter(|row| sample.has_id(*row)).map(|row| row.width.unwrap_or_default());
    let Some(first) = widths.next() else { return 0 };
    if widths.all(|other| other == first) { first.saturating_sub(width) } else { 0 }
}

/// Decides what 商品金额 means by the rows of more than one piece: which meaning fits 应付 + discounts, with or without freight.
fn item_amount(sample: &Sample<'_>) -> ItemAmount {
    let Some(amount) = sample.column(Field::ItemAmount) else { return ItemAmount::Absent };
    if sample.column(Field::UnitPrice).is_some() {
        return ItemAmount::Absent;
    }
    let (Some(quantity), Some(payable)) = (sample.column(Field::Quantity), sample.column(Field::Payable)) else {
        return ItemAmount::Undecided;
    };
    let fen = |row: Row<'_>, column: Option<usize>| column.map_or(Some(0), |column| optional_fen(row.get(column)));
    let (mut unit_fits, mut total_fits) = (0_u32, 0_u32);
    for row in sample.rows() {
        let Some(pieces) = count(row.get(quantity)).filter(|pieces| *pieces > 1) else { continue };
        let (Some(amount), Some(payable)) = (money(row.get(amount)), money(row.get(payable))) else { continue };
        let Some(discount) = fen(row, sample.column(Field::DiscountTotal)) else { continue };
        let freight = fen(row, sample.column(Field::Freight)).unwrap_or(0);
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

/// Decides how a statement signs its expenses: the way that gives 结算金额 on more rows.
fn expenses(sample: &Sample<'_>) -> ExpenseSigns {
    let Some(statement) = Statement::of(sample.kind) else { return ExpenseSigns::Unknown };
    let mut columns = [None; FIELD_COUNT];
    for column in sample.columns {
        if let Target::Entry(index) = column.target {
            columns[index] = Some(column.index);
        }
    }
    let count = |signs: fn(&Statement, Amounts<'_>) -> ExpenseSigns| {
        let (mut signed, mut unsigned) = (0_u32, 0_u32);
        for row in sample.rows() {
            match signs(&statement, &|index| money(row.get(columns[index]?)).map(|fen| fen.0)) {
                ExpenseSigns::Signed => signed += 1,
                ExpenseSigns::Unsigned => unsigned += 1,
                ExpenseSigns::Unknown => {}
            }
        }
        (signed, unsigned)
    };
    let (signed, unsigned) = match count(Statement::signs) {
        (0, 0) => count(Statement::likely_signs),
        counts => counts,
    };
    match unsigned.cmp(&signed) {
        std::cmp::Ordering::Greater => ExpenseSigns::Unsigned,
        std::cmp::Ordering::Less => ExpenseSigns::Signed,
        // As many rows of both decide nothing, and later rows will not either: expenses are kept as they are.
        std::cmp::Ordering::Equal if signed > 0 => ExpenseSigns::Signed,
        std::cmp::Ordering::Equal => ExpenseSigns::Unknown,
    }
}

/// Reads an amount that may be empty.
fn optional_fen(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Empty => Some(0),
        Cell::Text(text) if is_guarded_blank(text) => Some(0),
        _ => money(cell).map(|fen| fen.0),
    }
}

/// Returns the price of one piece, where 商品金额 gives it.
pub(super) fn unit_price(item_amount: ItemAmount, amount: &Value<'_>, quantity: &Value<'_>) -> Option<i64> {
    let known = match item_amount {
        ItemAmount::UnitPrice => true,
        ItemAmount::Total | ItemAmount::Undecided => quantity.int() == Some(1),
        ItemAmount::Absent => false,
    };
    if known { amount.int() } else { None }
}
