//! What advertising cost, spread over the lines of its day.

use rustc_hash::{FxHashMap, FxHashSet};

use super::query::Query;
use super::sql::sql_struct;
use crate::model::time;
use crate::packed::{Amount, Id, Moment, Product, Whole};
use crate::store::StoreError;

/// What was spent on the days asked for.
#[derive(Default)]
pub(super) struct Spend {
    /// By day and by product, where the table names one.
    sums: FxHashMap<(i64, Option<Product>), Amount>,
    /// The paid lines of these days.
    lines: Vec<Line>,
    /// The days of which nobody knows what was spent, each with whether a line of it was found.
    unknown_days: FxHashMap<i64, bool>,
    pub remarks: SpendRemarks,
}

/// What a reader of the spend has to know.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SpendRemarks {
    /// How much of it was granted by the platform.
    pub granted: Amount,
    /// How much more products spent than the totals of their days say.
    pub beyond_totals: Amount,
    /// The days on which rows name an account, and others none.
    pub days_of_mixed_accounts: i64,
    /// The days of which exports that name no account say different sums.
    pub unknown_days: i64,
}

/// A paid line of a day on which something was spent.
#[derive(Debug, Clone, Copy)]
struct Line {
    day: i64,
    product: Option<Product>,
    key: Option<Id>,
    amount: i64,
    /// The number of the line.
    number: u32,
}

sql_struct! {
    struct Row {
        day: String,
        product_id: Option<String>,
        account_id: Option<String>,
        total: i64,
        granted: Option<i64>,
    }
}

impl Spend {
    /// Reads what was spent on the days asked for. Of one account and day, the total has what the products have; the rest of it is of
    /// the shop.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        let sql = "SELECT day, product_id, account_id, total, granted FROM stored_spend
             WHERE shop_id = :shop_id AND current AND total IS NOT NULL ORDER BY day";
        let (mut spend, disputed) = (Self::default(), disputed_days(query)?);
        let mut of_accounts: FxHashMap<(i64, Option<String>), Day> = FxHashMap::default();
        for row in query.rows::<Row>(sql)? {
            let Some(first) = time::parse_day(&row.day).map(Moment::start_of).filter(|day| query.scope.has(Some(*day)))
            else {
                continue;
            };
            if row.account_id.is_none() && disputed.contains(&first.day()) {
                spend.unknown_days.insert(first.day(), false);
                continue;
            }
            let of_account = of_accounts.entry((first.day(), row.account_id)).or_default();
            let (total, granted) = (Amount::of(row.total), row.granted.map_or(Amount::ZERO, Amount::of));
            match row.product_id {
                Some(product) => of_account.products.push((Product::of(&product), total, granted)),
                None => of_account.whole = Some((total, granted)),
            }
        }
        let is_mixed = |(day, account): &&(i64, Option<String>)| {
            account.is_none() && of_accounts.keys().any(|(other, named)| other == day && named.is_some())
        };
        spend.remarks.days_of_mixed_accounts =
            i64::try_from(of_accounts.keys().filter(is_mixed).count()).unwrap_or(i64::MAX);
        spend.remarks.unknown_days = i64::try_from(spend.unknown_days.len()).unwrap_or(i64::MAX);
        for ((day, _), of_account) in &of_accounts {
            spend.take(*day, of_account);
        }
        spend.sums.retain(|_, sum| !sum.is_zero());
        Ok(spend)
    }

    /// Takes what an account spent on a day.
    fn take(&mut self, day: i64, of_account: &Day) {
        let (mut of_products, mut granted) = (Amount::ZERO, Amount::ZERO);
        for (product, total, of_it_granted) in &of_account.products {
            *self.sums.entry((day, Some(*product))).or_default() += *total;
            of_products += *total;
            granted += *of_it_granted;
        }
        let (whole, granted) = of_account.whole.unwrap_or((of_products, granted));
        let rest = whole - of_products;
        if rest < Amount::ZERO && !of_account.products.is_empty() {
            // What a product spent is its own, and no other product gets it back.
            self.remarks.beyond_totals += -rest;
        } else {
            *self.sums.entry((day, None)).or_default() += rest;
        }
        self.remarks.granted += granted;
    }

    /// Tells whether nothing was spent.
    pub(super) fn is_empty(&self) -> bool {
        self.sums.is_empty()
    }

    /// Tells whether nobody knows what was spent for a paid line.
    pub(super) fn is_unknown(&mut self, submitted: Option<Moment>, amount: Option<Amount>) -> bool {
        let day = submitted.filter(|_| amount.is_none_or(|amount| amount > Amount::ZERO)).map(Moment::day);
        let found = day.and_then(|day| self.unknown_days.get_mut(&day));
        found.map(|has_line| *has_line = true).is_some()
    }

    /// Returns how many of the unknown days have no paid line.
    pub(super) fn unknown_days_without_lines(&self) -> i64 {
        let days = self.unknown_days.values().filter(|has_line| !**has_line).count();
        i64::try_from(days).unwrap_or(i64::MAX)
    }

    /// Takes a paid line, by its number.
    pub(super) fn put(
        &mut self,
        number: u32,
        submitted: Option<Moment>,
        product: Option<Product>,
        key: Option<Id>,
        amount: Option<Amount>,
    ) {
        let (Some(submitted), Some(amount)) = (submitted, amount.filter(|amount| *amount > Amount::ZERO)) else {
            return;
        };
        let day = submitted.day();
        if self.sums.contains_key(&(day, None)) || self.sums.contains_key(&(day, product)) {
            self.lines.push(Line { day, product, key, amount: amount.get(), number });
        }
    }

    /// Spreads what was spent over the lines, by their amounts: what a product spent over its lines of the day, the rest over all of
    /// the day. `take` gets the part of each line. Returns what found no line.
    pub(super) fn spread(mut self, mut take: impl FnMut(u32, i64)) -> Amount {
        self.lines.sort_unstable_by_key(|line| (line.day, line.key, line.number));
        let mut left = Amount::ZERO;
        for ((day, product), sum) in &self.sums {
            let first = self.lines.partition_point(|line| line.day < *day);
            let end = self.lines.partition_point(|line| line.day <= *day);
            let fits = |line: &&Line| product.is_none() || line.product == *product;
            let lines: Vec<&Line> = self.lines[first..end].iter().filter(fits).collect();
            let weights: Vec<i64> = lines.iter().map(|line| line.amount).collect();
            let parts = parts_by_weight(sum.get(), &weights);
            if parts.is_empty() {
                left += *sum;
            }
            for (line, part) in lines.iter().zip(parts) {
                take(line.number, part);
            }
        }
        left
    }
}

