//! Why a request was not answered as it asked.

use std::io;
use std::sync::Arc;

use axum::http::StatusCode;
use shopkit::kit::KitError;
use shopkit::model::lang::Explain as _;
use shopkit::model::message::Message;
use shopkit::msg;
use shopkit::store::StoreError;

use super::field::{Expected, Field};

/// Says why a request was not answered as it asked.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// There is nothing under this address.
    #[error("no such page")]
    NoPage,
    /// Another request changes the database.
    #[error("the database is being changed")]
    Busy,
    /// The value of a field cannot be read.
    #[error("the field {} cannot be read", field.name())]
    Field {
        /// The field.
        field: Field,
        /// What it takes.
        expected: Expected,
    },
    /// The form is too long or incomplete.
    #[error("the form is too long or incomplete")]
    Form,
    /// What was sent is no form.
    #[error("not a form")]
    NotAForm,
    /// The form is not from a page of this start.
    #[error("the form is not from a page of this start")]
    OldForm,
    /// The files are larger than one upload may be.
    #[error("the files are too large")]
    UploadTooLarge,
    /// There are more files than one upload may have.
    #[error("too many files")]
    TooManyFiles,
    /// The head of a part of the upload is longer than any browser writes.
    #[error("the head of a part is too long")]
    LongPartHead,
    /// The files did not arrive completely.
    #[error("the upload is incomplete")]
    UploadBroken,
    /// The files could not be stored.
    #[error("the upload cannot be stored")]
    UploadNotStored,
    /// The files of an upload do not wait any more.
    #[error("the files are no longer kept")]
    FilesGone,
    /// The library could not do it. Shared, since one failure to open the database can stop several parts of a page.
    #[error(transparent)]
    Kit(Arc<KitError>),
    /// A file could not be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<KitError> for PageError {
    fn from(error: KitError) -> Self {
        Self::Kit(Arc::new(error))
    }
}

impl PageError {
    /// Returns the status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoPage | Self::FilesGone => StatusCode::NOT_FOUND,
            Self::Kit(error)
                if matches!(**error, KitError::Store(StoreError::NoShop(..) | StoreError::NoImport(_))) =>
            {
                StatusCode::NOT_FOUND
            }
            Self::Kit(error) if matches!(**error, KitError::Store(StoreError::InUse(_))) => StatusCode::CONFLICT,
            Self::Busy => StatusCode::CONFLICT,
            Self::Io(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Field { .. } | Self::Kit(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Form | Self::UploadTooLarge | Self::TooManyFiles => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::OldForm => StatusCode::FORBIDDEN,
            Self::LongPartHead => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::UploadBroken => StatusCode::BAD_REQUEST,
            Self::UploadNotStored => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    /// Returns the field whose value is refused, where it is one.
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Field { field, .. } => Some(*field),
            Self::Kit(error) if matches!(**error, KitError::PurgeOfAll) => Some(Field::Before),
            Self::Kit(error) if matches!(**error, KitError::Store(StoreError::BadBackup(..))) => Some(Field::Files),
            _ => None,
        }
    }

    /// Returns what happened, in one sentence.
    pub fn message(&self) -> Message {
        match self {
            Self::NoPage => msg!("page-error-no-page"),
            Self::Busy => msg!("page-error-busy"),
            Self::Field { field, expected } => {
                msg!("page-error-field", field = field.label(), expected = expected.message())
            }
            Self::Form => msg!("page-error-form"),
            Self::NotAForm => msg!("page-error-not-a-form"),
            Self::OldForm => msg!("page-error-old-form"),
            Self::UploadTooLarge => msg!("page-error-upload-too-large"),
            Self::TooManyFiles => msg!("page-error-too-many-files"),
            Self::LongPartHead => msg!("page-error-long-part-head"),
            Self::UploadBroken => msg!("page-error-upload-broken"),
            Self::UploadNotStored => msg!("page-error-upload-not-stored"),
            Self::FilesGone => msg!("page-error-files-gone"),
            Self::Kit(error) => error.message(),
            Self::Io(error) => msg!("page-error-io", error = error.to_string()),
        }
    }

    /// Returns what to do next, where there is something to do.
    pub fn hint(&self) -> Option<Message> {
        match self {
            Self::NoPage => Some(msg!("page-hint-no-page")),
            Self::Busy => Some(msg!("page-hint-busy")),
            Self::Kit(error) => error.hint(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use shopkit::model::lang::Lang;
    use shopkit::store::Refusal;
    use shopkit::texts::Texts;

    use super::*;

    #[test]
    fn whoever_cannot_write_gets_a_hint_on_the_page() {
        let refusals = [
            Refusal::ReadOnly,
            Refusal::NotUpgraded,
            Refusal::LogUnread,
            Refusal::ChangedMeanwhile,
            Refusal::TwoNames,
            Refusal::Foreign(Vec::new()),
        ];
        let refused = refusals.map(|refusal| StoreError::Refused(PathBuf::new(), refusal));
        let others = [StoreError::DiskFull, StoreError::NoPermission, StoreError::Damaged].map(|of| of(PathBuf::new()));
        for error in refused.into_iter().chain(others).map(KitError::from) {
            for lang in [Lang::Zh, Lang::En] {
                let hint = Texts::page(lang).hint(error.hint());
                assert!(hint.is_some_and(|hint| !hint.contains("--")), "{error}");
            }
        }
    }

    #[test]
    fn a_hint_for_the_command_alone_is_none_on_the_page() {
        let hint = || KitError::from(StoreError::NoValue(String::new())).hint();
        assert!(Texts::command(Lang::En).hint(hint()).is_some());
        assert_eq!(Texts::page(Lang::En).hint(hint()), None);
    }
}
