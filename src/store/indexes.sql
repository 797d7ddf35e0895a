-- Indexes beside the keys. They are made after the first load, which is faster than keeping them up row by row, and are
-- here rather than in a migration so that a load into an empty database can leave them out until its end.

CREATE INDEX IF NOT EXISTS lines_by_time ON stored_lines (shop_id, submitted_at);
CREATE INDEX IF NOT EXISTS lines_by_order ON stored_lines (main_order_id);
CREATE INDEX IF NOT EXISTS sightings_by_import ON stored_sightings (import_id);
