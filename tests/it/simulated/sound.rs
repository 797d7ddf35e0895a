//! The simulator is sound: it gives the same in every run, and every situation comes up at every moment.

use std::collections::BTreeSet;

use super::books::{Basis, Books, Outcome};
use super::files::{self, File};
use super::life::Line;
use super::money::yuan;
use super::shop::{MOMENTS, Shop};
use super::stories::Story;

/// How many stories there are.
const STORIES: usize = 33;

const SEEDS: [u64; 4] = [super::FIRST, super::SECOND, super::THIRD, super::FOURTH];

fn lines(shop: &Shop) -> impl Iterator<Item = &Line> {
    shop.orders.iter().flat_map(|order| &order.lines)
}

#[test]
fn a_seed_gives_the_same_in_every_run() {
    let files = |seed: u64| files::export(&Shop::new(seed), MOMENTS[2]);
    assert_eq!(files(SEEDS[0]), files(SEEDS[0]));
    assert_ne!(files(SEEDS[0]), files(SEEDS[1]));
}

#[test]
fn every_situation_comes_up() {
    for seed in SEEDS {
        let shop = Shop::new(seed);
        let stories: BTreeSet<&str> = lines(&shop).map(|line| line.story.told()).collect();
        assert_eq!(stories.len(), STORIES, "{seed}: {stories:?}");
        assert!((500..800).contains(&lines(&shop).count()), "{seed}");
        for moment in MOMENTS {
            let books = Books::new(&shop, moment);
            for outcome in
                [Outcome::Missing, Outcome::Different, Outcome::FlowDiffers, Outcome::Refunded, Outcome::Unknown]
            {
                assert!(books.accounts.iter().any(|line| line.outcome == Some(outcome)), "{seed} {moment} {outcome:?}");
            }
            for basis in [Basis::Actual, Basis::Nothing, Basis::Estimated, Basis::Unknown] {
                assert!(books.accounts.iter().any(|line| line.basis == basis), "{seed} {moment} {basis:?}");
            }
            let takes_back = |line: &&Line| line.bookings.iter().filter(|booking| booking.at <= moment).count() > 1;
            assert!(lines(&shop).filter(takes_back).count() > 5, "{seed} {moment}");
            assert!(books.accounts.iter().any(|line| line.line.shipped < Some(moment) && !line.is_paid), "{seed}");
        }
    }
}

#[test]
fn no_two_entries_have_one_id() {
    for seed in SEEDS {
        let shop = Shop::new(seed);
        let of_line = |line: &Line| {
            let after_sales = line.after_sales.iter().map(|each| each.id.clone());
            let ids = after_sales.chain(line.movements.iter().map(|each| each.id.clone()));
            ids.chain([line.id.clone()]).collect::<Vec<_>>()
        };
        let ids: Vec<String> = lines(&shop).flat_map(of_line).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{seed}");
        assert!(lines(&shop).flat_map(|line| &line.bookings).all(|booking| booking.amount() != 0), "{seed}");
    }
}

/// Every row of a statement adds up in its own layout, but for the one that is printed wrongly.
#[test]
fn the_columns_of_a_statement_add_up() {
    const INCOME: &str = "平台补贴,其他平台补贴,政府补贴平台垫资,达人补贴,抖音支付补贴,抖音月付营销补贴,银行补贴,以旧换新抵扣,平台补贴运费,用户实付";
    const EXPENSES: &str =
        "平台服务费,佣金,达人佣金,服务商佣金,渠道分成,招商服务费,站外推广费,直播间站外推广,其他分成,履约服务费";
    let mut layouts = BTreeSet::new();
    for seed in SEEDS {
        let shop = Shop::new(seed);
        let misprinted = lines(&shop).filter(|line| line.story == Story::Misprinted).map(|line| line.id.as_str());
        let misprinted: Vec<&str> = misprinted.collect();
        let files = files::export(&shop, MOMENTS[2]);
        for File { name, text } in files.iter().filter(|file| file.name.starts_with("statement")) {
            let mut rows = text.trim_start_matches('\u{feff}').lines().map(|row| row.split(',').collect::<Vec<_>>());
            let header = rows.next().expect("a header");
            layouts.insert(header.join(","));
            let is_unsigned = header.contains(&"履约服务费");
            for row in rows.filter(|row| !row[0].starts_with('年')) {
                let cell = |column: &str| header.iter().position(|name| *name == column).map_or("0.00", |at| row[at]);
                let sum = |columns: &str| columns.split(',').map(|column| fen(cell(column))).sum::<i64>();
                assert_eq!(cell("收入合计"), yuan(sum(INCOME)), "{name}: {row:?}");
                assert_eq!(cell("支出合计"), yuan(sum(EXPENSES)), "{name}: {row:?}");
                let expenses = if is_unsigned { -sum(EXPENSES) } else { sum(EXPENSES) };
                let is_misprinted = misprinted.contains(&cell("子订单号").trim_start_matches('\''));
                let wrong = if is_misprinted { 100 } else { 0 };
                assert_eq!(fen(cell("结算金额")), sum(INCOME) + expenses - wrong, "{name}: {row:?}");
            }
        }
    }
    assert_eq!(layouts.len(), 4);
}

fn fen(text: &str) -> i64 {
    text.replace('.', "").parse().expect("an amount")
}
