//! An answer as a table, independent of how it is shown.

use std::io;

use serde_json::{Map, Value as Json};

use super::hex::hex;
use super::message::{Arg, Message};
use super::money::Fen;

/// Holds one cell of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// Nothing is known.
    Null,
    /// A whole number.
    Int(i64),
    /// A number with a fraction, as a query computed it.
    Real(f64),
    /// Money.
    Money(Fen),
    /// A sum of money that is partly unknown: the known part, and the number of sub-orders missing from it. Programs get no value.
    Partial(Fen, i64),
    /// A share such as 0.25, shown to people as a percentage.
    Share(f64),
    /// A code for programs that people read as a word in their language.
    Word(Word),
    /// Text, ids and times.
    Text(String),
    /// Bytes; only queries of the user return them.
    Blob(Vec<u8>),
}

impl Datum {
    /// Makes a text, or nothing.
    pub fn text(value: Option<String>) -> Self {
        value.map_or(Self::Null, Self::Text)
    }

    /// Makes money of fen, or nothing.
    pub fn money(fen: Option<i64>) -> Self {
        fen.map_or(Self::Null, |fen| Self::Money(Fen(fen)))
    }

    /// Makes a sum from which this many sub-orders are missing.
    pub fn partial(known: Fen, unknown: i64) -> Self {
        if unknown == 0 { Self::Money(known) } else { Self::Partial(known, unknown) }
    }

    /// Makes a share, or nothing.
    pub fn share(value: Option<f64>) -> Self {
        value.map_or(Self::Null, Self::Share)
    }

    /// Makes a whole number, or nothing.
    pub fn int(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::Int)
    }

    /// Returns the value as programs read it: money as text in yuan, words as codes, and null for what is not wholly known.
    pub fn json(&self) -> Json {
        match self {
            Self::Null | Self::Partial(..) => Json::Null,
            Self::Int(number) => Json::from(*number),
            Self::Real(number) | Self::Share(number) => Json::from(*number),
            Self::Money(fen) => Json::from(fen.to_string()),
            Self::Word(word) => Json::from(word.code),
            Self::Text(text) => Json::from(text.as_str()),
            Self::Blob(bytes) => Json::from(hex(bytes)),
        }
    }
}

/// Holds a stable code with the text that people read for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The ASCII code.
    pub code: &'static str,
    /// The id of the text in the catalogue.
    pub id: &'static str,
}

impl Word {
    /// Names a word and its text in the catalogue. [`word!`](crate::word) is shorter.
    pub const fn of(code: &'static str, id: &'static str) -> Self {
        Self { code, id }
    }

    /// Returns what people read, as a message.
    pub fn message(self) -> Message {
        Message::new(self.id, Vec::new())
    }
}

impl From<Word> for Arg {
    fn from(word: Word) -> Self {
        Self::from(word.message())
    }
}

/// Describes a column of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The stable ASCII key; in queries of the user the name that SQLite gives.
    pub key: String,
    /// The id of its heading in the catalogue; nothing where the key is the heading.
    pub id: Option<String>,
    /// Whether it is for programs only, since people see its content in another column.
    pub for_programs: bool,
    /// What it is where rows are added up or compared.
    pub role: Role,
    /// What it says of the column that its heading names, where it is made of another one.
    pub derived: Option<Derived>,
}

/// The key of the column that names the shop of a row, in answers about several. People look for it first.
pub const SHOP: &str = "shop";

/// Tells what a column that a comparison adds says of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derived {
    /// What it was in the other days.
    Before,
    /// How much it changed.
    Change,
    /// How much it changed, as a share of what it was.
    ChangeShare,
    /// How much of the change of all rows the row makes up.
    ShareOfChange,
}

impl Derived {
    /// Returns the key of the column, by that of the other one.
    pub fn key(self, of: &str) -> String {
        let suffix = match self {
            Self::Before => "before",
            Self::Change => "change",
            Self::ChangeShare => "change_share",
            Self::ShareOfChange => "share_of_change",
        };
        format!("{of}_{suffix}")
    }
}

