//! The keys, signs and fingerprints of entries, which are the rows of sibling exports.

use std::fmt::Write as _;

use super::cell_text::{is_guarded_blank, text};
use super::fingerprint;
use super::plan::Plan;
use super::premium::Premium;
use super::shape::{Shape, Target};
use super::statement::{ExpenseSigns, Statement};
use crate::model::entry::{self, Role};
use crate::model::export::ExportKind;
use crate::model::field::{FieldKind, FieldSet};
use crate::model::id::unguarded;
use crate::model::record::{Fingerprint, Layout, Record, Value};
use crate::model::reject::RejectCode;
use crate::sheet::{Cell, Row};

/// The fields that identify a settled booking, since no column does. Every layout has them, and their values do not change. The main
/// order identifies it where there is no sub-order, after [`OF_ORDER`].
const BOOKING: [&str; 4] = ["settled_at", "sub_order_id", "order_id", "amount"];
const OF_ORDER: char = '#';

/// Precedes the number of a policy in the key of a premium that is not charged yet.
const OF_POLICY: char = '#';

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

/// The fields that identify a spend, a fee of a warehouse and a cost together. Of a time only the day counts. What changes from export
/// to export, such as the status, cannot be among them, nor the amount, which is settled later.
const SPEND: [&str; 3] = ["day", "account_id", "product_id"];
const FEE: [&str; 5] = ["bill_id", "order_code", "fee_item", "node", "happened_at"];
const COST: [&str; 4] = ["product_id", "sku_code", "spec", "valid_from"];

/// Separates the values of a key of several fields.
const BETWEEN: char = '|';

/// The words in the place of the day that make a row the total of the others.
const TOTALS: [&str; 4] = ["总计", "合计", "汇总", "总和"];

/// Tells how an entry is identified.
enum Key {
    /// By the id at an index.
    Id(usize),
    /// By the id at an index, and the day of the settlement once it is settled.
    Part { id: usize, settled_at: usize },
    /// By the fields of [`BOOKING`].
    Booking([usize; BOOKING.len()]),
    /// By the number of the movement, which all layouts have, or else by that of the policy.
    Policy { flow: usize, policy: usize },
    /// By all fields at these indexes together.
    Together(Vec<usize>),
}

impl Key {
    fn of(kind: ExportKind) -> Self {
        let index = |name: &str| entry::index_of(kind, name).unwrap_or_default();
        let together = |names: &[&str]| Self::Together(names.iter().map(|name| index(name)).collect());
        match kind {
            ExportKind::Commission | ExportKind::ServiceFees => {
                Self::Part { id: index("sub_order_id"), settled_at: index("settled_at") }
            }
            ExportKind::Settlement => Self::Booking(BOOKING.map(index)),
            ExportKind::Insurance => Self::Policy { flow: index("flow_id"), policy: index("policy_id") },
            ExportKind::Spend => together(&SPEND),
            ExportKind::Warehouse => together(&FEE),
            ExportKind::Costs => together(&COST),
            _ => Self::Id(entry::fields(kind).iter().position(|field| field.role == Role::Key).unwrap_or_default()),
        }
    }
}

/// Completes the entries of a file.
pub(super) struct Entries<'p> {
    plan: &'p Plan,
    /// The indexes of the direction of a movement and its amount.
    direction_and_amount: Option<(usize, usize)>,
    /// The premium of an insurance.
    premium: Option<Premium>,
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
            premium: Premium::of(kind),
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
        self.check_cost(record)?;
        if let Some(premium) = self.premium {
            premium.derive(record);
        }
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
            Some("入账" | "收入") => true,
            Some("出账" | "支出") => false,
            _ => return Err((direction, RejectCode::BadDirection)),
        };
        if let Value::Int(fen) = record.at(amount) {
            record.set_at(amount, &Value::Int(if is_income { fen.abs() } else { -fen.abs() }));
        }
        Ok(())
    }

    /// Refuses a cost below zero.
    fn check_cost(&self, record: &Record) -> Result<(), (usize, RejectCode)> {
        let Some(cost) = entry::index_of(self.plan.facts.kind, "cost") else { return Ok(()) };
        let is_negative = record.at(cost).int().is_some_and(|fen| fen < 0);
        if is_negative { Err((cost, RejectCode::BadMoney)) } else { Ok(()) }
    }

    /// Tells whether a row is no entry: the total of a table of spend, or goods whose cost nobody has filled in yet.
    pub(super) fn leaves_out(&self, shape: &Shape, row: Row<'_>) -> bool {
        let kind = self.plan.facts.kind;
        let column = |name| shape.column(Target::Entry(entry::index_of(kind, name)?));
        match kind {
            ExportKind::Spend => column("day").is_some_and(|day| {
                let cell = text(row.get(day.index), self.plan.dates);
                TOTALS.iter().any(|word| unguarded(&cell).starts_with(word))
            }),
            ExportKind::Costs => column("cost").is_some_and(|cost| match row.get(cost.index) {
                Cell::Empty => true,
                Cell::Text(text) => is_guarded_blank(text),
                _ => false,
            }),
            _ => false,
        }
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
            Key::Policy { flow, policy } => match record.text_at(*policy) {
                Some(policy) if record.is_null_at(*flow) => {
                    self.key.push(OF_POLICY);
                    self.key.push_str(policy);
                }
                _ => return record.set_key(*flow),
            },
            Key::Together(indexes) => {
                let fields = entry::fields(self.plan.facts.kind);
                for index in indexes {
                    if *index != indexes[0] {
                        self.key.push(BETWEEN);
                    }
                    let text = record.text_at(*index).unwrap_or_default();
                    let is_time = fields[*index].kind == FieldKind::Time;
                    push_escaped(&mut self.key, if is_time { text.get(..DAY).unwrap_or(text) } else { text });
                }
            }
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

/// Adds a value to a key of several, so that no two lists of values make the same key.
fn push_escaped(key: &mut String, value: &str) {
    for c in value.chars() {
        if matches!(c, BETWEEN | '\\') {
            key.push('\\');
        }
        key.push(c);
    }
}
