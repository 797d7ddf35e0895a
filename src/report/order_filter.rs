//! What order lines are filtered and sorted by.

use chrono::NaiveDate;

use super::named::Basis;
use crate::model::id::unguarded;
use crate::model::time::Stamp;

/// Names what lines are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// 订单提交时间.
    #[default]
    Submitted,
    /// 支付完成时间.
    Paid,
    /// 承诺发货时间.
    ShipBy,
    /// 订单应付金额.
    Amount,
    /// 商品数量.
    Quantity,
    /// 订单状态.
    Status,
    /// 选购商品.
    Product,
}

impl SortKey {
    /// Lists every key.
    pub const ALL: &'static [Self] =
        &[Self::Submitted, Self::Paid, Self::ShipBy, Self::Amount, Self::Quantity, Self::Status, Self::Product];

    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Paid => "paid",
            Self::ShipBy => "ship-by",
            Self::Amount => "amount",
            Self::Quantity => "quantity",
            Self::Status => "status",
            Self::Product => "product",
        }
    }

    /// Finds a key by its stable name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.as_str() == name)
    }

    /// Returns the name of the column.
    pub fn column(self) -> &'static str {
        match self {
            Self::Submitted => "submitted_at",
            Self::Paid => "paid_at",
            Self::ShipBy => "ship_by",
            Self::Amount => "payable",
            Self::Quantity => "quantity",
            Self::Status => "status",
            Self::Product => "product",
        }
    }
}

/// Tells which values of a column are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// None at all: the column is empty.
    Missing,
    /// Any value.
    Given,
    /// Exactly this one.
    Is(String),
    /// The id, or any text that has this in it.
    Has(String),
}

impl Match {
    /// Reads what a person writes: `-` for no value, `*` for any, `=X` for exactly X, else a part of the text. Nothing where it is
    /// empty.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let exact = text.strip_prefix(['=', '＝']).map(str::trim).filter(|text| !text.is_empty());
        match (text, exact) {
            ("", _) => None,
            ("-", _) => Some(Self::Missing),
            ("*", _) => Some(Self::Given),
            (_, Some(exact)) => Some(Self::Is(exact.to_owned())),
            (part, None) => Some(Self::Has(unguarded(part).to_owned())),
        }
    }

    /// Accepts a value, or its absence, alone.
    pub fn exactly(value: Option<&str>) -> Self {
        value.map_or(Self::Missing, |value| Self::Is(value.to_owned()))
    }

    /// Writes it as [`Match::parse`] reads it.
    pub fn text(&self) -> String {
        match self {
            Self::Missing => "-".to_owned(),
            Self::Given => "*".to_owned(),
            Self::Is(exact) => format!("={exact}"),
            Self::Has(part) => part.clone(),
        }
    }
}

macro_rules! choices {
    ($(#[$doc:meta])* $choice:ident { $($(#[$about:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $choice {
            $($(#[$about])* $variant,)+
        }

        impl $choice {
            /// Lists all of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the stable name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Finds one by its stable name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.as_str() == name)
            }
        }
    };
}

choices! {
    /// Names lines by how far they are, as reports count them.
    Stage {
        /// Those with 支付完成时间.
        Paid = "paid",
        /// Those of them that are not closed or cancelled.
        Sales = "sales",
        /// Those that the seller has to ship: paid, not shipped, and not shipped by the platform.
        ToShip = "to-ship",
    }
}

/// Tells by when the seller has to ship. Lines that are shipped, or that the platform ships, are none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShipBy {
    /// The time was over when the line was last exported, or it was exported within the last day.
    Overdue,
    /// The time ended after the line was last exported, more than a day ago: it may have been shipped since.
    OverdueSince,
    /// It ends within 24 hours.
    Within24Hours,
    /// It ends, or ended, on the day of the moment.
    Today,
    /// It ends, or ended, on this day or an earlier one.
    Until(NaiveDate),
}

impl ShipBy {
    /// Lists those that are no day.
    pub const WORDS: &'static [Self] = &[Self::Overdue, Self::OverdueSince, Self::Today, Self::Within24Hours];

    /// Returns the stable name, or the day.
    pub fn text(self) -> String {
        match self {
            Self::Overdue => "overdue".to_owned(),
            Self::OverdueSince => "overdue-since".to_owned(),
            Self::Within24Hours => "24h".to_owned(),
            Self::Today => "today".to_owned(),
            Self::Until(day) => day.to_string(),
        }
    }

    /// Finds one by its stable name, or by a day.
    pub fn by_name(name: &str) -> Option<Self> {
        let word = Self::WORDS.iter().copied().find(|word| word.text() == name);
        word.or_else(|| crate::model::time::parse_day(name).map(Self::Until))
    }
}

