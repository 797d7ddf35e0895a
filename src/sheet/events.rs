//! The exact reader of XLSX sheets: it reads them element by element, slower than `scan`, in any shape.
//!
//! A row or cell that comes after a later one, or twice, makes the file damaged: other readers merge the two, and one would be lost.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::batch::{Sink, Stop};
use super::cell::Stored;
use super::damage::{Damage, Excess};
use super::error::Problem;
use super::limits;
use super::metered::Metered;
use super::rich::{self, of_xml};
use super::tag::column_of;
use super::values::Values;

/// Reads the rows of a sheet after a row that was read already, or all rows if that is 0.
pub(super) fn read_sheet(part: impl BufRead, values: Values<'_>, after: u32, sink: &mut Sink) -> Result<(), Stop> {
    let mut reader = Reader::from_reader(Metered::new(part));
    reader.config_mut().expand_empty_elements = true;
    let mut sheet = Sheet { reader, values, buffer: Vec::new(), row: 0, next_column: 0 };
    sheet.find_data()?;
    sheet.rows(after, sink)?;
    Ok(())
}

struct Sheet<'s, R: BufRead> {
    reader: Reader<Metered<R>>,
    values: Values<'s>,
    buffer: Vec<u8>,
    /// The current row, or the last one.
    row: u32,
    next_column: u32,
}

/// The start tag of a cell.
struct CellStart {
    column: u32,
    style: Option<usize>,
    kind: Option<String>,
}

/// The children of a cell.
#[derive(Default)]
struct Content {
    formula: bool,
    value: Option<String>,
    inline: Option<String>,
}

impl<R: BufRead> Sheet<'_, R> {
    fn next(&mut self) -> Result<Event<'_>, Problem> {
        self.buffer.clear();
        self.reader.get_mut().refill();
        self.reader.read_event_into(&mut self.buffer).map_err(of_xml)
    }

    fn find_data(&mut self) -> Result<(), Problem> {
        loop {
            match self.next()? {
                Event::Start(tag) => {
                    check_tag(&tag)?;
                    if tag.local_name().as_ref() == "sheetData" {
                        return Ok(());
                    }
                }
                Event::DocType(_) => return Err(Damage::DocumentType.into()),
                Event::Eof => return Err(Damage::Missing.into()),
                _ => {}
            }
        }
    }

    fn rows(&mut self, after: u32, sink: &mut Sink) -> Result<(), Stop> {
        let mut depth = 0_usize;
        loop {
            let before = self.row;
            match self.next()? {
                Event::Start(tag) => {
                    check_tag(&tag)?;
                    if tag.local_name().as_ref() == "row" {
                        let number = row_number(&tag, before)?;
                        self.row = number;
                        let wanted = number > after;
                        self.row(wanted, sink).map_err(|stop| near_row(stop, before))?;
                        if wanted && self.next_column > 0 {
                            sink.end_row(u64::from(number), None)?;
                            sink.count_exact();
                        }
                    } else if tag.local_name().as_ref() == "c" {
                        // A cell outside of a row.
                        return Err(Problem::from(Damage::Position).into());
                    } else {
                        depth += 1;
                        limits::check_depth(depth)?;
                    }
                }
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::DocType(_) => return Err(Problem::from(Damage::DocumentType).into()),
                Event::Eof => return Err(Problem::from(Damage::CutOff).into()),
                _ => {}
            }
        }
    }

    /// Reads the cells of a row to its end.
    fn row(&mut self, wanted: bool, sink: &mut Sink) -> Result<(), Stop> {
        self.next_column = 0;
        let mut depth = 0_usize;
        loop {
            let (row, next_column) = (self.row, self.next_column);
            match self.next()? {
                Event::Start(tag) => {
                    check_tag(&tag)?;
                    if tag.local_name().as_ref() == "c" {
                        let start = cell_start(&tag, row, next_column)?;
                        self.next_column = start.column + 1;
                        let content = self.content()?;
                        if wanted {
                            self.put(&start, content, sink)?;
                        }
                        if sink.row_bytes() > limits::MAX_ROW {
                            return Err(limits::row_too_large().into());
                        }
                    } else {
                        depth += 1;
                        limits::check_depth(depth)?;
                    }
                }
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::DocType(_) => return Err(Problem::from(Damage::DocumentType).into()),
                Event::Eof => return Err(Problem::from(Damage::CutOff).into()),
                _ => {}
            }
        }
    }

    /// Reads the children of a cell to its end.
    fn content(&mut self) -> Result<Content, Problem> {
        let mut content = Content::default();
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                Event::Start(tag) => {
                    check_tag(&tag)?;
                    match tag.local_name().as_ref() {
                        "f" if depth == 0 => {
                            content.formula = true;
                            depth += 1;
                        }
                        "v" if depth == 0 && content.value.is_none() => {
                            content.value = Some(rich::text_to_end(&mut self.reader, &mut self.buffer)?);
                        }
                        "is" if depth == 0 && content.inline.is_none() => {
                            let mut text = String::new();
                            rich::add_text(&mut self.reader, &mut self.buffer, &mut text)?;
                            content.inline = Some(text);
                        }
                        "v" | "is" if depth == 0 => return Err(Damage::Structure.into()),
                        _ => {
                            depth += 1;
                            limits::check_depth(depth)?;
                        }
                    }
                }
                Event::End(_) if depth == 0 => return Ok(content),
                Event::End(_) => depth -= 1,
                Event::DocType(_) => return Err(Damage::DocumentType.into()),
                Event::Eof => return Err(Damage::CutOff.into()),
                _ => {}
            }
        }
    }

    fn put(&self, start: &CellStart, content: Content, sink: &mut Sink) -> Result<(), Problem> {
        let kind = start.kind.as_deref();
        if content.formula {
            let no_result = match (&content.value, &content.inline) {
                (Some(value), None) => self.values.is_no_result(value, kind),
                (None, None) => true,
                (_, Some(text)) => self.values.recalculates && text.is_empty(),
            };
            if no_result {
                sink.push(start.column, Stored::NoResult, "");
                return Ok(());
            }
        }
        if let Some(text) = content.inline {
            sink.push_text(start.column, &text);
        } else if let Some(value) = content.value {
            if kind == Some("str") {
                let mut text = String::new();
                rich::unescape(&value, &mut text);
                sink.push_text(start.column, &text);
            } else {
                self.values.put(&value, kind, start.style, start.column, sink)?;
            }
        }
        Ok(())
    }
}

