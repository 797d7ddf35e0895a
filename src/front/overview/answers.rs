//! The reports that the overview is made of.

use chrono::NaiveDate;
use shopkit::kit::{Kit, KitError};
use shopkit::model::money::Fen;
use shopkit::model::table::Datum;
use shopkit::model::time::Stamp;
use shopkit::report::named::{By, Rate, Report, ReportOptions};
use shopkit::texts::Texts;

use crate::front::views::report::ReportView;

/// The most days that sales are shown of day by day, and the most that they are shown of week by week.
const MOST_DAYS: (i64, i64) = (62, 400);

/// Holds the options of the overview.
#[derive(Debug, Clone, Default)]
pub struct OverviewOptions {
    /// The shop; the only one where none is named.
    pub shop: Option<String>,
    /// The first day of the orders.
    pub from: Option<NaiveDate>,
    /// The last day of the orders.
    pub to: Option<NaiveDate>,
    /// The moment as of which to ask; now where none is given.
    pub on: Option<Stamp>,
    /// The commission to estimate with.
    pub commission_rate: Option<Rate>,
}

/// Holds the reports that the overview is made of.
pub struct Answers {
    pub today: ReportView,
    pub sales: ReportView,
    /// Sales by day, week or month.
    pub sales_by_period: ReportView,
    /// Which of these it is.
    pub by: By,
    pub promotion: ReportView,
    pub products: ReportView,
    pub repeat: ReportView,
    pub regions: ReportView,
    pub income: ReportView,
    pub profit: ReportView,
    pub fees: ReportView,
    pub payouts: ReportView,
    pub cashflow: ReportView,
    pub creators: ReportView,
    pub traffic: ReportView,
    pub hours: ReportView,
    pub shipping: ReportView,
    pub after_sales: ReportView,
    pub coverage: ReportView,
}

impl Answers {
    /// Asks the reports.
    pub fn ask(kit: &Kit, options: &OverviewOptions, texts: Texts) -> Result<Self, KitError> {
        let _state = kit.snapshot()?;
        let period = ReportOptions { from: options.from, to: options.to, ..ReportOptions::default() };
        let net = ReportOptions { commission_rate: options.commission_rate, ..period };
        let as_of = ReportOptions { on: options.on, ..ReportOptions::default() };
        let ask = |report, own| ReportView::ask(kit, report, options.shop.as_deref(), &own, texts);
        let sales = ask(Report::SALES, period)?;
        let by = grouping(&sales);
        Ok(Self {
            today: ask(Report::TODAY, as_of)?,
            sales,
            sales_by_period: ask(Report::SALES, ReportOptions { by: Some(by), ..period })?,
            by,
            promotion: ask(Report::PROMOTION, net)?,
            products: ask(Report::PRODUCTS, period)?,
            repeat: ask(Report::REPEAT, period)?,
            regions: ask(Report::REGIONS, period)?,
            income: ask(Report::INCOME, net)?,
            profit: ask(Report::PROFIT, net)?,
            fees: ask(Report::FEES, period)?,
            payouts: ask(Report::PAYOUTS, ReportOptions { on: options.on, ..net })?,
            cashflow: ask(Report::CASHFLOW, ReportOptions { by: Some(By::Month), ..period })?,
            creators: ask(Report::CREATORS, net)?,
            traffic: ask(Report::TRAFFIC, period)?,
            hours: ask(Report::HOURS, ReportOptions { by: Some(By::Weekday), ..period })?,
            shipping: ask(Report::SHIPPING, ReportOptions { on: options.on, ..period })?,
            after_sales: ask(Report::AFTER_SALES, period)?,
            coverage: ask(Report::COVERAGE, ReportOptions { on: options.on, ..period })?,
        })
    }

    /// Lists the answers about where the money goes that have something to show. Without any cost there is no profit.
    pub fn of_money(&self) -> impl Iterator<Item = &ReportView> {
        let has_costs = !matches!(self.profit.only("cost"), Datum::Partial(Fen(0), _));
        let all = [&self.income, &self.profit, &self.payouts, &self.cashflow];
        all.into_iter().filter(move |view| has_rows(view) && (has_costs || view.report != Report::PROFIT))
    }

    /// Lists the answers about what was sold, by whom and where, that fit beside one another.
    pub fn of_sales(&self) -> impl Iterator<Item = &ReportView> {
        let always = [&self.promotion, &self.products, &self.repeat, &self.regions];
        let others = [&self.creators, &self.traffic, &self.fees, &self.after_sales, &self.shipping];
        always.into_iter().chain(others.into_iter().filter(|view| has_rows(view)))
    }

    /// Tells whether no orders were imported.
    pub fn is_empty(&self) -> bool {
        self.sales.newest_export.is_none()
    }
}

fn has_rows(view: &ReportView) -> bool {
    !view.table.rows.is_empty()
}

/// Returns what sales are grouped by, which depends on how many days they are of.
pub fn grouping(sales: &ReportView) -> By {
    match sales.period.map_or(0, |days| (days.last - days.first).num_days() + 1) {
        days if days <= MOST_DAYS.0 => By::Day,
        days if days <= MOST_DAYS.1 => By::Week,
        _ => By::Month,
    }
}
