//! What goes with the rows of a report: the period, how fresh it is, and what a reader has to know.

use chrono::NaiveDate;

use super::ReportError;
use super::money_notes::MoneyNote;
use crate::model::field::Field;
use crate::model::lang::Lang;
use crate::model::summary::Days;
use crate::model::time::Stamp;

/// Spans that a note names.
const SPANS_NAMED: usize = 5;

/// Holds what goes with the rows of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportNotes {
    /// The shop.
    pub shop: String,
    /// The days that are told of; nothing where there are none.
    pub period: Option<Days>,
    /// The moment judged at, for reports that judge.
    pub judged_at: Option<Stamp>,
    /// When the newest export was made.
    pub newest_export: Option<String>,
    /// What a reader has to know, the most important first.
    pub notes: Vec<Note>,
}

impl ReportNotes {
    /// Writes the heading: the shop, the period or the moment, and how fresh it is.
    pub fn heading(&self, lang: Lang) -> String {
        let mut parts = vec![lang.pick(format!("店铺 {}", self.shop), format!("shop {}", self.shop))];
        if let Some(at) = self.judged_at {
            parts.push(lang.pick(format!("按 {at} 判断"), format!("judged at {at}")));
        }
        if let Some(Days { first, last }) = self.period {
            parts.push(lang.pick(format!("下单日 {first} 至 {last}"), format!("orders of {first} to {last}")));
        }
        parts.push(match &self.newest_export {
            Some(at) => lang.pick(format!("最新导出于 {at}"), format!("newest export {at}")),
            None => lang.pick("还没有导入订单", "no orders were imported yet").to_owned(),
        });
        parts.join(lang.pick("，", ", "))
    }
}

