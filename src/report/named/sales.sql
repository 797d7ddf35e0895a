-- Refunds close a line, so the refund rate is of all paid lines and not of sales.
WITH paid AS (
    SELECT
        count(DISTINCT main_order_id) FILTER (WHERE {sold}) AS orders,
        count(*) FILTER (WHERE {sold}) AS lines,
        sum(quantity) FILTER (WHERE {sold}) AS units,
        sum(payable) FILTER (WHERE {sold}) AS amount,
        count(*) AS paid_lines,
        count(*) FILTER (WHERE {refunded}) AS refunded_lines,
        count(*) FILTER (WHERE {sold} AND payable IS NULL) AS without_amount{period}
    FROM stored_lines
    WHERE {asked_for} AND paid_at IS NOT NULL
    GROUP BY shop_id{by_period}
)
SELECT
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END,
    lines,
    CASE WHEN lines > 0 THEN units ELSE 0 END,
    CASE WHEN lines > 0 THEN amount ELSE 0 END,
    paid_lines,
    CASE WHEN :knows_after_sale THEN refunded_lines END,
    CASE WHEN :knows_after_sale THEN round(1.0 * refunded_lines / paid_lines, 4) END{by_period},
    without_amount
FROM paid
ORDER BY {period_first}lines
