//! Sheets beside the one with the orders, and rows of XLSX that are not numbered as they should be.

use super::disturbance::Touches::{Above, Archive, Columns, End, Header, LastLine, Sheets};
use super::disturbance::{Disturbance, disturbance};
use super::doc::{Doc, LINES, Number, Role, Row, Sheet};
use super::writers::{has_sheets, is_xml};

pub const ALL: &[Disturbance] = &[
    disturbance("a hidden sheet of other orders before", has_sheets, &[Sheets], |doc, _, _| {
        beside(doc, "隐藏的单", "hidden", true, others(5));
        doc.expect.warnings.push(("other-sheets-ignored", "隐藏的单"));
    }),
    disturbance("a deeply hidden sheet of more orders before", is_xml, &[Sheets], |doc, _, _| {
        beside(doc, "隐藏的单", "veryHidden", true, others(40));
        doc.expect.warnings.push(("other-sheets-ignored", "隐藏的单"));
    }),
    disturbance("a hidden sheet of other orders behind", has_sheets, &[Sheets], |doc, _, _| {
        beside(doc, "隐藏的单", "hidden", false, others(40));
        doc.expect.warnings.push(("other-sheets-ignored", "隐藏的单"));
    }),
    disturbance("an empty sheet before", has_sheets, &[Sheets], |doc, _, _| {
        beside(doc, "Sheet1", "visible", true, vec![Row::other(&[""])]);
    }),
    disturbance("a template with a header and no rows before", has_sheets, &[Sheets], |doc, _, _| {
        beside(doc, "模板", "visible", true, others(0));
    }),
    disturbance("a sheet of notes before", has_sheets, &[Sheets], |doc, _, _| {
        let rows =
            vec![Row::other(&["导出说明"]), Row::other(&["订单编号", "唯一"]), Row::other(&["订单状态", "见下"])];
        beside(doc, "说明", "visible", true, rows);
    }),
    disturbance(
        "a table that goes on in a second sheet, with its header",
        has_sheets,
        &[Sheets, End, Columns, Header],
        |doc, _, _| {
            go_on(doc, true, None);
        },
    ),
    disturbance(
        "a table that goes on in a second sheet, without a header",
        has_sheets,
        &[Sheets, End, Columns, LastLine],
        |doc, _, _| {
            go_on(doc, false, None);
        },
    ),
    disturbance(
        "a table that goes on in a second sheet, in another order",
        has_sheets,
        &[Sheets, End, Columns, Header],
        |doc, _, _| {
            let count = doc.header().cells.len();
            go_on(doc, true, Some(&(0..count).rev().collect::<Vec<_>>()));
        },
    ),
    disturbance("two rows of one number", is_xml, &[], |doc, at, _| {
        doc.line_mut(at + 1).number = Number::After(0);
        doc.either(at);
        doc.either(at + 1);
        doc.expect.or_error = true;
    }),
    disturbance("rows without numbers", is_xml, &[Archive, Above], |doc, _, _| {
        for row in &mut doc.rows {
            row.number = Number::Missing;
        }
    }),
    disturbance("rows with gaps between", is_xml, &[], |doc, at, _| {
        doc.line_mut(at).number = Number::After(3);
        doc.line_mut(at + 2).number = Number::After(5000);
    }),
];

fn beside(doc: &mut Doc, name: &'static str, state: &'static str, before: bool, rows: Vec<Row>) {
    doc.sheets.push(Sheet { name, state, rows, before });
}

/// Makes a table of so many orders that are not those of the document.
fn others(count: usize) -> Vec<Row> {
    let mut rows = Doc::new(60 + count).rows;
    rows.drain(1..=60);
    for row in &mut rows {
        row.role = Role::Other;
    }
    rows
}

/// Takes the last two lines to another sheet.
fn go_on(doc: &mut Doc, header: bool, order: Option<&[usize]>) {
    let mut rows = Vec::new();
    if header {
        rows.push(Row::new(Role::Header, doc.header().cells.clone()));
    }
    for line in [LINES - 2, LINES - 2] {
        let at = doc.line_at(line);
        rows.push(doc.rows.remove(at));
    }
    for row in &mut rows {
        row.order = order.map(<[usize]>::to_vec);
    }
    beside(doc, "订单2", "visible", false, rows);
}
