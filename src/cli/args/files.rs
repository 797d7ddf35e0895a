//! Arguments of the commands that read files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use shopkit::model::export::ExportKind;
use shopkit::model::time::Stamp;
use shopkit::sheet::ForcedEncoding;

use super::values::{number, shop, stamp};

/// How to read files; shared by `import` and `inspect`.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    #[arg(long, value_enum, default_value_t = Kind::Auto)]
    pub kind: Kind,
    #[arg(long, value_enum, default_value_t = Encoding::Auto)]
    pub encoding: Encoding,
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub exported_at: Option<Stamp>,
}

#[derive(Debug, Args)]
pub struct Import {
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub strict: bool,
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = number(0..=u64::MAX), conflicts_with = "strict")]
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
    Ledger,
    Insurance,
    Spend,
    ServiceFees,
    Warehouse,
    Costs,
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
            Self::Ledger => Some(ExportKind::Ledger),
            Self::Insurance => Some(ExportKind::Insurance),
            Self::Spend => Some(ExportKind::Spend),
            Self::ServiceFees => Some(ExportKind::ServiceFees),
            Self::Warehouse => Some(ExportKind::Warehouse),
            Self::Costs => Some(ExportKind::Costs),
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
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Imports {
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    #[command(subcommand)]
    pub action: Option<ImportsAction>,
}

#[derive(Debug, Subcommand)]
pub enum ImportsAction {
    List {
        #[arg(long, value_name = "NAME", value_parser = shop)]
        shop: Option<String>,
    },
    Show {
        #[arg(allow_negative_numbers = true, value_parser = number(0..=i64::MAX))]
        id: i64,
    },
    Rejects {
        #[arg(allow_negative_numbers = true, value_parser = number(0..=i64::MAX))]
        id: i64,
    },
    Undo {
        #[arg(allow_negative_numbers = true, value_parser = number(0..=i64::MAX))]
        id: i64,
        #[arg(long, short)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct Costs {
    #[command(subcommand)]
    pub action: CostsAction,
}

#[derive(Debug, Subcommand)]
pub enum CostsAction {
    Template {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_name = "NAME", value_parser = shop)]
        shop: Option<String>,
    },
}
