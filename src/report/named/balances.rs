//! What the account ledger holds, checked movement by movement: the balance before and the movement make the balance after.

use std::collections::BTreeMap;

use super::account_moves::{Movement, Origin};
use super::query::Query;
use crate::packed::{Account, Amount, Moment};
use crate::store::StoreError;

/// The ledger of a shop, in its own order.
#[derive(Default)]
pub(super) struct Ledger {
    entries: Vec<Entry>,
}

/// A movement of the ledger.
#[derive(Debug, Clone, Copy)]
struct Entry {
    account: Option<Account>,
    moved: Moment,
    row: i64,
    amount: Amount,
    balance: Option<Amount>,
}

/// What an account holds in a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Balance {
    /// Before the first movement of the period.
    pub opening: Option<Amount>,
    /// After the last.
    pub closing: Option<Amount>,
}

/// A place where the balance before and the movements do not make the balance after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    /// The last movement that fits.
    pub before: Moment,
    /// The first that does not.
    pub after: Moment,
    /// How much more the account holds than the movements make.
    pub amount: Amount,
}

/// The balances of the periods by their numbers, and the places where they break.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Checked {
    pub periods: BTreeMap<Option<i64>, Balance>,
    pub breaks: Vec<Break>,
    /// What was made of the movements that name no account, where others name one.
    pub unnamed: Option<Unnamed>,
}

/// What was made of movements that name no account beside others that do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unnamed {
    pub movements: i64,
    /// Whether they are of the only account that is named; otherwise they have balances of their own.
    pub is_of_named: bool,
}

impl Ledger {
    /// Takes a movement. One without a time is in no place of the ledger.
    pub(super) fn take(&mut self, movement: &Movement) {
        if let (Origin::Ledger, Some(moved)) = (movement.origin, movement.moved) {
            let Movement { account, row, balance, .. } = *movement;
            let amount = movement.amount.unwrap_or_default();
            self.entries.push(Entry { account, moved, row, amount, balance });
        }
    }

    /// Returns the first and the last moment.
    pub(super) fn span(&self) -> Option<(Moment, Moment)> {
        let moments = || self.entries.iter().map(|entry| entry.moved);
        moments().min().zip(moments().max())
    }

    /// Checks the balances. `period` returns the number of the period of a moment, nothing for what is not asked for.
    pub(super) fn check(
        mut self,
        query: &Query<'_>,
        period: impl Fn(Moment) -> Option<Option<i64>>,
    ) -> Result<Checked, StoreError> {
        let files = Files::of(query)?;
        let sort = |entries: &mut Vec<Entry>| {
            entries.sort_by_cached_key(|entry| (entry.account, entry.moved, files.place(entry.row)));
        };
        let unnamed = name_accounts(&mut self.entries, sort);
        Ok(Checked { unnamed, ..check(&self.entries, period) })
    }
}

/// Sorts the entries. Those that name no account are of the only one that is named, unless its balances contradict it: they are of its
/// ledger where they leave no more breaks in it than there are without them.
fn name_accounts(entries: &mut Vec<Entry>, sort: impl Fn(&mut Vec<Entry>)) -> Option<Unnamed> {
    sort(entries);
    let movements = entries.partition_point(|entry| entry.account.is_none());
    let (first, last) = (entries.get(movements)?.account, entries.last()?.account);
    if movements == 0 {
        return None;
    }
    let mut unnamed = Unnamed { movements: i64::try_from(movements).unwrap_or(i64::MAX), is_of_named: false };
    if first == last {
        let mut together = entries.clone();
        for entry in &mut together {
            entry.account = first;
        }
        sort(&mut together);
        let breaks = |entries: &[Entry]| check(entries, |_| Some(None)).breaks.len();
        unnamed.is_of_named = breaks(&together) <= breaks(entries);
        if unnamed.is_of_named {
            *entries = together;
        }
    }
    Some(unnamed)
}

