//! How the program ends.

use std::io;
use std::process::ExitCode;

use shopkit::kit::KitError;
use shopkit::model::lang::{Explain, Lang};
use shopkit::store::StoreError;
use shopkit::texts::Texts;

#[cfg(feature = "page")]
use crate::page::PageError;

/// Names the three ways a command that ran can end. The numbers are relied on by scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done, or the answer is yes.
    Done = 0,
    /// Done, but look: rows were rejected, or the answer is not yes.
    Look = 1,
    /// Could not be done.
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
    /// The library could not do it.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// The page could not be served.
    #[cfg(feature = "page")]
    #[error(transparent)]
    Page(#[from] PageError),
    /// The answer could not be written.
    #[error(transparent)]
    Output(#[from] io::Error),
    /// What was asked for cannot be done; message and hint in the user's language.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do next.
        hint: String,
    },
}

impl CliError {
    /// Tells whether the reader of the output has gone, which is no error.
    pub fn is_closed_pipe(&self) -> bool {
        let (Self::Output(error) | Self::Kit(KitError::Store(StoreError::Output(error)))) = self else {
            return false;
        };
        error.kind() == io::ErrorKind::BrokenPipe
    }

    /// Returns the mistakes of rule files with the lines they stand on, where that is what went wrong.
    pub fn rendered(&self, lang: Lang) -> Option<String> {
        let Self::Kit(KitError::Rules(errors)) = self else { return None };
        Some(errors.iter().map(|error| error.render(lang)).collect::<Vec<_>>().join("\n\n"))
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
                let text =
                    lang.pick(format!("写出结果失败：{error}"), format!("the answer could not be written: {error}"));
                ("output-failed", text, None)
            }
            Self::Usage { message, hint } => ("usage", message.clone(), Some(hint.clone())),
        }
    }
}
