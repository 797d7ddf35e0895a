//! ODS. All tables are in one part, which is held in memory.

use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::cell::{Row, RowBuffer, Stored};
use super::damage::{Damage, Excess};
use super::error::Problem;
use super::limits;
use super::parts::{self, attribute};
use super::reader_errors;
use super::rich::{add_reference, of_xml};
use super::scalars;
use super::source::Source;
use super::values::{SOME_ERROR, is_error_code, is_whole, is_zero, wall_clock};
use super::{Progress, Rows, SheetInfo};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// An open ODS file.
pub(super) struct OdsBook {
    content: String,
    pub(super) sheets: Vec<SheetInfo>,
    /// The range of the content of each table.
    tables: Vec<Range<usize>>,
}

impl OdsBook {
    /// Opens a workbook, and reads it to its end, where its checksum is verified.
    pub(super) fn open(source: &Source) -> Result<Self, Problem> {
        let mut archive = parts::open(source)?;
        if let Some(manifest) = parts::entry(&archive, MANIFEST)
            && memmem::find(&parts::bytes_of(&mut archive, &manifest)?, b"encryption-data").is_some()
        {
            return Err(Problem::Password);
        }
        let mut content = String::new();
        let mut part = archive.by_name(CONTENT).map_err(|_| Damage::Missing)?;
        part.read_to_string(&mut content).map_err(reader_errors::of_unpacking)?;
        let mut book = Self { content: String::new(), sheets: Vec::new(), tables: Vec::new() };
        book.find_tables(&content)?;
        book.content = content;
        Ok(book)
    }

