//! Writes order exports as large as the platform makes them, a row at a time.
//!
//! The rows are those of the fixtures' generator, so equal arguments give equal files.

#[path = "../fixtures/generate/columns.rs"]
mod columns;
#[path = "../fixtures/generate/invented.rs"]
mod invented;
#[path = "../fixtures/generate/orders.rs"]
mod orders;
#[path = "../fixtures/generate/random.rs"]
mod random;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{DateTime, TimeDelta};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use columns::{Cell, STANDARD, letters, yuan};
use orders::{Order, Shop};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The parts of a workbook beside its sheet and its strings.
const PARTS: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="订单" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
    ),
];

/// Strings by the order in which they came, already written as XML.
#[derive(Default)]
struct SharedStrings {
    indices: HashMap<String, usize>,
    xml: String,
}

/// Names what the lines of a file are like.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// A year of orders, the newest first; all but the newest are finished.
    Year,
    /// The same year as a later export has it, in which each 20th line has another flag.
    Later,
    /// The orders of a year in no order, half of their lines unfinished.
    Scattered,
    /// The month so many months before the newest.
    Month(u32),
}

/// Writes a CSV of the first `columns` standard columns, as the platform offers it.
pub fn write_csv(path: &Path, rows: usize, columns: usize, content: Content) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let headers: Vec<&str> = STANDARD[..columns].iter().map(|column| column.header).collect();
    write!(file, "\u{FEFF}{}\r\n", headers.join(","))?;
    let mut record = String::new();
    for_each_row(rows, columns, content, |cells| {
        record.clear();
        for cell in cells {
            push_field(&mut record, cell);
            record.push(',');
        }
        record.pop();
        record.push_str("\r\n");
        file.write_all(record.as_bytes())
    })?;
    file.flush()
}

/// Writes an XLSX of the first `columns` standard columns, every string in its cell.
pub fn write_xlsx_inline(path: &Path, rows: usize, columns: usize, content: Content) -> io::Result<()> {
    write_xlsx(path, rows, columns, content, |xml, text, _| {
        xml.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        push_escaped(xml, text);
        xml.push_str("</t></is></c>");
    })
}

/// Writes an XLSX of the first `columns` standard columns, its strings in a shared table.
pub fn write_xlsx_shared(path: &Path, rows: usize, columns: usize, content: Content) -> io::Result<()> {
    write_xlsx(path, rows, columns, content, |xml, text, strings| {
        let _ = write!(xml, " t=\"s\"><v>{}</v></c>", strings.index(text));
    })
}

/// Hands `count` rows of cells to `each`.
fn for_each_row(
    count: usize,
    columns: usize,
    content: Content,
    mut each: impl FnMut(&[Cell]) -> io::Result<()>,
) -> io::Result<()> {
    let [flag, status, shipped, finished] = ["旗帜颜色", "订单状态", "发货时间", "订单完成时间"]
        .map(|header| STANDARD.iter().position(|column| column.header == header).expect("a standard column"));
    let mut cells = Vec::with_capacity(columns);
    let mut row = 0;
    for order in orders(count, content) {
        for line in &order.lines {
            if row == count {
                return Ok(());
            }
            row += 1;
            cells.clear();
            cells.extend(STANDARD[..columns].iter().map(|column| (column.value)(&order, line)));
            match content {
                Content::Later if row % 20 == 0 => {
                    let other = if cells[flag] == Cell::Text("紫".to_owned()) { "橙" } else { "紫" };
                    cells[flag] = Cell::Text(other.to_owned());
                }
                Content::Scattered if row % 2 == 0 => {
                    cells[status] = Cell::Text("待发货".to_owned());
                    for time in [shipped, finished] {
                        if let Some(cell) = cells.get_mut(time) {
                            *cell = Cell::Empty;
                        }
                    }
                }
                _ => {}
            }
            each(&cells)?;
        }
    }
    Ok(())
}

/// Walks through orders with at least `count` lines.
fn orders(count: usize, content: Content) -> Box<dyn Iterator<Item = Order>> {
    let newest = DateTime::from_timestamp(1_768_168_800, 0).expect("a time of this century").naive_utc();
    // A year's time holds half a million orders, and a month's time those of 150,000 lines.
    let year = Shop { seed: 1, newest, step: TimeDelta::seconds(63) };
    match content {
        Content::Year | Content::Later => Box::new(year.orders()),
        Content::Scattered => {
            // A prime steps through all of them, each once.
            let count = count as u64;
            Box::new((0..count).map(move |index| year.order(index * 2_654_435_761 % count)))
        }
        Content::Month(month) => {
            let newest = newest - TimeDelta::days(30 * i64::from(month));
            Box::new(Shop { seed: 2 + u64::from(month), newest, step: TimeDelta::seconds(21) }.orders())
        }
    }
}

