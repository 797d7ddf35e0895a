//! Ids as people and exporters write them.

/// Takes off what stands around an id so that spreadsheets leave it alone: white space, TAB, `'`, quotes, `="…"`.
pub fn unguarded(text: &str) -> &str {
    let mut rest = trimmed(text);
    rest = rest.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')).unwrap_or(rest);
    trimmed(rest.trim_matches(['\'', '"', '‘', '’', '“', '”']))
}

/// Takes off the white space and byte order marks around a text.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}
