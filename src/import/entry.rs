//! What sets the rows of sibling exports apart from order lines: their keys, the signs of amounts, their fingerprints.

use std::fmt::Write as _;

use super::fingerprint;
use super::plan::Plan;
use super::statement::{ExpenseSigns, Statement};
use crate::model::entry::{self, RepeatedKey, Role};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;
use crate::model::record::{Fingerprint, Layout, Record, Value};
use crate::model::reject::RejectCode;

/// What a booking of a settlement is known by, since no column numbers it: what every layout has, in words that do not
/// change. The order counts where no sub-order is named, behind [`OF_ORDER`].
const BOOKING: [&str; 4] = ["settled_at", "sub_order_id", "order_id", "amount"];
const OF_ORDER: char = '#';

/// Characters of the day of a time. The seconds of a settlement are lost where Excel saves a file again.
const DAY: usize = "2026-01-05".len();

/// Takes the fingerprint of what a record says of an entry.
pub fn entry_fingerprint(kind: ExportKind, layout: &Layout, record: &Record, said: &mut Vec<u8>) -> Fingerprint {
    fingerprint::of_entry(entry::fields(kind), &layout.unknown, record, said)
}

/// Tells what the amounts of an entry show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sums {
    /// They add up, as far as they have to.
    Fit,
    /// They do not add up.
    Differ,
    /// Expenses stand without a sign, against the plan.
    Unsigned,
}

/// Tells what an entry is known by.
enum Key {
    /// The id at a place.
    Id(usize),
    /// The id at a place, and the day of the settlement where it is settled.
    Part { id: usize, settled_at: usize },
    /// What it says at the places of [`BOOKING`].
    Booking([usize; BOOKING.len()]),
}

impl Key {
    fn of(kind: ExportKind) -> Self {
        let id = entry::fields(kind).iter().position(|field| field.role == Role::Key);
        let settled_at = entry::index_of(kind, "settled_at").filter(|_| entry::repeated_key(kind) == RepeatedKey::Part);
        match (id, settled_at) {
            (Some(id), Some(settled_at)) => Self::Part { id, settled_at },
            (Some(id), None) => Self::Id(id),
            (None, _) => Self::Booking(BOOKING.map(|name| entry::index_of(kind, name).unwrap_or_default())),
        }
    }
}

/// Makes entries of the records of one file.
pub(super) struct Entries<'p> {
    plan: &'p Plan,
    /// The places of 动账方向 and 动账金额.
    signed: Option<(usize, usize)>,
    /// The places of what adds up in a settlement statement.
    statement: Option<Statement>,
    /// How the file writes expenses, as far as is known.
    expenses: ExpenseSigns,
    known_by: Key,
    key: String,
    said: Vec<u8>,
}

impl<'p> Entries<'p> {
    /// Prepares for a planned file; nothing where its rows are order lines.
    pub(super) fn new(plan: &'p Plan) -> Option<Self> {
        let kind = plan.facts.kind;
        (kind != ExportKind::Orders).then(|| Self {
            plan,
            signed: entry::index_of(kind, "direction").zip(entry::index_of(kind, "amount")),
            statement: Statement::of(kind),
            expenses: plan.profile.expenses,
            known_by: Key::of(kind),
            key: String::new(),
            said: Vec::new(),
        })
    }

    /// Settles what follows from the values of a record, whose file has these columns, and tells whether its amounts
    /// add up; or says which field does not let it.
    pub(super) fn settle(&mut self, record: &mut Record, columns: FieldSet) -> Result<Sums, (usize, RejectCode)> {
        self.sign(record)?;
        let sums = self.add_up(record, columns);
        self.set_key(record);
        let plan = self.plan;
        record.fingerprint = entry_fingerprint(plan.facts.kind, &plan.layout, record, &mut self.said);
        Ok(sums)
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

    /// Gives the expenses of a statement their sign, and looks whether the amounts add up. Where nothing has shown the
    /// signs yet, the first row that does decides.
    fn add_up(&mut self, record: &mut Record, columns: FieldSet) -> Sums {
        let Some(statement) = &self.statement else { return Sums::Fit };
        if self.expenses == ExpenseSigns::Unknown {
            self.expenses = statement.signs(&|place| record.at(place).int());
            if self.expenses == ExpenseSigns::Unsigned {
                return Sums::Unsigned;
            }
        }
        if self.expenses == ExpenseSigns::Unsigned {
            statement.negate(record);
        }
        if statement.differs(record, columns) { Sums::Differ } else { Sums::Fit }
    }

    /// Gives a record the key that its entry is known by.
    fn set_key(&mut self, record: &mut Record) {
        self.key.clear();
        match &self.known_by {
            Key::Id(id) => return record.set_key(*id),
            Key::Part { id, settled_at } => match (record.text_at(*id), record.text_at(*settled_at)) {
                (Some(id), Some(settled_at)) => {
                    self.key.push_str(id);
                    self.key.push('@');
                    self.key.push_str(settled_at.get(..DAY).unwrap_or(settled_at));
                }
                _ => return record.set_key(*id),
            },
            Key::Booking([settled_at, sub_order, order, amount]) => {
                let said = |place: usize| record.text_at(place).unwrap_or_default();
                let _ = match record.text_at(*sub_order) {
                    Some(sub_order) => write!(self.key, "{}|{sub_order}|", said(*settled_at)),
                    None => write!(self.key, "{}|{OF_ORDER}{}|", said(*settled_at), said(*order)),
                };
                if let Some(fen) = record.at(*amount).int() {
                    let _ = write!(self.key, "{fen}");
                }
            }
        }
        record.set_key_text(&self.key);
    }
}
