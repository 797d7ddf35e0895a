//! Rows that could not be imported, and warnings about those that were.

use super::lang::Explain;
use super::message::{Arg, Message};
use super::table::Word;
use super::time::Stamp;
use crate::msg;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal;)+) => {
        /// Names why a row was rejected. The codes are stable; the text of a code is `reject-{code}` in the catalogue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum RejectCode {
            $($(#[$doc])* $variant,)+
        }

        impl RejectCode {
            /// Lists every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Finds a code by its stable name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.code() == name)
            }

            /// Returns the code with the reason that people read.
            pub fn word(self) -> Word {
                match self { $(Self::$variant => Word::of($code, concat!("reject-", $code)),)+ }
            }
        }
    };
}

codes! {
    /// The cell of the key is empty.
    MissingId = "missing-id";
    /// The id is a number, or was one once.
    DamagedId = "damaged-id";
    /// The count is not a whole number, or the share is not a percentage.
    BadNumber = "bad-number";
    /// The amount is not a whole number of fen.
    BadMoney = "bad-money";
    /// The time cannot be read, or lies where nothing can have happened.
    BadTime = "bad-time";
    /// A cell that every row must fill is empty.
    MissingRequired = "missing-required";
    /// Money moves neither into the account nor out of it, so the sign of its amount is unknown.
    BadDirection = "bad-direction";
    /// The file has the key twice with different content; the first row stays.
    IdConflict = "id-conflict";
    /// The row has fewer cells than the header.
    ShortRow = "short-row";
    /// The row has more cells than the header, so none of them can be trusted.
    LongRow = "long-row";
    /// The cell has bytes that the encoding does not allow.
    Encoding = "encoding";
    /// The cell is a formula without a stored result.
    NoResult = "no-result";
    /// The cell has the error of a formula, in a column that every row needs.
    ErrorCell = "error-cell";
    /// The row stands under the header of another table.
    OtherTable = "other-table";
    /// The cell is longer than a spreadsheet allows.
    CellTooLong = "cell-too-long";
}

impl Explain for RejectCode {
    fn code(&self) -> &'static str {
        self.word().code
    }

    fn message(&self) -> Message {
        self.word().message()
    }
}

/// Holds one rejected row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The row number of the spreadsheet; for delimited text the line on which the record starts.
    pub row: u64,
    /// The sheet, in workbooks.
    pub sheet: Option<String>,
    /// The column's letters, such as `D`.
    pub column: String,
    /// The header of the column.
    pub header: String,
    /// Why the row was rejected.
    pub code: RejectCode,
    /// The value, shortened; `***` where it may be contact data.
    pub value: String,
}

/// Counts the rows of a file that were rejected for the same reason under the same header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectKind {
    /// How many there are.
    pub rows: u64,
    /// The first of them.
    pub first: Reject,
}

impl RejectKind {
    /// Adds a reject to the kind that it belongs to.
    pub fn count(kinds: &mut Vec<Self>, reject: &Reject) {
        let is_same = |kind: &&mut Self| kind.first.code == reject.code && kind.first.header == reject.header;
        match kinds.iter_mut().find(is_same) {
            Some(kind) => kind.rows += 1,
            None => kinds.push(Self { rows: 1, first: reject.clone() }),
        }
    }
}

/// Returns what to do about rejected rows, by the most frequent reason.
pub fn advice(kinds: &[RejectKind]) -> Option<Message> {
    kinds.iter().max_by_key(|kind| kind.rows).map(|most| most.first.code.advice())
}

impl RejectCode {
    /// Returns what to do about rows that were rejected for this reason.
    pub fn advice(self) -> Message {
        match self {
            Self::DamagedId => msg!("advice-damaged-id"),
            Self::NoResult | Self::ErrorCell => msg!("advice-formulas"),
            Self::ShortRow | Self::LongRow | Self::Encoding => msg!("advice-changed-rows"),
            Self::IdConflict => msg!("advice-id-conflict"),
            Self::OtherTable => msg!("advice-other-table"),
            _ => msg!("advice-check-cells"),
        }
    }
}

