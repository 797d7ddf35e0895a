//! What the exports beside the orders say of a line, for the questions that join them.

use rustc_hash::FxHashMap;

use super::money_notes::MoneyNote;
use super::options::Rate;
use super::question::Question;
use crate::model::export::{ExportKind, Grain};
use crate::model::figure::{NONE, code};
use crate::model::money::Fen;
use crate::model::table::{Datum, Word};
use crate::report::words;
use crate::store::StoreError;

/// Told by an export.
pub(super) const ACTUAL: Word = Word { code: "actual", zh: "实际", en: "actual" };
/// Expected by an export, or taken at a rate.
pub(super) const ESTIMATED: Word = Word { code: "estimated", zh: "估算", en: "estimated" };
/// Told by nobody.
pub(super) const UNKNOWN: Word = Word { code: "unknown", zh: "未知", en: "unknown" };

/// What the exports beside the orders say, by the code of the line it is said of.
pub(super) type ByLine<T> = FxHashMap<i64, T>;

/// Adds what is known to a sum of which perhaps nothing is known yet.
fn add(sum: &mut i64, value: i64) {
    if value != NONE {
        *sum = if *sum == NONE { value } else { sum.saturating_add(value) };
    }
}

/// Adds up what must all be known.
pub(super) fn all<const N: usize>(values: [i64; N]) -> i64 {
    if values.contains(&NONE) { NONE } else { values.iter().sum() }
}

/// Adds up what is known, taking what is not for 0.
fn known<const N: usize>(values: [i64; N]) -> i64 {
    values.iter().filter(|value| **value != NONE).sum()
}

/// Returns the first that is known.
pub(super) fn first<const N: usize>(values: [i64; N]) -> i64 {
    values.into_iter().find(|value| *value != NONE).unwrap_or(NONE)
}

/// Turns a sum round.
pub(super) fn minus(value: i64) -> i64 {
    if value == NONE { NONE } else { -value }
}

/// What the commission file says of a line: what is booked once it is settled, and what is expected of one that is not.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineCommission {
    pub booked: i64,
    pub expected: i64,
}

/// What a line has of which the commission file says nothing.
pub(super) const NO_COMMISSION: LineCommission = LineCommission { booked: NONE, expected: NONE };

/// What the settlement statements say of a line, whatever they book of it, taken together. Expenses stand there below zero, so that
/// 结算金额 is 收入合计 + 支出合计.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settled {
    /// The bookings.
    pub bookings: i64,
    pub amount: i64,
    /// What the buyer paid and what others added to it; not known where a booking does not tell.
    pub borne: i64,
    pub early_refund: i64,
    /// Whether a booking took money back.
    pub taken_back: bool,
    pub commission: i64,
    pub fees: i64,
    /// Whether a line of the shop was found for it.
    pub met: bool,
}

/// What the after-sale file says was given back of a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Refund {
    /// The money; not known where an after-sale does not tell.
    pub amount: i64,
    seconds: i64,
    timed: i64,
}

impl Refund {
    /// Returns the seconds from the request to the refund, on average.
    pub(super) fn seconds(self) -> i64 {
        if self.timed == 0 { NONE } else { self.seconds / self.timed }
    }
}

