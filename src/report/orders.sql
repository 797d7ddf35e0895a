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
    -- A gift, as src/report/words.rs has it.
    coalesce(line.payable = 0, 0) AND (
        coalesce(line.cancel_reason GLOB '主品订单*' OR line.cancel_reason GLOB '赠品*', 0)
        OR coalesce(line.unit_price = 0, 0) AND EXISTS (
            SELECT 1 FROM stored_lines AS main
            WHERE main.main_order_id = line.main_order_id AND main.shop_id = line.shop_id AND main.paid_at IS NOT NULL
                AND coalesce(main.payable <> 0, 1)
        )
    )
FROM stored_lines AS line
JOIN shops ON shops.id = line.shop_id
