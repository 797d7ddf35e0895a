-- An hour without orders has a row, too, unless there are no orders at all.
WITH RECURSIVE hour (hour) AS (
    SELECT 0
    UNION ALL
    SELECT hour + 1 FROM hour WHERE hour < 23
),
sale AS (
    SELECT line_groups.*, CAST(strftime('%H', time, 'unixepoch') AS INTEGER) AS hour FROM line_groups
)
SELECT
    hour.hour AS hour,
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END AS orders,
    coalesce(lines, 0) AS lines,
    CASE WHEN lines > 0 THEN amount ELSE 0 END AS amount,
    round(1.0 * coalesce(lines, 0) / (SELECT sum(lines) FROM sale), 4) AS share,
    coalesce(monday, 0) AS monday,
    coalesce(tuesday, 0) AS tuesday,
    coalesce(wednesday, 0) AS wednesday,
    coalesce(thursday, 0) AS thursday,
    coalesce(friday, 0) AS friday,
    coalesce(saturday, 0) AS saturday,
    coalesce(sunday, 0) AS sunday,
    coalesce(without_amount, 0) AS without_amount
FROM hour
LEFT JOIN sale USING (hour)
WHERE EXISTS (SELECT 1 FROM sale)
ORDER BY hour.hour
