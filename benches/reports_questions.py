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
        "商品规格": ("spec", "text"), "商家编码": ("sku_code", "text"),
        "商品数量": ("quantity", "count"), "商品ID": ("product_id", "id"), "商品单价": ("price", "money"),
        "订单应付金额": ("payable", "money"),
        "收件人": ("receiver", "text"), "收件人手机号": ("receiver_phone", "text"), "详细地址": ("address", "text"),
        "省": ("province", "text"), "市": ("city", "text"), "订单提交时间": ("submitted_at", "time"), "订单完成时间": ("finished_at", "time"),
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
        "售后单号": ("after_sale_id", "id"), "订单号": ("main_order_id", "id"), "商品单号": ("sub_order_id", "id"),
        "售后类型": ("after_sale_type", "text"), "退商品金额（元）": ("refund_goods", "money"), "退运费金额（元）": ("refund_freight", "money"),
        "退税费金额（元）": ("refund_tax", "money"), "售后状态": ("status", "text"), "售后申请时间": ("applied_at", "time"),
        "商家退款时间": ("refunded_at", "time"),
    },
    "settlement": {
        "结算时间": ("settled_at", "time"), "订单号": ("main_order_id", "id"), "子订单号": ("sub_order_id", "id"),
        "结算金额": ("amount", "money"), "收入合计": ("income", "money"),
        "平台服务费": ("platform_fee", "money"), "达人佣金": ("commission", "money"), "服务商佣金": ("agency_commission", "money"),
        "渠道分成": ("channel_share", "money"), "招商服务费": ("recruiting_fee", "money"),
        "站外推广费": ("external_promotion", "money"), "其他分成": ("other_share", "money"),
    },
    "funds": {
        "动账时间": ("moved_at", "time"), "动帐流水号": ("flow_id", "id"), "动账方向": ("direction", "text"), "动账金额": ("amount", "money"),
        "动账场景": ("scene", "text"), "订单号": ("main_order_id", "id"), "子订单号": ("sub_order_id", "id"),
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
-- An after-sale that is over and gave money back.
CREATE OR REPLACE TEMP MACRO gave_back(status, refunded_at) AS
    refunded_at IS NOT NULL OR coalesce(status LIKE '%退款成功%' OR status LIKE '%已全额退款%', false);
-- A movement that pays for goods or takes that back; others settle nothing.
CREATE OR REPLACE TEMP MACRO settles(scene) AS coalesce(starts_with(scene, '货款结算') OR starts_with(scene, '退款-'), false);
-- The part `up / down` of an amount that is not negative, half a fen up.
CREATE OR REPLACE TEMP MACRO part(fen, up, down) AS (2 * fen * up + down) // (2 * down);
"""

# A gift costs nothing and says what it closed with, or has no price and another line of its order is paid.
GIFTS = """
    SELECT sub_order_id
    FROM lines AS gift JOIN (
        SELECT main_order_id, count(paid_at) AS paid_lines
        FROM lines
        WHERE main_order_id IN (SELECT main_order_id FROM lines WHERE payable = 0)
        GROUP BY main_order_id
    ) AS its_order USING (main_order_id)
    WHERE payable = 0 AND (
        starts_with(cancel_reason, '主品订单') OR starts_with(cancel_reason, '赠品')
        OR (price = 0 AND paid_lines > CASE WHEN paid_at IS NULL THEN 0 ELSE 1 END)
    )
"""

# What was given back of a line: 退商品金额, of which 退支付优惠 is a part, freight and tax. It is not known where an after-sale does
# not tell the amount, or names only an order of several lines.
REFUNDS = """
    SELECT
        sub_order_id,
        CASE WHEN count(*) = count(amount) THEN CAST(sum(amount) AS BIGINT) END AS refund,
        avg(epoch(refunded_at - applied_at) / 86400.0) AS days_to_refund
    FROM (
        SELECT sub_order_id, refund_goods + coalesce(refund_freight, 0) + coalesce(refund_tax, 0) AS amount, applied_at, refunded_at
        FROM after_sales
        WHERE sub_order_id IS NOT NULL AND gave_back(status, refunded_at)
        UNION ALL
        SELECT
            lines.sub_order_id,
            CASE WHEN count(*) OVER (PARTITION BY after_sale_id) = 1
                THEN refund_goods + coalesce(refund_freight, 0) + coalesce(refund_tax, 0) END,
            applied_at,
            CASE WHEN count(*) OVER (PARTITION BY after_sale_id) = 1 THEN refunded_at END
        FROM after_sales JOIN lines USING (main_order_id)
        WHERE after_sales.sub_order_id IS NULL AND gave_back(after_sales.status, refunded_at)
    )
    GROUP BY sub_order_id
"""

# A paid line that was called off and that no after-sale file tells of was given back whole; of one that cost nothing, nothing was.
GIVEN_BACK = """
    CASE
        WHEN refunds.sub_order_id IS NOT NULL THEN refund
        WHEN called_off(status) AND paid_at IS NOT NULL THEN payable
        WHEN NOT refunded(after_sale) OR payable = 0 THEN 0
    END
"""

# What the platform and the creator bear is taken back in proportion to what went back to the buyer.
TAKEN_BACK = """
    CASE
        WHEN platform_borne + creator_borne = 0 THEN 0
        WHEN payable > 0 AND given_back IS NOT NULL THEN part(platform_borne + creator_borne, least(given_back, payable), payable)
        WHEN payable = 0 AND called_off(status) THEN platform_borne + creator_borne
        WHEN payable = 0 THEN 0
    END
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
        CAST(sum(amount) AS BIGINT) AS settled,
        CASE WHEN count(*) = count(income) THEN CAST(sum(income) AS BIGINT) END AS income,
        CAST(-sum(commission) AS BIGINT) AS charged,
        CAST(-sum(
            coalesce(platform_fee, 0) + coalesce(agency_commission, 0) + coalesce(channel_share, 0) + coalesce(recruiting_fee, 0)
            + coalesce(external_promotion, 0) + coalesce(other_share, 0)
        ) AS BIGINT) AS fees
    FROM settlements
    WHERE sub_order_id IS NOT NULL
    GROUP BY sub_order_id
"""

MOVED = "CASE WHEN direction = '入账' THEN abs(amount) ELSE -abs(amount) END"

MOVEMENTS = f"""
    SELECT sub_order_id, CAST(sum({MOVED}) AS BIGINT) AS moved
    FROM flows
    WHERE sub_order_id IS NOT NULL AND settles(scene)
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
    SELECT 'unshipped_today' AS item, main_order_id, submitted_at, ship_by FROM waiting
        WHERE submitted_at >= DATE '{NOW.date()}' AND submitted_at < DATE '{NOW.date()}' + INTERVAL 1 DAY
    UNION ALL
    SELECT 'unshipped_earlier', main_order_id, submitted_at, ship_by FROM waiting WHERE submitted_at < DATE '{NOW.date()}'
    UNION ALL
    SELECT 'due_24h', main_order_id, submitted_at, ship_by FROM waiting
        WHERE ship_by BETWEEN TIMESTAMP '{NOW}' AND TIMESTAMP '{NOW}' + INTERVAL 24 HOUR
    UNION ALL
    SELECT 'overdue', main_order_id, submitted_at, ship_by FROM waiting WHERE ship_by < TIMESTAMP '{NOW}'
    UNION ALL
    SELECT 'open_after_sales', main_order_id, submitted_at, NULL FROM lines WHERE open_after_sale(after_sale)
    UNION ALL
    SELECT 'late_values', main_order_id, submitted_at, NULL FROM lines
        WHERE '{LATE}' IN (traffic_source, ad_channel, traffic_type, traffic_genre, traffic_channel)
)
SELECT
    item, count(DISTINCT main_order_id) AS orders, count(part.item) AS lines,
    min(submitted_at) AS first_ordered, min(ship_by) AS first_due
