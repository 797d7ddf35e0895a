-- An hour in which nobody ordered is told as such, unless nobody ordered at all.
WITH RECURSIVE hour (hour) AS (
    SELECT 0
    UNION ALL
    SELECT hour + 1 FROM hour WHERE hour < 23
),
sale AS (
    SELECT tally.*, CAST(substr(submitted_at, 12, 2) AS INTEGER) AS hour FROM tally JOIN stored_lines ON id = line_id
)
SELECT
    hour.hour,
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END,
    coalesce(lines, 0),
    CASE WHEN lines > 0 THEN amount ELSE 0 END,
    round(1.0 * coalesce(lines, 0) / (SELECT sum(lines) FROM sale), 4),
    coalesce(without_amount, 0)
FROM hour
LEFT JOIN sale USING (hour)
WHERE EXISTS (SELECT 1 FROM sale)
ORDER BY hour.hour
