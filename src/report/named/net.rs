//! What groups of lines bring in, as far as it is known: refunds, commission, fees and net, and what each is based on.

use super::columns::PartialSum;
use super::groups::GroupColumn;
use super::line_money::{Books, FeeRate, LineMoney, MoneyColumns, money_columns};
use super::measures::{Measure, Measures, measures};
use super::options::{Basis, Rate};
use super::query::Query;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::Word;
use crate::packed::{Amount, Count, Creator, Moment, Product};
use crate::store::StoreError;
use crate::{msg, packed_row, word};

/// Said by an export.
const ACTUAL: Word = word!("basis", "actual");
/// Expected by an export, or taken at a rate.
const ESTIMATED: Word = word!("basis", "estimated");
/// Not known.
const UNKNOWN: Word = word!("basis", "unknown");

measures! {
    /// What is summed up of what the paid lines of a group bring in. Names that end in `_lines` count lines.
    pub(super) struct NetMeasures {
        refunds,
        unknown_refund_lines,
        assumed_refund_lines,
        taken_back,
        unknown_taken_back_lines,
        commission,
        expected_commission_lines,
        /// Lines of creators whose commission is not known, so that a rate can stand for it.
        rate_lines,
        /// 应付 of these.
        rate_amount,
        /// Lines of which it is not known whether a creator sold them, so that their commission is not known.
        unknown_seller_lines,
        fees,
        unknown_fee_lines,
        net,
        /// Lines whose net is not known, at a rate neither.
        unknown_net_lines,
        /// Lines whose net is known at a rate.
        rate_net_lines,
        /// 应付 of these.
        rate_net_amount,
        /// Their net without commission.
        rate_net,
        estimated_lines,
        /// Lines whose fees are not booked yet.
        unbooked_fee_lines,
        /// How much more is booked than is due.
        excess,
        /// Lines of which it is not known what others bear.
        unknown_borne_lines,
    }
}

/// Expands `{net_measures}` in a query.
pub(super) fn with_net_measures(sql: &str) -> String {
    sql.replace("{net_measures}", &NetMeasures::names().join(", "))
}

/// What an export must have for the net of sales to be known.
pub(super) const NEEDS: &[Field] = &[
    Field::MainOrderId,
    Field::PaidAt,
    Field::Status,
    Field::Payable,
    Field::Promotion,
    Field::AfterSale,
    Field::PlatformBorne,
    Field::CreatorBorne,
];

measures! {
    /// What is summed up of the sales among the paid lines of a group.
    pub(super) struct SalesAmong { lines, amount, without_amount }
}

impl SalesAmong {
    /// Returns the measures of a paid line.
    pub(super) fn of(line: &PaidLine) -> Self {
        let payable = line.columns.payable;
        Self {
            lines: line.is_sale.into(),
            amount: Measure::from(payable).only_if(line.is_sale),
            without_amount: (line.is_sale && payable.is_none()).into(),
        }
    }
}

packed_row! {
    struct Line of line {
        submitted, finished, shipped, paid, order, product, key, status, after_sale, promotion, creator, quantity,
        payable, platform_borne, seller_borne, creator_borne, gift,
    }
}

/// Tells whose lines are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SoldBy {
    /// Everybody's.
    Anybody,
    /// Those of creators.
    Creators,
}

/// A paid line that is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct PaidLine {
    pub id: i64,
    pub submitted: Option<Moment>,
    pub finished: Option<Moment>,
    /// What puts it on a day.
    pub time: Option<Moment>,
    pub creator: Option<Creator>,
    pub seller_borne: Option<Amount>,
    pub product: Option<Product>,
    pub quantity: Option<Count>,
    pub is_sale: bool,
    pub columns: MoneyColumns,
}

/// Sums up what groups of lines bring in. Fees that are not booked are added at the end, when their rate is known.
pub(super) struct Nets {
    groups: Vec<NetMeasures>,
    /// The lines whose fees are still to come.
    awaiting: Vec<AwaitedFee>,
    /// Shipped lines that are not paid.
    shipped_unpaid: i64,
    /// Lines that are settled or refunded on no day that is known, where such days are asked for.
    on_no_day: i64,
    /// Bookings that name only an order of several lines, and 结算金额 of each.
    of_orders: Vec<(u32, Option<Amount>)>,
    estimates: bool,
    rate: Option<FeeRate>,
}

/// A line whose fees are still to come.
struct AwaitedFee {
    group: u32,
    /// The net that they come off.
    net: AwaitedNet,
    due: Amount,
}

/// The measure that fees come off.
#[derive(Clone, Copy)]
enum AwaitedNet {
    Known,
    AtRate,
    /// A net that is not known does not become less.
    Unknown,
}

