-- Behind the columns of the report stand the measures of src/report/named/net.rs.
SELECT
    nullif(orders, 0),
    lines,
    amount,
    platform,
    seller,
    creator,
    settled_lines,
    settled{period},
    without_amount,
    refunds,
    refunds_untold,
    refunds_assumed,
    taken_back,
    commission,
    expected,
    untold,
    untold_amount,
    fees,
    net,
    net_unknown,
    lacking,
    lacking_amount,
    lacking_net,
    estimated,
    unbooked,
    excess,
    taken_back_untold,
    fees_untold
FROM tally
JOIN stored_lines ON id = line_id
ORDER BY {period_first}1
