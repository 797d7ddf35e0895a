//! The field of a column, whether of an order line or of an entry, and what is special about its cells.

use crate::model::entry::{self, EntryField};
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind};
use crate::model::reject::RejectCode;

/// Refers to the field of a column.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldRef {
    /// A field of an order line.
    Line(Field),
    /// A field of an entry of a sibling export.
    Entry(&'static EntryField),
}

impl FieldRef {
    /// Returns the field at an index of a kind of export.
    pub(super) fn at(kind: ExportKind, index: usize) -> Self {
        if kind == ExportKind::Orders {
            Self::Line(Field::ALL[index])
        } else {
            Self::Entry(&entry::fields(kind)[index])
        }
    }

    pub(super) fn kind(self) -> FieldKind {
        match self {
            Self::Line(field) => field.kind(),
            Self::Entry(field) => field.kind,
        }
    }

    /// Tells whether it is the id of an order or of an entry, without which the row is useless.
    pub(super) fn is_order_id(self) -> bool {
        match self {
            Self::Line(field) => matches!(field, Field::MainOrderId | Field::SubOrderId),
            Self::Entry(field) => field.is_order_id(),
        }
    }

    /// Tells whether a row with a damaged value here is rejected.
    fn is_identity(self) -> bool {
        match self {
            Self::Line(_) => self.is_order_id(),
            Self::Entry(field) => field.is_identity(),
        }
    }

    /// Tells whether every row must have a value here.
    pub(super) fn is_required(self) -> bool {
        match self {
            Self::Line(field) => field.is_required(),
            Self::Entry(field) => field.is_required(),
        }
    }

    /// Tells whether it is the time of something that has happened, and not of something that is promised.
    pub(super) fn has_happened(self) -> bool {
        match self {
            Self::Line(field) => field != Field::ShipBy,
            Self::Entry(field) => field.name != "valid_from",
        }
    }

    /// Tells whether it is a text that programs may take for a number, as they do with ids.
    pub(super) fn is_id_like(self) -> bool {
        match self {
            Self::Line(field) => matches!(field, Field::SkuCode | Field::ReceiverPhone),
            Self::Entry(field) => field.name == "sku_code",
        }
    }

    /// Tells whether a value that cannot be read rejects the row. Otherwise the field is left unstated.
    pub(super) fn rejects(self, code: RejectCode) -> bool {
        match code {
            RejectCode::DamagedId => self.is_identity(),
            RejectCode::ErrorCell => self.is_required() || self.is_identity(),
            _ => true,
        }
    }

    /// Tells whether it may be several ids joined with `;`.
    pub(super) fn may_be_joined(self) -> bool {
        matches!(self, Self::Line(field) if field != Field::MainOrderId)
    }

    /// Tells whether an id of zeros means that there is none.
    pub(super) fn zero_is_none(self) -> bool {
        matches!(self, Self::Line(Field::CreatorId) | Self::Entry(_))
    }

    /// Tells whether a count may be negative, as it is for returned goods.
    pub(super) fn is_signed(self) -> bool {
        matches!(self, Self::Entry(_))
    }
}
