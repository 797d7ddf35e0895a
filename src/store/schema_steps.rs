//! The steps that make the schema. They are only ever added.

use rusqlite::Connection;

/// The steps. The version of a database is the number of steps that it has.
pub(super) const STEPS: &[&str] = &[
    include_str!("migrations/0001_orders.sql"),
    include_str!("migrations/0002_checks.sql"),
    include_str!("migrations/0003_fingerprints.sql"),
    include_str!("migrations/0004_reports.sql"),
    include_str!("migrations/0005_siblings.sql"),
    include_str!("migrations/0006_figures.sql"),
    include_str!("migrations/0007_trust.sql"),
    include_str!("migrations/0008_sheets.sql"),
    include_str!("migrations/0009_unknown_headers.sql"),
    include_str!("migrations/0010_layouts.sql"),
    include_str!("migrations/0011_files.sql"),
    include_str!("migrations/0012_questions.sql"),
    include_str!("migrations/0013_fees.sql"),
    include_str!("migrations/0014_expenses.sql"),
    include_str!("migrations/0015_shop_groups.sql"),
    include_str!("migrations/0016_movements.sql"),
    include_str!("migrations/0017_storing.sql"),
];

/// Creates the missing indexes of lines that are not keys.
pub(super) const INDEXES: &str = include_str!("indexes.sql");

/// Runs at the end of an import: creates these indexes, and counts the lines per day with them.
pub(super) const END_OF_IMPORT: &str = concat!(include_str!("indexes.sql"), include_str!("days.sql"));

/// The newest version.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Creates the schema of a version in an empty database.
pub(super) fn make(connection: &Connection, version: i64) -> rusqlite::Result<()> {
    let steps = STEPS.iter().take(usize::try_from(version).unwrap_or_default());
    for step in steps {
        connection.execute_batch(step)?;
    }
    Ok(())
}

/// Tells whether a step creates a table of this name, even if a later one drops it.
pub(super) fn makes_table(name: &str) -> bool {
    let made = STEPS.iter().flat_map(|step| step.split("CREATE TABLE ").skip(1));
    made.filter_map(|rest| rest.split([' ', '(']).next()).any(|made| made.eq_ignore_ascii_case(name))
}
