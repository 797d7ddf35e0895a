"""The questions of the reports in the SQL of DuckDB, over the same exports in typed tables.

What a word means is written here a second time on purpose, from the text of ARCHITECTURE.md: the answers of both are compared.
"""

import datetime
import os

from reports_data import AFTER_SALES, COMMISSIONS, FLOWS, LATE, NOW, ORDERS, SETTLEMENTS, YUAN

# The columns that questions name: their English names and types. Ids are whole numbers, which is kind to DuckDB.
NAMES = {
    "orders": {
        "主订单编号": ("main_order_id", "id"), "子订单编号": ("sub_order_id", "id"), "选购商品": ("product", "text"),
        "商品数量": ("quantity", "count"), "商品ID": ("product_id", "id"), "订单应付金额": ("payable", "money"),
        "收件人": ("receiver", "text"), "收件人手机号": ("receiver_phone", "text"), "详细地址": ("address", "text"),
        "省": ("province", "text"), "订单提交时间": ("submitted_at", "time"), "订单完成时间": ("finished_at", "time"),
        "支付完成时间": ("paid_at", "time"), "流量来源": ("traffic_source", "text"), "订单状态": ("status", "text"),
        "承诺发货时间": ("ship_by", "time"), "达人ID": ("creator_id", "id"), "达人昵称": ("creator_name", "text"),
        "售后状态": ("after_sale", "text"), "取消原因": ("cancel_reason", "text"), "广告渠道": ("ad_channel", "text"),
        "流量类型": ("traffic_type", "text"), "流量体裁": ("traffic_genre", "text"), "流量渠道": ("traffic_channel", "text"),
        "平台实际承担优惠金额": ("platform_borne", "money"), "商家实际承担优惠金额": ("seller_borne", "money"),
        "达人实际承担优惠金额": ("creator_borne", "money"), "发货时间": ("shipped_at", "time"),
    },
    "commission": {
        "订单id": ("sub_order_id", "id"), "预估佣金支出": ("estimated", "money"), "实际佣金支出": ("actual", "money"),
        "订单结算时间": ("settled_at", "time"),
    },
    "aftersales": {
        "售后单号": ("after_sale_id", "id"), "商品单号": ("sub_order_id", "id"), "退商品金额（元）": ("refund_goods", "money"),
        "退运费金额（元）": ("refund_freight", "money"), "退支付优惠（元）": ("refund_payment_discount", "money"),
        "退税费金额（元）": ("refund_tax", "money"), "售后状态": ("status", "text"), "售后申请时间": ("applied_at", "time"),
        "商家退款时间": ("refunded_at", "time"),
    },
    "settlement": {
        "结算时间": ("settled_at", "time"), "子订单号": ("sub_order_id", "id"), "结算金额": ("amount", "money"),
        "结算前退款金额": ("early_refund", "money"), "平台补贴": ("platform_subsidy", "money"), "达人补贴": ("creator_subsidy", "money"),
        "抖音支付补贴": ("payment_subsidy", "money"), "抖音月付营销补贴": ("instalment_subsidy", "money"), "用户实付": ("paid", "money"),
        "平台服务费": ("platform_fee", "money"), "佣金": ("commission", "money"), "渠道分成": ("channel_share", "money"),
        "招商服务费": ("recruiting_fee", "money"), "站外推广费": ("external_promotion", "money"), "其他分成": ("other_share", "money"),
    },
    "funds": {
        "动账时间": ("moved_at", "time"), "动账方向": ("direction", "text"), "动账金额": ("amount", "money"), "子订单号": ("sub_order_id", "id"),
    },
}

TABLES = {
    "orders": "lines", "commission": "commissions", "aftersales": "after_sales", "settlement": "settlements", "funds": "flows",
}

