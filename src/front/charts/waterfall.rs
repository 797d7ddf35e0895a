//! A waterfall: how one sum becomes another, step by step. All of it is counted in whole fen.

use std::io::{self, Write};

use shopkit::model::money::Fen;
use shopkit::t;
use shopkit::texts::{Texts, money};

use super::bars::{self, Bar, Row};
use super::columns::{self, BEFORE};
use super::figure::Legend;
use super::value::Unit;

/// Holds a step of a waterfall.
#[derive(Debug, Clone)]
pub struct Step {
    label: String,
    is_level: bool,
    fen: Option<Fen>,
    /// What is read where the sum is not known, or only in part.
    text: Option<String>,
    /// What the steps before a sum are short of it is called so.
    rest: Option<String>,
    href: Option<String>,
    before: Option<Fen>,
    before_text: Option<String>,
}

impl Step {
    /// Makes a sum that is reached: the beginning, the end, or one between them. It is nothing where it is not known.
    pub fn level(label: impl Into<String>, fen: Option<Fen>) -> Self {
        let label = label.into();
        Self { label, is_level: true, fen, text: None, rest: None, href: None, before: None, before_text: None }
    }

    /// Makes what is added, or taken off below 0. It is nothing where it is not known.
    pub fn change(label: impl Into<String>, fen: Option<Fen>) -> Self {
        Self { is_level: false, ..Self::level(label, fen) }
    }

    /// Says what is read in place of a sum that is not known, or known in part.
    #[must_use]
    pub fn read_as(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Names what the steps before the sum are short of it.
    #[must_use]
    pub fn short_by(mut self, rest: impl Into<String>) -> Self {
        self.rest = Some(rest.into());
        self
    }

    /// Lets the name of the step lead somewhere.
    #[must_use]
    pub fn linked(mut self, href: Option<String>) -> Self {
        self.href = href;
        self
    }

    /// Says what it was in the days that it is compared with, and what is read where that is not known, or only in part.
    #[must_use]
    pub fn compared(mut self, before: Option<Fen>, text: Option<String>) -> Self {
        (self.before, self.before_text) = (before, text);
        self
    }
}

/// Holds a waterfall whose steps add up: from each sum that is known to the next one.
#[derive(Debug)]
pub struct Waterfall {
    steps: Vec<Step>,
    is_compared: bool,
}

/// Where a step begins and ends, in fen; nothing where that is not known.
type Span = Option<(i64, i64)>;

impl Waterfall {
    /// Makes a waterfall of its steps. What they are short of a sum that is known is a step of its own, unless one of them is not known.
    pub fn new(steps: Vec<Step>, texts: Texts) -> Self {
        let (mut whole, mut now, mut before) =
            (Vec::with_capacity(steps.len()), Reached::default(), Reached::default());
        for step in steps {
            let rests = [now.take(&step, step.fen), before.take(&step, step.before)];
            if rests.iter().flatten().any(|rest| *rest != Fen(0)) {
                let label = step.rest.clone().unwrap_or_else(|| t!(texts, "chart-rest"));
                whole.push(Step::change(label, rests[0]).compared(rests[1], None));
            }
            whole.push(step);
        }
        Self { steps: whole, is_compared: false }
    }

    /// Draws what each step was before beside it.
    #[must_use]
    pub fn compared(mut self, is_compared: bool) -> Self {
        self.is_compared = is_compared;
        self
    }

    /// Returns where each step begins and ends. Behind a step that is not known, nothing is until the next sum that is.
    fn spans(&self, fen: impl Fn(&Step) -> Option<Fen>) -> Vec<Span> {
        let mut at = None;
        let span = |step: &Step| {
            let fen = fen(step).map(|fen| fen.0);
            let span = if step.is_level {
                fen.map(|level| (0, level))
            } else {
                at.zip(fen).map(|(at, fen): (i64, i64)| (at, at.saturating_add(fen)))
            };
            at = span.map(|(_, end)| end);
            span
        };
        self.steps.iter().map(span).collect()
    }

    /// Writes the waterfall, a step below the other.
    pub fn write(&self, out: &mut dyn Write, title: &str, texts: Texts) -> io::Result<()> {
        let (spans, before) = (self.spans(|step| step.fen), self.spans(|step| step.before));
        let rows: Vec<Row> = self
            .steps
            .iter()
            .zip(spans.into_iter().zip(before))
            .map(|(step, (span, before))| Row {
                label: step.label.clone(),
                href: step.href.clone(),
                bar: span.and_then(|span| bar(span, step.class(span))),
                text: step.read(step.fen, step.text.as_ref(), texts),
                before: self.is_compared.then(|| {
                    let value = step.read(step.before, step.before_text.as_ref(), texts);
                    (before.and_then(|span| bar(span, BEFORE)), t!(texts, "chart-before", value = value))
                }),
            })
            .collect();
        let legend = columns::compared(texts);
        let legend = legend.each_ref().map(|(class, name)| Legend { class, name });
        let caption = Unit::Money.named(title, texts);
        bars::write(out, &caption, if self.is_compared { &legend } else { &[] }, &rows)
    }
}

/// What the steps have reached; nothing behind a step that is not known.
#[derive(Default)]
struct Reached(Option<i64>);

impl Reached {
    /// Takes a step, and returns what the steps before it are short of it, where it is a sum.
    fn take(&mut self, step: &Step, fen: Option<Fen>) -> Option<Fen> {
        let fen = fen.map(|fen| fen.0);
        let parts = self.0.zip(fen);
        if step.is_level {
            self.0 = fen;
            return parts.map(|(reached, level)| Fen(level.saturating_sub(reached)));
        }
        self.0 = parts.map(|(reached, change)| reached.saturating_add(change));
        None
    }
}

impl Step {
    fn read(&self, fen: Option<Fen>, text: Option<&String>, texts: Texts) -> String {
        match (fen, text) {
            (_, Some(text)) => text.clone(),
            (None, None) => t!(texts, "chart-unknown"),
            (Some(fen), None) if !self.is_level && fen.0 > 0 => format!("+{}", money(fen)),
            (Some(fen), None) => money(fen),
        }
    }

