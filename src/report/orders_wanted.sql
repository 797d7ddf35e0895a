WHERE line.shop_id = (SELECT id FROM shops WHERE name = :shop)
    AND (:from IS NULL OR line.submitted_at >= :from)
    AND (:to IS NULL OR line.submitted_at < :to)
    AND (:statuses IS NULL OR line.status IN (SELECT value FROM json_each(:statuses)))
    AND (:after_sales IS NULL OR coalesce(line.after_sale, '-') IN (SELECT value FROM json_each(:after_sales)))
    AND (:promotion IS NULL OR line.promotion = :promotion)
    AND (:product IS NULL OR line.product_id = :product OR instr(lower(line.product), lower(:product)) > 0)
    AND (:search IS NULL
        OR line.main_order_id = :search
        OR line.line_key = :search
        OR line.product_id = :search
        OR instr(lower(coalesce(line.product, '')), lower(:search)) > 0
        OR instr(lower(coalesce(line.sku_code, '')), lower(:search)) > 0
        OR instr(lower(coalesce(line.sub_order_id, '')), lower(:search)) > 0
        OR instr(lower(coalesce(line.seller_note, '')), lower(:search)) > 0
        OR instr(lower(coalesce(line.buyer_message, '')), lower(:search)) > 0)
