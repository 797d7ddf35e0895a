//! Why a use case could not be carried out.

use std::io::ErrorKind;
use std::path::PathBuf;

use super::holidays::HolidaysError;
use crate::import::ImportError;
use crate::model::lang::{Explain, Lang};
use crate::model::reject::{Reject, RejectKind, advice};
use crate::model::summary::ImportSummary;
use crate::model::time::Stamp;
use crate::report::named::ReportError;
use crate::rules::{FactError, ImpossibleFacts, NoVerdict, RuleError};
use crate::sheet::SheetError;
use crate::store::StoreError;

/// Says why a use case could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// The file is not one that can be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The report could not be given.
    #[error(transparent)]
    Report(ReportError),
    /// Rule files or files of facts are not in order.
    #[error("{}", self.message(Lang::En))]
    Rules(Vec<RuleError>),
    /// A fact cannot be taken.
    #[error(transparent)]
    Fact(#[from] FactError),
    /// A fact was given twice.
    #[error("{}", self.message(Lang::En))]
    FactTwice(String),
    /// Whole orders are to be deleted, of no shop and before no day.
    #[error("{}", self.message(Lang::En))]
    PurgeOfAll,
    /// Facts cannot be true together.
    #[error(transparent)]
    Impossible(#[from] ImpossibleFacts),
    /// No rule of the check is in force on the day.
    #[error(transparent)]
    NoVerdict(NoVerdict),
    /// A calendar of holidays is not in order.
    #[error(transparent)]
    Holidays(#[from] HolidaysError),
    /// A folder has no rule files, so that nothing of its own would be judged by.
    #[error("{}", self.message(Lang::En))]
    NoRules(PathBuf),
    /// A folder of rules lacks one of the files that there have to be.
    #[error("{}", self.message(Lang::En))]
    NoRuleFile(PathBuf),
    /// A file of rules or facts is not UTF-8; the first line that is not.
    #[error("{}", self.message(Lang::En))]
    NotUtf8(PathBuf, usize),
    /// A file of rules or facts cannot be read.
    #[error("{}", self.message(Lang::En))]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// Each row of the file was rejected, so nothing was stored.
    #[error("{}", self.message(Lang::En))]
    AllRejected {
        /// The file.
        path: PathBuf,
        /// The rows by what became of them, and the first rejected ones.
        summary: Box<ImportSummary>,
    },
    /// The export is said to be older than an order in it.
    #[error("{}", self.message(Lang::En))]
    ExportedBeforeOrders {
        /// The file.
        path: PathBuf,
        /// When the export is said to have been made.
        said: Stamp,
        /// The latest time of submission in it.
        newest: Stamp,
    },
    /// More rows were rejected than the user allows, so nothing was stored.
    #[error("{}", self.message(Lang::En))]
    TooManyRejects {
        /// The file.
        path: PathBuf,
        /// The number that is allowed.
        allowed: u64,
        /// The first rejected rows.
        rejects: Vec<Reject>,
        /// Those that were met before the file was given up, by reason and header.
        kinds: Vec<RejectKind>,
    },
}

impl From<ReportError> for KitError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => Self::Store(error),
            other => Self::Report(other),
        }
    }
}

impl From<NoVerdict> for KitError {
    fn from(error: NoVerdict) -> Self {
        match error {
            NoVerdict::Impossible(facts) => Self::Impossible(facts),
            no_rules @ NoVerdict::NoRules(..) => Self::NoVerdict(no_rules),
        }
    }
}

impl From<SheetError> for KitError {
    fn from(error: SheetError) -> Self {
        Self::Import(ImportError::Sheet(error))
    }
}

