//! Delimited text, written with all that is wrong in it.

use encoding_rs::GB18030;

use super::doc::{Cell, DELIMITER, Doc, Kind, Role, Row, Written};

#[derive(Clone, Copy, PartialEq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Gb18030,
    Utf16LeBom,
    Utf16Be,
}

/// Which cells are quoted without need.
#[derive(Clone, Copy, PartialEq)]
pub enum Quoting {
    /// Ids and labels, behind a TAB.
    Platform,
    None,
    All,
}

#[derive(Clone, Copy)]
pub struct Dialect {
    pub encoding: Encoding,
    pub quoting: Quoting,
    pub delimiter: char,
    pub newline: &'static str,
}

impl Dialect {
    /// Writes the rows; beside the bytes comes the line on which each begins.
    pub fn write(self, doc: &Doc) -> (Vec<u8>, Vec<u64>) {
        let newline = doc.newline.unwrap_or(self.newline);
        let mut bytes: Vec<u8> = match self.encoding {
            Encoding::Utf8Bom => b"\xEF\xBB\xBF".to_vec(),
            Encoding::Utf16LeBom => b"\xFF\xFE".to_vec(),
            _ => Vec::new(),
        };
        let (mut line, mut lines) = (1, Vec::new());
        for (at, row) in doc.rows.iter().enumerate() {
            lines.push(line);
            let mut text = self.record(row);
            if !doc.open_end || at + 1 < doc.rows.len() {
                text += row.newline.unwrap_or(newline);
            }
            line += line_ends(&text);
            bytes.extend(row.encoding.unwrap_or(self.encoding).encode(&text));
        }
        bytes.extend(&doc.tail);
        (bytes, lines)
    }

    fn record(self, row: &Row) -> String {
        if let Some(raw) = &row.raw {
            return self.verbatim(raw);
        }
        let mut cells: Vec<String> = row.written().into_iter().map(|cell| self.cell(cell, row.role)).collect();
        cells.truncate(cells.len() - row.cut);
        let delimiter = self.delimiter.to_string();
        cells.join(&delimiter) + &delimiter.repeat(row.more)
    }

    fn cell(self, cell: &Cell, role: Role) -> String {
        let text = match &cell.written {
            Written::Raw(raw) => return self.verbatim(raw),
            Written::Text(text) | Written::Number(text) => text.clone(),
            Written::Date(time) => time.format("%Y/%-m/%-d %-H:%M:%S").to_string(),
            Written::Plainly | Written::Xml(..) => {
                let is_guarded = matches!(cell.kind, Kind::Id | Kind::Label) && cell.says.len() > 1;
                if self.quoting == Quoting::Platform && is_guarded && role == Role::Line {
                    return format!("\"\t{}\"", cell.says.replace('"', "\"\""));
                }
                cell.says.clone()
            }
        };
        if self.quoting == Quoting::All || text.contains(['"', '\n', '\r', self.delimiter]) {
            return format!("\"{}\"", text.replace('"', "\"\""));
        }
        text
    }

    fn verbatim(self, raw: &str) -> String {
        raw.replace(DELIMITER, &self.delimiter.to_string())
    }
}

/// Counts line ends of any kind.
fn line_ends(text: &str) -> u64 {
    let lone = text.replace("\r\n", "\n");
    lone.matches(['\n', '\r']).count() as u64
}

impl Encoding {
    pub fn encode(self, text: &str) -> Vec<u8> {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
        match self {
            Self::Utf8 | Self::Utf8Bom => text.as_bytes().to_vec(),
            Self::Gb18030 => GB18030.encode(text).0.into_owned(),
            Self::Utf16LeBom => utf16(u16::to_le_bytes),
            Self::Utf16Be => utf16(u16::to_be_bytes),
        }
    }
}
