-- Lines by status and after-sale status.
WITH line AS (
    SELECT *, {time} AS moment, {period} AS period FROM facts WHERE {in_scope}
)
SELECT
    shop,
    grouping(period) AS is_total,
    CAST(max(moment) AS STRING) AS time,
    period,
    status,
    after_sale,
    count(DISTINCT order_id) AS orders,
    count(*) AS lines,
    sum(payable) AS amount,
    sum(CASE WHEN is_gift THEN 1 WHEN NOT is_gift THEN 0 END) AS gifts,
    sum(CASE WHEN payable IS NULL THEN 1 ELSE 0 END) AS without_amount
FROM line
GROUP BY GROUPING SETS ((shop, period, status, after_sale), (shop))
