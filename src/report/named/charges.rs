//! What the settlement statements charge, fee by fee, in groups of lines.

use super::by_id::ById;
use super::groups::Groups;
use super::matching::{Matched, Merge};
use super::measures::{Measure, Measures, measures};
use super::query::Query;
use crate::packed::{Amount, Creator, Id, Product};
use crate::packed_row;
use crate::store::StoreError;

measures! {
    /// What bookings charge; what is given back is below zero. Names that end in `_bookings` count the bookings that charge something.
    pub(super) struct Charged {
        bookings,
        income,
        /// Bookings of which the income, and so the part that no column has, is not known.
        unknown_bookings,
        platform_fee,
        platform_fee_bookings,
        commission,
        commission_bookings,
        agency_commission,
        agency_commission_bookings,
        channel_share,
        channel_share_bookings,
        recruiting_fee,
        recruiting_fee_bookings,
        external_promotion,
        external_promotion_bookings,
        other_share,
        other_share_bookings,
        /// What no known column has.
        other,
        other_bookings,
        /// All of it together.
        charged,
    }
}

measures! {
    /// What the bookings of a group belong to that an engine summed up: 0 for paid lines that are asked for, 1 for orders that are not
    /// imported, 2 for orders of several lines, 3 for lines that are not paid.
    pub(super) struct Belonging { place }
}

/// Expands `{charged}` in a query.
pub(super) fn with_charged(sql: &str) -> String {
    sql.replace("{charged}", &Charged::names().join(", "))
}

packed_row! {
    struct Booking of settlement {
        sub_order, order, ordered, settled, amount, income, commission, platform_fee, agency_commission, channel_share, recruiting_fee,
        external_promotion, other_share,
    }
}

impl Booking {
    /// Returns what the booking charges. Expenses are stored below zero.
    fn charged(&self) -> Charged {
        let cost = |stored: Option<Amount>| stored.map(|fen| -fen);
        let is_charged = |stored: Option<Amount>| Measure::from(stored.is_some_and(|fen| !fen.is_zero()));
        let all = [
            self.platform_fee,
            self.commission,
            self.agency_commission,
            self.channel_share,
            self.recruiting_fee,
            self.external_promotion,
            self.other_share,
        ];
        let known: Amount = all.into_iter().flatten().map(|fen| -fen).sum();
        let charged = self.income.zip(self.amount).map(|(income, amount)| income - amount);
        let other = charged.map(|charged| charged - known);
        Charged {
            bookings: true.into(),
            income: self.income.into(),
            unknown_bookings: charged.is_none().into(),
            platform_fee: cost(self.platform_fee).into(),
            platform_fee_bookings: is_charged(self.platform_fee),
            commission: cost(self.commission).into(),
            commission_bookings: is_charged(self.commission),
            agency_commission: cost(self.agency_commission).into(),
            agency_commission_bookings: is_charged(self.agency_commission),
            channel_share: cost(self.channel_share).into(),
            channel_share_bookings: is_charged(self.channel_share),
            recruiting_fee: cost(self.recruiting_fee).into(),
            recruiting_fee_bookings: is_charged(self.recruiting_fee),
            external_promotion: cost(self.external_promotion).into(),
            external_promotion_bookings: is_charged(self.external_promotion),
            other_share: cost(self.other_share).into(),
            other_share_bookings: is_charged(self.other_share),
            other: other.into(),
            other_bookings: is_charged(other),
            charged: Some(charged.unwrap_or(known)).into(),
        }
    }
}

/// What is booked beside the paid lines that are asked for, by the reason why it counts for none of them.
#[derive(Default)]
pub(super) struct Elsewhere {
    /// Its order is not imported, or it names none.
    pub not_imported: Charged,
    /// It names only an order of several lines.
    pub of_orders: Charged,
    /// Its line is not paid.
    pub unpaid: Charged,
}

impl Elsewhere {
    /// Takes the groups that belong to no paid line out of those that an engine summed up.
    pub(super) fn take(query: &Query<'_>) -> Result<Self, StoreError> {
        let sql = with_charged("SELECT place, {charged} FROM line_groups");
        let groups: Vec<(Belonging, Charged)> = query.rows(&sql)?;
        query.ask("DELETE FROM line_groups WHERE place > 0", &[], |_| Ok(()))?;
        let mut elsewhere = Self::default();
        for (belonging, charged) in &groups {
            match belonging.place.get() {
                Some(1) => elsewhere.not_imported.add(charged),
                Some(2) => elsewhere.of_orders.add(charged),
                Some(3) => elsewhere.unpaid.add(charged),
                _ => {}
            }
        }
        Ok(elsewhere)
    }

    /// Adds all of it up.
    pub(super) fn sum(&self) -> Charged {
        let mut sum = self.not_imported;
        sum.add(&self.of_orders);
        sum.add(&self.unpaid);
        sum
    }
}

/// A line by what counts for it.
#[derive(Clone, Copy)]
enum Place {
    /// It is paid and of the days asked for.
    Asked { group: u32, awaits: bool },
    /// It is of the days asked for, and not paid.
    Unpaid,
    /// It is of other days.
    OtherDays,
}

