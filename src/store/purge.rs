//! Purges: deleting personal data so that none of its bytes stay in the database. A purge deletes contact data only, or everything about
//! a shop or before a day.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, Transaction, named_params};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::headers::Headers;
use super::{BUSY, Store, blocks, content, entry_tables, hidden, leftovers, rejects, schema_steps};
use crate::model::entry::{self, Expected, RepeatedKey};
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind};
use crate::packed::Certainty;

/// How long to wait for other programs that read the previous state.
const READERS: Duration = Duration::from_secs(5);

/// Stands in the place of the value of a rejected row, which may have come from another column, and of the path of a file.
pub const BLANK: &str = "***";

/// The contact data of a line's buyer, as an expression of SQL.
const BUYER: &str = "coalesce(receiver, receiver_phone, address)";

/// The data to purge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurgeScope {
    /// Only this shop.
    pub shop: Option<String>,
    /// Only data that certainly belongs to orders submitted before this Beijing day.
    pub before: Option<NaiveDate>,
    /// Only contact data, with these options; else everything.
    pub contacts: Option<PurgeContacts>,
}

/// Options of a purge of contact data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurgeContacts {
    /// Whether to delete the keyed hashes too, which identify repeat buyers and files.
    pub hashes: bool,
}

/// The number of rows that a purge affected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Order lines that were deleted or lost their contact data.
    pub lines: usize,
    /// Older versions of order lines.
    pub versions: usize,
    /// Rows of the other exports.
    pub entries: usize,
    /// Rejected rows that were deleted or lost their value.
    pub rejects: usize,
    /// Imports that were deleted because nothing is left of them.
    pub imports: usize,
}

impl Store {
    /// Permanently deletes the data in the scope: afterwards none of its bytes are in the database or in the files of SQLite beside it.
    /// With `trial`, rows are only counted.
    pub fn purge(&mut self, scope: &PurgeScope, trial: bool) -> Result<Purged, StoreError> {
        let path = self.path.clone();
        let failed = |error| StoreError::of(&path, error);
        self.connection.pragma_update(None, "secure_delete", true).map_err(failed)?;
        // Imports are deleted after their rows. The check of foreign keys would read all lines once per import.
        self.check_foreign_keys(false);
        let purged = self.writing().and_then(|transaction| {
            let run = || -> rusqlite::Result<Purged> {
                let purged = Purge { transaction: &transaction, scope }.run()?;
                if trial {
                    transaction.rollback()?;
                } else {
                    refresh(&transaction)?;
                    transaction.commit()?;
                }
                Ok(purged)
            };
            run().map_err(failed)
        });
        self.check_foreign_keys(true);
        let purged = purged?;
        if !trial {
            wipe(&self.connection).map_err(|error| StoreError::NotWiped(path, error))?;
        }
        Ok(purged)
    }

    /// Lists the files beside the database that contain its data: copies made by upgrades, and leftovers of interrupted runs.
    pub fn leftovers(&self) -> Result<Vec<PathBuf>, StoreError> {
        leftovers::list(&self.path)
    }

    /// Deletes one of these files, and tells whether it is gone.
    pub fn remove_leftover(&self, file: &Path) -> bool {
        leftovers::remove(&self.path, file)
    }
}

/// Rewrites the database without free pages, and truncates its log.
fn wipe(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("VACUUM")?;
    connection.busy_timeout(READERS)?;
    let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    connection.busy_timeout(BUSY)?;
    if busy {
        let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        return Err(rusqlite::Error::SqliteFailure(busy, None));
    }
    Ok(())
}

/// A purge in a transaction.
struct Purge<'t> {
    transaction: &'t Transaction<'t>,
    scope: &'t PurgeScope,
}

