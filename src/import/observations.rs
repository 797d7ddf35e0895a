//! What the rows show about the whole file: warnings, and changes of the plan.

use std::collections::{BTreeMap, BTreeSet};

use super::cell_text::is_blank;
use super::header_text;
use super::lost_digits::IdCounter;
use super::plan::{Plan, PlanChange};
use super::shape::{ColumnPlan, Target};
use crate::model::field::FIELD_COUNT;
use crate::model::id::is_digits;
use crate::model::personal::{PersonalScan, is_personal};
use crate::model::reject::Warning;
use crate::model::time::Stamp;

/// The limit of an export according to a copy of the platform's help of 2023-01. No rule file has it and no plan depends on it, but a file
/// that just reaches it may be cut off.
const LIMIT_OF_HELP: u64 = 1_000_000;

/// The most names of shops that a warning lists.
const SHOPS_NAMED: usize = 10;

/// Collects what the rows of a file show.
pub(super) struct Observations<'p> {
    plan: &'p Plan,
    /// The rows that are data.
    pub(super) data_rows: u64,
    late_rows: u64,
    /// The number of rows of a statement that do not add up, and the first of them.
    differing: Option<(u64, u64)>,
    /// The number of rows with a damaged value, by header.
    damaged: BTreeMap<String, u64>,
    /// The ids of each field that has some.
    ids: Vec<Option<IdCounter>>,
    shops: BTreeSet<String>,
    /// The columns without a header that have content, by their index in the layout.
    unnamed: BTreeSet<usize>,
    /// The evidence of personal data in unknown columns, by their index in the layout.
    personal: Vec<PersonalScan>,
    /// The latest time of submission.
    newest: Option<String>,
}

impl<'p> Observations<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            data_rows: 0,
            late_rows: 0,
            differing: None,
            damaged: BTreeMap::new(),
            ids: std::iter::repeat_with(|| None).take(FIELD_COUNT).collect(),
            shops: BTreeSet::new(),
            unnamed: BTreeSet::new(),
            personal: vec![PersonalScan::default(); plan.layout.unknown.len()],
            newest: None,
        }
    }

    /// Counts the id of a field.
    pub(super) fn id(&mut self, field: usize, id: &str) {
        self.ids[field].get_or_insert_default().count(id);
    }

    /// Looks at the cell of an unknown column, given by its index in the layout.
    pub(super) fn unknown_cell(&mut self, column: &ColumnPlan, index: usize, text: &str) {
        if column.unnamed {
            self.unnamed.insert(index);
        }
        if !self.plan.layout.unknown[index].contact {
            self.personal[index].add(text);
        }
    }

    /// Counts a row whose amounts do not add up.
    pub(super) fn differing_row(&mut self, row: u64) {
        let (rows, first) = self.differing.unwrap_or((0, row));
        self.differing = Some((rows + 1, first));
    }

    /// Counts a row with values that are available the next day.
    pub(super) fn late_row(&mut self) {
        self.late_rows += 1;
    }

    /// Counts a damaged value below a header.
    pub(super) fn damaged_value(&mut self, header: &str) {
        // Nothing is allocated for a header that is counted already.
        match self.damaged.get_mut(header) {
            Some(rows) => *rows += 1,
            None => drop(self.damaged.insert(header.to_owned(), 1)),
        }
    }

    /// Notes the shop of a row, if its name or id may be shown.
    pub(super) fn shop(&mut self, column: &ColumnPlan, text: &str) {
        if is_blank(text) || self.shops.len() >= SHOPS_NAMED || self.shops.contains(text) {
            return;
        }
        let is_hidden = match column.target {
            Target::Unknown(index) => self.plan.layout.unknown[index].contact || self.personal[index].is_personal(),
            _ => false,
        };
        let is_no_shop = if header_text::names_codes(&column.header) { !is_digits(text) } else { is_personal(text) };
        if !is_hidden && !is_no_shop {
            self.shops.insert(text.to_owned());
        }
    }

    /// Notes the time of submission of an order.
    pub(super) fn submitted_at(&mut self, submitted: &str) {
        match &mut self.newest {
            Some(newest) if submitted <= newest.as_str() => {}
            Some(newest) => {
                newest.clear();
                newest.push_str(submitted);
            }
            newest => *newest = Some(submitted.to_owned()),
        }
    }

    /// Returns the latest time of submission.
    pub(super) fn newest(&self) -> Option<Stamp> {
        self.newest.as_deref().and_then(Stamp::parse)
    }

    /// Lists the unknown headers, in the order of the file.
    pub(super) fn unknown_columns(&self) -> Vec<String> {
        self.plan.unknown_columns(&self.unnamed)
    }

    /// Returns the change of the plan that all rows together make necessary.
    pub(super) fn plan_change(&self) -> Option<PlanChange> {
        let damaged =
            self.ids.iter().enumerate().filter(|(_, ids)| ids.as_ref().is_some_and(IdCounter::shows_lost_digits));
        let targets: Vec<Target> = damaged.map(|(field, _)| Target::of_field(self.plan.facts.kind, field)).collect();
        if !targets.is_empty() {
            return Some(PlanChange::LostDigits(targets));
        }
        let scanned = self.plan.layout.unknown.iter().zip(&self.personal);
        let personal = scanned.filter(|(column, scan)| !column.contact && scan.is_personal());
        let headers: BTreeSet<String> = personal.map(|(column, _)| column.header.clone()).collect();
        (!headers.is_empty()).then_some(PlanChange::Personal(headers))
    }

    /// Returns the warnings. `export_limit` is the most rows of one export.
    pub(super) fn warnings(&self, export_limit: u64) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let unknown = self.unknown_columns();
        if !unknown.is_empty() {
            warnings.push(Warning::UnknownColumns(unknown));
        }
        if [export_limit, LIMIT_OF_HELP].contains(&self.data_rows) {
            warnings.push(Warning::ExportCap(self.data_rows));
        }
        if self.late_rows > 0 {
            warnings.push(Warning::LateValues(self.late_rows));
        }
        if self.shops.len() > 1 {
            warnings.push(Warning::MixedShop(self.shops.iter().cloned().collect()));
        }
        if let Some((rows, first)) = self.differing {
            warnings.push(Warning::SumsDiffer { rows, first });
        }
        if self.plan.has_formulas {
            warnings.push(Warning::FormulaCells);
        }
        if self.data_rows == 0 {
            warnings.push(Warning::EmptySheet);
        }
        let (others, rivals) = (&self.plan.other_sheets, &self.plan.rival_sheets);
        if !others.is_empty() || !rivals.is_empty() {
            warnings.push(Warning::OtherSheetsIgnored { others: others.clone(), rivals: rivals.clone() });
        }
        if !self.damaged.is_empty() {
            let damaged = self.damaged.iter().map(|(header, rows)| (header.clone(), *rows));
            warnings.push(Warning::DamagedField(damaged.collect()));
        }
        warnings
    }
}
