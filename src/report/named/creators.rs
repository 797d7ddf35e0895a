//! `creators`: sales by the creator who sold.

use super::question::{Kind, ReportColumn};

pub(super) const SQL: &str = include_str!("creators.sql");

pub(super) const COLUMNS: &[ReportColumn] = &[
    ("creator_id", "达人ID", "Creator id", Kind::Text),
    ("creator", "达人", "Creator", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("units", "件数", "Units", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("share", "金额占比", "Share", Kind::Share),
    ("products", "商品数", "Products", Kind::Int),
    ("paid_lines", "付款行数", "Paid lines", Kind::Int),
    ("refunded_lines", "退款行数", "Refunded lines", Kind::Int),
    ("refund_rate", "退款率", "Refund rate", Kind::Share),
];
