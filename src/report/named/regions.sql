SELECT
    province,
    nullif(orders, 0),
    lines,
    units,
    amount,
    round(1.0 * amount / nullif(sum(amount) OVER ({each_period}), 0), 4){by_period},
    without_amount
FROM (SELECT tally.*, province{period} FROM tally JOIN stored_lines ON id = line_id)
ORDER BY {period_first}amount DESC, lines DESC, province
