//! What is wrong with a rule file, where, and what to do about it.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::fact_error::FactError;
use super::location::Location;
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::msg;

/// Says what is wrong in a rule file, a facts file or a file of cases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{location}: the file has a mistake ({})", self.code())]
pub struct RuleError {
    /// Where.
    pub location: Location,
    /// What.
    pub mistake: Mistake,
}

/// Says what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// The text is not TOML; what the reader says.
    Syntax(String),
    /// The key means nothing here; the nearest that does, and all that do.
    UnknownKey(String, Option<String>, Vec<&'static str>),
    /// The key must be there.
    MissingKey(&'static str),
    /// The value is of another type; what is wanted.
    WrongType(ExpectedType),
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
pub enum ExpectedType {
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

impl ExpectedType {
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
        let file = &self.location.file;
        let span = self.location.span.start.min(file.text.len())..self.location.span.end.min(file.text.len());
        let label = say(&msg!("rule-error-label"));
        let title = Level::ERROR.with_name(label).primary_title(say(&self.message())).id(self.code());
        let mut group = if self.location.line_length() > LONGEST_SHOWN {
            let origin =
                Origin::path(file.name.as_str()).line(self.location.line()).char_column(self.location.column());
            title.element(origin)
        } else {
            let snippet = Snippet::source(&file.text).path(&file.name);
            title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
        };
        if let Some(earlier) = self.mistake.earlier() {
            let label = say(&msg!("rule-error-note"));
            let note = say(&msg!("rule-error-earlier", location = earlier.to_string()));
            group = group.element(Level::NOTE.with_name(label).message(note));
        }
        if let Some(hint) = self.hint() {
            group = group.element(Level::HELP.with_name(say(&msg!("rule-error-help"))).message(say(&hint)));
        }
        Renderer::plain().render(&[group])
    }
}

impl Mistake {
    fn earlier(&self) -> Option<&Location> {
        match self {
            Self::Duplicate(_, earlier) | Self::Overlap(earlier) | Self::Gap(earlier) => Some(earlier),
            _ => None,
        }
    }
}

impl Explain for RuleError {
    fn code(&self) -> &'static str {
        match &self.mistake {
            Mistake::Syntax(_) => "syntax",
            Mistake::UnknownKey(..) => "unknown-key",
            Mistake::MissingKey(_) => "missing-key",
            Mistake::WrongType(_) => "wrong-type",
            Mistake::EmptyText => "empty-text",
            Mistake::EmptyList => "empty-list",
            Mistake::UnknownWord(..) => "unknown-word",
            Mistake::Fact(error) => error.code(),
            Mistake::NotForType(..) => "not-for-type",
            Mistake::Reversed(..) => "bad-value",
            Mistake::NoOperator => "no-operator",
            Mistake::ManyOperators(_) => "many-operators",
            Mistake::MonthsAndDays => "months-and-days",
            Mistake::NoLength => "no-length",
            Mistake::BadLength | Mistake::TooMuch(_) => "bad-length",
            Mistake::Duplicate(..) | Mistake::ParameterTwice(_) => "duplicate",
            Mistake::BadId(_) => "bad-id",
            Mistake::EndsBeforeStart => "ends-before-start",
            Mistake::Overlap(_) => "overlap",
            Mistake::Gap(_) => "gap",
            Mistake::UnknownPlaceholder(_) => "unknown-placeholder",
            Mistake::OnlyWith(..) => "only-with",
            Mistake::UnknownBase(_) => "unknown-base",
            Mistake::Nothing(_) | Mistake::LacksFact(..) | Mistake::LacksParameter(_) => "incomplete",
            Mistake::EmptyFile => "empty-file",
            Mistake::TooDeep(_) => "too-deep",
            Mistake::TooManyConditions(_) => "too-many-conditions",
        }
    }

    fn message(&self) -> Message {
        match &self.mistake {
            Mistake::Syntax(detail) => msg!("error-syntax", detail = detail),
            Mistake::UnknownKey(key, ..) => msg!("error-unknown-key", key = key),
            Mistake::MissingKey(key) => msg!("error-missing-key", key = *key),
            Mistake::WrongType(want) => msg!("error-wrong-type", want = want.text()),
            Mistake::EmptyText => msg!("error-empty-text"),
            Mistake::EmptyList => msg!("error-empty-list"),
            Mistake::UnknownWord(word, ..) => msg!("error-unknown-word", word = word),
            Mistake::Fact(error) => error.message(),
            Mistake::NotForType(operator, fact, kind) => {
                msg!("error-not-for-type", operator = *operator, fact = fact, type = *kind)
            }
            Mistake::NoOperator => msg!("error-no-operator"),
            Mistake::ManyOperators(keys) => msg!("error-many-operators", operators = Arg::list(keys)),
            Mistake::MonthsAndDays => msg!("error-months-and-days"),
            Mistake::NoLength => msg!("error-no-length"),
            Mistake::BadLength => msg!("error-bad-length"),
            Mistake::TooMuch(_) => msg!("error-too-much"),
            Mistake::Duplicate(name, _) => msg!("error-duplicate", name = name),
            Mistake::BadId(id) => msg!("error-bad-id", id = id),
            Mistake::EndsBeforeStart => msg!("error-ends-before-start"),
            Mistake::Overlap(_) => msg!("error-overlap"),
            Mistake::Gap(_) => msg!("error-gap"),
            Mistake::UnknownPlaceholder(name) => msg!("error-unknown-placeholder", name = name),
            Mistake::OnlyWith(key, other) => msg!("error-only-with", key = *key, other = *other),
            Mistake::UnknownBase(name) => msg!("error-unknown-base", base = name),
            Mistake::Nothing(what) => msg!("error-incomplete", key = *what),
            Mistake::EmptyFile => msg!("error-empty-rule-file"),
            Mistake::LacksFact(name, _) => msg!("error-lacks-fact", fact = *name),
            Mistake::LacksParameter(name) => msg!("error-lacks-parameter", parameter = *name),
            Mistake::Reversed(least, most) => msg!("error-reversed", least = *least, most = *most),
            Mistake::ParameterTwice(name) => msg!("error-parameter-twice", parameter = *name),
            Mistake::TooDeep(most) => msg!("error-too-deep", most = *most),
            Mistake::TooManyConditions(most) => msg!("error-too-many-conditions", most = *most),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match &self.mistake {
            Mistake::Fact(error) => return error.hint(),
            Mistake::UnknownKey(_, Some(nearest), _) | Mistake::UnknownWord(_, Some(nearest), _) => {
                msg!("hint-nearest", nearest = nearest)
            }
            Mistake::UnknownKey(_, None, known) => msg!("hint-one-of", known = Arg::list(known.iter().copied())),
            Mistake::UnknownWord(_, None, known) => msg!("hint-one-of", known = Arg::list(known)),
            Mistake::MissingKey(key) => missing(key),
            Mistake::WrongType(ExpectedType::Day | ExpectedType::Bool | ExpectedType::Whole) => msg!("hint-unquoted"),
            Mistake::WrongType(_) => msg!("hint-wrong-type"),
            Mistake::Syntax(_) => msg!("hint-syntax"),
            Mistake::EmptyText => msg!("hint-empty-text"),
            Mistake::EmptyList => msg!("hint-empty-list"),
            Mistake::NotForType(..) => msg!("hint-not-for-type"),
            Mistake::NoOperator => msg!("hint-no-operator"),
            Mistake::ManyOperators(_) => msg!("hint-many-operators"),
            Mistake::MonthsAndDays => msg!("hint-months-and-days"),
            Mistake::NoLength => msg!("hint-no-length"),
            Mistake::BadLength => msg!("hint-bad-length"),
            Mistake::TooMuch(most) => msg!("hint-too-much", most = *most),
            Mistake::Duplicate(..) => msg!("hint-duplicate"),
            Mistake::BadId(_) => msg!("hint-bad-id"),
            Mistake::EndsBeforeStart => msg!("hint-ends-before-start"),
            Mistake::Overlap(_) | Mistake::Gap(_) => msg!("hint-version-dates"),
            Mistake::UnknownPlaceholder(_) => msg!("hint-unknown-placeholder"),
            Mistake::OnlyWith(key, _) => msg!("hint-only-with", key = *key),
            Mistake::UnknownBase(name) => msg!("hint-unknown-base", base = name),
            Mistake::Nothing(what) => msg!("hint-incomplete", key = *what),
            Mistake::EmptyFile => msg!("hint-empty-rule-file"),
            Mistake::LacksFact(name, kind) => msg!("hint-lacks-fact", fact = *name, type = *kind),
            Mistake::LacksParameter(name) => msg!("hint-lacks-parameter", parameter = *name),
            Mistake::Reversed(..) => msg!("hint-reversed"),
            Mistake::ParameterTwice(_) => msg!("hint-parameter-twice"),
            Mistake::TooDeep(_) => msg!("hint-too-deep"),
            Mistake::TooManyConditions(_) => msg!("hint-too-many-conditions"),
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
