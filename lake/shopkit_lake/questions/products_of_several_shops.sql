-- Products that sold in more than one shop, by name, or by the code that sellers give them.
WITH of_shop AS (
    SELECT
        {product_name} AS name,
        shop,
        count(DISTINCT order_id) AS orders,
        count(*) AS lines,
        sum(quantity) AS units,
        sum(payable) AS amount,
        sum(CASE WHEN is_refunded THEN 1 WHEN NOT is_refunded THEN 0 END) AS refunded_lines
    FROM facts
    WHERE {in_scope} AND is_sale AND {product_name} IS NOT NULL
    GROUP BY {product_name}, shop
)
SELECT
    name,
    count(*) AS shops,
    sum(orders) AS orders,
    sum(lines) AS lines,
    sum(units) AS units,
    sum(amount) AS amount,
    sum(refunded_lines) AS refunded_lines
FROM of_shop
GROUP BY name
HAVING count(*) > 1
ORDER BY shops DESC, name
