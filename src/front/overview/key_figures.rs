//! The key figures at the top of the overview.

use shopkit::model::table::{Datum, Derived, Word, ratio};
use shopkit::report::named::Compare;
use shopkit::texts::{Texts, grouped};
use shopkit::{t, word};

use crate::front::charts::of_report::Link;
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
    /// How it changed, a line for each comparison.
    pub changes: Vec<String>,
    /// Where it leads.
    pub href: Option<String>,
}

/// Holds the sales compared with those of other days.
pub struct ComparedSales {
    pub with: Compare,
    pub view: ReportView,
}

/// Returns the key figures in the order in which they are shown.
pub fn key_figures(
    sales: &ReportView,
    today: &ReportView,
    compared: &[ComparedSales],
    link: Option<Link<'_>>,
    texts: Texts,
) -> Vec<KeyFigure> {
    let figure = |name, value: Datum, note| KeyFigure {
        name,
        value: shown(&value, texts),
        note,
        changes: Vec::new(),
        href: None,
    };
    let of_sales = |name, key, note| KeyFigure {
        changes: compared.iter().map(|compared| change(compared, key, texts)).collect(),
        href: match sales.table.rows.as_slice() {
            [row] => link.and_then(|link| link(sales, row, key)),
            _ => None,
        },
        ..figure(name, sales.total(key), note)
    };
    vec![
        of_sales(t!(texts, "overview-orders"), "orders", t!(texts, "overview-orders-note")),
        of_sales(t!(texts, "overview-sub-orders"), "lines", t!(texts, "overview-sub-orders-note")),
        of_sales(t!(texts, "overview-amount"), "amount", t!(texts, "overview-amount-note")),
        figure(t!(texts, "overview-refund-rate"), refund_rate(sales), t!(texts, "overview-refund-rate-note")),
        KeyFigure {
            href: leads(today, OPEN_AFTER_SALES, None, link),
            ..figure(
                t!(texts, "overview-open-after-sales"),
                items(today, OPEN_AFTER_SALES),
                t!(texts, "overview-open-after-sales-note"),
            )
        },
        KeyFigure {
            href: leads(today, UNSHIPPED, Some(word!("today", "unshipped")), link),
            ..figure(t!(texts, "overview-unshipped"), items(today, UNSHIPPED), t!(texts, "overview-unshipped-note"))
        },
    ]
}

/// Returns where items lead that are added up, by the word for all of them where there are several; nothing for several shops.
fn leads(today: &ReportView, codes: &[&str], all: Option<Word>, link: Option<Link<'_>>) -> Option<String> {
    let (index, orders) = (today.table.position("item")?, today.table.position("orders")?);
    let is_one = |row: &&Vec<Datum>| matches!(row.get(index), Some(Datum::Word(word)) if codes.contains(&word.code));
    let rows: Vec<&Vec<Datum>> = today.table.rows.iter().filter(is_one).collect();
    if rows.len() != codes.len() || items(today, codes) == Datum::Int(0) {
        return None;
    }
    // Any of the rows stands for all of them, once it has their word and something to lead to.
    let mut row = (*rows.iter().find(|row| !matches!(row.get(orders), Some(Datum::Int(0))))?).clone();
    if let Some(all) = all {
        row[index] = Datum::Word(all);
    }
    link?(today, &row, "orders")
}

/// Says how a figure changed, and what it was in the other days.
fn change(compared: &ComparedSales, key: &str, texts: Texts) -> String {
    let value = |derived: Derived| compared.view.total(&derived.key(key));
    let change = match value(Derived::ChangeShare) {
        Datum::Share(share) if share > 0.0 => format!("+{}", readable(&Datum::Share(share), texts)),
        other => shown(&other, texts),
    };
    let before = value(Derived::Before);
    let is_unknown = before == Datum::Null;
    let before = shown(&before, texts);
    match compared.with {
        Compare::Previous if is_unknown => t!(texts, "overview-compared-previous-unknown"),
        Compare::Year if is_unknown => t!(texts, "overview-compared-year-unknown"),
        Compare::Previous => t!(texts, "overview-compared-previous", change = change, before = before),
        Compare::Year => t!(texts, "overview-compared-year", change = change, before = before),
    }
}

/// Returns the refund rate, that of several shops by the lines of all.
fn refund_rate(sales: &ReportView) -> Datum {
    match (sales.total("refunded_lines"), sales.total("paid_lines")) {
        (Datum::Int(refunded), Datum::Int(paid)) if paid > 0 => Datum::Share(ratio(refunded, paid)),
        _ => Datum::Null,
    }
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
