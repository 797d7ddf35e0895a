//! When a shop that is closed now could apply to reopen.

use chrono::NaiveDate;

use super::check::Checked;
use super::holidays::Holidays;
use crate::model::fact::{FactValue, Origin, Written};
use crate::model::message::Message;
use crate::rules::{Answer, Check, Consequence, Parameter, RuleOutcome, Ruling, Verdict, judge, known_facts};

/// The days after a refund that are tried for the same result; months differ by three days at most.
const LOOK_AHEAD: usize = 5;

/// Holds when a shop could apply to reopen if it were closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reapplication {
    /// The day of closure: the day of the check, or the first day on which all waits are over.
    pub closed_on: NaiveDate,
    /// The result by when the deposit is refunded; empty where the shop is barred.
    pub refunds: Vec<RefundCase>,
    /// Why there is no such day, where nothing helps or other rules would decide.
    pub barred: Option<Message>,
}

/// Holds the result of a refund some working days after closure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundCase {
    /// Working days, by the calendar of holidays that was given. None where no deposit was paid.
    pub working_days: Option<u64>,
    /// The day of the refund, or of the closure where no deposit was paid.
    pub refunded_on: NaiveDate,
    /// The first day after the wait.
    pub reopen_from: NaiveDate,
    /// The last day on which a refund would lead to the same day: until then, a refund causes no delay.
    pub same_until: NaiveDate,
}

impl Checked<'_> {
    /// Works out when the shop could apply to reopen if it were closed, by the rules of the verdict and what is known of the shop.
    pub fn reapplication(&self) -> Reapplication {
        let verdict = &self.verdict;
        let waits = verdict.waits_over().filter(|_| verdict.answer != Answer::MayApply).map(|waits| waits.from);
        let closed_on = [waits, verdict.earliest].into_iter().flatten().fold(verdict.on, NaiveDate::max);
        if let Some(barred) = self.barred(closed_on) {
            return Reapplication { closed_on, refunds: Vec::new(), barred: Some(barred) };
        }
        let without_deposit = verdict.facts.value(known_facts::DEPOSIT_PAID) == Some(&FactValue::Bool(false));
        let refunds = if without_deposit {
            vec![self.refund(closed_on, None, closed_on)]
        } else {
            let [least, most] = [Parameter::RefundLeastDays, Parameter::RefundMostDays]
                .map(|parameter| u64::from(verdict.ruleset.number(parameter, verdict.on)));
            let refund = |days| {
                let refunded_on = after_working_days(closed_on, days, &self.holidays);
                self.refund(closed_on, Some(days), refunded_on)
            };
            (least..=most).map(refund).collect()
        };
        Reapplication { closed_on, refunds, barred: None }
    }

    fn refund(&self, closed_on: NaiveDate, working_days: Option<u64>, refunded_on: NaiveDate) -> RefundCase {
        let from = |day: NaiveDate| match working_days {
            Some(_) => self.wait_over(closed_on, Some(day)),
            None => self.wait_over(day, None),
        };
        let reopen_from = from(refunded_on);
        let same_until = refunded_on.iter_days().take(LOOK_AHEAD).take_while(|day| from(*day) == reopen_from).last();
        RefundCase { working_days, refunded_on, reopen_from, same_until: same_until.unwrap_or(refunded_on) }
    }

    /// Says why there is no day on which the shop could apply to reopen: nothing helps, or other rules would decide.
    fn barred(&self, closed_on: NaiveDate) -> Option<Message> {
        let reopen = self.reopen(closed_on, None)?;
        let bars = |ruling: &&Ruling<'_>| {
            ruling.answer() == Answer::Never || (ruling.rule.otherwise == Consequence::OtherRules && ruling.is_unmet())
        };
        let ruling = reopen.rulings.iter().find(bars)?;
        Some(reopen.reason(ruling))
    }

    /// Returns the first day on which no reopen rule requires waiting if the shop was closed and refunded on these days.
    fn wait_over(&self, closed_on: NaiveDate, refunded_on: Option<NaiveDate>) -> NaiveDate {
        let last = refunded_on.unwrap_or(closed_on);
        let Some(reopen) = self.reopen(closed_on, refunded_on) else { return last };
        let waits = reopen.rulings.iter().filter(|ruling| ruling.outcome == RuleOutcome::NotYet);
        waits.filter_map(|ruling| ruling.earliest).max().unwrap_or(last)
    }

    /// Judges whether the shop could apply to reopen on the last of these days.
    fn reopen(&self, closed_on: NaiveDate, refunded_on: Option<NaiveDate>) -> Option<Verdict<'_>> {
        let verdict = &self.verdict;
        let mut facts = self.given.clone();
        let mut set = |name: &str, value: Written| facts.set(name, value, Origin::Declared);
        set(known_facts::CLOSED_ON, Written::Value(FactValue::Day(closed_on)));
        set(known_facts::DEPOSIT_PAID, Written::Value(FactValue::Bool(refunded_on.is_some())));
        let refund = refunded_on.map_or(Written::Unknown, |day| Written::Value(FactValue::Day(day)));
        set(known_facts::DEPOSIT_REFUNDED_ON, refund);
        judge(verdict.ruleset, Check::Reopen, &facts, refunded_on.unwrap_or(closed_on), verdict.scope).ok()
    }
}

fn after_working_days(day: NaiveDate, working_days: u64, holidays: &Holidays) -> NaiveDate {
    let later = day.iter_days().skip(1).filter(|day| holidays.is_working_day(*day));
    (1..=working_days).zip(later).last().map_or(day, |(_, day)| day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn weekends_are_no_working_days() {
        for (from, days, to) in [
            ("2026-08-13", 0, "2026-08-13"),
            ("2026-08-13", 1, "2026-08-14"),
            ("2026-08-13", 2, "2026-08-17"),
            ("2026-08-15", 1, "2026-08-17"),
        ] {
            assert_eq!(after_working_days(day(from), days, &Holidays::default()), day(to), "{from} + {days}");
        }
    }

    #[test]
    fn holidays_are_left_out_and_weekends_of_work_are_counted() {
        let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260215\nDTEND;VALUE=DATE:20260224\nSUMMARY:春节\n\
            END:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260214\nSUMMARY:春节 补班\nEND:VEVENT\nEND:VCALENDAR\n";
        let holidays = Holidays::parse(calendar.as_bytes()).expect("a calendar");
        let after = |days, holidays| after_working_days(day("2026-02-12"), days, holidays).to_string();
        assert_eq!([1, 2, 3].map(|days| after(days, &holidays)), ["2026-02-13", "2026-02-14", "2026-02-24"]);
        let none = Holidays::default();
        assert_eq!([1, 2, 3].map(|days| after(days, &none)), ["2026-02-13", "2026-02-16", "2026-02-17"]);
    }
}
