//! The after-sale period, which is counted anew for every day (reading 15).

use super::*;
use crate::model::fact::Completed;

/// Counts completed lines as kit does.
fn completed(given: &str, days: &[(&str, u64)], undated: u64) -> Facts {
    let mut facts = facts(given);
    let by_day = days.iter().map(|(on, lines)| (day(on), *lines)).collect();
    facts.set_completed(Completed { by_day, undated });
    facts
}

/// Reading 15.
#[test]
fn the_after_sale_period_is_thirty_to_ninety_days() {
    let on = "2026-10-01";
    let close = |given: &str, days: &[(&str, u64)], undated| {
        let given = completed(given, days, undated);
        judge(Ruleset::built_in(), Check::Close, &given, day(on), Scope::All).expect("possible")
    };
    let period_rule = |given: &str, days: &[(&str, u64)], undated| {
        outcome(&close(given, days, undated), "close.orders-past-after-sale-period")
    };
    assert_eq!(period_rule("", &[("2026-09-01", 2)], 0), "fail", "30 days ago");
    assert_eq!(period_rule("", &[("2026-08-31", 2)], 0), "unknown", "31 days ago");
    assert_eq!(period_rule("", &[("2026-07-03", 2)], 0), "unknown", "90 days ago");
    assert_eq!(period_rule("", &[("2026-07-02", 2)], 0), "pass", "91 days ago");
    assert_eq!(period_rule("", &[], 0), "pass");
    assert_eq!(period_rule("", &[], 1), "unknown", "completed on a day that is not known");
    assert_eq!(period_rule("orders.after_sale_days=45", &[("2026-08-17", 2)], 0), "fail", "the 45th day");
    assert_eq!(period_rule("orders.after_sale_days=45", &[("2026-08-16", 2)], 0), "pass", "the 46th day");
    assert_eq!(
        period_rule("orders.within_after_sale_period=0", &[("2026-09-01", 2)], 0),
        "pass",
        "what is said beats the orders"
    );
    let verdict = close("", &[("2026-08-31", 2)], 0);
    let needed = verdict.needed_facts();
    assert!(needed.contains(&"orders.after_sale_days") && !needed.contains(&"orders.within_after_sale_period"));
    let within = close("", &[("2026-09-01", 2), ("2026-09-20", 3)], 0);
    assert_eq!(within.facts.value("orders.within_after_sale_period").map(ToString::to_string).as_deref(), Some("5"));
    // The days on which it turns are foreseen.
    let turns: Vec<_> = within
        .timeline()
        .iter()
        .filter(|turn| {
            turn.changes.iter().any(|change| english(&change.text(within.ruleset)).contains("after-sale period"))
        })
        .map(|turn| turn.day.to_string())
        .collect();
    assert_eq!(turns, ["2026-10-21", "2026-12-20"]);
    let waits = within.waits_over().expect("it only takes time");
    assert_eq!((waits.earliest, waits.from), (day("2026-10-21"), day("2026-12-20")));
    for wrong in ["29", "91"] {
        let error = Ruleset::built_in().parse_fact("orders.after_sale_days", wrong).expect_err("out of range");
        assert_eq!(error.hint().map(|hint| english(&hint)).as_deref(), Some("write a whole number from 30 to 90"));
    }
}