    /// Finds the tables. The style of a table tells whether it is visible.
    fn find_tables(&mut self, content: &str) -> Result<(), Problem> {
        let mut reader = Reader::from_str(content);
        let mut hidden: HashMap<String, bool> = HashMap::new();
        let mut style = String::new();
        loop {
            let event = reader.read_event().map_err(of_xml)?;
            match event {
                Event::Start(ref tag) | Event::Empty(ref tag) => match tag.local_name().as_ref() {
                    "style" => style = local(tag, "name")?.unwrap_or_default(),
                    "table-properties" => {
                        let display = local(tag, "display")?;
                        hidden.insert(style.clone(), display.is_some_and(|display| display == "false"));
                    }
                    "table" => {
                        let is_hidden = local(tag, "style-name")?.and_then(|style| hidden.get(&style).copied());
                        let visible = !is_hidden.unwrap_or(false);
                        self.sheets.push(SheetInfo { name: Some(local(tag, "name")?.unwrap_or_default()), visible });
                        let inside = match event {
                            Event::Start(ref tag) => reader.read_to_end(tag.name()).map_err(of_xml)?,
                            _ => 0..0,
                        };
                        let offset = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
                        self.tables.push(offset(inside.start)..offset(inside.end));
                    }
                    // These are old versions of changed cells.
                    "tracked-changes" => {
                        if let Event::Start(ref tag) = event {
                            reader.read_to_end(tag.name()).map_err(of_xml)?;
                        }
                    }
                    _ => {}
                },
                Event::DocType(_) => return Err(Damage::DocumentType.into()),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Starts reading a table.
    pub(super) fn rows(&self, sheet: usize) -> OdsRows<'_> {
        let xml = &self.content[self.tables[sheet].clone()];
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        let row = RowBuffer::default();
        OdsRows { reader, total: xml.len() as u64, next: 1, repeats: 0, row, text: String::new(), rows: 0 }
    }

    /// Tells whether a formula begins within the first bytes of a table.
    pub(super) fn has_formulas(&self, sheet: usize, bytes: usize) -> bool {
        let xml = self.content[self.tables[sheet].clone()].as_bytes();
        memmem::find(&xml[..bytes.min(xml.len())], b":formula=").is_some()
    }
}

/// Returns an attribute by its local name.
fn local(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Problem> {
    attribute(tag, |key| key.rsplit(':').next() == Some(name))
}

/// The rows of a table.
pub(super) struct OdsRows<'b> {
    reader: Reader<&'b [u8]>,
    total: u64,
    /// The number of the next row.
    next: u64,
    /// How many more times the last row is repeated.
    repeats: u64,
    row: RowBuffer,
    /// The text of the current cell.
    text: String,
    rows: u64,
}

/// The start tag of a cell.
#[derive(Default)]
struct CellStart {
    repeats: u64,
    kind: Option<String>,
    is_error: bool,
    formula: bool,
    value: Option<String>,
    date: Option<String>,
    time: Option<String>,
    truth: Option<String>,
    string: Option<String>,
}

impl OdsRows<'_> {
    /// Reads the next row that has cells into the buffer; tells whether there is one.
    fn read_row(&mut self) -> Result<bool, Problem> {
        loop {
            match self.reader.read_event().map_err(of_xml)? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "table-row" => {
                        let repeats = repeats(local(&tag, "number-rows-repeated")?.as_deref())?;
                        self.row.start(self.next);
                        self.cells()?;
                        self.next = self.next.saturating_add(repeats);
                        if !self.row.is_empty() {
                            self.repeats = repeats - 1;
                            let last = u32::try_from(self.next - 2).unwrap_or(u32::MAX);
                            limits::check_position((last, 0))?;
                            return Ok(true);
                        }
                    }
                    // These are above the cells, not in them.
                    "shapes" | "forms" | "table" => {
                        self.reader.read_to_end(tag.name()).map_err(of_xml)?;
                    }
                    _ => {}
                },
                Event::DocType(_) => return Err(Damage::DocumentType.into()),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }

    /// Reads the cells of a row to its end.
    fn cells(&mut self) -> Result<(), Problem> {
        let mut column = 0_u64;
        loop {
            match self.reader.read_event().map_err(of_xml)? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "table-cell" | "covered-table-cell" => {
                        let start = cell_start(&tag)?;
                        self.content()?;
                        let (stored, text) = decide(&start, &self.text);
                        if let Some(stored) = stored {
                            let [first, last] = [column, column.saturating_add(start.repeats - 1)]
                                .map(|column| u32::try_from(column).unwrap_or(u32::MAX));
                            limits::check_position((0, last))?;
                            for column in first..=last {
                                match stored {
                                    Stored::Text => self.row.push_text(column, text),
                                    stored => self.row.push(column, stored, text),
                                }
                                if self.row.is_too_large() {
                                    return Err(limits::row_too_large());
                                }
                            }
                        }
                        column = column.saturating_add(start.repeats);
                    }
                    _ => {
                        self.reader.read_to_end(tag.name()).map_err(of_xml)?;
                    }
                },
                Event::End(_) => return Ok(()),
                Event::Eof => return Err(Damage::CutOff.into()),
                _ => {}
            }
        }
    }

    /// Reads the text of a cell to its end. Paragraphs become lines, and notes are left out.
    fn content(&mut self) -> Result<(), Problem> {
        self.text.clear();
        let mut depth = 0_usize;
        // The depth of the current paragraph.
        let mut paragraph = None;
        let mut paragraphs = 0;
        loop {
            match self.reader.read_event().map_err(of_xml)? {
                Event::Start(tag) => {
                    depth += 1;
                    limits::check_depth(depth)?;
                    match tag.local_name().as_ref() {
                        "annotation" | "table" | "frame" | "shapes" => {
                            self.reader.read_to_end(tag.name()).map_err(of_xml)?;
                            depth -= 1;
                        }
                        "p" | "h" if paragraph.is_none() => {
                            if paragraphs > 0 {
                                self.text.push('\n');
                            }
                            paragraphs += 1;
                            paragraph = Some(depth);
                        }
                        "s" if paragraph.is_some() => {
                            let count = repeats(local(&tag, "c")?.as_deref())?.min(limits::MAX_TAG as u64);
                            self.text.extend((0..count).map(|_| ' '));
                        }
                        "tab" if paragraph.is_some() => self.text.push('\t'),
                        "line-break" if paragraph.is_some() => self.text.push('\n'),
                        _ => {}
                    }
                }
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => {
                    paragraph = paragraph.filter(|at| *at != depth);
                    depth -= 1;
                }
                Event::Text(text) if paragraph.is_some() => self.text.push_str(&text.xml10_content()),
                Event::CData(text) if paragraph.is_some() => self.text.push_str(&text.xml10_content()),
                Event::GeneralRef(name) if paragraph.is_some() => add_reference(&name, &mut self.text)?,
                Event::Eof => return Err(Damage::CutOff.into()),
                _ => {}
            }
            if self.text.len() > limits::MAX_ROW {
                return Err(limits::row_too_large());
            }
        }
    }
}

