"""Invents the exports beside the sales of a shop: costs, spend, premiums, bills, service fees, the account ledger, and an early
export of orders.

They are made of the same lines as the exports of reports_data.py, and may be added to a folder that has those. What docs/reports.md does
not decide is not in them: a premium or a bill has its 动账流水号 as soon as it is charged, an order has one premium, what only the ledger
has belongs to no settlement, and a day of spend is told either of the shop or of its products.
"""

import datetime

import duckdb

import reports_data
from reports_data import BUYER, FLOW_ROWS, NOW, ORDERS, Export, Size, prepare, words_of, write_file

# An early export of orders was made at this moment. It says of some lines what is no longer so.
EARLY = datetime.datetime(2026, 1, 9, 10, 0)
# Until this day the spend is told by day, from then on by day and product.
BY_PRODUCT_FROM = datetime.date(2025, 7, 1)

EARLY_ORDERS = Export("early-orders", ORDERS.columns, {})

COSTS = Export(
    "costs",
    [
        ("商品ID", "guarded", "named_product"),
        ("商品名称", "text", "product"),
        ("规格", "guarded", "named_spec"),
        ("商家编码", "guarded", "named_code"),
        ("成本(元)", "money", "cost"),
        ("生效日期", "text", "valid_from"),
    ],
    {},
)

SPEND_SUMS = [
    ("余额总消耗(元)", "money", "spent"),
    ("非赠款消耗(元)", "money", "spent - granted"),
    ("赠款消耗(元)", "money", "granted"),
    ("消返红包消耗(元)", "money", "0"),
    ("立减红包消耗(元)", "money", "0"),
    ("共享钱包消耗(元)", "money", "0"),
    ("共享赠款消耗(元)", "money", "0"),
]

SPEND = Export("spend", [("日期", "text", "day"), *SPEND_SUMS], {})

PRODUCT_SPEND = Export("product-spend", [("日期", "text", "day"), ("商品ID", "guarded", "product_id"), *SPEND_SUMS], {})

POLICIES = Export(
    "policies",
    [
        ("投保单号", "guarded", "701000000000000000 + line_number"),
        ("订单编号", "guarded", "main_order_id"),
        ("下单时间", "time", "submitted_at"),
        ("承保时间", "time", "submitted_at + INTERVAL 2 MINUTE"),
        ("保险名称", "text", "'退货运费险'"),
        ("承保保司", "text", "['众安', '人保'][1 + r(main_order_id, 110, 2)]"),
        ("保费来源", "text", "CASE WHEN paid_by_platform THEN '平台' ELSE '商家' END"),
        ("支付保费", "money", "premium"),
        ("保费状态", "text", "CASE WHEN is_charged THEN '已支付' ELSE '待支付' END"),
        ("动账时间", "time", "CASE WHEN is_charged THEN charged_at END"),
        ("动账流水号", "guarded", "CASE WHEN is_charged THEN flow_id END"),
        ("保险交易单号", "guarded", "702000000000000000 + line_number"),
        ("平台优惠【营销补贴】", "money", "0"),
        ("保障额度", "money", "1200"),
        ("保障状态", "text", "'保障中'"),
        ("备注", "text", "'-'"),
    ],
    {},
)

CHARGES = Export(
    "charges",
    [
        ("保险单号", "guarded", "703000000000000000 + line_number"),
        ("动账流水号", "guarded", "flow_id"),
        ("关联子订单号", "guarded", "sub_order_id"),
        ("摘要描述", "text", "'运费险扣费'"),
        ("动账时间", "time", "charged_at"),
        ("金额(元)", "money", "-premium"),
    ],
    {},
)

