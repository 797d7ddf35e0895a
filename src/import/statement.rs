//! The sums in a row of a settlement statement: how the file signs expenses, and whether the parts add up to the totals.

use crate::model::entry::{self, EXPENSES, SUBSIDIES};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;
use crate::model::record::{Record, Value};

/// Tells how a settlement statement signs its expenses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpenseSigns {
    /// As negative amounts: income plus expenses is the amount.
    Signed,
    /// Without a sign: income minus expenses is the amount.
    Unsigned,
    /// No row shows it; they are kept as they are.
    Unknown,
}

/// Returns the amount of a row in fen, by the index of its field.
pub(super) type Amounts<'a> = &'a dyn Fn(usize) -> Option<i64>;

/// Holds the indexes of the fields that add up in a statement.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    amount: usize,
    income: usize,
    paid: usize,
    subsidies: Vec<usize>,
    early_refund: usize,
    expenses: usize,
    /// The parts of the expenses.
    parts: Vec<usize>,
    oldest_subsidies: Vec<usize>,
    oldest_parts: Vec<usize>,
}

/// The subsidies and expenses of every layout.
const OLDEST_SUBSIDIES: [&str; 4] = ["platform_subsidy", "creator_subsidy", "payment_subsidy", "instalment_subsidy"];
const OLDEST_EXPENSES: [&str; 6] =
    ["platform_fee", "commission", "channel_share", "recruiting_fee", "external_promotion", "other_share"];

impl Statement {
    /// Finds the fields in a kind of export. Returns nothing where it is no statement.
    pub(super) fn of(kind: ExportKind) -> Option<Self> {
        let index = |name| entry::index_of(kind, name);
        let indexes = |names: &[&str]| names.iter().map(|name| entry::index_of(kind, name)).collect::<Option<Vec<_>>>();
        Some(Self {
            amount: index("amount")?,
            income: index("income")?,
            paid: index("paid")?,
            subsidies: indexes(&SUBSIDIES)?,
            early_refund: index("early_refund")?,
            expenses: index("expenses")?,
            parts: indexes(&EXPENSES)?,
            oldest_subsidies: indexes(&OLDEST_SUBSIDIES)?,
            oldest_parts: indexes(&OLDEST_EXPENSES)?,
        })
    }

    /// Returns how a row with expenses signs them. The sum of the parts replaces a missing total.
    pub(super) fn signs(&self, fen: Amounts<'_>) -> ExpenseSigns {
        let expenses = fen(self.expenses).or_else(|| sum(&self.parts, fen));
        let paid = || Some(fen(self.paid)? + sum(&self.subsidies, fen).unwrap_or(0));
        match (fen(self.income).or_else(paid), expenses, fen(self.amount)) {
            (Some(income), Some(expenses), Some(amount)) if expenses != 0 => {
                if income + expenses == amount {
                    ExpenseSigns::Signed
                } else if income - expenses == amount {
                    ExpenseSigns::Unsigned
                } else {
                    ExpenseSigns::Unknown
                }
            }
            _ => ExpenseSigns::Unknown,
        }
    }

    /// Returns how a row without income probably signs its expenses: those of a sale are paid.
    pub(super) fn likely_signs(&self, fen: Amounts<'_>) -> ExpenseSigns {
        let expenses = fen(self.expenses).or_else(|| sum(&self.parts, fen));
        match (fen(self.income).or_else(|| fen(self.paid)), fen(self.amount), expenses) {
            (None, Some(1..), Some(1..)) => ExpenseSigns::Unsigned,
            (None, Some(1..), Some(..=-1)) => ExpenseSigns::Signed,
            _ => ExpenseSigns::Unknown,
        }
    }

    /// Makes expenses without a sign negative.
    pub(super) fn negate(&self, record: &mut Record) {
        for index in self.parts.iter().chain([&self.expenses]) {
            if let Some(fen) = record.at(*index).int() {
                record.set_at(*index, &Value::Int(-fen));
            }
        }
    }

    /// Tells whether a record with these columns does not add up.
    ///
    /// An empty cell counts as 0. Parts are compared with their total only where the file has all parts of the oldest layout, since users
    /// may remove columns. The amount paid may include the refunds before the settlement, or not.
    pub(super) fn differs(&self, record: &Record, columns: FieldSet) -> bool {
        let fen = |index: usize| columns.contains_index(index).then(|| record.at(index).int().unwrap_or(0));
        let of_amount = || Some(fen(self.income)? + fen(self.expenses)? != fen(self.amount)?);
        let has_all = |indexes: &[usize]| indexes.iter().all(|index| columns.contains_index(*index)).then_some(());
        let of_expenses = || {
            has_all(&self.oldest_parts)?;
            Some(sum(&self.parts, &fen)? != fen(self.expenses)?)
        };
        let of_income = || {
            has_all(&self.oldest_subsidies)?;
            let paid = fen(self.paid)? + sum(&self.subsidies, &fen).unwrap_or(0);
            let (income, early) = (fen(self.income)?, fen(self.early_refund).unwrap_or(0));
            Some(![income, income + early, income - early].contains(&paid))
        };
        [of_amount(), of_expenses(), of_income()].contains(&Some(true))
    }
}

