SELECT
    nullif(orders, 0),
    lines,
    amount,
    platform,
    seller,
    creator,
    CASE WHEN refunds_untold = 0 THEN refunds END,
    fees,
    settled_lines,
    settled{period},
    without_amount,
    coalesce(commission, 0),
    expected,
    untold,
    untold_amount,
    refunds_assumed,
    refunds_untold,
    without_fees
FROM tally
JOIN stored_lines ON id = line_id
ORDER BY {period_first}1
