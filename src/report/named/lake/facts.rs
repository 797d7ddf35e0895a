//! The facts: a row for each order line, with all that reports count of it.

use rusqlite::{Row, Statement, ToSql};

use super::settling::{Line, Settled, Settling};
use crate::columnar_row;
use crate::model::columnar::{Cell, Seconds};
use crate::model::time::Stamp;
use crate::packed::{Amount, Certainty, Moment, Whole};
use crate::report::named::line_money::LineMoney;
use crate::report::named::line_settlement::outcome_code;
use crate::report::named::options::ReportOptions;
use crate::report::named::query::Query;
use crate::report::named::refunds::Refund;
use crate::report::statuses::with_conditions;
use crate::report::terms::Terms;
use crate::store::{Store, StoreError};

/// So many lines are in memory at once, or those of a day where that has more.
const LINES_AT_ONCE: usize = 500_000;

columnar_row! {
    /// An order line with all that reports count of it. Money is in fen; what is not known is nothing. `docs/lake.md` has the meanings.
    pub struct Fact<'v> {
        /// The key of the line: 子订单编号, or 主订单编号 where a line is a main order.
        line_key: &'v str,
        /// 主订单编号.
        order_id: Option<&'v str>,
        product_id: Option<&'v str>,
        product: Option<&'v str>,
        spec: Option<&'v str>,
        sku_code: Option<&'v str>,
        creator_id: Option<&'v str>,
        creator_name: Option<&'v str>,
        status: Option<&'v str>,
        after_sale: Option<&'v str>,
        cancel_reason: Option<&'v str>,
        promotion: Option<&'v str>,
        province: Option<&'v str>,
        city: Option<&'v str>,
        warehouse_id: Option<&'v str>,
        warehouse: Option<&'v str>,
        traffic_genre: Option<&'v str>,
        traffic_type: Option<&'v str>,
        /// Who bought it: a hash under the key of whoever writes the lake.
        buyer: Option<&'v str>,
        /// How certain it is that equal hashes are one buyer: 0 for parts missing, 1 ciphertext, 2 masked, 3 plain.
        buyer_certainty: Option<i64>,
        submitted_at: Option<Seconds>,
        paid_at: Option<Seconds>,
        shipped_at: Option<Seconds>,
        finished_at: Option<Seconds>,
        ship_by: Option<Seconds>,
        /// The newest 结算时间.
        settled_at: Option<Seconds>,
        /// The newest 商家退款时间.
        refunded_at: Option<Seconds>,
        /// The newest export that has the line, of lines that the seller has to ship.
        exported_at: Option<Seconds>,
        quantity: Option<i64>,
        unit_price: Option<i64>,
        /// 订单应付金额.
        payable: Option<i64>,
        platform_borne: Option<i64>,
        seller_borne: Option<i64>,
        creator_borne: Option<i64>,
        is_sale: bool,
        is_unshipped: bool,
        was_shipped: bool,
        is_called_off: bool,
        /// Whether the platform's warehouse ships it.
        platform_ships: bool,
        /// Nothing where the exports do not tell of gifts.
        is_gift: Option<bool>,
        /// Nothing where the exports do not tell of after-sales.
        is_refunded: Option<bool>,
        /// Whether a creator sold it.
        by_creator: Option<bool>,
        /// Whether the exports of the shop have 承诺发货时间.
        knows_ship_by: bool,
        /// The seconds from the request to the refund.
        refund_seconds: Option<i64>,
        // Of lines with an after-sale, or whose money went back.
        /// How far the order was when the after-sale was asked for; `various` where several differ.
        after_sale_stage: Option<&'v str>,
        after_sale_type: Option<&'v str>,
        after_sale_types_differ: Option<bool>,
        /// 售后原因, or else 取消原因.
        after_sale_reason: Option<&'v str>,
        after_sale_reasons_differ: Option<bool>,
        // Of paid lines alone, but for `refunds`, `due` and `settled_amount`, which lines with an outcome have, too.
        refunds: Option<i64>,
        refunds_assumed: Option<bool>,
        taken_back: Option<i64>,
        due: Option<i64>,
        commission: Option<i64>,
        commission_expected: Option<bool>,
        /// Whether a rate can stand for the commission.
        takes_rate: Option<bool>,
        /// Whether the net would be known at a rate.
        has_net_at_rate: Option<bool>,
        /// 结算金额.
        settled_amount: Option<i64>,
        fees_booked: Option<i64>,
        /// What is still to come, at the rate of the shop.
        fees_estimated: Option<i64>,
        fees_awaited: Option<bool>,
        fees_unknown: Option<bool>,
        net: Option<i64>,
        is_estimated: Option<bool>,
        /// How much more is booked than is due.
        excess: Option<i64>,
        borne_unknown: Option<bool>,
        // Of the comparison with the settlement.
        outcome: Option<&'v str>,
        difference: Option<i64>,
        booked_income: Option<i64>,
        moved: Option<i64>,
    }
}

