//! XLSX, written by hand with all that is wrong in it.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::doc::{Cell, Doc, Kind, Number, Role, Row, Sheet, Written};
use crate::fixtures::cases::archive::pack;
use crate::fixtures::cases::columns::letters;
use crate::fixtures::cases::sheet::{Epoch, escape};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The parts of an archive by name.
pub type Parts = Vec<(String, Vec<u8>)>;

/// Changes the text of a part.
pub fn edit(parts: &mut Parts, name: &str, change: impl FnOnce(String) -> String) {
    let (_, content) = parts.iter_mut().find(|(other, _)| other == name).expect("the part");
    let text = String::from_utf8(std::mem::take(content)).expect("XML");
    *content = change(text).into_bytes();
}

/// The name of the part of the first sheet.
pub const SHEET: &str = "xl/worksheets/sheet1.xml";

/// Writes a workbook, its strings inline or in a table; beside the bytes come the rows of the first sheet.
pub fn write(doc: &Doc, shared: bool) -> (Vec<u8>, Vec<u64>) {
    let mut strings = shared.then(Strings::default);
    let main = Sheet { name: "订单", state: "visible", rows: doc.rows.clone(), before: false };
    let sheets: Vec<&Sheet> = doc
        .sheets
        .iter()
        .filter(|sheet| sheet.before)
        .chain([&main])
        .chain(doc.sheets.iter().filter(|sheet| !sheet.before))
        .collect();
    let first = doc.sheets.iter().filter(|sheet| sheet.before).count();
    // The first sheet keeps the number of its part, wherever it stands.
    let number = |place: usize| match place {
        _ if place == first => 1,
        _ if place < first => place + 2,
        _ => place + 1,
    };
    let (mut tags, mut relations, mut types) = (String::new(), String::new(), String::new());
    let mut parts = Parts::new();
    for (place, sheet) in sheets.iter().enumerate() {
        let part = number(place);
        let state = if sheet.state == "visible" { String::new() } else { format!(" state=\"{}\"", sheet.state) };
        let _ = write!(tags, "<sheet name=\"{}\" sheetId=\"{part}\"{state} r:id=\"rId{part}\"/>", sheet.name);
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{part}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{part}.xml\"/>"
        );
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{part}.xml\" ContentType=\"{TYPES}.worksheet+xml\"/>"
        );
        let head = if place == first { doc.head.as_str() } else { "" };
        let xml = worksheet(&sheet.rows, head, strings.as_mut());
        parts.push((format!("xl/worksheets/sheet{part}.xml"), xml.into_bytes()));
    }
    if let Some(strings) = &strings {
        relations +=
            &format!("<Relationship Id=\"rId91\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/>");
        types += &format!("<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{TYPES}.sharedStrings+xml\"/>");
        let count = strings.items.len();
        let items = strings.items.concat();
        let xml = format!("{XML}<sst xmlns=\"{MAIN}\" count=\"{count}\" uniqueCount=\"{count}\">{items}</sst>");
        parts.push(("xl/sharedStrings.xml".to_owned(), xml.into_bytes()));
    }
    relations += &format!("<Relationship Id=\"rId92\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>");
    let rest = [
        (
            "[Content_Types].xml",
            format!(
                "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/>{types}</Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><workbookPr/><sheets>{tags}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>"),
        ),
        ("xl/styles.xml", styles()),
    ];
    parts.splice(0..0, rest.map(|(name, xml)| (name.to_owned(), xml.into_bytes())));
    for change in &doc.parts {
        change(&mut parts);
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, xml)| (name.as_str(), xml.as_slice())).collect();
    (pack(&parts), numbers(&doc.rows))
}

/// Numbers the rows as a spreadsheet program would.
fn numbers(rows: &[Row]) -> Vec<u64> {
    let mut last = 0;
    let number = |row: &Row| {
        last = match row.number {
            Number::After(rows) => last + rows as u64,
            Number::Next | Number::Missing => last + 1,
        };
        last
    };
    rows.iter().map(number).collect()
}

#[derive(Default)]
struct Strings {
    items: Vec<String>,
    known: HashMap<String, usize>,
}

impl Strings {
    fn index(&mut self, item: String) -> usize {
        let next = self.items.len();
        *self.known.entry(item).or_insert_with_key(|item| {
            self.items.push(format!("<si>{item}</si>"));
            next
        })
    }
}

fn worksheet(rows: &[Row], head: &str, mut strings: Option<&mut Strings>) -> String {
    let mut xml = format!("{XML}<worksheet xmlns=\"{MAIN}\">{head}<sheetData>");
    for (row, number) in rows.iter().zip(numbers(rows)) {
        let is_named = row.number != Number::Missing;
        xml += &if is_named { format!("<row r=\"{number}\">") } else { "<row>".to_owned() };
        for (column, cell) in row.written().into_iter().enumerate() {
            let at = if is_named { format!(" r=\"{}{number}\"", letters(column)) } else { String::new() };
            xml += &element(cell, row.role, &at, strings.as_deref_mut());
        }
        xml += "</row>";
    }
    xml + "</sheetData></worksheet>"
}

fn element(cell: &Cell, role: Role, at: &str, strings: Option<&mut Strings>) -> String {
    let text = match &cell.written {
        Written::Xml(attributes, content) => return given(attributes, content, at, strings),
        Written::Number(digits) => return format!("<c{at}><v>{digits}</v></c>"),
        Written::Date(time) => return format!("<c{at} s=\"1\"><v>{}</v></c>", Epoch::Year1900.serial(*time)),
        Written::Text(text) => text.clone(),
        Written::Plainly | Written::Raw(_) => match cell.kind {
            _ if cell.says.is_empty() => return format!("<c{at}/>"),
            Kind::Number if role == Role::Line => return format!("<c{at}><v>{}</v></c>", cell.says),
            // The platform guards ids in a workbook with a TAB at the end.
            Kind::Id if role == Role::Line && cell.says.len() > 1 => format!("{}\t", cell.says),
            _ => cell.says.clone(),
        },
    };
    string(&format!("<t xml:space=\"preserve\">{}</t>", escape(&text)), at, strings)
}

/// Writes a cell whose content is given; strings stand inline or in the table.
fn given(attributes: &str, content: &str, at: &str, strings: Option<&mut Strings>) -> String {
    match content.strip_prefix("<is>").and_then(|rest| rest.strip_suffix("</is>")) {
        Some(inside) if attributes.is_empty() => string(inside, at, strings),
        _ => format!("<c{at}{attributes}>{content}</c>"),
    }
}

fn string(inside: &str, at: &str, strings: Option<&mut Strings>) -> String {
    match strings {
        Some(strings) => format!("<c{at} t=\"s\"><v>{}</v></c>", strings.index(inside.to_owned())),
        None => format!("<c{at} t=\"inlineStr\"><is>{inside}</is></c>"),
    }
}

/// Gives two cell styles: 0 general, 1 a date.
fn styles() -> String {
    format!(
        "{XML}<styleSheet xmlns=\"{MAIN}\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills>\
         <borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
         <cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    )
}