/// Tells what a column is where rows are added up or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It says something about the row.
    Label,
    /// It names what the row is about, alone or with the other keys.
    Key,
    /// It adds up over all rows.
    Sum,
    /// It counts distinct things, of which one may be in several rows of a shop. It adds up over shops.
    Distinct,
    /// It is a number that adds up over nothing.
    Fixed,
    /// It compares the row with other days. Where answers are compared, it is left out.
    OwnComparison,
}

impl Column {
    /// Makes a column whose heading is the text `column-{key}` of the catalogue.
    pub fn of(key: &str) -> Self {
        Self::titled(key, &format!("column-{}", key.replace('_', "-")))
    }

    /// Makes a column with a heading of its own, by its id in the catalogue.
    pub fn titled(key: &str, id: &str) -> Self {
        Self { key: key.to_owned(), id: Some(id.to_owned()), for_programs: false, role: Role::Label, derived: None }
    }

    /// Makes a column whose key is its heading.
    pub fn plain(key: &str) -> Self {
        Self { key: key.to_owned(), id: None, for_programs: false, role: Role::Label, derived: None }
    }
}

/// Makes the columns with these keys, as [`Column::of`] does.
pub fn columns(keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column::of(key)).collect()
}

/// Holds an answer as a whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Datum>>,
    /// The totals, in answers that have some.
    pub totals: Option<Vec<Totals>>,
    /// The receipt, in answers of reports.
    pub receipt: Option<Json>,
}

/// Finds a column by its key.
pub fn position(columns: &[Column], key: &str) -> Option<usize> {
    columns.iter().position(|column| column.key == key)
}

impl Table {
    /// Makes an answer without totals.
    pub fn new(columns: Vec<Column>, rows: Vec<Vec<Datum>>) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    /// Finds a column by its key.
    pub fn position(&self, key: &str) -> Option<usize> {
        position(&self.columns, key)
    }

    /// Returns the rows with some of their columns alone, without totals.
    #[must_use]
    pub fn keeping(&self, is_kept: impl Fn(usize) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.columns.len()).filter(|index| is_kept(*index)).collect();
        let pick = |row: &Vec<Datum>| kept.iter().map(|index| row[*index].clone()).collect();
        Self::new(kept.iter().map(|index| self.columns[*index].clone()).collect(), self.rows.iter().map(pick).collect())
    }

    /// Arranges the table for people: the column with the key `first` leads, behind that of the shop, and columns for programs are left
    /// out.
    #[must_use]
    pub fn for_people(mut self, first: &str) -> Self {
        if let Some(index) = self.position(first) {
            let start = usize::from(index > 0 && self.columns[0].key == SHOP);
            self.columns[start..=index].rotate_right(1);
            self.rows.iter_mut().for_each(|row| row[start..=index].rotate_right(1));
        }
        for index in (0..self.columns.len()).rev() {
            if self.columns[index].for_programs {
                self.columns.remove(index);
                self.rows.iter_mut().for_each(|row| drop(row.remove(index)));
            }
        }
        self
    }

    /// Writes the columns, the rows, the totals and the receipt to a sink.
    pub fn write_to(&self, sink: &mut dyn RowSink) -> io::Result<()> {
        sink.columns(&self.columns)?;
        self.rows.iter().try_for_each(|row| sink.row(row))?;
        self.totals.iter().try_for_each(|totals| sink.totals(totals))?;
        self.receipt.iter().try_for_each(|receipt| sink.receipt(receipt))
    }
}

/// Receives an answer row by row, so that a long answer need not fit in memory.
///
/// Its errors are those of the destination.
pub trait RowSink {
    /// Receives the number of rows, where it is known in advance.
    fn expect(&mut self, rows: u64) {
        let _ = rows;
    }

    /// Receives the columns, once, before any row.
    fn columns(&mut self, columns: &[Column]) -> io::Result<()>;

    /// Receives a row.
    fn row(&mut self, row: &[Datum]) -> io::Result<()>;

    /// Receives the totals, once, after all rows. By default they are ignored.
    fn totals(&mut self, totals: &[Totals]) -> io::Result<()> {
        let _ = totals;
        Ok(())
    }

