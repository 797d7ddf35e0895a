//! Rows that could not be taken, and what is worth a look though it was.

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
    /// The cell that makes the key is empty.
    MissingId = "missing-id";
    /// The id is a number, or shows the traces of having been one.
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
    /// The spreadsheet's own 1-based row; for delimited text the line the record starts on.
    pub row: u64,
    /// The sheet, in workbooks.
    pub sheet: Option<String>,
    /// The column's letters, such as `D`.
    pub column: String,
    /// The header of the column.
    pub header: String,
    /// Why the row was rejected.
    pub code: RejectCode,
    /// The value found, shortened; `***` in place of contact data.
    pub value: String,
}

/// Counts the rows of a file that were rejected for one reason under one header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectKind {
    /// How many there are.
    pub rows: u64,
    /// The first of them.
    pub first: Reject,
}

impl RejectKind {
    /// Counts a reject among the kinds that there are.
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

/// Returns the letters of a 0-based column: `A`, `Z`, `AA`.
pub fn column_letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index % 26]);
        match (index / 26).checked_sub(1) {
            Some(rest) => index = rest,
            None => break,
        }
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Says that an import went through but deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Columns that no alias knows; they are kept with each line.
    UnknownColumns(Vec<String>),
    /// The row count equals a known cap of the export.
    ExportCap(u64),
    /// Cells read 数据将于第二天更新; how many rows.
    LateValues(u64),
    /// Rows of a settlement statement do not add up; they are kept as they stand.
    SumsDiffer {
        /// How many rows there are.
        rows: u64,
        /// The first of them.
        first: u64,
    },
    /// The file seems to be of another shop than the earlier ones, or of several; what was seen.
    MixedShop(Vec<String>),
    /// The sheet has formulas; their stored results were taken.
    FormulaCells,
    /// There is a header and no row under it.
    EmptySheet,
    /// Other sheets have content too.
    OtherSheetsIgnored {
        /// The names of those with other content.
        others: Vec<String>,
        /// The names of those that have data of the same kind.
        rivals: Vec<String>,
    },
    /// Damaged values were left empty: header and how many rows.
    DamagedField(Vec<(String, u64)>),
    /// The file's own date lies before its newest order.
    DateBeforeOrders {
        /// The date of the file.
        own: Stamp,
        /// The latest time of submission, which was taken for the time of the export.
        newest: Stamp,
    },
}

impl Warning {
    /// Tells whether something that looks like rows of the export was not read.
    pub fn leaves_rows_out(&self) -> bool {
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
    fn letters_run_as_in_a_spreadsheet() {
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
