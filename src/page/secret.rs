//! Random words that nobody can guess.

use std::io;

use shopkit::model::hex::hex;

/// Random bytes of a secret.
const BYTES: usize = 32;

/// Random bytes of a name.
const NAME_BYTES: usize = 8;

/// Holds a random word.
pub struct Secret(String);

impl Secret {
    /// Makes one.
    pub fn new() -> io::Result<Self> {
        Ok(Self(random::<BYTES>()?))
    }

    /// Takes one that a text begins with, unless it was cut short.
    pub fn read(text: &str) -> Option<Self> {
        text.get(..2 * BYTES).map(|word| Self(word.to_owned()))
    }

    /// Returns the word.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether a text is the word, in a time that does not tell how much of it is right.
    pub fn is(&self, text: &str) -> bool {
        let differ = |differ: u8, (one, other): (u8, u8)| differ | (one ^ other);
        text.len() == self.0.len() && self.0.bytes().zip(text.bytes()).fold(0, differ) == 0
    }
}

/// Makes a random name, of letters and digits that mean the same everywhere.
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
    fn only_the_word_itself_is_it() {
        let secret = Secret::new().expect("random bytes");
        let other = Secret::new().expect("random bytes");
        assert!(secret.is(secret.as_str()) && secret.as_str().len() == 2 * BYTES);
        assert!(!secret.is(other.as_str()) && !secret.is("") && !secret.is(&secret.as_str()[1..]));
    }

    #[test]
    fn names_are_random_and_plain() {
        let [one, other] = [random_name(), random_name()].map(|name| name.expect("random bytes"));
        assert!(one != other && one.len() == 16 && one.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
