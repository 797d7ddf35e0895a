//! Shops, with their declared facts and verdicts.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::Store;
use super::error::StoreError;

/// A fact that the seller declared, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The name of the fact.
    pub name: String,
    /// The value as text.
    pub value: String,
    /// The Beijing day on which it was declared.
    pub said_on: String,
}

/// A stored verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVerdict {
    /// The number of the verdict.
    pub id: i64,
    /// The check: `close` or `reopen`.
    pub asked: String,
    /// The time of the check, in Beijing time.
    pub asked_at: String,
    /// The day that was checked.
    pub judged_on: String,
    /// The rules that were used: `all` or `official`.
    pub standing: String,
    /// The answer.
    pub answer: String,
    /// The earliest day, if there is one.
    pub earliest: Option<String>,
    /// The ids of the deciding rules, joined with commas.
    pub deciding: String,
    /// The facts as a JSON object of name to `{"value", "origin"}`.
    pub facts: String,
    /// The version of the rules.
    pub ruleset_version: String,
    /// The fingerprint of the rules.
    pub ruleset_sha256: String,
}

/// A summary of a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopSummary {
    /// The name.
    pub name: String,
    /// The number of order lines.
    pub lines: i64,
    /// The number of imports.
    pub imports: i64,
    /// The export time of the newest import of orders.
    pub newest_export: Option<String>,
    /// The number of declared facts.
    pub facts: i64,
    /// The number of verdicts.
    pub verdicts: i64,
}

impl Store {
    /// Lists the shops with their summaries.
    pub fn shop_summaries(&self) -> Result<Vec<ShopSummary>, StoreError> {
        let sql = "SELECT name,
                (SELECT coalesce(sum(lines), 0) FROM lines_per_day WHERE shop_id = shops.id)
                    + (SELECT count(*) FROM stored_lines WHERE shop_id = shops.id AND submitted_at IS NULL),
                (SELECT count(*) FROM imports WHERE shop_id = shops.id),
                (SELECT max(exported_at) FROM imports WHERE shop_id = shops.id AND kind = 'orders'),
                (SELECT count(*) FROM declared_facts WHERE shop_id = shops.id),
                (SELECT count(*) FROM verdicts WHERE shop_id = shops.id)
            FROM shops ORDER BY name";
        let read = || -> rusqlite::Result<Vec<ShopSummary>> {
            self.connection
                .prepare(sql)?
                .query_map([], |row| {
                    Ok(ShopSummary {
                        name: row.get(0)?,
                        lines: row.get(1)?,
                        imports: row.get(2)?,
                        newest_export: row.get(3)?,
                        facts: row.get(4)?,
                        verdicts: row.get(5)?,
                    })
                })?
                .collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Lists the declared facts of a shop, by name.
    pub fn declared(&self, shop: &str) -> Result<Vec<Declared>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Declared>> {
            self.connection
                .prepare(
                    "SELECT declared_facts.name, value, said_on FROM declared_facts
                     JOIN shops ON shops.id = shop_id WHERE shops.name = ?1 ORDER BY declared_facts.name",
                )?
                .query_map([shop], |row| Ok(Declared { name: row.get(0)?, value: row.get(1)?, said_on: row.get(2)? }))?
                .collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Stores the same facts for each shop, or for none if one fails. A new shop is created. A fact without a value is cleared.
    pub fn declare(
        &mut self,
        shops: &[String],
        facts: &[(String, Option<String>)],
        said_on: &str,
    ) -> Result<(), StoreError> {
        self.write(|transaction| shops.iter().try_for_each(|shop| declare(transaction, shop, facts, said_on)))
    }

    /// Renames a shop and returns the trimmed new name. Everything else refers to shops by id.
    pub fn rename_shop(&mut self, old: &str, new: &str) -> Result<String, StoreError> {
        let new = new.trim();
        // The names are read in the transaction, so that no other process changes them in between.
        let refused = self.write(|transaction| {
            let shops = transaction
                .prepare("SELECT name FROM shops ORDER BY name")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<String>>>()?;
            if !shops.iter().any(|shop| shop == old) {
                return Ok(Some(StoreError::NoShop(old.to_owned(), shops)));
            }
            if shops.iter().any(|shop| shop == new) {
                return Ok(Some(StoreError::ShopExists(new.to_owned())));
            }
            transaction.execute("UPDATE shops SET name = ?2 WHERE name = ?1", [old, new])?;
            Ok(None)
        })?;
        refused.map_or_else(|| Ok(new.to_owned()), Err)
    }

    /// Deletes all declared facts and verdicts of a shop. Its orders stay.
    pub fn forget(&mut self, shop: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            let shop_id: Option<i64> =
                transaction.query_row("SELECT id FROM shops WHERE name = ?1", [shop], |row| row.get(0)).optional()?;
            let Some(shop_id) = shop_id else { return Ok(()) };
            transaction.execute("DELETE FROM declared_facts WHERE shop_id = ?1", [shop_id])?;
            transaction.execute("DELETE FROM verdicts WHERE shop_id = ?1", [shop_id])?;
            remove_empty_shop(transaction, shop_id)
        })
    }

    /// Stores a verdict. The database assigns its id.
    pub fn keep_verdict(&mut self, shop: &str, verdict: &StoredVerdict) -> Result<(), StoreError> {
        self.write(|transaction| {
            let shop_id = shop_id(transaction, shop)?;
            transaction.execute(
                "INSERT INTO verdicts (shop_id, asked, asked_at, judged_on, standing, answer, earliest, deciding, facts,
                                       ruleset_version, ruleset_sha256)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![
                    shop_id,
                    verdict.asked,
                    verdict.asked_at,
                    verdict.judged_on,
                    verdict.standing,
                    verdict.answer,
                    verdict.earliest,
                    verdict.deciding,
                    verdict.facts,
                    verdict.ruleset_version,
                    verdict.ruleset_sha256,
                ],
            )?;
            Ok(())
        })
    }

