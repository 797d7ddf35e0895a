//! How the program ends.

use std::io;
use std::process::ExitCode;

use shopkit::kit::KitError;
use shopkit::model::lang::{Explain, Lang};
use shopkit::store::StoreError;
use shopkit::t;
use shopkit::texts::Texts;

#[cfg(feature = "page")]
use crate::page::ServeError;

/// Names the three ways in which a command can end. Scripts rely on the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Finished, or the answer is yes.
    Done = 0,
    /// Finished, needs attention: rows were rejected, or the answer is not yes.
    Attention = 1,
    /// Failed.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Says why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The library failed.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// The page could not be served.
    #[cfg(feature = "page")]
    #[error(transparent)]
    Page(#[from] ServeError),
    /// The answer could not be written.
    #[error(transparent)]
    Output(#[from] io::Error),
    /// The arguments do not fit; message and hint are in the user's language.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// The next action.
        hint: String,
    },
}

impl CliError {
    /// Tells whether the reader of the output closed it, which is no error.
    pub fn is_closed_pipe(&self) -> bool {
        let (Self::Output(error) | Self::Kit(KitError::Store(StoreError::Output(error)))) = self else {
            return false;
        };
        error.kind() == io::ErrorKind::BrokenPipe
    }

    /// Shows the errors of rule files with the lines they are on, where this is such an error.
    pub fn rendered(&self, lang: Lang) -> Option<String> {
        let Self::Kit(KitError::Rules(errors)) = self else { return None };
        Some(
            errors
                .iter()
                .map(|error| error.render(|message| Texts::command(lang).say(message)))
                .collect::<Vec<_>>()
                .join("\n\n"),
        )
    }

    /// Returns the code, the message and the hint.
    pub fn explained(&self, lang: Lang) -> (&'static str, String, Option<String>) {
        match self {
            Self::Kit(error) => {
                (error.code(), Texts::command(lang).say(&error.message()), Texts::command(lang).hint(error.hint()))
            }
            #[cfg(feature = "page")]
            Self::Page(error) => {
                (error.code(), Texts::command(lang).say(&error.message()), Texts::command(lang).hint(error.hint()))
            }
            Self::Output(error) => {
                let message = t!(Texts::command(lang), "error-output-failed", error = error.to_string());
                ("output-failed", message, None)
            }
            Self::Usage { message, hint } => ("usage", message.clone(), Some(hint.clone())),
        }
    }
}
