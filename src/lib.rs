//! Offline toolkit for the exports of Douyin Shop (抖店): orders, after-sales, commission, settlement, movements of money, fees and costs.
//!
//! The way of a file: `sheet` gives raw rows, `import` makes typed records of them, `store` keeps them, `report` answers
//! questions, and `kit` joins the rooms into use cases. `rules` judges by rule files whether a shop may close or open again.
//! `model` holds the nouns that all of them share. Doors go one way: `kit -> report -> store -> model`,
//! `kit -> import -> sheet -> model` and `kit -> rules -> model`; ARCHITECTURE.md says more. With `default-features = false`
//! the library is built alone; `examples/embed.rs` shows a program that uses it.
//!
//! ```
//! use shopkit::kit::{ImportOptions, Kit, Silent};
//! # let file = "fixtures/sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";
//!
//! // `Kit::open` keeps a database in a file; this one is gone when it is closed.
//! let mut kit = Kit::open_scratch()?;
//! let import = kit.import(file.as_ref(), &ImportOptions::default(), &mut Silent)?;
//! assert!(import.counts.inserted > 0);
//! assert_eq!(import.counts.rejected, 0);
//! # Ok::<(), shopkit::kit::KitError>(())
//! ```

pub mod import;
pub mod kit;
#[cfg(feature = "lake")]
pub mod lake;
pub mod model;
pub mod packed;
pub mod report;
pub mod rules;
pub mod sheet;
pub mod store;
#[cfg(feature = "texts")]
pub mod texts;
