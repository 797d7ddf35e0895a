SELECT
    promotion,
    nullif(count(DISTINCT main_order_id), 0) AS orders,
    count(*) AS lines,
    sum(payable) AS amount{creator}{period},
    count(*) - count(payable)
FROM stored_lines
WHERE {asked_for} AND {sold}
GROUP BY promotion{by_creator}{by_period}
ORDER BY {period_first}promotion IS NULL, {alliance} DESC, amount DESC, promotion{by_creator}
