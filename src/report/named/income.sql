-- All paid lines: what is paid of a line that was called off goes back, so it stands among the refunds. Discounts and commission are
-- those of sales; nobody bears anything of a line that was called off. A refund that the after-sale file does not tell of is the
-- whole amount where the line was called off, and unknown where it was not.
WITH line AS (
    SELECT
        line_key,
        main_order_id,
        promotion,
        payable,
        platform_borne,
        seller_borne,
        creator_borne,
        coalesce({called_off}, 0) AS off,
        CASE WHEN :knows_after_sale THEN coalesce({refunded}, 0) ELSE 1 END AS may_be_refunded{period}
    FROM stored_lines
    WHERE {asked_for} AND paid_at IS NOT NULL
),
{commissions},
{settlements},
{refunds},
told AS (
    SELECT
        line.*,
        settled,
        fees,
        CASE
            WHEN refunds.key IS NOT NULL THEN refund
            WHEN off THEN payable
            WHEN NOT may_be_refunded THEN 0
        END AS given_back,
        refunds.key IS NULL AND off AS refund_assumed,
        coalesce(booked_commission, charged_commission, CASE WHEN off THEN 0 ELSE expected_commission END) AS commission,
        NOT off AND booked_commission IS NULL AND charged_commission IS NULL AND expected_commission IS NOT NULL
            AS commission_expected,
        NOT off AND coalesce(booked_commission, charged_commission, expected_commission) IS NULL
            AND coalesce({alliance}, 1) AS commission_untold
    FROM line
    LEFT JOIN commissions ON commissions.key = line_key
    LEFT JOIN settlements ON settlements.key = line_key
    LEFT JOIN refunds ON refunds.key = line_key
)
SELECT
    nullif(count(DISTINCT main_order_id), 0),
    count(*),
    sum(payable),
    sum(CASE WHEN off THEN 0 ELSE platform_borne END),
    sum(CASE WHEN off THEN 0 ELSE seller_borne END),
    sum(CASE WHEN off THEN 0 ELSE creator_borne END),
    CASE WHEN count(*) = count(given_back) THEN sum(given_back) END,
    sum(fees),
    count(settled),
    sum(settled){by_period},
    count(*) - count(payable),
    coalesce(sum(commission), 0),
    sum(commission_expected),
    sum(commission_untold),
    sum(payable) FILTER (WHERE commission_untold),
    sum(refund_assumed),
    count(*) - count(given_back),
    count(*) FILTER (WHERE fees IS NULL AND NOT off)
FROM told
GROUP BY NULL{by_period}
ORDER BY {period_first}1
