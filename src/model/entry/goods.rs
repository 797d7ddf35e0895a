//! What goods cost beside promotion: premiums, bills of warehouses, and the costs that a shop keeps itself.

use super::field::{EntryField, field, identity, key, order_id, required};
use crate::model::field::FieldKind;

/// 运费险: the premiums of freight insurance, one row per policy, or one per movement of money for it.
///
/// `premium` is what was paid for the policy, and negative where it was paid back. A layout of movements has it as `amount`, which
/// is stored as the file has it.
pub(super) static INSURANCE: [EntryField; 19] = [
    order_id("policy_id", "投保单号"),
    order_id("order_id", "订单编号"),
    order_id("sub_order_id", "关联子订单号"),
    field("ordered_at", "下单时间", FieldKind::Time),
    field("insured_at", "承保时间", FieldKind::Time),
    field("insurance", "保险名称", FieldKind::Text),
    field("insurer", "承保保司", FieldKind::Text),
    field("payer", "保费来源", FieldKind::Text),
    field("premium", "支付保费", FieldKind::Money),
    field("status", "保费状态", FieldKind::Text),
    field("moved_at", "动账时间", FieldKind::Time),
    order_id("flow_id", "动账流水号"),
    field("trade_id", "保险交易单号", FieldKind::Id),
    field("platform_discount", "平台优惠【营销补贴】", FieldKind::Money),
    field("coverage", "保障额度", FieldKind::Money),
    field("coverage_status", "保障状态", FieldKind::Text),
    field("summary", "摘要描述", FieldKind::Text),
    field("amount", "金额", FieldKind::Money),
    field("note", "备注", FieldKind::Contact),
];

/// 仓库账单: the fees of a BIC or QIC warehouse, one row per fee of an order code.
pub(super) static WAREHOUSE: [EntryField; 19] = [
    key("bill_id", "结算单号"),
    field("order_code", "订单码", FieldKind::Text),
    order_id("order_id", "关联订单号"),
    field("waybill_id", "关联运单号", FieldKind::Text),
    required("fee_item", "费用项", FieldKind::Text),
    field("provider", "服务商", FieldKind::Text),
    field("warehouse", "QIC仓", FieldKind::Text),
    required("amount", "结算金额", FieldKind::Money),
    field("parameters", "计费参数", FieldKind::Text),
    field("billed_at", "计费完成时间", FieldKind::Time),
    field("node", "业务节点", FieldKind::Text),
    field("happened_at", "业务发生时间", FieldKind::Time),
    field("settled_at", "结算时间", FieldKind::Time),
    field("status", "状态", FieldKind::Text),
    field("account", "动账账户", FieldKind::Text),
    field("flow_id", "动账流水号", FieldKind::Id),
    field("note", "备注", FieldKind::Contact),
    field("wood_tag", "是否木带宝", FieldKind::Text),
    field("is_child", "是否子单", FieldKind::Text),
];

/// 成本: what one piece costs from a day on. A row names a product, a code of the seller, a specification, or several of them.
pub(super) static COSTS: [EntryField; 6] = [
    identity("product_id", "商品ID", FieldKind::Id),
    identity("sku_code", "商家编码", FieldKind::Text),
    identity("spec", "规格", FieldKind::Text),
    required("cost", "成本", FieldKind::Money),
    identity("valid_from", "生效日期", FieldKind::Day),
    field("note", "备注", FieldKind::Contact),
];
