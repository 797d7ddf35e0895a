//! Tables of shops and of earlier verdicts.

use shopkit::kit::PastVerdict;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::store::ShopSummary;
use shopkit::t;
use shopkit::texts::Texts;

use super::verdict::answer_word;

/// The most deciding rules of a verdict that a table names.
const RULES_SHOWN: usize = 2;

/// Lists the shops with what is stored of each.
pub fn list(shops: Vec<ShopSummary>) -> Table {
    let columns = vec![
        Column::of("shop"),
        Column::of("lines"),
        Column::of("imports"),
        Column::of("newest_export"),
        Column::of("facts"),
        Column::of("verdicts"),
    ];
    let rows = shops.into_iter().map(|shop| {
        vec![
            Datum::Text(shop.name),
            Datum::Int(shop.lines),
            Datum::Int(shop.imports),
            Datum::text(shop.newest_export),
            Datum::Int(shop.facts),
            Datum::Int(shop.verdicts),
        ]
    });
    Table::new(columns, rows.collect())
}

/// Lists earlier verdicts, each with the verdict that the rules of today give.
pub fn history(past: &[PastVerdict], for_people: bool, texts: Texts) -> Table {
    let columns = vec![
        Column::of("id"),
        Column::of("asked_at"),
        Column::of("check"),
        Column::titled("on", "column-as-of"),
        Column::of("verdict"),
        Column::titled("earliest", "column-earliest-day"),
        Column::of("deciding"),
        Column::of("rules"),
        Column::titled("now", "column-verdict-now"),
    ];
    let rows = past.iter().map(|past| {
        let kept = &past.kept;
        let now = match &past.now {
            Some(now) => {
                let rules = now.deciding.join(",");
                let rules = if for_people { first_rules(&rules) } else { rules };
                let word = answer_word(now.answer);
                let answer = if for_people { texts.word(word) } else { word.code.to_owned() };
                let earliest = now.earliest.as_deref().map_or_else(String::new, |day| format!(", {day}"));
                format!("{answer}{earliest} ({rules})")
            }
            None if past.rules_changed => t!(texts, "shops-rules-changed"),
            None => t!(texts, "shops-rules-same"),
        };
        vec![
            Datum::Int(kept.id),
            Datum::Text(kept.asked_at.clone()),
            Datum::Text(kept.asked.clone()),
            Datum::Text(kept.judged_on.clone()),
            Datum::Text(kept.answer.clone()),
            Datum::text(kept.earliest.clone()),
            Datum::Text(if for_people { first_rules(&kept.deciding) } else { kept.deciding.clone() }),
            Datum::Text(format!("{} {}", kept.ruleset_version, kept.ruleset_sha256.get(..8).unwrap_or_default())),
            Datum::Text(now),
        ]
    });
    Table::new(columns, rows.collect())
}

/// Names the first few rules and counts the others.
fn first_rules(rules: &str) -> String {
    let ids: Vec<&str> = rules.split(',').collect();
    let shown = ids.iter().take(RULES_SHOWN).copied().collect::<Vec<_>>().join(", ");
    if ids.len() > RULES_SHOWN { format!("{shown} +{}", ids.len() - RULES_SHOWN) } else { shown }
}
