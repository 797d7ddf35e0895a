-- Rows know their sheet, and rejected rows are kept compactly.

-- The sheets that were read, as a JSON array of names, where a workbook has several that go on with one table.
ALTER TABLE imports ADD COLUMN sheets TEXT;

-- The place of a row's sheet in `imports.sheets`; NULL where only one was read.
ALTER TABLE stored_lines ADD COLUMN sheet INTEGER;
ALTER TABLE stored_sightings ADD COLUMN sheet INTEGER;
ALTER TABLE stored_commissions ADD COLUMN sheet INTEGER;
ALTER TABLE stored_after_sales ADD COLUMN sheet INTEGER;
ALTER TABLE stored_settlements ADD COLUMN sheet INTEGER;
ALTER TABLE stored_fund_flows ADD COLUMN sheet INTEGER;

-- The headers that rejects of an import name, by number.
CREATE TABLE reject_headers (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    number INTEGER NOT NULL,
    header TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
) STRICT, WITHOUT ROWID;

-- Rejected rows in the order of the file. Rows behind one another that are rejected for the same reason and value are one run.
CREATE TABLE stored_rejects (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    ordinal INTEGER NOT NULL,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL,
    sheet INTEGER,
    column_letters TEXT NOT NULL,
    header_number INTEGER NOT NULL,
    code TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (import_id, ordinal)
) STRICT, WITHOUT ROWID;

INSERT INTO reject_headers (import_id, number, header)
SELECT import_id, row_number() OVER (PARTITION BY import_id ORDER BY header), header
FROM (SELECT DISTINCT import_id, header FROM rejects);

INSERT INTO stored_rejects (import_id, ordinal, first_row, last_row, column_letters, header_number, code, value)
SELECT rejects.import_id, row_number() OVER (PARTITION BY rejects.import_id ORDER BY rejects.rowid), row_number, row_number,
    column_letters, number, code, value
FROM rejects JOIN reject_headers ON reject_headers.import_id = rejects.import_id AND reject_headers.header = rejects.header;

DROP TABLE rejects;

CREATE VIEW rejects AS
SELECT
    stored.import_id,
    stored.ordinal,
    coalesce(json_extract(imports.sheets, '$[' || stored.sheet || ']'), imports.sheet) AS sheet,
    stored.first_row AS row_number,
    stored.last_row,
    stored.column_letters,
    reject_headers.header,
    stored.code,
    stored.value
FROM stored_rejects AS stored
JOIN imports ON imports.id = stored.import_id
JOIN reject_headers ON reject_headers.import_id = stored.import_id AND reject_headers.number = stored.header_number;
