//! Start tags and their attributes in the shapes that writers of exports use. Other shapes are unsupported.

use super::limits;
use super::scalars::{Unsupported, whole};

/// The content of a start tag.
pub(super) struct Tag<'x> {
    pub(super) attributes: &'x str,
    /// Whether the element ends with its tag.
    pub(super) closed: bool,
}

/// Reads a start tag with a name, which includes the `<`, and returns what follows.
#[inline]
pub(super) fn open<'x>(xml: &'x str, name: &str) -> Option<(Tag<'x>, &'x str)> {
    let rest = xml.strip_prefix(name)?;
    if !rest.starts_with([' ', '>', '/', '\n', '\t']) {
        return None;
    }
    let end = near(b'>', rest)?;
    let (inner, after) = (&rest[..end], &rest[end + 1..]);
    let tag = match inner.strip_suffix('/') {
        Some(attributes) => Tag { attributes, closed: true },
        None => Tag { attributes: inner, closed: false },
    };
    Some((tag, after))
}

/// Finds an attribute of a tag.
pub(super) fn attribute<'x>(attributes: &'x str, name: &str) -> Result<Option<&'x str>, Unsupported> {
    let mut found = None;
    each(attributes, |key, value| if key == name { once(&mut found, value) } else { Ok(()) })?;
    Ok(found)
}

/// The start tag of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellTag<'x> {
    /// The 0-based column, if the tag has it.
    pub(super) column: Option<u32>,
    pub(super) style: Option<usize>,
    pub(super) kind: Option<&'x str>,
    /// Whether the cell ends with its tag.
    pub(super) closed: bool,
}

impl<'x> CellTag<'x> {
    /// Reads the start tag of a cell in a row, given as digits, and returns what follows.
    pub(super) fn read(xml: &'x str, row: &str) -> Result<(Self, &'x str), Unsupported> {
        match Self::usual(xml, row) {
            Some(read) => Ok(read),
            None => Self::any(xml, row),
        }
    }

    /// Reads a tag as almost all writers have it: `<c r="A1"`, then an optional style and an optional kind.
    fn usual(xml: &'x str, row: &str) -> Option<(Self, &'x str)> {
        let mut rest = xml.strip_prefix("<c r=\"")?;
        let (column, after) = column_of(rest)?;
        rest = strip_short_prefix(after, row)?.strip_prefix('"')?;
        let mut tag = Self { column: Some(column), style: None, kind: None, closed: false };
        if let Some(style) = rest.strip_prefix(" s=\"") {
            let end = near(b'"', style)?;
            tag.style = Some(whole(&style[..end]).ok()?);
            rest = &style[end + 1..];
        }
        if let Some(kind) = rest.strip_prefix(" t=\"") {
            let end = near(b'"', kind)?;
            tag.kind = Some(&kind[..end]);
            rest = &kind[end + 1..];
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Some((tag, after));
        }
        let after = rest.strip_prefix("/>")?;
        Some((Self { closed: true, ..tag }, after))
    }

    fn any(xml: &'x str, row: &str) -> Result<(Self, &'x str), Unsupported> {
        let (tag, rest) = open(xml, "<c").ok_or(Unsupported)?;
        let mut position = None;
        let mut cell = Self { column: None, style: None, kind: None, closed: tag.closed };
        each(tag.attributes, |key, value| match key {
            "r" => once(&mut position, value),
            "t" => once(&mut cell.kind, value),
            "s" => once(&mut cell.style, whole(value)?),
            _ => Ok(()),
        })?;
        if let Some(position) = position {
            let (column, digits) = column_of(position).ok_or(Unsupported)?;
            if whole::<u32>(digits)? != whole::<u32>(row)? {
                return Err(Unsupported);
            }
            cell.column = Some(column);
        }
        Ok((cell, rest))
    }
}

/// Sets a value that must not be set twice.
fn once<T>(slot: &mut Option<T>, value: T) -> Result<(), Unsupported> {
    if slot.replace(value).is_some() { Err(Unsupported) } else { Ok(()) }
}

fn each<'x>(
    attributes: &'x str,
    mut visit: impl FnMut(&'x str, &'x str) -> Result<(), Unsupported>,
) -> Result<(), Unsupported> {
    let mut rest = attributes.trim_ascii();
    let mut count = 0;
    while !rest.is_empty() {
        count += 1;
        if count > limits::MAX_ATTRIBUTES {
            return Err(Unsupported);
        }
        let equals = near(b'=', rest).ok_or(Unsupported)?;
        let key = rest[..equals].trim_ascii_end();
        if !key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-')) {
            return Err(Unsupported);
        }
        let value = rest[equals + 1..].trim_ascii_start();
        let quote = value.bytes().next().filter(|b| matches!(b, b'"' | b'\'')).ok_or(Unsupported)?;
        let end = near(quote, &value[1..]).ok_or(Unsupported)?;
        visit(key, &value[1..=end])?;
        rest = value[end + 2..].trim_ascii_start();
    }
    Ok(())
}

/// Reads the letters of a cell position such as `BC12`. Returns the 0-based column and what follows.
pub(super) fn column_of(position: &str) -> Option<(u32, &str)> {
    let letters = position.bytes().take_while(u8::is_ascii_uppercase).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column = position.bytes().take(letters).fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    Some((column - 1, &position[letters..]))
}

/// Strips a prefix of a few bytes, where the call of a comparison of memory would cost more than it saves.
fn strip_short_prefix<'x>(text: &'x str, prefix: &str) -> Option<&'x str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.bytes().eq(prefix.bytes()).then_some(rest)
}

/// Finds a byte that is expected nearby, where the call of a vectorized search would cost more than it saves.
pub(super) fn near(byte: u8, text: &str) -> Option<usize> {
    text.as_bytes().iter().position(|other| *other == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_tags_are_read_like_others() {
        for xml in [
            "<c r=\"A7\">x",
            "<c r=\"BC7\" t=\"inlineStr\"><is>",
            "<c r=\"XFD7\" s=\"12\" t=\"s\"><v>",
            "<c r=\"B7\" s=\"3\"/><c",
        ] {
            let usual = CellTag::usual(xml, "7");
            assert!(usual.is_some(), "{xml}");
            assert_eq!(usual, CellTag::any(xml, "7").ok(), "{xml}");
        }
    }

    #[test]
    fn unusual_tags_are_read_too() {
        for xml in ["<c t=\"s\" r=\"B7\" s=\"3\">", "<c  r='B7' s='3' t='s' >", "<c r=\"B7\" cm=\"1\" s=\"3\" t=\"s\">"]
        {
            let want = CellTag { column: Some(1), style: Some(3), kind: Some("s"), closed: false };
            assert_eq!(CellTag::read(xml, "7"), Ok((want, "")), "{xml}");
        }
        for xml in
            ["<c r=\"B8\">", "<c r=\"B77\">", "<c r=\"7\">", "<c r=\"ABCD7\">", "<c r=\"B7\" r=\"B7\">", "<cols>"]
        {
            assert!(CellTag::read(xml, "7").is_err(), "{xml}");
        }
    }
}
