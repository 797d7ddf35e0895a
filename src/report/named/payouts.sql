-- What is still to be settled, by why it waits and the day by which it should come. State 10 waits for nothing.
-- `{net_measures}` are those of src/report/named/net.rs.
SELECT state, due_day, lines, without_amount, due, unknown_due_lines, {net_measures}
FROM line_groups
WHERE state < 10
ORDER BY state, due_day
