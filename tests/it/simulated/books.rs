//! The books: what each line comes to at a moment, by the definitions of the sums and nothing else.

use std::fmt;

use super::life::{Line, Order, State};
use super::moment::Moment;
use super::money::{Fen, half_up, yuan};
use super::shop::Shop;
use super::told::{self, Booked, Told};

/// How many days after its completion a line may be settled at the latest.
const SETTLED_WITHIN: i64 = 21;

/// All lines of a shop as they stand at a moment.
pub struct Books<'s> {
    pub shop: &'s Shop,
    pub now: Moment,
    pub accounts: Vec<Account<'s>>,
}

/// What a line comes to.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Account<'s> {
    pub order: &'s Order,
    pub line: &'s Line,
    /// Only paid lines have money.
    pub is_paid: bool,
    /// Paid and not closed.
    pub is_sold: bool,
    pub is_gift: bool,
    /// What went back to the buyer; nothing where nobody can know.
    pub refunds: Option<Fen>,
    /// Whether the refund is the whole amount for want of an after-sale.
    pub is_assumed: bool,
    /// Whether an export says that money went back.
    pub is_refunded: bool,
    /// What the platform and the creator take back of what they bore.
    pub taken_back: Option<Fen>,
    pub due: Option<Fen>,
    pub booked: Option<Booked>,
    /// What the fund flow moved for the settlement.
    pub moved: Option<Fen>,
    pub commission: Option<Fen>,
    /// What is charged beside it: booked, or estimated.
    pub fees: Option<Fen>,
    pub net: Option<Fen>,
    pub basis: Basis,
    pub outcome: Option<Outcome>,
}

/// What the net of a line rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    Actual,
    /// Nothing is left of the line and nothing is booked, so that either word would be right.
    Nothing,
    Estimated,
    Unknown,
}

/// Why `reconcile` lists a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Missing,
    Different,
    FlowDiffers,
    Refunded,
    Unknown,
}

impl<'s> Books<'s> {
    /// Keeps the books of a shop up to a moment.
    pub fn new(shop: &'s Shop, now: Moment) -> Self {
        let lines = shop.orders(now).flat_map(|order| order.lines.iter().map(move |line| (order, line)));
        let mut accounts: Vec<Account<'s>> = lines.map(|(order, line)| Account::new(order, line, now)).collect();
        let rate = Rate::of(&accounts);
        let last_day = last_booking(shop, now).max(last_movement(shop, now)).map(Moment::day);
        for account in &mut accounts {
            account.close(rate);
            account.judge(now, last_day);
        }
        Self { shop, now, accounts }
    }
}

/// The fees of the shop's complete lines against what these brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub fees: Fen,
    pub income: Fen,
}

impl Rate {
    /// Takes the rate from the lines that are settled as they should be.
    pub fn of(accounts: &[Account<'_>]) -> Self {
        let complete = || accounts.iter().filter_map(Account::complete);
        Self { fees: complete().map(|booked| booked.fees).sum(), income: complete().map(|booked| booked.income).sum() }
    }

    /// Estimates the fees of a line by what is due of it.
    fn estimate(self, due: Fen) -> Fen {
        if self.income == 0 { 0 } else { half_up(due * self.fees, self.income) }
    }
}

impl fmt::Display for Account<'_> {
    /// Shows what the books have of the line, then its life.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sums = [
            ("refunds", self.refunds),
            ("taken back", self.taken_back),
            ("due", self.due),
            ("commission", self.commission),
            ("fees", self.fees),
            ("other", self.other()),
            ("net", self.net),
        ];
        let shown = sums.map(|(name, sum)| format!("{name} {}", sum.map_or_else(|| "unknown".to_owned(), yuan)));
        writeln!(f, "{} ({:?})", shown.join(", "), self.basis)?;
        writeln!(f, "    {} ordered, {}", self.order.submitted, self.order.source)?;
        self.line.fmt(f)
    }
}

