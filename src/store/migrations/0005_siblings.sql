-- The sibling exports: commission, after-sale, settlement and fund flow.
--
-- A table holds every row of every import of its kind, so that the state is a function of the set of files. `entry_key` is
-- what tells one entry from another within the shop; `ordinal` numbers the entries that share a key in one file, which only
-- settlements do. Of the rows with one key and ordinal the one of the newest export is `current`. `fingerprint` stands for
-- what the row says. Money is whole fen, a share is in basis points.

CREATE TABLE stored_commissions (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    sub_order_id TEXT,
    product_id TEXT,
    product TEXT,
    creator TEXT,
    creator_account TEXT,
    paid INTEGER,
    commission_rate INTEGER,
    estimated INTEGER,
    settled INTEGER,
    actual INTEGER,
    status TEXT,
    unsettled_reason TEXT,
    paid_at TEXT,
    received_at TEXT,
    settled_at TEXT,
    product_origin TEXT,
    balance_paid_at TEXT,
    deposit INTEGER,
    store_id TEXT,
    store TEXT,
    quantity INTEGER,
    invoice TEXT,
    order_source TEXT,
    traffic_source TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX commissions_by_key ON stored_commissions (shop_id, entry_key, ordinal, import_id);

CREATE TABLE stored_after_sales (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    after_sale_id TEXT,
    order_id TEXT,
    sub_order_id TEXT,
    product TEXT,
    product_id TEXT,
    payable INTEGER,
    after_sale_type TEXT,
    refund_goods INTEGER,
    refund_freight INTEGER,
    refund_payment_discount INTEGER,
    refund_tax INTEGER,
    status TEXT,
    applied_at TEXT,
    refund_way TEXT,
    refunded_at TEXT,
    arrived_at TEXT,
    closed_at TEXT,
    sku_code TEXT,
    store TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX after_sales_by_key ON stored_after_sales (shop_id, entry_key, ordinal, import_id);

CREATE TABLE stored_settlements (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    settled_at TEXT,
    order_id TEXT,
    sub_order_id TEXT,
    amount INTEGER,
    account TEXT,
    settlement_type TEXT,
    has_early_refund TEXT,
    ordered_at TEXT,
    product_id TEXT,
    quantity INTEGER,
    business_type TEXT,
    order_type TEXT,
    order_total INTEGER,
    product_total INTEGER,
    freight INTEGER,
    shop_coupon INTEGER,
    early_refund INTEGER,
    platform_subsidy INTEGER,
    creator_subsidy INTEGER,
    payment_subsidy INTEGER,
    instalment_subsidy INTEGER,
    paid INTEGER,
    income INTEGER,
    platform_fee INTEGER,
    commission INTEGER,
    channel_share INTEGER,
    recruiting_fee INTEGER,
    external_promotion INTEGER,
    other_share INTEGER,
    other_share_note TEXT,
    expenses INTEGER,
    commission_free TEXT,
    commission_waived INTEGER,
    note TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX settlements_by_key ON stored_settlements (shop_id, entry_key, ordinal, import_id);

CREATE TABLE stored_fund_flows (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    moved_at TEXT,
    flow_id TEXT,
    direction TEXT,
    amount INTEGER,
    account TEXT,
    scene TEXT,
    billing_type TEXT,
    sub_order_id TEXT,
    order_id TEXT,
    after_sale_id TEXT,
    ordered_at TEXT,
    product_id TEXT,
    product TEXT,
    creator_id TEXT,
    creator TEXT,
    order_type TEXT,
    paid_due INTEGER,
    freight_paid INTEGER,
    platform_freight_subsidy INTEGER,
    platform_subsidy INTEGER,
    order_refund INTEGER,
    platform_fee INTEGER,
    commission INTEGER,
    agency_commission INTEGER,
    channel_share INTEGER,
    recruiting_fee INTEGER,
    external_promotion INTEGER,
    other_share INTEGER,
    commission_free TEXT,
    commission_waived INTEGER,
    merchant TEXT,
    note TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX fund_flows_by_key ON stored_fund_flows (shop_id, entry_key, ordinal, import_id);

-- 佣金 under the headers of the export; money in yuan, the rate in percent.
CREATE VIEW "佣金" AS
SELECT
    entry.sub_order_id AS "订单id",
    entry.product_id AS "商品id",
    entry.product AS "商品名称",
    entry.creator AS "作者账号",
    entry.creator_account AS "抖音/火山号",
    round(entry.paid / 100.0, 2) AS "支付金额",
    round(entry.commission_rate / 100.0, 2) AS "佣金率",
    round(entry.estimated / 100.0, 2) AS "预估佣金支出",
    round(entry.settled / 100.0, 2) AS "结算金额",
    round(entry.actual / 100.0, 2) AS "实际佣金支出",
    entry.status AS "订单状态",
    entry.unsettled_reason AS "超时未结算原因",
    entry.paid_at AS "付款时间",
    entry.received_at AS "收货时间",
    entry.settled_at AS "订单结算时间",
    entry.product_origin AS "商品来源",
    entry.balance_paid_at AS "尾款支付时间",
    round(entry.deposit / 100.0, 2) AS "定金金额",
    entry.store_id AS "店铺id",
    entry.store AS "店铺名称",
    entry.quantity AS "商品数量",
    entry.invoice AS "佣金发票",
    entry.order_source AS "订单来源",
    entry.traffic_source AS "流量来源",
    shops.name AS "店铺"
FROM stored_commissions AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 佣金 under English names; money in fen, the rate in basis points.
CREATE VIEW commissions AS
SELECT
    shops.name AS shop,
    entry.sub_order_id,
    entry.product_id,
    entry.product,
    entry.creator,
    entry.creator_account,
    entry.paid,
    entry.commission_rate,
    entry.estimated,
    entry.settled,
    entry.actual,
    entry.status,
    entry.unsettled_reason,
    entry.paid_at,
    entry.received_at,
    entry.settled_at,
    entry.product_origin,
    entry.balance_paid_at,
    entry.deposit,
    entry.store_id,
    entry.store,
    entry.quantity,
    entry.invoice,
    entry.order_source,
    entry.traffic_source,
    entry.extra,
    entry.extra_contact,
    entry.import_id,
    entry.row_number
FROM stored_commissions AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 售后单 under the headers of the export; money in yuan.
CREATE VIEW "售后单" AS
SELECT
    entry.after_sale_id AS "售后单号",
    entry.order_id AS "订单号",
    entry.sub_order_id AS "商品单号",
    entry.product AS "商品名称",
    entry.product_id AS "商品ID",
    round(entry.payable / 100.0, 2) AS "应付金额（元）",
    entry.after_sale_type AS "售后类型",
    round(entry.refund_goods / 100.0, 2) AS "退商品金额（元）",
    round(entry.refund_freight / 100.0, 2) AS "退运费金额（元）",
    round(entry.refund_payment_discount / 100.0, 2) AS "退支付优惠（元）",
    round(entry.refund_tax / 100.0, 2) AS "退税费金额（元）",
    entry.status AS "售后状态",
    entry.applied_at AS "售后申请时间",
    entry.refund_way AS "退款方式",
    entry.refunded_at AS "商家退款时间",
    entry.arrived_at AS "用户到账时间",
    entry.closed_at AS "售后关闭时间",
    entry.sku_code AS "商家编码",
    entry.store AS "门店名称",
    shops.name AS "店铺"
FROM stored_after_sales AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 售后单 under English names; money in fen.
CREATE VIEW after_sales AS
SELECT
    shops.name AS shop,
    entry.after_sale_id,
    entry.order_id,
    entry.sub_order_id,
    entry.product,
    entry.product_id,
    entry.payable,
    entry.after_sale_type,
    entry.refund_goods,
    entry.refund_freight,
    entry.refund_payment_discount,
    entry.refund_tax,
    entry.status,
    entry.applied_at,
    entry.refund_way,
    entry.refunded_at,
    entry.arrived_at,
    entry.closed_at,
    entry.sku_code,
    entry.store,
    entry.extra,
    entry.extra_contact,
    entry.import_id,
    entry.row_number
FROM stored_after_sales AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 结算账单 under the headers of the export; money in yuan.
CREATE VIEW "结算账单" AS
SELECT
    entry.settled_at AS "结算时间",
    entry.order_id AS "订单号",
    entry.sub_order_id AS "子订单号",
    round(entry.amount / 100.0, 2) AS "结算金额",
    entry.account AS "结算账户",
    entry.settlement_type AS "结算单类型",
    entry.has_early_refund AS "有结算前退款",
    entry.ordered_at AS "下单时间",
    entry.product_id AS "商品ID",
    entry.quantity AS "商品数量",
    entry.business_type AS "业务类型",
    entry.order_type AS "订单类型",
    round(entry.order_total / 100.0, 2) AS "订单总价",
    round(entry.product_total / 100.0, 2) AS "商品总价",
    round(entry.freight / 100.0, 2) AS "运费",
    round(entry.shop_coupon / 100.0, 2) AS "店铺劵",
    round(entry.early_refund / 100.0, 2) AS "结算前退款金额",
    round(entry.platform_subsidy / 100.0, 2) AS "平台补贴",
    round(entry.creator_subsidy / 100.0, 2) AS "达人补贴",
    round(entry.payment_subsidy / 100.0, 2) AS "抖音支付补贴",
    round(entry.instalment_subsidy / 100.0, 2) AS "抖音月付营销补贴",
    round(entry.paid / 100.0, 2) AS "用户实付",
    round(entry.income / 100.0, 2) AS "收入合计",
    round(entry.platform_fee / 100.0, 2) AS "平台服务费",
    round(entry.commission / 100.0, 2) AS "佣金",
    round(entry.channel_share / 100.0, 2) AS "渠道分成",
    round(entry.recruiting_fee / 100.0, 2) AS "招商服务费",
    round(entry.external_promotion / 100.0, 2) AS "站外推广费",
    round(entry.other_share / 100.0, 2) AS "其他分成",
    entry.other_share_note AS "其他分成说明",
    round(entry.expenses / 100.0, 2) AS "支出合计",
    entry.commission_free AS "是否免佣",
    round(entry.commission_waived / 100.0, 2) AS "免佣金额",
    entry.note AS "备注",
    shops.name AS "店铺"
FROM stored_settlements AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 结算账单 under English names; money in fen.
CREATE VIEW settlements AS
SELECT
    shops.name AS shop,
    entry.settled_at,
    entry.order_id,
    entry.sub_order_id,
    entry.amount,
    entry.account,
    entry.settlement_type,
    entry.has_early_refund,
    entry.ordered_at,
    entry.product_id,
    entry.quantity,
    entry.business_type,
    entry.order_type,
    entry.order_total,
    entry.product_total,
    entry.freight,
    entry.shop_coupon,
    entry.early_refund,
    entry.platform_subsidy,
    entry.creator_subsidy,
    entry.payment_subsidy,
    entry.instalment_subsidy,
    entry.paid,
    entry.income,
    entry.platform_fee,
    entry.commission,
    entry.channel_share,
    entry.recruiting_fee,
    entry.external_promotion,
    entry.other_share,
    entry.other_share_note,
    entry.expenses,
    entry.commission_free,
    entry.commission_waived,
    entry.note,
    entry.extra,
    entry.extra_contact,
    entry.import_id,
    entry.row_number
FROM stored_settlements AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 动账明细 under the headers of the export; money in yuan, out of the shop negative.
CREATE VIEW "动账明细" AS
SELECT
    entry.moved_at AS "动账时间",
    entry.flow_id AS "动帐流水号",
    entry.direction AS "动账方向",
    round(entry.amount / 100.0, 2) AS "动账金额",
    entry.account AS "动账账户",
    entry.scene AS "动账场景",
    entry.billing_type AS "计费类型",
    entry.sub_order_id AS "子订单号",
    entry.order_id AS "订单号",
    entry.after_sale_id AS "售后编号",
    entry.ordered_at AS "下单时间",
    entry.product_id AS "商品ID",
    entry.product AS "商品名称",
    entry.creator_id AS "达人ID",
    entry.creator AS "达人名称",
    entry.order_type AS "订单类型",
    round(entry.paid_due / 100.0, 2) AS "订单实付应结",
    round(entry.freight_paid / 100.0, 2) AS "运费实付",
    round(entry.platform_freight_subsidy / 100.0, 2) AS "实际平台补贴_运费",
    round(entry.platform_subsidy / 100.0, 2) AS "实际平台补贴",
    round(entry.order_refund / 100.0, 2) AS "订单退款",
    round(entry.platform_fee / 100.0, 2) AS "平台服务费",
    round(entry.commission / 100.0, 2) AS "佣金",
    round(entry.agency_commission / 100.0, 2) AS "服务商佣金",
    round(entry.channel_share / 100.0, 2) AS "渠道分成",
    round(entry.recruiting_fee / 100.0, 2) AS "招商服务费",
    round(entry.external_promotion / 100.0, 2) AS "站外推广费",
    round(entry.other_share / 100.0, 2) AS "其他分成",
    entry.commission_free AS "是否免佣",
    round(entry.commission_waived / 100.0, 2) AS "免佣金额",
    entry.merchant AS "商户主体名称",
    entry.note AS "备注",
    shops.name AS "店铺"
FROM stored_fund_flows AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 动账明细 under English names; money in fen.
CREATE VIEW fund_flows AS
SELECT
    shops.name AS shop,
    entry.moved_at,
    entry.flow_id,
    entry.direction,
    entry.amount,
    entry.account,
    entry.scene,
    entry.billing_type,
    entry.sub_order_id,
    entry.order_id,
    entry.after_sale_id,
    entry.ordered_at,
    entry.product_id,
    entry.product,
    entry.creator_id,
    entry.creator,
    entry.order_type,
    entry.paid_due,
    entry.freight_paid,
    entry.platform_freight_subsidy,
    entry.platform_subsidy,
    entry.order_refund,
    entry.platform_fee,
    entry.commission,
    entry.agency_commission,
    entry.channel_share,
    entry.recruiting_fee,
    entry.external_promotion,
    entry.other_share,
    entry.commission_free,
    entry.commission_waived,
    entry.merchant,
    entry.note,
    entry.extra,
    entry.extra_contact,
    entry.import_id,
    entry.row_number
FROM stored_fund_flows AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;
