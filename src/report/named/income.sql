-- `{net_measures}` are those of src/report/named/net.rs.
SELECT
    {period} AS period,
    nullif(orders, 0) AS orders,
    lines,
    amount,
    platform,
    seller,
    creator,
    settled_lines,
    settled,
    without_amount,
    {net_measures}
FROM line_groups
JOIN stored_lines ON id = line_id
ORDER BY period
