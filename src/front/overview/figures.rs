//! The figures at the top of the page.

use shopkit::model::lang::Lang;
use shopkit::model::table::Datum;
use shopkit::texts::{Texts, grouped};

use super::answers::Answer;
use crate::front::datum::readable;

/// Items of `today` that count what is unshipped: of today, and of earlier days.
const UNSHIPPED: &[&str] = &["unshipped_today", "unshipped_earlier"];

/// Items of `today` that count open after-sales.
const OPEN_AFTER_SALES: &[&str] = &["open_after_sales"];

/// Holds a figure: what it is, how much, and of what.
pub struct Figure {
    pub name: &'static str,
    pub value: String,
    pub note: &'static str,
}

/// Returns the figures in the order in which they stand.
pub fn figures(sales: &Answer, today: &Answer, lang: Lang) -> Vec<Figure> {
    let figure = |(zh, en), value: &Datum, (note_zh, note_en)| Figure {
        name: lang.pick(zh, en),
        value: shown(value, lang),
        note: lang.pick(note_zh, note_en),
    };
    let sold = |key| sales.only(key);
    vec![
        figure(("成交订单", "Orders"), &sold("orders"), ("已付款且未关闭", "paid and not closed")),
        figure(("成交行数", "Lines"), &sold("lines"), ("子订单", "sub-orders")),
        figure(("成交金额", "Amount paid"), &sold("amount"), ("订单应付金额，元", "order amounts payable, in yuan")),
        figure(("退款率", "Refund share"), &sold("refund_rate"), ("占付款的行", "of paid lines")),
        figure(("未了结的售后", "Open after-sales"), &items(today, OPEN_AFTER_SALES), ("订单，现在", "orders, now")),
        figure(("待发货", "Unshipped"), &items(today, UNSHIPPED), ("订单，现在", "orders, now")),
    ]
}

/// Adds up the orders of items; the items are of different days, so no order is in two of them.
fn items(today: &Answer, codes: &[&str]) -> Datum {
    let mut sum = 0;
    for (item, orders) in today.pairs("item", "orders") {
        if matches!(item, Datum::Word(word) if codes.contains(&word.code)) {
            let Datum::Int(orders) = orders else { return Datum::Null };
            sum += orders;
        }
    }
    Datum::Int(sum)
}

fn shown(value: &Datum, lang: Lang) -> String {
    match value {
        Datum::Null => "—".to_owned(),
        Datum::Int(number) => grouped(&number.to_string()),
        other => readable(other, Texts::command(lang)),
    }
}
