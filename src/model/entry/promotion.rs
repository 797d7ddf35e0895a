//! What promotion costs: commission of creators, service fees of agencies, and advertising.

use super::field::{EntryField, field, identity, key, required};
use crate::model::field::FieldKind;

/// 精选联盟佣金: the commissions of creators. One row per sub-order, or one per settled part of it.
pub(super) static COMMISSION: [EntryField; 24] = [
    key("sub_order_id", "订单id"),
    field("product_id", "商品id", FieldKind::Id),
    field("product", "商品名称", FieldKind::Text),
    field("creator", "作者账号", FieldKind::Text),
    field("creator_account", "抖音/火山号", FieldKind::Text),
    field("paid", "支付金额", FieldKind::Money),
    field("commission_rate", "佣金率", FieldKind::Percent),
    field("estimated", "预估佣金支出", FieldKind::Money),
    field("settled", "结算金额", FieldKind::Money),
    field("actual", "实际佣金支出", FieldKind::Money),
    field("status", "订单状态", FieldKind::Text),
    field("unsettled_reason", "超时未结算原因", FieldKind::Text),
    field("paid_at", "付款时间", FieldKind::Time),
    field("received_at", "收货时间", FieldKind::Time),
    field("settled_at", "订单结算时间", FieldKind::Time),
    field("product_origin", "商品来源", FieldKind::Text),
    field("balance_paid_at", "尾款支付时间", FieldKind::Time),
    field("deposit", "定金金额", FieldKind::Money),
    field("store_id", "店铺id", FieldKind::Id),
    field("store", "店铺名称", FieldKind::Text),
    field("quantity", "商品数量", FieldKind::Count),
    field("invoice", "佣金发票", FieldKind::Text),
    field("order_source", "订单来源", FieldKind::Text),
    field("traffic_source", "流量来源", FieldKind::Text),
];

/// 团长服务费: the service fees of agencies. One row per sub-order and agency, or one per settled part of it.
pub(super) static SERVICE_FEES: [EntryField; 21] = [
    key("sub_order_id", "订单id"),
    field("product", "商品名称", FieldKind::Text),
    field("product_id", "商品id", FieldKind::Id),
    field("status", "订单状态", FieldKind::Text),
    field("unsettled_reason", "超时未结算原因", FieldKind::Text),
    field("agency", "出单机构", FieldKind::Text),
    field("paid", "支付金额", FieldKind::Money),
    field("fee_rate", "服务费率", FieldKind::Percent),
    field("estimated", "预估服务费收入", FieldKind::Money),
    field("settled", "结算金额", FieldKind::Money),
    field("actual", "实际服务费收入", FieldKind::Money),
    field("paid_at", "付款时间", FieldKind::Time),
    field("received_at", "收货时间", FieldKind::Time),
    field("settled_at", "结算时间", FieldKind::Time),
    field("balance_paid_at", "尾款支付时间", FieldKind::Time),
    field("deposit", "定金金额", FieldKind::Money),
    field("store_id", "店铺id", FieldKind::Id),
    field("store", "店铺名称", FieldKind::Text),
    field("quantity", "商品数量", FieldKind::Count),
    field("activity_id", "团长活动id", FieldKind::Id),
    field("order_source", "订单来源", FieldKind::Text),
];

/// 千川消耗: what advertising cost, one row per day. Tables of several advertisers or products name these too.
pub(super) static SPEND: [EntryField; 10] = [
    required("day", "日期", FieldKind::Day),
    required("total", "余额总消耗", FieldKind::Money),
    field("cash", "非赠款消耗", FieldKind::Money),
    field("granted", "赠款消耗", FieldKind::Money),
    field("rebate_red_packet", "消返红包消耗", FieldKind::Money),
    field("instant_red_packet", "立减红包消耗", FieldKind::Money),
    field("shared_wallet", "共享钱包消耗", FieldKind::Money),
    field("shared_granted", "共享赠款消耗", FieldKind::Money),
    identity("account_id", "账户ID", FieldKind::Id),
    identity("product_id", "商品ID", FieldKind::Id),
];
