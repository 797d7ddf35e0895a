//! How to export a file from the back office, step by step. The report `export-plan` and the page say the same.
//!
//! Where a menu is not known from a source, the step says so and names what to look for.

use crate::model::export::ExportKind;
use crate::model::message::{Arg, Message};
use crate::msg;

/// Lists the steps that lead to a file of a kind; one export of orders holds at most `cap` of them.
pub fn export_steps(kind: ExportKind, cap: u64) -> Vec<Message> {
    let place = match kind {
        ExportKind::Orders => {
            return vec![
                msg!("export-step-orders"),
                msg!("export-step-order-days", cap = Arg::count(cap)),
                msg!("export-step-order-format"),
                msg!("export-step-verify"),
                msg!("export-step-untouched"),
            ];
        }
        ExportKind::Costs => return vec![msg!("export-step-costs"), msg!("export-step-own-file")],
        ExportKind::AfterSales => msg!("export-step-aftersales"),
        ExportKind::Commission => msg!("export-step-commission"),
        ExportKind::Settlement => msg!("export-step-settlement"),
        ExportKind::Insurance => msg!("export-step-insurance"),
        ExportKind::Spend => msg!("export-step-spend"),
        ExportKind::Warehouse => msg!("export-step-warehouse"),
        ExportKind::Funds => msg!("export-step-funds"),
        ExportKind::Ledger => msg!("export-step-ledger"),
        ExportKind::ServiceFees => msg!("export-step-service-fees"),
    };
    vec![place, msg!("export-step-days"), msg!("export-step-verify-if-asked"), msg!("export-step-untouched")]
}
