-- What the lead of a line says, in short: a row of an export with the same columns that says the same is known by it without
-- reading the line. NULL where it is not known; then the line is read.
ALTER TABLE stored_lines ADD COLUMN fingerprint BLOB;

-- The content of a sighting is from here on what it says otherwise than the state: fields by name, NULL too; the maps of unknown
-- columns and the unstated fields whole. Until here it was all that the row says, without what is empty.
UPDATE stored_sightings SET content = json_set(
    (SELECT json_group_object(name.value, json_extract(content, '$.' || name.value)) FROM json_each(
    '[
     "main_order_id", "sub_order_id", "product", "spec", "quantity", "product_id", "sku_code", "unit_price", "payable",
     "freight", "discount_total", "platform_discount", "seller_discount", "creator_discount", "seller_adjustment",
     "payment_discount", "red_packet", "payment_method", "handling_fee", "receiver", "receiver_phone", "province",
     "city", "district", "street", "address", "address_changed", "address_changed_at", "buyer_message", "submitted_at",
     "flag_color", "seller_note", "finished_at", "paid_at", "app_channel", "traffic_source", "status", "ship_by",
     "order_type", "luban_page_id", "creator_id", "creator_name", "store_id", "after_sale", "cancel_reason",
     "scheduled_ship_at", "warehouse_id", "warehouse", "worry_free", "ad_channel", "traffic_type", "traffic_genre",
     "traffic_channel", "shipper", "shipper_detail", "shipped_at", "price_cut", "platform_borne", "seller_borne",
     "creator_borne", "expected_delivery_at", "platform_warehouse", "vehicle_model", "barcode", "ship_sn",
     "ship_imei_1", "ship_imei_2", "scheduled_delivery_at", "suggested_ship_from", "suggested_ship_to", "logistics_sn",
     "logistics_imei_1", "logistics_imei_2", "item_amount", "promotion"
    ]') AS name),
    '$.extra', json(coalesce(json_extract(content, '$.extra'), '{}')),
    '$.extra_contact', json(coalesce(json_extract(content, '$.extra_contact'), '{}')),
    '$.unstated', json(coalesce(json_extract(content, '$.unstated'), '[]')))
WHERE content IS NOT NULL;
