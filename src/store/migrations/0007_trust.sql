-- What `db purge` leaves behind, and what `db check` holds an import to.

-- Stands for a buyer whose contact data was purged: a keyed hash over receiver, phone and address, whose last two bits say how
-- sure it is that equal ones are one buyer (model::figure::Sureness). NULL where the contact data was never purged, or the hash too.
ALTER TABLE stored_lines ADD COLUMN buyer_hash INTEGER;

-- The random key of these hashes; no row before the first purge that keeps them.
CREATE TABLE buyer_key (key BLOB NOT NULL) STRICT;

-- Rows of the import that a purge deleted.
ALTER TABLE imports ADD COLUMN purged INTEGER NOT NULL DEFAULT 0;

-- The sum of the fingerprints of the rows that the import stored. NULL where it is not known: the import is older than this
-- column, or a purge took something out of its rows.
ALTER TABLE imports ADD COLUMN rows_hash BLOB;
