//! What a rule file says cannot be true together.

use super::condition::Condition;
use super::facts::FactBook;
use super::parse::condition;
use super::reader::{Reader, Value};
use super::text::Text;

/// Says that facts cannot be true together.
#[derive(Debug, Clone)]
pub(super) struct Impossible {
    pub(super) when: Condition,
    pub(super) text: Text,
}

impl Impossible {
    pub(super) fn read(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Self> {
        let fields = reader.fields(value, &["when", "text"])?;
        let when = reader.need(&fields, "when").and_then(|when| condition(reader, book, when));
        let text = reader.need(&fields, "text").and_then(|text| reader.text(text));
        Some(Self { when: when?, text: text? })
    }
}
