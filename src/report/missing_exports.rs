//! The kinds of exports that reports read and of which nothing is imported yet.

use super::ask;
use super::named::Report;
use crate::model::export::ExportKind;
use crate::model::table::Word;
use crate::store::{Store, StoreError};
use crate::word;

/// Says what reports lack where no file of a kind is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// They have no answer.
    Answer,
    /// They can only estimate.
    Exactness,
    /// A part of their answer stays unknown.
    Part,
}

impl Lack {
    /// Returns the stable name with what people read.
    pub fn word(self) -> Word {
        match self {
            Self::Answer => word!("lack", "answer"),
            Self::Exactness => word!("lack", "exactness"),
            Self::Part => word!("lack", "part"),
        }
    }
}

/// Names a kind of which nothing is imported, and what reports lack for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingExport {
    /// The kind.
    pub kind: ExportKind,
    /// What is lacking, and in which reports; nothing for orders, without which hardly any report answers.
    pub lacks: Vec<(Lack, Vec<Report>)>,
}

/// The kinds that reports read, in the order in which they are worth importing.
const READ: [ExportKind; 10] = [
    ExportKind::Orders,
    ExportKind::Settlement,
    ExportKind::AfterSales,
    ExportKind::Commission,
    ExportKind::Funds,
    ExportKind::Ledger,
    ExportKind::Costs,
    ExportKind::Spend,
    ExportKind::Insurance,
    ExportKind::Warehouse,
];

/// The reports that work out the net of paid lines.
const NETS: &[Report] = &[Report::INCOME, Report::PROFIT, Report::PROMOTION, Report::CREATORS, Report::SHOPS];

/// Lists the kinds that a shop has no file of; a shop that does not exist has none at all.
pub fn missing_exports(store: &Store, shop: &str) -> Result<Vec<MissingExport>, StoreError> {
    let sql = "SELECT DISTINCT kind FROM imports JOIN shops ON shops.id = shop_id WHERE shops.name = :shop";
    let kinds: Vec<String> = ask(store, sql, &[(":shop", &shop)], |row| row.get(0))?;
    Ok(missing(&kinds.iter().filter_map(|kind| ExportKind::by_name(kind)).collect::<Vec<_>>()))
}

fn missing(imported: &[ExportKind]) -> Vec<MissingExport> {
    let kinds = READ.into_iter().filter(|kind| !imported.contains(kind));
    kinds.map(|kind| MissingExport { kind, lacks: lacks(kind, imported) }).collect()
}

/// Returns what reports lack without a kind. Statements and fund flows can stand in for one another in a part of what they are for, and
/// so can fund flows and the ledger.
fn lacks(kind: ExportKind, imported: &[ExportKind]) -> Vec<(Lack, Vec<Report>)> {
    let has = |kind| imported.contains(&kind);
    let of = |lack, reports: &[Report]| (lack, reports.to_vec());
    match kind {
        ExportKind::Settlement if has(ExportKind::Funds) => vec![
            of(Lack::Answer, &[Report::FEES]),
            of(Lack::Exactness, NETS),
            of(Lack::Part, &[Report::PAYOUTS, Report::RECONCILE]),
        ],
        ExportKind::Settlement => vec![
            of(Lack::Answer, &[Report::FEES, Report::RECONCILE]),
            of(Lack::Exactness, NETS),
            of(Lack::Part, &[Report::PAYOUTS]),
        ],
        ExportKind::AfterSales => {
            vec![(Lack::Part, Report::ALL.iter().copied().filter(|report| report.reads_after_sales()).collect())]
        }
        ExportKind::Commission => vec![of(Lack::Part, NETS)],
        ExportKind::Funds if has(ExportKind::Settlement) => {
            vec![of(Lack::Part, &[Report::PAYOUTS, Report::RECONCILE])]
        }
        ExportKind::Funds => vec![of(Lack::Part, &[Report::PAYOUTS])],
        ExportKind::Ledger if has(ExportKind::Funds) => vec![of(Lack::Part, &[Report::CASHFLOW])],
        ExportKind::Ledger => vec![of(Lack::Answer, &[Report::CASHFLOW])],
        ExportKind::Costs => vec![of(Lack::Answer, &[Report::PROFIT])],
        ExportKind::Spend | ExportKind::Insurance | ExportKind::Warehouse => vec![of(Lack::Part, &[Report::PROFIT])],
        ExportKind::Orders | ExportKind::ServiceFees => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacking(imported: &[ExportKind], kind: ExportKind) -> Option<Vec<(Lack, &'static str)>> {
        let found = missing(imported).into_iter().find(|missing| missing.kind == kind)?;
        Some(found.lacks.iter().flat_map(|(lack, reports)| reports.iter().map(|of| (*lack, of.name()))).collect())
    }

    #[test]
    fn income_is_only_estimated_without_statements() {
        let lacks = lacking(&[ExportKind::Orders], ExportKind::Settlement).expect("missing");
        assert!(lacks.contains(&(Lack::Exactness, "income")) && lacks.contains(&(Lack::Answer, "fees")));
        assert_eq!(lacking(&[ExportKind::Settlement], ExportKind::Settlement), None);
        assert_eq!(missing(&[])[0].kind, ExportKind::Orders);
    }

    #[test]
    fn what_another_export_stands_in_for_is_not_said_to_be_without_an_answer() {
        let reconcile = |imported| lacking(imported, ExportKind::Settlement).unwrap_or_default();
        assert!(reconcile(&[]).contains(&(Lack::Answer, "reconcile")));
        assert!(reconcile(&[ExportKind::Funds]).contains(&(Lack::Part, "reconcile")));
        let ledger = |imported| lacking(imported, ExportKind::Ledger);
        assert_eq!(ledger(&[]), Some(vec![(Lack::Answer, "cashflow")]));
        assert_eq!(ledger(&[ExportKind::Funds]), Some(vec![(Lack::Part, "cashflow")]));
    }

    #[test]
    fn an_export_that_no_report_reads_is_not_missing() {
        assert_eq!(lacking(&[], ExportKind::ServiceFees), None);
        assert_eq!(missing(ExportKind::ALL), []);
    }
}
