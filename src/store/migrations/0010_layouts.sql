-- The newer layouts of the exports beside the orders, commission in parts, gifts by what they are.
--
-- Expenses of a settlement are below zero from here on, whatever their file wrote. `imports.fields` tells of these
-- exports too which columns they had: what a newer export has no column for is taken from the newest older row of the
-- entry whose export has one, and stands in the row that is `current`. A row itself says what stands in the columns of
-- its import.
--
-- What SQL cannot do stands in src/store/relayout.rs: it takes the columns below out of the unknown ones and fills in
-- `imports.fields`.

ALTER TABLE stored_settlements ADD COLUMN product TEXT;
ALTER TABLE stored_settlements ADD COLUMN creator_id TEXT;
ALTER TABLE stored_settlements ADD COLUMN creator TEXT;
ALTER TABLE stored_settlements ADD COLUMN government_coupon INTEGER;
ALTER TABLE stored_settlements ADD COLUMN other_platform_subsidy INTEGER;
ALTER TABLE stored_settlements ADD COLUMN government_subsidy INTEGER;
ALTER TABLE stored_settlements ADD COLUMN bank_subsidy INTEGER;
ALTER TABLE stored_settlements ADD COLUMN trade_in INTEGER;
ALTER TABLE stored_settlements ADD COLUMN platform_freight_subsidy INTEGER;
ALTER TABLE stored_settlements ADD COLUMN agency_commission INTEGER;
ALTER TABLE stored_settlements ADD COLUMN merchant TEXT;
ALTER TABLE stored_settlements ADD COLUMN app_channel TEXT;

ALTER TABLE stored_fund_flows ADD COLUMN other_platform_subsidy INTEGER;
ALTER TABLE stored_fund_flows ADD COLUMN trade_in INTEGER;
ALTER TABLE stored_fund_flows ADD COLUMN government_subsidy INTEGER;
ALTER TABLE stored_fund_flows ADD COLUMN creator_subsidy INTEGER;
ALTER TABLE stored_fund_flows ADD COLUMN payment_subsidy INTEGER;
ALTER TABLE stored_fund_flows ADD COLUMN instalment_subsidy INTEGER;
ALTER TABLE stored_fund_flows ADD COLUMN bank_subsidy INTEGER;

ALTER TABLE stored_after_sales ADD COLUMN payment_discount INTEGER;
ALTER TABLE stored_after_sales ADD COLUMN shipping_status TEXT;
ALTER TABLE stored_after_sales ADD COLUMN reason TEXT;
ALTER TABLE stored_after_sales ADD COLUMN ended_at TEXT;

-- A booking is known by what every layout has, numbered within its file where the same stands there twice.
UPDATE stored_settlements SET entry_key = known.entry_key, ordinal = known.ordinal
FROM (
    SELECT id, entry_key, row_number() OVER (PARTITION BY import_id, entry_key ORDER BY id) AS ordinal
    FROM (
        SELECT id, import_id,
            coalesce(settled_at, '') || '|' || coalesce(sub_order_id, '#' || order_id, '#') || '|' || coalesce(amount, '') AS entry_key
        FROM stored_settlements
    )
) AS known
WHERE known.id = stored_settlements.id;

-- Commission that is settled is known by the day of that as well, since it may be settled in parts.
UPDATE stored_commissions SET entry_key = known.entry_key, ordinal = known.ordinal
FROM (
    SELECT id, entry_key, row_number() OVER (PARTITION BY import_id, entry_key ORDER BY id) AS ordinal
    FROM (
        SELECT id, import_id, sub_order_id || '@' || substr(settled_at, 1, 10) AS entry_key
        FROM stored_commissions WHERE settled_at IS NOT NULL
    )
) AS known
WHERE known.id = stored_commissions.id;

-- The views with the new columns behind those that were there.

-- 售后单 under the headers of the export; money in yuan.
DROP VIEW "售后单";
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
    round(entry.payment_discount / 100.0, 2) AS "支付优惠（元）",
    entry.shipping_status AS "商品发货状态",
    entry.reason AS "售后原因",
    entry.ended_at AS "售后完结时间",
    shops.name AS "店铺"
