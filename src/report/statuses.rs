//! The statuses that reports and checks count by. Each is defined here once, and SQL takes it from here.
//!
//! - An *unshipped* line has the status 待发货, 备货中, 已支付 or 部分发货.
//! - A *sale* is a line with 支付完成时间 whose status is not 已关闭 or 已取消.
//! - An *open* after-sale has any 售后状态 but the finished ones. An unknown status counts as open, and a note names it.
//! - Money *went back* for an after-sale that has 商家退款时间, or whose 售后状态 says so, as 同意退款，退款成功 does.
//! - Statuses of other exports and platforms count as the one that they mean, and a note names them: 交易关闭 is 已关闭, 已签收
//!   is 已发货.
//! - A *gift* costs nothing, and closes with another line, or has a unit price of 0 beside a line that was paid.
//! - An *ended* line is completed, closed or cancelled.
//! - The platform *ships* a line where 是否平台仓自流转 is 是 or 发货主体 names 平台仓.
//! - A line is as old as *the newest export* that has it.
//! - A *late value* reads 数据将于第二天更新 until the platform knows it.

use super::ask;
use crate::model::field::{ALLIANCE, Field, LATE};
use crate::packed::{AfterSale, Moment, Promotion, Status};
use crate::store::{Store, StoreError};

/// 订单状态 of lines that are paid and wait to be shipped.
pub const UNSHIPPED: &[&str] = &["待发货", "备货中", "已支付", "部分发货"];

/// 订单状态 of closed and cancelled lines.
pub const CALLED_OFF: &[&str] = &["已关闭", "已取消"];

/// 订单状态 of completed lines.
pub const COMPLETED: &str = "已完成";

/// 订单状态 of lines that are on their way.
pub const SHIPPED: &str = "已发货";

/// 订单状态 of lines that await payment.
pub const UNPAID: &str = "待支付";

/// 售后状态 of after-sales that are over.
pub const FINISHED_AFTER_SALES: &[&str] = &["退款成功", "已全额退款", "售后关闭", "换货成功", "补寄成功", "售后已拒绝"];

/// 售后状态 of after-sales that ended with the buyer's money back.
pub const REFUNDED: &[&str] = &["退款成功", "已全额退款"];

/// 售后状态 that are known to be open. Unknown ones count as open, too.
pub const OPEN_AFTER_SALES: &[&str] = &["售后待处理", "待退货", "待收退货"];

/// 订单状态 of other exports and platforms, each with the one that it means.
const OTHER_STATUSES: &[(&str, &str)] = &[
    ("交易关闭", "已关闭"),
    ("订单关闭", "已关闭"),
    ("交易取消", "已取消"),
    ("订单取消", "已取消"),
    ("交易成功", COMPLETED),
    ("交易完成", COMPLETED),
    ("订单完成", COMPLETED),
    ("已签收", SHIPPED),
    ("待签收", SHIPPED),
    ("待收货", SHIPPED),
    ("运输中", SHIPPED),
    ("配送中", SHIPPED),
    ("待付款", UNPAID),
    ("未付款", UNPAID),
    ("未支付", UNPAID),
    ("等待付款", UNPAID),
    ("已付款", "待发货"),
    ("未发货", "待发货"),
];

/// Parts of 售后状态 in the after-sale file: the money went back.
const GAVE_BACK: &[&str] = &["退款成功", "已全额退款", "已退款", "退款完成", "追缴成功"];

/// Parts of 售后状态 in the after-sale file: it is over without a refund.
const OVER: &[&str] = &["售后关闭", "售后已拒绝", "售后取消", "换货成功", "补寄成功", "维修成功", "拒绝退款"];

/// Parts of 售后状态 in the after-sale file: it is open.
const UNDER_WAY: &[&str] = &["待", "中", "申请"];

/// Parts of 动账场景 of movements that settle orders or take a settlement back. All others settle nothing.
const SETTLES: &[&str] = &["货款结算", "结算后退款", "订单退款"];

/// Tells how far an after-sale is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// The buyer has the money back.
    Refunded,
    /// It is over, and no money went back.
    Over,
    /// It is open.
    Open,
    /// The status is unknown, and counts as open.
    Unknown,
}

