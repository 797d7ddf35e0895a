//! The entries: the rows of the exports beside the orders, each with the line that it belongs to.

use rusqlite::Row;
use rustc_hash::FxHashMap;

use super::facts::seconds;
use super::months::Days;
use crate::columnar_row;
use crate::model::columnar::{Cell, Seconds};
use crate::model::export::{ExportKind, Grain};
use crate::model::time::Stamp;
use crate::packed::{Moment, Whole};
use crate::packed_row;
use crate::report::named::matching::part_texts;
use crate::report::named::options::ReportOptions;
use crate::report::named::query::Query;
use crate::report::terms::Terms;
use crate::store::{Store, StoreError};

columnar_row! {
    /// A row of an export beside the orders, or an imported file. Money is in fen and signed as the export has it; what the kind does not
    /// have is nothing. `docs/lake.md` has the meanings.
    pub struct Entry<'v> {
        /// The kind of export; `file` for an imported file.
        kind: &'v str,
        /// The number that the platform gave it.
        entry_id: Option<&'v str>,
        order_id: Option<&'v str>,
        sub_order_id: Option<&'v str>,
        /// The key of the line that it belongs to, which may not be imported.
        line_key: Option<&'v str>,
        /// `line` where the line is imported, `order` where it names only an order of several lines, else `not_imported`.
        belongs_to: Option<&'v str>,
        /// When it was settled, moved, asked for or made.
        happened_at: Option<Seconds>,
        ordered_at: Option<Seconds>,
        refunded_at: Option<Seconds>,
        /// The first and the last day that a file covers.
        first_day: Option<Seconds>,
        last_day: Option<Seconds>,
        amount: Option<i64>,
        estimated: Option<i64>,
        income: Option<i64>,
        commission: Option<i64>,
        platform_fee: Option<i64>,
        agency_commission: Option<i64>,
        channel_share: Option<i64>,
        recruiting_fee: Option<i64>,
        external_promotion: Option<i64>,
        other_share: Option<i64>,
        balance: Option<i64>,
        file_rows: Option<i64>,
        entry_type: Option<&'v str>,
        status: Option<&'v str>,
        reason: Option<&'v str>,
        shipping_status: Option<&'v str>,
        scene: Option<&'v str>,
        account: Option<&'v str>,
        payer: Option<&'v str>,
        flow_id: Option<&'v str>,
        product_id: Option<&'v str>,
        sku_code: Option<&'v str>,
        spec: Option<&'v str>,
    }
}

/// Where the columns of a kind come from, by the columns of its table.
type Sources = &'static [(&'static str, &'static str)];

/// The kinds of export, each with its table.
const KINDS: &[(ExportKind, &str, Sources)] = &[
    (
        ExportKind::Settlement,
        "stored_settlements",
        &[
            ("happened_at", "settled_at"),
            ("ordered_at", "ordered_at"),
            ("amount", "amount"),
            ("commission", "commission"),
            ("platform_fee", "platform_fee"),
            ("agency_commission", "agency_commission"),
            ("channel_share", "channel_share"),
            ("recruiting_fee", "recruiting_fee"),
            ("external_promotion", "external_promotion"),
            ("other_share", "other_share"),
            ("entry_type", "settlement_type"),
            ("account", "account"),
            ("product_id", "product_id"),
            ("order_id", "order_id"),
            ("sub_order_id", "sub_order_id"),
        ],
    ),
    (
        ExportKind::Funds,
        "stored_fund_flows",
        &[
            ("entry_id", "flow_id"),
            ("flow_id", "flow_id"),
            ("happened_at", "moved_at"),
            ("ordered_at", "ordered_at"),
            ("amount", "amount"),
            ("scene", "scene"),
            ("account", "account"),
            ("product_id", "product_id"),
            ("order_id", "order_id"),
            ("sub_order_id", "sub_order_id"),
        ],
    ),
    (
        ExportKind::Ledger,
        "stored_ledger",
        &[
            ("entry_id", "flow_id"),
            ("flow_id", "flow_id"),
            ("happened_at", "moved_at"),
            ("amount", "amount"),
            ("balance", "balance"),
            ("scene", "scene"),
            ("account", "account"),
            ("order_id", "order_id"),
            ("sub_order_id", "sub_order_id"),
        ],
    ),
    (
        ExportKind::Commission,
        "stored_commissions",
        &[
            ("happened_at", "settled_at"),
            ("ordered_at", "paid_at"),
            ("amount", "actual"),
            ("estimated", "estimated"),
            ("status", "status"),
            ("product_id", "product_id"),
            ("sub_order_id", "sub_order_id"),
        ],
    ),
    (
        ExportKind::ServiceFees,
        "stored_service_fees",
        &[
            ("happened_at", "settled_at"),
            ("ordered_at", "paid_at"),
            ("amount", "actual"),
            ("estimated", "estimated"),
            ("status", "status"),
            ("product_id", "product_id"),
            ("sub_order_id", "sub_order_id"),
        ],
    ),
    (
        ExportKind::AfterSales,
        "stored_after_sales",
        &[
            ("entry_id", "after_sale_id"),
            ("happened_at", "applied_at"),
            ("refunded_at", "refunded_at"),
            ("amount", "refund_goods + coalesce(refund_freight, 0) + coalesce(refund_tax, 0)"),
            ("entry_type", "after_sale_type"),
            ("status", "status"),
            ("reason", "reason"),
            ("shipping_status", "shipping_status"),
            ("product_id", "product_id"),
            ("sku_code", "sku_code"),
            ("order_id", "order_id"),
            ("sub_order_id", "sub_order_id"),
        ],
    ),
    (
        ExportKind::Insurance,
        "stored_premiums",
        &[
            ("entry_id", "policy_id"),
            ("flow_id", "flow_id"),
            ("happened_at", "moved_at"),
            ("ordered_at", "ordered_at"),
            ("amount", "premium"),
            ("status", "status"),
            ("payer", "payer"),
            ("order_id", "order_id"),
            ("sub_order_id", "sub_order_id"),
        ],
    ),
    (
        ExportKind::Warehouse,
        "stored_warehouse_bills",
        &[
            ("entry_id", "bill_id"),
            ("flow_id", "flow_id"),
            ("happened_at", "happened_at"),
            ("amount", "amount"),
            ("entry_type", "fee_item"),
            ("status", "status"),
            ("account", "account"),
            ("order_id", "order_id"),
        ],
    ),
    (
        ExportKind::Spend,
        "stored_spend",
        &[("happened_at", "day"), ("amount", "total"), ("account", "account_id"), ("product_id", "product_id")],
    ),
    (
        ExportKind::Costs,
        "stored_costs",
        &[
            ("happened_at", "valid_from"),
            ("amount", "cost"),
            ("product_id", "product_id"),
            ("sku_code", "sku_code"),
            ("spec", "spec"),
        ],
    ),
];

