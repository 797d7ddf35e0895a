//! The order lines that a filter finds by packed columns, which reports count by: the same words, and the same lines.

use std::hash::Hash;

use rusqlite::{OptionalExtension, ToSql};
use rustc_hash::FxHashSet;

use super::ask;
use super::code_texts;
use super::gifts::Gifts;
use super::named::Basis;
use super::order_filter::{Match, OrderFilter, Search, ShipBy, Stage};
use super::order_texts::is_whole_sku;
use super::statuses::{StatusCodes, with_conditions};
use crate::model::calendar::add_days;
use crate::model::time::Stamp;
use crate::packed::{
    self, AfterSale, City, Creator, Genre, Id, Moment, Product, Promotion, Province, Reason, Sku, Status, TrafficType,
    Whole,
};
use crate::packed_row;
use crate::store::{Store, StoreError};

/// Holds lines of a shop by their numbers.
#[derive(Default)]
pub(super) struct OrderSet {
    has: Vec<bool>,
    len: usize,
}

impl OrderSet {
    /// Tells whether a line is in the set.
    pub(super) fn has(&self, id: i64) -> bool {
        usize::try_from(id).ok().and_then(|id| self.has.get(id)).copied().unwrap_or_default()
    }

    /// Puts a line in.
    pub(super) fn put(&mut self, id: i64) {
        let Ok(id) = usize::try_from(id) else { return };
        if self.has.len() <= id {
            self.has.resize(id + 1, false);
        }
        self.len += usize::from(!self.has[id]);
        self.has[id] = true;
    }

    /// Returns how many lines there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Lists the lines in the order of their numbers.
    pub(super) fn ids(&self) -> impl Iterator<Item = i64> {
        (0_i64..).zip(&self.has).filter(|(_, has)| **has).map(|(id, _)| id)
    }
}

impl FromIterator<i64> for OrderSet {
    fn from_iter<I: IntoIterator<Item = i64>>(ids: I) -> Self {
        let mut set = Self::default();
        for id in ids {
            set.put(id);
        }
        set
    }
}

/// Finds the lines that fit what packed columns know of a filter; nothing where that is every line. What only texts know is left to
/// SQL, and so are the days, unless `with_days` is set or there is something else to find.
pub(super) fn found(
    store: &Store,
    shop_id: i64,
    filter: &OrderFilter,
    with_days: bool,
) -> Result<Option<OrderSet>, StoreError> {
    let mut lines = Narrowing { store, shop_id, set: None };
    // Those come first that leave few lines.
    if let Some(Search::Ids(ids)) = filter.searched() {
        lines.with_ids(&ids)?;
    }
    if filter.late_values {
        lines.with_late_values()?;
    }
    lines.by_stage(filter)?;
    lines.by_status(filter)?;
    lines.by_what_was_sold(filter)?;
    lines.by_where(filter)?;
    lines.by_gift(filter.gift)?;
    lines.by_time(filter, with_days)?;
    Ok(lines.set)
}

/// Narrows the lines of a shop down.
struct Narrowing<'s> {
    store: &'s Store,
    shop_id: i64,
    /// The lines that are left; nothing where that is every line.
    set: Option<OrderSet>,
}

