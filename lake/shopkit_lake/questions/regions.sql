-- Sales by province, or by city.
WITH line AS (
    SELECT *, {time} AS moment, {period} AS period, CASE WHEN {by_city} THEN city ELSE {no_text} END AS city_key FROM facts WHERE {in_scope} AND is_sale
)
SELECT
    shop,
    grouping(period) AS is_total,
    CAST(max(moment) AS STRING) AS time,
    period,
    province,
    city_key AS city,
    count(DISTINCT order_id) AS orders,
    count(*) AS lines,
    sum(quantity) AS units,
    sum(payable) AS amount,
    sum(CASE WHEN payable IS NULL THEN 1 ELSE 0 END) AS without_amount
FROM line
GROUP BY GROUPING SETS ((shop, period, province, city_key), (shop))
