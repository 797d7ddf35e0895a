//! A second evaluator, written from the settled readings alone, agrees with the rules on random facts. Facts that are not needed
//! change nothing, and more facts never overturn a decided verdict.

use std::collections::HashMap;

use chrono::{Datelike, Days};

use super::*;
use crate::model::fact::{FactType, FactValue, Written};
use crate::rules::{Answer, RuleOutcome};

/// Facts by name, as plain as can be.
type Plain = HashMap<&'static str, FactValue>;

/// Holds what came out for one rule: outcome, day, whether it is a bound.
type Out = (Answer, Option<NaiveDate>, bool);

const PASS: Out = (Answer::MayApply, None, false);
const UNKNOWN: Out = (Answer::Unknown, None, false);
const FAIL: Out = (Answer::Blocked, None, false);

fn plain_bool(facts: &Plain, name: &str, good: bool) -> Out {
    match facts.get(name) {
        None => UNKNOWN,
        Some(value) if *value == FactValue::Bool(good) => PASS,
        Some(_) => FAIL,
    }
}

fn plain_zero(facts: &Plain, name: &str) -> Out {
    match facts.get(name) {
        None => UNKNOWN,
        Some(FactValue::Count(0)) => PASS,
        Some(_) => FAIL,
    }
}

/// Applies a rule to some shops only: if it is not known which, the outcome is unknown unless the rule is met anyway.
fn only_of(applies: Option<bool>, out: Out) -> Out {
    match applies {
        Some(false) => PASS,
        Some(true) => out,
        None if out == PASS => PASS,
        None => UNKNOWN,
    }
}

/// Walks day by day to the first day after so many months.
fn months_over(start: NaiveDate, length: u32) -> NaiveDate {
    let (mut months, mut day) = (0, start);
    while months < length {
        day = day.succ_opt().expect("a day");
        months += u32::from(day.day() == 1);
    }
    while day.day() < start.day() && day.succ_opt().expect("a day").month() == day.month() {
        day = day.succ_opt().expect("a day");
    }
    day.succ_opt().expect("a day")
}

fn cooldown(facts: &Plain, on: NaiveDate) -> Out {
    let closed = facts.get("closure.closed_on");
    let refunded = facts.get("closure.deposit_refunded_on");
    let unpaid = facts.get("closure.deposit_paid") == Some(&FactValue::Bool(false));
    let starts: Vec<Option<&FactValue>> = if unpaid { vec![closed] } else { vec![closed, refunded] };
    if starts.iter().flatten().any(|start| **start == FactValue::Never) {
        return (Answer::NotYet, None, false);
    }
    let latest = starts.iter().flatten().filter_map(|start| start.day()).max().map(|start| months_over(start, 6));
    // With nothing known of the deposit, the closure alone is a bound and nothing more.
    let whole = starts.iter().all(Option::is_some);
    match latest {
        Some(free) if on < free => (Answer::NotYet, Some(free), !whole),
        Some(_) if whole => PASS,
        _ => UNKNOWN,
    }
}

fn waited(value: Option<&FactValue>, on: NaiveDate, days: u64, never: Out) -> Out {
    match value {
        None => UNKNOWN,
        Some(FactValue::Never) => never,
        Some(start) => {
            let free = start.day().expect("a date") + Days::new(days + 1);
            if on < free { (Answer::NotYet, Some(free), false) } else { PASS }
        }
    }
}

/// Waits so many months since a day that never comes for some.
fn waited_months(value: Option<&FactValue>, on: NaiveDate, months: u32, never: Out) -> Out {
    match value {
        None => UNKNOWN,
        Some(FactValue::Never) => never,
        Some(start) => {
            let free = months_over(start.day().expect("a date"), months);
            if on < free { (Answer::NotYet, Some(free), false) } else { PASS }
        }
    }
}

fn shop_limit(facts: &Plain) -> Out {
    let Some(FactValue::Count(others)) = facts.get("subject.other_shops_of_type") else { return UNKNOWN };
    let qualify = plain_bool(facts, "subject.other_shops_qualify", true);
    let kind = facts.get("shop.type").map(FactValue::to_string);
    match (others, kind.as_deref()) {
        (0, _) | (1..=4, Some("flagship" | "exclusive" | "franchise")) | (1, Some("company" | "individual")) => PASS,
        (1..=4, None) => UNKNOWN,
        (2..=4, Some("company")) | (2, Some("individual")) => qualify,
        _ => FAIL,
    }
}

