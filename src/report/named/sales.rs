//! `sales`: sales in all, or by day, week or month, and how much of what was paid came back.

use super::question::{Kind, ReportColumn};

pub(super) const SQL: &str = include_str!("sales.sql");

pub(super) const COLUMNS: &[ReportColumn] = &[
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("units", "件数", "Units", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("paid_lines", "付款行数", "Paid lines", Kind::Int),
    ("refunded_lines", "退款行数", "Refunded lines", Kind::Int),
    ("refund_rate", "退款率", "Refund rate", Kind::Share),
];
