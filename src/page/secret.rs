//! Random secrets and names.

use std::io;

use shopkit::model::hex::hex;

/// Random bytes of a secret.
const BYTES: usize = 32;

/// Random bytes of a name.
const NAME_BYTES: usize = 8;

/// Holds a random secret, in hexadecimal digits.
pub struct Secret(String);

impl Secret {
    /// Makes a new secret.
    pub fn new() -> io::Result<Self> {
        Ok(Self(random::<BYTES>()?))
    }

    /// Reads a secret from the beginning of a text, unless the text is too short.
    pub fn parse(text: &str) -> Option<Self> {
        text.get(..2 * BYTES).map(|digits| Self(digits.to_owned()))
    }

    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether a text is the secret. The time this takes does not depend on how many digits are right.
    pub fn matches(&self, text: &str) -> bool {
        let differ = |differ: u8, (one, other): (u8, u8)| differ | (one ^ other);
        text.len() == self.0.len() && self.0.bytes().zip(text.bytes()).fold(0, differ) == 0
    }
}

/// Makes a random name of hexadecimal digits, which no file system or browser changes.
pub fn random_name() -> io::Result<String> {
    random::<NAME_BYTES>()
}

fn random<const BYTES: usize>() -> io::Result<String> {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_matches_itself_alone() {
        let secret = Secret::new().expect("random bytes");
        let other = Secret::new().expect("random bytes");
        assert!(secret.matches(secret.as_str()) && secret.as_str().len() == 2 * BYTES);
        assert!(!secret.matches(other.as_str()) && !secret.matches("") && !secret.matches(&secret.as_str()[1..]));
    }

    #[test]
    fn names_are_random_and_plain() {
        let [one, other] = [random_name(), random_name()].map(|name| name.expect("random bytes"));
        assert!(one != other && one.len() == 16 && one.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