    /// Lists the verdicts of a shop, the oldest first.
    pub fn verdicts(&self, shop: &str) -> Result<Vec<StoredVerdict>, StoreError> {
        let read = || -> rusqlite::Result<Vec<StoredVerdict>> {
            self.connection
                .prepare(
                    "SELECT verdicts.id, asked, asked_at, judged_on, standing, answer, earliest, deciding, facts,
                            ruleset_version, ruleset_sha256
                     FROM verdicts JOIN shops ON shops.id = shop_id WHERE shops.name = ?1 ORDER BY verdicts.id",
                )?
                .query_map([shop], |row| {
                    Ok(StoredVerdict {
                        id: row.get(0)?,
                        asked: row.get(1)?,
                        asked_at: row.get(2)?,
                        judged_on: row.get(3)?,
                        standing: row.get(4)?,
                        answer: row.get(5)?,
                        earliest: row.get(6)?,
                        deciding: row.get(7)?,
                        facts: row.get(8)?,
                        ruleset_version: row.get(9)?,
                        ruleset_sha256: row.get(10)?,
                    })
                })?
                .collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Writes in one transaction.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let path = self.path.clone();
        let transaction = self.writing()?;
        let run = || -> rusqlite::Result<T> {
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        run().map_err(|error| StoreError::of(&path, error))
    }
}

/// Stores facts of one shop. A new shop is created.
fn declare(
    connection: &Connection,
    shop: &str,
    facts: &[(String, Option<String>)],
    said_on: &str,
) -> rusqlite::Result<()> {
    let shop_id = shop_id(connection, shop)?;
    for (name, value) in facts {
        match value {
            Some(value) => connection.execute(
                "INSERT INTO declared_facts (shop_id, name, value, said_on) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET value = excluded.value, said_on = excluded.said_on",
                params![shop_id, name, value, said_on],
            )?,
            None => connection
                .execute("DELETE FROM declared_facts WHERE shop_id = ?1 AND name = ?2", params![shop_id, name])?,
        };
    }
    Ok(())
}

/// Returns the id of a shop. A new shop is created.
pub(super) fn shop_id(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.execute("INSERT INTO shops (name) VALUES (?1) ON CONFLICT DO NOTHING", [name])?;
    connection.query_row("SELECT id FROM shops WHERE name = ?1", [name], |row| row.get(0))
}

/// Deletes a shop without any data.
pub(super) fn remove_empty_shop(connection: &Connection, shop_id: i64) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM shops WHERE id = ?1
            AND NOT EXISTS (SELECT 1 FROM imports WHERE shop_id = ?1)
            AND NOT EXISTS (SELECT 1 FROM declared_facts WHERE shop_id = ?1)
            AND NOT EXISTS (SELECT 1 FROM verdicts WHERE shop_id = ?1)",
        [shop_id],
    )?;
    Ok(())
}
