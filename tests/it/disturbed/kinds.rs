//! Tables that are no order export of this platform, and must be refused or imported as what they are.

use super::doc::{Cell, Doc, Role, Row};

/// The tables, one after the other: its name and the codes of its error or `as` and its kind, its headers, its rows. The last row
/// repeats, each time with another number in the place of `{n}`.
const TABLES: &str = include_str!("kinds.txt");

/// The rows of each table.
pub const ROWS: usize = 10;

pub struct Table {
    pub name: &'static str,
    /// The codes of the error; none where any will do.
    pub codes: Vec<&'static str>,
    /// The kind that it is imported as, with all its rows.
    pub kind: Option<&'static str>,
    pub doc: Doc,
}

pub fn all() -> Vec<Table> {
    TABLES.split("\n\n").map(table).collect()
}

fn table(text: &'static str) -> Table {
    let mut lines = text.lines();
    let (name, codes) = lines.next().and_then(|line| line.split_once(':')).expect("a name");
    let cells = |line: &str| -> Vec<Cell> { line.split(',').map(Cell::text).collect() };
    let headers = cells(lines.next().expect("headers"));
    let width = headers.len();
    let mut doc = Doc::new(0);
    doc.rows = vec![Row::new(Role::Header, headers)];
    let templates: Vec<&str> = lines.collect();
    for number in 0..ROWS {
        let template = templates[number.min(templates.len() - 1)];
        let cells = cells(&template.replace("{n}", &format!("{:02}", number + 1)));
        assert_eq!(cells.len(), width, "{name}");
        doc.rows.push(Row::new(Role::Other, cells));
    }
    let kind = codes.trim().strip_prefix("as ");
    let codes = if kind.is_some() { Vec::new() } else { codes.split_whitespace().collect() };
    Table { name, codes, kind, doc }
}
