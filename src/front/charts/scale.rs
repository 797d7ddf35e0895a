//! The scale of a chart: from which to which value it reaches, and its steps.

use super::value::Unit;

/// How many steps a scale has at most, but for one on either side of 0.
const PARTS: f64 = 4.0;

/// Holds a scale that contains 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    step: f64,
    unit: Unit,
}

impl Scale {
    /// Makes a scale that contains values. Its steps are 1, 2, 2.5 or 5 with zeros.
    pub fn round(lengths: impl Iterator<Item = f64>, unit: Unit) -> Self {
        let exact = Self::exact(lengths);
        let (low, high) = (exact.low / unit.one(), exact.high / unit.one());
        let step = step((high - low) / PARTS);
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        let high = if high > low { high } else { low + step };
        Self { low: low * unit.one(), high: high * unit.one(), step: step * unit.one(), unit }
    }

    /// Makes a scale that ends with the values.
    pub fn exact(lengths: impl Iterator<Item = f64>) -> Self {
        let (low, high) = lengths.fold((0.0_f64, 0.0_f64), |(low, high), length| (low.min(length), high.max(length)));
        Self { low, high, step: high - low, unit: Unit::Number }
    }

    /// Returns where a value is: 0 at the lower end, 1 at the upper end.
    pub fn place(&self, length: f64) -> f64 {
        let whole = self.high - self.low;
        if whole > 0.0 { (length - self.low) / whole } else { 0.0 }
    }

    /// Tells whether there are values below 0.
    pub fn has_negative(&self) -> bool {
        self.low < 0.0
    }

    /// Lists the places of the steps with what the axis says there.
    pub fn steps(&self) -> Vec<(f64, String)> {
        let mut at = self.low;
        let mut steps = Vec::new();
        while at <= self.high + self.step / 2.0 && self.step > 0.0 {
            steps.push((self.place(at), self.unit.on_axis(at / self.unit.one())));
            at += self.step;
        }
        steps
    }
}

/// Returns the round number that is not below another one, and not below 1.
fn step(least: f64) -> f64 {
    let mut ten = 1.0;
    loop {
        for step in [ten, 2.0 * ten, 2.5 * ten, 5.0 * ten] {
            // A step is whole, so 2.5 is none.
            if step >= least && step.fract() == 0.0 {
                return step;
            }
        }
        if ten > 1e30 {
            return least;
        }
        ten *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(lengths: &[f64], unit: Unit) -> Vec<String> {
        Scale::round(lengths.iter().copied(), unit).steps().into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn scales_are_round_and_contain_the_values() {
        assert_eq!(names(&[0.0], Unit::Number), ["0", "1"]);
        assert_eq!(names(&[3.0], Unit::Number), ["0", "1", "2", "3"]);
        assert_eq!(names(&[101.0], Unit::Number), ["0", "50", "100", "150"]);
        assert_eq!(names(&[12_345_600.0], Unit::Money), ["0", "50,000", "100,000", "150,000"]);
        assert_eq!(names(&[0.031], Unit::Share), ["0%", "1%", "2%", "3%", "4%"]);
        assert_eq!(names(&[-30_000.0, 100_000.0], Unit::Money), ["-500", "0", "500", "1,000"]);
    }

    #[test]
    fn a_place_is_between_the_ends() {
        let scale = Scale::round([-50.0, 150.0].into_iter(), Unit::Number);
        assert!((scale.place(0.0) - 0.25).abs() < 1e-9 && (scale.place(150.0) - 1.0).abs() < 1e-9);
        assert!(Scale::exact([].into_iter()).place(0.0).abs() < 1e-9);
    }
}