impl Narrowing<'_> {
    /// Keeps the lines whose packed columns are wanted.
    fn keep<R: packed::Row<N>, const N: usize>(
        &mut self,
        is_wanted: impl Fn(i64, R) -> bool,
    ) -> Result<(), StoreError> {
        let (before, mut kept) = (self.set.take(), OrderSet::default());
        self.store.scan(self.shop_id, |id, row: R| {
            if before.as_ref().is_none_or(|set| set.has(id)) && is_wanted(id, row) {
                kept.put(id);
            }
        })?;
        self.set = Some(kept);
        Ok(())
    }

    /// Keeps the lines that are in another set.
    fn keep_these(&mut self, others: OrderSet) {
        self.set = Some(match self.set.take() {
            None => others,
            Some(set) => set.ids().filter(|id| others.has(*id)).collect(),
        });
    }

    /// Keeps those of the lines left that SQL says a condition of.
    fn keep_by_sql(&mut self, condition: &str, params: &[(&str, &dyn ToSql)]) -> Result<(), StoreError> {
        let Some(set) = self.set.take() else { return Ok(()) };
        let sql = format!("SELECT 1 FROM stored_lines AS line WHERE line.id = :id AND {condition}");
        let run = || -> rusqlite::Result<OrderSet> {
            let (mut statement, mut kept) = (self.store.connection().prepare(&sql)?, OrderSet::default());
            for id in set.ids() {
                let params: Vec<(&str, &dyn ToSql)> =
                    params.iter().copied().chain([(":id", &id as &dyn ToSql)]).collect();
                if statement.query_row(params.as_slice(), |_| Ok(())).optional()?.is_some() {
                    kept.put(id);
                }
            }
            Ok(kept)
        };
        self.set = Some(run().map_err(|error| self.store.failed(error))?);
        Ok(())
    }

    /// Asks SQL for lines.
    fn ids(&self, sql: &str, params: &[(&str, &dyn ToSql)]) -> Result<OrderSet, StoreError> {
        let params: Vec<(&str, &dyn ToSql)> =
            [(":shop_id", &self.shop_id as &dyn ToSql)].into_iter().chain(params.iter().copied()).collect();
        Ok(ask(self.store, &with_conditions(sql), &params, |row| row.get(0))?.into_iter().collect())
    }

    /// Keeps the lines that have one of some ids: their own, that of their order, of the product, or of the creator.
    fn with_ids(&mut self, ids: &[String]) -> Result<(), StoreError> {
        packed_row! {
            struct Line of line { order, key, product, creator }
        }
        let sub_orders = self.sub_orders_in_cells(ids)?;
        // The code is that of the text, whatever column it stands in.
        let codes: FxHashSet<i64> = ids.iter().map(|id| Id::of(id).get()).collect();
        self.keep(|id, line: Line| {
            let of_order = [line.order, line.key].map(|code| code.map(Whole::get));
            let others = [line.product.map(Whole::get), line.creator.map(Whole::get)];
            of_order.into_iter().chain(others).flatten().any(|code| codes.contains(&code)) || sub_orders.has(id)
        })
    }

    /// Finds the lines that have one of some sub-orders among several in a cell, where each row is a main order.
    fn sub_orders_in_cells(&self, ids: &[String]) -> Result<OrderSet, StoreError> {
        let has_cells = "SELECT id FROM imports WHERE shop_id = :shop_id AND grain = 'main_order' LIMIT 1";
        let with_cells = "SELECT line.id
             FROM stored_lines AS line, json_each('[\"' || replace(line.sub_order_id, ';', '\",\"') || '\"]') AS sub
             WHERE line.shop_id = :shop_id AND sub.value IN (SELECT value FROM json_each(:ids))";
        if self.ids(has_cells, &[])?.ids().next().is_none() {
            return Ok(OrderSet::default());
        }
        self.ids(with_cells, &[(":ids", &serde_json::json!(ids).to_string())])
    }

    fn with_late_values(&mut self) -> Result<(), StoreError> {
        let sql = "SELECT id FROM stored_lines INDEXED BY lines_with_late_values WHERE shop_id = :shop_id AND {late}";
        let late = self.ids(sql, &[])?;
        self.keep_these(late);
        Ok(())
    }

    fn by_stage(&mut self, filter: &OrderFilter) -> Result<(), StoreError> {
        packed_row! {
            struct Line of line { paid, status }
        }
        packed_row! {
            struct Waiting of line { status, ship_by, platform_ships }
        }
        if filter.stage.is_none() && filter.ship_by.is_none() {
            return Ok(());
        }
        let statuses = StatusCodes::of(self.store, Some(self.shop_id))?;
        match filter.stage {
            None => {}
            Some(Stage::Paid) => self.keep(|_, line: Line| line.paid.is_some())?,
            Some(Stage::Sales) => self.keep(|_, line: Line| statuses.is_sale(line.paid, line.status))?,
            Some(Stage::ToShip) => {
                self.keep(|_, line: Waiting| statuses.is_unshipped(line.status) && !line.platform_ships)?;
            }
        }
        if let Some((ship_by, now)) = filter.ship_by {
            let due = Due::of(ship_by, now);
            self.keep(|_, line: Waiting| {
                statuses.is_unshipped(line.status) && !line.platform_ships && due.has(line.ship_by)
            })?;
            self.by_export(ship_by, now)?;
        }
        Ok(())
    }

    /// Keeps the overdue lines that were, or were not, exported long ago.
    fn by_export(&mut self, ship_by: ShipBy, now: Stamp) -> Result<(), StoreError> {
        let condition = match ship_by {
            ShipBy::Overdue => "(line.ship_by < {exported_at} OR {exported_at} >= :day_ago)",
            ShipBy::OverdueSince => "line.ship_by >= {exported_at} AND {exported_at} < :day_ago",
            _ => return Ok(()),
        };
        let day_ago = now.plus_hours(-24).to_string();
        self.keep_by_sql(&with_conditions(condition), &[(":day_ago", &day_ago)])
    }

    fn by_status(&mut self, filter: &OrderFilter) -> Result<(), StoreError> {
        packed_row! {
            struct Line of line { status }
        }
        packed_row! {
            struct AfterSaleLine of line { after_sale }
        }
        packed_row! {
            struct ReasonLine of line { reason }
        }
        if let Some(wanted) = &filter.cancel_reason {
            let wanted = self.codes(wanted, "cancel_reason", |line: ReasonLine| line.reason, Reason::of)?;
            self.keep(|_, line: ReasonLine| wanted.has(line.reason))?;
        }
        if !filter.statuses.is_empty() {
            let wanted: Vec<_> = filter.statuses.iter().map(|text| listed(text, Status::of)).collect();
            self.keep(|_, line: Line| wanted.contains(&line.status))?;
        }
        if !filter.after_sales.is_empty() {
            let wanted: Vec<_> = filter.after_sales.iter().map(|text| listed(text, AfterSale::of)).collect();
            self.keep(|_, line: AfterSaleLine| wanted.contains(&line.after_sale))?;
        }
        if filter.open_after_sale {
            let statuses = StatusCodes::of(self.store, Some(self.shop_id))?;
            self.keep(|_, line: AfterSaleLine| statuses.has_open_after_sale(line.after_sale))?;
        }
        Ok(())
    }

    fn by_what_was_sold(&mut self, filter: &OrderFilter) -> Result<(), StoreError> {
        packed_row! {
            struct ProductLine of line { product }
        }
        packed_row! {
            struct SkuLine of line { sku }
        }
        packed_row! {
            struct CreatorLine of line { creator }
        }
        packed_row! {
            struct PromotionLine of line { promotion }
        }
        match &filter.product {
            None | Some(Match::Has(_)) => {}
            Some(Match::Missing) => self.keep(|_, line: ProductLine| line.product.is_none())?,
            Some(Match::Given) => self.keep(|_, line: ProductLine| line.product.is_some())?,
            Some(Match::Is(text)) => {
                let wanted = [Product::of(text), Product::named(text)].map(Some);
                self.keep(|_, line: ProductLine| wanted.contains(&line.product))?;
            }
        }
        if is_whole_sku(filter) {
            let exact = |wanted: &Option<Match>| match wanted {
                Some(Match::Is(text)) => Some(text.clone()),
                _ => None,
            };
            let [spec, sku_code] = [&filter.spec, &filter.sku_code].map(exact);
            let wanted = Sku::of_both([spec.as_deref(), sku_code.as_deref()]);
            self.keep(|_, line: SkuLine| line.sku == wanted)?;
        }
        match &filter.creator {
            None | Some(Match::Has(_)) => {}
            Some(wanted) => {
                let wanted = Codes::exact(wanted, Creator::of);
                self.keep(|_, line: CreatorLine| wanted.has(line.creator))?;
            }
        }
        if let Some(wanted) = &filter.promotion {
            let wanted = self.codes(wanted, "promotion", |line: PromotionLine| line.promotion, Promotion::of)?;
            self.keep(|_, line: PromotionLine| wanted.has(line.promotion))?;
        }
        Ok(())
    }

    fn by_where(&mut self, filter: &OrderFilter) -> Result<(), StoreError> {
        packed_row! {
            struct ProvinceLine of line { province }
        }
        packed_row! {
            struct CityLine of line { city }
        }
        packed_row! {
            struct GenreLine of line { genre }
        }
        packed_row! {
            struct TypeLine of line { traffic_type }
        }
        if let Some(wanted) = &filter.province {
            let wanted = self.codes(wanted, "province", |line: ProvinceLine| line.province, Province::of)?;
            self.keep(|_, line: ProvinceLine| wanted.has(line.province))?;
        }
        if let Some(wanted) = &filter.city {
            let wanted = self.codes(wanted, "city", |line: CityLine| line.city, City::of)?;
            self.keep(|_, line: CityLine| wanted.has(line.city))?;
        }
        if let Some(wanted) = &filter.traffic_genre {
            let wanted = self.codes(wanted, "traffic_genre", |line: GenreLine| line.genre, Genre::of)?;
            self.keep(|_, line: GenreLine| wanted.has(line.genre))?;
        }
        if let Some(wanted) = &filter.traffic_type {
            let wanted = self.codes(wanted, "traffic_type", |line: TypeLine| line.traffic_type, TrafficType::of)?;
            self.keep(|_, line: TypeLine| wanted.has(line.traffic_type))?;
        }
        Ok(())
    }

    /// Returns the codes of the texts that fit. A packed column has the codes; a row of each code has its text.
    fn codes<R: packed::Row<N>, const N: usize, K: Copy + Eq + Hash>(
        &self,
        wanted: &Match,
        column: &str,
        code: impl Fn(R) -> Option<K>,
        of: fn(&str) -> K,
    ) -> Result<Codes<K>, StoreError> {
        let Match::Has(part) = wanted else { return Ok(Codes::exact(wanted, of)) };
        let sql = format!("SELECT {column} FROM stored_lines WHERE id = :id");
        let texts = code_texts::read(self.store, self.shop_id, code, &sql)?;
        let part = part.to_ascii_lowercase();
        let fits = |(code, text): (K, String)| text.to_ascii_lowercase().contains(&part).then_some(code);
        Ok(Codes::These(texts.into_iter().filter_map(fits).collect()))
    }

    fn by_gift(&mut self, gift: Option<bool>) -> Result<(), StoreError> {
        packed_row! {
            struct Line of line { order, paid, gift }
        }
        let Some(is_wanted) = gift else { return Ok(()) };
        let gifts = Gifts::of(self.store, Some(self.shop_id))?;
        self.keep(|_, line: Line| gifts.has(line.gift, line.order, line.paid.is_some()) == is_wanted)
    }

    fn by_time(&mut self, filter: &OrderFilter, with_days: bool) -> Result<(), StoreError> {
        packed_row! {
            struct Line of line { submitted }
        }
        packed_row! {
            struct PaidLine of line { paid }
        }
        let times = Times::of(filter);
        if !times.is_wanted(with_days || self.set.is_some()) {
            return Ok(());
        }
        match filter.basis {
            Basis::Paid => self.keep(|_, line: PaidLine| times.has(line.paid)),
            _ => self.keep(|_, line: Line| times.has(line.submitted)),
        }
    }
}