impl Nets {
    /// Sums up what the paid lines bring in that are asked for. `group` returns the group of each.
    pub(super) fn of(
        query: &Query<'_>,
        mut group: impl FnMut(&PaidLine, &LineMoney) -> usize,
    ) -> Result<Self, StoreError> {
        Self::with_books(query, SoldBy::Anybody, |line, money, _| group(line, money))
    }

    /// Does the same of the lines that some sold, where groups depend on what else the books say.
    pub(super) fn with_books(
        query: &Query<'_>,
        sold_by: SoldBy,
        mut group: impl FnMut(&PaidLine, &LineMoney, &Books) -> usize,
    ) -> Result<Self, StoreError> {
        let (scope, mut books) = (query.scope, Books::of(query)?);
        let mut nets = Self {
            groups: Vec::new(),
            awaiting: Vec::new(),
            shipped_unpaid: 0,
            on_no_day: 0,
            of_orders: Vec::new(),
            estimates: !query.options.no_estimates,
            rate: None,
        };
        query.scan(|id, line: Line| {
            let statuses = &books.returns.statuses;
            let by_creator = line.creator.is_some() || statuses.is_alliance(line.promotion) == Some(true);
            let is_asked = by_creator || sold_by == SoldBy::Anybody;
            if line.paid.is_none() {
                let counts = is_asked
                    && scope.has(scope.time(line.submitted, line.paid))
                    && statuses.was_shipped(line.status, line.shipped);
                nets.shipped_unpaid += i64::from(counts);
                return;
            }
            let is_sale = statuses.is_sale(line.paid, line.status);
            // The rate of fees is that of all lines of the shop.
            let columns = money_columns!(line);
            let money = books.line(&columns);
            if !is_asked {
                return;
            }
            let time = match scope.basis() {
                Basis::Settled => money.booked.and_then(|booked| booked.settled),
                Basis::Refunded => books.returns.refund(line.key).and_then(|refund| refund.refunded),
                Basis::Submitted | Basis::Paid => scope.time(line.submitted, line.paid),
            };
            if !scope.has(time) {
                nets.on_no_day += i64::from(match scope.basis() {
                    Basis::Settled => time.is_none(),
                    Basis::Refunded => time.is_none() && money.given_back.is_any(),
                    Basis::Submitted | Basis::Paid => false,
                });
                return;
            }
            books.bookings.mark_order(line.order);
            let Line { submitted, finished, creator, seller_borne, product, quantity, .. } = line;
            let paid =
                PaidLine { id, submitted, finished, time, creator, seller_borne, product, quantity, is_sale, columns };
            let group = group(&paid, &money, &books);
            nets.put(group, &money, line.payable);
        })?;
        nets.settle(&books);
        Ok(nets)
    }

    /// Adds what a paid line of a group brings in.
    fn put(&mut self, group: usize, money: &LineMoney, payable: Option<Amount>) {
        if self.groups.len() <= group {
            self.groups.resize(group + 1, NetMeasures::default());
        }
        let given_back = &money.given_back;
        let (net, takes_rate, has_net_at_rate) = (money.net(), money.takes_rate(), money.has_net_at_rate());
        let awaits_fees_of = money.awaits_fees_of();
        self.groups[group].add(&NetMeasures {
            refunds: given_back.refunds.into(),
            unknown_refund_lines: given_back.refunds.is_none().into(),
            assumed_refund_lines: given_back.is_assumed.into(),
            taken_back: given_back.taken_back.into(),
            unknown_taken_back_lines: given_back.taken_back.is_none().into(),
            commission: money.commission.into(),
            expected_commission_lines: money.is_expected.into(),
            rate_lines: takes_rate.into(),
            rate_amount: Measure::from(payable).only_if(takes_rate),
            unknown_seller_lines: (money.commission.is_none() && !takes_rate).into(),
            fees: money.fees().into(),
            unknown_fee_lines: money.lacks_due().into(),
            net: net.into(),
            unknown_net_lines: (net.is_none() && !has_net_at_rate).into(),
            rate_net_lines: has_net_at_rate.into(),
            rate_net_amount: Measure::from(payable).only_if(has_net_at_rate),
            rate_net: Measure::from(given_back.due).only_if(has_net_at_rate),
            estimated_lines: money.is_estimated().into(),
            unbooked_fee_lines: awaits_fees_of.is_some().into(),
            excess: money.excess().into(),
            unknown_borne_lines: money.lacks_borne.into(),
        });
        if let Some(due) = awaits_fees_of {
            let net = match net {
                _ if has_net_at_rate => AwaitedNet::AtRate,
                Some(_) => AwaitedNet::Known,
                None => AwaitedNet::Unknown,
            };
            self.awaiting.push(AwaitedFee { group: u32::try_from(group).unwrap_or(u32::MAX), net, due });
        }
    }

