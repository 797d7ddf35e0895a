//! The fields that a reader fills in, by the name that they are sent under, and the marks of those whose value was refused.

use maud::{Markup, html};
use shopkit::model::message::Message;
use shopkit::msg;

use crate::front::text::visible;

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
    First,
    From,
    Hour,
    Last,
    NewName,
    On,
    Period,
    Shop,
    SettlementDays,
    ShipBy,
    Sort,
    Stage,
    Standing,
    To,
    Weekday,
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
    /// A whole number within these bounds.
    Between(u64, u64),
    Percentage,
    /// One of a list.
    Choice,
    Files,
    /// One of several shops, or a new one.
    Shop,
    /// A name that is not empty.
    Name,
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
            Self::First => "first",
            Self::From => "from",
            Self::Hour => "hour",
            Self::Last => "last",
            Self::NewName => "new",
            Self::On => "on",
            Self::Period => "period",
            Self::Shop => "shop",
            Self::SettlementDays => "settlement_days",
            Self::ShipBy => "ship_by",
            Self::Sort => "sort",
            Self::Stage => "stage",
            Self::Standing => "standing",
            Self::To => "to",
            Self::Weekday => "weekday",
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
            Self::First => msg!("page-period-first"),
            Self::From => msg!("page-field-from"),
            Self::Hour => msg!("page-field-hour"),
            Self::Last => msg!("page-period-last"),
            Self::NewName => msg!("page-shops-new-name"),
            Self::On => msg!("page-field-on"),
            Self::Period => msg!("page-field-period"),
            Self::Shop => msg!("page-import-shop"),
            Self::SettlementDays => msg!("page-field-settlement-days"),
            Self::ShipBy => msg!("page-orders-ship-by"),
            Self::Sort => msg!("page-field-sort"),
            Self::Stage => msg!("page-field-stage"),
            Self::Standing => msg!("page-field-standing"),
            Self::To => msg!("page-field-to"),
            Self::Weekday => msg!("page-field-weekday"),
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
            Self::Between(least, most) => msg!("page-expected-between", least = least, most = most),
            Self::Percentage => msg!("page-expected-percentage"),
            Self::Choice => msg!("page-expected-choice"),
            Self::Files => msg!("page-expected-files"),
            Self::Shop => msg!("page-expected-shop"),
            Self::Name => msg!("page-expected-name"),
        }
    }
}

/// Holds a value that was refused, for the form that it was sent from.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The name that it was sent under.
    pub name: String,
    pub value: String,
    /// Why it was refused.
    pub message: String,
}

/// Marks a field whose value was refused; writes nothing where it was not.
#[derive(Clone, Copy)]
pub struct Mark<'r> {
    refused: Option<&'r Refused>,
    is_first: bool,
}

impl<'r> Mark<'r> {
    /// Returns the mark of a field among those that were refused.
    pub fn of(name: &str, refused: &'r [Refused]) -> Self {
        let index = refused.iter().position(|one| one.name == name);
        Self { refused: index.map(|index| &refused[index]), is_first: index == Some(0) }
    }

    /// Returns the value of `aria-invalid`.
    pub fn invalid(self) -> Option<&'static str> {
        self.refused.map(|_| "true")
    }

    /// Returns the id of what says why the value was refused.
    pub fn described_by(self) -> Option<String> {
        self.refused.map(|refused| format!("refused-{}", refused.name))
    }

    /// Tells whether the field is the first that has to be put right, which gets the focus.
    pub fn is_first(self) -> bool {
        self.is_first
    }

    /// Returns the value that was refused.
    pub fn value(self) -> Option<&'r str> {
        self.refused.map(|refused| refused.value.as_str())
    }

    /// Says why the value was refused, beneath the field.
    pub fn note(self) -> Markup {
        html! { @if let Some(refused) = self.refused { small class="refused" id=[self.described_by()] { (visible(&refused.message)) } } }
    }
}
