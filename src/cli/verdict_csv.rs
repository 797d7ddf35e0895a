//! The CSV answer of the checks: the rules and what came out for each.

use shopkit::kit::Checked;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::Ruling;
use shopkit::texts::Texts;

/// Builds the answer. Scripts rely on its columns.
pub fn rules(checked: &Checked<'_>, texts: Texts) -> Table {
    let verdict = &checked.verdict;
    let columns = ["rule", "outcome", "earliest", "title", "reason", "remedy", "standing", "source"].map(Column::plain);
    let row = |ruling: &Ruling<'_>| {
        let rule = ruling.rule;
        vec![
            Datum::Text(rule.id.clone()),
            Datum::Text(ruling.outcome.as_str().to_owned()),
            Datum::text(ruling.earliest.map(|day| day.to_string())),
            Datum::Text(rule.title.pick(texts.lang).to_owned()),
            Datum::Text(texts.say(&verdict.reason(ruling))),
            Datum::Text(verdict.remedy(ruling).pick(texts.lang).to_owned()),
            Datum::Text(rule.source.standing.as_str().to_owned()),
            Datum::Text(rule.source.name.clone()),
        ]
    };
    Table::new(columns.to_vec(), verdict.rulings.iter().map(row).collect())
}