fn business(facts: &Plain) -> String {
    facts.get("shop.business").map_or_else(|| "domestic".to_owned(), FactValue::to_string)
}

fn reopen(facts: &Plain, on: NaiveDate, scope: Scope) -> Vec<Out> {
    let cleared_for = match facts.get("closure.cleared_for").map(FactValue::to_string).as_deref() {
        None => UNKNOWN,
        Some("agreement") => PASS,
        Some(_) => (Answer::Never, None, false),
    };
    let business = business(facts);
    let is_short = business == "instant_retail" || business == "lite";
    let month = waited_months(facts.get("closure.closed_on"), on, 1, (Answer::NotYet, None, false));
    let company = facts.get("subject.kind").map(|kind| kind.to_string() == "company");
    let reported = |out| if scope == Scope::Official { PASS } else { out };
    let kind = facts.get("subject.kind").map(FactValue::to_string);
    let person = kind.map(|kind| kind == "person");
    let trader = person.map(|person| !person);
    let closure = facts.get("closure.kind").map(FactValue::to_string);
    let lasts = |name: &str, last_too_short: NaiveDate| match facts.get(name) {
        None => UNKNOWN,
        Some(FactValue::LongTerm) => PASS,
        Some(end) if end.day().expect("a date") > last_too_short => PASS,
        Some(_) => FAIL,
    };
    let ban = match (facts.get("closure.permanent_ban"), &closure) {
        (Some(FactValue::Bool(true)), _) => (Answer::Never, None, false),
        (Some(_), _) => PASS,
        (None, Some(kind)) if kind != "cleared" => PASS,
        (None, _) => UNKNOWN,
    };
    let cleared = closure.as_ref().map(|kind| kind == "cleared");
    let forever = vec![ban, only_of(cleared, cleared_for)];
    if business == "global" {
        return forever.into_iter().chain([UNKNOWN]).collect();
    }
    let in_a_month = on.checked_add_months(chrono::Months::new(1)).expect("a day");
    let asked = vec![
        only_of(cleared, plain_bool(facts, "violation.settled", true)),
        only_of(company, plain_bool(facts, "subject.corporate_account", true)),
        plain_bool(facts, "subject.operator_id_valid", true),
        plain_bool(facts, "subject.other_shop_punished", false),
        shop_limit(facts),
        if is_short { month } else { reported(cooldown(facts, on)) },
        only_of(trader, plain_bool(facts, "licence.present", true)),
        only_of(trader, plain_bool(facts, "licence.legible", true)),
        only_of(trader, plain_bool(facts, "licence.abnormal_listed", false)),
        only_of(trader, lasts("licence.expires_on", on + Days::new(15))),
        only_of(person, lasts("person.id_expires_on", in_a_month)),
        only_of(person, plain_bool(facts, "person.of_age", true)),
        only_of(trader, plain_bool(facts, "goods.within_licence_scope", true)),
        only_of(trader, plain_bool(facts, "business.within_licence_period", true)),
        plain_bool(facts, "goods.qualified", true),
        plain_bool(facts, "goods.compliant", true),
        plain_bool(facts, "account.linked_subject_violation", false),
        reported(plain_bool(facts, "account.open_violations", false)),
        reported(plain_bool(facts, "materials.ready", true)),
    ];
    forever.into_iter().chain(asked).collect()
}

