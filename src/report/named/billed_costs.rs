//! Premiums of freight insurance and bills of warehouses, read alike.

use rustc_hash::FxHashSet;

use super::query::Query;
use crate::packed::{Amount, Id, Moment, Payer};
use crate::packed_row;
use crate::report::statuses;
use crate::store::StoreError;

/// What a cost is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    Insurance,
    Compensation,
    Inspection,
}

impl Purpose {
    /// Returns what movements of a 动账场景 are for; nothing where they settle something or cost nothing.
    pub(super) fn of(scene: &str) -> Option<Self> {
        let has = |parts: &[&str]| parts.iter().any(|part| scene.contains(part));
        if statuses::settles(scene) {
            None
        } else if has(&["运费险", "保费"]) {
            Some(Self::Insurance)
        } else if has(&["消费者赔付", "小额打款"]) {
            Some(Self::Compensation)
        } else if has(&["质检", "检测费", "QIC", "BIC"]) {
            Some(Self::Inspection)
        } else {
            None
        }
    }
}

/// What the export of premiums or that of bills says of one cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct BilledCost {
    /// Its row in the table of its export.
    pub row: i64,
    pub purpose: Purpose,
    pub sub_order: Option<Id>,
    pub order: Option<Id>,
    pub time: Option<Moment>,
    /// 动账流水号, the number of the movement that paid it.
    pub flow: Option<Id>,
    /// As the file signs it.
    pub amount: Option<Amount>,
}

packed_row! {
    struct Premium of premium { sub_order, order, moved, flow, amount, payer }
}

packed_row! {
    struct Bill of warehouse_fee { order, happened, settled, flow, amount }
}

/// Gives `take` each premium that the shop pays and each bill. `others` are the 保费来源 that are not the shop.
pub(super) fn read(
    query: &Query<'_>,
    others: &FxHashSet<Payer>,
    mut take: impl FnMut(BilledCost),
) -> Result<(), StoreError> {
    query.scan(|row, premium: Premium| {
        let Premium { sub_order, order, moved: time, flow, amount, payer } = premium;
        if payer.is_none_or(|payer| !others.contains(&payer)) {
            take(BilledCost { row, purpose: Purpose::Insurance, sub_order, order, time, flow, amount });
        }
    })?;
    query.scan(|row, bill: Bill| {
        let Bill { order, happened, settled, flow, amount } = bill;
        let time = settled.or(happened);
        take(BilledCost { row, purpose: Purpose::Inspection, sub_order: None, order, time, flow, amount });
    })
}

/// Returns the 保费来源 that are not the shop.
pub(super) fn payers_beside_the_shop(query: &Query<'_>) -> Result<FxHashSet<Payer>, StoreError> {
    packed_row! {
        struct Row of premium { payer }
    }
    let texts = query.texts_by_code(|row: Row| row.payer, "SELECT payer FROM stored_premiums WHERE id = :id")?;
    let is_other =
        |text: &str| !text.contains("商家") && ["平台", "消费者", "买家"].iter().any(|other| text.contains(other));
    Ok(texts.into_iter().filter(|(_, text)| is_other(text)).map(|(payer, _)| payer).collect())
}

/// Lists the premiums, or the bills, that were not charged, and whose status says that they never will be.
pub(super) fn called_off(query: &Query<'_>, purpose: Purpose) -> Result<FxHashSet<i64>, StoreError> {
    let table = if purpose == Purpose::Insurance { "stored_premiums" } else { "stored_warehouse_bills" };
    let says = ["取消", "退保", "失败", "无需", "失效", "作废", "关闭"].map(|word| format!("status LIKE '%{word}%'"));
    let sql = format!(
        "SELECT id FROM {table} WHERE shop_id = :shop_id AND current AND flow_id IS NULL AND ({})",
        says.join(" OR ")
    );
    Ok(query.ask(&sql, &[], |row| row.get(0))?.into_iter().collect())
}

/// Lists those of some premiums that only a list of charges has. They may be the charge of a policy that another list has under another
/// number.
pub(super) fn charges_alone(query: &Query<'_>, rows: &[i64]) -> Result<FxHashSet<i64>, StoreError> {
    let sql = "SELECT id FROM stored_premiums WHERE id IN (SELECT value FROM json_each(:rows)) AND amount IS NOT NULL
        AND coalesce(ordered_at, insured_at, insurance, insurer, payer, status, trade_id, coverage, coverage_status) IS NULL";
    let list = format!("[{}]", rows.iter().map(i64::to_string).collect::<Vec<_>>().join(","));
    Ok(query.ask(sql, &[(":rows", &list)], |row| row.get(0))?.into_iter().collect())
}
