//! What the after-sale file says of the after-sales of a line besides their money: their type and reason, and how far the order was.

use rustc_hash::FxHashMap;

use super::matching::{Matched, Merge};
use super::query::Query;
use super::refunds;
use crate::model::field::Field;
use crate::packed::{AfterSaleReason, AfterSaleType, Id, Moment, ShippingStatus, Status};
use crate::packed_row;
use crate::report::statuses::{Progress, StatusCodes};
use crate::store::StoreError;

/// Tells how far the order of an after-sale was when it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It was not shipped.
    BeforeShipping,
    /// It was shipped, and the buyer had not confirmed the receipt.
    InTransit,
    /// The buyer had confirmed the receipt, or time had done so: it was completed.
    AfterReceipt,
}

impl Stage {
    /// Returns the code of the stage.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::BeforeShipping => "before_shipping",
            Self::InTransit => "in_transit",
            Self::AfterReceipt => "after_receipt",
        }
    }
}

/// What the after-sales of a line say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said<T> {
    /// None of them says anything.
    Nothing,
    /// All say the same.
    Same(T),
    /// They differ.
    Various,
}

/// An after-sale of the file.
#[derive(Debug, Clone, Copy)]
struct AfterSale {
    /// How much it says of the line: one that gave money back says most, one that is over without a refund least.
    rank: u8,
    row: i64,
    applied: Option<Moment>,
    of_type: Option<AfterSaleType>,
    reason: Option<AfterSaleReason>,
    hint: Hint,
}

/// What 商品发货状态 says of the stage, or else 售后类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hint {
    BeforeShipping,
    InTransit,
    AfterReceipt,
    /// It was shipped; whether it had arrived is not said.
    Shipped,
    Nothing,
}

impl Hint {
    fn of(shipping: Option<&str>, of_type: Option<&str>) -> Self {
        let has =
            |text: Option<&str>, parts: &[&str]| text.is_some_and(|text| parts.iter().any(|part| text.contains(part)));
        if has(shipping, &["未发货", "待发货"]) {
            Self::BeforeShipping
        } else if has(shipping, &["未收货", "待收货", "运输中", "在途"]) {
            Self::InTransit
        } else if has(shipping, &["已收货", "已签收", "确认收货"]) {
            Self::AfterReceipt
        } else if has(shipping, &["已发货"]) {
            Self::Shipped
        } else if has(of_type, &["未发货"]) {
            Self::BeforeShipping
        } else if has(of_type, &["已发货", "退货", "换货", "补寄", "维修"]) {
            Self::Shipped
        } else {
            Self::Nothing
        }
    }
}

/// The after-sales of a line.
struct OfLine {
    each: Vec<AfterSale>,
    has_line: bool,
}

impl Merge for OfLine {
    fn merge(&mut self, other: &Self) {
        self.each.extend(&other.each);
    }

    fn mark(&mut self) {
        self.has_line = true;
    }

    fn is_marked(&self) -> bool {
        self.has_line
    }
}

/// What the stage of an after-sale depends on, of its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineTimes {
    pub key: Option<Id>,
    pub status: Option<Status>,
    pub shipped: Option<Moment>,
    pub finished: Option<Moment>,
}

/// Knows the after-sales of a shop.
pub(super) struct AfterSaleDetails {
    matched: Matched<OfLine>,
    knows_shipped: bool,
    knows_finished: bool,
}

