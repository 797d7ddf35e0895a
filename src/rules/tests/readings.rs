//! The settled readings of the rules, one test each.

use super::*;
use crate::rules::{Alternative, Answer, BUILT_IN};

/// Everything that a company needs besides the wait.
pub(super) const COMPANY: &str = "closure.kind=voluntary subject.kind=company licence.present=true licence.legible=true \
    licence.abnormal_listed=false licence.expires_on=long-term goods.within_licence_scope=true goods.qualified=true \
    goods.compliant=true business.within_licence_period=true account.open_violations=false \
    account.linked_subject_violation=false materials.ready=true subject.corporate_account=true \
    subject.operator_id_valid=true subject.other_shops_of_type=0 subject.other_shop_punished=false shop.business=domestic";
pub(super) const CLOSED: &str = "closure.closed_on=2024-08-31 closure.deposit_refunded_on=2024-09-03";

pub(super) fn reopen(on: &str, given: &str) -> Verdict<'static> {
    judged(Check::Reopen, on, given)
}

fn cooldown(on: &str, given: &str) -> String {
    outcome(&reopen(on, given), "reopen.cooldown")
}

#[test]
fn the_wait_ends_on_the_day_after_six_months() {
    let verdict = reopen("2025-03-01", CLOSED);
    assert_eq!((verdict.answer, verdict.earliest), (Answer::NotYet, Some(day("2025-03-04"))));
    assert_eq!(cooldown("2025-03-03", CLOSED), "not_yet 2025-03-04");
    assert_eq!(cooldown("2025-03-04", CLOSED), "pass");
    let verdict = reopen("2025-03-04", &format!("{COMPANY} {CLOSED}"));
    assert_eq!((verdict.answer, verdict.earliest), (Answer::MayApply, None));
}

/// Reading 1.
#[test]
fn days_are_over_after_the_last_of_them() {
    let close = |on, given| outcome(&judged(Check::Close, on, given), "close.notice");
    assert_eq!(close("2025-01-31", "notice.started_on=2025-01-01"), "not_yet 2025-02-01");
    assert_eq!(close("2025-02-01", "notice.started_on=2025-01-01"), "pass");
    let close =
        |on| outcome(&judged(Check::Close, on, "orders.last_finished_on=2025-01-01"), "close.last-order-90-days");
    assert_eq!(close("2025-04-01"), "not_yet 2025-04-02");
    assert_eq!(close("2025-04-02"), "pass");
}

/// Reading 2.
#[test]
fn the_later_of_closure_and_refund_starts_the_wait() {
    for (given, on, want) in [
        ("closure.closed_on=2024-01-01 closure.deposit_refunded_on=2024-02-01", "2024-07-10", "not_yet 2024-08-02"),
        ("closure.closed_on=2024-02-01 closure.deposit_refunded_on=2024-01-01", "2024-07-10", "not_yet 2024-08-02"),
        ("closure.closed_on=2024-01-01 closure.deposit_paid=false", "2024-07-01", "not_yet 2024-07-02"),
        ("closure.closed_on=2024-01-01 closure.deposit_paid=false", "2024-07-02", "pass"),
        ("closure.deposit_paid=false", "2024-07-02", "unknown"),
        // One of the two dates is unknown: the other is a lower bound.
        ("closure.closed_on=2024-01-01 closure.deposit_paid=true", "2024-07-01", "not_yet 2024-07-02+"),
        ("closure.closed_on=2024-01-01 closure.deposit_paid=true", "2024-07-02", "unknown"),
        ("closure.deposit_refunded_on=2024-01-01", "2024-07-01", "not_yet 2024-07-02+"),
        ("closure.deposit_refunded_on=2024-01-01", "2024-07-02", "unknown"),
        // Not refunded yet: the count has not begun.
        ("closure.closed_on=2024-01-01 closure.deposit_refunded_on=none", "2024-09-01", "not_yet"),
        ("closure.deposit_refunded_on=none", "2024-09-01", "not_yet"),
        (
            "closure.closed_on=2024-01-01 closure.deposit_refunded_on=none closure.deposit_paid=false",
            "2024-09-01",
            "pass",
        ),
        // Deposit and refund unknown: the closure is the bound.
        ("closure.closed_on=2024-01-01", "2024-07-01", "not_yet 2024-07-02+"),
        ("closure.closed_on=2024-01-01", "2024-07-02", "unknown"),
        ("", "2024-07-02", "unknown"),
        // A time of day does not shift the day; an offset may.
        ("closure.closed_on=2024-01-01T23:59 closure.deposit_paid=false", "2024-07-02", "pass"),
        ("closure.closed_on=2024-01-01T20:00:00Z closure.deposit_paid=false", "2024-07-02", "not_yet 2024-07-03"),
    ] {
        assert_eq!(cooldown(on, given), want, "{given} on {on}");
    }
    for kind in ["voluntary", "released", "cleared"] {
        assert_eq!(cooldown("2025-03-01", &format!("{CLOSED} closure.kind={kind}")), "not_yet 2025-03-04", "{kind}");
    }
    let verdict = reopen("2024-06-01", "closure.closed_on=2024-01-01");
    assert_eq!((verdict.earliest, verdict.earliest_is_bound), (Some(day("2024-07-02")), true));
}

