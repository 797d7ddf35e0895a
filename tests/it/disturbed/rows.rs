//! Guards, damaged numbers and times, rows that repeat.

use chrono::{NaiveDate, TimeDelta};

use super::disturbance::Touches::{Cells, Encoding, Header, LastLine, Quotes};
use super::disturbance::{Disturbance, column, disturbance, each_cell, insert};
use super::doc::{Cell, Doc, Kind, LINES, MONEY, Role, Written};
use super::writers::{Writer, any, is_text, is_workbook, is_xml};

pub const ALL: &[Disturbance] = &[
    disturbance("a formula around each cell", is_text, &[Cells], |doc, _, writer| {
        let delimiter = writer.delimiter();
        each_cell(doc, |_, cell| {
            if !cell.says.contains(&delimiter) && cell.written == Written::Plainly {
                cell.written = Written::Raw(format!("=\"{}\"", cell.says));
            }
        });
    }),
    disturbance("a formula around each cell and header, in quotes", any, &[Cells, Header], |doc, _, _| {
        let guard = |cell: &mut Cell| {
            if cell.written == Written::Plainly {
                cell.written = Written::Text(format!("=\"{}\"", cell.says));
            }
        };
        each_cell(doc, |_, cell| guard(cell));
        doc.header_mut().cells.iter_mut().for_each(guard);
    }),
    disturbance("' before cells", any, &[Cells], |doc, _, _| {
        each_cell(doc, |header, cell| {
            if matches!(header, "主订单编号" | "子订单编号" | "商品ID" | "商家编码" | "订单状态" | "订单提交时间")
                && cell.written == Written::Plainly
            {
                cell.written = Written::Text(format!("'{}", cell.says));
            }
        });
    }),
    disturbance("TAB before and behind cells", any, &[Cells, Quotes], |doc, _, _| {
        each_cell(doc, |_, cell| {
            if cell.written == Written::Plainly && !cell.says.is_empty() {
                cell.written = Written::Text(format!("\t{}\t", cell.says));
            }
        });
    }),
    disturbance("spaces of all widths around cells", any, &[Cells], |doc, _, _| {
        each_cell(doc, |_, cell| {
            if cell.written == Written::Plainly {
                cell.written = Written::Text(format!(" \u{3000}{}\u{a0} ", cell.says));
            }
        });
    }),
    disturbance(
        "a cell of 40,000 characters",
        |writer| !matches!(writer, Writer::Xls | Writer::Library),
        &[],
        |doc, at, _| {
            doc.cell(at, "商家备注").written("", Written::Text("长".repeat(40_000)));
            doc.reject(at, &["cell-too-long"]);
        },
    ),
    disturbance(
        "a cell of 30,000 characters",
        |writer| !matches!(writer, Writer::Xls | Writer::Xlsb),
        &[],
        |doc, at, _| {
            let text = "长".repeat(30_000);
            doc.cell(at, "商家备注").written(text.clone(), Written::Text(text));
        },
    ),
    disturbance("a row twice", any, &[Encoding, Cells], |doc, at, _| {
        let mut again = doc.line_mut(at).clone();
        again.role = Role::Other;
        // What is no line is written as text, ids and all.
        again.cells.iter_mut().for_each(|cell| cell.kind = Kind::Text);
        insert(doc, at + 2, again);
        doc.expect.duplicates = 1;
    }),
    disturbance("an id twice with other content", any, &[Encoding, Cells], |doc, at, _| {
        let mut again = doc.line_mut(at).clone();
        again.role = Role::Other;
        again.cells.iter_mut().for_each(|cell| cell.kind = Kind::Text);
        let status = doc.column("订单状态");
        again.cells[status] = Cell::text("已关闭");
        insert(doc, at + 2, again);
        doc.expect.more_rejects = (1, 1);
    }),
    disturbance("three ids that end in zeros", any, &[], |doc, at, _| {
        for line in [at, at + 1, at + 2] {
            damage_ids(doc, line, |id| Written::Text(format!("{}0000", &id[..15])));
        }
    }),
    disturbance("all ids end in zeros", any, &[Cells], |doc, _, _| {
        for line in 0..LINES {
            damage_ids(doc, line, |id| Written::Text(format!("{}0000", &id[..15])));
        }
    }),
    disturbance("ids in exponents", any, &[], |doc, at, _| {
        for line in [at, at + 1] {
            damage_ids(doc, line, |_| Written::Text("6.93E+18".to_owned()));
        }
    }),
    disturbance("all ids in exponents", any, &[Cells], |doc, _, _| {
        for line in 0..LINES {
            damage_ids(doc, line, |_| Written::Text("6.92618E+18".to_owned()));
        }
    }),
    disturbance("ids with a fraction", any, &[], |doc, at, _| {
        damage_ids(doc, at, |id| Written::Text(format!("{id}.0")));
        damage_ids(doc, at + 1, |id| Written::Text(format!("{id}.00")));
    }),
    disturbance("ids with separators", any, &[], |doc, at, _| {
        damage_ids(doc, at, |id| Written::Text(format!("{},{},{}", &id[..1], &id[1..4], &id[4..])));
        damage_ids(doc, at + 1, |id| Written::Text(format!("{} {}", &id[..4], &id[4..])));
    }),
    disturbance("ids as numbers", is_workbook, &[], |doc, at, _| {
        damage_ids(doc, at, |id| Written::Number(id.to_owned()));
        damage_ids(doc, at + 1, |id| Written::Number(format!("{}0000", &id[..15])));
    }),
    disturbance("all ids as numbers", is_workbook, &[Cells], |doc, _, _| {
        for line in 0..LINES {
            damage_ids(doc, line, |id| Written::Number(id.to_owned()));
        }
    }),
    disturbance("no id", any, &[], |doc, at, _| {
        let main = doc.column("主订单编号");
        let sub = doc.column("子订单编号");
        doc.line_mut(at).cells[main].written = Written::Text(String::new());
        doc.line_mut(at + 1).cells[sub].written = Written::Text("-".to_owned());
        doc.reject(at, &["missing-id"]);
        doc.reject(at + 1, &["missing-id"]);
    }),
    disturbance("an id of goods in exponents", any, &[], |doc, at, _| {
        doc.cell(at, "商品ID").written("", Written::Text("6.93E+12".to_owned()));
        doc.cell(at + 1, "商品ID").written("", Written::Text("3.72E+18".to_owned()));
        doc.expect.warnings.push(("damaged-field", "商品ID"));
    }),
    disturbance("an id of goods as a long number", is_workbook, &[], |doc, at, _| {
        doc.cell(at, "商品ID").written("", Written::Number("3718452960183729451".to_owned()));
        doc.expect.warnings.push(("damaged-field", "商品ID"));
    }),
    disturbance("a number of parcels in exponents", any, &[], |doc, at, _| {
        doc.cell(at, "快递单号").written("", Written::Text("7.73E+14".to_owned()));
        doc.cell(at + 1, "快递单号").written("", Written::Text("6.93E+12".to_owned()));
        doc.expect.warnings.push(("damaged-field", "快递单号"));
    }),
    disturbance("money with two signs", any, &[], |doc, at, _| bad_money(doc, at, "+-1")),
    disturbance("money of next to nothing", any, &[], |doc, at, _| bad_money(doc, at, "1e-400")),
    disturbance("money as a number of next to nothing", is_xml, &[], |doc, at, _| {
        doc.cell(at, "运费").written("", Written::Number("1e-400".to_owned()));
        doc.either(at);
    }),
    disturbance("money of three decimals", any, &[], |doc, at, _| bad_money(doc, at, "12.345")),
    disturbance("money in words", any, &[], |doc, at, _| {
        bad_money(doc, at, "十元");
        bad_money(doc, at + 1, "1,23");
        bad_money(doc, at + 2, "12.30元");
        // Whoever knows the unit has read it right.
        let id = doc.id(at + 2);
        doc.expect.lines.remove(&id);
        "12.30".clone_into(&mut doc.cell(at + 2, "运费").says);
        doc.either(at + 2);
    }),
    disturbance("money as people write it", any, &[], |doc, at, _| {
        for (line, says, written) in [(at, "1234.50", "1,234.50"), (at + 1, "39.90", "¥39.9"), (at + 2, "0.00", "0")] {
            doc.cell(line, "订单应付金额").written(says, Written::Text(written.to_owned()));
        }
    }),
    disturbance("counts that are none", any, &[], |doc, at, _| {
        for (line, written) in [(at, "1.5"), (at + 1, "-1"), (at + 2, "两件")] {
            doc.cell(line, "商品数量").written = Written::Text(written.to_owned());
            doc.reject(line, &["bad-number"]);
        }
    }),
    disturbance("money and counts as text", is_workbook, &[Cells], |doc, _, _| {
        each_cell(doc, |_, cell| {
            if cell.kind == Kind::Number && cell.written == Written::Plainly {
                cell.written = Written::Text(cell.says.clone());
            }
        });
    }),
    disturbance("money and counts with tails of zeros", any, &[Cells], |doc, _, _| {
        each_cell(doc, |header, cell| {
            if cell.kind == Kind::Number && cell.written == Written::Plainly {
                let zeros = if MONEY.contains(&header) { "00" } else { ".00" };
                cell.written = Written::Number(format!("{}{zeros}", cell.says));
            }
        });
    }),
    disturbance("times long ago", any, &[], |doc, at, _| {
        for (line, written) in
            [(at, "2013-12-31 23:59:59"), (at + 1, "1899-12-31 00:00:00"), (at + 2, "1970-01-01 08:00:00")]
        {
            doc.cell(line, "订单提交时间").written = Written::Text(written.to_owned());
            doc.reject(line, &["bad-time"]);
        }
    }),
    disturbance("what happened in days to come", any, &[], |doc, at, _| {
        for (line, header) in [(at, "订单提交时间"), (at + 1, "发货时间")] {
            doc.cell(line, header).written = Written::Text(in_days(2));
            doc.reject(line, &["bad-time"]);
        }
    }),
    disturbance("what is promised for days to come", any, &[], |doc, at, _| {
        doc.cell(at, "承诺发货时间").written(in_days(2), Written::Plainly);
        doc.cell(at + 1, "承诺发货时间").written(in_days(45), Written::Plainly);
    }),
    disturbance("times that are none", any, &[], |doc, at, _| {
        for (line, written) in [(at, "2026-02-30 10:00:00"), (at + 1, "05/01/2026"), (at + 2, "昨天")] {
            doc.cell(line, "订单提交时间").written = Written::Text(written.to_owned());
            doc.reject(line, &["bad-time"]);
        }
    }),
    disturbance("times as people write them", any, &[], |doc, at, _| {
        let times = [
            "2026/1/5 8:05:00",
            "2026-01-05T08:05:00",
            "2026年1月5日 08:05",
            "2026-01-05 00:05:00Z",
            "2026.1.5 8:05:00",
        ];
        for (line, written) in (at..).zip(times) {
            doc.cell(line, "订单提交时间").written("2026-01-05 08:05:00", Written::Text(written.to_owned()));
        }
        // A moment with an offset that is not in the usual form may be left to the seller.
        doc.either(at + 3);
    }),
    disturbance("times as numbers", is_workbook, &[Cells], |doc, _, _| {
        for header in ["订单提交时间", "支付完成时间", "承诺发货时间"] {
            column(doc, header, |line, cell| {
                let time = chrono::NaiveDateTime::parse_from_str(&cell.says, "%Y-%m-%d %H:%M:%S");
                if let (Ok(time), Written::Plainly) = (time, &cell.written) {
                    let serial = crate::fixtures::cases::sheet::Epoch::Year1900.serial(time);
                    cell.written =
                        if line % 2 == 0 { Written::Date(time) } else { Written::Number(serial.to_string()) };
                }
            });
        }
    }),
    disturbance("required cells that are empty", any, &[], |doc, at, _| {
        for (line, header) in [(at, "订单状态"), (at + 1, "订单提交时间"), (at + 2, "商品数量")] {
            doc.cell(line, header).written = Written::Text(String::new());
            doc.reject(line, &["missing-required"]);
        }
    }),
    disturbance("joined ids among single ones", any, &[Cells, LastLine], |doc, at, _| {
        damage_ids(doc, at, |id| Written::Text(format!("{id};{id}1")));
        let id = doc.id(at);
        doc.cell(at, "主订单编号").written(id, Written::Plainly);
    }),
];

/// Writes both ids of a line in another way, so that it must be rejected.
fn damage_ids(doc: &mut Doc, line: usize, written: impl Fn(&str) -> Written) {
    for header in ["主订单编号", "子订单编号"] {
        let cell = doc.cell(line, header);
        cell.written = written(&cell.says);
    }
    doc.reject(line, &["damaged-id"]);
}

fn bad_money(doc: &mut Doc, line: usize, text: &str) {
    doc.cell(line, "运费").written("", Written::Text(text.to_owned()));
    doc.reject(line, &["bad-money"]);
}

/// Returns a moment so many days after today.
pub fn in_days(days: i64) -> String {
    let today: NaiveDate = shopkit::kit::today();
    format!("{} 12:00:00", today + TimeDelta::days(days))
}
