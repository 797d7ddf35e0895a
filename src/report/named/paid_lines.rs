//! What is summed up of paid lines by sales, products and creators.

use super::measures::{Measure, measures};
use crate::packed::{Amount, Count};

measures! {
    /// Paid lines, those of them that came back, and those that are sales.
    pub(super) struct PaidLines {
        paid_lines,
        refunded_lines,
        lines,
        units,
        amount,
        without_amount,
    }
}

impl PaidLines {
    /// Measures a paid line.
    pub(super) fn of(is_sale: bool, is_refunded: bool, quantity: Option<Count>, payable: Option<Amount>) -> Self {
        Self {
            paid_lines: true.into(),
            refunded_lines: is_refunded.into(),
            lines: is_sale.into(),
            units: Measure::from(quantity).only_if(is_sale),
            amount: Measure::from(payable).only_if(is_sale),
            without_amount: (is_sale && payable.is_none()).into(),
        }
    }
}
