//! The books on lines that are worked out with a pencil, apart from everything that makes the simulated shop.

use super::books::{Account, Basis, Outcome, Rate};
use super::catalogue::PRODUCTS;
use super::life::{ALLIANCE, AfterSale, Booking, Commission, End, Line, Movement, Order, Says};
use super::moment::{DAY, Moment};
use super::money::Fen;
use super::platform::{Charges, Columns};
use super::stories::Story;

const NOW: Moment = Moment::on(2024, 3, 1);

/// A line of 90.00 of which the platform bears 10.00, paid for and completed a month ago.
fn line(id: &str) -> Line {
    Line {
        number: 1,
        id: id.to_owned(),
        story: Story::Plain,
        product: &PRODUCTS[0],
        quantity: 1,
        unit_price: 10_000,
        freight: 0,
        payable: 9_000,
        bank: 0,
        platform: 1_000,
        seller: 0,
        creator: 0,
        charges: Charges::default(),
        commission: None,
        paid: Some(NOW.plus(-40 * DAY)),
        shipped: Some(NOW.plus(-39 * DAY)),
        completed: Some(NOW.plus(-30 * DAY)),
        closed: None,
        says: Says::AsItIs,
        after_sales: Vec::new(),
        bookings: Vec::new(),
        movements: Vec::new(),
    }
}

fn order(source: &'static str, lines: Vec<Line>) -> Order {
    Order { id: lines[0].id.clone(), submitted: NOW.plus(-41 * DAY), source, creator: None, lines }
}

/// Books money of the buyer and a subsidy, less fees and commission.
fn booking(days_ago: i64, [paid, platform, platform_fee, commission]: [Fen; 4]) -> Booking {
    let columns = Columns { paid, platform, commission, platform_fee, ..Columns::default() };
    Booking { at: NOW.plus(-days_ago * DAY), columns, refunded_before: 0, misprint: 0 }
}

/// Gives goods, freight and tax back; the discount stands within the goods.
fn refund(days_ago: i64, [goods, freight, tax, discount]: [Fen; 4]) -> AfterSale {
    AfterSale {
        id: "1".to_owned(),
        names_line: true,
        of_type: "退货退款",
        applied: NOW.plus(-(days_ago + 1) * DAY),
        end: Some((NOW.plus(-days_ago * DAY), End::Refunded)),
        goods,
        freight,
        tax,
        discount,
    }
}

/// What the shop is charged: 23.00 of 400.00.
const RATE: Rate = Rate { fees: 2_300, income: 40_000 };

/// Opens the account of the first line of an order, and closes it.
fn account(order: &Order) -> Account<'_> {
    let mut account = Account::new(order, &order.lines[0], NOW);
    account.close(RATE);
    account
}

/// Shows refunds, taken back, due, commission, fees, other and net of a line; `~` is unknown.
fn shown(source: &'static str, lines: Vec<Line>) -> (String, Basis) {
    let order = order(source, lines);
    let account = account(&order);
    let Account { refunds, taken_back, due, commission, fees, net, basis, .. } = account;
    let cells = [refunds, taken_back, due, commission, fees, account.other(), net];
    (cells.map(|cell| cell.map_or_else(|| "~".to_owned(), |fen| fen.to_string())).join(" "), basis)
}

fn of_seller(line: Line) -> (String, Basis) {
    shown("小店自卖", vec![line])
}

fn is(worked_out: &str, basis: Basis) -> (String, Basis) {
    (worked_out.to_owned(), basis)
}

