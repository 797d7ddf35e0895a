-- `{net_measures}` are those of src/report/named/net.rs.
SELECT
    promotion,
    creator_id,
    CASE WHEN creator_id IS NOT NULL THEN creator_name END AS creator,
    {period} AS period,
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END AS orders,
    lines,
    CASE WHEN lines > 0 THEN amount ELSE 0 END AS amount,
    without_amount,
    {net_measures}
FROM line_groups
JOIN stored_lines ON id = line_id
ORDER BY period, promotion IS NULL, {alliance} DESC, amount DESC, promotion, creator_id
