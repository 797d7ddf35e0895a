//! A table of answers, apart from how it is shown.

use std::io;

use super::lang::Lang;
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
    /// A sum of money of which a part is not known: what is known, and how many lines are left out. For programs it is not known.
    Partial(Fen, i64),
    /// A part of a whole, such as 0.25; people read it in per cent.
    Share(f64),
    /// One of a few words that scripts rely on; people read it in their language.
    Word(Word),
    /// Text; ids and times too.
    Text(String),
    /// Bytes, as only a free query can give them.
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

    /// Makes a sum of which so many lines are not known.
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
}

/// Holds a word of an answer: the stable code, and what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The ASCII code.
    pub code: &'static str,
    /// The Chinese text.
    pub zh: &'static str,
    /// The English text.
    pub en: &'static str,
}

impl Word {
    /// Names a word whose text is in the catalogue. [`word!`](crate::word) is shorter.
    pub const fn of(code: &'static str, id: &'static str) -> Self {
        Self { code, zh: id, en: "" }
    }

    /// Returns what people read, as a message.
    pub fn message(self) -> Message {
        self.id()
            .map_or_else(|| Message::both(self.zh.to_owned(), self.en.to_owned()), |id| Message::new(id, Vec::new()))
    }

    /// Returns the id of the text, where it is in the catalogue.
    pub fn id(self) -> Option<&'static str> {
        self.en.is_empty().then_some(self.zh)
    }

    /// Returns what people read.
    pub fn title(self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

impl From<Word> for Arg {
    fn from(word: Word) -> Self {
        Self::from(word.message())
    }
}

/// Names one column of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The stable ASCII key; for a free query the name that SQLite gives.
    pub key: String,
    /// The Chinese heading.
    pub zh: String,
    /// The English heading.
    pub en: String,
    /// Whether only programs read it, since people see what it says in another column.
    pub for_programs: bool,
}

impl Column {
    /// Makes a column whose heading is the text `column-{key}` of the catalogue.
    pub fn of(key: &str) -> Self {
        Self::titled(key, &format!("column-{}", key.replace('_', "-")))
    }

    /// Makes a column with a heading of its own, by its id in the catalogue.
    pub fn titled(key: &str, id: &str) -> Self {
        Self::new(key, id, "")
    }

    /// Returns the id of the heading, where it is in the catalogue.
    pub fn id(&self) -> Option<&str> {
        self.en.is_empty().then_some(self.zh.as_str())
    }

    /// Makes a column with headings in both languages.
    pub fn new(key: &str, zh: &str, en: &str) -> Self {
        Self { key: key.to_owned(), zh: zh.to_owned(), en: en.to_owned(), for_programs: false }
    }

    /// Returns the heading.
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// Makes a column whose key is its heading.
    pub fn plain(key: &str) -> Self {
        Self::new(key, key, key)
    }
}

impl From<&&str> for Column {
    fn from(key: &&str) -> Self {
        Self::of(key)
    }
}

impl From<&(&str, &str, &str)> for Column {
    fn from((key, zh, en): &(&str, &str, &str)) -> Self {
        Self::new(key, zh, en)
    }
}

/// Makes the columns with these keys, as [`Column::of`] does.
pub fn columns<'n, N>(keys: &'n [N]) -> Vec<Column>
where
    Column: From<&'n N>,
{
    keys.iter().map(Column::from).collect()
}

/// Holds a whole answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Datum>>,
    /// What the rows come to, in answers that have totals.
    pub totals: Option<Vec<Totals>>,
}

impl Table {
    /// Makes an answer without totals.
    pub fn new(columns: Vec<Column>, rows: Vec<Vec<Datum>>) -> Self {
        Self { columns, rows, totals: None }
    }

    /// Makes the table ready for people: the column of the key comes first, where there is one, and those for programs go.
    #[must_use]
    pub fn for_people(mut self, first: &str) -> Self {
        if let Some(place) = self.columns.iter().position(|column| column.key == first) {
            self.columns[..=place].rotate_right(1);
            self.rows.iter_mut().for_each(|row| row[..=place].rotate_right(1));
        }
        for place in (0..self.columns.len()).rev().filter(|place| self.columns[*place].for_programs).collect::<Vec<_>>()
        {
            self.columns.remove(place);
            self.rows.iter_mut().for_each(|row| drop(row.remove(place)));
        }
        self
    }

    /// Hands the columns and rows on.
    pub fn hand_to(&self, sink: &mut dyn RowSink) -> io::Result<()> {
        sink.columns(&self.columns)?;
        self.rows.iter().try_for_each(|row| sink.row(row))?;
        self.totals.iter().try_for_each(|totals| sink.totals(totals))
    }
}

/// Takes an answer row by row, so that a long one need not stand in memory.
///
/// Its errors are those of the place that the answer is written to.
pub trait RowSink {
    /// Is told how many rows will come, where that is known beforehand.
    fn expect(&mut self, rows: u64) {
        let _ = rows;
    }

    /// Takes the columns, once, before any row.
    fn columns(&mut self, columns: &[Column]) -> io::Result<()>;

    /// Takes one row.
    fn row(&mut self, row: &[Datum]) -> io::Result<()>;

    /// Takes the totals, once, after all rows; where they have no place they are left out.
    fn totals(&mut self, totals: &[Totals]) -> io::Result<()> {
        let _ = totals;
        Ok(())
    }
}

/// What a row of totals begins with.
const TOTAL: Word = crate::word!("row", "total");

/// Holds what the rows with one word come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// The word, by whose code programs know it.
    pub of: Word,
    /// The column that has the word.
    pub column: &'static str,
    /// How many rows there are.
    pub rows: usize,
    /// The sums, by the keys of their columns.
    pub sums: Vec<(&'static str, Datum)>,
}

impl Totals {
    /// Lays them out as a row for people under the columns of an answer.
    pub fn as_row(&self, columns: &[Column]) -> Vec<Datum> {
        let cell = |column: &Column| {
            let sum = self.sums.iter().find(|(key, _)| *key == column.key).map(|(_, sum)| sum.clone());
            let word = (column.key == self.column).then_some(Datum::Word(self.of));
            sum.or(word).unwrap_or(Datum::Null)
        };
        let mut row: Vec<Datum> = columns.iter().map(cell).collect();
        if let Some(first) = row.first_mut() {
            *first = Datum::Word(TOTAL);
        }
        row
    }
}

/// Keeps a whole answer, for who needs it at once.
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
}

/// Makes a [`Word`](crate::model::table::Word) of a set and a code: `word!("trend", "new")` reads as the text `word-trend-new`.
#[macro_export]
macro_rules! word {
    ($set:literal, $code:literal) => {
        $crate::model::table::Word::of($code, concat!("word-", $set, "-", $code))
    };
}
