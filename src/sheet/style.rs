//! What a number means in the style of its cell.

/// Tells what the numbers of a style are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Numbers.
    Number,
    /// Dates and times of day, as serials.
    Date,
    /// One or the other; left to the exact reader.
    Odd,
}

impl Style {
    /// Returns what a built-in format means (ECMA-376, 18.8.30; 27 to 36 and 50 to 58 are the dates of East Asia).
    pub(super) fn built_in(format: u32) -> Self {
        match format {
            0..=13 | 37..=44 | 48 | 49 => Self::Number,
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            _ => Self::Odd,
        }
    }

    /// Returns what a declared format means, by the first of its sections: letters of dates alone make a date, signs of numbers
    /// alone a number.
    pub(super) fn of_code(code: &str) -> Self {
        const DATE: &str = "ymdhsYMDHS/-:,. ";
        const NUMBER: &str = "0#?,.%+-/()$¥￥ @";
        let Some(shown) = bare(code) else { return Self::Odd };
        if shown == "General" {
            Self::Number
        } else if shown.contains(['y', 'm', 'd', 'h', 's', 'Y', 'M', 'D', 'H', 'S']) {
            if shown.chars().all(|c| DATE.contains(c)) { Self::Date } else { Self::Odd }
        } else if shown.chars().all(|c| NUMBER.contains(c)) {
            Self::Number
        } else {
            Self::Odd
        }
    }
}

/// Returns the first section of a format without its literals, fillers and spacing; nothing where it has conditions, colours,
/// locales or lapses of time in brackets, or ends within a literal.
fn bare(code: &str) -> Option<String> {
    let mut shown = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            // Some readers let these escape the closing quote as well.
            '"' => loop {
                match chars.next()? {
                    '"' => break,
                    '\\' | '_' | '*' => return None,
                    _ => {}
                }
            },
            '\\' | '_' | '*' => drop(chars.next()?),
            '[' | ']' => return None,
            c => shown.push(c),
        }
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_what_they_are() {
        for (code, style) in [
            ("yyyy/m/d h:mm", Style::Date),
            ("yyyy\\-mm\\-dd\\ hh:mm:ss", Style::Date),
            ("yyyy\"年\"m\"月\"d\"日\";@", Style::Date),
            ("mm:ss.0", Style::Odd),
            ("0.00_ ", Style::Number),
            ("0.00_);(0.00)", Style::Number),
            ("\"¥\"#,##0.00;\"¥\"-#,##0.00", Style::Number),
            ("0.0\"m\"", Style::Number),
            ("General", Style::Number),
            ("@", Style::Number),
            ("[h]:mm:ss", Style::Odd),
            ("[$-804]yyyy", Style::Odd),
            ("0.00E+00", Style::Odd),
            ("上午/下午h:mm", Style::Odd),
            ("\"yyyy", Style::Odd),
            ("\"*\"yyyy-mm-dd", Style::Odd),
        ] {
            assert_eq!(Style::of_code(code), style, "{code}");
        }
    }
}
