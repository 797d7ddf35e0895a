//! Keeping a verdict with its shop, where the database can be written.

use shopkit::kit::{Checked, Kit, KitError};
use shopkit::model::lang::Explain;
use shopkit::store::StoreError;
use shopkit::t;

use super::exit::CliError;
use super::session::Session;

/// Keeps a verdict. Where the database can only be read, the answer stands, and the reason is returned.
pub(super) fn keep(kit: &mut Kit, checked: &Checked<'_>) -> Result<Option<StoreError>, CliError> {
    match kit.keep(checked) {
        Ok(()) => Ok(None),
        Err(KitError::Store(error)) if error.is_only_read() => Ok(Some(error)),
        Err(error) => Err(error.into()),
    }
}

/// Warns that the verdict is not kept, and says why.
pub(super) fn warn_not_saved(error: Option<&StoreError>, session: &mut Session) {
    if let Some(error) = error {
        session.warn(&t!(session.texts(), "check-not-kept-since", reason = error.message()));
    }
}
