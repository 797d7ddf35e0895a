//! Which facts are asked for (reading 12).

use super::readings::{CLOSED, COMPANY, reopen};
use crate::rules::Answer;

#[test]
fn how_the_shop_closed_is_asked_before_a_ban() {
    let verdict = reopen("2025-06-01", "");
    assert_eq!(verdict.needed_facts()[..2], ["closure.kind", "closure.permanent_ban"]);
    let cleared = reopen("2025-06-01", "closure.kind=cleared");
    assert_eq!(cleared.needed_facts()[0], "closure.permanent_ban");
    // Who never paid a deposit must not be asked for the day of its refund first.
    let needed = verdict.needed_facts();
    let place = |fact: &str| needed.iter().position(|name| *name == fact);
    assert!(place("closure.deposit_paid") < place("closure.deposit_refunded_on"), "{needed:?}");
}

/// Reading 2, as reading 12 wants it asked.
#[test]
fn who_was_not_refunded_is_asked_whether_there_was_a_deposit() {
    let done = format!("{COMPANY} closure.closed_on=2024-08-31 closure.deposit_refunded_on=none");
    let verdict = reopen("2025-06-01", &done);
    assert_eq!((verdict.answer, verdict.earliest), (Answer::NotYet, None));
    assert_eq!(verdict.needed_facts(), ["closure.deposit_paid"]);
    assert_eq!(reopen("2025-06-01", &format!("{done} closure.deposit_paid=false")).answer, Answer::MayApply);
    assert_eq!(reopen("2025-01-01", &done).needed_facts(), Vec::<&str>::new(), "the closure alone is not over either");
}

/// Reading 12.
#[test]
fn while_a_wait_runs_it_is_asked_what_could_block_or_bar() {
    let verdict = reopen("2025-01-01", &format!("{CLOSED} shop.business=domestic"));
    assert_eq!(verdict.answer, Answer::NotYet);
    let needed = verdict.needed_facts();
    assert_eq!(needed[..2], ["closure.kind", "closure.permanent_ban"]);
    assert!(needed.contains(&"subject.kind") && needed.contains(&"goods.qualified"), "{needed:?}");
    // What the kind of subject stands for, and what could only shift the wait, is not asked.
    let idle =
        |name: &&str| name.starts_with("licence.") || name.starts_with("closure.d") || name.ends_with("cleared_for");
    assert!(!needed.iter().any(idle), "{needed:?}");
    let blocked = reopen("2025-06-01", &format!("{COMPANY} {CLOSED} licence.present=false goods.qualified=unknown"));
    assert_eq!((blocked.answer, blocked.needed_facts()), (Answer::Blocked, Vec::new()));
    let done = reopen("2025-06-01", &format!("{COMPANY} {CLOSED} shop.business=unknown"));
    assert_eq!((done.answer, done.needed_facts()), (Answer::MayApply, vec!["shop.business"]));
}
