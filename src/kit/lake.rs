//! Writing shops into a lake, and its upkeep.

use std::fs;
use std::path::Path;
use std::time::Duration;

use chrono::Utc;
use sha2::{Digest, Sha256};

use super::error::KitError;
use super::progress::Progress;
use super::report::Shops;
use super::terms::terms;
use super::{Kit, clock};
use crate::lake::{self, LakeError, LakeTable, Removed, ShopState};
use crate::model::hex::hex;
use crate::report::named::WORDS;
use crate::report::named::lake::{BuyerHash, Entry, Fact, entries, facts};
use crate::store::hmac;

/// The table of order lines.
const FACTS: &str = "facts";

/// The table of the rows of the exports beside the orders.
const ENTRIES: &str = "entries";

/// The fewest bytes of a key.
const SHORTEST_KEY: usize = 32;

/// Bytes of the hash of a buyer.
const BUYER: usize = 16;

/// So many rows pass between two reports of progress.
const ROWS_OF_PROGRESS: u64 = 10_000;

/// The key under which buyers are hashed, so that one is the same in several shops and nobody without the key can tell who it is.
#[derive(Clone)]
pub struct BuyerKey([u8; 32]);

impl BuyerKey {
    /// Reads a key from a file of at least 32 bytes, which should be random.
    pub fn read(path: &Path) -> Result<Self, KitError> {
        let bytes = fs::read(path).map_err(|error| KitError::Unreadable { path: path.to_owned(), error })?;
        if bytes.len() < SHORTEST_KEY {
            return Err(KitError::ShortKey(path.to_owned()));
        }
        Ok(Self(Sha256::digest(&bytes).into()))
    }

    /// Returns the hash of a receiver, a phone and an address.
    fn hash(&self, parts: [Option<&str>; 3]) -> String {
        let mut message = Vec::new();
        for part in parts {
            // The length keeps one part from running into the next.
            let length = part.map_or(u64::MAX, |part| u64::try_from(part.len()).unwrap_or(u64::MAX));
            message.extend(length.to_be_bytes());
            message.extend(part.unwrap_or_default().as_bytes());
        }
        hex(&hmac(&self.0, &message)[..BUYER])
    }
}

/// What a shop is in a lake after it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LakeShop {
    /// The shop.
    pub shop: String,
    /// Its order lines.
    pub facts: ShopState,
    /// The rows of the exports beside the orders.
    pub entries: ShopState,
}

impl Kit {
    /// Writes shops into a lake, each as a version of its own: its order lines with all that reports count of them, and the rows of the
    /// exports beside the orders. A shop that the lake has in its present state is left as it is.
    ///
    /// Contact data are never written. With a key, buyers are told apart by a hash under it.
    pub fn export_lake(
        &self,
        lake: &Path,
        shops: &Shops,
        key: Option<&BuyerKey>,
        progress: &mut dyn Progress,
    ) -> Result<Vec<LakeShop>, KitError> {
        let names = self.shops_named(shops)?;
        let mut written = Vec::with_capacity(names.len());
        for shop in names {
            progress.start(Path::new(&shop));
            let result = self.export_shop(lake, &shop, key, progress);
            progress.end();
            written.push(result?);
        }
        Ok(written)
    }

    fn export_shop(
        &self,
        lake: &Path,
        shop: &str,
        key: Option<&BuyerKey>,
        progress: &mut dyn Progress,
    ) -> Result<LakeShop, KitError> {
        let _state = self.snapshot()?;
        let (now, millis) = (clock::now(), Utc::now().timestamp_millis());
        let terms = terms(&self.store, shop, now.day())?;
        let facts_table = LakeTable::new(lake, FACTS, Fact::COLUMNS, WORDS);
        let entries_table = LakeTable::new(lake, ENTRIES, Entry::COLUMNS, WORDS);
        let state = self.state_of(shop, &terms.json().to_string(), key)?;
        // What a purge took from buyers changes no import, so buyers are always written anew.
        if key.is_none() {
            let [facts, entries] = [&facts_table, &entries_table].map(|table| table.present(shop, state));
            if let (Some(facts), Some(entries)) = (facts?, entries?) {
                return Ok(LakeShop { shop: shop.to_owned(), facts, entries });
            }
        }
        let mut rows = 0;
        let mut advance = || {
            rows += 1;
            if rows % ROWS_OF_PROGRESS == 0 {
                progress.advance(rows, 0, 0);
            }
        };
        let mut writer = entries_table.write(shop);
        entries(&self.store, shop, terms, now, |month, cells| -> Result<(), KitError> {
            advance();
            Ok(writer.row(month, cells)?)
        })?;
        let entry_files = writer.finish()?;
        let mut writer = facts_table.write(shop);
        let hash = key.map(|key| move |parts: [Option<&str>; 3]| key.hash(parts));
        let hash = hash.as_ref().map(|hash| hash as &BuyerHash<'_>);
        facts(&self.store, shop, terms, now, hash, |month, cells| -> Result<(), KitError> {
            advance();
            Ok(writer.row(month, cells)?)
        })?;
        let fact_files = writer.finish()?;
        let entries = entries_table.commit(shop, state, &entry_files, millis)?;
        let facts = facts_table.commit(shop, state, &fact_files, millis)?;
        Ok(LakeShop { shop: shop.to_owned(), facts, entries })
    }

    /// Returns the number of the state of a shop: of its imports, of the terms that its reports count with, and of the words.
    fn state_of(&self, shop: &str, terms: &str, key: Option<&BuyerKey>) -> Result<i64, KitError> {
        let imports = self.store.import_set(shop)?.fingerprint;
        let key = key.map(|key| hex(&hmac(&key.0, b"key of buyers"))).unwrap_or_default();
        let parts = [&imports, terms, &key, WORDS, env!("CARGO_PKG_VERSION")].join("\n");
        let hash = Sha256::digest(parts.as_bytes());
        // A state of a shop is never 0, which a purge leaves.
        let number = hash.iter().take(8).fold(0_i64, |number, byte| (number << 8) | i64::from(*byte));
        Ok((number & i64::MAX).max(1))
    }
}

/// Removes from a lake the data files that no version of the last days needs, and the versions before these days. Returns what was
/// removed of each table.
pub fn vacuum_lake(lake: &Path, keep: Duration) -> Result<Vec<(&'static str, Removed)>, KitError> {
    each_table(lake, |table| lake::vacuum(table, keep, Utc::now().timestamp_millis()))
}

/// Removes all versions of a lake but the newest, with all that they held; first, where one is named, a shop. Nobody may write to the
/// lake meanwhile.
pub fn purge_lake(lake: &Path, shop: Option<&str>) -> Result<Vec<(&'static str, Removed)>, KitError> {
    each_table(lake, |table| lake::purge(table, shop, Utc::now().timestamp_millis()))
}

fn each_table(
    lake: &Path,
    work: impl Fn(&Path) -> Result<Removed, LakeError>,
) -> Result<Vec<(&'static str, Removed)>, KitError> {
    [FACTS, ENTRIES].into_iter().map(|name| Ok((name, work(&lake.join(name))?))).collect()
}
