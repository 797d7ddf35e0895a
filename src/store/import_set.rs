//! The set of imports of a shop, as receipts of answers name it.

use rusqlite::{Row, params};
use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::{Store, keyed_hash};
use crate::model::hex::hex;

/// The purposes of keyed hashes besides files.
const DATABASE: &str = "database";
const ANSWER: &str = "answer";

/// Holds the imports of a shop, in an order that depends only on the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportSet {
    /// The imports.
    pub members: Vec<ImportMember>,
    /// The SHA-256 of the shop and of all that [`ImportMember`] says of each file. It does not depend on the numbers of imports, on
    /// their order, or on where the files are.
    pub fingerprint: String,
}

/// Holds one import of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportMember {
    /// The number of the import.
    pub id: i64,
    /// The path that was given; not a part of the fingerprint.
    pub path: String,
    /// Stands for the file and the sheet: made of the keyed hash of the file, it reveals nothing to others. Nothing where a purge
    /// deleted the hash.
    pub file: Option<String>,
    /// The stable name of the kind.
    pub kind: String,
    /// The encoding that delimited text was read in.
    pub encoding: Option<String>,
    /// When the export was made.
    pub exported_at: String,
    /// How many rows were read.
    pub rows: i64,
    /// How many of them purges deleted.
    pub purged: i64,
}

impl ImportMember {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (hash, sheet): (String, Option<String>) = (row.get("sha256")?, row.get("sheet")?);
        let file = || sha256(&[Some(hash.as_str()), sheet.as_deref()]);
        Ok(Self {
            id: row.get("id")?,
            path: row.get("path")?,
            file: (!hash.is_empty()).then(file),
            kind: row.get("kind")?,
            encoding: row.get("encoding")?,
            exported_at: row.get("exported_at")?,
            rows: row.get("rows_read")?,
            purged: row.get("purged")?,
        })
    }

    /// Returns what the fingerprint is made of.
    fn parts(&self) -> [Option<String>; 6] {
        [
            Some(self.kind.clone()),
            Some(self.exported_at.clone()),
            self.file.clone(),
            self.encoding.clone(),
            Some(self.rows.to_string()),
            Some(self.purged.to_string()),
        ]
    }
}

impl Store {
    /// Returns the imports of a shop.
    pub fn import_set(&self, shop: &str) -> Result<ImportSet, StoreError> {
        let read = || -> rusqlite::Result<Vec<ImportMember>> {
            self.connection
                .prepare(
                    "SELECT imports.id, path, sha256, sheet, kind, encoding, exported_at, rows_read, purged
                     FROM imports JOIN shops ON shops.id = shop_id WHERE name = ?1",
                )?
                .query_map([shop], ImportMember::read)?
                .collect()
        };
        let mut members = read().map_err(|error| self.failed(error))?;
        members.sort_by_cached_key(|member| (member.parts(), member.id));
        let parts: Vec<Option<String>> = members.iter().flat_map(ImportMember::parts).collect();
        let parts: Vec<Option<&str>> = [Some(shop)].into_iter().chain(parts.iter().map(Option::as_deref)).collect();
        Ok(ImportSet { fingerprint: sha256(&parts), members })
    }

    /// Tells whether an import is of a file with a SHA-256.
    pub fn is_import_of(&self, import_id: i64, sha256: &str) -> Result<bool, StoreError> {
        let read = || {
            let kept = keyed_hash::of_file(&self.connection, sha256)?;
            let sql = "SELECT EXISTS (SELECT 1 FROM imports WHERE id = ?1 AND sha256 = ?2)";
            self.connection.query_row(sql, params![import_id, kept], |row| row.get(0))
        };
        read().map_err(|error| self.failed(error))
    }

    /// Returns what tells this database and its copies from others; nothing where its key is gone.
    pub fn database_id(&self) -> Result<Option<String>, StoreError> {
        keyed_hash::of_text(&self.connection, DATABASE, "").map_err(|error| self.failed(error))
    }

    /// Returns the seal of an answer with a digest, which only this database and its copies can make; nothing where its key is gone.
    pub fn seal(&self, digest: &str) -> Result<Option<String>, StoreError> {
        keyed_hash::of_text(&self.connection, ANSWER, digest).map_err(|error| self.failed(error))
    }
}

/// Returns the SHA-256 of texts, each after its length, so that no two lists give the same.
fn sha256(texts: &[Option<&str>]) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
        hasher.update(text.unwrap_or_default());
    }
    hex(&hasher.finalize())
}
