//! The texts that the codes of a packed column stand for. The column has only the codes; a row of each has its text.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::ask;
use crate::packed;
use crate::store::{Store, StoreError};

/// Reads the texts of the codes that rows of a shop have. `sql` asks for the text of the row `:id`.
pub(super) fn read<R: packed::Row<N>, const N: usize, K: Eq + Hash>(
    store: &Store,
    shop_id: i64,
    code: impl Fn(R) -> Option<K>,
    sql: &str,
) -> Result<FxHashMap<K, String>, StoreError> {
    let mut rows: FxHashMap<K, i64> = FxHashMap::default();
    store.scan(shop_id, |id, row: R| {
        if let Some(code) = code(row) {
            rows.entry(code).or_insert(id);
        }
    })?;
    let mut texts = FxHashMap::default();
    for (code, row) in rows {
        let found: Vec<Option<String>> = ask(store, sql, &[(":id", &row)], |row| row.get(0))?;
        if let Some(text) = found.into_iter().flatten().next() {
            texts.insert(code, text);
        }
    }
    Ok(texts)
}