/// Reading 3.
#[test]
fn a_ban_is_for_good_and_a_clearing_out_must_be_settled() {
    let done = format!("{COMPANY} {CLOSED}");
    let on = "2025-06-01";
    let verdict = reopen(on, &format!("{done} closure.permanent_ban=true"));
    assert_eq!((verdict.answer, verdict.earliest), (Answer::Never, None));
    let waiting = reopen("2025-03-01", &format!("{done} closure.permanent_ban=true"));
    assert_eq!((waiting.answer, waiting.earliest), (Answer::Never, None));
    let verdict = reopen(on, &format!("{done} closure.kind=cleared"));
    assert_eq!((verdict.answer, verdict.needed_facts()[0]), (Answer::Unknown, "closure.permanent_ban"));
    assert_eq!(verdict.needed_facts()[..2], ["closure.permanent_ban", "closure.cleared_for"]);
    let cleared = format!("{done} closure.kind=cleared closure.permanent_ban=false closure.cleared_for=agreement");
    let verdict = reopen(on, &cleared);
    assert_eq!((verdict.answer, verdict.needed_facts()), (Answer::Unknown, vec!["violation.settled"]));
    assert_eq!(reopen(on, &format!("{cleared} violation.settled=true")).answer, Answer::MayApply);
    assert_eq!(reopen(on, &format!("{cleared} violation.settled=false")).answer, Answer::Blocked);
    let close = judged(Check::Close, on, "closure.kind=cleared violation.settled=false");
    assert_eq!(outcome(&close, "close.violation-settled"), "fail");
}

/// Reading 4.
#[test]
fn what_is_wrong_blocks_and_what_runs_waits() {
    let done = format!("{COMPANY} {CLOSED}");
    for wrong in [
        "licence.present=false",
        "licence.legible=false",
        "licence.abnormal_listed=true",
        "goods.qualified=false",
        "goods.compliant=false",
        "account.open_violations=true",
        "account.linked_subject_violation=true",
        "materials.ready=false",
    ] {
        assert_eq!(reopen("2025-06-01", &format!("{done} {wrong}")).answer, Answer::Blocked, "{wrong}");
    }
    for wrong in ["orders.unfinished=1", "orders.open_after_sales=2", "owed.deposit=true", "notice.started_on=none"] {
        assert_eq!(judged(Check::Close, "2025-06-01", wrong).answer, Answer::Blocked, "{wrong}");
    }
    let verdict = judged(Check::Close, "2025-06-01", "notice.started_on=2025-05-20");
    assert_eq!((verdict.answer, verdict.earliest), (Answer::NotYet, Some(day("2025-06-20"))));
}