WORDS = f"""
{YUAN}
CREATE OR REPLACE TEMP MACRO unshipped(status) AS coalesce(status IN ('待发货', '备货中', '已支付', '部分发货'), false);
CREATE OR REPLACE TEMP MACRO called_off(status) AS coalesce(status IN ('已关闭', '已取消'), false);
CREATE OR REPLACE TEMP MACRO sold(paid_at, status) AS paid_at IS NOT NULL AND NOT called_off(status);
CREATE OR REPLACE TEMP MACRO refunded(after_sale) AS coalesce(after_sale IN ('退款成功', '已全额退款'), false);
CREATE OR REPLACE TEMP MACRO open_after_sale(after_sale) AS after_sale IS NOT NULL
    AND after_sale NOT IN ('退款成功', '已全额退款', '售后关闭', '换货成功', '补寄成功', '售后已拒绝');
CREATE OR REPLACE TEMP MACRO gift(payable, cancel_reason) AS payable = 0 AND cancel_reason = '主品订单售后完成';
"""

REFUNDS = """
    SELECT
        sub_order_id,
        CASE WHEN count(*) = count(refund_goods) THEN sum(
            refund_goods + coalesce(refund_freight, 0) + coalesce(refund_payment_discount, 0) + coalesce(refund_tax, 0)
        ) END AS refund,
        avg(epoch(refunded_at - applied_at) / 86400.0) AS days_to_refund
    FROM after_sales
    WHERE sub_order_id IS NOT NULL AND (refunded_at IS NOT NULL OR status LIKE '%退款成功%' OR status LIKE '%已全额退款%')
    GROUP BY sub_order_id
"""

TOLD_COMMISSIONS = """
    SELECT
        sub_order_id,
        CASE WHEN settled_at IS NOT NULL OR actual <> 0 THEN actual END AS booked,
        estimated AS expected
    FROM commissions
"""

BOOKINGS = """
    SELECT
        sub_order_id,
        sum(amount) AS settled,
        CASE WHEN count(*) = count(paid + platform_subsidy + creator_subsidy) THEN sum(
            paid + platform_subsidy + creator_subsidy + coalesce(payment_subsidy, 0) + coalesce(instalment_subsidy, 0)
        ) END AS borne,
        sum(abs(early_refund)) AS early_refund,
        min(amount) < 0 AS taken_back,
        -sum(commission) AS charged,
        -sum(CASE WHEN coalesce(platform_fee, channel_share, recruiting_fee, external_promotion, other_share) IS NOT NULL
            THEN coalesce(platform_fee, 0) + coalesce(channel_share, 0) + coalesce(recruiting_fee, 0)
                + coalesce(external_promotion, 0) + coalesce(other_share, 0) END) AS fees
    FROM settlements
    WHERE sub_order_id IS NOT NULL
    GROUP BY sub_order_id
"""

MOVEMENTS = """
    SELECT sub_order_id, sum(CASE WHEN direction = '入账' THEN abs(amount) ELSE -abs(amount) END) AS moved
    FROM flows
    WHERE sub_order_id IS NOT NULL
    GROUP BY sub_order_id
"""

# Who bought which product in how many orders, and how sure it is that it was the same buyer.
BUYERS = """
    SELECT
        product_id,
        unnamed,
        count(*) AS buyers,
        count(*) FILTER (WHERE orders > 1) AS repeat_buyers,
        min(sureness) FILTER (WHERE orders > 1) AS sureness
    FROM (
        SELECT
            product_id,
            CASE WHEN product_id IS NULL THEN product END AS unnamed,
            count(DISTINCT main_order_id) AS orders,
            min(CASE
                WHEN receiver IS NULL OR receiver_phone IS NULL OR address IS NULL THEN 0
                WHEN left(receiver, 2) IN ('##', '$$') OR left(receiver_phone, 2) IN ('##', '$$')
                    OR left(address, 2) IN ('##', '$$') THEN 1
                WHEN contains(receiver, '*') OR contains(receiver_phone, '*') OR contains(address, '*') THEN 2
                ELSE 3
            END) AS sureness
        FROM lines
        WHERE {asked_for} AND sold(paid_at, status) AND coalesce(receiver, receiver_phone, address) IS NOT NULL
        GROUP BY product_id, unnamed, receiver, receiver_phone, address
    )
    GROUP BY product_id, unnamed
"""

