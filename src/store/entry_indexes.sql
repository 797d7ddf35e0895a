-- Indexes of a table of entries beside its keys, as indexes.sql has those of order lines.

CREATE INDEX IF NOT EXISTS {table}_by_import ON {table} (import_id);
CREATE INDEX IF NOT EXISTS {table}_by_sub_order ON {table} (shop_id, sub_order_id) WHERE current;
