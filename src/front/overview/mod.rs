//! The overview: the figures, charts and days that a seller looks at, as parts of a page and as a file.

mod answers;
mod calendar;
pub mod file;
mod key_figures;
pub mod sections;

use super::charts;

pub use answers::{Answers, OverviewOptions, grouping};
pub use key_figures::ComparedSales;

/// Returns the style of the parts, besides that of all pages.
pub fn style() -> String {
    format!("{}{}", sections::STYLE, charts::STYLE)
}
