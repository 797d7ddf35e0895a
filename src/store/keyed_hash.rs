//! Keyed hashes of files, by which a file is recognized when it is imported again.
//!
//! The key is random and never leaves the database. Without it, a hash reveals nothing: the plain hash of a file with one row would
//! confirm a guess of that row.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::model::hex::hex;

/// The migration step that adds the key.
pub(super) const STEP: i64 = 11;

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// Returns the hash that a database stores for the SHA-256 of a file.
pub(super) fn of_file(connection: &Connection, sha256: &str) -> rusqlite::Result<String> {
    // A database of an earlier version that is only read has no key, and stores the plain hash.
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version < STEP { Ok(sha256.to_owned()) } else { Ok(keyed(&key(connection)?, sha256)) }
}

/// Finds the first import, of any shop, of a file with a SHA-256.
pub(super) fn import_of_bytes(connection: &Connection, sha256: &str) -> rusqlite::Result<Option<i64>> {
    let kept = of_file(connection, sha256)?;
    connection.query_row("SELECT min(id) FROM imports WHERE sha256 = ?1", [kept], |row| row.get(0))
}

/// Returns the hash of a text under the key, for a purpose other than files; nothing where the key is gone.
pub(super) fn of_text(connection: &Connection, purpose: &str, text: &str) -> rusqlite::Result<Option<String>> {
    // What is hashed for files is hex, so that no purpose can be taken for a file.
    Ok(key(connection).optional()?.map(|key| keyed(&key, &format!("{purpose}: {text}"))))
}

/// Replaces the plain hashes of files that earlier versions stored with keyed hashes.
pub(super) fn replace_plain(connection: &Connection) -> rusqlite::Result<()> {
    let key = key(connection)?;
    let plain: Vec<(i64, String)> = connection
        .prepare("SELECT id, sha256 FROM imports WHERE sha256 <> ''")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut replace = connection.prepare("UPDATE imports SET sha256 = ?1 WHERE id = ?2")?;
    for (id, sha256) in plain {
        replace.execute(params![keyed(&key, &sha256), id])?;
    }
    Ok(())
}

fn key(connection: &Connection) -> rusqlite::Result<Vec<u8>> {
    connection.query_row("SELECT key FROM file_key", [], |row| row.get(0))
}

fn keyed(key: &[u8], text: &str) -> String {
    hex(&hmac(key, text.as_bytes()))
}

/// Makes the HMAC-SHA-256 (RFC 2104) of a message under a key of at most [`BLOCK`] bytes.
pub(crate) fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let padded = |pad: u8| {
        let mut block = [pad; BLOCK];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        Sha256::new_with_prefix(block)
    };
    let inner = padded(0x36).chain_update(message).finalize();
    padded(0x5c).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_matches_the_standard() {
        // RFC 4231, cases 1 and 2.
        for (key, message, wanted) in [
            (&[0x0b; 20][..], "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
        ] {
            assert_eq!(hex(&hmac(key, message.as_bytes())), wanted);
        }
    }
}
