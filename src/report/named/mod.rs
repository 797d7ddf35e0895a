//! The reports: one question each, asked by name, answered in rows whose first columns scripts rely on.
//!
//! All of them tell of the current state of a shop's order lines. Days are those of 订单提交时间, as in the platform's own
//! filter of exports; `orders` counts distinct 主订单编号, `amount` is 订单应付金额 summed. What no export tells is
//! [`Datum::Null`](crate::model::table::Datum::Null), never 0. A gift is a line like any other and counts as one; where lines are
//! counted by status or product, a column says how many of them are gifts. What the money of a line comes to is said once, in
//! `line_money.rs`.

mod aftersales;
mod bookings;
mod buyers;
mod by_line;
mod commissions;
mod coverage;
mod creators;
mod error;
mod export_plan;
mod gifts;
mod hours;
mod income;
mod line_money;
mod lines;
mod money_notes;
mod movements;
mod net;
mod notes;
mod options;
mod products;
mod promotion;
mod question;
mod reach;
mod reconcile;
mod refunded;
mod refunds;
mod regions;
mod repeat;
mod sales;
mod status;
mod strays;
mod sums;
mod tally;
mod today;

pub use error::ReportError;
pub use line_money::FeeRate;
pub use money_notes::MoneyNote;
pub use movements::Scene;
pub use notes::{Note, ReportNotes};
pub use options::{By, Rate, ReportOptions};

/// The key of the column that `--by` adds. It comes after those that scripts rely on; people look for it first.
pub const PERIOD: &str = "period";

use question::Question;

use crate::model::field::Field;
use crate::model::lang::Lang;
use crate::model::table::RowSink;
use crate::model::time::Stamp;
use crate::report::terms::Terms;
use crate::store::Store;

/// Names a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// What needs doing now.
    Today,
    /// Lines by status and after-sale status.
    Status,
    /// Sales in all.
    Sales,
    /// Sales by 推广类型.
    Promotion,
    /// What came in for the orders of a period, and what goes off it.
    Income,
    /// Lines whose settlement is missing or does not fit.
    Reconcile,
    /// Products that the same buyer ordered again.
    Repeat,
    /// Sales by product.
    Products,
    /// Sales by province.
    Regions,
    /// Sales by hour of the day.
    Hours,
    /// Sales by creator.
    Creators,
    /// After-sales by status and reason.
    AfterSales,
    /// Days that were imported.
    Coverage,
    /// Days to download next.
    ExportPlan,
}

/// Names options that a report has a use for, beside the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// `--from` and `--to`.
    Period,
    /// `--by`, with these values.
    By(&'static [By]),
    /// `--on`.
    On,
    /// `--cap`.
    Cap,
    /// `--commission-rate`.
    CommissionRate,
    /// `--no-estimates`.
    NoEstimates,
}

impl Takes {
    /// Returns the options as they are typed.
    fn typed(self) -> String {
        match self {
            Self::Period => "--from, --to".to_owned(),
            Self::By(values) => format!("--by {}", values.iter().map(|by| by.as_str()).collect::<Vec<_>>().join("|")),
            Self::On => "--on".to_owned(),
            Self::Cap => "--cap".to_owned(),
            Self::CommissionRate => "--commission-rate".to_owned(),
            Self::NoEstimates => "--no-estimates".to_owned(),
        }
    }
}

/// Rows can be told apart by period.
const BY_PERIOD: Takes = Takes::By(&[By::Day, By::Week, By::Month]);

