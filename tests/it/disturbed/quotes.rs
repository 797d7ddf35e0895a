//! Quotes of delimited text that nobody closed, and what stands in quotes.

use super::disturbance::{Disturbance, Touches, disturbance};
use super::doc::{DELIMITER, Doc, LINES, Written};
use super::writers::{breaks_lines, is_text};

pub const ALL: &[Disturbance] = &[
    disturbance("a lone quote", is_text, &[Touches::Quotes], |doc, at, _| lone(doc, at, "选购商品")),
    disturbance("two lone quotes in a column", is_text, &[], |doc, at, _| {
        lone(doc, at, "选购商品");
        lone(doc, at + 2, "选购商品");
    }),
    disturbance("two lone quotes in columns of their own", is_text, &[], |doc, at, _| {
        lone(doc, at, "选购商品");
        lone(doc, at + 2, "买家留言");
    }),
    disturbance("a lone quote in the last column", is_text, &[], |doc, at, _| lone(doc, at, "取消原因")),
    disturbance("a lone quote in the last row", is_text, &[Touches::LastLine], |doc, _, _| {
        lone(doc, LINES - 1, "商品规格");
    }),
    disturbance("a quote that the cell below closes", is_text, &[], |doc, at, _| {
        lone(doc, at, "选购商品");
        doc.cell(at + 1, "选购商品").raw("大号杯\"", "大号杯\"");
        // Each of the rows is one by itself, and both together are one as well.
        doc.either(at);
        doc.either(at + 1);
        doc.expect.or_error = true;
    }),
    disturbance("a lone quote before an id", is_text, &[], |doc, at, _| {
        let id = doc.id(at);
        doc.cell(at, "子订单编号").raw(id.clone(), format!("\"{id}"));
        doc.either(at);
    }),
    disturbance("inch marks", is_text, &[], |doc, at, _| {
        doc.cell(at, "商品规格").raw("黑 12\"", "黑 12\"");
        doc.cell(at + 1, "商品规格").raw("5\"-6\" 屏", "5\"-6\" 屏");
        doc.cell(at + 2, "取消原因").raw("只有 12\"", "只有 12\"");
    }),
    disturbance("text behind a closing quote", is_text, &[], |doc, at, _| {
        doc.cell(at, "选购商品").raw("\"小号\"杯", "\"小号\"杯");
        doc.either(at);
    }),
    disturbance("a quote that is not doubled", is_text, &[], |doc, at, _| {
        let cell = doc.cell(at, "选购商品");
        cell.raw("小号\"杯装", "\"小号\"杯装\"");
        cell.or = vec!["\"小号\"杯装\"".to_owned()];
        doc.either(at);
    }),
    disturbance("a quote that is not doubled before a delimiter", is_text, &[Touches::Width], |doc, at, writer| {
        let says = format!("5\" 屏{}黑", writer.delimiter());
        doc.cell(at, "选购商品").raw(says, format!("\"5\" 屏{DELIMITER}黑\""));
        doc.either(at);
    }),
    disturbance("a note of several lines", breaks_lines, &[], |doc, at, _| {
        note(doc, at, "请放门口\n不要打电话\n\n谢谢");
    }),
    disturbance("a note whose line begins with an id", breaks_lines, &[], |doc, at, _| {
        note(doc, at, "并单\n6926181657396269903\n6926181657396269909,已补发\n谢谢");
    }),
    disturbance("a note whose line begins with a parcel", breaks_lines, &[], |doc, at, writer| {
        let delimiter = writer.delimiter();
        note(doc, at, &format!("补发\n773012345678901{delimiter}已签收\n773012345678902;\n谢谢"));
    }),
    disturbance("a note that has a whole record", breaks_lines, &[], |doc, at, writer| {
        let record = ["6926181657396269903"].into_iter().chain(["1"; 25]).collect::<Vec<_>>();
        note(doc, at, &format!("转单\n{}\n以上", record.join(&writer.delimiter())));
    }),
    disturbance("a note of quotes and delimiters", breaks_lines, &[], |doc, at, _| {
        note(doc, at, "他说\"好,的;\t行\",\n\"\"\n\",\"");
    }),
    disturbance("a space before quoted ids", is_text, &[], |doc, at, _| {
        for line in [at, at + 2] {
            let id = doc.id(line);
            doc.cell(line, "子订单编号").raw(id.clone(), format!(" \"\t{id}\""));
        }
    }),
    disturbance("a space before a quoted delimiter", is_text, &[], |doc, at, writer| {
        let says = format!("小号{}杯", writer.delimiter());
        let cell = doc.cell(at, "选购商品");
        cell.raw(says.clone(), format!(" \"小号{DELIMITER}杯\""));
        cell.or = vec![format!("\"{says}\"")];
        doc.either(at);
    }),
    disturbance("an empty cell in quotes", is_text, &[], |doc, at, _| {
        doc.cell(at, "取消原因").raw("", "\"\"");
        doc.cell(at, "选购商品").raw("\"", "\"\"\"\"");
        doc.cell(at + 1, "买家留言").raw("", "\"\"");
    }),
];

fn lone(doc: &mut Doc, line: usize, header: &str) {
    doc.cell(line, header).raw("\"小号杯", "\"小号杯");
}

fn note(doc: &mut Doc, line: usize, text: &str) {
    doc.cell(line, "商家备注").written(text, Written::Text(text.to_owned()));
}
