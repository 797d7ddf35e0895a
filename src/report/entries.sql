WITH named AS (
    SELECT main_order_id, sub_order_id
    FROM stored_lines
    WHERE main_order_id = :id
        OR main_order_id IN (
            SELECT main_order_id FROM stored_lines
            WHERE shop_id IN (SELECT id FROM shops) AND line_key = :id
        )
),
-- Where each row is a main order, its sub-orders are in one cell.
ids AS (
    SELECT :id AS id
    UNION SELECT main_order_id FROM named
    UNION SELECT sub.value FROM named, json_each('["' || replace(sub_order_id, ';', '","') || '"]') AS sub
),
ids_of_shops AS (
    SELECT shops.id AS shop_id, ids.id AS id
    FROM shops CROSS JOIN ids
    WHERE :shop IS NULL OR shops.name = :shop
),
-- Entries that name a sub-order, and those that name only the order.
entries AS (
    SELECT applied_at AS at, 'aftersales' AS kind, sub_order_id, after_sale_id AS number,
        concat_ws(' ', after_sale_type, status) AS what,
        -- 退支付优惠 is a part of 退商品金额.
        refund_goods + coalesce(refund_freight, 0) + coalesce(refund_tax, 0) AS amount,
        import_id, row_number, sheet AS sheet_index
    FROM stored_after_sales
    WHERE id IN (
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_after_sales AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.sub_order_id = ids_of_shops.id
        WHERE entry.current
        UNION ALL
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_after_sales AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.order_id = ids_of_shops.id
        WHERE entry.current AND entry.sub_order_id IS NULL
    )
    UNION ALL
    SELECT coalesce(settled_at, paid_at), 'commission', sub_order_id, NULL,
        concat_ws(' ', creator, status),
        -- Before the settlement, an actual commission of 0 only says that nothing is booked yet.
        CASE WHEN actual <> 0 OR settled_at IS NOT NULL THEN actual ELSE coalesce(estimated, actual) END,
        import_id, row_number, sheet
    FROM stored_commissions
    WHERE id IN (
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_commissions AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.sub_order_id = ids_of_shops.id
        WHERE entry.current
    )
    UNION ALL
    SELECT settled_at, 'settlement', sub_order_id, NULL,
        concat_ws(' ', settlement_type, account),
        amount,
        import_id, row_number, sheet
    FROM stored_settlements
    WHERE id IN (
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_settlements AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.sub_order_id = ids_of_shops.id
        WHERE entry.current
        UNION ALL
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_settlements AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.order_id = ids_of_shops.id
        WHERE entry.current AND entry.sub_order_id IS NULL
    )
    UNION ALL
    SELECT moved_at, 'funds', sub_order_id, flow_id,
        concat_ws(' ', direction, scene),
        amount,
        import_id, row_number, sheet
    FROM stored_fund_flows
    WHERE id IN (
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_fund_flows AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.sub_order_id = ids_of_shops.id
        WHERE entry.current
        UNION ALL
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_fund_flows AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.order_id = ids_of_shops.id
        WHERE entry.current AND entry.sub_order_id IS NULL
    )
    UNION ALL
    SELECT moved_at, 'ledger', sub_order_id, flow_id,
        concat_ws(' ', direction, scene),
        amount,
        import_id, row_number, sheet
    FROM stored_ledger
    WHERE id IN (
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_ledger AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.sub_order_id = ids_of_shops.id
        WHERE entry.current
        UNION ALL
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_ledger AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.order_id = ids_of_shops.id
        WHERE entry.current AND entry.sub_order_id IS NULL
    )
    UNION ALL
    SELECT coalesce(moved_at, insured_at), 'insurance', sub_order_id, coalesce(flow_id, policy_id),
        concat_ws(' ', coalesce(insurance, summary), status),
        -premium,
        import_id, row_number, sheet
    FROM stored_premiums
    WHERE id IN (
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_premiums AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.sub_order_id = ids_of_shops.id
        WHERE entry.current
        UNION ALL
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_premiums AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.order_id = ids_of_shops.id
        WHERE entry.current AND entry.sub_order_id IS NULL
    )
    UNION ALL
    SELECT coalesce(settled_at, paid_at), 'service-fees', sub_order_id, NULL,
        concat_ws(' ', agency, status),
        -- As with commission.
        CASE WHEN actual <> 0 OR settled_at IS NOT NULL THEN actual ELSE coalesce(estimated, actual) END,
        import_id, row_number, sheet
    FROM stored_service_fees
    WHERE id IN (
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_service_fees AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.sub_order_id = ids_of_shops.id
        WHERE entry.current
    )
    UNION ALL
    SELECT coalesce(settled_at, happened_at), 'warehouse', NULL, bill_id,
        concat_ws(' ', fee_item, node, status),
        amount,
        import_id, row_number, sheet
    FROM stored_warehouse_bills
    WHERE id IN (
        SELECT entry.id FROM ids_of_shops CROSS JOIN stored_warehouse_bills AS entry
            ON entry.shop_id = ids_of_shops.shop_id AND entry.order_id = ids_of_shops.id
        WHERE entry.current
    )
)
SELECT at, entries.kind, sub_order_id, number, what, amount, import_id, row_number,
    coalesce(json_extract(imports.sheets, '$[' || sheet_index || ']'), imports.sheet) AS sheet
FROM entries JOIN imports ON imports.id = import_id
ORDER BY at, entries.kind, import_id, sheet_index, row_number
