//! `aftersales`: lines with an after-sale by status and reason, or by what the after-sale file says, and how many of the paid lines they
//! are.

use rusqlite::Statement;
use rusqlite::types::ToSql;

use super::after_sale_details::{AfterSaleDetails, LineTimes, Said, Stage};
use super::columns::{Cell, PartialSum, Share, report_row, word_set};
use super::error::ReportError;
use super::groups::{Distinct, GroupColumn, Groups, KeyPart};
use super::line_money::{MoneyColumns, Returns, money_columns};
use super::measures::{Measure, Measures, measures};
use super::options::{By, Takes};
use super::query::Query;
use super::refunds::Refund;
use super::spec::{Grouped, ReportSpec};
use super::sql::{SqlField, sql_struct};
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink};
use crate::packed::Whole;
use crate::report::statuses::StatusCodes;
use crate::store::StoreError;
use crate::{packed_row, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "aftersales",
    takes: &[
        Takes::Period,
        Takes::Compare,
        Takes::By(&[By::Stage, By::Reason, By::Type, By::Day, By::Week, By::Month]),
    ],
    needs: &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::AfterSale],
    reads_after_sales: true,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [Lines::names(), vec!["stage", "is_various", "orders"]].concat(),
        distinct: &["orders"],
        rows: grouped,
    }),
};

const SQL: &str = include_str!("aftersales.sql");

word_set! {
    /// Tells whether an after-sale is over.
    State = [word!("after-sale-state", "open"), word!("after-sale-state", "finished")]
}

word_set! {
    /// Tells how far the order was when the after-sale was asked for.
    StageWord = [
        word!("after-sale-stage", "before_shipping"),
        word!("after-sale-stage", "in_transit"),
        word!("after-sale-stage", "after_receipt"),
        word!("after-sale-stage", "various"),
    ]
}

report_row! {
    struct Row from SQL {
        stage: Option<StageWord> = "column-after-sale-stage" [Key, ByStage],
        after_sale_reason: Named [Key, ByReason],
        after_sale_type: Named [Key, ByType],
        after_sale: Option<String> [Key, Subject],
        state: Option<State> = "column-progress" [Subject],
        reason: Option<String> = "column-cancel-reason" [Key, Subject],
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        amount: Option<Fen>,
        rate: Option<Share>,
        refund_amount: PartialSum,
        days_to_refund: Option<f64>,
        refund_amount_known: Fen [ForPrograms],
        period: Option<String> [ByPeriod],
    }
}

/// What the after-sales of the lines of a row say.
enum Named {
    Nothing,
    Text(String),
    /// They differ within a line.
    Various,
}

impl Cell for Named {
    fn into_datum(self) -> Datum {
        match self {
            Self::Nothing => Datum::Null,
            Self::Text(text) => Datum::Text(text),
            Self::Various => Datum::Word(word!("after-sale", "various")),
        }
    }
}

/// The text has the name of the field; `is_various` tells whether there are several.
impl SqlField for Named {
    type Indexes = (usize, usize);

    fn find(statement: &Statement<'_>, name: &str) -> rusqlite::Result<Self::Indexes> {
        Ok((statement.column_index(name)?, statement.column_index("is_various")?))
    }

    fn read(row: &rusqlite::Row<'_>, (text, is_various): &Self::Indexes) -> rusqlite::Result<Self> {
        if row.get(*is_various)? {
            return Ok(Self::Various);
        }
        Ok(row.get::<_, Option<String>>(*text)?.map_or(Self::Nothing, Self::Text))
    }
}

sql_struct! {
    struct Notes {
        without_amount: i64,
        unknown_refund_lines: i64,
        assumed_refund_lines: i64,
    }
}

packed_row! {
    struct Line of line {
        submitted, paid, shipped, finished, order, key, status, after_sale, reason, promotion, payable, platform_borne,
        creator_borne, gift,
    }
}

measures! {
    struct Lines {
        lines,
        /// Lines that are counted in a row; the others are needed for the rates.
        listed_lines,
        paid_lines,
        amount,
        without_amount,
        refunds,
        unknown_refund_lines,
        assumed_refund_lines,
        refund_seconds,
        timed_refund_lines,
    }
}

