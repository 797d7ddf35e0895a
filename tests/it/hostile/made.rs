//! Workbooks that are made to harm: each is small, and what it claims or unpacks to is not.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// Packs parts into an archive.
pub fn packed<N: AsRef<str>, T: AsRef<[u8]>>(parts: impl IntoIterator<Item = (N, T)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_ref(), SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_ref()).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

/// Holds the parts of an XLSX file by what hostile ones change.
pub struct Xlsx {
    /// What stands before `<sheetData>`, the root's tag included.
    pub head: String,
    /// The inside of `<sheetData>`.
    pub rows: String,
    /// The shared strings, their root included; without any there is no such part.
    pub strings: String,
    /// What stands in the tag of the sheet in the workbook.
    pub sheet: String,
    pub sheets: usize,
}

impl Default for Xlsx {
    fn default() -> Self {
        Self {
            head: format!("<worksheet xmlns=\"{MAIN}\">"),
            rows: String::new(),
            strings: String::new(),
            sheet: String::new(),
            sheets: 1,
        }
    }
}

impl Xlsx {
    pub fn parts(&self) -> Vec<(String, String)> {
        let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
        let (mut sheets, mut relations) = (String::new(), String::new());
        let mut parts = vec![("[Content_Types].xml".to_owned(), types.to_owned())];
        for number in 1..=self.sheets {
            let tag = &self.sheet;
            let _ = write!(sheets, "<sheet name=\"s{number}\" sheetId=\"{number}\" r:id=\"r{number}\" {tag}/>");
            let _ = write!(
                relations,
                "<Relationship Id=\"r{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
            let sheet = format!("{}<sheetData>{}</sheetData></worksheet>", self.head, self.rows);
            parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet));
        }
        if !self.strings.is_empty() {
            let _ = write!(
                relations,
                "<Relationship Id=\"ss\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
            );
            parts.push(("xl/sharedStrings.xml".to_owned(), self.strings.clone()));
        }
        let root = format!("<Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        let list = |inside: &str| format!("<Relationships xmlns=\"{PACKAGE}\">{inside}</Relationships>");
        parts.push(("_rels/.rels".to_owned(), list(&root)));
        parts.push(("xl/_rels/workbook.xml.rels".to_owned(), list(&relations)));
        parts.push((
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"),
        ));
        parts
    }

    pub fn bytes(&self) -> Vec<u8> {
        packed(self.parts())
    }
}

/// The inside of a row of text cells in place.
pub fn row(number: usize, cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")).collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

/// An ODS file whose only table is given.
pub fn ods(before: &str, table: &str) -> Vec<u8> {
    let content = format!(
        "{before}<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"a\">{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    packed([
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", content.as_str()),
    ])
}

/// A row of an ODS table with one text, both repeated.
pub fn ods_row(rows: u32, cells: u32, text: &str) -> String {
    format!(
        "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell table:number-columns-repeated=\"{cells}\" office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell></table:table-row>"
    )
}

/// The laughs of a billion, as a document type.
pub fn laughs(root: &str) -> String {
    let mut text = format!("<!DOCTYPE {root} [<!ENTITY l0 \"lol\">");
    for level in 1..10 {
        let _ = write!(text, "<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10));
    }
    text + "]>"
}

/// Attributes of names of their own.
pub fn attributes(count: usize) -> String {
    (0..count).map(|number| format!(" a{number}=\"\"")).collect()
}

/// Puts a number into every header of the directory that has a name, at a place behind its signature.
pub fn lie(mut archive: Vec<u8>, name: &str, place: usize, number: u32) -> Vec<u8> {
    const SIGNATURE: &[u8] = b"PK\x01\x02";
    const NAME: usize = 46;
    let headers: Vec<usize> = (0..archive.len()).filter(|at| archive[*at..].starts_with(SIGNATURE)).collect();
    for at in headers {
        if archive[at + NAME..].starts_with(name.as_bytes()) {
            archive[at + place..at + place + 4].copy_from_slice(&number.to_le_bytes());
        }
    }
    archive
}

/// Where a header of the directory has what an entry unpacks to, and where it begins.
pub const UNPACKED: usize = 24;
pub const BEGIN: usize = 42;

/// Writes an XLS file whose sheet says that it has so many rows of 255 cells, and has none.
pub fn xls_that_claims(rows: u32) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).expect("a short record");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let start = |kind: u16| record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat());
    let sheet = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 1, 0, b's']].concat());
    let at = u32::try_from([start(5), sheet(0), record(0x000A, &[])].concat().len()).expect("a short stream");
    let claim = [&[0; 4][..], &rows.to_le_bytes(), &[0, 0, 255, 0, 0, 0]].concat();
    let stream = [start(5), sheet(at), record(0x000A, &[]), start(16), record(0x0200, &claim), record(0x000A, &[])];
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    file.create_stream("/Workbook").and_then(|mut to| to.write_all(&stream.concat())).expect("a stream");
    file.flush().expect("written");
    file.into_inner().into_inner()
}
