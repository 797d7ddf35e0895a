//! Names of files that are made of values, fit for every system.

use std::collections::HashSet;

use shopkit::model::device::is_device;

/// The most bytes of a name, without what stands before and behind it. File systems allow 255 for all of it.
const LONGEST: usize = 120;

/// What Windows allows in no name.
const FORBIDDEN: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// Makes a name of each value, none of which is another's, also where upper and lower case are the same.
pub fn of_values<'v>(values: impl IntoIterator<Item = &'v str>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut unique = |value: &str| {
        let name = safe(value);
        let numbered = (2_u32..).map(|number| format!("{name} ({number})"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
        free.unwrap_or(name)
    };
    values.into_iter().map(&mut unique).collect()
}

/// Makes a name of a value: what no system allows becomes `_`, and a long one is cut.
fn safe(value: &str) -> String {
    let is_bad = |c: char| FORBIDDEN.contains(&c) || c.is_control() || is_invisible(c);
    let text: String = value.chars().map(|c| if is_bad(c) { '_' } else { c }).collect();
    // A name that begins with a dot is hidden, and Windows drops dots and spaces at the end.
    let text = text.trim().trim_start_matches('.');
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text[..end].trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    match text {
        "" => "_".to_owned(),
        name if is_device(name) => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// Tells whether a character is not seen, so that two names would look the same, or one would be read backwards.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_allowed_on_every_system() {
        for (value, name) in [
            ("供货商A", "供货商A"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("con", "_con"),
            ("COM1.前", "_COM1.前"),
            ("末尾. .", "末尾"),
            ("...", "_"),
            ("", "_"),
            ("a\u{202e}b\tc", "a_b_c"),
        ] {
            assert_eq!(safe(value), name, "{value:?}");
        }
        let long = safe(&"仓".repeat(200));
        assert_eq!((long.len(), long.chars().count()), (LONGEST, LONGEST / 3));
    }

    #[test]
    fn no_two_values_have_one_name() {
        let values = ["a", "A", "a ", "a (2)", "a/b", "a?b"];
        assert_eq!(of_values(values), ["a", "A (2)", "a (3)", "a (2) (2)", "a_b", "a_b (2)"]);
        let long: Vec<String> = (0..3).map(|end| format!("{}{end}", "x".repeat(LONGEST))).collect();
        let names = of_values(long.iter().map(String::as_str));
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), 3);
    }
}
