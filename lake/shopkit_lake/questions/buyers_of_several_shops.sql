-- Buyers who bought in more than one shop, by the number of shops and by how certain it is that they are the same people.
WITH of_shop AS (
    SELECT
        buyer,
        shop,
        min(buyer_certainty) AS certainty,
        count(DISTINCT order_id) AS orders,
        sum(payable) AS amount
    FROM facts
    WHERE {in_scope} AND is_sale AND buyer IS NOT NULL
    GROUP BY buyer, shop
),
of_buyer AS (
    SELECT buyer, min(certainty) AS certainty, count(*) AS shops, sum(orders) AS orders, sum(amount) AS amount
    FROM of_shop
    GROUP BY buyer
)
SELECT
    shops,
    CASE certainty WHEN 0 THEN 'partial' WHEN 1 THEN 'ciphertext' WHEN 2 THEN 'masked' WHEN 3 THEN 'plain' END AS certainty,
    count(*) AS buyers,
    sum(orders) AS orders,
    sum(amount) AS amount
FROM of_buyer
WHERE shops > 1
GROUP BY shops, certainty
ORDER BY shops, certainty NULLS FIRST