impl<'s> Account<'s> {
    /// Opens the account of a line: everything but what rests on other orders.
    pub fn new(order: &'s Order, line: &'s Line, now: Moment) -> Self {
        let is_paid = line.paid.is_some_and(|at| at <= now);
        let is_closed = line.closed.is_some_and(|(at, _)| at <= now);
        let told = told::refunds(order, line, now);
        let word = line.word(now);
        let word_says_so = matches!(word, Some("退款成功" | "同意退款，退款成功"));
        let is_assumed = is_paid && is_closed && told == Told::Nothing;
        let refunds = match told {
            Told::Amount(amount) => Some(amount),
            Told::Unclear => None,
            Told::Nothing if is_assumed => Some(line.payable),
            Told::Nothing if word_says_so => None,
            Told::Nothing => Some(0),
        };
        let borne = line.platform + line.creator;
        let taken_back = refunds.map(|refunds| match line.payable {
            0 if is_closed => borne,
            0 => 0,
            payable => half_up(borne * refunds.min(payable), payable),
        });
        let due = refunds.zip(taken_back).map(|(refunds, taken)| line.payable + borne - refunds - taken);
        let booked = told::bookings(line, now);
        let is_gift = told::is_gift(order, line, now);
        Self {
            order,
            line,
            is_paid,
            is_sold: is_paid && !is_closed,
            is_gift,
            refunds,
            is_assumed,
            is_refunded: word_says_so || matches!(told, Told::Amount(amount) if amount > 0),
            taken_back,
            due,
            booked,
            moved: told::moved(line, now),
            commission: told::commission(order, line, now, booked, is_gift || is_closed),
            fees: None,
            net: None,
            basis: Basis::Unknown,
            outcome: None,
        }
    }

    /// Returns the bookings of a line that is settled as it should be: at most what is due came in.
    fn complete(&self) -> Option<Booked> {
        self.booked.zip(self.due).filter(|(booked, due)| booked.income <= *due).map(|(booked, _)| booked)
    }

    /// Returns the part of the net that no other column has.
    pub fn other(&self) -> Option<Fen> {
        let goes_off = [self.refunds?, self.taken_back?, self.commission?, self.fees?].iter().sum::<Fen>();
        Some(self.net? - (self.line.payable + self.line.platform + self.line.creator - goes_off))
    }

    /// Works out fees and net.
    pub fn close(&mut self, rate: Rate) {
        let Some(due) = self.due else { return };
        (self.fees, self.net) = if let Some(booked) = self.booked {
            (Some(booked.fees), Some(booked.settled - (booked.income - due).max(0)))
        } else {
            let fees = rate.estimate(due);
            (Some(fees), self.commission.map(|commission| due - commission - fees))
        };
        self.basis = match self.net {
            None => Basis::Unknown,
            Some(_) if self.complete().is_some() => Basis::Actual,
            Some(_) if self.booked.is_none() && due == 0 && (!self.is_assumed || self.line.payable == 0) => {
                Basis::Nothing
            }
            Some(_) => Basis::Estimated,
        };
    }

    /// Compares what is due with what is booked, and this with what was moved.
    pub fn judge(&mut self, now: Moment, last_day: Option<i64>) {
        let Some(booked) = self.booked else {
            let is_late = |completed: Moment| last_day.is_some_and(|last| completed.day() < last - SETTLED_WITHIN);
            let is_late = self.line.completed.is_some_and(is_late);
            let is_held = self.line.after_sales.iter().any(|each| each.at(now) == Some(State::Open));
            let is_missing = self.is_sold && is_late && !is_held && !self.is_gift && self.due != Some(0);
            self.outcome = is_missing.then_some(Outcome::Missing);
            return;
        };
        let has_refund =
            self.is_refunded || self.is_assumed || self.line.bookings.iter().any(|each| each.columns.income() < 0);
        self.outcome = match self.due {
            None => Some(Outcome::Unknown),
            Some(due) if due == booked.income => (self.moved != Some(booked.settled)).then_some(Outcome::FlowDiffers),
            Some(_) if has_refund => Some(Outcome::Refunded),
            Some(_) => Some(Outcome::Different),
        };
    }
}

fn last_booking(shop: &Shop, now: Moment) -> Option<Moment> {
    let lines = shop.orders.iter().flat_map(|order| &order.lines);
    lines.flat_map(|line| &line.bookings).map(|booking| booking.at).filter(|at| *at <= now).max()
}

fn last_movement(shop: &Shop, now: Moment) -> Option<Moment> {
    let lines = shop.orders.iter().flat_map(|order| &order.lines);
    lines.flat_map(|line| &line.movements).map(|movement| movement.at).filter(|at| *at <= now).max()
}
