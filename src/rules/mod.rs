//! Rules in, verdict out: may the shop be closed, and may a closed one apply to reopen?
//!
//! Pure: no files, no clock, no SQL, no printing; the day of the check is an argument. Foreign crates: `toml` reads the files,
//! `annotate-snippets` shows what is wrong with them, `sha2` makes the fingerprint of a ruleset.
//!
//! [`Ruleset::read`] takes texts (`facts.toml`, `reopen.toml`, `close.toml`, or a user's own) and gives a ruleset or
//! every error in them. [`judge`] judges facts by each rule in force and gives a [`Verdict`], whose methods give reasons, needed facts,
//! warnings, other readings of the wait, the timeline and the tree of conditions. [`cases`] runs the cases beside the rules, and
//! [`lint`] finds conditions that make no difference.
//!
//! # How `kit` uses this
//!
//! ```
//! use shopkit::model::fact::{Facts, Origin};
//! use shopkit::model::lang::Lang;
//! use shopkit::rules::{Answer, Check, Ruleset, Scope, judge};
//!
//! // The built-in rules, or `Ruleset::read(&[(name, text), ...])` for the files under `--rules DIR`.
//! let rules = Ruleset::built_in();
//!
//! // From the weakest origin to the strongest: orders, declared, file, flag. Each may clear what came before (`unknown`).
//! let mut facts = Facts::default();
//! facts.set("closure.closed_on", rules.parse_fact("closure.closed_on", "2024-08-31")?, Origin::Declared);
//! let file = "[closure]\ndeposit_refunded_on = 2024-09-03";
//! for (name, written) in rules.read_facts("facts.toml", file).expect("the file is in order") {
//!     facts.set(&name, written, Origin::File);
//! }
//!
//! // Facts that cannot all be true are an error; everything else is an answer.
//! let on = "2025-03-01".parse().expect("a day");
//! let verdict = judge(rules, Check::Reopen, &facts, on, Scope::All)?;
//! assert_eq!(verdict.answer, Answer::NotYet);
//! assert_eq!(verdict.earliest.map(|day| day.to_string()).as_deref(), Some("2025-03-04"));
//! for ruling in &verdict.rulings {
//!     let _ = (&ruling.rule.id, ruling.outcome.as_str(), ruling.earliest, verdict.reason(ruling));
//!     let _ = (verdict.facts_of(ruling), ruling.rule.remedy.pick(Lang::Zh), &ruling.rule.source);
//! }
//! let _ = (verdict.needed_facts(), verdict.warnings(), verdict.readings(), verdict.timeline(), verdict.note());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alternatives;
pub mod cases;
mod citation;
mod codes;
mod condition;
mod contradiction;
mod describe;
mod error;
mod fact_error;
mod facts;
mod implied;
mod impossible;
mod infer;
mod judge;
pub mod known_facts;
pub mod lint;
mod location;
mod logic;
mod needed;
mod notes;
mod parameter;
mod parse;
mod published;
mod reader;
mod readings;
mod reasons;
mod rule;
mod ruleset;
mod ruling;
mod text;
mod thresholds;
mod timeline;
mod verdict;
mod waits;
mod warning_rule;
mod warnings;

#[cfg(all(test, feature = "texts"))]
mod tests;

pub use alternatives::Alternative;
pub use citation::Citation;
pub use codes::{Answer, Check, Consequence, RuleOutcome, Scope, Standing};
pub use condition::Condition;
pub use contradiction::{ImpossibleFact, ImpossibleFacts};
pub use error::{ExpectedType, Mistake, RuleError};
pub use fact_error::FactError;
pub use facts::Fact;
pub use infer::infer;
pub use location::Location;
pub use logic::Truth;
pub use parameter::{Parameter, ParameterValue};
pub use published::{PublishedText, TextVersion};
pub use readings::FirstDay;
pub use rule::Rule;
pub use ruleset::{BUILT_IN, Ruleset};
pub use ruling::Ruling;
pub use text::Text;
pub use timeline::{TimelineChange, TimelineEntry, WaitsOver};
pub use verdict::{EvaluatedCondition, NoVerdict, Verdict, judge};
pub use waits::{Wait, WaitEnd};
pub use warnings::VerdictWarning;
