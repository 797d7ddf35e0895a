//! The premium of a freight insurance, in the layout of movements of money.

use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;
use crate::model::record::{Record, Value};

/// Words of a movement that pays a premium back.
const PAID_BACK: [&str; 3] = ["退", "返", "还"];

/// What the insurance is for, which says nothing of where the premium went: 退货运费险, 退换货.
const INSURED: [&str; 2] = ["退货", "退换货"];

/// Words of a movement that takes a premium.
const TAKEN: [&str; 4] = ["扣", "缴", "支付", "支出"];

/// Adds the fields that follow from others to those of a file.
pub(super) fn stated_fields(kind: ExportKind, mut fields: FieldSet) -> FieldSet {
    if let Some(premium) = Premium::of(kind).filter(|premium| fields.contains_index(premium.amount)) {
        fields.insert_index(premium.paid);
    }
    fields
}

/// Holds the indexes of the fields of a premium.
#[derive(Debug, Clone, Copy)]
pub(super) struct Premium {
    paid: usize,
    amount: usize,
    summary: usize,
}

impl Premium {
    /// Finds the fields in a kind of export. Returns nothing where it has no premiums.
    pub(super) fn of(kind: ExportKind) -> Option<Self> {
        let index = |name| entry::index_of(kind, name);
        Some(Self { paid: index("premium")?, amount: index("amount")?, summary: index("summary")? })
    }

    /// Sets the premium of a movement: what leaves the account is paid. Of an amount without a sign the words decide; where they do
    /// not, the premium stays unknown.
    pub(super) fn derive(self, record: &mut Record) {
        if !record.is_null_at(self.paid) {
            return;
        }
        let Some(amount) = record.at(self.amount).int() else { return };
        let insured = |text: &str| INSURED.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
        let summary = record.text_at(self.summary).map(insured).unwrap_or_default();
        let says = |words: &[&str]| words.iter().any(|word| summary.contains(word));
        let premium = match amount {
            ..=0 => Some(-amount),
            _ if says(&PAID_BACK) => Some(-amount),
            _ if says(&TAKEN) => Some(amount),
            _ => None,
        };
        if let Some(premium) = premium {
            record.set_at(self.paid, &Value::Int(premium));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_account_is_paid() {
        let premium = Premium::of(ExportKind::Insurance).expect("premiums");
        for (amount, summary, paid) in [
            (-45, "运费险扣费", Some(45)),
            (45, "运费险退费", Some(-45)),
            (-45, "", Some(45)),
            (45, "运费险扣费", Some(45)),
            (45, "退货运费险扣费", Some(45)),
            (45, "退货运费险退费", Some(-45)),
            (45, "退货运费险", None),
            (45, "运费险", None),
            (0, "", Some(0)),
        ] {
            let mut record = Record::new();
            record.set_at(premium.amount, &Value::Int(amount));
            record.set_at(premium.summary, &Value::Text(summary.into()));
            premium.derive(&mut record);
            assert_eq!(record.at(premium.paid).int(), paid, "{amount} {summary}");
        }
    }
}
