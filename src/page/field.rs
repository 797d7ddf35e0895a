//! The fields that a reader fills in, by the name that they are sent under.

use shopkit::model::message::Message;
use shopkit::msg;

/// Names a field whose value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    AfterSaleDays,
    Basis,
    Before,
    By,
    Cap,
    CommissionRate,
    Compare,
    ExportedAt,
    Files,
    From,
    On,
    Period,
    Sort,
    Standing,
    To,
    What,
}

/// Names what a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Day,
    Moment,
    /// A period, without the days beside it.
    Period,
    Number,
    Percentage,
    /// One of a list.
    Choice,
    Files,
}

impl Field {
    /// Returns the name that it is sent under.
    pub fn name(self) -> &'static str {
        match self {
            Self::AfterSaleDays => "after_sale_days",
            Self::Basis => "basis",
            Self::Before => "before",
            Self::By => "by",
            Self::Cap => "cap",
            Self::CommissionRate => "commission_rate",
            Self::Compare => "compare",
            Self::ExportedAt => "exported_at",
            Self::Files => "file",
            Self::From => "from",
            Self::On => "on",
            Self::Period => "period",
            Self::Sort => "sort",
            Self::Standing => "standing",
            Self::To => "to",
            Self::What => "what",
        }
    }

    /// Returns what a reader sees beside it.
    pub fn label(self) -> Message {
        match self {
            Self::AfterSaleDays => msg!("page-field-after-sale-days"),
            Self::Basis => msg!("page-field-basis"),
            Self::Before => msg!("page-field-before"),
            Self::By => msg!("page-field-by"),
            Self::Cap => msg!("page-field-cap"),
            Self::CommissionRate => msg!("page-field-commission-rate"),
            Self::Compare => msg!("page-field-compare"),
            Self::ExportedAt => msg!("page-field-exported-at"),
            Self::Files => msg!("page-field-files"),
            Self::From => msg!("page-field-from"),
            Self::On => msg!("page-field-on"),
            Self::Period => msg!("page-field-period"),
            Self::Sort => msg!("page-field-sort"),
            Self::Standing => msg!("page-field-standing"),
            Self::To => msg!("page-field-to"),
            Self::What => msg!("page-field-what"),
        }
    }
}

impl Expected {
    /// Returns it in words.
    pub fn message(self) -> Message {
        match self {
            Self::Day => msg!("page-expected-day"),
            Self::Moment => msg!("page-expected-moment"),
            Self::Period => msg!("page-expected-period"),
            Self::Number => msg!("page-expected-number"),
            Self::Percentage => msg!("page-expected-percentage"),
            Self::Choice => msg!("page-expected-choice"),
            Self::Files => msg!("page-expected-files"),
        }
    }
}
