-- Refunds close a line, so the refund rate is of all paid lines and not of sales.
WITH compared AS (
    SELECT
        tally.*,
        product_id,
        product,
        CASE WHEN :has_before THEN coalesce(amount_earlier, 0) END AS amount_before
    FROM tally
    JOIN stored_lines ON id = line_id
    WHERE lines > 0
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
    round(1.0 * repeat_buyers / nullif(buyers, 0), 4),
    round(1.0 * coalesce(by_creators, 0) / nullif(by_known, 0), 4),
    amount_before,
    round(1.0 * (amount - amount_before) / nullif(amount_before, 0), 4),
    CASE
        WHEN amount > 0 AND amount_before = 0 THEN 'new'
        WHEN amount > amount_before THEN 'rising'
        WHEN amount < amount_before THEN 'falling'
        WHEN amount = amount_before THEN 'steady'
    END,
    CASE WHEN refunds_untold = 0 AND :has_after_sales THEN coalesce(refund_amount, 0) END,
    without_amount
FROM compared
ORDER BY amount DESC, lines DESC, product_id, product
