-- What creators sold and the rest: the sales among the paid lines, and what all paid lines bring in.
WITH line AS (
    SELECT
        *,
        {time} AS moment,
        {period_key} AS period_key,
        coalesce('1' || promotion, '') AS promotion_key,
        CASE WHEN {by_creator} THEN coalesce('1' || creator_id, '') ELSE {no_key} END AS creator_key,
        {newest} AS newest
    FROM facts
    WHERE {in_scope} AND paid_at IS NOT NULL
),
sold AS (
    SELECT
        shop,
        period_key,
        promotion_key,
        creator_key,
        grouping(promotion_key) AS is_total,
        CAST(max(moment) AS STRING) AS time,
        count(DISTINCT CASE WHEN is_sale THEN order_id END) AS orders,
        sum(CASE WHEN is_sale THEN 1 ELSE 0 END) AS lines,
        sum(CASE WHEN is_sale THEN payable END) AS amount,
        sum(CASE WHEN is_sale AND payable IS NULL THEN 1 ELSE 0 END) AS without_amount,
{net_measures}
    FROM line
    GROUP BY GROUPING SETS ((shop, period_key, promotion_key, creator_key), (shop))
),
names AS (
    SELECT
        shop AS name_shop,
        period_key AS name_period_key,
        promotion_key AS name_promotion_key,
        creator_key AS name_creator_key,
        max_by(coalesce(creator_name, ''), newest) AS creator_name
    FROM line
    WHERE {by_creator}
    GROUP BY shop, period_key, promotion_key, creator_key
)
SELECT
    shop,
    is_total,
    time,
    nullif(period_key, '') AS period,
    nullif(substring(promotion_key, 2), '') AS promotion,
    nullif(substring(creator_key, 2), '') AS creator_id,
    nullif(creator_name, '') AS creator_name,
    orders, lines, amount, without_amount,
    {net_names}
FROM sold
LEFT JOIN names
    ON shop = name_shop
    AND period_key = name_period_key
    AND promotion_key = name_promotion_key
    AND creator_key = name_creator_key
