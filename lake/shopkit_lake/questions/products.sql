-- What sold, and how much of it came back. A product is told apart by its id, else by its name.
WITH line AS (
    SELECT
        *,
        {time} AS moment,
        {product_key} AS product_key,
        CASE WHEN {by_sku} THEN coalesce('1' || spec, '') ELSE {no_key} END AS spec_key,
        CASE WHEN {by_sku} THEN coalesce('1' || sku_code, '') ELSE {no_key} END AS sku_code_key,
        {newest} AS newest
    FROM facts
    WHERE {in_scope} AND paid_at IS NOT NULL
),
sold AS (
    SELECT
        shop,
        product_key,
        spec_key,
        sku_code_key,
        grouping(product_key) AS is_total,
        CAST(max(moment) AS STRING) AS time,
        count(DISTINCT CASE WHEN is_sale THEN order_id END) AS orders,
        count(*) AS paid_lines,
        sum(CASE WHEN is_refunded THEN 1 WHEN NOT is_refunded THEN 0 END) AS refunded_lines,
        sum(CASE WHEN is_sale THEN 1 ELSE 0 END) AS lines,
        sum(CASE WHEN is_sale THEN quantity END) AS units,
        sum(CASE WHEN is_sale THEN payable END) AS amount,
        sum(CASE WHEN is_sale AND payable IS NULL THEN 1 ELSE 0 END) AS without_amount,
        sum(CASE WHEN is_gift AND is_sale THEN 1 WHEN is_gift IS NOT NULL THEN 0 END) AS gifts,
        sum(CASE WHEN is_sale AND by_creator THEN payable END) AS by_creators,
        sum(CASE WHEN is_sale AND by_creator IS NOT NULL THEN payable END) AS by_known,
        sum(refunds) AS refunds,
        sum(CASE WHEN refunds IS NULL THEN 1 ELSE 0 END) AS unknown_refund_lines,
        sum(CASE WHEN refunds_assumed THEN 1 ELSE 0 END) AS assumed_refund_lines
    FROM line
    GROUP BY GROUPING SETS ((shop, product_key, spec_key, sku_code_key), (shop))
),
names AS (
    SELECT
        shop AS name_shop,
        product_key AS name_product_key,
        spec_key AS name_spec_key,
        sku_code_key AS name_sku_code_key,
        max_by(coalesce(product, ''), newest) AS product
    FROM line
    GROUP BY shop, product_key, spec_key, sku_code_key
),
bought AS (
    SELECT
        shop,
        product_key,
        spec_key,
        sku_code_key,
        buyer,
        min(buyer_certainty) AS certainty,
        count(DISTINCT order_id) AS orders
    FROM line
    WHERE is_sale AND buyer IS NOT NULL
    GROUP BY shop, product_key, spec_key, sku_code_key, buyer
),
buyers AS (
    SELECT
        shop AS buyers_shop,
        product_key AS buyers_product_key,
        spec_key AS buyers_spec_key,
        sku_code_key AS buyers_sku_code_key,
        count(*) AS buyers,
        sum(CASE WHEN orders > 1 THEN 1 ELSE 0 END) AS repeat_buyers,
        min(CASE WHEN orders > 1 THEN certainty END) AS certainty
    FROM bought
    GROUP BY shop, product_key, spec_key, sku_code_key
)
SELECT
    shop,
    is_total,
    time,
    {product_id} AS product_id,
    nullif(product, '') AS product,
    nullif(substring(spec_key, 2), '') AS spec,
    nullif(substring(sku_code_key, 2), '') AS sku_code,
    orders, paid_lines, refunded_lines, lines, units, amount, without_amount,
    gifts, by_creators, by_known, refunds, unknown_refund_lines, assumed_refund_lines,
    CAST(NULL AS BIGINT) AS amount_earlier,
    coalesce(buyers, 0) AS buyers,
    coalesce(repeat_buyers, 0) AS repeat_buyers,
    certainty
FROM sold
LEFT JOIN names
    ON shop = name_shop
    AND product_key = name_product_key
    AND spec_key = name_spec_key
    AND sku_code_key = name_sku_code_key
LEFT JOIN buyers
    ON shop = buyers_shop
    AND product_key = buyers_product_key
    AND spec_key = buyers_spec_key
    AND sku_code_key = buyers_sku_code_key