/// Reading 5.
#[test]
fn a_person_has_an_id_card_in_place_of_a_licence() {
    let given = format!(
        "{CLOSED} closure.kind=voluntary subject.kind=person goods.qualified=true goods.compliant=true \
        account.open_violations=false account.linked_subject_violation=false materials.ready=true person.of_age=true \
        subject.operator_id_valid=true subject.other_shops_of_type=0 subject.other_shop_punished=false shop.business=domestic"
    );
    let verdict = reopen("2025-06-01", &given);
    assert_eq!((verdict.answer, verdict.needed_facts()), (Answer::Unknown, vec!["person.id_expires_on"]));
    for id in ["licence-present", "licence-validity", "goods-within-licence-scope", "business-within-licence-period"] {
        assert_eq!(outcome(&verdict, &format!("reopen.{id}")), "not_applicable");
    }
    let valid = |until: &str| reopen("2025-06-01", &format!("{given} person.id_expires_on={until}")).answer;
    assert_eq!(
        ["long-term", "2025-07-02", "2025-07-01"].map(valid),
        [Answer::MayApply, Answer::MayApply, Answer::Blocked]
    );
    // Kind unknown: the papers of a company are in order, those of a person are not known.
    let company = format!("{COMPANY} {CLOSED} subject.kind=unknown");
    assert_eq!(reopen("2025-06-01", &company).needed_facts(), ["subject.kind"]);
    let both = format!("{company} person.of_age=true person.id_expires_on=long-term");
    assert_eq!(reopen("2025-06-01", &both).answer, Answer::MayApply);
    let neither = format!("{company} licence.present=false person.of_age=false");
    let verdict = reopen("2025-06-01", &neither);
    assert_eq!(verdict.answer, Answer::Blocked, "both alternatives lead to it");
    assert_eq!(alternatives(&verdict), ALTERNATIVES);
}

const ALTERNATIVES: [&str; 3] = [
    "subject.kind=company: reopen.licence-present",
    "subject.kind=individual_business: reopen.licence-present",
    "subject.kind=person: reopen.person-of-age",
];

fn alternatives(verdict: &Verdict<'_>) -> Vec<String> {
    let ids =
        |one: &Alternative<'_>| one.deciding.iter().map(|ruling| ruling.rule.id.clone()).collect::<Vec<_>>().join(" ");
    verdict.alternatives().iter().map(|one| format!("{}={}: {}", one.fact, one.value, ids(one))).collect()
}

fn deciding(verdict: &Verdict<'_>) -> Vec<String> {
    verdict.deciding().iter().map(|ruling| ruling.rule.id.clone()).collect()
}

#[test]
fn a_wait_does_not_hide_that_every_kind_of_subject_is_blocked() {
    let waiting = "closure.closed_on=2024-08-31 closure.deposit_paid=false shop.business=domestic";
    let blocked = format!("{waiting} licence.present=false person.of_age=false");
    for kind in ["closure.kind=voluntary", ""] {
        let verdict = reopen("2025-02-28", &format!("{blocked} {kind}"));
        assert_eq!((verdict.answer, verdict.earliest), (Answer::Blocked, Some(day("2025-03-01"))), "{kind}");
        assert_eq!(alternatives(&verdict), ALTERNATIVES);
        assert_eq!(deciding(&verdict), ["reopen.licence-present", "reopen.person-of-age"]);
        assert_eq!(verdict.note(), None);
        // Only what nothing helps against could still change it.
        let needed: &[&str] = if kind.is_empty() { &["closure.kind", "closure.permanent_ban"] } else { &[] };
        assert_eq!(verdict.needed_facts(), needed);
    }
    // One kind is not blocked: what is known is the wait.
    let verdict = reopen("2025-02-28", &format!("{waiting} closure.kind=voluntary licence.present=false"));
    assert_eq!((verdict.answer, verdict.alternatives().len()), (Answer::NotYet, 0));
    assert_eq!(deciding(&verdict), ["reopen.cooldown"]);
    assert!(verdict.note().is_some());
    // A ban needs no second look.
    let verdict = reopen("2025-02-28", &format!("{blocked} closure.permanent_ban=true"));
    assert_eq!((verdict.answer, verdict.alternatives().len()), (Answer::Never, 0));
}

