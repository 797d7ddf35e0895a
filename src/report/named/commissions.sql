-- What the commission file says of a line: what is booked once it is settled, and what is expected of one that is not. An actual
-- commission of 0 before the settlement only says that nothing is booked yet.
commissions AS (
    SELECT
        sub_order_id AS key,
        CASE WHEN settled_at IS NOT NULL OR actual <> 0 THEN actual END AS booked_commission,
        estimated AS expected_commission
    FROM stored_commissions
    WHERE shop_id = :shop_id AND current
)
