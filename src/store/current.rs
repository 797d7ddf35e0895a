//! Which row of an entry counts: it is *current*, and views, reports and figures read no other.
//!
//! Of the rows with one key it is that of the newest export, of two with the same time that of the later import: a
//! function of the set of files, whatever their order. Rows with one key in one file are numbered, and each number is
//! an entry of its own.
//!
//! Commission is settled in parts: each settled row is an entry of its own, and they add up. A row without the time of a
//! settlement tells what is expected of its sub-order, until another export has a settled row of the sub-order, or a newer
//! one any row.
//!
//! Bookings of two accounts are two, where both exports tell the account.
//!
//! What the export of a current row has no column for comes from older rows ([`Kept`]).

use rusqlite::{Connection, named_params};

use super::entries;
use super::kept::{FILLED, Kept, TOUCHED};
use crate::model::entry::{self, RepeatedKey};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;
use crate::model::summary::Counts;

/// Tells what an import brought.
pub(super) struct Arrival<'a> {
    pub(super) kind: ExportKind,
    pub(super) table: &'static str,
    pub(super) shop_id: i64,
    /// The columns that the file has.
    pub(super) fields: FieldSet,
    /// The highest number of a row before the import.
    pub(super) before: i64,
    pub(super) exported_at: &'a str,
}

/// Finds, for each row that came with an import, the current rows of earlier imports of which only one of the two can
/// stay current: whether it says the same, and whether it is the one that gives way, as the older one does. The rows of the import have the numbers above
/// `:before`.
const TWINS: &str = "CREATE TEMP TABLE twins AS
    SELECT mine.id AS mine, other.id AS other, {same} AS same, {older} AS older
    FROM {table} AS mine CROSS JOIN {table} AS other ON other.shop_id = mine.shop_id AND {meet}
        AND other.id <= :before AND other.current
    CROSS JOIN imports ON imports.id = other.import_id
    WHERE mine.id > :before AND {rival}";

/// Counts the rows that came with an import and met others, by what they did: the state is as it was and they say so,
/// it changed, or it is as it was and says otherwise. An older row changes it where the newer one has no column for
/// something.
const COUNTS: &str = "SELECT count(*) FILTER (WHERE same AND NOT changed), count(*) FILTER (WHERE changed),
        count(*) FILTER (WHERE NOT same AND NOT changed)
    FROM (SELECT max(same) AS same,
              (min(older) AND NOT min(same)) OR max(NOT older AND other IN (SELECT id FROM filled)) AS changed
          FROM twins GROUP BY mine)";

/// Settles which rows count once the rows of an import are stored, and counts what became of entries that were known.
pub(super) fn arrive(connection: &Connection, arrival: &Arrival<'_>, counts: &mut Counts) -> rusqlite::Result<()> {
    let Arrival { kind, table, shop_id, fields, before, exported_at } = *arrival;
    let kept = Kept::read(connection, kind, shop_id)?;
    let same = match &kept {
        // Rows with other columns have other fingerprints, whatever they say.
        Some(kept) => kept.says_same(fields),
        None => "mine.fingerprint = other.fingerprint".to_owned(),
    };
    let same_key = "other.entry_key = mine.entry_key AND other.ordinal = mine.ordinal";
    let older = "imports.exported_at <= :exported_at";
    let (meet, same, rival, older) = match entry::repeated_key(kind) {
        RepeatedKey::Part => (
            "other.sub_order_id = mine.sub_order_id",
            format!("{same_key} AND {same}"),
            format!("({same_key} OR mine.settled_at IS NULL OR other.settled_at IS NULL)"),
            format!("iif((mine.settled_at IS NULL) = (other.settled_at IS NULL), {older}, other.settled_at IS NULL)"),
        ),
        _ => {
            (same_key, same, apart(kind, ("mine", &columns_of(fields, kind)), ("other", OF_IMPORTS)), older.to_owned())
        }
    };
    let parts = [
        ("{same}", same),
        ("{older}", older),
        ("{table}", table.to_owned()),
        ("{meet}", meet.to_owned()),
        ("{rival}", rival),
    ];
    let twins = parts.iter().fold(TWINS.to_owned(), |sql, (name, text)| sql.replace(name, text));
    connection.execute(&twins, named_params! { ":before": before, ":exported_at": exported_at })?;
    connection.execute_batch(&format!(
        "{TOUCHED} {FILLED}
         UPDATE {table} SET current = 0 WHERE id IN (SELECT iif(older, other, mine) FROM twins);"
    ))?;
    if let Some(kept) = kept {
        connection.execute_batch(&format!(
            "INSERT INTO touched
             SELECT mine.entry_key, mine.ordinal FROM {table} AS mine CROSS JOIN {table} AS other
                 ON other.shop_id = mine.shop_id AND {same_key} AND other.id <= {before}
             WHERE mine.id > {before}
             UNION SELECT entry_key, ordinal FROM {table} WHERE id IN (SELECT other FROM twins)"
        ))?;
        kept.fill(connection)?;
    }
    let [unchanged, updated, stale] = connection
        .query_row(COUNTS, [], |row| Ok([row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?].map(i64::cast_unsigned)))?;
    counts.inserted -= unchanged + updated + stale;
    counts.unchanged += unchanged;
    counts.updated += updated;
    counts.stale += stale;
    connection.execute_batch("DROP TABLE twins; DROP TABLE touched; DROP TABLE filled;")
}

