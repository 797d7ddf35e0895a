-- All lines by after-sale and reason, or by what the after-sale file says. Those without an after-sale are needed for the rates. A line
-- whose money went back though its order has no after-sale is in a group apart from these.
WITH line AS (
    SELECT
        *,
        {time} AS moment,
        {period_key} AS period_key,
        CASE WHEN {by_status} THEN coalesce('1' || after_sale, '') ELSE {no_key} END AS status_key,
        CASE WHEN {by_status} AND after_sale IS NOT NULL THEN coalesce('1' || cancel_reason, '') ELSE {no_key} END AS reason_key,
        CASE
            WHEN {by_status} OR NOT is_listed THEN {no_key}
            WHEN {said_differs} THEN 'various'
            ELSE coalesce('1' || {said}, '')
        END AS said_key,
        CASE WHEN {by_status} THEN after_sale IS NULL AND is_listed ELSE is_listed END AS is_apart,
        {newest} AS newest
    FROM (SELECT *, after_sale IS NOT NULL OR (paid_at IS NOT NULL AND (refunds IS NULL OR refunds <> 0)) AS is_listed FROM facts) AS fact
    WHERE {in_scope}
),
counted AS (
    SELECT
        shop,
        period_key,
        status_key,
        reason_key,
        said_key,
        is_apart,
        grouping(status_key) AS is_total,
        CAST(max(moment) AS STRING) AS time,
        count(DISTINCT CASE WHEN is_listed THEN order_id END) AS orders,
        count(*) AS lines,
        sum(CASE WHEN is_listed THEN 1 ELSE 0 END) AS listed_lines,
        count(paid_at) AS paid_lines,
        sum(payable) AS amount,
        sum(CASE WHEN payable IS NULL THEN 1 ELSE 0 END) AS without_amount,
        sum(CASE WHEN paid_at IS NULL THEN 0 ELSE refunds END) AS refunds,
        sum(CASE WHEN paid_at IS NOT NULL AND refunds IS NULL THEN 1 ELSE 0 END) AS unknown_refund_lines,
        sum(CASE WHEN refunds_assumed THEN 1 ELSE 0 END) AS assumed_refund_lines,
        sum(refund_seconds) AS refund_seconds,
        count(refund_seconds) AS timed_refund_lines
    FROM line
    GROUP BY GROUPING SETS ((shop, period_key, status_key, reason_key, said_key, is_apart), (shop))
),
names AS (
    SELECT
        shop AS name_shop,
        said_key AS name_said_key,
        is_apart AS name_is_apart,
        max_by(coalesce(after_sale, ''), newest) AS after_sale,
        max_by(coalesce(cancel_reason, ''), newest) AS cancel_reason
    FROM line
    WHERE NOT {by_status}
    GROUP BY shop, said_key, is_apart
)
SELECT
    shop,
    is_total,
    time,
    nullif(period_key, '') AS period,
    nullif(coalesce(after_sale, substring(status_key, 2)), '') AS after_sale,
    nullif(coalesce(cancel_reason, substring(reason_key, 2)), '') AS cancel_reason,
    CASE
        WHEN {by_stage} THEN
            CASE said_key WHEN '1before_shipping' THEN 0 WHEN '1in_transit' THEN 1 WHEN '1after_receipt' THEN 2 WHEN '1various' THEN 3 END
    END AS stage,
    CASE WHEN {by_type} AND said_key LIKE '1%' THEN substring(said_key, 2) END AS after_sale_type,
    CASE WHEN {by_reason} AND said_key LIKE '1%' THEN substring(said_key, 2) END AS after_sale_reason,
    CASE WHEN said_key = 'various' THEN 1 END AS is_various,
    orders, lines, listed_lines, paid_lines, amount, without_amount, refunds, unknown_refund_lines, assumed_refund_lines, refund_seconds,
    timed_refund_lines
FROM counted
LEFT JOIN names ON shop = name_shop AND said_key = name_said_key AND is_apart = name_is_apart
