//! Names of files that are made of values, fit for every system.

use std::collections::{HashMap, HashSet};

use shopkit::model::device::{FORBIDDEN, is_device};

/// The most bytes of a name, without what stands before and behind it. File systems allow 255 for all of it.
const LONGEST: usize = 120;

/// Makes a name of each value, none of which is another's, also where upper and lower case are the same. The name of a value does not
/// depend on what other values there are, unless they differ in case alone: what is written again must not come under the name of
/// another.
pub fn of_values<'v>(values: impl IntoIterator<Item = &'v str>) -> Vec<String> {
    let named: Vec<(&str, String)> = values.into_iter().map(|value| (value, safe(value))).collect();
    let mut plain: HashMap<String, usize> = HashMap::new();
    for (_, name) in named.iter().filter(|(value, name)| name == value) {
        *plain.entry(name.to_lowercase()).or_default() += 1;
    }
    let mut taken: HashSet<String> = HashSet::new();
    let mut name = |(value, name): (&str, String)| {
        let is_alone = name == value && plain[&name.to_lowercase()] == 1;
        let name = if is_alone { name } else { format!("{name}-{:08x}", mark(value)) };
        let numbered = (2_u32..).map(|number| format!("{name} ({number})"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
        free.unwrap_or(name)
    };
    named.into_iter().map(&mut name).collect()
}

/// Returns a number that tells values of one name apart, the same in every run (FNV-1a).
fn mark(value: &str) -> u32 {
    value.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
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
        let values = ["a", "A", "a ", "b", "a/b", "a?b", "a_b"];
        let names = of_values(values);
        assert_eq!(names[3..4], ["b"]);
        let different: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(different.len(), values.len(), "{names:?}");
        let long: Vec<String> = (0..3).map(|end| format!("{}{end}", "x".repeat(LONGEST))).collect();
        let names = of_values(long.iter().map(String::as_str));
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), 3);
    }

    #[test]
    fn a_value_has_its_name_whatever_others_there_are() {
        assert_eq!(of_values(["a_b"]), ["a_b"]);
        assert_eq!(of_values(["a/b", "a_b"])[1], "a_b");
        assert_eq!(of_values(["a/b"])[0], of_values(["a_b", "a?b", "a/b"])[2]);
    }
}
