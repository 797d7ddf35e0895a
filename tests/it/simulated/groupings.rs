//! The answers that the books give to the reports by weekday, city and SKU.

use super::answers::add_sale;
use super::books::{Account, Books};
use super::details::{self, told};
use super::sheet::Sheet;

/// Returns what these reports must answer.
pub fn sheets<'b>(books: &'b Books<'b>) -> Vec<Sheet<'b>> {
    vec![weekdays(books), cities(books), skus(books)]
}

fn paid<'b>(books: &'b Books<'b>) -> impl Iterator<Item = &'b Account<'b>> {
    books.accounts.iter().filter(|account| account.is_paid)
}

fn weekdays<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let mut sheet = Sheet::new(&["sales", "--by", "weekday"], &["weekday"]);
    for account in paid(books) {
        let weekday = usize::try_from(account.order.submitted.weekday()).expect("a day of the week");
        add_sale(&mut sheet.add(&[NAMES[weekday]], account), account);
    }
    sheet
}

fn cities<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = Sheet::new(&["regions", "--by", "city"], &["region", "city"]);
    for account in books.accounts.iter().filter(|account| account.is_sold) {
        sheet
            .add(&told(account.order, details::place(account.line)), account)
            .order(true)
            .count("lines", 1)
            .count("units", account.line.quantity)
            .money("amount", account.line.payable);
    }
    sheet
}

fn skus<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = Sheet::new(&["products", "--by", "sku"], &["product_id", "spec", "sku_code"]);
    for account in paid(books) {
        let [spec, sku_code] = told(account.order, details::sku(account.line));
        let mut row = sheet.add(&[account.line.product.id, spec, sku_code], account);
        add_sale(&mut row, account);
        row.known("refund_amount", "refund_amount_known", account.refunds);
    }
    sheet
}
