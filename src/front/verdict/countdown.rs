//! The waits of a verdict as a countdown: how long each has run, how long it has still to run, and what is not known of it.

use chrono::NaiveDate;
use shopkit::model::fact::FactValue;
use shopkit::model::message::Arg;
use shopkit::rules::{Answer, RuleOutcome, Standing, Verdict, Wait};
use shopkit::t;
use shopkit::texts::Texts;

use super::citation::SourceView;

/// Shows the waits of a verdict.
pub struct Countdown {
    /// How many days are left, as far as that is known.
    pub says: String,
    pub waits: Vec<WaitView>,
    /// The day of the check.
    pub on: NaiveDate,
}

/// Shows a wait.
pub struct WaitView {
    pub rule: String,
    pub title: String,
    /// Who says that it is to be waited, where that is not the platform.
    pub reported: Option<String>,
    pub state: WaitState,
    /// The day that begins it; nothing where it is not known, has not come, or is not what counts.
    pub begins: Option<NaiveDate>,
    /// The first day after it; nothing where that is not known.
    pub ends: Option<NaiveDate>,
    /// The days among what it is counted from.
    pub days: Vec<NaiveDate>,
    /// What it is counted from, with what is known of each.
    pub since: Vec<String>,
    /// How far it has run.
    pub text: String,
}

/// Names how far a wait has run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitState {
    Over,
    /// It runs until the day that is known.
    Running,
    /// It runs at least until the day that is known.
    AtLeast,
    /// It has not begun.
    NotBegun,
    Unknown,
}

impl Countdown {
    /// Shows the waits of a verdict; nothing where there are none.
    pub(super) fn of(verdict: &Verdict<'_>, texts: Texts) -> Option<Self> {
        let mut waits: Vec<WaitView> = verdict.waits().iter().map(|wait| WaitView::of(wait, verdict, texts)).collect();
        waits.sort_by_key(|wait| wait.state == WaitState::Over);
        (!waits.is_empty()).then(|| Self { says: says(verdict, &waits, texts), waits, on: verdict.on })
    }
}

impl WaitView {
    fn of(wait: &Wait<'_>, verdict: &Verdict<'_>, texts: Texts) -> Self {
        let (state, ends) = state(wait);
        let since = wait.since.iter().map(|(fact, value)| {
            let (fact, value) = (verdict.ruleset.title(fact), verdict.ruleset.value_text(fact, value.as_ref()));
            t!(texts, "countdown-since", fact = fact, value = value)
        });
        let since: Vec<String> = since.collect();
        Self {
            rule: wait.rule.id.clone(),
            title: wait.rule.title.pick(texts.lang).to_owned(),
            reported: reported(wait, texts),
            state,
            begins: wait.begins,
            days: wait.since.iter().filter_map(|(_, value)| value.as_ref()?.day()).collect(),
            ends,
            text: text(wait, state, ends, verdict, texts),
            since,
        }
    }
}

fn reported(wait: &Wait<'_>, texts: Texts) -> Option<String> {
    let source = &wait.rule.source;
    (source.standing == Standing::Reported).then(|| SourceView::of(source, texts).standing)
}

/// Tells how far a wait has run, and the first day after it.
fn state(wait: &Wait<'_>) -> (WaitState, Option<NaiveDate>) {
    let never = wait.since.iter().any(|(_, value)| *value == Some(FactValue::Never));
    match (wait.outcome, wait.over.earliest, wait.over.certain) {
        (RuleOutcome::Pass, _, day) => (WaitState::Over, day),
        _ if never => (WaitState::NotBegun, None),
        (RuleOutcome::Unknown, ..) => (WaitState::Unknown, wait.over.certain),
        (_, Some(earliest), Some(certain)) if earliest == certain => (WaitState::Running, Some(certain)),
        (_, Some(earliest), _) => (WaitState::AtLeast, Some(earliest)),
        _ => (WaitState::Unknown, None),
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> Arg {
    Arg::count(usize::try_from((to - from).num_days()).unwrap_or_default())
}

fn text(wait: &Wait<'_>, state: WaitState, ends: Option<NaiveDate>, verdict: &Verdict<'_>, texts: Texts) -> String {
    let on = verdict.on;
    match (state, ends) {
        (WaitState::Over, Some(day)) => t!(texts, "countdown-over", day = day),
        (WaitState::Running, Some(day)) => match wait.begins {
            Some(begins) => {
                t!(texts, "countdown-running", day = day, past = days(begins, on), left = days(on, day))
            }
            None => t!(texts, "countdown-left", day = day, left = days(on, day)),
        },
        (WaitState::AtLeast, Some(day)) => t!(texts, "countdown-at-least", day = day, left = days(on, day)),
        (WaitState::NotBegun, _) => t!(texts, "countdown-not-begun"),
        (_, Some(day)) => t!(texts, "countdown-unknown-until", day = day),
        _ => t!(texts, "countdown-unknown"),
    }
}

/// Says how many days are left. A day is only named where the verdict names one.
fn says(verdict: &Verdict<'_>, waits: &[WaitView], texts: Texts) -> String {
    let is_unknown = waits.iter().any(|wait| matches!(wait.state, WaitState::Unknown | WaitState::AtLeast));
    let not_begun = waits.iter().any(|wait| wait.state == WaitState::NotBegun);
    match verdict.earliest {
        Some(day) if verdict.answer != Answer::Never => {
            let left = days(verdict.on, day);
            if verdict.earliest_is_bound || is_unknown || not_begun {
                t!(texts, "countdown-says-at-least", left = left, day = day)
            } else {
                t!(texts, "countdown-says", left = left, day = day)
            }
        }
        _ if not_begun => t!(texts, "countdown-says-not-begun"),
        _ if waits.iter().all(|wait| wait.state == WaitState::Over) => t!(texts, "countdown-says-over"),
        _ => t!(texts, "countdown-says-unknown"),
    }
}
