//! Why a readable file is not an export that can be imported.

use std::path::PathBuf;

use super::columns::ForeignTable;
use crate::model::export::ExportKind;
use crate::model::lang::{Explain, Lang};
use crate::model::message::Message;
use crate::sheet::SheetError;

/// Says why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// No row of any sheet is the header of an export.
    #[error("{}", self.message_in(Lang::En))]
    NoHeader {
        /// The file.
        path: PathBuf,
    },
    /// The file has a table, and it is none of an export.
    #[error("{}", self.message_in(Lang::En))]
    ForeignTable {
        /// The file.
        path: PathBuf,
        /// Which table it is, where that is known.
        table: Option<&'static ForeignTable>,
        /// The row that came closest: its number and the headers that exports have as well.
        closest: Option<(u64, Vec<String>)>,
    },
    /// The file is another kind of export than was asked for.
    #[error("{}", self.message_in(Lang::En))]
    WrongKind {
        /// The file.
        path: PathBuf,
        /// The kind that the headers show.
        found: ExportKind,
        /// The kind that was asked for.
        wanted: ExportKind,
    },
    /// A sibling export lacks columns that no entry can do without.
    #[error("{}", self.message_in(Lang::En))]
    MissingColumns {
        /// The file.
        path: PathBuf,
        /// The kind that the headers show.
        kind: ExportKind,
        /// The headers that are missing.
        missing: Vec<&'static str>,
    },
    /// Nothing tells the lines of an order apart, since the column of sub-order ids is missing.
    #[error("{}", self.message_in(Lang::En))]
    NoSubOrderId {
        /// The file.
        path: PathBuf,
    },
    /// Each row is a main order and the column of main order ids is missing.
    #[error("{}", self.message_in(Lang::En))]
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
            Self::ForeignTable { .. } => "foreign-table",
            Self::NoSubOrderId { .. } => "no-sub-order-id",
            Self::WrongKind { .. } => "wrong-kind",
            Self::MissingColumns { .. } => "missing-columns",
            Self::NoMainOrderId { .. } => "no-main-order-id",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Sheet(error) => error.message(),
            other => Message::both(other.message_in(Lang::Zh), other.message_in(Lang::En)),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Sheet(error) => error.hint(),
            other => other.hint_in(Lang::Zh).zip(other.hint_in(Lang::En)).map(|(zh, en)| Message::both(zh, en)),
        }
    }

    fn message_in(&self, lang: Lang) -> String {
        let name = |kind: &ExportKind| kind.word().title(lang);
        match self {
            Self::Sheet(error) => error.message_in(lang),
            Self::NoHeader { path } => lang.pick(
                format!("“{}”：找不到导出文件的表头", path.display()),
                format!("\"{}\": no header of an export was found", path.display()),
            ),
            Self::ForeignTable { path, table: Some(table), .. } => lang.pick(
                format!("“{}”：这是{}，不是可导入的导出文件", path.display(), table.zh),
                format!("\"{}\": this is {}, not an export that can be imported", path.display(), table.en),
            ),
            Self::ForeignTable { path, table: None, closest } => {
                let seen = closest.as_ref().map_or_else(String::new, |(row, headers)| {
                    lang.pick(
                        format!("；第 {row} 行只认出：{}", headers.join("、")),
                        format!("; of row {row} only these columns are known: {}", headers.join(", ")),
                    )
                });
                lang.pick(
                    format!("“{}”：这张表不是抖店的导出文件{seen}", path.display()),
                    format!("\"{}\": this table is not an export of Douyin Shop{seen}", path.display()),
                )
            }
            Self::NoSubOrderId { path } => lang.pick(
                format!("“{}”：没有子订单编号列，无法区分同一订单里的各件商品", path.display()),
                format!(
                    "\"{}\": there is no column 子订单编号, so the lines of an order cannot be told apart",
                    path.display()
                ),
            ),
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

    fn hint_in(&self, lang: Lang) -> Option<String> {
        let (zh, en) = match self {
            Self::Sheet(error) => return error.hint_in(lang),
            Self::NoHeader { .. } => (
                "请在抖店后台“订单管理 → 导出”下载标准报表，下载后直接导入；如指定了 --encoding，请去掉再试",
                "download the standard report from 订单管理 in the back office and import it as it is; if --encoding was given, leave it out",
            ),
            Self::ForeignTable { .. } => (
                "可导入抖店后台的订单导出、售后单、精选联盟佣金、结算账单和动账明细；如果确实是抖店订单，请用 --kind orders 导入",
                "orders, 售后单, 精选联盟 commission, 结算账单 and 动账明细 from the back office of Douyin Shop can be imported; if this is a table of its orders all the same, give --kind orders",
            ),
            Self::NoSubOrderId { .. } => (
                "请在导出时勾选 子订单编号；如果确实要按每行一个主订单导入，请用 --kind orders",
                "export again with 子订单编号; to import it as one main order per row all the same, give --kind orders",
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
