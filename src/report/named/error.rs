//! Why a report could not be given.

use chrono::NaiveDate;

use super::Report;
use crate::model::lang::{Explain, Lang};
use crate::model::message::Message;
use crate::store::StoreError;

/// Says why a report could not be given.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The report has no use for an option.
    #[error("{}", self.message_in(Lang::En))]
    Unfit {
        /// The report.
        report: Report,
        /// The option as it is typed, with its value where only that does not fit.
        option: String,
    },
    /// The first day is after the last.
    #[error("{}", self.message_in(Lang::En))]
    DaysTurnedRound {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// A span of more days than can be listed.
    #[error("{}", self.message_in(Lang::En))]
    TooManyDays(i64),
}

impl Explain for ReportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Unfit { .. } => "option-unfit",
            Self::DaysTurnedRound { .. } => "days-turned-round",
            Self::TooManyDays(_) => "too-many-days",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Store(error) => error.message(),
            other => Message::both(other.message_in(Lang::Zh), other.message_in(Lang::En)),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Store(error) => error.hint(),
            other => other.hint_in(Lang::Zh).zip(other.hint_in(Lang::En)).map(|(zh, en)| Message::both(zh, en)),
        }
    }

    fn message_in(&self, lang: Lang) -> String {
        match self {
            Self::Store(error) => error.message_in(lang),
            Self::Unfit { report, option } => {
                let name = report.name();
                lang.pick(format!("报表 {name} 不能用 {option}"), format!("the report {name} takes no {option}"))
            }
            Self::DaysTurnedRound { from, to } => {
                lang.pick(format!("--from {from} 在 --to {to} 之后"), format!("--from {from} is after --to {to}"))
            }
            Self::TooManyDays(days) => {
                lang.pick(format!("要列出 {days} 天，太多了"), format!("{days} days are too many to list"))
            }
        }
    }

    fn hint_in(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Store(error) => error.hint_in(lang),
            Self::Unfit { report, .. } => {
                let options: Vec<String> = report.takes().iter().map(|takes| takes.typed()).collect();
                let options = options.join(", ");
                Some(lang.pick(format!("可用：--shop, {options}"), format!("it takes --shop, {options}")))
            }
            Self::DaysTurnedRound { .. } => Some(lang.pick("把两个日期对调", "turn the two days round").to_owned()),
            Self::TooManyDays(_) => {
                Some(lang.pick("用 --from 和 --to 缩小范围", "narrow it with --from and --to").to_owned())
            }
        }
    }
}