fn close(facts: &Plain, on: NaiveDate) -> Vec<Out> {
    if business(facts) == "global" {
        return vec![UNKNOWN];
    }
    let cleared = facts.get("closure.kind").map(|kind| kind.to_string() == "cleared");
    let mut out = vec![
        only_of(cleared, plain_bool(facts, "violation.settled", true)),
        plain_bool(facts, "warehouse.qic_exited", true),
        plain_bool(facts, "refund.account_ready", true),
        plain_bool(facts, "service.within_rights_period", false),
        waited_months(facts.get("vouchers.last_sold_on"), on, 36, PASS),
        plain_zero(facts, "orders.unfinished"),
        plain_zero(facts, "orders.open_after_sales"),
    ];
    let mut clear = vec![
        "owed.unsettled_payments",
        "owed.deposit",
        "owed.insurance",
        "owed.loans",
        "owed.invoices",
        "owed.vouchers",
        "owed.rebates",
        "service.open_tickets",
        "other.unresolved",
    ];
    let notice = facts.get("notice.started_on");
    if on < day("2026-07-21") {
        clear.extend(["owed.commission", "owed.activity_deposit"]);
        out.push(waited(notice, on, 30, FAIL));
        out.push(waited(facts.get("orders.last_finished_on"), on, 90, PASS));
    } else {
        clear.extend(["owed.wallet_balance", "owed.penalties", "supply.open_documents"]);
        out.push(plain_zero(facts, "orders.within_after_sale_period"));
        out.push(match notice.map(|notice| (notice, notice.day())) {
            None => UNKNOWN,
            Some((_, Some(begins))) if begins > on => (Answer::NotYet, Some(begins), false),
            Some((_, Some(_))) => PASS,
            Some(_) => FAIL,
        });
    }
    out.extend(clear.into_iter().map(|name| plain_bool(facts, name, false)));
    out
}

/// Judges as plainly as can be; what every value of a choice that is not made leads to counts, whatever is known to wait.
fn expected(check: Check, facts: &Plain, on: NaiveDate, scope: Scope) -> (Answer, Option<NaiveDate>, bool) {
    let out = if check == Check::Close { close(facts, on) } else { reopen(facts, on, scope) };
    let worst = out.iter().map(|out| out.0).max().expect("rules");
    let mut answer = worst;
    let open = [
        ("subject.kind", ["company", "individual_business", "person"]),
        ("closure.kind", ["voluntary", "released", "cleared"]),
    ];
    for (name, choices) in open.into_iter().filter(|(name, _)| worst != Answer::Never && !facts.contains_key(name)) {
        let answers = choices.map(|choice| {
            let mut with_choice = facts.clone();
            with_choice.insert(name, FactValue::Choice(choice.to_owned()));
            expected(check, &with_choice, on, scope).0
        });
        if answers[0] == answers[1] && answers[1] == answers[2] && answers[0] != worst {
            answer = if answer == worst { answers[0] } else { answer.max(answers[0]) };
        }
    }
    let waits: Vec<_> = out.iter().filter(|out| out.0 == Answer::NotYet).collect();
    let earliest = waits.iter().filter_map(|out| out.1).max().filter(|_| answer != Answer::Never);
    (answer, earliest, earliest.is_some() && waits.iter().any(|out| out.2 || out.1.is_none()))
}

/// Draws numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    /// Draws a value of the fact; mostly one that blocks nothing, so that every answer comes up.
    fn value(&mut self, name: &str, kind: &FactType, on: NaiveDate) -> FactValue {
        let good = self.roll(30) > 0;
        let long_ago = |dice: &mut Self, days| on - Days::new(dice.roll(days));
        match kind {
            FactType::Bool => {
                let wanted = [
                    "present",
                    "legible",
                    "within_licence",
                    "qualified",
                    "compliant",
                    "of_age",
                    "ready",
                    "exited",
                    "settled",
                    "deposit_paid",
                    "corporate_account",
                    "operator_id_valid",
                    "account_ready",
                    "qualify",
                ];
                FactValue::Bool(wanted.iter().any(|word| name.contains(word)) == good)
            }
            FactType::Count if name == "subject.other_shops_of_type" && self.roll(4) == 0 => {
                FactValue::Count(self.roll(7))
            }
            FactType::Count => FactValue::Count(if good { 0 } else { self.roll(3) }),
            FactType::Choice(_) if name == "shop.business" && self.roll(8) > 0 => {
                FactValue::Choice("domestic".to_owned())
            }
            FactType::Choice(names) => {
                FactValue::Choice(names[usize::try_from(self.roll(names.len() as u64)).expect("small")].clone())
            }
            FactType::Expiry if good => FactValue::LongTerm,
            FactType::Expiry => FactValue::Day(on + Days::new(self.roll(40))),
            FactType::Date if name == "vouchers.last_sold_on" && self.roll(3) > 0 => FactValue::Never,
            FactType::Date if name == "vouchers.last_sold_on" => FactValue::Day(long_ago(self, 2000)),
            FactType::Date if self.roll(12) == 0 => FactValue::Never,
            FactType::Date if name == "notice.started_on" && !good => FactValue::Day(on + Days::new(self.roll(40))),
            FactType::Date => FactValue::Day(long_ago(self, 400)),
        }
    }
}

