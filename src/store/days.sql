-- Counts the lines of the days of imports that were not counted yet. It runs at the end of an import, when the index by time is
-- there: each day is one range of it, and days without lines are leapt over.

DELETE FROM lines_per_day
WHERE EXISTS (
    SELECT 1 FROM imports
    WHERE id > (SELECT import_id FROM days_counted)
        AND imports.shop_id = lines_per_day.shop_id
        AND lines_per_day.day BETWEEN first_day AND last_day
);

INSERT OR REPLACE INTO lines_per_day (shop_id, day, lines)
WITH RECURSIVE found (shop_id, last_day, day) AS (
    SELECT
        shop_id,
        last_day,
        (SELECT substr(min(line.submitted_at), 1, 10) FROM stored_lines AS line
         WHERE line.shop_id = imports.shop_id AND line.submitted_at >= imports.first_day)
    FROM imports
    WHERE id > (SELECT import_id FROM days_counted)
    UNION ALL
    -- A tilde comes behind every time of a day.
    SELECT
        shop_id,
        last_day,
        (SELECT substr(min(line.submitted_at), 1, 10) FROM stored_lines AS line
         WHERE line.shop_id = found.shop_id AND line.submitted_at > found.day || '~')
    FROM found
    WHERE day < last_day
)
SELECT
    shop_id,
    day,
    (SELECT count(*) FROM stored_lines AS line
     WHERE line.shop_id = found.shop_id AND line.submitted_at > found.day AND line.submitted_at < found.day || '~')
FROM found
WHERE day <= last_day;

UPDATE days_counted SET import_id = (SELECT coalesce(max(id), 0) FROM imports);
