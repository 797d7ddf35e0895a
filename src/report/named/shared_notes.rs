//! Notes that several reports make.

use super::notes::span;
use super::options::Basis;
use super::query::Query;
use crate::model::export::Grain;
use crate::model::field::Field;
use crate::model::message::Arg;
use crate::model::summary::Days;
use crate::msg;
use crate::report::terms::SettledWithin;
use crate::store::StoreError;

/// The most spans of days that a note names.
const SPANS_NAMED: usize = 5;

impl Query<'_> {
    /// Notes columns that the report needs and no export has.
    pub(super) fn note_missing_columns(&mut self, needs: &[Field]) {
        let missing: Vec<&str> =
            needs.iter().filter(|field| !self.has_column(**field)).map(|field| field.header()).collect();
        if self.has_columns() && !missing.is_empty() {
            self.warn(msg!("note-missing-columns", columns = Arg::list(missing)));
        }
    }

    /// Notes that there are no rows.
    pub(super) fn note_no_rows(&mut self) {
        self.note(msg!("note-no-rows"));
    }

    /// Notes how many lines of the answer have no amount.
    pub(super) fn note_without_amount(&mut self, lines: i64) {
        if lines > 0 && self.has_column(Field::Payable) {
            self.warn(msg!("note-without-amount", lines = lines));
        }
    }

    /// Notes how many lines were shipped and are not paid.
    pub(super) fn note_shipped_unpaid(&mut self, lines: i64) {
        if lines > 0 {
            self.warn(msg!("note-shipped-unpaid", lines = lines));
        }
    }

    /// Notes that products are several in a cell, where lines are main orders.
    pub(super) fn note_joined_products(&mut self) -> Result<(), StoreError> {
        if self.store.grain(self.shop)? == Some(Grain::MainOrder) {
            self.note(msg!("note-joined-products"));
        }
        Ok(())
    }

    /// Notes that some days of the week come more often than others.
    pub(super) fn note_part_weeks(&mut self) -> Result<(), StoreError> {
        if let Some(days) = self.days()?
            && ((days.last - days.first).num_days() + 1) % 7 != 0
        {
            self.note(msg!("note-part-weeks", days = span(days)));
        }
        Ok(())
    }

    /// Notes spans of days that no import has.
    pub(super) fn note_gaps(&mut self, spans: &[Days]) {
        if spans.is_empty() {
            return;
        }
        let named = Arg::list(spans.iter().take(SPANS_NAMED).map(|days| span(*days)));
        match spans.len().saturating_sub(SPANS_NAMED) {
            0 => self.warn(msg!("note-gaps", days = named)),
            more => self.warn(msg!("note-more-gaps", days = named, more = more)),
        }
    }

    /// Notes lines that have no day, where days are asked for.
    pub(super) fn note_without_time(&mut self) -> Result<(), StoreError> {
        if self.options.basis == Basis::Submitted && self.options.from.or(self.options.to).is_some() {
            let lines =
                self.count("SELECT count(*) FROM stored_lines WHERE shop_id = :shop_id AND submitted_at IS NULL")?;
            if lines > 0 {
                self.warn(msg!("note-without-time", lines = lines));
            }
        }
        Ok(())
    }

    /// Notes after how many days a line should be settled.
    pub(super) fn note_settlement_days(&mut self) {
        self.note(match self.terms.settled_within {
            SettledWithin::Own(days) => msg!("note-settlement-days", days = days),
            SettledWithin::Longest(days) => msg!("note-longest-settlement-days", days = days),
        });
    }

    /// Notes how many bookings of orders that are not imported count on the day of their settlement, since they say no 下单时间.
    pub(super) fn note_on_settlement_day(&mut self, bookings: i64) {
        if bookings > 0 {
            self.note(msg!("note-on-settlement-day", bookings = bookings));
        }
    }

    /// Notes how many closed lines count as refunded in full.
    pub(super) fn note_assumed_refunds(&mut self, lines: i64) {
        if lines > 0 {
            self.note(msg!("note-refunds-assumed", lines = lines));
        }
    }

    /// Notes how many lines may have refunds that no after-sale file says.
    pub(super) fn note_unknown_refunds(&mut self, lines: i64) -> Result<(), StoreError> {
        if lines > 0 {
            let has_file = self.has_rows("stored_after_sales")?;
            self.warn(if has_file {
                msg!("note-refunds-not-in-file", lines = lines)
            } else {
                msg!("note-no-after-sale-file", lines = lines)
            });
        }
        Ok(())
    }
}
