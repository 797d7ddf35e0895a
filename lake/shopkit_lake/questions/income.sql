-- What came in for the orders of a period and what goes off it.
WITH line AS (
    SELECT *, {time} AS moment, {period} AS period FROM facts WHERE {in_scope} AND paid_at IS NOT NULL
)
SELECT
    shop,
    grouping(period) AS is_total,
    CAST(max(moment) AS STRING) AS time,
    period,
    count(DISTINCT order_id) AS orders,
    count(*) AS lines,
    sum(payable) AS amount,
    sum(CASE WHEN payable IS NULL THEN 1 ELSE 0 END) AS without_amount,
    sum(platform_borne) AS platform,
    sum(seller_borne) AS seller,
    sum(creator_borne) AS creator,
    count(settled_amount) AS settled_lines,
    sum(settled_amount) AS settled,
{net_measures}
FROM line
GROUP BY GROUPING SETS ((shop, period), (shop))