BILLS = Export(
    "warehouse",
    [
        ("结算单号", "guarded", "704000000000000000 + line_number"),
        ("订单码", "text", "'Q' || line_number"),
        ("关联订单号", "guarded", "main_order_id"),
        ("关联运单号", "text", "'YT' || (4000000000 + line_number)"),
        ("费用项", "text", "'质检费'"),
        ("服务商", "text", "'中检'"),
        ("QIC仓", "text", "['杭州仓', '广州仓'][1 + r(main_order_id, 111, 2)]"),
        ("结算金额", "money", "charged"),
        ("计费参数", "text", "quantity || '件'"),
        ("计费完成时间", "time", "charged_at"),
        ("业务节点", "text", "'质检'"),
        ("业务发生时间", "time", "charged_at"),
        ("结算时间", "time", "charged_at"),
        ("状态", "text", "'已结算'"),
        ("动账账户", "text", "'聚合账户'"),
        ("动账流水号", "guarded", "flow_id"),
        ("备注", "text", "'-'"),
        ("是否木带宝", "text", "'否'"),
        ("是否子单", "text", "'否'"),
    ],
    {},
)

SERVICE_FEES = Export(
    "service-fees",
    [
        ("订单id", "guarded", "sub_order_id"),
        ("商品名称", "guarded", "product"),
        ("商品id", "guarded", "product_id"),
        ("订单状态", "text", "CASE WHEN finished_at IS NULL THEN '订单付款' ELSE '订单结算' END"),
        ("超时未结算原因", "text", "'-'"),
        ("出单机构", "text", "'云上机构' || r(product_number, 112, 9)"),
        ("支付金额", "money", "payable"),
        ("服务费率", "text", "'5.00%'"),
        ("预估服务费收入", "money", "payable // 20"),
        ("结算金额", "money", "CASE WHEN finished_at IS NOT NULL THEN payable END"),
        ("实际服务费收入", "money", "CASE WHEN finished_at IS NOT NULL THEN payable // 20 END"),
        ("付款时间", "time", "paid_at"),
        ("收货时间", "time", "finished_at"),
        ("结算时间", "time", "finished_at + INTERVAL 15 DAY"),
        ("尾款支付时间", "text", "'-'"),
        ("定金金额", "text", "'-'"),
        ("店铺id", "text", "'10482077'"),
        ("店铺名称", "text", "'云栖杂货铺'"),
        ("商品数量", "number", "quantity"),
        ("团长活动id", "guarded", "7700001 + r(product_number, 113, 40)"),
    ],
    {},
)

LEDGER = Export(
    "ledger",
    [
        ("动账流水号", "guarded", "flow_id"),
        ("关联订单号", "guarded", "main_order_id"),
        ("关联子订单号", "guarded", "sub_order_id"),
        ("动账时间", "time", "moved_at"),
        ("账户方向", "text", "CASE WHEN moved < 0 THEN '支出' ELSE '收入' END"),
        ("动账金额(元)", "money", "moved"),
        ("动账场景", "text", "scene"),
        ("账户余额(元)", "money", "balance"),
        ("备注", "text", "'-'"),
    ],
    {},
)

# What the newest lines said two days ago: some were not paid, shipped, completed or refunded yet, cost more or less, or bore another
# discount. Some are not in it. The traffic of some was told later, which is no change.
EARLY_LINES = """
WITH newest AS (
    SELECT *, r(sub_order_id, 121, 500) = 0 AND finished_at IS NOT NULL AS was_unpaid, r(sub_order_id, 122, 3) = 0 AS asked_later
    FROM line
    WHERE submitted_at >= (
        SELECT date_trunc('day', submitted_at) + INTERVAL 1 DAY FROM line WHERE line_number = greatest(1, {lines} - {lines} // 25)
    ) AND submitted_at <= TIMESTAMP '{early}' AND r(sub_order_id, 120, 1000) > 0
)
SELECT
    * REPLACE (
        CASE WHEN NOT was_unpaid THEN paid_at END AS paid_at,
        CASE WHEN shipped_at <= TIMESTAMP '{early}' AND NOT was_unpaid THEN shipped_at END AS shipped_at,
        CASE WHEN finished_at <= TIMESTAMP '{early}' AND NOT was_unpaid THEN finished_at END AS finished_at,
        CASE
            WHEN was_unpaid THEN '待支付'
            WHEN shipped_at > TIMESTAMP '{early}' THEN '待发货'
            WHEN finished_at > TIMESTAMP '{early}' THEN '已发货'
            WHEN status = '已关闭' AND after_sale IS NOT NULL AND asked_later THEN '待发货'
            ELSE status
        END AS status,
        CASE WHEN NOT (was_unpaid OR asked_later) THEN after_sale END AS after_sale,
        payable + CASE r(sub_order_id, 123, 400) WHEN 0 THEN 500 WHEN 1 THEN -least(payable, 5) ELSE 0 END AS payable,
        platform_borne + CASE WHEN r(sub_order_id, 124, 300) = 0 THEN 100 ELSE 0 END AS platform_borne,
        CASE WHEN r(sub_order_id, 125, 50) = 0 THEN CAST(1 AS TINYINT) ELSE late END AS late
    )
FROM newest
"""