FROM unnest(['unshipped_today', 'unshipped_earlier', 'due_24h', 'overdue', 'open_after_sales', 'late_values']) AS items (item)
LEFT JOIN part USING (item)
GROUP BY item
"""

STATUS = f"""
SELECT
    status, after_sale, count(DISTINCT main_order_id) AS orders, count(*) AS lines, yuan(sum(payable)) AS amount,
    count(gifts.sub_order_id) AS gifts
FROM lines LEFT JOIN ({GIFTS}) AS gifts USING (sub_order_id)
GROUP BY status, after_sale
"""

# A line was refunded where the after-sale file tells of money or its status says so.
CAME_BACK = "(coalesce(refund <> 0, false) OR refunded(after_sale))"

SALES = f"""
SELECT
    count(DISTINCT main_order_id) FILTER (WHERE sold(paid_at, status)) AS orders,
    count(*) FILTER (WHERE sold(paid_at, status)) AS lines,
    CAST(coalesce(sum(quantity) FILTER (WHERE sold(paid_at, status)), 0) AS BIGINT) AS units,
    yuan(coalesce(sum(payable) FILTER (WHERE sold(paid_at, status)), 0)) AS amount,
    count(*) AS paid_lines,
    count(*) FILTER (WHERE {CAME_BACK}) AS refunded_lines,
    round(refunded_lines / paid_lines, 4) AS refund_rate{{period}}