TODAY = f"""
WITH waiting AS (SELECT main_order_id, submitted_at, ship_by FROM lines WHERE unshipped(status)),
part AS (
    SELECT 'unshipped_today' AS item, main_order_id, submitted_at AS happens FROM waiting
        WHERE submitted_at >= DATE '{NOW.date()}' AND submitted_at < DATE '{NOW.date()}' + INTERVAL 1 DAY
    UNION ALL
    SELECT 'unshipped_earlier', main_order_id, submitted_at FROM waiting WHERE submitted_at < DATE '{NOW.date()}'
    UNION ALL
    SELECT 'due_24h', main_order_id, ship_by FROM waiting
        WHERE ship_by BETWEEN TIMESTAMP '{NOW}' AND TIMESTAMP '{NOW}' + INTERVAL 24 HOUR
    UNION ALL
    SELECT 'overdue', main_order_id, ship_by FROM waiting WHERE ship_by < TIMESTAMP '{NOW}'
    UNION ALL
    SELECT 'open_after_sales', main_order_id, submitted_at FROM lines WHERE open_after_sale(after_sale)
    UNION ALL
    SELECT 'late_values', main_order_id, submitted_at FROM lines
        WHERE '{LATE}' IN (traffic_source, ad_channel, traffic_type, traffic_genre, traffic_channel)
)
SELECT item, count(DISTINCT main_order_id) AS orders, count(part.item) AS lines, min(happens) AS earliest
FROM unnest(['unshipped_today', 'unshipped_earlier', 'due_24h', 'overdue', 'open_after_sales', 'late_values']) AS items (item)
LEFT JOIN part USING (item)
GROUP BY item
"""

STATUS = """
SELECT
    status, after_sale, count(DISTINCT main_order_id) AS orders, count(*) AS lines, yuan(sum(payable)) AS amount,
    count(*) FILTER (WHERE gift(payable, cancel_reason)) AS gifts
FROM lines
GROUP BY status, after_sale
"""

SALES = """
SELECT
    count(DISTINCT main_order_id) FILTER (WHERE sold(paid_at, status)) AS orders,
    count(*) FILTER (WHERE sold(paid_at, status)) AS lines,
    CAST(coalesce(sum(quantity) FILTER (WHERE sold(paid_at, status)), 0) AS BIGINT) AS units,
    yuan(coalesce(sum(payable) FILTER (WHERE sold(paid_at, status)), 0)) AS amount,
    count(*) AS paid_lines,
    count(*) FILTER (WHERE refunded(after_sale)) AS refunded_lines,
    round(refunded_lines / paid_lines, 4) AS refund_rate{period}
FROM lines
WHERE paid_at IS NOT NULL
GROUP BY ALL
"""

# A rate is taken of the sum of what nothing tells of, and only of what creators sold.
PROMOTION = f"""
WITH told AS (
    SELECT
        promotion, main_order_id, payable, creator_id, creator_name,
        coalesce(booked, expected) AS commission,
        booked IS NULL AND expected IS NOT NULL AS is_expected,
        coalesce(booked, expected) IS NULL AND coalesce(promotion = '精选联盟', true) AS untold
    FROM lines LEFT JOIN ({TOLD_COMMISSIONS}) USING (sub_order_id)
    WHERE sold(paid_at, status)
),
summed AS (
    SELECT
        promotion{{creator}},
        count(DISTINCT main_order_id) AS orders,
        count(*) AS lines,
        sum(payable) AS amount,
        count(*) FILTER (WHERE is_expected) AS expected_lines,
        count(*) FILTER (WHERE untold) AS untold_lines,
        CASE
            WHEN untold_lines = 0 THEN coalesce(sum(commission), 0)
            WHEN promotion = '精选联盟' THEN coalesce(sum(commission), 0) + (sum(payable) FILTER (WHERE untold) + 2) // 5
        END AS commission
    FROM told
    GROUP BY promotion{{by_creator}}
)
SELECT
    promotion, orders, lines, yuan(amount) AS amount, yuan(commission) AS commission, yuan(amount - commission) AS net,
    CASE WHEN commission IS NULL THEN 'unknown' WHEN expected_lines + untold_lines > 0 THEN 'estimated' ELSE 'actual' END
        AS basis{{names}}
FROM summed
"""