fn push_field(record: &mut String, cell: &Cell) {
    match cell {
        Cell::Empty => {}
        Cell::Id(text) | Cell::Label(text) => {
            let _ = write!(record, "\"\t{}\"", text.replace('"', "\"\""));
        }
        Cell::Text(text) if text.contains([',', '"', '\n']) => {
            let _ = write!(record, "\"{}\"", text.replace('"', "\"\""));
        }
        Cell::Text(text) | Cell::Number(text) => record.push_str(text),
        Cell::Money(fen) => record.push_str(&yuan(*fen)),
        Cell::Time(time) => {
            let _ = write!(record, "{}", time.format("%Y-%m-%d %H:%M:%S"));
        }
    }
}

/// Writes a workbook; `push_text` appends a string cell after the opening of its tag.
fn write_xlsx(
    path: &Path,
    rows: usize,
    columns: usize,
    content: Content,
    push_text: impl Fn(&mut String, &str, &mut SharedStrings),
) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path)?));
    let options = SimpleFileOptions::default();
    for (name, xml) in PARTS {
        zip.start_file(name, options)?;
        write!(zip, "{XML}{xml}")?;
    }

    zip.start_file("xl/worksheets/sheet1.xml", options)?;
    let mut xml =
        format!("{XML}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
    let mut strings = SharedStrings::default();
    let places: Vec<String> = (0..columns).map(letters).collect();
    let mut row = 0;
    let mut push_row = |xml: &mut String, cells: &[Cell]| {
        row += 1;
        let _ = write!(xml, "<row r=\"{row}\">");
        for (place, cell) in places.iter().zip(cells) {
            let text = match cell {
                Cell::Empty => continue,
                Cell::Id(id) => &format!("{id}\t"),
                Cell::Label(text) | Cell::Text(text) | Cell::Number(text) => text,
                Cell::Money(fen) => &yuan(*fen),
                Cell::Time(time) => &time.format("%Y-%m-%d %H:%M:%S").to_string(),
            };
            let _ = write!(xml, "<c r=\"{place}{row}\"");
            match cell {
                Cell::Number(_) | Cell::Money(_) => {
                    let _ = write!(xml, "><v>{text}</v></c>");
                }
                _ => push_text(xml, text, &mut strings),
            }
        }
        xml.push_str("</row>");
    };
    let headers = STANDARD[..columns].iter().map(|column| column.header);
    let headers: Vec<Cell> = headers.map(|header| Cell::Text(header.to_owned())).collect();
    push_row(&mut xml, &headers);
    for_each_row(rows, columns, content, |cells| {
        push_row(&mut xml, cells);
        // The compressor likes its input in larger pieces than a row.
        if xml.len() > 1 << 16 {
            zip.write_all(xml.as_bytes())?;
            xml.clear();
        }
        Ok(())
    })?;
    xml.push_str("</sheetData></worksheet>");
    zip.write_all(xml.as_bytes())?;

    zip.start_file("xl/sharedStrings.xml", options)?;
    write!(
        zip,
        "{XML}<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" uniqueCount=\"{}\">{}</sst>",
        strings.indices.len(),
        strings.xml
    )?;
    zip.finish()?.flush()
}

impl SharedStrings {
    /// Gives the index of `text`, adding it where it is new.
    fn index(&mut self, text: &str) -> usize {
        if let Some(index) = self.indices.get(text) {
            return *index;
        }
        let index = self.indices.len();
        self.indices.insert(text.to_owned(), index);
        self.xml.push_str("<si><t xml:space=\"preserve\">");
        push_escaped(&mut self.xml, text);
        self.xml.push_str("</t></si>");
        index
    }
}

fn push_escaped(xml: &mut String, text: &str) {
    for piece in text.split_inclusive(['&', '<', '>']) {
        let (plain, escaped) = match piece.as_bytes().last() {
            Some(b'&') => (&piece[..piece.len() - 1], "&amp;"),
            Some(b'<') => (&piece[..piece.len() - 1], "&lt;"),
            Some(b'>') => (&piece[..piece.len() - 1], "&gt;"),
            _ => (piece, ""),
        };
        xml.push_str(plain);
        xml.push_str(escaped);
    }
}
