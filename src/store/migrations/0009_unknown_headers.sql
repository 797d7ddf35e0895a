-- Headers of unknown columns are stored once; rows refer to them by number.

CREATE TABLE unknown_headers (
    number INTEGER PRIMARY KEY,
    header TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO unknown_headers (header)
SELECT key FROM (
    SELECT key FROM stored_lines, json_each(extra)
    UNION
    SELECT key FROM stored_lines, json_each(extra_contact)
    UNION
    SELECT key FROM stored_commissions, json_each(extra)
    UNION
    SELECT key FROM stored_commissions, json_each(extra_contact)
    UNION
    SELECT key FROM stored_after_sales, json_each(extra)
    UNION
    SELECT key FROM stored_after_sales, json_each(extra_contact)
    UNION
    SELECT key FROM stored_settlements, json_each(extra)
    UNION
    SELECT key FROM stored_settlements, json_each(extra_contact)
    UNION
    SELECT key FROM stored_fund_flows, json_each(extra)
    UNION
    SELECT key FROM stored_fund_flows, json_each(extra_contact)
    UNION
    SELECT key FROM stored_sightings, json_each(content, '$.extra')
    UNION
    SELECT key FROM stored_sightings, json_each(content, '$.extra_contact')
)
ORDER BY key;

UPDATE stored_lines SET extra =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra) JOIN unknown_headers ON header = key)
WHERE extra IS NOT NULL;

UPDATE stored_lines SET extra_contact =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra_contact) JOIN unknown_headers ON header = key)
WHERE extra_contact IS NOT NULL;

UPDATE stored_commissions SET extra =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra) JOIN unknown_headers ON header = key)
WHERE extra IS NOT NULL;

UPDATE stored_commissions SET extra_contact =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra_contact) JOIN unknown_headers ON header = key)
WHERE extra_contact IS NOT NULL;

UPDATE stored_after_sales SET extra =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra) JOIN unknown_headers ON header = key)
WHERE extra IS NOT NULL;

UPDATE stored_after_sales SET extra_contact =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra_contact) JOIN unknown_headers ON header = key)
WHERE extra_contact IS NOT NULL;

UPDATE stored_settlements SET extra =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra) JOIN unknown_headers ON header = key)
WHERE extra IS NOT NULL;

UPDATE stored_settlements SET extra_contact =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra_contact) JOIN unknown_headers ON header = key)
WHERE extra_contact IS NOT NULL;

UPDATE stored_fund_flows SET extra =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra) JOIN unknown_headers ON header = key)
WHERE extra IS NOT NULL;

UPDATE stored_fund_flows SET extra_contact =
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(extra_contact) JOIN unknown_headers ON header = key)
WHERE extra_contact IS NOT NULL;

UPDATE stored_sightings SET content = json_set(content, '$.extra', json(
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(content, '$.extra') JOIN unknown_headers ON header = key)))
WHERE json_type(content, '$.extra') = 'object';

UPDATE stored_sightings SET content = json_set(content, '$.extra_contact', json(
    (SELECT json_group_object(CAST(number AS TEXT), value) FROM json_each(content, '$.extra_contact') JOIN unknown_headers ON header = key)))
WHERE json_type(content, '$.extra_contact') = 'object';

-- The views give them under their headers.

-- The order lines under English names; money in fen.
DROP VIEW order_lines;
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
    coalesce(line.gift, 0) AS gift,
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

-- 佣金 under English names; money in fen, the rate in basis points.
DROP VIEW commissions;
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
FROM stored_commissions AS entry
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
