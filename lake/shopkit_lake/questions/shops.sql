-- Each shop: the sales among its paid lines, what all paid lines bring in, and, of all its lines, what waits to be shipped and the
-- newest export. A shop without a paid line in the period has a row, too. `files_of_days` counts the files that have one of the days that
-- are asked for: where none has, what was sold is unknown.
WITH sold AS (
    SELECT
        shop AS shop_of_sold,
        CAST(max({time}) AS STRING) AS time,
        count(DISTINCT CASE WHEN is_sale THEN order_id END) AS orders,
        sum(CASE WHEN is_sale THEN 1 ELSE 0 END) AS lines,
        sum(CASE WHEN is_sale THEN payable END) AS amount,
        sum(CASE WHEN is_sale AND payable IS NULL THEN 1 ELSE 0 END) AS without_amount,
{net_measures}
    FROM facts
    WHERE {in_scope} AND paid_at IS NOT NULL
    GROUP BY shop
),
state AS (
    SELECT
        shop,
        CASE WHEN count(status) > 0 THEN sum(CASE WHEN is_unshipped AND NOT platform_ships THEN 1 ELSE 0 END) END AS unshipped
    FROM facts
    GROUP BY shop
),
exported AS (
    SELECT
        shop AS shop_of_exports,
        CAST(max(happened_at) AS STRING) AS newest_export,
        {files_of_days} AS files_of_days
    FROM entries
    WHERE kind = 'file' AND entry_type = 'orders'
    GROUP BY shop
)
SELECT
    shop,
    0 AS is_total,
    time,
    unshipped,
    newest_export,
    files_of_days,
    coalesce(orders, 0) AS orders,
    coalesce(lines, 0) AS lines,
    amount,
    coalesce(without_amount, 0) AS without_amount,
    {net_names}
FROM state
LEFT JOIN sold ON shop = shop_of_sold
LEFT JOIN exported ON shop = shop_of_exports
