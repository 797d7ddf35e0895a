WITH line AS (
    SELECT
        status,
        after_sale,
        -- When an order was closed is not exported; the latest that is known of it is the least.
        coalesce(finished_at, max(coalesce(shipped_at, ''), coalesce(paid_at, ''), coalesce(submitted_at, ''))) AS ended_at,
        finished_at,
        status = '已完成' AND finished_at IS NULL AS completed_without_time,
        status IN ('已关闭', '已取消') AND finished_at IS NULL AS closed_without_time,
        status IN ('已完成', '已关闭', '已取消') AS finished,
        NOT coalesce(after_sale IN ('退款成功', '已全额退款', '售后关闭', '换货成功', '补寄成功', '售后已拒绝'), 1) AS after_sale_open
    FROM stored_lines
    WHERE shop_id = (SELECT id FROM shops WHERE name = :shop)
)
SELECT
    count(*),
    coalesce(sum(NOT coalesce(finished, 0)), 0),
    coalesce(sum(after_sale_open), 0),
    coalesce(sum(status = '已完成' AND (finished_at IS NULL OR substr(finished_at, 1, 10) >= :period_start)), 0),
    max(CASE WHEN finished THEN nullif(ended_at, '') END),
    coalesce(sum(completed_without_time), 0),
    coalesce(sum(closed_without_time), 0),
    coalesce(sum(status = '已完成' AND substr(finished_at, 1, 10) >= :longest_start), 0),
    (SELECT max(exported_at) FROM imports
     WHERE kind = 'orders' AND shop_id = (SELECT id FROM shops WHERE name = :shop)),
    (SELECT json_group_array(DISTINCT status) FROM line
     WHERE status NOT IN ('已完成', '已关闭', '已取消', '待发货', '已发货', '备货中', '待支付', '已支付', '部分发货')),
    (SELECT json_group_array(DISTINCT after_sale) FROM line
     WHERE after_sale_open AND after_sale NOT IN ('售后待处理', '待退货', '待收退货'))
FROM line
