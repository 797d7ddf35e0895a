//! `traffic`: sales by what brought the buyer: 流量体裁 (live, short video, product card …), and whether it was an advertisement.

use rusqlite::types::{FromSql, FromSqlResult, ValueRef};

use super::columns::{Cell, Share, report_row};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::measures::{Measures, measures};
use super::notes::span;
use super::options::Takes;
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use crate::model::field::{Field, LATE};
use crate::model::money::Fen;
use crate::model::summary::Days;
use crate::model::table::{Datum, RowSink, Word};
use crate::packed::{Genre, Moment, TrafficType};
use crate::{msg, packed_row, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "traffic",
    takes: &[Takes::Period, Takes::Compare, Takes::BASIS_OF_ORDER, Takes::BY_PERIOD],
    needs: &[
        Field::MainOrderId,
        Field::PaidAt,
        Field::Status,
        Field::Payable,
        Field::Quantity,
        Field::TrafficGenre,
        Field::TrafficType,
    ],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: Some(Grouped { measures: || [Sales::names(), vec!["orders"]].concat(), distinct: &["orders"], rows }),
};

const SQL: &str = include_str!("traffic.sql");

report_row! {
    struct Row from SQL {
        traffic_genre: Option<Traffic> [Key],
        traffic_type: Option<Traffic> [Key],
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        units: Option<i64>,
        amount: Option<Fen>,
        share: Option<Share>,
        period: Option<String> [ByPeriod],
    }
}

/// What the export says of the traffic.
enum Traffic {
    Known(String),
    /// The platform did not know it yet.
    Pending,
}

impl Cell for Traffic {
    fn into_datum(self) -> Datum {
        const PENDING: Word = word!("traffic", "pending");
        match self {
            Self::Known(text) => Datum::Text(text),
            Self::Pending => Datum::Word(PENDING),
        }
    }
}

impl FromSql for Traffic {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = String::column_result(value)?;
        Ok(if text == LATE { Self::Pending } else { Self::Known(text) })
    }
}

packed_row! {
    struct Line of line { submitted, paid, order, status, genre, traffic_type, quantity, payable }
}

measures! {
    struct Sales { lines, units, amount, without_amount }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (scope, statuses) = (query.scope, query.statuses()?);
    let (mut groups, mut orders, mut pending) = (Groups::new(), Distinct::new("orders"), Pending::default());
    let late = (Some(Genre::of(LATE)), Some(TrafficType::of(LATE)));
    query.scan_near(scope.times(), |id, line: Line| {
        let time = scope.time(line.submitted, line.paid);
        if !statuses.is_sale(line.paid, line.status) || !scope.has(time) {
            return;
        }
        let group = groups.of((line.genre, line.traffic_type, scope.period(time)), id, time);
        let sale = Sales {
            lines: true.into(),
            units: line.quantity.into(),
            amount: line.payable.into(),
            without_amount: line.payable.is_none().into(),
        };
        groups.add(group, &sale);
        orders.put(group, line.order);
        if line.genre == late.0 || line.traffic_type == late.1 {
            pending.put(time);
        }
    })?;
    groups.write(query, &[orders.count_all(groups.len())])?;
    rows(query, sink)?;
    pending.note(query);
    Ok(())
}

fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    Ok(query.answer::<Row>(SQL, sink)?)
}

/// The lines whose traffic the platform did not know yet.
#[derive(Default)]
struct Pending {
    lines: i64,
    /// The first and the last of them that have a time.
    between: Option<(Moment, Moment)>,
}

impl Pending {
    fn put(&mut self, time: Option<Moment>) {
        self.lines += 1;
        if let Some(at) = time {
            self.between = Some(self.between.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
        }
    }

    fn note(self, query: &mut Query<'_>) {
        if self.lines == 0 {
            return;
        }
        let days = self.between.and_then(|(first, last)| Some(Days { first: first.date()?, last: last.date()? }));
        query.warn(match days {
            Some(days) => msg!("note-traffic-pending", lines = self.lines, days = span(days)),
            None => msg!("note-traffic-pending-without-days", lines = self.lines),
        });
    }
}
