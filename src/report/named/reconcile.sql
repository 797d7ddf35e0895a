-- Lines that do not match, and what the exports say of no line. The day of the latter is known where an export has it.
WITH unmatched AS (
    SELECT
        outcome,
        coalesce(booking.sub_order_id, movement.sub_order_id, after_sale.sub_order_id) AS sub_order_id,
        coalesce(booking.order_id, movement.order_id, after_sale.order_id) AS order_id,
        booked,
        settled,
        moved,
        after_sale.status,
        refunds,
        coalesce(booking.ordered_at, movement.ordered_at, after_sale.applied_at) AS ordered_at
    FROM unmatched_entries
    LEFT JOIN stored_settlements AS booking ON booking.id = unmatched_entries.settlement
    LEFT JOIN stored_fund_flows AS movement ON movement.id = unmatched_entries.movement
    LEFT JOIN stored_after_sales AS after_sale ON after_sale.id = unmatched_entries.after_sale_row
),
dated AS (
    SELECT
        *,
        coalesce(
            (SELECT submitted_at FROM stored_lines WHERE main_order_id = order_id AND +shop_id = :shop_id LIMIT 1),
            ordered_at
        ) AS submitted_at
    FROM unmatched
),
found AS (
    SELECT outcome, sub_order_id, main_order_id, expected, booked, difference, settled, moved, status, after_sale, finished_at, refunds,
        line_key AS sort_key
    FROM compared_lines
    JOIN stored_lines ON id = line_id
    UNION ALL
    SELECT outcome, sub_order_id, order_id, NULL, booked, NULL, settled, moved, NULL, status, NULL, refunds, NULL
    FROM dated
    WHERE (:from IS NULL OR coalesce(submitted_at, :from) >= :from) AND (:end IS NULL OR coalesce(submitted_at, '') < :end)
)
SELECT
    sub_order_id,
    main_order_id AS order_id,
    CASE found.outcome
        WHEN 0 THEN 'missing' WHEN 1 THEN 'different' WHEN 2 THEN 'flow_differs' WHEN 3 THEN 'refunded' WHEN 5 THEN 'order_only'
        WHEN 6 THEN 'not_imported' ELSE 'unknown'
    END AS outcome,
    expected,
    booked,
    difference,
    settled,
    moved,
    status,
    after_sale,
    finished_at,
    refunds
FROM found
ORDER BY found.outcome, abs(difference) DESC, finished_at, sort_key, main_order_id, sub_order_id