/// The kind of the row of an imported file.
const FILE: &str = "file";

/// The columns that SQL does not find in the tables.
const WORKED_OUT: [&str; 4] = ["kind", "line_key", "belongs_to", "income"];

/// Gives `take` the entries of a shop, in the order of their months, with the name of the month or quarter of each.
pub fn entries<E: From<StoreError>>(
    store: &Store,
    shop: &str,
    terms: Terms,
    now: Stamp,
    mut take: impl FnMut(Option<&str>, &[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |error| E::from(store.failed(error));
    let options = ReportOptions::default();
    let query = Query::new(store, shop, &options, terms, now)?;
    let (incomes, days) = (incomes(&query)?, days(&query)?);
    let by_main_order = store.grain(shop)? == Some(Grain::MainOrder);
    let parts: FxHashMap<String, String> =
        if by_main_order { part_texts(&query)?.into_iter().collect() } else { FxHashMap::default() };
    let grouping = days.grouping();
    let mut statement = store.connection().prepare(&sql(by_main_order)).map_err(failed)?;
    let mut rows = statement.query(&[(":shop_id", &query.shop_id)]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let entry = entry(row, &incomes, &parts).map_err(failed)?;
        let time = entry.happened_at.and_then(|at| Whole::new(at.0));
        take(grouping.name(time).as_deref(), &entry.cells())?;
    }
    Ok(())
}

/// Writes the query of all entries. A row has the columns in their order, but for those that are worked out, then its own number, the key
/// of its line, and whether its order and its line are imported.
fn sql(by_main_order: bool) -> String {
    let plain = || Entry::COLUMNS.iter().map(|column| column.name).filter(|name| !WORKED_OUT.contains(name));
    let select = |kind: &str, from: Sources, rest: &str| {
        let columns = plain().map(|name| {
            let source = from.iter().find(|(column, _)| *column == name).map_or("NULL", |(_, source)| source);
            format!("{source} AS {name}")
        });
        format!("SELECT '{kind}' AS kind, {}, {rest}", columns.collect::<Vec<_>>().join(", "))
    };
    let of_kinds = KINDS.iter().map(|(kind, table, from)| {
        let rest = format!("id FROM {table} WHERE shop_id = :shop_id AND current");
        select(kind.as_str(), from, &rest)
    });
    let of_files: Sources = &[
        ("happened_at", "exported_at"),
        ("first_day", "first_day"),
        ("last_day", "last_day"),
        ("file_rows", "rows_read"),
        ("entry_type", "kind"),
    ];
    let of_files = select(FILE, of_files, "0 FROM imports WHERE shop_id = :shop_id");
    let all: Vec<String> = of_kinds.chain([of_files]).collect();
    let named = if by_main_order { "entry.order_id" } else { "entry.sub_order_id" };
    // What names only an order belongs to its line, where that has one.
    let order_line = "(SELECT iif(count(*) = 1, max(line_key), NULL) FROM stored_lines WHERE main_order_id = entry.order_id AND +shop_id = :shop_id)";
    let line = if by_main_order { named.to_owned() } else { format!("coalesce({named}, {order_line})") };
    let columns = plain().collect::<Vec<_>>().join(", ");
    format!(
        "SELECT kind, {columns}, id, {line} AS line_key,
             entry.order_id IS NOT NULL AND EXISTS (SELECT 1 FROM stored_lines WHERE main_order_id = entry.order_id AND +shop_id = :shop_id)
                 AS has_order,
             EXISTS (SELECT 1 FROM stored_lines WHERE shop_id = :shop_id AND stored_lines.line_key = {line}) AS has_line
         FROM ({}) AS entry
         ORDER BY substr(happened_at, 1, 7), kind, happened_at, {columns}",
        all.join(" UNION ALL ")
    )
}

/// Reads the columns of a row one after the other.
struct RowCells<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r> RowCells<'r, '_> {
    fn text(&mut self) -> rusqlite::Result<Option<&'r str>> {
        self.next += 1;
        Ok(self.row.get_ref(self.next - 1)?.as_str_or_null()?)
    }

    fn number(&mut self) -> rusqlite::Result<Option<i64>> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    /// Reads a moment, or the first moment of a day.
    fn time(&mut self) -> rusqlite::Result<Option<Seconds>> {
        let text = self.text()?;
        Ok(seconds(text.and_then(|text| Moment::parse(text).or_else(|| Moment::parse(&format!("{text} 00:00:00"))))))
    }
}

/// Reads an entry, whose columns are in the order of the query.
fn entry<'v>(
    row: &'v Row<'_>,
    incomes: &FxHashMap<i64, i64>,
    parts: &'v FxHashMap<String, String>,
) -> rusqlite::Result<Entry<'v>> {
    let mut cells = RowCells { row, next: 0 };
    let mut entry = Entry {
        kind: cells.text()?.unwrap_or_default(),
        entry_id: cells.text()?,
        order_id: cells.text()?,
        sub_order_id: cells.text()?,
        line_key: None,
        belongs_to: None,
        happened_at: cells.time()?,
        ordered_at: cells.time()?,
        refunded_at: cells.time()?,
        first_day: cells.time()?,
        last_day: cells.time()?,
        amount: cells.number()?,
        estimated: cells.number()?,
        income: None,
        commission: cells.number()?,
        platform_fee: cells.number()?,
        agency_commission: cells.number()?,
        channel_share: cells.number()?,
        recruiting_fee: cells.number()?,
        external_promotion: cells.number()?,
        other_share: cells.number()?,
        balance: cells.number()?,
        file_rows: cells.number()?,
        entry_type: cells.text()?,
        status: cells.text()?,
        reason: cells.text()?,
        shipping_status: cells.text()?,
        scene: cells.text()?,
        account: cells.text()?,
        payer: cells.text()?,
        flow_id: cells.text()?,
        product_id: cells.text()?,
        sku_code: cells.text()?,
        spec: cells.text()?,
    };
    let id = cells.number()?;
    // Where lines are main orders, a row that names one belongs to that, whatever part it names beside it.
    let part = entry.sub_order_id.filter(|_| entry.order_id.is_none());
    let part = part.and_then(|part| parts.get(part)).map(String::as_str);
    entry.line_key = cells.text()?.or(part);
    let [has_order, has_line] = [cells.number()? == Some(1), cells.number()? == Some(1) || part.is_some()];
    entry.belongs_to = match (has_line, has_order) {
        (true, _) => Some("line"),
        (false, true) if entry.line_key.is_none() => Some("order"),
        _ => (entry.order_id.is_some() || entry.sub_order_id.is_some()).then_some("not_imported"),
    };
    if entry.kind == ExportKind::Settlement.as_str() {
        entry.income = id.and_then(|id| incomes.get(&id).copied());
    }
    Ok(entry)
}

/// Returns 收入合计 of the bookings by their numbers, as reports count it.
fn incomes(query: &Query<'_>) -> Result<FxHashMap<i64, i64>, StoreError> {
    packed_row! {
        struct Booking of settlement { income }
    }
    let mut incomes = FxHashMap::default();
    query.scan(|id, booking: Booking| {
        if let Some(income) = booking.income {
            incomes.insert(id, income.get());
        }
    })?;
    Ok(incomes)
}

/// Counts the entries of each day.
fn days(query: &Query<'_>) -> Result<Days, StoreError> {
    let mut days = Days::default();
    for (_, table, from) in KINDS {
        let time = from.iter().find(|(column, _)| *column == "happened_at").map_or("NULL", |(_, source)| source);
        let sql = format!(
            "SELECT substr({time}, 1, 10), count(*) FROM {table} WHERE shop_id = :shop_id AND current GROUP BY 1"
        );
        let counted: Vec<(Option<String>, i64)> = query.ask(&sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (day, rows) in counted {
            let time = day.and_then(|day| Moment::parse(&format!("{day} 00:00:00")));
            days.add(time, usize::try_from(rows).unwrap_or_default());
        }
    }
    Ok(days)
}
