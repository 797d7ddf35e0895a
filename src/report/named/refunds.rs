//! What the after-sale file says: the refunds, and what is still open.

use rustc_hash::FxHashMap;

use super::matching::{Matched, Merge};
use super::query::Query;
use crate::packed::{AfterSale, AfterSaleType, Amount, Moment};
use crate::packed_row;
use crate::report::statuses::{self, Progress};
use crate::store::StoreError;

/// What the after-sale file says of a line, all after-sales together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refund {
    /// The money that went back; not known where an after-sale does not say.
    pub amount: Option<Amount>,
    /// When money went back the last time, where an after-sale says that.
    pub refunded: Option<Moment>,
    /// How many after-sales gave money back.
    pub finished: u32,
    /// Whether goods came back with the money; nothing where 售后类型 does not say.
    pub goods_back: Option<bool>,
    /// Whether an after-sale is still open.
    pub is_open: bool,
    /// The row of an after-sale, of one that gave money back where there is one.
    pub row: i64,
    has_line: bool,
    /// The seconds from the requests to the refunds, and of how many after-sales.
    seconds: i64,
    timed: i64,
}

impl Refund {
    /// Returns the average seconds from the request to the refund.
    pub(super) fn seconds(&self) -> Option<i64> {
        (self.timed > 0).then(|| self.seconds / self.timed)
    }

    /// Tells whether money went back, or may have.
    pub(super) fn is_money(&self) -> bool {
        self.finished > 0 && self.amount.is_none_or(|amount| !amount.is_zero())
    }
}

impl Merge for Refund {
    fn merge(&mut self, other: &Self) {
        if self.finished == 0 {
            self.row = other.row;
        }
        self.amount = [self.amount, other.amount].into_iter().sum();
        self.finished += other.finished;
        self.refunded = self.refunded.max(other.refunded);
        self.goods_back = self.goods_back.max(other.goods_back);
        self.is_open |= other.is_open;
        self.seconds += other.seconds;
        self.timed += other.timed;
    }

    fn mark(&mut self) {
        self.has_line = true;
    }

    fn is_marked(&self) -> bool {
        self.has_line
    }
}

packed_row! {
    struct Row of after_sale { sub_order, order, status, after_sale_type, applied, refunded, goods, freight, tax }
}

/// Reads the after-sale file of the shop. 退支付优惠 is a part of 退商品金额, and not added.
pub(super) fn read(query: &Query<'_>) -> Result<Matched<Refund>, StoreError> {
    let states = states(query)?;
    let types = goods_back_by_type(query)?;
    let mut matched = Matched::new(query)?;
    query.scan(|id, row: Row| {
        let progress = progress(&states, row.status, row.refunded);
        let is_finished = progress == Progress::Refunded;
        let is_open = !is_finished && progress != Progress::Over;
        if !is_finished && !is_open {
            return;
        }
        let besides: Amount = [row.freight, row.tax].into_iter().flatten().sum();
        let seconds = row.refunded.zip(row.applied).filter(|_| is_finished);
        let seconds = seconds.map(|(refunded, applied)| refunded.seconds_since(applied));
        let refund = Refund {
            amount: if is_finished { row.goods.map(|goods| goods + besides) } else { Some(Amount::ZERO) },
            refunded: row.refunded,
            finished: is_finished.into(),
            goods_back: row.after_sale_type.and_then(|of_type| types.get(&of_type)).copied().filter(|_| is_finished),
            is_open,
            row: id,
            has_line: false,
            seconds: seconds.unwrap_or_default(),
            timed: seconds.is_some().into(),
        };
        matched.put(row.sub_order, row.order, refund);
    })?;
    matched.settle(query)?;
    Ok(matched)
}

/// Tells by 售后类型 whether an after-sale that ended with the money back brought the goods back, or kept them from going out.
fn goods_back_by_type(query: &Query<'_>) -> Result<FxHashMap<AfterSaleType, bool>, StoreError> {
    let is_back = |text: &str| ["退货", "未发货"].iter().any(|part| text.contains(part));
    Ok(type_texts(query)?.into_iter().map(|(of_type, text)| (of_type, is_back(&text))).collect())
}

/// Reads the texts of 售后类型 by their codes.
pub(super) fn type_texts(query: &Query<'_>) -> Result<FxHashMap<AfterSaleType, String>, StoreError> {
    packed_row! {
        struct Type of after_sale { after_sale_type }
    }
    let sql = "SELECT after_sale_type FROM stored_after_sales WHERE id = :id";
    query.texts_by_code(|row: Type| row.after_sale_type, sql)
}

/// Reads how far an after-sale is by its 售后状态.
pub(super) fn states(query: &Query<'_>) -> Result<FxHashMap<AfterSale, Progress>, StoreError> {
    let texts = status_texts(query)?;
    Ok(texts.into_iter().map(|(code, text)| (code, statuses::progress(&text))).collect())
}

/// Tells how far an after-sale is. Whatever its status says, it is refunded once it has 商家退款时间.
pub(super) fn progress(
    known: &FxHashMap<AfterSale, Progress>,
    status: Option<AfterSale>,
    refunded: Option<Moment>,
) -> Progress {
    match refunded {
        Some(_) => Progress::Refunded,
        None => status.and_then(|status| known.get(&status).copied()).unwrap_or(Progress::Unknown),
    }
}

/// Reads the texts of 售后状态 in the after-sale file by their codes.
fn status_texts(query: &Query<'_>) -> Result<FxHashMap<AfterSale, String>, StoreError> {
    packed_row! {
        struct Status of after_sale { status }
    }
    query.texts_by_code(|row: Status| row.status, "SELECT status FROM stored_after_sales WHERE id = :id")
}

/// Lists the unknown 售后状态 of the after-sale file, each with how many after-sales have it and no time of a refund.
pub(super) fn unknown_statuses(query: &Query<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    packed_row! {
        struct Row of after_sale { status, refunded }
    }
    let mut texts = status_texts(query)?;
    texts.retain(|_, text| statuses::progress(text) == Progress::Unknown);
    let mut counts = FxHashMap::<AfterSale, i64>::default();
    query.scan(|_, row: Row| {
        if let Some(status) = row.status.filter(|status| row.refunded.is_none() && texts.contains_key(status)) {
            *counts.entry(status).or_default() += 1;
        }
    })?;
    let mut unknown: Vec<(String, i64)> =
        counts.into_iter().filter_map(|(code, rows)| Some((texts.remove(&code)?, rows))).collect();
    unknown.sort();
    Ok(unknown)
}
