SELECT
    status,
    after_sale,
    nullif(count(DISTINCT main_order_id), 0) AS orders,
    count(*) AS lines,
    sum(payable) AS amount,
    sum(gift){period},
    count(*) - count(payable)
FROM stored_lines
WHERE {asked_for}
GROUP BY status, after_sale{by_period}
ORDER BY {period_first}lines DESC, status, after_sale
