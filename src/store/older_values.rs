//! Values from older exports, in columns that a newer export does not have.
//!
//! The current row of an entry has the values of its own export in the columns of that export (`imports.fields`). Each other column
//! is filled from the newest older row of the entry whose export has the column, so that readers need only the current row. What a
//! row's own export says is therefore in the columns of its import. Rows that are not current have no other values. Cells of
//! unknown columns are not filled.

use rusqlite::{Connection, params};

use super::content;
use super::entry_tables;
use super::layout_json::layout_from_json;
use super::same_entry;
use crate::model::entry::{self, EntryField};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;

/// Creates the table of the entries of a shop to fill.
pub(super) const TOUCHED: &str = "CREATE TEMP TABLE touched (entry_key TEXT NOT NULL, ordinal INTEGER NOT NULL,
    PRIMARY KEY (entry_key, ordinal)) WITHOUT ROWID;";

/// Creates the table of the rows whose filled values changed.
pub(super) const FILLED: &str = "CREATE TEMP TABLE filled (id INTEGER PRIMARY KEY);";

/// The imports of one kind and shop, grouped by their columns.
pub(super) struct OlderValues {
    kind: ExportKind,
    table: &'static str,
    shop_id: i64,
    fields: &'static [EntryField],
    layouts: Vec<(FieldSet, Vec<i64>)>,
}

/// The columns that some imports lack and others have.
struct Lacking {
    /// The columns that the imports have.
    own: FieldSet,
    /// The columns that they lack.
    names: Vec<&'static str>,
    /// The ids of the imports, as a list in SQL.
    imports: String,
}

impl OlderValues {
    /// Reads the columns of the imports. Returns nothing if all have the same columns, so that there is nothing to fill.
    pub(super) fn read(connection: &Connection, kind: ExportKind, shop_id: i64) -> rusqlite::Result<Option<Self>> {
        let Some(table) = entry_tables::table(kind) else { return Ok(None) };
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

    /// Writes the condition that the rows `mine` and `other` are equal in some columns.
    pub(super) fn equal_in(&self, columns: FieldSet) -> String {
        let names = columns.indexes().map(|index| self.fields[index].name);
        let names: Vec<&str> = names.chain([content::EXTRA, content::EXTRA_CONTACT]).collect();
        let of = |row: &str| names.iter().map(|name| format!("{row}.{name}")).collect::<Vec<_>>().join(", ");
        format!("({}) IS ({})", of("mine"), of("other"))
    }

    /// Fills the current rows of the entries in the table `touched`, clears the other rows, and adds the filled rows that changed to
    /// the table `filled`.
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

    /// Writes the statement that fills the current rows, which `from` provides as `entry`. Without MATERIALIZED, `+` and `IN`, SQLite
    /// would read the whole table, or a whole import for each entry.
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

    /// Writes the queries for the keys of entries whose current row lacks a value of an older one.
    pub(super) fn check_queries(&self) -> Vec<String> {
        let table = self.table;
        let all = format!("{table} AS entry");
        let query = |Lacking { own, names, imports }: &Lacking| {
            format!(
                "SELECT {table}.entry_key FROM {table} JOIN ({}) AS kept ON kept.id = {table}.id WHERE {}",
                self.older(&all, *own, names, imports),
                self.differ(names)
            )
        };
        self.lacking().iter().map(query).collect()
    }

    /// Lists the columns that some imports lack and others have.
    fn lacking(&self) -> Vec<Lacking> {
        let mut all = Vec::new();
        for (fields, imports) in &self.layouts {
            let others = |index: usize| self.layouts.iter().any(|(other, _)| other.contains_index(index));
            let lacking = (0..self.fields.len()).filter(|index| !fields.contains_index(*index) && others(*index));
            let names: Vec<&'static str> = lacking.map(|index| self.fields[index].name).collect();
            if !names.is_empty() {
                all.push(Lacking { own: *fields, names, imports: list(imports) });
            }
        }
        all
    }

    /// Writes the query for the values that current rows should have in the columns that their imports lack. `from` provides the rows
    /// as `entry`.
    fn older(&self, from: &str, own: FieldSet, lacking: &[&str], imports: &str) -> String {
        let table = self.table;
        let own = same_entry::columns_of(own, self.kind);
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
                same_entry::is_same_entry(self.kind, ("older", same_entry::OF_IMPORTS), ("entry", &own))
            )
        };
        format!(
            "SELECT entry.id AS id, {} FROM {from} WHERE entry.current AND +entry.import_id IN ({imports})",
            each(lacking, ", ", newest)
        )
    }

    /// Writes the condition that a row differs from the values that it should have.
    fn differ(&self, lacking: &[&str]) -> String {
        each(lacking, " OR ", |name| format!("{}.{name} IS NOT kept.{name}", self.table))
    }

    fn has(&self, fields: FieldSet, name: &str) -> bool {
        self.fields.iter().position(|field| field.name == name).is_some_and(|index| fields.contains_index(index))
    }
}

/// Writes a piece of SQL for each name, with separators.
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
    fn filling_does_not_scan_the_table() {
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
        entry_tables::make_indexes(connection, ExportKind::Settlement, "stored_settlements").expect("indexes");
        connection.execute_batch(TOUCHED).expect("a table");
        let kept = OlderValues::read(connection, ExportKind::Settlement, 1).expect("reads").expect("two layouts");
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
