//! Charts, drawn by the program: each is a part of a page that needs no script and no other file. Their colours are those of the page:
//! light, dark, and for paper.

mod bars;
mod columns;
mod figure;
mod flows;
mod lists;
pub mod of_report;
mod over_time;
mod periods;
mod scale;
mod source;
mod value;
pub mod waterfall;

/// The style of charts.
pub const STYLE: &str = include_str!("style.css");