/// Adds up the known amounts. Returns nothing where none is known.
fn sum(indexes: &[usize], fen: Amounts<'_>) -> Option<i64> {
    indexes.iter().filter_map(|index| fen(*index)).reduce(|sum, part| sum + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a booking of these amounts, with its columns.
    fn booking(amounts: &[(&str, i64)]) -> (Record, FieldSet) {
        let (mut record, mut columns) = (Record::new(), FieldSet::default());
        for (name, fen) in amounts {
            let index = entry::index_of(ExportKind::Settlement, name).expect("a field");
            record.set_at(index, &Value::Int(*fen));
            columns.insert_index(index);
        }
        (record, columns)
    }

    fn statement() -> Statement {
        Statement::of(ExportKind::Settlement).expect("a statement")
    }

    fn signs(amounts: &[(&str, i64)]) -> ExpenseSigns {
        let (record, _) = booking(amounts);
        statement().signs(&|index| record.at(index).int())
    }

    #[test]
    fn only_settlements_are_statements() {
        for kind in ExportKind::ALL {
            assert_eq!(Statement::of(*kind).is_some(), *kind == ExportKind::Settlement, "{kind:?}");
        }
    }

    #[test]
    fn a_row_with_expenses_shows_how_they_are_signed() {
        use ExpenseSigns::{Signed, Unknown, Unsigned};
        for (amounts, shown) in [
            (&[("income", 100), ("expenses", -15), ("amount", 85)][..], Signed),
            (&[("income", 100), ("expenses", 15), ("amount", 85)], Unsigned),
            // An expense that is paid back.
            (&[("income", -100), ("expenses", 15), ("amount", -85)], Signed),
            (&[("income", -100), ("expenses", -15), ("amount", -85)], Unsigned),
            (&[("income", 100), ("expenses", 0), ("amount", 100)], Unknown),
            (&[("income", 100), ("expenses", -15), ("amount", 84)], Unknown),
            (&[("income", 100), ("amount", 85)], Unknown),
            // The parts replace the totals.
            (
                &[("paid", 80), ("platform_subsidy", 20), ("platform_fee", 5), ("commission", 10), ("amount", 85)],
                Unsigned,
            ),
            (&[("paid", 100), ("agency_commission", -15), ("amount", 85)], Signed),
            (&[("platform_subsidy", 100), ("platform_fee", 15), ("amount", 85)], Unknown),
        ] {
            assert_eq!(signs(amounts), shown, "{amounts:?}");
        }
    }

    #[test]
    fn a_sale_without_income_shows_how_it_probably_signs_expenses() {
        use ExpenseSigns::{Signed, Unknown, Unsigned};
        for (amounts, shown) in [
            (&[("amount", 95), ("platform_fee", 5)][..], Unsigned),
            (&[("amount", 95), ("expenses", -5)], Signed),
            (&[("amount", -95), ("platform_fee", 5)], Unknown),
            (&[("amount", 95), ("income", 100), ("platform_fee", 5)], Unknown),
            (&[("amount", 95)], Unknown),
        ] {
            let (record, _) = booking(amounts);
            assert_eq!(statement().likely_signs(&|index| record.at(index).int()), shown, "{amounts:?}");
        }
    }

    #[test]
    fn only_expenses_are_negated() {
        let (mut record, _) =
            booking(&[("income", 100), ("expenses", 15), ("commission", 15), ("commission_waived", 3)]);
        statement().negate(&mut record);
        let index = |name| entry::index_of(ExportKind::Settlement, name).expect("a field");
        let amounts = ["income", "expenses", "commission", "commission_waived", "platform_fee"];
        assert_eq!(amounts.map(|name| record.at(index(name)).int()), [Some(100), Some(-15), Some(-15), Some(3), None]);
    }

    #[test]
    fn totals_are_compared_with_the_columns_there_are() {
        for (amounts, differs) in [
            (&[("income", 100), ("expenses", -15), ("amount", 85)][..], false),
            (&[("income", 100), ("expenses", -15), ("amount", 84)], true),
            (&[("income", 100), ("amount", 84)], false),
            (&[("expenses", -15), ("platform_fee", -5), ("commission", -10)], false),
            (&[("expenses", -15), ("platform_fee", -5), ("commission", -9)], true),
            (&[("expenses", -15)], false),
            (&[("income", 100), ("paid", 80), ("bank_subsidy", 15), ("trade_in", 5)], false),
            (&[("income", 100), ("paid", 80), ("bank_subsidy", 15)], true),
            (&[("income", 100), ("paid", 80)], true),
            (&[("income", 100), ("bank_subsidy", 15)], false),
            // The refund before the settlement is subtracted from the income or from the amount paid, whatever its sign.
            (&[("income", 70), ("paid", 100), ("early_refund", 30)], false),
            (&[("income", 70), ("paid", 100), ("early_refund", -30)], false),
            (&[("income", 100), ("paid", 70), ("early_refund", 30)], false),
            (&[("income", 100), ("paid", 70), ("early_refund", 29)], true),
        ] {
            let (record, columns) = booking(amounts);
            let mut all = columns;
            let has = |name: &str| amounts.iter().any(|(given, _)| *given == name);
            let oldest = [(has("paid"), &OLDEST_SUBSIDIES[..]), (has("platform_fee"), &OLDEST_EXPENSES)];
            for name in oldest.iter().filter(|(has, _)| *has).flat_map(|(_, names)| names.iter()) {
                all.insert_index(entry::index_of(ExportKind::Settlement, name).expect("a field"));
            }
            assert_eq!(statement().differs(&record, all), differs, "{amounts:?}");
        }
        // A file with fewer columns may lack a part.
        let (record, columns) =
            booking(&[("income", 100), ("expenses", -23), ("amount", 77), ("paid", 80), ("platform_fee", -5)]);
        assert!(!statement().differs(&record, columns));
        let (record, mut columns) = booking(&[("amount", 85), ("income", 100)]);
        columns.insert_index(entry::index_of(ExportKind::Settlement, "expenses").expect("a field"));
        assert!(statement().differs(&record, columns), "an empty cell is 0");
    }
}
