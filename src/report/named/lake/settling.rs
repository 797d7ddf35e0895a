//! What the words of reports mean for each line of a shop.

use rustc_hash::FxHashMap;

use super::months::Days;
use crate::model::field::Field;
use crate::packed::{AfterSaleReason, AfterSaleType, Amount};
use crate::packed_row;
use crate::report::named::after_sale_details::{AfterSaleDetails, LineTimes, Said};
use crate::report::named::comparison::{ComparableLine, Comparison, Outcome};
use crate::report::named::line_money::{FeeRate, GivenBack, LineMoney, MoneyColumns, money_columns};
use crate::report::named::query::Query;
use crate::report::named::refunds::{self, Refund};
use crate::store::StoreError;

packed_row! {
    /// The packed columns of an order line that its words depend on.
    pub(super) struct Line of line {
        submitted, finished, shipped, paid, order, key, status, after_sale, promotion, quantity, payable, platform_borne, seller_borne,
        creator_borne, gift, ship_by, platform_ships,
    }
}

/// Settles what the words of reports mean for each line of a shop.
pub(super) struct Settling {
    details: AfterSaleDetails,
    types: FxHashMap<AfterSaleType, String>,
    reasons: FxHashMap<AfterSaleReason, String>,
    comparison: Comparison,
    rate: Option<FeeRate>,
    pub days: Days,
    knows_gifts: bool,
    knows_after_sale: bool,
    knows_ship_by: bool,
}

/// What the after-sales of a line say of it.
#[derive(Default)]
pub(super) struct AfterSales<'s> {
    pub stage: Option<&'static str>,
    pub of_type: Option<&'s str>,
    pub types_differ: Option<bool>,
    pub reason: Option<&'s str>,
    pub reasons_differ: Option<bool>,
}

/// What is settled of a line.
pub(super) struct Settled<'s> {
    pub after_sales: AfterSales<'s>,
    pub money: Option<LineMoney>,
    pub fees_estimated: Option<Amount>,
    /// Whether fees of an unknown amount may be still to come.
    pub fees_unknown: bool,
    pub flags: Flags,
    pub refund: Option<Refund>,
    /// What is due and what went back, of paid lines and of those that are compared with a settlement.
    pub given_back: Option<GivenBack>,
    /// 结算金额 of the same lines.
    pub amount: Option<Amount>,
    pub outcome: Option<Outcome>,
    pub difference: Option<Amount>,
    pub income: Option<Amount>,
    pub moved: Option<Amount>,
    pub by_creator: Option<bool>,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Flags {
    pub is_sale: bool,
    pub is_unshipped: bool,
    pub was_shipped: bool,
    pub is_called_off: bool,
    pub is_gift: Option<bool>,
    pub is_refunded: Option<bool>,
    pub knows_ship_by: bool,
}

impl Settling {
    /// Reads what the exports of the shop say, and the rate of its fees.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        let (mut comparison, mut days) = (Comparison::of(query)?, Days::default());
        query.scan(|_, line: Line| {
            days.add(line.submitted, 1);
            if line.paid.is_some() {
                let columns: MoneyColumns = money_columns!(line);
                comparison.books.line(&columns);
            }
        })?;
        Ok(Self {
            rate: comparison.books.fee_rate(),
            comparison,
            days,
            details: AfterSaleDetails::of(query)?,
            types: refunds::type_texts(query)?,
            reasons: reasons(query)?,
            knows_gifts: query.knows_gifts(),
            knows_after_sale: query.has_column(Field::AfterSale),
            knows_ship_by: query.has_column(Field::ShipBy),
        })
    }

    /// Returns what the after-sales of a line say.
    fn after_sales(&self, line: &Line) -> AfterSales<'_> {
        let Line { key, status, shipped, finished, .. } = *line;
        let statuses = &self.comparison.books.returns.statuses;
        let stage = match self.details.stage_of(LineTimes { key, status, shipped, finished }, statuses) {
            Said::Nothing => None,
            Said::Same(stage) => Some(stage.code()),
            Said::Various => Some("various"),
        };
        let (of_type, types_differ) = match self.details.type_of(key) {
            Said::Same((of_type, _)) => (self.types.get(&of_type), false),
            Said::Nothing => (None, false),
            Said::Various => (None, true),
        };
        let (reason, reasons_differ) = match self.details.reason_of(key) {
            Said::Same((reason, _)) => (self.reasons.get(&reason), false),
            Said::Nothing => (None, false),
            Said::Various => (None, true),
        };
        AfterSales {
            stage,
            of_type: of_type.map(String::as_str),
            types_differ: Some(types_differ),
            reason: reason.map(String::as_str),
            reasons_differ: Some(reasons_differ),
        }
    }

    /// Settles a line.
    pub(super) fn settle(&self, line: &Line) -> Settled<'_> {
        let compared = self.comparison.line(&comparable(line));
        let books = &self.comparison.books;
        let columns: MoneyColumns = money_columns!(line);
        let money = line.paid.map(|_| books.money(&columns));
        let (statuses, refund) = (&books.returns.statuses, books.returns.refund(line.key).copied());
        let outcome = compared.outcome();
        let awaits = money.and_then(|money| money.awaits_fees_of());
        let is_returned = money.is_some_and(|money| money.given_back.is_any());
        let has_after_sale = line.after_sale.is_some() || is_returned;
        Settled {
            after_sales: if has_after_sale { self.after_sales(line) } else { AfterSales::default() },
            fees_estimated: self.rate.zip(awaits).map(|(rate, due)| rate.of(due)),
            fees_unknown: self.rate.is_some() && money.is_some_and(|money| money.lacks_due()),
            flags: Flags {
                is_sale: compared.is_sale,
                is_unshipped: statuses.is_unshipped(line.status),
                was_shipped: statuses.was_shipped(line.status, line.shipped),
                is_called_off: statuses.is_called_off(line.status),
                is_gift: self.knows_gifts.then_some(compared.is_gift),
                is_refunded: self.knows_after_sale.then(|| books.returns.is_refunded(line.key, line.after_sale)),
                knows_ship_by: self.knows_ship_by,
            },
            refund,
            given_back: money.map(|money| money.given_back).or(outcome.map(|_| compared.given_back)),
            amount: match money {
                Some(money) => money.amount(),
                None => compared.settled.filter(|_| outcome.is_some()),
            },
            outcome,
            difference: outcome
                .filter(|outcome| *outcome <= Outcome::Matched)
                .and_then(|outcome| compared.difference(outcome)),
            income: compared.income,
            moved: compared.moved,
            by_creator: statuses.is_alliance(line.promotion),
            money,
        }
    }
}

/// Reads the texts of 售后原因 by their codes.
fn reasons(query: &Query<'_>) -> Result<FxHashMap<AfterSaleReason, String>, StoreError> {
    packed_row! {
        struct Reason of after_sale { reason }
    }
    query.texts_by_code(|row: Reason| row.reason, "SELECT reason FROM stored_after_sales WHERE id = :id")
}

fn comparable(line: &Line) -> ComparableLine {
    let Line { submitted, finished, paid, order, key, status, after_sale, promotion, payable, .. } = *line;
    let Line { platform_borne, creator_borne, gift, .. } = *line;
    ComparableLine {
        submitted,
        finished,
        paid,
        order,
        key,
        status,
        after_sale,
        promotion,
        payable,
        platform_borne,
        creator_borne,
        gift,
    }
}