    fn class(&self, (from, to): (i64, i64)) -> &'static str {
        match self.text {
            Some(_) => "part",
            None if self.is_level => "now",
            None if to >= from => "plus",
            None => "minus",
        }
    }
}

/// Makes the bar of a step; nothing where the step is nothing.
#[expect(clippy::cast_precision_loss, reason = "a bar need not be exact to the fen")]
fn bar((from, to): (i64, i64), class: &'static str) -> Option<Bar> {
    (from != to).then_some(Bar { from: from as f64, to: to as f64, class })
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;

    use super::*;

    fn waterfall(steps: Vec<Step>) -> Waterfall {
        Waterfall::new(steps, Texts::command(Lang::En))
    }

    /// Adds up what is drawn, from each sum that is known to the next one.
    fn adds_up(waterfall: &Waterfall) -> bool {
        let spans = waterfall.spans(|step| step.fen);
        let mut at = None;
        waterfall.steps.iter().zip(spans).all(|(step, span)| {
            let fits = match (step.is_level, span, at) {
                (true, Some((_, level)), Some(reached)) => level == reached,
                (false, Some((from, to)), _) => Some(from) == at && step.fen == Some(Fen(to - from)),
                _ => true,
            };
            at = span.map(|(_, to)| to);
            fits
        })
    }

    #[test]
    fn the_steps_add_up_to_the_end_whatever_they_are() {
        let mut seed = 7_u64;
        let mut next = move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(seed >> 40).expect("small") - 8_000_000
        };
        for round in 0..500 {
            let known = |number: i64| (number % 5 != 0 || round % 3 == 0).then_some(Fen(number));
            let mut steps = vec![Step::level("start", known(next()))];
            steps.extend((0..round % 6).map(|_| Step::change("step", known(next()))));
            steps.push(Step::level("between", known(next())));
            steps.push(Step::change("step", known(next())));
            steps.push(Step::level("end", known(next())));
            let waterfall = waterfall(steps);
            assert!(adds_up(&waterfall), "{waterfall:?}");
        }
    }

    #[test]
    fn what_fits_has_no_rest_and_what_does_not_shows_it() {
        let labels = |waterfall: &Waterfall| waterfall.steps.iter().map(|step| step.label.clone()).collect::<Vec<_>>();
        let fits = |end| {
            waterfall(vec![
                Step::level("a", Some(Fen(1000))),
                Step::change("b", Some(Fen(-300))),
                Step::level("c", Some(Fen(end))),
            ])
        };
        assert_eq!(labels(&fits(700)), ["a", "b", "c"]);
        assert_eq!(labels(&fits(650)), ["a", "b", "Difference", "c"]);
        assert_eq!(fits(650).steps[2].fen, Some(Fen(-50)));
    }

    #[test]
    fn what_is_not_known_is_no_zero() {
        let steps = vec![
            Step::level("paid", Some(Fen(1000))),
            Step::change("commission", None),
            Step::change("fees", Some(Fen(-200))),
            Step::level("net", None),
        ];
        let waterfall = waterfall(steps);
        assert_eq!(waterfall.spans(|step| step.fen), [Some((0, 1000)), None, None, None]);
        let mut out = Vec::new();
        waterfall.write(&mut out, "Income", Texts::command(Lang::En)).expect("written");
        let page = String::from_utf8(out).expect("text");
        assert_eq!(page.matches("<rect").count(), 1, "{page}");
        for text in ["10.00", "-2.00", "unknown"] {
            assert!(page.contains(&format!("<span class=\"value\">{text}")), "{text}: {page}");
        }
        assert!(!page.contains(">0.00"));
    }

    #[test]
    fn what_is_known_in_part_leads_to_a_part_and_what_it_leaves_out() {
        let steps = vec![
            Step::level("paid", Some(Fen(1000))),
            Step::change("commission", Some(Fen(-100))).read_as("1.00 and 1 unknown"),
            Step::level("net", Some(Fen(500))).read_as("5.00 and 1 unknown").short_by("left out"),
        ];
        let waterfall = waterfall(steps);
        assert_eq!((waterfall.steps[2].label.as_str(), waterfall.steps[2].fen), ("left out", Some(Fen(-400))));
        assert!(adds_up(&waterfall));
        let mut out = Vec::new();
        waterfall.write(&mut out, "Income", Texts::command(Lang::En)).expect("written");
        let page = String::from_utf8(out).expect("text");
        assert_eq!(page.matches("class=\"part\"").count(), 2, "{page}");
        assert!(page.contains("5.00 and 1 unknown"));
    }
}
