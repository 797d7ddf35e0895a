-- What the after-sale file says was given back of a line.
refunds AS (
    SELECT
        {entry_key} AS key,
        CASE WHEN count(*) = count(refund_goods) THEN sum(
            refund_goods + coalesce(refund_freight, 0) + coalesce(refund_payment_discount, 0) + coalesce(refund_tax, 0)
        ) END AS refund,
        avg(julianday(refunded_at) - julianday(applied_at)) AS days_to_refund
    FROM stored_after_sales
    WHERE shop_id = :shop_id AND current AND {gave_back} AND {entry_key} IS NOT NULL
    GROUP BY {entry_key}
)
