//! Headers that are decorated, in another order, in two rows, or below others.

use super::disturbance::Touches::{Above, Columns, End, Header};
use super::disturbance::{Disturbance, disturbance, insert};
use super::doc::{Cell, Doc, Kind, LINES, Role, Row, Written};
use super::writers::{any, breaks_lines, is_text};

pub const ALL: &[Disturbance] = &[
    disturbance("a row of filters above the header", any, &[Above], |doc, _, _| {
        above(doc, &[&["订单编号", "全部", "订单状态", "全部", "订单提交时间", "2026-01-01 至 2026-01-31"]]);
    }),
    disturbance("titles above the header", any, &[Above], |doc, _, _| {
        above(doc, &[&["云栖杂货铺 2026年1月订单"], &["导出时间", "2026-02-01 10:00:00", "", "共 16 条"], &[]]);
    }),
    disturbance("a note above the header that speaks of columns", any, &[Above], |doc, _, _| {
        above(doc, &[&["说明：主订单编号、子订单编号请勿修改", "选购商品"], &["子订单编号", "唯一，请勿修改"]]);
    }),
    disturbance("blank rows between", any, &[], |doc, at, writer| {
        for line in [at, at + 2] {
            insert(doc, line, Row::other(&["", "", ""]));
            insert(doc, line, Row::other(&[" ", "\t"]));
        }
        // A line without any cell is no row at all.
        if !is_text(writer) {
            insert(doc, at, Row::other(&[]));
        }
    }),
    disturbance("blank rows below the header and at the end", any, &[Above, End], |doc, _, _| {
        let at = doc.header_at();
        doc.rows.insert(at + 1, Row::other(&["", ""]));
        doc.rows.push(Row::other(&["", ""]));
        doc.rows.push(Row::other(&["", ""]));
    }),
    disturbance("a total at the end", any, &[End], |doc, _, _| total(doc, "合计")),
    disturbance("a total without a word", any, &[End], |doc, _, _| total(doc, "")),
    disturbance("invisible characters in headers", any, &[Header], |doc, _, _| {
        let marks =
            ['\u{200b}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{a0}', '\u{feff}'];
        decorate(doc, |at, name| match at % 3 {
            0 => format!("{}{name}", marks[at % marks.len()]),
            1 => format!("{name}{}", marks[at % marks.len()]),
            _ => {
                let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
                format!("{first}{}{rest}", marks[at % marks.len()])
            }
        });
    }),
    disturbance("line breaks in headers", breaks_lines, &[Header], |doc, _, _| {
        decorate(doc, |at, name| match at % 4 {
            0 => format!("{name}\n"),
            1 => name.chars().map(String::from).collect::<Vec<_>>().join("\n"),
            _ => name.to_owned(),
        });
    }),
    disturbance("units behind headers", any, &[Header], |doc, _, _| {
        decorate(doc, |_, name| match name {
            "商品单价" => format!("{name}（元）"),
            "订单应付金额" => format!("{name}(元)"),
            "运费" => format!("{name} (单位：元)"),
            "商品数量" => format!("{name}(件)"),
            _ => name.to_owned(),
        });
    }),
    disturbance("guards before headers", any, &[Header], |doc, _, _| {
        decorate(doc, |at, name| format!("{}{name}", ["'", "\t", " "][at % 3]));
    }),
    disturbance("a header of two rows, groups above", any, &[Above, Header], |doc, _, _| {
        let mut groups = vec![""; doc.header().cells.len()];
        for (header, group) in
            [("主订单编号", "订单信息"), ("选购商品", "商品ID"), ("商品单价", "订单应付金额"), ("收件人", "收件人")]
        {
            groups[doc.column(header)] = group;
        }
        above(doc, &[&groups]);
    }),
    disturbance("a header of two rows, some names in the upper only", any, &[Above, Columns, Header], |doc, _, _| {
        let upper = ["主订单编号", "子订单编号", "选购商品", "订单提交时间", "订单状态", "快递单号"];
        let names: Vec<String> = doc.header().cells.iter().map(|cell| cell.says.clone()).collect();
        let kept = |name: &String| if upper.contains(&name.as_str()) { name.clone() } else { String::new() };
        let row: Vec<String> = names.iter().map(kept).collect();
        above(doc, &[&row.iter().map(String::as_str).collect::<Vec<_>>()]);
        decorate(doc, |_, name| if upper.contains(&name) { String::new() } else { name.to_owned() });
        (0..LINES).for_each(|line| doc.either(line));
        doc.expect.or_error = true;
    }),
    disturbance("columns in another order", any, &[Columns], |doc, _, _| {
        let count = doc.header().cells.len();
        let order: Vec<usize> = (0..count).map(|column| (column * 7 + 3) % count).collect();
        for row in &mut doc.rows {
            if row.role != Role::Other {
                row.order = Some(order.clone());
            }
        }
    }),
    disturbance("no column of sub-orders", any, &[Columns], |doc, _, _| {
        let (sub, count) = (doc.column("子订单编号"), doc.header().cells.len());
        for row in doc.rows.iter_mut().filter(|row| row.role != Role::Other) {
            row.order = Some((0..count).filter(|column| *column != sub).collect());
        }
        doc.fails(&[]);
    }),
    disturbance("columns without a name between", any, &[Columns], |doc, _, _| {
        doc.add_column("", Kind::Text, |_| String::new());
        let last = doc.header().cells.len() - 1;
        for row in doc.rows.iter_mut().filter(|row| row.role != Role::Other) {
            row.order = Some((0..4).chain([last, last]).chain(4..last).collect());
        }
    }),
    disturbance("a column twice", any, &[Columns], |doc, _, _| {
        doc.add_column("订单状态", Kind::Text, |_| "全部".to_owned());
        doc.expect.any_extra = true;
        doc.expect.warnings.push(("unknown-columns", "订单状态"));
    }),
    disturbance("a phone for a header", any, &[Columns], |doc, _, _| secret(doc, "13812345678")),
    disturbance("a phone within a header", any, &[Columns], |doc, _, _| secret(doc, "张三 138-1234-5678")),
    disturbance("an address for a header", any, &[Columns], |doc, _, _| secret(doc, "zhangsan@example.com")),
    disturbance("a story for a header", any, &[Columns], |doc, _, _| {
        secret(doc, &format!("客人说{}", "请放在门口的柜子上，不要打电话，".repeat(40)));
    }),
    disturbance("the header again and again", any, &[Columns], |doc, at, _| {
        // As where pages were printed one below the other.
        for line in [at, at + 3] {
            let header = Row::new(Role::Header, doc.header().cells.clone());
            insert(doc, line, header);
        }
    }),
];