INCOME = f"""
WITH told AS (
    SELECT
        lines.*,
        called_off(status) AS off,
        settled,
        fees,
        refunds.sub_order_id IS NULL AND called_off(status) AS assumed,
        CASE
            WHEN refunds.sub_order_id IS NOT NULL THEN refund
            WHEN called_off(status) THEN payable
            WHEN NOT refunded(after_sale) THEN 0
        END AS given_back,
        coalesce(booked, charged, CASE WHEN called_off(status) THEN 0 ELSE expected END) AS commission,
        NOT off AND booked IS NULL AND charged IS NULL AND expected IS NOT NULL AS commission_expected,
        NOT off AND coalesce(booked, charged, expected) IS NULL AND coalesce(promotion = '精选联盟', true) AS commission_untold
    FROM lines
    LEFT JOIN ({TOLD_COMMISSIONS}) AS commissions USING (sub_order_id)
    LEFT JOIN ({BOOKINGS}) AS bookings USING (sub_order_id)
    LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    WHERE paid_at IS NOT NULL
),
summed AS (
    SELECT
        count(DISTINCT main_order_id) AS orders,
        count(*) AS lines,
        sum(payable) AS paid,
        sum(CASE WHEN off THEN 0 ELSE platform_borne END) AS platform_discount,
        sum(CASE WHEN off THEN 0 ELSE seller_borne END) AS seller_discount,
        sum(CASE WHEN off THEN 0 ELSE creator_borne END) AS creator_discount,
        CASE WHEN count(*) = count(given_back) THEN sum(given_back) END AS refunds,
        CASE WHEN count(*) FILTER (WHERE commission_untold) = 0 THEN coalesce(sum(commission), 0)
            ELSE coalesce(sum(commission), 0) + (sum(payable) FILTER (WHERE commission_untold) + 2) // 5 END AS commission,
        sum(fees) AS fees,
        count(settled) AS settled_lines,
        sum(settled) AS settled,
        count(*) FILTER (WHERE commission_expected OR commission_untold OR assumed OR (fees IS NULL AND NOT off))
            AS estimated_lines{{period}}
    FROM told
    GROUP BY {{by_period}}
),
netted AS (
    SELECT *, paid + platform_discount + creator_discount - refunds - commission - coalesce(fees, 0) AS net FROM summed
)
SELECT
    orders, lines, yuan(paid) AS paid, yuan(platform_discount) AS platform_discount, yuan(seller_discount) AS seller_discount,
    yuan(creator_discount) AS creator_discount, yuan(refunds) AS refunds, yuan(commission) AS commission, yuan(fees) AS fees,
    yuan(net) AS net,
    CASE WHEN net IS NULL THEN 'unknown' WHEN estimated_lines > 0 THEN 'estimated' ELSE 'actual' END AS basis,
    settled_lines, yuan(settled) AS settled{{shown_period}}
FROM netted
"""

RECONCILE = f"""
WITH reach AS (
    SELECT min(settled_at) AS first, CAST(max(settled_at) - INTERVAL 15 DAY AS DATE) AS last FROM settlements
    UNION ALL
    SELECT min(moved_at), CAST(max(moved_at) - INTERVAL 15 DAY AS DATE) FROM flows
),
told AS (
    SELECT
        lines.sub_order_id, main_order_id, status, after_sale, finished_at, borne, settled, moved,
        sold(paid_at, status) AS is_sold,
        coalesce(status = '已完成', false) AS is_completed,
        bookings.sub_order_id IS NOT NULL AS is_settled,
        coalesce(early_refund, 0) AS early_refund,
        refunds.sub_order_id IS NOT NULL OR refunded(after_sale) OR called_off(status) OR coalesce(early_refund > 0, false)
            OR coalesce(taken_back, false) AS went_back,
        payable + platform_borne + creator_borne AS due,
        CASE
            WHEN called_off(status) THEN 0
            WHEN refunds.sub_order_id IS NOT NULL THEN due - refund
            WHEN NOT refunded(after_sale) THEN due
        END AS expected
    FROM lines
    LEFT JOIN ({BOOKINGS}) AS bookings USING (sub_order_id)
    LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    LEFT JOIN ({MOVEMENTS}) AS movements USING (sub_order_id)
),
judged AS (
    SELECT
        *,
        CASE
            WHEN NOT is_settled AND moved IS NULL THEN CASE
                WHEN is_sold AND is_completed AND EXISTS (
                    SELECT 1 FROM reach WHERE finished_at >= first AND CAST(finished_at AS DATE) <= last
                ) THEN 'missing'
            END
            WHEN NOT is_settled THEN NULL
            WHEN borne = expected OR (went_back AND borne - early_refund = expected)
                THEN CASE WHEN moved <> settled THEN 'flow_differs' END
            WHEN went_back AND borne IS NOT NULL THEN 'refunded'
            WHEN borne <> expected THEN 'different'
            ELSE 'unknown'
        END AS outcome
    FROM told
)
SELECT
    sub_order_id, main_order_id AS order_id, outcome, yuan(expected) AS expected, yuan(borne) AS booked,
    yuan(CASE outcome WHEN 'flow_differs' THEN moved - settled WHEN 'missing' THEN -expected ELSE borne - expected END)
        AS difference,
    yuan(settled) AS settled, yuan(moved) AS moved, status, after_sale, finished_at
FROM judged
WHERE outcome IS NOT NULL
"""

