//! What the order export says of a line besides its money: where it goes, what brought the buyer, who ships it and by when.

use super::life::{AfterSale, Line, Order};
use super::moment::{DAY, HOUR, Moment};

/// 流量数据 of a line that was submitted on the day of the export.
pub const LATE: &str = "数据将于第二天更新";

/// From then on, the shop exports columns of its own choice, which have none of this.
pub const CHOSEN_SINCE: Moment = Moment::on(2024, 1, 1);

/// Chooses by the number of a line.
fn one_of<T: Copy, const N: usize>(number: u64, choice: [T; N]) -> T {
    choice[usize::try_from(number % N as u64).expect("a small number")]
}

/// Tells whether the export of an order has these columns.
pub fn are_told(order: &Order) -> bool {
    order.submitted < CHOSEN_SINCE
}

/// Returns what the export says of a line of an order, or nothing where it has no such columns.
pub fn told<const N: usize>(order: &Order, said: [&'static str; N]) -> [&'static str; N] {
    if are_told(order) { said } else { ["-"; N] }
}

/// Returns 流量体裁 and 流量类型 of a line.
pub fn traffic(order: &Order, line: &Line, now: Moment) -> [&'static str; 2] {
    let is_late = order.submitted.plus(DAY) > now;
    let genre = one_of(line.number, ["直播", "短视频", "商品卡", "-"]);
    let of_type = one_of(line.number / 4, ["广告", "非广告", "-"]);
    if is_late { [LATE, of_type] } else { [genre, of_type] }
}

/// Returns 省 and 市.
pub fn place(line: &Line) -> [&'static str; 2] {
    one_of(
        line.number,
        [["浙江省", "杭州市"], ["浙江省", "宁波市"], ["北京市", "市辖区"], ["天津市", "市辖区"], ["-", "-"]],
    )
}

/// Returns 商品规格 and 商家编码.
pub fn sku(line: &Line) -> [&'static str; 2] {
    one_of(line.number, [["红", "A-1"], ["蓝", "A-1"], ["蓝", "A-2"], ["-", "-"]])
}

/// Returns 仓库ID and 仓库名称.
pub fn warehouse(line: &Line) -> [&'static str; 2] {
    one_of(line.number / 3, [["7001", "东仓"], ["7002", "西仓"], ["-", "-"]])
}

/// Returns 承诺发货时间 of a line that is paid, or will be.
pub fn promised(order: &Order, line: &Line) -> Option<Moment> {
    (!line.number.is_multiple_of(6)).then_some(order.submitted.plus(36 * HOUR))
}

/// Returns 售后原因.
pub fn reason(after_sale: &AfterSale) -> &'static str {
    match after_sale.id.as_bytes().last() {
        Some(b'0'..=b'3') => "质量问题",
        Some(b'4'..=b'6') => "不想要了",
        _ => "-",
    }
}
