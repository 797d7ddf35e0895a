//! The texts of headers: how they are compared, and how they are shown.

use crate::model::id::{is_digits, without_guards};
use crate::model::personal::is_personal;

/// Returns a header without what programs write differently: guards, white space, invisible characters, units in brackets, widths of
/// characters and letter case.
pub(super) fn folded(header: &str) -> String {
    let bare: String = without_guards(header)
        .chars()
        .filter(|c| !is_invisible(*c) && !matches!(c, '\'' | '"'))
        .map(folded_char)
        .collect();
    without_unit(&bare).to_owned()
}

/// Tells whether a character is invisible: white space, direction marks, joiners, soft hyphens, byte order marks, controls.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The most characters of a header; longer ones may be personal data.
const LONGEST: usize = 40;

/// Returns a header as it is shown and stored: without guards, units and invisible characters.
///
/// An unknown header that could be a value, since it has digits, an `@` or many characters or is an address, is replaced by the number
/// of its column, such as `列 5`.
pub(super) fn shown(header: &str, index: usize, is_known: bool) -> String {
    let visible: String = without_guards(header).chars().filter(|c| *c == ' ' || !is_invisible(*c)).collect();
    let name = without_unit(visible.trim());
    // Without the number that distinguishes columns of the same name.
    let bare = name
        .rsplit_once(" #")
        .filter(|(_, number)| number.len() <= 3 && is_digits(number))
        .map_or(name, |(bare, _)| bare);
    let may_be_value = || {
        bare.chars().any(|c| c.is_numeric() || matches!(c, '@' | '＠'))
            || bare.chars().count() > LONGEST
            || is_personal(bare)
    };
    if is_known || is_numbered(name) || !may_be_value() { name.to_owned() } else { format!("{NUMBERED}{}", index + 1) }
}

/// Precedes the number of a column that replaces its header.
const NUMBERED: &str = "列 ";

/// Tells whether a header is the number of a column. Such columns are hidden, since their content is unknown.
pub(super) fn is_numbered(header: &str) -> bool {
    header.strip_prefix(NUMBERED).is_some_and(|number| number.len() <= 5 && is_digits(number))
}

/// Tells whether the cells below a header are ids, codes or tracking numbers, and not quantities.
pub(super) fn names_codes(header: &str) -> bool {
    let header = folded(header);
    ["号", "码", "编号", "编码", "ID", "SN", "CODE", "NO", "NO."].iter().any(|end| header.ends_with(end))
}

/// Removes a unit in brackets at the end of a folded header, such as `(元)`.
fn without_unit(header: &str) -> &str {
    const UNITS: [&str; 16] = [
        "元",
        "¥",
        "￥",
        "人民币",
        "CNY",
        "RMB",
        "YUAN",
        "分",
        "件",
        "个",
        "%",
        "单位:元",
        "单位元",
        "单位:件",
        "单位件",
        "北京时间",
    ];
    let unit = header.strip_suffix([')', ']', '）', '】']).and_then(|open| open.rsplit_once(['(', '[', '（', '【']));
    unit.filter(|(name, unit)| !name.is_empty() && UNITS.contains(unit)).map_or(header, |(name, _)| name.trim_end())
}

/// Returns a character as it is compared: narrow, in capitals, and with one kind of brackets.
pub(super) fn folded_char(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '【' => '[',
        '】' => ']',
        other => other,
    };
    narrow.to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_may_be_values_are_replaced() {
        for (header, name) in [
            ("服务商", "服务商"),
            (" 服务\u{200b}商 ", "服务商"),
            ("服务费（元）", "服务费"),
            ("13800001111", "列 3"),
            ("张三@例子", "列 3"),
            ("浙江省杭州市西湖区文三路", "列 3"),
            ("省市区县", "省市区县"),
            ("二〇二六年", "列 3"),
            ("备用①", "列 3"),
            ("列 12", "列 12"),
            ("列 1380000", "列 3"),
            ("备用 #2", "备用 #2"),
            ("备用 #13800001111", "列 3"),
            (&"长".repeat(40), &"长".repeat(40)),
            (&"长".repeat(41), "列 3"),
        ] {
            assert_eq!(shown(header, 2, false), name, "{header}");
        }
        assert_eq!(shown("物流IMEI码1", 2, true), "物流IMEI码1");
    }
}