/// Makes the hash of a buyer, of receiver, phone and address as they are stored.
pub type BuyerHash<'h> = dyn Fn([Option<&str>; 3]) -> String + 'h;

/// Gives `take` the facts of a shop, in the order of their days, with the name of the month or quarter of each. Without a hash, there are
/// no buyers.
pub fn facts<E: From<StoreError>>(
    store: &Store,
    shop: &str,
    terms: Terms,
    now: Stamp,
    buyer: Option<&BuyerHash<'_>>,
    mut take: impl FnMut(Option<&str>, &[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    let options = ReportOptions::default();
    let query = Query::new(store, shop, &options, terms, now)?;
    let settling = Settling::of(&query)?;
    let grouping = settling.days.grouping();
    let mut texts = store.connection().prepare(&texts_sql()).map_err(|error| store.failed(error))?;
    for span in settling.days.spans(LINES_AT_ONCE) {
        let mut lines = Vec::new();
        query.scan(|id, line: Line| {
            if span.has(line.submitted) {
                lines.push((id, line));
            }
        })?;
        lines.sort_unstable_by_key(|(id, line)| (line.submitted, line.key, *id));
        let mut month: (Option<i64>, Option<String>) = (None, None);
        for (id, line) in &lines {
            let day = line.submitted.map(Moment::day);
            if month.0 != day {
                month = (day, grouping.name(line.submitted));
            }
            let settled = settling.settle(line);
            with_row(&mut texts, *id, |row| -> Result<(), E> {
                let read = || settled.fact(line, row, buyer);
                let (mut fact, hash) = read().map_err(|error| E::from(store.failed(error)))?;
                fact.buyer = hash.as_deref();
                take(month.1.as_deref(), &fact.cells())
            })
            .map_err(|error| E::from(store.failed(error)))??;
        }
    }
    Ok(())
}

/// Reads the texts of a line.
fn with_row<T>(texts: &mut Statement<'_>, id: i64, read: impl FnOnce(&Row<'_>) -> T) -> rusqlite::Result<T> {
    let params: [&dyn ToSql; 1] = [&id];
    let mut rows = texts.query(params)?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(read(row))
}

/// The columns of a line that are read as they are stored.
const TEXTS: [&str; 22] = [
    "line_key",
    "main_order_id",
    "product_id",
    "product",
    "spec",
    "sku_code",
    "creator_id",
    "creator_name",
    "status",
    "after_sale",
    "cancel_reason",
    "promotion",
    "province",
    "city",
    "warehouse_id",
    "warehouse",
    "traffic_genre",
    "traffic_type",
    "receiver",
    "receiver_phone",
    "address",
    "CASE WHEN {unshipped} AND NOT {platform_ships} THEN {exported_at} END",
];

fn texts_sql() -> String {
    let columns = TEXTS.join(", ");
    with_conditions(&format!("SELECT {columns}, unit_price FROM stored_lines AS line WHERE id = ?1"))
}

impl Settled<'_> {
    /// Makes the fact of a line and its texts, and the hash of its buyer beside it.
    fn fact<'v>(
        &'v self,
        line: &Line,
        row: &'v Row<'_>,
        buyer: Option<&BuyerHash<'_>>,
    ) -> rusqlite::Result<(Fact<'v>, Option<String>)> {
        let mut texts = [None; TEXTS.len()];
        for (index, text) in texts.iter_mut().enumerate() {
            *text = row.get_ref(index)?.as_str_or_null()?;
        }
        let [line_key, order_id, product_id, product, spec, sku_code, creator_id, creator_name, status, after_sale, ..] =
            texts;
        let [.., cancel_reason, promotion, province, city, warehouse_id, warehouse, genre, traffic, _, _, _, _] = texts;
        let [.., receiver, phone, address, exported_at] = texts;
        let parts = [receiver, phone, address];
        let hash = buyer.filter(|_| parts.iter().any(Option::is_some)).map(|hash| hash(parts));
        let money = self.money.as_ref();
        let back = money.map(|money| &money.given_back);
        let fact = Fact {
            line_key: line_key.unwrap_or_default(),
            order_id,
            product_id,
            product,
            spec,
            sku_code,
            creator_id,
            creator_name,
            status,
            after_sale,
            cancel_reason,
            promotion,
            province,
            city,
            warehouse_id,
            warehouse,
            traffic_genre: genre,
            traffic_type: traffic,
            buyer: None,
            buyer_certainty: hash.as_ref().map(|_| Certainty::of(parts) as i64),
            submitted_at: seconds(line.submitted),
            paid_at: seconds(line.paid),
            shipped_at: seconds(line.shipped),
            finished_at: seconds(line.finished),
            ship_by: seconds(line.ship_by),
            settled_at: seconds(money.and_then(|money| money.booked).and_then(|booked| booked.settled)),
            refunded_at: seconds(self.refund.and_then(|refund| refund.refunded)),
            exported_at: seconds(exported_at.and_then(Moment::parse)),
            quantity: line.quantity.map(Whole::get),
            unit_price: row.get(TEXTS.len())?,
            payable: fen(line.payable),
            platform_borne: fen(line.platform_borne),
            seller_borne: fen(line.seller_borne),
            creator_borne: fen(line.creator_borne),
            is_sale: self.flags.is_sale,
            is_unshipped: self.flags.is_unshipped,
            was_shipped: self.flags.was_shipped,
            is_called_off: self.flags.is_called_off,
            platform_ships: line.platform_ships,
            is_gift: self.flags.is_gift,
            is_refunded: self.flags.is_refunded,
            by_creator: self.by_creator,
            knows_ship_by: self.flags.knows_ship_by,
            refund_seconds: self.refund.as_ref().and_then(Refund::seconds),
            after_sale_stage: self.after_sales.stage,
            after_sale_type: self.after_sales.of_type,
            after_sale_types_differ: self.after_sales.types_differ,
            after_sale_reason: self
                .after_sales
                .reason
                .or(cancel_reason.filter(|_| self.after_sales.reasons_differ == Some(false))),
            after_sale_reasons_differ: self.after_sales.reasons_differ,
            refunds: fen(self.given_back.and_then(|back| back.refunds)),
            refunds_assumed: back.map(|back| back.is_assumed),
            taken_back: fen(back.and_then(|back| back.taken_back)),
            due: fen(self.given_back.and_then(|back| back.due)),
            commission: fen(money.and_then(|money| money.commission)),
            commission_expected: money.map(|money| money.is_expected),
            takes_rate: money.map(LineMoney::takes_rate),
            has_net_at_rate: money.map(LineMoney::has_net_at_rate),
            settled_amount: fen(self.amount),
            fees_booked: fen(money.and_then(LineMoney::fees)),
            fees_estimated: fen(self.fees_estimated),
            fees_awaited: money.map(|money| money.awaits_fees_of().is_some()),
            fees_unknown: money.map(|_| self.fees_unknown),
            net: fen(money.and_then(LineMoney::net).map(|net| net - self.fees_estimated.unwrap_or(Amount::ZERO))),
            is_estimated: money.map(LineMoney::is_estimated),
            excess: fen(money.and_then(LineMoney::excess)),
            borne_unknown: money.map(|money| money.lacks_borne),
            outcome: self.outcome.map(outcome_code),
            difference: fen(self.difference),
            booked_income: fen(self.income),
            moved: fen(self.moved),
        };
        Ok((fact, hash))
    }
}

fn fen(amount: Option<Amount>) -> Option<i64> {
    amount.map(Whole::get)
}

pub(super) fn seconds(moment: Option<Moment>) -> Option<Seconds> {
    moment.map(|moment| Seconds(moment.get()))
}
