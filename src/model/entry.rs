//! The fields of the sibling exports: commission, after-sale, settlement and fund flow.
//!
//! A row of one of them is an entry.

use super::export::ExportKind;
use super::field::{FIELD_COUNT, FieldKind};

/// Tells what a field is to its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It may be empty or absent.
    Plain,
    /// It is the id of an order or a sub-order. It may be empty, but not damaged.
    OrderId,
    /// Every entry has it.
    Required,
    /// It is the id of the entry, unique within a shop.
    Key,
}

/// Describes a field of an entry.
#[derive(Debug, PartialEq, Eq)]
pub struct EntryField {
    /// The English name: the column of the database.
    pub name: &'static str,
    /// The header of the field in the export.
    pub header: &'static str,
    /// How its cells are read and stored.
    pub kind: FieldKind,
    /// What it is to the entry.
    pub role: Role,
}

impl EntryField {
    /// Tells whether the column must be there and filled in every row.
    pub fn is_required(&self) -> bool {
        matches!(self.role, Role::Required | Role::Key)
    }

    /// Tells whether a row with a damaged id here is rejected.
    pub fn is_order_id(&self) -> bool {
        matches!(self.role, Role::OrderId | Role::Key)
    }
}

/// Tells what a second row with the same key in a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatedKey {
    /// The same entry; other content is a conflict.
    Conflict,
    /// Another part of the entry; parts add up, and the same content is the same part.
    Part,
    /// Another booking, whatever its content.
    Booking,
}

/// Returns what a repeated key in a file of a kind of export is.
pub fn repeated_key(kind: ExportKind) -> RepeatedKey {
    match kind {
        ExportKind::Commission => RepeatedKey::Part,
        ExportKind::Settlement => RepeatedKey::Booking,
        _ => RepeatedKey::Conflict,
    }
}

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

/// Lists the fields of a kind of export in the order of its columns, those of newer layouts last.
///
/// Orders have none here; their fields are [`super::field::Field`].
pub const fn fields(kind: ExportKind) -> &'static [EntryField] {
    match kind {
        ExportKind::Orders => &[],
        ExportKind::Commission => &COMMISSION,
        ExportKind::AfterSales => &AFTER_SALES,
        ExportKind::Settlement => &SETTLEMENT,
        ExportKind::Funds => &FUNDS,
    }
}

/// Finds the index of a field by its English name.
pub fn index_of(kind: ExportKind, name: &str) -> Option<usize> {
    fields(kind).iter().position(|field| field.name == name)
}

const fn field(name: &'static str, header: &'static str, kind: FieldKind) -> EntryField {
    EntryField { name, header, kind, role: Role::Plain }
}

const fn required(name: &'static str, header: &'static str, kind: FieldKind) -> EntryField {
    EntryField { name, header, kind, role: Role::Required }
}

const fn order_id(name: &'static str, header: &'static str) -> EntryField {
    EntryField { name, header, kind: FieldKind::Id, role: Role::OrderId }
}

const fn key(name: &'static str, header: &'static str) -> EntryField {
    EntryField { name, header, kind: FieldKind::Id, role: Role::Key }
}

/// 精选联盟佣金: the commissions of creators. One row per sub-order, or one per settled part of it.
static COMMISSION: [EntryField; 24] = [
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

/// 售后单: one row per after-sale, identified by its number.
static AFTER_SALES: [EntryField; 23] = [
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

/// 结算账单: one row per settled booking, several per order and some of them negative.
///
/// No column identifies a booking. Expenses are stored as negative amounts.
static SETTLEMENT: [EntryField; 46] = [
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

/// 动账明细: one row per movement of money, identified by its number.
static FUNDS: [EntryField; 39] = [
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

// A record holds the values of an entry in the same array as those of an order line.
const _: () = assert!(
    COMMISSION.len() <= FIELD_COUNT
        && AFTER_SALES.len() <= FIELD_COUNT
        && SETTLEMENT.len() <= FIELD_COUNT
        && FUNDS.len() <= FIELD_COUNT
);

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_headers_are_unique_within_a_kind() {
        for kind in ExportKind::ALL {
            let fields = fields(*kind);
            let names: HashSet<_> = fields.iter().map(|field| field.name).collect();
            let headers: HashSet<_> = fields.iter().map(|field| field.header).collect();
            assert_eq!((names.len(), headers.len()), (fields.len(), fields.len()), "{kind:?}");
        }
    }

    #[test]
    fn the_parts_of_a_booking_are_amounts_of_it() {
        for name in EXPENSES.iter().chain(&SUBSIDIES) {
            let index = index_of(ExportKind::Settlement, name).expect("a field");
            assert_eq!(SETTLEMENT[index].kind, FieldKind::Money, "{name}");
        }
        assert!(EXPENSES.iter().filter(|name| **name != "commission").eq(&FEES));
    }
}
