-- What became of the order lines of each shop when they were compared with their settlements.
SELECT
    shop,
    outcome,
    count(*) AS lines,
    sum(due) AS expected,
    sum(CASE WHEN due IS NULL THEN 1 ELSE 0 END) AS unknown_expected_lines,
    sum(booked_income) AS booked,
    sum(difference) AS difference,
    sum(settled_amount) AS settled,
    sum(moved) AS moved,
    sum(refunds) AS refunds
FROM facts
WHERE {in_scope} AND outcome IS NOT NULL
GROUP BY shop, outcome
ORDER BY shop, outcome
