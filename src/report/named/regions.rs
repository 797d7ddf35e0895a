//! `regions`: sales by province.

use super::question::{Kind, ReportColumn};

pub(super) const SQL: &str = include_str!("regions.sql");

pub(super) const COLUMNS: &[ReportColumn] = &[
    ("region", "省", "Region", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("units", "件数", "Units", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("share", "金额占比", "Share", Kind::Share),
];
