//! What the exports beside the orders say of no order line: what names only an order of several lines, and what names none that is
//! imported.

use rustc_hash::FxHashMap;

use super::bookings::Booked;
use super::by_id::ById;
use super::line_money::Books;
use super::matching::{Matched, Merge};
use super::measures::{Measure, Measures, measures};
use super::movements::Moved;
use super::query::Query;
use super::refunds::Refund;
use crate::packed::{Amount, Id};
use crate::store::{StoreError, scratch_table};

/// The number of the outcome `order_only` in `reconcile.sql`.
const ORDER_ONLY: i64 = 5;
/// The number of the outcome `not_imported`.
const NOT_IMPORTED: i64 = 6;

measures! {
    /// What SQL gets of one id: a row of each export, and the sums.
    struct Listed { outcome, settlement, movement, after_sale_row, booked, settled, moved, refunds }
}

/// What the exports say of one id.
#[derive(Default, Clone, Copy)]
struct Entry {
    booked: Option<Booked>,
    moved: Option<Moved>,
    refund: Option<Refund>,
}

/// What the exports say of no line, by the outcome and the id; nothing for what names none.
type Entries = FxHashMap<(i64, Option<Id>), Entry>;

/// Writes what belongs to no line to the scratch table `unmatched_entries`.
pub(super) fn write(query: &Query<'_>, books: &Books, moved: &Matched<Moved>) -> Result<(), StoreError> {
    let mut entries = Entries::default();
    gather(&mut entries, &books.bookings, |entry, booked| entry.booked = Some(booked));
    gather(&mut entries, moved, |entry, moved| entry.moved = Some(moved));
    gather(&mut entries, &books.returns.refunds, |entry, refund| entry.refund = Some(refund));
    let rows = entries.into_iter().map(|((outcome, _), entry)| {
        let Entry { booked, moved, refund } = entry;
        let row = |row: Option<i64>| row.map_or(Measure::UNKNOWN, Measure::from);
        let sum = |amount: Option<Option<Amount>>| Measure::from(amount.flatten());
        let listed = Listed {
            outcome: outcome.into(),
            settlement: row(booked.map(|booked| booked.row)),
            movement: row(moved.map(|moved| moved.row)),
            after_sale_row: row(refund.map(|refund| refund.row)),
            booked: sum(booked.map(|booked| booked.income)),
            settled: sum(booked.map(|booked| booked.amount)),
            moved: sum(moved.map(|moved| moved.amount)),
            refunds: sum(refund.map(|refund| refund.amount)),
        };
        listed.values().into_iter().map(Measure::get).collect::<Vec<_>>()
    });
    let store = query.store;
    scratch_table::write(store.connection(), "unmatched_entries", &Listed::names(), rows)
        .map_err(|error| store.failed(error))
}

/// Adds what one export says of no line.
fn gather<T: Merge + Copy>(entries: &mut Entries, matched: &Matched<T>, put: impl Fn(&mut Entry, T)) {
    let mut take = |outcome: i64, said: &ById<T>| {
        for (id, said) in said.iter().filter(|(_, said)| !said.is_marked()) {
            put(entries.entry((outcome, Some(id))).or_default(), *said);
        }
    };
    take(ORDER_ONLY, &matched.orders);
    take(NOT_IMPORTED, &matched.unmatched);
    take(NOT_IMPORTED, &matched.lines);
    if let Some(said) = matched.nameless {
        put(entries.entry((NOT_IMPORTED, None)).or_default(), said);
    }
}
