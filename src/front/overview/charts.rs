//! Charts as inline SVG. Their colours are those of the page: light, dark, and for paper.

use std::io;

use charts_rs::{BarChart, Color, HorizontalBarChart, Series, measure_text_width_family, svg_with_accessibility};

use crate::front::text::width;

/// Placeholder colours, by which the style sheet selects what it paints; no reader sees these colours.
const BAR: &str = "#2F6FDE";
const TEXT: &str = "#60646C";
const LINE: &str = "#D9D9E0";

/// Paints the parts of charts in the colours and the font of the page.
pub const STYLE: &str = "\
.chart [fill=\"#2F6FDE\"]{fill:var(--bar)}.chart [fill=\"#60646C\"]{fill:var(--ink)}\
.chart [stroke=\"#60646C\"]{stroke:var(--faint)}.chart [stroke=\"#D9D9E0\"]{stroke:var(--line)}\
.chart text{font-family:inherit}";

/// The font size of charts with standing bars, which the page enlarges a little, and of charts with lying bars.
const FONT_SIZES: (f32, f32) = (13.0, 14.0);

/// The width of charts with standing bars, and of charts with lying bars.
const WIDTHS: (f32, f32) = (960.0, 480.0);

/// The height of charts with standing bars, and of each lying bar.
const HEIGHTS: (f32, f32) = (280.0, 30.0);

/// The width of the longest label, in digits; the table below the chart has the whole label.
const LABEL: usize = 24;

/// The least gap between a label and the axis, in addition to that of the crate.
const GAP: f32 = 5.0;

/// How much wider Latin letters can be in the reader's font than in the font of the crate.
const LATIN: f32 = 1.2;

/// The format of numbers on the axis and beside bars: thousands with commas.
const THOUSANDS: &str = "{t}";

/// Holds a chart: its bars, and a title and a text for readers who do not see it.
pub struct Drawing<'a> {
    pub title: &'a str,
    pub about: &'a str,
    /// Labels with their values.
    pub bars: Vec<(String, f32)>,
}

impl Drawing<'_> {
    /// Draws standing bars side by side, for values over time.
    pub fn standing(&self) -> io::Result<String> {
        let (labels, series) = self.parts(str::to_owned);
        let mut chart = BarChart::new(vec![series], labels);
        (chart.width, chart.height) = (WIDTHS.0, HEIGHTS.0);
        // Half of the last label is to the right of the last bar.
        chart.margin.right = 25.0;
        let (top, parts) = round_scale(self.most());
        for axis in &mut chart.y_axis_configs {
            axis.formatter = Some(THOUSANDS.to_owned());
            (axis.font.color, axis.font.size) = (TEXT.into(), FONT_SIZES.0);
            (axis.min, axis.max, axis.split_number) = (Some(0.0), Some(top), parts);
        }
        paint(&mut chart);
        chart.x_axis.font.size = FONT_SIZES.0;
        self.with_accessibility(chart.svg())
    }

    /// Draws lying bars one above the other, each with its name on the left and its value on the right.
    pub fn lying(&self) -> io::Result<String> {
        let (mut labels, mut series) = self.parts(padded);
        // The crate draws the first bar at the bottom.
        labels.reverse();
        series.data.reverse();
        series.label_show = true;
        let mut chart = HorizontalBarChart::new(vec![series], labels);
        let rows = u16::try_from(self.bars.len()).unwrap_or(u16::MAX);
        (chart.width, chart.height) = (WIDTHS.1, HEIGHTS.1 * f32::from(rows) + 10.0);
        chart.x_axis.hidden = true;
        for axis in &mut chart.y_axis_configs {
            // The longest bar must leave room for its value.
            (axis.min, axis.max, axis.split_number) = (Some(0.0), Some(self.most().max(1.0) * 1.4), 1);
        }
        paint(&mut chart);
        chart.grid.stroke_width = 0.0;
        self.with_accessibility(chart.svg())
    }

    fn parts(&self, label: impl Fn(&str) -> String) -> (Vec<String>, Series) {
        let labels = self.bars.iter().map(|(name, _)| label(name)).collect();
        let values: Vec<f32> = self.bars.iter().map(|(_, value)| *value).collect();
        (labels, (self.title, values).into())
    }

    fn most(&self) -> f32 {
        self.bars.iter().map(|(_, value)| *value).fold(0.0, f32::max)
    }

    fn with_accessibility(&self, drawn: Result<String, impl std::error::Error>) -> io::Result<String> {
        let svg = drawn.map_err(|error| io::Error::other(error.to_string()))?;
        // Inside a page the namespace is not needed, and it looks like an address.
        let svg = svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
        Ok(svg_with_accessibility(&svg, self.title, self.about))
    }
}

