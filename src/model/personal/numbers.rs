//! Phones and numbers of identity cards. All texts are narrow.

use std::ops::RangeInclusive;

/// Words that may directly precede a phone. After other letters, eleven digits are another number.
const PHONE_LABELS: [&str; 13] =
    ["TEL", "PHONE", "MOBILE", "MOB", "CALL", "HP", "WX", "VX", "WECHAT", "WEIXIN", "V", "T", "M"];

/// The digits after a `+`: country code and number.
const FOREIGN_DIGITS: RangeInclusive<usize> = 8..=15;

/// The first two digits of an identity number, which are the province.
const PROVINCES: [RangeInclusive<usize>; 8] = [11..=15, 21..=23, 31..=37, 41..=46, 50..=54, 61..=65, 71..=71, 81..=83];

/// Years of birth. The end is fixed, since there is no clock here; buyers of the coming years were born before it.
const BORN: RangeInclusive<usize> = 1900..=2030;

/// The most characters between two groups of digits, such as ` - `.
const BETWEEN: usize = 3;

/// The most groups of digits that belong together, country code included.
const GROUPS: usize = 5;

/// Tells whether a character is a digit.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Tells whether a character masks a digit.
pub(super) fn is_mask(c: char) -> bool {
    matches!(c, '*' | '•' | '×' | 'x' | 'X')
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '/' | '_' | '(' | ')' | '[' | ']' | '【' | '】')
        || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Holds a group of digits.
struct Group {
    digits: String,
    /// Where it ends.
    end: usize,
    /// Whether only a point separates it from the group before, as in a decimal number.
    is_fraction: bool,
}

/// Holds groups of digits that follow one another.
struct Run {
    groups: Vec<Group>,
    /// Whether a `+` precedes it that is no sign of addition.
    is_foreign: bool,
}

impl Run {
    /// Reads the groups that start at a digit.
    fn at(text: &[char], start: usize) -> Self {
        let mut groups = Vec::new();
        let (mut index, mut is_fraction) = (start, false);
        while groups.len() < GROUPS {
            let digits: String = text[index..].iter().take_while(|c| is_digit(**c)).collect();
            if digits.is_empty() {
                break;
            }
            index += digits.len();
            groups.push(Group { digits, end: index, is_fraction });
            let between = text[index..].iter().take_while(|c| is_separator(**c)).count();
            if !(1..=BETWEEN).contains(&between) {
                break;
            }
            is_fraction = text[index..index + between] == ['.'];
            index += between;
        }
        let is_foreign = match &text[..start] {
            [.., before, '+'] => !before.is_ascii_alphanumeric(),
            before => before == ['+'],
        };
        Self { groups, is_foreign }
    }

    /// Returns the groups after a country code, which may be the beginning of the first.
    fn after_code(&self, code: &str) -> Option<Vec<(&str, &Group)>> {
        let (first, others) = self.groups.split_first()?;
        let rest = first.digits.strip_prefix(code)?;
        let others = others.iter().map(|group| (group.digits.as_str(), group));
        Some(Some((rest, first)).filter(|(rest, _)| !rest.is_empty()).into_iter().chain(others).collect())
    }
}

/// Lists the indexes at which a number can begin: not after a digit, nor after letters that make it another number.
fn starts(text: &[char]) -> impl Iterator<Item = usize> {
    (0..text.len()).filter(move |start| {
        let before = &text[..*start];
        let is_fraction = matches!(before, [.., digit, '.'] if is_digit(*digit));
        is_digit(text[*start]) && !before.last().is_some_and(|c| is_digit(*c)) && !is_fraction && has_no_name(before)
    })
}

/// Tells whether a text ends without letters, or with letters that may precede a phone: a label, or one letter after a Chinese
/// character.
fn has_no_name(before: &[char]) -> bool {
    let letters = before.iter().rev().take_while(|c| c.is_ascii_alphabetic()).count();
    let (others, word) = before.split_at(before.len() - letters);
    let word: String = word.iter().map(char::to_ascii_uppercase).collect();
    let is_lone = letters == 1 && others.last().is_some_and(|c| super::is_han(*c));
    word.is_empty() || is_lone || PHONE_LABELS.contains(&word.as_str())
}

/// Tells whether a text contains a phone.
pub(super) fn has_phone(text: &[char]) -> bool {
    starts(text).any(|start| {
        let run = Run::at(text, start);
        is_mobile(&run, text) || is_landline(&run) || is_masked_mobile(&text[start..])
    }) || is_scientific_mobile(text)
}

fn is_mobile(run: &Run, text: &[char]) -> bool {
    ["", "86", "0086"].iter().filter_map(|code| Some((*code, run.after_code(code)?))).any(|(code, groups)| {
        let lengths = groups.iter().map(|(digits, _)| digits.len());
        let count = match lengths.take(3).collect::<Vec<_>>()[..] {
            [11, ..] => 1,
            // 138.12345678 is a decimal number, 138-20260105 a batch number.
            [3, 8, ..] | [7, 4, ..] if !groups[1].1.is_fraction && !is_day(groups[1].0) => 2,
            [3, 4, 4] if !code.is_empty() || !is_size(&groups) => 3,
            _ => return false,
        };
        let digits = groups[0].0.as_bytes();
        digits[0] == b'1' && digits[1] >= b'3' && ends_number(&text[groups[count - 1].1.end..])
    })
}

