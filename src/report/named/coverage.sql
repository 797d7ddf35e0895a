SELECT substr(submitted_at, 1, 10) AS day, count(*)
FROM stored_lines
WHERE shop_id = :shop_id AND submitted_at IS NOT NULL
GROUP BY day
