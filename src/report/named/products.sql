-- Refunds close a line, so the refund rate is of all paid lines and not of sales.
WITH {refunds},
paid AS (
    SELECT
        {product_key} AS key,
        max(product_id) AS product_id,
        max(product) AS product,
        count(DISTINCT main_order_id) FILTER (WHERE {sold}) AS orders,
        sum(quantity) FILTER (WHERE {sold}) AS units,
        count(*) FILTER (WHERE {sold}) AS lines,
        sum(payable) FILTER (WHERE {sold}) AS amount,
        sum(payable) FILTER (WHERE {sold} AND {alliance}) AS by_creators,
        sum(payable) FILTER (WHERE {sold} AND promotion IS NOT NULL) AS by_known,
        sum(gift) FILTER (WHERE {sold}) AS gifts,
        count(*) AS paid_lines,
        count(*) FILTER (WHERE {refunded}) AS refunded_lines,
        sum(refund) AS refund_amount,
        count(*) FILTER (WHERE {refunded} AND refund IS NULL) AS refunds_untold,
        count(*) FILTER (WHERE {sold} AND payable IS NULL) AS without_amount
    FROM stored_lines
    LEFT JOIN (SELECT key AS line, refund FROM refunds) ON line = line_key
    WHERE {asked_for} AND paid_at IS NOT NULL
    GROUP BY 1
),
earlier AS (
    SELECT {product_key} AS key, sum(payable) AS amount
    FROM stored_lines
    WHERE shop_id = :shop_id AND submitted_at >= :before_from AND submitted_at < :before_end AND {sold}
    GROUP BY key
),
{buyers},
compared AS (
    SELECT
        paid.*,
        CASE WHEN :before_from IS NOT NULL THEN coalesce(earlier.amount, 0) END AS amount_before,
        round(1.0 * buyers.repeat_buyers / buyers.buyers, 4) AS repeat_rate
    FROM paid
    LEFT JOIN earlier USING (key)
    LEFT JOIN buyers USING (key)
    WHERE paid.lines > 0
)
SELECT
    product_id,
    product,
    units,
    lines,
    amount,
    nullif(orders, 0),
    gifts,
    paid_lines,
    CASE WHEN :knows_after_sale THEN refunded_lines END,
    CASE WHEN :knows_after_sale THEN round(1.0 * refunded_lines / paid_lines, 4) END,
    repeat_rate,
    round(1.0 * coalesce(by_creators, 0) / nullif(by_known, 0), 4),
    amount_before,
    round(1.0 * (amount - amount_before) / nullif(amount_before, 0), 4),
    CASE
        WHEN amount > 0 AND amount_before = 0 THEN 'new'
        WHEN amount > amount_before THEN 'rising'
        WHEN amount < amount_before THEN 'falling'
        WHEN amount = amount_before THEN 'steady'
    END,
    CASE WHEN refunds_untold = 0 AND {has_after_sales} THEN coalesce(refund_amount, 0) END,
    without_amount
FROM compared
ORDER BY amount DESC, lines DESC, product_id, product
