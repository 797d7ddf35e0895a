//! What conditions ask, as people read it.

use super::condition::{Condition, Test, Than};
use crate::model::message::{Arg, Message};
use crate::msg;

impl Condition {
    /// Says what the condition asks, without its parts. Facts and values are named as rule files name them.
    pub fn describe(&self) -> Message {
        match &self.test {
            Test::All(_) => msg!("condition-all"),
            Test::Any(_) => msg!("condition-any"),
            Test::Not(_) => msg!("condition-not"),
            Test::In(fact, values) => {
                let names = Arg::list(values.iter().map(ToString::to_string));
                msg!("condition-in", fact = fact, count = values.len(), values = names)
            }
            Test::AtLeast(fact, least) => msg!("condition-at-least", fact = fact, number = *least),
            Test::AtMost(fact, most) => msg!("condition-at-most", fact = fact, number = *most),
            Test::Before(fact, than) => msg!("condition-before", fact = fact, day = than.name()),
            Test::After(fact, than) => msg!("condition-after", fact = fact, day = than.name()),
            Test::Happened(fact, true) => msg!("condition-happened", fact = fact),
            Test::Happened(fact, false) => msg!("condition-not-happened", fact = fact),
            Test::Elapsed(since, length) => {
                msg!("condition-elapsed", count = since.len(), facts = Arg::list(since), length = *length)
            }
            Test::ValidFor(fact, length) => msg!("condition-valid-for", fact = fact, length = *length),
        }
    }
}

impl Than {
    fn name(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Fact(fact) => fact.clone(),
        }
    }
}