    /// Takes the fees that are not booked off, at the rate of those that are.
    fn settle(&mut self, books: &Books) {
        self.of_orders = books.bookings.of_marked_orders().map(|booked| (booked.bookings, booked.amount)).collect();
        self.rate = books.fee_rate().filter(|_| self.estimates);
        let Some(rate) = self.rate else {
            self.groups.iter_mut().for_each(|group| group.unknown_fee_lines = 0.into());
            return;
        };
        for AwaitedFee { group, net, due } in std::mem::take(&mut self.awaiting) {
            let (group, fee) = (&mut self.groups[group as usize], rate.of(due));
            group.fees.add(Some(fee).into());
            let off = Measure::from(Some(-fee));
            match net {
                AwaitedNet::Known => group.net.add(off),
                AwaitedNet::AtRate => group.rate_net.add(off),
                AwaitedNet::Unknown => {}
            }
        }
    }

    /// Returns what a group brings in.
    pub(super) fn group(&self, group: usize) -> NetMeasures {
        self.groups.get(group).copied().unwrap_or_default()
    }

    /// Returns the measures of the groups as columns.
    pub(super) fn columns(&self) -> Vec<GroupColumn> {
        GroupColumn::of(&self.groups)
    }
}

/// What a group brings in.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupNet {
    measures: NetMeasures,
    commission: i64,
    net: i64,
    estimated_lines: i64,
    rate_lines: i64,
    rate_net_lines: i64,
}

impl GroupNet {
    /// Returns what a group brings in. Commission that no export says is taken at a rate, where there is one.
    pub(super) fn of(measures: &NetMeasures, rate: Option<Rate>) -> Self {
        let mut net = Self {
            measures: *measures,
            commission: measures.commission.or_zero(),
            net: measures.net.or_zero(),
            estimated_lines: measures.estimated_lines.or_zero(),
            rate_lines: measures.rate_lines.or_zero(),
            rate_net_lines: measures.rate_net_lines.or_zero(),
        };
        if let Some((rate, amount)) = rate.zip(measures.rate_amount.get()) {
            net.commission += rate.of(Fen(amount)).0;
            net.net += measures.rate_net.or_zero() - rate.of(Fen(measures.rate_net_amount.or_zero())).0;
            net.estimated_lines += net.rate_net_lines;
            (net.rate_lines, net.rate_net_lines) = (0, 0);
        }
        net
    }

    /// Returns how many lines have no net that is known.
    pub(super) fn unknown_lines(&self) -> i64 {
        self.measures.unknown_net_lines.or_zero() + self.rate_net_lines
    }

    /// Returns the refunds.
    pub(super) fn refunds(&self) -> PartialSum {
        sum(self.measures.refunds.or_zero(), self.measures.unknown_refund_lines.or_zero())
    }

    /// Returns what is taken back.
    pub(super) fn taken_back(&self) -> PartialSum {
        sum(self.measures.taken_back.or_zero(), self.measures.unknown_taken_back_lines.or_zero())
    }

    /// Returns the commission.
    pub(super) fn commission(&self) -> PartialSum {
        sum(self.commission, self.unknown_commission_lines())
    }

    fn unknown_commission_lines(&self) -> i64 {
        self.rate_lines + self.measures.unknown_seller_lines.or_zero()
    }

    /// Returns the fees.
    pub(super) fn fees(&self) -> PartialSum {
        sum(self.measures.fees.or_zero(), self.measures.unknown_fee_lines.or_zero())
    }

    /// Returns the net.
    pub(super) fn net(&self) -> PartialSum {
        sum(self.net, self.unknown_lines())
    }

    /// Returns how much more is booked than is due.
    pub(super) fn excess(&self) -> i64 {
        self.measures.excess.or_zero()
    }

    /// Returns what the net is based on.
    pub(super) fn basis(&self) -> Word {
        match (self.unknown_lines(), self.estimated_lines) {
            (0, 0) => ACTUAL,
            (0, _) => ESTIMATED,
            _ => UNKNOWN,
        }
    }

    /// Returns the part of the net that nothing explains; only columns that nobody knows can. `paid` is what was paid and what others
    /// bear.
    pub(super) fn other(&self, paid: Option<Fen>) -> Option<Fen> {
        let measures = &self.measures;
        let unknown = measures.unknown_refund_lines.or_zero() + self.unknown_commission_lines() + self.unknown_lines();
        let due = paid.filter(|_| unknown == 0)?.0 - measures.refunds.or_zero() - measures.taken_back.or_zero();
        Some(Fen(self.net - (due - self.commission - measures.fees.or_zero())))
    }
}