/// Reads the number of repetitions.
fn repeats(text: Option<&str>) -> Result<u64, Problem> {
    match text {
        None => Ok(1),
        Some(text) => text.trim().parse().ok().filter(|count| *count > 0).ok_or_else(|| Damage::Value.into()),
    }
}

fn cell_start(tag: &BytesStart<'_>) -> Result<CellStart, Problem> {
    let mut start = CellStart { repeats: 1, ..CellStart::default() };
    for (count, attribute) in tag.attributes().with_checks(false).enumerate() {
        if count >= limits::MAX_ATTRIBUTES {
            return Err(Problem::too_large(Excess::Attributes, count));
        }
        let attribute = attribute.map_err(|_| Damage::Xml)?;
        let text = || {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|_| Damage::Xml);
            value.map(|value| Some(value.into_owned()))
        };
        match attribute.key.as_ref() {
            "calcext:value-type" => start.is_error = attribute.value == "error",
            key => match key.rsplit(':').next().unwrap_or_default() {
                "number-columns-repeated" => start.repeats = repeats(Some(attribute.value.as_ref()))?,
                "value-type" => start.kind = text()?,
                "formula" => start.formula = true,
                "value" => start.value = text()?,
                "date-value" => start.date = text()?,
                "time-value" => start.time = text()?,
                "boolean-value" => start.truth = text()?,
                "string-value" => start.string = text()?,
                _ => {}
            },
        }
    }
    Ok(start)
}

/// Returns the kind of a cell and its text, or no kind if it is empty.
fn decide<'t>(start: &'t CellStart, shown: &'t str) -> (Option<Stored>, &'t str) {
    let some = |stored, text: &'t str| (Some(stored), text);
    let looks_broken = || is_error_code(shown) || shown.starts_with("Err:");
    if start.is_error || (start.formula && looks_broken()) {
        return some(Stored::Error, if looks_broken() { shown } else { SOME_ERROR });
    }
    if let Some(digits) = start.value.as_deref().map(str::trim) {
        return match scalars::number(digits) {
            Ok(value) if value.is_finite() && (value != 0.0 || is_zero(digits)) => {
                some(Stored::Number(value), if is_whole(digits) { digits } else { "" })
            }
            _ => some(Stored::Text, digits),
        };
    }
    if let Some(date) = &start.date {
        return some(Stored::Text, wall_clock(date));
    }
    if let Some(time) = &start.time {
        return some(Stored::Text, time);
    }
    if let Some(truth) = &start.truth {
        return match truth.to_ascii_lowercase().as_str() {
            "true" => some(Stored::Bool(true), ""),
            "false" => some(Stored::Bool(false), ""),
            _ => some(Stored::Text, truth),
        };
    }
    match &start.string {
        Some(string) => some(Stored::Text, string),
        None if start.formula && start.kind.as_deref() != Some("string") => some(Stored::NoResult, ""),
        // A cell without a kind contains text, if anything.
        None if shown.is_empty() => (None, ""),
        None => some(Stored::Text, shown),
    }
}