impl AfterSaleDetails {
    /// Reads the after-sale file.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        packed_row! {
            struct Row of after_sale { sub_order, order, status, applied, refunded, after_sale_type, reason, shipping }
        }
        let (states, texts) = (refunds::states(query)?, HintTexts::of(query)?);
        let mut matched = Matched::new(query)?;
        query.scan(|row_id, row: Row| {
            let rank = match refunds::progress(&states, row.status, row.refunded) {
                Progress::Refunded => 2,
                Progress::Open | Progress::Unknown => 1,
                Progress::Over => 0,
            };
            let said = AfterSale {
                rank,
                row: row_id,
                applied: row.applied,
                of_type: row.after_sale_type,
                reason: row.reason,
                hint: texts.hint(row.shipping, row.after_sale_type),
            };
            matched.put(row.sub_order, row.order, OfLine { each: vec![said], has_line: false });
        })?;
        matched.settle(query)?;
        let [knows_shipped, knows_finished] =
            [Field::ShippedAt, Field::FinishedAt].map(|field| query.has_column(field));
        Ok(Self { matched, knows_shipped, knows_finished })
    }

    /// Lists the after-sales of a line that say most of it.
    fn decisive(&self, key: Option<Id>) -> impl Iterator<Item = &AfterSale> {
        let each = key.and_then(|key| self.matched.lines.get(key)).map_or(&[][..], |line| &line.each);
        let most = each.iter().map(|after_sale| after_sale.rank).max();
        each.iter().filter(move |after_sale| Some(after_sale.rank) == most)
    }

    /// Returns 售后类型 of a line, with a row that has it.
    pub(super) fn type_of(&self, key: Option<Id>) -> Said<(AfterSaleType, i64)> {
        said(self.decisive(key).map(|after_sale| (after_sale.of_type, after_sale.row)))
    }

    /// Returns 售后原因 of a line, with a row that has it.
    pub(super) fn reason_of(&self, key: Option<Id>) -> Said<(AfterSaleReason, i64)> {
        said(self.decisive(key).map(|after_sale| (after_sale.reason, after_sale.row)))
    }

    /// Returns the stage of the after-sales of a line. Where the file has none, a line that was never shipped still tells.
    pub(super) fn stage_of(&self, line: LineTimes, statuses: &StatusCodes) -> Said<Stage> {
        let stage = |hint, applied| self.stage(hint, applied, line, statuses);
        let mut stages = self.decisive(line.key).map(|each| (stage(each.hint, each.applied), ())).peekable();
        let told =
            if stages.peek().is_some() { said(stages) } else { said([(stage(Hint::Nothing, None), ())].into_iter()) };
        match told {
            Said::Same((stage, ())) => Said::Same(stage),
            Said::Nothing => Said::Nothing,
            Said::Various => Said::Various,
        }
    }

    /// Returns the stage of one after-sale: what the file says, else what the times say.
    fn stage(&self, hint: Hint, applied: Option<Moment>, line: LineTimes, statuses: &StatusCodes) -> Option<Stage> {
        let was_shipped = match hint {
            Hint::BeforeShipping => return Some(Stage::BeforeShipping),
            Hint::InTransit => return Some(Stage::InTransit),
            Hint::AfterReceipt => return Some(Stage::AfterReceipt),
            Hint::Shipped => Some(true),
            Hint::Nothing => {
                let may_be = !self.knows_shipped || statuses.was_shipped(line.status, None);
                had_happened(line.shipped, applied, may_be)
            }
        };
        let may_be = !self.knows_finished || statuses.is_completed(line.status);
        match (was_shipped, had_happened(line.finished, applied, may_be)) {
            (_, Some(true)) => Some(Stage::AfterReceipt),
            (Some(false), _) => Some(Stage::BeforeShipping),
            (Some(true), Some(false)) => Some(Stage::InTransit),
            _ => None,
        }
    }
}

/// Tells whether something of a line had happened when an after-sale was asked for; without a time of it, that is known only where it
/// cannot have happened at all.
fn had_happened(at: Option<Moment>, applied: Option<Moment>, may_be: bool) -> Option<bool> {
    match (at, applied) {
        (Some(at), Some(applied)) => Some(applied >= at),
        (Some(_), None) => None,
        (None, _) => (!may_be).then_some(false),
    }
}

/// Returns what several say, each with something that goes with it.
fn said<T: PartialEq + Copy, W>(each: impl Iterator<Item = (Option<T>, W)>) -> Said<(T, W)> {
    let mut each = each.peekable();
    let Some((first, with)) = each.next() else { return Said::Nothing };
    if each.any(|(other, _)| other != first) {
        return Said::Various;
    }
    first.map_or(Said::Nothing, |first| Said::Same((first, with)))
}

/// The texts that hint at a stage, by their codes.
struct HintTexts {
    shipping: FxHashMap<ShippingStatus, String>,
    types: FxHashMap<AfterSaleType, String>,
}

impl HintTexts {
    fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        packed_row! {
            struct Row of after_sale { shipping }
        }
        let sql = "SELECT shipping_status FROM stored_after_sales WHERE id = :id";
        Ok(Self { shipping: query.texts_by_code(|row: Row| row.shipping, sql)?, types: refunds::type_texts(query)? })
    }

    fn hint(&self, shipping: Option<ShippingStatus>, of_type: Option<AfterSaleType>) -> Hint {
        let shipping = shipping.and_then(|code| self.shipping.get(&code));
        let of_type = of_type.and_then(|code| self.types.get(&code));
        Hint::of(shipping.map(String::as_str), of_type.map(String::as_str))
    }
}