/// Holds a filter of order lines, and how they are sorted. Lines must fit all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrderFilter {
    /// The accepted 订单状态, `-` for lines without one; empty accepts all.
    pub statuses: Vec<String>,
    /// The accepted 售后状态, `-` for lines without one; empty accepts all.
    pub after_sales: Vec<String>,
    /// 取消原因.
    pub cancel_reason: Option<Match>,
    /// Whether the after-sale must be open.
    pub open_after_sale: bool,
    /// How far lines are.
    pub stage: Option<Stage>,
    /// By when lines are to be shipped, as of a moment.
    pub ship_by: Option<(ShipBy, Stamp)>,
    /// 推广类型: 精选联盟 or 无.
    pub promotion: Option<Match>,
    /// The 商品ID, or else 选购商品.
    pub product: Option<Match>,
    /// 商品规格.
    pub spec: Option<Match>,
    /// 商家编码.
    pub sku_code: Option<Match>,
    /// The 达人ID; a part is one of 达人昵称, too.
    pub creator: Option<Match>,
    /// 省.
    pub province: Option<Match>,
    /// 市.
    pub city: Option<Match>,
    /// 流量体裁.
    pub traffic_genre: Option<Match>,
    /// 流量类型.
    pub traffic_type: Option<Match>,
    /// Whether lines must be gifts, or must not be.
    pub gift: Option<bool>,
    /// Whether lines must have a value that the platform does not know yet.
    pub late_values: bool,
    /// The first Beijing day.
    pub from: Option<NaiveDate>,
    /// The last Beijing day.
    pub to: Option<NaiveDate>,
    /// What puts a line on a day: [`Basis::Submitted`] or [`Basis::Paid`].
    pub basis: Basis,
    /// The hour of the day, from 0 to 23.
    pub hour: Option<u8>,
    /// The day of the week, from 0 for Monday to 6.
    pub weekday: Option<u8>,
    /// Words that all occur in the line, or a list of ids of which it has one.
    pub search: Option<String>,
    /// What lines are sorted by.
    pub sort: SortKey,
    /// Whether the smallest value comes first.
    pub ascending: bool,
    /// The most lines to list.
    pub limit: Option<u64>,
}

/// Holds what is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// Ids, of which a line has one.
    Ids(Vec<String>),
    /// Words, which a line has all.
    Words(Vec<String>),
}

impl OrderFilter {
    /// Tells whether an index finds the first lines at once, however many lines there are: sorted by time, with nothing but days and texts
    /// to tell lines apart.
    pub fn is_found_by_time(&self) -> bool {
        let by_days = Self {
            from: self.from,
            to: self.to,
            search: self.search.clone(),
            product: self.product.clone(),
            creator: self.creator.clone(),
            spec: self.spec.clone(),
            sku_code: self.sku_code.clone(),
            ascending: self.ascending,
            limit: self.limit,
            ..Self::default()
        };
        let is_part = |wanted: &Option<Match>| matches!(wanted, None | Some(Match::Has(_)));
        let are_parts = [&self.product, &self.creator, &self.spec, &self.sku_code].into_iter().all(is_part);
        *self == by_days && are_parts && !matches!(self.searched(), Some(Search::Ids(_)))
    }

    /// Reads what is searched for; nothing where that is nothing.
    pub fn searched(&self) -> Option<Search> {
        let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、');
        let words = self.search.as_deref()?.split(is_between).map(unguarded);
        let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        if words.is_empty() {
            return None;
        }
        if words.iter().all(|word| is_long_id(word)) {
            words.sort_unstable();
            words.dedup();
            return Some(Search::Ids(words));
        }
        Some(Search::Words(words))
    }
}

/// Tells whether a word is the id of an order, a product or a creator: digits, and perhaps a letter behind them.
fn is_long_id(word: &str) -> bool {
    let digits = word.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(word);
    digits.len() >= 9 && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_it_is_written() {
        for text in ["-", "*", "=小美 =", "小美", "69"] {
            assert_eq!(Match::parse(text).map(|wanted| wanted.text()).as_deref(), Some(text));
        }
        assert_eq!(Match::parse(" ＝ 茶"), Some(Match::Is("茶".to_owned())));
        assert_eq!((Match::parse(" "), Match::parse("=")), (None, Some(Match::Has("=".to_owned()))));
    }

    #[test]
    fn pasted_ids_are_ids_and_anything_else_is_words() {
        let search = |text: &str| OrderFilter { search: Some(text.to_owned()), ..OrderFilter::default() }.searched();
        let texts = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            search("6917000000000000002\r\n'6917000000000000001，\t6917000000000000003A;6917000000000000001"),
            Some(Search::Ids(texts(&["6917000000000000001", "6917000000000000002", "6917000000000000003A"])))
        );
        assert_eq!(search("茶 250g"), Some(Search::Words(texts(&["茶", "250g"]))));
        assert_eq!(search("6917000000000000002 茶"), Some(Search::Words(texts(&["6917000000000000002", "茶"]))));
        assert_eq!((search(" ,\n"), search("")), (None, None));
    }

    #[test]
    fn a_promise_is_read_by_its_word_or_a_day() {
        for name in ["overdue", "overdue-since", "24h", "today", "2026-01-05"] {
            assert_eq!(ShipBy::by_name(name).map(ShipBy::text).as_deref(), Some(name));
        }
        assert_eq!(ShipBy::by_name("soon"), None);
    }
}
