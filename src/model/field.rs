//! The fields of an order line, each with its name, its header in exports and its kind.

use std::fmt;

/// The value of 推广类型 for sales by creators; other columns have the word too.
pub const ALLIANCE: &str = "精选联盟";

/// What the platform writes in place of a value that is available the next day.
pub const LATE: &str = "数据将于第二天更新";

/// Tells how the cells of a field are read and stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text of which every digit counts; a spreadsheet may have damaged it by making it a number.
    Id,
    /// Text as written.
    Text,
    /// Text that may identify the buyer or give contact data; hidden unless asked for.
    Contact,
    /// A whole number of pieces.
    Count,
    /// Money, stored as whole fen.
    Money,
    /// A share such as `32.00%`, stored in basis points (hundredths of a percent).
    Percent,
    /// A moment in Beijing time, stored as `YYYY-MM-DD HH:MM:SS`. Anything else rejects the row.
    Time,
    /// A day, stored as `YYYY-MM-DD`. Anything else rejects the row.
    Day,
    /// A planned time. A moment is stored as a [`FieldKind::Time`] is; the windows and words of some exports are kept as
    /// written.
    Plan,
}

macro_rules! fields {
    ($($variant:ident, $name:literal, $header:literal, $kind:ident;)+) => {
        /// Names a field of an order line.
        ///
        /// The first 73 are in the order of the export of 2026 and have its headers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field {
            $(#[doc = $header] $variant,)+
        }

        impl Field {
            /// Lists every field in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the English name: the column of the database and the key of JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Returns the header of the field in the export.
            pub fn header(self) -> &'static str {
                match self { $(Self::$variant => $header,)+ }
            }

            /// Returns how the field is read and stored.
            pub fn kind(self) -> FieldKind {
                match self { $(Self::$variant => FieldKind::$kind,)+ }
            }
        }
    };
}

fields! {
    MainOrderId, "main_order_id", "主订单编号", Id;
    SubOrderId, "sub_order_id", "子订单编号", Id;
    Product, "product", "选购商品", Text;
    Spec, "spec", "商品规格", Text;
    Quantity, "quantity", "商品数量", Count;
    ProductId, "product_id", "商品ID", Id;
    SkuCode, "sku_code", "商家编码", Text;
    UnitPrice, "unit_price", "商品单价", Money;
    Payable, "payable", "订单应付金额", Money;
    Freight, "freight", "运费", Money;
    DiscountTotal, "discount_total", "优惠总金额", Money;
    PlatformDiscount, "platform_discount", "平台优惠", Text;
    SellerDiscount, "seller_discount", "商家优惠", Text;
    CreatorDiscount, "creator_discount", "达人优惠", Text;
    SellerAdjustment, "seller_adjustment", "商家改价", Money;
    PaymentDiscount, "payment_discount", "支付优惠", Money;
    RedPacket, "red_packet", "红包抵扣", Money;
    PaymentMethod, "payment_method", "支付方式", Text;
    HandlingFee, "handling_fee", "手续费", Money;
    Receiver, "receiver", "收件人", Contact;
    ReceiverPhone, "receiver_phone", "收件人手机号", Contact;
    Province, "province", "省", Text;
    City, "city", "市", Text;
    District, "district", "区", Text;
    Street, "street", "街道", Contact;
    Address, "address", "详细地址", Contact;
    AddressChanged, "address_changed", "是否修改过地址", Text;
    AddressChangedAt, "address_changed_at", "地址修改时段", Text;
    BuyerMessage, "buyer_message", "买家留言", Contact;
    SubmittedAt, "submitted_at", "订单提交时间", Time;
    FlagColor, "flag_color", "旗帜颜色", Text;
    SellerNote, "seller_note", "商家备注", Contact;
    FinishedAt, "finished_at", "订单完成时间", Time;
    PaidAt, "paid_at", "支付完成时间", Time;
    AppChannel, "app_channel", "APP渠道", Text;
    TrafficSource, "traffic_source", "流量来源", Text;
    Status, "status", "订单状态", Text;
    ShipBy, "ship_by", "承诺发货时间", Time;
    OrderType, "order_type", "订单类型", Text;
    LubanPageId, "luban_page_id", "鲁班落地页ID", Id;
    CreatorId, "creator_id", "达人ID", Id;
    CreatorName, "creator_name", "达人昵称", Text;
    StoreId, "store_id", "所属门店ID", Id;
    AfterSale, "after_sale", "售后状态", Text;
    CancelReason, "cancel_reason", "取消原因", Text;
    ScheduledShipAt, "scheduled_ship_at", "预约发货时间", Plan;
    WarehouseId, "warehouse_id", "仓库ID", Id;
    Warehouse, "warehouse", "仓库名称", Text;
    WorryFree, "worry_free", "是否安心购", Text;
    AdChannel, "ad_channel", "广告渠道", Text;
    TrafficType, "traffic_type", "流量类型", Text;
    TrafficGenre, "traffic_genre", "流量体裁", Text;
    TrafficChannel, "traffic_channel", "流量渠道", Text;
    Shipper, "shipper", "发货主体", Text;
    ShipperDetail, "shipper_detail", "发货主体明细", Text;
    ShippedAt, "shipped_at", "发货时间", Time;
    PriceCut, "price_cut", "降价类优惠", Money;
    PlatformBorne, "platform_borne", "平台实际承担优惠金额", Money;
    SellerBorne, "seller_borne", "商家实际承担优惠金额", Money;
    CreatorBorne, "creator_borne", "达人实际承担优惠金额", Money;
    ExpectedDeliveryAt, "expected_delivery_at", "预计送达时间", Plan;
    PlatformWarehouse, "platform_warehouse", "是否平台仓自流转", Text;
    VehicleModel, "vehicle_model", "车型", Text;
    Barcode, "barcode", "商品69码", Id;
    ShipSn, "ship_sn", "发货SN码", Id;
    ShipImei1, "ship_imei_1", "发货IMEI码1", Id;
    ShipImei2, "ship_imei_2", "发货IMEI码2", Id;
    ScheduledDeliveryAt, "scheduled_delivery_at", "预约送达时间", Plan;
    SuggestedShipFrom, "suggested_ship_from", "建议发货时间（起）", Plan;
    SuggestedShipTo, "suggested_ship_to", "建议发货时间（止）", Plan;
    LogisticsSn, "logistics_sn", "物流SN码", Id;
    LogisticsImei1, "logistics_imei_1", "物流IMEI码1", Id;
    LogisticsImei2, "logistics_imei_2", "物流IMEI码2", Id;
    ItemAmount, "item_amount", "商品金额", Money;
    Promotion, "promotion", "推广类型", Text;
}

