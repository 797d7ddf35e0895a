-- Who bought what, and in how many orders. A buyer is what the export gives of receiver, phone and address, or the hash that a
-- purge left of them.
bought AS (
    SELECT
        {product_key} AS key,
        count(DISTINCT main_order_id) AS orders,
        min(CASE WHEN coalesce(receiver, receiver_phone, address) IS NULL THEN buyer_hash & 3 ELSE {sureness} END) AS sureness
    FROM stored_lines
    WHERE {asked_for} AND {sold} AND coalesce(receiver, receiver_phone, address, buyer_hash) IS NOT NULL
    GROUP BY key, receiver, receiver_phone, address,
        CASE WHEN coalesce(receiver, receiver_phone, address) IS NULL THEN buyer_hash END
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
