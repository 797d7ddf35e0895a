//! What is broken or excessive in a file, without any of its content.
//!
//! The errors of the readers quote the file, which may contain the phone number of a buyer. So only the kind of error is reported.

use crate::model::message::{Arg, Message};
use crate::msg;

/// The kind of damage of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// The archive is cut off or cannot be unpacked.
    #[error("the archive cannot be unpacked")]
    Archive,
    /// The archive has a part twice, or two parts that readers could confuse.
    #[error("a part of the archive appears twice")]
    Duplicate,
    /// Parts of the archive overlap.
    #[error("parts of the archive overlap")]
    Overlap,
    /// A part or a sheet is missing.
    #[error("a part is missing")]
    Missing,
    /// It declares a document type, which no workbook has.
    #[error("it declares a document type")]
    DocumentType,
    /// The XML is not well-formed.
    #[error("the XML is not well-formed")]
    Xml,
    /// Rows or cells are duplicated or out of order.
    #[error("rows or cells are duplicated or out of order")]
    Order,
    /// The archive is empty.
    #[error("the archive is empty")]
    Empty,
    /// The content ends too early.
    #[error("the content ends too early")]
    CutOff,
    /// A value does not match its type.
    #[error("a value does not match its type")]
    Value,
    /// A cell has an invalid position.
    #[error("a cell has an invalid position")]
    Position,
    /// A text has the wrong encoding.
    #[error("a text has the wrong encoding")]
    Encoding,
    /// A part has an unknown structure.
    #[error("a part has an unknown structure")]
    Structure,
    /// The reader stopped after an earlier error.
    #[error("an earlier error ended the reading")]
    GivenUp,
}

impl Damage {
    const ALL: [Self; 14] = [
        Self::Archive,
        Self::Duplicate,
        Self::Overlap,
        Self::Missing,
        Self::DocumentType,
        Self::Xml,
        Self::Order,
        Self::Empty,
        Self::CutOff,
        Self::Value,
        Self::Position,
        Self::Encoding,
        Self::Structure,
        Self::GivenUp,
    ];

    /// Returns its number in the protocol of the sandbox.
    pub(super) fn number(self) -> u8 {
        self as u8
    }

    /// Returns the damage with a number.
    pub(super) fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|damage| damage.number() == number)
    }

    /// Describes the damage.
    pub(super) fn message(self) -> Message {
        match self {
            Self::Archive => msg!("damage-archive"),
            Self::Duplicate => msg!("damage-duplicate"),
            Self::Overlap => msg!("damage-overlap"),
            Self::Missing => msg!("damage-missing"),
            Self::DocumentType => msg!("damage-document-type"),
            Self::Xml => msg!("damage-xml"),
            Self::Order => msg!("damage-order"),
            Self::Empty => msg!("damage-empty"),
            Self::CutOff => msg!("damage-cut-off"),
            Self::Value => msg!("damage-value"),
            Self::Position => msg!("damage-position"),
            Self::Encoding => msg!("damage-encoding"),
            Self::Structure => msg!("damage-structure"),
            Self::GivenUp => msg!("damage-given-up"),
        }
    }
}

/// What a file has more of than is plausible. It comes with a number: how much there is, or the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Entries of the archive.
    Entries,
    /// Bytes of the archive's directory.
    Directory,
    /// Bytes of unpacked content, out of proportion to the packed size.
    Unpacked,
    /// Bytes of one part.
    Part,
    /// Bytes of shared strings.
    SharedStrings,
    /// Bytes of a tag.
    Tag,
    /// Attributes of a tag.
    Attributes,
    /// Nested elements.
    Depth,
    /// Bytes between two ends of rows or strings.
    Piece,
    /// Bytes of a row.
    Row,
    /// Bytes of a record of a binary format.
    Record,
    /// Columns.
    Columns,
    /// A cell beyond the last row or column that a spreadsheet can have; the number is the last row.
    Cell,
    /// Bytes of the first rows of all sheets.
    FirstRows,
    /// Sheets.
    Sheets,
}

impl Excess {
    const ALL: [Self; 15] = [
        Self::Entries,
        Self::Directory,
        Self::Unpacked,
        Self::Part,
        Self::SharedStrings,
        Self::Tag,
        Self::Attributes,
        Self::Depth,
        Self::Piece,
        Self::Row,
        Self::Record,
        Self::Columns,
        Self::Cell,
        Self::FirstRows,
        Self::Sheets,
    ];

    /// Returns its number in the protocol of the sandbox.
    pub(super) fn number(self) -> u8 {
        self as u8
    }

    /// Returns the excess with a number.
    pub(super) fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|excess| excess.number() == number)
    }

    /// Describes the excess.
    pub(super) fn message(self, number: u64) -> Message {
        let count = Arg::count(number);
        match self {
            Self::Entries => msg!("excess-entries", count = count),
            Self::Directory => msg!("excess-directory", count = count),
            Self::Unpacked => msg!("excess-unpacked", count = count),
            Self::Part => msg!("excess-part", count = count),
            Self::SharedStrings => msg!("excess-shared-strings", count = count),
            Self::Tag => msg!("excess-tag", count = count),
            Self::Attributes => msg!("excess-attributes", count = count),
            Self::Depth => msg!("excess-depth", count = count),
            Self::Piece => msg!("excess-piece", count = count),
            Self::Row => msg!("excess-row", count = count),
            Self::Record => msg!("excess-record", count = count),
            Self::Columns => msg!("excess-columns", count = count),
            Self::Cell => msg!("excess-cell", count = count),
            Self::FirstRows => msg!("excess-first-rows", count = count),
            Self::Sheets => msg!("excess-sheets", count = count),
        }
    }
}
