SELECT line.id
FROM stored_lines AS line
