//! Texts of rule files, in both languages, with places for values.

use crate::model::lang::Lang;

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

    /// Returns the text with each `{name}` replaced by what `value` gives for the name.
    pub(super) fn fill(&self, lang: Lang, mut value: impl FnMut(&str) -> String) -> String {
        let mut out = String::new();
        for piece in pieces(self.pick(lang)) {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Name(name) => out.push_str(&value(name)),
            }
        }
        out
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
        |(place, piece)| {
            if place % 2 == 0 { Piece::Words(piece) } else { Piece::Name(piece) }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in() {
        let text = Text { zh: "自 {a.b} 起，{c}".to_owned(), en: "since {a.b}".to_owned() };
        assert_eq!(text.fill(Lang::Zh, |name| format!("<{name}>")), "自 <a.b> 起，<c>");
        assert_eq!(text.fill(Lang::En, |name| format!("<{name}>")), "since <a.b>");
        assert_eq!(names(&text.zh).collect::<Vec<_>>(), ["a.b", "c"]);
    }
}
