//! What a receipt names otherwise than it is now.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::receipt::{FileReceipt, ImportsReceipt, MonthReceipt};
use crate::model::table::Word;
use crate::store::ImportSet;
use crate::word;

/// Came since.
pub const CAME: Word = word!("import-change", "came");
/// Is gone.
pub const WENT: Word = word!("import-change", "went");
/// The same file with another time of export, or with rows that a purge deleted.
pub const CHANGED: Word = word!("import-change", "changed");
/// Another number of imports of a month, which the receipt does not list one by one.
pub const COUNTED: Word = word!("import-change", "counted");

/// Tells how an import, or the imports of a month, differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportChange {
    /// The shop.
    pub shop: String,
    /// What happened.
    pub change: Word,
    /// The stable name of the kind.
    pub kind: String,
    /// When the export was made, or its month; that of the receipt where there are two.
    pub exported_at: String,
    /// Stands for the file.
    pub file: Option<String>,
    /// The number of the import and its path, where it is still there.
    pub import: Option<(i64, String)>,
    /// What it was: rows that are left, and the time of export or the number of imports.
    pub before: Option<(i64, String)>,
    /// What it is now.
    pub now: Option<(i64, String)>,
}

/// A term that is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermChange {
    /// The shop.
    pub shop: String,
    /// Its key in the receipt.
    pub name: String,
    /// Its value in the receipt.
    pub before: Json,
    /// Its value now.
    pub now: Json,
}

/// Lists the terms of a shop that differ.
pub(super) fn changed_terms(shop: &str, before: &Json, now: &Json) -> Vec<TermChange> {
    let none = serde_json::Map::new();
    let (was, is) = (before.as_object().unwrap_or(&none), now.as_object().unwrap_or(&none));
    let new = is.keys().filter(|name| !was.contains_key(*name));
    let changed = was.keys().chain(new).filter(|name| was.get(*name) != is.get(*name));
    let change = |name: &String| {
        let (shop, name, before, now) = (shop.to_owned(), name.clone(), before[name].clone(), now[name].clone());
        TermChange { shop, name, before, now }
    };
    changed.map(change).collect()
}

/// Lists the imports of a shop that differ.
pub(super) fn changed_imports(shop: &str, before: &ImportsReceipt, now: &ImportSet) -> Vec<ImportChange> {
    if before.fingerprint == now.fingerprint {
        return Vec::new();
    }
    match (&before.files, &before.months) {
        (Some(files), _) => changed_files(shop, files, now),
        (None, Some(months)) => changed_months(shop, months, &MonthReceipt::list(now)),
        (None, None) => Vec::new(),
    }
}

fn changed_files(shop: &str, before: &[FileReceipt], now: &ImportSet) -> Vec<ImportChange> {
    let present: Vec<FileReceipt> = now.members.iter().map(FileReceipt::of).collect();
    let mut went: Vec<&FileReceipt> = before.iter().collect();
    let mut came: Vec<usize> = Vec::new();
    for (index, file) in present.iter().enumerate() {
        match went.iter().position(|other| *other == file) {
            Some(position) => drop(went.remove(position)),
            None => came.push(index),
        }
    }
    let state = |file: &FileReceipt| (file.rows - file.purged, file.exported_at.clone());
    let mut changes = Vec::new();
    for index in came {
        let (file, member) = (&present[index], &now.members[index]);
        // Without its hash, a file cannot be known again.
        let is_same_file =
            |other: &&FileReceipt| other.kind == file.kind && other.file == file.file && file.file.is_some();
        let former = went.iter().position(is_same_file).map(|position| went.remove(position));
        changes.push(ImportChange {
            shop: shop.to_owned(),
            change: if former.is_some() { CHANGED } else { CAME },
            kind: file.kind.clone(),
            exported_at: former.unwrap_or(file).exported_at.clone(),
            file: file.file.clone(),
            import: Some((member.id, member.path.clone())),
            before: former.map(state),
            now: Some(state(file)),
        });
    }
    changes.extend(went.into_iter().map(|file| ImportChange {
        shop: shop.to_owned(),
        change: WENT,
        kind: file.kind.clone(),
        exported_at: file.exported_at.clone(),
        file: file.file.clone(),
        import: None,
        before: Some(state(file)),
        now: None,
    }));
    changes
}

fn changed_months(shop: &str, before: &[MonthReceipt], now: &[MonthReceipt]) -> Vec<ImportChange> {
    let mut months: BTreeMap<(&str, &str), [Option<&MonthReceipt>; 2]> = BTreeMap::new();
    for (index, list) in [before, now].into_iter().enumerate() {
        for month in list {
            months.entry((&month.kind, &month.month)).or_default()[index] = Some(month);
        }
    }
    let state = |month: &MonthReceipt| (month.rows, month.count.to_string());
    let change = |((kind, month), [before, now]): ((&str, &str), [Option<&MonthReceipt>; 2])| ImportChange {
        shop: shop.to_owned(),
        change: COUNTED,
        kind: kind.to_owned(),
        exported_at: month.to_owned(),
        file: None,
        import: None,
        before: before.map(state),
        now: now.map(state),
    };
    months.into_iter().filter(|(_, [before, now])| before != now).map(change).collect()
}
