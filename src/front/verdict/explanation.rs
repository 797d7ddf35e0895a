//! How each rule came out: its conditions, and whether each holds.

use shopkit::rules::{EvaluatedCondition, Truth, Verdict};
use shopkit::t;
use shopkit::texts::Texts;

use crate::front::part::Part;

/// Shows how a rule came out.
pub struct ExplainedRule {
    pub id: String,
    pub outcome: &'static str,
    /// Where the rule is written.
    pub position: String,
    /// Its conditions, each before its parts.
    pub conditions: Vec<ExplainedCondition>,
}

/// Shows a condition.
pub struct ExplainedCondition {
    /// How deep it stands among the parts of others.
    pub depth: usize,
    pub truth: Truth,
    pub text: String,
    pub position: String,
}

/// Explains every rule.
pub fn explanation(verdict: &Verdict<'_>, texts: Texts) -> Part<ExplainedRule> {
    let rules = verdict.rulings.iter().map(|ruling| {
        let mut conditions = Vec::new();
        verdict.explain(ruling).iter().for_each(|node| add(node, 0, texts, &mut conditions));
        let (id, outcome) = (ruling.rule.id.clone(), ruling.outcome.as_str());
        ExplainedRule { id, outcome, position: ruling.rule.location.to_string(), conditions }
    });
    Part::new(t!(texts, "verdict-explanation"), rules)
}

fn add(node: &EvaluatedCondition<'_>, depth: usize, texts: Texts, conditions: &mut Vec<ExplainedCondition>) {
    let (text, position) = (texts.say(&node.condition.describe()), node.condition.location.to_string());
    conditions.push(ExplainedCondition { depth, truth: node.truth, text, position });
    node.parts.iter().for_each(|part| add(part, depth + 1, texts, conditions));
}
