//! Rows that could not be taken, and what is worth a look though it was.

use super::lang::{Explain, Lang};
use super::time::Stamp;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        /// Names why a row was rejected. The codes are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum RejectCode {
            $($(#[$doc])* $variant,)+
        }

        impl RejectCode {
            /// Lists every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Finds a code by its stable name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.code() == name)
            }
        }

        impl Explain for RejectCode {
            fn code(&self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            fn message_in(&self, lang: Lang) -> String {
                match self { $(Self::$variant => lang.pick($zh, $en).to_owned(),)+ }
            }
        }
    };
}

codes! {
    /// The cell that makes the key is empty.
    MissingId = "missing-id", "编号为空", "the id is empty";
    /// The id is a number, or shows the traces of having been one.
    DamagedId = "damaged-id", "编号已被表格软件损坏（变成了数字或科学计数法），请重新从后台导出",
        "a spreadsheet program has damaged the id (it became a number); export it again from the back office";
    /// The count is not a whole number, or the share is not a percentage.
    BadNumber = "bad-number", "不是整数（或百分比）", "not a whole number (or a percentage)";
    /// The amount is not a whole number of fen.
    BadMoney = "bad-money", "不是金额（最多两位小数）", "not an amount of money with at most two decimals";
    /// The time cannot be read.
    BadTime = "bad-time", "不是日期时间", "not a date and time";
    /// A cell that every order line has is empty.
    MissingRequired = "missing-required", "必填项为空", "a required cell is empty";
    /// Money moves neither into the account nor out of it, so that the sign of its amount is not known.
    BadDirection = "bad-direction", "动账方向不是入账或出账", "the direction is neither 入账 (in) nor 出账 (out)";
    /// The file has the key twice with different content; the first row stays.
    IdConflict = "id-conflict", "同一文件中编号重复但内容不同（保留第一行）",
        "the file has this id twice with different content (the first row stays)";
    /// The record has fewer cells than the header.
    ShortRow = "short-row", "这一行的列数比表头少", "the row has fewer cells than the header";
    /// The record has more cells than the header, so that none can be trusted.
    LongRow = "long-row", "这一行的列数比表头多，各列可能错位", "the row has more cells than the header, so its cells may be misplaced";
    /// The cell has bytes that the encoding does not allow.
    Encoding = "encoding", "含有无法解码的字节", "bytes that cannot be decoded";
    /// The cell is a formula whose result the file does not have.
    NoResult = "no-result", "公式没有保存计算结果", "a formula without a stored result";
    /// The cell has the error of a formula, under a column that every row needs.
    ErrorCell = "error-cell", "公式出错，没有结果", "the error of a formula in place of a value";
    /// The row stands under the header of another table.
    OtherTable = "other-table", "这一行在另一张表的表头下面", "the row stands under the header of another table";
    /// The cell is longer than any of a spreadsheet.
    CellTooLong = "cell-too-long", "单元格超过 32767 个字符", "a cell of more than 32,767 characters";
}

/// Holds one rejected row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The spreadsheet's own 1-based row; for delimited text the line the record starts on.
    pub row: u64,
    /// The sheet, in workbooks.
    pub sheet: Option<String>,
    /// The column's letters, such as `D`.
    pub column: String,
    /// The header of the column.
    pub header: String,
    /// Why the row was rejected.
    pub code: RejectCode,
    /// The value found, shortened; `***` in place of contact data.
    pub value: String,
}

/// Counts the rows of a file that were rejected for one reason under one header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectKind {
    /// How many there are.
    pub rows: u64,
    /// The first of them.
    pub first: Reject,
}

impl RejectKind {
    /// Counts a reject among the kinds that there are.
    pub fn count(kinds: &mut Vec<Self>, reject: &Reject) {
        let is_same = |kind: &&mut Self| kind.first.code == reject.code && kind.first.header == reject.header;
        match kinds.iter_mut().find(is_same) {
            Some(kind) => kind.rows += 1,
            None => kinds.push(Self { rows: 1, first: reject.clone() }),
        }
    }
}

