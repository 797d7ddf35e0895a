-- What the settlement statements say of a line, whatever they book of it, taken together. Expenses stand there below zero, so that
-- 结算金额 is 收入合计 + 支出合计. `borne` is what the buyer paid and what others added to it.
settlements AS (
    SELECT
        {entry_key} AS key,
        sum(amount) AS settled,
        CASE WHEN count(*) = count(paid + platform_subsidy + creator_subsidy) THEN sum(
            paid + platform_subsidy + creator_subsidy + coalesce(payment_subsidy, 0) + coalesce(instalment_subsidy, 0)
        ) END AS borne,
        sum(abs(early_refund)) AS early_refund,
        min(amount) < 0 AS taken_back,
        -sum(commission) AS charged_commission,
        -sum(CASE
            WHEN coalesce(platform_fee, channel_share, recruiting_fee, external_promotion, other_share) IS NOT NULL
                THEN coalesce(platform_fee, 0) + coalesce(channel_share, 0) + coalesce(recruiting_fee, 0)
                    + coalesce(external_promotion, 0) + coalesce(other_share, 0)
        END) AS fees
    FROM stored_settlements
    WHERE shop_id = :shop_id AND current AND {entry_key} IS NOT NULL
    GROUP BY {entry_key}
)