FROM lines LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
WHERE paid_at IS NOT NULL
GROUP BY ALL
"""

# The money of every paid line. Fees of a line that is not booked are what the shop's complete lines had, in proportion to what is
# due. More income than is due was not taken back yet.
MONEY = f"""
with_due AS (
    SELECT
        lines.*,
        sold(paid_at, status) AS is_sold,
        {GIVEN_BACK} AS given_back,
        {TAKEN_BACK} AS taken_back,
        refunds.sub_order_id IS NULL AND called_off(status) AND payable > 0 AS is_assumed,
        refunds.sub_order_id IS NOT NULL AS is_refunded,
        payable + platform_borne + creator_borne - given_back - taken_back AS due,
        bookings.sub_order_id IS NOT NULL AS is_booked,
        settled,
        income,
        charged,
        fees AS booked_fees,
        income - due AS excess
    FROM lines
    LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    LEFT JOIN ({BOOKINGS}) AS bookings USING (sub_order_id)
    WHERE paid_at IS NOT NULL
),
shop AS (
    SELECT CAST(coalesce(sum(booked_fees), 0) AS BIGINT) AS all_fees, CAST(coalesce(sum(income), 0) AS BIGINT) AS all_income
    FROM with_due
    WHERE excess <= 0
),
with_fees AS (
    SELECT
        with_due.*,
        coalesce(charged, booked, CASE
            WHEN due <= 0 OR gifts.sub_order_id IS NOT NULL THEN 0
            WHEN expected IS NOT NULL THEN expected
            WHEN promotion <> '精选联盟' THEN 0
            WHEN promotion = '精选联盟' THEN {{estimated}}
        END) AS commission,
        coalesce(charged, booked) IS NULL AND (due IS NULL OR due > 0) AND gifts.sub_order_id IS NULL
            AND (expected IS NOT NULL OR coalesce(promotion = '精选联盟', true)) AS is_estimated,
        CASE WHEN is_booked THEN booked_fees WHEN all_income > 0 THEN part(due, all_fees, all_income) ELSE 0 END AS fees
    FROM with_due
    LEFT JOIN ({TOLD_COMMISSIONS}) AS commissions USING (sub_order_id)
    LEFT JOIN ({GIFTS}) AS gifts USING (sub_order_id),
    shop
),
line AS (
    SELECT
        *,
        CASE
            WHEN NOT is_booked THEN due - commission - fees
            WHEN excess <= 0 THEN settled
            WHEN excess > 0 THEN settled - excess
        END AS net,
        is_assumed OR is_estimated OR excess > 0 OR (NOT is_booked AND due <> 0) AS rests_on_estimates
    FROM with_fees
)
"""

AT_A_FIFTH = "part(payable, 20, 100)"

# What is known of the commission and the net of a group, and how many lines are left out.
KNOWN = """
    count(*) = count(commission) AS knows_commission,
    coalesce(sum(commission), 0) AS commission_known,
    count(*) - count(net) AS unknown_lines,
    coalesce(sum(net), 0) AS net_known,
    CASE WHEN unknown_lines > 0 THEN 'unknown' WHEN bool_or(rests_on_estimates) THEN 'estimated' ELSE 'actual' END AS basis
"""

PROMOTION = f"""
WITH {MONEY.format(estimated=AT_A_FIFTH)},
summed AS (
    SELECT
        promotion{{creator}},
        count(DISTINCT main_order_id) FILTER (WHERE is_sold) AS orders,
        count(*) FILTER (WHERE is_sold) AS lines,
        coalesce(sum(payable) FILTER (WHERE is_sold), 0) AS amount,
        {KNOWN}
    FROM line
    GROUP BY promotion{{by_creator}}
)
SELECT
    promotion, orders, lines, yuan(amount) AS amount,
    CASE WHEN knows_commission THEN yuan(commission_known) END AS commission,
    CASE WHEN unknown_lines = 0 THEN yuan(net_known) END AS net,
    basis{{names}}, yuan(commission_known) AS commission_known, yuan(net_known) AS net_known, unknown_lines
FROM summed
"""


def _income(estimated, period="", by_period="()"):
    """Writes the question of the income, by what commission is taken for that nobody tells and what rows are told apart by."""
    return f"""
    WITH {MONEY.format(estimated=estimated)},
    summed AS (
        SELECT
            count(DISTINCT main_order_id) AS orders,
            count(*) AS lines,
            sum(payable) AS paid,
            sum(platform_borne) AS platform_discount,
            sum(seller_borne) AS seller_discount,
            sum(creator_borne) AS creator_discount,
            count(*) = count(given_back) AS knows_refunds,
            coalesce(sum(given_back), 0) AS refunds_known,
            count(*) = count(taken_back) AS knows_taken_back,
            coalesce(sum(taken_back), 0) AS taken_back_known,
            count(*) = count(fees) AS knows_fees,
            coalesce(sum(fees), 0) AS fees_known,
            count(settled) AS settled_lines,
            sum(settled) AS settled,
            {KNOWN}{period}
        FROM line
        GROUP BY {by_period}
    )
    SELECT
        orders, lines, yuan(paid) AS paid, yuan(platform_discount) AS platform_discount, yuan(seller_discount) AS seller_discount,
        yuan(creator_discount) AS creator_discount,
        CASE WHEN knows_refunds THEN yuan(refunds_known) END AS refunds,
        CASE WHEN knows_taken_back THEN yuan(taken_back_known) END AS taken_back,
        CASE WHEN knows_commission THEN yuan(commission_known) END AS commission,
        CASE WHEN knows_fees THEN yuan(fees_known) END AS fees,
        CASE WHEN unknown_lines = 0 THEN yuan(
            net_known - (paid + platform_discount + creator_discount - refunds_known - taken_back_known - commission_known - fees_known)
        ) END AS other,
        CASE WHEN unknown_lines = 0 THEN yuan(net_known) END AS net,
        basis, settled_lines, yuan(settled) AS settled, yuan(refunds_known) AS refunds_known,
        yuan(taken_back_known) AS taken_back_known, yuan(commission_known) AS commission_known,
        yuan(fees_known) AS fees_known, yuan(net_known) AS net_known, unknown_lines{", period" if period else ""}
    FROM summed
    """


# What each booking charges under a column, and what no column has. It counts for the paid line that it names; where it names only an
# order, for the one line of this.
FEES = """
WITH named AS (
    SELECT coalesce(settlements.sub_order_id, CASE WHEN lines = 1 THEN only_line END) AS line, settlements.*
    FROM settlements
    LEFT JOIN (SELECT main_order_id, count(*) AS lines, min(sub_order_id) AS only_line FROM lines GROUP BY ALL) USING (main_order_id)
),
part AS (
    SELECT
        paid_at IS NOT NULL AS counts,
        income,
        unnest([
            'platform_fee', 'commission', 'agency_commission', 'channel_share', 'recruiting_fee', 'external_promotion', 'other_share',
            'other'
        ]) AS fee,
        unnest([
            -platform_fee, -commission, -agency_commission, -channel_share, -recruiting_fee, -external_promotion, -other_share,
            income - amount + coalesce(platform_fee, 0) + coalesce(commission, 0) + coalesce(agency_commission, 0)
                + coalesce(channel_share, 0) + coalesce(recruiting_fee, 0) + coalesce(external_promotion, 0) + coalesce(other_share, 0)
        ]) AS charged
    FROM named LEFT JOIN (SELECT sub_order_id AS line, paid_at FROM lines) AS paid USING (line)
)
SELECT
    fee, yuan(sum(part.charged) FILTER (counts)) AS charged, count(*) FILTER (counts AND part.charged <> 0) AS bookings,
    round(sum(part.charged) FILTER (counts) / sum(income) FILTER (counts), 4) AS share,
    yuan(coalesce(sum(part.charged) FILTER (NOT counts), 0)) AS elsewhere,
    count(*) FILTER (NOT counts AND part.charged <> 0) AS elsewhere_bookings
