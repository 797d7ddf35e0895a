//! Strings with more in them than plain text: runs of their own format, readings beside them, characters by number, escapes.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

use super::limits;
use super::scan::Odd;

/// Reads the text of a whole `<si>` or `<is>` element, as the exact reader does: runs are joined, readings (`rPh`) left out.
pub(super) fn text_of(element: &str) -> Result<String, Odd> {
    let mut reader = Reader::from_str(element);
    reader.config_mut().expand_empty_elements = true;
    let mut text = String::new();
    let mut within_reading = false;
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| Odd)?;
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits::MAX_DEPTH {
            return Err(Odd);
        }
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "rPh" => within_reading = true,
            Event::End(tag) if tag.local_name().as_ref() == "rPh" => within_reading = false,
            Event::Start(tag) if tag.local_name().as_ref() == "t" && !within_reading => {
                // Each is compared with all others below.
                if tag.attributes().with_checks(false).count() > limits::MAX_ATTRIBUTES {
                    return Err(Odd);
                }
                let space = tag.attributes().find_map(|attribute| match attribute {
                    Ok(attribute) => (attribute.key.as_ref() == "xml:space").then(|| Ok(attribute.value.into_owned())),
                    Err(_) => Some(Err(Odd)),
                });
                let preserve = space.transpose()?.is_some_and(|space| space == "preserve");
                // Its end is read, too.
                let run = run(&mut reader)?;
                depth -= 1;
                unescape(if preserve { &run } else { run.trim_matches([' ', '\t', '\r', '\n']) }, &mut text);
            }
            Event::Eof => return Ok(text),
            Event::Start(_) | Event::End(_) | Event::Text(_) => {}
            _ => return Err(Odd),
        }
    }
}

/// Reads on to the end of a `<t>`.
fn run(reader: &mut Reader<&[u8]>) -> Result<String, Odd> {
    let mut run = String::new();
    loop {
        match reader.read_event().map_err(|_| Odd)? {
            Event::Text(text) => run.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => match resolve_xml_entity(&name) {
                Some(text) => run.push_str(text),
                None => run.push(name.resolve_char_ref().ok().flatten().ok_or(Odd)?),
            },
            Event::End(_) => return Ok(run),
            _ => return Err(Odd),
        }
    }
}

/// The bytes of an escape: `_x`, four hex digits, `_`.
const ESCAPE: usize = 7;

/// Adds a text in which `_x000D_` stands for a carriage return, and so on for any UTF-16 unit (ECMA-376, 22.9.2.19). Half a
/// surrogate pair becomes U+FFFD.
fn unescape(text: &str, out: &mut String) {
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
        ] {
            assert_eq!(text_of(element).as_deref(), Ok(text), "{element}");
        }
    }

    #[test]
    fn what_is_neither_is_odd() {
        for element in
            ["<si><t>&nbsp;</t></si>", "<si><!-- x --><t>a</t></si>", "<si><t>a</si>", "<si><t><![CDATA[a]]></t></si>"]
        {
            assert_eq!(text_of(element), Err(Odd), "{element}");
        }
    }
}
