//! Strings that are more than plain text: formatted runs, phonetic readings, numeric references, escapes.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

use super::damage::{Damage, Excess};
use super::error::Problem;
use super::limits;
use super::scalars::Unsupported;

/// Reads the text of a complete `<si>` or `<is>` element: runs are joined, and phonetic readings (`rPh`) left out.
pub(super) fn text_of(element: &str) -> Result<String, Unsupported> {
    let mut reader = Reader::from_str(element);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut text = String::new();
    match reader.read_event_into(&mut buffer) {
        Ok(Event::Start(_)) => {}
        _ => return Err(Unsupported),
    }
    add_text(&mut reader, &mut buffer, &mut text).map_err(|_| Unsupported)?;
    match reader.read_event_into(&mut buffer) {
        Ok(Event::Eof) => Ok(text),
        _ => Err(Unsupported),
    }
}

/// Adds the text of the `<si>` or `<is>` element whose start tag was just read, and reads it to its end.
pub(super) fn add_text<R: BufRead>(
    reader: &mut Reader<R>,
    buffer: &mut Vec<u8>,
    out: &mut String,
) -> Result<(), Problem> {
    let mut depth = 1_usize;
    // The depth of the phonetic reading that is being skipped.
    let mut reading = None;
    loop {
        buffer.clear();
        match reader.read_event_into(buffer).map_err(of_xml)? {
            Event::Start(tag) => {
                depth += 1;
                if depth > limits::MAX_DEPTH {
                    return Err(Problem::too_large(Excess::Depth, depth));
                }
                match tag.local_name().as_ref() {
                    "rPh" if reading.is_none() => reading = Some(depth),
                    "t" if reading.is_none() => {
                        let preserve = attribute_is(&tag, "xml:space", "preserve")?;
                        let run = text_to_end(reader, buffer)?;
                        // Its end tag is read already.
                        depth -= 1;
                        unescape(if preserve { &run } else { run.trim_matches([' ', '\t', '\r', '\n']) }, out);
                    }
                    _ => {}
                }
            }
            Event::End(_) => {
                reading = reading.filter(|at| *at != depth);
                depth -= 1;
                if depth == 0 {
                    return Ok(());
                }
            }
            Event::Eof => return Err(Damage::CutOff.into()),
            Event::DocType(_) => return Err(Damage::DocumentType.into()),
            _ => {}
        }
    }
}

/// Reads the text of the element whose start tag was just read. It must not contain elements.
pub(super) fn text_to_end<R: BufRead>(reader: &mut Reader<R>, buffer: &mut Vec<u8>) -> Result<String, Problem> {
    let mut text = String::new();
    loop {
        buffer.clear();
        match reader.read_event_into(buffer).map_err(of_xml)? {
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) => add_reference(&name, &mut text)?,
            Event::End(_) => return Ok(text),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return Err(Damage::CutOff.into()),
            _ => return Err(Damage::Structure.into()),
        }
    }
}

/// Adds the characters of an entity or a numeric reference.
pub(super) fn add_reference(name: &BytesRef<'_>, out: &mut String) -> Result<(), Damage> {
    match resolve_xml_entity(name) {
        Some(text) => out.push_str(text),
        None => out.push(name.resolve_char_ref().ok().flatten().ok_or(Damage::Xml)?),
    }
    Ok(())
}

/// Tells whether an attribute of a tag has a value.
fn attribute_is(tag: &quick_xml::events::BytesStart<'_>, name: &str, value: &str) -> Result<bool, Problem> {
    for (count, attribute) in tag.attributes().with_checks(false).enumerate() {
        if count >= limits::MAX_ATTRIBUTES {
            return Err(Problem::too_large(Excess::Attributes, count));
        }
        let attribute = attribute.map_err(|_| Damage::Xml)?;
        if attribute.key.as_ref() == name {
            return Ok(attribute.value == value);
        }
    }
    Ok(false)
}

/// Translates an error of the XML reader.
pub(super) fn of_xml(error: quick_xml::Error) -> Problem {
    match error {
        quick_xml::Error::Io(error) => match std::sync::Arc::try_unwrap(error) {
            Ok(error) => super::reader_errors::of_unpacking(error),
            Err(_) => Damage::Archive.into(),
        },
        quick_xml::Error::Encoding(_) => Damage::Encoding.into(),
        _ => Damage::Xml.into(),
    }
}

/// The length of an escape in bytes: `_x`, four hex digits, `_`.
const ESCAPE: usize = 7;

/// Adds a text with its escapes resolved: `_x000D_` is a carriage return, and so on for any UTF-16 unit (ECMA-376, 22.9.2.19). Half of
/// a surrogate pair becomes U+FFFD.
pub(super) fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    let mut units = Vec::new();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        units.clear();
        while let Some(unit) = escaped(rest) {
            units.push(unit);
            rest = &rest[ESCAPE..];
        }
        if units.is_empty() {
            out.push('_');
            rest = &rest[1..];
        }
        out.extend(char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
    out.push_str(rest);
}

fn escaped(text: &str) -> Option<u16> {
    let digits = text.get(..ESCAPE)?.strip_prefix("_x")?.strip_suffix('_')?;
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex { u16::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_joined_and_readings_left_out() {
        for (element, text) in [
            ("<si><r><rPr><b/></rPr><t>粗</t></r><r><t xml:space=\"preserve\"> 体 </t></r></si>", "粗 体 "),
            ("<si><t>漢字</t><rPh sb=\"0\" eb=\"2\"><t>かんじ</t></rPh><phoneticPr fontId=\"1\"/></si>", "漢字"),
            ("<is><t>a&#10;b&#x9;c&amp;_x000D_</t></is>", "a\nb\tc&\r"),
            ("<is><t>_xD83D__xDCF7_ _xD83D_ _x005F_x000D_ _x12_</t></is>", "📷 \u{fffd} _x000D_ _x12_"),
            ("<is></is>", ""),
            ("<is><!-- x --><t>a<![CDATA[</is>]]><?x?>b</t></is>", "a</is>b"),
        ] {
            assert_eq!(text_of(element).as_deref(), Ok(text), "{element}");
        }
    }

    #[test]
    fn other_elements_are_unsupported() {
        for element in ["<si><t>&nbsp;</t></si>", "<si><t>a</si>", "<si><t><b>a</b></t></si>", "<si><t>a</t></si><x/>"]
        {
            assert_eq!(text_of(element), Err(Unsupported), "{element}");
        }
    }
}
