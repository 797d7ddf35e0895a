//! Entities in the texts of the fast path.

use memchr::{memchr, memmem};

use super::scalars::Unsupported;

/// What a piece of XML contains anywhere, so that not every text in it has to be searched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Features {
    /// Line ends other than LF, or escapes such as `_x000D_`, which `rich` resolves.
    escapes: bool,
    entities: bool,
}

impl Features {
    pub(super) fn of(xml: &str) -> Self {
        let bytes = xml.as_bytes();
        Self {
            escapes: memchr(b'\r', bytes).is_some() || memmem::find(bytes, b"_x").is_some(),
            entities: memchr(b'&', bytes).is_some(),
        }
    }
}

/// Adds a text with its entities resolved. White space around it is removed unless it is preserved.
pub(super) fn resolve(text: &str, preserve: bool, features: Features, out: &mut String) -> Result<(), Unsupported> {
    if features.escapes && (memchr(b'\r', text.as_bytes()).is_some() || memmem::find(text.as_bytes(), b"_x").is_some())
    {
        return Err(Unsupported);
    }
    let first = if features.entities { memchr(b'&', text.as_bytes()) } else { None };
    let Some(first) = first else {
        out.push_str(if preserve { text } else { trimmed(text) });
        return Ok(());
    };
    let start = out.len();
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(inner) = rest.strip_prefix('&') {
        let end = memchr(b';', inner.as_bytes()).ok_or(Unsupported)?;
        out.push(entity(&inner[..end])?);
        rest = &inner[end + 1..];
        let next = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    if !preserve {
        let kept = trimmed(&out[start..]).to_owned();
        out.truncate(start);
        out.push_str(&kept);
    }
    Ok(())
}

/// Resolves a named entity.
pub(super) fn entity(name: &str) -> Result<char, Unsupported> {
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        // Numeric references may be line ends or parts of an escape, which `rich` resolves.
        _ => Err(Unsupported),
    }
}

/// Removes white space around a text.
fn trimmed(text: &str) -> &str {
    let white = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
    let bytes = text.as_bytes();
    if white(bytes.first()) || white(bytes.last()) { text.trim_matches([' ', '\t', '\n']) } else { text }
}
