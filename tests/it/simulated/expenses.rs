//! What the shop pays beside the sales: premiums, fees of agencies and warehouses, advertising, and what the goods cost. The ledger has
//! all movements of money with the balance after each.

use serde_json::Value as Json;

use super::books::Books;
use super::catalogue::{GIFT, PRODUCTS, Product};
use super::details;
use super::ids::id;
use super::life::{Line, Order};
use super::moment::{DAY, HOUR, MINUTE, Moment};
use super::money::{Fen, share};
use super::shop::{Entry, OPENED, Shop};
use crate::support::Shop as Imported;

/// What stood on the account when the shop opened.
pub const OPENING_BALANCE: Fen = 1_000_000;

/// From then on goods cost more.
pub const DEARER_SINCE: Moment = Moment::on(2024, 3, 1);

/// The premium of a line.
pub struct Premium {
    pub policy: String,
    pub flow: String,
    /// When the order is insured, and when the premium is charged.
    pub insured: Moment,
    pub charged: Moment,
    pub amount: Fen,
    pub is_of_platform: bool,
}

/// Returns the premium of a line, if it is insured.
pub fn premium(line: &Line) -> Option<Premium> {
    let paid = line.paid.filter(|_| !line.number.is_multiple_of(3))?;
    Some(Premium {
        policy: id(5_001, line.number, 0),
        flow: id(5_002, line.number, 0),
        insured: paid.plus(MINUTE),
        charged: paid.plus(30 * HOUR),
        amount: 30 + Fen::try_from(line.number % 50).expect("a small number"),
        is_of_platform: line.number.is_multiple_of(7),
    })
}

/// The service fee of an agency.
pub struct ServiceFee {
    pub rate: i64,
    pub amount: Fen,
    pub settled: Option<Moment>,
}

/// Returns the service fee of a line that an agency has brought to a creator.
pub fn service_fee(line: &Line) -> Option<ServiceFee> {
    let is_brought = line.paid.is_some() && line.commission.is_some() && line.number.is_multiple_of(5);
    let settled = line.completed.map(|at| at.plus(15 * DAY));
    is_brought.then(|| ServiceFee { rate: 200, amount: share(line.payable, 200), settled })
}

/// The fee of a warehouse that inspects a line.
pub struct Inspection {
    pub bill: String,
    pub flow: String,
    pub happened: Moment,
    pub settled: Moment,
    pub amount: Fen,
}

/// Returns the inspection of a line, if it is inspected.
pub fn inspection(line: &Line) -> Option<Inspection> {
    let shipped = line.shipped.filter(|_| line.number.is_multiple_of(4))?;
    let settled = shipped.plus(2 * DAY);
    let (bill, flow) = (id(5_003, line.number, 0), id(5_004, line.number, 0));
    Some(Inspection { bill, flow, happened: shipped, settled, amount: 350 })
}

/// What advertising cost on a day.
pub struct Spend {
    pub day: Moment,
    pub cash: Fen,
    pub granted: Fen,
}

/// Lists what advertising has cost on the days that are over.
pub fn spend(now: Moment) -> Vec<Spend> {
    let days = (0..).map(|day| OPENED.plus(day * DAY)).take_while(|day| day.plus(DAY) <= now);
    // Every tenth day has none.
    let paid = days.filter(|day| day.day() % 10 != 0);
    paid.map(|day| Spend { day, cash: 500 + day.day() * 37 % 4_000, granted: day.day() % 7 * 10 }).collect()
}

/// A cost as the shop writes it down.
pub struct Cost {
    pub product: &'static Product,
    pub sku_code: Option<&'static str>,
    pub from: Option<Moment>,
    pub amount: Fen,
}

/// Lists the costs that the shop knows. Of one product it does not.
pub fn costs() -> Vec<Cost> {
    let of = |product: &'static Product, sku_code, from, percent: i64| Cost {
        product,
        sku_code,
        from,
        amount: share(product.price, percent * 100),
    };
    let mut costs = vec![of(&GIFT, None, None, 30), of(&PRODUCTS[0], Some("A-2"), None, 35)];
    for product in &PRODUCTS {
        costs.extend([of(product, None, None, 40), of(product, None, Some(DEARER_SINCE), 45)]);
    }
    costs
}

/// Returns what one piece of a line cost when it was ordered, if that is known.
pub fn unit_cost(order: &Order, line: &Line) -> Option<Fen> {
    let sku_code = details::are_told(order).then(|| details::sku(line)[1]);
    let holds = |cost: &&Cost| {
        let is_of_it = cost.product.id == line.product.id && cost.sku_code.is_none_or(|code| sku_code == Some(code));
        is_of_it && cost.from.is_none_or(|from| from <= order.submitted)
    };
    costs().iter().filter(holds).max_by_key(|cost| (cost.sku_code.is_some(), cost.from)).map(|cost| cost.amount)
}

/// A movement of the account, with the balance after it.
pub struct LedgerEntry {
    pub flow: String,
    pub at: Moment,
    pub order: Option<String>,
    pub line: Option<String>,
    pub amount: Fen,
    pub scene: &'static str,
    pub balance: Fen,
}

