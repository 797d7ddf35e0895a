//! The format of a file, by its content and never by its name.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::Path;

use super::archive;
use super::error::Problem;
use crate::model::export::Format;

/// Bytes at the start of a file that are enough to tell its format.
const HEAD: u64 = 64 * 1024;

/// The start of an OLE container: Excel 97-2003, and encrypted workbooks of any age.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Starts of files that people mistake for a spreadsheet.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3\0", "SQLite"),
];

/// Opens a file, and nothing else: a pipe may never be written to, and a device may never end.
pub(crate) fn open_file(path: &Path) -> Result<File, Problem> {
    let kind = fs::metadata(path)?.file_type();
    if kind.is_dir() {
        return Err(Problem::IsFolder);
    }
    if !kind.is_file() {
        return Err(Problem::NotAFile);
    }
    Ok(File::open(path)?)
}

/// Tells the format of a file.
pub(super) fn format(path: &Path) -> Result<Format, Problem> {
    let mut file = open_file(path)?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(Problem::EmptyFile);
    }
    if head.starts_with(b"PK") {
        file.rewind()?;
        return zip_format(file);
    }
    if head.starts_with(OLE) {
        return Ok(Format::Xls);
    }
    if let Some((_, name)) = OTHERS.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(Problem::UnknownFormat(name));
    }
    markup(&head)?;
    Ok(Format::Csv)
}

/// Tells the workbook formats apart by the parts that the archive has.
fn zip_format(file: File) -> Result<Format, Problem> {
    let names = archive::checked_names(file)?;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let below = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        Ok(Format::Xlsb)
    } else if below("xl/") || (has("[content_types].xml") && names.iter().any(|name| name.ends_with("workbook.xml"))) {
        Ok(Format::Xlsx)
    } else if has("content.xml") {
        Ok(Format::Ods)
    } else if below("word/") {
        Err(Problem::UnknownFormat("Word"))
    } else if below("ppt/") {
        Err(Problem::UnknownFormat("PowerPoint"))
    } else {
        Err(Problem::UnknownFormat("ZIP"))
    }
}

/// Refuses pages and XML that a browser or an old Excel saved under a spreadsheet's name.
fn markup(head: &[u8]) -> Result<(), Problem> {
    let text: String = String::from_utf8_lossy(head).chars().filter(|c| *c != '\0' && *c != '\u{feff}').collect();
    let start = text.trim_start().get(..1000).unwrap_or(text.trim_start()).to_ascii_lowercase();
    // A title may be written in angle brackets; markup goes on with a letter.
    let is_markup = |c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?');
    if !start.strip_prefix('<').is_some_and(|rest| rest.starts_with(is_markup)) {
        return Ok(());
    }
    if start.starts_with("<?xml") && start.contains("office:spreadsheet") {
        return Err(Problem::XmlSpreadsheet);
    }
    if ["<!doctype html", "<html", "<table", "<meta", "<head", "<body", "<div", "<script"]
        .iter()
        .any(|tag| start.contains(tag))
    {
        return Err(Problem::HtmlPage);
    }
    Err(Problem::UnknownFormat("XML"))
}
