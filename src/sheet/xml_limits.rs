//! Limits of XML that the fast path does not support. It is checked before the exact reader, which could take much time or memory.

use memchr::{memchr, memchr3, memmem};

use super::damage::{Damage, Excess};
use super::error::Problem;
use super::limits::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAG};

/// Fails for XML with a document type, with tags of too many attributes or bytes, or with elements nested too deep.
///
/// A piece may begin and end anywhere between tags, and its last tag may be cut off.
pub(super) fn check(xml: &[u8]) -> Result<(), Problem> {
    let mut depth = 0_usize;
    let mut rest = xml;
    while let Some(start) = memchr(b'<', rest) {
        rest = &rest[start..];
        if rest.starts_with(b"<!DOCTYPE") || rest.starts_with(b"<!ENTITY") {
            return Err(Damage::DocumentType.into());
        }
        let skipped = [(b"<!--".as_slice(), b"-->".as_slice()), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open));
        if let Some((open, close)) = skipped {
            let end = memmem::find(&rest[open.len()..], close).map_or(rest.len(), |at| open.len() + at + close.len());
            rest = &rest[end..];
            continue;
        }
        let tag = tag(rest);
        if tag.len() > MAX_TAG {
            return Err(Problem::too_large(Excess::Tag, tag.len()));
        }
        let attributes = memchr::memchr_iter(b'=', tag).count();
        if attributes > MAX_ATTRIBUTES {
            return Err(Problem::too_large(Excess::Attributes, attributes));
        }
        if tag.starts_with(b"</") {
            depth = depth.saturating_sub(1);
        } else if !tag.ends_with(b"/>") {
            depth += 1;
        }
        if depth > MAX_DEPTH {
            return Err(Problem::too_large(Excess::Depth, depth));
        }
        rest = &rest[tag.len()..];
    }
    Ok(())
}

/// Returns the tag that the bytes begin with, up to the first `>` outside of quotes.
fn tag(xml: &[u8]) -> &[u8] {
    let mut at = 1;
    while let Some(found) = memchr3(b'>', b'"', b'\'', &xml[at..]) {
        let mark = xml[at + found];
        at += found + 1;
        if mark == b'>' {
            return &xml[..at];
        }
        match memchr(mark, &xml[at..]) {
            Some(close) => at += close + 1,
            None => break,
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_writers_produce_passes() {
        let nested = format!("{}{}", "<a>".repeat(MAX_DEPTH), "</a>".repeat(MAX_DEPTH));
        let wide = format!("<a {}/>", "b=\"\" ".repeat(MAX_ATTRIBUTES));
        for xml in [
            "<?xml version=\"1.0\"?><worksheet><sheetData><row r=\"1\"><c><v>1</v></c></row>",
            "<t><![CDATA[<a><a><!DOCTYPE]]></t><!-- <!DOCTYPE --><a b=\">\"/>",
            "</row><row><c t='inlineStr",
            "a < b",
            &nested.repeat(3),
            &wide,
        ] {
            assert!(check(xml.as_bytes()).is_ok(), "{xml}");
        }
    }

    #[test]
    fn implausible_xml_fails() {
        for xml in [
            "<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><sst>".to_owned(),
            format!("<a {}/>", "b=\"\" ".repeat(MAX_ATTRIBUTES + 1)),
            format!("<a b=\">\" {}/>", "b=\"\" ".repeat(MAX_ATTRIBUTES + 1)),
            format!("<a b=\"{}\"/>", "x".repeat(MAX_TAG)),
            format!("<a b=\"{}", "x".repeat(MAX_TAG)),
            "<a>".repeat(MAX_DEPTH + 1),
        ] {
            assert!(check(xml.as_bytes()).is_err(), "{}", &xml[..40]);
        }
    }
}