impl Question<'_> {
    /// Tells whether rows are main orders, so that entries belong to lines by the id of these.
    fn by_main_order(&self) -> Result<bool, StoreError> {
        Ok(self.store.grain(self.shop)? == Some(Grain::MainOrder))
    }

    /// Reads the commission file. An actual commission of 0 before the settlement only says that nothing is booked yet.
    pub(super) fn commissions(&self) -> Result<ByLine<LineCommission>, StoreError> {
        let asked = self.asked();
        let mut told = ByLine::default();
        let names = ["shop", "current", "sub_order", "settled", "actual", "estimated"];
        self.each(ExportKind::Commission, names, |_, [shop, current, sub_order, settled, actual, expected]| {
            if asked.is_of_shop(shop) && current == 1 {
                let is_booked = settled == 1 || actual != 0 && actual != NONE;
                told.insert(sub_order, LineCommission { booked: if is_booked { actual } else { NONE }, expected });
            }
        })?;
        if told.is_empty() || !self.by_main_order()? {
            return Ok(told);
        }
        // The sub-orders of a main order stand in one cell. The file tells of the line where it tells of all of them.
        let lines: Vec<(String, Option<String>)> =
            self.ask("SELECT line_key, sub_order_id FROM stored_lines WHERE shop_id = :shop_id", &[], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok(lines
            .iter()
            .filter_map(|(key, sub_orders)| {
                let mut line = LineCommission { booked: 0, expected: 0 };
                for part in sub_orders.as_ref()?.split(';') {
                    let part = told.get(&code(part)).copied().unwrap_or(NO_COMMISSION);
                    line.booked = all([line.booked, part.booked]);
                    line.expected = all([line.expected, first([part.booked, part.expected])]);
                }
                Some((code(key), line))
            })
            .collect())
    }

    /// Reads the settlement statements; those of no line come with the number of their bookings.
    pub(super) fn settlements(&self) -> Result<(ByLine<Settled>, i64), StoreError> {
        let (asked, by_main_order) = (self.asked(), self.by_main_order()?);
        let (mut told, mut strays) = (ByLine::<Settled>::default(), 0);
        self.each(
            ExportKind::Settlement,
            SETTLEMENT,
            |_, [shop, current, sub_order, order, amount, paid, figures @ ..]| {
                if !asked.is_of_shop(shop) || current != 1 {
                    return;
                }
                let key = if by_main_order { order } else { sub_order };
                if key == NONE {
                    strays += 1;
                    return;
                }
                let [early_refund, platform, creator, payment, instalment, commission, fees @ ..] = figures;
                let given = all([paid, platform, creator]);
                let borne = if given == NONE { NONE } else { given + known([payment, instalment]) };
                let booking = Settled {
                    bookings: 1,
                    amount,
                    borne,
                    early_refund: if early_refund == NONE { 0 } else { early_refund.abs() },
                    taken_back: amount < 0 && amount != NONE,
                    commission: minus(commission),
                    fees: if fees == [NONE; 5] { NONE } else { -known(fees) },
                    met: false,
                };
                told.entry(key).and_modify(|before| before.add(booking)).or_insert(booking);
            },
        )?;
        Ok((told, strays))
    }

    /// Reads what the after-sale file says was given back.
    pub(super) fn refunds(&self) -> Result<ByLine<Refund>, StoreError> {
        let (asked, by_main_order) = (self.asked(), self.by_main_order()?);
        let gave_back = self.statuses_that_gave_back()?;
        let mut told = ByLine::<Refund>::default();
        self.each(
            ExportKind::AfterSales,
            AFTER_SALE,
            |_, [shop, current, sub_order, order, status, times @ .., goods, freight, discount, tax]| {
                let [applied, refunded] = times;
                let key = if by_main_order { order } else { sub_order };
                let came_back = refunded != NONE || gave_back.contains(&status);
                if !asked.is_of_shop(shop) || current != 1 || !came_back || key == NONE {
                    return;
                }
                let amount = if goods == NONE { NONE } else { goods + known([freight, discount, tax]) };
                let refund = told.entry(key).or_default();
                refund.amount = all([refund.amount, amount]);
                if all([applied, refunded]) != NONE {
                    refund.seconds += refunded - applied;
                    refund.timed += 1;
                }
            },
        )?;
        Ok(told)
    }

    /// Finds the words of 售后状态 that say that money went back.
    fn statuses_that_gave_back(&self) -> Result<Vec<i64>, StoreError> {
        let mut examples = FxHashMap::default();
        self.each(ExportKind::AfterSales, ["status"], |id, [status]| {
            examples.entry(status).or_insert(id);
        })?;
        let mut gave_back = Vec::new();
        for (status, id) in examples.into_iter().filter(|(status, _)| *status != NONE) {
            let texts = self.ask("SELECT status FROM stored_after_sales WHERE id = :id", &[(":id", &id)], |row| {
                row.get::<_, String>(0)
            })?;
            if texts.iter().any(|text| words::gave_back(text)) {
                gave_back.push(status);
            }
        }
        Ok(gave_back)
    }

    /// Reads what the fund flow moved for each line, out of the account negative.
    pub(super) fn movements(&self) -> Result<ByLine<i64>, StoreError> {
        let (asked, by_main_order) = (self.asked(), self.by_main_order()?);
        let mut told = ByLine::default();
        let names = ["shop", "current", "sub_order", "order", "amount"];
        self.each(ExportKind::Funds, names, |_, [shop, current, sub_order, order, amount]| {
            let key = if by_main_order { order } else { sub_order };
            if asked.is_of_shop(shop) && current == 1 && key != NONE {
                add(told.entry(key).or_insert(NONE), amount);
            }
        })?;
        Ok(told)
    }

    /// Tells whether the shop has an after-sale file at all.
    pub(super) fn has_after_sales(&self) -> Result<bool, StoreError> {
        Ok(self.count("SELECT EXISTS (SELECT 1 FROM stored_after_sales WHERE shop_id = :shop_id)")? == 1)
    }
}

