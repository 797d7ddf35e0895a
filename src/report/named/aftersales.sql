-- The rate is of the paid lines of the same period. An after-sale of a line that is not known to be paid has no rate.
-- What was given back, and after how many days, is known where the after-sale file has all the lines that were refunded.
WITH {refunds},
line AS (
    SELECT
        after_sale,
        CASE WHEN after_sale IS NOT NULL THEN cancel_reason END AS reason,
        CASE WHEN {open_after_sale} THEN 'open' ELSE 'finished' END AS state,
        count(DISTINCT main_order_id) AS orders,
        count(*) AS lines,
        count(paid_at) AS paid_lines,
        sum(payable) AS amount,
        CASE WHEN {has_after_sales} AND count(*) FILTER (WHERE {refunded} AND refund IS NULL) = 0
            THEN coalesce(sum(refund), 0) END AS refund_amount,
        round(avg(days_to_refund), 1) AS days_to_refund,
        count(*) - count(payable) AS without_amount{period}
    FROM stored_lines
    LEFT JOIN (SELECT key, refund, days_to_refund FROM refunds) AS refunds ON refunds.key = line_key
    WHERE {asked_for}
    GROUP BY after_sale, reason{by_period}
),
rated AS (
    SELECT *, round(1.0 * paid_lines / nullif(sum(paid_lines) OVER ({each_period}), 0), 4) AS rate FROM line
)
SELECT after_sale, state, reason, nullif(orders, 0), lines, amount, rate, refund_amount, days_to_refund{by_period}, without_amount
FROM rated
WHERE after_sale IS NOT NULL
ORDER BY {period_first}state = 'open' DESC, lines DESC, after_sale, reason
