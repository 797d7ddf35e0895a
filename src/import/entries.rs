//! The keys, signs and fingerprints of entries, which are the rows of sibling exports.

use std::fmt::Write as _;

use super::fingerprint;
use super::plan::Plan;
use super::statement::{ExpenseSigns, Statement};
use crate::model::entry::{self, RepeatedKey, Role};
use crate::model::export::ExportKind;
use crate::model::field::FieldSet;
use crate::model::record::{Fingerprint, Layout, Record, Value};
use crate::model::reject::RejectCode;

/// The fields that identify a settled booking, since no column does. Every layout has them, and their values do not change. The main
/// order identifies it where there is no sub-order, after [`OF_ORDER`].
const BOOKING: [&str; 4] = ["settled_at", "sub_order_id", "order_id", "amount"];
const OF_ORDER: char = '#';

/// The length of the day in a time. Only the day of a settlement counts: a file saved again by Excel has lost the seconds.
const DAY: usize = "2026-01-05".len();

/// Returns the fingerprint of an entry. `bytes` is working memory.
pub fn entry_fingerprint(kind: ExportKind, layout: &Layout, record: &Record, bytes: &mut Vec<u8>) -> Fingerprint {
    fingerprint::of_entry(entry::fields(kind), &layout.unknown, record, bytes)
}

/// Tells whether the amounts of an entry add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sums {
    /// They do, or need not.
    Fit,
    /// They do not.
    Differ,
    /// Expenses have no sign, contrary to the plan.
    Unsigned,
}

/// Tells how an entry is identified.
enum Key {
    /// By the id at an index.
    Id(usize),
    /// By the id at an index, and the day of the settlement once it is settled.
    Part { id: usize, settled_at: usize },
    /// By the fields of [`BOOKING`].
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

/// Completes the entries of a file.
pub(super) struct Entries<'p> {
    plan: &'p Plan,
    /// The indexes of 动账方向 and 动账金额.
    direction_and_amount: Option<(usize, usize)>,
    /// What adds up in a settlement statement.
    statement: Option<Statement>,
    /// How the file signs expenses, as far as is known.
    expenses: ExpenseSigns,
    identified_by: Key,
    key: String,
    fingerprint_bytes: Vec<u8>,
}

impl<'p> Entries<'p> {
    /// Prepares for a planned file. Returns nothing where its rows are order lines.
    pub(super) fn new(plan: &'p Plan) -> Option<Self> {
        let kind = plan.facts.kind;
        (kind != ExportKind::Orders).then(|| Self {
            plan,
            direction_and_amount: entry::index_of(kind, "direction").zip(entry::index_of(kind, "amount")),
            statement: Statement::of(kind),
            expenses: plan.profile.expenses,
            identified_by: Key::of(kind),
            key: String::new(),
            fingerprint_bytes: Vec::new(),
        })
    }

    /// Completes a record of a file with these columns: signs, key and fingerprint. Returns whether its amounts add up, or the field that
    /// makes this impossible.
    pub(super) fn complete(&mut self, record: &mut Record, columns: FieldSet) -> Result<Sums, (usize, RejectCode)> {
        self.sign(record)?;
        let sums = self.add_up(record, columns);
        self.set_key(record);
        let plan = self.plan;
        record.fingerprint = entry_fingerprint(plan.facts.kind, &plan.layout, record, &mut self.fingerprint_bytes);
        Ok(sums)
    }

    /// Gives an amount the sign of its direction. Some exports write the sign, others only the direction.
    fn sign(&self, record: &mut Record) -> Result<(), (usize, RejectCode)> {
        let Some((direction, amount)) = self.direction_and_amount else { return Ok(()) };
        let is_income = match record.text_at(direction) {
            Some("入账") => true,
            Some("出账") => false,
            _ => return Err((direction, RejectCode::BadDirection)),
        };
        if let Value::Int(fen) = record.at(amount) {
            record.set_at(amount, &Value::Int(if is_income { fen.abs() } else { -fen.abs() }));
        }
        Ok(())
    }

    /// Gives the expenses of a statement their sign and checks whether the amounts add up. The first row that shows how the file signs
    /// expenses decides.
    fn add_up(&mut self, record: &mut Record, columns: FieldSet) -> Sums {
        let Some(statement) = &self.statement else { return Sums::Fit };
        if self.expenses == ExpenseSigns::Unknown {
            self.expenses = statement.signs(&|index| record.at(index).int());
            if self.expenses == ExpenseSigns::Unsigned {
                return Sums::Unsigned;
            }
        }
        if self.expenses == ExpenseSigns::Unsigned {
            statement.negate(record);
        }
        if statement.differs(record, columns) { Sums::Differ } else { Sums::Fit }
    }

    /// Sets the key that identifies the entry.
    fn set_key(&mut self, record: &mut Record) {
        self.key.clear();
        match &self.identified_by {
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
                let text = |index: usize| record.text_at(index).unwrap_or_default();
                let _ = match record.text_at(*sub_order) {
                    Some(sub_order) => write!(self.key, "{}|{sub_order}|", text(*settled_at)),
                    None => write!(self.key, "{}|{OF_ORDER}{}|", text(*settled_at), text(*order)),
                };
                if let Some(fen) = record.at(*amount).int() {
                    let _ = write!(self.key, "{fen}");
                }
            }
        }
        record.set_key_text(&self.key);
    }
}
