//! Detecting the format of a file by its content. Its name matters only for the temporary files of spreadsheet programs.

use std::io::Read;
use std::path::Path;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use super::archive;
use super::error::Problem;
use super::ole;
use super::source::Source;
use crate::model::export::Format;

/// The number of bytes at the start of a file that are enough to detect its format.
const HEAD: u64 = 64 * 1024;

/// The number of bytes at the start of a page in which a table is searched. It may follow long styles.
const PAGE: u64 = 4 << 20;

/// The first bytes of files that are mistaken for spreadsheets, with their format.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"{\\rtf", "RTF"),
];

/// The first bytes of unsupported spreadsheets, with their format.
const SPREADSHEETS: &[(&[u8], &str)] = &[
    (b"ID;PWXL", "SYLK"),
    (b"ID;PCALC", "SYLK"),
    (b"\x09\x00\x04\x00", "Excel 2"),
    (b"\x09\x02\x06\x00", "Excel 3"),
    (b"\x09\x04\x06\x00", "Excel 4"),
    (b"\x09\x08\x08\x00", "Excel 5"),
    (b"\x09\x08\x10\x00", "Excel 97"),
];

/// The names of elements that web pages begin with.
const PAGE_ELEMENTS: [&str; 26] = [
    "html", "head", "body", "table", "meta", "style", "script", "title", "link", "base", "div", "span", "form", "p",
    "a", "br", "center", "font", "h1", "h2", "h3", "thead", "tbody", "tr", "td", "pre",
];

/// Detects the format of a file, and returns its unpacked size in bytes.
pub(super) fn format(source: &Source) -> Result<(Format, u64), Problem> {
    let head = first_bytes(source, HEAD)?;
    if head.is_empty() {
        return Err(Problem::EmptyFile);
    }
    let name = source.path().file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if is_owner_file(name, &head, source.length()) {
        return Err(Problem::OwnerFile);
    }
    if head.starts_with(b"PK") {
        let directory = archive::checked(source)?;
        return Ok((zip_format(&directory.names)?, directory.unpacked));
    }
    if head.starts_with(ole::START) {
        return Ok((ole::format(source)?, source.length()));
    }
    if let Some((_, name)) = OTHERS.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(Problem::UnknownFormat(name));
    }
    if let Some((_, name)) = SPREADSHEETS.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(Problem::OtherSpreadsheet(name));
    }
    let text = decoded(&head);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if is_mhtml(text) {
        return Err(Problem::OtherSpreadsheet("MHTML"));
    }
    if is_json(text) {
        return Err(Problem::ServerMessage);
    }
    if is_markup(text) {
        return Err(markup_problem(text, source));
    }
    Ok((Format::Csv, source.length()))
}

fn first_bytes(source: &Source, most: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    source.reader().take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Tells whether a file is the temporary file beside an open workbook. It contains the name of the user.
fn is_owner_file(name: &str, head: &[u8], length: u64) -> bool {
    // Excel, WPS: the length of the name, the name, the same in UTF-16.
    let of_excel = name.starts_with("~$") && (50..=600).contains(&length) && head[0] <= 54;
    let of_libre_office = name.starts_with(".~lock.")
        && name.ends_with('#')
        && head.len() < 2000
        && head.trim_ascii_end().ends_with(b";");
    of_excel || of_libre_office
}

/// Detects the format of a workbook by the parts of its archive.
fn zip_format(names: &[String]) -> Result<Format, Problem> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let below = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        Ok(Format::Xlsb)
    } else if below("xl/") || (has("[content_types].xml") && names.iter().any(|name| name.ends_with("workbook.xml"))) {
        Ok(Format::Xlsx)
    } else if has("content.xml") {
        Ok(Format::Ods)
    } else if has("encrypted-package") && has("meta-inf/manifest.xml") {
        Err(Problem::Password)
    } else if names.iter().any(|name| Path::new(name).extension().is_some_and(|end| end == "iwa")) || has("index.zip") {
        Err(Problem::OtherSpreadsheet("Numbers"))
    } else if below("word/") {
        Err(Problem::UnknownFormat("Word"))
    } else if below("ppt/") {
        Err(Problem::UnknownFormat("PowerPoint"))
    } else {
        Err(Problem::UnknownFormat("ZIP"))
    }
}

/// Decodes the start of a file, to find markup in it.
fn decoded(bytes: &[u8]) -> String {
    let encoding = match *bytes {
        [0xFF, 0xFE, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] => UTF_16BE,
        [first, 0, second, 0, ..] if first != 0 && second != 0 => UTF_16LE,
        [0, first, 0, second, ..] if first != 0 && second != 0 => UTF_16BE,
        _ => UTF_8,
    };
    encoding.decode(bytes).0.into_owned()
}

/// Tells whether a text is a web page that was saved as one file: it begins like a mail.
fn is_mhtml(text: &str) -> bool {
    let start: String = text.chars().take(4000).collect::<String>().to_ascii_lowercase();
    let is_mail = [
        "mime-version:",
        "content-type:",
        "from:",
        "date:",
        "subject:",
        "x-document-type:",
        "snapshot-content-location:",
    ]
    .iter()
    .any(|header| start.starts_with(header));
    is_mail && start.contains("multipart/")
}

