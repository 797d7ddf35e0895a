//! The part of migration step 10 that is not SQL: it upgrades the stored entries of sibling exports to newer layouts.

use std::collections::HashMap;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use serde_json::json;

use super::entry_tables;
use super::headers::Headers;
use super::layout_json::{layout_from_json, names_of, unknown_json};
use crate::model::entry::{self, EXPENSES, SUBSIDIES};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;
use crate::model::id::is_digits;
use crate::model::money::Fen;
use crate::model::time;

/// The number of the step.
pub(super) const STEP: i64 = 10;

/// A column that is known since this step: the field, its type, and the header under which it was stored as unknown.
type Column = (&'static str, &'static str, &'static str);

/// The types of columns.
const TEXT: &str = "text";
const MONEY: &str = "money";
const ID: &str = "id";
const TIME: &str = "time";

const AFTER_SALES: &[Column] = &[
    ("payment_discount", MONEY, "支付优惠"),
    ("shipping_status", TEXT, "商品发货状态"),
    ("reason", TEXT, "售后原因"),
    ("ended_at", TIME, "售后完结时间"),
];

const SETTLEMENT: &[Column] = &[
    ("product", TEXT, "商品名称"),
    ("creator_id", ID, "达人ID"),
    ("creator", TEXT, "达人名称"),
    ("government_coupon", MONEY, "政府补贴商家垫资"),
    ("other_platform_subsidy", MONEY, "其他平台补贴"),
    ("government_subsidy", MONEY, "政府补贴平台垫资"),
    ("bank_subsidy", MONEY, "银行补贴"),
    ("trade_in", MONEY, "以旧换新抵扣"),
    ("platform_freight_subsidy", MONEY, "平台补贴运费"),
    ("agency_commission", MONEY, "服务商佣金"),
    ("merchant", TEXT, "商户主体名称"),
    ("app_channel", TEXT, "APP渠道"),
    ("commission", MONEY, "达人佣金"),
    ("external_promotion", MONEY, "直播间站外推广"),
];

const FUNDS: &[Column] = &[
    ("other_platform_subsidy", MONEY, "其他平台补贴"),
    ("trade_in", MONEY, "以旧换新抵扣"),
    ("government_subsidy", MONEY, "政府补贴平台垫资"),
    ("creator_subsidy", MONEY, "实际达人补贴"),
    ("payment_subsidy", MONEY, "实际抖音支付补贴"),
    ("instalment_subsidy", MONEY, "实际抖音月付营销补贴"),
    ("bank_subsidy", MONEY, "银行补贴"),
];

/// Upgrades all entries to the newer layouts. Rows whose columns change keep their fingerprints, so a later export with the same values
/// counts as an update once. The hash of all rows of their imports is no longer known.
pub(super) fn upgrade(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("exactly", 2, flags, |args| exactly(args))?;
    let headers = Headers::read(connection)?;
    for kind in ExportKind::ALL.iter().copied() {
        let Some(table) = entry_tables::table(kind) else { continue };
        let columns = match kind {
            ExportKind::AfterSales => AFTER_SALES,
            ExportKind::Settlement => SETTLEMENT,
            ExportKind::Funds => FUNDS,
            _ => &[],
        };
        let imports: Vec<(i64, String)> = connection
            .prepare("SELECT id, unknown_columns FROM imports WHERE kind = ?1")?
            .query_map([kind.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut known = HashMap::new();
        for (import_id, unknown) in imports {
            let import = StoredImport { connection, headers: &headers, kind, table, import_id };
            known.insert(import_id, import.move_known(columns, &unknown)?);
        }
        note_fields(connection, kind, table, known)?;
    }
    sign_expenses(connection)?;
    Headers::prune(connection)
}

/// Reads a text as a type, if nothing is lost or guessed.
fn exactly(args: &Context<'_>) -> rusqlite::Result<Value> {
    let Some(text) = args.get::<Option<String>>(0)? else { return Ok(Value::Null) };
    let is_exact = match args.get::<String>(1)?.as_str() {
        MONEY => return Ok(Fen::parse(&text).map_or(Value::Null, |fen| Value::Integer(fen.0))),
        ID => is_digits(&text) && !text.starts_with('0'),
        TIME => time::canonical(&text).is_some_and(|moment| moment == text.as_str()),
        _ => true,
    };
    Ok(if is_exact { Value::Text(text) } else { Value::Null })
}

/// An import whose unknown columns are searched.
struct StoredImport<'c> {
    connection: &'c Connection,
    headers: &'c Headers,
    kind: ExportKind,
    table: &'static str,
    import_id: i64,
}

impl StoredImport<'_> {
    /// Moves columns that are known now out of the unknown ones, cell by cell where they can be read, and returns those that the import
    /// has.
    fn move_known(&self, columns: &[Column], unknown: &str) -> rusqlite::Result<FieldSet> {
        let Self { connection, table, import_id, .. } = *self;
        let mut unknown = layout_from_json(self.kind, "[]", unknown).unknown;
        let mut found = FieldSet::default();
        let (mut set, mut taken, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for (name, read_as, header) in columns.iter().copied() {
            let is_there = unknown.iter().any(|column| column.header == header && !column.contact);
            let Some(key) = self.headers.key(header).filter(|_| is_there) else { continue };
            // The file may also have the field under a header that was known before.
            if self.any(&format!("{name} IS NOT NULL"))? {
                continue;
            }
            let cell = format!("exactly(extra ->> '$.\"{key}\"', '{read_as}')");
            set.push(format!("{name} = {cell}"));
            // Cells that cannot be read stay: no key is empty, so this path removes nothing.
            taken.push(format!("iif({cell} IS NULL, '$.\"\"', '$.\"{key}\"')"));
            keys.push((header, key));
            if let Some(index) = entry::index_of(self.kind, name) {
                found.insert_index(index);
            }
        }
        if keys.is_empty() {
            return Ok(found);
        }
        connection.execute_batch(&format!(
            "UPDATE {table} SET {}, extra = nullif(json_remove(extra, {}), '{{}}')
             WHERE import_id = {import_id} AND extra IS NOT NULL",
            set.join(", "),
            taken.join(", ")
        ))?;
        for (header, key) in keys {
            if !self.any(&format!("extra ->> '$.\"{key}\"' IS NOT NULL"))? {
                unknown.retain(|column| column.header != header);
            }
        }
        connection.execute(
            "UPDATE imports SET unknown_columns = ?1, rows_hash = NULL WHERE id = ?2",
            params![unknown_json(&unknown), import_id],
        )?;
        Ok(found)
    }

    /// Tells whether a condition holds for a row of the import.
    fn any(&self, condition: &str) -> rusqlite::Result<bool> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE import_id = ?1 AND {condition})", self.table);
        self.connection.query_row(&sql, [self.import_id], |row| row.get(0))
    }
}