REPEAT = f"""
WITH sale AS (
    SELECT
        product_id,
        CASE WHEN product_id IS NULL THEN product END AS unnamed,
        max(product) AS product,
        count(DISTINCT main_order_id) AS orders,
        count(DISTINCT main_order_id) FILTER (WHERE coalesce(receiver, receiver_phone, address) IS NULL) AS without_buyer
    FROM lines
    WHERE sold(paid_at, status)
    GROUP BY product_id, unnamed
)
SELECT
    sale.product_id, product, buyers, repeat_buyers, orders, round(repeat_buyers / buyers, 4) AS repeat_rate,
    ['partial', 'ciphertext', 'masked', 'plain'][1 + sureness] AS certainty, without_buyer AS orders_without_buyer
FROM sale
JOIN ({BUYERS.format(asked_for="true")}) AS bought
    ON sale.product_id IS NOT DISTINCT FROM bought.product_id AND sale.unnamed IS NOT DISTINCT FROM bought.unnamed
WHERE repeat_buyers > 0
"""

PRODUCTS = f"""
WITH paid AS (
    SELECT
        product_id,
        CASE WHEN product_id IS NULL THEN product END AS unnamed,
        max(product) AS product,
        CAST(sum(quantity) FILTER (WHERE sold(paid_at, status)) AS BIGINT) AS units,
        count(*) FILTER (WHERE sold(paid_at, status)) AS lines,
        sum(payable) FILTER (WHERE sold(paid_at, status)) AS amount,
        count(DISTINCT main_order_id) FILTER (WHERE sold(paid_at, status)) AS orders,
        count(*) FILTER (WHERE sold(paid_at, status) AND gift(payable, cancel_reason)) AS gifts,
        count(*) AS paid_lines,
        count(*) FILTER (WHERE refunded(after_sale)) AS refunded_lines,
        coalesce(sum(payable) FILTER (WHERE sold(paid_at, status) AND promotion = '精选联盟'), 0) AS by_creators,
        sum(payable) FILTER (WHERE sold(paid_at, status) AND promotion IS NOT NULL) AS by_known,
        CASE WHEN count(*) FILTER (WHERE refunded(after_sale) AND refund IS NULL) = 0 THEN coalesce(sum(refund), 0) END
            AS refund_amount
    FROM lines LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    WHERE {{asked_for}} AND paid_at IS NOT NULL
    GROUP BY product_id, unnamed
),
before AS (
    SELECT product_id, CASE WHEN product_id IS NULL THEN product END AS unnamed, sum(payable) AS amount
    FROM lines
    WHERE {{before}} AND sold(paid_at, status)
    GROUP BY product_id, unnamed
),
compared AS (
    SELECT paid.*, buyers, repeat_buyers, CASE WHEN {{has_before}} THEN coalesce(before.amount, 0) END AS amount_before
    FROM paid
    LEFT JOIN before
        ON paid.product_id IS NOT DISTINCT FROM before.product_id AND paid.unnamed IS NOT DISTINCT FROM before.unnamed
    LEFT JOIN ({BUYERS}) AS bought
        ON paid.product_id IS NOT DISTINCT FROM bought.product_id AND paid.unnamed IS NOT DISTINCT FROM bought.unnamed
    WHERE lines > 0
)
SELECT
    product_id, product, units, lines, yuan(amount) AS amount, orders, gifts, paid_lines, refunded_lines,
    round(refunded_lines / paid_lines, 4) AS refund_rate,
    round(repeat_buyers / buyers, 4) AS repeat_rate,
    round(by_creators / nullif(by_known, 0), 4) AS creator_share,
    yuan(amount_before) AS amount_before,
    round((amount - amount_before) / nullif(amount_before, 0), 4) AS change,
    CASE
        WHEN amount > 0 AND amount_before = 0 THEN 'new'
        WHEN amount > amount_before THEN 'rising'
        WHEN amount < amount_before THEN 'falling'
        WHEN amount = amount_before THEN 'steady'
    END AS trend,
    yuan(refund_amount) AS refund_amount
FROM compared
"""