#[test]
fn a_fact_is_asked_once_in_a_reason() {
    let verdict = reopen("2025-06-01", "closure.deposit_paid=true");
    let ruling = verdict.rulings.iter().find(|ruling| ruling.rule.id == "reopen.cooldown").expect("the wait");
    assert_eq!(english(&verdict.reason(ruling)), "Not known: day of closure; day of the deposit refund.");
}

/// Reading 6.
#[test]
fn a_licence_needs_more_than_fifteen_days() {
    let given = format!("{COMPANY} {CLOSED}");
    let valid = |until: &str| reopen("2025-06-01", &format!("{given} licence.expires_on={until}")).answer;
    assert_eq!(
        ["2025-06-17", "2025-06-16", "2025-05-01"].map(valid),
        [Answer::MayApply, Answer::Blocked, Answer::Blocked]
    );
    let verdict = reopen("2025-01-01", &format!("{given} licence.expires_on=2025-02-15"));
    assert_eq!(verdict.answer, Answer::NotYet);
    assert_eq!(verdict.warnings().iter().filter(|warning| warning.code == "renew-first").count(), 1);
    let codes = |until: &str, more: &str| {
        let verdict = reopen("2025-02-10", &format!("{given} licence.expires_on={until} {more}"));
        let codes: Vec<_> = verdict.warnings().into_iter().map(|warning| warning.code).collect();
        codes.join(" ")
    };
    // The earliest day is 2025-03-04. However long the paper is valid today, a warning says whether it lasts until then.
    for (until, want) in [
        ("long-term", ""),
        ("2025-03-20", ""),
        ("2025-03-19", "short-on-earliest"),
        ("2025-03-04", "short-on-earliest"),
        ("2025-03-03", "renew-first"),
        ("2025-02-12", "renew-first"),
        ("2024-12-31", "renew-first"),
    ] {
        assert_eq!(codes(until, ""), want, "{until}");
        assert_eq!(codes(until, "subject.kind=unknown"), want, "{until}, of whom is open");
        assert_eq!(
            codes(until, "subject.kind=person person.id_expires_on=long-term"),
            "",
            "{until} of no licence asked"
        );
    }
    assert_eq!(codes("long-term", "subject.kind=person person.id_expires_on=2025-04-04"), "short-on-earliest");
}

/// Reading 7.
#[test]
fn the_latest_wait_counts() {
    let given = "notice.started_on=2025-05-20 orders.last_finished_on=2025-05-01";
    assert_eq!(judged(Check::Close, "2025-06-01", given).earliest, Some(day("2025-07-31")));
    let blocked = judged(Check::Close, "2025-06-01", &format!("{given} owed.loans=true"));
    assert_eq!((blocked.answer, blocked.earliest), (Answer::Blocked, Some(day("2025-07-31"))));
}

