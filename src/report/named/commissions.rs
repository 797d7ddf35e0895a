//! What the commission file says.

use super::matching::{ById, parts_of_main_orders};
use super::measures::add_known;
use super::query::Query;
use crate::model::export::Grain;
use crate::packed::Amount;
use crate::packed_row;
use crate::store::StoreError;

/// What the commission file says of a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineCommission {
    /// What is booked.
    pub booked: Option<Amount>,
    /// What is expected of what is not settled yet.
    pub expected: Option<Amount>,
}

impl LineCommission {
    /// Returns what is booked and what is expected besides.
    pub(super) fn sum(self) -> Option<Amount> {
        let mut sum = self.booked;
        add_known(&mut sum, self.expected);
        sum
    }
}

packed_row! {
    struct Row of commission { sub_order, settled, actual, estimated }
}

/// Reads the commission file of the shop. A line that is settled in parts has a row for each part. Before the settlement, an actual
/// commission of 0 only says that nothing is booked yet.
pub(super) fn read(query: &Query<'_>) -> Result<ById<LineCommission>, StoreError> {
    let mut by_line = ById::<LineCommission>::default();
    query.scan(|_, row: Row| {
        let Some(sub_order) = row.sub_order else { return };
        let is_booked = row.actual.is_some_and(|actual| row.settled || !actual.is_zero());
        let line = by_line.entry(sub_order).or_default();
        if is_booked {
            add_known(&mut line.booked, row.actual);
        } else {
            add_known(&mut line.expected, row.estimated);
        }
    })?;
    if by_line.is_empty() || query.store.grain(query.shop)? != Some(Grain::MainOrder) {
        return Ok(by_line);
    }
    // The commission of a main order is known where that of all its sub-orders is.
    let mut lines = ById::<Option<LineCommission>>::default();
    for (part, line) in parts_of_main_orders(query)? {
        let part = by_line.get(&part).filter(|part| part.sum().is_some());
        let line = lines.entry(line).or_insert(Some(LineCommission::default()));
        *line = line.zip(part).map(|(mut line, part)| {
            add_known(&mut line.booked, part.booked);
            add_known(&mut line.expected, part.expected);
            line
        });
    }
    Ok(lines.into_iter().filter_map(|(line, said)| Some((line, said?))).collect())
}
