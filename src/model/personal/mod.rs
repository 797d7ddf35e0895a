//! Personal data by its form: phones, numbers of identity cards, e-mail addresses and addresses of places in the text of a cell.
//!
//! A header does not always tell what stands below it, so the cells of columns that no alias knows are looked at. Names have no
//! form by which they could be known.

mod address;
mod numbers;

use super::id::is_digits;

/// Digits of the shortest phone; the hidden ones of a masked number count too.
const SHORTEST: usize = 7;

/// Tells whether a text holds a phone, the number of an identity card, an e-mail address, or an address of two levels or more,
/// such as a street and a number.
pub fn is_personal(text: &str) -> bool {
    // An id of digits needs no closer look: these are the lengths of phones, with and without a code, and of identity numbers.
    if is_digits(text) && !matches!(text.len(), 11 | 13 | 15 | 18) {
        return false;
    }
    let (mut digits, mut signs, mut has_at) = (0, 0, false);
    for c in text.chars().map(narrow) {
        digits += usize::from(numbers::is_digit(c) || numbers::is_mask(c));
        signs += usize::from(address::is_sign(c));
        has_at |= c == '@';
    }
    // Most cells have none of it, and nothing is allocated for those.
    if digits < SHORTEST && signs < 2 && !has_at {
        return false;
    }
    let text: Vec<char> = text.chars().map(narrow).collect();
    (digits >= SHORTEST && (numbers::has_phone(&text) || numbers::has_identity(&text)))
        || (has_at && has_email(&text))
        || (signs >= 2 && address::is_in(&text))
}

/// Returns the narrow form of a wide letter, digit or mark.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Tells whether an e-mail address stands in a text.
fn has_email(text: &[char]) -> bool {
    let is_local = |c: &char| c.is_ascii_alphanumeric() || "._%+-".contains(*c);
    let is_domain = |c: &char| c.is_ascii_alphanumeric() || ".-".contains(*c);
    text.iter().enumerate().filter(|(_, c)| **c == '@').any(|(at, _)| {
        let domain: String = text[at + 1..].iter().take_while(|c| is_domain(c)).collect();
        let (name, top) = domain.trim_end_matches(['.', '-']).rsplit_once('.').unwrap_or_default();
        at > 0
            && is_local(&text[at - 1])
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && top.len() >= 2
            && top.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn people_are_known_by_their_numbers_and_places() {
        for text in [
            "13800001111",
            "电话13800001111，张三",
            "138 0000 1111",
            "138-0000-1111",
            "138.0000.1111",
            "+86 138-0000-1111",
            "+8613800001111",
            "8613800001111",
            "008613800001111",
            "86 13800001111",
            "１３８００００１１１１",
            "138****1111",
            "+86138****1111",
            "138XXXX1111",
            "13800001111.0",
            "1.3800001111E+10",
            "Tel13800001111",
            "wx:13800001111",
            "13800001111转123",
            "0571-88886666",
            "(0571)88886666",
            "0571 8888 6666",
            "021－66668888",
            "+86-571-88886666",
            "11010519491231002X",
            "11010519491231002x",
            "证件 440301199001011234",
            "110105 19491231 002X",
            "440301********1233",
            "zhang.san@example.com",
            "邮箱：zhang@例子 或 zhang@mail.example.cn。",
            "ZHANG＠example.com",
            "浙江省杭州市",
            "北京市朝阳区",
            "浙江省 杭州市 西湖区",
            "广西壮族自治区南宁市",
            "徐州市沛县",
            "浦东新区张江镇",
            "文三路12号",
            "幸福路一号院",
            "买家：请寄到上海市某路2号",
            "隐秘街道幸福花园3栋",
            "人民大道100弄5号",
            "3栋2单元1201",
            "18号1201室",
            "A座12楼",
        ] {
            assert!(is_personal(text), "{text}");
        }
    }

    #[test]
    fn what_goods_and_orders_have_is_not_taken_for_people() {
        for text in [
            "",
            "6926234509777272695",
            "\t6926234509777272695",
            "6926234509777272695;6926234509777272696",
            "1768222209",
            "1768222209123",
            "202601050903071234",
            "440301199001011233",
            "128.00",
            "12,345,678.90",
            "0.13812345678",
            "33.13812345678",
            "2026-01-05 09:03:07",
            "2026/1/5 9:03",
            "2026-01-05 09:03:07 2026-01-06 10:00:00",
            "20260105090307",
            "SF1381234567890",
            "SF13812345678",
            "YT7512345678901",
            "JDVA13812345678",
            "773123456789012",
            "138123456789",
            "035123456789",
            "6901234567892",
            "13812345678a9f",
            "550e8400-e29b-41d4-a716-446655440000",
            "192.168.100.200",
            "1500-2000",
            "155-160-165",
            "SN20260105001",
            "@小店 2@10.5",
            "a@b",
            "龙井茶叶 250g*2罐",
            "西湖区狮峰龙井",
            "杭州市非遗手作",
            "城市路由器千兆双频",
            "都市街头风卫衣",
            "超市区域定制货架",
            "节省区域空间收纳",
            "小区门禁路灯",
            "路虎7座汽车脚垫3号",
            "公路车20号链条",
            "1号链接 2号链接",
            "5号电池7号电池",
            "1号店3层蒸锅",
            "3层2座位",
            "3室2厅",
            "老家乡镇土特产",
            "S号 M号 L号",
            "数据将于第二天更新",
            "******",
            "--------",
        ] {
            assert!(!is_personal(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_phone_is_found_wherever_it_stands(
            before in "[ ，。：张三的电话是]{0,6}",
            second in 3u32..10,
            rest in 0u32..1_000_000_000,
            form in 0usize..6,
            behind in "[ ，。转谢绝推销]{0,6}",
        ) {
            let digits = format!("1{second}{rest:09}");
            let (a, b, c) = (&digits[..3], &digits[3..7], &digits[7..]);
            let phone = match form {
                0 => digits.clone(),
                1 => format!("{a} {b} {c}"),
                2 => format!("{a}-{b}-{c}"),
                3 => format!("+86{digits}"),
                4 => format!("+86 {a}-{b}-{c}"),
                _ => format!("{a}****{c}"),
            };
            prop_assert!(is_personal(&format!("{before}{phone}{behind}")), "{}", phone);
        }

        #[test]
        fn ids_amounts_times_and_waybills_are_no_phones(
            id in "[1-9][0-9]{18}",
            product in "[1-9][0-9]{15}",
            amount in "-?[1-9][0-9]{0,7}\\.[0-9]{2}",
            day in 1u32..29,
            second in 0u32..60,
            waybill in "(SF|YT|JT|JD|ZTO|DPK)[0-9]{11,15}",
            parcel in "[1-79][0-9]{11,12}",
        ) {
            for text in [&id, &product, &amount, &waybill, &parcel] {
                prop_assert!(!is_personal(text), "{}", text);
            }
            let time = format!("2026-01-{day:02} 09:03:{second:02}");
            prop_assert!(!is_personal(&time), "{}", time);
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,40}") {
            is_personal(&text);
        }
    }
}
