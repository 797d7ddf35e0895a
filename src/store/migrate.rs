//! Migrations of the schema. Steps are only ever added.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::StoreError;
use super::refusal::Refusal;
use super::schema::{self, ForeignObject};
use super::schema_steps::{END_OF_IMPORT, STEPS, newest};
use super::{backup, blocks, current, hidden, keyed_hash, leftovers, plain, relayout};

/// The application id of shopkit's databases: "SKIT".
const APPLICATION_ID: i64 = 0x534B_4954;

/// The version of a database file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// It has no tables at all.
    Empty,
    /// It has this many steps.
    At(i64),
}

/// Fails for databases of other programs and of newer versions, without changing them.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<Version, StoreError> {
    // In a transaction, since another process may be creating the database at this moment.
    let state = connection.unchecked_transaction().map_err(|error| StoreError::of(path, error))?;
    version(&state, path)
}

/// Does the same, and lists changes of the schema by other programs.
pub(super) fn inspect(connection: &Connection, path: &Path) -> Result<(Version, Vec<ForeignObject>), StoreError> {
    let failed = |error| StoreError::of(path, error);
    let state = connection.unchecked_transaction().map_err(failed)?;
    let version = version(&state, path)?;
    let foreign = match version {
        Version::Empty => Vec::new(),
        Version::At(steps) => schema::foreign(&state, steps).map_err(failed)?,
    };
    Ok((version, foreign))
}

fn version(state: &Transaction<'_>, path: &Path) -> Result<Version, StoreError> {
    let read =
        |sql: &str| state.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|error| StoreError::of(path, error));
    let application = read("PRAGMA application_id")?;
    let version = read("PRAGMA user_version")?;
    let tables = read("SELECT count(*) FROM sqlite_schema")?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(Version::Empty);
    }
    if application != APPLICATION_ID {
        return Err(StoreError::NotShopkit(path.to_owned()));
    }
    if version > newest() {
        return Err(StoreError::Newer(path.to_owned(), version, newest()));
    }
    Ok(Version::At(version))
}

/// Upgrades a database to the newest version. A database with data is copied first.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if check(connection, path)? == Version::At(newest()) {
        return Ok(());
    }
    let failed = |error| StoreError::of(path, error);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // Checked again, since another process may have upgraded it while this one waited for the lock.
    let done = match version(&transaction, path)? {
        Version::At(version) if version == newest() => return Ok(()),
        Version::At(version) => {
            // Triggers of other programs would act on the writes of the steps.
            let foreign = schema::foreign(&transaction, version).map_err(failed)?;
            if !foreign.is_empty() {
                return Err(StoreError::Refused(path.to_owned(), Refusal::Foreign(foreign)));
            }
            back_up(path, version)?;
            version
        }
        Version::Empty => 0,
    };
    apply(&transaction, done).and_then(|()| transaction.commit()).map_err(failed)
}

