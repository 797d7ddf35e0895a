//! The tables of entries, with their views and indexes.

use rusqlite::Connection;

use crate::model::entry;
use crate::model::export::ExportKind;

/// The indexes other than keys. They are created after the first load, which is faster than updating them row by row.
const INDEXES: &str = include_str!("entry_indexes.sql");

/// The index of entries that name a sub-order.
const SUB_ORDER_INDEX: &str =
    "CREATE INDEX IF NOT EXISTS {table}_by_sub_order ON {table} (shop_id, sub_order_id) WHERE current;";

/// The index of entries that name an order, but none of its sub-orders.
const ORDER_INDEX: &str = "CREATE INDEX IF NOT EXISTS {table}_by_order ON {table} (shop_id, order_id)
    WHERE current AND sub_order_id IS NULL;";

/// The index of entries of a kind that names orders, but never sub-orders.
const ONLY_ORDER_INDEX: &str =
    "CREATE INDEX IF NOT EXISTS {table}_by_order ON {table} (shop_id, order_id) WHERE current;";

/// The index of all rows of a policy, by which premiums that are charged replace those that were expected.
const POLICY_INDEX: &str = "CREATE INDEX IF NOT EXISTS {table}_by_policy ON {table} (shop_id, policy_id);";

/// The views of entries: the kind, the Chinese name and the English name.
pub(super) const VIEWS: [(ExportKind, &str, &str); 10] = [
    (ExportKind::Commission, "佣金", "commissions"),
    (ExportKind::AfterSales, "售后单", "after_sales"),
    (ExportKind::Settlement, "结算账单", "settlements"),
    (ExportKind::Funds, "动账明细", "fund_flows"),
    (ExportKind::Ledger, "账户流水", "ledger_entries"),
    (ExportKind::Insurance, "运费险", "insurance_premiums"),
    (ExportKind::Spend, "千川消耗", "ad_spend"),
    (ExportKind::ServiceFees, "团长服务费", "service_fees"),
    (ExportKind::Warehouse, "仓库账单", "warehouse_bills"),
    (ExportKind::Costs, "成本", "costs"),
];

/// Returns the table of the entries of a kind of export, or nothing for orders.
pub(super) fn table(kind: ExportKind) -> Option<&'static str> {
    match kind {
        ExportKind::Orders => None,
        ExportKind::Commission => Some("stored_commissions"),
        ExportKind::AfterSales => Some("stored_after_sales"),
        ExportKind::Settlement => Some("stored_settlements"),
        ExportKind::Funds => Some("stored_fund_flows"),
        ExportKind::Ledger => Some("stored_ledger"),
        ExportKind::Insurance => Some("stored_premiums"),
        ExportKind::Spend => Some("stored_spend"),
        ExportKind::ServiceFees => Some("stored_service_fees"),
        ExportKind::Warehouse => Some("stored_warehouse_bills"),
        ExportKind::Costs => Some("stored_costs"),
    }
}

/// Returns the table of the rows of a kind of export, including order lines.
pub(super) fn table_of_rows(kind: ExportKind) -> &'static str {
    table(kind).unwrap_or("stored_lines")
}

/// Lists the shops that have entries in a table.
pub(super) fn shops(connection: &Connection, table: &str) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare(&format!("SELECT DISTINCT shop_id FROM {table}"))?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// Creates the missing indexes of a table of entries.
pub(super) fn make_indexes(connection: &Connection, kind: ExportKind, table: &str) -> rusqlite::Result<()> {
    connection.execute_batch(&index_statements(kind, table))
}

/// Returns the statements that create the indexes.
pub(super) fn index_statements(kind: ExportKind, table: &str) -> String {
    let has = |name| entry::index_of(kind, name).is_some();
    let of_orders: &[&str] = match (has("sub_order_id"), has("order_id")) {
        (true, true) => &[SUB_ORDER_INDEX, ORDER_INDEX],
        (true, false) => &[SUB_ORDER_INDEX],
        (false, true) => &[ONLY_ORDER_INDEX],
        (false, false) => &[],
    };
    let of_policies = if kind == ExportKind::Insurance { POLICY_INDEX } else { "" };
    [&[INDEXES], of_orders, &[of_policies]].concat().concat().replace("{table}", table)
}
