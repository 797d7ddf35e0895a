-- Groups of shops. A group is there as long as it has a shop.
CREATE TABLE shop_groups (
    name TEXT NOT NULL,
    shop_id INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    PRIMARY KEY (name, shop_id)
) STRICT, WITHOUT ROWID;