FROM part
GROUP BY fee
"""

# A line is missing from its completion on, if more than 21 days of the statement or of the fund flow came after it. DuckDB 1.5.5
# sometimes never ends, unless it computes both parts one after the other.
RECONCILE = f"""
WITH reach AS (
    SELECT min(settled_at) AS first, CAST(max(settled_at) AS DATE) - 21 AS open_from FROM settlements
    UNION ALL
    SELECT min(moved_at), CAST(max(moved_at) AS DATE) - 21 FROM flows
),
told AS (
    SELECT
        lines.sub_order_id, main_order_id, status, after_sale, finished_at, income, settled, moved,
        bookings.sub_order_id IS NOT NULL AS is_booked,
        {GIVEN_BACK} AS given_back,
        {TAKEN_BACK} AS taken_back,
        payable + platform_borne + creator_borne - given_back - taken_back AS due,
        sold(paid_at, status) AND coalesce(status = '已完成', false) AND NOT open_after_sale(after_sale)
            AND gifts.sub_order_id IS NULL AND due IS DISTINCT FROM 0 AND EXISTS (
                SELECT 1 FROM reach WHERE finished_at >= first AND CAST(finished_at AS DATE) < open_from
            ) AS has_to_be_booked,
        given_back IS DISTINCT FROM 0 AS went_back
    FROM lines
    LEFT JOIN ({BOOKINGS}) AS bookings USING (sub_order_id)
    LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    LEFT JOIN ({MOVEMENTS}) AS movements USING (sub_order_id)
    LEFT JOIN ({GIFTS}) AS gifts USING (sub_order_id)
),
judged AS MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN NOT is_booked THEN CASE WHEN moved IS NULL AND has_to_be_booked THEN 'missing' END
            WHEN income = due THEN CASE WHEN moved <> settled THEN 'flow_differs' END
            WHEN income IS NULL OR due IS NULL THEN 'unknown'
            WHEN went_back THEN 'refunded'
            ELSE 'different'
        END AS outcome
    FROM told
),
entry AS (
    SELECT main_order_id, sub_order_id, income, amount AS settled, NULL AS moved, NULL AS refund, true AS is_told, NULL AS status
    FROM settlements
    UNION ALL
    SELECT main_order_id, sub_order_id, NULL, NULL, {MOVED}, NULL, true, NULL FROM flows WHERE settles(scene)
    UNION ALL
    SELECT
        main_order_id, sub_order_id, NULL, NULL, NULL, refund_goods + coalesce(refund_freight, 0) + coalesce(refund_tax, 0),
        refund_goods IS NOT NULL, status
    FROM after_sales
    WHERE gave_back(status, refunded_at)
),
-- What names only an order is of its line, where it has one. The rest is told as it is, by the ids that it names.
stray AS MATERIALIZED (
    SELECT
        sub_order_id, main_order_id, CASE WHEN lines > 1 THEN 'order_only' ELSE 'not_imported' END AS outcome,
        sum(income) AS income, sum(settled) AS settled, sum(moved) AS moved,
        CASE WHEN bool_and(is_told) THEN sum(refund) END AS given_back, max(status) AS after_sale
    FROM entry LEFT JOIN (SELECT main_order_id, count(*) AS lines FROM lines GROUP BY main_order_id) USING (main_order_id)
    WHERE CASE WHEN sub_order_id IS NULL THEN main_order_id IS NOT NULL AND lines IS DISTINCT FROM 1
        ELSE sub_order_id NOT IN (SELECT sub_order_id FROM lines) END
    GROUP BY sub_order_id, main_order_id, outcome
)
SELECT
    sub_order_id, main_order_id AS order_id, outcome, yuan(due) AS expected, yuan(income) AS booked,
    yuan(CASE outcome WHEN 'flow_differs' THEN moved - settled WHEN 'missing' THEN -due ELSE income - due END) AS difference,
    yuan(settled) AS settled, yuan(moved) AS moved, status, after_sale, finished_at, yuan(given_back) AS refunds
