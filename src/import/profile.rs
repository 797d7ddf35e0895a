//! What the first rows of a file show of the file as a whole.

use super::clean::{self, count, has_zero_tail, money};
use super::plan::{ColumnPlan, Target};
use crate::model::export::Grain;
use crate::model::field::{Field, FieldSet};
use crate::model::id::{trimmed, unguarded};
use crate::model::record::Value;
use crate::sheet::{Cell, DateSystem, Row, RowBuffer};

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
    /// What a row stands for. A `;` among sub-order ids later in the file can still turn it.
    pub grain: Grain,
    /// Whether the file has a row that could not stand in an export of the other grain.
    pub grain_is_certain: bool,
    /// What 商品金额 is.
    pub item_amount: ItemAmount,
    /// Whether most long ids end in zeros from the 16th digit on, so that those that do were numbers once.
    pub zero_tails: bool,
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
    columns: &'a [ColumnPlan],
    rows: &'a [RowBuffer],
}

impl<'a> Sample<'a> {
    fn place(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|column| column.target == Target::Field(field)).map(|column| column.place)
    }

    fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        self.rows.iter().map(RowBuffer::row)
    }
}

pub(super) fn of(columns: &[ColumnPlan], rows: &[RowBuffer], dates: DateSystem) -> Profile {
    let sample = Sample { columns, rows };
    let (grain, grain_is_certain) = grain(&sample, dates);
    Profile { grain, grain_is_certain, item_amount: item_amount(&sample), zero_tails: zero_tails(&sample) }
}

/// Tells what rows stand for.
///
/// A `;` between sub-order ids shows a row per main order. A sub-order id that is not its main order's shows a row per
/// sub-order, since the first sub-order of a main order has the main order's id. A file of single orders shows neither and
/// may stand in either kind of shop, because its keys are the same both ways.
fn grain(sample: &Sample<'_>, dates: DateSystem) -> (Grain, bool) {
    let (main, sub) = (sample.place(Field::MainOrderId), sample.place(Field::SubOrderId));
    let Some(sub) = sub else { return (Grain::MainOrder, true) };
    let mut differs = main.is_none();
    for row in sample.rows() {
        let id = clean::text(row.get(sub), dates);
        if id.contains([';', '；']) {
            return (Grain::MainOrder, true);
        }
        differs |= main.is_some_and(|main| {
            let main = clean::text(row.get(main), dates);
            unguarded(&main) != unguarded(&id)
        });
    }
    (Grain::SubOrder, differs)
}

fn zero_tails(sample: &Sample<'_>) -> bool {
    let Some(place) = sample.place(Field::SubOrderId).or_else(|| sample.place(Field::MainOrderId)) else {
        return false;
    };
    let (mut long, mut zeros) = (0_u32, 0_u32);
    for row in sample.rows() {
        if let Cell::Text(text) = row.get(place) {
            let id = unguarded(text);
            long += u32::from(id.len() > 15);
            zeros += u32::from(has_zero_tail(id));
        }
    }
    zeros > 2 && zeros * 2 > long
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

fn optional_fen(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Empty => Some(0),
        Cell::Text(text) if clean::is_none(trimmed(text)) => Some(0),
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