/// The columns that may have late values.
pub(super) const LATE_COLUMNS: &[Field] =
    &[Field::TrafficSource, Field::AdChannel, Field::TrafficType, Field::TrafficGenre, Field::TrafficChannel];

/// Tells how far an after-sale is by its 售后状态, of the orders or of the after-sale file.
pub(super) fn progress(status: &str) -> Progress {
    let has = |parts: &[&str]| parts.iter().any(|part| status.contains(part));
    if has(GAVE_BACK) {
        Progress::Refunded
    } else if has(OVER) {
        Progress::Over
    } else if has(UNDER_WAY) {
        Progress::Open
    } else {
        Progress::Unknown
    }
}

/// Returns 售后状态 of orders that a status of the after-sale file means; nothing where it is open.
pub(super) fn own_after_sale(status: &str) -> Option<&'static str> {
    match progress(status) {
        Progress::Refunded => Some(REFUNDED[0]),
        Progress::Over => {
            Some(FINISHED_AFTER_SALES.iter().find(|own| status.contains(**own)).copied().unwrap_or("售后关闭"))
        }
        Progress::Open | Progress::Unknown => None,
    }
}

/// Returns 订单状态 that a status of another export or platform means.
pub(super) fn own_status(status: &str) -> Option<&'static str> {
    OTHER_STATUSES.iter().find(|(other, _)| *other == status).map(|(_, own)| *own)
}

/// Tells whether movements of a 动账场景 settle orders or take a settlement back.
pub(super) fn settles(scene: &str) -> bool {
    scene.starts_with("退款") || SETTLES.iter().any(|part| scene.contains(part))
}

/// Expands the conditions in SQL: `{unshipped}` becomes the condition of that name on a line.
pub(super) fn with_conditions(sql: &str) -> String {
    conditions().iter().fold(sql.to_owned(), |sql, (name, condition)| sql.replace(name, condition))
}

/// Lists the conditions. SQLite uses a partial index only where its condition is written as here.
fn conditions() -> [(&'static str, String); 13] {
    let ended = [&[COMPLETED], CALLED_OFF].concat();
    let settled = [ended.as_slice(), &[SHIPPED]].concat();
    let own = own_statuses();
    let called_off = [CALLED_OFF, &other_statuses(|own| CALLED_OFF.contains(&own))].concat();
    let unshipped = [UNSHIPPED, &other_statuses(|own| UNSHIPPED.contains(&own))].concat();
    let went_out = [COMPLETED, SHIPPED];
    let shipped = [went_out.as_slice(), &other_statuses(|own| went_out.contains(&own))].concat();
    let known = [own.as_slice(), &other_statuses(|_| true)].concat();
    let not_over: Vec<String> =
        [GAVE_BACK, OVER].concat().iter().map(|part| format!("after_sale NOT LIKE '%{part}%'")).collect();
    let late =
        LATE_COLUMNS.iter().map(|column| format!("{} = '{LATE}'", column.name())).collect::<Vec<_>>().join(" OR ");
    [
        ("{sale}", format!("(paid_at IS NOT NULL AND coalesce(status, '') NOT IN ({}))", list(&called_off))),
        ("{waiting}", none("status", &settled)),
        ("{unshipped}", format!("status IN ({})", list(&unshipped))),
        ("{shipped}", format!("(shipped_at IS NOT NULL OR status IN ({}))", list(&shipped))),
        ("{own_status}", format!("status IN ({})", list(&own))),
        ("{known_status}", format!("status IN ({})", list(&known))),
        ("{other_after_sale}", none("after_sale", FINISHED_AFTER_SALES)),
        ("{open_after_sale}", format!("{} AND {}", none("after_sale", FINISHED_AFTER_SALES), not_over.join(" AND "))),
        ("{known_open_after_sale}", format!("after_sale IN ({})", list(OPEN_AFTER_SALES))),
        (
            "{platform_ships}",
            "(coalesce(platform_warehouse = '是', 0) OR coalesce(shipper LIKE '%平台仓%', 0))".to_owned(),
        ),
        ("{alliance}", format!("promotion = '{ALLIANCE}'")),
        ("{late}", format!("({late})")),
        // Of the exports that have the line, the newest.
        (
            "{exported_at}",
            "(SELECT max(exported_at) FROM imports WHERE id = line.import_id
                OR id IN (SELECT import_id FROM stored_sightings WHERE line_id = line.id))"
                .to_owned(),
        ),
    ]
}

