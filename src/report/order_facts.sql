WITH line AS (
    SELECT
        status,
        after_sale,
        -- When an order was closed is not exported; the latest that is known of it is the least.
        coalesce(finished_at, max(coalesce(shipped_at, ''), coalesce(paid_at, ''), coalesce(submitted_at, ''))) AS ended_at,
        finished_at,
        {completed} AND finished_at IS NULL AS completed_without_time,
        {called_off} AND finished_at IS NULL AS closed_without_time,
        {ended} AS finished,
        coalesce({open_after_sale}, 0) AS after_sale_open
    FROM stored_lines
    WHERE shop_id = (SELECT id FROM shops WHERE name = :shop)
)
SELECT
    count(*),
    coalesce(sum(NOT coalesce(finished, 0)), 0),
    coalesce(sum(after_sale_open), 0),
    coalesce(sum({completed} AND (finished_at IS NULL OR substr(finished_at, 1, 10) >= :period_start)), 0),
    max(CASE WHEN finished THEN nullif(ended_at, '') END),
    coalesce(sum(completed_without_time), 0),
    coalesce(sum(closed_without_time), 0),
    coalesce(sum({completed} AND substr(finished_at, 1, 10) >= :longest_start), 0),
    (SELECT max(exported_at) FROM imports
     WHERE kind = 'orders' AND shop_id = (SELECT id FROM shops WHERE name = :shop)),
    (SELECT json_group_array(DISTINCT status) FROM line WHERE NOT {known_status}),
    (SELECT json_group_array(DISTINCT after_sale) FROM line WHERE after_sale_open AND NOT {known_open_after_sale})
FROM line