FROM judged
WHERE outcome IS NOT NULL
UNION ALL
SELECT
    sub_order_id, main_order_id, outcome, NULL, yuan(income), NULL, yuan(settled), yuan(moved), NULL, after_sale, NULL,
    yuan(given_back)
FROM stray
"""

# What every paid line waits for that is not settled as it should be, and what was booked and moved on each day.
PAYOUTS = f"""
WITH reach AS (
    SELECT min(settled_at) AS first, CAST(max(settled_at) AS DATE) - 21 AS open_from FROM settlements
    UNION ALL
    SELECT min(moved_at), CAST(max(moved_at) AS DATE) - 21 FROM flows
),
of_order AS (
    SELECT main_order_id FROM settlements WHERE sub_order_id IS NULL AND main_order_id IS NOT NULL
    UNION
    SELECT main_order_id FROM flows
    WHERE sub_order_id IS NULL AND main_order_id IS NOT NULL AND settles(scene)
    GROUP BY main_order_id
    HAVING sum({MOVED}) > 0
),
{MONEY.format(estimated="NULL")},
judged AS MATERIALIZED (
    SELECT
        line.*,
        CASE
            WHEN is_booked AND due IS NULL THEN 'unknown_refund'
            WHEN excess > 0 THEN 'to_take_back'
            WHEN is_booked OR due = commission OR gifts.sub_order_id IS NOT NULL OR moved IS NOT NULL THEN NULL
            WHEN main_order_id IN (SELECT main_order_id FROM of_order) THEN 'order_only'
            WHEN NOT is_sold THEN 'closed'
            WHEN open_after_sale(after_sale) THEN 'open_after_sale'
            WHEN status IS DISTINCT FROM '已完成' THEN 'unfinished'
            WHEN finished_at IS NULL THEN 'unknown_time'
            WHEN CAST(finished_at AS DATE) + 21 >= DATE '{NOW.date()}' THEN 'due'
            WHEN EXISTS (SELECT 1 FROM reach WHERE finished_at >= first AND CAST(finished_at AS DATE) < open_from) THEN 'overdue'
            ELSE 'not_covered'
        END AS state
    FROM line
    LEFT JOIN ({MOVEMENTS}) AS movements USING (sub_order_id)
    LEFT JOIN ({GIFTS}) AS gifts USING (sub_order_id)
),
booked AS (SELECT CAST(settled_at AS DATE) AS day, count(*) AS bookings, sum(amount) AS amount FROM settlements GROUP BY 1),
moved AS (SELECT CAST(moved_at AS DATE) AS day, sum({MOVED}) AS moved FROM flows WHERE settles(scene) GROUP BY 1)
SELECT
    CASE WHEN state IN ('due', 'overdue', 'not_covered') THEN CAST(finished_at AS DATE) + 21 END AS day,
    state, count(*) AS lines,
    yuan(CASE state WHEN 'order_only' THEN 0 WHEN 'to_take_back' THEN NULL ELSE coalesce(sum(due), 0) END) AS expected_known,
    yuan(CASE state WHEN 'to_take_back' THEN -sum(excess) WHEN 'unknown_refund' THEN 0 WHEN 'order_only' THEN 0 ELSE coalesce(sum(net), 0) END) AS amount_known,
    NULL AS bookings, NULL AS moved
FROM judged
WHERE state IS NOT NULL
GROUP BY 1, 2
UNION ALL
SELECT day, 'settled', NULL, NULL, yuan(amount), coalesce(bookings, 0), yuan(moved) FROM booked FULL JOIN moved USING (day)
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
        CAST(coalesce(sum(quantity) FILTER (WHERE sold(paid_at, status)), 0) AS BIGINT) AS units,
        count(*) FILTER (WHERE sold(paid_at, status)) AS lines,
        coalesce(sum(payable) FILTER (WHERE sold(paid_at, status)), 0) AS amount,
        count(DISTINCT main_order_id) FILTER (WHERE sold(paid_at, status)) AS orders,
        count(gifts.sub_order_id) FILTER (WHERE sold(paid_at, status)) AS gifts,
        count(*) AS paid_lines,
        count(*) FILTER (WHERE {CAME_BACK}) AS refunded_lines,
        coalesce(sum(payable) FILTER (WHERE sold(paid_at, status) AND promotion = '精选联盟'), 0) AS by_creators,
        sum(payable) FILTER (WHERE sold(paid_at, status) AND promotion IS NOT NULL) AS by_known,
        coalesce(sum({GIVEN_BACK}), 0) AS refund_amount_known,
        count(*) = count({GIVEN_BACK}) AS knows_refunds
    FROM lines
    LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    LEFT JOIN ({GIFTS}) AS gifts USING (sub_order_id)
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
    CASE WHEN knows_refunds THEN yuan(refund_amount_known) END AS refund_amount,
    yuan(refund_amount_known) AS refund_amount_known
