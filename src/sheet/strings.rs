//! The shared strings of a workbook, kept compactly.

use super::scan::{Has, Odd, entities};

/// Holds strings one after another, and where each ends.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Returns a string by its number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }

    /// Adds the strings of whole `<si>` elements; anything but plain text in them is odd.
    pub(super) fn add(&mut self, xml: &str) -> Result<(), Odd> {
        let has = Has::of(xml);
        let mut rest = xml.trim_ascii_start();
        while !rest.is_empty() {
            rest = self.add_one(rest, has)?.trim_ascii_start();
        }
        Ok(())
    }

    fn add_one<'x>(&mut self, xml: &'x str, has: Has) -> Result<&'x str, Odd> {
        let start = self.text.len();
        if let Some(rest) = xml.strip_prefix("<si/>").or_else(|| xml.strip_prefix("<si></si>")) {
            self.ends.push(start);
            return Ok(rest);
        }
        let (preserve, inner) = if let Some(inner) = xml.strip_prefix("<si><t>") {
            (false, inner)
        } else if let Some(inner) = xml.strip_prefix("<si><t xml:space=\"preserve\">") {
            (true, inner)
        } else if let Some(rest) = xml.strip_prefix("<si><t/></si>") {
            self.ends.push(start);
            return Ok(rest);
        } else {
            return Err(Odd);
        };
        let end = memchr::memchr(b'<', inner.as_bytes()).ok_or(Odd)?;
        entities(&inner[..end], preserve, has, &mut self.text)?;
        self.ends.push(self.text.len());
        inner[end..].strip_prefix("</t></si>").ok_or(Odd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_by_number() {
        let mut strings = Strings::default();
        let xml = "<si><t>甲</t></si>\n<si><t xml:space=\"preserve\"> a&amp;b </t></si><si/><si><t> x </t></si>";
        assert!(strings.add(xml).is_ok());
        let all: Vec<Option<&str>> = (0..5).map(|number| strings.get(number)).collect();
        assert_eq!(all, [Some("甲"), Some(" a&b "), Some(""), Some("x"), None]);
        assert!(strings.add("<si><r><t>rich</t></r></si>").is_err());
    }
}