/// Names one thing that a reader of a report has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Nothing needs doing.
    NothingToDo,
    /// No order line fits.
    NoRows,
    /// No buyer ordered a product again.
    NothingRepeated,
    /// No export has these columns, so what hangs on them is not known.
    MissingColumns(Vec<Field>),
    /// After-sale statuses that are not known, taken for open, and how many lines have each.
    UnknownAfterSales(Vec<(String, i64)>),
    /// Statuses of the after-sale file that are not known, and how many after-sales have each.
    UnknownAfterSalesOfFile(Vec<(String, i64)>),
    /// Order statuses that are not known, and how many lines have each.
    UnknownStatuses(Vec<(String, i64)>),
    /// After-sale statuses in the words of the after-sale file, what each is taken for, and how many lines have it.
    AfterSalesTakenFor(Vec<(String, &'static str, i64)>),
    /// Order statuses in words of elsewhere, what each is taken for, and how many lines have it.
    StatusesTakenFor(Vec<(String, &'static str, i64)>),
    /// The newest export is older than a day, and of this moment.
    ExportedLongAgo(String),
    /// Lines that have become due since they were exported, more than a day ago.
    LinesExportedLongAgo(i64),
    /// Lines that the platform's warehouse ships.
    PlatformShips(i64),
    /// Lines without 订单提交时间, which belong to no period.
    WithoutTime(i64),
    /// Unshipped lines without 承诺发货时间.
    WithoutDeadline(i64),
    /// Lines without 订单应付金额, which no amount has.
    WithoutAmount(i64),
    /// What the exports beside the orders tell, or do not.
    Money(MoneyNote),
    /// Orders whose buyer the export does not tell.
    WithoutBuyer(i64),
    /// Buyers are told apart by what may be the same for two, or differ for one.
    BuyersUncertain,
    /// Rows are main orders, whose products are joined.
    JoinedProducts,
    /// The period that rising and falling is against.
    ComparedWith(Days),
    /// There is no period before to compare with.
    NotCompared,
    /// Days between imports that no import has.
    Gaps(Vec<Days>),
    /// Days whose orders may have changed since they were exported, and how many of them.
    MayHaveChanged(Days, i64),
    /// Days without data are taken for the average of the last days with data.
    PlanAverage {
        /// Order lines a day.
        lines: i64,
        /// The days it is taken from.
        days: Days,
    },
    /// No day has data, so no volume is known.
    PlanWithoutData,
    /// A day that alone is expected to have as many lines as an export may, or more.
    OverCap(NaiveDate, i64),
    /// Everything is there up to the day.
    NothingToDownload(NaiveDate),
}

impl Note {
    /// Tells whether the note deserves a look, rather than only saying how to read the answer.
    pub fn is_warning(&self) -> bool {
        matches!(
            self,
            Self::MissingColumns(_)
                | Self::UnknownAfterSales(_)
                | Self::UnknownAfterSalesOfFile(_)
                | Self::UnknownStatuses(_)
                | Self::AfterSalesTakenFor(_)
                | Self::StatusesTakenFor(_)
                | Self::ExportedLongAgo(_)
                | Self::LinesExportedLongAgo(_)
                | Self::WithoutTime(_)
                | Self::WithoutDeadline(_)
                | Self::WithoutAmount(_)
                | Self::Money(
                    MoneyNote::RefundsUnknown { .. }
                        | MoneyNote::BorneUnknown(_)
                        | MoneyNote::BookedToOrders(..)
                        | MoneyNote::BookedBeyondDue(_)
                        | MoneyNote::ShippedUnpaid(_)
                        | MoneyNote::NoStatement
                )
                | Self::Gaps(_)
                | Self::OverCap(..)
        )
    }

    /// Writes the note.
    #[expect(clippy::too_many_lines, reason = "a text for each note")]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::NothingToDo => lang.pick("没有要处理的", "nothing to do").to_owned(),
            Self::NoRows => lang.pick("没有符合条件的订单", "no order line fits").to_owned(),
            Self::NothingRepeated => {
                lang.pick("没有同一买家多次购买的商品", "no product was ordered again by the same buyer").to_owned()
            }
            Self::MissingColumns(fields) => {
                let headers: Vec<&str> = fields.iter().map(|field| field.header()).collect();
                let headers = headers.join(lang.pick("、", ", "));
                lang.pick(
                    format!("导入的文件都没有这些列：{headers}；与之有关的无从知道"),
                    format!("no imported file has the columns {headers}; what hangs on them is not known"),
                )
            }
            Self::UnknownAfterSales(words) => {
                let words = counted(words, lang);
                lang.pick(
                    format!("不认识的售后状态，按未了结计：{words}"),
                    format!("after-sale statuses that are not known count as open: {words}"),
                )
            }
            Self::UnknownAfterSalesOfFile(words) => {
                let words = counted(words, lang);
                lang.pick(
                    format!("售后单里不认识的售后状态，按未了结计，没有算作退款：{words}"),
                    format!("statuses of the after-sale file that are not known count as open and as no refund: {words}"),
                )
            }
            Self::UnknownStatuses(words) => {
                let words = counted(words, lang);
                lang.pick(
                    format!("不认识的订单状态，付了款的按成交计，不计入待发货：{words}"),
                    format!("order statuses that are not known: {words}; such lines count as sales once they are paid, and not as unshipped"),
                )
            }
            Self::AfterSalesTakenFor(words) | Self::StatusesTakenFor(words) => {
                let each = |(word, own, lines): &(String, &str, i64)| {
                    lang.pick(format!("{word} 按 {own} 计（{lines} 行）"), format!("{word} counts as {own} ({lines} lines)"))
                };
                let words = words.iter().map(each).collect::<Vec<_>>().join(lang.pick("、", ", "));
                lang.pick(format!("其他写法的状态：{words}"), format!("statuses in other words: {words}"))
            }
            Self::ExportedLongAgo(at) => lang.pick(
                format!("最新的导出是 {at} 的，此后可能已经发货、退款或有了新订单；重新导出并导入后再看"),
                format!("the newest export is of {at}; orders may have been shipped, refunded or added since; export and import again"),
            ),
            Self::LinesExportedLongAgo(lines) => lang.pick(
                format!("有 {lines} 行在导出之后到期，已有一天多没有重新导出，可能已经发货；重新导出这些日期并导入后再看"),
                format!("{lines} lines have become due since they were exported, more than a day ago, and may have been shipped; export and import their days again"),
            ),
            Self::PlatformShips(lines) => lang.pick(
                format!("有 {lines} 行由平台仓发货，不算商家的待发货"),
                format!("{lines} lines are shipped by the platform's warehouse and are not the seller's to ship"),
            ),
            Self::WithoutTime(lines) => lang.pick(
                format!("有 {lines} 行没有订单提交时间，不属于任何日期"),
                format!("{lines} lines have no 订单提交时间 and belong to no day"),
            ),
            Self::WithoutDeadline(lines) => lang.pick(
                format!("有 {lines} 行未发货的没有承诺发货时间，无法判断是否超时"),
                format!("{lines} unshipped lines have no 承诺发货时间, so whether they are due is not known"),
            ),
            Self::WithoutAmount(lines) => lang.pick(
                format!("有 {lines} 行没有订单应付金额，未计入金额"),
                format!("{lines} lines have no 订单应付金额 and are in no amount"),
            ),
            Self::Money(note) => note.text(lang),
            Self::WithoutBuyer(orders) => lang.pick(
                format!("有 {orders} 个订单没有买家信息，未计入买家"),
                format!("{orders} orders tell nothing of the buyer and are not among the buyers"),
            ),
            Self::BuyersUncertain => lang.pick(
                "买家按导出的收件人、手机号、地址辨认，打码或加密后两人可能相同、一人可能不同；见“把握”一列".to_owned(),
                "buyers are told apart by receiver, phone and address as exported; masked or as ciphertext, two may look the same and one like two: see the column on certainty".to_owned(),
            ),
            Self::JoinedProducts => lang.pick(
                "按主订单导出的文件把多个商品并在一格，这里也并作一个商品".to_owned(),
                "files with one row per main order join several products in a cell; they stand as one product here".to_owned(),
            ),
            Self::ComparedWith(days) => lang.pick(
                format!("与前一期 {} 比较", span(*days, lang)),
                format!("compared with the period before, {}", span(*days, lang)),
            ),
            Self::NotCompared => lang.pick(
                "没有完整的前一期可比；用 --from 和 --to 指定有前一期数据的日期".to_owned(),
                "there is no whole period before to compare with; name days with --from and --to that have one".to_owned(),
            ),
            Self::Gaps(spans) => {
                let named: Vec<String> = spans.iter().take(SPANS_NAMED).map(|days| span(*days, lang)).collect();
                let named = named.join(lang.pick("、", ", "));
                let more = spans.len().saturating_sub(SPANS_NAMED);
                let more = if more > 0 { lang.pick(format!(" 等（另 {more} 段）"), format!(" and {more} more")) } else { String::new() };
                lang.pick(format!("缺少的日期：{named}{more}"), format!("days that are missing: {named}{more}"))
            }
            Self::MayHaveChanged(days, count) => lang.pick(
                format!("{} 中有 {count} 天的订单在导出之后可能又有变化，重新导出并导入即可更新", span(*days, lang)),
                format!("orders of {count} days in {} may have changed since they were exported; export and import them again", span(*days, lang)),
            ),
            Self::PlanAverage { lines, days } => lang.pick(
                format!("没有数据的日期按 {} 的平均每天 {lines} 行估计", span(*days, lang)),
                format!("days without data are taken for {lines} lines, the average of {}", span(*days, lang)),
            ),
            Self::PlanWithoutData => lang.pick(
                "还没有任何数据，无从估计行数；先导出一小段试试".to_owned(),
                "there are no data to tell volumes from; begin with a short export".to_owned(),
            ),
            Self::OverCap(day, lines) => lang.pick(
                format!("{day} 一天就预计有 {lines} 行，达到或超过一次导出的上限；请再按状态或时段分开导出"),
                format!("{day} alone is expected to have {lines} lines, as many as one export holds or more; export it in parts, by status or by hours"),
            ),
            Self::NothingToDownload(day) => lang.pick(
                format!("到 {day} 为止都已导入，没有要下载的"),
                format!("everything up to {day} is imported; nothing to download"),
            ),
        }
    }
}

/// Writes words with how many lines have each.
fn counted(words: &[(String, i64)], lang: Lang) -> String {
    let each =
        |(word, lines): &(String, i64)| lang.pick(format!("{word}（{lines} 行）"), format!("{word} ({lines} lines)"));
    words.iter().map(each).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// Writes a span of days.
fn span(days: Days, lang: Lang) -> String {
    let Days { first, last } = days;
    if first == last {
        first.to_string()
    } else {
        lang.pick(format!("{first} 至 {last}"), format!("{first} to {last}"))
    }
}

/// Makes a span of days where the first is not after the last.
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> Result<Days, ReportError> {
    if from > to { Err(ReportError::DaysTurnedRound { from, to }) } else { Ok(Days { first: from, last: to }) }
}
