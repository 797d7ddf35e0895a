//! The answers that the books give to the questions of the reports.

use super::books::{Account, Books};
use super::fees;
use super::life::ALLIANCE;
use super::moment::DAY;
use super::sheet::{Adding, Sheet};

/// Returns what every report of sums must answer.
pub fn sheets<'b>(books: &'b Books<'b>) -> Vec<Sheet<'b>> {
    let sheets = vec![
        sales(books, false),
        sales(books, true),
        income(books, false),
        income(books, true),
        income_of_last_month(books),
        income_without_estimates(books),
        promotion(books, false),
        promotion(books, true),
        products(books),
        creators(books),
        after_sales(books),
        status(books),
        shops(books),
    ];
    sheets.into_iter().chain(fees::sheets(books)).collect()
}

const BY_MONTH: [&str; 2] = ["--by", "month"];

/// Begins the sheet of a report, by month or not.
fn sheet<'b>(report: &'static str, key: Option<&'static str>, by_month: bool) -> Sheet<'b> {
    let months = |then: &'static [&'static str]| if by_month { then } else { &[] };
    let command = [&[report], months(&BY_MONTH)].concat();
    let keys = [key.as_slice(), months(&["period"])].concat();
    Sheet::new(&command, &keys)
}

/// Returns what tells the row of a line from others in such a sheet.
fn key<'k>(of: Option<&'k str>, month: &'k str, by_month: bool) -> Vec<&'k str> {
    of.into_iter().chain(by_month.then_some(month)).collect()
}

fn paid<'b>(books: &'b Books<'b>) -> impl Iterator<Item = &'b Account<'b>> {
    books.accounts.iter().filter(|account| account.is_paid)
}

fn sales<'b>(books: &'b Books<'b>, by_month: bool) -> Sheet<'b> {
    let mut sheet = sheet("sales", None, by_month);
    for account in paid(books) {
        let month = account.order.submitted.month();
        let mut row = sheet.add(&key(None, &month, by_month), account);
        add_sale(&mut row, account);
    }
    sheet
}

/// Adds a paid line to those that may come back, and as a sale where it is one.
pub fn add_sale(row: &mut Adding<'_, '_>, account: &Account<'_>) {
    let of_sale = |number: i64| if account.is_sold { number } else { 0 };
    row.order(account.is_sold)
        .count("lines", of_sale(1))
        .count("units", of_sale(account.line.quantity))
        .money("amount", of_sale(account.line.payable))
        .count("paid_lines", 1)
        .count("refunded_lines", account.is_refunded.into());
}

pub fn income<'b>(books: &'b Books<'b>, by_month: bool) -> Sheet<'b> {
    let mut sheet = sheet("income", None, by_month);
    for account in paid(books) {
        let month = account.order.submitted.month();
        add_income_and_net(sheet.add(&key(None, &month, by_month), account), account);
    }
    sheet
}

/// Other months are not asked for, but the fees are estimated by what all of them were charged.
fn income_of_last_month<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let last = books.now.plus(-DAY);
    let (first_day, last_day) = (format!("{}-01", last.month()), last.to_string());
    let mut sheet = Sheet::new(&["income", "--from", &first_day, "--to", &last_day[..10]], &[]);
    for account in paid(books).filter(|account| account.order.submitted.month() == last.month()) {
        add_income_and_net(sheet.add(&[], account), account);
    }
    sheet
}

fn add_income_and_net(mut row: Adding<'_, '_>, account: &Account<'_>) {
    add_income(&mut row, account, account.fees);
    add_net(&mut row, account);
    row.basis(account.basis);
}

fn income_without_estimates<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = Sheet::new(&["income", "--no-estimates"], &[]);
    for account in paid(books) {
        let fees = account.booked.map_or(Some(0), |_| account.fees);
        let estimated = account.fees.zip(fees).map(|(all, booked)| all - booked);
        let net = account.net.zip(estimated).map(|(net, estimated)| net + estimated);
        let mut row = sheet.add(&[], account);
        add_income(&mut row, account, fees.filter(|_| account.due.is_some()));
        row.known("net", "net_known", net);
    }
    sheet
}

