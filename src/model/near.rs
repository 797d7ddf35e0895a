//! Suggests the known name nearest to a mistyped one ("did you mean").

/// Finds the known name with the fewest edits, if they are few enough for a typing error.
pub fn nearest<'n>(typed: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let allowed = typed.chars().count().div_ceil(3).min(4);
    known
        .into_iter()
        .map(|name| (edits(typed, name), name))
        .filter(|(edits, _)| *edits <= allowed)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name)
}

/// Returns the Levenshtein distance, computed one row of the table at a time.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_are_found_and_other_names_are_not() {
        let known = ["closure.closed_on", "closure.kind", "licence.present"];
        assert_eq!(nearest("closure.close_on", known), Some("closure.closed_on"));
        assert_eq!(nearest("license.present", known), Some("licence.present"));
        assert_eq!(nearest("weather", known), None);
        assert_eq!(nearest("", known), None);
    }
}