/// Lists the facts of the check, and draws some of them.
fn drawn(dice: &mut Dice, check: Check, on: NaiveDate) -> Plain {
    let known = [10, 80, 97, 100][usize::try_from(dice.roll(4)).expect("small")];
    let facts = Ruleset::built_in().facts().iter().filter(|fact| fact.checks.contains(&check));
    let mut plain = Plain::new();
    for fact in facts {
        if dice.roll(100) < known {
            plain.insert(&fact.name, dice.value(&fact.name, &fact.kind, on));
        }
    }
    plain
}

fn given(plain: &Plain) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in plain {
        facts.set(name, Written::Value(value.clone()), Origin::File);
    }
    facts
}

fn draws(count: u64) -> impl Iterator<Item = (Dice, Check, NaiveDate, Plain)> {
    (0..count).map(|seed| {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let check = if dice.roll(2) == 0 { Check::Close } else { Check::Reopen };
        let on = day("2025-01-01") + Days::new(dice.roll(700));
        let plain = drawn(&mut dice, check, on);
        (dice, check, on, plain)
    })
}

#[test]
fn a_second_evaluator_finds_no_difference() {
    let mut answers: HashMap<Answer, u32> = HashMap::new();
    for (mut dice, check, on, plain) in draws(100_000) {
        let scope = if dice.roll(4) == 0 { Scope::Official } else { Scope::All };
        let unpaid = plain.get("closure.deposit_paid") == Some(&FactValue::Bool(false));
        let refunded = plain.get("closure.deposit_refunded_on").and_then(FactValue::day).is_some();
        match judge(Ruleset::built_in(), check, &given(&plain), on, scope) {
            Err(_) => assert!(unpaid && refunded, "{plain:?}"),
            Ok(verdict) => {
                assert!(!(unpaid && refunded), "{plain:?}");
                let got = (verdict.answer, verdict.earliest, verdict.earliest_is_bound);
                assert_eq!(got, expected(check, &plain, on, scope), "{check:?} on {on}: {plain:?}");
                *answers.entry(verdict.answer).or_default() += 1;
            }
        }
    }
    for answer in Answer::ALL {
        assert!(answers.get(answer).is_some_and(|times| *times > 500), "{answers:?}");
    }
}

/// Lists values of a fact of which some other would do for every condition.
fn all_values(kind: &FactType, on: NaiveDate) -> Vec<FactValue> {
    let ago = |days: &[u64]| days.iter().map(|days| FactValue::Day(on - Days::new(*days))).collect::<Vec<_>>();
    match kind {
        FactType::Bool => vec![FactValue::Bool(true), FactValue::Bool(false)],
        FactType::Choice(names) => names.iter().cloned().map(FactValue::Choice).collect(),
        FactType::Count => (0..7).map(FactValue::Count).collect(),
        FactType::Expiry => [ago(&[1]), vec![FactValue::Day(on + Days::new(20)), FactValue::LongTerm]].concat(),
        FactType::Date => [ago(&[0, 29, 31, 60, 91, 200, 1200]), vec![FactValue::Never]].concat(),
    }
}

/// Tells whether the fact is stood for by another that is not known either.
fn is_gated(plain: &Plain, fact: &crate::rules::Fact) -> bool {
    let is_open = |gate: &str| !plain.contains_key(gate);
    (!fact.subjects.is_empty() && is_open("subject.kind"))
        || (["violation.settled", "closure.cleared_for"].contains(&fact.name.as_str()) && is_open("closure.kind"))
}