#[test]
fn a_booked_line_nets_what_was_settled() {
    let plain = booking(20, [9_000, 1_000, 500, 0]);
    assert_eq!(of_seller(Line { bookings: vec![plain], ..line("1") }), is("0 0 10000 0 500 0 9500", Basis::Actual));
    // 0.80 under a column that nobody knows.
    let mut strange = booking(20, [9_000, 1_000, 500, 1_800]);
    strange.columns.unheard = 80;
    assert_eq!(
        of_seller(Line { bookings: vec![strange], ..line("1") }),
        is("0 0 10000 1800 500 -80 7620", Basis::Actual)
    );
    // 3.00 too little, and 2.00 too much, which nobody may keep.
    let short = booking(20, [8_700, 1_000, 500, 0]);
    assert_eq!(of_seller(Line { bookings: vec![short], ..line("1") }), is("0 0 10000 0 500 -300 9200", Basis::Actual));
    let over = booking(20, [9_200, 1_000, 500, 0]);
    assert_eq!(of_seller(Line { bookings: vec![over], ..line("1") }), is("0 0 10000 0 500 0 9500", Basis::Estimated));
}

#[test]
fn a_refund_after_the_settlement_takes_the_subsidy_along() {
    let refunded = || Line { after_sales: vec![refund(9, [4_500, 0, 0, 0])], ..line("1") };
    let (booked, back) = (|| booking(20, [9_000, 1_000, 500, 0]), booking(5, [-4_500, -500, -250, 0]));
    let taken_back = Line { bookings: vec![booked(), back], ..refunded() };
    assert_eq!(of_seller(taken_back), is("4500 500 5000 0 250 0 4750", Basis::Actual));
    let not_yet = Line { bookings: vec![booked()], ..refunded() };
    assert_eq!(of_seller(not_yet), is("4500 500 5000 0 500 0 4500", Basis::Estimated));
}

#[test]
fn a_line_that_is_not_booked_nets_what_is_due_less_what_it_will_cost() {
    assert_eq!(of_seller(line("1")), is("0 0 10000 0 575 0 9425", Basis::Estimated));
    // Half of 0.05 is 0.03; the discount of 10.00 is a part of the goods; 2.58865 of fees are 2.59.
    let parts = Line { platform: 5, after_sales: vec![refund(9, [4_000, 300, 200, 1_000])], ..line("1") };
    assert_eq!(of_seller(parts), is("4500 3 4502 0 259 0 4243", Basis::Estimated));
    let two = vec![refund(9, [1_000, 0, 0, 0]), refund(8, [2_000, 0, 0, 0])];
    assert_eq!(of_seller(Line { after_sales: two, ..line("1") }), is("3000 333 6667 0 383 0 6284", Basis::Estimated));
    let tomorrow = vec![refund(-1, [4_500, 0, 0, 0])];
    assert_eq!(of_seller(Line { after_sales: tomorrow, ..line("1") }), is("0 0 10000 0 575 0 9425", Basis::Estimated));
    let commission = |told| Some(Commission { rate: 2_000, settled: None, told });
    let expected = Line { commission: commission(true), ..line("1") };
    assert_eq!(shown(ALLIANCE, vec![expected]), is("0 0 10000 1800 575 0 7625", Basis::Estimated));
    let untold = Line { commission: commission(false), ..line("1") };
    assert_eq!(shown(ALLIANCE, vec![untold]), is("0 0 10000 ~ 575 ~ ~", Basis::Unknown));
}

#[test]
fn refunds_that_nothing_tells_of_are_the_whole_or_unknown() {
    let closed = || Some((NOW.plus(-38 * DAY), "买错了"));
    let called_off = Line { closed: closed(), ..line("1") };
    assert_eq!(of_seller(called_off), is("9000 1000 0 0 0 0 0", Basis::Estimated));
    let for_nothing = Line { payable: 0, closed: closed(), ..line("1") };
    assert_eq!(of_seller(for_nothing), is("0 1000 0 0 0 0 0", Basis::Nothing));
    let word = Line { says: Says::From(NOW, "退款成功"), ..line("1") };
    assert_eq!(of_seller(word), is("~ ~ ~ 0 ~ ~ ~", Basis::Unknown));
    // The after-sale names the order alone. Half a fen of fees goes up.
    let of_order = || AfterSale { names_line: false, ..refund(9, [900, 0, 0, 0]) };
    let first = || Line { after_sales: vec![of_order()], ..line("1") };
    assert_eq!(of_seller(first()), is("900 100 9000 0 518 0 8482", Basis::Estimated));
    for lines in [vec![first(), line("2")], vec![line("2"), first()]] {
        assert_eq!(shown("小店自卖", lines), is("~ ~ ~ 0 ~ ~ ~", Basis::Unknown));
    }
}

