-- Products that the same buyer ordered more than once.
WITH line AS (
    SELECT *, {time} AS moment, {product_key} AS product_key, {newest} AS newest FROM facts WHERE {in_scope} AND is_sale
),
sold AS (
    SELECT
        shop,
        product_key,
        grouping(product_key) AS is_total,
        CAST(max(moment) AS STRING) AS time,
        count(DISTINCT order_id) AS orders,
        count(DISTINCT CASE WHEN buyer IS NULL THEN order_id END) AS orders_without_buyer
    FROM line
    GROUP BY GROUPING SETS ((shop, product_key), (shop))
),
names AS (
    SELECT shop AS name_shop, product_key AS name_product_key, max_by(coalesce(product, ''), newest) AS product
    FROM line
    GROUP BY shop, product_key
),
bought AS (
    SELECT shop, product_key, buyer, min(buyer_certainty) AS certainty, count(DISTINCT order_id) AS orders
    FROM line
    WHERE buyer IS NOT NULL
    GROUP BY shop, product_key, buyer
),
buyers AS (
    SELECT
        shop AS buyers_shop,
        product_key AS buyers_product_key,
        count(*) AS buyers,
        sum(CASE WHEN orders > 1 THEN 1 ELSE 0 END) AS repeat_buyers,
        min(CASE WHEN orders > 1 THEN certainty END) AS certainty
    FROM bought
    GROUP BY shop, product_key
)
SELECT
    shop,
    is_total,
    time,
    {product_id} AS product_id,
    nullif(product, '') AS product,
    orders,
    orders_without_buyer,
    coalesce(buyers, 0) AS buyers,
    coalesce(repeat_buyers, 0) AS repeat_buyers,
    certainty
FROM sold
LEFT JOIN names ON shop = name_shop AND product_key = name_product_key
LEFT JOIN buyers ON shop = buyers_shop AND product_key = buyers_product_key
WHERE repeat_buyers > 0 OR is_total = 1