#[test]
fn what_is_not_needed_changes_nothing() {
    let (mut unneeded, mut settled) = (0, 0);
    for (mut dice, check, on, plain) in draws(1_500) {
        let scope = if dice.roll(4) == 0 { Scope::Official } else { Scope::All };
        let Ok(before) = judge(Ruleset::built_in(), check, &given(&plain), on, scope) else { continue };
        let needed = before.needed_facts();
        settled += usize::from(needed.is_empty());
        // What follows from the known facts counts as known: to say otherwise is a correction.
        let known = crate::rules::infer(Ruleset::built_in(), &given(&plain), on);
        let open = Ruleset::built_in().facts().iter().filter(|fact| fact.checks.contains(&check));
        let open = open.filter(|fact| known.get(&fact.name).is_none() && !needed.contains(&fact.name.as_str()));
        for fact in open.filter(|fact| !is_gated(&plain, fact) || needed.is_empty()) {
            for value in all_values(&fact.kind, on) {
                let mut more = plain.clone();
                more.insert(&fact.name, value.clone());
                let Ok(after) = judge(Ruleset::built_in(), check, &given(&more), on, scope) else { continue };
                assert_eq!(after.answer, before.answer, "{} = {value} on {on}: {plain:?}", fact.name);
                unneeded += 1;
            }
        }
    }
    assert!(unneeded > 1_000 && settled > 100, "{unneeded} {settled}");
}

#[test]
fn more_knowledge_never_turns_a_decided_verdict_over() {
    let mut tested = 0;
    for (mut dice, check, on, plain) in draws(20_000) {
        let scope = if dice.roll(4) == 0 { Scope::Official } else { Scope::All };
        let Ok(before) = judge(Ruleset::built_in(), check, &given(&plain), on, scope) else { continue };
        // What follows from the known facts counts as known: to say otherwise is a correction.
        let open: Vec<_> = Ruleset::built_in()
            .facts()
            .iter()
            .filter(|fact| fact.checks.contains(&check) && before.facts.get(&fact.name).is_none())
            .collect();
        let Some(fact) = open.get(usize::try_from(dice.roll(open.len().max(1) as u64)).expect("small")) else {
            continue;
        };
        let mut more = plain.clone();
        more.insert(&fact.name, dice.value(&fact.name, &fact.kind, on));
        let Ok(after) = judge(Ruleset::built_in(), check, &given(&more), on, scope) else { continue };
        match before.answer {
            Answer::Unknown => {}
            Answer::MayApply => {
                assert!(after.answer == Answer::MayApply || turns_over(&fact.name), "{plain:?} and {}", fact.name);
            }
            no => assert!(after.answer >= no || turns_over(&fact.name), "{plain:?} and {}", fact.name),
        }
        for (early, late) in before.rulings.iter().zip(&after.rulings) {
            let kept = early.outcome == RuleOutcome::Unknown
                || early.outcome == late.outcome
                || stands_aside(early.outcome, late.outcome);
            assert!(kept || turns_over(&fact.name), "{}: {plain:?} and {}", early.rule.id, fact.name);
        }
        tested += 1;
    }
    assert!(tested > 10_000, "{tested}");
}

/// What was only assumed may turn out otherwise: so it is asked for.
fn turns_over(fact: &str) -> bool {
    ["shop.business", "closure.deposit_paid"].contains(&fact)
}

/// A rule that is met whomever it is asked of may turn out not to be asked at all.
fn stands_aside(early: RuleOutcome, late: RuleOutcome) -> bool {
    early == RuleOutcome::Pass && late == RuleOutcome::NotApplicable
}

#[test]
fn answering_what_is_needed_leads_to_a_decision() {
    for (mut dice, check, on, mut plain) in draws(500) {
        // Each round answers the first question; no check has more questions than there are facts.
        for round in 0.. {
            let facts = given(&plain);
            let Ok(verdict) = judge(Ruleset::built_in(), check, &facts, on, Scope::All) else { break };
            let Some(name) = verdict.needed_facts().first().copied() else { break };
            assert!(!plain.contains_key(name) && round < Ruleset::built_in().facts().len(), "{name}: {plain:?}");
            let kind = &Ruleset::built_in().fact(name).expect(name).kind;
            plain.insert(name, dice.value(name, kind, on));
        }
    }
}
