-- Behind the columns of the report stand the `MEASURES` of src/report/named/net.rs.
SELECT
    promotion,
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END,
    lines,
    CASE WHEN lines > 0 THEN amount ELSE 0 END AS amount{creator}{period},
    without_amount,
    {measures}
FROM tally
JOIN stored_lines ON id = line_id
ORDER BY {period_first}promotion IS NULL, {alliance} DESC, amount DESC, promotion{by_creator}
