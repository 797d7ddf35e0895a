-- Refunds close a line, so the refund rate is of all paid lines and not of sales.
WITH compared AS (
    SELECT
        tally.*,
        CASE WHEN lines > 0 THEN amount ELSE 0 END AS sold,
        product_id,
        product,
        CASE WHEN :has_before THEN coalesce(amount_earlier, 0) END AS amount_before
    FROM tally
    JOIN stored_lines ON id = line_id
    WHERE paid_lines > 0
)
SELECT
    product_id,
    product,
    CASE WHEN lines > 0 THEN units ELSE 0 END,
    lines,
    sold,
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END,
    gifts,
    paid_lines,
    CASE WHEN :knows_after_sale THEN refunded_lines END,
    CASE WHEN :knows_after_sale THEN round(1.0 * refunded_lines / paid_lines, 4) END,
    round(1.0 * repeat_buyers / nullif(buyers, 0), 4),
    round(1.0 * coalesce(by_creators, 0) / nullif(by_known, 0), 4),
    amount_before,
    round(1.0 * (sold - amount_before) / nullif(amount_before, 0), 4),
    CASE
        WHEN sold > 0 AND amount_before = 0 THEN 'new'
        WHEN sold > amount_before THEN 'rising'
        WHEN sold < amount_before THEN 'falling'
        WHEN sold = amount_before THEN 'steady'
    END,
    without_amount,
    refunds,
    refunds_untold,
    refunds_assumed
FROM compared
ORDER BY sold DESC, lines DESC, product_id, product
