//! Why a readable file is not an export that can be imported.

use std::path::PathBuf;

use crate::model::export::ExportKind;
use crate::model::lang::{Explain, Lang};
use crate::sheet::SheetError;

/// Says why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// No row of any sheet is the header of an export.
    #[error("{}", self.message(Lang::En))]
    NoHeader {
        /// The file.
        path: PathBuf,
        /// The row that came closest: its number and the headers that are known.
        closest: Option<(u64, Vec<String>)>,
    },
    /// The file is another kind of export than was asked for.
    #[error("{}", self.message(Lang::En))]
    WrongKind {
        /// The file.
        path: PathBuf,
        /// The kind that the headers show.
        found: ExportKind,
        /// The kind that was asked for.
        wanted: ExportKind,
    },
    /// A sibling export lacks columns that no entry can do without.
    #[error("{}", self.message(Lang::En))]
    MissingColumns {
        /// The file.
        path: PathBuf,
        /// The kind that the headers show.
        kind: ExportKind,
        /// The headers that are missing.
        missing: Vec<&'static str>,
    },
    /// Each row is a main order and the column of main order ids is missing.
    #[error("{}", self.message(Lang::En))]
    NoMainOrderId {
        /// The file.
        path: PathBuf,
    },
}

impl Explain for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Sheet(error) => error.code(),
            Self::NoHeader { .. } => "no-header",
            Self::WrongKind { .. } => "wrong-kind",
            Self::MissingColumns { .. } => "missing-columns",
            Self::NoMainOrderId { .. } => "no-main-order-id",
        }
    }

    fn message(&self, lang: Lang) -> String {
        let name = |kind: &ExportKind| kind.word().title(lang);
        match self {
            Self::Sheet(error) => error.message(lang),
            Self::NoHeader { path, closest } => {
                let seen = closest.as_ref().map_or_else(String::new, |(row, headers)| {
                    lang.pick(
                        format!("；最接近的是第 {row} 行，只认出：{}", headers.join("、")),
                        format!("; the closest is row {row}, of which only these are known: {}", headers.join(", ")),
                    )
                });
                lang.pick(
                    format!("“{}”：找不到导出文件的表头{seen}", path.display()),
                    format!("\"{}\": no header of an export was found{seen}", path.display()),
                )
            }
            Self::WrongKind { path, found, wanted } => lang.pick(
                format!("“{}”：这是{}导出，不是指定的{}", path.display(), name(found), name(wanted)),
                format!(
                    "\"{}\": this is the {} export, not {} as asked for",
                    path.display(),
                    name(found),
                    name(wanted)
                ),
            ),
            Self::MissingColumns { path, kind, missing } => lang.pick(
                format!("“{}”：这是{}导出，但缺少这些列：{}", path.display(), name(kind), missing.join("、")),
                format!(
                    "\"{}\": this is the {} export, but these columns are missing: {}",
                    path.display(),
                    name(kind),
                    missing.join(", ")
                ),
            ),
            Self::NoMainOrderId { path } => lang.pick(
                format!("“{}”：每行是一个主订单，但没有主订单编号列", path.display()),
                format!("\"{}\": each row is a main order, but there is no column 主订单编号", path.display()),
            ),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        let (zh, en) = match self {
            Self::Sheet(error) => return error.hint(lang),
            Self::NoHeader { .. } => (
                "订单导出至少要有 子订单编号（或 主订单编号）和另一个订单列；其他导出靠 售后单号、预估佣金支出、结算单类型、动账流水号 等列识别；在后台“订单管理 → 导出”下载标准报表；如指定了 --encoding，请去掉再试",
                "an order export has 子订单编号 (or 主订单编号) and one more order column, the others have columns such as 售后单号, 预估佣金支出, 结算单类型, 动账流水号; download the standard report from 订单管理; if --encoding was given, leave it out",
            ),
            Self::WrongKind { .. } => ("去掉 --kind 由程序识别", "leave out --kind and let the program find out"),
            Self::MissingColumns { .. } => {
                ("请从后台重新导出，并保留所有列", "export it again from the back office with all of its columns")
            }
            Self::NoMainOrderId { .. } => (
                "导出时勾选 主订单编号，或改用商品维度导出",
                "export again with 主订单编号, or one row per sub-order (商品维度)",
            ),
        };
        Some(lang.pick(zh, en).to_owned())
    }
}
