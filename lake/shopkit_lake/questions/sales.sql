-- Sales, and how much of what was paid came back. `first_day` and `last_day` are those of all lines of the shop.
WITH line AS (
    SELECT *, {time} AS moment, {period} AS period FROM facts WHERE {in_scope} AND paid_at IS NOT NULL
),
sold AS (
    SELECT
        shop,
        grouping(period) AS is_total,
        CAST(max(moment) AS STRING) AS time,
        period,
        count(DISTINCT CASE WHEN is_sale THEN order_id END) AS orders,
        count(*) AS paid_lines,
        sum(CASE WHEN is_refunded THEN 1 WHEN NOT is_refunded THEN 0 END) AS refunded_lines,
        sum(CASE WHEN is_sale THEN 1 ELSE 0 END) AS lines,
        sum(CASE WHEN is_sale THEN quantity END) AS units,
        sum(CASE WHEN is_sale THEN payable END) AS amount,
        sum(CASE WHEN is_sale AND payable IS NULL THEN 1 ELSE 0 END) AS without_amount
    FROM line
    GROUP BY GROUPING SETS ((shop, period), (shop))
),
days AS (
    SELECT shop AS shop_of_days, CAST(min({time}) AS STRING) AS first_day, CAST(max({time}) AS STRING) AS last_day
    FROM facts
    GROUP BY shop
)
SELECT
    shop, is_total, time, period, orders, paid_lines, refunded_lines, lines, units, amount, without_amount, first_day, last_day
FROM sold
LEFT JOIN days ON shop = shop_of_days