/// Says what to do about rejected rows, by the reason of the most of them.
pub fn advice(kinds: &[RejectKind], lang: Lang) -> Option<String> {
    let most = kinds.iter().max_by_key(|kind| kind.rows)?;
    Some(most.first.code.advice(lang).to_owned())
}

impl RejectCode {
    /// Says what to do about rows that were rejected for this reason.
    pub fn advice(self, lang: Lang) -> &'static str {
        match self {
            Self::DamagedId => lang.pick(
                "编号已被 Excel 损坏：请重新下载文件，不要打开，直接导入",
                "Excel has damaged the order numbers: download the file again and import it unopened",
            ),
            Self::NoResult | Self::ErrorCell => lang.pick(
                "用 Excel 或 WPS 打开文件，等公式算出结果并改正出错的公式，保存后再导入",
                "open the file in Excel or WPS, let it compute the formulas, mend those with an error, save it and import it again",
            ),
            Self::ShortRow | Self::LongRow | Self::Encoding => lang.pick(
                "这些行在下载后被改动或截断：请重新下载文件，不要打开，直接导入",
                "these rows were changed or cut after the download: download the file again and import it unopened",
            ),
            Self::IdConflict => lang.pick(
                "文件里同一编号有不同内容，可能由多个文件拼成：请分别导入原来的文件",
                "the file may have been put together from several: import the original files one by one",
            ),
            Self::OtherTable => lang.pick(
                "文件里混有另一张表：请分别导入各个文件",
                "the file has another table in it: import each table from a file of its own",
            ),
            _ => lang.pick(
                "请核对这些单元格，或重新下载文件后直接导入",
                "check these cells, or download the file again and import it as it is",
            ),
        }
    }
}

/// Returns the letters of a 0-based column: `A`, `Z`, `AA`.
pub fn column_letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index % 26]);
        match (index / 26).checked_sub(1) {
            Some(rest) => index = rest,
            None => break,
        }
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Says that an import went through but deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Columns that no alias knows; they are kept with each line.
    UnknownColumns(Vec<String>),
    /// The row count equals a known cap of the export.
    ExportCap(u64),
    /// Cells read 数据将于第二天更新; how many rows.
    LateValues(u64),
    /// Rows of a settlement statement do not add up; they are kept as they stand.
    SumsDiffer {
        /// How many rows there are.
        rows: u64,
        /// The first of them.
        first: u64,
    },
    /// The file seems to be of another shop than the earlier ones, or of several; what was seen.
    MixedShop(Vec<String>),
    /// The sheet has formulas; their stored results were taken.
    FormulaCells,
    /// There is a header and no row under it.
    EmptySheet,
    /// Other sheets have content too.
    OtherSheetsIgnored {
        /// The names of those with other content.
        others: Vec<String>,
        /// The names of those that have data of the same kind.
        rivals: Vec<String>,
    },
    /// Damaged values were left empty: header and how many rows.
    DamagedField(Vec<(String, u64)>),
    /// The file's own date lies before its newest order.
    DateBeforeOrders {
        /// The date of the file.
        own: Stamp,
        /// The latest time of submission, which was taken for the time of the export.
        newest: Stamp,
    },
}

impl Warning {
    /// Tells whether something that looks like rows of the export was not read.
    pub fn leaves_rows_out(&self) -> bool {
        matches!(self, Self::OtherSheetsIgnored { rivals, .. } if !rivals.is_empty())
    }
}