/// Checks the entries of all accounts, each in its order.
fn check(entries: &[Entry], period: impl Fn(Moment) -> Option<Option<i64>>) -> Checked {
    let mut checked = Checked::default();
    let accounts: Vec<_> = entries
        .chunk_by(|one, other| one.account == other.account)
        .map(|entries| {
            let mut of_account = Checked::default();
            check_account(entries, &period, &mut of_account);
            of_account
        })
        .collect();
    let numbers: Vec<Option<i64>> = accounts.iter().flat_map(|account| account.periods.keys().copied()).collect();
    for number in numbers {
        let of = |account: &Checked| account.balance_in(number);
        let sum = |side: fn(Balance) -> Option<Amount>| accounts.iter().map(|account| side(of(account))).sum();
        checked.periods.insert(number, Balance { opening: sum(|of| of.opening), closing: sum(|of| of.closing) });
    }
    checked.breaks = accounts.into_iter().flat_map(|account| account.breaks).collect();
    checked.breaks.sort_by_key(|found| (found.after, found.before));
    checked
}

impl Checked {
    /// Returns what an account holds in a period, in which it may not move.
    fn balance_in(&self, number: Option<i64>) -> Balance {
        let still = |held: Option<Amount>| Balance { opening: held, closing: held };
        let earlier = || self.periods.range(..number).next_back().map(|(_, before)| still(before.closing));
        let later = || self.periods.range(number..).next().map(|(_, after)| still(after.opening));
        self.periods.get(&number).copied().or_else(earlier).or_else(later).unwrap_or_default()
    }
}

/// Checks one account.
fn check_account(entries: &[Entry], period: impl Fn(Moment) -> Option<Option<i64>>, checked: &mut Checked) {
    // What the account should hold after the last movement, as far as it is known.
    let (mut held, mut last): (Option<Amount>, Option<Moment>) = (None, None);
    for (index, entry) in entries.iter().enumerate() {
        let before = held.or_else(|| opening(&entries[index..]));
        let expected = before.map(|before| before + entry.amount);
        let asked = period(entry.moved);
        if let (Some(expected), Some(balance), Some(last), Some(_)) = (expected, entry.balance, last, asked)
            && expected != balance
        {
            checked.breaks.push(Break { before: last, after: entry.moved, amount: balance - expected });
        }
        held = entry.balance.or(expected);
        if let Some(number) = asked {
            let of_period = checked.periods.entry(number).or_insert(Balance { opening: before, closing: held });
            of_period.closing = held;
        }
        last = Some(entry.moved);
    }
}

/// Returns what an account holds before its first movement: the first balance that is said, less all movements up to it.
fn opening(entries: &[Entry]) -> Option<Amount> {
    let mut moved = Amount::ZERO;
    for entry in entries {
        moved += entry.amount;
        if let Some(balance) = entry.balance {
            return Some(balance - moved);
        }
    }
    None
}

/// The files of the ledger, by the rows that they brought.
struct Files {
    /// The first row of each file, with the rank of its export and whether its newest movement comes first.
    files: Vec<(i64, usize, bool)>,
}

