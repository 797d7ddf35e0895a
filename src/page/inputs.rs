//! The fields of forms that stand in an address: each with the value that was sent, and marked where that was refused.

use maud::{Markup, html};
use shopkit::model::time::parse_day;

use super::field::Field;
use super::request::Request;

/// Writes a field for a day.
pub fn day(request: &Request, field: Field) -> Markup {
    let sent = request.sent(field);
    let value = parse_day(sent).map_or_else(|| sent.to_owned(), |day| day.to_string());
    input(request, field, day_type(&value), &value, None)
}

/// Returns the type of the field for a day: a browser shows no other text in a field for days than a day.
pub fn day_type(value: &str) -> &'static str {
    if value.is_empty() || parse_day(value).is_some() { "date" } else { "text" }
}

/// Writes a field for a text; `example` shows in it while it is empty.
pub fn text(request: &Request, field: Field, example: &str) -> Markup {
    input(request, field, "text", request.sent(field), Some(example))
}

fn input(request: &Request, field: Field, kind: &str, value: &str, example: Option<&str>) -> Markup {
    let mark = request.mark(field);
    html! {
        input name=(field.name()) type=(kind) value=(value) placeholder=[example]
            aria-invalid=[mark.invalid()] aria-describedby=[mark.described_by()] autofocus[mark.is_first()];
        (mark.note())
    }
}
