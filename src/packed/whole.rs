//! The whole numbers of packed columns. Each kind is a type of its own, and `Option` of it takes no more room than the number.

use std::fmt;
use std::iter::Sum;
use std::num::NonZeroU64;
use std::ops::{Add, AddAssign, Neg, Sub};

use chrono::{DateTime, NaiveDate};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::model::money::Fen;

/// What is stored where a value is not known.
pub(super) const UNKNOWN: i64 = i64::MIN;

/// Reads and writes a value as a packed column stores it.
pub trait Value: Copy {
    /// Reads what is stored.
    fn read(stored: i64) -> Self;

    /// Returns what to store.
    fn stored(self) -> i64;
}

/// A kind of whole number. `i64::MIN` is none of them, which leaves room for `None`.
pub trait Whole: Copy {
    /// Makes one; nothing of `i64::MIN`.
    fn new(number: i64) -> Option<Self>;

    /// Returns the number.
    fn get(self) -> i64;
}

impl<T: Whole> Value for Option<T> {
    fn read(stored: i64) -> Self {
        T::new(stored)
    }

    fn stored(self) -> i64 {
        self.map_or(UNKNOWN, T::get)
    }
}

impl Value for bool {
    fn read(stored: i64) -> Self {
        stored == 1
    }

    fn stored(self) -> i64 {
        self.into()
    }
}

macro_rules! whole {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        $(
            $(#[$doc])*
            // The number with its highest bit turned, so that only `i64::MIN` is 0 and the order stays.
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(NonZeroU64);

            impl Whole for $name {
                fn new(number: i64) -> Option<Self> {
                    NonZeroU64::new((number ^ UNKNOWN).cast_unsigned()).map(Self)
                }

                fn get(self) -> i64 {
                    self.0.get().cast_signed() ^ UNKNOWN
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{}({})", stringify!($name), self.get())
                }
            }
        )+
    };
}

whole! {
    /// An amount in fen.
    Amount;
    /// A number of pieces.
    Count;
    /// A moment in seconds from 1970, on Beijing's clocks.
    Moment;
}

/// Types for the texts of columns, which are only ever compared.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        whole! { $($(#[$doc])* $name;)+ }

        $(impl $name {
            /// Returns the code of a text.
            pub fn of(text: &str) -> Self {
                Self(NonZeroU64::new((code(text, 0) ^ UNKNOWN).cast_unsigned()).unwrap_or(NonZeroU64::MIN))
            }
        })+
    };
}

codes! {
    /// The id of a main order or a sub-order, or the key of a row.
    Id;
    /// A product, by its id or else its name.
    Product;
    /// 达人ID.
    Creator;
    /// 订单状态.
    Status;
    /// 售后状态.
    AfterSale;
    /// 取消原因.
    Reason;
    /// 保费来源.
    Payer;
    /// 推广类型.
    Promotion;
    /// 省.
    Province;
    /// 动账场景.
    Scene;
    /// 动账账户.
    Account;
    /// A warehouse, by its id or else its name.
    Warehouse;
    /// 市.
    City;
    /// 商品规格 and 商家编码.
    Sku;
    /// 流量体裁.
    Genre;
    /// 流量类型.
    TrafficType;
    /// 售后类型.
    AfterSaleType;
    /// 售后原因.
    AfterSaleReason;
    /// 商品发货状态.
    ShippingStatus;
}

impl Product {
    /// Returns the code of a product that has a name and no id.
    pub fn named(name: &str) -> Self {
        Self(NonZeroU64::new((code(name, 1) ^ UNKNOWN).cast_unsigned()).unwrap_or(NonZeroU64::MIN))
    }
}

impl Sku {
    /// Returns the code of 商品规格 and 商家编码; nothing where there is neither.
    pub fn of_both(texts: [Option<&str>; 2]) -> Option<Self> {
        Self::new(code_of_both(texts)?)
    }
}

/// Returns the code of a text. An id in digits is stored as it is, other text as a hash below 0. Of ten million different texts, two
/// have the same hash in one of a hundred thousand cases. Texts of different seeds never have the same code.
pub(super) fn code(text: &str, seed: u64) -> i64 {
    match number(text) {
        Some(number) if seed == 0 => number,
        _ => -(xxh3_64_with_seed(text.as_bytes(), seed) >> 1).cast_signed().max(1),
    }
}

