-- Refunds close a line, so the refund rate is of all paid lines and not of sales. Days are counted from 1970-01-01, a Thursday; how often
-- a day of the week comes is how many of them are reached by the last day, less those before the first.
SELECT
    CASE weekday_number
        WHEN 0 THEN 'monday'
        WHEN 1 THEN 'tuesday'
        WHEN 2 THEN 'wednesday'
        WHEN 3 THEN 'thursday'
        WHEN 4 THEN 'friday'
        WHEN 5 THEN 'saturday'
        WHEN 6 THEN 'sunday'
    END AS weekday,
    (:last_day + 3 - weekday_number) / 7 - (:first_day + 2 - weekday_number) / 7 AS days,
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END AS orders,
    lines,
    CASE WHEN lines > 0 THEN units ELSE 0 END AS units,
    CASE WHEN lines > 0 THEN amount ELSE 0 END AS amount,
    paid_lines,
    CASE WHEN :knows_after_sale THEN refunded_lines END AS refunded_lines,
    CASE WHEN :knows_after_sale THEN round(1.0 * refunded_lines / paid_lines, 4) END AS refund_rate,
    {period} AS period,
    without_amount
FROM (SELECT *, (time / 86400 + 3) % 7 AS weekday_number FROM line_groups)
JOIN stored_lines ON id = line_id
ORDER BY period, weekday_number, lines
