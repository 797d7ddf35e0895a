//! The texts that a person reads: messages rendered in Chinese or English from the catalogue in `locales/`.
//!
//! A text is written once for each language, in [Project Fluent](https://projectfluent.org)'s format. What the local page says in
//! other words than the command is the attribute `page` of the same text.

mod catalogue;

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};

use crate::model::lang::Lang;
use crate::model::message::{Arg, Message};
use crate::model::money::Fen;
use crate::model::table::{Column, Derived, Word};
use crate::msg;

/// Names the front that a text is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    /// The command line.
    Command,
    /// The local page, which has no options and commands to name.
    Page,
}

/// Renders messages in a language, for the command line or for the local page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// The language.
    pub lang: Lang,
    front: Front,
}

impl Texts {
    /// Gives the texts of the command line.
    pub fn command(lang: Lang) -> Self {
        Self { lang, front: Front::Command }
    }

    /// Gives the texts of the local page.
    pub fn page(lang: Lang) -> Self {
        Self { lang, front: Front::Page }
    }

    /// Renders a message. [`t!`](crate::t) is shorter where the message is written in place.
    pub fn say(self, message: &Message) -> String {
        match message {
            Message::Text { id, args } => {
                let mut fluent = FluentArgs::with_capacity(args.len());
                for (name, arg) in args {
                    fluent.set(*name, self.value(arg));
                }
                let own = (self.front == Front::Page).then_some("page");
                catalogue::text(self.lang, id, own, &fluent)
            }
            Message::Bilingual { zh, en } => self.lang.pick(zh, en).iter().map(|piece| self.write(piece)).collect(),
        }
    }

    /// Renders a hint; nothing where there is none, or none that holds in this front.
    pub fn hint(self, hint: Option<Message>) -> Option<String> {
        hint.map(|hint| self.say(&hint)).filter(|hint| !hint.is_empty())
    }

    /// Renders a text whose id is known only when the program runs, such as that of a code.
    pub fn named(self, family: &str, code: &str) -> String {
        self.say(&Message::new(format!("{family}-{code}"), Vec::new()))
    }

    /// Renders a text without arguments, where there is one of this id.
    pub fn find(self, id: &str) -> Option<String> {
        catalogue::has(self.lang, id).then(|| self.say(&Message::new(id.to_owned(), Vec::new())))
    }

    /// Returns the heading of a column.
    pub fn heading(self, column: &Column) -> String {
        let heading =
            column.id.clone().map_or_else(|| column.key.clone(), |id| self.say(&Message::new(id, Vec::new())));
        match column.derived {
            None => heading,
            Some(Derived::Before) => self.say(&msg!("column-derived-before", column = heading)),
            Some(Derived::Change) => self.say(&msg!("column-derived-change", column = heading)),
            Some(Derived::ChangeShare) => self.say(&msg!("column-derived-change-share", column = heading)),
            Some(Derived::ShareOfChange) => self.say(&msg!("column-derived-share-of-change", column = heading)),
        }
    }

    /// Returns what people read for a word of an answer.
    pub fn word(self, word: Word) -> String {
        self.say(&word.message())
    }

    /// Makes a value of Fluent. Numbers stay numbers, so that texts can choose between singular and plural.
    fn value(self, arg: &Arg) -> FluentValue<'_> {
        match arg {
            Arg::Text(text) => FluentValue::from(text.as_str()),
            Arg::Number(number) => catalogue::number(*number, false),
            Arg::Count(number) => catalogue::number(*number, true),
            Arg::Money(fen) => FluentValue::from(money(*fen)),
            Arg::Message(message) => FluentValue::from(self.say(message)),
            Arg::List(_) | Arg::Clauses(_) | Arg::Sentences(_) => FluentValue::from(self.write(arg).into_owned()),
        }
    }

    /// Writes an argument as a text.
    pub fn write(self, arg: &Arg) -> Cow<'_, str> {
        match arg {
            Arg::Text(text) => Cow::Borrowed(text),
            Arg::Number(number) => Cow::Owned(number.to_string()),
            Arg::Count(number) => Cow::Owned(grouped(&number.to_string())),
            Arg::Money(fen) => Cow::Owned(money(*fen)),
            Arg::Message(message) => Cow::Owned(self.say(message)),
            Arg::List(parts) => Cow::Owned(self.joined(parts, self.lang.pick("、", ", "))),
            Arg::Clauses(parts) => Cow::Owned(self.joined(parts, self.lang.pick("；", "; "))),
            Arg::Sentences(parts) => Cow::Owned(self.joined(parts, self.lang.pick("", " "))),
        }
    }

    fn joined(self, parts: &[Arg], separator: &str) -> String {
        parts.iter().map(|part| self.write(part)).collect::<Vec<_>>().join(separator)
    }
}

/// Renders a text of the catalogue in place: `t!(texts, "shop-exists", shop = name)`.
#[macro_export]
macro_rules! t {
    ($texts:expr, $id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $texts.say(&$crate::msg!($id $(, $name = $value)*))
    };
}

/// Writes money in yuan with thousands separators.
pub fn money(fen: Fen) -> String {
    let text = fen.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
    format!("{}.{decimals}", grouped(whole))
}

/// Puts a comma between each three digits.
pub fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg;

    #[test]
    fn numbers_choose_between_singular_and_plural() {
        let say = |rows: u64| Texts::command(Lang::En).say(&msg!("error-all-rejected", path = "a.csv", rows = rows));
        assert!(say(1).contains("its only row"), "{}", say(1));
        assert!(say(2).contains("all 2 rows"), "{}", say(2));
    }

    #[test]
    fn a_number_that_a_text_names_is_met_however_it_is_written() {
        let say = |more: Arg| {
            let message = msg!("error-foreign-objects", path = "a.db", objects = "t", more = more);
            Texts::command(Lang::En).say(&message)
        };
        for nothing in [Arg::Number(0), Arg::Count(0)] {
            assert!(say(nothing.clone()).ends_with(": t"), "{}", say(nothing));
        }
        assert!(say(Arg::Number(2)).ends_with(": t and 2 more"));
        assert!(
            say(Arg::Number(1_234)).ends_with("and 1234 more") && say(Arg::Count(1_234)).ends_with("and 1,234 more")
        );
    }

    #[test]
    fn a_text_in_two_languages_has_its_values_in_both() {
        let value = Arg::clauses(["a", "b"]);
        let message =
            Message::Bilingual { zh: vec!["值：".into(), value.clone()], en: vec!["values: ".into(), value] };
        assert_eq!([Lang::Zh, Lang::En].map(|lang| Texts::page(lang).say(&message)), ["值：a；b", "values: a; b"]);
    }

    #[test]
    fn the_page_has_its_own_words() {
        let hint = msg!("hint-exported-before-orders");
        assert!(Texts::command(Lang::En).say(&hint).contains("--exported-at"));
        assert!(!Texts::page(Lang::En).say(&hint).contains("--"));
    }
}