FROM compared
"""

REGIONS = """
SELECT
    province AS region{city}, count(DISTINCT main_order_id) AS orders, count(*) AS lines, CAST(sum(quantity) AS BIGINT) AS units,
    yuan(sum(payable)) AS amount, round(sum(payable) / sum(sum(payable)) OVER (), 4) AS share
FROM lines
WHERE sold(paid_at, status)
GROUP BY province{city}
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

WEEKDAYS = """
SELECT
    lower(dayname(submitted_at)) AS weekday, count(DISTINCT main_order_id) FILTER (WHERE sold(paid_at, status)) AS orders,
    count(*) FILTER (WHERE sold(paid_at, status)) AS lines,
    yuan(coalesce(sum(payable) FILTER (WHERE sold(paid_at, status)), 0)) AS amount
FROM lines
WHERE paid_at IS NOT NULL
GROUP BY ALL
"""

HOURS_OF_WEEK = """
SELECT
    hour, coalesce(lines, 0) AS lines, coalesce(monday, 0) AS monday, coalesce(saturday, 0) AS saturday, coalesce(sunday, 0) AS sunday
FROM range(24) AS hours (hour)
LEFT JOIN (
    SELECT
        hour(submitted_at) AS hour, count(*) AS lines,
        count(*) FILTER (WHERE isodow(submitted_at) = 1) AS monday,
        count(*) FILTER (WHERE isodow(submitted_at) = 6) AS saturday,
        count(*) FILTER (WHERE isodow(submitted_at) = 7) AS sunday
    FROM lines
    WHERE sold(paid_at, status)
    GROUP BY 1
) USING (hour)
"""

TRAFFIC = f"""
SELECT
    CASE traffic_genre WHEN '{LATE}' THEN 'pending' ELSE traffic_genre END AS traffic_genre,
    CASE traffic_type WHEN '{LATE}' THEN 'pending' ELSE traffic_type END AS traffic_type,
    count(DISTINCT main_order_id) AS orders, count(*) AS lines, CAST(sum(quantity) AS BIGINT) AS units,
    yuan(sum(payable)) AS amount, round(sum(payable) / sum(sum(payable)) OVER (), 4) AS share
FROM lines
WHERE sold(paid_at, status)
GROUP BY ALL
"""

# All exports are of the moment asked about, so nothing can have been shipped since.
SHIPPING = f"""
WITH shipping AS (
    SELECT
        *,
        NOT unshipped(status) AS is_shipped,
        CASE WHEN unshipped(status) THEN TIMESTAMP '{NOW}' ELSE shipped_at END > ship_by AS is_late,
        CASE WHEN NOT unshipped(status) AND shipped_at >= paid_at THEN epoch(shipped_at - paid_at) END AS seconds
    FROM lines
    WHERE unshipped(status) OR shipped_at IS NOT NULL OR coalesce(status IN ('已发货', '已完成'), false)
)
SELECT
    count(*) AS lines,
    count(*) FILTER (WHERE is_shipped AND NOT is_late) AS on_time_lines,
    count(*) FILTER (WHERE is_late) AS late_lines,
    count(*) FILTER (WHERE is_late AND NOT is_shipped) AS late_unshipped_lines,
    count(*) FILTER (WHERE NOT is_shipped AND NOT is_late) AS waiting_lines,
    count(*) FILTER (WHERE is_late IS NULL) AS unknown_lines,
    round(late_lines / nullif(on_time_lines + late_lines, 0), 4) AS late_rate,
    round(quantile_disc(seconds, 0.5) / 3600, 1) AS median_hours,
    round(quantile_disc(seconds, 0.9) / 3600, 1) AS p90_hours,
    count(*) FILTER (WHERE is_shipped AND seconds IS NULL) AS untimed_lines
FROM shipping
"""

CREATORS = f"""
SELECT
    creator_id,
    CASE WHEN creator_id IS NOT NULL THEN max(creator_name) END AS creator,
    count(DISTINCT main_order_id) FILTER (WHERE sold(paid_at, status)) AS orders,
    count(*) FILTER (WHERE sold(paid_at, status)) AS lines,
    CAST(coalesce(sum(quantity) FILTER (WHERE sold(paid_at, status)), 0) AS BIGINT) AS units,
    yuan(coalesce(sum(payable) FILTER (WHERE sold(paid_at, status)), 0)) AS amount,
    count(DISTINCT coalesce(CAST(product_id AS VARCHAR), '=' || product)) FILTER (WHERE sold(paid_at, status)) AS products,
    count(*) AS paid_lines,
    count(*) FILTER (WHERE {CAME_BACK}) AS refunded_lines,
    round(refunded_lines / paid_lines, 4) AS refund_rate,
    round(amount / sum(yuan(coalesce(sum(payable) FILTER (WHERE sold(paid_at, status)), 0))) OVER (), 4) AS share
FROM lines LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
WHERE paid_at IS NOT NULL AND (creator_id IS NOT NULL OR promotion = '精选联盟')
GROUP BY creator_id
"""

CREATOR_NETS = f"""
WITH {MONEY.format(estimated=AT_A_FIFTH)},
summed AS (
    SELECT creator_id, {KNOWN}
    FROM line
    WHERE creator_id IS NOT NULL OR promotion = '精选联盟'
    GROUP BY creator_id
)
SELECT
    creator_id, CASE WHEN knows_commission THEN yuan(commission_known) END AS commission,
    CASE WHEN unknown_lines = 0 THEN yuan(net_known) END AS net,
    basis, yuan(commission_known) AS commission_known, yuan(net_known) AS net_known, unknown_lines
FROM summed
"""

