//! What a number means in the style of its cell.

/// Tells what the numbers of a style are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Numbers.
    Number,
    /// Dates and times of day, as serials.
    Date,
}

impl Style {
    /// Returns what a built-in format means (ECMA-376, 18.8.30; 27 to 36 and 50 to 58 are the dates of East Asia).
    pub(super) fn built_in(format: u32) -> Self {
        match format {
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            _ => Self::Number,
        }
    }

    /// Returns what a declared format means, by the first of its sections: outside of literals, a letter of a date, AM/PM or a
    /// lapse of time (`[h]`) makes it one.
    pub(super) fn of_code(code: &str) -> Self {
        let mut rest = code.chars();
        while let Some(c) = rest.next() {
            match c.to_ascii_lowercase() {
                ';' => break,
                '"' => drop(rest.find(|c| *c == '"')),
                '\\' | '_' | '*' => drop(rest.next()),
                '[' => {
                    let inner: String = rest.by_ref().take_while(|c| *c != ']').collect();
                    if ['h', 'm', 's'].iter().any(|unit| is_all(&inner, *unit)) {
                        return Self::Date;
                    }
                }
                'y' | 'm' | 'd' | 'h' | 's' => return Self::Date,
                'a' => {
                    let after = rest.as_str().to_ascii_lowercase();
                    if after.starts_with("m/p") || after.starts_with("/p") {
                        return Self::Date;
                    }
                }
                _ => {}
            }
        }
        Self::Number
    }
}

/// Tells whether a text is one letter over and over.
fn is_all(text: &str, letter: char) -> bool {
    !text.is_empty() && text.chars().all(|c| c.to_ascii_lowercase() == letter)
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
            ("mm:ss.0", Style::Date),
            ("0.00_ ", Style::Number),
            ("0.00_);(0.00)", Style::Number),
            ("\"¥\"#,##0.00;\"¥\"-#,##0.00", Style::Number),
            ("0.0\"m\"", Style::Number),
            ("General", Style::Number),
            ("@", Style::Number),
            ("[h]:mm:ss", Style::Date),
            ("[Red][<0]0.00", Style::Number),
            ("h AM/PM", Style::Date),
            ("[$-804]yyyy", Style::Date),
            ("[$￥-804]#,##0.00", Style::Number),
            ("0.00E+00", Style::Number),
            ("上午/下午h:mm", Style::Date),
            ("\"yyyy", Style::Number),
            ("\"*\"yyyy-mm-dd", Style::Date),
        ] {
            assert_eq!(Style::of_code(code), style, "{code}");
        }
    }
}
