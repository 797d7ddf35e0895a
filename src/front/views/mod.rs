//! What the fronts show, built once: plain structures of titled parts, which the command and the page only render.

pub mod import;
pub mod order;
pub mod report;

/// Holds a part of a view under its title.
pub struct Part<T> {
    pub title: String,
    pub content: T,
}