# A product has one code and one specification. Most have a cost of all three, a third of these another one from a day on, and some a
# third. Some have a cost only from a day on, by their id alone, by their id and later by their code, or none; and one specification has
# a cost of its own, which holds where nothing else does.
COST_ROWS = """
WITH product AS (
    SELECT
        product_number AS n, product_id, max(product) AS product,
        ['均码', '大号', '小号', '雾蓝,40-41', '500ml'][1 + r(product_number, 31, 5)] AS spec,
        'SP-' || product_number AS code,
        (990 + 100 * r(product_number, 12, 300)) * 2 // 5 + r(product_number, 126, 7) AS cost
    FROM line
    GROUP BY ALL
),
version AS (
    SELECT *, 20 AS way, unnest([NULL, '2025-01-01', '2025-08-15'][:1 + CASE WHEN n % 6 = 0 THEN 2 WHEN n % 3 = 0 THEN 1 ELSE 0 END])
        AS valid_from
    FROM product
    WHERE n % 20 NOT IN (4, 5, 6, 7)
    UNION ALL
    SELECT *, 5, '2025-03-01' FROM product WHERE n % 20 = 5
    UNION ALL
    SELECT *, unnest([6, 7]), unnest([NULL, '2025-06-01']) FROM product WHERE n % 20 = 6
    UNION ALL
    SELECT *, 6, NULL FROM product WHERE n % 20 = 7
)
SELECT
    CASE WHEN way <> 7 THEN product_id END AS named_product,
    product,
    CASE WHEN way NOT IN (6, 7) THEN spec END AS named_spec,
    CASE WHEN way <> 6 THEN code END AS named_code,
    cost + CASE valid_from WHEN '2025-01-01' THEN 31 WHEN '2025-08-15' THEN 58 WHEN '2025-06-01' THEN 17 ELSE 0 END AS cost,
    coalesce(valid_from, '') AS valid_from,
    n
FROM version
WHERE way <> 6 OR product_id IS NOT NULL
UNION ALL
SELECT NULL, '', '大号', NULL, 888, '2025-11-01', 3000
ORDER BY n, product, valid_from
"""

# Four days of five, and the day on which nobody ordered. The first row has no day but the total, as the platform writes it.
SPEND_ROWS = """
WITH told AS (
    SELECT strftime(day, '%Y-%m-%d') AS day, {lines} // 40 + r(epoch(day), 131, 90000) AS spent, r(epoch(day), 132, 3000) AS granted
    FROM range(TIMESTAMP '{first}', TIMESTAMP '{by_product_from}', INTERVAL 1 DAY) AS days (day)
    WHERE r(epoch(day), 130, 5) > 0 OR CAST(day AS DATE) = DATE '{empty}'
)
SELECT '总计' AS day, CAST(sum(spent) AS BIGINT) AS spent, CAST(sum(granted) AS BIGINT) AS granted FROM told
UNION ALL
SELECT * FROM told
ORDER BY day <> '总计', day
"""

