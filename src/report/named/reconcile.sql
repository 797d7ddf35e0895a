-- What should stand in the statement of a line is 应付 + 平台实际承担 + 达人实际承担, less what went back; what does stand there is
-- 用户实付 and all 补贴. Nothing is kept of a line that was called off. A line is missing where a statement or a fund flow reaches from
-- its completion to the day by which it is settled, and has nothing of it.
WITH line AS (
    SELECT
        line_key,
        sub_order_id,
        main_order_id,
        status,
        after_sale,
        finished_at,
        payable + platform_borne + creator_borne AS due,
        {sold} AS sold,
        coalesce({called_off}, 0) AS off,
        coalesce({completed}, 0) AS completed,
        coalesce({refunded}, 0) AS refunded
    FROM stored_lines
    WHERE {asked_for}
),
{settlements},
{refunds},
{movements},
reach (first, last) AS (
    SELECT min(settled_at), date(max(settled_at), {settled_within})
    FROM stored_settlements WHERE shop_id = :shop_id AND current
    UNION ALL
    SELECT min(moved_at), date(max(moved_at), {settled_within})
    FROM stored_fund_flows WHERE shop_id = :shop_id AND current
),
told AS (
    SELECT
        line.*,
        settlements.key IS NOT NULL AS is_settled,
        borne,
        settled,
        moved,
        coalesce(early_refund, 0) AS early_refund,
        refunds.key IS NOT NULL OR refunded OR off OR coalesce(early_refund > 0, 0) OR coalesce(taken_back, 0) AS went_back,
        CASE
            WHEN off THEN 0
            WHEN refunds.key IS NOT NULL THEN due - refund
            WHEN NOT refunded THEN due
        END AS expected
    FROM line
    LEFT JOIN settlements ON settlements.key = line_key
    LEFT JOIN refunds ON refunds.key = line_key
    LEFT JOIN movements ON movements.key = line_key
),
judged AS (
    SELECT
        *,
        CASE
            WHEN NOT is_settled AND moved IS NULL THEN CASE
                WHEN NOT sold THEN NULL
                WHEN NOT completed THEN 'waiting'
                WHEN EXISTS (
                    SELECT 1 FROM reach WHERE finished_at >= first AND substr(finished_at, 1, 10) <= last
                ) THEN 'missing'
                ELSE 'waiting'
            END
            WHEN NOT is_settled THEN 'flow_only'
            WHEN borne = expected OR (went_back AND borne - early_refund = expected)
                THEN CASE WHEN moved <> settled THEN 'flow_differs' ELSE 'matched' END
            WHEN went_back AND borne IS NOT NULL THEN 'refunded'
            WHEN borne <> expected THEN 'different'
            ELSE 'unknown'
        END AS outcome
    FROM told
)