/// Adds what a line brings in and what goes off it, up to the net.
fn add_income(row: &mut Adding<'_, '_>, account: &Account<'_>, fees: Option<i64>) {
    let line = account.line;
    row.order(true)
        .count("lines", 1)
        .money("paid", line.payable)
        .money("platform_discount", line.platform)
        .money("seller_discount", line.seller)
        .money("creator_discount", line.creator)
        .known("refunds", "refunds_known", account.refunds)
        .if_known("taken_back", account.taken_back)
        .known("commission", "commission_known", account.commission)
        .if_known("fees", fees)
        .if_known("other", account.other())
        .count("settled_lines", account.booked.is_some().into());
    if let Some(booked) = account.booked {
        row.money("settled", booked.settled);
    }
}

fn add_net(row: &mut Adding<'_, '_>, account: &Account<'_>) {
    row.known("net", "net_known", account.net).count("unknown_lines", account.net.is_none().into());
}

fn promotion<'b>(books: &'b Books<'b>, by_month: bool) -> Sheet<'b> {
    let mut sheet = sheet("promotion", Some("promotion"), by_month);
    for account in paid(books) {
        let month = account.order.submitted.month();
        let promotion = if account.order.source == ALLIANCE { ALLIANCE } else { "无" };
        let mut row = sheet.add(&key(Some(promotion), &month, by_month), account);
        row.order(account.is_sold)
            .count("lines", account.is_sold.into())
            .money("amount", if account.is_sold { account.line.payable } else { 0 })
            .known("commission", "commission_known", account.commission);
        add_net(&mut row, account);
        row.basis(account.basis);
    }
    sheet
}

fn products<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = sheet("products", Some("product_id"), false);
    for account in paid(books) {
        let mut row = sheet.add(&[account.line.product.id], account);
        add_sale(&mut row, account);
        row.known("refund_amount", "refund_amount_known", account.refunds);
    }
    sheet
}

fn creators<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = sheet("creators", Some("creator_id"), false);
    for account in paid(books).filter(|account| account.order.source == ALLIANCE) {
        let creator = account.order.creator.map_or("-", |creator| creator.id);
        let mut row = sheet.add(&[creator], account);
        add_sale(&mut row, account);
        row.known("commission", "commission_known", account.commission);
        add_net(&mut row, account);
        row.basis(account.basis);
    }
    sheet
}

/// The rows of a month are taken together: what went back of all lines, also where the order tells of no after-sale.
fn after_sales<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = sheet("aftersales", None, true);
    for account in &books.accounts {
        let refunds = if account.is_paid { account.refunds } else { Some(0) };
        if account.line.word(books.now).is_some() || refunds != Some(0) {
            let month = account.order.submitted.month();
            sheet.add(&[&month], account).known("refund_amount", "refund_amount_known", refunds);
        }
    }
    sheet
}

/// What is to be shipped is that of now, whenever it was ordered.
fn shops<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = Sheet::new(&["shops"], &[]);
    for account in &books.accounts {
        let mut row = sheet.add(&[], account);
        row.count("unshipped", (account.line.status(books.now) == "待发货").into());
        if account.is_paid {
            row.order(account.is_sold)
                .count("lines", account.is_sold.into())
                .money("amount", if account.is_sold { account.line.payable } else { 0 })
                .known("refunds", "refunds_known", account.refunds);
            add_net(&mut row, account);
            row.basis(account.basis);
        }
    }
    sheet
}

fn status<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = sheet("status", Some("status"), true);
    for account in &books.accounts {
        let month = account.order.submitted.month();
        let mut row = sheet.add(&[account.line.status(books.now), &month], account);
        row.count("lines", 1).money("amount", account.line.payable).count("gifts", account.is_gift.into());
    }
    sheet
}
