SELECT
    product_id,
    product,
    buyers,
    repeat_buyers,
    orders,
    round(1.0 * repeat_buyers / buyers, 4) AS repeat_rate,
    CASE certainty WHEN 0 THEN 'partial' WHEN 1 THEN 'ciphertext' WHEN 2 THEN 'masked' WHEN 3 THEN 'plain' END AS certainty,
    orders_without_buyer
FROM line_groups
JOIN stored_lines ON id = line_id
WHERE repeat_buyers > 0
ORDER BY repeat_buyers DESC, buyers, product_id, product
