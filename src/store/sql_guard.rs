//! Limits what SQL queries of the user can do: they only read, and read contact data only on request.
//!
//! - The authorizer works by lists of what is allowed: reads, the functions in [`FUNCTIONS`], and pragmas that describe the schema.
//!   Everything else is denied, including anything that a later SQLite adds.
//! - Contact columns read as NULL, also in conditions and functions. SQLite does not ask the authorizer about the columns that USING
//!   and NATURAL join by. So statements cannot name the tables behind the views, nor use such joins with `imports`. The tables that
//!   can be named are a list too.
//! - Tables that other programs added may have copies of contact data, so they cannot be read at all.
//! - ATTACH, which would open and write other files, is limited to zero databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::error::StoreError;
use super::{entry_tables, schema_steps, sql_limits};
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind};

/// The tables that statements can name besides the views. They have no data about buyers.
const OPEN_TABLES: &[&str] = &["shops", "imports", "declared_facts", "verdicts", "lines_per_day", "days_counted"];

/// Columns of `imports` that may name a buyer, or confirm a guess of a file's content: a file with one row is easily guessed.
const HIDDEN_OF_IMPORTS: &[&str] = &["path", "sha256", "rows_hash"];

/// The tables with the keys of the hashes of buyers and files. No query can read them.
const KEY_TABLES: &[&str] = &["buyer_key", "file_key"];

/// The pragmas that only describe the schema.
const PRAGMAS: &[&str] = &["table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"];

/// The functions that only compute.
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "->", "->>", "abs", "avg", "char", "coalesce", "concat", "concat_ws", "count", "cume_dist", "current_date",
    "current_time", "current_timestamp", "date", "datetime", "dense_rank", "first_value", "format", "glob", "group_concat",
    "hex", "if", "ifnull", "iif", "instr", "json", "json_array", "json_array_insert", "json_array_length",
    "json_error_position", "json_extract", "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch",
    "json_pretty", "json_quote", "json_remove", "json_replace", "json_set", "json_type", "json_valid", "jsonb", "jsonb_array",
    "jsonb_array_insert", "jsonb_extract", "jsonb_group_array", "jsonb_group_object", "jsonb_insert", "jsonb_object",
    "jsonb_patch", "jsonb_remove", "jsonb_replace", "jsonb_set", "julianday", "lag", "last_value", "lead", "length", "like",
    "likelihood", "likely", "lower", "ltrim", "max", "min", "nth_value", "ntile", "nullif", "octet_length", "percent_rank",
    "printf", "quote", "random", "randomblob", "rank", "replace", "round", "row_number", "rtrim", "sign", "soundex",
    "sqlite_version", "strftime", "string_agg", "substr", "substring", "subtype", "sum", "time", "timediff", "total", "trim",
    "typeof", "unhex", "unicode", "unistr", "unistr_quote", "unixepoch", "unlikely", "upper", "zeroblob",
];

/// The tables that can be read only together with contact data.
#[derive(Debug, Default, Clone)]
pub(super) struct ClosedTables {
    /// Tables of shopkit and of SQLite that statements cannot name, in lower case.
    own: Vec<String>,
    /// Tables of other programs. Their names may be any word, so they cannot be found in the text of a statement.
    foreign: Vec<String>,
}

/// Records what a statement named but could not read.
#[derive(Debug, Default)]
pub(super) struct Withheld {
    /// Contact columns, which read as NULL.
    pub(super) contact: AtomicBool,
    /// Tables of other programs.
    pub(super) foreign: AtomicBool,
}

impl ClosedTables {
    /// Lists the tables of a database.
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let tables: Vec<String> = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let (own, foreign): (Vec<_>, Vec<_>) =
            tables.into_iter().partition(|table| table.starts_with("sqlite_") || schema_steps::makes_table(table));
        let own = own.into_iter().map(|table| table.to_ascii_lowercase());
        Ok(Self { own: own.filter(|table| !OPEN_TABLES.contains(&table.as_str())).collect(), foreign })
    }
}

/// Fails if a statement names a closed table of shopkit, or could join `imports` or a foreign table by columns that the authorizer is
/// not asked about. If contact data is requested, no table is closed.
pub(super) fn check(sql: &str, closed: &ClosedTables) -> Result<(), StoreError> {
    let sql = sql.to_ascii_lowercase();
    let words = || sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    // An alias is unlikely to equal the name of a table.
    if words().any(|word| closed.own.iter().any(|table| table == word)) {
        return Err(StoreError::InternalTable);
    }
    let has_hidden = !closed.foreign.is_empty() || (!closed.own.is_empty() && sql.contains("imports"));
    if has_hidden && words().any(|word| matches!(word, "natural" | "using")) {
        return Err(StoreError::HiddenJoin);
    }
    Ok(())
}

/// Restricts a connection to reading. `withheld` records what statements name but cannot read.
pub(super) fn restrict(
    connection: &mut Connection,
    show_pii: bool,
    closed: &ClosedTables,
    withheld: &Arc<Withheld>,
) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    sql_limits::apply(connection)?;
    let (foreign, withheld) = (closed.foreign.clone(), Arc::clone(withheld));
    connection.authorizer(Some(move |context: AuthContext<'_>| {
        if let AuthAction::Read { table_name, .. } = context.action
            && foreign.iter().any(|table| table.eq_ignore_ascii_case(table_name))
        {
            withheld.foreign.store(true, Ordering::Relaxed);
            return Authorization::Deny;
        }
        // A view reads all its columns. Only those that the statement itself names count.
        if !show_pii && context.accessor.is_none() && names_contact(context.action) {
            withheld.contact.store(true, Ordering::Relaxed);
        }
        authorize(context.action, show_pii)
    }))
}

