//! The life of an order line: what happened to it, and when. Files and books are both made of it.

use std::fmt;

use super::catalogue::{Creator, Product};
use super::moment::Moment;
use super::money::{Fen, yuan};
use super::platform::{Charges, Columns};
use super::stories::Story;

/// 流量来源 of what creators sold.
pub const ALLIANCE: &str = "精选联盟";

/// An order (主订单) and its lines.
#[derive(Debug)]
pub struct Order {
    pub id: String,
    pub submitted: Moment,
    /// 流量来源.
    pub source: &'static str,
    pub creator: Option<&'static Creator>,
    pub lines: Vec<Line>,
}

/// An order line (子订单).
#[derive(Debug)]
pub struct Line {
    /// What all ids of the line are made of.
    pub number: u64,
    pub id: String,
    pub story: Story,
    pub product: &'static Product,
    pub quantity: i64,
    pub unit_price: Fen,
    pub freight: Fen,
    /// 订单应付金额.
    pub payable: Fen,
    /// The part of it that a bank pays.
    pub bank: Fen,
    /// 平台, 商家 and 达人实际承担优惠金额.
    pub platform: Fen,
    pub seller: Fen,
    pub creator: Fen,
    pub charges: Charges,
    pub commission: Option<Commission>,
    pub paid: Option<Moment>,
    pub shipped: Option<Moment>,
    pub completed: Option<Moment>,
    /// When it was closed, and 取消原因.
    pub closed: Option<(Moment, &'static str)>,
    pub says: Says,
    pub after_sales: Vec<AfterSale>,
    pub bookings: Vec<Booking>,
    pub movements: Vec<Movement>,
}

/// What the order export says of the after-sales of a line.
#[derive(Debug, Clone, Copy)]
pub enum Says {
    AsItIs,
    Nothing,
    /// A word that stands there from a moment on, whatever the after-sale file has.
    From(Moment, &'static str),
}

/// The commission of a line, in hundredths of a percent.
#[derive(Debug, Clone, Copy)]
pub struct Commission {
    pub rate: i64,
    pub settled: Option<Moment>,
    /// Whether the commission file tells of it.
    pub told: bool,
}

/// An after-sale (售后单).
#[derive(Debug)]
pub struct AfterSale {
    pub id: String,
    /// Whether it names the line, or the order alone.
    pub names_line: bool,
    /// 售后类型.
    pub of_type: &'static str,
    pub applied: Moment,
    pub end: Option<(Moment, End)>,
    pub goods: Fen,
    pub freight: Fen,
    pub tax: Fen,
    /// 退支付优惠, which stands within the goods.
    pub discount: Fen,
}

/// How an after-sale ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Refunded,
    Denied,
    Exchanged,
}

/// How an after-sale stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Open,
    Ended(End),
}

impl AfterSale {
    /// Returns how it stands at a moment, if it has begun.
    pub fn at(&self, moment: Moment) -> Option<State> {
        let ended = self.end.filter(|(at, _)| *at <= moment);
        (self.applied <= moment).then_some(ended.map_or(State::Open, |(_, how)| State::Ended(how)))
    }

    /// Returns the money that went back to the buyer.
    pub fn gave_back(&self) -> Fen {
        self.goods + self.freight + self.tax
    }
}

/// A row of the settlement statement (结算账单).
#[derive(Debug)]
pub struct Booking {
    pub at: Moment,
    pub columns: Columns,
    /// 结算前退款金额.
    pub refunded_before: Fen,
    /// What 结算金额 is above the sum of its parts.
    pub misprint: Fen,
}

impl Booking {
    /// Returns 结算金额.
    pub fn amount(&self) -> Fen {
        self.columns.income() - self.columns.expenses() + self.misprint
    }
}

/// A row of the fund flow (动账明细); what leaves the account is negative.
#[derive(Debug)]
pub struct Movement {
    pub id: String,
    pub at: Moment,
    pub scene: &'static str,
    pub amount: Fen,
}

impl Line {
    /// Returns 订单状态 at a moment.
    pub fn status(&self, moment: Moment) -> &'static str {
        let is_past = |at: Option<Moment>| at.is_some_and(|at| at <= moment);
        match () {
            () if is_past(self.closed.map(|(at, _)| at)) => "已关闭",
            () if is_past(self.completed) => "已完成",
            () if is_past(self.shipped) => "已发货",
            () if is_past(self.paid) => "待发货",
            () => "待支付",
        }
    }

    /// Returns 售后状态 of the order export at a moment.
    pub fn word(&self, moment: Moment) -> Option<&'static str> {
        match self.says {
            Says::Nothing => None,
            Says::From(from, word) => (from <= moment).then_some(word),
            Says::AsItIs => {
                let states: Vec<State> = self.after_sales.iter().filter_map(|each| each.at(moment)).collect();
                let first = [State::Open, State::Ended(End::Refunded)].into_iter().find(|state| states.contains(state));
                first.or(states.last().copied()).map(|state| match state {
                    State::Open => "售后待处理",
                    State::Ended(End::Refunded) => "退款成功",
                    State::Ended(End::Denied) => "售后关闭",
                    State::Ended(End::Exchanged) => "换货成功",
                })
            }
        }
    }

    /// Returns what had gone back to the buyer by a moment.
    pub fn gave_back(&self, moment: Moment) -> Fen {
        let refunded = self.after_sales.iter().filter(|each| each.at(moment) == Some(State::Ended(End::Refunded)));
        refunded.map(AfterSale::gave_back).sum()
    }
}

impl fmt::Display for Line {
    /// Tells the whole life, in the order in which it happened.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let borne = [("platform", self.platform), ("seller", self.seller), ("creator", self.creator)];
        let borne = borne.map(|(who, amount)| format!("{who} {}", yuan(amount))).join(", ");
        let payable = yuan(self.payable);
        writeln!(f, "line {} ({:?}): {}", self.id, self.story, self.story.told())?;
        writeln!(f, "    {} × {}, payable {payable}, borne by {borne}", self.quantity, self.product.name)?;
        let mut events: Vec<(Moment, String)> = Vec::new();
        for (at, what) in [(self.paid, "paid"), (self.shipped, "shipped"), (self.completed, "completed")] {
            events.extend(at.map(|at| (at, what.to_owned())));
        }
        events.extend(self.closed.map(|(at, reason)| (at, format!("closed ({reason})"))));
        for each in &self.after_sales {
            let whose = if each.names_line { "" } else { ", names only the order" };
            events.push((each.applied, format!("after-sale {} ({}{whose})", each.id, each.of_type)));
            let end = |end: End| match end {
                End::Refunded => format!("after-sale {} gives back {}", each.id, yuan(each.gave_back())),
                other => format!("after-sale {} ends: {other:?}", each.id),
            };
            events.extend(each.end.map(|(at, how)| (at, end(how))));
        }
        for each in &self.bookings {
            let (income, amount) = (yuan(each.columns.income()), yuan(each.amount()));
            let (commission, fees) = (yuan(each.columns.commission), yuan(each.columns.fees()));
            let event = format!("booked: income {income}, commission {commission}, fees {fees}, settled {amount}");
            events.push((each.at, event));
        }
        events.extend(self.movements.iter().map(|each| (each.at, format!("{} {}", each.scene, yuan(each.amount)))));
        let settled = self.commission.and_then(|commission| commission.settled);
        events.extend(settled.map(|at| (at, "commission settled".to_owned())));
        events.sort_by_key(|(at, _)| *at);
        events.iter().try_for_each(|(at, event)| writeln!(f, "    {at} {event}"))
    }
}
