-- Who bought what, and in how many orders. A buyer is what the export gives of receiver, phone and address; how sure that is:
-- 0 only a part of the three, 1 ciphertext, 2 masked, 3 plain.
bought AS (
    SELECT
        {product_key} AS key,
        count(DISTINCT main_order_id) AS orders,
        min(CASE
            WHEN receiver IS NULL OR receiver_phone IS NULL OR address IS NULL THEN 0
            WHEN substr(receiver, 1, 2) IN ('##', '$$') OR substr(receiver_phone, 1, 2) IN ('##', '$$')
                OR substr(address, 1, 2) IN ('##', '$$') THEN 1
            WHEN instr(receiver || receiver_phone || address, '*') > 0 THEN 2
            ELSE 3
        END) AS sureness
    FROM stored_lines
    WHERE {asked_for} AND {sold} AND coalesce(receiver, receiver_phone, address) IS NOT NULL
    GROUP BY key, receiver, receiver_phone, address
),
buyers AS (
    SELECT
        key,
        count(*) AS buyers,
        count(*) FILTER (WHERE orders > 1) AS repeat_buyers,
        min(sureness) FILTER (WHERE orders > 1) AS sureness
    FROM bought
    GROUP BY key
)