/// Holds the statuses as packed columns have them.
pub(super) struct StatusCodes {
    called_off: Vec<Status>,
    completed: Vec<Status>,
    unpaid: Vec<Status>,
    unshipped: Vec<Status>,
    shipped: Vec<Status>,
    known: Vec<Status>,
    refunded: Vec<AfterSale>,
    finished_after_sales: Vec<AfterSale>,
    open_after_sales: Vec<AfterSale>,
    alliance: Promotion,
}

impl StatusCodes {
    /// Prepares for the lines of a shop. Where its orders have words of the after-sale file, those mean what they mean there.
    pub(super) fn of(store: &Store, shop_id: Option<i64>) -> Result<Self, StoreError> {
        let sql = "SELECT DISTINCT after_sale FROM stored_lines INDEXED BY lines_with_open_after_sale
             WHERE shop_id = :shop_id AND {other_after_sale} AND NOT {known_open_after_sale}";
        let others: Vec<String> = ask(store, &with_conditions(sql), &[(":shop_id", &shop_id)], |row| row.get(0))?;
        let mut codes = Self::new();
        for other in &others {
            match progress(other) {
                Progress::Refunded => {
                    codes.refunded.push(AfterSale::of(other));
                    codes.finished_after_sales.push(AfterSale::of(other));
                }
                Progress::Over => codes.finished_after_sales.push(AfterSale::of(other)),
                Progress::Open | Progress::Unknown => {}
            }
        }
        Ok(codes)
    }

    fn new() -> Self {
        let statuses = |own: &[&str]| {
            let all = [own, &other_statuses(|meant| own.contains(&meant))].concat();
            all.iter().map(|text| Status::of(text)).collect::<Vec<_>>()
        };
        let after_sales = |texts: &[&str]| texts.iter().map(|text| AfterSale::of(text)).collect::<Vec<_>>();
        Self {
            called_off: statuses(CALLED_OFF),
            completed: statuses(&[COMPLETED]),
            unpaid: statuses(&[UNPAID]),
            unshipped: statuses(UNSHIPPED),
            shipped: statuses(&[SHIPPED]),
            known: statuses(&own_statuses()),
            refunded: after_sales(REFUNDED),
            finished_after_sales: after_sales(FINISHED_AFTER_SALES),
            open_after_sales: after_sales(OPEN_AFTER_SALES),
            alliance: Promotion::of(ALLIANCE),
        }
    }

    /// Tells whether a line was closed or cancelled.
    pub(super) fn is_called_off(&self, status: Option<Status>) -> bool {
        status.is_some_and(|status| self.called_off.contains(&status))
    }

    /// Tells whether a status is one that is known.
    pub(super) fn is_known(&self, status: Status) -> bool {
        self.known.contains(&status)
    }

    /// Tells whether the after-sale of a line is open.
    pub(super) fn has_open_after_sale(&self, after_sale: Option<AfterSale>) -> bool {
        after_sale.is_some_and(|after_sale| !self.finished_after_sales.contains(&after_sale))
    }

    /// Tells whether an after-sale status is known to be open.
    pub(super) fn is_known_open(&self, after_sale: AfterSale) -> bool {
        self.open_after_sales.contains(&after_sale)
    }

    /// Tells whether a line is a sale.
    pub(super) fn is_sale(&self, paid: Option<Moment>, status: Option<Status>) -> bool {
        paid.is_some() && !self.is_called_off(status)
    }

    /// Tells whether a line is completed.
    pub(super) fn is_completed(&self, status: Option<Status>) -> bool {
        status.is_some_and(|status| self.completed.contains(&status))
    }

    /// Tells whether a line awaits payment.
    pub(super) fn is_unpaid(&self, status: Option<Status>) -> bool {
        status.is_some_and(|status| self.unpaid.contains(&status))
    }

