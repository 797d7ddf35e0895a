//! The JSON answer of the checks.

use serde_json::{Map, Value as Json, json};
use shopkit::kit::Checked;
use shopkit::model::fact::{FactValue, Given};
use shopkit::report::blocking::BlockingLine;
use shopkit::rules::{Check, EvaluatedCondition, Ruling, Verdict};
use shopkit::texts::Texts;

use super::output::SCHEMA_VERSION;
use crate::front::verdict::blocking::blocking_lines;
use crate::front::verdict::warnings::warnings;

/// Builds the answer. Scripts rely on its keys.
pub fn answer(checked: &Checked<'_>, explain: bool, texts: Texts) -> Json {
    let verdict = &checked.verdict;
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    let warnings = warnings(checked);
    let needed = verdict.needed_facts();
    let mut answer = json!({
        "schema_version": SCHEMA_VERSION,
        "check": verdict.check.as_str(),
        "shop": checked.shop,
        "on": verdict.on.to_string(),
        "standing": verdict.scope.as_str(),
        "verdict": verdict.answer.as_str(),
        "earliest": day(verdict.earliest),
        "earliest_is_bound": verdict.earliest_is_bound,
        "warnings": warnings.iter().map(|warning| json!({ "code": warning.code, "message": texts.say(&warning.message) })).collect::<Vec<_>>(),
        "rules": verdict.rulings.iter().map(|ruling| rule(verdict, ruling, explain, texts)).collect::<Vec<_>>(),
        "deciding": verdict.deciding().iter().map(|ruling| &ruling.rule.id).collect::<Vec<_>>(),
        "ways": verdict.alternatives().iter().map(|way| json!({
            "fact": way.fact,
            "value": way.value.to_string(),
            "deciding": way.deciding.iter().map(|ruling| &ruling.rule.id).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "needed_facts": needed,
        "open_questions": verdict.open_questions(&needed),
        "readings": verdict.readings().iter()
            .map(|reading| json!({ "name": reading.reading, "first_day": reading.day.to_string() }))
            .collect::<Vec<_>>(),
        "timeline": verdict.timeline().iter().map(|turn| json!({
            "day": turn.day.to_string(),
            "verdict": turn.answer.as_str(),
            "changes": turn.changes.iter().map(|change| texts.say(&change.text(verdict.ruleset))).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "note": verdict.note().map(|note| texts.say(&note)),
        "orders": orders(checked),
        "ruleset": { "version": verdict.ruleset.version(), "sha256": verdict.ruleset.sha256() },
        "disclaimer": texts.say(&verdict.disclaimer()),
    });
    if verdict.check == Check::Close {
        let (count, lines) = blocking_lines(checked);
        answer["blocking_orders"] = lines.into_iter().map(blocking_order).collect();
        answer["blocking_orders_count"] = json!(count);
        answer["waits_over"] = json!(verdict.waits_over().map(|waits| json!({
            "from": waits.from.to_string(),
            "earliest": waits.earliest.to_string(),
        })));
        let reapplication = checked.reapplication();
        answer["if_closed"] = json!({
            "closed_on": reapplication.closed_on.to_string(),
            "barred": reapplication.barred.as_ref().map(|reason| texts.say(reason)),
            "holidays": !checked.holidays.is_empty(),
            "refunds": reapplication.refunds.iter().map(|refund| json!({
                "working_days": refund.working_days,
                "refunded_on": refund.refunded_on.to_string(),
                "reopen_from": refund.reopen_from.to_string(),
                "same_until": refund.same_until.to_string(),
            })).collect::<Vec<_>>(),
        });
    }
    answer
}

fn rule(verdict: &Verdict<'_>, ruling: &Ruling<'_>, explain: bool, texts: Texts) -> Json {
    let rule = ruling.rule;
    let facts: Map<String, Json> =
        verdict.facts_of(ruling).into_iter().map(|(name, given)| (name.to_owned(), fact(given))).collect();
    let mut object = json!({
        "id": rule.id,
        "outcome": ruling.outcome.as_str(),
        "earliest": ruling.earliest.map(|day| day.to_string()),
        "earliest_is_bound": ruling.earliest_is_bound,
        "title": rule.title.pick(texts.lang),
        "reason": texts.say(&verdict.reason(ruling)),
        "facts": facts,
        "remedy": verdict.remedy(ruling).pick(texts.lang),
        "source": {
            "name": rule.source.name,
            "section": rule.source.section,
            "quote": rule.source.quote,
            "paraphrase": rule.source.is_paraphrase,
            "url": rule.source.url,
            "seen_on": rule.source.seen_on.to_string(),
            "standing": rule.source.standing.as_str(),
            "effective_from": rule.effective_from.to_string(),
            "effective_to": rule.effective_to.map(|day| day.to_string()),
            "versions": verdict.ruleset.versions_of(rule).iter().map(|version| json!({
                "effective_from": version.effective_from.to_string(),
                "effective_to": version.effective_to.map(|day| day.to_string()),
            })).collect::<Vec<_>>(),
        },
    });
    if explain {
        object["conditions"] = verdict.explain(ruling).iter().map(|node| condition(node, texts)).collect();
    }
    object
}

fn fact(given: Option<&Given>) -> Json {
    match given {
        None => json!({ "value": null, "origin": null }),
        Some(given) => {
            let value = match &given.value {
                FactValue::Bool(yes) => json!(yes),
                FactValue::Count(number) => json!(number),
                other => json!(other.to_string()),
            };
            json!({ "value": value, "origin": given.origin.as_str() })
        }
    }
}

fn condition(node: &EvaluatedCondition<'_>, texts: Texts) -> Json {
    json!({
        "condition": texts.say(&node.condition.describe()),
        "truth": node.truth.as_str(),
        "place": node.condition.location.to_string(),
        "parts": node.parts.iter().map(|part| condition(part, texts)).collect::<Vec<_>>(),
    })
}

fn blocking_order(line: &BlockingLine) -> Json {
    json!({
        "order_id": line.order_id,
        "sub_order_id": line.sub_order_id,
        "status": line.status,
        "after_sale": line.after_sale,
        "waits_for": line.waits_for.as_str(),
        "until": line.until.map(|day| day.to_string()),
        "until_at_most": line.until_at_most.map(|day| day.to_string()),
    })
}

fn orders(checked: &Checked<'_>) -> Json {
    json!(checked.orders.as_ref().map(|orders| json!({
        "lines": orders.lines,
        "newest_export": orders.newest_export,
        "age_days": checked.export_age,
        "after_sale_days": checked.after_sale_days,
        "closed_without_time": orders.closed_without_time,
        "completed_without_time": orders.completed_without_time,
        "unknown_statuses": orders.unknown_statuses,
        "unknown_after_sales": orders.unknown_after_sales,
    })))
}
