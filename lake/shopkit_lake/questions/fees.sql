-- What the settlement statements charge; expenses are stored below zero. `place` says what the bookings of a row belong to: 0 for paid
-- lines that are asked for, 1 for orders that are not imported, 2 for orders of several lines, 3 for lines that are not paid.
WITH line AS (
    SELECT
        shop AS shop_of_line,
        line_key AS key_of_line,
        order_id AS order_of_line,
        paid_at,
        {time} AS moment,
        {period_key} AS period_key,
        CASE WHEN {by_product} THEN {product_key} ELSE {no_key} END AS product_key,
        CASE WHEN {by_creator} THEN coalesce('1' || creator_id, '') ELSE {no_key} END AS creator_key,
        product_id,
        product,
        creator_id,
        creator_name,
        {newest} AS newest
    FROM facts
    WHERE {in_scope}
),
asked_order AS (
    SELECT DISTINCT shop_of_line AS shop_of_order, order_of_line AS asked_order FROM line
),
booking AS (
    SELECT
        *,
        income - amount AS known_charges,
        -coalesce(platform_fee, 0) - coalesce(commission, 0) - coalesce(agency_commission, 0) - coalesce(channel_share, 0)
            - coalesce(recruiting_fee, 0) - coalesce(external_promotion, 0) - coalesce(other_share, 0) AS named_charges,
        CASE WHEN {booking_in_scope} THEN 1 ELSE 0 END AS is_asked
    FROM entries
    WHERE kind = 'settlement'
),
placed AS (
    SELECT
        shop,
        CASE
            WHEN key_of_line IS NOT NULL THEN CASE WHEN paid_at IS NOT NULL THEN 0 ELSE 3 END
            WHEN belongs_to = 'order' THEN CASE WHEN asked_order IS NOT NULL THEN 2 END
            WHEN coalesce(belongs_to, '') <> 'line' THEN CASE WHEN is_asked = 1 THEN 1 END
        END AS place,
        coalesce(period_key, '') AS period_key,
        coalesce(product_key, '') AS product_key,
        coalesce(creator_key, '') AS creator_key,
        income,
        known_charges,
        named_charges,
        known_charges - named_charges AS other,
        -platform_fee AS platform_fee,
        -commission AS commission,
        -agency_commission AS agency_commission,
        -channel_share AS channel_share,
        -recruiting_fee AS recruiting_fee,
        -external_promotion AS external_promotion,
        -other_share AS other_share
    FROM booking
    LEFT JOIN (SELECT shop_of_line, key_of_line, paid_at, period_key, product_key, creator_key FROM line) AS named_line
        ON shop = shop_of_line AND line_key = key_of_line
    LEFT JOIN asked_order ON shop = shop_of_order AND order_id = asked_order
),
charged AS (
    SELECT
        shop,
        place,
        period_key,
        product_key,
        creator_key,
        count(*) AS bookings,
        sum(income) AS income,
        sum(CASE WHEN known_charges IS NULL THEN 1 ELSE 0 END) AS unknown_bookings,
        sum(platform_fee) AS platform_fee,
        sum(CASE WHEN platform_fee <> 0 THEN 1 ELSE 0 END) AS platform_fee_bookings,
        sum(commission) AS commission,
        sum(CASE WHEN commission <> 0 THEN 1 ELSE 0 END) AS commission_bookings,
        sum(agency_commission) AS agency_commission,
        sum(CASE WHEN agency_commission <> 0 THEN 1 ELSE 0 END) AS agency_commission_bookings,
        sum(channel_share) AS channel_share,
        sum(CASE WHEN channel_share <> 0 THEN 1 ELSE 0 END) AS channel_share_bookings,
        sum(recruiting_fee) AS recruiting_fee,
        sum(CASE WHEN recruiting_fee <> 0 THEN 1 ELSE 0 END) AS recruiting_fee_bookings,
        sum(external_promotion) AS external_promotion,
        sum(CASE WHEN external_promotion <> 0 THEN 1 ELSE 0 END) AS external_promotion_bookings,
        sum(other_share) AS other_share,
        sum(CASE WHEN other_share <> 0 THEN 1 ELSE 0 END) AS other_share_bookings,
        sum(other) AS other,
        sum(CASE WHEN other <> 0 THEN 1 ELSE 0 END) AS other_bookings,
        sum(coalesce(known_charges, named_charges)) AS charged
    FROM placed
    WHERE place IS NOT NULL
    GROUP BY shop, place, period_key, product_key, creator_key
),
names AS (
    SELECT
        shop_of_line AS name_shop,
        period_key AS name_period_key,
        product_key AS name_product_key,
        creator_key AS name_creator_key,
        CAST(max(moment) AS STRING) AS time,
        max_by(coalesce(product_id, ''), newest) AS product_id,
        max_by(coalesce(product, ''), newest) AS product,
        max_by(coalesce(creator_id, ''), newest) AS creator_id,
        max_by(coalesce(creator_name, ''), newest) AS creator_name
    FROM line
    WHERE paid_at IS NOT NULL
    GROUP BY shop_of_line, period_key, product_key, creator_key
)
SELECT
    shop,
    0 AS is_total,
    time,
    place,
    nullif(period_key, '') AS period,
    nullif(product_id, '') AS product_id,
    nullif(product, '') AS product,
    nullif(creator_id, '') AS creator_id,
    nullif(creator_name, '') AS creator_name,
    bookings, income, unknown_bookings,
    platform_fee, platform_fee_bookings,
    commission, commission_bookings,
    agency_commission, agency_commission_bookings,
    channel_share, channel_share_bookings,
    recruiting_fee, recruiting_fee_bookings,
    external_promotion, external_promotion_bookings,
    other_share, other_share_bookings,
    other, other_bookings,
    charged
FROM charged
LEFT JOIN names
    ON shop = name_shop
    AND period_key = name_period_key
    AND product_key = name_product_key
    AND creator_key = name_creator_key
