//! Offline toolkit for the exports of Douyin Shop (抖店): orders, after-sales, commission, settlement, fund flow.
//!
//! The way of a file: `sheet` gives raw rows, `import` makes typed records of them, `store` keeps them, `report` answers
//! questions, and `kit` joins the rooms into use cases. `rules` judges by rule files whether a shop may close or open again.
//! `model` holds the nouns that all of them share. Doors go one way: `kit -> report -> store -> model`,
//! `kit -> import -> sheet -> model` and `kit -> rules -> model`; ARCHITECTURE.md says more.
//!
//! ```no_run
//! use shopkit::kit::{ImportOptions, Kit, Silent};
//!
//! let mut kit = Kit::open("orders.db".as_ref())?;
//! let report = kit.import("1768222209_orders.csv".as_ref(), &ImportOptions::default(), &mut Silent)?;
//! assert_eq!(report.counts.rejected, 0);
//! # Ok::<(), shopkit::kit::KitError>(())
//! ```

pub mod import;
pub mod kit;
pub mod model;
pub mod report;
pub mod rules;
pub mod sheet;
pub mod store;
