//! The page: its sections in the order in which a seller asks.

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use shopkit::model::lang::Lang;
use shopkit::model::summary::Days;
use shopkit::model::table::{Datum, Word};
use shopkit::report::named::{By, Report};
use shopkit::texts::{Texts, grouped};

use super::answers::{Answer, Answers};
use super::calendar;
use super::charts::Drawing;
use super::figures::figures;
use crate::front::datum::readable;
use crate::front::html::{self, escaped};
use crate::front::text::visible;

/// What the page has beside the looks of all pages.
pub(super) const STYLE: &str = include_str!("style.css");

/// The most bars that lie one above the other.
const BARS: usize = 10;

/// The most rows of a table.
const ROWS: usize = 100;

/// Tells where a part of the page is read.
#[derive(Debug, Clone, Copy)]
pub enum Place<'q> {
    /// In a file, which has no links.
    File,
    /// On the local page, which has a page of each report, and fields for the options that notes name.
    Page {
        /// Rewrites the options.
        named: fn(&str, Lang) -> String,
        /// What the pages of the reports are to be about: shop and days.
        query: &'q str,
    },
}

/// Writes the page.
pub fn write(out: &mut dyn Write, answers: &Answers, lang: Lang) -> io::Result<()> {
    let shop = &answers.sales.notes.shop;
    let title = lang.pick(format!("店铺概览：{shop}"), format!("Shop overview: {shop}"));
    html::begin(out, Texts::command(lang), &title, &super::style())?;
    writeln!(out, "<header><h1>{}</h1>", escaped(&title))?;
    writeln!(out, "<p>{}</p></header>\n<main>", escaped(&answers.sales.notes.heading(lang)))?;
    if answers.is_empty() {
        let text = lang.pick(
            "还没有导入订单。导入后重新生成本页：shopkit import 文件",
            "No orders were imported yet. Import some and write this page again: shopkit import FILE",
        );
        writeln!(out, "<p class=\"empty\">{text}</p>")?;
    } else {
        write_figures(out, &answers.sales, &answers.today, lang)?;
        write_section(out, &answers.today, Place::File, lang)?;
        write_course(out, &answers.course, answers.by, Place::File, lang)?;
        writeln!(out, "<div class=\"columns\">")?;
        for answer in [&answers.promotion, &answers.products, &answers.repeat, &answers.regions] {
            write_section(out, answer, Place::File, lang)?;
        }
        writeln!(out, "</div>")?;
        write_coverage(out, &answers.coverage, Place::File, lang)?;
        write_freshness(out, &answers.coverage, Place::File, lang)?;
    }
    let words = lang.pick(
        "成交：已付款且未关闭、未取消的行。金额为订单应付金额。退款率为退款成功的行占付款的行。",
        "Sales are lines that are paid and neither closed nor cancelled; amounts are 订单应付金额. The refund share is of paid lines.",
    );
    writeln!(out, "</main>\n<footer><p>{words}</p>{}</footer>\n</body></html>", html::written(Texts::command(lang)))
}

/// Writes the figures, of what was sold and of what needs doing.
pub fn write_figures(out: &mut dyn Write, sales: &Answer, today: &Answer, lang: Lang) -> io::Result<()> {
    let title = lang.pick("关键数字", "Key figures");
    writeln!(out, "<section><h2>{title}</h2><dl class=\"figures\">")?;
    for figure in figures(sales, today, lang) {
        let (name, value, note) = (figure.name, figure.value, figure.note);
        writeln!(out, "<div><dt>{name}</dt><dd><strong>{value}</strong><small>{note}</small></dd></div>")?;
    }
    writeln!(out, "</dl></section>")
}

/// Names the columns that a chart of a report shows: what, and how much.
fn charted(report: Report) -> Option<(&'static str, &'static str)> {
    match report {
        Report::Promotion => Some(("promotion", "amount")),
        Report::Products => Some(("product", "amount")),
        Report::Repeat => Some(("product", "repeat_buyers")),
        Report::Regions => Some(("region", "amount")),
        _ => None,
    }
}