FROM stored_after_sales AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 售后单 under English names; money in fen.
DROP VIEW after_sales;
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
    entry.payment_discount,
    entry.shipping_status,
    entry.reason,
    entry.ended_at,
    CASE WHEN entry.extra IS NOT NULL THEN (
        SELECT json_group_object(header, value)
        FROM (SELECT header, value FROM json_each(entry.extra) JOIN unknown_headers ON number = key ORDER BY header)
    ) END AS extra,
    CASE WHEN entry.extra_contact IS NOT NULL THEN (
        SELECT json_group_object(header, value)
        FROM (SELECT header, value FROM json_each(entry.extra_contact) JOIN unknown_headers ON number = key ORDER BY header)
    ) END AS extra_contact,
    entry.import_id,
    entry.row_number
FROM stored_after_sales AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 结算账单 under the headers of the export; money in yuan, expenses below zero.
DROP VIEW "结算账单";
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
    entry.product AS "商品名称",
    entry.creator_id AS "达人ID",
    entry.creator AS "达人名称",
    round(entry.government_coupon / 100.0, 2) AS "政府补贴商家垫资",
    round(entry.other_platform_subsidy / 100.0, 2) AS "其他平台补贴",
    round(entry.government_subsidy / 100.0, 2) AS "政府补贴平台垫资",
    round(entry.bank_subsidy / 100.0, 2) AS "银行补贴",
    round(entry.trade_in / 100.0, 2) AS "以旧换新抵扣",
    round(entry.platform_freight_subsidy / 100.0, 2) AS "平台补贴运费",
    round(entry.agency_commission / 100.0, 2) AS "服务商佣金",
    entry.merchant AS "商户主体名称",
    entry.app_channel AS "APP渠道",
    shops.name AS "店铺"
FROM stored_settlements AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 结算账单 under English names; money in fen.
DROP VIEW settlements;
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
    entry.product,
    entry.creator_id,
    entry.creator,
    entry.government_coupon,
    entry.other_platform_subsidy,
    entry.government_subsidy,
    entry.bank_subsidy,
    entry.trade_in,
    entry.platform_freight_subsidy,
    entry.agency_commission,
    entry.merchant,
    entry.app_channel,
    CASE WHEN entry.extra IS NOT NULL THEN (
        SELECT json_group_object(header, value)
        FROM (SELECT header, value FROM json_each(entry.extra) JOIN unknown_headers ON number = key ORDER BY header)
    ) END AS extra,
    CASE WHEN entry.extra_contact IS NOT NULL THEN (
        SELECT json_group_object(header, value)
        FROM (SELECT header, value FROM json_each(entry.extra_contact) JOIN unknown_headers ON number = key ORDER BY header)
    ) END AS extra_contact,
    entry.import_id,
    entry.row_number
FROM stored_settlements AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 动账明细 under the headers of the export; money in yuan, out of the shop negative.
DROP VIEW "动账明细";
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
    round(entry.other_platform_subsidy / 100.0, 2) AS "其他平台补贴",
    round(entry.trade_in / 100.0, 2) AS "以旧换新抵扣",
    round(entry.government_subsidy / 100.0, 2) AS "政府补贴平台垫资",
    round(entry.creator_subsidy / 100.0, 2) AS "实际达人补贴",
    round(entry.payment_subsidy / 100.0, 2) AS "实际抖音支付补贴",
    round(entry.instalment_subsidy / 100.0, 2) AS "实际抖音月付营销补贴",
    round(entry.bank_subsidy / 100.0, 2) AS "银行补贴",
    shops.name AS "店铺"
FROM stored_fund_flows AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 动账明细 under English names; money in fen.
DROP VIEW fund_flows;
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
    entry.other_platform_subsidy,
    entry.trade_in,
    entry.government_subsidy,
    entry.creator_subsidy,
    entry.payment_subsidy,
    entry.instalment_subsidy,
    entry.bank_subsidy,
    CASE WHEN entry.extra IS NOT NULL THEN (
        SELECT json_group_object(header, value)
        FROM (SELECT header, value FROM json_each(entry.extra) JOIN unknown_headers ON number = key ORDER BY header)
    ) END AS extra,
    CASE WHEN entry.extra_contact IS NOT NULL THEN (
        SELECT json_group_object(header, value)
        FROM (SELECT header, value FROM json_each(entry.extra_contact) JOIN unknown_headers ON number = key ORDER BY header)
    ) END AS extra_contact,
    entry.import_id,
    entry.row_number