impl Rows for OdsRows<'_> {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        if self.repeats > 0 {
            self.repeats -= 1;
            self.row.renumber(self.row.number() + 1);
        } else if !self.read_row()? {
            return Ok(None);
        }
        self.rows += 1;
        Ok(Some(self.row.row()))
    }

    fn progress(&self) -> Progress {
        Progress { done: self.reader.buffer_position(), total: self.total, exact_rows: self.rows }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write as _;

    use super::super::cell::Cell;
    use super::*;

    const NAMES: &str = "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:calcext=\"c\"";

    fn opened(content: &str, manifest: &str) -> Result<OdsBook, Problem> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ods");
        let mut zip = zip::ZipWriter::new(File::create(&path).expect("a file"));
        for (name, text) in [(MANIFEST, manifest), (CONTENT, content)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("an archive");
        OdsBook::open(&Source::open(&path)?)
    }

    fn read(rows: &str) -> Vec<String> {
        let content = format!(
            "<office:document-content {NAMES}><office:body><office:spreadsheet><table:table table:name=\"a\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        );
        let book = opened(&content, "<m/>").expect("a workbook");
        let mut rows = book.rows(0);
        let mut all = Vec::new();
        while let Some(row) = rows.next_row().expect("a row") {
            let number = row.number;
            all.extend(row.cells().filter(|(_, cell)| *cell != Cell::Empty).map(|(column, cell)| match cell {
                Cell::Number { value, .. } => format!("{number}:{column} {value}"),
                Cell::Text(text) => format!("{number}:{column} {text}"),
                other => format!("{number}:{column} {other:?}"),
            }));
        }
        all
    }

    fn cell(attributes: &str, inside: &str) -> String {
        format!("<table:table-row><table:table-cell {attributes}>{inside}</table:table-cell></table:table-row>")
    }

    #[test]
    fn values_are_read_by_what_they_say_they_are() {
        for (attributes, inside, wanted) in [
            ("office:value-type=\"float\" office:value=\"12.50\"", "<text:p>¥12.50</text:p>", "1:0 12.5"),
            ("office:value-type=\"float\" office:value=\"1e-400\"", "<text:p>0</text:p>", "1:0 1e-400"),
            (
                "office:value-type=\"date\" office:date-value=\"2026-03-02T09:00:07Z\"",
                "<text:p>x</text:p>",
                "1:0 2026-03-02T09:00:07",
            ),
            (
                "office:value-type=\"string\"",
                "<text:p>a<text:s text:c=\"2\"/>b</text:p>\n<text:p>c &amp; d</text:p>",
                "1:0 a  b\nc & d",
            ),
            (
                "office:value-type=\"string\"",
                "<office:annotation><text:p>note</text:p></office:annotation><text:p>a</text:p>",
                "1:0 a",
            ),
            ("", "<text:p>a</text:p>", "1:0 a"),
            ("office:value-type=\"boolean\" office:boolean-value=\"true\"", "", "1:0 Bool(true)"),
        ] {
            assert_eq!(read(&cell(attributes, inside)), [wanted], "{attributes}");
        }
    }

    #[test]
    fn formulas_without_a_result_and_errors_are_told() {
        for (attributes, inside, wanted) in [
            ("table:formula=\"of:=[.A1]\"", "", "1:0 NoResult"),
            ("table:formula=\"of:=[.A1]\" office:value-type=\"float\"", "", "1:0 NoResult"),
            (
                "table:formula=\"of:=[.A1]\" office:value-type=\"float\" office:value=\"7\"",
                "<text:p>7</text:p>",
                "1:0 7",
            ),
            (
                "table:formula=\"of:=NA()\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"",
                "<text:p>#N/A</text:p>",
                "1:0 Error(\"#N/A\")",
            ),
            (
                "table:formula=\"of:=1/0\" office:value-type=\"float\" office:value=\"0\"",
                "<text:p>#DIV/0!</text:p>",
                "1:0 Error(\"#DIV/0!\")",
            ),
            (
                "table:formula=\"of:=1/0\" office:value-type=\"float\" office:value=\"0\"",
                "<text:p>Err:503</text:p>",
                "1:0 Error(\"Err:503\")",
            ),
        ] {
            assert_eq!(read(&cell(attributes, inside)), [wanted], "{attributes}");
        }
        let empty = "table:formula=\"of:=&quot;&quot;\" office:value-type=\"string\" office:string-value=\"\"";
        assert!(read(&cell(empty, "<text:p/>")).is_empty());
    }

    #[test]
    fn rows_and_cells_stand_there_as_often_as_they_say() {
        let rows = "<table:table-header-rows><table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"3\"/>\
            <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"7\"/></table:table-row></table:table-header-rows>\
            <table:table-row table:number-rows-repeated=\"1000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
            <table:table-row><table:covered-table-cell/><table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell></table:table-row>\
            <table:table-row table:number-rows-repeated=\"1047573\"><table:table-cell/></table:table-row>";
        assert_eq!(read(rows), ["1:3 7", "1:4 7", "2:3 7", "2:4 7", "1003:1 a"]);
    }

    #[test]
    fn hidden_tables_and_locked_files_are_told() {
        let content = format!(
            "<office:document-content {NAMES}><style:style style:name=\"t1\"><style:table-properties table:display=\"false\"/></style:style>\
             <style:style style:name=\"t2\"><style:table-properties table:display=\"true\"/></style:style>\
             <table:table table:name=\"a\" table:style-name=\"t1\"/><table:table table:name=\"b\" table:style-name=\"t2\"></table:table><table:table table:name=\"c\"/></office:document-content>"
        );
        let sheets = opened(&content, "<m/>").expect("a workbook").sheets;
        assert_eq!(sheets.iter().map(|sheet| sheet.visible).collect::<Vec<_>>(), [false, true, true]);
        assert!(matches!(opened(&content, "<m><manifest:encryption-data/></m>"), Err(Problem::Password)));
    }
}
