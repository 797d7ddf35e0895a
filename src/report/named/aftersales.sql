-- The rate is of the paid lines of the same period. An after-sale of a line that is not known to be paid has no rate. Money goes back
-- without an after-sale of the order where only the after-sale file tells of it, or where the line was closed.
WITH line AS (
    SELECT
        tally.*,
        after_sale,
        CASE WHEN after_sale IS NOT NULL THEN cancel_reason END AS reason,
        CASE WHEN {open_after_sale} THEN 'open' ELSE 'finished' END AS state{period}
    FROM tally
    JOIN stored_lines ON id = line_id
),
rated AS (
    SELECT *, round(1.0 * paid_lines / nullif(sum(paid_lines) OVER ({each_period}), 0), 4) AS rate FROM line
)
SELECT
    after_sale,
    state,
    reason,
    nullif(orders, 0),
    lines,
    amount,
    rate,
    round(1.0 * refund_seconds / refunds_timed / 86400, 1){by_period},
    without_amount,
    refunds,
    refunds_untold,
    refunds_assumed
FROM rated
WHERE after_sale IS NOT NULL OR returned_lines > 0
ORDER BY {period_first}state = 'open' DESC, lines DESC, after_sale, reason
