//! The fields of the settlement statement, and which of them add up.

use super::field::{EntryField, field, order_id, required};
use crate::model::field::FieldKind;

/// The expenses of a booking without the commission; with it they make 支出合计.
pub const FEES: [&str; 6] =
    ["platform_fee", "agency_commission", "channel_share", "recruiting_fee", "external_promotion", "other_share"];

/// All expenses of a booking; they make 支出合计.
pub const EXPENSES: [&str; 7] = [
    "platform_fee",
    "commission",
    "agency_commission",
    "channel_share",
    "recruiting_fee",
    "external_promotion",
    "other_share",
];

/// What others than the buyer pay; with 用户实付 it makes 收入合计.
pub const SUBSIDIES: [&str; 9] = [
    "platform_subsidy",
    "other_platform_subsidy",
    "government_subsidy",
    "creator_subsidy",
    "payment_subsidy",
    "instalment_subsidy",
    "bank_subsidy",
    "trade_in",
    "platform_freight_subsidy",
];

/// 结算账单: one row per settled booking, several per order and some of them negative.
///
/// No column identifies a booking. Expenses are stored as negative amounts.
pub(super) static SETTLEMENT: [EntryField; 46] = [
    required("settled_at", "结算时间", FieldKind::Time),
    order_id("order_id", "订单号"),
    order_id("sub_order_id", "子订单号"),
    required("amount", "结算金额", FieldKind::Money),
    field("account", "结算账户", FieldKind::Text),
    field("settlement_type", "结算单类型", FieldKind::Text),
    field("has_early_refund", "有结算前退款", FieldKind::Text),
    field("ordered_at", "下单时间", FieldKind::Time),
    field("product_id", "商品ID", FieldKind::Id),
    field("quantity", "商品数量", FieldKind::Count),
    field("business_type", "业务类型", FieldKind::Text),
    field("order_type", "订单类型", FieldKind::Text),
    field("order_total", "订单总价", FieldKind::Money),
    field("product_total", "商品总价", FieldKind::Money),
    field("freight", "运费", FieldKind::Money),
    field("shop_coupon", "店铺劵", FieldKind::Money),
    field("early_refund", "结算前退款金额", FieldKind::Money),
    field("platform_subsidy", "平台补贴", FieldKind::Money),
    field("creator_subsidy", "达人补贴", FieldKind::Money),
    field("payment_subsidy", "抖音支付补贴", FieldKind::Money),
    field("instalment_subsidy", "抖音月付营销补贴", FieldKind::Money),
    field("paid", "用户实付", FieldKind::Money),
    field("income", "收入合计", FieldKind::Money),
    field("platform_fee", "平台服务费", FieldKind::Money),
    field("commission", "佣金", FieldKind::Money),
    field("channel_share", "渠道分成", FieldKind::Money),
    field("recruiting_fee", "招商服务费", FieldKind::Money),
    field("external_promotion", "站外推广费", FieldKind::Money),
    field("other_share", "其他分成", FieldKind::Money),
    field("other_share_note", "其他分成说明", FieldKind::Contact),
    field("expenses", "支出合计", FieldKind::Money),
    field("commission_free", "是否免佣", FieldKind::Text),
    field("commission_waived", "免佣金额", FieldKind::Money),
    field("note", "备注", FieldKind::Contact),
    field("product", "商品名称", FieldKind::Text),
    field("creator_id", "达人ID", FieldKind::Id),
    field("creator", "达人名称", FieldKind::Text),
    field("government_coupon", "政府补贴商家垫资", FieldKind::Money),
    field("other_platform_subsidy", "其他平台补贴", FieldKind::Money),
    field("government_subsidy", "政府补贴平台垫资", FieldKind::Money),
    field("bank_subsidy", "银行补贴", FieldKind::Money),
    field("trade_in", "以旧换新抵扣", FieldKind::Money),
    field("platform_freight_subsidy", "平台补贴运费", FieldKind::Money),
    field("agency_commission", "服务商佣金", FieldKind::Money),
    field("merchant", "商户主体名称", FieldKind::Text),
    field("app_channel", "APP渠道", FieldKind::Text),
];
