//! The packed columns of each kind of export: their names, their types, and what they are made of.
//!
//! A column is a line below. Its name is the one that it is stored under.

use super::buyer::Buyer;
use super::source::{Gift, Source};
use super::whole::{
    Account, AfterSale, AfterSaleReason, AfterSaleType, Amount, City, Count, Creator, Genre, Id, Moment, Payer,
    Product, Promotion, Province, Reason, Scene, ShippingStatus, Sku, Status, TrafficType, Value, Warehouse,
};
use crate::model::entry::{self, EXPENSES, FEES, SUBSIDIES};
use crate::model::export::ExportKind;
use crate::model::field::Field;

/// A packed column.
pub trait Column {
    /// What it holds for each row.
    type Value: Value;
    /// The kind of export that has it.
    const KIND: ExportKind;
    /// The name that it is stored under.
    const NAME: &'static str;
}

macro_rules! columns {
    ($($(#[$about:meta])* $module:ident of $kind:ident {
        $($(#[$doc:meta])* $name:ident: $value:ty = $source:expr;)+
    })+) => {
        $(
            $(#[$about])*
            #[expect(non_camel_case_types, reason = "a column is named as it is stored")]
            pub mod $module {
                use super::*;

                $(
                    $(#[$doc])*
                    pub struct $name;

                    impl Column for $name {
                        type Value = $value;
                        const KIND: ExportKind = ExportKind::$kind;
                        const NAME: &'static str = stringify!($name);
                    }
                )+

                pub(super) const SOURCES: &[(&str, Source)] = &[$((stringify!($name), $source)),+];

                /// Returns the index of a column of the rows in a record; one that does not exist is an error of the compiler.
                const fn at(name: &str) -> usize {
                    index_of(ExportKind::$kind, name)
                }

            }
        )+

        /// Lists the columns of a kind of export with what they are made of, in the order in which they are stored.
        ///
        /// A kind without any has few rows, which SQL reads fast enough. Nothing is stored of it.
        pub fn sources(kind: ExportKind) -> &'static [(&'static str, Source)] {
            match kind {
                $(ExportKind::$kind => $module::SOURCES,)+
                ExportKind::Spend | ExportKind::Costs => &[],
            }
        }

        /// Lists the kinds of export that have packed columns.
        pub const KINDS: &[ExportKind] = &[$(ExportKind::$kind),+];

        /// The most columns that a kind has.
        pub(super) const MOST: usize = {
            let (lengths, mut most, mut next) = ([$($module::SOURCES.len()),+], 0, 0);
            while next < lengths.len() {
                if lengths[next] > most {
                    most = lengths[next];
                }
                next += 1;
            }
            most
        };
    };
}

columns! {
    /// Order lines.
    line of Orders {
        /// 订单提交时间.
        submitted: Option<Moment> = Source::Moment(at("submitted_at"));
        /// 订单完成时间.
        finished: Option<Moment> = Source::Moment(at("finished_at"));
        /// 发货时间.
        shipped: Option<Moment> = Source::Moment(at("shipped_at"));
        /// 支付完成时间.
        paid: Option<Moment> = Source::Moment(at("paid_at"));
        /// 主订单编号.
        order: Option<Id> = Source::Code(at("main_order_id"));
        /// The key of the line.
        key: Option<Id> = Source::Key;
        /// 商品ID, or else 选购商品.
        product: Option<Product> = Source::FirstCode(&all(ExportKind::Orders, ["product_id", "product"]));
        /// 达人ID.
        creator: Option<Creator> = Source::Code(at("creator_id"));
        /// Who bought it.
        buyer: Option<Buyer> = Source::Buyer(all(ExportKind::Orders, ["receiver", "receiver_phone", "address"]));
        /// 订单状态.
        status: Option<Status> = Source::Code(at("status"));
        /// 售后状态.
        after_sale: Option<AfterSale> = Source::Code(at("after_sale"));
        /// 取消原因.
        reason: Option<Reason> = Source::Code(at("cancel_reason"));
        /// 推广类型.
        promotion: Option<Promotion> = Source::Code(at("promotion"));
        /// 省.
        province: Option<Province> = Source::Code(at("province"));
        /// 商品数量.
        quantity: Option<Count> = Source::Number(at("quantity"));
        /// 订单应付金额.
        payable: Option<Amount> = Source::Number(at("payable"));
        /// 平台实际承担优惠金额.
        platform_borne: Option<Amount> = Source::Number(at("platform_borne"));
        /// 商家实际承担优惠金额.
        seller_borne: Option<Amount> = Source::Number(at("seller_borne"));
        /// 达人实际承担优惠金额.
        creator_borne: Option<Amount> = Source::Number(at("creator_borne"));
        /// How likely it is that the line is a gift.
        gift: Gift = Source::Gift(all(ExportKind::Orders, ["payable", "cancel_reason", "unit_price"]));
        /// 承诺发货时间.
        ship_by: Option<Moment> = Source::Moment(at("ship_by"));
        /// Whether the platform's warehouse ships it.
        platform_ships: bool = Source::PlatformShips(all(ExportKind::Orders, ["platform_warehouse", "shipper"]));
        /// 仓库ID, or else 仓库名称.
        warehouse: Option<Warehouse> = Source::FirstCode(&all(ExportKind::Orders, ["warehouse_id", "warehouse"]));
        /// 市.
        city: Option<City> = Source::Code(at("city"));
        /// 商品规格 and 商家编码 together.
        sku: Option<Sku> = Source::Codes(all(ExportKind::Orders, ["spec", "sku_code"]));
        /// 流量体裁.
        genre: Option<Genre> = Source::Code(at("traffic_genre"));
        /// 流量类型.
        traffic_type: Option<TrafficType> = Source::Code(at("traffic_type"));
    }

    /// Rows of the commission file.
    commission of Commission {
        /// 订单id, which is a sub-order.
        sub_order: Option<Id> = Source::Code(at("sub_order_id"));
        /// Whether it has 订单结算时间.
        settled: bool = Source::Given(at("settled_at"));
        /// 实际佣金支出.
        actual: Option<Amount> = Source::Number(at("actual"));
        /// 预估佣金支出.
        estimated: Option<Amount> = Source::Number(at("estimated"));
    }

    /// Rows of the after-sale file.
    after_sale of AfterSales {
        /// 商品单号, which is a sub-order.
        sub_order: Option<Id> = Source::Code(at("sub_order_id"));
        /// 订单号.
        order: Option<Id> = Source::Code(at("order_id"));
        /// 售后状态.
        status: Option<AfterSale> = Source::Code(at("status"));
        /// 售后申请时间.
        applied: Option<Moment> = Source::Moment(at("applied_at"));
        /// 商家退款时间.
        refunded: Option<Moment> = Source::Moment(at("refunded_at"));
        /// 退商品金额.
        goods: Option<Amount> = Source::Number(at("refund_goods"));
        /// 退运费金额.
        freight: Option<Amount> = Source::Number(at("refund_freight"));
        /// 退税费金额.
        tax: Option<Amount> = Source::Number(at("refund_tax"));
        /// 售后类型.
        after_sale_type: Option<AfterSaleType> = Source::Code(at("after_sale_type"));
        /// 售后原因.
        reason: Option<AfterSaleReason> = Source::Code(at("reason"));
        /// 商品发货状态.
        shipping: Option<ShippingStatus> = Source::Code(at("shipping_status"));
    }

    /// Rows of the settlement statement.
    settlement of Settlement {
        /// 子订单号.
        sub_order: Option<Id> = Source::Code(at("sub_order_id"));
        /// 订单号.
        order: Option<Id> = Source::Code(at("order_id"));
        /// 结算时间.
        settled: Option<Moment> = Source::Moment(at("settled_at"));
        /// 下单时间.
        ordered: Option<Moment> = Source::Moment(at("ordered_at"));
        /// 结算金额.
        amount: Option<Amount> = Source::Number(at("amount"));
        /// 收入合计, or what the other amounts make of it.
        income: Option<Amount> = Source::Income {
            totals: all(ExportKind::Settlement, ["income", "amount", "expenses", "paid"]),
            subsidies: &all(ExportKind::Settlement, SUBSIDIES),
            expenses: &all(ExportKind::Settlement, EXPENSES),
        };
        /// 佣金.
        commission: Option<Amount> = Source::Number(at("commission"));
        /// The other expenses, as far as they are known.
        fees: Option<Amount> = Source::Sum(&all(ExportKind::Settlement, FEES));
        /// 平台服务费, one of these.
        platform_fee: Option<Amount> = Source::Number(at("platform_fee"));
        /// 服务商佣金, another.
        agency_commission: Option<Amount> = Source::Number(at("agency_commission"));
        /// 渠道分成, another.
        channel_share: Option<Amount> = Source::Number(at("channel_share"));
        /// 招商服务费, another.
        recruiting_fee: Option<Amount> = Source::Number(at("recruiting_fee"));
        /// 站外推广费, another.
        external_promotion: Option<Amount> = Source::Number(at("external_promotion"));
        /// 其他分成, another.
        other_share: Option<Amount> = Source::Number(at("other_share"));
    }

    /// Rows of the fund flow.
    fund_flow of Funds {
        /// 子订单号.
        sub_order: Option<Id> = Source::Code(at("sub_order_id"));
        /// 订单号.
        order: Option<Id> = Source::Code(at("order_id"));
        /// 动账时间.
        moved: Option<Moment> = Source::Moment(at("moved_at"));
        /// 下单时间.
        ordered: Option<Moment> = Source::Moment(at("ordered_at"));
        /// 动账金额.
        amount: Option<Amount> = Source::Number(at("amount"));
        /// 动账场景.
        scene: Option<Scene> = Source::Code(at("scene"));
        /// 动帐流水号, the number of the movement.
        flow: Option<Id> = Source::Code(at("flow_id"));
    }

    /// Rows of the account ledger.
    ledger_entry of Ledger {
        /// 关联子订单号.
        sub_order: Option<Id> = Source::Code(at("sub_order_id"));
        /// 关联订单号.
        order: Option<Id> = Source::Code(at("order_id"));
        /// 动账时间.
        moved: Option<Moment> = Source::Moment(at("moved_at"));
        /// 动账金额, below zero where it leaves the account.
        amount: Option<Amount> = Source::Number(at("amount"));
        /// 账户余额 after the movement.
        balance: Option<Amount> = Source::Number(at("balance"));
        /// 动账场景.
        scene: Option<Scene> = Source::Code(at("scene"));
        /// 动账账户.
        account: Option<Account> = Source::Code(at("account"));
        /// 动账流水号, the number of the movement.
        flow: Option<Id> = Source::Code(at("flow_id"));
    }

    /// Rows of the freight insurance.
    premium of Insurance {
        /// 关联子订单号.
        sub_order: Option<Id> = Source::Code(at("sub_order_id"));
        /// 订单编号.
        order: Option<Id> = Source::Code(at("order_id"));
        /// 动账时间.
        moved: Option<Moment> = Source::Moment(at("moved_at"));
        /// Whether it is charged: the number of the movement is known.
        charged: bool = Source::Given(at("flow_id"));
        /// What was paid, below zero where it was paid back.
        amount: Option<Amount> = Source::Number(at("premium"));
        /// 保费来源.
        payer: Option<Payer> = Source::Code(at("payer"));
        /// 动账流水号, the number of the movement.
        flow: Option<Id> = Source::Code(at("flow_id"));
    }

    /// Rows of the service fees of agencies.
    service_fee of ServiceFees {
        /// 订单id, which is a sub-order.
        sub_order: Option<Id> = Source::Code(at("sub_order_id"));
        /// Whether it has 结算时间.
        settled: bool = Source::Given(at("settled_at"));
        /// 实际服务费收入.
        actual: Option<Amount> = Source::Number(at("actual"));
        /// 预估服务费收入.
        estimated: Option<Amount> = Source::Number(at("estimated"));
    }

    /// Rows of the bills of warehouses.
    warehouse_fee of Warehouse {
        /// 关联订单号.
        order: Option<Id> = Source::Code(at("order_id"));
        /// 业务发生时间.
        happened: Option<Moment> = Source::Moment(at("happened_at"));
        /// 结算时间.
        settled: Option<Moment> = Source::Moment(at("settled_at"));
        /// 结算金额.
        amount: Option<Amount> = Source::Number(at("amount"));
        /// 动账流水号, the number of the movement.
        flow: Option<Id> = Source::Code(at("flow_id"));
    }
}

/// Returns the index in a record of the column of rows that has a name.
const fn index_of(kind: ExportKind, name: &str) -> usize {
    let mut index = 0;
    if let ExportKind::Orders = kind {
        while index < Field::ALL.len() {
            if is_same(Field::ALL[index].name(), name) {
                return index;
            }
            index += 1;
        }
    }
    let fields = entry::fields(kind);
    index = 0;
    while index < fields.len() {
        if is_same(fields[index].name, name) {
            return index;
        }
        index += 1;
    }
    panic!("the rows have no such column")
}

/// Returns the indexes of several columns.
const fn all<const N: usize>(kind: ExportKind, names: [&str; N]) -> [usize; N] {
    let (mut indexes, mut next) = ([0; N], 0);
    while next < N {
        indexes[next] = index_of(kind, names[next]);
        next += 1;
    }
    indexes
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}
