//! The words that the reports and the checks share: each is said once, here, and SQL gets it from here.
//!
//! - An *unshipped* line has the status 待发货, 备货中, 已支付 or 部分发货.
//! - A *sale* is a line with 支付完成时间 whose status is not 已关闭 or 已取消.
//! - An *open* after-sale is any 售后状态 but none and the finished ones; a word that nobody knows counts as open and is named.
//! - An after-sale *gave back* where it has 商家退款时间, or its own 售后状态 says so, as 同意退款，退款成功 does.
//! - Words of other exports and platforms that mean one of these are taken for it, and named: 交易关闭 for 已关闭, 已签收 for 已发货.
//! - A *gift* costs nothing, and closes with another line or has a unit price of 0 beside one that was paid.
//! - An *ended* line is completed, closed or cancelled.
//! - The platform *ships* a line where 是否平台仓自流转 is 是 or 发货主体 names 平台仓.
//! - A *late value* reads 数据将于第二天更新 until the platform knows it.

use super::ask;
use crate::model::field::{ALLIANCE, Field, LATE};
use crate::model::figure::{NONE, code};
use crate::store::{Store, StoreError};

/// 订单状态 of lines that are paid and wait to be shipped.
pub const UNSHIPPED: &[&str] = &["待发货", "备货中", "已支付", "部分发货"];

/// 订单状态 of lines that came to nothing.
pub const CALLED_OFF: &[&str] = &["已关闭", "已取消"];

/// 订单状态 of completed lines.
pub const COMPLETED: &str = "已完成";

/// 订单状态 of lines that are on their way.
pub const SHIPPED: &str = "已发货";

/// 订单状态 of lines that wait for the buyer's money.
pub const UNPAID: &str = "待支付";

/// 售后状态 of after-sales that are over.
pub const FINISHED_AFTER_SALES: &[&str] = &["退款成功", "已全额退款", "售后关闭", "换货成功", "补寄成功", "售后已拒绝"];

/// 售后状态 of after-sales that ended with the buyer's money back.
pub const REFUNDED: &[&str] = &["退款成功", "已全额退款"];

/// 售后状态 that are known to be open; others are open too, and are named.
pub const OPEN_AFTER_SALES: &[&str] = &["售后待处理", "待退货", "待收退货"];

/// Words that stand for 订单状态 elsewhere, each with the one that it means here.
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

/// Parts of 售后状态 of the after-sale file that say that the money went back.
const GAVE_BACK: &[&str] = &["退款成功", "已全额退款", "已退款", "退款完成", "追缴成功"];

/// Parts of 售后状态 of the after-sale file that say that nothing more comes.
const OVER: &[&str] = &["售后关闭", "售后已拒绝", "售后取消", "换货成功", "补寄成功", "维修成功", "拒绝退款"];

/// Parts of 售后状态 of the after-sale file that say that something is still to be done.
const UNDER_WAY: &[&str] = &["待", "中", "申请"];

/// Parts of 动账场景 whose movements settle orders or take a settlement back; all others settle nothing.
const SETTLES: &[&str] = &["货款结算", "结算后退款", "订单退款"];

/// Tells what 售后状态 says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterSale {
    /// The buyer has the money back.
    Refunded,
    /// It is over and nothing went back.
    Over,
    /// It is open.
    Open,
    /// Nobody knows the word; it counts as open.
    Unknown,
}

/// The columns in which late values were seen, and their neighbours.
pub(super) const LATE_COLUMNS: &[Field] =
    &[Field::TrafficSource, Field::AdChannel, Field::TrafficType, Field::TrafficGenre, Field::TrafficChannel];

/// Tells what 售后状态 says, of the orders and of the after-sale file, whose words are longer, as 同意退款，退款成功 is.
pub(super) fn after_sale(status: &str) -> AfterSale {
    let has = |parts: &[&str]| parts.iter().any(|part| status.contains(part));
    if has(GAVE_BACK) {
        AfterSale::Refunded
    } else if has(OVER) {
        AfterSale::Over
    } else if has(UNDER_WAY) {
        AfterSale::Open
    } else {
        AfterSale::Unknown
    }
}

/// Returns 售后状态 of orders that a word of the after-sale file means, where it says that the after-sale is over.
pub(super) fn after_sale_meant(status: &str) -> Option<&'static str> {
    match after_sale(status) {
        AfterSale::Refunded => Some(REFUNDED[0]),
        AfterSale::Over => {
            Some(FINISHED_AFTER_SALES.iter().find(|own| status.contains(**own)).copied().unwrap_or("售后关闭"))
        }
        AfterSale::Open | AfterSale::Unknown => None,
    }
}

/// Returns 订单状态 that a word of another export or platform means.
pub(super) fn meant(status: &str) -> Option<&'static str> {
    OTHER_STATUSES.iter().find(|(other, _)| *other == status).map(|(_, own)| *own)
}

/// Tells whether movements of a 动账场景 settle orders or take a settlement back.
pub(super) fn settles(scene: &str) -> bool {
    scene.starts_with("退款") || SETTLES.iter().any(|part| scene.contains(part))
}

/// Puts the words into a question: each `{name}` becomes the condition of that name on a line.
pub(super) fn fill(sql: &str) -> String {
    conditions().iter().fold(sql.to_owned(), |sql, (name, condition)| sql.replace(name, condition))
}

