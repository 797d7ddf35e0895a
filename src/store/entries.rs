//! Entries of sibling exports: rows in, and which row of each entry counts.
//!
//! Every row of every import is kept. Of the rows with one key the one of the newest export is *current*, of two with the same
//! time that of the later import: a function of the set of files, whatever their order. What an export says of an entry, it
//! says as a whole; nothing of older rows shows through.

use std::collections::HashMap;

use rusqlite::{Connection, Statement, named_params, params};

use super::content;
use super::figures::FigureWriter;
use super::headers::Headers;
use super::lines::{Put, bind};
use super::sightings::Origin;
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::record::{Fingerprint, Layout, Record};
use crate::model::summary::Counts;

/// Columns of every table of entries before their fields.
const BEFORE_FIELDS: [&str; 8] =
    ["shop_id", "entry_key", "ordinal", "import_id", "row_number", "sheet", "current", "fingerprint"];

/// The indexes beside the keys, made after the first load, which is faster than keeping them up row by row.
const INDEXES: &str = include_str!("entry_indexes.sql");

/// Finds, for the rows that came with an import, the current row of an earlier import with the same key: whether it says the
/// same, and whether it is older. The rows of the import have the numbers above `:before`.
const TWINS: &str = "CREATE TEMP TABLE twins AS
    SELECT mine.id AS mine, other.id AS other, mine.fingerprint = other.fingerprint AS same,
           imports.exported_at <= :exported_at AS older
    FROM {table} AS mine CROSS JOIN {table} AS other
    ON other.shop_id = mine.shop_id AND other.entry_key = mine.entry_key AND other.ordinal = mine.ordinal
        AND other.id <= :before AND other.current
    JOIN imports ON imports.id = other.import_id
    WHERE mine.id > :before";

/// The views of entries: the kind, the name in the words of the export, and the one in English.
pub(super) const VIEWS: [(ExportKind, &str, &str); 4] = [
    (ExportKind::Commission, "佣金", "commissions"),
    (ExportKind::AfterSales, "售后单", "after_sales"),
    (ExportKind::Settlement, "结算账单", "settlements"),
    (ExportKind::Funds, "动账明细", "fund_flows"),
];

/// Returns the table of the entries of a kind of export; nothing for orders.
pub(super) fn table(kind: ExportKind) -> Option<&'static str> {
    match kind {
        ExportKind::Orders => None,
        ExportKind::Commission => Some("stored_commissions"),
        ExportKind::AfterSales => Some("stored_after_sales"),
        ExportKind::Settlement => Some("stored_settlements"),
        ExportKind::Funds => Some("stored_fund_flows"),
    }
}

/// Returns the table that has the rows of a kind of export, order lines too.
pub(super) fn table_of_rows(kind: ExportKind) -> &'static str {
    table(kind).unwrap_or("stored_lines")
}

/// Writes the entries of one import within the transaction of its connection.
pub(super) struct EntryWriter<'c> {
    connection: &'c Connection,
    shop_id: i64,
    import_id: i64,
    table: &'static str,
    fields: usize,
    layout: Layout,
    /// The keys of its unknown columns.
    keys: Vec<String>,
    /// The highest number of a row before this import.
    before: i64,
    insert: Statement<'c>,
    find: Statement<'c>,
    /// How many entries of the file share a key, where more than one does. Nothing where keys are ids, which may not repeat.
    repeats: Option<HashMap<String, i64>>,
    figures: FigureWriter,
}

