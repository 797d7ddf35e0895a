//! Values of an open choice that would leave requirements unmet.

use shopkit::rules::{Alternative, Ruling, Verdict};
use shopkit::t;
use shopkit::texts::Texts;

/// Holds values of an open choice for which the same rules decide.
pub struct AlternativeGroup<'v, 'r>(&'v [Alternative<'r>]);

impl<'v, 'r> AlternativeGroup<'v, 'r> {
    /// Names the values.
    pub fn condition(&self, verdict: &Verdict<'_>, texts: Texts) -> String {
        let fact = self.0[0].fact;
        let values = self.0.iter().map(|one| verdict.ruleset.value_text(one.fact, Some(&one.value)));
        let values = values.map(|value| t!(texts, "verdict-value", value = value));
        let values = values.reduce(|first, second| t!(texts, "verdict-or", first = first, second = second));
        t!(texts, "verdict-if", fact = verdict.ruleset.title(fact), values = values.unwrap_or_default())
    }

    /// Lists the rulings that decide.
    pub fn deciding(&self) -> &'v [Ruling<'r>] {
        &self.0[0].deciding
    }
}

/// Groups the values of open choices by the rules that would decide.
pub fn alternatives<'v, 'r>(verdict: &'v Verdict<'r>) -> impl Iterator<Item = AlternativeGroup<'v, 'r>> {
    let ids = |alternative: &Alternative<'_>| {
        alternative.deciding.iter().map(|ruling| ruling.rule.id.clone()).collect::<Vec<_>>()
    };
    let groups = verdict.alternatives().chunk_by(move |one, next| one.fact == next.fact && ids(one) == ids(next));
    groups.filter(|group| !group[0].deciding.is_empty()).map(AlternativeGroup)
}
