//! Order lines page by page: whatever a page begins behind and however little time it has, every line comes once.

use std::time::Duration;

use shopkit::kit::Kit;
use shopkit::model::table::Datum;
use shopkit::report::order_columns::USUAL;
use shopkit::report::order_filter::{OrderFilter, SortKey};
use shopkit::report::order_pages::PageStart;

use crate::support::Shop;

const LINES: usize = 400;

/// Makes a shop whose lines have an amount only where the number is even, and a time only where it is wanted.
fn shop(with_time: bool) -> Shop {
    let shop = Shop::new();
    let mut csv =
        format!("子订单编号,订单状态,商家编码,订单应付金额{}\n", if with_time { ",订单提交时间" } else { "" });
    for number in 0..LINES {
        let amount = if number % 2 == 0 { format!("{}.00", number % 7) } else { String::new() };
        let status = if number % 100 == 3 { "待发货" } else { "已完成" };
        let time = if with_time { format!(",2026-01-{:02} 10:00:00", number % 9 + 1) } else { String::new() };
        let code = if number % 100 == 3 { "RARE" } else { "" };
        csv.push_str(&format!("{},{status},{code},{amount}{time}\n", 100_000 + number));
    }
    let path = shop.file("orders.csv", csv);
    assert_eq!(shop.run(["import".as_ref(), path.as_os_str()]).code, 0);
    shop
}

/// Turns all pages of a filter and returns the ids in their order, and how many pages there were.
fn turned(kit: &Kit, filter: &OrderFilter, patience: Duration) -> (Vec<Datum>, usize) {
    let (mut ids, mut pages) = (Vec::new(), 0);
    let mut from: Option<PageStart> = None;
    loop {
        let page = kit.order_page(None, filter, USUAL, from.as_ref(), patience).expect("a page");
        pages += 1;
        ids.extend(page.rows.into_iter().map(|row| row[2].clone()));
        assert!(pages <= LINES, "it does not end");
        match page.next {
            Some(next) => from = Some(next),
            None => return (ids, pages),
        }
    }
}

#[test]
fn every_line_comes_once_in_any_order() {
    for with_time in [true, false] {
        let shop = shop(with_time);
        let kit = Kit::open(&shop.database()).expect("a database");
        for sort in [SortKey::Submitted, SortKey::Amount, SortKey::Status] {
            for ascending in [true, false] {
                let filter = OrderFilter { sort, ascending, limit: Some(37), ..OrderFilter::default() };
                let mut all = shopkit::model::table::Table::default();
                kit.orders(None, &OrderFilter { limit: None, ..filter.clone() }, USUAL, &mut all).expect("a list");
                let wanted: Vec<Datum> = all.rows.into_iter().map(|row| row[2].clone()).collect();
                let (found, pages) = turned(&kit, &filter, Duration::from_mins(1));
                assert_eq!(wanted.len(), LINES);
                assert!(found == wanted, "{sort:?} {ascending} {with_time}");
                assert_eq!(pages, LINES.div_ceil(37));
            }
        }
    }
}

#[test]
fn a_page_without_time_is_short_and_the_next_goes_on() {
    let shop = shop(true);
    let kit = Kit::open(&shop.database()).expect("a database");
    let filter = OrderFilter { search: Some("rare".to_owned()), limit: Some(50), ..OrderFilter::default() };
    let first = kit.order_page(None, &filter, USUAL, None, Duration::ZERO).expect("a page");
    assert!(first.is_short && first.next.is_some() && first.rows.len() < 4);
    let (found, pages) = turned(&kit, &filter, Duration::ZERO);
    assert_eq!(found.len(), 4);
    assert!(pages > 1);
    assert_eq!(turned(&kit, &filter, Duration::from_mins(1)).1, 1);
}

#[test]
fn words_among_few_orders_are_found_as_in_the_list() {
    let shop = shop(true);
    let kit = Kit::open(&shop.database()).expect("a database");
    for (status, search, lines) in [("待发货", "rare", 4), ("已完成", "rare", 0)] {
        let (statuses, search) = (vec![status.to_owned()], Some(search.to_owned()));
        let filter = OrderFilter { statuses, search, limit: Some(3), ..OrderFilter::default() };
        let mut all = shopkit::model::table::Table::default();
        kit.orders(None, &OrderFilter { limit: None, ..filter.clone() }, USUAL, &mut all).expect("a list");
        let wanted: Vec<Datum> = all.rows.into_iter().map(|row| row[2].clone()).collect();
        let totals = kit.order_totals(None, &filter, Duration::from_mins(1)).expect("totals").expect("in time");
        let (found, _) = turned(&kit, &filter, Duration::from_mins(1));
        assert!(found == wanted && totals.lines == wanted.len() as u64, "{filter:?}");
        assert_eq!(wanted.len(), lines, "{filter:?}");
    }
}