impl<'c> EntryWriter<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        shop_id: i64,
        import_id: i64,
        kind: ExportKind,
        layout: &Layout,
    ) -> rusqlite::Result<Option<Self>> {
        let Some(table) = table(kind) else { return Ok(None) };
        let fields = entry::fields(kind);
        let names: Vec<&str> = BEFORE_FIELDS
            .into_iter()
            .chain(fields.iter().map(|field| field.name))
            .chain([content::EXTRA, content::EXTRA_CONTACT])
            .collect();
        let marks = vec!["?"; names.len()].join(", ");
        let has_ids = fields.iter().any(|field| field.role == entry::Role::Key);
        Ok(Some(Self {
            connection,
            shop_id,
            import_id,
            table,
            fields: fields.len(),
            layout: layout.clone(),
            keys: Headers::read(connection)?.keys(layout),
            before: connection
                .query_row(&format!("SELECT coalesce(max(id), 0) FROM {table}"), [], |row| row.get(0))?,
            insert: connection.prepare(&format!(
                "INSERT INTO {table} ({}) VALUES ({marks}) ON CONFLICT DO NOTHING",
                names.join(", ")
            ))?,
            find: connection.prepare(&format!(
                "SELECT fingerprint FROM {table} WHERE shop_id = ?1 AND entry_key = ?2 AND ordinal = 1 AND import_id = ?3"
            ))?,
            repeats: (!has_ids).then(HashMap::new),
            figures: FigureWriter::new(kind),
        }))
    }

    /// Stores a row of the import. A row that is stored counts as inserted until [`EntryWriter::finish`] knows better.
    pub(super) fn put(&mut self, origin: Origin, record: &Record) -> rusqlite::Result<Put> {
        if self.insert(origin, 1, record)? {
            return Ok(Put::Inserted);
        }
        if let Some(repeats) = &mut self.repeats {
            let ordinal = repeats.entry(record.key().to_owned()).or_insert(1);
            *ordinal += 1;
            let ordinal = *ordinal;
            self.insert(origin, ordinal, record)?;
            return Ok(Put::Inserted);
        }
        let earlier: Fingerprint =
            self.find.query_row(params![self.shop_id, record.key(), self.import_id], |row| row.get(0))?;
        Ok(if earlier == record.fingerprint { Put::Duplicate } else { Put::Conflict })
    }

    fn insert(&mut self, origin: Origin, ordinal: i64, record: &Record) -> rusqlite::Result<bool> {
        let statement = &mut self.insert;
        statement.raw_bind_parameter(1, self.shop_id)?;
        statement.raw_bind_parameter(2, record.key())?;
        statement.raw_bind_parameter(3, ordinal)?;
        statement.raw_bind_parameter(4, self.import_id)?;
        statement.raw_bind_parameter(5, origin.row_number)?;
        statement.raw_bind_parameter(6, origin.sheet)?;
        statement.raw_bind_parameter(7, true)?;
        statement.raw_bind_parameter(8, record.fingerprint)?;
        let first = BEFORE_FIELDS.len() + 1;
        for place in 0..self.fields {
            bind(statement, first + place, &record.at(place))?;
        }
        if !self.layout.unknown.is_empty() {
            let unknown = |contact| content::record_json(record, &self.layout, &self.keys, contact);
            statement.raw_bind_parameter(first + self.fields, unknown(false))?;
            statement.raw_bind_parameter(first + self.fields + 1, unknown(true))?;
        }
        if statement.raw_execute()? == 0 {
            return Ok(false);
        }
        let id = self.connection.last_insert_rowid();
        self.figures.put(self.connection, id, self.shop_id, &record.figures)?;
        Ok(true)
    }

    /// Settles which rows are current, and counts what the import did to entries that other files have as well.
    pub(super) fn finish(&mut self, exported_at: &str, counts: &mut Counts) -> rusqlite::Result<()> {
        let (connection, table) = (self.connection, self.table);
        self.figures.finish(connection)?;
        connection.execute(
            &TWINS.replace("{table}", table),
            named_params! { ":before": self.before, ":exported_at": exported_at },
        )?;
        let [unchanged, updated, stale] = connection.query_row(
            "SELECT count(*) FILTER (WHERE same), count(*) FILTER (WHERE NOT same AND older),
                    count(*) FILTER (WHERE NOT same AND NOT older) FROM twins",
            [],
            |row| Ok([row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?].map(i64::cast_unsigned)),
        )?;
        counts.inserted -= unchanged + updated + stale;
        counts.unchanged += unchanged;
        counts.updated += updated;
        counts.stale += stale;
        connection.execute_batch(&format!(
            "UPDATE {table} SET current = 0
             WHERE id IN (SELECT iif(older, other, mine) FROM twins);
             DROP TABLE twins;"
        ))?;
        connection.execute_batch(&INDEXES.replace("{table}", table))
    }
}

/// Takes an import's rows out; of each entry that it had the newest row that is left becomes current.
pub(super) fn withdraw(connection: &Connection, kind: ExportKind, import_id: i64) -> rusqlite::Result<()> {
    let Some(table) = table(kind) else { return Ok(()) };
    connection.execute(
        &format!(
            "UPDATE {table} SET current = 1 WHERE id IN (
                 SELECT (SELECT other.id FROM {table} AS other JOIN imports ON imports.id = other.import_id
                         WHERE other.shop_id = gone.shop_id AND other.entry_key = gone.entry_key
                             AND other.ordinal = gone.ordinal AND other.import_id <> ?1
                         ORDER BY imports.exported_at DESC, imports.id DESC LIMIT 1)
                 FROM {table} AS gone WHERE gone.import_id = ?1 AND gone.current)"
        ),
        [import_id],
    )?;
    connection.execute(&format!("DELETE FROM {table} WHERE import_id = ?1"), [import_id])?;
    Ok(())
}
