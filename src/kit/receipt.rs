//! Receipts: what the answer of a report rests on, so that it can be worked out again and compared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::answer_digest::AnswerDigest;
use super::error::KitError;
use crate::model::time::Stamp;
use crate::report::named::{Report, ReportOptions, WORDS};
use crate::report::terms::Terms;
use crate::store::{ImportMember, ImportSet, Store};

/// The version of receipts.
pub(super) const VERSION: u32 = 1;

/// The most imports that a receipt lists one by one.
const MOST_LISTED: usize = 200;

/// The hex digits that stand for a file in the list; the fingerprint has all.
const SHORT: usize = 16;

/// Says what an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The version of the receipt.
    pub version: u32,
    /// The version of shopkit that gave the answer.
    pub program: String,
    /// The name of the report.
    pub report: String,
    /// All options of the report.
    pub options: Json,
    /// The moment as of which it was asked.
    pub asked_at: String,
    /// The version of its words: of what the sums mean.
    pub words: String,
    /// Tells the database and its copies from others.
    pub database: Option<String>,
    /// The shops, each with what its rows rest on.
    pub shops: Vec<ShopReceipt>,
    /// Shows that the file is as the database gave it. It covers all of the answer and of the receipt.
    pub seal: Option<String>,
}

/// Says what the rows of a shop rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopReceipt {
    /// The shop.
    pub shop: String,
    /// The numbers that rules set and that the report may count with.
    pub terms: Json,
    /// The imports.
    pub imports: ImportsReceipt,
}

/// Names the imports of a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportsReceipt {
    /// The fingerprint of the set.
    pub fingerprint: String,
    /// How many imports there are.
    pub count: usize,
    /// The imports, where they are not too many to list.
    pub files: Option<Vec<FileReceipt>>,
    /// Else their numbers by kind and month of the export.
    pub months: Option<Vec<MonthReceipt>>,
}

/// Names one import.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileReceipt {
    /// The stable name of the kind.
    pub kind: String,
    /// When the export was made.
    pub exported_at: String,
    /// Stands for the file; nothing where a purge deleted its hash.
    pub file: Option<String>,
    /// How many rows it has.
    pub rows: i64,
    /// How many of them purges deleted.
    pub purged: i64,
}

/// Counts the imports of a kind by the month in which the exports were made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthReceipt {
    /// The stable name of the kind.
    pub kind: String,
    /// The month.
    pub month: String,
    /// How many imports there are.
    pub count: usize,
    /// How many rows they have.
    pub rows: i64,
}

impl Receipt {
    /// Makes the receipt of an answer, without its seal.
    pub(super) fn new(report: Report, options: &ReportOptions, at: Stamp, shops: Vec<ShopReceipt>) -> Self {
        Self {
            version: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            report: report.name().to_owned(),
            options: options.json(),
            asked_at: at.to_string(),
            words: WORDS.to_owned(),
            database: None,
            shops,
            seal: None,
        }
    }

    /// Returns the receipt as JSON.
    pub(super) fn json(&self) -> Json {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Seals the receipt together with the answer.
    pub(super) fn seal(mut self, store: &Store, digest: AnswerDigest, totals: Option<&Json>) -> Result<Self, KitError> {
        self.database = store.database_id()?;
        self.seal = self.seal_of(store, digest, totals)?;
        Ok(self)
    }

    /// Returns the seal that the receipt would have together with an answer.
    pub(super) fn seal_of(
        &self,
        store: &Store,
        digest: AnswerDigest,
        totals: Option<&Json>,
    ) -> Result<Option<String>, KitError> {
        let unsealed = Self { seal: None, ..self.clone() };
        Ok(store.seal(&digest.finish(totals, &unsealed.json()))?)
    }
}

impl ShopReceipt {
    /// Makes the receipt of a shop.
    pub(super) fn of(store: &Store, shop: &str, terms: Terms) -> Result<Self, KitError> {
        let imports = ImportsReceipt::of(&store.import_set(shop)?);
        Ok(Self { shop: shop.to_owned(), terms: terms.json(), imports })
    }
}

impl ImportsReceipt {
    fn of(set: &ImportSet) -> Self {
        let is_listed = set.members.len() <= MOST_LISTED;
        Self {
            fingerprint: set.fingerprint.clone(),
            count: set.members.len(),
            files: is_listed.then(|| FileReceipt::list(set)),
            months: (!is_listed).then(|| MonthReceipt::list(set)),
        }
    }
}

impl FileReceipt {
    /// Names an import.
    pub(super) fn of(member: &ImportMember) -> Self {
        Self {
            kind: member.kind.clone(),
            exported_at: member.exported_at.clone(),
            file: member.file.as_deref().map(|file| file.get(..SHORT).unwrap_or(file).to_owned()),
            rows: member.rows,
            purged: member.purged,
        }
    }

    fn list(set: &ImportSet) -> Vec<Self> {
        set.members.iter().map(Self::of).collect()
    }
}

impl MonthReceipt {
    /// Counts the imports of a set.
    pub(super) fn list(set: &ImportSet) -> Vec<Self> {
        let mut months: BTreeMap<(&str, &str), (usize, i64)> = BTreeMap::new();
        for member in &set.members {
            let month = member.exported_at.get(..7).unwrap_or(&member.exported_at);
            let (count, rows) = months.entry((&member.kind, month)).or_default();
            (*count, *rows) = (*count + 1, *rows + member.rows - member.purged);
        }
        let month = |((kind, month), (count, rows)): ((&str, &str), _)| Self {
            kind: kind.to_owned(),
            month: month.to_owned(),
            count,
            rows,
        };
        months.into_iter().map(month).collect()
    }
}
