//! Draws the waits of a verdict as bars on one line of time, each with what is known of it in words.

use chrono::{Days, NaiveDate};
use maud::{Markup, html};
use shopkit::t;
use shopkit::texts::Texts;

use crate::front::verdict::Countdown;
use crate::front::verdict::countdown::{WaitState, WaitView};

/// The size of a bar in its own units. It is stretched to the width of the page.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 20.0;

/// Days before and after those that are drawn.
const MARGIN: u64 = 7;

/// Days after those that are drawn, where something has no end that is known.
const OPEN: u64 = 45;

/// Draws the waits; each links to the condition that asks for it.
pub fn countdown(countdown: &Countdown, texts: Texts) -> Markup {
    let scale = Scale::of(countdown);
    html! {
        section class="countdown" {
            h2 { (t!(texts, "countdown-title")) }
            p class="left" { (countdown.says) }
            ol class="waits" { @for wait in &countdown.waits { li {
                a href={ "#condition-" (wait.rule) } { (wait.title) }
                @if let Some(standing) = &wait.reported { " " span class="tag" { (standing) } }
                (bar(wait, &scale, countdown.on, &t!(texts, "countdown-picture", rule = &wait.title, text = &wait.text)))
                p { (wait.text) }
                @if !wait.since.is_empty() { p class="faint" { @for since in &wait.since { span { (since) } " " } } }
            } } }
            p class="axis" {
                time datetime=(scale.first) { (scale.first) }
                span { (t!(texts, "countdown-today", day = countdown.on)) }
                time datetime=(scale.last) { (scale.last) }
            }
        }
    }
}

/// Places days on the line.
struct Scale {
    first: NaiveDate,
    last: NaiveDate,
}

impl Scale {
    fn of(countdown: &Countdown) -> Self {
        let days = || {
            let of =
                |wait: &WaitView| wait.days.iter().copied().chain(wait.begins).chain(wait.ends).collect::<Vec<_>>();
            countdown.waits.iter().flat_map(of).chain([countdown.on])
        };
        let has_end = |wait: &WaitView| matches!(wait.state, WaitState::Over | WaitState::Running);
        let after = if countdown.waits.iter().all(has_end) { MARGIN } else { OPEN };
        let (first, last) = (days().min().unwrap_or(countdown.on), days().max().unwrap_or(countdown.on));
        Self {
            first: first.checked_sub_days(Days::new(MARGIN)).unwrap_or(first),
            last: last.checked_add_days(Days::new(after)).unwrap_or(last),
        }
    }

    fn x(&self, day: NaiveDate) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand days")]
        let offset = |day: NaiveDate| (day - self.first).num_days() as f64;
        (offset(day) / offset(self.last) * WIDTH).round()
    }
}

fn bar(wait: &WaitView, scale: &Scale, on: NaiveDate, says: &str) -> Markup {
    let today = scale.x(on);
    let begins = wait.begins.map(|day| scale.x(day));
    let ends = wait.ends.map(|day| scale.x(day));
    let part = |class: &str, from: f64, to: f64| {
        html! { @if to > from { rect class=(class) x=(from) y="4" width=(to - from) height="12" {} } }
    };
    // What is not known is dashed, and has no end.
    let unknown = |from: f64| {
        let dashes = std::iter::successors(Some(from), |x| Some(x + 24.0)).take_while(|x| *x < WIDTH);
        html! { @for x in dashes { rect class="unknown" x=(x) y="7" width="12" height="6" {} } }
    };
    html! {
        svg class="bar" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" role="img" aria-label=(says) {
            rect class="ground" x="0" y="9" width=(WIDTH) height="2" {}
            @match (wait.state, ends) {
                (WaitState::Over, Some(ends)) => (part("over", begins.unwrap_or(0.0), ends)),
                (WaitState::Running, Some(ends)) => {
                    (part("past", begins.unwrap_or(today), today))
                    (part("left", today, ends))
                }
                (WaitState::AtLeast, Some(ends)) => {
                    (part("past", begins.unwrap_or(today), today))
                    (part("left", today, ends))
                    (unknown(ends))
                }
                (WaitState::Unknown, Some(ends)) => {
                    (unknown(begins.unwrap_or(today)))
                    (part("over", ends, WIDTH))
                }
                _ => (unknown(begins.unwrap_or(today))),
            }
            @for day in &wait.days { rect class="mark" x=(scale.x(*day) - 1.5) y="1" width="3" height="18" {} }
            rect class="today" x=(today - 2.0) y="0" width="4" height=(HEIGHT) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn wait(state: WaitState, begins: Option<&str>, ends: Option<&str>) -> WaitView {
        WaitView {
            rule: String::new(),
            title: String::new(),
            reported: None,
            state,
            begins: begins.map(day),
            ends: ends.map(day),
            days: Vec::new(),
            since: Vec::new(),
            text: String::new(),
        }
    }

    #[test]
    fn bars_are_to_scale_and_what_is_unknown_has_no_end() {
        let running = wait(WaitState::Running, Some("2026-01-08"), Some("2026-07-08"));
        let open = wait(WaitState::Unknown, Some("2026-01-08"), None);
        let countdown = Countdown { says: String::new(), waits: vec![running, open], on: day("2026-04-08") };
        let scale = Scale::of(&countdown);
        assert_eq!([scale.first, scale.last], [day("2026-01-01"), day("2026-08-22")]);
        assert!((scale.x(day("2026-04-08")) - 416.0).abs() < 2.0);
        let [running, open] = [0, 1].map(|index| bar(&countdown.waits[index], &scale, countdown.on, "").into_string());
        assert!(
            running.contains("class=\"past\"") && running.contains("class=\"left\"") && !running.contains("unknown")
        );
        // Nothing promises an end.
        assert!(open.contains("unknown") && !open.contains("left") && !open.contains("over"));
    }
}
