//! Working out the answer in a file again.

use std::path::Path;

use serde_json::Value as Json;

use super::Kit;
use super::answer_digest::is_same;
use super::answers::Chosen;
use super::error::KitError;
use super::receipt::{Receipt, ShopReceipt};
use super::receipt_changes::{ImportChange, TermChange, changed_imports, changed_terms};
use super::receipt_error::{ReceiptError, ReceiptProblem};
use super::terms::terms;
use super::written_answer::WrittenAnswer;
use crate::model::table::{Datum, SHOP, Table, Totals};
use crate::model::time::Stamp;
use crate::report::named::{Report, ReportOptions, WORDS};
use crate::report::terms::Terms;

/// The most cells of which both values are returned.
const MOST_DIFFERENCES: usize = 20;

/// Holds what comes of working out an answer again.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The receipt in the file.
    pub receipt: Receipt,
    /// Whether the file is as a database gave it.
    pub file: FileState,
    /// The version of the words now, where it is another.
    pub other_words: Option<&'static str>,
    /// The imports that are others now.
    pub imports: Vec<ImportChange>,
    /// How many imports there are now.
    pub imports_now: usize,
    /// Whether the fingerprint of the imports is the same.
    pub has_same_imports: bool,
    /// The terms that are others now.
    pub terms: Vec<TermChange>,
    /// Whether the answer is another by these terms.
    pub terms_matter: bool,
    /// How the answer in the file differs from the answer now.
    pub answer: AnswerChange,
}

/// Tells whether a file is as a database gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// This database gave it as it is.
    AsGiven,
    /// It was changed since.
    Edited,
    /// Another database gave it, which alone could tell.
    OtherDatabase,
}

/// Tells how the answer in a file differs from the answer now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnswerChange {
    /// The number of rows in the file, and now.
    pub rows: (usize, usize),
    /// Whether the columns are others.
    pub other_columns: bool,
    /// Whether the totals are others.
    pub other_totals: bool,
    /// How many rows differ, by their positions.
    pub different_rows: usize,
    /// The first cells that differ.
    pub cells: Vec<CellChange>,
}

/// Holds both values of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellChange {
    /// The position of the row, from 1.
    pub row: usize,
    /// The key of the column.
    pub column: String,
    /// The value in the file; nothing where it has no such row.
    pub in_file: Option<Json>,
    /// The value now; nothing where there is no such row.
    pub now: Option<Json>,
}

impl Verification {
    /// Tells whether the answer is the same, and everything that it rests on.
    pub fn is_same(&self) -> bool {
        self.file == FileState::AsGiven
            && self.other_words.is_none()
            && self.has_same_imports
            && !self.terms_matter
            && self.answer.is_none()
    }
}

impl AnswerChange {
    /// Tells whether nothing differs.
    pub fn is_none(&self) -> bool {
        !self.other_columns && !self.other_totals && self.different_rows == 0
    }

    fn of(file: &WrittenAnswer, now: &Answer) -> Self {
        let mut change = Self {
            rows: (file.rows.len(), now.rows.len()),
            other_columns: file.columns != now.columns,
            other_totals: !is_same_totals(file.totals.as_ref(), now.totals.as_ref()),
            ..Self::default()
        };
        for index in 0..file.rows.len().max(now.rows.len()) {
            let rows = (file.rows.get(index), now.rows.get(index));
            if let (Some(file), Some(now)) = rows
                && file.len() == now.len()
                && file.iter().zip(now).all(|(file, now)| is_same(file, now))
            {
                continue;
            }
            change.different_rows += 1;
            change.note_cells(index, rows, &now.columns);
        }
        change
    }

    /// Notes the cells of a row that differ.
    fn note_cells(&mut self, index: usize, rows: (Option<&Vec<Json>>, Option<&Vec<Json>>), columns: &[String]) {
        for (position, column) in columns.iter().enumerate() {
            let (in_file, now) = (rows.0.and_then(|row| row.get(position)), rows.1.and_then(|row| row.get(position)));
            let differs = match (in_file, now) {
                (Some(file), Some(now)) => !is_same(file, now),
                (file, now) => file.is_some() || now.is_some(),
            };
            if differs && self.cells.len() < MOST_DIFFERENCES {
                let (in_file, now) = (in_file.cloned(), now.cloned());
                self.cells.push(CellChange { row: index + 1, column: column.clone(), in_file, now });
            }
        }
    }
}