/// Tells whether a text is a message in JSON, by its first name.
fn is_json(text: &str) -> bool {
    let after_name = text.strip_prefix('{').and_then(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'));
    after_name.is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// Tells whether a text is markup, and not a title in angle brackets: a letter follows the bracket.
fn is_markup(text: &str) -> bool {
    let is_markup = |c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?');
    text.strip_prefix('<').is_some_and(|rest| rest.starts_with(is_markup))
}

/// Returns the problem of a page or XML that was saved under the name of a spreadsheet.
fn markup_problem(text: &str, source: &Source) -> Problem {
    let text = text.to_ascii_lowercase();
    let root = root_name(&text);
    let local = root.rsplit(':').next().unwrap_or_default();
    if local == "workbook" && text.contains("office:spreadsheet") {
        return Problem::XmlSpreadsheet;
    }
    if root == "office:document" {
        return Problem::OtherSpreadsheet("flat ODS");
    }
    let is_page = text.starts_with("<!doctype html") || PAGE_ELEMENTS.contains(&local) || text.contains("<html");
    if !is_page {
        return Problem::UnknownFormat("XML");
    }
    let has_table = |text: &str| text.contains("<table");
    let further = || first_bytes(source, PAGE).is_ok_and(|bytes| has_table(&decoded(&bytes).to_ascii_lowercase()));
    if has_table(&text) || further() { Problem::HtmlTable } else { Problem::HtmlPage }
}

/// Returns the name of the first element after declarations and comments.
fn root_name(text: &str) -> &str {
    let mut rest = text;
    loop {
        let Some(start) = rest.find('<') else { return "" };
        rest = &rest[start + 1..];
        let end = match rest.as_bytes().first() {
            Some(b'?') => "?>",
            Some(b'!') if rest.starts_with("!--") => "-->",
            Some(b'!') => ">",
            _ => return rest.split([' ', '\t', '\r', '\n', '>', '/']).next().unwrap_or_default(),
        };
        match rest.find(end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => return "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Result<Format, Problem> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        format(&Source::open(&path).expect("a file")).map(|(format, _)| format)
    }

    fn utf_16(text: &str) -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn pages_with_and_without_a_table_differ() {
        let style = "<style>".to_owned() + &"td{mso-number-format:'\\@';} ".repeat(5000) + "</style><table>";
        let xhtml = "<?xml version=\"1.0\"?><!-- x --><html xmlns=\"http://www.w3.org/1999/xhtml\"><body><Table>";
        for text in ["<table border=1><tr>", "\n<HTML><body><TABLE>", &style, xhtml] {
            for bytes in [text.as_bytes().to_vec(), utf_16(text), [b"\xEF\xBB\xBF", text.as_bytes()].concat()] {
                assert!(matches!(read("a.xls", &bytes), Err(Problem::HtmlTable)), "{}", &text[..20]);
            }
        }
        for text in ["<!DOCTYPE html><html><body>登录</body>", "<script>location=1</script>"] {
            assert!(matches!(read("a.xlsx", text.as_bytes()), Err(Problem::HtmlPage)), "{text}");
        }
    }

    #[test]
    fn other_spreadsheets_are_named() {
        let xml = "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet>";
        for text in
            [xml.to_owned(), format!("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>{xml}")]
        {
            assert!(matches!(read("a.xls", text.as_bytes()), Err(Problem::XmlSpreadsheet)), "{text}");
            assert!(matches!(read("a.xls", &utf_16(&text)), Err(Problem::XmlSpreadsheet)), "{text}");
        }
        let mhtml = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n";
        assert!(matches!(read("a.xls", mhtml.as_bytes()), Err(Problem::OtherSpreadsheet("MHTML"))));
        assert!(matches!(read("a.xls", b"{ \"code\": 10001, \"msg\": \"\"}"), Err(Problem::ServerMessage)));
        assert!(matches!(
            read("a.xls", b"<?xml version='1.0'?><Error><Code>AccessDenied"),
            Err(Problem::UnknownFormat("XML"))
        ));
    }

    #[test]
    fn delimited_text_is_not_markup() {
        let texts = ["<1>,<2>\n", "订单,{\"a\"}\n", "Content-Type,x\n", "<订单>,b\n", "from: me,to\n", "{a},b\n"];
        for text in texts {
            assert_eq!(read("~$a.csv.txt.csv", text.repeat(99).as_bytes()).ok(), Some(Format::Csv), "{text}");
        }
    }

    #[test]
    fn temporary_files_of_open_workbooks_are_refused() {
        let mut bytes = vec![4];
        bytes.extend(b"Lin ");
        bytes.resize(165, b' ');
        assert!(matches!(read("~$orders.xlsx", &bytes), Err(Problem::OwnerFile)));
        assert!(matches!(read("orders.xlsx", &bytes), Ok(Format::Csv)));
        assert!(matches!(
            read(".~lock.orders.xlsx#", b",lin,host,01.01.2026 10:00,file:///x;"),
            Err(Problem::OwnerFile)
        ));
    }
}