/// Writes what a report answers: a chart of two of its columns with the table beneath, or the table alone.
pub fn write_section(out: &mut dyn Write, answer: &Answer, place: Place<'_>, lang: Lang) -> io::Result<()> {
    let title = answer.report.title(lang);
    let class = if answer.report == Report::Today { " class=\"todo\"" } else { "" };
    writeln!(out, "<section{class}><h2>{title}</h2>")?;
    match charted(answer.report) {
        Some((name, value)) => {
            let bars: Vec<(String, &Datum)> =
                answer.pairs(name, value).take(BARS).map(|(name, value)| (label(name, lang), value)).collect();
            write_chart(out, title, &bars, Kind::Lying { of: answer.table.rows.len() }, lang)?;
            write_table_beneath(out, answer, place, lang)?;
        }
        None => write_table(out, answer, place, lang)?,
    }
    write_notes(out, answer, place, lang)?;
    writeln!(out, "</section>")
}

/// Writes the sales of each period, those without sales too.
pub fn write_course(out: &mut dyn Write, course: &Answer, by: By, place: Place<'_>, lang: Lang) -> io::Result<()> {
    let title = match by {
        By::Week => lang.pick("每周销售（周一起）", "Sales by week, from Monday on"),
        By::Month => lang.pick("每月销售", "Sales by month"),
        By::Day | By::Creator => lang.pick("每日销售", "Sales by day"),
    };
    writeln!(out, "<section><h2>{title}</h2>")?;
    let sold: Vec<(String, &Datum)> = course
        .pairs("period", "amount")
        .map(|(period, amount)| (readable(period, Texts::command(lang)), amount))
        .collect();
    let nothing = Datum::Int(0);
    let bars = match course.notes.period {
        Some(days) if !sold.is_empty() => periods(days, by)
            .into_iter()
            .map(|period| {
                let amount = sold.iter().find(|(sold, _)| *sold == period).map_or(&nothing, |(_, amount)| *amount);
                (period, amount)
            })
            .collect(),
        _ => Vec::new(),
    };
    write_chart(out, title, &bars, Kind::Standing, lang)?;
    write_table_beneath(out, course, place, lang)?;
    write_notes(out, course, place, lang)?;
    writeln!(out, "</section>")
}

/// Names every period of some days, as the reports do.
fn periods(days: Days, by: By) -> Vec<String> {
    let name = |day: NaiveDate| match by {
        By::Day | By::Creator => day.to_string(),
        By::Week => day.week(chrono::Weekday::Mon).first_day().to_string(),
        By::Month => format!("{}-{:02}", day.year(), day.month()),
    };
    let mut periods: Vec<String> = days.first.iter_days().take_while(|day| *day <= days.last).map(name).collect();
    periods.dedup();
    periods
}

/// Names how the bars of a chart are.
#[derive(Clone, Copy)]
enum Kind {
    /// Side by side.
    Standing,
    /// One above the other, the first of so many.
    Lying { of: usize },
}

fn write_chart(out: &mut dyn Write, title: &str, bars: &[(String, &Datum)], kind: Kind, lang: Lang) -> io::Result<()> {
    if bars.is_empty() {
        return Ok(());
    }
    let most = bars.iter().map(|(_, value)| size(value)).fold(0.0, f64::max);
    let money = bars.iter().any(|(_, value)| matches!(value, Datum::Money(_)));
    // Beyond, a drawn number would lose digits.
    let (unit, (zh, en)) = match money {
        true if most >= 10_000_000.0 => (10_000.0, ("应付金额，万元", "Amount, in ten thousands of yuan")),
        true => (1.0, ("应付金额，元", "Amount, in yuan")),
        false => (1.0, ("重复购买的买家", "Repeat buyers")),
    };
    let mut largest: Vec<&(String, &Datum)> = bars.iter().collect();
    largest.sort_by(|(_, a), (_, b)| size(b).total_cmp(&size(a)));
    let about: Vec<String> = largest
        .iter()
        .take(3)
        .map(|(name, value)| format!("{name} {}", readable(value, Texts::command(lang))))
        .collect();
    let about = format!("{}{}", lang.pick("最多：", "Most: "), about.join(lang.pick("；", "; ")));
    let drawing = Drawing {
        title,
        about: &about,
        bars: bars.iter().map(|(name, value)| (name.clone(), scaled(size(value), unit))).collect(),
    };
    let (class, svg) = match kind {
        Kind::Standing => ("chart long", drawing.standing()?),
        Kind::Lying { .. } => ("chart", drawing.lying()?),
    };
    let first = match kind {
        Kind::Lying { of } if of > BARS => lang.pick(format!("，前 {BARS} 个"), format!(", the first {BARS}")),
        _ => String::new(),
    };
    writeln!(out, "<p>{}{first}</p><div class=\"scroll\"><div class=\"{class}\">{svg}</div></div>", lang.pick(zh, en))
}

