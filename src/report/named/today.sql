-- Each part reads one of the small indexes of lines that wait for something, so that the answer does not slow down with the shop;
-- SQLite would take the index by time.
WITH unshipped AS (
    SELECT
        main_order_id,
        submitted_at,
        ship_by,
        {exported_at} AS exported_at
    FROM stored_lines AS line INDEXED BY lines_waiting
    WHERE shop_id = :shop_id AND {waiting} AND {unshipped} AND NOT {platform_ships}
),
part (number, item, main_order_id, submitted_at, ship_by) AS (
    SELECT 1, 'unshipped_today', main_order_id, submitted_at, ship_by
    FROM unshipped WHERE submitted_at >= :day AND submitted_at < :next_day
    UNION ALL
    SELECT 2, 'unshipped_earlier', main_order_id, submitted_at, ship_by
    FROM unshipped WHERE submitted_at < :day
    UNION ALL
    SELECT 3, 'due_24h', main_order_id, submitted_at, ship_by
    FROM unshipped WHERE ship_by >= :now AND ship_by <= :in_a_day
    UNION ALL
    SELECT 4, 'overdue', main_order_id, submitted_at, ship_by
    FROM unshipped WHERE ship_by < :now AND (ship_by < exported_at OR exported_at >= :day_ago)
    UNION ALL
    SELECT 5, 'overdue_since', main_order_id, submitted_at, ship_by
    FROM unshipped WHERE ship_by < :now AND ship_by >= exported_at AND exported_at < :day_ago
    UNION ALL
    SELECT 6, 'open_after_sales', main_order_id, submitted_at, NULL
    FROM stored_lines INDEXED BY lines_with_open_after_sale WHERE shop_id = :shop_id AND {open_after_sale}
    UNION ALL
    SELECT 7, 'late_values', main_order_id, submitted_at, NULL
    FROM stored_lines INDEXED BY lines_with_late_values WHERE shop_id = :shop_id AND {late}
)
SELECT
    item,
    nullif(count(DISTINCT main_order_id), 0) AS orders,
    count(*) AS lines,
    min(submitted_at) AS first_ordered,
    min(ship_by) AS first_due,
    min(iif(item IN ('due_24h', 'overdue', 'overdue_since'), ship_by, submitted_at)) AS earliest
FROM part
GROUP BY number
