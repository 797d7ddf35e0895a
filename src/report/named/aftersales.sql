-- The rate is of the paid lines of the same period. An after-sale of a line that is not known to be paid has no rate. Money goes back
-- without an after-sale of the order where only the after-sale file has it, or where the line was closed.
WITH line AS (
    SELECT
        line_groups.*,
        after_sale,
        CASE WHEN after_sale IS NOT NULL THEN cancel_reason END AS reason,
        CASE WHEN {open_after_sale} THEN 'open' ELSE 'finished' END AS state,
        (SELECT after_sale_type FROM stored_after_sales WHERE id = entry_id) AS after_sale_type,
        coalesce(
            (SELECT entry.reason FROM stored_after_sales AS entry WHERE entry.id = entry_id),
            (SELECT source.cancel_reason FROM stored_lines AS source WHERE source.id = reason_line_id)
        ) AS after_sale_reason,
        {period} AS period
    FROM line_groups
    JOIN stored_lines ON id = line_id
),
rated AS (
    SELECT *, round(1.0 * paid_lines / nullif(sum(paid_lines) OVER (PARTITION BY period), 0), 4) AS rate FROM line
)
SELECT
    CASE stage
        WHEN 0 THEN 'before_shipping'
        WHEN 1 THEN 'in_transit'
        WHEN 2 THEN 'after_receipt'
        WHEN 3 THEN 'various'
    END AS stage,
    after_sale_type,
    after_sale_reason,
    coalesce(is_various, 0) AS is_various,
    after_sale,
    state,
    reason,
    nullif(orders, 0) AS orders,
    lines,
    amount,
    rate,
    coalesce(refunds, 0) AS refund_amount,
    unknown_refund_lines AS refund_amount_unknown,
    round(1.0 * refund_seconds / timed_refund_lines / 86400, 1) AS days_to_refund,
    coalesce(refunds, 0) AS refund_amount_known,
    period,
    without_amount,
    unknown_refund_lines,
    assumed_refund_lines
FROM rated
WHERE listed_lines > 0
ORDER BY period, :by_status AND state = 'open' DESC, lines DESC, after_sale, reason, stage, after_sale_type, after_sale_reason
