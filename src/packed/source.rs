//! What a packed column is made of, and how.

use super::buyer::Buyer;
use super::whole::{Amount, Moment, UNKNOWN, Value, Whole, code, code_of_both};
use crate::model::record::Record;

/// Tells what a packed column is made of, by the indexes of columns in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The number in a column.
    Number(usize),
    /// The code of the text in a column.
    Code(usize),
    /// The code of the first column that has a text; texts of different columns never have the same code.
    FirstCode(&'static [usize]),
    /// One code of the texts of two columns.
    Codes([usize; 2]),
    /// The moment in a column.
    Moment(usize),
    /// Whether a column has a value.
    Given(usize),
    /// The code of the key.
    Key,
    /// The code of who bought, of receiver, phone and address.
    Buyer([usize; 3]),
    /// Whether it may be a gift, of what is due, why it was closed, and the price.
    Gift([usize; 3]),
    /// Whether the platform's warehouse ships it, of 是否平台仓自流转 and 发货主体.
    PlatformShips([usize; 2]),
    /// The sum of what is known in columns.
    Sum(&'static [usize]),
    /// What a booking brings in before expenses.
    Income {
        /// 收入合计, 结算金额, 支出合计 and 用户实付.
        totals: [usize; 4],
        /// What others pay.
        subsidies: &'static [usize],
        /// The parts of 支出合计.
        expenses: &'static [usize],
    },
}

impl Source {
    /// Lists the indexes of the columns that it reads.
    pub fn indexes(&self) -> Vec<usize> {
        match self {
            Self::Number(index) | Self::Code(index) | Self::Moment(index) | Self::Given(index) => vec![*index],
            Self::FirstCode(indexes) | Self::Sum(indexes) => indexes.to_vec(),
            Self::Key => Vec::new(),
            Self::Codes(indexes) | Self::PlatformShips(indexes) => indexes.to_vec(),
            Self::Buyer(indexes) | Self::Gift(indexes) => indexes.to_vec(),
            Self::Income { totals, subsidies, expenses } => [totals, *subsidies, *expenses].concat(),
        }
    }

    /// Makes the value of a record, as it is stored.
    pub fn of(&self, record: &Record) -> i64 {
        match self {
            Self::Number(index) => record.at(*index).int().unwrap_or(UNKNOWN),
            Self::Code(index) => record.text_at(*index).map_or(UNKNOWN, |text| code(text, 0)),
            Self::FirstCode(indexes) => (0_u64..)
                .zip(*indexes)
                .find_map(|(seed, index)| record.text_at(*index).map(|text| code(text, seed)))
                .unwrap_or(UNKNOWN),
            Self::Codes(indexes) => code_of_both(indexes.map(|index| record.text_at(index))).unwrap_or(UNKNOWN),
            Self::Moment(index) => record.text_at(*index).and_then(Moment::parse).stored(),
            Self::Given(index) => (!record.is_null_at(*index)).stored(),
            Self::Key => code(record.key(), 0),
            Self::Buyer(indexes) => Buyer::of(indexes.map(|index| record.text_at(index))).stored(),
            Self::Gift(indexes) => Gift::of(record, *indexes).stored(),
            Self::PlatformShips(indexes) => platform_ships(record, *indexes).stored(),
            Self::Sum(indexes) => sum(record, indexes).stored(),
            Self::Income { totals, subsidies, expenses } => income(record, *totals, subsidies, expenses).stored(),
        }
    }
}

/// Tells whether the platform's warehouse ships a line. Reports say it in SQL as `{platform_ships}`.
fn platform_ships(record: &Record, [by_itself, shipper]: [usize; 2]) -> bool {
    record.text_at(by_itself) == Some("是") || record.text_at(shipper).is_some_and(|shipper| shipper.contains("平台仓"))
}

/// Adds up what is known in columns; nothing where nothing is.
fn sum(record: &Record, indexes: &[usize]) -> Option<Amount> {
    indexes.iter().filter_map(|index| amount(record, *index)).reduce(std::ops::Add::add)
}

fn amount(record: &Record, index: usize) -> Option<Amount> {
    record.at(index).int().and_then(Amount::new)
}

/// Returns what a booking brings in: the total, else the amount before the expenses, else what the buyer and others paid.
fn income(
    record: &Record,
    [income, settled, total, paid]: [usize; 4],
    subsidies: &[usize],
    expenses: &[usize],
) -> Option<Amount> {
    let of = |index: usize| amount(record, index);
    let before_expenses = || Some(of(settled)? - of(total).or_else(|| sum(record, expenses))?);
    let all_paid = || Some(of(paid)? + sum(record, subsidies).unwrap_or(Amount::ZERO));
    of(income).or_else(before_expenses).or_else(all_paid)
}

/// Tells how likely it is that a line is a gift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gift {
    /// It costs something.
    No,
    /// It costs nothing, and 取消原因 names it a gift.
    ByReason,
    /// It costs nothing and has no price: it is a gift beside a line that is paid.
    ByPrice,
    /// Nobody knows what it costs.
    Unknown,
}

impl Gift {
    /// How 取消原因 of a gift begins.
    const REASONS: [&'static str; 2] = ["主品订单", "赠品"];

    fn of(record: &Record, [payable, reason, price]: [usize; 3]) -> Self {
        let names_gift = |reason: &str| Self::REASONS.iter().any(|start| reason.starts_with(start));
        match record.at(payable).int() {
            None => Self::Unknown,
            Some(0) if record.text_at(reason).is_some_and(names_gift) => Self::ByReason,
            Some(0) if record.at(price).int() == Some(0) => Self::ByPrice,
            Some(_) => Self::No,
        }
    }
}

impl Value for Gift {
    fn read(stored: i64) -> Self {
        match stored {
            0 => Self::No,
            1 => Self::ByReason,
            2 => Self::ByPrice,
            _ => Self::Unknown,
        }
    }

    fn stored(self) -> i64 {
        match self {
            Self::No => 0,
            Self::ByReason => 1,
            Self::ByPrice => 2,
            Self::Unknown => UNKNOWN,
        }
    }
}
