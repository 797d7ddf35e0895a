//! Plans how a file is read, by the top of its sheets.

use super::binder::{Binder, BoundRow};
use super::cell_text::{has_content, text};
use super::error::ImportError;
use super::header::Header;
use super::plan::{Plan, PlanChange, SheetPlan};
use super::profile;
use super::shape::{Shape, Target};
use super::sheets;
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::Field;
use crate::model::personal::PersonalScan;
use crate::model::record::{Layout, Record};
use crate::model::summary::FileFacts;
use crate::model::time::Stamp;
use crate::sheet::limits::MAX_SAMPLE;
use crate::sheet::{Book, DateSystem, RowBuffer};

/// The rows below the header that a plan is made by.
pub const SAMPLE_ROWS: usize = 1000;

/// The cells at the top of a sheet among which formulas are searched.
const FORMULA_CELLS: usize = 20_000;

/// The columns to the right of a workbook's table in which a note is kept with its row.
const MARGIN: usize = 16;

/// Plans how a file is read.
///
/// `sheet` and `kind` are what the user asks for; `now` is the moment after which nothing can have happened.
pub fn plan(book: &mut Book, sheet: Option<&str>, kind: Option<ExportKind>, now: Stamp) -> Result<Plan, ImportError> {
    let chosen = sheets::choose_sheets(book, sheet, kind)?;
    let header = &chosen.header;
    if let Some(wanted) = kind.filter(|wanted| *wanted != header.kind) {
        return Err(ImportError::WrongKind { path: book.path().to_owned(), found: header.kind, wanted });
    }
    let sample = read_sample(book, chosen.sheet, header)?;
    let spare_columns = if book.delimiters().is_empty() { MARGIN } else { 0 };
    let mut shape = Shape::new(header, header.width + spare_columns);
    hide_personal(&mut shape, &sample, book.date_system());
    let fields = shape.known_fields();
    check_required(book, header.kind, &shape)?;
    let is_orders = header.kind == ExportKind::Orders;
    if is_orders && !fields.contains(Field::SubOrderId) && kind.is_none() {
        return Err(ImportError::NoSubOrderId { path: book.path().to_owned() });
    }
    let profile = profile::of(header.kind, &shape.columns, &sample, header.width, book.date_system());
    let has_only_sub_orders = is_orders && fields.contains(Field::SubOrderId) && !fields.contains(Field::MainOrderId);
    if has_only_sub_orders && profile.is_main_order() {
        return Err(ImportError::NoMainOrderId { path: book.path().to_owned() });
    }
    let name = |sheet: usize| book.sheets()[sheet].name.clone();
    let sheet_plan = |index, header: &Header, shape| SheetPlan {
        index,
        name: name(index),
        header: Some((header.row, header.last_row)),
        shape,
    };
    let first = sheet_plan(chosen.sheet, header, 0);
    let facts = FileFacts {
        format: book.format(),
        encoding: book.encoding(),
        sheet: first.name.clone(),
        kind: header.kind,
        grain: (is_orders && !sample.is_empty()).then_some(profile.grain),
    };
    let mut plan = Plan {
        sheets: vec![first],
        facts,
        shapes: vec![shape],
        layout: Layout::default(),
        profile,
        dates: book.date_system(),
        other_sheets: chosen.others,
        rival_sheets: chosen.rivals,
        has_formulas: false,
        spare_columns,
    };
    plan.settle_layout();
    for (index, header) in &chosen.further {
        let shape = plan.add_shape(header);
        plan.sheets.push(sheet_plan(*index, header, shape));
    }
    for (index, rows) in &chosen.headless {
        // Its rows are read by the columns of the sheet before.
        let before = plan.sheets.iter().filter(|sheet| sheet.index < *index).max_by_key(|sheet| sheet.index);
        let shape = before.map_or(0, |sheet| sheet.shape);
        let sheet = SheetPlan { index: *index, name: name(*index), header: None, shape };
        if continues(&plan, &sheet, rows, now) {
            plan.sheets.push(sheet);
        } else {
            plan.other_sheets.extend(sheet.name);
        }
    }
    plan.sheets.sort_by_key(|sheet| sheet.index);
    plan.has_formulas = any_formulas(book, &plan.sheets)?;
    Ok(plan)
}

fn any_formulas(book: &mut Book, sheets: &[SheetPlan]) -> Result<bool, ImportError> {
    for sheet in sheets {
        if book.has_formulas(sheet.index, FORMULA_CELLS)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tells whether one of the first rows of a sheet without a header is a row of the table.
fn continues(plan: &Plan, sheet: &SheetPlan, rows: &[RowBuffer], now: Stamp) -> bool {
    let mut binder = Binder::new(plan, now);
    let mut record = Record::new();
    binder.start(sheet);
    rows.iter().any(|row| {
        record.clear();
        let bound = binder.bind(row.row(), &mut record);
        matches!(bound, BoundRow::Record | BoundRow::Replan(PlanChange::UnsignedExpenses))
    })
}

/// Refuses a sibling export that lacks a required column.
fn check_required(book: &Book, kind: ExportKind, shape: &Shape) -> Result<(), ImportError> {
    let fields = entry::fields(kind).iter().enumerate();
    let is_absent = |index: usize| shape.column(Target::Entry(index)).is_none();
    let required = fields.filter(|(index, field)| field.is_required() && is_absent(*index)).map(|(_, field)| field);
    let groups = entry::one_of(kind).iter().map(|names| names.iter().filter_map(|name| entry::index_of(kind, name)));
    let absent = groups.filter(|group| group.clone().all(is_absent)).filter_map(|mut group| group.next());
    let of_groups = absent.map(|index| &entry::fields(kind)[index]);
    let missing: Vec<&'static str> = required.chain(of_groups).map(|field| field.header).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(ImportError::MissingColumns { path: book.path().to_owned(), kind, missing })
}

/// Copies the first rows below the header.
fn read_sample(book: &mut Book, sheet: usize, header: &Header) -> Result<Vec<RowBuffer>, ImportError> {
    let path = book.path().to_owned();
    let mut rows = book.rows(sheet)?;
    let mut sample = Vec::new();
    let mut is_below = false;
    let mut bytes = 0;
    while sample.len() < SAMPLE_ROWS && bytes < MAX_SAMPLE {
        let Some(row) = rows.next_row().map_err(|problem| problem.at(&path))? else { break };
        if is_below && row.cells().any(|(_, cell)| has_content(cell)) {
            bytes += row.bytes();
            sample.push(RowBuffer::from(row));
        }
        is_below |= row.number == header.last_row;
    }
    Ok(sample)
}

/// Hides the unknown columns with personal data among the first rows. Where only later rows have some, a [`PlanChange`] hides them.
fn hide_personal(shape: &mut Shape, sample: &[RowBuffer], dates: DateSystem) {
    for (index, cell) in sample.iter().flat_map(|row| row.row().cells()) {
        let unknown = shape.columns.get_mut(index).and_then(|column| column.unknown.as_mut());
        if let Some(unknown) = unknown.filter(|unknown| !unknown.contact) {
            // Evidence that depends on its share of all cells is weighed at the end of the file.
            unknown.contact = PersonalScan::default().add(&text(cell, dates));
        }
    }
}
