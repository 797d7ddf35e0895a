//! The picture of a verdict's dates: days on a line, in their distances, with what happens on each beneath.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use maud::{Markup, html};
use shopkit::model::lang::Lang;
use shopkit::rules::{Answer, Verdict};
use shopkit::texts::Texts;

use crate::front::verdict::told;

/// The size of the picture, in its own units, so that the numbers stay readable on a phone.
const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 44.0;

/// How far the first and the last day stand from the edges, and how near two days may come.
const EDGE: f64 = 16.0;
const NEAREST: f64 = 25.0;

/// Days that the picture has room for.
const MOST: usize = 12;

/// Holds what happens on a day.
#[derive(Default)]
struct Happens {
    texts: Vec<String>,
    is_now: bool,
    is_earliest: bool,
}

/// Draws the dates of a verdict; nothing where only the day judged on is known.
pub fn strip(verdict: &Verdict<'_>, lang: Lang) -> Markup {
    let days = days(verdict, lang);
    if days.len() < 2 {
        return html! {};
    }
    let places = places(&days.keys().copied().collect::<Vec<_>>());
    let place = |day: NaiveDate| days.keys().position(|known| *known == day).map_or(EDGE, |at| places[at]);
    let end = WIDTH - 2.0;
    let y = HEIGHT / 2.0;
    let (now, earliest) = (place(verdict.on), verdict.earliest.map(place));
    let title = lang.pick("日期", "Dates");
    html! {
        section {
            h2 { (title) }
            svg class="strip" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(lang.pick("日期的先后和间隔，文字见下表", "the dates in their distances; the list below has them in words")) {
                line class="axis" x1="2" x2=(end) y1=(y) y2=(y) {}
                @match (verdict.answer, earliest) {
                    (Answer::NotYet, Some(earliest)) => {
                        line class="wait" x1=(now) x2=(earliest) y1=(y) y2=(y) {}
                        line class="free" x1=(earliest) x2=(end - 4.0) y1=(y) y2=(y) {}
                    }
                    (Answer::MayApply, _) => line class="free" x1=(now) x2=(end - 4.0) y1=(y) y2=(y) {},
                    _ => {},
                }
                @for ((number, happens), x) in (1..).zip(days.values()).zip(&places) {
                    circle class=[class(happens)] cx=(x) cy=(y) r="11" {}
                    text class=[happens.is_now.then_some("now-text")] x=(x) y=(y + 4.5) { (number) }
                }
            }
            ol class="dates" { @for (day, happens) in &days {
                li { time datetime=(day) { (day) } span { (happens.texts.join(lang.pick("；", "; "))) } }
            } }
        }
    }
}

fn class(happens: &Happens) -> Option<&'static str> {
    match (happens.is_now, happens.is_earliest) {
        (true, _) => Some("now"),
        (false, true) => Some("day"),
        (false, false) => None,
    }
}

fn days(verdict: &Verdict<'_>, lang: Lang) -> BTreeMap<NaiveDate, Happens> {
    let mut days: BTreeMap<NaiveDate, Happens> = BTreeMap::new();
    let mut add = |day: NaiveDate, text: String| {
        let happens = days.entry(day).or_default();
        if !happens.texts.contains(&text) {
            happens.texts.push(text);
        }
    };
    let asked: Vec<&str> = verdict.rulings.iter().flat_map(|ruling| ruling.rule.facts()).collect();
    for (name, given) in verdict.facts.iter().filter(|(name, _)| asked.contains(name)) {
        if let (Some(day), Some(fact)) = (given.value.day(), verdict.ruleset.fact(name)) {
            add(day, fact.title.pick(lang).to_owned());
        }
    }
    add(verdict.on, lang.pick("判断日", "judged on this day").to_owned());
    if let Some(day) = verdict.earliest {
        let bound = lang.pick("最早可以申请（可能更晚）", "the earliest day to apply (it may be later)");
        let exact = lang.pick("最早可以申请", "the earliest day to apply");
        add(day, if verdict.earliest_is_bound { bound } else { exact }.to_owned());
    }
    for reading in verdict.readings().iter().filter(|reading| reading.applies) {
        add(reading.day, Texts::page(lang).say(&reading.meaning()));
    }
    for turn in verdict.timeline() {
        let changes: Vec<String> =
            turn.changes.iter().map(|change| Texts::page(lang).say(&change.text(verdict.ruleset))).collect();
        let changes = changes.join(lang.pick("，", ", "));
        add(
            turn.day,
            lang.pick(
                format!("{changes}（{}）", told(turn.answer, lang)),
                format!("{changes} ({})", told(turn.answer, lang)),
            ),
        );
    }
    for (day, mark) in [(Some(verdict.on), false), (verdict.earliest, true)] {
        if let Some(happens) = day.and_then(|day| days.get_mut(&day)) {
            (happens.is_now, happens.is_earliest) = (happens.is_now || !mark, happens.is_earliest || mark);
        }
    }
    // Where there are too many, those are left out that say the least: the last ones.
    while days.len() > MOST {
        days.pop_last();
    }
    days
}

/// Returns where days stand: in their distances, as far as the numbers on them leave room.
fn places(days: &[NaiveDate]) -> Vec<f64> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    #[expect(clippy::cast_precision_loss, reason = "a few thousand days")]
    let offset = |day: &NaiveDate| (*day - *first).num_days() as f64;
    let room = WIDTH - 2.0 * EDGE;
    let scale = room / offset(last).max(1.0);
    let mut places: Vec<f64> = days.iter().map(|day| EDGE + offset(day) * scale).collect();
    // From the left apart, and from the right back into the picture.
    for at in 1..places.len() {
        places[at] = places[at].max(places[at - 1] + NEAREST);
    }
    let mut limit = WIDTH - EDGE;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - NEAREST;
    }
    places.into_iter().map(|place| (place * 10.0).round() / 10.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_in_their_distances_and_never_on_one_another() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let far = places(&[day("2024-01-01"), day("2024-07-01"), day("2025-01-01")]);
        assert!((far[0] - 16.0).abs() < 0.1 && (far[1] - 169.0).abs() < 2.0 && (far[2] - 324.0).abs() < 0.1, "{far:?}");
        for near in [
            vec![day("2024-01-01"), day("2024-01-02"), day("2024-01-03"), day("2030-01-01")],
            vec![day("2024-01-01"), day("2029-12-30"), day("2029-12-31"), day("2030-01-01")],
            (1..=12).map(|number| day(&format!("2024-01-{number:02}"))).collect(),
        ] {
            let places = places(&near);
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= NEAREST - 0.2), "{places:?}");
            assert!(places.iter().all(|place| (5.0..=WIDTH - 5.0).contains(place)), "{places:?}");
        }
    }
}
