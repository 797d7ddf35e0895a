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
    if let Some(number) = short_number(text) {
        return Ok(number);
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    if plain { text.parse().map_err(|_| Unsupported) } else { Err(Unsupported) }
}

/// The most digits of a number below 2^53, whatever they are.
const EXACT_DIGITS: usize = 15;

/// Reads up to 15 digits, with or without a point among them and a minus. A float holds the digits and the power of ten exactly, so
/// their quotient is the float that is nearest to the number.
fn short_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let ([b'0'..=b'9', .., b'0'..=b'9'] | [b'0'..=b'9']) = digits.as_bytes() else { return None };
    if digits.len() > EXACT_DIGITS + 1 {
        return None;
    }
    let (mut number, mut power, mut has_point) = (0_u64, 1_u64, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                number = number * 10 + u64::from(byte - b'0');
                power *= if has_point { 10 } else { 1 };
            }
            b'.' if !has_point => has_point = true,
            _ => return None,
        }
    }
    if digits.len() - usize::from(has_point) > EXACT_DIGITS {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "both are below 2^53")]
    let value = number as f64 / power as f64;
    Some(if digits.len() == text.len() { value } else { -value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_number_is_left_to_the_exact_reader() {
        for text in ["", "-", ".", "1.2.3", "--1", "1,2", "inf", "NaN", "0x1", "1e", "e1"] {
            assert_eq!(number(text), Err(Unsupported), "{text}");
        }
    }

    proptest! {
        #[test]
        fn numbers_are_the_nearest_floats(text in "[+-]?[0-9]{0,18}([.][0-9]{0,18})?(e-?[0-9]{1,3})?") {
            let wanted = text.parse::<f64>().map(f64::to_bits).map_err(|_| Unsupported);
            prop_assert_eq!(number(&text).map(f64::to_bits), wanted);
        }
    }
}