/// Returns one code of two texts together; nothing where there is neither.
pub(super) fn code_of_both([first, second]: [Option<&str>; 2]) -> Option<i64> {
    // The highest bit keeps the seeds of texts from those of `code` elsewhere.
    let seed = first.map_or(1, |first| code(first, 0).cast_unsigned() | 1 << 63);
    (first.is_some() || second.is_some()).then(|| code(second.unwrap_or_default(), seed))
}

/// Reads digits that write a number in the only way there is.
fn number(text: &str) -> Option<i64> {
    let digits = text.as_bytes();
    if digits.is_empty() || digits.len() > 19 || digits[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    text.parse().ok()
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(NonZeroU64::new(UNKNOWN.cast_unsigned()).expect("0 with its highest bit turned"));

    /// Makes an amount of fen. The smallest number becomes the next to it.
    pub fn of(fen: i64) -> Self {
        Self::new(fen.max(-i64::MAX)).unwrap_or(Self::ZERO)
    }

    /// Tells whether the amount is 0.
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// Returns the amount without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self::of(self.get().abs())
    }

    /// Returns the amount times a part of a whole, half a fen up. The whole is above 0.
    #[must_use]
    pub fn share(self, part: Self, whole: Self) -> Self {
        let (amount, part, whole) = (i128::from(self.get()), i128::from(part.get()), i128::from(whole.get()));
        Self::of(i64::try_from((2 * amount * part + whole).div_euclid(2 * whole)).unwrap_or(i64::MAX))
    }
}

impl Default for Amount {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<Amount> for Fen {
    fn from(amount: Amount) -> Self {
        Self(amount.get())
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::of(self.get().saturating_add(other.get()))
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::of(self.get().saturating_sub(other.get()))
    }
}

impl Neg for Amount {
    type Output = Self;

    fn neg(self) -> Self {
        Self::of(-self.get())
    }
}

/// Adds up amounts. Of `Option`s the sum is known where all of them are.
impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Seconds of a day.
const DAY: i64 = 86_400;

impl Moment {
    /// Reads a moment that is written as `YYYY-MM-DD HH:MM:SS`.
    pub fn parse(text: &str) -> Option<Self> {
        let text: &[u8; 19] = text.as_bytes().try_into().ok()?;
        // Stored moments are real ones, so their digits need no look.
        let two =
            |from: usize| u32::from(text[from].wrapping_sub(b'0')) * 10 + u32::from(text[from + 1].wrapping_sub(b'0'));
        let day = NaiveDate::from_ymd_opt(i32::try_from(two(0) * 100 + two(2)).ok()?, two(5), two(8))?;
        Self::new(days(day) * DAY + i64::from(two(11) * 3600 + two(14) * 60 + two(17)))
    }

    /// Writes the moment as [`Moment::parse`] reads it; nothing where no calendar has it.
    pub fn text(self) -> Option<String> {
        Some(DateTime::from_timestamp(self.get(), 0)?.format("%Y-%m-%d %H:%M:%S").to_string())
    }

    /// Returns the first moment of a day.
    pub fn start_of(day: NaiveDate) -> Self {
        Self::start_of_day(days(day))
    }

    /// Returns the first moment of the day that is a number of days from 1970.
    fn start_of_day(day: i64) -> Self {
        Self(
            NonZeroU64::new((day.saturating_mul(DAY).max(-i64::MAX) ^ UNKNOWN).cast_unsigned())
                .unwrap_or(NonZeroU64::MIN),
        )
    }

    /// Returns the days from 1970 to the day of the moment.
    pub fn day(self) -> i64 {
        self.get().div_euclid(DAY)
    }

    /// Returns the day of the moment; nothing where no calendar has it.
    pub fn date(self) -> Option<NaiveDate> {
        i32::try_from(self.day()).ok().and_then(NaiveDate::from_epoch_days)
    }

    /// Returns the day of the week, 0 for Monday.
    pub fn weekday(self) -> i64 {
        // 1970-01-01 was a Thursday.
        (self.day() + 3).rem_euclid(7)
    }

    /// Returns the hour of the day.
    pub fn hour(self) -> i64 {
        self.get().rem_euclid(DAY) / 3600
    }

