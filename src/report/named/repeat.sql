WITH sale AS (
    SELECT
        {product_key} AS key,
        max(product_id) AS product_id,
        max(product) AS product,
        count(DISTINCT main_order_id) AS orders,
        count(DISTINCT CASE WHEN coalesce(receiver, receiver_phone, address, buyer_hash) IS NULL THEN main_order_id END) AS without_buyer
    FROM stored_lines
    WHERE {asked_for} AND {sold}
    GROUP BY key
),
{buyers}
SELECT
    sale.product_id,
    sale.product,
    buyers.buyers,
    buyers.repeat_buyers,
    sale.orders,
    round(1.0 * buyers.repeat_buyers / buyers.buyers, 4),
    CASE buyers.sureness WHEN 0 THEN 'partial' WHEN 1 THEN 'ciphertext' WHEN 2 THEN 'masked' WHEN 3 THEN 'plain' END,
    sale.without_buyer
FROM sale
JOIN buyers USING (key)
WHERE buyers.repeat_buyers > 0
ORDER BY buyers.repeat_buyers DESC, buyers.buyers, sale.product_id, sale.product
