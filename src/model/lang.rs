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
    fn message(&self) -> Message {
        Message::both(self.message_in(Lang::Zh), self.message_in(Lang::En))
    }

    /// Returns what to do next, where there is something to do.
    fn hint(&self) -> Option<Message> {
        self.hint_in(Lang::Zh).zip(self.hint_in(Lang::En)).map(|(zh, en)| Message::both(zh, en))
    }

    /// Returns what happened, for what is not in the catalogue yet.
    fn message_in(&self, lang: Lang) -> String {
        match self.message() {
            Message::Text { id, .. } => id.into_owned(),
            Message::Bilingual { .. } => String::new(),
            Message::Both(zh, en) => lang.pick(zh, en),
        }
    }

    /// Returns what to do next, for what is not in the catalogue yet.
    fn hint_in(&self, lang: Lang) -> Option<String> {
        let _ = lang;
        None
    }
}