PRODUCT_SPEND_ROWS = """
SELECT day, product_id, 500 + r(n, number, 20000) AS spent, r(n, number + 1, 400) AS granted
FROM (
    SELECT
        strftime(submitted_at, '%Y-%m-%d') AS day, CAST(epoch(date_trunc('day', submitted_at)) AS BIGINT) AS number,
        product_number AS n, product_id
    FROM line
    WHERE paid_at IS NOT NULL AND payable > 0 AND submitted_at >= TIMESTAMP '{by_product_from}' AND product_number < 400
    GROUP BY ALL
)
WHERE product_id IS NOT NULL AND r(n, number + 2, 3) > 0
ORDER BY day, product_id
"""

# Four orders in a hundred have a premium. Some are paid by the platform, some are not charged yet, and a few are of an order that
# no export has.
POLICY_ROWS = """
SELECT
    * REPLACE (main_order_id - CASE WHEN dice = 99 THEN {astray} ELSE 0 END AS main_order_id),
    dice < 10 AS paid_by_platform,
    dice < 5 OR dice >= 20 AS is_charged,
    45 + r(main_order_id, 142, 90) AS premium,
    690000000000000001 + 10 * line_number AS flow_id,
    submitted_at + to_minutes(30 + r(main_order_id, 143, 300)) AS charged_at
FROM (SELECT *, r(main_order_id, 141, 100) AS dice FROM line)
WHERE main_order_id = sub_order_id AND paid_at IS NOT NULL AND r(main_order_id, 140, 1000) < 40
"""

# A part of these, where the order has one line, and premiums of other orders.
CHARGE_ROWS = """
SELECT sub_order_id, line_number, flow_id, charged_at, premium
FROM policy
WHERE is_charged AND NOT paid_by_platform AND dice BETWEEN 60 AND 98 AND lines = 1
UNION ALL
SELECT
    sub_order_id, line_number, 690000000000000002 + 10 * line_number, submitted_at + to_minutes(30 + r(sub_order_id, 144, 300)),
    45 + r(sub_order_id, 145, 90)
FROM line
WHERE paid_at IS NOT NULL AND r(main_order_id, 140, 1000) BETWEEN 40 AND 49
"""

BILL_ROWS = """
SELECT
    * REPLACE (main_order_id - CASE WHEN r(main_order_id, 147, 300) = 0 THEN {astray} ELSE 0 END AS main_order_id),
    350 + 10 * r(main_order_id, 148, 20) AS charged,
    690000000000000003 + 10 * line_number AS flow_id,
    shipped_at + INTERVAL 7 HOUR AS charged_at
FROM line
WHERE main_order_id = sub_order_id AND paid_at IS NOT NULL AND shipped_at < TIMESTAMP '{now}' - INTERVAL 8 HOUR
    AND r(main_order_id, 146, 1000) < 30
"""

SERVICE_FEE_ROWS = "SELECT * FROM line WHERE alliance AND paid_at IS NOT NULL AND r(sub_order_id, 149, 100) < 4"