/// Stores the columns of imports: those already known, and those with a value in any row. A column that was empty in all rows cannot be
/// told from a missing one.
fn note_fields(
    connection: &Connection,
    kind: ExportKind,
    table: &str,
    mut known: HashMap<i64, FieldSet>,
) -> rusqlite::Result<()> {
    let fields = entry::fields(kind);
    let given: Vec<String> = fields.iter().map(|field| format!("max({} IS NOT NULL)", field.name)).collect();
    let mut statement =
        connection.prepare(&format!("SELECT import_id, {} FROM {table} GROUP BY import_id", given.join(", ")))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let columns = known.entry(row.get(0)?).or_default();
        for index in 0..fields.len() {
            if row.get(index + 1)? {
                columns.insert_index(index);
            }
        }
    }
    let mut note = connection.prepare("UPDATE imports SET fields = ?1 WHERE id = ?2")?;
    for (import_id, columns) in known {
        note.execute(params![json!(names_of(kind, columns)).to_string(), import_id])?;
    }
    Ok(())
}

/// Makes the expenses negative in statements that wrote them without a sign.
fn sign_expenses(connection: &Connection) -> rusqlite::Result<()> {
    let sum = |names: &[&str]| names.iter().map(|name| format!("coalesce({name}, 0)")).collect::<Vec<_>>().join(" + ");
    let unsigned: Vec<i64> = connection
        .prepare(&format!(
            "SELECT import_id FROM (
                 SELECT import_id, amount, coalesce(income, paid + {}) AS income, coalesce(expenses, {}) AS expenses
                 FROM stored_settlements)
             WHERE expenses <> 0 GROUP BY import_id
             HAVING count(*) FILTER (WHERE income - expenses = amount)
                 > count(*) FILTER (WHERE income + expenses = amount)
                 OR count(income) = 0 AND count(*) FILTER (WHERE amount > 0 AND expenses > 0)
                 > count(*) FILTER (WHERE amount > 0 AND expenses < 0)",
            sum(&SUBSIDIES),
            sum(&EXPENSES)
        ))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let turned: Vec<String> = EXPENSES.iter().chain(&["expenses"]).map(|name| format!("{name} = -{name}")).collect();
    for import_id in unsigned {
        connection.execute_batch(&format!(
            "UPDATE stored_settlements SET {} WHERE import_id = {import_id};
             UPDATE imports SET rows_hash = NULL WHERE id = {import_id};",
            turned.join(", ")
        ))?;
    }
    Ok(())
}
