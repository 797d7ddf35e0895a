//! Answers of groups that were summed up elsewhere: an engine groups the facts of a lake, and a report makes its rows of the groups as
//! it does of its own.

use rusqlite::ToSql;

use super::error::ReportError;
use super::notes::ReportNotes;
use super::options::ReportOptions;
use super::query::Query;
use super::spec::Report;
use crate::model::summary::Days;
use crate::model::table::RowSink;
use crate::model::time::Stamp;
use crate::packed::{Moment, Whole};
use crate::report::terms::Terms;
use crate::store::{Store, StoreError, scratch_table};

/// The columns of facts that name groups, most of them as `stored_lines` has them.
pub const NAMES: [&str; 19] = [
    "status",
    "after_sale",
    "cancel_reason",
    "promotion",
    "province",
    "city",
    "product_id",
    "product",
    "spec",
    "sku_code",
    "creator_id",
    "creator_name",
    "warehouse_id",
    "warehouse",
    "traffic_genre",
    "traffic_type",
    "after_sale_type",
    "after_sale_reason",
    "newest_export",
];

/// A group of the facts of a shop, as an engine summed it up.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// What names it, in the order of [`NAMES`].
    pub names: [Option<String>; NAMES.len()],
    /// When the newest line of it was on its day, as `YYYY-MM-DD HH:MM:SS`.
    pub time: Option<String>,
    /// Its measures, in the order of [`measures`].
    pub measures: Vec<Option<i64>>,
}

/// The groups of a shop.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// The groups.
    pub groups: Vec<Group>,
    /// The measures of all of them together, of which only distinct counts are read; nothing where they are not known.
    pub all: Vec<Option<i64>>,
    /// The first and the last day that lines have.
    pub days: Option<Days>,
}

/// Names the measures that a report needs of each group; nothing where it makes no rows of groups.
pub fn measures(report: Report) -> Option<Vec<&'static str>> {
    report.0.grouped.as_ref().map(|grouped| (grouped.measures)())
}

/// Writes the rows of a report of groups to the sink.
pub fn answer_grouped(
    report: Report,
    shop: &str,
    groups: &Groups,
    options: &ReportOptions,
    terms: Terms,
    now: Stamp,
    sink: &mut dyn RowSink,
) -> Result<ReportNotes, ReportError> {
    report.check(options)?;
    let grouped = report.0.grouped.as_ref().ok_or(ReportError::NotGrouped(report.name()))?;
    let store = Store::open_scratch()?;
    let mut query = Query::of_groups(&store, shop, options, terms, now, groups.days);
    write(&store, groups, &(grouped.measures)())?;
    for (name, all) in (grouped.measures)().into_iter().zip(&groups.all) {
        if grouped.distinct.contains(&name) {
            query.counted(name, *all);
        }
    }
    (grouped.rows)(&mut query, sink)?;
    let days = options.from.zip(options.to).map(|(first, last)| Days { first, last });
    Ok(ReportNotes {
        shop: shop.to_owned(),
        several: None,
        period: days.or(groups.days),
        basis: options.basis,
        as_of: options.on,
        newest_export: None,
        notes: query.into_notes(),
    })
}

/// Writes groups where SQL finds its own: the measures as `line_groups`, and the names as the lines that name them.
fn write(store: &Store, groups: &Groups, measures: &[&str]) -> Result<(), StoreError> {
    let connection = store.connection();
    let columns: Vec<&str> = ["line_id", "time"].into_iter().chain(measures.iter().copied()).collect();
    let numbered = || (1_i64..).zip(&groups.groups);
    let seconds = |group: &Group| group.time.as_deref().and_then(Moment::parse).map(Whole::get);
    let rows =
        numbered().map(|(id, group)| [Some(id), seconds(group)].into_iter().chain(group.measures.iter().copied()));
    let run = || -> rusqlite::Result<()> {
        scratch_table::write(connection, "line_groups", &columns, rows)?;
        let names = NAMES.join(", ");
        // A temporary table stands before the one of the database.
        connection.execute_batch(&format!("CREATE TEMP TABLE stored_lines (id INTEGER PRIMARY KEY, {names})"))?;
        let marks = vec!["?"; NAMES.len() + 1].join(", ");
        let mut insert = connection.prepare(&format!("INSERT INTO temp.stored_lines VALUES ({marks})"))?;
        for (id, group) in numbered() {
            let values: Vec<&dyn ToSql> =
                [&id as &dyn ToSql].into_iter().chain(group.names.iter().map(|name| name as &dyn ToSql)).collect();
            insert.execute(values.as_slice())?;
        }
        Ok(())
    };
    run().map_err(|error| store.failed(error))
}
