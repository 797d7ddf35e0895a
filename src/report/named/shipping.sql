-- The rate is of the lines that are decided: a line that is not due yet, or of which nobody knows, is neither late nor on time.
SELECT
    warehouse_id,
    warehouse,
    lines,
    CASE WHEN :has_promise THEN on_time_lines END AS on_time_lines,
    CASE WHEN :has_promise THEN late_lines END AS late_lines,
    CASE WHEN :has_promise THEN late_unshipped_lines END AS late_unshipped_lines,
    CASE WHEN :has_promise THEN waiting_lines END AS waiting_lines,
    unknown_lines,
    round(1.0 * late_lines / nullif(on_time_lines + late_lines, 0), 4) AS late_rate,
    round(median_seconds / 3600.0, 1) AS median_hours,
    round(p90_seconds / 3600.0, 1) AS p90_hours,
    untimed_lines,
    {period} AS period
FROM line_groups
JOIN stored_lines ON id = line_id
ORDER BY period, lines DESC, warehouse_id, warehouse