/// The number of fields.
pub const FIELD_COUNT: usize = Field::ALL.len();

impl Field {
    /// Returns the index of the field in [`Field::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// Finds a field by its English name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }

    /// Tells whether the field may identify the buyer.
    pub fn is_contact(self) -> bool {
        self.kind() == FieldKind::Contact
    }

    /// Tells whether every order line has a value here.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Status | Self::SubmittedAt | Self::Quantity)
    }
}

/// Holds a set of fields, such as those that an export has columns for.
///
/// Fields of sibling exports are held by their index in [`super::entry::fields`].
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldSet(u128);

impl FieldSet {
    /// Adds a field.
    pub fn insert(&mut self, field: Field) {
        self.0 |= 1 << field.index();
    }

    /// Adds the field at an index.
    pub fn insert_index(&mut self, index: usize) {
        self.0 |= 1 << index;
    }

    /// Adds the fields of another set.
    pub fn insert_all(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Removes a field.
    pub fn remove(&mut self, field: Field) {
        self.0 &= !(1 << field.index());
    }

    /// Tells whether no field is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Tells whether the field is in the set.
    pub fn contains(self, field: Field) -> bool {
        self.contains_index(field.index())
    }

    /// Tells whether the field at an index is in the set.
    pub fn contains_index(self, index: usize) -> bool {
        self.0 & (1 << index) != 0
    }

    /// Lists the indexes of the fields of the set in order.
    pub fn indexes(self) -> impl Iterator<Item = usize> {
        (0..FIELD_COUNT).filter(move |index| self.contains_index(*index))
    }

    /// Lists the fields of the set in order.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        let mut remaining = self.0;
        std::iter::from_fn(move || {
            // With no bit set, the index is past the last field.
            let field = *Field::ALL.get(remaining.trailing_zeros() as usize)?;
            remaining &= remaining - 1;
            Some(field)
        })
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        let mut set = Self::default();
        fields.into_iter().for_each(|field| set.insert(field));
        set
    }
}

impl fmt::Debug for FieldSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_headers_are_unique() {
        let names: HashSet<_> = Field::ALL.iter().map(|f| f.name()).collect();
        let headers: HashSet<_> = Field::ALL.iter().map(|f| f.header()).collect();
        assert_eq!((names.len(), headers.len()), (FIELD_COUNT, FIELD_COUNT));
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set: FieldSet = [Field::Promotion, Field::MainOrderId].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Field::MainOrderId, Field::Promotion]);
        assert!(!set.contains(Field::Status));
    }
}
