//! What the commission file says.

use super::by_line::ByLine;
use super::question::Question;
use super::sums::add;
use crate::model::export::{ExportKind, Grain};
use crate::model::figure::NONE;
use crate::store::StoreError;

/// What the commission file says of a line: what is booked once it is settled, and what is expected of what is not.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineCommission {
    pub booked: i64,
    pub expected: i64,
}

/// What a line has of which the commission file says nothing.
pub(super) const NO_COMMISSION: LineCommission = LineCommission { booked: NONE, expected: NONE };

impl LineCommission {
    /// Returns what is booked and what is expected beside it.
    pub(super) fn sum(self) -> i64 {
        let mut sum = self.booked;
        add(&mut sum, self.expected);
        sum
    }
}

impl Question<'_> {
    /// Reads the commission file. An actual commission of 0 before the settlement only says that nothing is booked yet. What is settled
    /// in parts has a row for each.
    pub(super) fn commissions(&self) -> Result<ByLine<LineCommission>, StoreError> {
        let asked = self.asked();
        let mut told = ByLine::<LineCommission>::default();
        let names = ["shop", "current", "sub_order", "settled", "actual", "estimated"];
        self.each(ExportKind::Commission, names, |_, [shop, current, sub_order, settled, actual, expected]| {
            if asked.is_of_shop(shop) && current == 1 {
                let is_booked = actual != NONE && (settled == 1 || actual != 0);
                let line = told.entry(sub_order).or_insert(NO_COMMISSION);
                if is_booked { add(&mut line.booked, actual) } else { add(&mut line.expected, expected) }
            }
        })?;
        if told.is_empty() || self.store.grain(self.shop)? != Some(Grain::MainOrder) {
            return Ok(told);
        }
        // The file tells of a main order where it tells of all of its sub-orders.
        let mut lines = ByLine::<Option<LineCommission>>::default();
        for (part, line) in self.parts_of_main_orders()? {
            let part = told.get(&part).filter(|part| part.sum() != NONE);
            let line = lines.entry(line).or_insert(Some(NO_COMMISSION));
            *line = line.zip(part).map(|(mut line, part)| {
                add(&mut line.booked, part.booked);
                add(&mut line.expected, part.expected);
                line
            });
        }
        Ok(lines.into_iter().filter_map(|(line, said)| Some((line, said?))).collect())
    }
}
