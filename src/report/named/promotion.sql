-- Nothing is deducted from what no creator sold, unless the commission file says otherwise. Of other lines that it does not tell
-- of, the commission is known at best by a rate.
WITH line AS (
    SELECT line_key, main_order_id, promotion, payable, creator_id, creator_name{period}
    FROM stored_lines
    WHERE {asked_for} AND {sold}
),
{commissions},
told AS (
    SELECT
        line.*,
        coalesce(booked_commission, expected_commission) AS commission,
        booked_commission IS NULL AND expected_commission IS NOT NULL AS expected,
        coalesce(booked_commission, expected_commission) IS NULL AND coalesce({alliance}, 1) AS untold
    FROM line
    LEFT JOIN commissions ON key = line_key
)
SELECT
    promotion,
    nullif(count(DISTINCT main_order_id), 0) AS orders,
    count(*) AS lines,
    sum(payable) AS amount{creator}{by_period},
    count(*) - count(payable),
    coalesce(sum(commission), 0),
    sum(expected),
    sum(untold),
    sum(payable) FILTER (WHERE untold)
FROM told
GROUP BY promotion{by_creator}{by_period}
ORDER BY {period_first}promotion IS NULL, {alliance} DESC, amount DESC, promotion{by_creator}