/// Reading 8.
#[test]
fn the_text_in_force_on_the_day_decides() {
    let ids = |on: &str| -> Vec<String> {
        judged(Check::Close, on, "").rulings.iter().map(|ruling| ruling.rule.id.clone()).collect()
    };
    let (old, new) = (ids("2026-07-20"), ids("2026-07-21"));
    for id in ["close.last-order-90-days", "close.no-commission-owed", "close.no-activity-deposit"] {
        assert!(old.iter().any(|rule| rule == id) && new.iter().all(|rule| rule != id), "{id}");
    }
    for id in [
        "close.no-wallet-balance",
        "close.no-penalties",
        "close.no-supply-documents",
        "close.orders-past-after-sale-period",
    ] {
        assert!(new.iter().any(|rule| rule == id) && old.iter().all(|rule| rule != id), "{id}");
    }
    assert_eq!(ids("2020-01-01"), old);
    let begun = "notice.started_on=2026-07-15";
    assert_eq!(outcome(&judged(Check::Close, "2026-07-20", begun), "close.notice"), "not_yet 2026-08-15");
    assert_eq!(outcome(&judged(Check::Close, "2026-07-21", begun), "close.notice"), "pass");
    let codes = |on: &str| -> Vec<String> {
        judged(Check::Close, on, "shop.business=domestic").warnings().into_iter().map(|warning| warning.code).collect()
    };
    assert!(codes("2020-01-01").iter().all(|code| code == "text-later-than-date"));
    assert_eq!(codes("2025-05-01"), ["platform-invoices", "points-lost"]);
    assert_eq!(codes("2026-03-01"), ["text-not-held", "platform-invoices", "points-lost"]);
    assert_eq!(codes("2026-08-16"), ["platform-invoices", "points-lost", "bound-accounts"]);
    assert_eq!(codes("2026-08-17")[0], "text-may-have-changed");
    let reopen_codes = |on: &str, given: &str| -> Vec<String> {
        reopen(on, given).warnings().into_iter().map(|warning| warning.code).collect()
    };
    assert_eq!(reopen_codes("2025-12-31", COMPANY), Vec::<String>::new());
    assert_eq!(reopen_codes("2026-01-01", COMPANY), ["text-not-held"]);
    assert_eq!(reopen_codes("2026-07-20", COMPANY), ["text-not-held"]);
    assert_eq!(reopen_codes("2026-08-16", COMPANY), Vec::<String>::new());
    assert_eq!(reopen_codes("2026-08-17", COMPANY), ["text-may-have-changed"]);
    assert!(!judged(Check::Close, "2026-08-01", "").needed_facts().contains(&"owed.commission"));
}

/// Reading 9.
#[test]
fn official_rules_alone_know_no_wait() {
    let given = facts(&format!("{COMPANY} {CLOSED} materials.ready=false account.open_violations=true"));
    let judged = |scope| judge(Ruleset::built_in(), Check::Reopen, &given, day("2025-01-01"), scope).expect("possible");
    let official = judged(Scope::Official);
    assert_eq!(official.answer, Answer::MayApply);
    for id in ["reopen.cooldown", "reopen.account-violations", "reopen.materials-ready"] {
        assert_eq!(outcome(&official, id), "not_applicable", "{id}");
    }
    assert!(judged(Scope::All).note().is_some_and(|note| english(&note).contains("reopen.account-violations")));
    let waiting = reopen("2025-01-01", &format!("{COMPANY} {CLOSED}"));
    assert!(waiting.note().is_some_and(|note| english(&note).contains("states no waiting time")));
    assert_eq!(reopen("2025-01-01", &format!("{COMPANY} {CLOSED} licence.present=false")).note(), None);
}

#[test]
fn a_shop_that_is_not_closed_must_close_first() {
    let codes = |when: &str, scope| {
        let given = facts(&format!("{COMPANY} closure.deposit_paid=false closure.closed_on={when}"));
        let verdict = judge(Ruleset::built_in(), Check::Reopen, &given, day("2025-06-01"), scope).expect("possible");
        let codes = verdict.warnings().into_iter().map(|warning| warning.code).collect::<Vec<_>>();
        (verdict.answer, codes.join(" "))
    };
    assert_eq!(codes("none", Scope::All), (Answer::NotYet, "not-closed".to_owned()));
    assert_eq!(codes("none", Scope::Official).1, "not-closed");
    assert_eq!(codes("2024-11-30", Scope::All), (Answer::MayApply, String::new()));
    assert_eq!(codes("unknown", Scope::Official), (Answer::MayApply, String::new()));
}