# The newest movements of the fund flow, but for one in a hundred, which stand only there; half of the premiums and bills that were
# charged; and what only the ledger has. At a few places the balance does not follow from the one before, never at the first movement of
# a month. Oldest first, so that it is clear which of two in one second came first.
LEDGER_ROWS = """
WITH begin AS (
    SELECT date_trunc('day', moved_at) AS begin FROM flow ORDER BY moved_at DESC LIMIT 1 OFFSET {some}
),
movement AS (
    SELECT 680000000000000000 + 10 * line_number + again + 1 AS flow_id, main_order_id, sub_order_id, moved_at, moved, scene
    FROM flow
    WHERE r(line_number, 150 + again, 100) > 0
    UNION ALL
    SELECT flow_id, main_order_id, NULL, charged_at, -premium, '运费险扣费'
    FROM policy
    WHERE is_charged AND NOT paid_by_platform AND dice >= 40
    UNION ALL
    SELECT flow_id, NULL, sub_order_id, charged_at, -premium, '运费险扣费'
    FROM charge
    WHERE flow_id % 10 = 2 AND r(flow_id, 160, 2) = 0
    UNION ALL
    SELECT flow_id, main_order_id, NULL, charged_at, -charged, '质检费' FROM bill WHERE r(flow_id, 161, 2) = 0
    UNION ALL
    SELECT
        690000000000000004 + 10 * line_number, main_order_id, sub_order_id, finished_at + INTERVAL 9 HOUR,
        -100 - r(sub_order_id, 163, 900), '消费者赔付'
    FROM line
    WHERE finished_at IS NOT NULL AND paid_at IS NOT NULL AND r(sub_order_id, 162, 500) = 0
    UNION ALL
    SELECT 695000000000000000 + CAST(epoch(day) AS BIGINT), NULL, NULL, day, -{some} * 10 - r(epoch(day), 164, 99), '提现'
    FROM range(TIMESTAMP '2024-02-01 23:00:00', TIMESTAMP '{now}', INTERVAL 1 DAY) AS days (day)
),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY date_trunc('month', moved_at) ORDER BY moved_at, flow_id) AS place
    FROM movement, begin
    WHERE moved_at BETWEEN begin AND TIMESTAMP '{now}'
)
SELECT
    *, 5000000 + CAST(sum(moved + CASE WHEN place > 1 AND r(flow_id, 165, 5000) = 0 THEN 1234 ELSE 0 END)
        OVER (ORDER BY moved_at, flow_id ROWS UNBOUNDED PRECEDING) AS BIGINT) AS balance
FROM placed
ORDER BY moved_at, flow_id
"""


def missing(made):
    """Lists the kinds that a folder does not have."""
    return [export.kind for export, _, _ in FILES if export.kind not in made]


def write_shop(folder, lines):
    """Writes all exports of a shop of so many order lines, these in three files, into a new folder; as (kind, path)."""
    folder.mkdir(parents=True)
    size = Size(lines, lines // 4, lines // 5, lines // 5, lines // 20, lines // 3 + 1)
    with duckdb.connect() as connection:
        prepare(connection, size)
        files = reports_data.write(connection, str(folder), size)
        return files + write(connection, str(folder), size, {kind for kind, _ in files})


def write(connection, folder, size, made):
    """Writes the kinds that are missing, as (kind, path). The lines have to be there: see `reports_data.prepare`."""
    wanted = missing(made)
    words = words_of(size) | {"early": EARLY, "by_product_from": BY_PRODUCT_FROM, "lines": size.lines, "some": size.lines // 25}
    for name, rows in [("early_line", EARLY_LINES), ("policy", POLICY_ROWS), ("charge", CHARGE_ROWS), ("bill", BILL_ROWS)]:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {rows.format(**words)}")
    if LEDGER.kind in wanted:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE flow AS {FLOW_ROWS.format(rows=size.flows, **words)}")
    return [
        write_file(connection, folder, export, rows.format(**words), exported_at)
        for export, rows, exported_at in FILES
        if export.kind in wanted
    ]


def _before(minutes):
    return NOW - datetime.timedelta(minutes=minutes)


# The exports with their rows, and when they were made.
FILES = [
    (EARLY_ORDERS, BUYER.replace("FROM line", "FROM early_line") + " ORDER BY line_number DESC", EARLY),
    (COSTS, COST_ROWS, _before(19)),
    (SPEND, SPEND_ROWS, _before(18)),
    (PRODUCT_SPEND, PRODUCT_SPEND_ROWS, _before(17)),
    (POLICIES, "SELECT * FROM policy ORDER BY line_number DESC", _before(16)),
    (CHARGES, "SELECT * FROM charge ORDER BY line_number DESC", _before(15)),
    (BILLS, "SELECT * FROM bill ORDER BY line_number DESC", _before(14)),
    (SERVICE_FEES, SERVICE_FEE_ROWS + " ORDER BY line_number DESC", _before(13)),
    (LEDGER, LEDGER_ROWS, _before(12)),
]
