//! Texts from files, made fit to be shown.

/// The longest file name that a table shows whole. The names that the platform gives are nearly twice as long.
const LONGEST_NAME: usize = 32;

/// Leaves out the middle of a long file name.
pub fn shortened(name: &str) -> String {
    let letters: Vec<char> = visible(name).chars().collect();
    if letters.len() <= LONGEST_NAME {
        return letters.into_iter().collect();
    }
    let end = letters.len() - LONGEST_NAME / 2;
    letters[..LONGEST_NAME / 2 - 1].iter().chain(&['…']).chain(&letters[end..]).collect()
}

/// Measures the widest line of a text in digits; a Chinese letter is two digits wide.
pub fn width(text: &str) -> usize {
    let width = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    text.lines().map(width).max().unwrap_or(0)
}

/// Makes a text from a file harmless to a terminal: control characters become spaces or a mark.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(shortened("订单.xlsx"), "订单.xlsx");
        let name = shortened("1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv");
        assert_eq!((name.chars().count(), name.as_str()), (32, "1768222209_84d8…5d3fzaHCLELw.csv"));
    }
}
