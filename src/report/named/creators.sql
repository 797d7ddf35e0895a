-- `{net_measures}` are those of src/report/named/net.rs. Refunds close a line, so the refund rate is of all paid lines and not of sales. Some 精选联盟 lines name no creator.
SELECT
    creator_id,
    CASE WHEN creator_id IS NOT NULL THEN creator_name END AS creator,
    CASE WHEN lines > 0 THEN nullif(orders, 0) ELSE 0 END AS orders,
    lines,
    CASE WHEN lines > 0 THEN units ELSE 0 END AS units,
    CASE WHEN lines > 0 THEN amount ELSE 0 END AS amount,
    round(1.0 * CASE WHEN lines > 0 THEN amount ELSE 0 END / nullif(sum(amount) OVER (PARTITION BY period), 0), 4) AS share,
    products,
    paid_lines,
    CASE WHEN :knows_after_sale THEN refunded_lines END AS refunded_lines,
    CASE WHEN :knows_after_sale THEN round(1.0 * refunded_lines / paid_lines, 4) END AS refund_rate,
    period,
    without_amount,
    {net_measures}
FROM (
    SELECT line_groups.*, creator_id, creator_name, {period} AS period
    FROM line_groups
    JOIN stored_lines ON id = line_id
)
ORDER BY period, amount DESC, paid_lines DESC, creator_id
