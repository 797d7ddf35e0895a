-- All shops together. An order counts once in each shop that has it.
WITH line AS (
    SELECT *, {period} AS period FROM facts WHERE {in_scope} AND paid_at IS NOT NULL
),
of_shop AS (
    SELECT
        shop,
        period,
        count(DISTINCT CASE WHEN is_sale THEN order_id END) AS orders,
        sum(CASE WHEN is_sale THEN 1 ELSE 0 END) AS lines,
        sum(CASE WHEN is_sale THEN quantity END) AS units,
        sum(CASE WHEN is_sale THEN payable END) AS amount,
        sum(CASE WHEN is_sale AND payable IS NULL THEN 1 ELSE 0 END) AS without_amount,
        count(*) AS paid_lines,
        sum(CASE WHEN is_refunded THEN 1 WHEN NOT is_refunded THEN 0 END) AS refunded_lines,
        sum(refunds) AS refunds_known,
        sum(CASE WHEN refunds IS NULL THEN 1 ELSE 0 END) AS unknown_refund_lines,
        sum(net + coalesce(fees_estimated, 0) - coalesce({fees_estimated}, 0)) AS net_known,
        sum(CASE WHEN net IS NULL THEN 1 ELSE 0 END) AS unknown_net_lines
    FROM line
    GROUP BY shop, period
)
SELECT
    period,
    count(*) AS shops,
    sum(orders) AS orders,
    sum(lines) AS lines,
    sum(units) AS units,
    sum(amount) AS amount,
    sum(without_amount) AS without_amount,
    sum(paid_lines) AS paid_lines,
    sum(refunded_lines) AS refunded_lines,
    sum(refunds_known) AS refunds_known,
    sum(unknown_refund_lines) AS unknown_refund_lines,
    sum(net_known) AS net_known,
    sum(unknown_net_lines) AS unknown_net_lines
FROM of_shop
GROUP BY period
ORDER BY period NULLS FIRST
