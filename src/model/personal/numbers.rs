//! Phones and numbers of identity cards. All texts are narrow.

/// Words that stand right before a phone; behind other letters eleven digits are the number of something else.
const BEFORE: [&str; 8] = ["TEL", "PHONE", "MOBILE", "MOB", "WX", "VX", "WECHAT", "WEIXIN"];

/// Characters between two groups of digits, as in `) ` or ` - `.
const BETWEEN: usize = 3;

/// Groups of digits that belong together, with the code of the country.
const GROUPS: usize = 5;

/// Tells whether a character is a digit.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Tells whether a character stands for digits that are hidden.
pub(super) fn is_mask(c: char) -> bool {
    matches!(c, '*' | '•' | '×' | 'x' | 'X')
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Holds the groups of digits that follow one another, each with the place behind it.
struct Run {
    groups: Vec<(String, usize)>,
    /// Whether a `+` stands before it.
    is_foreign: bool,
}

impl Run {
    /// Reads the groups from a digit on.
    fn at(text: &[char], start: usize) -> Self {
        let mut groups = Vec::new();
        let mut place = start;
        while groups.len() < GROUPS {
            let group: String = text[place..].iter().take_while(|c| is_digit(**c)).collect();
            if group.is_empty() {
                break;
            }
            place += group.len();
            groups.push((group, place));
            let between = text[place..].iter().take_while(|c| is_separator(**c)).count();
            if !(1..=BETWEEN).contains(&between) {
                break;
            }
            place += between;
        }
        Self { groups, is_foreign: start > 0 && text[start - 1] == '+' }
    }

    /// Returns the groups behind a code of the country, with which the first may begin.
    fn behind(&self, code: &str) -> Option<Vec<(&str, usize)>> {
        let (first, others) = self.groups.split_first()?;
        let first = (first.0.strip_prefix(code)?, first.1);
        let others = others.iter().map(|(group, end)| (group.as_str(), *end));
        Some(Some(first).filter(|(group, _)| !group.is_empty()).into_iter().chain(others).collect())
    }
}

/// Lists the places at which a number can begin: no digit stands before it, nor letters that make it the number of something.
fn starts(text: &[char]) -> impl Iterator<Item = usize> {
    (0..text.len()).filter(move |start| {
        let before = &text[..*start];
        let is_fraction = matches!(before, [.., digit, '.'] if is_digit(*digit));
        is_digit(text[*start]) && !before.last().is_some_and(|c| is_digit(*c)) && !is_fraction && has_no_name(before)
    })
}

/// Tells whether no letters stand right before a number, or such that announce a phone.
fn has_no_name(before: &[char]) -> bool {
    let letters = before.iter().rev().take_while(|c| c.is_ascii_alphabetic()).count();
    let word: String = before[before.len() - letters..].iter().map(char::to_ascii_uppercase).collect();
    word.is_empty() || BEFORE.contains(&word.as_str())
}

/// Tells whether a mobile or landline number of the mainland stands in a text.
pub(super) fn has_phone(text: &[char]) -> bool {
    starts(text).any(|start| {
        let run = Run::at(text, start);
        is_mobile(&run, text) || is_landline(&run) || is_masked_mobile(&text[start..])
    }) || is_in_powers_of_ten(text)
}

fn is_mobile(run: &Run, text: &[char]) -> bool {
    ["", "86", "0086"].iter().filter_map(|code| run.behind(code)).any(|groups| {
        let lengths = groups.iter().map(|(group, _)| group.len());
        let end = match lengths.take(3).collect::<Vec<_>>()[..] {
            [11, ..] => groups[0].1,
            [3, 4, 4] => groups[2].1,
            _ => return false,
        };
        let digits = groups[0].0.as_bytes();
        digits[0] == b'1' && digits[1] >= b'3' && !text.get(end).is_some_and(char::is_ascii_alphabetic)
    })
}

/// Tells whether groups are an area code and a number, or whatever follows `+86`. Without anything between them they could be a
/// number of anything.
fn is_landline(run: &Run) -> bool {
    if run.is_foreign
        && let Some(groups) = run.behind("86")
    {
        let digits: usize = groups.iter().take(3).map(|(group, _)| group.len()).sum();
        return (10..=12).contains(&digits);
    }
    let groups: Vec<&str> = run.groups.iter().map(|(group, _)| group.as_str()).collect();
    let Some((area, number)) = groups.split_first() else { return false };
    let is_area = match area.as_bytes() {
        [b'0', b'1', b'0'] | [b'0', b'2', _] => true,
        [b'0', second, _, _] => *second >= b'3',
        _ => false,
    };
    let is_number = match number {
        [one, ..] if matches!(one.len(), 7 | 8) => true,
        [one, two, ..] => matches!((one.len(), two.len()), (3 | 4, 4)),
        _ => false,
    };
    is_area && is_number && number[0].as_bytes()[0] >= b'2'
}

/// Tells whether a text begins with a mobile number some digits of which are hidden: `138****1234`.
fn is_masked_mobile(text: &[char]) -> bool {
    let is_code = |digits: &[char]| matches!(digits, ['8', '6'] | ['0', '0', '8', '6']);
    [0, 2, 4].iter().filter(|skipped| **skipped == 0 || text.get(..**skipped).is_some_and(is_code)).any(|skipped| {
        masked(&text[*skipped..]).is_some_and(|[shown, hidden, last]| {
            text[*skipped] == '1'
                && text[skipped + 1] >= '3'
                && shown == 3
                && (3..=6).contains(&hidden)
                && (2..=4).contains(&last)
        })
    })
}

/// Measures digits, hidden ones, and digits behind them, at the start of a text.
fn masked(text: &[char]) -> Option<[usize; 3]> {
    let digits = |text: &[char]| text.iter().take_while(|c| is_digit(**c)).count();
    let shown = digits(text);
    let mask = *text.get(shown).filter(|c| is_mask(**c))?;
    let hidden = text[shown..].iter().take_while(|c| **c == mask).count();
    Some([shown, hidden, digits(&text[shown + hidden..])])
}

/// Tells whether a text is a mobile number that became a number in powers of ten: `1.3812345678E+10`.
fn is_in_powers_of_ten(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let Some(fraction) = mantissa.strip_prefix("1.") else { return false };
    exponent.trim_start_matches('+') == "10"
        && (8..=10).contains(&fraction.len())
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && fraction.as_bytes()[0] >= b'3'
}

/// Tells whether the number of an identity card stands in a text: whole, or with hidden digits.
pub(super) fn has_identity(text: &[char]) -> bool {
    starts(text).any(|start| {
        let run = Run::at(text, start);
        let lengths = run.groups.iter().map(|(group, _)| group.len());
        let count = match lengths.take(3).collect::<Vec<_>>()[..] {
            [17 | 18, ..] => 1,
            [6, 8, 3 | 4] => 3,
            _ => return is_masked_identity(&text[start..]),
        };
        let mut number: String = run.groups[..count].iter().map(|(group, _)| group.as_str()).collect();
        let mut behind = text[run.groups[count - 1].1..].iter();
        if number.len() == 17 {
            number.extend(behind.next().filter(|c| matches!(**c, 'X' | 'x')));
        }
        is_identity(number.as_bytes()) && !behind.next().is_some_and(char::is_ascii_alphanumeric)
    })
}

/// Tells whether a number is that of an identity card: by the day of birth in it, and by its last digit, which checks the others.
fn is_identity(number: &[u8]) -> bool {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let [digits @ .., check] = number else { return false };
    if digits.len() != WEIGHTS.len() || digits[0] == b'0' {
        return false;
    }
    let value = |digit: &u8| usize::from(digit - b'0');
    let read = |digits: &[u8]| digits.iter().fold(0, |number, digit| number * 10 + value(digit));
    let (year, month, day) = (read(&digits[6..10]), read(&digits[10..12]), read(&digits[12..14]));
    let sum: usize = digits.iter().zip(WEIGHTS).map(|(digit, weight)| value(digit) * weight).sum();
    (1850..2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && CHECKS[sum % CHECKS.len()] == check.to_ascii_uppercase()
}

fn is_masked_identity(text: &[char]) -> bool {
    masked(text).is_some_and(|[shown, hidden, last]| {
        let has_letter = matches!(text.get(shown + hidden + last), Some('X' | 'x'));
        text[0] != '0' && hidden >= 6 && shown + hidden + last + usize::from(has_letter) == 18
    })
}