/// An answer that was worked out.
#[derive(PartialEq)]
struct Answer {
    columns: Vec<String>,
    rows: Vec<Vec<Json>>,
    totals: Option<Json>,
}

/// What the receipt in a file asks.
struct Question {
    report: Report,
    shops: Vec<ShopReceipt>,
    /// Whether each row names its shop.
    is_several: bool,
    options: ReportOptions,
    at: Stamp,
}

impl Question {
    fn of(file: &WrittenAnswer) -> Result<Self, ReceiptProblem> {
        let receipt = &file.receipt;
        let report = Report::by_name(&receipt.report);
        let is_several = file.columns.first().is_some_and(|column| column == SHOP);
        match receipt.shops.len() {
            0 => return Err(ReceiptProblem::NoShop),
            1 => {}
            _ if is_several => {}
            shops => return Err(ReceiptProblem::NamelessShops(shops)),
        }
        Ok(Self {
            report: report.ok_or_else(|| ReceiptProblem::UnknownReport(receipt.report.clone()))?,
            shops: receipt.shops.clone(),
            is_several,
            options: ReportOptions::from_json(&receipt.options).ok_or(ReceiptProblem::UnknownOptions)?,
            at: Stamp::parse(&receipt.asked_at).ok_or(ReceiptProblem::NoMoment)?,
        })
    }
}

impl Kit {
    /// Works out the answer in a file again, which `report --format json` wrote, and compares it and all that it rests on.
    pub fn verify(&self, path: &Path) -> Result<Verification, KitError> {
        let file = WrittenAnswer::read(path)?;
        let question = Question::of(&file).map_err(|problem| ReceiptError { path: path.to_owned(), problem })?;
        let _state = self.snapshot()?;
        let mut present = Vec::new();
        let (mut imports, mut changes) = (Vec::new(), Vec::new());
        let (mut has_same_imports, mut imports_now) = (true, 0);
        let mut former_terms = Some(Vec::new());
        for former in &question.shops {
            let shop = self.store.shop_for_reading(Some(&former.shop))?;
            let terms = terms(&self.store, &shop, question.at.day())?;
            let set = self.store.import_set(&shop)?;
            has_same_imports &= former.imports.fingerprint == set.fingerprint;
            imports.extend(changed_imports(&shop, &former.imports, &set));
            changes.extend(changed_terms(&shop, &former.terms, &terms.json()));
            let former_of = Terms::from_json(&former.terms).map(|former| (shop.clone(), former));
            former_terms = former_terms.zip(former_of).map(|(mut all, one)| {
                all.push(one);
                all
            });
            imports_now += set.members.len();
            present.push((shop, terms));
        }
        let answer = self.work_out(&question, present)?;
        // Terms that the report does not count with change nothing.
        let terms_matter = match former_terms {
            _ if changes.is_empty() => false,
            Some(former) => self.work_out(&question, former)? != answer,
            None => true,
        };
        Ok(Verification {
            file: self.file_state(&file)?,
            other_words: (file.receipt.words != WORDS).then_some(WORDS),
            imports,
            imports_now,
            has_same_imports,
            terms: changes,
            terms_matter,
            answer: AnswerChange::of(&file, &answer),
            receipt: file.receipt,
        })
    }

    fn work_out(&self, question: &Question, shops: Vec<(String, Terms)>) -> Result<Answer, KitError> {
        let Question { report, options, at, is_several, .. } = question;
        let mut table = Table::default();
        let chosen = Chosen { shops, is_several: *is_several, group: None };
        self.answer(*report, &chosen, options, *at, &mut table)?;
        Ok(Answer {
            columns: table.columns.into_iter().map(|column| column.key).collect(),
            rows: table.rows.iter().map(|row| row.iter().map(Datum::json).collect()).collect(),
            totals: table.totals.as_deref().map(Totals::json),
        })
    }

    fn file_state(&self, file: &WrittenAnswer) -> Result<FileState, KitError> {
        let receipt = &file.receipt;
        if receipt.seal.is_none() || receipt.database != self.store.database_id()? {
            return Ok(FileState::OtherDatabase);
        }
        let seal = receipt.seal_of(&self.store, file.digest(), file.totals.as_ref())?;
        Ok(if seal == receipt.seal { FileState::AsGiven } else { FileState::Edited })
    }
}

fn is_same_totals(file: Option<&Json>, now: Option<&Json>) -> bool {
    match (file, now) {
        (Some(file), Some(now)) => is_same(file, now),
        (file, now) => file.is_none() && now.is_none(),
    }
}
