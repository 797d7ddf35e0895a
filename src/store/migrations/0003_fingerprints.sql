-- What the lead of a line says, in short: a row of an export with the same columns that says the same is known by it without
-- reading the line. NULL where it is not known; then the line is read.

ALTER TABLE stored_lines ADD COLUMN fingerprint BLOB;