impl Explain for Warning {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownColumns(_) => "unknown-columns",
            Self::ExportCap(_) => "export-cap",
            Self::LateValues(_) => "late-values",
            Self::SumsDiffer { .. } => "sums-differ",
            Self::MixedShop(_) => "mixed-shop",
            Self::FormulaCells => "formula-cells",
            Self::EmptySheet => "empty-sheet",
            Self::OtherSheetsIgnored { .. } => "other-sheets-ignored",
            Self::DamagedField(_) => "damaged-field",
            Self::DateBeforeOrders { .. } => "date-before-orders",
        }
    }

    fn message_in(&self, lang: Lang) -> String {
        let list = |names: &[String]| names.join(lang.pick("、", ", "));
        match self {
            Self::UnknownColumns(names) => lang.pick(
                format!("有 {} 个不认识的列，已随每行原样保存：{}", names.len(), list(names)),
                format!("{} unknown columns, kept with each line: {}", names.len(), list(names)),
            ),
            Self::ExportCap(rows) => lang.pick(
                format!("恰好 {rows} 行，等于导出上限（各处说法不一），文件可能被截断；请缩小日期范围再导出核对"),
                format!("exactly {rows} rows, a cap of the export (sources disagree on it); the file may be cut, export a shorter period to be sure"),
            ),
            Self::LateValues(rows) => lang.pick(
                format!("有 {rows} 行含“数据将于第二天更新”，请明天重新导出并再次导入"),
                format!("数据将于第二天更新 (updated the next day) stands in {rows} row(s); export and import again tomorrow"),
            ),
            Self::SumsDiffer { rows, first } => lang.pick(
                format!("有 {rows} 行的金额合计对不上（最早在第 {first} 行）：收入合计加支出合计不等于结算金额，或各项相加不等于合计；可能缺了列，已按文件原样导入"),
                format!("the amounts of {rows} row(s) do not add up, first in row {first}: 收入合计 plus 支出合计 is not 结算金额, or the parts do not make their total; columns may be missing, and the rows were imported as they stand"),
            ),
            Self::MixedShop(names) => lang.pick(
                format!("文件看起来来自另一个或多个店铺：{}；如属不同店铺，请用 --shop 分开导入", list(names)),
                format!("the file seems to come from another shop or from several: {}; keep shops apart with --shop", list(names)),
            ),
            Self::FormulaCells => lang.pick(
                "表中有公式单元格，取的是文件里保存的计算结果".to_owned(),
                "the sheet has formulas; the results stored in the file were taken".to_owned(),
            ),
            Self::EmptySheet => lang.pick("只有表头，没有数据行".to_owned(), "a header and no rows".to_owned()),
            Self::OtherSheetsIgnored { others, rivals } => {
                let mut parts = Vec::new();
                if !rivals.is_empty() {
                    parts.push(lang.pick(
                        format!("这些工作表也有同种数据，未导入：{}（请用 --sheet 逐个导入）", list(rivals)),
                        format!("these sheets have data of the same kind and were not imported: {} (import each with --sheet)", list(rivals)),
                    ));
                }
                if !others.is_empty() {
                    parts.push(lang.pick(
                        format!("忽略了其他工作表：{}（可用 --sheet 指定）", list(others)),
                        format!("other sheets were ignored: {} (choose one with --sheet)", list(others)),
                    ));
                }
                parts.join(lang.pick("；", "; "))
            }
            Self::DamagedField(fields) => {
                let fields: Vec<_> = fields.iter().map(|(header, rows)| format!("{header} ({rows})")).collect();
                lang.pick(
                    format!("被表格软件损坏的值已留空（行数）：{}", list(&fields)),
                    format!("values damaged by a spreadsheet program were left empty (rows): {}", list(&fields)),
                )
            }
            Self::DateBeforeOrders { own, newest } => lang.pick(
                format!("文件日期 {own} 早于其中最新的订单，导出时间改按最新的下单时间 {newest} 计"),
                format!("the file's date, {own}, is earlier than its newest order; the time of that order, {newest}, was taken as the time of export"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_run_as_in_a_spreadsheet() {
        for (index, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(index), letters);
        }
    }

    #[test]
    fn codes_are_unique_and_found_by_name() {
        for code in RejectCode::ALL {
            assert_eq!(RejectCode::by_name(code.code()), Some(*code));
        }
    }
}
