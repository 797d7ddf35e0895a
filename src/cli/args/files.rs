//! Arguments of the commands that take files in.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use shopkit::model::export::ExportKind;
use shopkit::model::time::Stamp;
use shopkit::sheet::ForcedEncoding;

use super::values::{shop, stamp};

/// How files are read; shared by `import` and `inspect`.
#[derive(Debug, Args)]
pub struct Reading {
    /// What the file must be
    #[arg(long, value_enum, default_value_t = Kind::Auto)]
    pub kind: Kind,
    /// Encoding of text files
    #[arg(long, value_enum, default_value_t = Encoding::Auto)]
    pub encoding: Encoding,
    /// Sheet of a workbook [default: the one with the orders]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// When the export was made, in Beijing time [default: from the file name, else the file's date]
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub exported_at: Option<Stamp>,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files: .xlsx .xls .xlsb .ods .csv
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Shop that the orders belong to [default: the only shop]
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    #[command(flatten)]
    pub reading: Reading,
    /// Report what an import would do and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Refuse a file as soon as one row is rejected
    #[arg(long)]
    pub strict: bool,
    /// Refuse a file with more rejected rows than this
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with = "strict")]
    pub max_rejects: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Auto,
    Orders,
    #[value(name = "aftersales")]
    AfterSales,
    Commission,
    Settlement,
    Funds,
}

impl Kind {
    pub fn wanted(self) -> Option<ExportKind> {
        match self {
            Self::Auto => None,
            Self::Orders => Some(ExportKind::Orders),
            Self::AfterSales => Some(ExportKind::AfterSales),
            Self::Commission => Some(ExportKind::Commission),
            Self::Settlement => Some(ExportKind::Settlement),
            Self::Funds => Some(ExportKind::Funds),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Encoding {
    Auto,
    #[value(name = "utf-8")]
    Utf8,
    Gb18030,
    #[value(name = "utf-16")]
    Utf16,
}

impl Encoding {
    pub fn forced(self) -> Option<ForcedEncoding> {
        match self {
            Self::Auto => None,
            Self::Utf8 => Some(ForcedEncoding::Utf8),
            Self::Gb18030 => Some(ForcedEncoding::Gb18030),
            Self::Utf16 => Some(ForcedEncoding::Utf16),
        }
    }
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// File to look at
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub struct Imports {
    #[command(subcommand)]
    pub action: Option<ImportsAction>,
}

#[derive(Debug, Subcommand)]
pub enum ImportsAction {
    /// List imports
    List {
        /// Only this shop
        #[arg(long, value_name = "NAME", value_parser = shop)]
        shop: Option<String>,
    },
    /// Show all that is known of an import
    Show {
        /// Number of the import
        id: i64,
    },
    /// List the rows of an import that were rejected
    Rejects {
        /// Number of the import
        id: i64,
    },
    /// Take an import out, as if the file had never been imported
    Undo {
        /// Number of the import
        id: i64,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
}
