SELECT
    shops.name,
    lines.main_order_id,
    lines.sub_order_id,
    lines.submitted_at,
    lines.status,
    lines.after_sale,
    lines.product,
    lines.spec,
    lines.quantity,
    lines.payable,
    lines.promotion,
    coalesce(lines.gift, 0)
FROM lines
JOIN shops ON shops.id = lines.shop_id
WHERE lines.shop_id = (SELECT id FROM shops WHERE name = :shop)
    AND (:from IS NULL OR lines.submitted_at >= :from)
    AND (:to IS NULL OR lines.submitted_at < :to)
    AND (:statuses IS NULL OR lines.status IN (SELECT value FROM json_each(:statuses)))
    AND (:after_sales IS NULL OR coalesce(lines.after_sale, '-') IN (SELECT value FROM json_each(:after_sales)))
    AND (:promotion IS NULL OR lines.promotion = :promotion)
    AND (:product IS NULL OR lines.product_id = :product OR instr(lower(lines.product), lower(:product)) > 0)
    AND (:search IS NULL
        OR lines.main_order_id = :search
        OR lines.line_key = :search
        OR lines.product_id = :search
        OR instr(lower(coalesce(lines.product, '')), lower(:search)) > 0
        OR instr(lower(coalesce(lines.sku_code, '')), lower(:search)) > 0
        OR instr(lower(coalesce(lines.sub_order_id, '')), lower(:search)) > 0
        OR instr(lower(coalesce(lines.seller_note, '')), lower(:search)) > 0
        OR instr(lower(coalesce(lines.buyer_message, '')), lower(:search)) > 0)