const SETTLEMENT: [&str; 17] = [
    "shop",
    "current",
    "sub_order",
    "order",
    "amount",
    "paid",
    "early_refund",
    "platform_subsidy",
    "creator_subsidy",
    "payment_subsidy",
    "instalment_subsidy",
    "commission",
    "platform_fee",
    "channel_share",
    "recruiting_fee",
    "external_promotion",
    "other_share",
];

const AFTER_SALE: [&str; 11] = [
    "shop",
    "current",
    "sub_order",
    "order",
    "status",
    "applied",
    "refunded",
    "goods",
    "freight",
    "payment_discount",
    "tax",
];

impl Settled {
    fn add(&mut self, booking: Self) {
        self.bookings += booking.bookings;
        add(&mut self.amount, booking.amount);
        self.borne = all([self.borne, booking.borne]);
        self.early_refund += booking.early_refund;
        self.taken_back |= booking.taken_back;
        add(&mut self.commission, booking.commission);
        add(&mut self.fees, booking.fees);
    }
}

/// Holds what is known of the commission of some lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Commission {
    /// What is told of it, booked or expected.
    pub told: Fen,
    /// Lines of which it is only expected.
    pub expected: i64,
    /// Lines of which nothing tells it.
    pub untold: i64,
    /// The amount of these; nothing where none of them has one.
    pub untold_amount: Option<Fen>,
}

impl Commission {
    /// Reads it from a row, where it stands in this order from a place on.
    pub(super) fn read(row: &rusqlite::Row<'_>, place: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            told: Fen(row.get(place)?),
            expected: row.get(place + 1)?,
            untold: row.get(place + 2)?,
            untold_amount: row.get::<_, Option<i64>>(place + 3)?.map(Fen),
        })
    }

    /// Returns the commission as far as it is known, and what it rests on.
    pub(super) fn with(self, rate: Option<Rate>) -> (Option<Fen>, Word) {
        match (self.untold, rate) {
            (0, _) => (Some(self.told), if self.expected > 0 { ESTIMATED } else { ACTUAL }),
            (_, Some(rate)) => (self.untold_amount.map(|amount| Fen(self.told.0 + rate.of(amount).0)), ESTIMATED),
            (_, None) => (None, UNKNOWN),
        }
    }

    /// Adds the lines of another row.
    pub(super) fn add(&mut self, other: Self) {
        self.expected += other.expected;
        self.untold += other.untold;
    }

    /// Notes what the commission rests on where it is not booked.
    pub(super) fn note(self, question: &mut Question<'_>) {
        question.note_lines(self.expected, MoneyNote::CommissionExpected);
        let rate = question.options.commission_rate;
        question.note_lines(self.untold, |lines| {
            rate.map_or(MoneyNote::CommissionUnknown(lines), |rate| MoneyNote::CommissionAtRate(lines, rate))
        });
    }
}

/// Makes money of what may not be known.
pub(super) fn money(fen: Option<Fen>) -> Datum {
    fen.map_or(Datum::Null, Datum::Money)
}
