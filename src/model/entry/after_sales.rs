//! The fields of after-sales.

use super::field::{EntryField, field, key, order_id};
use crate::model::field::FieldKind;

/// 售后单: one row per after-sale, identified by its number.
pub(super) static AFTER_SALES: [EntryField; 23] = [
    key("after_sale_id", "售后单号"),
    order_id("order_id", "订单号"),
    order_id("sub_order_id", "商品单号"),
    field("product", "商品名称", FieldKind::Text),
    field("product_id", "商品ID", FieldKind::Id),
    field("payable", "应付金额（元）", FieldKind::Money),
    field("after_sale_type", "售后类型", FieldKind::Text),
    field("refund_goods", "退商品金额（元）", FieldKind::Money),
    field("refund_freight", "退运费金额（元）", FieldKind::Money),
    field("refund_payment_discount", "退支付优惠（元）", FieldKind::Money),
    field("refund_tax", "退税费金额（元）", FieldKind::Money),
    field("status", "售后状态", FieldKind::Text),
    field("applied_at", "售后申请时间", FieldKind::Time),
    field("refund_way", "退款方式", FieldKind::Text),
    field("refunded_at", "商家退款时间", FieldKind::Time),
    field("arrived_at", "用户到账时间", FieldKind::Time),
    field("closed_at", "售后关闭时间", FieldKind::Time),
    field("sku_code", "商家编码", FieldKind::Text),
    field("store", "门店名称", FieldKind::Text),
    field("payment_discount", "支付优惠（元）", FieldKind::Money),
    field("shipping_status", "商品发货状态", FieldKind::Text),
    field("reason", "售后原因", FieldKind::Text),
    field("ended_at", "售后完结时间", FieldKind::Time),
];
