WITH named AS (
    SELECT main_order_id, sub_order_id
    FROM stored_lines
    WHERE main_order_id = :id
        OR main_order_id IN (
            SELECT main_order_id FROM stored_lines
            WHERE shop_id IN (SELECT id FROM shops) AND line_key = :id
        )
),
-- Where each row is a main order, its sub-orders stand in one cell.
ids AS (
    SELECT :id AS id
    UNION SELECT main_order_id FROM named
    UNION SELECT sub.value FROM named, json_each('["' || replace(sub_order_id, ';', '","') || '"]') AS sub
),
places AS (
    SELECT shops.id AS shop_id, ids.id AS sub_order_id
    FROM shops CROSS JOIN ids
    WHERE :shop IS NULL OR shops.name = :shop
),
entries AS (
    SELECT applied_at AS at, 'aftersales' AS kind, sub_order_id, after_sale_id AS number,
        concat_ws(' ', after_sale_type, status) AS what,
        refund_goods + coalesce(refund_freight, 0) + coalesce(refund_payment_discount, 0) + coalesce(refund_tax, 0) AS amount,
        import_id, row_number, entry.sheet AS sheet_place
    FROM places CROSS JOIN stored_after_sales AS entry USING (shop_id, sub_order_id)
    WHERE current
    UNION ALL
    SELECT coalesce(settled_at, paid_at), 'commission', sub_order_id, NULL,
        concat_ws(' ', creator, status),
        coalesce(actual, estimated),
        import_id, row_number, entry.sheet AS sheet_place
    FROM places CROSS JOIN stored_commissions AS entry USING (shop_id, sub_order_id)
    WHERE current
    UNION ALL
    SELECT settled_at, 'settlement', sub_order_id, NULL,
        concat_ws(' ', settlement_type, account),
        amount,
        import_id, row_number, entry.sheet AS sheet_place
    FROM places CROSS JOIN stored_settlements AS entry USING (shop_id, sub_order_id)
    WHERE current
    UNION ALL
    SELECT moved_at, 'funds', sub_order_id, flow_id,
        concat_ws(' ', direction, scene),
        amount,
        import_id, row_number, entry.sheet AS sheet_place
    FROM places CROSS JOIN stored_fund_flows AS entry USING (shop_id, sub_order_id)
    WHERE current
)
SELECT at, entries.kind, sub_order_id, number, what, amount, import_id, row_number,
    coalesce(json_extract(imports.sheets, '$[' || sheet_place || ']'), imports.sheet) AS sheet
FROM entries JOIN imports ON imports.id = import_id
ORDER BY at, entries.kind, import_id, sheet_place, row_number
