-- Refunds close a line, so the refund rate is of all paid lines and not of sales.
WITH compared AS (
    SELECT
        line_groups.*,
        CASE WHEN lines > 0 THEN amount ELSE 0 END AS sold,
        product_id,
        product,
        spec,
        sku_code,
        CASE WHEN :has_before THEN coalesce(amount_earlier, 0) END AS amount_before
    FROM line_groups
    JOIN stored_lines ON id = line_id
    WHERE paid_lines > 0
)
SELECT
    product_id,
    product,
    spec,
    sku_code,
    CASE WHEN lines > 0 THEN units ELSE 0 END AS units,
    lines,
    sold AS amount,
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END AS orders,
    gifts,
    paid_lines,
    CASE WHEN :knows_after_sale THEN refunded_lines END AS refunded_lines,
    CASE WHEN :knows_after_sale THEN round(1.0 * refunded_lines / paid_lines, 4) END AS refund_rate,
    round(1.0 * repeat_buyers / nullif(buyers, 0), 4) AS repeat_rate,
    round(1.0 * coalesce(by_creators, 0) / nullif(by_known, 0), 4) AS creator_share,
    amount_before,
    round(1.0 * (sold - amount_before) / nullif(amount_before, 0), 4) AS change,
    CASE
        WHEN sold > 0 AND amount_before = 0 THEN 'new'
        WHEN sold > amount_before THEN 'rising'
        WHEN sold < amount_before THEN 'falling'
        WHEN sold = amount_before THEN 'steady'
    END AS trend,
    coalesce(refunds, 0) AS refund_amount,
    unknown_refund_lines AS refund_amount_unknown,
    coalesce(refunds, 0) AS refund_amount_known,
    without_amount,
    unknown_refund_lines,
    assumed_refund_lines
FROM compared
ORDER BY sold DESC, lines DESC, product_id, product, spec, sku_code
