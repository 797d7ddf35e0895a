//! Cells out of the XML of a sheet, by the shapes that writers of exports use; all others are odd.
//!
//! What is read here is what `events` reads, only faster.

use std::fmt::Write as _;
use std::str::FromStr;

use memchr::{memchr, memmem};

use super::batch::{Sink, Stop};
use super::cell::Stored;
use super::limits;
use super::rich;
use super::suspect;
use super::tag::{CellTag, attribute, near, open};
use super::values::{Values, is_error_code, wall_clock};

/// Tells what a piece of XML has anywhere, so that not every text in it need be searched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Has {
    /// Line ends other than LF, or escapes such as `_x000D_`: `rich` knows what they stand for.
    escapes: bool,
    entities: bool,
}

impl Has {
    pub(super) fn of(xml: &str) -> Self {
        let bytes = xml.as_bytes();
        Self {
            escapes: memchr(b'\r', bytes).is_some() || memmem::find(bytes, b"_x").is_some(),
            entities: memchr(b'&', bytes).is_some(),
        }
    }
}

/// Says that a piece of XML has a shape that is left to the exact reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Odd;

impl From<Odd> for Stop {
    fn from(_: Odd) -> Self {
        Self::Odd
    }
}

/// Reads the rows of a sheet, one piece of XML after another.
pub(super) struct Scanner<'s> {
    values: Values<'s>,
    /// The row that was read last, and its number in digits.
    row: u32,
    row_digits: String,
    has: Has,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(values: Values<'s>) -> Self {
        Self { values, row: 0, row_digits: String::new(), has: Has::of("") }
    }

    /// Returns the number of the last row that was read whole, 0 before the first.
    pub(super) fn last_row(&self) -> u32 {
        self.row
    }

    /// Reads whole rows.
    pub(super) fn rows(&mut self, xml: &str, sink: &mut Sink) -> Result<(), Stop> {
        self.has = Has::of(xml);
        let mut rest = xml.trim_ascii_start();
        while !rest.is_empty() {
            rest = match self.one_row(rest, sink) {
                Ok(rest) => rest.trim_ascii_start(),
                Err(Stop::Odd) => return Err(odd(rest)),
                Err(stop) => return Err(stop),
            };
        }
        Ok(())
    }

    fn one_row<'x>(&mut self, xml: &'x str, sink: &mut Sink) -> Result<&'x str, Stop> {
        let (tag, mut rest) = open(xml, "<row").ok_or(Odd)?;
        let number = match attribute(tag.attributes, "r")? {
            Some(text) => whole(text)?,
            None => self.row + 1,
        };
        // What is out of order is explained by the exact reader.
        if number <= self.row || number > limits::MAX_ROWS {
            return Err(Stop::Odd);
        }
        self.row_digits.clear();
        let _ = write!(self.row_digits, "{number}");
        let mut next_column = 0;
        let mut is_open = !tag.closed;
        while is_open {
            rest = rest.trim_ascii_start();
            if let Some(after) = rest.strip_prefix("</row>") {
                (rest, is_open) = (after, false);
                continue;
            }
            rest = self.cell(rest, &mut next_column, sink)?;
            if sink.row_bytes() > limits::MAX_ROW {
                return Err(limits::row_too_large().into());
            }
        }
        self.row = number;
        // A row without cells is none.
        if next_column > 0 {
            sink.end_row(u64::from(number), None)?;
        }
        Ok(rest)
    }

    fn cell<'x>(&self, xml: &'x str, next_column: &mut u32, sink: &mut Sink) -> Result<&'x str, Odd> {
        let (tag, rest) = CellTag::read(xml, &self.row_digits)?;
        let column = tag.column.unwrap_or(*next_column);
        if column < *next_column || column as usize >= limits::MAX_COLUMNS {
            return Err(Odd);
        }
        *next_column = column + 1;
        if tag.closed {
            return Ok(rest);
        }
        let (formula, rest) = skip_formula(rest.trim_ascii_start())?;
        let rest = rest.trim_ascii_start();
        let rest = if let Some(after) = rest.strip_prefix("<v>") {
            let end = near(b'<', after).ok_or(Odd)?;
            self.value(&after[..end], formula, &tag, column, sink)?;
            after[end..].strip_prefix("</v>").ok_or(Odd)?
        } else if rest.starts_with("<is>") && !formula {
            if tag.kind != Some("inlineStr") {
                return Err(Odd);
            }
            inline_string(rest, column, self.has, sink)?
        } else if let Some(after) = rest.strip_prefix("<v/>") {
            self.value("", formula, &tag, column, sink)?;
            after
        } else {
            if formula {
                sink.push(column, Stored::NoResult, "");
            }
            rest
        };
        rest.trim_ascii_start().strip_prefix("</c>").ok_or(Odd)
    }

    fn value(&self, text: &str, formula: bool, tag: &CellTag<'_>, column: u32, sink: &mut Sink) -> Result<(), Odd> {
        if formula && self.values.is_no_result(text, tag.kind) {
            sink.push(column, Stored::NoResult, "");
            return Ok(());
        }
        match tag.kind {
            None | Some("n") => {
                if text.is_empty() {
                    return Ok(());
                }
                self.values.number(text, number(text)?, tag.style, column, sink);
            }
            Some("s") => sink.push_text(column, self.values.strings.get(whole(text)?).ok_or(Odd)?),
            Some("str") => {
                let start = sink.text_end();
                entities(text, true, self.has, sink.text())?;
                sink.close_text(column, start);
            }
            Some("b") => match text {
                "1" => sink.push(column, Stored::Bool(true), ""),
                "0" => sink.push(column, Stored::Bool(false), ""),
                _ => return Err(Odd),
            },
            Some("d") if !text.contains('&') => sink.push_text(column, wall_clock(text)),
            Some("e") if is_error_code(text) => sink.push(column, Stored::Error, text),
            Some(_) => return Err(Odd),
        }
        Ok(())
    }
}

