//! A chart of names or periods with their amounts, and the text around it.

use std::io::{self, Write};

use shopkit::model::message::{Arg, Message};
use shopkit::model::table::Datum;
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::charts::Drawing;
use crate::front::datum::readable;
use crate::front::html::escaped;
use crate::front::text::visible;

/// The most lying bars of a chart.
const MOST_LYING: usize = 10;

/// How many bars the text for readers who do not see the chart names.
const NAMED: usize = 3;

/// Holds the bars of a chart: names with values.
pub type Bars<'a> = Vec<(String, &'a Datum)>;

/// Writes a chart with standing bars side by side, for values over time.
pub fn write_standing(out: &mut dyn Write, title: &str, bars: &Bars<'_>, texts: Texts) -> io::Result<()> {
    if bars.is_empty() {
        return Ok(());
    }
    let scale = Scale::of(bars);
    let svg = drawing(title, &about(bars, texts), bars, scale.unit).standing()?;
    write_drawn(out, &texts.say(&scale.name), "chart long", &svg)
}

/// Writes a chart with lying bars one above the other, the first of them.
pub fn write_lying(out: &mut dyn Write, title: &str, bars: Bars<'_>, texts: Texts) -> io::Result<()> {
    let all = bars.len();
    let shown: Bars<'_> = bars.into_iter().take(MOST_LYING).collect();
    if shown.is_empty() {
        return Ok(());
    }
    let scale = Scale::of(&shown);
    let svg = drawing(title, &about(&shown, texts), &shown, scale.unit).lying()?;
    let unit = if all > MOST_LYING {
        t!(texts, "overview-unit-of-first", unit = scale.name, shown = MOST_LYING)
    } else {
        texts.say(&scale.name)
    };
    write_drawn(out, &unit, "chart", &svg)
}

fn write_drawn(out: &mut dyn Write, unit: &str, class: &str, svg: &str) -> io::Result<()> {
    writeln!(
        out,
        "<p>{}</p><div class=\"scroll\" tabindex=\"0\"><div class=\"{class}\">{svg}</div></div>",
        escaped(unit)
    )
}

fn drawing<'d>(title: &'d str, about: &'d str, bars: &Bars<'_>, unit: f64) -> Drawing<'d> {
    Drawing { title, about, bars: bars.iter().map(|(name, value)| (name.clone(), scaled(size(value), unit))).collect() }
}

/// Holds the unit that the bars of a chart are drawn in.
struct Scale {
    unit: f64,
    name: Message,
}

impl Scale {
    fn of(bars: &Bars<'_>) -> Self {
        let most = bars.iter().map(|(_, value)| size(value)).fold(0.0, f64::max);
        let is_money = bars.iter().any(|(_, value)| matches!(value, Datum::Money(_)));
        if !is_money {
            Self { unit: 1.0, name: msg!("overview-unit-buyers") }
        } else if most < 10_000_000.0 {
            Self { unit: 1.0, name: msg!("overview-unit-yuan") }
        } else {
            // A larger number would lose digits when it is drawn.
            Self { unit: 10_000.0, name: msg!("overview-unit-ten-thousand-yuan") }
        }
    }
}

/// Names the longest bars.
fn about(bars: &Bars<'_>, texts: Texts) -> String {
    let mut longest: Vec<&(String, &Datum)> = bars.iter().collect();
    longest.sort_by(|(_, a), (_, b)| size(b).total_cmp(&size(a)));
    let longest = longest.iter().take(NAMED).map(|(name, value)| format!("{name} {}", readable(value, texts)));
    t!(texts, "overview-largest", bars = Arg::clauses(longest))
}

/// Returns how long a bar is: whole yuan, or a count.
fn size(value: &Datum) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a bar need not be exact to the yuan")]
    match value {
        Datum::Money(fen) => (fen.0 as f64 / 100.0).round(),
        Datum::Int(number) => *number as f64,
        _ => 0.0,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a bar need not be exact to the yuan")]
fn scaled(size: f64, unit: f64) -> f32 {
    (size / unit).round() as f32
}

/// Returns the name of a bar.
pub fn name(name: &Datum, texts: Texts) -> String {
    match name {
        Datum::Null => t!(texts, "overview-unknown"),
        other => visible(&readable(other, texts)),
    }
}
