//! What the commission file says.

use super::by_id::ById;
use super::matching::parts_of_main_orders;
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
    fn add(&mut self, other: &Self) {
        add_known(&mut self.booked, other.booked);
        add_known(&mut self.expected, other.expected);
    }

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
    let mut rows = Vec::new();
    query.scan(|_, row: Row| {
        let Some(sub_order) = row.sub_order else { return };
        let is_booked = row.actual.is_some_and(|actual| row.settled || !actual.is_zero());
        let said = if is_booked {
            LineCommission { booked: row.actual, expected: None }
        } else {
            LineCommission { booked: None, expected: row.estimated }
        };
        rows.push((sub_order, said));
    })?;
    let by_line = ById::merged(rows, LineCommission::add);
    if by_line.is_empty() || query.store.grain(query.shop)? != Some(Grain::MainOrder) {
        return Ok(by_line);
    }
    // The commission of a main order is known where that of all its sub-orders is.
    let parts = parts_of_main_orders(query)?.into_iter().map(|(part, line)| {
        let said = by_line.get(part).filter(|part| part.sum().is_some());
        (line, said.copied())
    });
    let lines = ById::merged(parts.collect(), |line, part| {
        *line = line.zip(*part).map(|(mut line, part)| {
            line.add(&part);
            line
        });
    });
    Ok(ById::merged(lines.into_iter().filter_map(|(line, said)| Some((line, said?))).collect(), LineCommission::add))
}
