-- Refunds close a line, so the refund rate is of all paid lines and not of sales.
SELECT
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END AS orders,
    lines,
    CASE WHEN lines > 0 THEN units ELSE 0 END AS units,
    CASE WHEN lines > 0 THEN amount ELSE 0 END AS amount,
    paid_lines,
    CASE WHEN :knows_after_sale THEN refunded_lines END AS refunded_lines,
    CASE WHEN :knows_after_sale THEN round(1.0 * refunded_lines / paid_lines, 4) END AS refund_rate,
    {period} AS period,
    without_amount
FROM line_groups
JOIN stored_lines ON id = line_id
ORDER BY period, lines
