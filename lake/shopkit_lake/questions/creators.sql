-- Sales by the creator who sold: the sales among the paid lines, and what all paid lines bring in.
WITH line AS (
    SELECT
        *,
        {time} AS moment,
        {period_key} AS period_key,
        coalesce('1' || creator_id, '') AS creator_key,
        {product_key} AS product_key,
        {newest} AS newest
    FROM facts
    WHERE {in_scope} AND paid_at IS NOT NULL AND (creator_id IS NOT NULL OR by_creator)
),
sold AS (
    SELECT
        shop,
        period_key,
        creator_key,
        grouping(creator_key) AS is_total,
        CAST(max(moment) AS STRING) AS time,
        count(DISTINCT CASE WHEN is_sale THEN order_id END) AS orders,
        count(DISTINCT CASE WHEN is_sale THEN nullif(product_key, '') END) AS products,
        count(*) AS paid_lines,
        sum(CASE WHEN is_refunded THEN 1 WHEN NOT is_refunded THEN 0 END) AS refunded_lines,
        sum(CASE WHEN is_sale THEN 1 ELSE 0 END) AS lines,
        sum(CASE WHEN is_sale THEN quantity END) AS units,
        sum(CASE WHEN is_sale THEN payable END) AS amount,
        sum(CASE WHEN is_sale AND payable IS NULL THEN 1 ELSE 0 END) AS without_amount,
{net_measures}
    FROM line
    GROUP BY GROUPING SETS ((shop, period_key, creator_key), (shop))
),
names AS (
    SELECT
        shop AS name_shop,
        period_key AS name_period_key,
        creator_key AS name_creator_key,
        max_by(coalesce(creator_name, ''), newest) AS creator_name
    FROM line
    GROUP BY shop, period_key, creator_key
)
SELECT
    shop,
    is_total,
    time,
    nullif(period_key, '') AS period,
    nullif(substring(creator_key, 2), '') AS creator_id,
    nullif(creator_name, '') AS creator_name,
    orders, products, paid_lines, refunded_lines, lines, units, amount, without_amount,
    {net_names}
FROM sold
LEFT JOIN names ON shop = name_shop AND period_key = name_period_key AND creator_key = name_creator_key
