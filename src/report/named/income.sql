-- Behind the columns of the report stand the `MEASURES` of src/report/named/net.rs.
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
    {measures}
FROM tally
JOIN stored_lines ON id = line_id
ORDER BY {period_first}1
