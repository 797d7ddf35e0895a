SELECT
    sub_order_id,
    main_order_id,
    CASE outcome
        WHEN 0 THEN 'missing' WHEN 1 THEN 'different' WHEN 2 THEN 'flow_differs' WHEN 3 THEN 'refunded' ELSE 'unknown'
    END,
    expected,
    borne,
    difference,
    settled,
    moved,
    status,
    after_sale,
    finished_at
FROM judged
JOIN stored_lines ON id = line_id
ORDER BY outcome, abs(difference) DESC, finished_at, line_key
