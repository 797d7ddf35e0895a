//! What the after-sale file says was given back, and what is still open.

use rustc_hash::FxHashMap;

use super::by_line::{Merge, Told};
use super::question::Question;
use super::sums::{all, known};
use crate::model::export::ExportKind;
use crate::model::figure::NONE;
use crate::report::words::{self, AfterSale};
use crate::store::StoreError;

/// What the after-sale file says of a line, all after-sales taken together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refund {
    /// The money that went back; not known where an after-sale does not tell.
    pub amount: i64,
    /// After-sales that gave money back.
    pub finished: u32,
    /// Whether an after-sale is still open.
    pub open: bool,
    /// The row of one of the after-sales that gave money back, or else of one.
    pub row: i64,
    /// Whether an order line was found for them.
    met: bool,
    seconds: i64,
    timed: i64,
}

impl Refund {
    /// Returns the seconds from the request to the refund, on average.
    pub(super) fn seconds(self) -> i64 {
        if self.timed == 0 { NONE } else { self.seconds / self.timed }
    }
}

impl Merge for Refund {
    fn merge(&mut self, other: &Self) {
        if self.finished == 0 {
            self.row = other.row;
        }
        self.amount = all([self.amount, other.amount]);
        self.finished += other.finished;
        self.open |= other.open;
        self.seconds += other.seconds;
        self.timed += other.timed;
    }

    fn meet(&mut self) {
        self.met = true;
    }

    fn is_met(&self) -> bool {
        self.met
    }
}

const NAMES: [&str; 10] =
    ["shop", "current", "sub_order", "order", "status", "applied", "refunded", "goods", "freight", "tax"];

impl Question<'_> {
    /// Reads the after-sale file. 退支付优惠 stands within 退商品金额 and is no part of the sum.
    pub(super) fn refunds(&self) -> Result<Told<Refund>, StoreError> {
        let asked = self.asked();
        let states = self.after_sale_states()?;
        let mut told = Told::new(self)?;
        self.each(
            ExportKind::AfterSales,
            NAMES,
            |row, [shop, current, sub_order, order, status, applied, refunded, goods, freight, tax]| {
                if !asked.is_of_shop(shop) || current != 1 {
                    return;
                }
                let state = states.get(&status).copied().unwrap_or(AfterSale::Unknown);
                let finished = refunded != NONE || state == AfterSale::Refunded;
                let open = !finished && state != AfterSale::Over;
                if !finished && !open {
                    return;
                }
                let given = if goods == NONE { NONE } else { goods + known([freight, tax]) };
                let timed = finished && all([applied, refunded]) != NONE;
                told.put(
                    sub_order,
                    order,
                    Refund {
                        amount: if finished { given } else { 0 },
                        finished: finished.into(),
                        open,
                        row,
                        met: false,
                        seconds: if timed { refunded - applied } else { 0 },
                        timed: timed.into(),
                    },
                );
            },
        )?;
        told.settle(self)?;
        Ok(told)
    }

    /// Finds out what each 售后状态 of the after-sale file says, by its code.
    fn after_sale_states(&self) -> Result<FxHashMap<i64, AfterSale>, StoreError> {
        let texts = self.after_sale_texts()?;
        Ok(texts.into_iter().map(|(code, text)| (code, words::after_sale(&text))).collect())
    }

    fn after_sale_texts(&self) -> Result<FxHashMap<i64, String>, StoreError> {
        self.texts(ExportKind::AfterSales, "status", "SELECT status FROM stored_after_sales WHERE id = :id")
    }

    /// Lists 售后状态 of the after-sale file that nobody knows, with how many after-sales have each and no time of a refund.
    pub(super) fn unknown_after_sales(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let mut texts = self.after_sale_texts()?;
        texts.retain(|_, text| words::after_sale(text) == AfterSale::Unknown);
        let (asked, mut counts) = (self.asked(), FxHashMap::<i64, i64>::default());
        let names = ["shop", "current", "status", "refunded"];
        self.each(ExportKind::AfterSales, names, |_, [shop, current, status, refunded]| {
            if asked.is_of_shop(shop) && current == 1 && refunded == NONE && texts.contains_key(&status) {
                *counts.entry(status).or_default() += 1;
            }
        })?;
        let mut unknown: Vec<(String, i64)> =
            counts.into_iter().filter_map(|(code, rows)| Some((texts.remove(&code)?, rows))).collect();
        unknown.sort();
        Ok(unknown)
    }
}
