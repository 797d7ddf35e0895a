//! Rule text in, verdict out: may the shop be closed, and may a closed one apply to open again?

mod condition;
mod error;
mod facts;
mod judge;
mod near;
mod notice;
mod outlook;
mod parse;
mod place;
mod read;
mod rule;
mod ruleset;
mod text;
mod truth;
mod verdict;
mod words;

#[cfg(test)]
mod tests;

pub use condition::Condition;
pub use error::{Problem, RuleError, Want};
pub use facts::{Fact, FactError};
pub use judge::judge;
pub use notice::ImpossibleFacts;
pub use outlook::{Change, FirstDay, Turn, Warning};
pub use place::Place;
pub use rule::{Check, Citation, Otherwise, Rule, Standing};
pub use ruleset::{BUILT_IN, Ruleset};
pub use text::Text;
pub use truth::Truth;
pub use verdict::{Answer, Explained, Outcome, Ruling, Scope, Verdict};
