-- Packed columns of what lines are grouped by besides (src/packed/columns.rs): warehouse, city, SKU, traffic, and the promise to ship.

DROP TRIGGER lines_figure_changed;
CREATE TRIGGER lines_figure_changed AFTER UPDATE OF shop_id, line_key, submitted_at, finished_at, paid_at, shipped_at,
    main_order_id, product_id, product, creator_id, receiver, receiver_phone, address, status, after_sale, cancel_reason,
    promotion, province, quantity, payable, unit_price, platform_borne, seller_borne, creator_borne, ship_by,
    platform_warehouse, shipper, warehouse_id, warehouse, city, spec, sku_code, traffic_genre, traffic_type ON stored_lines
BEGIN
    INSERT OR IGNORE INTO stored_unsettled (kind, id) VALUES ('orders', old.id);
END;