/// Lists all movements up to a moment, the earliest first.
pub fn ledger(shop: &Shop, now: Moment) -> Vec<LedgerEntry> {
    let mut all = Vec::new();
    let mut add = |flow: &str, at, (order, line): (Option<&str>, Option<&str>), amount, scene| {
        let (order, line) = (order.map(str::to_owned), line.map(str::to_owned));
        all.push(LedgerEntry { flow: flow.to_owned(), at, order, line, amount, scene, balance: 0 });
    };
    for (order, line) in shop.orders(now).flat_map(|order| order.lines.iter().map(move |line| (order, line))) {
        let ids = (Some(order.id.as_str()), Some(line.id.as_str()));
        line.movements.iter().for_each(|each| add(&each.id, each.at, ids, each.amount, each.scene));
        if let Some(premium) = premium(line).filter(|premium| !premium.is_of_platform) {
            add(&premium.flow, premium.charged, ids, -premium.amount, "运费险扣费");
        }
        if let Some(fee) = inspection(line) {
            add(&fee.flow, fee.settled, ids, -fee.amount, "质检费");
        }
    }
    for loose in &shop.loose {
        if let Entry::Movement(each) = &loose.entry {
            add(&each.id, each.at, (loose.order_id.as_deref(), loose.line_id.as_deref()), each.amount, each.scene);
        }
    }
    all.retain(|entry| entry.at <= now);
    all.sort_by(|one, other| (one.at, &one.flow).cmp(&(other.at, &other.flow)));
    let mut balance = OPENING_BALANCE;
    for entry in &mut all {
        balance += entry.amount;
        entry.balance = balance;
    }
    all
}

/// Compares what the database has of these files with the books.
pub fn differences(shop: &Imported, books: &Books<'_>) -> Vec<String> {
    let now = books.now;
    let lines: Vec<(&Order, &Line)> = books.accounts.iter().map(|account| (account.order, account.line)).collect();
    let premiums: Vec<Premium> =
        lines.iter().filter_map(|(_, line)| premium(line)).filter(|premium| premium.insured <= now).collect();
    let charged = premiums.iter().filter(|premium| premium.charged <= now);
    let fees: Vec<ServiceFee> =
        lines.iter().filter(|(_, line)| line.paid <= Some(now)).filter_map(|(_, line)| service_fee(line)).collect();
    let settled = fees.iter().filter(|fee| fee.settled.is_some_and(|at| at <= now));
    let bills: Vec<Inspection> =
        lines.iter().filter_map(|(_, line)| inspection(line)).filter(|bill| bill.happened <= now).collect();
    let (ledger, spend) = (ledger(books.shop, now), spend(now));
    let expected: [(&str, Vec<Fen>); 6] = [
        (
            "SELECT count(*), sum(premium), count(flow_id), sum(premium) FILTER (WHERE flow_id IS NOT NULL) FROM insurance_premiums",
            vec![
                count(&premiums),
                premiums.iter().map(|premium| premium.amount).sum(),
                charged.clone().count().try_into().expect("few"),
                charged.map(|premium| premium.amount).sum(),
            ],
        ),
        (
            "SELECT count(*), sum(estimated), coalesce(sum(actual), 0) FROM service_fees",
            vec![count(&fees), fees.iter().map(|fee| fee.amount).sum(), settled.map(|fee| fee.amount).sum()],
        ),
        (
            "SELECT count(*), sum(amount), count(settled_at) FROM warehouse_bills",
            vec![
                count(&bills),
                bills.iter().map(|bill| bill.amount).sum(),
                bills.iter().filter(|bill| bill.settled <= now).count().try_into().expect("few"),
            ],
        ),
        (
            "SELECT count(*), sum(total), sum(cash) FROM ad_spend",
            vec![
                count(&spend),
                spend.iter().map(|day| day.cash + day.granted).sum(),
                spend.iter().map(|day| day.cash).sum(),
            ],
        ),
        ("SELECT count(*), sum(cost) FROM costs", vec![count(&costs()), costs().iter().map(|cost| cost.amount).sum()]),
        (
            "SELECT count(*), sum(amount), (SELECT balance FROM ledger_entries ORDER BY moved_at DESC, flow_id DESC LIMIT 1) FROM ledger_entries",
            vec![
                count(&ledger),
                ledger.iter().map(|entry| entry.amount).sum(),
                ledger.last().map_or(OPENING_BALANCE, |entry| entry.balance),
            ],
        ),
    ];
    let differ = expected.into_iter().filter_map(|(sql, expected)| {
        let found = shop.json(["sql", sql])["rows"][0].clone();
        (found != Json::from(expected.clone())).then(|| format!("{sql}: {found} in place of {expected:?}"))
    });
    differ.collect()
}

fn count<T>(of: &[T]) -> Fen {
    of.len().try_into().expect("few")
}

#[test]
fn the_balance_is_what_the_movements_leave() {
    let shop = Shop::new(super::FIRST);
    let ledger = ledger(&shop, super::shop::MOMENTS[2]);
    let moved: Fen = ledger.iter().map(|entry| entry.amount).sum();
    assert_eq!(ledger.last().map(|entry| entry.balance), Some(OPENING_BALANCE + moved));
    assert!(ledger.len() > 500 && ledger.windows(2).all(|two| two[1].balance == two[0].balance + two[1].amount));
    let lines = || shop.orders.iter().flat_map(|order| order.lines.iter().map(move |line| (order, line)));
    let known = lines().filter(|(order, line)| unit_cost(order, line).is_some()).count();
    assert!(known > 400 && known < lines().count(), "{known}");
}
