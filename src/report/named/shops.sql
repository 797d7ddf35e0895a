-- `{net_measures}` are those of src/report/named/net.rs.
SELECT
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END AS orders,
    lines,
    CASE WHEN lines > 0 THEN amount ELSE 0 END AS amount,
    without_amount,
    {net_measures}
FROM line_groups