FROM stored_fund_flows AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- A gift costs nothing. It closes with the line that it came with (1), or has a unit price of 0 beside another line of the order
-- that is paid (2, which looks at this line alone).
DROP VIEW order_lines;
ALTER TABLE stored_lines DROP COLUMN gift;
ALTER TABLE stored_lines ADD COLUMN gift INTEGER GENERATED ALWAYS AS (
    CASE
        WHEN payable IS NULL THEN NULL
        WHEN payable <> 0 THEN 0
        WHEN substr(cancel_reason, 1, 4) = '主品订单' OR substr(cancel_reason, 1, 2) = '赠品' THEN 1
        WHEN unit_price = 0 THEN 2
        ELSE 0
    END
) VIRTUAL;

-- The lines that are gifts.
CREATE VIEW gift_lines AS
SELECT line.id
FROM stored_lines AS line
WHERE line.gift = 1
    OR line.gift = 2 AND EXISTS (
        SELECT 1 FROM stored_lines AS other
        WHERE other.main_order_id = line.main_order_id AND +other.shop_id = line.shop_id AND other.id <> line.id
            AND other.paid_at IS NOT NULL
    );

-- The order lines under English names; money in fen.
CREATE VIEW order_lines AS
SELECT
    shops.name AS shop,
    line.main_order_id,
    line.sub_order_id,
    line.product,
    line.spec,
    line.quantity,
    line.product_id,
    line.sku_code,
    line.unit_price,
    line.payable,
    line.freight,
    line.discount_total,
    line.platform_discount,
    line.seller_discount,
    line.creator_discount,
    line.seller_adjustment,
    line.payment_discount,
    line.red_packet,
    line.payment_method,
    line.handling_fee,
    line.receiver,
    line.receiver_phone,
    line.province,
    line.city,
    line.district,
    line.street,
    line.address,
    line.address_changed,
    line.address_changed_at,
    line.buyer_message,
    line.submitted_at,
    line.flag_color,
    line.seller_note,
    line.finished_at,
    line.paid_at,
    line.app_channel,
    line.traffic_source,
    line.status,
    line.ship_by,
    line.order_type,
    line.luban_page_id,
    line.creator_id,
    line.creator_name,
    line.store_id,
    line.after_sale,
    line.cancel_reason,
    line.scheduled_ship_at,
    line.warehouse_id,
    line.warehouse,
    line.worry_free,
    line.ad_channel,
    line.traffic_type,
    line.traffic_genre,
    line.traffic_channel,
    line.shipper,
    line.shipper_detail,
    line.shipped_at,
    line.price_cut,
    line.platform_borne,
    line.seller_borne,
    line.creator_borne,
    line.expected_delivery_at,
    line.platform_warehouse,
    line.vehicle_model,
    line.barcode,
    line.ship_sn,
    line.ship_imei_1,
    line.ship_imei_2,
    line.scheduled_delivery_at,
    line.suggested_ship_from,
    line.suggested_ship_to,
    line.logistics_sn,
    line.logistics_imei_1,
    line.logistics_imei_2,
    line.item_amount,
    line.promotion,
    EXISTS (SELECT 1 FROM gift_lines WHERE gift_lines.id = line.id) AS gift,
    CASE WHEN line.extra IS NOT NULL THEN (
        SELECT json_group_object(header, value)
        FROM (SELECT header, value FROM json_each(line.extra) JOIN unknown_headers ON number = key ORDER BY header)
    ) END AS extra,
    CASE WHEN line.extra_contact IS NOT NULL THEN (
        SELECT json_group_object(header, value)
        FROM (SELECT header, value FROM json_each(line.extra_contact) JOIN unknown_headers ON number = key ORDER BY header)
    ) END AS extra_contact,
    line.import_id,
    line.row_number
FROM stored_lines AS line
JOIN shops ON shops.id = line.shop_id;

-- Figures of lines tell gifts by their price, too.
DROP TRIGGER lines_figure_changed;
CREATE TRIGGER lines_figure_changed AFTER UPDATE OF shop_id, line_key, submitted_at, finished_at, paid_at, shipped_at,
    main_order_id, product_id, product, creator_id, receiver, receiver_phone, address, status, after_sale, cancel_reason,
    promotion, province, quantity, payable, unit_price, platform_borne, seller_borne, creator_borne ON stored_lines
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('orders', old.id);
END;
