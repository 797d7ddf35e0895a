-- The index of a table of entries beside its keys that every kind has, as indexes.sql has those of order lines.

CREATE INDEX IF NOT EXISTS {table}_by_import ON {table} (import_id);
