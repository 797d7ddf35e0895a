//! The fields of the exports beside the orders: after-sales, what promotion costs, settlements, movements of money, premiums, bills, and
//! the table of costs that a shop keeps itself.
//!
//! A row of one of them is an entry.

mod after_sales;
mod field;
mod goods;
mod money;
mod promotion;
mod settlement;

pub use field::{EntryField, Role};
pub use settlement::{EXPENSES, FEES, SUBSIDIES};

use super::export::ExportKind;
use super::field::FIELD_COUNT;

/// Tells what a second row with the same key in a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatedKey {
    /// The same entry; other content is a conflict.
    Conflict,
    /// Another part of the entry; parts add up, and the same content is the same part.
    Part,
    /// Another booking, whatever its content.
    Booking,
}

/// Returns what a repeated key in a file of a kind of export is.
///
/// Numbers of movements are unique, and so are the day of a spend and what a cost is of. Commission and service fees are settled in
/// parts. A warehouse bills one step of an order in several fees, but repeats all columns only where rows were copied. A statement
/// may book the same twice.
pub fn repeated_key(kind: ExportKind) -> RepeatedKey {
    match kind {
        ExportKind::Commission | ExportKind::ServiceFees | ExportKind::Warehouse => RepeatedKey::Part,
        ExportKind::Settlement => RepeatedKey::Booking,
        ExportKind::Orders
        | ExportKind::AfterSales
        | ExportKind::Funds
        | ExportKind::Ledger
        | ExportKind::Insurance
        | ExportKind::Spend
        | ExportKind::Costs => RepeatedKey::Conflict,
    }
}

/// Tells which rows of a kind of export are only expected, until another export has the final row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// The field with the id that the expected row and the final ones have in common.
    pub id: &'static str,
    /// The field that only final rows have a value in.
    pub settled: &'static str,
}

/// Returns which rows of a kind of export are only expected: commission and fees before they are settled, premiums before they are
/// charged.
pub fn expected(kind: ExportKind) -> Option<Expected> {
    match kind {
        ExportKind::Commission | ExportKind::ServiceFees => {
            Some(Expected { id: "sub_order_id", settled: "settled_at" })
        }
        ExportKind::Insurance => Some(Expected { id: "policy_id", settled: "flow_id" }),
        _ => None,
    }
}

/// Lists groups of fields of which a file needs one column, and a row one value.
pub fn one_of(kind: ExportKind) -> &'static [&'static [&'static str]] {
    match kind {
        ExportKind::Insurance => &[&["flow_id", "policy_id"], &["premium", "amount"]],
        ExportKind::Costs => &[&["sku_code", "product_id", "spec"]],
        _ => &[],
    }
}

/// Lists the fields of a kind of export in the order of its columns, those of newer layouts last.
///
/// Orders have none here; their fields are [`super::field::Field`].
pub const fn fields(kind: ExportKind) -> &'static [EntryField] {
    match kind {
        ExportKind::Orders => &[],
        ExportKind::Commission => &promotion::COMMISSION,
        ExportKind::AfterSales => &after_sales::AFTER_SALES,
        ExportKind::Settlement => &settlement::SETTLEMENT,
        ExportKind::Funds => &money::FUNDS,
        ExportKind::Ledger => &money::LEDGER,
        ExportKind::Insurance => &goods::INSURANCE,
        ExportKind::Spend => &promotion::SPEND,
        ExportKind::ServiceFees => &promotion::SERVICE_FEES,
        ExportKind::Warehouse => &goods::WAREHOUSE,
        ExportKind::Costs => &goods::COSTS,
    }
}

/// Finds the index of a field by its English name.
pub fn index_of(kind: ExportKind, name: &str) -> Option<usize> {
    fields(kind).iter().position(|field| field.name == name)
}

// A record holds the values of an entry in the same array as those of an order line.
const _: () = {
    let mut next = 0;
    while next < ExportKind::ALL.len() {
        assert!(fields(ExportKind::ALL[next]).len() <= FIELD_COUNT);
        next += 1;
    }
};

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::field::FieldKind;

    #[test]
    fn names_and_headers_are_unique_within_a_kind() {
        for kind in ExportKind::ALL {
            let fields = fields(*kind);
            let names: HashSet<_> = fields.iter().map(|field| field.name).collect();
            let headers: HashSet<_> = fields.iter().map(|field| field.header).collect();
            assert_eq!((names.len(), headers.len()), (fields.len(), fields.len()), "{kind:?}");
        }
    }

    #[test]
    fn the_parts_of_a_booking_are_amounts_of_it() {
        for name in EXPENSES.iter().chain(&SUBSIDIES) {
            let index = index_of(ExportKind::Settlement, name).expect("a field");
            assert_eq!(fields(ExportKind::Settlement)[index].kind, FieldKind::Money, "{name}");
        }
        assert!(EXPENSES.iter().filter(|name| **name != "commission").eq(&FEES));
    }

    #[test]
    fn fields_that_kinds_are_described_by_exist() {
        for kind in ExportKind::ALL {
            let of_expected = expected(*kind).into_iter().flat_map(|expected| [expected.id, expected.settled]);
            for name in of_expected.chain(one_of(*kind).iter().copied().flatten().copied()) {
                assert!(index_of(*kind, name).is_some(), "{kind:?} {name}");
            }
        }
    }
}
