-- How long it takes from the payment to the shipping, and how many lines are shipped later than promised. A percentile is the least
-- number of seconds that so many per cent of the lines stay within. Of a shop whose exports do not promise a time, nothing is late.
WITH line AS (
    SELECT
        *,
        {time} AS moment,
        {period_key} AS period_key,
        CASE
            WHEN {by_warehouse} AND warehouse_id IS NOT NULL THEN concat('1', warehouse_id)
            WHEN {by_warehouse} AND warehouse IS NOT NULL THEN concat('2', warehouse)
            ELSE {no_key}
        END AS warehouse_key,
        CASE
            WHEN NOT is_unshipped AND shipped_at >= paid_at THEN
                CAST(CAST(shipped_at AS DATE) - CAST(paid_at AS DATE) AS INT) * 86400
                + (hour(shipped_at) - hour(paid_at)) * 3600
                + (minute(shipped_at) - minute(paid_at)) * 60
                + (second(shipped_at) - second(paid_at))
        END AS seconds,
        CASE
            WHEN is_unshipped AND ship_by < {now} AND ship_by >= exported_at AND exported_at < {day_ago} THEN 'unknown'
            WHEN is_unshipped AND ship_by < {now} THEN 'late_unshipped'
            WHEN is_unshipped AND ship_by >= {now} THEN 'waiting'
            WHEN is_unshipped THEN 'unknown'
            WHEN shipped_at > ship_by THEN 'late'
            WHEN shipped_at <= ship_by THEN 'on_time'
            ELSE 'unknown'
        END AS state,
        {newest} AS newest
    FROM facts
    WHERE {in_scope} AND (is_unshipped OR was_shipped) AND NOT platform_ships
),
ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY shop, period_key, warehouse_key ORDER BY seconds NULLS LAST) AS place,
        count(seconds) OVER (PARTITION BY shop, period_key, warehouse_key) AS timed
    FROM line
),
shipped AS (
    SELECT
        shop,
        period_key,
        warehouse_key,
        CAST(max(moment) AS STRING) AS time,
        count(*) AS lines,
        sum(CASE WHEN state = 'on_time' THEN 1 WHEN knows_ship_by THEN 0 END) AS on_time_lines,
        sum(CASE WHEN state IN ('late', 'late_unshipped') THEN 1 WHEN knows_ship_by THEN 0 END) AS late_lines,
        sum(CASE WHEN state = 'late_unshipped' THEN 1 WHEN knows_ship_by THEN 0 END) AS late_unshipped_lines,
        sum(CASE WHEN state = 'waiting' THEN 1 WHEN knows_ship_by THEN 0 END) AS waiting_lines,
        sum(CASE WHEN state = 'unknown' THEN 1 ELSE 0 END) AS unknown_lines,
        sum(CASE WHEN NOT is_unshipped AND seconds IS NULL THEN 1 ELSE 0 END) AS untimed_lines,
        max(CASE WHEN place * 100 >= timed * 50 AND (place - 1) * 100 < timed * 50 THEN seconds END) AS median_seconds,
        max(CASE WHEN place * 100 >= timed * 90 AND (place - 1) * 100 < timed * 90 THEN seconds END) AS p90_seconds
    FROM ranked
    GROUP BY shop, period_key, warehouse_key
),
names AS (
    SELECT
        shop AS name_shop,
        period_key AS name_period_key,
        warehouse_key AS name_warehouse_key,
        max_by(coalesce(warehouse, ''), newest) AS warehouse
    FROM line
    WHERE {by_warehouse}
    GROUP BY shop, period_key, warehouse_key
)
SELECT
    shop,
    0 AS is_total,
    time,
    nullif(period_key, '') AS period,
    CASE WHEN warehouse_key LIKE '1%' THEN substring(warehouse_key, 2) END AS warehouse_id,
    nullif(warehouse, '') AS warehouse,
    lines, on_time_lines, late_lines, late_unshipped_lines, waiting_lines, unknown_lines, untimed_lines, median_seconds, p90_seconds
FROM shipped
LEFT JOIN names ON shop = name_shop AND period_key = name_period_key AND warehouse_key = name_warehouse_key
