//! What the exports beside the orders say of a line, for the questions that join them.

use super::money_notes::MoneyNote;
use super::options::Rate;
use super::question::Question;
use crate::model::export::Grain;
use crate::model::money::Fen;
use crate::model::table::{Datum, Word};
use crate::store::StoreError;

const COMMISSIONS: &str = include_str!("commissions.sql");
const COMMISSIONS_JOINED: &str = include_str!("commissions_joined.sql");
const SETTLEMENTS: &str = include_str!("settlements.sql");
const REFUNDS: &str = include_str!("refunds.sql");
const MOVEMENTS: &str = include_str!("movements.sql");

/// Told by an export.
pub(super) const ACTUAL: Word = Word { code: "actual", zh: "实际", en: "actual" };
/// Expected by an export, or taken at a rate.
pub(super) const ESTIMATED: Word = Word { code: "estimated", zh: "估算", en: "estimated" };
/// Told by nobody.
pub(super) const UNKNOWN: Word = Word { code: "unknown", zh: "未知", en: "unknown" };

/// Puts what the exports beside the orders say of a line into a question, each under the `key` that is the line's `line_key`.
pub(super) fn joined(question: &Question<'_>, sql: &str) -> Result<String, StoreError> {
    let by_main_order = question.store.grain(question.shop)? == Some(Grain::MainOrder);
    let parts = [
        ("{commissions}", if by_main_order { COMMISSIONS_JOINED } else { COMMISSIONS }),
        ("{settlements}", SETTLEMENTS),
        ("{refunds}", REFUNDS),
        ("{movements}", MOVEMENTS),
    ];
    let sql = parts.iter().fold(sql.to_owned(), |sql, (name, part)| sql.replace(name, part.trim_end()));
    let sql = sql.replace("{has_after_sales}", "EXISTS (SELECT 1 FROM stored_after_sales WHERE shop_id = :shop_id)");
    Ok(sql.replace("{entry_key}", if by_main_order { "order_id" } else { "sub_order_id" }))
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
