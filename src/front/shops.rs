//! Shops and earlier verdicts in tables.

use shopkit::kit::PastVerdict;
use shopkit::model::lang::Lang;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::store::ShopSummary;
use shopkit::texts::Texts;

use super::verdict::answer_word;

/// Deciding rules of a verdict that a table names.
const RULES_NAMED: usize = 2;

/// Lists shops and what they have.
pub fn list(shops: Vec<ShopSummary>) -> Table {
    let columns = [
        ("shop", "店铺", "Shop"),
        ("lines", "订单行", "Lines"),
        ("imports", "导入", "Imports"),
        ("newest_export", "最新导出", "Newest export"),
        ("facts", "已声明的事实", "Facts"),
        ("verdicts", "结论", "Verdicts"),
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
    Table::new(columns.map(|(key, zh, en)| Column::new(key, zh, en)).to_vec(), rows.collect())
}

/// Lists earlier verdicts, and what the rules of today would say.
pub fn history(past: &[PastVerdict], for_people: bool, lang: Lang) -> Table {
    let columns = [
        ("id", "编号", "Number"),
        ("asked_at", "时间", "Asked"),
        ("check", "检查", "Check"),
        ("on", "判断日", "Judged on"),
        ("verdict", "结论", "Verdict"),
        ("earliest", "最早", "Earliest"),
        ("deciding", "依据", "Deciding"),
        ("rules", "规则", "Rules"),
        ("now", "按现在的规则", "By the rules of today"),
    ];
    let rows = past.iter().map(|past| {
        let kept = &past.kept;
        let now = match &past.now {
            Some(now) => {
                let rules = now.deciding.join(",");
                let rules = if for_people { few(&rules) } else { rules };
                let word = answer_word(now.answer);
                let answer = if for_people { Texts::command(lang).word(word) } else { word.code.to_owned() };
                let earliest = now.earliest.as_deref().map_or_else(String::new, |day| format!(", {day}"));
                format!("{answer}{earliest} ({rules})")
            }
            None if past.rules_changed => lang.pick("规则已变，结论不变", "rules changed, same verdict").to_owned(),
            None => lang.pick("规则未变", "same rules").to_owned(),
        };
        vec![
            Datum::Int(kept.id),
            Datum::Text(kept.asked_at.clone()),
            Datum::Text(kept.asked.clone()),
            Datum::Text(kept.judged_on.clone()),
            Datum::Text(kept.answer.clone()),
            Datum::text(kept.earliest.clone()),
            Datum::Text(if for_people { few(&kept.deciding) } else { kept.deciding.clone() }),
            Datum::Text(format!("{} {}", kept.ruleset_version, kept.ruleset_sha256.get(..8).unwrap_or_default())),
            Datum::Text(now),
        ]
    });
    Table::new(columns.map(|(key, zh, en)| Column::new(key, zh, en)).to_vec(), rows.collect())
}

/// Names the first few rules and counts the others.
fn few(rules: &str) -> String {
    let ids: Vec<&str> = rules.split(',').collect();
    let shown = ids.iter().take(RULES_NAMED).copied().collect::<Vec<_>>().join(", ");
    if ids.len() > RULES_NAMED { format!("{shown} +{}", ids.len() - RULES_NAMED) } else { shown }
}