    /// Tells whether a line is paid and not shipped.
    pub(super) fn is_unshipped(&self, status: Option<Status>) -> bool {
        status.is_some_and(|status| self.unshipped.contains(&status))
    }

    /// Tells whether a line is on its way.
    pub(super) fn is_shipped(&self, status: Option<Status>) -> bool {
        status.is_some_and(|status| self.shipped.contains(&status))
    }

    /// Tells whether a line was ever shipped, by its status or by 发货时间.
    pub(super) fn was_shipped(&self, status: Option<Status>, shipped: Option<Moment>) -> bool {
        shipped.is_some() || self.is_shipped(status) || self.is_completed(status)
    }

    /// Tells whether the after-sale of a line ended with the money back.
    pub(super) fn is_refunded(&self, after_sale: Option<AfterSale>) -> bool {
        after_sale.is_some_and(|after_sale| self.refunded.contains(&after_sale))
    }

    /// Tells whether a creator sold a line; nothing where the export does not say.
    pub(super) fn is_alliance(&self, promotion: Option<Promotion>) -> Option<bool> {
        promotion.map(|promotion| promotion == self.alliance)
    }
}

/// Lists 订单状态 of the platform's orders.
fn own_statuses() -> Vec<&'static str> {
    [&[COMPLETED, SHIPPED, UNPAID], CALLED_OFF, UNSHIPPED].concat()
}

/// Lists the statuses of other exports and platforms by what they mean.
fn other_statuses(means: impl Fn(&str) -> bool) -> Vec<&'static str> {
    OTHER_STATUSES.iter().filter(|(_, own)| means(own)).map(|(other, _)| *other).collect()
}

/// Writes the condition that a column has none of the texts, as the partial indexes have it.
fn none(column: &str, texts: &[&str]) -> String {
    texts.iter().map(|text| format!("{column} <> '{text}'")).collect::<Vec<_>>().join(" AND ")
}

/// Writes texts as a list in SQL.
fn list(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("'{text}'")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::export::ExportKind;
    use crate::model::record::{Record, Value};
    use crate::packed::columns::line;
    use crate::packed::{Column, sources};

    #[test]
    fn a_sale_is_the_same_in_sql_and_over_packed_columns() {
        let store = Store::open_scratch().expect("a database");
        let codes = StatusCodes::new();
        let sql = with_conditions("SELECT {sale} FROM (SELECT ?1 AS paid_at, ?2 AS status)");
        let statuses = ["已完成", "已关闭", "已取消", "交易关闭", "交易成功", "冻结中"].map(Some);
        for status in statuses.into_iter().chain([None]) {
            for paid in [Some("2026-01-05 09:00:00"), None] {
                let in_sql: bool =
                    store.connection().query_row(&sql, (paid, status), |row| row.get(0)).expect("an answer");
                assert_eq!(in_sql, codes.is_sale(paid.and_then(Moment::parse), status.map(Status::of)), "{status:?}");
            }
        }
    }

    #[test]
    fn what_the_platform_ships_is_the_same_in_sql_and_over_packed_columns() {
        let store = Store::open_scratch().expect("a database");
        let sql = with_conditions("SELECT {platform_ships} FROM (SELECT ?1 AS platform_warehouse, ?2 AS shipper)");
        let index = sources(ExportKind::Orders).iter().position(|(name, _)| *name == line::platform_ships::NAME);
        let source = sources(ExportKind::Orders)[index.expect("the column")].1;
        for texts in [[Some("是"), None], [Some("否"), Some("商家")], [None, Some("抖音平台仓")], [None, None]]
        {
            let mut record = Record::new();
            for (field, text) in [Field::PlatformWarehouse, Field::Shipper].into_iter().zip(texts) {
                record.set(field, &text.map_or(Value::Null, |text| Value::Text(text.into())));
            }
            let in_sql: bool = store.connection().query_row(&sql, texts, |row| row.get(0)).expect("an answer");
            assert_eq!(in_sql, source.of(&record) == 1, "{texts:?}");
        }
    }
}
