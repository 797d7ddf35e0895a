//! What a newer export has no column for is kept of older ones.
//!
//! The row of an entry that counts says all that its export has columns for (`imports.fields`). What it has none for is
//! taken from the newest older row of the entry whose export has the column, and stands in the row that counts, so that
//! whoever reads that reads it. A row's own statement is therefore what stands in the columns of its import. Rows that
//! do not count have nothing else. Cells of unknown columns are not kept so.

use rusqlite::{Connection, params};

use super::content;
use super::current;
use super::entries;
use super::imports::layout_from_json;
use crate::model::entry::{self, EntryField};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;

/// Makes the table of the entries of a shop that are to be filled.
pub(super) const TOUCHED: &str = "CREATE TEMP TABLE touched (entry_key TEXT NOT NULL, ordinal INTEGER NOT NULL,
    PRIMARY KEY (entry_key, ordinal)) WITHOUT ROWID;";

/// Makes the table of the rows that were filled otherwise than before.
pub(super) const FILLED: &str = "CREATE TEMP TABLE filled (id INTEGER PRIMARY KEY);";

/// Knows the imports of one kind and shop by the columns that they have.
pub(super) struct Kept {
    kind: ExportKind,
    table: &'static str,
    shop_id: i64,
    fields: &'static [EntryField],
    layouts: Vec<(FieldSet, Vec<i64>)>,
}

/// Holds what imports lack that others have.
struct Lacking {
    /// The columns that the imports have.
    own: FieldSet,
    /// Those that they lack.
    names: Vec<&'static str>,
    /// The imports, as SQL lists them.
    imports: String,
}

impl Kept {
    /// Reads which columns the imports have; nothing where all have the same, so that there is nothing to keep.
    pub(super) fn read(connection: &Connection, kind: ExportKind, shop_id: i64) -> rusqlite::Result<Option<Self>> {
        let Some(table) = entries::table(kind) else { return Ok(None) };
        let mut layouts: Vec<(FieldSet, Vec<i64>)> = Vec::new();
        let mut statement =
            connection.prepare("SELECT id, fields FROM imports WHERE shop_id = ?1 AND kind = ?2 ORDER BY id")?;
        let mut rows = statement.query(params![shop_id, kind.as_str()])?;
        while let Some(row) = rows.next()? {
            let (id, fields): (i64, String) = (row.get(0)?, row.get(1)?);
            let fields = layout_from_json(kind, &fields, "[]").fields;
            match layouts.iter_mut().find(|(other, _)| *other == fields) {
                Some((_, imports)) => imports.push(id),
                None => layouts.push((fields, vec![id])),
            }
        }
        Ok((layouts.len() > 1).then(|| Self { kind, table, shop_id, fields: entry::fields(kind), layouts }))
    }

    /// Writes the condition under which a row `mine` of an export with some columns says in them what the row `other`
    /// says.
    pub(super) fn says_same(&self, columns: FieldSet) -> String {
        let names = columns.indexes().map(|place| self.fields[place].name);
        let names: Vec<&str> = names.chain([content::EXTRA, content::EXTRA_CONTACT]).collect();
        let of = |row: &str| names.iter().map(|name| format!("{row}.{name}")).collect::<Vec<_>>().join(", ");
        format!("({}) IS ({})", of("mine"), of("other"))
    }

