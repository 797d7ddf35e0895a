-- What became of the order lines of each shop when they were compared with their settlements.
SELECT
    shop,
    outcome,
    count(*) AS lines,
    sum(due) AS expected,
    sum(CASE WHEN due IS NULL THEN 1 ELSE 0 END) AS unknown_expected_lines,
    sum(booked_income) AS booked,
    sum(CASE WHEN settled_amount IS NOT NULL AND booked_income IS NULL THEN 1 ELSE 0 END) AS unknown_booked_lines,
    sum(difference) AS difference,
    sum(CASE WHEN difference IS NULL AND outcome NOT IN ('waiting', 'flow_only') THEN 1 ELSE 0 END) AS unknown_difference_lines,
    sum(settled_amount) AS settled,
    sum(moved) AS moved,
    sum(refunds) AS refunds
FROM facts
WHERE {in_scope} AND outcome IS NOT NULL
GROUP BY shop, outcome
ORDER BY shop, outcome