    /// Receives the receipt of a report, once, after the totals. By default it is ignored.
    fn receipt(&mut self, receipt: &Json) -> io::Result<()> {
        let _ = receipt;
        Ok(())
    }
}

/// The first cell of a row of totals.
const TOTAL: Word = crate::word!("row", "total");

/// Holds the sums of all rows, or of those that have the same word.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// The key of the column with the word, and the word; nothing for the sums of all rows.
    pub of: Option<(String, Word)>,
    /// The number of rows.
    pub rows: usize,
    /// The sums, by the key of their column.
    pub sums: Vec<(String, Datum)>,
}

impl Totals {
    /// Returns totals as programs read them: the sums of all rows by their columns, or those of each word by its code, with how many
    /// rows it has.
    pub fn json(totals: &[Self]) -> Json {
        let mut all = Map::new();
        for total in totals {
            match &total.of {
                None => all.extend(total.json_sums()),
                Some((_, word)) => {
                    let rows = ("lines".to_owned(), Json::from(total.rows));
                    all.insert(word.code.to_owned(), [rows].into_iter().chain(total.json_sums()).collect());
                }
            }
        }
        all.into()
    }

    /// Returns the sums as programs read them. Beside one that is partly unknown stand the known part, and how many lines it leaves out.
    fn json_sums(&self) -> Map<String, Json> {
        let mut sums: Map<String, Json> = self.sums.iter().map(|(key, sum)| (key.clone(), sum.json())).collect();
        for (key, sum) in &self.sums {
            if let Datum::Partial(known, unknown_lines) = sum {
                sums.insert(format!("{key}_known"), Datum::Money(*known).json());
                sums.insert(format!("{key}_unknown_lines"), Json::from(*unknown_lines));
            }
        }
        sums
    }

    /// Tells whether a column adds up.
    pub fn has(&self, key: &str) -> bool {
        self.sums.iter().any(|(sum, _)| sum == key)
    }

    /// Returns a row for people that has the totals in their columns; nothing where it would repeat the only row.
    pub fn as_row(&self, columns: &[Column]) -> Option<Vec<Datum>> {
        if self.of.is_none() && self.rows < 2 {
            return None;
        }
        let cell = |column: &Column| {
            let sum = self.sums.iter().find(|(key, _)| *key == column.key).map(|(_, sum)| sum.clone());
            let word = self.of.as_ref().filter(|(key, _)| column.key == *key).map(|(_, word)| Datum::Word(*word));
            sum.or(word).unwrap_or(Datum::Null)
        };
        let mut row: Vec<Datum> = columns.iter().map(cell).collect();
        let is_free = |column: &Column| self.sums.iter().all(|(key, _)| *key != column.key);
        let first = columns.iter().position(|column| column.role == Role::Key && is_free(column));
        *row.get_mut(first.or_else(|| columns.iter().position(is_free))?)? = Datum::Word(TOTAL);
        Some(row)
    }
}

/// Collects an answer as a whole.
impl RowSink for Table {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        self.columns = columns.to_vec();
        Ok(())
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        self.rows.push(row.to_vec());
        Ok(())
    }

    fn totals(&mut self, totals: &[Totals]) -> io::Result<()> {
        self.totals = Some(totals.to_vec());
        Ok(())
    }

    fn receipt(&mut self, receipt: &Json) -> io::Result<()> {
        self.receipt = Some(receipt.clone());
        Ok(())
    }
}

/// Makes a [`Word`](crate::model::table::Word) of a set and a code: `word!("trend", "new")` reads as the text `word-trend-new`.
#[macro_export]
macro_rules! word {
    ($set:literal, $code:literal) => {
        $crate::model::table::Word::of($code, concat!("word-", $set, "-", $code))
    };
}
/// Returns a ratio with four decimals. Numbers up to 2^53 are exact.
#[expect(clippy::cast_precision_loss, reason = "a share has four decimals")]
pub fn ratio(part: i64, whole: i64) -> f64 {
    // Nothing of a negative whole is 0, not -0.
    (part as f64 / whole as f64 * 1e4).round() / 1e4 + 0.0
}