impl Report {
    /// Lists every report.
    pub const ALL: &'static [Self] = &[
        Self::Today,
        Self::Status,
        Self::Sales,
        Self::Promotion,
        Self::Income,
        Self::Reconcile,
        Self::Repeat,
        Self::Products,
        Self::Regions,
        Self::Hours,
        Self::Creators,
        Self::AfterSales,
        Self::Coverage,
        Self::ExportPlan,
    ];

    /// Returns the stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Status => "status",
            Self::Sales => "sales",
            Self::Promotion => "promotion",
            Self::Income => "income",
            Self::Reconcile => "reconcile",
            Self::Repeat => "repeat",
            Self::Products => "products",
            Self::Regions => "regions",
            Self::Hours => "hours",
            Self::Creators => "creators",
            Self::AfterSales => "aftersales",
            Self::Coverage => "coverage",
            Self::ExportPlan => "export-plan",
        }
    }

    /// Finds a report by its name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|report| report.name() == name)
    }

    /// Returns the heading of a page or sheet with the report.
    pub fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Today => ("待办", "To do"),
            Self::Status => ("订单状态", "Order status"),
            Self::Sales => ("销售", "Sales"),
            Self::Promotion => ("推广", "Promotion"),
            Self::Income => ("收入", "Income"),
            Self::Reconcile => ("对账", "Reconciliation"),
            Self::Repeat => ("复购", "Repeat purchases"),
            Self::Products => ("商品", "Products"),
            Self::Regions => ("地区", "Regions"),
            Self::Hours => ("下单时段", "Hours of ordering"),
            Self::Creators => ("达人", "Creators"),
            Self::AfterSales => ("售后", "After-sales"),
            Self::Coverage => ("已导入的日期", "Days imported"),
            Self::ExportPlan => ("下载计划", "Export plan"),
        };
        lang.pick(zh, en)
    }

    /// Says in one line what the report answers.
    pub fn about(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Today => (
                "现在要处理的：待发货、24 小时内到期、已超时、未了结的售后、要重新导出的",
                "what needs doing now: unshipped, due within 24 hours, overdue, open after-sales, values to export again",
            ),
            Self::Status => {
                ("按订单状态和售后状态的订单、行数、金额", "orders, lines and money by status and after-sale status")
            }
            Self::Sales => (
                "成交的订单、件数、金额和退款率；--by day 分天",
                "orders, units and money of sales, and the refund rate; --by day tells days apart",
            ),
            Self::Promotion => (
                "精选联盟与无推广的销售、佣金、净额；--by creator 分达人",
                "sales through creators (精选联盟) against none: money, commission, net; --by creator tells creators apart",
            ),
            Self::Income => (
                "收入：应付、各方承担的优惠、退款、佣金、服务费、净额，以及已结算多少",
                "what came in: paid, discounts by who bears them, refunds, commission, fees, net, and what is settled of it",
            ),
            Self::Reconcile => (
                "对账：没有结算、金额不符、动账与结算不符的订单行",
                "order lines that are not settled, whose amount differs, or whose fund flow differs from the settlement",
            ),
            Self::Repeat => ("同一买家多次购买的商品", "products that the same buyer ordered more than once"),
            Self::Products => (
                "商品的销量、金额、退款率、复购率、推广占比，与前一期比较",
                "units, money, refund and repeat rates of products, the share of creators, against the period before",
            ),
            Self::Regions => ("按省的销售", "sales by province"),
            Self::Hours => ("顾客在几点下单", "at what hour people order"),
            Self::Creators => ("按达人的销售和退款率", "sales and refund rates by creator"),
            Self::AfterSales => (
                "售后的数量、原因、占比、退款金额、平均退款天数",
                "after-sales by status and reason, how often, how much goes back and after how many days",
            ),
            Self::Coverage => (
                "导入过哪些天，缺哪些天，哪些天可能又有变化",
                "which days are imported, which are missing, which may have changed since",
            ),
            Self::ExportPlan => (
                "接下来要下载的日期段，每段不超过一次导出的上限",
                "the days to download next, in parts that an export can hold",
            ),
        };
        lang.pick(zh, en)
    }

    /// Lists the options that the report has a use for.
    pub fn takes(self) -> &'static [Takes] {
        match self {
            Self::Today => &[Takes::On],
            Self::Promotion => &[Takes::Period, Takes::By(By::ALL), Takes::CommissionRate, Takes::NoEstimates],
            Self::Status | Self::Sales | Self::Regions | Self::Creators | Self::AfterSales => {
                &[Takes::Period, BY_PERIOD]
            }
            Self::Income => &[Takes::Period, BY_PERIOD, Takes::CommissionRate, Takes::NoEstimates],
            Self::Reconcile | Self::Repeat | Self::Products | Self::Hours => &[Takes::Period],
            Self::Coverage => &[Takes::Period, Takes::On],
            Self::ExportPlan => &[Takes::Period, Takes::On, Takes::Cap],
        }
    }

    /// Tells whether rows can be told apart so.
    fn takes_by(self, by: By) -> bool {
        self.takes().iter().any(|takes| matches!(takes, Takes::By(values) if values.contains(&by)))
    }

    /// Lists the columns without which the report cannot tell what it should.
    fn needs(self) -> &'static [Field] {
        match self {
            Self::Today => &[Field::MainOrderId, Field::Status, Field::SubmittedAt, Field::ShipBy, Field::AfterSale],
            Self::Status => &[Field::MainOrderId, Field::Status, Field::AfterSale, Field::Payable],
            Self::Sales => {
                &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Quantity, Field::Payable, Field::AfterSale]
            }
            Self::Promotion => &[
                Field::MainOrderId,
                Field::PaidAt,
                Field::Status,
                Field::Payable,
                Field::Promotion,
                Field::AfterSale,
                Field::PlatformBorne,
                Field::CreatorBorne,
            ],
            Self::Income => &[
                Field::MainOrderId,
                Field::PaidAt,
                Field::Status,
                Field::Payable,
                Field::Promotion,
                Field::AfterSale,
                Field::PlatformBorne,
                Field::SellerBorne,
                Field::CreatorBorne,
            ],
            Self::Reconcile => &[
                Field::MainOrderId,
                Field::SubOrderId,
                Field::PaidAt,
                Field::Status,
                Field::FinishedAt,
                Field::Payable,
                Field::AfterSale,
                Field::PlatformBorne,
                Field::CreatorBorne,
            ],
            Self::Repeat => &[
                Field::MainOrderId,
                Field::PaidAt,
                Field::Status,
                Field::ProductId,
                Field::Receiver,
                Field::ReceiverPhone,
                Field::Address,
            ],
            Self::Products => &[
                Field::MainOrderId,
                Field::PaidAt,
                Field::Status,
                Field::ProductId,
                Field::Quantity,
                Field::Payable,
                Field::AfterSale,
            ],
            Self::Regions => &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::Province],
            Self::Hours => &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::SubmittedAt],
            Self::Creators => {
                &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::CreatorId, Field::AfterSale]
            }
            Self::AfterSales => &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::AfterSale],
            Self::Coverage | Self::ExportPlan => &[Field::SubmittedAt],
        }
    }

    /// Tells whether the report tells what the after-sale file says.
    pub(super) fn reads_after_sales(self) -> bool {
        matches!(
            self,
            Self::Sales
                | Self::Income
                | Self::Promotion
                | Self::Products
                | Self::AfterSales
                | Self::Reconcile
                | Self::Creators
        )
    }

    /// Refuses options that the report has no use for, and days that are turned round.
    fn check(self, options: &ReportOptions) -> Result<(), ReportError> {
        let without = |takes: Takes| !self.takes().contains(&takes);
        let by = options.by.filter(|by| !self.takes_by(*by));
        let unfit = [
            (options.from.is_some() && without(Takes::Period), "--from".to_owned()),
            (options.to.is_some() && without(Takes::Period), "--to".to_owned()),
            (by.is_some(), format!("--by {}", by.map_or("", By::as_str))),
            (options.on.is_some() && without(Takes::On), "--on".to_owned()),
            (options.cap.is_some() && without(Takes::Cap), "--cap".to_owned()),
            (options.commission_rate.is_some() && without(Takes::CommissionRate), "--commission-rate".to_owned()),
            (options.no_estimates && without(Takes::NoEstimates), "--no-estimates".to_owned()),
        ];
        if let Some((_, option)) = unfit.into_iter().find(|(unfit, _)| *unfit) {
            return Err(ReportError::Unfit { report: self, option });
        }
        match (options.from, options.to) {
            (Some(from), Some(to)) => notes::days(from, to).map(drop),
            _ => Ok(()),
        }
    }
}

