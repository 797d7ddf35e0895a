//! Comparing a line with its settlement: what is due, and what the statement and the fund flow say.

use super::line_money::{Books, GivenBack, MoneyColumns, money_columns};
use super::movements::{self, Movements};
use super::query::Query;
use super::statement_span::StatementSpan;
use crate::packed::Amount;
use crate::packed_row;
use crate::store::StoreError;

packed_row! {
    pub(super) struct ComparableLine of line {
        submitted, finished, paid, order, key, status, after_sale, promotion, payable, platform_borne, creator_borne, gift,
    }
}

/// What a line comes to. Those up to [`Outcome::Unknown`] are listed, in this order; `reconcile.sql` has the words of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Missing,
    Different,
    FlowDiffers,
    Refunded,
    Unknown,
    Matched,
    Waiting,
    FlowOnly,
}

/// Holds what lines are compared with.
pub(super) struct Comparison {
    pub books: Books,
    pub movements: Movements,
    /// The time that the statements, and that the fund flows, cover.
    pub spans: Vec<StatementSpan>,
}

impl Comparison {
    /// Reads what the exports of the shop say.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        Ok(Self { books: Books::of(query)?, movements: movements::read(query)?, spans: StatementSpan::of(query)? })
    }

    /// Notes that a line is imported.
    pub(super) fn mark(&mut self, line: &ComparableLine) {
        self.books.bookings.mark_line(line.key);
        self.books.returns.refunds.mark_line(line.key);
        self.movements.matched.mark_line(line.key);
    }

    /// Returns what is known of a line.
    pub(super) fn line(&self, line: &ComparableLine) -> ComparedLine {
        let books = &self.books;
        let columns: MoneyColumns = money_columns!(line);
        let statuses = &books.returns.statuses;
        let refunds = [books.returns.refund(line.key), books.returns.refund_of_order(line.order)];
        let booked = books.booked(line.key);
        let moved = line.key.and_then(|key| self.movements.matched.lines.get(key));
        ComparedLine {
            is_sale: statuses.is_sale(line.paid, line.status),
            is_gift: books.gifts.has(line.gift, line.order, line.paid.is_some()),
            has_to_be_settled: statuses.is_completed(line.status)
                && self.spans.iter().any(|span| span.has(line.finished)),
            is_open: statuses.has_open_after_sale(line.after_sale)
                || refunds.into_iter().flatten().any(|refund| refund.is_open),
            is_of_order: line.order.is_some_and(|order| books.bookings.orders.contains(order)),
            given_back: books.returns.line(&columns),
            is_booked: booked.is_some(),
            income: booked.and_then(|booked| booked.income),
            settled: booked.and_then(|booked| booked.amount),
            is_moved: moved.is_some(),
            moved: moved.and_then(|moved| moved.amount),
        }
    }
}

/// What is known of a line.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct ComparedLine {
    pub is_sale: bool,
    pub is_gift: bool,
    /// Whether it was completed so long ago that an imported statement should have it.
    pub has_to_be_settled: bool,
    /// Whether an after-sale is open, which delays the settlement.
    pub is_open: bool,
    /// Whether the statement books something of its order without naming a line.
    pub is_of_order: bool,
    pub given_back: GivenBack,
    pub is_booked: bool,
    /// 收入合计.
    pub income: Option<Amount>,
    /// 结算金额.
    pub settled: Option<Amount>,
    /// Whether the fund flow moved something to settle it.
    pub is_moved: bool,
    pub moved: Option<Amount>,
}

impl ComparedLine {
    /// Compares what is booked with what is due; nothing where the line need not be in a statement.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        let due = self.given_back.due;
        if !self.is_booked {
            return match (self.moved, self.is_sale) {
                (Some(_), _) => Some(Outcome::FlowOnly),
                (None, _) if self.is_gift || due == Some(Amount::ZERO) => None,
                (None, false) => None,
                (None, true) if self.is_open || self.is_of_order => Some(Outcome::Waiting),
                (None, true) if self.has_to_be_settled => Some(Outcome::Missing),
                (None, true) => Some(Outcome::Waiting),
            };
        }
        let (Some(income), Some(due)) = (self.income, due) else { return Some(Outcome::Unknown) };
        Some(match income == due {
            true if self.moved.is_some() && self.moved != self.settled => Outcome::FlowDiffers,
            true => Outcome::Matched,
            false if self.given_back.is_any() => Outcome::Refunded,
            false => Outcome::Different,
        })
    }

    /// Returns by how much the line differs.
    pub(super) fn difference(&self, outcome: Outcome) -> Option<Amount> {
        let due = self.given_back.due;
        let less = |amount: Option<Amount>, other: Option<Amount>| Some(amount? - other?);
        match outcome {
            Outcome::FlowDiffers => less(self.moved, self.settled),
            Outcome::Missing => due.map(|due| -due),
            _ => less(self.income, due),
        }
    }
}
