//! Numbers of the fast path, which reads the usual shapes of XML.

use std::str::FromStr;

/// The shape of a piece of XML is not one that the fast path reads. The exact reader takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsupported;

/// Reads a whole number in digits without a sign.
pub(super) fn whole<T: FromStr>(text: &str) -> Result<T, Unsupported> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().map_err(|_| Unsupported) } else { Err(Unsupported) }
}

/// Reads a number of digits, which may have a sign, a point and an exponent.
pub(super) fn number(text: &str) -> Result<f64, Unsupported> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    if plain { text.parse().map_err(|_| Unsupported) } else { Err(Unsupported) }
}