/// Says that XML is left to the exact reader, or that none should be set on it.
pub(super) fn odd(xml: &str) -> Stop {
    suspect::check(xml.as_bytes()).err().map_or(Stop::Odd, Stop::Failed)
}

/// Reads a whole number in digits; a sign is odd.
pub(super) fn whole<T: FromStr>(text: &str) -> Result<T, Odd> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().map_err(|_| Odd) } else { Err(Odd) }
}

/// Reads a number that is written in digits, with a point and an exponent at most.
pub(super) fn number(text: &str) -> Result<f64, Odd> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    if plain { text.parse().map_err(|_| Odd) } else { Err(Odd) }
}

/// Reads an `<is>` element.
fn inline_string<'x>(xml: &'x str, column: u32, has: Has, sink: &mut Sink) -> Result<&'x str, Odd> {
    let start = sink.text_end();
    let rest = plain_string(xml, has, sink.text()).or_else(|Odd| {
        let end = memmem::find(xml.as_bytes(), b"</is>").ok_or(Odd)?;
        let (element, rest) = xml.split_at(end + "</is>".len());
        sink.text().truncate(start);
        sink.text().push_str(&rich::text_of(element)?);
        Ok(rest)
    })?;
    sink.close_text(column, start);
    Ok(rest)
}

/// Adds the text of an `<is>` element that has nothing but text.
fn plain_string<'x>(xml: &'x str, has: Has, out: &mut String) -> Result<&'x str, Odd> {
    let inner = xml.strip_prefix("<is>").ok_or(Odd)?.trim_ascii_start();
    let (preserve, rest) = if let Some(rest) = inner.strip_prefix("<t xml:space=\"preserve\">") {
        (true, rest)
    } else if let Some(rest) = inner.strip_prefix("<t>") {
        (false, rest)
    } else {
        let (tag, rest) = open(inner, "<t").ok_or(Odd)?;
        let preserve = attribute(tag.attributes, "xml:space")? == Some("preserve");
        if tag.closed {
            return rest.trim_ascii_start().strip_prefix("</is>").ok_or(Odd);
        }
        (preserve, rest)
    };
    let end = memchr(b'<', rest.as_bytes()).ok_or(Odd)?;
    entities(&rest[..end], preserve, has, out)?;
    let rest = rest[end..].strip_prefix("</t>").ok_or(Odd)?;
    rest.trim_ascii_start().strip_prefix("</is>").ok_or(Odd)
}

/// Passes over a formula, and tells whether there was one; the result that stands behind it is what counts.
fn skip_formula(xml: &str) -> Result<(bool, &str), Odd> {
    let Some((tag, rest)) = open(xml, "<f") else { return Ok((false, xml)) };
    attribute(tag.attributes, "t")?;
    if tag.closed {
        return Ok((true, rest));
    }
    let end = memmem::find(rest.as_bytes(), b"</f>").ok_or(Odd)?;
    let (formula, rest) = rest.split_at(end);
    if memchr(b'<', formula.as_bytes()).is_some() {
        return Err(Odd);
    }
    for reference in formula.split('&').skip(1) {
        entity(reference.split_once(';').ok_or(Odd)?.0)?;
    }
    Ok((true, &rest["</f>".len()..]))
}

/// Writes a text with its entities resolved; white space around it goes unless it is to be preserved.
pub(super) fn entities(text: &str, preserve: bool, has: Has, out: &mut String) -> Result<(), Odd> {
    if has.escapes && (memchr(b'\r', text.as_bytes()).is_some() || memmem::find(text.as_bytes(), b"_x").is_some()) {
        return Err(Odd);
    }
    let first = if has.entities { memchr(b'&', text.as_bytes()) } else { None };
    let Some(first) = first else {
        out.push_str(if preserve { text } else { trimmed(text) });
        return Ok(());
    };
    let start = out.len();
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(inner) = rest.strip_prefix('&') {
        let end = memchr(b';', inner.as_bytes()).ok_or(Odd)?;
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

fn entity(name: &str) -> Result<char, Odd> {
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        // Characters by number may be line ends or parts of an escape, which `rich` knows.
        _ => Err(Odd),
    }
}

fn trimmed(text: &str) -> &str {
    let white = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
    let bytes = text.as_bytes();
    if white(bytes.first()) || white(bytes.last()) { text.trim_matches([' ', '\t', '\n']) } else { text }
}