/// Lists the days of which two exports that name no account say different sums, where they differ on a day that was over when both were
/// made: they may be of different accounts, of which the newer export hides the other.
fn disputed_days(query: &Query<'_>) -> Result<FxHashSet<i64>, StoreError> {
    let sql = "WITH differing AS (
             SELECT newest.day, newest.import_id AS one, other.import_id AS two,
                 imports.exported_at >= date(other.day, '+1 day') AS was_over
             FROM stored_spend AS newest
             JOIN stored_spend AS other ON other.shop_id = newest.shop_id AND other.entry_key = newest.entry_key
                 AND other.ordinal = newest.ordinal AND other.total IS NOT newest.total
             JOIN imports ON imports.id = other.import_id
             WHERE newest.shop_id = :shop_id AND newest.current AND newest.account_id IS NULL AND NOT other.current
         )
         SELECT DISTINCT day FROM differing WHERE (one, two) IN (SELECT one, two FROM differing WHERE was_over)";
    let days = query.texts(sql)?;
    Ok(days.iter().filter_map(|day| Some(Moment::start_of(time::parse_day(day)?).day())).collect())
}

/// What an account spent on a day.
#[derive(Default)]
struct Day {
    /// All of it, and how much of that was granted.
    whole: Option<(Amount, Amount)>,
    products: Vec<(Product, Amount, Amount)>,
}

/// Splits a sum by weights above 0, so that the parts add up to it: each part is rounded towards 0, and what is left goes fen by fen
/// to the parts that lost most, of equal ones to the first. Returns nothing where there are no weights.
fn parts_by_weight(sum: i64, weights: &[i64]) -> Vec<i64> {
    let all: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if all <= 0 {
        return Vec::new();
    }
    let size = i128::from(sum.unsigned_abs());
    let split = |weight: &i64| (size * i128::from(*weight) / all, size * i128::from(*weight) % all);
    let (mut parts, lost): (Vec<i128>, Vec<i128>) = weights.iter().map(split).unzip();
    let left = usize::try_from(size - parts.iter().sum::<i128>()).unwrap_or_default();
    let mut places: Vec<usize> = (0..parts.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(lost[*place]));
    for place in places.into_iter().take(left) {
        parts[place] += 1;
    }
    let signed = |part: i128| i64::try_from(part).unwrap_or(i64::MAX) * sum.signum();
    parts.into_iter().map(signed).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        assert_eq!(parts_by_weight(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(parts_by_weight(10, &[1000, 2999, 6001]), [1, 3, 6]);
        assert_eq!(parts_by_weight(1, &[1, 3, 2]), [0, 1, 0]);
        assert_eq!(parts_by_weight(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(parts_by_weight(100, &[]), [0; 0]);
    }

    proptest! {
        #[test]
        fn the_parts_add_up_to_the_sum(sum in any::<i32>(), weights in prop::collection::vec(1..10_000_000_i64, 1..50)) {
            let parts = parts_by_weight(sum.into(), &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), i64::from(sum));
            let all: i64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                // No part is a whole fen away from its exact share.
                let exact = i128::from(sum) * i128::from(*weight);
                prop_assert!((i128::from(*part) * i128::from(all) - exact).abs() < i128::from(all));
            }
        }
    }
}
