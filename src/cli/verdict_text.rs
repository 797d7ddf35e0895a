//! Prints the view of a verdict as text.

use std::fmt::Write as _;

use shopkit::report::blocking::MOST_LISTED;
use shopkit::rules::{Check, RuleOutcome, Truth};
use shopkit::t;
use shopkit::texts::Texts;

use super::render;
use crate::front::facts::FactQuestion;
use crate::front::part::Part;
use crate::front::verdict::explanation::ExplainedRule;
use crate::front::verdict::{BlockingOrders, DayOfChange, Requirement, RuleLine, UnmetGroup, VerdictView};

/// The most orders that are printed.
const MOST_ORDERS: usize = 20;

/// Holds how a view is printed.
pub struct Printer {
    /// Whether to list rules that do not apply.
    pub is_verbose: bool,
    /// The width of the terminal; none where the text goes elsewhere.
    pub width: Option<u16>,
    pub texts: Texts,
}

impl Printer {
    /// Prints a verdict, with the explanation of each rule where one is given.
    pub fn print(&self, view: &VerdictView, explanation: Option<&Part<ExplainedRule>>) -> String {
        let mut out = String::new();
        let summary = [&view.summary.headline, &view.summary.subject].into_iter().chain(&view.notes);
        for line in summary.chain(&view.summary.waiting) {
            let _ = writeln!(out, "{line}");
        }
        self.unmet(&view.unmet, &mut out);
        self.blocking_orders(&view.blocking_orders, &mut out);
        self.needed(&view.needed, view.summary.check, &mut out);
        rules(&view.met, &mut out);
        if self.is_verbose {
            rules(&view.not_applicable, &mut out);
        }
        lines(&view.warnings, &mut out);
        lines(&view.readings, &mut out);
        changes(&view.changes, &mut out);
        lines(&view.if_closed, &mut out);
        if let Some(explanation) = explanation {
            explained(explanation, &mut out);
        }
        let basis = match &view.orders {
            Some(orders) => t!(self.texts, "verdict-basis", rules = &view.rules, orders = orders),
            None => view.rules.clone(),
        };
        let _ = write!(out, "\n{basis}\n\n{}", view.disclaimer);
        out
    }

    fn unmet(&self, unmet: &Part<UnmetGroup>, out: &mut String) {
        title(unmet, out);
        for group in &unmet.entries {
            if let Some(condition) = &group.condition {
                let _ = writeln!(out, "  {condition}");
            }
            let indent = if group.condition.is_some() { "    " } else { "  " };
            for requirement in &group.requirements {
                self.requirement(requirement, indent, out);
            }
        }
    }

    fn requirement(&self, requirement: &Requirement, indent: &str, out: &mut String) {
        let Requirement { rule, reason, remedy, source, in_force } = requirement;
        let _ = writeln!(out, "{indent}{} {} [{}]", mark(rule.outcome), rule.title, rule.id);
        let _ = writeln!(out, "{indent}    {reason}");
        let _ = writeln!(out, "{indent}    {}{remedy}", t!(self.texts, "verdict-what-to-do"));
        let source = t!(
            self.texts,
            "verdict-source",
            standing = &source.standing,
            days = in_force,
            text = &source.text,
            words = &source.words,
        );
        let _ = writeln!(out, "{indent}    {source}");
    }

    /// Prints the first orders that block closing, and how many more there are.
    fn blocking_orders(&self, orders: &BlockingOrders, out: &mut String) {
        if orders.table.rows.is_empty() {
            return;
        }
        let mut table = orders.table.clone();
        table.rows.truncate(MOST_ORDERS);
        let _ = writeln!(out, "\n{}\n{}", orders.title, render::table(&table, self.texts, self.width));
        let more = orders.count.saturating_sub(table.rows.len() as u64);
        if more > 0 {
            let _ = writeln!(out, "{}", t!(self.texts, "verdict-orders-more", more = more, most = MOST_LISTED));
        }
    }

    /// Prints the questions for the facts that are needed, and how they are answered.
    fn needed(&self, parts: &[Part<FactQuestion>], check: Check, out: &mut String) {
        for part in parts {
            title(part, out);
            for fact in &part.entries {
                let _ = writeln!(out, "  ? {}  {}", fact.name, fact.question);
                let _ = writeln!(out, "      {}{}", t!(self.texts, "facts-values"), fact.values);
                let _ = writeln!(out, "      {}{}", t!(self.texts, "facts-where-to-look"), fact.where_to_look);
            }
        }
        if let Some(first) = parts.iter().flat_map(|part| &part.entries).next() {
            let how = t!(self.texts, "verdict-how-to-answer", check = check.as_str(), fact = &first.name);
            let _ = writeln!(out, "  {how}");
        }
    }
}

fn mark(outcome: RuleOutcome) -> &'static str {
    match outcome {
        RuleOutcome::Pass => "✓",
        RuleOutcome::NotYet => "…",
        RuleOutcome::Fail => "✗",
        RuleOutcome::Unknown => "?",
        RuleOutcome::NotApplicable => "-",
    }
}

/// Prints the title of a part that has entries.
fn title<T>(part: &Part<T>, out: &mut String) {
    if !part.is_empty() {
        let _ = writeln!(out, "\n{}", part.title);
    }
}

fn lines(part: &Part<String>, out: &mut String) {
    title(part, out);
    for line in &part.entries {
        let _ = writeln!(out, "  {line}");
    }
}

fn rules(part: &Part<RuleLine>, out: &mut String) {
    title(part, out);
    for rule in &part.entries {
        let _ = writeln!(out, "  {} {} [{}]", mark(rule.outcome), rule.title, rule.id);
    }
}

fn changes(part: &Part<DayOfChange>, out: &mut String) {
    title(part, out);
    for entry in &part.entries {
        let _ = writeln!(out, "  {}  [{}]", entry.day, entry.answer);
        for change in &entry.changes {
            let _ = writeln!(out, "      {change}");
        }
    }
}

fn explained(part: &Part<ExplainedRule>, out: &mut String) {
    title(part, out);
    for rule in &part.entries {
        let _ = writeln!(out, "  {} {} ({})", rule.id, rule.outcome, rule.position);
        for condition in &rule.conditions {
            let mark = match condition.truth {
                Truth::True => "✓",
                Truth::False => "✗",
                Truth::Unknown => "?",
            };
            let indent = "  ".repeat(condition.depth + 2);
            let _ = writeln!(out, "{indent}{mark} {} ({})", condition.text, condition.position);
        }
    }
}
