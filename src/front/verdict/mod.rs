//! A verdict as a view: titled parts of finished text, which the command prints and the page lays out.

mod alternatives;
pub mod blocking;
pub mod citation;
mod closing;
pub mod countdown;
mod dates;
pub mod explanation;
mod requirement;
mod rule_fact;
mod summary;
pub mod warnings;

use shopkit::kit::Checked;
use shopkit::rules::{Answer, RuleOutcome, Ruleset, Verdict};
use shopkit::t;
use shopkit::texts::Texts;

pub use self::blocking::BlockingOrders;
pub use self::citation::SourceView;
pub use self::countdown::Countdown;
pub use self::dates::{DayOfChange, Milestone};
pub use self::requirement::{Requirement, RuleLine, UnmetGroup};
pub use self::rule_fact::RuleFact;
pub use self::summary::{Summary, answer_word, earliest, question};
use super::facts::FactQuestion;
use super::part::Part;

/// Shows a verdict: what was asked, what the answer is, why, and what can be done.
pub struct VerdictView {
    pub summary: Summary,
    /// What the answer rests on that is not certain.
    pub notes: Vec<String>,
    /// The requirements that are not met, those that alone give the answer first.
    pub unmet: Part<UnmetGroup>,
    pub blocking_orders: BlockingOrders,
    /// The facts that are still needed, then those that are needed once the shop is no longer blocked.
    pub needed: [Part<FactQuestion>; 2],
    pub met: Part<RuleLine>,
    pub undecided: Part<RuleLine>,
    pub not_applicable: Part<RuleLine>,
    pub warnings: Part<String>,
    /// How long the waits have run, and have still to run; nothing where there are none.
    pub countdown: Option<Countdown>,
    /// The ways to count the waiting period, each with the day that it leads to.
    pub readings: Part<String>,
    /// The later days on which something changes.
    pub changes: Part<DayOfChange>,
    /// The days that play a part, such as those of the facts.
    pub milestones: Part<Milestone>,
    /// What follows if the shop is closed; empty for the other check.
    pub if_closed: Part<String>,
    /// The version of the rules.
    pub rules: String,
    /// How many orders were counted, and from which export.
    pub orders: Option<String>,
    pub disclaimer: String,
}

impl VerdictView {
    /// Builds the view of a verdict.
    pub fn of(checked: &Checked<'_>, texts: Texts) -> Self {
        let verdict = &checked.verdict;
        let notes = verdict.notes();
        let warnings = warnings::beside(checked, &notes);
        let rules = |title, outcome| Part::new(title, requirement::rules(verdict, outcome, texts));
        Self {
            summary: Summary::of(checked, texts),
            unmet: Part::new(t!(texts, "verdict-unmet"), requirement::unmet(verdict, texts)),
            blocking_orders: BlockingOrders::of(checked, texts),
            needed: needed(verdict, texts),
            met: rules(t!(texts, "verdict-met"), RuleOutcome::Pass),
            undecided: rules(t!(texts, "verdict-undecided"), RuleOutcome::Unknown),
            not_applicable: rules(t!(texts, "verdict-not-applicable"), RuleOutcome::NotApplicable),
            warnings: Part::new(t!(texts, "verdict-warnings"), warnings.iter().map(|warning| texts.say(warning))),
            countdown: Countdown::of(verdict, texts),
            readings: Part::new(t!(texts, "verdict-readings"), dates::readings(verdict, texts)),
            changes: Part::new(t!(texts, "verdict-changes"), dates::changes(verdict, texts)),
            milestones: Part::new(t!(texts, "verdict-milestones"), dates::milestones(verdict, texts)),
            if_closed: Part::new(t!(texts, "verdict-if-closed"), closing::if_closed(checked, texts)),
            rules: rules_version(verdict.ruleset, texts),
            orders: orders_counted(checked, texts),
            disclaimer: texts.say(&verdict.disclaimer()),
            notes: notes.iter().map(|note| texts.say(note)).collect(),
        }
    }
}

/// Lists the facts that could still change the answer, and those that matter once what blocks the shop is put right.
fn needed(verdict: &Verdict<'_>, texts: Texts) -> [Part<FactQuestion>; 2] {
    let needed = verdict.needed_facts();
    let open = verdict.open_questions(&needed);
    let title = match verdict.answer {
        Answer::Unknown => t!(texts, "verdict-needed"),
        Answer::NotYet => t!(texts, "verdict-needed-waiting"),
        Answer::MayApply | Answer::Blocked | Answer::Never => t!(texts, "verdict-needed-decided"),
    };
    [(title, needed), (t!(texts, "verdict-needed-afterwards"), open)].map(|(title, names)| {
        let facts = names.into_iter().filter_map(|name| verdict.ruleset.fact(name));
        Part::new(title, facts.map(|fact| FactQuestion::of(fact, texts)))
    })
}

fn rules_version(ruleset: &Ruleset, texts: Texts) -> String {
    t!(texts, "verdict-rules-version", version = ruleset.version())
}

fn orders_counted(checked: &Checked<'_>, texts: Texts) -> Option<String> {
    let orders = checked.orders.as_ref()?;
    let newest = orders.newest_export.as_deref().unwrap_or("-");
    Some(t!(texts, "verdict-orders-counted", orders = orders.lines, export = newest))
}
