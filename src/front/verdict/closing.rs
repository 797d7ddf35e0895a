//! When the shop could apply to reopen if it were closed.

use chrono::NaiveDate;
use shopkit::kit::{Checked, RefundCase};
use shopkit::rules::Check;
use shopkit::t;
use shopkit::texts::Texts;

/// Says when the shop could apply to reopen if it were closed; nothing where the check is another.
pub(super) fn if_closed(checked: &Checked<'_>, texts: Texts) -> Vec<String> {
    if checked.verdict.check != Check::Close {
        return Vec::new();
    }
    let reapplication = checked.reapplication();
    if let Some(barred) = &reapplication.barred {
        return vec![t!(texts, "verdict-closed-barred", reason = barred.clone())];
    }
    let mut lines: Vec<String> =
        reapplication.refunds.iter().map(|refund| of_refund(reapplication.closed_on, refund, texts)).collect();
    lines.push(t!(texts, "verdict-closed-basis"));
    lines.extend(holidays(checked, &reapplication.refunds, texts));
    lines
}

fn of_refund(closed: NaiveDate, refund: &RefundCase, texts: Texts) -> String {
    let RefundCase { working_days, refunded_on, reopen_from, same_until } = refund;
    let Some(days) = *working_days else {
        return t!(texts, "verdict-closed-no-deposit", closed = closed, reopen = *reopen_from);
    };
    let (refunded, reopen) = (*refunded_on, *reopen_from);
    if same_until > refunded_on {
        let until = *same_until;
        t!(
            texts,
            "verdict-closed-leeway",
            closed = closed,
            days = days,
            refunded = refunded,
            reopen = reopen,
            until = until
        )
    } else {
        t!(texts, "verdict-closed", closed = closed, days = days, refunded = refunded, reopen = reopen)
    }
}

/// Says whether the working days up to the refunds leave out public holidays; nothing where no working days were counted.
fn holidays(checked: &Checked<'_>, refunds: &[RefundCase], texts: Texts) -> Option<String> {
    let counted = || refunds.iter().filter(|refund| refund.working_days.is_some()).map(|refund| refund.refunded_on);
    let (earliest, latest) = (counted().min()?, counted().max()?);
    let Some(span) = checked.holidays.span() else { return Some(t!(texts, "verdict-holidays-none")) };
    let (first, last) = span.into_inner();
    let mut text = t!(texts, "verdict-holidays");
    if earliest < first {
        text = t!(texts, "verdict-holidays-begin", holidays = text, first = first, refund = earliest);
    }
    if latest > last {
        text = t!(texts, "verdict-holidays-end", holidays = text, last = last, refund = latest);
    }
    Some(text)
}
