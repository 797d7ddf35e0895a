-- One row for each line that a seller has to look at, and one with their number for those that fit, or that nobody can judge yet.
SELECT
    sub_order_id,
    main_order_id,
    outcome,
    expected,
    borne,
    CASE outcome
        WHEN 'flow_differs' THEN moved - settled
        WHEN 'missing' THEN -expected
        ELSE borne - expected
    END AS difference,
    settled,
    moved,
    status,
    after_sale,
    finished_at,
    outcome,
    count(*)
FROM judged
WHERE outcome IS NOT NULL
GROUP BY outcome, CASE WHEN outcome NOT IN ('matched', 'waiting', 'flow_only') THEN line_key END
ORDER BY
    CASE outcome
        WHEN 'missing' THEN 1 WHEN 'different' THEN 2 WHEN 'flow_differs' THEN 3 WHEN 'refunded' THEN 4 ELSE 5
    END,
    abs(difference) DESC,
    finished_at,
    line_key
