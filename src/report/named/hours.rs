//! `hours`: sales by the hour in which they were ordered.

use super::question::{Kind, ReportColumn};

pub(super) const SQL: &str = include_str!("hours.sql");

pub(super) const COLUMNS: &[ReportColumn] = &[
    ("hour", "时", "Hour", Kind::Int),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("share", "行数占比", "Share of lines", Kind::Share),
];
