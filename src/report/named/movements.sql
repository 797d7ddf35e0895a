-- What the fund flow moved for a line, out of the account negative.
movements AS (
    SELECT {entry_key} AS key, sum(amount) AS moved
    FROM stored_fund_flows
    WHERE shop_id = :shop_id AND current AND {entry_key} IS NOT NULL
    GROUP BY {entry_key}
)