impl Purge<'_> {
    fn run(&self) -> rusqlite::Result<Purged> {
        self.transaction.execute_batch(
            "CREATE TEMP TABLE purged_lines (id INTEGER PRIMARY KEY);
             CREATE TEMP TABLE purged_orders (shop_id INTEGER, id TEXT, PRIMARY KEY (shop_id, id)) WITHOUT ROWID;
             CREATE TEMP TABLE purged_entries (id INTEGER PRIMARY KEY);
             CREATE TEMP TABLE purged_imports (id INTEGER PRIMARY KEY, taken INTEGER NOT NULL);",
        )?;
        self.select_lines()?;
        self.add_functions(self.scope.contacts.as_ref())?;
        let mut purged = match &self.scope.contacts {
            Some(options) => self.blank_lines(options)?,
            None => self.delete_lines()?,
        };
        let siblings: Vec<(ExportKind, &str)> =
            ExportKind::ALL.iter().filter_map(|kind| Some((*kind, entry_tables::table(*kind)?))).collect();
        for (kind, table) in &siblings {
            self.select_entries(*kind, table)?;
            purged.entries += match &self.scope.contacts {
                Some(_) => self.blank_entries(*kind, table)?,
                None if self.keeps(*kind) => self.blank_entries(*kind, table)?,
                None => self.delete_entries(table)?,
            };
        }
        if self.scope.contacts.is_none() {
            self.delete_imports(&siblings, &mut purged)?;
        }
        let shown = format!("value NOT IN ('', '{BLANK}') AND import_id IN (SELECT id FROM purged_imports)");
        purged.rejects += rejects::count(self.transaction, &shown)?;
        self.transaction.execute(&format!("UPDATE stored_rejects SET value = '{BLANK}' WHERE {shown}"), [])?;
        // The keyed hash still identifies the file, unless it is deleted too.
        let hash = if self.scope.contacts.as_ref().is_some_and(|options| options.hashes) { "''" } else { "sha256" };
        self.transaction.execute_batch(&format!(
            "UPDATE imports SET rows_hash = NULL, path = '{BLANK}', sha256 = {hash}
             WHERE id IN (SELECT id FROM purged_imports);
             DROP TABLE purged_lines; DROP TABLE purged_orders; DROP TABLE purged_entries; DROP TABLE purged_imports;"
        ))?;
        Ok(purged)
    }

    fn before(&self) -> Option<String> {
        self.scope.before.map(|day| day.to_string())
    }

    /// Tells whether entries stay without their contact data: a cost holds for later orders too.
    fn keeps(&self, kind: ExportKind) -> bool {
        kind == ExportKind::Costs && self.scope.before.is_some()
    }

    /// Runs a statement with the shop and the day as parameters.
    fn execute(&self, sql: &str) -> rusqlite::Result<usize> {
        self.transaction.execute(sql, named_params! { ":shop": self.scope.shop, ":before": self.before() })
    }

    /// Selects the lines to purge, the ids of their orders, and the imports with rows of them. A line without a time is older than each
    /// export that has it.
    fn select_lines(&self) -> rusqlite::Result<()> {
        self.execute(
            "INSERT INTO purged_lines SELECT id FROM stored_lines AS line
             WHERE (:shop IS NULL OR shop_id = (SELECT id FROM shops WHERE name = :shop))
                AND (:before IS NULL OR submitted_at < :before
                    OR (submitted_at IS NULL AND :before > (
                        SELECT min(exported_at) FROM imports WHERE id = line.import_id
                            OR id IN (SELECT import_id FROM stored_sightings WHERE line_id = line.id))))",
        )?;
        if self.scope.before.is_some() {
            self.transaction.execute_batch(
                r#"INSERT OR IGNORE INTO purged_orders
                   SELECT shop_id, id.value FROM stored_lines AS line,
                       json_each(json_array(line_key, main_order_id)) AS id
                   WHERE line.id IN (SELECT id FROM purged_lines) AND id.value IS NOT NULL;
                   INSERT OR IGNORE INTO purged_orders
                   SELECT shop_id, id.value FROM stored_lines AS line,
                       json_each('["' || replace(sub_order_id, ';', '","') || '"]') AS id
                   WHERE line.id IN (SELECT id FROM purged_lines) AND instr(sub_order_id, ';');"#,
            )?;
        }
        self.transaction.execute_batch(
            "INSERT INTO purged_imports
             SELECT import_id, count(*) FROM (
                 SELECT import_id FROM stored_lines WHERE id IN (SELECT id FROM purged_lines)
                 UNION ALL
                 SELECT import_id FROM stored_sightings WHERE line_id IN (SELECT id FROM purged_lines))
             GROUP BY import_id",
        )?;
        // Exports from before the day have no later data.
        self.execute(
            "INSERT OR IGNORE INTO purged_imports SELECT id, 0 FROM imports
             WHERE (:shop IS NULL OR shop_id = (SELECT id FROM shops WHERE name = :shop))
                AND (:before IS NULL OR exported_at < :before)",
        )?;
        Ok(())
    }

    /// Selects the entries to purge with all their rows, and counts them by import. An entry is never older than its order, so any time
    /// before the day selects it. The estimates of a sub-order are deleted together with its settled parts, so that they do not become
    /// current again.
    fn select_entries(&self, kind: ExportKind, table: &str) -> rusqlite::Result<()> {
        let fields = entry::fields(kind);
        let named = |wanted: &str| fields.iter().any(|field| field.name == wanted);
        let ids = ["sub_order_id", "order_id"]
            .iter()
            .filter(|id| named(id))
            .map(|id| format!("(mine.shop_id, mine.{id}) IN (SELECT shop_id, id FROM purged_orders)"));
        let times = fields.iter().filter(|field| matches!(field.kind, FieldKind::Time | FieldKind::Day));
        let is_older: Vec<String> = times.map(|field| format!("mine.{} < :before", field.name)).chain(ids).collect();
        let known_by = match (entry::expected(kind), entry::repeated_key(kind)) {
            (Some(expected), RepeatedKey::Part) => expected.id,
            _ => "entry_key, ordinal",
        };
        self.transaction.execute_batch("DELETE FROM purged_entries")?;
        self.execute(&format!(
            "INSERT INTO purged_entries
             SELECT id FROM {table} WHERE (shop_id, {known_by}) IN (
                 SELECT mine.shop_id, {known_by} FROM {table} AS mine JOIN imports ON imports.id = mine.import_id
                 WHERE (:shop IS NULL OR mine.shop_id = (SELECT id FROM shops WHERE name = :shop))
                    AND (:before IS NULL OR exported_at < :before OR {}))",
            is_older.join(" OR ")
        ))?;
        if let (Some(Expected { id, .. }), RepeatedKey::Conflict) = (entry::expected(kind), entry::repeated_key(kind)) {
            // Another row of the policy may have another key, and that key other rows.
            for known_by in [id, "entry_key, ordinal"] {
                self.transaction.execute_batch(&format!(
                    "INSERT OR IGNORE INTO purged_entries
                     SELECT id FROM {table} WHERE (shop_id, {known_by}) IN (
                         SELECT shop_id, {known_by} FROM {table} WHERE id IN (SELECT id FROM purged_entries))"
                ))?;
            }
        }
        let taken = if self.keeps(kind) { "0" } else { "count(*)" };
        self.transaction.execute_batch(&format!(
            "INSERT INTO purged_imports
             SELECT import_id, {taken} FROM {table} WHERE id IN (SELECT id FROM purged_entries) GROUP BY import_id
             ON CONFLICT DO UPDATE SET taken = taken + excluded.taken"
        ))
    }

    fn delete_lines(&self) -> rusqlite::Result<Purged> {
        let delete = |sql: &str| self.transaction.execute(sql, []);
        Ok(Purged {
            versions: delete("DELETE FROM stored_sightings WHERE line_id IN (SELECT id FROM purged_lines)")?,
            lines: delete("DELETE FROM stored_lines WHERE id IN (SELECT id FROM purged_lines)")?,
            ..Purged::default()
        })
    }

    fn delete_entries(&self, table: &str) -> rusqlite::Result<usize> {
        let sql = format!("DELETE FROM {table} WHERE id IN (SELECT id FROM purged_entries)");
        self.transaction.execute(&sql, [])
    }

    /// Deletes the contact data of lines and of their older versions. Without contact data, a version equals the state in these columns,
    /// which has none either. That also holds for the overlay when an import is undone.
    fn blank_lines(&self, options: &PurgeContacts) -> rusqlite::Result<Purged> {
        if options.hashes {
            self.transaction.execute_batch(
                "UPDATE stored_lines SET buyer_hash = NULL
                 WHERE buyer_hash IS NOT NULL AND id IN (SELECT id FROM purged_lines);
                 DELETE FROM buyer_key WHERE NOT EXISTS (SELECT 1 FROM stored_lines WHERE buyer_hash IS NOT NULL);",
            )?;
        }
        let hash = if options.hashes {
            "NULL".to_owned()
        } else {
            format!("iif({BUYER} IS NULL, buyer_hash, keyed(receiver, receiver_phone, address))")
        };
        let fields = Field::ALL.iter().filter(|field| field.is_contact()).map(|field| field.name());
        let lines = self.transaction.execute(
            &blanking("stored_lines", fields, &format!("fingerprint = NULL, buyer_hash = {hash}"), "purged_lines"),
            [],
        )?;
        let versions = self.transaction.execute(
            "UPDATE stored_sightings SET content = impersonal(content)
             WHERE line_id IN (SELECT id FROM purged_lines) AND impersonal(content) IS NOT content",
            [],
        )?;
        Ok(Purged { lines, versions, ..Purged::default() })
    }

    fn blank_entries(&self, kind: ExportKind, table: &str) -> rusqlite::Result<usize> {
        let fields = entry::fields(kind).iter().filter(|field| field.kind == FieldKind::Contact);
        // No row has an empty fingerprint, so rows of later exports differ from what is left.
        let sql = blanking(table, fields.map(|field| field.name), "fingerprint = x''", "purged_entries");
        self.transaction.execute(&sql, [])
    }

    /// Deletes imports without rows and the other data of a purged shop, and adjusts the days of the remaining imports.
    fn delete_imports(&self, siblings: &[(ExportKind, &str)], purged: &mut Purged) -> rusqlite::Result<()> {
        let tables = ["stored_lines", "stored_sightings"].into_iter().chain(siblings.iter().map(|(_, table)| *table));
        let rows: Vec<String> = tables.map(|table| format!("SELECT import_id FROM {table}")).collect();
        self.transaction.execute_batch(
            "UPDATE imports SET purged = purged + (SELECT taken FROM purged_imports WHERE id = imports.id)
             WHERE id IN (SELECT id FROM purged_imports)",
        )?;
        let gone = format!("(SELECT id FROM purged_imports WHERE id NOT IN ({}))", rows.join(" UNION "));
        purged.rejects += rejects::count(self.transaction, &format!("import_id IN {gone}"))?;
        self.transaction.execute_batch(&format!(
            "DELETE FROM stored_rejects WHERE import_id IN {gone}; DELETE FROM reject_headers WHERE import_id IN {gone}"
        ))?;
        purged.imports = self.transaction.execute(&format!("DELETE FROM imports WHERE id IN {gone}"), [])?;
        Headers::prune(self.transaction)?;
        if let Some(day) = self.before() {
            self.transaction.execute(
                "UPDATE imports SET first_day = iif(last_day < ?1, NULL, ?1), last_day = iif(last_day < ?1, NULL, last_day)
                 WHERE first_day < ?1 AND id IN (SELECT id FROM purged_imports)",
                [day],
            )?;
        } else {
            for table in ["declared_facts", "verdicts", "lines_per_day"] {
                let sql = format!("DELETE FROM {table} WHERE shop_id = (SELECT id FROM shops WHERE name = ?1)");
                self.transaction.execute(&sql, [&self.scope.shop])?;
            }
        }
        self.transaction.execute_batch(
            "DELETE FROM shops WHERE NOT EXISTS (SELECT 1 FROM imports WHERE shop_id = shops.id)
                AND NOT EXISTS (SELECT 1 FROM declared_facts WHERE shop_id = shops.id)
                AND NOT EXISTS (SELECT 1 FROM verdicts WHERE shop_id = shops.id)",
        )
    }

    /// Adds functions to SQL: `keyed` computes the hash of a buyer, `impersonal` removes contact data from a version, and
    /// `without_headers` removes personal columns from a map of unknown ones.
    fn add_functions(&self, options: Option<&PurgeContacts>) -> rusqlite::Result<()> {
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
        let key = if options.is_some_and(|options| !options.hashes) { self.key()? } else { Vec::new() };
        self.transaction.create_scalar_function("keyed", 3, flags, move |buyer| keyed(&key, buyer))?;
        let keys = self.personal_keys()?;
        let personal = keys.clone();
        self.transaction.create_scalar_function("impersonal", 1, flags, move |args| {
            changed(args, |map| impersonal(map, &personal))
        })?;
        self.transaction.create_scalar_function("without_headers", 1, flags, move |args| {
            changed(args, |map| map.retain(|key, _| !keys.contains(key)))
        })
    }

    /// Lists the keys of personal unknown columns: hidden ones, and those with personal data in their cells.
    fn personal_keys(&self) -> rusqlite::Result<BTreeSet<String>> {
        let stored = Headers::read(self.transaction)?;
        let mut headers = hidden::by_cells(self.transaction)?;
        headers.extend(hidden::ColumnFlags::read(self.transaction)?.hidden);
        let mut keys: BTreeSet<String> =
            headers.iter().filter_map(|header| stored.key(header)).map(str::to_owned).collect();
        let maps = hidden::tables().map(|table| format!("SELECT extra_contact FROM {table}"));
        let sightings =
            "SELECT content -> '$.extra_contact' FROM stored_sightings WHERE json_valid(content)".to_owned();
        for maps in maps.chain([sightings]) {
            let found = self
                .transaction
                .prepare(&format!(
                    "WITH maps (map) AS ({maps})
                     SELECT DISTINCT key FROM maps, json_each(iif(json_valid(map), map, '{{}}'))"
                ))?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<String>>>()?;
            keys.extend(found);
        }
        Ok(keys)
    }

    /// Returns the key of the hashes. The first purge creates it.
    fn key(&self) -> rusqlite::Result<Vec<u8>> {
        self.transaction
            .execute_batch("INSERT INTO buyer_key SELECT randomblob(32) WHERE NOT EXISTS (SELECT 1 FROM buyer_key)")?;
        self.transaction.query_row("SELECT key FROM buyer_key", [], |row| row.get(0))
    }
}

