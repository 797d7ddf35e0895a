SELECT
    shops.name,
    line.main_order_id,
    line.sub_order_id,
    line.submitted_at,
    line.status,
    line.after_sale,
    line.product,
    line.spec,
    line.quantity,
    line.payable,
    line.promotion,
    EXISTS (SELECT 1 FROM gift_lines WHERE gift_lines.id = line.id)
FROM stored_lines AS line
JOIN shops ON shops.id = line.shop_id
