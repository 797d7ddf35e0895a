//! The overview: the figures, charts and days that a seller looks at, as parts of a page.

mod answers;
mod calendar;
mod charts;
mod figures;
pub mod page;

pub use answers::{Answer, Answers, Asked, told_by};

/// Returns how the parts look beside what all pages share.
pub fn style() -> String {
    format!("{}{}", page::STYLE, charts::STYLE)
}
