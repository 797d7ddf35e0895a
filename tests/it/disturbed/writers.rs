//! The writers and encodings that every table is written in.

use super::delimited::{Dialect, Encoding, Quoting};
use super::doc::{Cell, Doc, Kind, Role, Row, Written};
use super::{xls, xlsx};
use crate::fixtures::cases::sheet::{Sheet, Value};
use crate::fixtures::cases::{ods, xlsb, xlsx_shared};

#[derive(Clone, Copy)]
pub enum Writer {
    Text(&'static str, Dialect),
    /// By hand, with strings inline.
    Inline,
    /// By hand, with strings in a table.
    Shared,
    /// Through a library, as Excel saves.
    Library,
    Xls,
    Xlsb,
    Ods,
}

/// A written file.
pub struct File {
    pub bytes: Vec<u8>,
    pub extension: &'static str,
    /// The number of each row of the document.
    pub numbers: Vec<u64>,
}

const fn text(
    name: &'static str,
    encoding: Encoding,
    quoting: Quoting,
    delimiter: char,
    newline: &'static str,
) -> Writer {
    Writer::Text(name, Dialect { encoding, quoting, delimiter, newline })
}

pub const WRITERS: [Writer; 15] = [
    text("csv utf-8 bom, platform", Encoding::Utf8Bom, Quoting::Platform, ',', "\r\n"),
    Writer::Inline,
    text("csv utf-8, LF", Encoding::Utf8, Quoting::None, ',', "\n"),
    Writer::Shared,
    text("csv gb18030, CRLF", Encoding::Gb18030, Quoting::None, ',', "\r\n"),
    Writer::Xls,
    text("tab utf-16le bom, CRLF", Encoding::Utf16LeBom, Quoting::None, '\t', "\r\n"),
    text("csv utf-16be, LF, platform", Encoding::Utf16Be, Quoting::Platform, ',', "\n"),
    Writer::Ods,
    text("semicolon utf-8, LF, all quoted", Encoding::Utf8, Quoting::All, ';', "\n"),
    text("csv utf-8 bom, CR", Encoding::Utf8Bom, Quoting::None, ',', "\r"),
    Writer::Library,
    text("csv gb18030, CR, platform", Encoding::Gb18030, Quoting::Platform, ',', "\r"),
    text("tab gb18030, LF, all quoted", Encoding::Gb18030, Quoting::All, '\t', "\n"),
    Writer::Xlsb,
];

impl Writer {
    pub fn name(self) -> &'static str {
        match self {
            Self::Text(name, _) => name,
            Self::Inline => "xlsx inline",
            Self::Shared => "xlsx shared",
            Self::Library => "xlsx library",
            Self::Xls => "xls",
            Self::Xlsb => "xlsb",
            Self::Ods => "ods",
        }
    }

    pub fn write(self, doc: &Doc) -> File {
        let (bytes, extension, numbers) = match self {
            Self::Text(_, dialect) => {
                let (bytes, numbers) = dialect.write(doc);
                (bytes, "csv", numbers)
            }
            Self::Inline | Self::Shared => {
                let (bytes, numbers) = xlsx::write(doc, matches!(self, Self::Shared));
                (bytes, "xlsx", numbers)
            }
            Self::Library => (xlsx_shared::write(&sheet("订单", false, &doc.rows), &[]), "xlsx", counted(doc)),
            Self::Xls => (xls::write(doc), "xls", counted(doc)),
            Self::Xlsb => (xlsb::write(&sheet("订单", false, &doc.rows)), "xlsb", counted(doc)),
            Self::Ods => (ods::write(&sheets(doc)), "ods", counted(doc)),
        };
        let mut file = File { bytes, extension, numbers };
        for change in &doc.bytes {
            change(&mut file.bytes);
        }
        file
    }

    /// Returns what stands between the cells of delimited text.
    pub fn delimiter(self) -> String {
        match self {
            Self::Text(_, dialect) => dialect.delimiter.to_string(),
            _ => ",".to_owned(),
        }
    }

    pub fn encoding(self) -> Option<Encoding> {
        match self {
            Self::Text(_, dialect) => Some(dialect.encoding),
            _ => None,
        }
    }

    pub fn newline(self) -> &'static str {
        match self {
            Self::Text(_, dialect) => dialect.newline,
            _ => "",
        }
    }
}

/// Every writer can.
pub fn any(_: Writer) -> bool {
    true
}

pub fn is_text(writer: Writer) -> bool {
    matches!(writer, Writer::Text(..))
}

/// Writes XML by hand.
pub fn is_xml(writer: Writer) -> bool {
    matches!(writer, Writer::Inline | Writer::Shared)
}

pub fn is_workbook(writer: Writer) -> bool {
    !is_text(writer)
}

/// Writes several sheets.
pub fn has_sheets(writer: Writer) -> bool {
    is_xml(writer) || matches!(writer, Writer::Ods)
}

/// Writes line breaks in cells.
pub fn breaks_lines(writer: Writer) -> bool {
    is_text(writer) || is_xml(writer) || matches!(writer, Writer::Library | Writer::Xls | Writer::Xlsb)
}

fn counted(doc: &Doc) -> Vec<u64> {
    (1..=doc.rows.len() as u64).collect()
}

fn sheets(doc: &Doc) -> Vec<Sheet> {
    let more = |before: bool| {
        let sheets = doc.sheets.iter().filter(move |other| other.before == before);
        sheets.map(|other| sheet(other.name, other.state != "visible", &other.rows))
    };
    more(true).chain([sheet("订单", false, &doc.rows)]).chain(more(false)).collect()
}

fn sheet(name: &'static str, hidden: bool, rows: &[Row]) -> Sheet {
    let values = |row: &Row| row.written().into_iter().map(|cell| value(cell, row.role)).collect();
    Sheet { name, hidden, rows: rows.iter().map(values).collect() }
}

fn value(cell: &Cell, role: Role) -> Value {
    match &cell.written {
        Written::Text(text) => Value::Text(text.clone()),
        Written::Number(digits) => Value::Number(digits.clone()),
        Written::Date(time) => Value::Date(*time),
        _ if cell.says.is_empty() => Value::Empty,
        _ if cell.kind == Kind::Number && role == Role::Line => Value::Number(cell.says.clone()),
        _ => Value::Text(cell.says.clone()),
    }
}