#[test]
fn the_rate_is_that_of_lines_that_are_settled_as_they_should_be() {
    let booked = |columns| order("小店自卖", vec![Line { bookings: vec![booking(20, columns)], ..line("1") }]);
    // The third got more than is due, and of the fourth nothing is booked.
    let orders = [
        booked([9_000, 1_000, 500, 900]),
        booked([8_700, 1_000, 97, 0]),
        booked([9_200, 1_000, 500, 0]),
        order("小店自卖", vec![line("1")]),
    ];
    let accounts: Vec<Account<'_>> = orders.iter().map(account).collect();
    assert_eq!(Rate::of(&accounts), Rate { fees: 597, income: 19_700 });
}

#[test]
fn gifts_are_known_by_what_they_are() {
    let gift = |closed: Option<&'static str>, unit_price: Fen, main_is_paid: bool| {
        let main = Line { paid: Some(NOW.plus(if main_is_paid { -DAY } else { DAY })), ..line("1") };
        let closed = closed.map(|reason| (NOW.plus(-DAY), reason));
        let gift = Line { payable: 0, platform: 0, unit_price, closed, ..line("2") };
        account(&order("小店自卖", vec![gift, main])).is_gift
    };
    assert!(gift(None, 0, true) && gift(Some("主品订单售后完成，未发货赠品订单取消"), 990, false));
    assert!(gift(Some("赠品缺货"), 990, false) && gift(Some("主品订单售后完成"), 0, true));
    assert!(!gift(None, 990, true) && !gift(None, 0, false) && !gift(Some("买错了"), 990, true));
}

#[test]
fn lines_are_listed_that_do_not_fit() {
    let outcome = |line: Line, days_of_statement: i64| {
        let order = order("小店自卖", vec![line]);
        let mut account = account(&order);
        account.judge(NOW, Some(NOW.plus((days_of_statement - 30) * DAY).day()));
        account.outcome
    };
    let booked = |columns: [Fen; 4], moved: Fen| Line {
        bookings: vec![booking(20, columns)],
        movements: vec![
            Movement { id: "1".to_owned(), at: NOW.plus(-20 * DAY), scene: "货款结算入账", amount: moved },
            Movement { id: "2".to_owned(), at: NOW.plus(-20 * DAY), scene: "小额打款", amount: -500 },
        ],
        ..line("1")
    };
    // A line may be settled on the 21st day after its completion.
    assert_eq!([21, 22].map(|days| outcome(line("1"), days)), [None, Some(Outcome::Missing)]);
    let open = AfterSale { end: None, ..refund(9, [9_000, 0, 0, 0]) };
    assert_eq!(outcome(Line { after_sales: vec![open], ..line("1") }, 22), None);
    assert_eq!(outcome(Line { after_sales: vec![refund(9, [9_000, 0, 0, 0])], ..line("1") }, 22), None);
    assert_eq!(outcome(booked([9_000, 1_000, 500, 0], 9_500), 22), None);
    assert_eq!(outcome(booked([9_000, 1_000, 500, 0], 9_400), 22), Some(Outcome::FlowDiffers));
    assert_eq!(outcome(booked([8_700, 1_000, 500, 0], 9_200), 22), Some(Outcome::Different));
    let refunded = || vec![refund(9, [4_500, 0, 0, 0])];
    let not_taken_back = Line { after_sales: refunded(), ..booked([9_000, 1_000, 500, 0], 9_500) };
    assert_eq!(outcome(not_taken_back, 22), Some(Outcome::Refunded));
}