/// Reads a value of a list; `-` is none.
fn listed<K>(text: &str, of: fn(&str) -> K) -> Option<K> {
    (text != "-").then(|| of(text))
}

/// The moments by which lines are to be shipped: from the first, before the second.
struct Due {
    from: Option<Moment>,
    end: Option<Moment>,
}

impl Due {
    fn of(ship_by: ShipBy, now: Stamp) -> Self {
        let moment = |stamp: Stamp| Moment::parse(&stamp.to_string());
        let day_after = |day| Some(Moment::start_of(add_days(day, 1)));
        let (from, end) = match ship_by {
            ShipBy::Overdue | ShipBy::OverdueSince => (None, moment(now)),
            // The last moment counts.
            ShipBy::Within24Hours => {
                (moment(now), moment(now.plus_hours(24)).and_then(|end| Moment::new(end.get() + 1)))
            }
            ShipBy::Today => (Some(Moment::start_of(now.day())), day_after(now.day())),
            ShipBy::Until(day) => (None, day_after(day)),
        };
        Self { from, end }
    }

    fn has(&self, at: Option<Moment>) -> bool {
        at.is_some_and(|at| self.from.is_none_or(|from| at >= from) && self.end.is_none_or(|end| at < end))
    }
}

/// The codes of a packed column that are wanted.
enum Codes<K> {
    Missing,
    Given,
    These(FxHashSet<K>),
}

