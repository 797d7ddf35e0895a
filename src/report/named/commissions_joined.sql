-- What the commission file says of a line that is a main order, whose sub-orders stand in one cell: it tells of the line where it
-- tells of all of them.
entry AS (
    SELECT
        sub_order_id,
        CASE WHEN settled_at IS NOT NULL OR actual <> 0 THEN actual END AS booked,
        estimated
    FROM stored_commissions
    WHERE shop_id = :shop_id AND current
),
commissions AS (
    SELECT
        line_key AS key,
        CASE WHEN count(*) = count(booked) THEN sum(booked) END AS booked_commission,
        CASE WHEN count(*) = count(coalesce(booked, estimated)) THEN sum(coalesce(booked, estimated)) END
            AS expected_commission
    FROM stored_lines AS line
    CROSS JOIN json_each('["' || replace(line.sub_order_id, ';', '","') || '"]') AS part
    LEFT JOIN entry ON entry.sub_order_id = part.value
    WHERE line.shop_id = :shop_id
    GROUP BY line_key
)
