//! The packed columns of a record.

use super::columns::{MOST, sources};
use super::source::Source;
use super::whole::UNKNOWN;
use crate::model::export::ExportKind;
use crate::model::record::Record;

/// Holds the packed columns of a row, in the order of [`sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values([i64; MOST]);

impl Values {
    /// What a row has of which nothing is known.
    pub const UNKNOWN: Self = Self([UNKNOWN; MOST]);

    pub(super) fn stored(&self) -> &[i64; MOST] {
        &self.0
    }

    /// Sets who bought where that is not known, by a hash that was kept.
    pub fn set_buyer(&mut self, hash: Option<i64>) {
        let index = sources(ExportKind::Orders).iter().position(|(_, source)| matches!(source, Source::Buyer(_)));
        if let (Some(index), Some(hash)) = (index, hash)
            && self.0[index] == UNKNOWN
        {
            self.0[index] = hash;
        }
    }
}

/// Makes the packed columns of a record of a kind of export.
pub fn make(kind: ExportKind, record: &Record) -> Values {
    let mut values = Values::UNKNOWN;
    for (value, (_, source)) in values.0.iter_mut().zip(sources(kind)) {
        *value = source.of(record);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::super::columns::{Column, line, settlement};
    use super::super::source::Gift;
    use super::super::whole::{Value as _, Whole};
    use super::*;
    use crate::model::entry;
    use crate::model::field::Field;
    use crate::model::record::Value as Cell;

    fn record(values: &[(Field, &'static str)]) -> Record {
        let mut record = Record::new();
        for (field, text) in values {
            record.set(*field, &Cell::Text((*text).into()));
        }
        record.set_key(Field::SubOrderId.index());
        record
    }

    fn value<C: Column>(record: &Record, _: C) -> C::Value {
        let index = sources(C::KIND).iter().position(|(name, _)| *name == C::NAME).expect("a column");
        C::Value::read(make(C::KIND, record).0[index])
    }

    #[test]
    fn texts_become_codes_and_missing_ones_unknown() {
        let record =
            record(&[(Field::MainOrderId, "6917000000000000001"), (Field::SubOrderId, "069"), (Field::Status, "1")]);
        assert_eq!(value(&record, line::order).map(Whole::get), Some(6_917_000_000_000_000_001));
        assert_eq!(value(&record, line::status).map(Whole::get), Some(1));
        assert!(value(&record, line::key).is_some_and(|key| key.get() < 0));
        assert_eq!(value(&record, line::province), None);
        assert_eq!(value(&record, line::paid), None);
    }

    #[test]
    fn a_product_without_an_id_never_equals_one_with_it() {
        let product = |values: &[(Field, &'static str)]| value(&record(values), line::product).map(Whole::get);
        assert_eq!(product(&[(Field::ProductId, "37"), (Field::Product, "杯")]), Some(37));
        assert!(product(&[(Field::Product, "37")]).is_some_and(|code| code < 0));
        assert_ne!(product(&[(Field::ProductId, "杯")]), product(&[(Field::Product, "杯")]));
    }

    #[test]
    fn a_gift_costs_nothing_and_says_so_or_has_no_price() {
        for (payable, reason, price, gift) in [
            (Some(0), Some("主品订单售后完成，未发货赠品订单取消"), Some(990), Gift::ByReason),
            (Some(0), Some("赠品订单取消"), None, Gift::ByReason),
            (Some(0), Some("买家取消，送赠品"), Some(990), Gift::No),
            (Some(0), None, Some(0), Gift::ByPrice),
            (Some(0), None, None, Gift::No),
            (Some(1), Some("主品订单售后完成"), Some(0), Gift::No),
            (None, Some("主品订单售后完成"), Some(0), Gift::Unknown),
        ] {
            let mut record = Record::new();
            for (field, fen) in [(Field::Payable, payable), (Field::UnitPrice, price)] {
                record.set(field, &fen.map_or(Cell::Null, Cell::Int));
            }
            record.set(Field::CancelReason, &reason.map_or(Cell::Null, |text| Cell::Text(text.into())));
            assert_eq!(value(&record, line::gift), gift, "{payable:?} {reason:?} {price:?}");
            assert_eq!(Gift::read(gift.stored()), gift);
        }
    }

    #[test]
    fn a_booking_brings_in_what_its_amounts_make() {
        let columns = |amounts: &[(&str, i64)]| {
            let mut booking = Record::new();
            for (name, fen) in amounts {
                let fields = entry::fields(ExportKind::Settlement);
                let index = fields.iter().position(|field| field.name == *name).expect("a field");
                booking.set_at(index, &Cell::Int(*fen));
            }
            [value(&booking, settlement::income), value(&booking, settlement::fees)].map(|fen| fen.map(Whole::get))
        };
        let paid = [("amount", 77), ("paid", 80), ("platform_subsidy", 15), ("trade_in", 5)];
        let fees = [("platform_fee", -5), ("commission", -16), ("agency_commission", -2)];
        let all = |more: &[(&'static str, i64)]| [&paid[..], &fees, more].concat();
        assert_eq!(columns(&all(&[("income", 101), ("expenses", -24)])), [Some(101), Some(-7)]);
        assert_eq!(columns(&all(&[("expenses", -24)])), [Some(101), Some(-7)]);
        assert_eq!(columns(&all(&[])), [Some(100), Some(-7)]);
        assert_eq!(columns(&paid), [Some(100), None]);
        assert_eq!(columns(&paid[..2]), [Some(80), None]);
        assert_eq!(columns(&[("amount", 77), ("commission", -16)]), [Some(93), None]);
        assert_eq!(columns(&[("amount", 77), ("platform_subsidy", 15)]), [None, None]);
    }
}
