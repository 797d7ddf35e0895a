//! Errors of the readers that are used, as problems of a file.

use calamine::XlsError;

use super::damage::{Damage, Excess};
use super::error::Problem;
use super::limits;

/// Translates an error of a part that could not be unpacked.
pub(super) fn of_unpacking(error: std::io::Error) -> Problem {
    match error.kind() {
        _ if error.raw_os_error().is_some() => Problem::from(error),
        std::io::ErrorKind::QuotaExceeded => Problem::too_large(Excess::Piece, limits::MAX_PIECE),
        // The entry is longer than it says, or its checksum does not match.
        _ => Damage::Archive.into(),
    }
}

/// Translates an error of the XLS reader.
pub(super) fn of_xls(error: &XlsError) -> Problem {
    match error {
        XlsError::Password => return Problem::Password,
        XlsError::Len { .. } | XlsError::ContinueRecordTooShort | XlsError::EoStream(_) => Damage::CutOff,
        XlsError::WorksheetNotFound(_) => Damage::Missing,
        XlsError::Unrecognized { .. } => Damage::Value,
        _ => Damage::Structure,
    }
    .into()
}