measures! {
    /// What names a group, where rows are grouped by what the after-sale file says.
    struct Name {
        /// The number of the stage.
        stage,
        is_various,
        /// A row of the after-sale file that says it.
        entry_id,
        /// A line whose 取消原因 says it.
        reason_line_id,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    group(query)?;
    let unknown_refunds = rows(query, sink)?;
    Ok(query.note_unknown_refunds(unknown_refunds)?)
}

/// Writes the rows of groups that were summed up elsewhere, which have the texts of the after-sale file beside their names.
fn grouped(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let sql = "ALTER TABLE temp.line_groups ADD COLUMN entry_id;
        ALTER TABLE temp.line_groups ADD COLUMN reason_line_id;
        UPDATE temp.line_groups SET entry_id = line_id;
        CREATE TEMP VIEW stored_after_sales AS
            SELECT id, after_sale_type, after_sale_reason AS reason FROM temp.stored_lines;";
    query.store.connection().execute_batch(sql).map_err(|error| query.store.failed(error))?;
    rows(query, sink).map(drop)
}

/// Writes the rows, and returns how many lines have refunds that are not known.
fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<i64, ReportError> {
    let by_status = query.options.by.is_none_or(By::is_period);
    let params: [(&str, &dyn ToSql); 1] = [(":by_status", &by_status)];
    let rows: Vec<(Row, Notes)> = query.rows_with(SQL, &params)?;
    let sum = |lines: fn(&Notes) -> i64| rows.iter().map(|(_, notes)| lines(notes)).sum::<i64>();
    let without_amount = sum(|notes| notes.without_amount);
    let (assumed, unknown) = (sum(|notes| notes.assumed_refund_lines), sum(|notes| notes.unknown_refund_lines));
    if !query.write(rows.into_iter().map(|(row, _)| row), sink)? {
        query.note_no_rows();
    }
    query.note_without_amount(without_amount);
    query.note_assumed_refunds(assumed);
    Ok(unknown)
}

/// Groups all lines by after-sale and reason, or by what the after-sale file says; those without an after-sale are needed for the rates. A
/// line whose money went back though its order has no after-sale is in a group apart from these.
fn group(query: &Query<'_>) -> Result<(), StoreError> {
    let (scope, returns, by) = (query.scope, Returns::of(query)?, query.options.by);
    let details = match by {
        Some(By::Stage | By::Reason | By::Type) => Some(AfterSaleDetails::of(query)?),
        _ => None,
    };
    let (mut groups, mut orders, mut names) = (Groups::new(), Distinct::new("orders"), Vec::new());
    query.scan(|id, line: Line| {
        if !scope.has(line.submitted) {
            return;
        }
        let columns: MoneyColumns = money_columns!(line);
        let given_back = line.paid.map(|_| returns.line(&columns));
        let is_returned = given_back.is_some_and(|given_back| given_back.is_any());
        let is_listed = line.after_sale.is_some() || is_returned;
        let (key, name) = match &details {
            Some(details) if is_listed => {
                let (key, name) = named(by, details, &returns.statuses, (id, &line));
                ((1, key, name.is_various.or_zero()), name)
            }
            Some(_) => ((0, 0, 0), Name::default()),
            None => {
                let apart = if line.after_sale.is_some() { line.reason.number() } else { is_returned.into() };
                let period = scope.period(line.submitted);
                ((line.after_sale.number(), apart, period.number()), Name::default())
            }
        };
        let group = groups.of(key, id, line.submitted);
        if names.len() == group {
            names.push(name);
        }
        let refunds = given_back.map(|given_back| given_back.refunds);
        let seconds = returns.refund(line.key).and_then(Refund::seconds);
        let lines = Lines {
            lines: true.into(),
            listed_lines: is_listed.into(),
            paid_lines: line.paid.is_some().into(),
            amount: line.payable.into(),
            without_amount: line.payable.is_none().into(),
            refunds: refunds.map_or(0.into(), Measure::from),
            unknown_refund_lines: (refunds == Some(None)).into(),
            assumed_refund_lines: given_back.is_some_and(|given_back| given_back.is_assumed).into(),
            refund_seconds: seconds.map_or(Measure::UNKNOWN, Measure::from),
            timed_refund_lines: seconds.is_some().into(),
        };
        groups.add(group, &lines);
        if is_listed {
            orders.put(group, line.order);
        }
    })?;
    let mut columns = GroupColumn::of(&names);
    columns.push(orders.count_all(groups.len()));
    groups.write(query, &columns)
}

/// Returns what tells the row of a line from others, and what names it.
fn named(by: Option<By>, details: &AfterSaleDetails, statuses: &StatusCodes, (id, line): (i64, &Line)) -> (i64, Name) {
    let various = Name { is_various: true.into(), ..Name::default() };
    let entry = |row: i64| Name { entry_id: row.into(), ..Name::default() };
    match by {
        Some(By::Stage) => {
            let times =
                LineTimes { key: line.key, status: line.status, shipped: line.shipped, finished: line.finished };
            let stage = match details.stage_of(times, statuses) {
                Said::Nothing => None,
                Said::Same(Stage::BeforeShipping) => Some(0),
                Said::Same(Stage::InTransit) => Some(1),
                Said::Same(Stage::AfterReceipt) => Some(2),
                Said::Various => Some(3),
            };
            (stage.number(), Name { stage: stage.map_or(Measure::UNKNOWN, Measure::from), ..Name::default() })
        }
        Some(By::Type) => match details.type_of(line.key) {
            Said::Same((of_type, row)) => (of_type.get(), entry(row)),
            Said::Nothing => (None::<i64>.number(), Name::default()),
            Said::Various => (0, various),
        },
        _ => match (details.reason_of(line.key), line.reason) {
            (Said::Same((reason, row)), _) => (reason.get(), entry(row)),
            (Said::Nothing, Some(reason)) => (reason.get(), Name { reason_line_id: id.into(), ..Name::default() }),
            (Said::Nothing, None) => (None::<i64>.number(), Name::default()),
            (Said::Various, _) => (0, various),
        },
    }
}
