//! Why a use case could not be carried out.

use std::path::PathBuf;

use crate::import::ImportError;
use crate::model::lang::{Explain, Lang};
use crate::model::reject::Reject;
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
    /// More rows were rejected than the user allows, so nothing was stored.
    #[error("{}", self.message(Lang::En))]
    TooManyRejects {
        /// The file.
        path: PathBuf,
        /// The number that is allowed.
        allowed: u64,
        /// The first rejected rows.
        rejects: Vec<Reject>,
    },
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
            Self::TooManyRejects { .. } => "too-many-rejects",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match self {
            Self::Import(error) => error.message(lang),
            Self::Store(error) => error.message(lang),
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
            Self::TooManyRejects { .. } => (
                "去掉 --strict / --max-rejects 可导入其余的行，被拒的行会列出",
                "without --strict and --max-rejects the other rows are imported and the rejects listed",
            ),
        };
        Some(lang.pick(zh, en).to_owned())
    }
}
