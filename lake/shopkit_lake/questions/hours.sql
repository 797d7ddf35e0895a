-- Sales by the hour of the day. `first_day` and `last_day` are those of all lines of the shop.
WITH line AS (
    SELECT *, {time} AS moment, hour({time}) AS hour_of_day, {weekday} AS weekday
    FROM facts
    WHERE {in_scope} AND is_sale AND {time} IS NOT NULL
),
sold AS (
    SELECT
        shop,
        grouping(hour_of_day) AS is_total,
        CAST(max(moment) AS STRING) AS time,
        hour_of_day,
        count(DISTINCT order_id) AS orders,
        count(*) AS lines,
        sum(payable) AS amount,
        sum(CASE WHEN payable IS NULL THEN 1 ELSE 0 END) AS without_amount,
        sum(CASE WHEN weekday = 0 THEN 1 ELSE 0 END) AS monday,
        sum(CASE WHEN weekday = 1 THEN 1 ELSE 0 END) AS tuesday,
        sum(CASE WHEN weekday = 2 THEN 1 ELSE 0 END) AS wednesday,
        sum(CASE WHEN weekday = 3 THEN 1 ELSE 0 END) AS thursday,
        sum(CASE WHEN weekday = 4 THEN 1 ELSE 0 END) AS friday,
        sum(CASE WHEN weekday = 5 THEN 1 ELSE 0 END) AS saturday,
        sum(CASE WHEN weekday = 6 THEN 1 ELSE 0 END) AS sunday
    FROM line
    GROUP BY GROUPING SETS ((shop, hour_of_day), (shop))
),
days AS (
    SELECT shop AS shop_of_days, CAST(min({time}) AS STRING) AS first_day, CAST(max({time}) AS STRING) AS last_day
    FROM facts
    GROUP BY shop
)
SELECT
    shop, is_total, time, hour_of_day AS hour, orders, lines, amount, without_amount,
    monday, tuesday, wednesday, thursday, friday, saturday, sunday, first_day, last_day
FROM sold
LEFT JOIN days ON shop = shop_of_days