fn sum(known: i64, unknown_lines: i64) -> PartialSum {
    PartialSum { known: Fen(known), unknown_lines }
}

/// Gathers what a reader has to know of all rows of a report.
#[derive(Default)]
pub(super) struct NetNotes {
    sums: NetMeasures,
    has_other: bool,
}

impl NetNotes {
    /// Takes a row in, as it was read, with the part that nothing explains.
    pub(super) fn add(&mut self, measures: &NetMeasures, other: Option<Fen>) {
        self.sums.add(measures);
        self.has_other |= other.is_some_and(|other| other != Fen(0));
    }

    /// Notes it.
    pub(super) fn note(self, query: &mut Query<'_>, nets: &Nets) -> Result<(), StoreError> {
        query.note_shipped_unpaid(nets.shipped_unpaid);
        if nets.on_no_day > 0 {
            query.warn(match query.scope.basis() {
                Basis::Refunded => msg!("note-not-refunded-on-a-day", lines = nets.on_no_day),
                _ => msg!("note-not-settled", lines = nets.on_no_day),
            });
        }
        let sums = self.sums;
        let lines = sums.unknown_borne_lines.or_zero();
        if lines > 0 && query.has_column(Field::PlatformBorne) && query.has_column(Field::CreatorBorne) {
            query.warn(msg!("note-borne-unknown", lines = lines));
        }
        let bookings: i64 = nets.of_orders.iter().map(|(bookings, _)| i64::from(*bookings)).sum();
        if bookings > 0 {
            let amount: Amount = nets.of_orders.iter().filter_map(|(_, amount)| *amount).sum();
            query.warn(msg!("note-booked-to-orders", bookings = bookings, amount = Fen::from(amount)));
        }
        note_commission(query, &sums)?;
        query.note_assumed_refunds(sums.assumed_refund_lines.or_zero());
        query.note_unknown_refunds(sums.unknown_refund_lines.or_zero())?;
        let lines = sums.unbooked_fee_lines.or_zero();
        if lines > 0 {
            query.note(match nets.rate {
                Some(rate) => msg!("note-fees-estimated", lines = lines, rate = rate.text()),
                None if nets.estimates => msg!("note-no-fees-to-estimate-with", lines = lines),
                None => msg!("note-fees-left-out", lines = lines),
            });
        }
        let excess = sums.excess.or_zero();
        if excess != 0 {
            query.warn(msg!("note-booked-beyond-due", amount = Fen(excess)));
        }
        if self.has_other {
            note_other(query)?;
        }
        Ok(())
    }
}

/// Notes what `other` is, and the columns that it may come from.
pub(super) fn note_other(query: &mut Query<'_>) -> Result<(), StoreError> {
    let columns = unknown_money_columns(query)?;
    query.note(if columns.is_empty() { msg!("note-other") } else { msg!("note-other-columns", columns = &columns) });
    Ok(())
}

/// Notes what the commission is based on.
fn note_commission(query: &mut Query<'_>, sums: &NetMeasures) -> Result<(), StoreError> {
    let lines = sums.expected_commission_lines.or_zero();
    if lines > 0 {
        query.note(msg!("note-commission-expected", lines = lines));
    }
    let lines = sums.rate_lines.or_zero();
    if lines > 0 {
        let has_file = query.has_rows("stored_commissions")?;
        query.note(match query.options.commission_rate {
            Some(rate) => msg!("note-commission-at-rate", lines = lines, rate = rate.text()),
            None if has_file => msg!("note-commission-not-in-file", lines = lines),
            None => msg!("note-no-commission-file", lines = lines),
        });
    }
    let lines = sums.unknown_seller_lines.or_zero();
    if lines > 0 {
        query.note(msg!("note-seller-unknown", lines = lines));
    }
    Ok(())
}

/// Lists the columns of the shop's statements that nobody knows and that have numbers.
fn unknown_money_columns(query: &Query<'_>) -> Result<Vec<String>, StoreError> {
    query.texts(
        "SELECT DISTINCT header
         FROM stored_settlements AS entry, json_each(entry.extra) AS cell JOIN unknown_headers ON number = cell.key
         WHERE entry.shop_id = :shop_id AND entry.current AND cell.value GLOB '*[0-9]*' AND cell.value NOT GLOB '*[^-0-9.,]*'
         ORDER BY 1",
    )
}
