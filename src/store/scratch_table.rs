//! Temporary tables for rows that code has computed, so that SQL can join and sort them.

use rusqlite::Connection;

/// Writes whole numbers to a temporary table, replacing the one of that name. It is not part of the database file.
pub(crate) fn write(
    connection: &Connection,
    table: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = Option<i64>>>,
) -> rusqlite::Result<()> {
    let marks = vec!["?"; columns.len()].join(", ");
    connection.execute_batch(&format!(
        "DROP TABLE IF EXISTS temp.{table}; CREATE TEMP TABLE {table} ({})",
        columns.join(", ")
    ))?;
    let mut insert = connection.prepare(&format!("INSERT INTO temp.{table} VALUES ({marks})"))?;
    for row in rows {
        for (index, value) in (1..).zip(row) {
            insert.raw_bind_parameter(index, value)?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}