REGIONS = """
SELECT
    province AS region, count(DISTINCT main_order_id) AS orders, count(*) AS lines, CAST(sum(quantity) AS BIGINT) AS units,
    yuan(sum(payable)) AS amount, round(sum(payable) / sum(sum(payable)) OVER (), 4) AS share
FROM lines
WHERE sold(paid_at, status)
GROUP BY province
"""

HOURS = """
SELECT
    hour, coalesce(orders, 0) AS orders, coalesce(lines, 0) AS lines, yuan(coalesce(amount, 0)) AS amount,
    round(coalesce(lines, 0) / sum(lines) OVER (), 4) AS share
FROM range(24) AS hours (hour)
LEFT JOIN (
    SELECT hour(submitted_at) AS hour, count(DISTINCT main_order_id) AS orders, count(*) AS lines, sum(payable) AS amount
    FROM lines
    WHERE sold(paid_at, status)
    GROUP BY 1
) USING (hour)
"""

CREATORS = """
SELECT
    creator_id,
    CASE WHEN creator_id IS NOT NULL THEN max(creator_name) END AS creator,
    count(DISTINCT main_order_id) FILTER (WHERE sold(paid_at, status)) AS orders,
    count(*) FILTER (WHERE sold(paid_at, status)) AS lines,
    CAST(coalesce(sum(quantity) FILTER (WHERE sold(paid_at, status)), 0) AS BIGINT) AS units,
    yuan(coalesce(sum(payable) FILTER (WHERE sold(paid_at, status)), 0)) AS amount,
    count(DISTINCT coalesce(CAST(product_id AS VARCHAR), '=' || product)) FILTER (WHERE sold(paid_at, status)) AS products,
    count(*) AS paid_lines,
    count(*) FILTER (WHERE refunded(after_sale)) AS refunded_lines,
    round(refunded_lines / paid_lines, 4) AS refund_rate,
    round(amount / sum(yuan(coalesce(sum(payable) FILTER (WHERE sold(paid_at, status)), 0))) OVER (), 4) AS share
FROM lines
WHERE paid_at IS NOT NULL AND (creator_id IS NOT NULL OR promotion = '精选联盟')
GROUP BY creator_id
"""

AFTER_SALE_COUNTS = f"""
WITH counted AS (
    SELECT
        after_sale,
        CASE WHEN after_sale IS NOT NULL THEN cancel_reason END AS reason,
        CASE WHEN open_after_sale(after_sale) THEN 'open' ELSE 'finished' END AS state,
        count(DISTINCT main_order_id) AS orders,
        count(*) AS lines,
        count(paid_at) AS paid_lines,
        sum(payable) AS amount,
        CASE WHEN count(*) FILTER (WHERE refunded(after_sale) AND refund IS NULL) = 0 THEN coalesce(sum(refund), 0) END
            AS refund_amount,
        round(avg(days_to_refund), 1) AS days_to_refund
    FROM lines LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    GROUP BY ALL
)
SELECT
    after_sale, state, reason, orders, lines, yuan(amount) AS amount, rate, yuan(refund_amount) AS refund_amount, days_to_refund
FROM (SELECT *, round(paid_lines / sum(paid_lines) OVER (), 4) AS rate FROM counted)
WHERE after_sale IS NOT NULL
"""

