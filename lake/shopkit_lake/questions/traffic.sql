-- Sales by what brought the buyer.
WITH line AS (
    SELECT *, {time} AS moment, {period} AS period FROM facts WHERE {in_scope} AND is_sale
)
SELECT
    shop,
    grouping(period) AS is_total,
    CAST(max(moment) AS STRING) AS time,
    period,
    traffic_genre,
    traffic_type,
    count(DISTINCT order_id) AS orders,
    count(*) AS lines,
    sum(quantity) AS units,
    sum(payable) AS amount,
    sum(CASE WHEN payable IS NULL THEN 1 ELSE 0 END) AS without_amount
FROM line
GROUP BY GROUPING SETS ((shop, period, traffic_genre, traffic_type), (shop))