impl Explain for KitError {
    fn code(&self) -> &'static str {
        match self {
            Self::Import(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Report(error) => error.code(),
            Self::Rules(errors) => errors.first().map_or("rules", Explain::code),
            Self::Fact(error) => error.code(),
            Self::FactTwice(_) => "fact-twice",
            Self::PurgeOfAll => "purge-of-all",
            Self::Impossible(error) => error.code(),
            Self::NoVerdict(error) => error.code(),
            Self::Holidays(error) => error.code(),
            Self::NoRules(_) | Self::NoRuleFile(_) => "no-rules",
            Self::NotUtf8(..) => "not-utf-8",
            Self::Unreadable { .. } => "unreadable",
            Self::AllRejected { .. } => "all-rejected",
            Self::ExportedBeforeOrders { .. } => "exported-before-orders",
            Self::TooManyRejects { .. } => "too-many-rejects",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match self {
            Self::Import(error) => error.message(lang),
            Self::Store(error) => error.message(lang),
            Self::Report(error) => error.message(lang),
            Self::Rules(errors) => {
                let first = errors.first().map(|error| format!("{}: {}", error.place, error.message(lang)));
                lang.pick(
                    format!("规则或事实文件有 {} 处错误：{}", errors.len(), first.as_deref().unwrap_or_default()),
                    format!(
                        "{} errors in the files of rules or facts: {}",
                        errors.len(),
                        first.as_deref().unwrap_or_default()
                    ),
                )
            }
            Self::Fact(error) => error.message(lang),
            Self::FactTwice(name) => {
                lang.pick(format!("事实“{name}”给了两次"), format!("the fact \"{name}\" was given twice"))
            }
            Self::PurgeOfAll => lang
                .pick("删除整个订单须指定店铺或日期", "whole orders are deleted of a shop or before a day")
                .to_owned(),
            Self::Impossible(error) => error.message(lang),
            Self::NoVerdict(error) => error.message(lang),
            Self::Holidays(error) => error.message(lang),
            Self::NoRuleFile(path) => lang.pick(
                format!("缺少规则文件“{}”", path.display()),
                format!("the rule file \"{}\" is missing", path.display()),
            ),
            Self::NotUtf8(path, line) => lang.pick(
                format!("{}:{line}：不是 UTF-8 文本", path.display()),
                format!("{}:{line}: this is not UTF-8 text", path.display()),
            ),
            Self::NoRules(folder) => lang.pick(
                format!("“{}”里没有规则文件（.toml）", folder.display()),
                format!("\"{}\" has no rule files (.toml)", folder.display()),
            ),
            Self::Unreadable { path, error } if error.kind() == ErrorKind::NotFound => {
                lang.pick(format!("“{}”不存在", path.display()), format!("\"{}\" does not exist", path.display()))
            }
            Self::Unreadable { path, error } => lang.pick(
                format!("“{}”：无法读取：{error}", path.display()),
                format!("\"{}\" cannot be read: {error}", path.display()),
            ),
            Self::AllRejected { path, summary } => lang.pick(
                format!("“{}”：{} 行全部无法导入，未导入任何内容", path.display(), summary.counts.rejected),
                format!(
                    "\"{}\": all {} rows were rejected, so nothing was stored",
                    path.display(),
                    summary.counts.rejected
                ),
            ),
            Self::ExportedBeforeOrders { path, said, newest } => lang.pick(
                format!("“{}”：指定的导出时间 {said} 早于文件中最新的订单（{newest}）", path.display()),
                format!(
                    "\"{}\": the newest order in it ({newest}) is later than the given time of export, {said}",
                    path.display()
                ),
            ),
            Self::TooManyRejects { path, allowed: 0, .. } => lang.pick(
                format!("“{}”：有行被拒，整个文件未导入", path.display()),
                format!("\"{}\": a row was rejected, so nothing of the file was stored", path.display()),
            ),
            Self::TooManyRejects { path, allowed, .. } => lang.pick(
                format!("“{}”：被拒的行超过允许的 {allowed} 行，整个文件未导入", path.display()),
                format!(
                    "\"{}\": more than {allowed} rows were rejected, so nothing of the file was stored",
                    path.display()
                ),
            ),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        let (zh, en) = match self {
            Self::Import(error) => return error.hint(lang),
            Self::Store(error) => return error.hint(lang),
            Self::Report(error) => return error.hint(lang),
            Self::Rules(errors) => return errors.first().and_then(|error| error.hint(lang)),
            Self::Fact(error) => return error.hint(lang),
            Self::Impossible(error) => return error.hint(lang),
            Self::NoVerdict(error) => return error.hint(lang),
            Self::Holidays(error) => return error.hint(lang),
            Self::NoRuleFile(_) => (
                "规则文件夹要有 facts.toml、reopen.toml 和 close.toml；从程序源码的 rules 文件夹复制",
                "a folder of rules has facts.toml, reopen.toml and close.toml; copy them from the folder rules of the source",
            ),
            Self::NotUtf8(..) => ("把文件另存为 UTF-8", "save the file as UTF-8"),
            Self::PurgeOfAll => (
                "选定店铺或日期；要删除全部，删掉数据库文件即可",
                "name a shop or a day; to delete everything, delete the file of the database",
            ),
            Self::FactTwice(_) => ("每个事实只写一次", "give each fact once"),
            Self::NoRules(_) => (
                "去掉 --rules 就用内置规则；可先把程序源码 rules 文件夹里的文件复制进去再改",
                "without --rules the built-in rules are used; a copy of the folder rules of the source is a beginning",
            ),
            Self::Unreadable { .. } => ("检查路径和权限", "check the path and its permissions"),
            Self::AllRejected { summary, .. } => return advice(&summary.reject_kinds, lang),
            Self::ExportedBeforeOrders { .. } => (
                "去掉 --exported-at，或填写实际的导出时间（北京时间）",
                "leave out --exported-at, or give the time at which the export was made (Beijing time)",
            ),
            Self::TooManyRejects { .. } => (
                "去掉 --strict / --max-rejects 可导入其余的行，被拒的行会列出",
                "without --strict and --max-rejects the other rows are imported and the rejects listed",
            ),
        };
        Some(lang.pick(zh, en).to_owned())
    }
}
