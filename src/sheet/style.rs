//! The styles of cells: whether numbers are dates.

/// The kind of number of a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Numbers.
    Number,
    /// Dates and times of day, as serials.
    Date,
}

impl Style {
    /// Returns the kind of a built-in format (ECMA-376, 18.8.30; 27 to 36 and 50 to 58 are the dates of East Asia).
    pub(super) fn built_in(format: u32) -> Self {
        match format {
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            _ => Self::Number,
        }
    }

    /// Returns the kind of a declared format by its first section. A letter of a date outside of literals, AM/PM or an elapsed time
    /// (`[h]`) make it a date.
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

/// Tells whether a text consists of one letter.
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
