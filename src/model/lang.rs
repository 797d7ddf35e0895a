//! The languages of the texts that people read, and what can be explained in them.

use super::message::Message;

/// Names the language of messages, titles and help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese, for a `zh*` locale.
    Zh,
    /// English, for every other locale.
    #[default]
    En,
}

impl Lang {
    /// Picks the text of this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// Explains an error, a reject or a warning to a person.
///
/// Codes are stable, ASCII and kebab-case; scripts rely on them. The message is one plain sentence, the hint names the
/// next action.
pub trait Explain {
    /// Returns the stable code.
    fn code(&self) -> &'static str;

    /// Returns what happened, in one sentence.
    fn message(&self) -> Message;

    /// Returns what to do next, where there is something to do.
    fn hint(&self) -> Option<Message> {
        None
    }
}