    /// Fills the rows that count of the entries in the table `touched`, empties the others, and lists in the table
    /// `filled` those of the first that had something else.
    pub(super) fn fill(&self, connection: &Connection) -> rusqlite::Result<()> {
        let table = self.table;
        if !connection.query_row("SELECT EXISTS (SELECT 1 FROM touched)", [], |row| row.get::<_, bool>(0))? {
            return Ok(());
        }
        let touched = format!(
            "touched CROSS JOIN {table} AS entry ON entry.shop_id = {}
             AND entry.entry_key = touched.entry_key AND entry.ordinal = touched.ordinal",
            self.shop_id
        );
        let mut note = connection.prepare("INSERT INTO filled (id) VALUES (?1)")?;
        for Lacking { own, names: lacking, imports } in self.lacking() {
            let nothing = each(&lacking, ", ", |name| format!("{name} = NULL"));
            let anything = each(&lacking, " OR ", |name| format!("{name} IS NOT NULL"));
            connection.execute_batch(&format!(
                "UPDATE {table} SET {nothing} WHERE ({anything}) AND id IN (
                     SELECT entry.id FROM {touched} WHERE NOT entry.current AND +entry.import_id IN ({imports}))"
            ))?;
            let filled: Vec<i64> = connection
                .prepare(&self.filling(&touched, own, &lacking, &imports))?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for id in filled {
                note.execute([id])?;
            }
        }
        Ok(())
    }

    /// Writes the statement that fills current rows, which `from` gives as `entry`. Without MATERIALIZED, `+` and `IN`
    /// SQLite reads the whole table, or all of an import for each entry.
    fn filling(&self, from: &str, own: FieldSet, lacking: &[&str], imports: &str) -> String {
        let table = self.table;
        format!(
            "WITH kept AS MATERIALIZED ({})
             UPDATE {table} SET {} FROM kept
             WHERE {table}.id IN (SELECT id FROM kept) AND kept.id = {table}.id AND ({}) RETURNING id",
            self.older(from, own, lacking, imports),
            each(lacking, ", ", |name| format!("{name} = kept.{name}")),
            self.differ(lacking)
        )
    }

    /// Writes questions for the keys of entries whose current row has not what older ones say.
    pub(super) fn questions(&self) -> Vec<String> {
        let table = self.table;
        let all = format!("{table} AS entry");
        let question = |Lacking { own, names, imports }: &Lacking| {
            format!(
                "SELECT {table}.entry_key FROM {table} JOIN ({}) AS kept ON kept.id = {table}.id WHERE {}",
                self.older(&all, *own, names, imports),
                self.differ(names)
            )
        };
        self.lacking().iter().map(question).collect()
    }

    /// Lists what imports lack that others have.
    fn lacking(&self) -> Vec<Lacking> {
        let mut all = Vec::new();
        for (fields, imports) in &self.layouts {
            let others = |place: usize| self.layouts.iter().any(|(other, _)| other.contains_index(place));
            let places = (0..self.fields.len()).filter(|place| !fields.contains_index(*place) && others(*place));
            let names: Vec<&'static str> = places.map(|place| self.fields[place].name).collect();
            if !names.is_empty() {
                all.push(Lacking { own: *fields, names, imports: list(imports) });
            }
        }
        all
    }

    /// Writes the question for what current rows of imports, which have their own columns, should have in those that they
    /// lack. `from` gives the rows as `entry`.
    fn older(&self, from: &str, own: FieldSet, lacking: &[&str], imports: &str) -> String {
        let table = self.table;
        let own = current::columns_of(own, self.kind);
        let newest = |name: &str| {
            let having = self.layouts.iter().filter(|(fields, _)| self.has(*fields, name));
            let having: Vec<i64> = having.flat_map(|(_, imports)| imports).copied().collect();
            format!(
                "(SELECT older.{name} FROM {table} AS older CROSS JOIN imports ON imports.id = older.import_id
                  WHERE older.shop_id = entry.shop_id AND older.entry_key = entry.entry_key
                      AND older.ordinal = entry.ordinal AND older.import_id IN ({})
                      AND {}
                  ORDER BY imports.exported_at DESC, imports.id DESC LIMIT 1) AS {name}",
                list(&having),
                current::apart(self.kind, ("older", current::OF_IMPORTS), ("entry", &own))
            )
        };
        format!(
            "SELECT entry.id AS id, {} FROM {from} WHERE entry.current AND +entry.import_id IN ({imports})",
            each(lacking, ", ", newest)
        )
    }

    /// Writes the condition under which a row has something else in columns than what is kept for it.
    fn differ(&self, lacking: &[&str]) -> String {
        each(lacking, " OR ", |name| format!("{}.{name} IS NOT kept.{name}", self.table))
    }

    fn has(&self, fields: FieldSet, name: &str) -> bool {
        self.fields.iter().position(|field| field.name == name).is_some_and(|place| fields.contains_index(place))
    }
}

/// Writes something of each name.
fn each(names: &[&str], between: &str, write: impl Fn(&str) -> String) -> String {
    names.iter().map(|name| write(name)).collect::<Vec<_>>().join(between)
}

fn list(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn filling_reads_no_table_whole() {
        let store = Store::open_scratch().expect("a database");
        let connection = store.connection();
        connection
            .execute_batch(
                "INSERT INTO shops VALUES (1, 'a');
                 INSERT INTO imports (id, shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns,
                                      exported_at, imported_at)
                 VALUES (1, 1, '', '', 'csv', 'settlement', 0, '[\"amount\", \"income\"]', '[]', '', ''),
                        (2, 1, '', '', 'csv', 'settlement', 0, '[\"amount\"]', '[]', '', '');",
            )
            .expect("imports");
        entries::make_indexes(connection, ExportKind::Settlement, "stored_settlements").expect("indexes");
        connection.execute_batch(TOUCHED).expect("a table");
        let kept = Kept::read(connection, ExportKind::Settlement, 1).expect("reads").expect("two layouts");
        let Lacking { own, names, imports } = kept.lacking().remove(0);
        let from = "touched CROSS JOIN stored_settlements AS entry ON entry.shop_id = 1 AND entry.entry_key = touched.entry_key
             AND entry.ordinal = touched.ordinal";
        let sql = format!("EXPLAIN QUERY PLAN {}", kept.filling(from, own, &names, &imports));
        let mut statement = connection.prepare(&sql).expect("a statement");
        let steps = statement.query_map([], |row| row.get::<_, String>(3)).expect("a plan");
        let plan: Vec<String> = steps.collect::<rusqlite::Result<_>>().expect("steps");
        let scanned: Vec<&String> = plan.iter().filter(|step| step.starts_with("SCAN")).collect();
        assert!(scanned.iter().all(|step| step.contains("touched") || step.contains("kept")), "{plan:#?}");
        assert!(plan.iter().any(|step| step.contains("settlements_by_key")), "{plan:#?}");
    }
}
