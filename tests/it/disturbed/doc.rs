//! A file before it is written: what it says, how each cell is written, and what must come of it.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::delimited::Encoding;
use super::xlsx::Parts;

/// Stands for the delimiter in what is written verbatim.
pub const DELIMITER: char = '\u{241F}';

/// What a column holds, which decides how a plain cell of it is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// A long number, guarded by the platform.
    Id,
    /// Text that the platform guards like an id.
    Label,
    Text,
    /// A number in a workbook.
    Number,
    /// Text everywhere, as the platform writes it.
    Time,
}

/// How a cell is written.
#[derive(Clone, PartialEq)]
pub enum Written {
    /// As it says, by the kind of its column.
    Plainly,
    /// As this text, quoted or escaped as the format asks.
    Text(String),
    /// As a number with these digits.
    Number(String),
    /// As a day and time with a date format.
    Date(NaiveDateTime),
    /// In delimited text as these characters, whatever they do to it.
    Raw(String),
    /// In XML as an element `c` with these attributes and this content.
    Xml(&'static str, String),
}

/// A cell: what it says, and how it is written.
#[derive(Clone)]
pub struct Cell {
    pub says: String,
    /// Other contents that can be read from what is written, none of which is wrong.
    pub or: Vec<String>,
    pub kind: Kind,
    pub written: Written,
}

impl Cell {
    pub fn new(kind: Kind, says: impl Into<String>) -> Self {
        Self { says: says.into(), or: Vec::new(), kind, written: Written::Plainly }
    }

    pub fn text(says: impl Into<String>) -> Self {
        Self::new(Kind::Text, says)
    }

    /// Says something, written in another way.
    pub fn written(&mut self, says: impl Into<String>, written: Written) {
        self.says = says.into();
        self.written = written;
    }

    /// Says what it is written as, by the characters given for delimited text.
    pub fn raw(&mut self, says: impl Into<String>, raw: impl Into<String>) {
        self.written(says, Written::Raw(raw.into()));
    }
}

/// What a row is.
#[derive(Clone, Copy, PartialEq)]
pub enum Role {
    /// The header, or another one further down.
    Header,
    /// An order line.
    Line,
    /// Neither: titles, totals, blank rows, repeated rows.
    Other,
}

#[derive(Clone)]
pub struct Row {
    pub role: Role,
    pub cells: Vec<Cell>,
    /// The columns of the cells that are written, where that is not all of them in order.
    pub order: Option<Vec<usize>>,
    /// Cells of delimited text that are left out at the end, and delimiters too many.
    pub cut: usize,
    pub more: usize,
    /// The whole record verbatim.
    pub raw: Option<String>,
    pub newline: Option<&'static str>,
    pub encoding: Option<Encoding>,
    /// What XML says of its number.
    pub number: Number,
}

/// Says what XML says of the number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Number {
    /// It is the next one.
    #[default]
    Next,
    /// It is so many rows after the one before.
    After(usize),
    /// It has none.
    Missing,
}

impl Row {
    pub fn new(role: Role, cells: Vec<Cell>) -> Self {
        Self {
            role,
            cells,
            order: None,
            cut: 0,
            more: 0,
            raw: None,
            newline: None,
            encoding: None,
            number: Number::Next,
        }
    }

    /// Lists the cells in the order in which they are written.
    pub fn written(&self) -> Vec<&Cell> {
        match &self.order {
            Some(order) => order.iter().map(|column| &self.cells[*column]).collect(),
            None => self.cells.iter().collect(),
        }
    }

    /// Makes a row that is no order line.
    pub fn other(texts: &[&str]) -> Self {
        Self::new(Role::Other, texts.iter().map(|text| Cell::text(*text)).collect())
    }
}

/// A sheet beside the first one.
#[derive(Clone)]
pub struct Sheet {
    pub name: &'static str,
    /// `visible`, `hidden` or `veryHidden`.
    pub state: &'static str,
    pub rows: Vec<Row>,
    /// Whether it stands before the first one.
    pub before: bool,
}

