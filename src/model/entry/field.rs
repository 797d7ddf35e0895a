//! What a field of an entry is.

use crate::model::field::FieldKind;

/// Tells what a field is to its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It may be empty or absent.
    Plain,
    /// It is the id of an order or a sub-order, or of what makes the entry known. It may be empty, but not damaged.
    OrderId,
    /// It tells, with others, what the entry is about. It may be empty, but a damaged one rejects the row.
    Identity,
    /// Every entry has it.
    Required,
    /// It is the id of the entry, unique within a shop.
    Key,
}

/// Describes a field of an entry.
#[derive(Debug, PartialEq, Eq)]
pub struct EntryField {
    /// The English name: the column of the database.
    pub name: &'static str,
    /// The header of the field in the export.
    pub header: &'static str,
    /// How its cells are read and stored.
    pub kind: FieldKind,
    /// What it is to the entry.
    pub role: Role,
}

impl EntryField {
    /// Tells whether the column must be there and filled in every row.
    pub fn is_required(&self) -> bool {
        matches!(self.role, Role::Required | Role::Key)
    }

    /// Tells whether it is an id that is never a number, and without which the row is useless.
    pub fn is_order_id(&self) -> bool {
        matches!(self.role, Role::OrderId | Role::Key)
    }

    /// Tells whether a row with a damaged value here is rejected.
    pub fn is_identity(&self) -> bool {
        self.is_order_id() || self.role == Role::Identity
    }
}

pub(super) const fn field(name: &'static str, header: &'static str, kind: FieldKind) -> EntryField {
    EntryField { name, header, kind, role: Role::Plain }
}

pub(super) const fn required(name: &'static str, header: &'static str, kind: FieldKind) -> EntryField {
    EntryField { name, header, kind, role: Role::Required }
}

pub(super) const fn order_id(name: &'static str, header: &'static str) -> EntryField {
    EntryField { name, header, kind: FieldKind::Id, role: Role::OrderId }
}

pub(super) const fn key(name: &'static str, header: &'static str) -> EntryField {
    EntryField { name, header, kind: FieldKind::Id, role: Role::Key }
}

pub(super) const fn identity(name: &'static str, header: &'static str, kind: FieldKind) -> EntryField {
    EntryField { name, header, kind, role: Role::Identity }
}