fn above(doc: &mut Doc, rows: &[&[&str]]) {
    let at = doc.header_at();
    doc.rows.splice(at..at, rows.iter().map(|row| Row::other(row)));
}

/// Writes headers in another way than they say.
fn decorate(doc: &mut Doc, change: impl Fn(usize, &str) -> String) {
    for (at, cell) in doc.header_mut().cells.iter_mut().enumerate() {
        let written = change(at, &cell.says);
        if written != cell.says {
            cell.written = Written::Text(written);
        }
    }
    // A column that nobody knows has the name that it is given.
    doc.expect.any_extra = true;
}

fn total(doc: &mut Doc, word: &str) {
    let mut cells = vec![Cell::text(""); doc.header().cells.len()];
    cells[0] = Cell::text(word);
    for (header, sum) in [("商品数量", "25"), ("订单应付金额", "1234.50"), ("运费", "36.00")] {
        let column = doc.column(header);
        cells[column] = Cell::text(sum);
    }
    doc.rows.push(Row::new(Role::Other, cells));
    doc.expect.more_rejects = (1, 1);
}

fn secret(doc: &mut Doc, header: &str) {
    doc.add_column(header, Kind::Text, |line| format!("值{line}"));
    doc.expect.secrets.push(header.to_owned());
    doc.expect.secrets.push(header.chars().take(11).collect());
    doc.expect.secrets.extend(header.split(' ').filter(|part| part.len() > 8).map(str::to_owned));
    doc.expect.any_extra = true;
}
