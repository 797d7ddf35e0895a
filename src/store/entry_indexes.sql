CREATE INDEX IF NOT EXISTS {table}_by_import ON {table} (import_id);
CREATE INDEX IF NOT EXISTS {table}_by_sub_order ON {table} (shop_id, sub_order_id) WHERE current;
