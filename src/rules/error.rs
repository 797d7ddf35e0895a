//! What is wrong with a rule file, where, and what to do about it.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::fact_error::FactError;
use super::location::Location;
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::msg;

/// Says what is wrong at a place of a rule file, a facts file or a file of cases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: the file has a mistake ({})", self.code())]
pub struct RuleError {
    /// Where.
    pub place: Location,
    /// What.
    pub problem: Problem,
}

/// Says what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The text is not TOML; what the reader says.
    Syntax(String),
    /// The key means nothing here; the nearest that does, and all that do.
    UnknownKey(String, Option<String>, Vec<&'static str>),
    /// The key must be there.
    MissingKey(&'static str),
    /// The value is of another type; what is wanted.
    WrongType(Want),
    /// The text is empty.
    EmptyText,
    /// The list is empty.
    EmptyList,
    /// The word is none of those that are allowed here; the word, the nearest, all.
    UnknownWord(String, Option<String>, Vec<String>),
    /// A fact that there is not, or a value that it cannot have.
    Fact(FactError),
    /// The operator does not fit the type of the fact: operator, fact, its type.
    NotForType(&'static str, String, &'static str),
    /// A condition without an operator.
    NoOperator,
    /// A condition with several operators.
    ManyOperators(Vec<String>),
    /// A length in months and in days at once.
    MonthsAndDays,
    /// A length that is neither in months nor in days.
    NoLength,
    /// The length is zero or longer than any rule knows.
    BadLength,
    /// The parameter is more than it can be; the most.
    TooMuch(u32),
    /// The name is taken; by what.
    Duplicate(String, Location),
    /// The id does not begin with a check's name and a dot.
    BadId(String),
    /// The last day is before the first.
    EndsBeforeStart,
    /// This version begins before the previous one has ended.
    Overlap(Location),
    /// No version covers the days between the previous version and this one.
    Gap(Location),
    /// The text names something in braces that has no value here.
    UnknownPlaceholder(String),
    /// The key can only be used together with another.
    OnlyWith(&'static str, &'static str),
    /// A case names a base that the file does not have.
    UnknownBase(String),
    /// The files together lack something.
    Nothing(&'static str),
    /// The file has no content.
    EmptyFile,
    /// The files lack a fact that the program needs; name and type.
    LacksFact(&'static str, &'static str),
    /// The files lack a parameter that the program needs.
    LacksParameter(&'static str),
    /// The least of two parameters is more than the most.
    Reversed(&'static str, &'static str),
    /// The parameter has a value from that day already.
    ParameterTwice(&'static str),
    /// Conditions are nested too deep; the most layers.
    TooDeep(usize),
    /// A rule has too many conditions; the most.
    TooManyConditions(usize),
}

/// Names what a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// A table.
    Table,
    /// A text.
    Text,
    /// True or false.
    Bool,
    /// A whole number that is not negative.
    Whole,
    /// A day.
    Day,
    /// A list.
    List,
    /// A single value.
    Single,
}

impl Want {
    fn text(self) -> Message {
        match self {
            Self::Table => msg!("want-table"),
            Self::Text => msg!("want-text"),
            Self::Bool => msg!("want-bool"),
            Self::Whole => msg!("want-whole"),
            Self::Day => msg!("want-day"),
            Self::List => msg!("want-list"),
            Self::Single => msg!("want-single"),
        }
    }
}

/// Longer lines, in bytes, are not shown: nobody would find the mistake in them.
const LONGEST_SHOWN: usize = 2_000;

impl RuleError {
    /// Returns the error as compilers show it: message, `file:line:column`, the line, and a hint. `say` renders a message.
    pub fn render(&self, say: impl Fn(&Message) -> String) -> String {
        let file = &self.place.file;
        let span = self.place.span.start.min(file.text.len())..self.place.span.end.min(file.text.len());
        let label = say(&msg!("rule-error-label"));
        let title = Level::ERROR.with_name(label).primary_title(say(&self.message())).id(self.code());
        let mut group = if self.place.line_length() > LONGEST_SHOWN {
            let origin = Origin::path(file.name.as_str()).line(self.place.line()).char_column(self.place.column());
            title.element(origin)
        } else {
            let snippet = Snippet::source(&file.text).path(&file.name);
            title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
        };
        if let Some(earlier) = self.problem.earlier() {
            let label = say(&msg!("rule-error-note"));
            let note = say(&msg!("rule-error-earlier", place = earlier.to_string()));
            group = group.element(Level::NOTE.with_name(label).message(note));
        }
        if let Some(hint) = self.hint() {
            group = group.element(Level::HELP.with_name(say(&msg!("rule-error-help"))).message(say(&hint)));
        }
        Renderer::plain().render(&[group])
    }
}

impl Problem {
    fn earlier(&self) -> Option<&Location> {
        match self {
            Self::Duplicate(_, earlier) | Self::Overlap(earlier) | Self::Gap(earlier) => Some(earlier),
            _ => None,
        }
    }
}

impl Explain for RuleError {
    fn code(&self) -> &'static str {
        match &self.problem {
            Problem::Syntax(_) => "syntax",
            Problem::UnknownKey(..) => "unknown-key",
            Problem::MissingKey(_) => "missing-key",
            Problem::WrongType(_) => "wrong-type",
            Problem::EmptyText => "empty-text",
            Problem::EmptyList => "empty-list",
            Problem::UnknownWord(..) => "unknown-word",
            Problem::Fact(error) => error.code(),
            Problem::NotForType(..) => "not-for-type",
            Problem::Reversed(..) => "bad-value",
            Problem::NoOperator => "no-operator",
            Problem::ManyOperators(_) => "many-operators",
            Problem::MonthsAndDays => "months-and-days",
            Problem::NoLength => "no-length",
            Problem::BadLength | Problem::TooMuch(_) => "bad-length",
            Problem::Duplicate(..) | Problem::ParameterTwice(_) => "duplicate",
            Problem::BadId(_) => "bad-id",
            Problem::EndsBeforeStart => "ends-before-start",
            Problem::Overlap(_) => "overlap",
            Problem::Gap(_) => "gap",
            Problem::UnknownPlaceholder(_) => "unknown-placeholder",
            Problem::OnlyWith(..) => "only-with",
            Problem::UnknownBase(_) => "unknown-base",
            Problem::Nothing(_) | Problem::LacksFact(..) | Problem::LacksParameter(_) => "incomplete",
            Problem::EmptyFile => "empty-file",
            Problem::TooDeep(_) => "too-deep",
            Problem::TooManyConditions(_) => "too-many-conditions",
        }
    }

    fn message(&self) -> Message {
        match &self.problem {
            Problem::Syntax(detail) => msg!("error-syntax", detail = detail),
            Problem::UnknownKey(key, ..) => msg!("error-unknown-key", key = key),
            Problem::MissingKey(key) => msg!("error-missing-key", key = *key),
            Problem::WrongType(want) => msg!("error-wrong-type", want = want.text()),
            Problem::EmptyText => msg!("error-empty-text"),
            Problem::EmptyList => msg!("error-empty-list"),
            Problem::UnknownWord(word, ..) => msg!("error-unknown-word", word = word),
            Problem::Fact(error) => error.message(),
            Problem::NotForType(operator, fact, kind) => {
                msg!("error-not-for-type", operator = *operator, fact = fact, type = *kind)
            }
            Problem::NoOperator => msg!("error-no-operator"),
            Problem::ManyOperators(keys) => msg!("error-many-operators", operators = Arg::list(keys)),
            Problem::MonthsAndDays => msg!("error-months-and-days"),
            Problem::NoLength => msg!("error-no-length"),
            Problem::BadLength => msg!("error-bad-length"),
            Problem::TooMuch(_) => msg!("error-too-much"),
            Problem::Duplicate(name, _) => msg!("error-duplicate", name = name),
            Problem::BadId(id) => msg!("error-bad-id", id = id),
            Problem::EndsBeforeStart => msg!("error-ends-before-start"),
            Problem::Overlap(_) => msg!("error-overlap"),
            Problem::Gap(_) => msg!("error-gap"),
            Problem::UnknownPlaceholder(name) => msg!("error-unknown-placeholder", name = name),
            Problem::OnlyWith(key, other) => msg!("error-only-with", key = *key, other = *other),
            Problem::UnknownBase(name) => msg!("error-unknown-base", base = name),
            Problem::Nothing(what) => msg!("error-incomplete", key = *what),
            Problem::EmptyFile => msg!("error-empty-rule-file"),
            Problem::LacksFact(name, _) => msg!("error-lacks-fact", fact = *name),
            Problem::LacksParameter(name) => msg!("error-lacks-parameter", parameter = *name),
            Problem::Reversed(least, most) => msg!("error-reversed", least = *least, most = *most),
            Problem::ParameterTwice(name) => msg!("error-parameter-twice", parameter = *name),
            Problem::TooDeep(most) => msg!("error-too-deep", most = *most),
            Problem::TooManyConditions(most) => msg!("error-too-many-conditions", most = *most),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match &self.problem {
            Problem::Fact(error) => return error.hint(),
            Problem::UnknownKey(_, Some(nearest), _) | Problem::UnknownWord(_, Some(nearest), _) => {
                msg!("hint-nearest", nearest = nearest)
            }
            Problem::UnknownKey(_, None, known) => msg!("hint-one-of", known = Arg::list(known.iter().copied())),
            Problem::UnknownWord(_, None, known) => msg!("hint-one-of", known = Arg::list(known)),
            Problem::MissingKey(key) => missing(key),
            Problem::WrongType(Want::Day | Want::Bool | Want::Whole) => msg!("hint-unquoted"),
            Problem::WrongType(_) => msg!("hint-wrong-type"),
            Problem::Syntax(_) => msg!("hint-syntax"),
            Problem::EmptyText => msg!("hint-empty-text"),
            Problem::EmptyList => msg!("hint-empty-list"),
            Problem::NotForType(..) => msg!("hint-not-for-type"),
            Problem::NoOperator => msg!("hint-no-operator"),
            Problem::ManyOperators(_) => msg!("hint-many-operators"),
            Problem::MonthsAndDays => msg!("hint-months-and-days"),
            Problem::NoLength => msg!("hint-no-length"),
            Problem::BadLength => msg!("hint-bad-length"),
            Problem::TooMuch(most) => msg!("hint-too-much", most = *most),
            Problem::Duplicate(..) => msg!("hint-duplicate"),
            Problem::BadId(_) => msg!("hint-bad-id"),
            Problem::EndsBeforeStart => msg!("hint-ends-before-start"),
            Problem::Overlap(_) | Problem::Gap(_) => msg!("hint-version-dates"),
            Problem::UnknownPlaceholder(_) => msg!("hint-unknown-placeholder"),
            Problem::OnlyWith(key, _) => msg!("hint-only-with", key = *key),
            Problem::UnknownBase(name) => msg!("hint-unknown-base", base = name),
            Problem::Nothing(what) => msg!("hint-incomplete", key = *what),
            Problem::EmptyFile => msg!("hint-empty-rule-file"),
            Problem::LacksFact(name, kind) => msg!("hint-lacks-fact", fact = *name, type = *kind),
            Problem::LacksParameter(name) => msg!("hint-lacks-parameter", parameter = *name),
            Problem::Reversed(..) => msg!("hint-reversed"),
            Problem::ParameterTwice(_) => msg!("hint-parameter-twice"),
            Problem::TooDeep(_) => msg!("hint-too-deep"),
            Problem::TooManyConditions(_) => msg!("hint-too-many-conditions"),
        })
    }
}

/// Says what to add where a key is missing.
fn missing(key: &str) -> Message {
    match key {
        "zh" | "en" => msg!("hint-missing-language"),
        "quote" | "seen_on" | "standing" => msg!("hint-missing-in-source"),
        "effective_from" | "require" | "otherwise" | "title" | "reason" | "remedy" | "source" => {
            msg!("hint-missing-in-rule")
        }
        key => msg!("hint-missing-key", key = key),
    }
}