#[test]
fn a_wait_that_has_not_begun_has_no_day() {
    let shown = |check: Check, on: &str, id: &str, given: &str| {
        let verdict = judged(check, on, given);
        let ruling = verdict.rulings.iter().find(|ruling| ruling.rule.id == id).expect(id);
        let reason = verdict.reason(ruling);
        let both = |lang| format!("{} | {}", Texts::command(lang).say(&reason), verdict.remedy(ruling).pick(lang));
        format!("{id} {given}\n  {}\n  {}", both(Lang::Zh), both(Lang::En))
    };
    let cooldown = |given: &str| shown(Check::Reopen, "2025-01-01", "reopen.cooldown", given);
    let notice = |on: &str, given: &str| shown(Check::Close, on, "close.notice", given);
    insta::assert_snapshot!(
        [
            cooldown("closure.closed_on=2024-08-31 closure.deposit_refunded_on=none"),
            cooldown("closure.closed_on=none"),
            cooldown("closure.closed_on=none closure.deposit_paid=false"),
            cooldown("closure.closed_on=2024-08-31 closure.deposit_paid=false"),
            cooldown("closure.closed_on=2024-08-31 closure.deposit_refunded_on=2024-09-03"),
            cooldown("closure.closed_on=2024-08-31"),
            notice("2025-01-01", "notice.started_on=none"),
            notice("2025-01-01", "notice.started_on=2024-12-15"),
            notice("2026-08-01", "notice.started_on=none"),
            notice("2026-08-01", "notice.started_on=2026-08-05"),
        ]
        .join("\n")
    );
}

/// Reading 10.
#[test]
fn impossible_facts_are_refused_and_both_are_named() {
    let refused = |on: &str, given: &str| {
        let judged = judge(Ruleset::built_in(), Check::Reopen, &facts(given), day(on), Scope::All);
        english(&judged.expect_err("impossible").message())
    };
    let late = refused("2024-08-30", CLOSED);
    assert!(
        late.contains(
            "closure.closed_on = 2024-08-31 (given now), closure.deposit_refunded_on = 2024-09-03 (given now), --on"
        ),
        "{late}"
    );
    assert!(refused("2024-09-01", CLOSED).contains("closure.deposit_refunded_on = 2024-09-03"));
    let unpaid = refused("2025-01-01", &format!("{CLOSED} closure.deposit_paid=false"));
    assert!(
        unpaid
            .contains("closure.deposit_paid = false (given now), closure.deposit_refunded_on = 2024-09-03 (given now)"),
        "{unpaid}"
    );
    let verdict = reopen("2025-04-01", "closure.closed_on=2024-09-03 closure.deposit_refunded_on=2024-08-31");
    assert!(verdict.warnings().iter().any(|warning| warning.code == "refund-before-closure"));
}

/// Reading 11.
#[test]
fn the_fingerprint_is_of_the_contents_sorted_by_name() {
    let mut files = BUILT_IN;
    files.reverse();
    let copy = files.map(|(name, text)| (format!("/home/me/rules/{name}"), text));
    let copy = copy.each_ref().map(|(name, text)| (name.as_str(), *text));
    assert_eq!(Ruleset::read(&copy).expect("a copy").sha256(), Ruleset::built_in().sha256());
    assert_eq!(Ruleset::built_in().sha256().len(), 64);
    let unix = BUILT_IN.map(|(name, text)| (name, text.replace("\r\n", "\n")));
    let windows = unix.each_ref().map(|(name, text)| (*name, text.replace('\n', "\r\n")));
    let windows = windows.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(Ruleset::read(&windows).expect("the same rules").sha256(), Ruleset::built_in().sha256());
}

#[test]
fn three_readings_stand_side_by_side() {
    let first = |given: &str| -> Vec<String> {
        let verdict = reopen("2024-02-29", given);
        verdict.readings().into_iter().map(|first| format!("{} {}", first.reading, first.day)).collect()
    };
    assert_eq!(
        first("closure.closed_on=2023-08-31 closure.deposit_paid=false"),
        ["civil-code 2024-03-01", "moment 2024-02-29", "days-180 2024-02-28"]
    );
    assert_eq!(first("closure.deposit_refunded_on=none"), Vec::<String>::new());
    assert_eq!(first(""), Vec::<String>::new());
}

