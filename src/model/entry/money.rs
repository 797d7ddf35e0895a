//! Movements of money: the fund flow and the account ledger.

use super::field::{EntryField, field, key, order_id, required};
use crate::model::field::FieldKind;

/// 动账明细: one row per movement of money, identified by its number.
pub(super) static FUNDS: [EntryField; 39] = [
    required("moved_at", "动账时间", FieldKind::Time),
    key("flow_id", "动帐流水号"),
    required("direction", "动账方向", FieldKind::Text),
    required("amount", "动账金额", FieldKind::Money),
    field("account", "动账账户", FieldKind::Text),
    field("scene", "动账场景", FieldKind::Text),
    field("billing_type", "计费类型", FieldKind::Text),
    order_id("sub_order_id", "子订单号"),
    order_id("order_id", "订单号"),
    field("after_sale_id", "售后编号", FieldKind::Id),
    field("ordered_at", "下单时间", FieldKind::Time),
    field("product_id", "商品ID", FieldKind::Id),
    field("product", "商品名称", FieldKind::Text),
    field("creator_id", "达人ID", FieldKind::Id),
    field("creator", "达人名称", FieldKind::Text),
    field("order_type", "订单类型", FieldKind::Text),
    field("paid_due", "订单实付应结", FieldKind::Money),
    field("freight_paid", "运费实付", FieldKind::Money),
    field("platform_freight_subsidy", "实际平台补贴_运费", FieldKind::Money),
    field("platform_subsidy", "实际平台补贴", FieldKind::Money),
    field("order_refund", "订单退款", FieldKind::Money),
    field("platform_fee", "平台服务费", FieldKind::Money),
    field("commission", "佣金", FieldKind::Money),
    field("agency_commission", "服务商佣金", FieldKind::Money),
    field("channel_share", "渠道分成", FieldKind::Money),
    field("recruiting_fee", "招商服务费", FieldKind::Money),
    field("external_promotion", "站外推广费", FieldKind::Money),
    field("other_share", "其他分成", FieldKind::Money),
    field("commission_free", "是否免佣", FieldKind::Text),
    field("commission_waived", "免佣金额", FieldKind::Money),
    field("merchant", "商户主体名称", FieldKind::Text),
    field("note", "备注", FieldKind::Contact),
    field("other_platform_subsidy", "其他平台补贴", FieldKind::Money),
    field("trade_in", "以旧换新抵扣", FieldKind::Money),
    field("government_subsidy", "政府补贴平台垫资", FieldKind::Money),
    field("creator_subsidy", "实际达人补贴", FieldKind::Money),
    field("payment_subsidy", "实际抖音支付补贴", FieldKind::Money),
    field("instalment_subsidy", "实际抖音月付营销补贴", FieldKind::Money),
    field("bank_subsidy", "银行补贴", FieldKind::Money),
];

/// 账户流水: one row per movement of an account, with the balance after it. Expenses are stored as negative amounts.
pub(super) static LEDGER: [EntryField; 10] = [
    key("flow_id", "动账流水号"),
    order_id("order_id", "关联订单号"),
    order_id("sub_order_id", "关联子订单号"),
    required("moved_at", "动账时间", FieldKind::Time),
    required("direction", "账户方向", FieldKind::Text),
    required("amount", "动账金额", FieldKind::Money),
    field("scene", "动账场景", FieldKind::Text),
    field("balance", "账户余额", FieldKind::Money),
    field("note", "备注", FieldKind::Contact),
    field("account", "动账账户", FieldKind::Text),
];
