//! The fast path of XLSX: reads the cells of a sheet in the shapes that writers of exports use. Other shapes are unsupported.
//!
//! It reads the same as `events`, only faster.

use std::fmt::Write as _;

use memchr::{memchr, memmem};

use super::batch::{Sink, Stop};
use super::cell::Stored;
use super::entities::{Features, entity, resolve};
use super::limits;
use super::rich;
use super::scalars::{Unsupported, number, whole};
use super::tag::{CellTag, attribute, near, open};
use super::values::{Values, is_error_code, wall_clock};
use super::xml_limits;

/// Reads the rows of a sheet, one piece of XML after another.
pub(super) struct Scanner<'s> {
    values: Values<'s>,
    /// The last row, and its number in digits.
    row: u32,
    row_digits: String,
    features: Features,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(values: Values<'s>) -> Self {
        Self { values, row: 0, row_digits: String::new(), features: Features::of("") }
    }

    /// Returns the number of the last complete row, 0 before the first.
    pub(super) fn last_row(&self) -> u32 {
        self.row
    }

    /// Reads complete rows.
    pub(super) fn rows(&mut self, xml: &str, sink: &mut Sink) -> Result<(), Stop> {
        self.features = Features::of(xml);
        let mut rest = xml.trim_ascii_start();
        while !rest.is_empty() {
            rest = match self.one_row(rest, sink) {
                Ok(rest) => rest.trim_ascii_start(),
                Err(Stop::Unsupported) => return Err(unsupported(rest)),
                Err(stop) => return Err(stop),
            };
        }
        Ok(())
    }

    fn one_row<'x>(&mut self, xml: &'x str, sink: &mut Sink) -> Result<&'x str, Stop> {
        let (tag, mut rest) = open(xml, "<row").ok_or(Unsupported)?;
        let number = match attribute(tag.attributes, "r")? {
            Some(text) => whole(text)?,
            None => self.row + 1,
        };
        // The exact reader reports rows that are out of order.
        if number <= self.row || number > limits::MAX_ROWS {
            return Err(Stop::Unsupported);
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
        // A row without cells does not count.
        if next_column > 0 {
            sink.end_row(u64::from(number), None)?;
        }
        Ok(rest)
    }

    fn cell<'x>(&self, xml: &'x str, next_column: &mut u32, sink: &mut Sink) -> Result<&'x str, Unsupported> {
        let (tag, rest) = CellTag::read(xml, &self.row_digits)?;
        let column = tag.column.unwrap_or(*next_column);
        if column < *next_column || column as usize >= limits::MAX_COLUMNS {
            return Err(Unsupported);
        }
        *next_column = column + 1;
        if tag.closed {
            return Ok(rest);
        }
        let (formula, rest) = skip_formula(rest.trim_ascii_start())?;
        let rest = rest.trim_ascii_start();
        let rest = if let Some(after) = rest.strip_prefix("<v>") {
            let end = near(b'<', after).ok_or(Unsupported)?;
            self.value(&after[..end], formula, &tag, column, sink)?;
            after[end..].strip_prefix("</v>").ok_or(Unsupported)?
        } else if rest.starts_with("<is>") && !formula {
            if tag.kind != Some("inlineStr") {
                return Err(Unsupported);
            }
            inline_string(rest, column, self.features, sink)?
        } else if let Some(after) = rest.strip_prefix("<v/>") {
            self.value("", formula, &tag, column, sink)?;
            after
        } else {
            if formula {
                sink.push(column, Stored::NoResult, "");
            }
            rest
        };
        rest.trim_ascii_start().strip_prefix("</c>").ok_or(Unsupported)
    }

    fn value(
        &self,
        text: &str,
        formula: bool,
        tag: &CellTag<'_>,
        column: u32,
        sink: &mut Sink,
    ) -> Result<(), Unsupported> {
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
            Some("s") => sink.push_text(column, self.values.strings.get(whole(text)?).ok_or(Unsupported)?),
            Some("str") => {
                let start = sink.text_end();
                resolve(text, true, self.features, sink.text())?;
                sink.close_text(column, start);
            }
            Some("b") => match text {
                "1" => sink.push(column, Stored::Bool(true), ""),
                "0" => sink.push(column, Stored::Bool(false), ""),
                _ => return Err(Unsupported),
            },
            Some("d") if !text.contains('&') => sink.push_text(column, wall_clock(text)),
            Some("e") if is_error_code(text) => sink.push(column, Stored::Error, text),
            Some(_) => return Err(Unsupported),
        }
        Ok(())
    }
}

/// Leaves XML to the exact reader, unless it exceeds limits.
pub(super) fn unsupported(xml: &str) -> Stop {
    xml_limits::check(xml.as_bytes()).err().map_or(Stop::Unsupported, Stop::Failed)
}

/// Reads an `<is>` element.
fn inline_string<'x>(xml: &'x str, column: u32, features: Features, sink: &mut Sink) -> Result<&'x str, Unsupported> {
    let start = sink.text_end();
    let rest = plain_string(xml, features, sink.text()).or_else(|Unsupported| {
        let end = memmem::find(xml.as_bytes(), b"</is>").ok_or(Unsupported)?;
        let (element, rest) = xml.split_at(end + "</is>".len());
        sink.text().truncate(start);
        sink.text().push_str(&rich::text_of(element)?);
        Ok(rest)
    })?;
    sink.close_text(column, start);
    Ok(rest)
}

/// Adds the text of an `<is>` element with only text in it.
fn plain_string<'x>(xml: &'x str, features: Features, out: &mut String) -> Result<&'x str, Unsupported> {
    let inner = xml.strip_prefix("<is>").ok_or(Unsupported)?.trim_ascii_start();
    let (preserve, rest) = if let Some(rest) = inner.strip_prefix("<t xml:space=\"preserve\">") {
        (true, rest)
    } else if let Some(rest) = inner.strip_prefix("<t>") {
        (false, rest)
    } else {
        let (tag, rest) = open(inner, "<t").ok_or(Unsupported)?;
        let preserve = attribute(tag.attributes, "xml:space")? == Some("preserve");
        if tag.closed {
            return rest.trim_ascii_start().strip_prefix("</is>").ok_or(Unsupported);
        }
        (preserve, rest)
    };
    let end = memchr(b'<', rest.as_bytes()).ok_or(Unsupported)?;
    resolve(&rest[..end], preserve, features, out)?;
    let rest = rest[end..].strip_prefix("</t>").ok_or(Unsupported)?;
    rest.trim_ascii_start().strip_prefix("</is>").ok_or(Unsupported)
}

/// Skips a formula, and tells whether there was one. Only its result counts, which follows.
fn skip_formula(xml: &str) -> Result<(bool, &str), Unsupported> {
    let Some((tag, rest)) = open(xml, "<f") else { return Ok((false, xml)) };
    attribute(tag.attributes, "t")?;
    if tag.closed {
        return Ok((true, rest));
    }
    let end = memmem::find(rest.as_bytes(), b"</f>").ok_or(Unsupported)?;
    let (formula, rest) = rest.split_at(end);
    if memchr(b'<', formula.as_bytes()).is_some() {
        return Err(Unsupported);
    }
    for reference in formula.split('&').skip(1) {
        entity(reference.split_once(';').ok_or(Unsupported)?.0)?;
    }
    Ok((true, &rest["</f>".len()..]))
}