/// Returns the letters of a column by its 0-based index: `A`, `Z`, `AA`.
pub fn column_letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index % 26]);
        match (index / 26).checked_sub(1) {
            Some(next) => index = next,
            None => break,
        }
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Warns about an import that went through but needs attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Columns with unknown headers; their cells were kept with each row.
    UnknownColumns(Vec<String>),
    /// The number of rows is a known limit of exports.
    ExportCap(u64),
    /// The number of rows with the text 数据将于第二天更新.
    LateValues(u64),
    /// Rows of a settlement statement do not add up; they were stored as they are.
    SumsDiffer {
        /// The number of rows.
        rows: u64,
        /// The first of them.
        first: u64,
    },
    /// The file seems to come from another shop than the earlier ones, or from several: the names found.
    MixedShop(Vec<String>),
    /// The sheet has formulas; their stored results were imported.
    FormulaCells,
    /// The file has a header and no rows.
    EmptySheet,
    /// Other sheets have content too.
    OtherSheetsIgnored {
        /// Those with other content.
        others: Vec<String>,
        /// Those with data of the same kind.
        rivals: Vec<String>,
    },
    /// Damaged values were left empty: headers with the number of rows.
    DamagedField(Vec<(String, u64)>),
    /// The file is dated before its newest order.
    DateBeforeOrders {
        /// The date of the file.
        own: Stamp,
        /// The latest time of submission, which became the time of the export.
        newest: Stamp,
    },
}

impl Warning {
    /// Tells whether sheets that seem to have rows of the export were not imported.
    pub fn skips_rows(&self) -> bool {
        matches!(self, Self::OtherSheetsIgnored { rivals, .. } if !rivals.is_empty())
    }
}

impl Explain for Warning {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownColumns(_) => "unknown-columns",
            Self::ExportCap(_) => "export-cap",
            Self::LateValues(_) => "late-values",
            Self::SumsDiffer { .. } => "sums-differ",
            Self::MixedShop(_) => "mixed-shop",
            Self::FormulaCells => "formula-cells",
            Self::EmptySheet => "empty-sheet",
            Self::OtherSheetsIgnored { .. } => "other-sheets-ignored",
            Self::DamagedField(_) => "damaged-field",
            Self::DateBeforeOrders { .. } => "date-before-orders",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::UnknownColumns(names) => msg!("warning-unknown-columns", count = names.len(), names = names),
            Self::ExportCap(rows) => msg!("warning-export-cap", rows = Arg::count(*rows)),
            Self::LateValues(rows) => msg!("warning-late-values", rows = *rows),
            Self::SumsDiffer { rows, first } => msg!("warning-sums-differ", rows = *rows, first = *first),
            Self::MixedShop(shops) => msg!("warning-mixed-shop", shops = shops),
            Self::FormulaCells => msg!("warning-formula-cells"),
            Self::EmptySheet => msg!("warning-empty-sheet"),
            Self::OtherSheetsIgnored { others, rivals } if rivals.is_empty() => {
                msg!("warning-other-sheets", others = others)
            }
            Self::OtherSheetsIgnored { others, rivals } if others.is_empty() => {
                msg!("warning-rival-sheets", rivals = rivals)
            }
            Self::OtherSheetsIgnored { others, rivals } => {
                msg!("warning-rival-and-other-sheets", rivals = rivals, others = others)
            }
            Self::DamagedField(fields) => {
                let fields = fields.iter().map(|(header, rows)| format!("{header} ({rows})"));
                msg!("warning-damaged-field", fields = Arg::list(fields))
            }
            Self::DateBeforeOrders { own, newest } => {
                msg!("warning-date-before-orders", own = own.to_string(), newest = newest.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters_as_in_a_spreadsheet() {
        for (index, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(index), letters);
        }
    }

    #[test]
    fn codes_are_unique_and_found_by_name() {
        for code in RejectCode::ALL {
            assert_eq!(RejectCode::by_name(code.code()), Some(*code));
        }
    }
}
