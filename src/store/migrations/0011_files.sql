-- `imports.sha256` says nothing of a file to who has not the file: it is the HMAC of the file's SHA-256 under the random key of this
-- table, and empty where a purge took it. The plain hashes of earlier versions are replaced by src/store/keyed_hash.rs.

CREATE TABLE file_key (key BLOB NOT NULL) STRICT;

INSERT INTO file_key VALUES (randomblob(32));
