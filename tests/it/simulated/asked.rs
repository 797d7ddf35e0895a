//! Questions as sellers ask them, each with the command that answers it, its answer about the simulated shop, and the number that
//! the books have.

use std::fmt::Write as _;

use super::books::Books;
use super::compare;
use super::money::{Fen, yuan};
use super::sheet::Sheet;
use super::{answers, ask, expenses, fees, groupings, payouts, profit, questions, reconcile};
use crate::support::Shop as Imported;

/// A question with the number that the books have.
struct Asked {
    question: &'static str,
    command: Vec<String>,
    /// The outcome that rows must have to count, where not all do.
    outcome: Option<&'static str>,
    /// The column that is added up over the rows, and whether it is money.
    column: &'static str,
    is_money: bool,
    books: i64,
}

/// Lists questions with the answers of the program and of the books, a line each: question, command, column, both numbers.
pub fn table(shop: &Imported, books: &Books<'_>) -> String {
    let mut table = String::new();
    for asked in all(books) {
        let command: Vec<&str> = asked.command.iter().map(String::as_str).collect();
        let answer = ask(shop, &command).expect("an answer");
        let rows = compare::rows(&answer).into_iter();
        let counted = rows.filter(|row| asked.outcome.is_none_or(|outcome| row["outcome"] == outcome));
        let cells = counted.filter_map(|row| compare::number(&row[asked.column]));
        let shown = |number: i64| if asked.is_money { yuan(number) } else { number.to_string() };
        let (found, expected) = (shown(cells.sum()), shown(asked.books));
        let (question, command, column) = (asked.question, command.join(" "), asked.column);
        writeln!(table, "{question} | report {command} | {column} | {found} | {expected}").expect("a text");
        assert_eq!(found, expected, "{question}");
    }
    table
}

fn all(books: &Books<'_>) -> Vec<Asked> {
    let [income, by_month] = [answers::income(books, false), answers::income(books, true)];
    let found = |sheets: Vec<Sheet<'_>>, command: &str| {
        let is_it = |sheet: &Sheet<'_>| sheet.command.join(" ").starts_with(command);
        sheets.into_iter().find(is_it).map(|sheet| (sheet.command.clone(), Sums::of(&sheet))).expect("a sheet")
    };
    let mut all = Vec::new();
    let mut ask = |question, (command, sums): (Vec<String>, Sums), column| {
        let (is_money, books) = sums.0[column];
        all.push(Asked { question, command, outcome: None, column, is_money, books });
    };
    ask("每个月卖了多少钱？", found(answers::sheets(books), "sales --by month"), "amount");
    ask("扣掉退款、佣金和服务费，能到手多少？", (income.command.clone(), Sums::of(&income)), "net_known");
    ask("每个月退了多少钱？", (by_month.command.clone(), Sums::of(&by_month)), "refunds_known");
    ask("平台扣了哪些费用？", found(fees::sheets(books), "fees"), "charged");
    ask("还有多少货款没结算，什么时候到？", found(vec![payouts::sheet(books)], "payouts"), "expected_known");
    ask("哪些达人带货最多，佣金多少？", found(answers::sheets(books), "creators"), "commission_known");
    ask("哪个规格卖得最好？", found(groupings::sheets(books), "products --by sku"), "amount");
    ask("哪些城市的买家最多？", found(groupings::sheets(books), "regions --by city"), "units");
    ask("星期几卖得最好？", found(groupings::sheets(books), "sales --by weekday"), "amount");
    ask("流量从直播、短视频还是商品卡来？", found(questions::sheets(books), "traffic"), "amount");
    ask("有多少订单发货超时？", found(questions::sheets(books), "shipping"), "late_lines");
    ask(
        "退款发生在发货前还是收货后？",
        found(questions::sheets(books), "aftersales --by stage"),
        "refund_amount_known",
    );
    all.push(missing(books));
    let whole = |question, report: &str, column, books| Asked {
        question,
        command: vec![report.to_owned()],
        outcome: None,
        column,
        is_money: true,
        books,
    };
    let moved = expenses::ledger(books.shop, books.now).iter().map(|entry| entry.amount).sum();
    all.push(whole("账户里的钱怎么变的，余额对得上吗？", "cashflow", "net_movement", moved));
    all.push(whole("扣掉货品成本、推广和保费，还剩多少？", "profit", "profit_known", profit::left(books)));
    all
}

/// Adds up what is not booked though it is due.
fn missing(books: &Books<'_>) -> Asked {
    let expected = |(column, amount): &(&str, Option<Fen>)| amount.filter(|_| *column == "expected");
    let missing = reconcile::listed(books).into_iter().filter(|listed| listed.outcome == "missing");
    Asked {
        question: "哪些订单少结了钱？",
        command: vec!["reconcile".to_owned()],
        outcome: Some("missing"),
        column: "expected",
        is_money: true,
        books: missing.flat_map(|listed| listed.cells).filter_map(|cell| expected(&cell)).sum(),
    }
}

/// The sums of the known parts of the columns of a sheet, and whether they are money.
struct Sums(std::collections::BTreeMap<&'static str, (bool, i64)>);

impl Sums {
    fn of(sheet: &Sheet<'_>) -> Self {
        let mut sums = Self(std::collections::BTreeMap::new());
        for (column, cell) in sheet.rows.values().flat_map(|row| &row.cells) {
            sums.0.entry(column).or_insert((cell.is_money, 0)).1 += cell.sum();
        }
        sums
    }
}