/// Tells whether a number ends before a text, which does not continue it as a code of letters and digits.
fn ends_number(text: &[char]) -> bool {
    !text.iter().take_while(|c| c.is_ascii_alphanumeric()).any(|c| is_digit(*c))
}

/// Tells whether digits are a day, such as `20260105`.
fn is_day(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    digits.len() == 8
        && part(0, 4).is_some_and(|year| (1900..2100).contains(&year))
        && part(4, 6).is_some_and(|month| (1..=12).contains(&month))
        && part(6, 8).is_some_and(|day| (1..=31).contains(&day))
}

/// Tells whether three groups are dimensions, such as `150-2000-1800`.
fn is_size(groups: &[(&str, &Group)]) -> bool {
    let mut parts = groups.iter().take(3).map(|(digits, _)| *digits);
    let is_round = parts.all(|part| part.ends_with('0') && !part.starts_with('0'));
    is_round && groups.iter().take(3).any(|(digits, _)| digits.ends_with("00"))
}

/// Tells whether groups are an area code and a number, a mobile number as in Taiwan, or a foreign number after a `+`.
///
/// Digits without separators are not recognised: they may be any number.
fn is_landline(run: &Run) -> bool {
    if run.is_foreign && is_foreign(&run.groups) {
        return true;
    }
    let groups: Vec<&str> = run.groups.iter().map(|group| group.digits.as_str()).collect();
    let Some((area, number)) = groups.split_first() else { return false };
    let is_area = match area.as_bytes() {
        [b'0', b'1', b'0'] | [b'0', b'2', _] => true,
        [b'0', b'9', _, _] if matches!(number, [one, two, ..] if (one.len(), two.len()) == (3, 3)) => return true,
        [b'0', second, _, _] => *second >= b'3',
        _ => false,
    };
    let is_number = match number {
        [one, ..] if matches!(one.len(), 7 | 8) => !is_day(one),
        [one, two, ..] => matches!((one.len(), two.len()), (3 | 4, 4)) && !(one.ends_with("00") && two.ends_with("00")),
        _ => false,
    };
    is_area && is_number && number[0].as_bytes()[0] >= b'2'
}

/// Tells whether groups after a `+` are a country code and a number, and no amount.
fn is_foreign(groups: &[Group]) -> bool {
    let is_amount = groups.get(1).is_some_and(|group| group.is_fraction) && groups.len() == 2;
    let mut digits = 0;
    !is_amount
        && !groups[0].digits.starts_with('0')
        && groups.iter().any(|group| {
            digits += group.digits.len();
            FOREIGN_DIGITS.contains(&digits)
        })
}

/// Tells whether a text begins with a masked mobile number, such as `138****1234`.
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

/// Counts the digits, masked digits and digits at the start of a text.
fn masked(text: &[char]) -> Option<[usize; 3]> {
    let digits = |text: &[char]| text.iter().take_while(|c| is_digit(**c)).count();
    let shown = digits(text);
    let mask = *text.get(shown).filter(|c| is_mask(**c))?;
    let hidden = text[shown..].iter().take_while(|c| **c == mask).count();
    Some([shown, hidden, digits(&text[shown + hidden..])])
}

/// Tells whether a text is a mobile number in scientific notation, such as `1.3812345678E+10`.
fn is_scientific_mobile(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let Some(fraction) = mantissa.strip_prefix("1.") else { return false };
    exponent.trim_start_matches('+') == "10"
        && (8..=10).contains(&fraction.len())
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && fraction.as_bytes()[0] >= b'3'
}

/// Tells whether a text contains the number of an identity card, masked or not.
pub(super) fn has_identity(text: &[char]) -> bool {
    starts(text).any(|start| {
        let run = Run::at(text, start);
        let lengths = run.groups.iter().map(|group| group.digits.len());
        let count = match lengths.take(3).collect::<Vec<_>>()[..] {
            [17 | 18, ..] => 1,
            [6, 8, 3 | 4] => 3,
            _ => return is_masked_identity(&text[start..]),
        };
        let mut number: String = run.groups[..count].iter().map(|group| group.digits.as_str()).collect();
        let mut following = text[run.groups[count - 1].end..].iter();
        if number.len() == 17 {
            number.extend(following.next().filter(|c| matches!(**c, 'X' | 'x')));
        }
        is_identity(number.as_bytes()) && !following.next().is_some_and(char::is_ascii_alphanumeric)
    })
}

/// Tells whether a number is that of an identity card, by its province, its day of birth and its check digit.
///
/// Of random numbers of 18 digits, one in 60,000 passes.
fn is_identity(number: &[u8]) -> bool {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let [digits @ .., check] = number else { return false };
    if digits.len() != WEIGHTS.len() {
        return false;
    }
    let value = |digit: &u8| usize::from(digit - b'0');
    let read = |digits: &[u8]| digits.iter().fold(0, |number, digit| number * 10 + value(digit));
    let province = read(&digits[..2]);
    let (year, month, day) = (read(&digits[6..10]), read(&digits[10..12]), read(&digits[12..14]));
    let sum: usize = digits.iter().zip(WEIGHTS).map(|(digit, weight)| value(digit) * weight).sum();
    PROVINCES.iter().any(|codes| codes.contains(&province))
        && BORN.contains(&year)
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
