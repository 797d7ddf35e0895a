//! Line ends, delimiters too many or too few, and encodings that change midway.

use super::delimited::Encoding;
use super::disturbance::Touches::{Cells, Columns, Encoding as Encoded, End, LastLine, LineEnds, Sheets, Width};
use super::disturbance::{Disturbance, disturbance, insert};
use super::doc::{Cell, DELIMITER, Doc, LINES, Role, Row, Written};
use super::writers::{Writer, any, is_text};

pub const ALL: &[Disturbance] = &[
    disturbance("a delimiter in a bare cell, the last cells empty", is_text, &[Width], |doc, at, _| {
        doc.cell(at, "选购商品").raw("小号␟杯", format!("小号{DELIMITER}杯"));
        for header in ["售后状态", "发货时间", "取消原因"] {
            doc.cell(at, header).written("", Written::Plainly);
        }
        doc.reject(at, &["long-row"]);
    }),
    disturbance("a delimiter in a bare cell", is_text, &[Width], |doc, at, _| {
        doc.cell(at, "选购商品").raw("小号␟杯", format!("小号{DELIMITER}杯"));
        doc.cell(at, "取消原因").written("买错了", Written::Plainly);
        doc.reject(at, &["long-row"]);
    }),
    disturbance("a delimiter more in each row", is_text, &[Width], |doc, _, _| {
        doc.lines_mut().for_each(|row| row.more = 1);
    }),
    disturbance("five delimiters more in each row and in the header", is_text, &[Width], |doc, _, _| {
        doc.lines_mut().for_each(|row| row.more = 5);
        doc.header_mut().more = 5;
    }),
    disturbance("a delimiter more in the header", is_text, &[Width], |doc, _, _| doc.header_mut().more = 1),
    disturbance("a row cut short", is_text, &[Width], |doc, at, _| {
        doc.line_mut(at).cut = 5;
        doc.reject(at, &["short-row"]);
    }),
    disturbance("the last row cut short", is_text, &[Width, LastLine, End], |doc, _, _| {
        doc.line_mut(LINES - 1).cut = 9;
        doc.open_end = true;
        doc.reject(LINES - 1, &["short-row"]);
    }),
    disturbance("a record broken in two", is_text, &[Width, LineEnds], |doc, at, _| {
        // Its second half stands on the next line.
        let newline = "\n";
        doc.newline = Some(newline);
        doc.cell(at, "选购商品").raw("小号 杯", format!("小号{newline}杯"));
        doc.reject(at, &["short-row"]);
        doc.expect.more_rejects = (1, 1);
    }),
    disturbance("no line end behind the last row", is_text, &[End], |doc, _, _| doc.open_end = true),
    disturbance("many line ends behind the last row", is_text, &[End], |doc, _, writer| {
        let newline = doc.newline.unwrap_or(writer.newline());
        for _ in 0..3 {
            doc.rows.push(verbatim(newline));
        }
    }),
    disturbance("CR, with one LF in a quoted note", is_text, &[LineEnds], |doc, at, _| {
        doc.newline = Some("\r");
        doc.expect.loose_rows = true;
        doc.cell(at, "商家备注").written("第一行\n第二行", Written::Text("第一行\n第二行".to_owned()));
    }),
    disturbance("CR, with one LF at the end", is_text, &[LineEnds, End], |doc, _, _| {
        doc.newline = Some("\r");
        doc.expect.loose_rows = true;
        doc.rows.last_mut().expect("a row").newline = Some("\n");
    }),
    disturbance("LF, with a CR in a quoted note", is_text, &[LineEnds], |doc, at, _| {
        doc.newline = Some("\n");
        doc.expect.loose_rows = true;
        doc.cell(at, "商家备注").written("第一行\r第二行", Written::Text("第一行\r第二行".to_owned()));
    }),
    disturbance("CRLF, with a CRLF in a quoted note", is_text, &[LineEnds], |doc, at, _| {
        doc.newline = Some("\r\n");
        doc.cell(at, "商家备注").written("第一行\r\n第二行", Written::Text("第一行\r\n第二行".to_owned()));
    }),
    disturbance("CRLF and LF by turns", is_text, &[LineEnds], |doc, _, _| {
        for (at, row) in doc.rows.iter_mut().enumerate() {
            row.newline = Some(["\r\n", "\n"][at % 2]);
        }
    }),
    disturbance("CR, then LF from the middle on", is_text, &[LineEnds], |doc, _, _| {
        doc.expect.loose_rows = true;
        for (at, row) in doc.rows.iter_mut().enumerate() {
            row.newline = Some(if at < 9 { "\r" } else { "\n" });
        }
    }),
    disturbance("CR CR LF", is_text, &[LineEnds], |doc, _, _| {
        doc.newline = Some("\r\r\n");
        doc.expect.loose_rows = true;
    }),
    disturbance("a separator in a cell", is_text, &[], |doc, at, _| {
        doc.cell(at, "商家备注").raw("甲\u{1e}乙", "甲\u{1e}乙");
        doc.cell(at + 1, "取消原因").raw("甲\u{1e}", "甲\u{1e}");
        // Whether it belongs to the cell at its end nobody can tell.
        doc.cell(at + 1, "取消原因").or = vec!["甲".to_owned()];
    }),
    disturbance("a separator as a line", is_text, &[], |doc, at, _| {
        insert(doc, at, verbatim("\u{1e}"));
        doc.expect.more_rejects = (0, 1);
    }),
    disturbance("a separator at the end", is_text, &[End], |doc, _, _| {
        let mut row = verbatim("\u{1e}");
        row.newline = Some("");
        doc.rows.push(row);
        doc.expect.more_rejects = (0, 1);
    }),
    disturbance("an end of file of old systems", is_text, &[End], |doc, _, _| {
        let mut row = verbatim("\u{1a}");
        row.newline = Some("");
        doc.rows.push(row);
        doc.expect.more_rejects = (0, 1);
    }),
    disturbance("NUL in a cell", is_text, &[], |doc, at, _| {
        let cell = doc.cell(at, "商家备注");
        cell.raw("甲\0乙", "甲\0乙");
        doc.either(at);
    }),
    disturbance("another encoding from the middle on", has_twin, &[Encoded], |doc, _, writer| {
        let other = match writer.encoding() {
            Some(Encoding::Gb18030) => Encoding::Utf8,
            _ => Encoding::Gb18030,
        };
        for line in 7..LINES {
            doc.line_mut(line).encoding = Some(other);
            doc.either(line);
        }
        doc.expect.or_error = true;
    }),
    disturbance("another encoding in one row", has_twin, &[Encoded], |doc, at, writer| {
        let other = match writer.encoding() {
            Some(Encoding::Gb18030) => Encoding::Utf8,
            _ => Encoding::Gb18030,
        };
        doc.line_mut(at).encoding = Some(other);
        doc.either(at);
        doc.expect.or_error = true;
    }),
    disturbance("two files in one, each with a mark and a header", is_text, &[Columns, Encoded], |doc, _, writer| {
        second(doc, writer, None);
    }),
    disturbance(
        "two files in one, columns in another order",
        is_text,
        &[Columns, Cells, Width, Encoded],
        |doc, _, writer| {
            let count = doc.header().cells.len();
            second(doc, writer, Some(&(0..count).rev().collect::<Vec<_>>()));
        },
    ),
    disturbance(
        "two files in one, columns missing in the second",
        any,
        &[Columns, Cells, Width, Encoded, Sheets],
        |doc, _, writer| {
            let missing = ["支付方式", "售后状态"].map(|header| doc.column(header));
            let count = doc.header().cells.len();
            let kept: Vec<usize> = (0..count).filter(|column| !missing.contains(column)).collect();
            second(doc, writer, Some(&kept));
            for line in LINES / 2..LINES {
                for column in missing {
                    doc.line_mut(line).cells[column].says.clear();
                }
                doc.either(line);
            }
            doc.expect.or_error = true;
        },
    ),
];

fn verbatim(text: &str) -> Row {
    let mut row = Row::new(Role::Other, Vec::new());
    row.raw = Some(text.to_owned());
    row.newline = if text.starts_with(['\r', '\n']) { Some("") } else { None };
    row
}

/// Writes UTF-8 or GB18030, which can be taken for one another.
fn has_twin(writer: Writer) -> bool {
    matches!(writer.encoding(), Some(Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Gb18030))
}

/// Puts another header in the middle, as where files were put together, with the columns of what follows.
fn second(doc: &mut Doc, writer: Writer, order: Option<&[usize]>) {
    let mut header = Row::new(Role::Header, doc.header().cells.clone());
    let marked = !matches!(writer.encoding(), None | Some(Encoding::Gb18030));
    let first = order.map_or(0, |order| order[0]);
    if marked {
        let name = header.cells[first].says.clone();
        header.cells[first] = Cell::text(name.clone());
        header.cells[first].raw(name.clone(), format!("\u{feff}{name}"));
    }
    header.order = order.map(<[usize]>::to_vec);
    let at = doc.line_at(LINES / 2);
    doc.rows.insert(at, header);
    for line in LINES / 2..LINES {
        doc.line_mut(line).order = order.map(<[usize]>::to_vec);
    }
}
