//! Rows that a question has worked out, laid beside the tables so that SQL can name and sort them.

use rusqlite::Connection;

/// Makes a temporary table of whole numbers, in place of the one of that name; nothing of it reaches the database's own file.
pub(crate) fn lay(
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
        for (place, value) in (1..).zip(row) {
            insert.raw_bind_parameter(place, value)?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}
