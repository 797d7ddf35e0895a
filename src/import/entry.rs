//! What sets the rows of sibling exports apart from order lines: their keys, the signs of amounts, their fingerprints.

use super::fingerprint;
use super::plan::Plan;
use crate::model::entry::{self, EntryField, Role};
use crate::model::export::ExportKind;
use crate::model::hex::hex;
use crate::model::record::{Fingerprint, Layout, Record, Value};
use crate::model::reject::RejectCode;

/// What a booking of a settlement is known by, since no column numbers it. The rest may be worded anew in a later export.
const BOOKING: [&str; 6] = ["settled_at", "order_id", "sub_order_id", "amount", "account", "settlement_type"];

/// Takes the fingerprint of what a record says of an entry.
pub fn entry_fingerprint(kind: ExportKind, layout: &Layout, record: &Record, said: &mut Vec<u8>) -> Fingerprint {
    fingerprint::of_entry(entry::fields(kind).iter().enumerate(), &layout.unknown, record, said)
}

/// Makes entries of the records of one file.
pub(super) struct Entries<'p> {
    plan: &'p Plan,
    fields: &'static [EntryField],
    /// The places of 动账方向 and 动账金额.
    signed: Option<(usize, usize)>,
    said: Vec<u8>,
}

impl<'p> Entries<'p> {
    /// Prepares for a planned file; nothing where its rows are order lines.
    pub(super) fn new(plan: &'p Plan) -> Option<Self> {
        let kind = plan.facts.kind;
        let signed = entry::place(kind, "direction").zip(entry::place(kind, "amount"));
        (kind != ExportKind::Orders).then(|| Self { plan, fields: entry::fields(kind), signed, said: Vec::new() })
    }

    /// Settles what follows from the values of a record, or says which field does not let it.
    pub(super) fn settle(&mut self, record: &mut Record) -> Result<(), (usize, RejectCode)> {
        self.sign(record)?;
        if let Some(place) = self.fields.iter().position(|field| field.role == Role::Key) {
            record.set_key(place);
        } else {
            let booking = self.fields.iter().enumerate().filter(|(_, field)| BOOKING.contains(&field.name));
            let print = fingerprint::of_entry(booking, &[], record, &mut self.said);
            record.set_own_key(&hex(&print));
        }
        let plan = self.plan;
        record.fingerprint = entry_fingerprint(plan.facts.kind, &plan.layout, record, &mut self.said);
        Ok(())
    }

    /// Gives an amount the sign of its direction: some exports write it and some leave it to the direction.
    fn sign(&self, record: &mut Record) -> Result<(), (usize, RejectCode)> {
        let Some((direction, amount)) = self.signed else { return Ok(()) };
        let into = match record.text_at(direction) {
            Some("入账") => true,
            Some("出账") => false,
            _ => return Err((direction, RejectCode::BadDirection)),
        };
        if let Value::Int(fen) = record.at(amount) {
            record.set_at(amount, &Value::Int(if into { fen.abs() } else { -fen.abs() }));
        }
        Ok(())
    }
}
