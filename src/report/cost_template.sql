-- What was paid for, and gifts that went out without being paid, by product, specification and code. Of each group the newest line gives the
-- name and the price.
SELECT
    product_id,
    spec,
    sku_code,
    product,
    sum(quantity) AS units,
    count(*) - count(quantity) AS uncounted,
    unit_price,
    max(submitted_at)
FROM stored_lines
WHERE shop_id = (SELECT id FROM shops WHERE name = :shop)
    AND (paid_at IS NOT NULL OR {shipped} AND EXISTS (SELECT 1 FROM gift_lines WHERE gift_lines.id = stored_lines.id))
GROUP BY product_id, spec, sku_code
