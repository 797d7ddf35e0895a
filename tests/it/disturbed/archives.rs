//! Archives with damage, parts that are cut or missing, XML of unusual form.

use super::disturbance::Touches::{Archive, Cells, Encoding};
use super::disturbance::{Disturbance, disturbance};
use super::doc::LINES;
use super::writers::{Writer, is_workbook, is_xml};
use super::xlsx::{Parts, SHEET, edit};

pub const ALL: &[Disturbance] = &[
    disturbance("a bit of the sheet that flipped", is_xml, &[Archive], |doc, _, _| {
        doc.bytes.push(|bytes| flip_data(bytes, 500));
        doc.fails(&[]);
    }),
    disturbance("a late bit of the sheet that flipped", is_xml, &[Archive], |doc, _, _| {
        doc.bytes.push(|bytes| flip_data(bytes, 1500));
        doc.fails(&[]);
    }),
    disturbance("a checksum that does not fit", is_xml, &[Archive], |doc, _, _| {
        doc.bytes.push(|bytes| {
            let (local, central) = entries(bytes);
            bytes[local + 14] ^= 1;
            bytes[central + 16] ^= 1;
        });
        doc.fails(&[]);
    }),
    disturbance("a file cut at its end", is_workbook, &[Archive], |doc, _, _| {
        doc.bytes.push(|bytes| bytes.truncate(bytes.len() - 30));
        // An old workbook may have nothing there that counts.
        (0..LINES).for_each(|line| doc.either(line));
        doc.expect.or_error = true;
    }),
    disturbance("a file cut in half", is_workbook, &[Archive], |doc, _, _| {
        doc.bytes.push(|bytes| bytes.truncate(bytes.len() / 2));
        doc.fails(&[]);
    }),
    disturbance("a sheet cut behind a row", is_xml, &[Archive], |doc, _, _| {
        doc.parts
            .push(|parts| edit(parts, SHEET, |text| text[..text.rfind("</sheetData>").expect("an end")].to_owned()));
        doc.fails(&[]);
    }),
    disturbance("a sheet cut behind a row in the middle", is_xml, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| {
            edit(parts, SHEET, |text| {
                let ends: Vec<usize> = text.match_indices("</row>").map(|(at, end)| at + end.len()).collect();
                text[..ends[ends.len() / 2]].to_owned()
            });
        });
        doc.fails(&[]);
    }),
    disturbance("a sheet cut within a row", is_xml, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| {
            edit(parts, SHEET, |text| {
                let middle = text.len() / 2;
                let at = middle + text.as_bytes()[middle..].iter().position(|byte| *byte == b'>').expect("a tag");
                text[..=at].to_owned()
            });
        });
        doc.fails(&[]);
    }),
    disturbance("an index of a string that is not there", is_shared, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| edit(parts, SHEET, |text| text.replacen("<v>40</v>", "<v>99999</v>", 1)));
        doc.fails(&[]);
    }),
    disturbance("an index of a string that is no number", is_shared, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| edit(parts, SHEET, |text| text.replacen("<v>40</v>", "<v>-1</v>", 1)));
        doc.fails(&[]);
    }),
    disturbance("no strings", is_shared, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| parts.retain(|(name, _)| name != "xl/sharedStrings.xml"));
        doc.fails(&[]);
    }),
    disturbance("strings that were cut", is_shared, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| {
            edit(parts, "xl/sharedStrings.xml", |text| {
                let ends: Vec<usize> = text.match_indices("</si>").map(|(at, end)| at + end.len()).collect();
                text[..ends[ends.len() / 2]].to_owned()
            });
        });
        doc.fails(&[]);
    }),
    disturbance("no sheet", is_xml, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| parts.retain(|(name, _)| name != SHEET));
        doc.fails(&[]);
    }),
    disturbance("a dimension that is too small", is_xml, &[Archive], |doc, _, _| {
        "<dimension ref=\"A1\"/><sheetViews><sheetView workbookViewId=\"0\"/></sheetViews>".clone_into(&mut doc.head);
    }),
    disturbance("names with a prefix", is_xml, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| edit(parts, SHEET, |text| prefixed(&text)));
    }),
    disturbance("comments between rows", is_xml, &[Archive], |doc, _, _| {
        doc.parts
            .push(|parts| edit(parts, SHEET, |text| text.replace("</row>", "</row><!-- <row></row> -->\n<?x y?>")));
    }),
    disturbance("a mark before the XML", is_xml, &[Archive], |doc, _, _| {
        doc.parts.push(|parts| edit(parts, SHEET, |text| format!("\u{feff}{text}")));
    }),
    disturbance("XML in UTF-16", is_xml, &[Archive, Encoding], |doc, _, _| {
        doc.parts.push(to_utf16);
        (0..LINES).for_each(|line| doc.either(line));
        doc.expect.or_error = true;
    }),
    disturbance("days that count from 1904", is_xml, &[Archive, Cells], |doc, _, _| {
        doc.parts.push(|parts| {
            edit(parts, "xl/workbook.xml", |text| text.replace("<workbookPr/>", "<workbookPr date1904=\"true\"/>"));
        });
    }),
];

fn is_shared(writer: Writer) -> bool {
    matches!(writer, Writer::Shared)
}

/// Finds where the entry of the first sheet begins in the archive and in its directory.
fn entries(bytes: &[u8]) -> (usize, usize) {
    let name = SHEET.as_bytes();
    let found: Vec<usize> =
        bytes.windows(name.len()).enumerate().filter(|(_, at)| *at == name).map(|(at, _)| at).collect();
    (found[0] - 30, found[found.len() - 1] - 46)
}

fn flip_data(bytes: &mut [u8], offset: usize) {
    let (local, central) = entries(bytes);
    let number = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let data = local + 30 + number(local + 26) + number(local + 28);
    let length = number(central + 20);
    bytes[data + offset % length] ^= 0x10;
}

/// Gives each element a prefix.
fn prefixed(text: &str) -> String {
    let text = text.replace("</", "</x:").replace("<worksheet xmlns=", "<x:worksheet xmlns:x=");
    let mut result = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        result += &rest[..=at];
        rest = &rest[at + 1..];
        if rest.starts_with(|c: char| c.is_ascii_lowercase()) && !rest.starts_with("x:") {
            result += "x:";
        }
    }
    result + rest
}

fn to_utf16(parts: &mut Parts) {
    let (_, content) = parts.iter_mut().find(|(name, _)| name == SHEET).expect("the part");
    let text = String::from_utf8_lossy(content).replace("UTF-8", "UTF-16");
    *content = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
}