/// Rebuilds what is derived from lines for speed. Anything with copies of their data must be updated here, before the purge is
/// committed and the database is rewritten.
fn refresh(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(schema_steps::END_OF_IMPORT)?;
    blocks::rebuild(transaction)
}

/// Writes the statement that clears fields and unknown columns in the selected rows that have any.
fn blanking<'f>(table: &str, fields: impl Iterator<Item = &'f str>, more: &str, selected: &str) -> String {
    let fields: Vec<&str> = fields.chain([content::EXTRA_CONTACT]).collect();
    let (extra, set) = (content::EXTRA, fields.join(" = NULL, "));
    let any = fields.join(" IS NOT NULL OR ");
    format!(
        "UPDATE {table} SET {more}, {set} = NULL, {extra} = without_headers({extra})
         WHERE id IN (SELECT id FROM {selected}) AND ({any} IS NOT NULL OR without_headers({extra}) IS NOT {extra})"
    )
}

/// Changes a JSON object. Returns nothing if it is empty then, or cannot be read.
fn changed(args: &Context<'_>, change: impl Fn(&mut Map<String, Json>)) -> rusqlite::Result<Option<String>> {
    let Some(text) = args.get::<Option<String>>(0)? else { return Ok(None) };
    let mut map: Map<String, Json> = serde_json::from_str(&text).unwrap_or_default();
    let before = map.clone();
    change(&mut map);
    // Without changes the text stays as it is.
    Ok(if map.is_empty() {
        None
    } else if map == before {
        Some(text)
    } else {
        Some(Json::Object(map).to_string())
    })
}

/// Removes contact data from a version of a line; `keys` are those of personal columns.
fn impersonal(version: &mut Map<String, Json>, keys: &BTreeSet<String>) {
    version.retain(|name, _| name != content::EXTRA_CONTACT && !Field::by_name(name).is_some_and(Field::is_contact));
    if let Some(Json::Object(extra)) = version.get_mut(content::EXTRA) {
        extra.retain(|key, _| !keys.contains(key));
    }
}

/// Computes the hash of a buyer. Its last two bits tell how certain it is that equal hashes are the same buyer.
fn keyed(key: &[u8], buyer: &Context<'_>) -> rusqlite::Result<i64> {
    let parts: [Option<String>; 3] = [buyer.get(0)?, buyer.get(1)?, buyer.get(2)?];
    let mut hash = Sha256::new_with_prefix(key);
    for part in &parts {
        // The length before each text keeps different buyers from giving the same input.
        hash.update(part.as_ref().map_or(u64::MAX, |part| part.len() as u64).to_le_bytes());
        hash.update(part.as_deref().unwrap_or_default());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    Ok(Certainty::of(parts.each_ref().map(Option::as_deref)).put_into(i64::from_le_bytes(first)))
}
