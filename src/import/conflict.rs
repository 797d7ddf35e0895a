//! Two rows of a file with one key and other content.

use super::binder::RowSource;
use super::plan::Plan;
use super::shape::{ColumnPlan, Target};
use crate::model::entry;
use crate::model::reject::{Reject, RejectCode, column_letters};

/// Makes the reject of a row whose key the file has already with other content.
pub fn conflict(plan: &Plan, source: &RowSource, key: &str) -> Reject {
    let column = column(plan, source.shape);
    Reject {
        row: source.row,
        sheet: plan.sheets.get(source.sheet).and_then(|sheet| sheet.name.clone()),
        column: column_letters(column.map_or(0, |column| column.index)),
        header: column.map_or_else(String::new, |column| column.header.clone()),
        code: RejectCode::IdConflict,
        // Some keys are several values.
        value: key.split('|').filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" "),
    }
}

/// Returns the column of a header that the reject names: the key, or else what an entry is known by.
fn column(plan: &Plan, shape: usize) -> Option<&ColumnPlan> {
    let kind = plan.facts.kind;
    let of_entry = |name: &&str| entry::index_of(kind, name).map(Target::Entry);
    let known_by = entry::one_of(kind).first().into_iter().copied().flatten().filter_map(of_entry);
    let required = entry::fields(kind).iter().position(entry::EntryField::is_required).map(Target::Entry);
    let mut targets = plan.key().into_iter().chain(known_by).chain(required);
    let shape = plan.shapes.get(shape)?;
    targets.find_map(|target| shape.column(target))
}