/// What must become of an order line.
#[derive(Clone, PartialEq)]
pub enum Fate {
    /// It is rejected, with one of these codes; none means any.
    Rejected(Vec<&'static str>),
    /// It is stored as it says, or rejected.
    Either,
}

/// What must come of the file; of lines that are not named: that they are stored.
#[derive(Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a promise of its own")]
pub struct Expect {
    pub lines: BTreeMap<String, Fate>,
    /// The file is an error, with one of these codes; none means any.
    pub error: Option<Vec<&'static str>>,
    /// The file may be an error as well.
    pub or_error: bool,
    /// How many rows that are no lines are rejected: at least, at most.
    pub more_rejects: (u64, u64),
    pub duplicates: u64,
    /// Warnings that must come, and what their words must have.
    pub warnings: Vec<(&'static str, &'static str)>,
    /// What must stand in no message.
    pub secrets: Vec<String>,
    /// Whether columns that nobody knows may be stored under other names than their own.
    pub any_extra: bool,
    /// Whether rows have no number that everyone would count alike.
    pub loose_rows: bool,
    /// Whether two disturbances are expected.
    pub joined: bool,
}

/// A file before it is written.
#[derive(Clone)]
pub struct Doc {
    pub rows: Vec<Row>,
    pub sheets: Vec<Sheet>,
    pub newline: Option<&'static str>,
    /// What stands behind the last record.
    pub tail: Vec<u8>,
    /// Whether the last record lacks its line end.
    pub open_end: bool,
    /// What stands before the rows in the XML of the sheet.
    pub head: String,
    /// What is done to the parts of an XLSX, then to the bytes of the file.
    pub parts: Vec<fn(&mut Parts)>,
    pub bytes: Vec<fn(&mut Vec<u8>)>,
    pub expect: Expect,
}

/// The headers of the table, each with what its column holds.
const COLUMNS: [(&str, Kind); 26] = [
    ("主订单编号", Kind::Id),
    ("子订单编号", Kind::Id),
    ("选购商品", Kind::Label),
    ("商品规格", Kind::Label),
    ("商品数量", Kind::Number),
    ("商品ID", Kind::Id),
    ("商家编码", Kind::Label),
    ("商品单价", Kind::Number),
    ("订单应付金额", Kind::Number),
    ("运费", Kind::Number),
    ("支付方式", Kind::Text),
    ("收件人", Kind::Text),
    ("收件人手机号", Kind::Text),
    ("详细地址", Kind::Text),
    ("买家留言", Kind::Text),
    ("订单提交时间", Kind::Time),
    ("商家备注", Kind::Text),
    ("支付完成时间", Kind::Time),
    ("流量来源", Kind::Text),
    ("订单状态", Kind::Text),
    ("承诺发货时间", Kind::Time),
    ("达人ID", Kind::Id),
    ("快递单号", Kind::Text),
    ("售后状态", Kind::Text),
    ("发货时间", Kind::Time),
    ("取消原因", Kind::Text),
];

/// The columns that hold money.
pub const MONEY: [&str; 3] = ["商品单价", "订单应付金额", "运费"];

/// The order lines of the table.
pub const LINES: usize = 16;

impl Doc {
    /// Makes the table: a header and so many order lines, of which every fifth order has two.
    pub fn new(lines: usize) -> Self {
        let header = COLUMNS.iter().map(|(header, _)| Cell::text(*header)).collect();
        let mut rows = vec![Row::new(Role::Header, header)];
        rows.extend((0..lines).map(|line| Row::new(Role::Line, line_cells(line))));
        Self {
            rows,
            sheets: Vec::new(),
            newline: None,
            tail: Vec::new(),
            open_end: false,
            head: String::new(),
            parts: Vec::new(),
            bytes: Vec::new(),
            expect: Expect::default(),
        }
    }

    /// Finds the column under a header.
    pub fn column(&self, header: &str) -> usize {
        let names = self.header().cells.iter();
        let mut found = names.enumerate().filter(|(_, cell)| cell.says == header);
        found.next().unwrap_or_else(|| panic!("no column {header}")).0
    }

    pub fn header(&self) -> &Row {
        self.rows.iter().find(|row| row.role == Role::Header).expect("a header")
    }

    pub fn header_mut(&mut self) -> &mut Row {
        self.rows.iter_mut().find(|row| row.role == Role::Header).expect("a header")
    }

    /// Finds the row of the first header.
    pub fn header_at(&self) -> usize {
        self.rows.iter().position(|row| row.role == Role::Header).expect("a header")
    }

