//! The words that the reports and the checks share: each is said once, here, and SQL gets it from here.
//!
//! - An *unshipped* line has the status 待发货, 备货中, 已支付 or 部分发货.
//! - A *sale* is a line with 支付完成时间 whose status is not 已关闭 or 已取消.
//! - An *open* after-sale is any 售后状态 but none and the finished ones; a word that nobody knows counts as open and is named.
//! - An after-sale *gave back* where it has 商家退款时间, or its own 售后状态 says so, as 同意退款，退款成功 does.
//! - An *ended* line is completed, closed or cancelled.
//! - A *late value* reads 数据将于第二天更新 until the platform knows it.

use crate::model::field::{ALLIANCE, Field, LATE};
use crate::model::figure::{NONE, code};

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

/// 取消原因 of a gift that closes with the line it came with.
const GIFT: &str = "主品订单售后完成";

/// The columns in which late values were seen, and their neighbours.
pub(super) const LATE_COLUMNS: &[Field] =
    &[Field::TrafficSource, Field::AdChannel, Field::TrafficType, Field::TrafficGenre, Field::TrafficChannel];

/// Tells whether 售后状态 of the after-sale file says that money went back, as 同意退款，退款成功 does.
pub(super) fn gave_back(status: &str) -> bool {
    REFUNDED.iter().any(|word| status.contains(word))
}

/// Puts the words into a question: each `{name}` becomes the condition of that name on a line.
pub(super) fn fill(sql: &str) -> String {
    conditions().iter().fold(sql.to_owned(), |sql, (name, condition)| sql.replace(name, condition))
}

/// Lists the conditions. Those that partial indexes have must stand here as they stand there, or SQLite does not use them.
fn conditions() -> [(&'static str, String); 7] {
    let ended = [&[COMPLETED], CALLED_OFF].concat();
    let settled = [ended.as_slice(), &[SHIPPED]].concat();
    let known = known_statuses();
    let late =
        LATE_COLUMNS.iter().map(|column| format!("{} = '{LATE}'", column.name())).collect::<Vec<_>>().join(" OR ");
    [
        ("{waiting}", none("status", &settled)),
        ("{unshipped}", format!("status IN ({})", list(UNSHIPPED))),
        ("{known_status}", format!("status IN ({})", list(&known))),
        ("{open_after_sale}", none("after_sale", FINISHED_AFTER_SALES)),
        ("{known_open_after_sale}", format!("after_sale IN ({})", list(OPEN_AFTER_SALES))),
        ("{alliance}", format!("promotion = '{ALLIANCE}'")),
        ("{late}", format!("({late})")),
    ]
}

/// Holds the words as the figures of lines have them, for questions that go through these.
pub(super) struct Words {
    called_off: Vec<i64>,
    refunded: Vec<i64>,
    completed: i64,
    unpaid: i64,
    unshipped: Vec<i64>,
    shipped: i64,
    known_statuses: Vec<i64>,
    finished_after_sales: Vec<i64>,
    open_after_sales: Vec<i64>,
    alliance: i64,
    gift: i64,
}

impl Words {
    pub(super) fn new() -> Self {
        let codes = |words: &[&str]| words.iter().map(|word| code(word)).collect();
        Self {
            called_off: codes(CALLED_OFF),
            refunded: codes(REFUNDED),
            completed: code(COMPLETED),
            unpaid: code(UNPAID),
            unshipped: codes(UNSHIPPED),
            shipped: code(SHIPPED),
            known_statuses: codes(&known_statuses()),
            finished_after_sales: codes(FINISHED_AFTER_SALES),
            open_after_sales: codes(OPEN_AFTER_SALES),
            alliance: code(ALLIANCE),
            gift: code(GIFT),
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
        status == self.completed
    }

    /// Tells whether a line waits for the buyer's money.
    pub(super) fn unpaid(&self, status: i64) -> bool {
        status == self.unpaid
    }

    /// Tells whether a line is paid and waits to be shipped.
    pub(super) fn unshipped(&self, status: i64) -> bool {
        self.unshipped.contains(&status)
    }

    /// Tells whether a line is on its way.
    pub(super) fn shipped(&self, status: i64) -> bool {
        status == self.shipped
    }

    /// Tells whether the after-sale of a line ended with the buyer's money back.
    pub(super) fn refunded(&self, after_sale: i64) -> bool {
        self.refunded.contains(&after_sale)
    }

    /// Tells whether a line came through a creator; nothing where the export does not say.
    pub(super) fn alliance(&self, promotion: i64) -> Option<bool> {
        (promotion != NONE).then_some(promotion == self.alliance)
    }

    /// Tells whether a line is a gift, which goes out with another line and closes with it, and costs nothing.
    pub(super) fn gift(&self, payable: i64, reason: i64) -> bool {
        payable == 0 && reason == self.gift
    }
}

/// Lists 订单状态 that are known.
fn known_statuses() -> Vec<&'static str> {
    [&[COMPLETED, SHIPPED, UNPAID], CALLED_OFF, UNSHIPPED].concat()
}

/// Writes that a column has none of the words, as the partial indexes have it.
fn none(column: &str, words: &[&str]) -> String {
    words.iter().map(|word| format!("{column} <> '{word}'")).collect::<Vec<_>>().join(" AND ")
}

/// Writes words as SQL does.
fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
}
