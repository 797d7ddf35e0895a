//! Texts of rule files, in both languages, with names in braces for values.

use crate::model::lang::Lang;
use crate::model::message::{Arg, Message};

/// Holds a text of a rule file in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The Chinese text.
    pub zh: String,
    /// The English text.
    pub en: String,
}

impl Text {
    /// Returns the text of the language.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// Returns the text with each `{name}` replaced by the value of the name.
    pub(super) fn fill(&self, value: impl Fn(&str) -> Arg) -> Message {
        let filled = |text: &str| {
            let filled = pieces(text).map(|piece| match piece {
                Piece::Words(words) => Arg::from(words),
                Piece::Name(name) => value(name),
            });
            filled.collect()
        };
        Message::Bilingual { zh: filled(&self.zh), en: filled(&self.en) }
    }
}

impl From<&Text> for Message {
    fn from(text: &Text) -> Self {
        Self::Bilingual { zh: vec![text.zh.as_str().into()], en: vec![text.en.as_str().into()] }
    }
}

impl From<&Text> for Arg {
    fn from(text: &Text) -> Self {
        Self::from(Message::from(text))
    }
}

/// Lists the names in braces.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Name(name) => Some(name),
        Piece::Words(_) => None,
    })
}

enum Piece<'t> {
    Words(&'t str),
    Name(&'t str),
}

/// Cuts a text at its braces: every second piece is a name.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    text.split(['{', '}']).enumerate().map(
        |(index, piece)| {
            if index % 2 == 0 { Piece::Words(piece) } else { Piece::Name(piece) }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in() {
        let text = Text { zh: "自 {a.b} 起，{c}".to_owned(), en: "since {a.b}".to_owned() };
        let pieces = |pieces: &[&str]| pieces.iter().map(|piece| Arg::from(*piece)).collect::<Vec<_>>();
        let zh = pieces(&["自 ", "<a.b>", " 起，", "<c>", ""]);
        let filled = text.fill(|name| Arg::from(format!("<{name}>")));
        assert_eq!(filled, Message::Bilingual { zh, en: pieces(&["since ", "<a.b>", ""]) });
        assert_eq!(names(&text.zh).collect::<Vec<_>>(), ["a.b", "c"]);
    }
}
