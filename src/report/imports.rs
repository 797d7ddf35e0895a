//! What was imported, and what was rejected.

use rusqlite::Row;

use super::{ask, text};
use crate::model::export::{ExportKind, Grain};
use crate::model::lang::Explain;
use crate::model::summary::count_columns;
use crate::model::table::{Datum, RowSink, Table, Word, columns};
use crate::store::{Store, StoreError};

const SQL: &str = include_str!("imports.sql");

/// The place of the first count among the columns of [`SQL`].
const FIRST_COUNT: usize = 13;

/// The places of the kind of export and of its grain.
const KIND: usize = 7;
const GRAIN: usize = 8;

/// Lists imports, of one shop or of all; `id` narrows to one.
pub fn list(store: &Store, shop: Option<&str>, id: Option<i64>) -> Result<Table, StoreError> {
    let mut columns = columns(&[
        ("id", "编号", "Import"),
        ("shop", "店铺", "Shop"),
        ("path", "文件", "File"),
        ("sha256", "SHA-256", "SHA-256"),
        ("format", "格式", "Format"),
        ("encoding", "编码", "Encoding"),
        ("sheet", "工作表", "Sheet"),
        ("kind", "种类", "Kind"),
        ("grain", "维度", "Grain"),
        ("exported_at", "导出时间", "Exported"),
        ("imported_at", "导入时间", "Imported"),
        ("first_day", "最早下单日", "First day"),
        ("last_day", "最晚下单日", "Last day"),
    ]);
    columns.extend(count_columns());
    let width = columns.len();
    let rows = ask(store, SQL, &[(":shop", &shop), (":id", &id)], |row| {
        (0..width)
            .map(|place| match place {
                0 | FIRST_COUNT.. => row.get(place).map(Datum::Int),
                KIND => word(row, place, |name| Some(ExportKind::by_name(name)?.word())),
                GRAIN => word(row, place, |name| Some(Grain::by_name(name)?.word())),
                _ => text(row, place),
            })
            .collect()
    })?;
    match id {
        Some(id) if rows.is_empty() => Err(StoreError::NoImport(id)),
        _ => Ok(Table::new(columns, rows)),
    }
}

/// Reads a stable name that people have words for.
fn word(row: &Row<'_>, place: usize, known: impl Fn(&str) -> Option<Word>) -> rusqlite::Result<Datum> {
    let name: Option<String> = row.get(place)?;
    Ok(match name.as_deref().and_then(known) {
        Some(word) => Datum::Word(word),
        None => Datum::text(name),
    })
}

/// Hands all rejected rows of an import to the sink; the reason is the word of the code.
pub fn rejects(store: &Store, id: i64, sink: &mut dyn RowSink) -> Result<u64, StoreError> {
    list(store, None, Some(id))?;
    let columns = columns(&[
        ("row", "行", "Row"),
        ("column", "列", "Column"),
        ("header", "表头", "Header"),
        ("code", "代码", "Code"),
        ("value", "值", "Value"),
        ("reason", "原因", "Reason"),
        ("sheet", "工作表", "Sheet"),
    ]);
    sink.columns(&columns).map_err(StoreError::Output)?;
    let mut count = 0;
    store.each_reject(id, |reject| {
        count += 1;
        sink.row(&[
            Datum::Int(reject.row.cast_signed()),
            Datum::Text(reject.column),
            Datum::Text(reject.header),
            Datum::Text(reject.code.code().to_owned()),
            Datum::Text(reject.value),
            Datum::Word(reject.code.word()),
            Datum::text(reject.sheet),
        ])
    })?;
    Ok(count)
}