# Lines whose order says nothing of an after-sale are told where the after-sale file has a refund of them.
AFTER_SALE_COUNTS = f"""
WITH counted AS (
    SELECT
        after_sale,
        CASE WHEN after_sale IS NOT NULL THEN cancel_reason END AS reason,
        CASE WHEN open_after_sale(after_sale) THEN 'open' ELSE 'finished' END AS state,
        after_sale IS NOT NULL OR refunds.sub_order_id IS NOT NULL AS is_told,
        count(DISTINCT main_order_id) AS orders,
        count(*) AS lines,
        count(paid_at) AS paid_lines,
        sum(payable) AS amount,
        coalesce(sum({GIVEN_BACK}), 0) AS refund_amount_known,
        count(*) = count({GIVEN_BACK}) AS knows_refunds,
        round(avg(days_to_refund), 1) AS days_to_refund
    FROM lines LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    GROUP BY ALL
)
SELECT
    after_sale, state, reason, orders, lines, yuan(amount) AS amount, rate,
    CASE WHEN knows_refunds THEN yuan(refund_amount_known) END AS refund_amount, days_to_refund,
    yuan(refund_amount_known) AS refund_amount_known
FROM (SELECT *, round(paid_lines / sum(paid_lines) OVER (), 4) AS rate FROM counted)
WHERE is_told
"""

