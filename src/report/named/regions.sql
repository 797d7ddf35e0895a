WITH sale AS (
    SELECT
        province,
        count(DISTINCT main_order_id) AS orders,
        count(*) AS lines,
        sum(quantity) AS units,
        sum(payable) AS amount,
        count(*) - count(payable) AS without_amount{period}
    FROM stored_lines
    WHERE {asked_for} AND {sold}
    GROUP BY province{by_period}
)
SELECT
    province,
    nullif(orders, 0),
    lines,
    units,
    amount,
    round(1.0 * amount / nullif(sum(amount) OVER ({each_period}), 0), 4){by_period},
    without_amount
FROM sale
ORDER BY {period_first}amount DESC, lines DESC, province
