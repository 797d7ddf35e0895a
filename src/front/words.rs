//! Words and numbers of an answer, as people and programs read them.

use shopkit::model::hex::hex;
use shopkit::model::lang::Lang;
use shopkit::model::money::Fen;
use shopkit::model::table::Datum;
use shopkit::texts::Texts;

/// Writes a datum for programs.
pub fn plain(datum: &Datum) -> String {
    match datum {
        Datum::Null | Datum::Partial(..) => String::new(),
        Datum::Int(number) => number.to_string(),
        Datum::Real(number) | Datum::Share(number) => number.to_string(),
        Datum::Word(word) => word.code.to_owned(),
        Datum::Money(fen) => fen.to_string(),
        Datum::Text(text) => text.clone(),
        Datum::Blob(bytes) => hex(bytes),
    }
}

/// Tells whether a datum is shown as numbers are.
pub fn is_number(datum: &Datum) -> bool {
    matches!(datum, Datum::Int(_) | Datum::Real(_) | Datum::Money(_) | Datum::Partial(..) | Datum::Share(_))
}

/// Writes a datum for people: money with thousands separators, shares in per cent, words in their language.
pub fn readable(datum: &Datum, lang: Lang) -> String {
    match datum {
        Datum::Money(fen) => money(*fen),
        Datum::Partial(known, lines) => {
            let (known, lines) = (money(*known), grouped(&lines.to_string()));
            lang.pick(format!("{known}，另有 {lines} 行未知"), format!("{known} plus {lines} sub-orders unknown"))
        }
        Datum::Share(share) => format!("{:.1}%", share * 100.0),
        Datum::Word(word) => Texts::command(lang).word(*word),
        other => plain(other),
    }
}

/// Writes money with thousands separators.
fn money(fen: Fen) -> String {
    let text = fen.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
    format!("{}.{decimals}", grouped(whole))
}

/// Puts a comma between each three digits.
pub fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The longest file name that a table shows whole. The names that the platform gives are nearly twice as long.
const NAME: usize = 32;

/// Leaves out the middle of a long file name.
pub fn shortened(name: &str) -> String {
    let letters: Vec<char> = visible(name).chars().collect();
    if letters.len() <= NAME {
        return letters.into_iter().collect();
    }
    let end = letters.len() - NAME / 2;
    letters[..NAME / 2 - 1].iter().chain(&['…']).chain(&letters[end..]).collect()
}

/// Counts the digits that the widest line of a text takes the place of.
pub fn digits(text: &str) -> usize {
    let width = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    text.lines().map(width).max().unwrap_or(0)
}

/// Takes the power over the terminal out of a text from a file: control characters become spaces or a mark.
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
