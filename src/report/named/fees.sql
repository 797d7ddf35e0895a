-- What is charged for each group. `{charged}` are the measures of src/report/named/charges.rs.
SELECT
    product_id,
    product,
    creator_id,
    CASE WHEN creator_id IS NOT NULL THEN creator_name END AS creator,
    {period} AS period,
    {charged}
FROM line_groups
JOIN stored_lines ON id = line_id
WHERE bookings > 0
ORDER BY period, charged DESC, product_id, product, creator_id
