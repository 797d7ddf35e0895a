SELECT status, after_sale, nullif(orders, 0), lines, amount, gifts{period}, without_amount
FROM tally
JOIN stored_lines ON id = line_id
ORDER BY {period_first}lines DESC, status, after_sale
