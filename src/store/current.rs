//! The *current* row of each entry. Views, reports and the columnar index read only current rows.
//!
//! Of the rows with the same key, the one from the newest export is current; if two exports have the same time, the one from the
//! later import. So it depends only on the set of files, not on their order. Rows with the same key in one file are numbered, and
//! each number is a separate entry.
//!
//! Some rows are only expected ([`Expected`]). Commission is settled in parts: each settled row is a separate entry, and they add up. A
//! row without a settlement time is the estimate for its sub-order, until another export has a settled row of the sub-order, or a newer
//! one has any row. A premium without the number of a movement is expected in the same way, until another export has a charge of its
//! policy.
//!
//! Bookings in two accounts are two entries, if both exports name the account.
//!
//! Values in columns that the export of a current row lacks come from older rows ([`OlderValues`]).

use rusqlite::{Connection, named_params};

use super::entry_tables;
use super::older_values::{FILLED, OlderValues, TOUCHED};
use super::same_entry::{OF_IMPORTS, columns_of, is_same_entry};
use crate::model::entry::{self, Expected, RepeatedKey};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;
use crate::model::summary::Counts;

/// The rows that an import has just stored.
pub(super) struct NewRows<'a> {
    pub(super) kind: ExportKind,
    pub(super) table: &'static str,
    pub(super) shop_id: i64,
    /// The columns of the file.
    pub(super) fields: FieldSet,
    /// The highest row id before the import.
    pub(super) before: i64,
    pub(super) exported_at: &'a str,
}

/// Finds, for each new row of an import, the current rows of earlier imports that cannot stay current beside it. For each pair it tells
/// whether the rows are equal, and whether the earlier row is the older one, which gives way. New rows have ids above `:before`.
const RIVALS: &str = "CREATE TEMP TABLE rivals AS
    SELECT mine.id AS mine, other.id AS other, {same} AS same, imports.exported_at <= :exported_at AS older
    FROM {table} AS mine CROSS JOIN {table} AS other ON other.shop_id = mine.shop_id AND {same_key}
        AND other.id <= :before AND other.current
    CROSS JOIN imports ON imports.id = other.import_id
    WHERE mine.id > :before AND {same_entry}";

/// Adds the rivals among rows of one id of which at least one is only expected. An expected row gives way to a final one, even to one
/// that is not current, since another layout may name the movement that settles it differently.
const EXPECTED_RIVALS: &str = "INSERT INTO rivals
    SELECT mine.id, other.id, 0,
        iif((mine.{settled} IS NULL) = (other.{settled} IS NULL), imports.exported_at <= :exported_at, other.{settled} IS NULL)
    FROM {table} AS mine CROSS JOIN {table} AS other ON other.shop_id = mine.shop_id AND other.{id} = mine.{id}
        AND other.id <= :before AND {stands}
    CROSS JOIN imports ON imports.id = other.import_id
    WHERE mine.id > :before AND NOT ({same_key}) AND (mine.{settled} IS NULL OR other.{settled} IS NULL)";

/// Counts the new rows that have rivals: unchanged (the state stays and the row is equal), updated (the state changes), and stale
/// (the state stays and the row differs). An older row changes the state if it has a column that the newer one lacks.
const COUNTS: &str = "SELECT count(*) FILTER (WHERE same AND NOT changed), count(*) FILTER (WHERE changed),
        count(*) FILTER (WHERE NOT same AND NOT changed)
    FROM (SELECT max(same) AS same,
              (min(older) AND NOT min(same)) OR max(NOT older AND other IN (SELECT id FROM filled)) AS changed
          FROM rivals GROUP BY mine)";