/// Returns how long a bar is: whole yuan, or a count.
fn size(value: &Datum) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a bar need not be exact to the yuan")]
    match value {
        Datum::Money(fen) => (fen.0 as f64 / 100.0).round(),
        Datum::Int(number) => *number as f64,
        _ => 0.0,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a bar need not be exact to the yuan")]
fn scaled(size: f64, unit: f64) -> f32 {
    (size / unit).round() as f32
}

/// Writes the name of a bar.
fn label(name: &Datum, lang: Lang) -> String {
    match name {
        Datum::Null => lang.pick("（未知）", "(not known)").to_owned(),
        other => visible(&readable(other, Texts::command(lang))),
    }
}

fn write_table_beneath(out: &mut dyn Write, answer: &Answer, place: Place<'_>, lang: Lang) -> io::Result<()> {
    if answer.table.rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>{}</summary>", lang.pick("数据表", "Table"))?;
    write_table(out, answer, place, lang)?;
    writeln!(out, "</details>")
}

fn write_table(out: &mut dyn Write, answer: &Answer, place: Place<'_>, lang: Lang) -> io::Result<()> {
    let rows = &answer.table.rows;
    writeln!(out, "<div class=\"scroll\"><table>")?;
    html::table_head(out, &answer.table.columns, rows.first().map(Vec::as_slice), Texts::command(lang))?;
    rows.iter().take(ROWS).try_for_each(|row| html::table_row(out, row, Texts::command(lang)))?;
    writeln!(out, "</tbody></table></div>")?;
    if rows.len() > ROWS {
        let (count, name) = (grouped(&rows.len().to_string()), answer.report.name());
        let all = match place {
            Place::File => format!("shopkit report {name}"),
            Place::Page { query, .. } => {
                format!("<a href=\"/reports/{name}?{}\">{}</a>", escaped(query), answer.report.title(lang))
            }
        };
        let text = lang.pick(
            format!("共 {count} 行，这里是前 {ROWS} 行；全部：{all}"),
            format!("the first {ROWS} of {count} rows; all of them: {all}"),
        );
        writeln!(out, "<p>{text}</p>")?;
    }
    Ok(())
}

fn write_notes(out: &mut dyn Write, answer: &Answer, place: Place<'_>, lang: Lang) -> io::Result<()> {
    answer.notes.notes.iter().map(|note| html::noted(note, Texts::command(lang))).try_for_each(|note| match place {
        Place::File => writeln!(out, "{note}"),
        Place::Page { named, .. } => writeln!(out, "{}", named(&note, lang)),
    })
}

/// Writes the days that were imported, as a calendar.
pub fn write_coverage(out: &mut dyn Write, coverage: &Answer, place: Place<'_>, lang: Lang) -> io::Result<()> {
    writeln!(out, "<section><h2>{}</h2>", coverage.report.title(lang))?;
    calendar::write(out, coverage, lang)?;
    write_table_beneath(out, coverage, place, lang)?;
    writeln!(out, "</section>")
}

/// Writes how fresh the data are: the newest export, and how many days are in which state.
pub fn write_freshness(out: &mut dyn Write, coverage: &Answer, place: Place<'_>, lang: Lang) -> io::Result<()> {
    writeln!(out, "<section><h2>{}</h2><ul>", lang.pick("数据新鲜度", "How fresh the data are"))?;
    let notes = &coverage.notes;
    if let Some(at) = &notes.newest_export {
        writeln!(out, "<li>{}{}</li>", lang.pick("最新导出于 ", "newest export "), escaped(at))?;
    }
    let mut counts: Vec<(Word, usize)> = Vec::new();
    for (state, _) in coverage.pairs("state", "state") {
        let Datum::Word(state) = state else { continue };
        match counts.iter_mut().find(|(known, _)| known == state) {
            Some((_, count)) => *count += 1,
            None => counts.push((*state, 1)),
        }
    }
    for (state, count) in counts {
        let text = lang.pick(format!("{}：{count} 天", state.zh), format!("{}: {count} days", state.en));
        writeln!(out, "<li>{text}</li>")?;
    }
    writeln!(out, "</ul>")?;
    write_notes(out, coverage, place, lang)?;
    writeln!(out, "</section>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_has_its_name() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let days = Days { first: day("2026-01-30"), last: day("2026-02-02") };
        assert_eq!(periods(days, By::Day), ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"]);
        assert_eq!(periods(days, By::Week), ["2026-01-26", "2026-02-02"]);
        assert_eq!(periods(days, By::Month), ["2026-01", "2026-02"]);
    }
}
