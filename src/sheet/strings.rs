//! The shared strings of a workbook, kept compactly.

use std::io::BufRead;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::damage::Damage;
use super::entities::{Features, resolve};
use super::error::Problem;
use super::metered::Metered;
use super::rich;
use super::scalars::Unsupported;
use super::tag;

/// All strings in one text, with the end of each.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

/// The bytes of XML of the shortest usual string.
const SHORT: usize = 24;

impl Strings {
    /// Reserves space for the strings of this many bytes of XML, which are shorter than it. On most systems reserved space uses no memory
    /// until it is filled, while growing step by step would hold everything twice.
    pub(super) fn for_xml(bytes: usize) -> Self {
        let mut strings = Self::default();
        // If the space cannot be reserved, it grows step by step.
        let _ = strings.text.try_reserve_exact(bytes);
        let _ = strings.ends.try_reserve_exact(bytes / SHORT);
        strings
    }

    /// Returns a string by its number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start as usize..end as usize])
    }

    /// Adds the strings of complete `<si>` elements.
    pub(super) fn add(&mut self, xml: &str) -> Result<(), Unsupported> {
        let features = Features::of(xml);
        let mut rest = xml.trim_ascii_start();
        while !rest.is_empty() {
            let start = self.text.len();
            rest = self.plain(rest, features).or_else(|Unsupported| {
                self.text.truncate(start);
                self.rich(rest)
            })?;
            self.end()?;
            rest = rest.trim_ascii_start();
        }
        Ok(())
    }

    /// Reads the strings of a complete part in any shape.
    pub(super) fn read(part: impl BufRead) -> Result<Self, Problem> {
        let mut reader = Reader::from_reader(Metered::new(part));
        reader.config_mut().expand_empty_elements = true;
        let mut strings = Self::default();
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            reader.get_mut().refill();
            match reader.read_event_into(&mut buffer).map_err(rich::of_xml)? {
                Event::Start(tag) if tag.local_name().as_ref() == "si" => {
                    rich::add_text(&mut reader, &mut buffer, &mut strings.text)?;
                    strings.end().map_err(|Unsupported| Damage::Structure)?;
                }
                Event::DocType(_) => return Err(Damage::DocumentType.into()),
                Event::Eof => return Ok(strings),
                _ => {}
            }
        }
    }

    /// Adds a string.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Unsupported> {
        self.text.push_str(text);
        self.end()
    }

    fn end(&mut self) -> Result<(), Unsupported> {
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| Unsupported)?);
        Ok(())
    }

    /// Adds the text of an element that has only text, and possibly phonetic properties.
    fn plain<'x>(&mut self, xml: &'x str, features: Features) -> Result<&'x str, Unsupported> {
        if let Some(rest) = xml.strip_prefix("<si/>") {
            return Ok(rest);
        }
        let (preserve, inner) = if let Some(inner) = xml.strip_prefix("<si><t>") {
            (false, inner)
        } else {
            (true, xml.strip_prefix("<si><t xml:space=\"preserve\">").ok_or(Unsupported)?)
        };
        let end = memchr::memchr(b'<', inner.as_bytes()).ok_or(Unsupported)?;
        resolve(&inner[..end], preserve, features, &mut self.text)?;
        let mut rest = inner[end..].strip_prefix("</t>").ok_or(Unsupported)?;
        // East Asian versions of spreadsheet programs write this after almost every string.
        if let Some((reading, after)) = tag::open(rest, "<phoneticPr") {
            tag::attribute(reading.attributes, "fontId")?;
            rest = if reading.closed { after } else { return Err(Unsupported) };
        }
        rest.strip_prefix("</si>").ok_or(Unsupported)
    }

    fn rich<'x>(&mut self, xml: &'x str) -> Result<&'x str, Unsupported> {
        let end = if xml.starts_with("<si>") {
            memmem::find(xml.as_bytes(), b"</si>").ok_or(Unsupported)?
        } else {
            return Err(Unsupported);
        };
        let (element, rest) = xml.split_at(end + "</si>".len());
        self.text.push_str(&rich::text_of(element)?);
        Ok(rest)
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
        let rich = "<si><t>字</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si><si><r><t>ri</t></r><r><t>ch</t></r></si>";
        assert!(strings.add(rich).is_ok());
        assert_eq!((strings.get(5 - 1), strings.get(5)), (Some("字"), Some("rich")));
        let split = "<si><t><![CDATA[</si>]]></t></si>";
        assert!(strings.add(split).is_err());
        let strange = format!("<x:sst><!-- <si/> --><x:si><x:t> a</x:t></x:si>{split}<si/></x:sst>");
        let strings = Strings::read(strange.as_bytes()).expect("strings");
        let all: Vec<Option<&str>> = (0..4).map(|number| strings.get(number)).collect();
        assert_eq!(all, [Some("a"), Some("</si>"), Some(""), None]);
    }
}
