//! Draws the days of a verdict on a line, to scale, with what happens on each below.

use chrono::NaiveDate;
use maud::{Markup, html};
use shopkit::rules::Answer;
use shopkit::t;
use shopkit::texts::Texts;

use crate::front::part::Part;
use crate::front::verdict::Milestone;

/// The size of the picture in its own units, chosen so that the numbers stay readable on a phone.
const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 44.0;

/// The distance of the first and the last day from the edges.
const EDGE: f64 = 16.0;

/// The least distance between two days.
const LEAST_DISTANCE: f64 = 25.0;

/// Lists the days, and draws them where they are not drawn elsewhere; nothing where there is only one.
pub fn strip(days: &Part<Milestone>, answer: Answer, is_drawn: bool, texts: Texts) -> Markup {
    let entries = &days.entries;
    if entries.len() < 2 {
        return html! {};
    }
    let positions = positions(&entries.iter().map(|entry| entry.day).collect::<Vec<_>>());
    let position_of =
        |is_wanted: fn(&Milestone) -> bool| entries.iter().position(is_wanted).map(|index| positions[index]);
    let check = position_of(|entry| entry.is_check).unwrap_or(EDGE);
    let earliest = position_of(|entry| entry.is_earliest);
    let end = WIDTH - 2.0;
    let y = HEIGHT / 2.0;
    html! {
        section {
            h2 { (days.title) }
            @if is_drawn { svg class="strip" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(t!(texts, "verdict-milestones-picture")) {
                line class="axis" x1="2" x2=(end) y1=(y) y2=(y) {}
                @match (answer, earliest) {
                    (Answer::NotYet, Some(earliest)) => {
                        line class="wait" x1=(check) x2=(earliest) y1=(y) y2=(y) {}
                        line class="free" x1=(earliest) x2=(end - 4.0) y1=(y) y2=(y) {}
                    }
                    (Answer::MayApply, _) => line class="free" x1=(check) x2=(end - 4.0) y1=(y) y2=(y) {},
                    _ => {},
                }
                @for ((number, entry), x) in (1..).zip(entries).zip(&positions) {
                    circle class=[class(entry)] cx=(x) cy=(y) r="11" {}
                    text class=[entry.is_check.then_some("now-text")] x=(x) y=(y + 4.5) { (number) }
                }
            } }
            ol class="dates" { @for entry in entries {
                li { time datetime=(entry.day) { (entry.day) } span { (entry.text) } }
            } }
        }
    }
}

fn class(entry: &Milestone) -> Option<&'static str> {
    match (entry.is_check, entry.is_earliest) {
        (true, _) => Some("now"),
        (false, true) => Some("day"),
        (false, false) => None,
    }
}

/// Returns the positions of days on the line: to scale, as far as the numbers on them leave room.
fn positions(days: &[NaiveDate]) -> Vec<f64> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    #[expect(clippy::cast_precision_loss, reason = "a few thousand days")]
    let offset = |day: &NaiveDate| (*day - *first).num_days() as f64;
    let room = WIDTH - 2.0 * EDGE;
    let scale = room / offset(last).max(1.0);
    let mut positions: Vec<f64> = days.iter().map(|day| EDGE + offset(day) * scale).collect();
    // Days that are too close are moved right, then all are moved left until they fit.
    for index in 1..positions.len() {
        positions[index] = positions[index].max(positions[index - 1] + LEAST_DISTANCE);
    }
    let mut limit = WIDTH - EDGE;
    for position in positions.iter_mut().rev() {
        *position = position.min(limit);
        limit = *position - LEAST_DISTANCE;
    }
    positions.into_iter().map(|position| (position * 10.0).round() / 10.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_to_scale_and_do_not_overlap() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let far = positions(&[day("2024-01-01"), day("2024-07-01"), day("2025-01-01")]);
        assert!((far[0] - 16.0).abs() < 0.1 && (far[1] - 169.0).abs() < 2.0 && (far[2] - 324.0).abs() < 0.1, "{far:?}");
        for near in [
            vec![day("2024-01-01"), day("2024-01-02"), day("2024-01-03"), day("2030-01-01")],
            vec![day("2024-01-01"), day("2029-12-30"), day("2029-12-31"), day("2030-01-01")],
            (1..=12).map(|number| day(&format!("2024-01-{number:02}"))).collect(),
        ] {
            let positions = positions(&near);
            assert!(positions.windows(2).all(|pair| pair[1] - pair[0] >= LEAST_DISTANCE - 0.2), "{positions:?}");
            assert!(positions.iter().all(|place| (5.0..=WIDTH - 5.0).contains(place)), "{positions:?}");
        }
    }
}