/// Sets the placeholder colours, and leaves the legend out, since there is one series.
fn paint(chart: &mut charts_rs::ChartBase) {
    chart.background_color = Color::transparent();
    chart.legend.show = Some(false);
    chart.series.colors = vec![BAR.into()];
    chart.series.label.font.color = TEXT.into();
    THOUSANDS.clone_into(&mut chart.series.label.formatter);
    chart.x_axis.font.color = TEXT.into();
    chart.x_axis.stroke_color = TEXT.into();
    chart.grid.stroke_color = LINE.into();
}

/// Shortens a label and pads it on the left with spaces, which SVG does not show. The crate positions labels by the widths of its own
/// font. That has no Chinese letters and counts them half as wide as they are, and its Latin letters are narrower than those of most
/// readers' fonts.
fn padded(label: &str) -> String {
    let label = cut_label(label);
    let width = |text: &str| measure_text_width_family("", FONT_SIZES.1, text).map_or(0.0, |measured| measured.width());
    let ascii: String = label.chars().filter(char::is_ascii).collect();
    let wide = u16::try_from(label.chars().count() - ascii.len()).unwrap_or(u16::MAX);
    let missing = width(&ascii) * LATIN + f32::from(wide) * FONT_SIZES.1 + GAP - width(&label);
    let space = width("a a") - width("aa");
    let mut spaces = String::new();
    let mut filled = 0.0;
    while space > 0.0 && filled < missing {
        spaces.push(' ');
        filled += space;
    }
    spaces + &label
}

/// Cuts a label that is too wide.
fn cut_label(label: &str) -> String {
    if width(label) <= LABEL {
        return label.to_owned();
    }
    let mut short = String::new();
    for c in label.chars() {
        // The ellipsis is two digits wide.
        if width(&short) + width(c.encode_utf8(&mut [0; 4])) > LABEL - 2 {
            break;
        }
        short.push(c);
    }
    short + "…"
}

/// Returns the end of a scale that starts at 0 and contains `most`, and how many parts it has; each part is 1, 2, 2.5 or 5 with
/// zeros.
fn round_scale(most: f32) -> (f32, usize) {
    const PARTS: usize = 4;
    let mut part = 1.0_f32;
    loop {
        for step in [1.0, 2.0, 2.5, 5.0] {
            // The values are whole, so half a yuan is no step.
            let step = part * step;
            if step * 4.0 >= most && step.fract() == 0.0 {
                return (step * 4.0, PARTS);
            }
        }
        if part > 1e30 {
            return (most, PARTS);
        }
        part *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(bars: &[(&str, f32)]) -> Drawing<'static> {
        let bars = bars.iter().map(|(label, value)| ((*label).to_owned(), *value)).collect();
        Drawing { title: "销售 <1>", about: "最多：茶 & 杯", bars }
    }

    #[test]
    fn scales_are_round_and_hold_the_most() {
        for (most, top) in [(0.0, 4.0), (3.0, 4.0), (5.0, 8.0), (100.0, 100.0), (101.0, 200.0), (123_456.0, 200_000.0)]
        {
            assert!((round_scale(most).0 - top).abs() < f32::EPSILON, "{most}");
        }
    }

    #[test]
    fn every_colour_is_one_that_the_page_paints() {
        let drawing = drawing(&[("茶", 5.0), ("<b>杯</b>", 3.0), ("-", 0.0)]);
        for svg in [drawing.standing(), drawing.lying()] {
            let svg = svg.expect("a chart");
            let colours: Vec<&str> = svg.split("\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert!(colours.len() > 3);
            for colour in colours {
                assert!(STYLE.contains(&format!("\"#{colour}\"")), "{colour}");
            }
            assert!(svg.contains("role=\"img\"") && svg.contains("<title>销售 &lt;1&gt;</title>"));
            assert!(svg.contains("<desc>最多：茶 &amp; 杯</desc>"));
            assert!(!svg.contains("http") && !svg.contains("<b>"));
        }
    }

    #[test]
    fn long_labels_are_cut_and_make_room_for_wide_letters() {
        assert_eq!(cut_label("山雀桂花乌龙茶 250g 罐装礼盒加大"), "山雀桂花乌龙茶 250g 罐…");
        assert_eq!(cut_label("short"), "short");
        let spaces = |label: &str| padded(label).chars().take_while(|c| *c == ' ').count();
        assert!(spaces("山雀") > 2 && spaces("山雀桂花") >= 2 * spaces("山雀") - 2);
    }
}
