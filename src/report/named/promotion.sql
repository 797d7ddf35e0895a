SELECT
    promotion,
    nullif(orders, 0),
    lines,
    amount{creator}{period},
    without_amount,
    coalesce(commission, 0),
    expected,
    untold,
    untold_amount
FROM tally
JOIN stored_lines ON id = line_id
ORDER BY {period_first}promotion IS NULL, {alliance} DESC, amount DESC, promotion{by_creator}
