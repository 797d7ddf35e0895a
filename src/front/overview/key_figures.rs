//! The key figures at the top of the overview.

use shopkit::model::table::Datum;
use shopkit::t;
use shopkit::texts::{Texts, grouped};

use crate::front::datum::readable;
use crate::front::views::report::ReportView;

/// Items of `today` that count what is unshipped: of today, and of earlier days.
const UNSHIPPED: &[&str] = &["unshipped_today", "unshipped_earlier"];

/// Items of `today` that count open after-sales.
const OPEN_AFTER_SALES: &[&str] = &["open_after_sales"];

/// Holds a key figure.
pub struct KeyFigure {
    pub name: String,
    pub value: String,
    /// What is counted.
    pub note: String,
}

/// Returns the key figures in the order in which they are shown.
pub fn key_figures(sales: &ReportView, today: &ReportView, texts: Texts) -> Vec<KeyFigure> {
    let figure = |name, value: Datum, note| KeyFigure { name, value: shown(&value, texts), note };
    vec![
        figure(t!(texts, "overview-orders"), sales.only("orders"), t!(texts, "overview-orders-note")),
        figure(t!(texts, "overview-sub-orders"), sales.only("lines"), t!(texts, "overview-sub-orders-note")),
        figure(t!(texts, "overview-amount"), sales.only("amount"), t!(texts, "overview-amount-note")),
        figure(t!(texts, "overview-refund-rate"), sales.only("refund_rate"), t!(texts, "overview-refund-rate-note")),
        figure(
            t!(texts, "overview-open-after-sales"),
            items(today, OPEN_AFTER_SALES),
            t!(texts, "overview-open-after-sales-note"),
        ),
        figure(t!(texts, "overview-unshipped"), items(today, UNSHIPPED), t!(texts, "overview-unshipped-note")),
    ]
}

/// Adds up the orders of items. The items are of different days, so that no order is in two of them.
fn items(today: &ReportView, codes: &[&str]) -> Datum {
    let mut sum = 0;
    for (item, orders) in today.pairs("item", "orders") {
        if matches!(item, Datum::Word(word) if codes.contains(&word.code)) {
            let Datum::Int(orders) = orders else { return Datum::Null };
            sum += orders;
        }
    }
    Datum::Int(sum)
}

fn shown(value: &Datum, texts: Texts) -> String {
    match value {
        Datum::Null => "—".to_owned(),
        Datum::Int(number) => grouped(&number.to_string()),
        other => readable(other, texts),
    }
}