# DuckDB has no imports, so it is given a table of them: `exports` with the first and the last day of each, and when it was made.
COVERED = f"""
covered AS (
    SELECT
        CAST(day AS DATE) AS day, coalesce(lines, 0) AS lines, imports, newest_export, CAST(newest_export AS DATE) AS exported_on
    FROM (SELECT min(first_day) AS first, max(last_day) AS last FROM exports) AS edges,
        unnest(range(first, last + INTERVAL 1 DAY, INTERVAL 1 DAY)) AS days (day)
    LEFT JOIN (SELECT CAST(submitted_at AS DATE) AS day, count(*) AS lines FROM lines GROUP BY 1) AS counted USING (day)
    LEFT JOIN LATERAL (
        SELECT count(*) AS imports, max(exported_at) AS newest_export FROM exports
        WHERE CAST(day AS DATE) BETWEEN first_day AND last_day
    ) ON true
)
"""

COVERAGE = f"""
WITH {COVERED}
SELECT
    day, lines, imports, newest_export,
    CASE
        WHEN exported_on IS NULL THEN 'gap'
        WHEN exported_on <= day THEN 'cut'
        WHEN exported_on < least(DATE '{NOW.date()}', day + 90) THEN 'open'
        ELSE 'final'
    END AS state
FROM covered
"""

# The days of the plan, each with what is expected of it, joined to windows one after another.
EXPORT_PLAN = f"""
WITH RECURSIVE {COVERED},
whole AS (SELECT day, lines FROM covered WHERE exported_on > day ORDER BY day DESC LIMIT 28),
average AS (SELECT (sum(lines) + count(*) - 1) // count(*) AS lines FROM whole),
planned AS (
    SELECT
        row_number() OVER (ORDER BY days.day) AS place,
        CAST(days.day AS DATE) AS day,
        CASE WHEN exported_on > days.day THEN covered.lines ELSE greatest(average.lines, coalesce(covered.lines, 0)) END AS lines
    FROM average, unnest(range(DATE '{{begin}}', DATE '{{end}}' + INTERVAL 1 DAY, INTERVAL 1 DAY)) AS days (day)
    LEFT JOIN covered ON covered.day = days.day
),
joined AS (
    SELECT place, day, lines, day AS first, CAST(lines AS HUGEINT) AS expected FROM planned WHERE place = 1
    UNION ALL
    SELECT
        planned.place, planned.day, planned.lines,
        CASE WHEN expected + planned.lines < {{cap}} THEN first ELSE planned.day END,
        CASE WHEN expected + planned.lines < {{cap}} THEN expected + planned.lines ELSE planned.lines END
    FROM joined JOIN planned ON planned.place = joined.place + 1
)
SELECT first AS "from", max(day) AS "to", CAST(max(expected) AS BIGINT) AS expected_lines FROM joined GROUP BY first
"""

NOW_TEXT = f"{NOW:%Y-%m-%d %H:%M:%S}"
_LAST = NOW.date()
_MONTH = (_LAST - datetime.timedelta(days=29), _LAST)
_BEFORE = (_LAST - datetime.timedelta(days=59), _LAST - datetime.timedelta(days=30))


def _within(days):
    return f"submitted_at >= DATE '{days[0]}' AND submitted_at < DATE '{days[1]}' + INTERVAL 1 DAY"


