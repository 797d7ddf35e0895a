-- The groups of lines by their numbers, with what names them. `profit` is what is known of it.
SELECT
    group_number,
    product_id,
    product,
    spec,
    sku_code,
    creator_id,
    CASE WHEN creator_id IS NOT NULL THEN creator_name END AS creator,
    main_order_id AS order_id,
    {period} AS period
FROM line_groups
JOIN stored_lines ON id = line_id
ORDER BY period, profit DESC, amount DESC, product_id, product, spec, sku_code, creator_id, main_order_id
