SELECT
    province AS region,
    city,
    nullif(orders, 0) AS orders,
    lines,
    units,
    amount,
    round(1.0 * amount / nullif(sum(amount) OVER (PARTITION BY period), 0), 4) AS share,
    period,
    without_amount
FROM (SELECT line_groups.*, province, city, {period} AS period FROM line_groups JOIN stored_lines ON id = line_id)
ORDER BY period, amount DESC, lines DESC, province, city