/// Runs all steps after the first `done`.
fn apply(transaction: &Transaction<'_>, done: i64) -> rusqlite::Result<()> {
    for step in STEPS.iter().skip(usize::try_from(done).unwrap_or_default()) {
        transaction.execute_batch(step)?;
    }
    if (1..relayout::STEP).contains(&done) {
        relayout::upgrade(transaction)?;
        current::rebuild(transaction)?;
    }
    if (1..keyed_hash::STEP).contains(&done) {
        // The replaced hashes must not stay in free pages.
        transaction.pragma_update(None, "secure_delete", true)?;
        keyed_hash::replace_plain(transaction)?;
        // In earlier versions the hash of a row depended on hidden columns, and cells were not checked for personal data.
        transaction.execute_batch(
            "UPDATE imports SET rows_hash = NULL WHERE kind = 'orders' AND instr(unknown_columns, '\"contact\":true')",
        )?;
        hidden::hide_found(transaction)?;
        transaction.pragma_update(None, "secure_delete", false)?;
    }
    if done > 0 {
        // Imports of earlier versions ended without these steps.
        transaction.execute_batch(END_OF_IMPORT)?;
        blocks::rebuild(transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", newest())
}

/// Copies a database with a separate connection, since a connection with a write lock cannot be the source.
fn back_up(path: &Path, version: i64) -> Result<(), StoreError> {
    let reader = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(plain(path), reader).map_err(|error| StoreError::of(path, error))?;
    // The copy of an earlier attempt stays until the new one is known to be sound.
    backup::copy(&connection, path, &leftovers::copy_of(path, version), true, || Ok(()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

    use super::*;
    use crate::model::entry;
    use crate::model::export::ExportKind;
    use crate::model::field::Field;
    use crate::model::record::{Content, Value};
    use crate::store::entry_tables;
    use crate::store::schema_steps;

    fn fresh() -> Connection {
        let mut connection = Connection::open_in_memory().expect("memory");
        migrate(&mut connection, Path::new("test.db")).expect("migrates");
        connection.execute_batch(END_OF_IMPORT).expect("indexes");
        connection
    }

    fn bring_from_second(connection: &mut Connection) {
        let transaction = connection.transaction().expect("begins");
        apply(&transaction, 2).and_then(|()| transaction.commit()).expect("migrates");
    }

    fn columns(connection: &Connection, table: &str) -> Vec<String> {
        let statement = connection.prepare(&format!("SELECT * FROM \"{table}\"")).expect("there is such a table");
        statement.column_names().map(str::to_owned).collect()
    }

    #[test]
    fn steps_make_the_columns_that_fields_name() {
        let connection = fresh();
        let lines: HashSet<String> = columns(&connection, "stored_lines").into_iter().collect();
        let english: HashSet<String> = columns(&connection, "order_lines").into_iter().collect();
        for field in Field::ALL {
            assert!(lines.contains(field.name()) && english.contains(field.name()), "{}", field.name());
        }
    }

    #[test]
    fn entries_have_their_fields_under_both_names() {
        let connection = fresh();
        for (kind, zh, en) in entry_tables::VIEWS {
            let table = entry_tables::table(kind).expect("a table");
            let (stored, english, chinese) =
                (columns(&connection, table), columns(&connection, en), columns(&connection, zh));
            for field in entry::fields(kind) {
                let named = |columns: &[String], name: &str| columns.iter().any(|column| column == name);
                assert!(named(&stored, field.name) && named(&english, field.name), "{}", field.name);
                assert!(named(&chinese, field.header), "{}", field.header);
            }
        }
    }

    #[test]
    fn the_view_has_the_headers_of_the_export() {
        let mut headers: Vec<_> = Field::ALL.iter().take(73).map(|field| field.header()).collect();
        headers.extend(["店铺", "推广类型"]);
        assert_eq!(columns(&fresh(), "订单"), headers);
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let mut connection = fresh();
        migrate(&mut connection, Path::new("test.db")).expect("nothing to do");
        assert_eq!(check(&connection, Path::new("test.db")).expect("known"), Version::At(newest()));
    }

    #[test]
    fn versions_kept_before_fingerprints_say_what_they_said() {
        let mut connection = Connection::open_in_memory().expect("memory");
        for (step, version) in STEPS[..2].iter().zip(1_i64..) {
            connection.execute_batch(step).expect("a step");
            connection.pragma_update(None, "user_version", version).expect("set");
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID).expect("set");
        let import = |id: u8| {
            format!(
                "INSERT INTO imports (id, shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns, exported_at, imported_at)
                 VALUES ({id}, 1, 'a.csv', '', 'csv', 'orders', 1, '[\"status\",\"payable\",\"product_id\",\"finished_at\"]',
                         '[{{\"header\":\"序列号\",\"contact\":false}}]', '2026-01-0{id} 00:00:00', '2026-01-05 00:00:00');"
            )
        };
        connection
            .execute_batch(&format!(
                "INSERT INTO shops VALUES (1, '杂货铺'); {} {}
                 INSERT INTO stored_lines (id, shop_id, line_key, import_id, row_number, status, payable, product_id, finished_at, extra)
                 VALUES (1, 1, '69', 2, 2, '已完成', 1230, '37', '2026-01-02 00:00:00', '{{\"序列号\":\"2\"}}');
                 INSERT INTO stored_sightings VALUES
                 (1, 1, 2, '{{\"status\":\"已发货\",\"payable\":1230,\"extra\":{{\"序列号\":\"1\"}},\"unstated\":[\"product_id\"]}}');",
                import(1),
                import(2)
            ))
            .expect("rows as they were");
        bring_from_second(&mut connection);
        let lines = crate::store::sightings::read(&connection, "TRUE", &[]).expect("reads");
        let first = &lines[0].versions[0].content;
        let mut wanted = Content::default();
        wanted.values[Field::Status.index()] = Value::Text("已发货".into());
        wanted.values[Field::Payable.index()] = Value::Int(1230);
        wanted.extra.insert("序列号".to_owned(), "1".to_owned());
        wanted.unstated.insert(Field::ProductId);
        assert_eq!(*first, wanted);
        assert_eq!(lines[0].state.extra["序列号"], "2");
        let shown: String = connection
            .query_row("SELECT extra ->> '序列号' FROM order_lines", [], |row| row.get(0))
            .expect("the view knows it by its header");
        assert_eq!(shown, "2");
    }

    #[test]
    fn what_older_versions_imported_is_counted() {
        let mut connection = Connection::open_in_memory().expect("memory");
        let older = STEPS[..2].concat();
        connection
            .execute_batch(&format!(
                "{older}
                 PRAGMA application_id = {APPLICATION_ID};
                 PRAGMA user_version = 2;
                 INSERT INTO shops VALUES (1, 'a');
                 INSERT INTO imports (shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns,
                                      exported_at, imported_at, first_day, last_day)
                 VALUES (1, '', '', 'csv', 'orders', 0, '[]', '[]', '', '', '2026-01-05', '2026-02-01');
                 INSERT INTO stored_lines (shop_id, line_key, import_id, row_number, submitted_at)
                 VALUES (1, 'a', 1, 1, '2026-01-05 00:00:00'), (1, 'b', 1, 2, '2026-01-05 23:59:59'),
                        (1, 'c', 1, 3, '2026-02-01 12:00:00'), (1, 'd', 1, 4, NULL);"
            ))
            .expect("an older database");
        bring_from_second(&mut connection);
        let days: Vec<(String, i64)> = connection
            .prepare("SELECT day, lines FROM lines_per_day ORDER BY day")
            .and_then(|mut days| days.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .expect("days");
        assert_eq!(days, [("2026-01-05".to_owned(), 2), ("2026-02-01".to_owned(), 1)]);
    }

    /// What version 9 stored: a statement without signs that has columns nobody knew, the same booking of a later one
    /// that is cut down, and commission that was expected and is settled.
    const OF_VERSION_9: &str = r#"
        INSERT INTO shops VALUES (1, '杂货铺');
        INSERT INTO unknown_headers VALUES (1, '达人佣金'), (2, '备用'), (3, '银行补贴'), (4, '商品名称');
        INSERT INTO imports (id, shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns, exported_at,
                             imported_at, rows_read, inserted, updated, rows_hash)
        VALUES (1, 1, 'a.csv', '', 'csv', 'settlement', 0, '[]',
                '[{"header":"商品名称","contact":false}, {"header":"备用","contact":false},
                  {"header":"达人佣金","contact":false}, {"header":"银行补贴","contact":false}]',
                '2026-01-08 00:00:00', '', 2, 2, 0, zeroblob(16)),
               (2, 1, 'b.csv', '', 'csv', 'settlement', 0, '[]', '[]', '2026-01-09 00:00:00', '', 1, 1, 0, zeroblob(16)),
               (3, 1, 'c.csv', '', 'csv', 'commission', 0, '[]', '[]', '2026-01-08 00:00:00', '', 1, 1, 0, zeroblob(16)),
               (4, 1, 'd.csv', '', 'csv', 'commission', 0, '[]', '[]', '2026-01-09 00:00:00', '', 1, 0, 1, zeroblob(16));
        INSERT INTO stored_settlements (id, shop_id, entry_key, ordinal, import_id, row_number, current, fingerprint, settled_at,
                                        order_id, sub_order_id, amount, account, income, expenses, extra)
        VALUES (1, 1, 'aa', 1, 1, 2, 1, x'01', '2026-01-05 10:00:00', '69', '69', 8400, '聚合账户', 10000, 1600,
                '{"1":"16.00","2":"x","3":"0"}'),
               (2, 1, 'bb', 1, 1, 3, 1, x'02', '2026-01-05 10:00:00', '69', '69', 8400, '微信', 10000, 1600,
                '{"1":"十六","3":"1.00"}'),
               (3, 1, 'cc', 1, 2, 2, 1, x'03', '2026-01-05 10:00:00', '69', '69', 8400, NULL, NULL, NULL, NULL);
        INSERT INTO stored_commissions (id, shop_id, entry_key, ordinal, import_id, row_number, current, fingerprint, sub_order_id,
                                        estimated, actual, settled_at)
        VALUES (1, 1, '69', 1, 3, 2, 0, x'01', '69', 1600, NULL, NULL),
               (2, 1, '69', 1, 4, 2, 1, x'02', '69', 1600, 1600, '2026-01-05 10:00:00');"#;

    #[test]
    fn entries_of_version_9_come_into_the_newer_layouts() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.db");
        let older = format!(
            "{} {OF_VERSION_9} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 9;",
            STEPS[..9].concat()
        );
        Connection::open(&path).and_then(|connection| connection.execute_batch(&older)).expect("an older database");
        let store = crate::store::Store::open(&path).expect("upgrades");
        let ask = |sql: &str| -> Vec<String> {
            let mut statement = store.connection().prepare(sql).expect("a question");
            let rows = statement.query_map([], |row| row.get(0)).and_then(|rows| rows.collect());
            rows.expect("rows")
        };
        // The third row is the first again, with what its export lacks. The word that is no amount stays where it was.
        let rows = ask("SELECT concat_ws(' ', id, ordinal, current, income, expenses, coalesce(commission, '-'), bank_subsidy, extra)
             FROM stored_settlements ORDER BY id");
        assert_eq!(
            rows,
            [
                r#"1 1 0 10000 -1600 -1600 0 {"2":"x"}"#,
                r#"2 2 1 10000 -1600 - 100 {"1":"十六"}"#,
                "3 1 1 10000 -1600 -1600 0"
            ]
        );
        assert_eq!(ask("SELECT DISTINCT entry_key FROM stored_settlements"), ["2026-01-05 10:00:00|69|8400"]);
        assert_eq!(ask("SELECT entry_key || current FROM stored_commissions ORDER BY id"), ["690", "69@2026-01-051"]);
        let imports = ask("SELECT concat_ws(' ', fields, unknown_columns, iif(rows_hash IS NULL, 'unknown', 'known'))
             FROM imports WHERE kind = 'settlement' ORDER BY id");
        assert_eq!(
            imports,
            [
                concat!(
                    r#"["settled_at","order_id","sub_order_id","amount","account","income","commission","expenses","#,
                    r#""product","bank_subsidy"] "#,
                    r#"[{"header":"备用","contact":false},{"header":"达人佣金","contact":false}] unknown"#
                ),
                r#"["settled_at","order_id","sub_order_id","amount"] [] known"#
            ]
        );
        assert_eq!(ask("SELECT header FROM unknown_headers ORDER BY number"), ["达人佣金", "备用"]);
        assert_eq!(store.check().expect("checks"), Vec::new());
        assert_eq!(store.check_packed_columns().expect("checks"), Vec::new());
    }

    #[test]
    fn every_older_version_becomes_the_newest_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        for version in 1..=newest() {
            let path = folder.path().join(format!("{version}.db"));
            let older = Connection::open(&path).expect("opens");
            older.pragma_update(None, "synchronous", "OFF").expect("set");
            schema_steps::make(&older, version).expect("makes");
            older.pragma_update(None, "application_id", APPLICATION_ID).expect("set");
            older.pragma_update(None, "user_version", version).expect("set");
            drop(older);
            for time in ["upgrades", "opens"] {
                let store = crate::store::Store::open(&path).expect(time);
                assert_eq!(store.foreign_objects(), [], "version {version} {time}");
                assert!(!store.is_only_read(), "version {version} {time}");
            }
        }
    }

    #[test]
    fn plain_hashes_of_files_are_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.db");
        let plain = "c2f10ee53fe1ed392264e328aa8ed8fb953987a8c819874d8b294c32f8ce0477";
        let older = format!(
            "{} INSERT INTO shops VALUES (1, 'a');
             INSERT INTO imports (shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns, exported_at, imported_at)
             VALUES (1, 'a.csv', '{plain}', 'csv', 'orders', 0, '[]', '[]', '2026-01-05 00:00:00', '');
             PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 10;",
            STEPS[..10].concat()
        );
        Connection::open(&path).and_then(|connection| connection.execute_batch(&older)).expect("an older database");
        assert_eq!(crate::store::import_of_bytes(&path, plain).expect("reads an older one"), Some(1));
        let store = crate::store::Store::open(&path).expect("upgrades");
        assert_eq!(store.import_of_bytes("a", plain, None).expect("knows it"), Some(1));
        assert_eq!(store.import_of_bytes("a", &plain.replace('c', "d"), None).expect("asks"), None);
        drop(store);
        assert_eq!(crate::store::import_of_bytes(&path, plain).expect("reads"), Some(1));
        let bytes = std::fs::read(&path).expect("a file");
        assert!(!bytes.windows(plain.len()).any(|part| part == plain.as_bytes()), "it is not there any more");
    }

    #[test]
    fn a_gift_says_so_in_more_than_one_way() {
        let connection = fresh();
        connection
            .execute_batch(
                "INSERT INTO shops VALUES (1, 'a');
                 INSERT INTO imports (id, shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns,
                                      exported_at, imported_at)
                 VALUES (1, 1, '', '', 'csv', 'orders', 0, '[]', '[]', '', '');
                 INSERT INTO stored_lines (shop_id, line_key, import_id, row_number, payable, cancel_reason)
                 VALUES (1, 'a', 1, 1, 0, '主品订单售后完成'), (1, 'b', 1, 2, 0, '主品订单售后完成，未发货赠品订单取消'),
                        (1, 'c', 1, 3, 0, '赠品取消'), (1, 'd', 1, 4, 1, '赠品取消'), (1, 'e', 1, 5, 0, '买家取消'),
                        (1, 'f', 1, 6, 0, NULL);
                 -- Nothing of order 1 is paid but the gift itself; in order 2 another line is.
                 INSERT INTO stored_lines (shop_id, line_key, import_id, row_number, main_order_id, payable, unit_price, paid_at)
                 VALUES (1, 'g', 1, 7, '1', 0, 0, '2026-01-01'), (1, 'h', 1, 8, '1', 9, 9, NULL),
                        (1, 'i', 1, 9, '2', 0, 0, NULL), (1, 'j', 1, 10, '2', 9, 9, '2026-01-01');",
            )
            .expect("lines");
        let gifts: String = connection
            .query_row(
                "SELECT group_concat(gift, '') FROM (SELECT gift FROM order_lines ORDER BY row_number)",
                [],
                |row| row.get(0),
            )
            .expect("gifts");
        assert_eq!(gifts, "1110000010");
    }

    #[test]
    fn the_trigger_names_every_column_that_packed_columns_are_made_of() {
        let trigger: String = fresh()
            .query_row("SELECT sql FROM sqlite_schema WHERE name = 'lines_figure_changed'", [], |row| row.get(0))
            .expect("a trigger");
        let named: HashSet<&str> = trigger.split([' ', ',', '\n']).collect();
        for (packed, source) in crate::packed::sources(ExportKind::Orders) {
            for index in source.indexes() {
                let column = Field::ALL[index].name();
                assert!(named.contains(column), "{packed} is made of {column}");
            }
        }
    }

    #[test]
    fn a_database_that_another_process_is_making_is_not_taken_for_a_stranger() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.db");
        let mut connection = Connection::open(&path).expect("opens");
        let elsewhere = path.clone();
        // The other process comes in between what is read of the state.
        let make = move |context: AuthContext<'_>| {
            if matches!(context.action, AuthAction::Pragma { pragma_name: "user_version", .. }) {
                let mut other = Connection::open(&elsewhere).expect("opens");
                other.busy_timeout(Duration::ZERO).expect("set");
                let _ = migrate(&mut other, &elsewhere);
            }
            Authorization::Allow
        };
        connection.authorizer(Some(make)).expect("set");
        assert_eq!(check(&connection, &path).expect("known"), Version::Empty);
    }

    #[test]
    fn an_older_database_is_copied_as_it_was_however_many_upgrade_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.db");
        let older =
            format!("{} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 2;", STEPS[..2].concat());
        Connection::open(&path).and_then(|connection| connection.execute_batch(&older)).expect("an older database");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut connection = Connection::open(&path).expect("opens");
                    connection.busy_timeout(Duration::from_secs(30)).expect("set");
                    migrate(&mut connection, &path).expect("upgrades");
                });
            }
        });
        let version = |path: &Path| check(&Connection::open(path).expect("opens"), path).expect("known");
        assert_eq!(version(&path), Version::At(newest()));
        assert_eq!(leftovers::list(&path).expect("listed"), [folder.path().join("test.db.v2.bak")]);
        assert_eq!(version(&folder.path().join("test.db.v2.bak")), Version::At(2));
    }

    #[test]
    fn the_copy_of_an_earlier_try_stays_until_there_is_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("test.db"), folder.path().join("test.db.v2.bak"));
        std::fs::write(&copy, "earlier").expect("written");
        std::fs::write(&path, "no database").expect("written");
        back_up(&path, 2).expect_err("nothing to copy");
        assert_eq!(std::fs::read(&copy).expect("read"), b"earlier");
        std::fs::remove_file(&path).expect("removed");
        Connection::open(&path).and_then(|made| made.execute_batch("CREATE TABLE t (x)")).expect("a database");
        back_up(&path, 2).expect("copies");
        assert_eq!(leftovers::list(&path).expect("listed"), std::slice::from_ref(&copy));
        assert!(std::fs::read(&copy).expect("read").starts_with(b"SQLite format 3"));
    }

    #[test]
    fn other_and_newer_databases_are_refused() {
        let other = Connection::open_in_memory().expect("memory");
        other.execute_batch("CREATE TABLE t (x)").expect("a table");
        assert!(matches!(check(&other, Path::new("x")), Err(StoreError::NotShopkit(_))));
        let newer = fresh();
        newer.pragma_update(None, "user_version", newest() + 1).expect("set");
        assert!(matches!(check(&newer, Path::new("x")), Err(StoreError::Newer(_, found, _)) if found == newest() + 1));
    }
}
