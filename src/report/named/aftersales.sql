-- The rate is of the paid lines of the same period. An after-sale of a line that is not known to be paid has no rate. Money goes back
-- without an after-sale of the order where only the after-sale file has it, or where the line was closed.
WITH line AS (
    SELECT
        line_groups.*,
        after_sale,
        CASE WHEN after_sale IS NOT NULL THEN cancel_reason END AS reason,
        CASE WHEN {open_after_sale} THEN 'open' ELSE 'finished' END AS state,
        {period} AS period
    FROM line_groups
    JOIN stored_lines ON id = line_id
),
rated AS (
    SELECT *, round(1.0 * paid_lines / nullif(sum(paid_lines) OVER (PARTITION BY period), 0), 4) AS rate FROM line
)
SELECT
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
WHERE after_sale IS NOT NULL OR returned_lines > 0
ORDER BY period, state = 'open' DESC, lines DESC, after_sale, reason