    /// Lists the order lines of all sheets.
    pub fn lines(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().chain(self.sheets.iter().flat_map(|sheet| &sheet.rows)).filter(|row| row.role == Role::Line)
    }

    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        let sheets = self.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows);
        self.rows.iter_mut().chain(sheets).filter(|row| row.role == Role::Line)
    }

    pub fn line_mut(&mut self, line: usize) -> &mut Row {
        self.lines_mut().nth(line).expect("a line")
    }

    /// Finds where an order line of the first sheet stands.
    pub fn line_at(&self, line: usize) -> usize {
        let lines = self.rows.iter().enumerate().filter(|(_, row)| row.role == Role::Line);
        lines.map(|(at, _)| at).nth(line).expect("a line")
    }

    pub fn cell(&mut self, line: usize, header: &str) -> &mut Cell {
        let column = self.column(header);
        &mut self.line_mut(line).cells[column]
    }

    /// Returns the id of an order line.
    pub fn id(&self, line: usize) -> String {
        let column = self.column("子订单编号");
        self.lines().nth(line).expect("a line").cells[column].says.clone()
    }

    /// Says that a line is rejected.
    pub fn reject(&mut self, line: usize, codes: &[&'static str]) {
        let id = self.id(line);
        self.expect.lines.insert(id, Fate::Rejected(codes.to_vec()));
    }

    /// Says that a line is stored as it says, or rejected.
    pub fn either(&mut self, line: usize) {
        let id = self.id(line);
        self.expect.lines.insert(id, Fate::Either);
    }

    /// Says that the file is an error.
    pub fn fails(&mut self, codes: &[&'static str]) {
        self.expect.error = Some(codes.to_vec());
    }

    /// Adds a column at the right end.
    pub fn add_column(&mut self, header: &str, kind: Kind, says: impl Fn(usize) -> String) {
        self.header_mut().cells.push(Cell::text(header));
        for (line, row) in self.lines_mut().enumerate() {
            row.cells.push(Cell::new(kind, says(line)));
        }
    }
}

impl Expect {
    /// Joins what two disturbances of one file expect.
    pub fn join(&mut self, first: Self) {
        for (id, fate) in first.lines {
            let both = match (self.lines.get(&id), fate) {
                (None, fate) => fate,
                (Some(Fate::Either), Fate::Either) => Fate::Either,
                (Some(Fate::Rejected(some)), Fate::Rejected(more)) => {
                    let any = some.is_empty() || more.is_empty();
                    Fate::Rejected(if any { Vec::new() } else { [some.as_slice(), &more].concat() })
                }
                (Some(_), _) => Fate::Rejected(Vec::new()),
            };
            self.lines.insert(id, both);
        }
        self.error = match (self.error.take(), first.error) {
            (Some(_), Some(_)) => Some(Vec::new()),
            (one, other) => one.or(other),
        };
        self.or_error |= first.or_error;
        self.more_rejects.0 += first.more_rejects.0;
        self.more_rejects.1 += first.more_rejects.1;
        self.duplicates += first.duplicates;
        self.warnings.extend(first.warnings);
        self.secrets.extend(first.secrets);
        self.any_extra |= first.any_extra;
        self.loose_rows |= first.loose_rows;
        self.joined = true;
    }
}

fn line_cells(line: usize) -> Vec<Cell> {
    let order = line - usize::from(line % 5 == 4);
    let id = |number: usize| format!("69261816{:011}", 57_396_269 + number * 1_000_037);
    let products = [
        ("云栖软底棉拖鞋", "雾蓝,40-41", "3718452960183729451", "YQ-TX-4041", 3990),
        ("竹语洗脸巾 6包装", "80抽*6包", "3718452960183729587", "ZY-XLJ-06", 2980),
        ("半日手冲咖啡壶, 附滤纸", "600ml;透明", "3720116408527364229", "BR-SCH-600", 12900),
        ("小岸宽口保温杯", "米白 500ml", "3721890054716238817", "XA-BWB-500", 8990),
    ];
    let (product, spec, product_id, code, price) = products[line % products.len()];
    let quantity = [1, 1, 2, 1, 3][line % 5];
    let yuan = |fen: i32| format!("{}.{:02}", fen / 100, fen % 100);
    let minute = |from: usize| format!("{:02}:{:02}:07", 8 + from / 4 % 12, from % 4 * 11);
    let freight = if line.is_multiple_of(3) { 600 } else { 0 };
    let shipped = line.is_multiple_of(2);
    let says = [
        id(order),
        id(line),
        product.to_owned(),
        spec.to_owned(),
        quantity.to_string(),
        product_id.to_owned(),
        code.to_owned(),
        yuan(price),
        yuan(price * quantity + freight),
        yuan(freight),
        ["抖音支付", "支付宝", "微信"][line % 3].to_owned(),
        format!("{}**", ["王", "李", "张", "陈"][order % 4]),
        format!("138****{:04}", 1000 + order),
        "**小区**号楼****室".to_owned(),
        ["", "请尽快发货，谢谢", "周末送货"][order % 3].to_owned(),
        format!("2026-01-05 {}", minute(order)),
        ["已核对地址", "", "-"][line % 3].to_owned(),
        format!("2026-01-05 {}", minute(order + 1)),
        ["精选联盟", "小店自卖", "-"][order % 3].to_owned(),
        if shipped { "已发货" } else { "待发货" }.to_owned(),
        format!("2026-01-07 {}", minute(order)),
        if order.is_multiple_of(3) { "62915871234" } else { "-" }.to_owned(),
        if shipped { format!("SF13{:09}", 20_461 + line * 7) } else { String::new() },
        ["-", "售后待处理"][usize::from(line % 7 == 3)].to_owned(),
        if shipped { format!("2026-01-06 {}", minute(line)) } else { "-".to_owned() },
        ["-", ""][line % 2].to_owned(),
    ];
    says.into_iter().zip(COLUMNS).map(|(says, (_, kind))| Cell::new(kind, says)).collect()
}

/// Tells whether a header is one that the platform gives.
pub fn is_column(header: &str) -> bool {
    COLUMNS.iter().any(|(other, _)| *other == header)
}