/// What a row says whose line is found by other rows or lines.
#[derive(Clone, Copy)]
struct Loose {
    charged: Charged,
    /// Whether it counts for the days asked for where no line is found.
    is_asked: bool,
    /// How many bookings say no 下单时间.
    undated: i64,
    has_line: bool,
}

impl Merge for Loose {
    fn merge(&mut self, other: &Self) {
        self.charged.add(&other.charged);
        self.undated += other.undated;
    }

    fn mark(&mut self) {
        self.has_line = true;
    }

    fn is_marked(&self) -> bool {
        self.has_line
    }
}

packed_row! {
    /// The packed columns of an order line that tell where it belongs.
    pub(super) struct Line of line { submitted, paid, key, status, product, creator }
}

/// What groups of lines are told apart by.
pub(super) type Key = (Option<Product>, Option<Creator>, Option<i64>);

/// Sums up what is charged for the paid lines that are asked for.
pub(super) struct Charges {
    groups: Groups<Charged>,
    places: ById<Place>,
    pub elsewhere: Elsewhere,
    /// The sales of which nothing is booked yet.
    pub awaiting: i64,
    /// The bookings of orders that are not imported that say no 下单时间, and count on the day of the settlement.
    pub on_settlement_day: i64,
}

impl Charges {
    /// Reads the statements of the shop. `key` tells the groups of lines apart.
    pub(super) fn of(query: &Query<'_>, key: impl Fn(&Line) -> Key) -> Result<Self, StoreError> {
        let mut charges = Self {
            groups: Groups::new(),
            places: ById::default(),
            elsewhere: Elsewhere::default(),
            awaiting: 0,
            on_settlement_day: 0,
        };
        charges.place_lines(query, key)?;
        // What counts for the days asked for where no line is found, and what does not: bookings of one order may be settled on
        // several days.
        let (mut asked, mut others) = (Matched::new(query)?, Matched::new(query)?);
        query.scan(|_, booking: Booking| {
            let Booking { sub_order, order, ordered, settled, .. } = booking;
            let is_asked = query.scope.has(ordered.or(settled));
            // Where all days are asked for, it does not matter.
            let undated = (is_asked && ordered.is_none() && !query.scope.has(None)).into();
            let said = Loose { charged: booking.charged(), is_asked, undated, has_line: false };
            let loose = if is_asked { &mut asked } else { &mut others };
            match loose.line_named(sub_order, order) {
                Some(line) => charges.put(line, &said),
                None => loose.put(sub_order, order, said),
            }
        })?;
        charges.put_loose(query, asked)?;
        charges.put_loose(query, others)?;
        Ok(charges)
    }

    /// Writes the groups to the scratch table `line_groups`.
    pub(super) fn write(&self, query: &Query<'_>) -> Result<(), StoreError> {
        self.groups.write(query, &[])
    }

    fn place_lines(&mut self, query: &Query<'_>, key: impl Fn(&Line) -> Key) -> Result<(), StoreError> {
        let statuses = query.statuses()?;
        let mut places = Vec::new();
        query.scan(|id, line: Line| {
            let Some(line_key) = line.key else { return };
            let place = match (query.scope.has(line.submitted), line.paid) {
                (false, _) => Place::OtherDays,
                (true, None) => Place::Unpaid,
                (true, Some(_)) => {
                    let group = self.groups.of(key(&line), id, (line.submitted, line.key));
                    let awaits = statuses.is_sale(line.paid, line.status);
                    self.awaiting += i64::from(awaits);
                    Place::Asked { group: u32::try_from(group).unwrap_or(u32::MAX), awaits }
                }
            };
            places.push((line_key, place));
        })?;
        self.places = ById::merged(places, |place, later| *place = *later);
        Ok(())
    }

    /// Adds what is said of a line.
    fn put(&mut self, line: Id, said: &Loose) {
        match self.places.get_mut(line) {
            Some(Place::Asked { group, awaits }) => {
                self.awaiting -= i64::from(std::mem::take(awaits));
                self.groups.add(*group as usize, &said.charged);
            }
            Some(Place::Unpaid) => self.elsewhere.unpaid.add(&said.charged),
            Some(Place::OtherDays) => {}
            None => self.put_not_imported(said),
        }
    }

    fn put_not_imported(&mut self, said: &Loose) {
        if said.is_asked {
            self.elsewhere.not_imported.add(&said.charged);
            self.on_settlement_day += said.undated;
        }
    }

    /// Adds what names no line.
    fn put_loose(&mut self, query: &Query<'_>, mut loose: Matched<Loose>) -> Result<(), StoreError> {
        packed_row! {
            struct OrderLine of line { submitted, order }
        }
        loose.settle(query)?;
        for (line, said) in loose.lines.iter() {
            self.put(line, said);
        }
        for said in loose.unmatched.values().chain(&loose.nameless) {
            self.put_not_imported(said);
        }
        if !loose.orders.is_empty() {
            query.scan(|_, line: OrderLine| {
                if query.scope.has(line.submitted) {
                    loose.mark_order(line.order);
                }
            })?;
            loose.of_marked_orders().for_each(|said| self.elsewhere.of_orders.add(&said.charged));
        }
        Ok(())
    }
}