/// Asks a report of a shop and hands its rows to the sink; `terms` are those of the shop, and `now` is the moment to judge at where
/// the options name none.
pub fn answer(
    store: &Store,
    report: Report,
    shop: &str,
    options: &ReportOptions,
    terms: Terms,
    now: Stamp,
    sink: &mut dyn RowSink,
) -> Result<ReportNotes, ReportError> {
    report.check(options)?;
    let _state = store.snapshot()?;
    let mut question = Question::new(store, report, shop, options, terms, now)?;
    match report {
        Report::Today => today::answer(&mut question, sink)?,
        Report::Status => status::answer(&mut question, sink)?,
        Report::Sales => sales::answer(&mut question, sink)?,
        Report::Promotion => promotion::answer(&mut question, sink)?,
        Report::Income => income::answer(&mut question, sink)?,
        Report::Reconcile => reconcile::answer(&mut question, sink)?,
        Report::Repeat => repeat::answer(&mut question, sink)?,
        Report::Products => products::answer(&mut question, sink)?,
        Report::Regions => regions::answer(&mut question, sink)?,
        Report::Hours => hours::answer(&mut question, sink)?,
        Report::Creators => creators::answer(&mut question, sink)?,
        Report::AfterSales => aftersales::answer(&mut question, sink)?,
        Report::Coverage => coverage::answer(&mut question, sink)?,
        Report::ExportPlan => export_plan::answer(&mut question, sink)?,
    }
    question.note_words()?;
    Ok(question.into_notes()?)
}
