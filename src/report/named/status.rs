//! `status`: lines by 订单状态 and 售后状态.

use super::question::{Kind, ReportColumn};

pub(super) const SQL: &str = include_str!("status.sql");

pub(super) const COLUMNS: &[ReportColumn] = &[
    ("status", "订单状态", "Status", Kind::Text),
    ("after_sale", "售后状态", "After-sale", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("gifts", "其中赠品", "Gifts", Kind::Int),
];