impl<K: Copy + Eq + Hash> Codes<K> {
    fn exact(wanted: &Match, of: fn(&str) -> K) -> Self {
        match wanted {
            Match::Missing => Self::Missing,
            Match::Given => Self::Given,
            Match::Is(text) | Match::Has(text) => Self::These([of(text)].into_iter().collect()),
        }
    }

    fn has(&self, code: Option<K>) -> bool {
        match (self, code) {
            (Self::Missing, code) => code.is_none(),
            (Self::Given, code) => code.is_some(),
            (Self::These(codes), Some(code)) => codes.contains(&code),
            (Self::These(_), None) => false,
        }
    }
}

/// The times of day and week, and the days, that are wanted.
struct Times {
    from: Option<Moment>,
    end: Option<Moment>,
    hour: Option<i64>,
    weekday: Option<i64>,
    /// Whether SQL cannot say it by the index of lines by time.
    is_by_columns: bool,
}

impl Times {
    fn of(filter: &OrderFilter) -> Self {
        let from = filter.from.map(Moment::start_of);
        let end = filter.to.map(|day| Moment::start_of(add_days(day, 1)));
        let has_days = from.is_some() || end.is_some();
        let is_by_columns =
            filter.hour.is_some() || filter.weekday.is_some() || has_days && filter.basis == Basis::Paid;
        Self { from, end, hour: filter.hour.map(i64::from), weekday: filter.weekday.map(i64::from), is_by_columns }
    }

    /// Tells whether there is anything to narrow lines down by, and to leave nothing to SQL where `is_narrowed` is set.
    fn is_wanted(&self, is_narrowed: bool) -> bool {
        self.is_by_columns || is_narrowed && (self.from.is_some() || self.end.is_some())
    }

    fn has(&self, time: Option<Moment>) -> bool {
        let Some(time) = time else {
            return self.from.is_none() && self.end.is_none() && self.hour.is_none() && self.weekday.is_none();
        };
        self.from.is_none_or(|from| time >= from)
            && self.end.is_none_or(|end| time < end)
            && self.hour.is_none_or(|hour| time.hour() == hour)
            && self.weekday.is_none_or(|weekday| time.weekday() == weekday)
    }
}