impl Files {
    fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        // All rows of a file tell its direction, those that a newer file has again, too.
        let sql = "WITH files AS (
                 SELECT imports.id, exported_at, min(entry.id) AS first, max(entry.id) AS last
                 FROM imports JOIN stored_ledger AS entry ON import_id = imports.id
                 WHERE imports.shop_id = :shop_id AND kind = 'ledger' GROUP BY imports.id
             )
             SELECT first, (SELECT moved_at FROM stored_ledger WHERE id = last) < (SELECT moved_at FROM stored_ledger WHERE id = first)
             FROM files ORDER BY exported_at, id";
        let found: Vec<(i64, bool)> = query.ask(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let ranked = found.into_iter().enumerate().map(|(rank, (first, falls))| (first, rank, falls));
        let mut files: Vec<_> = ranked.collect();
        files.sort_unstable();
        Ok(Self { files })
    }

    /// Returns the index of the file of a row.
    fn file(&self, row: i64) -> Option<usize> {
        self.files.partition_point(|(first, ..)| *first <= row).checked_sub(1)
    }

    /// Returns the place of a row among those of the same second.
    fn place(&self, row: i64) -> (usize, i64) {
        self.file(row).map_or((0, row), |file| {
            let (_, rank, falls) = self.files[file];
            (rank, if falls { -row } else { row })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::Whole;

    fn entry(account: i64, second: i64, amount: i64, balance: Option<i64>) -> Entry {
        let moved = Moment::new(second).expect("a moment");
        Entry {
            account: Account::new(account),
            moved,
            row: second,
            amount: Amount::of(amount),
            balance: balance.map(Amount::of),
        }
    }

    fn balances(checked: &Checked) -> Vec<[Option<i64>; 3]> {
        let fen = |amount: Option<Amount>| amount.map(Amount::get);
        checked.periods.iter().map(|(number, of)| [*number, fen(of.opening), fen(of.closing)]).collect()
    }

    #[test]
    fn each_account_is_held_to_its_own_balance() {
        let entries = [
            entry(1, 5, 100, Some(1100)),
            entry(1, 12, -30, Some(1070)),
            entry(1, 31, 5, Some(1080)),
            entry(2, 14, 7, Some(7)),
            entry(2, 15, 1, None),
            entry(2, 16, 1, Some(9)),
        ];
        let checked = check(&entries, |moment| Some(Some(moment.get() / 10)));
        // The second account does not move in the periods 0 and 3. The first one has 5 too much in period 3.
        assert_eq!(
            balances(&checked),
            [[Some(0), Some(1000), Some(1100)], [Some(1), Some(1100), Some(1079)], [Some(3), Some(1079), Some(1089)]]
        );
        let [found] = checked.breaks[..] else { panic!("{checked:?}") };
        assert_eq!((found.before.get(), found.after.get(), found.amount.get()), (12, 31, 5));
        // What is not asked for is neither shown nor warned about, but what the account held then is known.
        let checked = check(&entries, |moment| (10..30).contains(&moment.get()).then_some(None));
        assert_eq!((balances(&checked), checked.breaks.len()), (vec![[None, Some(1100), Some(1079)]], 0));
    }

    #[test]
    fn what_names_no_account_is_of_the_only_one_that_fits() {
        let of = |account: i64, entry: Entry| Entry { account: Account::new(account).filter(|_| account > 0), ..entry };
        let sort = |entries: &mut Vec<Entry>| {
            entries.sort_by_key(|entry| (entry.account, entry.moved));
        };
        let held = |mut entries: Vec<Entry>| {
            let unnamed = name_accounts(&mut entries, sort).map(|unnamed| (unnamed.movements, unnamed.is_of_named));
            let checked = check(&entries, |moment| Some(Some(moment.get() / 10)));
            (unnamed, balances(&checked), checked.breaks.len())
        };
        let first = [entry(1, 5, 100, Some(1100)), entry(1, 6, -30, Some(1070))].map(|entry| of(0, entry));
        // One file after the other, of one account.
        let next = entry(1, 15, 5, Some(1075));
        let (unnamed, found, breaks) = held([&first[..], &[next]].concat());
        assert_eq!((unnamed, breaks), (Some((2, true)), 0));
        assert_eq!(found, [[Some(0), Some(1000), Some(1070)], [Some(1), Some(1070), Some(1075)]]);
        // Another account holds something else.
        let (unnamed, found, breaks) = held([&first[..], &[entry(1, 15, 5, Some(25))]].concat());
        assert_eq!((unnamed, breaks), (Some((2, false)), 0));
        assert_eq!(found, [[Some(0), Some(1020), Some(1090)], [Some(1), Some(1090), Some(1095)]]);
        // Of two accounts, nobody knows which it is.
        let (unnamed, ..) = held([&first[..], &[next, entry(2, 15, 5, Some(7))]].concat());
        assert_eq!(unnamed, Some((2, false)));
        assert_eq!(held(first.to_vec()).0, None);
        assert_eq!(held(vec![next]).0, None);
    }

    #[test]
    fn a_balance_that_is_never_said_is_unknown() {
        let checked = check(&[entry(1, 5, 100, None), entry(1, 6, 1, None)], |_| Some(None));
        assert_eq!(balances(&checked), [[None; 3]]);
        assert_eq!(checked.breaks, []);
    }
}
