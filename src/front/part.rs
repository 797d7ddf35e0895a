//! The parts that views are made of.

/// Holds a titled part of a view. A part without entries is not shown.
pub struct Part<T> {
    pub title: String,
    pub entries: Vec<T>,
}

impl<T> Part<T> {
    pub fn new(title: String, entries: impl IntoIterator<Item = T>) -> Self {
        Self { title, entries: entries.into_iter().collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