/// Takes an import's rows out and settles what counts of the entries that it had.
pub(super) fn withdraw(
    connection: &Connection,
    kind: ExportKind,
    shop_id: i64,
    import_id: i64,
) -> rusqlite::Result<()> {
    let Some(table) = entries::table(kind) else { return Ok(()) };
    // The import is among those that are read, so that what only it had a column for goes with it.
    let kept = Kept::read(connection, kind, shop_id)?;
    let expected = match entry::repeated_key(kind) {
        RepeatedKey::Part => format!(
            "UNION SELECT entry.entry_key, entry.ordinal FROM {table} AS gone CROSS JOIN {table} AS entry
             ON entry.shop_id = gone.shop_id AND entry.entry_key = gone.sub_order_id WHERE gone.import_id = {import_id}"
        ),
        _ => String::new(),
    };
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
    if let Some(kept) = kept {
        kept.fill(connection)?;
    }
    connection.execute_batch("DROP TABLE touched; DROP TABLE filled;")
}

/// Settles anew which rows count of all entries, and what they have from older ones.
pub(super) fn settle_all(connection: &Connection) -> rusqlite::Result<()> {
    for kind in ExportKind::ALL.iter().copied() {
        let Some(table) = entries::table(kind) else { continue };
        let shops = entries::shops(connection, table)?;
        if shops.is_empty() {
            continue;
        }
        entries::make_indexes(connection, kind, table)?;
        connection.execute_batch(&format!(
            "UPDATE {table} SET current = NOT current WHERE id IN (SELECT entry.id FROM {})",
            wrongly_flagged(kind, table)
        ))?;
        for shop_id in shops {
            let Some(kept) = Kept::read(connection, kind, shop_id)? else { continue };
            connection.execute_batch(&format!(
                "{TOUCHED} {FILLED}
                 INSERT INTO touched SELECT entry_key, ordinal FROM {table} WHERE shop_id = {shop_id}
                 GROUP BY entry_key, ordinal HAVING count(*) > 1;"
            ))?;
            kept.fill(connection)?;
            connection.execute_batch("DROP TABLE touched; DROP TABLE filled;")?;
        }
    }
    Ok(())
}

/// Writes from where, and under which condition, the rows of a table come, as `entry`, that count and should not or the
/// other way.
pub(super) fn wrongly_flagged(kind: ExportKind, table: &str) -> String {
    format!(
        "{table} AS entry JOIN imports AS own ON own.id = entry.import_id WHERE entry.current = {}",
        superseded(kind, table)
    )
}

/// Writes the condition under which a row, `entry` of the import `own`, does not count.
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
        apart(kind, ("newer", OF_IMPORTS), ("entry", "own.fields"))
    ));
    match entry::repeated_key(kind) {
        // `A` follows `@`, behind which the time of a settlement stands.
        RepeatedKey::Part => format!(
            "({same} OR entry.settled_at IS NULL AND ({} OR EXISTS (
                 SELECT 1 FROM {table} AS settled
                 WHERE settled.shop_id = entry.shop_id AND settled.import_id <> entry.import_id
                     AND settled.entry_key > entry.sub_order_id || '@' AND settled.entry_key < entry.sub_order_id || 'A')))",
            newer("newer.entry_key = entry.sub_order_id")
        ),
        _ => same,
    }
}

/// Columns that tell bookings with one key apart.
const APART: [&str; 2] = ["account", "settlement_type"];

/// Where the columns of a joined import stand.
pub(super) const OF_IMPORTS: &str = "imports.fields";

/// Writes the condition under which two rows with one key are one entry: they do not say different things in what tells
/// entries apart, where the exports of both have it. Each row comes with the columns of its export, as JSON.
pub(super) fn apart(kind: ExportKind, (one, ones): (&str, &str), (other, others): (&str, &str)) -> String {
    if entry::repeated_key(kind) != RepeatedKey::Booking {
        return "TRUE".to_owned();
    }
    let same = |name: &&str| {
        let lacks = |columns: &str| format!("instr({columns}, '\"{name}\"') = 0");
        format!("({} OR {} OR {one}.{name} IS {other}.{name})", lacks(ones), lacks(others))
    };
    APART.iter().map(same).collect::<Vec<_>>().join(" AND ")
}

/// Writes the columns of an export as an expression of SQL.
pub(super) fn columns_of(fields: FieldSet, kind: ExportKind) -> String {
    let names = fields.indexes().map(|place| format!("\"{}\"", entry::fields(kind)[place].name));
    format!("'[{}]'", names.collect::<Vec<_>>().join(","))
}
