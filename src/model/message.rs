//! What is said to a person, as data: the id of a text in the catalogue, and its arguments.
//!
//! The library writes no sentences. Errors, rejects, warnings and notes are messages; the program renders them in the language of
//! its user from `locales/`.

use std::borrow::Cow;
use std::path::Path;

use chrono::NaiveDate;

use super::money::Fen;
use super::shown_path::shown;

/// Names a text of the catalogue, with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A text of the catalogue.
    Text {
        /// The id, in kebab-case.
        id: Cow<'static, str>,
        /// The arguments by name.
        args: Vec<(&'static str, Arg)>,
    },
    /// A text that a rule file has in both languages: its pieces, to be written one after the other.
    Bilingual {
        /// The Chinese text.
        zh: Vec<Arg>,
        /// The English text.
        en: Vec<Arg>,
    },
}

/// Holds an argument of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// A text that stands as it is: a name, a path, an id, a date.
    Text(String),
    /// A number that is written without separators, such as a row. Texts may choose by it between singular and plural.
    Number(i64),
    /// A number that is written with thousands separators.
    Count(i64),
    /// Money, written in yuan with thousands separators.
    Money(Fen),
    /// Another message.
    Message(Box<Message>),
    /// Several of them, separated as the parts of a list are in the language.
    List(Vec<Arg>),
    /// Several of them, separated as clauses are, which may hold lists themselves.
    Clauses(Vec<Arg>),
    /// Several sentences.
    Sentences(Vec<Arg>),
}

impl Message {
    /// Makes a message with arguments. [`msg!`](crate::msg) is shorter where the id is known.
    pub fn new(id: impl Into<Cow<'static, str>>, args: Vec<(&'static str, Arg)>) -> Self {
        Self::Text { id: id.into(), args }
    }

    /// Tells whether it names a number or an amount.
    pub fn has_numbers(&self) -> bool {
        let is_number = |arg: &Arg| matches!(arg, Arg::Number(_) | Arg::Count(_) | Arg::Money(_));
        matches!(self, Self::Text { args, .. } if args.iter().any(|(_, arg)| is_number(arg)))
    }
}

/// Makes a message that is the same in both languages, but for what the argument itself says.
impl From<Arg> for Message {
    fn from(arg: Arg) -> Self {
        Self::Bilingual { zh: vec![arg.clone()], en: vec![arg] }
    }
}

impl Arg {
    /// Makes a number with thousands separators. Numbers beyond `i64` are held at its bounds.
    pub fn count(number: impl TryInto<i64>) -> Self {
        Self::Count(number.try_into().unwrap_or(i64::MAX))
    }

    /// Makes a list.
    pub fn list<T: Into<Self>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::List(parts.into_iter().map(Into::into).collect())
    }

    /// Makes a list of clauses.
    pub fn clauses<T: Into<Self>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::Clauses(parts.into_iter().map(Into::into).collect())
    }

    /// Makes a run of sentences.
    pub fn sentences<T: Into<Self>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::Sentences(parts.into_iter().map(Into::into).collect())
    }
}

macro_rules! arg_from {
    ($($kind:ty => |$value:ident| $arg:expr;)*) => {
        $(impl From<$kind> for Arg {
            fn from($value: $kind) -> Self {
                $arg
            }
        })*
    };
}

arg_from! {
    String => |value| Self::Text(value);
    &String => |value| Self::Text(value.clone());
    &str => |value| Self::Text(value.to_owned());
    Cow<'_, str> => |value| Self::Text(value.into_owned());
    &Path => |value| Self::Text(shown(value));
    &std::path::PathBuf => |value| Self::Text(shown(value));
    NaiveDate => |value| Self::Text(value.to_string());
    i64 => |value| Self::Number(value);
    u64 => |value| Self::Number(i64::try_from(value).unwrap_or(i64::MAX));
    usize => |value| Self::Number(i64::try_from(value).unwrap_or(i64::MAX));
    u32 => |value| Self::Number(value.into());
    Fen => |value| Self::Money(value);
    Message => |value| Self::Message(Box::new(value));
    Vec<Message> => |value| Self::list(value);
    &[String] => |value| Self::list(value);
    &Vec<String> => |value| Self::list(value);
}

/// Makes a [`Message`](crate::model::message::Message): `msg!("error-no-shop", shop = name, known = shops.len())`.
///
/// The id is a literal, and each argument has its name, so that a test can hold all of them to the catalogue.
#[macro_export]
macro_rules! msg {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::model::message::Message::new(
            $id,
            ::std::vec![$((stringify!($name), $crate::model::message::Arg::from($value))),*],
        )
    };
}
