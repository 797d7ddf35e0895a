SELECT status, after_sale, nullif(orders, 0) AS orders, lines, amount, gifts, {period} AS period, without_amount
FROM line_groups
JOIN stored_lines ON id = line_id
ORDER BY period, lines DESC, status, after_sale
