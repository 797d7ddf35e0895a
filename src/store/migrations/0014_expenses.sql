-- Exports of further kinds of money: the account ledger, premiums of freight insurance, spend on advertising, service fees of
-- agencies, bills of warehouses, and the table of costs that a shop keeps itself.
--
-- Their tables are as those of the other exports. Those with rows per order have packed columns; spend and costs have few rows.

CREATE TABLE stored_ledger (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    sheet INTEGER,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    flow_id TEXT,
    order_id TEXT,
    sub_order_id TEXT,
    moved_at TEXT,
    direction TEXT,
    amount INTEGER,
    scene TEXT,
    balance INTEGER,
    note TEXT,
    account TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX ledger_by_key ON stored_ledger (shop_id, entry_key, ordinal, import_id);

CREATE TRIGGER ledger_figure_went AFTER DELETE ON stored_ledger
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('ledger', old.id);
END;

CREATE TRIGGER ledger_figure_changed AFTER UPDATE ON stored_ledger
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('ledger', old.id);
END;

-- 账户流水 under the headers of the export; money in yuan, expenses negative.
CREATE VIEW "账户流水" AS
SELECT
    entry.flow_id AS "动账流水号",
    entry.order_id AS "关联订单号",
    entry.sub_order_id AS "关联子订单号",
    entry.moved_at AS "动账时间",
    entry.direction AS "账户方向",
    round(entry.amount / 100.0, 2) AS "动账金额",
    entry.scene AS "动账场景",
    round(entry.balance / 100.0, 2) AS "账户余额",
    entry.note AS "备注",
    entry.account AS "动账账户",
    shops.name AS "店铺"
FROM stored_ledger AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 账户流水 under English names; money in fen.
CREATE VIEW ledger_entries AS
SELECT
    shops.name AS shop,
    entry.flow_id,
    entry.order_id,
    entry.sub_order_id,
    entry.moved_at,
    entry.direction,
    entry.amount,
    entry.scene,
    entry.balance,
    entry.note,
    entry.account,
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
FROM stored_ledger AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

CREATE TABLE stored_premiums (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    sheet INTEGER,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    policy_id TEXT,
    order_id TEXT,
    sub_order_id TEXT,
    ordered_at TEXT,
    insured_at TEXT,
    insurance TEXT,
    insurer TEXT,
    payer TEXT,
    premium INTEGER,
    status TEXT,
    moved_at TEXT,
    flow_id TEXT,
    trade_id TEXT,
    platform_discount INTEGER,
    coverage INTEGER,
    coverage_status TEXT,
    summary TEXT,
    amount INTEGER,
    note TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX premiums_by_key ON stored_premiums (shop_id, entry_key, ordinal, import_id);

CREATE TRIGGER premiums_figure_went AFTER DELETE ON stored_premiums
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('insurance', old.id);
END;

CREATE TRIGGER premiums_figure_changed AFTER UPDATE ON stored_premiums
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('insurance', old.id);
END;

-- 运费险 under the headers of the export; money in yuan.
CREATE VIEW "运费险" AS
SELECT
    entry.policy_id AS "投保单号",
    entry.order_id AS "订单编号",
    entry.sub_order_id AS "关联子订单号",
    entry.ordered_at AS "下单时间",
    entry.insured_at AS "承保时间",
    entry.insurance AS "保险名称",
    entry.insurer AS "承保保司",
    entry.payer AS "保费来源",
    round(entry.premium / 100.0, 2) AS "支付保费",
    entry.status AS "保费状态",
    entry.moved_at AS "动账时间",
    entry.flow_id AS "动账流水号",
    entry.trade_id AS "保险交易单号",
    round(entry.platform_discount / 100.0, 2) AS "平台优惠【营销补贴】",
    round(entry.coverage / 100.0, 2) AS "保障额度",
    entry.coverage_status AS "保障状态",
    entry.summary AS "摘要描述",
    round(entry.amount / 100.0, 2) AS "金额",
    entry.note AS "备注",
    shops.name AS "店铺"
FROM stored_premiums AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 运费险 under English names; money in fen.
CREATE VIEW insurance_premiums AS
SELECT
    shops.name AS shop,
    entry.policy_id,
    entry.order_id,
    entry.sub_order_id,
    entry.ordered_at,
    entry.insured_at,
    entry.insurance,
    entry.insurer,
    entry.payer,
    entry.premium,
    entry.status,
    entry.moved_at,
    entry.flow_id,
    entry.trade_id,
    entry.platform_discount,
    entry.coverage,
    entry.coverage_status,
    entry.summary,
    entry.amount,
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
FROM stored_premiums AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

CREATE TABLE stored_spend (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    sheet INTEGER,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    day TEXT,
    total INTEGER,
    cash INTEGER,
    granted INTEGER,
    rebate_red_packet INTEGER,
    instant_red_packet INTEGER,
    shared_wallet INTEGER,
    shared_granted INTEGER,
    account_id TEXT,
    product_id TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX spend_by_key ON stored_spend (shop_id, entry_key, ordinal, import_id);

-- 千川消耗 under the headers of the export; money in yuan.
CREATE VIEW "千川消耗" AS
SELECT
    entry.day AS "日期",
    round(entry.total / 100.0, 2) AS "余额总消耗",
    round(entry.cash / 100.0, 2) AS "非赠款消耗",
    round(entry.granted / 100.0, 2) AS "赠款消耗",
    round(entry.rebate_red_packet / 100.0, 2) AS "消返红包消耗",
    round(entry.instant_red_packet / 100.0, 2) AS "立减红包消耗",
    round(entry.shared_wallet / 100.0, 2) AS "共享钱包消耗",
    round(entry.shared_granted / 100.0, 2) AS "共享赠款消耗",
    entry.account_id AS "账户ID",
    entry.product_id AS "商品ID",
    shops.name AS "店铺"
FROM stored_spend AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 千川消耗 under English names; money in fen.
CREATE VIEW ad_spend AS
SELECT
    shops.name AS shop,
    entry.day,
    entry.total,
    entry.cash,
    entry.granted,
    entry.rebate_red_packet,
    entry.instant_red_packet,
    entry.shared_wallet,
    entry.shared_granted,
    entry.account_id,
    entry.product_id,
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
FROM stored_spend AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

CREATE TABLE stored_service_fees (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    sheet INTEGER,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    sub_order_id TEXT,
    product TEXT,
    product_id TEXT,
    status TEXT,
    unsettled_reason TEXT,
    agency TEXT,
    paid INTEGER,
    fee_rate INTEGER,
    estimated INTEGER,
    settled INTEGER,
    actual INTEGER,
    paid_at TEXT,
    received_at TEXT,
    settled_at TEXT,
    balance_paid_at TEXT,
    deposit INTEGER,
    store_id TEXT,
    store TEXT,
    quantity INTEGER,
    activity_id TEXT,
    order_source TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX service_fees_by_key ON stored_service_fees (shop_id, entry_key, ordinal, import_id);

CREATE TRIGGER service_fees_figure_went AFTER DELETE ON stored_service_fees
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('service-fees', old.id);
END;

CREATE TRIGGER service_fees_figure_changed AFTER UPDATE ON stored_service_fees
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('service-fees', old.id);
END;

-- 团长服务费 under the headers of the export; money in yuan, the rate in percent.
CREATE VIEW "团长服务费" AS
SELECT
    entry.sub_order_id AS "订单id",
    entry.product AS "商品名称",
    entry.product_id AS "商品id",
    entry.status AS "订单状态",
    entry.unsettled_reason AS "超时未结算原因",
    entry.agency AS "出单机构",
    round(entry.paid / 100.0, 2) AS "支付金额",
    round(entry.fee_rate / 100.0, 2) AS "服务费率",
    round(entry.estimated / 100.0, 2) AS "预估服务费收入",
    round(entry.settled / 100.0, 2) AS "结算金额",
    round(entry.actual / 100.0, 2) AS "实际服务费收入",
    entry.paid_at AS "付款时间",
    entry.received_at AS "收货时间",
    entry.settled_at AS "结算时间",
    entry.balance_paid_at AS "尾款支付时间",
    round(entry.deposit / 100.0, 2) AS "定金金额",
    entry.store_id AS "店铺id",
    entry.store AS "店铺名称",
    entry.quantity AS "商品数量",
    entry.activity_id AS "团长活动id",
    entry.order_source AS "订单来源",
    shops.name AS "店铺"
FROM stored_service_fees AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 团长服务费 under English names; money in fen, the rate in basis points.
CREATE VIEW service_fees AS
SELECT
    shops.name AS shop,
    entry.sub_order_id,
    entry.product,
    entry.product_id,
    entry.status,
    entry.unsettled_reason,
    entry.agency,
    entry.paid,
    entry.fee_rate,
    entry.estimated,
    entry.settled,
    entry.actual,
    entry.paid_at,
    entry.received_at,
    entry.settled_at,
    entry.balance_paid_at,
    entry.deposit,
    entry.store_id,
    entry.store,
    entry.quantity,
    entry.activity_id,
    entry.order_source,
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
FROM stored_service_fees AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

CREATE TABLE stored_warehouse_bills (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    sheet INTEGER,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    bill_id TEXT,
    order_code TEXT,
    order_id TEXT,
    waybill_id TEXT,
    fee_item TEXT,
    provider TEXT,
    warehouse TEXT,
    amount INTEGER,
    parameters TEXT,
    billed_at TEXT,
    node TEXT,
    happened_at TEXT,
    settled_at TEXT,
    status TEXT,
    account TEXT,
    flow_id TEXT,
    note TEXT,
    wood_tag TEXT,
    is_child TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX warehouse_bills_by_key ON stored_warehouse_bills (shop_id, entry_key, ordinal, import_id);

CREATE TRIGGER warehouse_bills_figure_went AFTER DELETE ON stored_warehouse_bills
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('warehouse', old.id);
END;

CREATE TRIGGER warehouse_bills_figure_changed AFTER UPDATE ON stored_warehouse_bills
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('warehouse', old.id);
END;

-- 仓库账单 under the headers of the export; money in yuan.
CREATE VIEW "仓库账单" AS
SELECT
    entry.bill_id AS "结算单号",
    entry.order_code AS "订单码",
    entry.order_id AS "关联订单号",
    entry.waybill_id AS "关联运单号",
    entry.fee_item AS "费用项",
    entry.provider AS "服务商",
    entry.warehouse AS "QIC仓",
    round(entry.amount / 100.0, 2) AS "结算金额",
    entry.parameters AS "计费参数",
    entry.billed_at AS "计费完成时间",
    entry.node AS "业务节点",
    entry.happened_at AS "业务发生时间",
    entry.settled_at AS "结算时间",
    entry.status AS "状态",
    entry.account AS "动账账户",
    entry.flow_id AS "动账流水号",
    entry.note AS "备注",
    entry.wood_tag AS "是否木带宝",
    entry.is_child AS "是否子单",
    shops.name AS "店铺"
FROM stored_warehouse_bills AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 仓库账单 under English names; money in fen.
CREATE VIEW warehouse_bills AS
SELECT
    shops.name AS shop,
    entry.bill_id,
    entry.order_code,
    entry.order_id,
    entry.waybill_id,
    entry.fee_item,
    entry.provider,
    entry.warehouse,
    entry.amount,
    entry.parameters,
    entry.billed_at,
    entry.node,
    entry.happened_at,
    entry.settled_at,
    entry.status,
    entry.account,
    entry.flow_id,
    entry.note,
    entry.wood_tag,
    entry.is_child,
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
FROM stored_warehouse_bills AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

CREATE TABLE stored_costs (
    id INTEGER PRIMARY KEY,
    shop_id INTEGER NOT NULL REFERENCES shops (id),
    entry_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_number INTEGER NOT NULL,
    sheet INTEGER,
    current INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    product_id TEXT,
    sku_code TEXT,
    spec TEXT,
    cost INTEGER,
    valid_from TEXT,
    note TEXT,
    extra TEXT,
    extra_contact TEXT
) STRICT;

CREATE UNIQUE INDEX costs_by_key ON stored_costs (shop_id, entry_key, ordinal, import_id);

-- 成本 under the headers of the export; money in yuan.
CREATE VIEW "成本" AS
SELECT
    entry.product_id AS "商品ID",
    entry.sku_code AS "商家编码",
    entry.spec AS "规格",
    round(entry.cost / 100.0, 2) AS "成本",
    entry.valid_from AS "生效日期",
    entry.note AS "备注",
    shops.name AS "店铺"
FROM stored_costs AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;

-- 成本 under English names; money in fen.
CREATE VIEW costs AS
SELECT
    shops.name AS shop,
    entry.product_id,
    entry.sku_code,
    entry.spec,
    entry.cost,
    entry.valid_from,
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
FROM stored_costs AS entry
JOIN shops ON shops.id = entry.shop_id
WHERE entry.current;
