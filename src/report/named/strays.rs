//! What the exports beside the orders say of no order line: what names only an order of several lines, and what names none that is
//! imported.

use rustc_hash::FxHashMap;

use super::bookings::Booked;
use super::by_line::{ByLine, Merge, Told};
use super::line_money::Books;
use super::movements::Moved;
use super::question::Question;
use super::refunds::Refund;
use crate::model::figure::NONE;
use crate::store::{StoreError, scratch_table};

/// The place of the outcome `order_only` among those of `reconcile`.
const ORDER_ONLY: i64 = 5;
/// The place of the outcome `not_imported`.
const NOT_IMPORTED: i64 = 6;

/// What the exports say under one id.
#[derive(Default, Clone, Copy)]
struct Stray {
    booked: Option<Booked>,
    moved: Option<Moved>,
    refund: Option<Refund>,
}

/// What the exports say of no line, by the outcome and the code of the id.
type Strays = FxHashMap<(i64, i64), Stray>;

/// Lays what belongs to no line beside the tables as `strays`: the outcome, a row of each export, and the sums.
pub(super) fn lay(question: &Question<'_>, books: &Books, moved: &Told<Moved>) -> Result<(), StoreError> {
    let mut strays = Strays::default();
    gather(&mut strays, &books.bookings, |stray, booked| stray.booked = Some(booked));
    gather(&mut strays, moved, |stray, moved| stray.moved = Some(moved));
    gather(&mut strays, &books.returns.refunds, |stray, refund| stray.refund = Some(refund));
    let columns = ["outcome", "settlement", "movement", "after_sale_row", "booked", "settled", "moved", "refunds"];
    let rows = strays.into_iter().map(|((outcome, _), stray)| {
        let booked = |figure: fn(Booked) -> i64| stray.booked.map_or(NONE, figure);
        [
            outcome,
            booked(|booked| booked.row),
            stray.moved.map_or(NONE, |moved| moved.row),
            stray.refund.map_or(NONE, |refund| refund.row),
            booked(|booked| booked.income),
            booked(|booked| booked.amount),
            stray.moved.map_or(NONE, |moved| moved.amount),
            stray.refund.map_or(NONE, |refund| refund.amount),
        ]
        .map(|value| (value != NONE).then_some(value))
    });
    let store = question.store;
    scratch_table::write(store.connection(), "strays", &columns, rows).map_err(|error| store.failed(error))
}

/// Adds what one export says of no line.
fn gather<T: Merge + Copy>(strays: &mut Strays, told: &Told<T>, put: impl Fn(&mut Stray, T)) {
    let mut take = |outcome: i64, said: &ByLine<T>| {
        for (id, said) in said.iter().filter(|(_, said)| !said.is_met()) {
            put(strays.entry((outcome, *id)).or_default(), *said);
        }
    };
    take(ORDER_ONLY, &told.orders);
    take(NOT_IMPORTED, &told.strays);
    take(NOT_IMPORTED, &told.lines);
}