    /// Returns the seconds since another moment.
    pub fn seconds_since(self, other: Self) -> i64 {
        self.get().saturating_sub(other.get())
    }
}

/// Returns the days from 1970 to a day.
fn days(day: NaiveDate) -> i64 {
    i64::from(day.to_epoch_days())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_is_not_known_is_none() {
        assert_eq!(size_of::<Option<Amount>>(), size_of::<i64>());
        for number in [i64::MIN + 1, -1, 0, 1, i64::MAX] {
            assert_eq!(Amount::new(number).map(Whole::get), Some(number));
            assert_eq!(Option::<Amount>::read(number).stored(), number);
        }
        assert_eq!(Amount::new(UNKNOWN), None);
        assert_eq!(None::<Amount>.stored(), UNKNOWN);
        assert!(None < Amount::new(-i64::MAX) && Amount::new(-1) < Amount::new(0) && Amount::new(0) < Amount::new(1));
    }

    #[test]
    fn amounts_never_become_unknown() {
        let least = Amount::of(i64::MIN);
        assert_eq!((least - Amount::of(1)).get(), -i64::MAX);
        assert_eq!((-least).get(), i64::MAX);
        assert_eq!((Amount::of(i64::MAX) + Amount::of(1)).get(), i64::MAX);
        let sum = |amounts: [Option<Amount>; 2]| amounts.into_iter().sum::<Option<Amount>>();
        assert_eq!(sum([Some(Amount::of(2)), Some(Amount::of(3))]), Some(Amount::of(5)));
        assert_eq!(sum([Some(Amount::of(2)), None]), None);
    }

    #[test]
    fn half_a_fen_goes_up() {
        let share = |amount, part, whole| Amount::of(amount).share(Amount::of(part), Amount::of(whole)).get();
        assert_eq!([share(10, 1, 4), share(5, 1, 2), share(-5, 1, 2), share(7, 3, 3)], [3, 3, -2, 7]);
    }

    #[test]
    fn ids_are_stored_as_they_are_and_other_text_as_a_hash() {
        assert_eq!(Id::of("6917000000000000001").get(), 6_917_000_000_000_000_001);
        assert_eq!(Status::of("1").get(), 1);
        for text in ["069", "已完成", "", "9223372036854775808"] {
            assert!(Id::of(text).get() < 0, "{text}");
        }
        assert_ne!(Id::of("69"), Id::of("069"));
        assert_ne!(Id::of("9223372036854775807"), Id::of("9223372036854775808"));
        assert!(code("37", 1) < 0 && code("37", 1) != code("37", 2));
        let pairs = [[Some("大"), None], [None, Some("大")], [Some("大"), Some("大")], [Some("1"), Some("大")]];
        let codes: std::collections::HashSet<_> = pairs.into_iter().map(code_of_both).collect();
        assert_eq!((codes.len(), code_of_both([None, None])), (pairs.len(), None));
    }

    #[test]
    fn moments_are_seconds_of_beijing() {
        let seconds = |text| Moment::parse(text).map(Whole::get);
        assert_eq!(seconds("1970-01-01 00:00:00"), Some(0));
        assert_eq!(seconds("1969-12-31 23:59:59"), Some(-1));
        assert_eq!(seconds("2026-01-05 08:09:10"), Some(20_458 * DAY + 8 * 3600 + 9 * 60 + 10));
        assert_eq!(seconds("2026-01-05"), None);
        let moment = Moment::new(20_458 * DAY + 1).expect("a moment");
        assert_eq!(moment.text().as_deref(), Some("2026-01-05 00:00:01"));
        let day = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day");
        assert_eq!((moment.date(), moment.day(), moment.hour()), (Some(day), 20_458, 0));
        // 2026-01-05 was a Monday.
        let weekday = |seconds| Moment::new(20_458 * DAY + seconds).map(Moment::weekday);
        assert_eq!([weekday(0), weekday(DAY - 1), weekday(DAY), weekday(-1)], [0, 0, 1, 6].map(Some));
        assert_eq!(Moment::start_of(day).get(), 20_458 * DAY);
    }

    proptest! {
        #[test]
        fn moments_keep_their_order(a in 0_i64..4_000_000_000, b in 0_i64..4_000_000_000) {
            let text = |seconds| crate::model::time::Stamp::from_unix(seconds).expect("a moment").to_string();
            let [a_read, b_read] = [a, b].map(|seconds| Moment::parse(&text(seconds)).expect("a moment"));
            prop_assert_eq!(b_read.seconds_since(a_read), b - a);
        }
    }
}