/// Lists the conditions. Those that partial indexes have must stand here as they stand there, or SQLite does not use them.
fn conditions() -> [(&'static str, String); 10] {
    let ended = [&[COMPLETED], CALLED_OFF].concat();
    let settled = [ended.as_slice(), &[SHIPPED]].concat();
    let own = own_statuses();
    let unshipped = [UNSHIPPED, &others(|own| UNSHIPPED.contains(&own))].concat();
    let known = [own.as_slice(), &others(|_| true)].concat();
    let not_over: Vec<String> =
        [GAVE_BACK, OVER].concat().iter().map(|part| format!("after_sale NOT LIKE '%{part}%'")).collect();
    let late =
        LATE_COLUMNS.iter().map(|column| format!("{} = '{LATE}'", column.name())).collect::<Vec<_>>().join(" OR ");
    [
        ("{waiting}", none("status", &settled)),
        ("{unshipped}", format!("status IN ({})", list(&unshipped))),
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
    ]
}

/// Holds the words as the figures of lines have them, for questions that go through these.
pub(super) struct Words {
    called_off: Vec<i64>,
    refunded: Vec<i64>,
    completed: Vec<i64>,
    unpaid: Vec<i64>,
    unshipped: Vec<i64>,
    shipped: Vec<i64>,
    known_statuses: Vec<i64>,
    finished_after_sales: Vec<i64>,
    open_after_sales: Vec<i64>,
    alliance: i64,
}

impl Words {
    /// Prepares for the lines of a shop. What its orders say in words of the after-sale file is taken as these are meant.
    pub(super) fn of(store: &Store, shop_id: Option<i64>) -> Result<Self, StoreError> {
        let sql = "SELECT DISTINCT after_sale FROM stored_lines INDEXED BY lines_with_open_after_sale
             WHERE shop_id = :shop_id AND {other_after_sale} AND NOT {known_open_after_sale}";
        let others: Vec<String> = ask(store, &fill(sql), &[(":shop_id", &shop_id)], |row| row.get(0))?;
        let mut words = Self::new();
        for other in &others {
            match after_sale(other) {
                AfterSale::Refunded => {
                    words.refunded.push(code(other));
                    words.finished_after_sales.push(code(other));
                }
                AfterSale::Over => words.finished_after_sales.push(code(other)),
                AfterSale::Open | AfterSale::Unknown => {}
            }
        }
        Ok(words)
    }

    fn new() -> Self {
        let codes = |words: &[&str]| words.iter().map(|word| code(word)).collect::<Vec<_>>();
        let statuses = |own: &[&str]| codes(&[own, &others(|meant| own.contains(&meant))].concat());
        Self {
            called_off: statuses(CALLED_OFF),
            refunded: codes(REFUNDED),
            completed: statuses(&[COMPLETED]),
            unpaid: statuses(&[UNPAID]),
            unshipped: statuses(UNSHIPPED),
            shipped: statuses(&[SHIPPED]),
            known_statuses: statuses(&own_statuses()),
            finished_after_sales: codes(FINISHED_AFTER_SALES),
            open_after_sales: codes(OPEN_AFTER_SALES),
            alliance: code(ALLIANCE),
        }
    }

    /// Tells whether a line came to nothing.
    pub(super) fn called_off(&self, status: i64) -> bool {
        self.called_off.contains(&status)
    }

    /// Tells whether a line has a status that is known; nobody knows none.
    pub(super) fn known_status(&self, status: i64) -> bool {
        self.known_statuses.contains(&status)
    }

    /// Tells whether the after-sale of a line is open.
    pub(super) fn open_after_sale(&self, after_sale: i64) -> bool {
        after_sale != NONE && !self.finished_after_sales.contains(&after_sale)
    }

    /// Tells whether the after-sale of a line is known to be open.
    pub(super) fn known_open_after_sale(&self, after_sale: i64) -> bool {
        self.open_after_sales.contains(&after_sale)
    }

    /// Tells whether a line is a sale.
    pub(super) fn sold(&self, paid: i64, status: i64) -> bool {
        paid != NONE && !self.called_off(status)
    }

    /// Tells whether a line is completed.
    pub(super) fn completed(&self, status: i64) -> bool {
        self.completed.contains(&status)
    }

    /// Tells whether a line waits for the buyer's money.
    pub(super) fn unpaid(&self, status: i64) -> bool {
        self.unpaid.contains(&status)
    }

    /// Tells whether a line is paid and waits to be shipped.
    pub(super) fn unshipped(&self, status: i64) -> bool {
        self.unshipped.contains(&status)
    }

    /// Tells whether a line is on its way.
    pub(super) fn shipped(&self, status: i64) -> bool {
        self.shipped.contains(&status)
    }

    /// Tells whether a line was shipped, by its status or by 发货时间, whatever came after.
    pub(super) fn was_shipped(&self, status: i64, shipped_at: i64) -> bool {
        shipped_at != NONE || self.shipped(status) || self.completed(status)
    }

    /// Tells whether the after-sale of a line ended with the buyer's money back.
    pub(super) fn refunded(&self, after_sale: i64) -> bool {
        self.refunded.contains(&after_sale)
    }

    /// Tells whether a line came through a creator; nothing where the export does not say.
    pub(super) fn alliance(&self, promotion: i64) -> Option<bool> {
        (promotion != NONE).then_some(promotion == self.alliance)
    }
}

/// Lists 订单状态 that the platform's orders have.
fn own_statuses() -> Vec<&'static str> {
    [&[COMPLETED, SHIPPED, UNPAID], CALLED_OFF, UNSHIPPED].concat()
}

/// Lists the words of elsewhere by what they mean.
fn others(means: impl Fn(&str) -> bool) -> Vec<&'static str> {
    OTHER_STATUSES.iter().filter(|(_, own)| means(own)).map(|(other, _)| *other).collect()
}

/// Writes that a column has none of the words, as the partial indexes have it.
fn none(column: &str, words: &[&str]) -> String {
    words.iter().map(|word| format!("{column} <> '{word}'")).collect::<Vec<_>>().join(" AND ")
}

/// Writes words as SQL does.
fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
}
