//! Kleene's three-valued logic: unknown is a value of its own and never a default.

/// Holds what is known of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    /// It does not hold, whatever the unknown facts are.
    False,
    /// It depends on facts that are not known.
    Unknown,
    /// It holds, whatever the unknown facts are.
    True,
}

impl Truth {
    /// Lists every truth value.
    pub const ALL: [Self; 3] = [Self::False, Self::Unknown, Self::True];

    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Unknown => "unknown",
        }
    }

    /// Joins by "and": false wins, then unknown.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().min().unwrap_or(Self::True)
    }

    /// Joins by "or": true wins, then unknown.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().max().unwrap_or(Self::False)
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Returns the folder of the published cases, where it is there.
    fn folder() -> Option<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/dmn-tck");
        folder.exists().then_some(folder)
    }

    /// Returns what stands between two marks, for each place where both do.
    fn between<'t>(text: &'t str, open: &'t str, close: &'t str) -> impl Iterator<Item = &'t str> {
        text.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(inner, _)| inner))
    }

    fn attribute<'t>(element: &'t str, name: &str) -> &'t str {
        element.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"')).expect("the attribute").0
    }

    fn value(element: &str) -> Truth {
        match between(element, "<value", "</value>").next() {
            Some(text) if text.ends_with("true") => Truth::True,
            Some(text) if text.ends_with("false") => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Evaluates `not(x)`, `x and y`, `x or y` and joins of these; nothing where an operand is no truth value.
    fn evaluated(text: &str, inputs: &HashMap<String, Truth>) -> Option<Truth> {
        let text = text.trim();
        if let Some((left, right)) = text.split_once(" or ") {
            return Some(Truth::any([evaluated(left, inputs)?, evaluated(right, inputs)?]));
        }
        if let Some((left, right)) = text.split_once(" and ") {
            return Some(Truth::all([evaluated(left, inputs)?, evaluated(right, inputs)?]));
        }
        if let Some(inner) = text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
            return evaluated(inner, inputs).map(|truth| !truth);
        }
        match text {
            "true" => Some(Truth::True),
            "false" => Some(Truth::False),
            "null" => Some(Truth::Unknown),
            name => inputs.get(name).copied(),
        }
    }

    #[test]
    fn the_published_cases_of_ternary_logic_hold() {
        let Some(folder) = folder() else {
            eprintln!("skipped: ../shared/corpus/dmn-tck is not there");
            return;
        };
        let (mut held, mut skipped) = (0, 0);
        for name in [
            "0064-feel-conjunction",
            "0065-feel-disjunction",
            "0066-feel-negation",
            "0106-feel-ternary-logic",
            "0107-feel-ternary-logic-not",
        ] {
            let read = |file: String| std::fs::read_to_string(folder.join(file)).expect("the corpus can be read");
            let (model, cases) = (read(format!("{name}.dmn")), read(format!("{name}-test-01.xml")));
            let decisions: HashMap<&str, &str> = between(&model, "<decision ", "</decision>")
                .filter_map(|decision| {
                    Some((attribute(decision, "name"), between(decision, "<text>", "</text>").next()?))
                })
                .collect();
            for case in between(&cases, "<testCase ", "</testCase>") {
                let inputs = between(case, "<inputNode ", "</inputNode>")
                    .map(|input| (attribute(input, "name").to_owned(), value(input)))
                    .collect();
                for result in between(case, "<resultNode ", "</resultNode>") {
                    match evaluated(decisions[attribute(result, "name")], &inputs) {
                        Some(truth) => {
                            assert_eq!(truth, value(result), "{name}: {}", decisions[attribute(result, "name")]);
                            held += 1;
                        }
                        None => skipped += 1,
                    }
                }
            }
        }
        assert!(held >= 35, "{held} held, {skipped} skipped");
    }

    #[test]
    fn joins_of_nothing_and_of_all_three() {
        assert_eq!((Truth::all([]), Truth::any([])), (Truth::True, Truth::False));
        assert_eq!((Truth::all(Truth::ALL), Truth::any(Truth::ALL)), (Truth::False, Truth::True));
        assert_eq!(Truth::ALL.map(|truth| !truth), [Truth::True, Truth::Unknown, Truth::False]);
    }
}