#[test]
fn the_readings_are_named_by_the_length_of_the_wait() {
    let files = BUILT_IN.map(|(name, text)| (name, text.replace("months = 6", "months = 12")));
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let ruleset = Ruleset::read(&files).expect("a ruleset");
    let given = facts("closure.closed_on=2024-01-15 closure.deposit_paid=false");
    let verdict = judge(&ruleset, Check::Reopen, &given, day("2024-06-01"), Scope::All).expect("possible");
    let shown = verdict.readings().into_iter().map(|first| {
        let meaning = [Lang::Zh, Lang::En].map(|lang| Texts::command(lang).say(&first.meaning()));
        format!("{} {}: {}", first.reading, first.day, meaning.join(" / "))
    });
    insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
}

/// Reading 13.
#[test]
fn nothing_is_allowed_by_the_lack_of_rules() {
    let rule = language::rule_with("require = { fact = \"materials.ready\", is = true }");
    let ruleset = Ruleset::read(&[BUILT_IN[0], ("x.toml", &rule)]).expect("a ruleset");
    let asked = |ruleset: &Ruleset, check, on: &str| {
        judge(ruleset, check, &Facts::default(), day(on), Scope::All)
            .map(|verdict| verdict.answer)
            .map_err(|e| e.code())
    };
    assert_eq!(asked(&ruleset, Check::Close, "2025-01-01"), Err("no-rules"));
    assert_eq!(
        asked(&ruleset, Check::Reopen, "2020-01-01"),
        Ok(Answer::Unknown),
        "the oldest text serves for days before"
    );
    let ended = rule.replace("otherwise", "effective_to = 2024-12-31\notherwise");
    let ruleset = Ruleset::read(&[BUILT_IN[0], ("x.toml", &ended)]).expect("a ruleset");
    assert_eq!(asked(&ruleset, Check::Reopen, "2024-12-31"), Ok(Answer::Unknown));
    assert_eq!(asked(&ruleset, Check::Reopen, "2025-01-01"), Err("no-rules"));
}

/// Reading 16.
#[test]
fn other_businesses_have_other_rules() {
    let done = format!("{COMPANY} {CLOSED}");
    let codes = |given: &str| -> Vec<String> {
        reopen("2025-06-01", given).warnings().into_iter().map(|warning| warning.code).collect()
    };
    assert_eq!(codes(&format!("{done} shop.business=unknown")), ["judged-as-domestic"]);
    assert_eq!(codes(&format!("{done} shop.business=global")), ["other-rules"]);
    let silent = reopen("2025-06-01", &format!("{done} shop.business=unknown"));
    assert!(silent.note().is_some_and(|note| english(&note).contains("domestic")));
    let global = reopen("2025-06-01", &format!("{done} shop.business=global"));
    assert_eq!((global.answer, deciding(&global)), (Answer::Unknown, vec!["reopen.other-business".to_owned()]));
    assert_eq!(global.needed_facts(), Vec::<&str>::new());
    let retail = reopen("2025-02-01", &format!("{done} shop.business=instant_retail"));
    assert_eq!((retail.answer, outcome(&retail, "reopen.cooldown").as_str()), (Answer::MayApply, "not_applicable"));
}

/// Reading 20.
#[test]
fn a_text_that_may_have_changed_is_named() {
    let changed = |on: &str| {
        let warnings = reopen(on, COMPANY).warnings();
        warnings.iter().filter(|warning| warning.code == "text-may-have-changed").count()
    };
    assert_eq!([changed("2026-08-16"), changed("2026-08-17"), changed("2027-11-28")], [0, 1, 1]);
    assert!(changed("2027-11-29") > 1, "every text was seen more than a year ago");
}
