//! Order lines with all their values, under the headers of the export.

use std::borrow::Cow;

use rusqlite::Row;
use serde_json::{Map, Value as Json};

use super::order_filter::OrderFilter;
use super::order_first;
use super::order_query::OrderQuery;
use super::text;
use crate::model::field::{Field, FieldKind, FieldSet};
use crate::model::table::{Column, Datum, RowSink};
use crate::store::{Store, StoreError};

/// Header of the column that tells shops apart.
const SHOP: &str = "店铺";

/// A word by which the importer recognises a column that may say who a buyer is.
const NOTE: &str = "备注";

/// Describes a written sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many lines it has.
    pub lines: u64,
    /// Headers of the contact columns that were left out.
    pub left_out: Vec<String>,
    /// When the newest export of the shop was made.
    pub as_of: Option<String>,
}

/// Names the source of a column.
enum Source {
    Field(Field),
    Shop,
    /// An unknown column.
    Unknown {
        /// Its key in the JSON of rows.
        key: String,
        header: String,
        /// Whether it is among the hidden ones.
        contact: bool,
    },
}

impl Source {
    fn header(&self) -> Cow<'_, str> {
        match self {
            Self::Field(field) => Cow::Borrowed(field.header()),
            Self::Shop => Cow::Borrowed(SHOP),
            // Where the importer hid a column for another reason than its header, the header must say it, so that it is hidden when
            // the sheet is imported again: a column without a header, and a second 街道.
            Self::Unknown { header, contact: true, .. }
                if header.starts_with('(') || header.starts_with(Field::Street.header()) =>
            {
                Cow::Owned(format!("{NOTE} {header}"))
            }
            Self::Unknown { header, .. } => Cow::Borrowed(header),
        }
    }

    fn is_contact(&self) -> bool {
        match self {
            Self::Field(field) => field.is_contact(),
            Self::Shop => false,
            Self::Unknown { contact, .. } => *contact,
        }
    }
}

/// Gives the lines of a shop that match the filter to the sink. Contact columns are left out unless `show_pii` is set.
///
/// The columns are those of the export; 商品金额 where any line has it; 店铺 where there are several shops; 推广类型; and the unknown
/// columns. Such a sheet gives the same lines when it is imported again. So a column that must not be empty is left out where no line
/// has it.
pub fn list(
    store: &Store,
    shop: &str,
    filter: &OrderFilter,
    show_pii: bool,
    sink: &mut dyn RowSink,
) -> Result<Written, StoreError> {
    // All queries must see the same state of the database.
    let _state = store.snapshot()?;
    let wanted = Wanted::of(store, shop, filter)?;
    let sheet = Sheet::of(&wanted, show_pii)?;
    // The columns are those of all lines that match, whatever the limit.
    let first = order_first::query(store, shop, filter, None, filter.limit)?;
    let sql = format!("SELECT line.id FROM stored_lines AS line {} {}", first.condition()?, first.order());
    let ids: Vec<i64> = first.ask(&sql, |row| row.get(0))?;
    sheet.write(store, shop, &ids, sink)
}

/// The columns of a sheet of the lines that match a filter.
pub(super) struct Sheet {
    sources: Vec<Source>,
    left_out: Vec<String>,
}

impl Sheet {
    /// Finds the columns.
    pub(super) fn of(wanted: &Wanted<'_>, show_pii: bool) -> Result<Self, StoreError> {
        let sources = wanted.sources(wanted.query.store.shops()?.len() > 1)?;
        let (left_out, sources): (Vec<_>, Vec<_>) =
            sources.into_iter().partition(|source| source.is_contact() && !show_pii);
        let left_out = left_out.iter().map(|source| source.header().into_owned()).collect();
        Ok(Self { sources, left_out })
    }

    /// Writes the lines with these numbers.
    pub(super) fn write(
        &self,
        store: &Store,
        shop: &str,
        ids: &[i64],
        sink: &mut dyn RowSink,
    ) -> Result<Written, StoreError> {
        let failed = |error| store.failed(error);
        sink.expect(ids.len() as u64);
        let columns: Vec<Column> = self.sources.iter().map(|source| Column::plain(&source.header())).collect();
        sink.columns(&columns).map_err(StoreError::Output)?;
        let fields: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        let sql = format!("SELECT {}, extra, extra_contact FROM stored_lines WHERE id = ?1", fields.join(", "));
        let mut statement = store.connection().prepare(&sql).map_err(failed)?;
        for id in ids {
            let line = statement.query_row([id], |row| read(row, &self.sources, shop)).map_err(failed)?;
            sink.row(&line).map_err(StoreError::Output)?;
        }
        let left_out = self.left_out.clone();
        Ok(Written { lines: ids.len() as u64, left_out, as_of: super::newest_export(store, shop)? })
    }
}

