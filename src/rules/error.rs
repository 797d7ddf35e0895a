//! What is wrong with a rule file, where, and what to do about it.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::place::Place;
use crate::model::fact::FactType;
use crate::model::lang::{Explain, Lang};

/// Says what is wrong at a place of a rule file, a facts file or a file of cases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {}", self.message_in(Lang::En))]
pub struct RuleError {
    /// Where.
    pub place: Place,
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
    /// No fact has the name; the nearest name that one has.
    UnknownFact(String, Option<String>),
    /// The operator does not fit the type of the fact: operator, fact, its type.
    NotForType(&'static str, String, &'static str),
    /// The value cannot be read as one of the fact: value, fact, its type.
    BadValue(String, String, FactType),
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
    /// The name is taken; by what.
    Duplicate(String, Place),
    /// The id does not begin with a check's name and a dot.
    BadId(String),
    /// The last day lies before the first.
    EndsBeforeStart,
    /// This version begins before the one before it has ended.
    Overlap(Place),
    /// No version covers the days between the version before and this one.
    Gap(Place),
    /// The text names something in braces that has no value here.
    UnknownPlaceholder(String),
    /// The key makes sense only together with another.
    OnlyWith(&'static str, &'static str),
    /// A case names a base that the file does not have.
    UnknownBase(String),
    /// The files together lack something.
    Nothing(&'static str),
    /// The file says nothing at all.
    EmptyFile,
    /// The files lack a fact that the program reads; name and type.
    LacksFact(&'static str, &'static str),
    /// The files lack a number that the program reckons with.
    LacksParameter(&'static str),
    /// The least of two numbers is more than the most.
    Reversed(&'static str, &'static str),
    /// The number has a value of that day already.
    ParameterTwice(&'static str),
    /// The number is out of the range of the fact: fact, smallest, largest.
    OutOfRange(String, u64, u64),
    /// A condition holds others in too many layers.
    TooDeep(usize),
    /// A rule has too many conditions.
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
    fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Table => lang.pick("表，即 { 键 = 值 }", "a table, { key = value }"),
            Self::Text => lang.pick("引号里的文字", "a text in quotes"),
            Self::Bool => lang.pick("true 或 false", "true or false"),
            Self::Whole => lang.pick("非负整数", "a whole number that is not negative"),
            Self::Day => lang.pick("不带引号的日期，如 2024-07-03", "a day without quotes, such as 2024-07-03"),
            Self::List => lang.pick("列表，即 [ 值, … ]", "a list, [ value, ... ]"),
            Self::Single => lang.pick("单个值", "a single value"),
        }
    }
}

/// Longer lines, in bytes, are not shown: nobody would find the place in them.
const LONGEST_SHOWN: usize = 2_000;

impl RuleError {
    /// Returns the error as compilers show it: message, `file:line:column`, the line, and a hint.
    pub fn render(&self, lang: Lang) -> String {
        let source = &self.place.source;
        let span = self.place.span.start.min(source.text.len())..self.place.span.end.min(source.text.len());
        let title =
            Level::ERROR.with_name(lang.pick("错误", "error")).primary_title(self.message_in(lang)).id(self.code());
        let mut group = if self.place.line_length() > LONGEST_SHOWN {
            let origin = Origin::path(source.name.as_str()).line(self.place.line()).char_column(self.place.column());
            title.element(origin)
        } else {
            let snippet = Snippet::source(&source.text).path(&source.name);
            title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
        };
        if let Some(earlier) = self.problem.earlier() {
            let name = lang.pick("前一处在", "the earlier one is at");
            group =
                group.element(Level::NOTE.with_name(lang.pick("说明", "note")).message(format!("{name} {earlier}")));
        }
        if let Some(hint) = self.hint_in(lang) {
            group = group.element(Level::HELP.with_name(lang.pick("提示", "help")).message(hint));
        }
        Renderer::plain().render(&[group])
    }
}

impl Problem {
    fn earlier(&self) -> Option<&Place> {
        match self {
            Self::Duplicate(_, earlier) | Self::Overlap(earlier) | Self::Gap(earlier) => Some(earlier),
            _ => None,
        }
    }
}

impl Explain for RuleError {
    fn code(&self) -> &'static str {
        match self.problem {
            Problem::Syntax(_) => "syntax",
            Problem::UnknownKey(..) => "unknown-key",
            Problem::MissingKey(_) => "missing-key",
            Problem::WrongType(_) => "wrong-type",
            Problem::EmptyText => "empty-text",
            Problem::EmptyList => "empty-list",
            Problem::UnknownWord(..) => "unknown-word",
            Problem::UnknownFact(..) => "unknown-fact",
            Problem::NotForType(..) => "not-for-type",
            Problem::BadValue(..) | Problem::OutOfRange(..) | Problem::Reversed(..) => "bad-value",
            Problem::NoOperator => "no-operator",
            Problem::ManyOperators(_) => "many-operators",
            Problem::MonthsAndDays => "months-and-days",
            Problem::NoLength => "no-length",
            Problem::BadLength => "bad-length",
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

    fn message_in(&self, lang: Lang) -> String {
        match &self.problem {
            Problem::Syntax(detail) => lang.pick(format!("不是有效的 TOML：{detail}"), format!("not TOML: {detail}")),
            Problem::UnknownKey(key, ..) => {
                lang.pick(format!("这里不认识键“{key}”"), format!("the key \"{key}\" means nothing here"))
            }
            Problem::MissingKey(key) => lang.pick(format!("缺少“{key}”"), format!("\"{key}\" is missing")),
            Problem::WrongType(want) => {
                let want = want.text(lang);
                lang.pick(format!("值的类型不对，应为：{want}"), format!("this must be {want}"))
            }
            Problem::EmptyText => lang.pick("文字是空的", "the text is empty").to_owned(),
            Problem::EmptyList => lang.pick("列表是空的", "the list is empty").to_owned(),
            Problem::UnknownWord(word, ..) => {
                lang.pick(format!("这里不认识“{word}”"), format!("\"{word}\" is not one of the words known here"))
            }
            Problem::UnknownFact(name, _) => {
                lang.pick(format!("没有名为“{name}”的事实"), format!("no fact is named \"{name}\""))
            }
            Problem::NotForType(operator, fact, kind) => lang.pick(
                format!("“{operator}”不能用于 {kind} 类型的事实“{fact}”"),
                format!("\"{operator}\" does not fit the fact \"{fact}\" of type {kind}"),
            ),
            Problem::BadValue(value, fact, _) => lang.pick(
                format!("“{value}”不是事实“{fact}”的值"),
                format!("\"{value}\" is no value of the fact \"{fact}\""),
            ),
            Problem::NoOperator => lang.pick("条件里没有运算符", "the condition has no operator").to_owned(),
            Problem::ManyOperators(keys) => lang.pick(
                format!("一个条件只能有一个运算符，这里有：{}", keys.join("、")),
                format!("a condition has one operator, this one has: {}", keys.join(", ")),
            ),
            Problem::MonthsAndDays => {
                lang.pick("月和天不能混用", "a length is in months or in days, never in both").to_owned()
            }
            Problem::NoLength => lang.pick("没有写多长", "no length is given").to_owned(),
            Problem::BadLength => lang.pick("长度不合理", "no rule has such a length").to_owned(),
            Problem::Duplicate(name, _) => lang.pick(format!("“{name}”重复了"), format!("\"{name}\" is there already")),
            Problem::BadId(id) => lang.pick(
                format!("编号“{id}”没有以检查名开头"),
                format!("the id \"{id}\" does not begin with the name of a check"),
            ),
            Problem::EndsBeforeStart => lang.pick("失效日早于生效日", "the last day lies before the first").to_owned(),
            Problem::Overlap(_) => lang
                .pick("这一版生效时前一版还没有失效", "this version begins before the one before it has ended")
                .to_owned(),
            Problem::Gap(_) => lang
                .pick("前一版失效后到这一版生效前有空档", "no version covers the days before this one begins")
                .to_owned(),
            Problem::UnknownPlaceholder(name) => {
                lang.pick(format!("花括号里的“{name}”在这里没有值"), format!("\"{name}\" in braces has no value here"))
            }
            Problem::OnlyWith(key, other) => lang
                .pick(format!("“{key}”只有在 {other} 时才有意义"), format!("\"{key}\" makes sense only with {other}")),
            Problem::UnknownBase(name) => {
                lang.pick(format!("没有名为“{name}”的 base"), format!("the file has no base \"{name}\""))
            }
            Problem::Nothing(what) => {
                lang.pick(format!("规则文件里没有 {what}"), format!("the rule files have no {what}"))
            }
            Problem::EmptyFile => lang.pick("文件里什么都没有", "the file says nothing").to_owned(),
            Problem::LacksFact(name, _) => lang.pick(
                format!("规则文件里没有程序要用的事实“{name}”"),
                format!("the rule files lack the fact \"{name}\", which the program reads"),
            ),
            Problem::LacksParameter(name) => lang.pick(
                format!("规则文件里没有程序要用的参数“{name}”"),
                format!("the rule files lack the parameter \"{name}\", which the program reckons with"),
            ),
            Problem::Reversed(least, most) => lang.pick(
                format!("参数“{least}”大于“{most}”"),
                format!("the parameter \"{least}\" is more than \"{most}\""),
            ),
            Problem::ParameterTwice(name) => lang.pick(
                format!("参数“{name}”在这一天已经有值了"),
                format!("the parameter \"{name}\" has a value from this day already"),
            ),
            Problem::OutOfRange(fact, least, most) => lang.pick(
                format!("事实“{fact}”只能是 {least} 到 {most}"),
                format!("the fact \"{fact}\" lies between {least} and {most}"),
            ),
            Problem::TooDeep(most) => lang
                .pick(format!("条件嵌套超过 {most} 层"), format!("conditions stand in more than {most} layers here")),
            Problem::TooManyConditions(most) => lang
                .pick(format!("一条规则的条件超过 {most} 个"), format!("a rule has more than {most} conditions here")),
        }
    }

    fn hint_in(&self, lang: Lang) -> Option<String> {
        let did_you_mean = |near: &Option<String>| {
            near.as_ref().map(|near| lang.pick(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")))
        };
        let one_of = |words: String| lang.pick(format!("可用：{words}"), format!("known here: {words}"));
        Some(match &self.problem {
            Problem::UnknownKey(_, near, known) => did_you_mean(near).unwrap_or_else(|| one_of(known.join(", "))),
            Problem::UnknownWord(_, near, known) => did_you_mean(near).unwrap_or_else(|| one_of(known.join(", "))),
            Problem::UnknownFact(_, near) => did_you_mean(near)
                .unwrap_or_else(|| lang.pick("事实列在 facts.toml 里", "facts.toml lists the facts").to_owned()),
            Problem::BadValue(_, _, kind) => forms(kind, lang),
            Problem::MissingKey(key) => missing(key, lang),
            Problem::EmptyText => lang.pick("中英文都要写", "write it in both languages").to_owned(),
            Problem::NoOperator => lang
                .pick(
                    "写 all、any、not、elapsed、valid_for，或 fact 加 is、in、at_least、at_most、before、after、happened 之一",
                    "write all, any, not, elapsed or valid_for; or fact with one of is, in, at_least, at_most, before, after, happened",
                )
                .to_owned(),
            Problem::ManyOperators(_) => {
                lang.pick("用 all 或 any 把它们连起来", "join them with all or any").to_owned()
            }
            Problem::MonthsAndDays => lang
                .pick("一个月不等于 30 天；只留原文写的那一种", "a month is not 30 days; keep the one that the text has")
                .to_owned(),
            Problem::NoLength => lang.pick("写 months = N 或 days = N", "write months = N or days = N").to_owned(),
            Problem::BadLength => {
                lang.pick(
                    "等待：1 到 1200 个月，或 1 到 36600 天；参数：至多 3660 天",
                    "a wait: 1 to 1200 months, or 1 to 36600 days; a parameter: up to 3660 days",
                ).to_owned()
            }
            Problem::Duplicate(..) => lang
                .pick("只留一个；同一规则的各版本要有不同的 effective_from", "keep one of them; versions of one rule differ in effective_from")
                .to_owned(),
            Problem::BadId(_) => lang.pick("写成 close.名称 或 reopen.名称", "write close.NAME or reopen.NAME").to_owned(),
            Problem::Overlap(_) | Problem::Gap(_) => lang
                .pick(
                    "前一版的 effective_to 应为这一版 effective_from 的前一天",
                    "the version before must have effective_to on the day before this effective_from",
                )
                .to_owned(),
            Problem::UnknownPlaceholder(_) => lang
                .pick("可用：规则里出现的事实名，以及 earliest", "known here: the facts that the rule names, and earliest")
                .to_owned(),
            Problem::Syntax(_) => {
                lang.pick("检查这一行的引号、括号和逗号", "check the quotes, brackets and commas of this line").to_owned()
            }
            Problem::WrongType(Want::Day | Want::Bool | Want::Whole) => {
                lang.pick("去掉引号或改正写法", "write it without quotes and in this form").to_owned()
            }
            Problem::WrongType(_) => {
                lang.pick("内置规则文件里有写法的例子", "the built-in rule files show how it is written").to_owned()
            }
            Problem::EmptyList => lang.pick("写出至少一项，或删去这个条件", "name at least one, or leave the condition out").to_owned(),
            Problem::NotForType(..) => lang
                .pick(
                    "is 用于 bool、choice 和 none、long-term；in 用于 choice；at_least、at_most 用于 count；before、after、happened、elapsed 用于 date；valid_for 用于 expiry",
                    "is fits bool, choice, none and long-term; in fits choice; at_least and at_most fit count; before, after, happened and elapsed fit date; valid_for fits expiry",
                )
                .to_owned(),
            Problem::OnlyWith(key, _) => lang.pick(format!("删去 {key}"), format!("leave {key} out")),
            Problem::EndsBeforeStart => lang
                .pick("effective_to 是仍然有效的最后一天", "effective_to is the last day on which it is in force")
                .to_owned(),
            Problem::UnknownBase(name) => lang.pick(format!("加上 [base.{name}]"), format!("add [base.{name}]")),
            Problem::Nothing(what) => lang.pick(format!("加上 {what}"), format!("add {what}")),
            Problem::EmptyFile => lang
                .pick("写上规则，或删去这个文件", "write rules into it, or remove the file")
                .to_owned(),
            Problem::LacksFact(name, kind) => lang.pick(
                format!("加上 name = \"{name}\"、type = \"{kind}\" 的 [[fact]]"),
                format!("add a [[fact]] with name = \"{name}\" and type = \"{kind}\""),
            ),
            Problem::LacksParameter(name) => lang.pick(
                format!("加上 name = \"{name}\" 的 [[parameter]]"),
                format!("add a [[parameter]] with name = \"{name}\""),
            ),
            Problem::ParameterTwice(_) => lang.pick("只留一个", "keep one of them").to_owned(),
            Problem::Reversed(..) => lang.pick("核对这两个值", "check both values").to_owned(),
            Problem::OutOfRange(_, least, most) => {
                lang.pick(format!("写 {least} 到 {most} 的整数"), format!("write a whole number from {least} to {most}"))
            }
            Problem::TooDeep(_) => {
                lang.pick("用 all、any 并列写出", "write them side by side with all or any").to_owned()
            }
            Problem::TooManyConditions(_) => lang.pick("拆成几条规则", "make several rules of it").to_owned(),
        })
    }
}

/// Says what to add where a key is missing.
fn missing(key: &str, lang: Lang) -> String {
    let (zh, en) = match key {
        "zh" | "en" => {
            ("中英文都要写：{ zh = \"…\", en = \"…\" }", "write both languages: { zh = \"...\", en = \"...\" }")
        }
        "quote" | "seen_on" | "standing" => (
            "source 要有 name、quote、seen_on、standing，可以有 section、url 和 paraphrase",
            "a source has name, quote, seen_on and standing, and may have section, url and paraphrase",
        ),
        "effective_from" | "require" | "otherwise" | "title" | "reason" | "remedy" | "source" => (
            "每条规则都有 id、effective_from、require、otherwise、title、reason、remedy、source",
            "every rule has id, effective_from, require, otherwise, title, reason, remedy and source",
        ),
        key => return lang.pick(format!("加上 {key} = …"), format!("add {key} = ...")),
    };
    lang.pick(zh, en).to_owned()
}

/// Says how a value of the type is written.
pub(super) fn forms(kind: &FactType, lang: Lang) -> String {
    let (zh, en) = match kind {
        FactType::Bool => ("写 true 或 false（也可写 yes、no、是、否）", "write true or false (or yes, no, 是, 否)"),
        FactType::Date => (
            "写日期，如 2024-08-31 或 2024-08-31 10:30；尚未发生写 none",
            "write a date such as 2024-08-31 or 2024-08-31 10:30, or none where it has not happened",
        ),
        FactType::Expiry => {
            ("写到期日，如 2030-01-31；长期有效写 long-term", "write the last day, such as 2030-01-31, or long-term")
        }
        FactType::Count => ("写非负整数，如 0", "write a whole number such as 0"),
        FactType::Choice(names) => {
            let names = names.join(", ");
            return lang.pick(format!("可用：{names}"), format!("known here: {names}"));
        }
    };
    lang.pick(zh, en).to_owned()
}
