//! Facts in words.

use shopkit::model::fact::FactType;
use shopkit::model::lang::Lang;
use shopkit::rules::Fact;

/// Tells how the values of a fact are written.
pub fn values(fact: &Fact, lang: Lang) -> String {
    match &fact.kind {
        FactType::Bool => lang.pick("是/否", "yes/no").to_owned(),
        FactType::Date => lang
            .pick("日期，如 2024-08-31；还没有发生写 none", "a day such as 2024-08-31; none if it has not happened")
            .to_owned(),
        FactType::Expiry => lang
            .pick("日期，如 2030-01-01；长期有效写 long-term", "a day such as 2030-01-01; long-term if it has no end")
            .to_owned(),
        FactType::Count => match fact.range {
            Some((least, most)) => {
                lang.pick(format!("{least} 到 {most} 的整数"), format!("a whole number from {least} to {most}"))
            }
            None => lang.pick("整数", "a whole number").to_owned(),
        },
        FactType::Choice(names) => {
            let meant = names
                .iter()
                .zip(&fact.choices)
                .map(|(name, text)| lang.pick(format!("{name}（{}）", text.zh), format!("{name} ({})", text.en)));
            meant.collect::<Vec<_>>().join(lang.pick("、", ", "))
        }
    }
}