/// Updates the current rows after the rows of an import are stored, and adjusts the counts for entries that existed before.
pub(super) fn add(connection: &Connection, new: &NewRows<'_>, counts: &mut Counts) -> rusqlite::Result<()> {
    let NewRows { kind, table, shop_id, fields, before, exported_at } = *new;
    let older_values = OlderValues::read(connection, kind, shop_id)?;
    let same = match &older_values {
        // Rows with different columns have different fingerprints, even if their values are equal.
        Some(older_values) => older_values.equal_in(fields),
        None => "mine.fingerprint = other.fingerprint".to_owned(),
    };
    let same_key = "other.entry_key = mine.entry_key AND other.ordinal = mine.ordinal";
    let same_entry = is_same_entry(kind, ("mine", &columns_of(fields, kind)), ("other", OF_IMPORTS));
    let Expected { id, settled } = entry::expected(kind).unwrap_or(Expected { id: "", settled: "" });
    let stands = match entry::repeated_key(kind) {
        // A final part is current, or another one with the same key is.
        RepeatedKey::Part => "other.current".to_owned(),
        _ => format!("(other.current OR other.{settled} IS NOT NULL)"),
    };
    let parts = [
        ("{same}", same.as_str()),
        ("{table}", table),
        ("{same_key}", same_key),
        ("{same_entry}", &same_entry),
        ("{stands}", &stands),
        ("{id}", id),
        ("{settled}", settled),
    ];
    let with_parts = |sql: &str| parts.iter().fold(sql.to_owned(), |sql, (name, text)| sql.replace(name, text));
    let params = named_params! { ":before": before, ":exported_at": exported_at };
    connection.execute(&with_parts(RIVALS), params)?;
    if !id.is_empty() {
        connection.execute(&with_parts(EXPECTED_RIVALS), params)?;
    }
    connection.execute_batch(&format!(
        "{TOUCHED} {FILLED}
         UPDATE {table} SET current = 0 WHERE id IN (SELECT iif(older, other, mine) FROM rivals);"
    ))?;
    if let Some(older_values) = older_values {
        connection.execute_batch(&format!(
            "INSERT INTO touched
             SELECT mine.entry_key, mine.ordinal FROM {table} AS mine CROSS JOIN {table} AS other
                 ON other.shop_id = mine.shop_id AND {same_key} AND other.id <= {before}
             WHERE mine.id > {before}
             UNION SELECT entry_key, ordinal FROM {table} WHERE id IN (SELECT other FROM rivals)"
        ))?;
        older_values.fill(connection)?;
    }
    let [unchanged, updated, stale] = connection
        .query_row(COUNTS, [], |row| Ok([row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?].map(i64::cast_unsigned)))?;
    counts.inserted -= unchanged + updated + stale;
    counts.unchanged += unchanged;
    counts.updated += updated;
    counts.stale += stale;
    connection.execute_batch("DROP TABLE rivals; DROP TABLE touched; DROP TABLE filled;")
}

/// Removes an import's rows and updates the current rows of its entries.
pub(super) fn withdraw(
    connection: &Connection,
    kind: ExportKind,
    shop_id: i64,
    import_id: i64,
) -> rusqlite::Result<()> {
    let Some(table) = entry_tables::table(kind) else { return Ok(()) };
    // This is read while the import still exists, so that values in columns that only it has are removed too.
    let older_values = OlderValues::read(connection, kind, shop_id)?;
    let expected = entry::expected(kind).map_or_else(String::new, |Expected { id, settled }| {
        format!(
            "UNION SELECT entry.entry_key, entry.ordinal FROM {table} AS gone CROSS JOIN {table} AS entry
             ON entry.shop_id = gone.shop_id AND {} WHERE gone.import_id = {import_id} AND entry.{settled} IS NULL",
            expected_of(kind, "entry", &format!("gone.{id}"))
        )
    });
    connection.execute_batch(&format!(
        "{TOUCHED} {FILLED}
         INSERT INTO touched SELECT entry_key, ordinal FROM {table} WHERE import_id = {import_id} {expected};
         DELETE FROM {table} WHERE import_id = {import_id};
         UPDATE {table} SET current = 1 WHERE id IN (
             SELECT entry.id FROM touched CROSS JOIN {table} AS entry ON entry.shop_id = {shop_id}
                 AND entry.entry_key = touched.entry_key AND entry.ordinal = touched.ordinal
             JOIN imports AS own ON own.id = entry.import_id
             WHERE NOT entry.current AND NOT {});",
        superseded(kind, table)
    ))?;
    if let Some(older_values) = older_values {
        older_values.fill(connection)?;
    }
    connection.execute_batch("DROP TABLE touched; DROP TABLE filled;")
}