/// Queries the lines that match the filter.
pub(super) struct Wanted<'a> {
    query: OrderQuery<'a>,
    condition: String,
}

impl<'a> Wanted<'a> {
    /// Finds the lines of a shop that match the filter.
    pub(super) fn of(store: &'a Store, shop: &'a str, filter: &'a OrderFilter) -> Result<Self, StoreError> {
        let query = OrderQuery::of(store, shop, filter, false)?;
        let condition = query.condition()?;
        Ok(Self { query, condition })
    }

    /// Writes the ORDER BY and LIMIT clauses.
    pub(super) fn order(&self) -> String {
        self.query.order()
    }

    /// Runs a query that ends before WHERE.
    pub(super) fn ask<T>(
        &self,
        query: &str,
        order: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.query.ask(&format!("{query} {} {order}", self.condition), read)
    }

    /// Lists the columns of the sheet.
    fn sources(&self, several_shops: bool) -> Result<Vec<Source>, StoreError> {
        let mut unknown = Vec::new();
        for (column, contact) in [("extra", false), ("extra_contact", true)] {
            let query = format!(
                "SELECT header, key FROM (SELECT DISTINCT cell.key FROM stored_lines AS line, json_each(line.{column}) AS cell"
            );
            let end = ") JOIN unknown_headers ON number = key ORDER BY header";
            unknown.extend(
                self.ask(&query, end, |row| Ok(Source::Unknown { header: row.get(0)?, key: row.get(1)?, contact }))?,
            );
        }
        // A seller who merged shops by hand has such a column already.
        let names_shop = several_shops && !unknown.iter().any(|source| source.header() == SHOP);
        let empty = self.empty_fields()?;
        let mut sources = Vec::new();
        for field in Field::ALL.iter().filter(|field| !empty.contains(**field)) {
            if *field == Field::Promotion && names_shop {
                sources.push(Source::Shop);
            }
            sources.push(Source::Field(*field));
        }
        sources.extend(unknown);
        Ok(sources)
    }

    /// Returns the fields that are left out since no line has them: 商品金额, which the usual export lacks, and those without which a row
    /// is no order line.
    fn empty_fields(&self) -> Result<FieldSet, StoreError> {
        let leaves = |field: &Field| {
            matches!(field, Field::ItemAmount | Field::MainOrderId | Field::SubOrderId) || field.is_required()
        };
        let fields: Vec<Field> = Field::ALL.iter().copied().filter(leaves).collect();
        let counts: Vec<String> = fields.iter().map(|field| format!("count(line.{})", field.name())).collect();
        let query = format!("SELECT {}, count(*) FROM stored_lines AS line", counts.join(", "));
        let empty = self.ask(&query, "", |row| {
            let any: bool = row.get(fields.len())?;
            let mut empty = FieldSet::default();
            for (index, field) in fields.iter().enumerate() {
                let has_values: bool = row.get(index)?;
                // A sheet without lines has the columns of one with lines.
                if !has_values && (any || *field == Field::ItemAmount) {
                    empty.insert(*field);
                }
            }
            Ok(empty)
        })?;
        Ok(empty.into_iter().next().unwrap_or_default())
    }
}

fn read(row: &Row<'_>, sources: &[Source], shop: &str) -> rusqlite::Result<Vec<Datum>> {
    let after = Field::ALL.len();
    let (extra, extra_contact) = (map(row, after)?, map(row, after + 1)?);
    let mut line = Vec::with_capacity(sources.len());
    for source in sources {
        line.push(match source {
            Source::Shop => Datum::Text(shop.to_owned()),
            Source::Unknown { key, contact, .. } => {
                let cells = if *contact { &extra_contact } else { &extra };
                Datum::text(cells.get(key).and_then(Json::as_str).map(str::to_owned))
            }
            Source::Field(field) => match field.kind() {
                FieldKind::Money => Datum::money(row.get(field.index())?),
                FieldKind::Count => Datum::int(row.get(field.index())?),
                _ => text(row, field.index())?,
            },
        });
    }
    Ok(line)
}

/// Reads the cells of unknown columns.
fn map(row: &Row<'_>, index: usize) -> rusqlite::Result<Map<String, Json>> {
    let json: Option<String> = row.get(index)?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}