fn authorize(action: AuthAction<'_>, show_pii: bool) -> Authorization {
    match action {
        AuthAction::Read { table_name, column_name } if !show_pii && is_contact(table_name, column_name) => {
            Authorization::Ignore
        }
        AuthAction::Read { table_name, .. } if KEY_TABLES.contains(&table_name) => Authorization::Ignore,
        // Raw pages, in case SQLite is built with these tables.
        AuthAction::Read { table_name: "sqlite_dbpage" | "dbstat", .. } => Authorization::Deny,
        AuthAction::Select | AuthAction::Recursive | AuthAction::Read { .. } => Authorization::Allow,
        AuthAction::Function { function_name } if FUNCTIONS.contains(&function_name.to_ascii_lowercase().as_str()) => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_name, .. } if PRAGMAS.contains(&pragma_name) => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

fn names_contact(action: AuthAction<'_>) -> bool {
    match action {
        AuthAction::Read { table_name: "订单", column_name } => {
            Field::ALL.iter().any(|field| field.is_contact() && field.header() == column_name)
        }
        AuthAction::Read { table_name: "order_lines", column_name } => is_contact("stored_lines", column_name),
        AuthAction::Read { table_name, column_name } => {
            let view = entry_tables::VIEWS.iter().find(|(_, zh, en)| table_name == *zh || table_name == *en);
            match view {
                Some((kind, _, _)) => is_contact_of_entry(*kind, column_name),
                None => is_contact(table_name, column_name),
            }
        }
        _ => false,
    }
}

/// Tells whether a column of a table may identify a buyer. Views read from the tables, so checking tables is enough.
fn is_contact(table: &str, column: &str) -> bool {
    match table {
        "stored_lines" => {
            matches!(column, "extra_contact" | "fingerprint" | "buyer_hash")
                || Field::by_name(column).is_some_and(Field::is_contact)
        }
        "stored_sightings" => column == "content",
        "imports" => HIDDEN_OF_IMPORTS.contains(&column),
        _ => {
            let kind = ExportKind::ALL.iter().find(|kind| entry_tables::table(**kind) == Some(table));
            kind.is_some_and(|kind| is_contact_of_entry(*kind, column))
        }
    }
}

/// Tells whether a column of entries may identify a buyer. The name is that of the table or that of the export.
fn is_contact_of_entry(kind: ExportKind, column: &str) -> bool {
    let mut contact = entry::fields(kind).iter().filter(|field| field.kind == FieldKind::Contact);
    matches!(column, "extra_contact" | "fingerprint")
        || contact.any(|field| field.name == column || field.header == column)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions of SQLite that do more than compute, or belong to kinds of tables that shopkit does not have.
    #[rustfmt::skip]
    const REFUSED: &[&str] = &[
        "bm25", "changes", "fts3_tokenizer", "fts5", "fts5_get_locale", "fts5_insttoken", "fts5_locale", "fts5_source_id",
        "highlight", "last_insert_rowid", "load_extension", "match", "matchinfo", "offsets", "optimize", "rtreecheck",
        "rtreedepth", "rtreenode", "snippet", "sqlite_compileoption_get", "sqlite_compileoption_used", "sqlite_log",
        "sqlite_source_id", "total_changes",
    ];

    #[test]
    fn foreign_tables_are_not_found_by_name() {
        let connection = Connection::open_in_memory().expect("memory");
        schema_steps::make(&connection, schema_steps::newest()).expect("makes");
        let of_program = ClosedTables::of(&connection).expect("sorts");
        assert!(of_program.foreign.is_empty() && of_program.own.iter().any(|table| table == "stored_lines"));
        connection.execute_batch("CREATE TABLE e (x); CREATE TABLE \"SELECT\" (x)").expect("tables");
        let closed = ClosedTables::of(&connection).expect("sorts");
        assert_eq!((closed.own.clone(), closed.foreign.len()), (of_program.own, 2));
        for sql in ["SELECT e.id FROM imports AS e", "SELECT stored_lines_too FROM order_lines"] {
            assert!(check(sql, &closed).is_ok(), "{sql}");
        }
        for sql in ["SELECT 1 FROM shops JOIN e USING (id)", "SELECT 1 FROM e NATURAL JOIN shops"] {
            assert!(matches!(check(sql, &closed), Err(StoreError::HiddenJoin)), "{sql}");
        }
        for sql in ["SELECT 1 FROM Stored_Lines", "SELECT 1 FROM \"stored_lines\"", "SELECT 1 FROM[stored_lines]"] {
            assert!(matches!(check(sql, &closed), Err(StoreError::InternalTable)), "{sql}");
        }
    }

    #[test]
    fn every_function_is_listed_as_allowed_or_refused() {
        let connection = Connection::open_in_memory().expect("memory");
        let functions: Vec<String> = connection
            .prepare("SELECT DISTINCT name FROM pragma_function_list")
            .and_then(|mut list| list.query_map([], |row| row.get(0))?.collect())
            .expect("a list");
        for name in &functions {
            assert_ne!(FUNCTIONS.contains(&name.as_str()), REFUSED.contains(&name.as_str()), "{name}");
        }
        for name in FUNCTIONS.iter().chain(REFUSED) {
            assert!(functions.iter().any(|function| function == name), "SQLite has no {name}");
        }
    }
}