# What is asked: the arguments behind `report`, the columns that scripts rely on, and the SQL.
QUESTIONS = [
    (["today", "--on", NOW_TEXT], "item orders lines", TODAY),
    (["status"], "status after_sale orders lines amount", STATUS),
    (["sales"], "orders lines amount", SALES.format(period="")),
    (["sales", "--by", "day"], "orders lines amount period", SALES.format(period=", CAST(submitted_at AS DATE) AS period")),
    (
        ["promotion", "--commission-rate", "20%"],
        "promotion orders lines amount commission net basis",
        PROMOTION.format(creator="", by_creator="", names=""),
    ),
    (
        ["promotion", "--commission-rate", "20%", "--by", "creator"],
        "promotion orders lines amount commission net basis creator_id",
        PROMOTION.format(
            creator=", creator_id, CASE WHEN creator_id IS NOT NULL THEN max(creator_name) END AS creator", by_creator=", creator_id", names=", creator_id, creator"
        ),
    ),
    (
        ["income", "--commission-rate", "20%"],
        "orders lines paid refunds commission fees net basis settled",
        INCOME.format(period="", by_period="()", shown_period=""),
    ),
    (
        ["income", "--commission-rate", "20%", "--by", "month"],
        "orders lines paid refunds commission fees net basis settled period",
        INCOME.format(period=", strftime(submitted_at, '%Y-%m') AS period", by_period="period", shown_period=", period"),
    ),
    (["reconcile"], "sub_order_id outcome expected booked difference settled moved", RECONCILE),
    (["repeat"], "product_id product buyers repeat_buyers orders repeat_rate certainty", REPEAT),
    (
        ["products"],
        "product_id product units lines amount",
        PRODUCTS.replace("{asked_for}", "true").replace("{before}", "false").replace("{has_before}", "false"),
    ),
    (
        ["products", "--from", str(_MONTH[0]), "--to", str(_MONTH[1])],
        "product_id product units lines amount amount_before trend",
        PRODUCTS.replace("{asked_for}", _within(_MONTH)).replace("{before}", _within(_BEFORE)).replace("{has_before}", "true"),
    ),
    (["regions"], "region orders lines amount", REGIONS),
    (["hours"], "hour orders lines amount", HOURS),
    (["creators"], "creator_id orders lines amount", CREATORS),
    (["aftersales"], "after_sale reason orders lines amount refund_amount", AFTER_SALE_COUNTS),
    (["coverage", "--on", NOW_TEXT], "day lines imports", COVERAGE),
    (["export-plan", "--on", NOW_TEXT], "from to expected_lines", EXPORT_PLAN.format(begin=_LAST, end=_LAST, cap=500_000)),
    (
        ["export-plan", "--on", NOW_TEXT, "--from", "2024-12-01", "--to", "2026-02-28", "--cap", "{cap}"],
        "from to expected_lines",
        EXPORT_PLAN.replace("{begin}", "2024-12-01").replace("{end}", "2026-02-28"),
    ),
]


def load(connection, files):
    """Loads exports, given as (kind, path), into typed tables."""
    for export in [ORDERS, COMMISSIONS, AFTER_SALES, SETTLEMENTS, FLOWS]:
        names = NAMES[export.kind]
        columns = ", ".join(_typed(f'"{header}"', *names.get(header, (f'"{header}"', "text"))) for header in export.headers())
        listed = ", ".join(f"'{header}'" for header in export.headers())
        paths = [path for kind, path in files if kind == export.kind]
        skipped = 2 if export.second_header else 1
        read = f"read_csv(?, header = false, skip = {skipped}, names = [{listed}], all_varchar = true, filename = 'export')"
        derived = ""
        if export.kind == "orders":
            derived = f""", CASE
                WHEN traffic_source LIKE '%精选联盟%' OR ad_channel LIKE '%精选联盟%' THEN '精选联盟'
                WHEN coalesce(traffic_source, '') NOT LIKE '%{LATE}%' THEN '无'
            END AS promotion, export"""
        connection.execute(f"CREATE TABLE {TABLES[export.kind]} AS SELECT {columns}{derived} FROM {read}", [paths])
    connection.execute(
        """
        CREATE TABLE exports AS
        SELECT
            min(CAST(submitted_at AS DATE)) AS first_day,
            max(CAST(submitted_at AS DATE)) AS last_day,
            make_timestamp(CAST(regexp_extract(export, '([0-9]{10})_[^/]*$', 1) AS BIGINT) * 1000000) + INTERVAL 8 HOUR
                AS exported_at
        FROM lines
        GROUP BY export
        """
    )
    connection.execute("ALTER TABLE lines DROP COLUMN export")


def _typed(column, name, kind):
    """Writes the cast of a cell: without guards, and nothing where it stands for nothing."""
    cell = f"nullif(nullif(trim({column}, chr(9) || chr(39) || ' '), '-'), '')"
    return {
        "id": f"CAST(nullif({cell}, '0') AS BIGINT)",
        "count": f"CAST({cell} AS INTEGER)",
        "money": f"CAST(CAST({cell} AS DECIMAL(14, 2)) * 100 AS BIGINT)",
        "time": f"CAST({cell} AS TIMESTAMP)",
        "text": cell,
    }[kind] + f" AS {name}"
