//! XLS, each text in a record of its own, so that a table has room that would not fit into one record of strings.

use super::doc::{Cell, Doc, Kind, Role, Written};
use crate::fixtures::cases::sheet::Epoch;
use crate::fixtures::cases::xls::container;

pub fn write(doc: &Doc) -> Vec<u8> {
    let mut cells = Vec::new();
    for (row, values) in (0_u16..).zip(&doc.rows) {
        for (column, cell) in (0_u16..).zip(values.written()) {
            cells.extend(record_of(row, column, cell, values.role));
        }
    }
    let worksheet = [beginning(0x0010), cells, record(0x000A, &[])].concat();
    let before = [beginning(0x0005), record(0x0042, &1200_u16.to_le_bytes()), format(0), format(22)].concat();
    let name: Vec<u8> = "订单".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sheet = |position: u32| record(0x0085, &[&position.to_le_bytes()[..], &[0, 0, 2, 1], &name].concat());
    let end = record(0x000A, &[]);
    let position = u32::try_from(before.len() + sheet(0).len() + end.len()).expect("a short stream");
    container(&[("Workbook", &[before, sheet(position), end, worksheet].concat())])
}

fn record_of(row: u16, column: u16, cell: &Cell, role: Role) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
    let number = |style: u16, value: f64| {
        record(0x0203, &[place.clone(), style.to_le_bytes().to_vec(), value.to_le_bytes().to_vec()].concat())
    };
    let text = match &cell.written {
        Written::Number(digits) => return number(0, digits.parse().expect("a number")),
        Written::Date(time) => return number(1, Epoch::Year1900.serial(*time)),
        Written::Text(text) => text,
        _ if cell.says.is_empty() => return Vec::new(),
        _ if cell.kind == Kind::Number && role == Role::Line => return number(0, cell.says.parse().expect("a number")),
        _ => &cell.says,
    };
    let characters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(characters.len() / 2).expect("a short text").to_le_bytes();
    record(0x0204, &[place, vec![0, 0], length.to_vec(), vec![1], characters].concat())
}

fn beginning(kind: u16) -> Vec<u8> {
    let version = [0x0600, kind, 0x0DBB, 0x07CC].map(u16::to_le_bytes);
    record(0x0809, &[version.concat(), vec![0; 8]].concat())
}

fn format(number_format: u16) -> Vec<u8> {
    record(0x00E0, &[&[0; 2][..], &number_format.to_le_bytes(), &[0; 16]].concat())
}

fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}