/// Recomputes the current rows of all entries, and their values from older rows.
pub(super) fn rebuild(connection: &Connection) -> rusqlite::Result<()> {
    for kind in ExportKind::ALL.iter().copied() {
        let Some(table) = entry_tables::table(kind) else { continue };
        let shops = entry_tables::shops(connection, table)?;
        if shops.is_empty() {
            continue;
        }
        entry_tables::make_indexes(connection, kind, table)?;
        connection.execute_batch(&format!(
            "UPDATE {table} SET current = NOT current WHERE id IN (SELECT entry.id FROM {})",
            wrongly_flagged(kind, table)
        ))?;
        for shop_id in shops {
            let Some(older_values) = OlderValues::read(connection, kind, shop_id)? else { continue };
            connection.execute_batch(&format!(
                "{TOUCHED} {FILLED}
                 INSERT INTO touched SELECT entry_key, ordinal FROM {table} WHERE shop_id = {shop_id}
                 GROUP BY entry_key, ordinal HAVING count(*) > 1;"
            ))?;
            older_values.fill(connection)?;
            connection.execute_batch("DROP TABLE touched; DROP TABLE filled;")?;
        }
    }
    Ok(())
}

/// Writes the FROM and WHERE clauses that select the rows of a table, as `entry`, whose flag `current` is wrong.
pub(super) fn wrongly_flagged(kind: ExportKind, table: &str) -> String {
    format!(
        "{table} AS entry JOIN imports AS own ON own.id = entry.import_id WHERE entry.current = {}",
        superseded(kind, table)
    )
}

/// Writes the condition that a row, `entry` of the import `own`, is not current.
fn superseded(kind: ExportKind, table: &str) -> String {
    let newer = |which: &str| {
        format!(
            "EXISTS (SELECT 1 FROM {table} AS newer CROSS JOIN imports ON imports.id = newer.import_id
                 WHERE newer.shop_id = entry.shop_id AND {which}
                     AND (imports.exported_at, imports.id) > (own.exported_at, own.id))"
        )
    };
    let same = newer(&format!(
        "newer.entry_key = entry.entry_key AND newer.ordinal = entry.ordinal AND {}",
        is_same_entry(kind, ("newer", OF_IMPORTS), ("entry", "own.fields"))
    ));
    match (entry::expected(kind), entry::repeated_key(kind)) {
        // The keys of settled rows have `@` and the settlement time after the sub-order; `A` is the character after `@`.
        (Some(Expected { id, settled }), RepeatedKey::Part) => format!(
            "({same} OR entry.{settled} IS NULL AND ({} OR EXISTS (
                 SELECT 1 FROM {table} AS settled
                 WHERE settled.shop_id = entry.shop_id AND settled.import_id <> entry.import_id
                     AND settled.entry_key > entry.{id} || '@' AND settled.entry_key < entry.{id} || 'A')))",
            newer(&format!("newer.entry_key = entry.{id}"))
        ),
        (Some(Expected { id, settled }), _) => format!(
            "({same} OR entry.{settled} IS NULL AND EXISTS (
                 SELECT 1 FROM {table} AS settled
                 WHERE settled.shop_id = entry.shop_id AND settled.import_id <> entry.import_id
                     AND settled.{id} = entry.{id} AND settled.{settled} IS NOT NULL))"
        ),
        (None, _) => same,
    }
}

/// Writes the condition that a row is the expected one of an id. The key of an expected part is the id itself.
fn expected_of(kind: ExportKind, row: &str, id: &str) -> String {
    match (entry::expected(kind), entry::repeated_key(kind)) {
        (Some(expected), RepeatedKey::Conflict) => format!("{row}.{} = {id}", expected.id),
        _ => format!("{row}.entry_key = {id}"),
    }
}