/// Adds the row after which something could not be read.
fn near_row(stop: Stop, row: u32) -> Stop {
    match stop {
        // A wrong order is reported for the whole file.
        Stop::Failed(Problem::Damaged(damage)) if row > 0 && damage != Damage::Order => {
            Stop::Failed(Problem::BadCell(u64::from(row), damage))
        }
        other => other,
    }
}

fn row_number(tag: &BytesStart<'_>, before: u32) -> Result<u32, Problem> {
    let mut stated = None;
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Damage::Xml)?;
        if attribute.key.as_ref() == "r" {
            let number: u32 = attribute.value.trim().parse().map_err(|_| Damage::Position)?;
            if stated.replace(number).is_some() {
                return Err(Damage::Xml.into());
            }
        }
    }
    let number = stated.unwrap_or(before + 1);
    if number == 0 {
        return Err(Damage::Position.into());
    }
    limits::check_position((number - 1, 0))?;
    if number <= before { Err(Damage::Order.into()) } else { Ok(number) }
}

fn cell_start(tag: &BytesStart<'_>, row: u32, next_column: u32) -> Result<CellStart, Problem> {
    let mut start = CellStart { column: next_column, style: None, kind: None };
    let mut seen = [false; 3];
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Damage::Xml)?;
        let value = attribute.value.trim();
        let which = match attribute.key.as_ref() {
            "r" => {
                let (column, digits) = column_of(value).ok_or(Damage::Position)?;
                let stated: u32 = digits.parse().map_err(|_| Damage::Position)?;
                if stated != row {
                    return Err(Damage::Order.into());
                }
                start.column = column;
                0
            }
            "s" => {
                // Some writers leave it empty.
                start.style = match value {
                    "" => None,
                    value => Some(value.parse().map_err(|_| Damage::Value)?),
                };
                1
            }
            "t" => {
                start.kind = Some(value.to_owned());
                2
            }
            _ => continue,
        };
        if std::mem::replace(&mut seen[which], true) {
            return Err(Damage::Xml.into());
        }
    }
    limits::check_position((row - 1, start.column))?;
    if start.column < next_column { Err(Damage::Order.into()) } else { Ok(start) }
}

/// Fails for tags that exceed the limits.
fn check_tag(tag: &BytesStart<'_>) -> Result<(), Problem> {
    let bytes = tag.as_bytes();
    if bytes.len() > limits::MAX_TAG {
        return Err(Problem::too_large(Excess::Tag, bytes.len()));
    }
    let attributes = memchr::memchr_iter(b'=', bytes).count();
    if attributes > limits::MAX_ATTRIBUTES {
        return Err(Problem::too_large(Excess::Attributes, attributes));
    }
    Ok(())
}