# Of the after-sales of a line those count that gave money back, else those that are open, else the others.
AFTER_SALE_TYPES = f"""
WITH named AS (
    SELECT sub_order_id, after_sale_type, status, refunded_at FROM after_sales WHERE sub_order_id IS NOT NULL
    UNION ALL
    SELECT any_value(lines.sub_order_id), any_value(after_sale_type), any_value(after_sales.status), any_value(refunded_at)
    FROM after_sales JOIN lines USING (main_order_id)
    WHERE after_sales.sub_order_id IS NULL
    GROUP BY after_sale_id
    HAVING count(*) = 1
),
ranked AS (
    SELECT
        *, CASE WHEN gave_back(status, refunded_at) THEN 2 WHEN status SIMILAR TO '.*(售后关闭|售后已拒绝|换货成功|补寄成功).*' THEN 0 ELSE 1 END AS rank
    FROM named
),
types AS (
    SELECT
        sub_order_id,
        CASE WHEN count(DISTINCT coalesce(after_sale_type, '')) = 1 THEN max(after_sale_type) ELSE 'various' END AS after_sale_type
    FROM (SELECT *, max(rank) OVER (PARTITION BY sub_order_id) AS most FROM ranked)
    WHERE rank = most
    GROUP BY sub_order_id
)
SELECT
    types.after_sale_type,
    count(DISTINCT main_order_id) AS orders,
    count(*) AS lines,
    yuan(sum(payable)) AS amount,
    CASE WHEN count(*) = count({GIVEN_BACK}) THEN yuan(coalesce(sum({GIVEN_BACK}), 0)) END AS refund_amount,
    yuan(coalesce(sum({GIVEN_BACK}), 0)) AS refund_amount_known
FROM lines LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id) LEFT JOIN types USING (sub_order_id)
WHERE after_sale IS NOT NULL OR refunds.sub_order_id IS NOT NULL
GROUP BY types.after_sale_type
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


INCOME = (
    "orders lines paid platform_discount seller_discount creator_discount refunds taken_back commission fees other net basis"
    " settled_lines settled refunds_known taken_back_known commission_known fees_known net_known unknown_lines"
)

# What is asked: the arguments behind `report`, the columns that scripts rely on, and the SQL.
QUESTIONS = [
    (["today", "--on", NOW_TEXT], "item orders lines", TODAY),
    (["status"], "status after_sale orders lines amount", STATUS),
    (["sales"], "orders lines amount", SALES.format(period="")),
    (["sales", "--by", "day"], "orders lines amount period", SALES.format(period=", CAST(submitted_at AS DATE) AS period")),
    (
        ["promotion", "--commission-rate", "20%"],
        "promotion orders lines amount commission net basis commission_known net_known unknown_lines",
        PROMOTION.format(creator="", by_creator="", names=""),
    ),
    (
        ["promotion", "--commission-rate", "20%", "--by", "creator"],
        "promotion orders lines amount commission net basis creator_id creator commission_known net_known unknown_lines",
        PROMOTION.format(
            creator=", creator_id, CASE WHEN creator_id IS NOT NULL THEN max(creator_name) END AS creator",
            by_creator=", creator_id",
            names=", creator_id, creator",
        ),
    ),
    (["income"], INCOME, _income("NULL")),
    (["income", "--commission-rate", "20%"], INCOME, _income(AT_A_FIFTH)),
    (
        ["income", "--commission-rate", "20%", "--by", "month"],
        f"{INCOME} period",
        _income(AT_A_FIFTH, ", strftime(submitted_at, '%Y-%m') AS period", "period"),
    ),
    (["fees"], "fee charged bookings elsewhere elsewhere_bookings", FEES),
    (["payouts", "--on", NOW_TEXT], "day state lines bookings moved expected_known amount_known", PAYOUTS),
    (["reconcile"], "sub_order_id order_id outcome expected booked difference settled moved refunds", RECONCILE),
    (["repeat"], "product_id product buyers repeat_buyers orders repeat_rate certainty", REPEAT),
    (
        ["products"],
        "product_id product units lines amount refund_amount refund_amount_known",
        PRODUCTS.replace("{asked_for}", "true").replace("{before}", "false").replace("{has_before}", "false"),
    ),
    (
        ["products", "--from", str(_MONTH[0]), "--to", str(_MONTH[1])],
        "product_id product units lines amount amount_before trend refund_amount refund_amount_known",
        PRODUCTS.replace("{asked_for}", _within(_MONTH)).replace("{before}", _within(_BEFORE)).replace("{has_before}", "true"),
    ),
    (["regions"], "region orders lines amount", REGIONS.format(city="")),
    (["regions", "--by", "city"], "region city orders lines amount", REGIONS.format(city=", city")),
    (["sales", "--by", "weekday"], "weekday orders lines amount", WEEKDAYS),
    (["hours"], "hour orders lines amount", HOURS),
    (["hours", "--by", "weekday"], "hour lines monday saturday sunday", HOURS_OF_WEEK),
    (["creators"], "creator_id orders lines amount", CREATORS),
    (["creators", "--commission-rate", "20%"], "creator_id commission net basis net_known unknown_lines", CREATOR_NETS),
    (["traffic"], "traffic_genre traffic_type orders lines units amount", TRAFFIC),
    (
        ["shipping", "--on", NOW_TEXT],
        "lines on_time_lines late_lines late_unshipped_lines waiting_lines unknown_lines median_hours p90_hours untimed_lines",
        SHIPPING,
    ),
    (["aftersales"], "after_sale reason orders lines amount refund_amount days_to_refund refund_amount_known", AFTER_SALE_COUNTS),
    (
        ["aftersales", "--by", "type"],
        "after_sale_type orders lines amount refund_amount refund_amount_known",
        AFTER_SALE_TYPES,
    ),
    (["coverage", "--on", NOW_TEXT], "day lines imports", COVERAGE),
    (["export-plan", "--on", NOW_TEXT], "from to expected_lines", EXPORT_PLAN.format(begin=_LAST, end=_LAST, cap=500_000)),
    (
        ["export-plan", "--on", NOW_TEXT, "--from", "2024-12-01", "--to", "2026-02-28", "--cap", "{cap}"],
        "from to expected_lines",
        EXPORT_PLAN.replace("{begin}", "2024-12-01").replace("{end}", "2026-02-28"),
    ),
]


# When an export of orders was made, from the name of its file.
EXPORTED_AT = "make_timestamp(CAST(regexp_extract(export, '([0-9]{10})_[^/]*$', 1) AS BIGINT) * 1000000) + INTERVAL 8 HOUR"


def load(connection, files):
    """Loads exports, given as (kind, path), into typed tables."""
    for export in [ORDERS, COMMISSIONS, AFTER_SALES, SETTLEMENTS, FLOWS]:
        derived = ""
        if export.kind == "orders":
            derived = f""", CASE
                WHEN traffic_source LIKE '%精选联盟%' OR ad_channel LIKE '%精选联盟%' THEN '精选联盟'
                WHEN coalesce(traffic_source, '') NOT LIKE '%{LATE}%' THEN '无'
            END AS promotion, {EXPORTED_AT} AS exported_at"""
        load_export(connection, export, TABLES[export.kind], NAMES[export.kind], files, derived)
    connection.execute(
        """
        CREATE TABLE exports AS
        SELECT min(CAST(submitted_at AS DATE)) AS first_day, max(CAST(submitted_at AS DATE)) AS last_day, exported_at
        FROM lines
        GROUP BY exported_at
        """
    )


def load_export(connection, export, table, names, files, derived=""):
    """Loads the files of a kind into a table; columns that have no name keep their header and are text."""
    columns = ", ".join(_typed(f'"{header}"', *names.get(header, (f'"{header}"', "text"))) for header in export.headers())
    listed = ", ".join(f"'{header}'" for header in export.headers())
    paths = [path for kind, path in files if kind == export.kind]
    skipped = 2 if export.second_header else 1
    read = f"read_csv(?, header = false, skip = {skipped}, names = [{listed}], all_varchar = true, filename = 'export')"
    connection.execute(f"CREATE TABLE {table} AS SELECT {columns}{derived} FROM {read}", [paths])


def _typed(column, name, kind):
    """Writes the cast of a cell: without guards, and nothing where it stands for nothing."""
    cell = f"nullif(nullif(trim({column}, chr(9) || chr(39) || ' '), '-'), '')"
    return {
        "id": f"CAST(nullif({cell}, '0') AS BIGINT)",
        "count": f"CAST({cell} AS INTEGER)",
        "money": f"CAST(CAST({cell} AS DECIMAL(14, 2)) * 100 AS BIGINT)",
        "time": f"CAST({cell} AS TIMESTAMP)",
        "day": f"TRY_CAST({cell} AS DATE)",
        "text": cell,
    }[kind] + f" AS {name}"
