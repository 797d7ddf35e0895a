//! Recognises personal data in the text of a cell: phones, numbers of identity cards, e-mail addresses and postal addresses.
//!
//! A header does not always tell what a column holds, so the cells of unknown columns are scanned. Names cannot be recognised by their
//! form.

mod address;
mod numbers;

use super::id::is_digits;

/// The fewest digits of a phone, masked ones included.
const PHONE_AT_LEAST: usize = 7;

/// The fewest digits of the number of a room.
const ROOM_DIGITS: usize = 3;

/// Extensions of pictures: `icon@2x.png` is no e-mail address.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "webp", "gif", "svg", "bmp"];

/// The digits of a mobile phone.
const MOBILE: usize = 11;

/// Cells of digits that look personal count where there is at least one in this many; fewer are chance.
const CELLS_PER_FIND: u64 = 20;

/// Rates the evidence of personal data in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    None,
    /// Digits only: an identity number or a phone with its country code, or an id that looks like one by chance.
    Digits,
    /// Personal data for certain.
    Certain,
}

/// Tells whether a text contains a phone, the number of an identity card, an e-mail address, or an address with a town, a street or a
/// building.
pub fn is_personal(text: &str) -> bool {
    evidence(text) != Evidence::None
}

/// Scans the cells of a column for personal data.
///
/// One cell is enough, except where it has only digits and is no plain phone: among ids of 13 or 18 digits some look like a phone with
/// country code or an identity number by chance. Such cells count where they are at least 5 % of the column.
#[derive(Debug, Clone, Copy, Default)]
pub struct PersonalScan {
    cells: u64,
    digits: u64,
    is_certain: bool,
}

impl PersonalScan {
    /// Scans a cell that is not empty. Returns whether the column has personal data, whatever follows.
    pub fn add(&mut self, text: &str) -> bool {
        if !self.is_certain {
            self.cells += 1;
            match evidence(text) {
                Evidence::None => {}
                Evidence::Digits => self.digits += 1,
                Evidence::Certain => self.is_certain = true,
            }
        }
        self.is_certain
    }

    /// Tells whether the column has personal data. To be called after its last cell.
    pub fn is_personal(&self) -> bool {
        self.is_certain || (self.digits > 0 && self.digits.saturating_mul(CELLS_PER_FIND) >= self.cells)
    }
}

fn evidence(text: &str) -> Evidence {
    let is_all_digits = is_digits(text);
    // Other lengths than those of phones, with or without country code, and of identity numbers need no closer look.
    if is_all_digits && !matches!(text.len(), 11 | 13 | 15 | 18) {
        return Evidence::None;
    }
    let (mut digits, mut suffixes, mut has_at) = (0, 0, false);
    for c in text.chars().map(narrow) {
        digits += usize::from(numbers::is_digit(c) || numbers::is_mask(c));
        suffixes += usize::from(address::is_suffix(c));
        has_at |= c == '@';
    }
    // Most cells end here, before anything is allocated.
    if digits < PHONE_AT_LEAST && (suffixes == 0 || (suffixes == 1 && digits < ROOM_DIGITS)) && !has_at {
        return Evidence::None;
    }
    let text: Vec<char> = text.chars().map(narrow).collect();
    let is_certain = (digits >= PHONE_AT_LEAST && numbers::has_phone(&text))
        || (has_at && has_email(&text))
        || (suffixes > 0 && address::has_address(&text));
    // Eleven digits in the form of a phone are one. More digits may have the form of a phone or an identity number by chance.
    if !is_certain && (digits < PHONE_AT_LEAST || !numbers::has_identity(&text)) {
        Evidence::None
    } else if is_all_digits && text.len() != MOBILE {
        Evidence::Digits
    } else {
        Evidence::Certain
    }
}

/// Returns the narrow form of a full-width character.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Tells whether a text contains an e-mail address.
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
            && !PICTURES.iter().any(|picture| top.eq_ignore_ascii_case(picture))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn personal_data_is_recognised() {
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
            "138-12345678",
            "138 12345678",
            "(138)12345678",
            "（138）1234 5678",
            "1381234 5678",
            "1381234-5678",
            "138/1234/5678",
            "138_1234_5678",
            "【138】1234_5678",
            "v13812345678",
            "加v13812345678",
            "加v 13812345678",
            "号b13812345678",
            "T13812345678",
            "m13812345678",
            "HP13812345678",
            "call 13812345678",
            "13812345678abc",
            "+852 6123 4567",
            "+85261234567",
            "(+65) 6123 4567",
            "+1 415-555-0132",
            "0912-345-678",
            "北京市东城区景山前街4号",
            "阳光花园2号楼1单元301",
            "阳光花园5栋1201",
            "万达广场A座1201",
            "3号楼502",
            "浦东新区张江镇",
            "杭州市余杭区1号",
            "平安巷8号",
            "文三路12号",
            "幸福路一号院",
            "买家：请寄到上海市某路2号",
            "隐秘街道幸福花园3栋",
            "人民大道100弄5号",
            "3栋2单元1201",
            "18号1201室",
        ] {
            assert!(is_personal(text), "{text}");
        }
    }

    #[test]
    fn data_of_goods_and_orders_is_not_personal() {
        for text in [
            "",
            "6926234509777272695",
            "\t6926234509777272695",
            "6926234509777272695;6926234509777272696",
            "1768222209",
            "1768222209123",
            "202601050903071234",
            "440301199001011233",
            "170301199001011239",
            "440301189001011235",
            "440301204001011238",
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
            "浙江省杭州市",
            "浙江省 杭州市 西湖区",
            "广西壮族自治区南宁市青秀区",
            "福建省泉州市安溪县",
            "icon@2x.png",
            "https://cdn.example.com/a@300x300.jpg",
            "5栋模型1200片",
            "北京市朝阳区",
            "广西壮族自治区南宁市",
            "徐州市沛县",
            "广东省 深圳市",
            "浙江省/杭州市",
            "A座12楼",
            "3座 2层",
            "2号 5层 收纳盒",
            "一号 二楼",
            "省力款 1号 4层",
            "清仓区 5号",
            "福利区 12号 红色",
            "食品区 2号",
            "华东区 5号仓",
            "杭州市余杭区1号仓",
            "广州市白云区仓",
            "广东省广州市分拨中心",
            "南京路1号店",
            "美食街 2号",
            "北京市东城区特产",
            "150-2000-1800",
            "0315-20240115",
            "138-20240115",
            "138.12345678",
            "1381234.5678",
            "+12345678.90",
            "A+12345678",
            "+0800",
            "SKU13812345678",
            "数据将于第二天更新",
            "******",
            "--------",
        ] {
            assert!(!is_personal(text), "{text}");
        }
    }

    #[test]
    fn digits_count_by_their_share_of_the_column() {
        let is_found = |cells: &mut dyn Iterator<Item = String>| {
            let mut scan = PersonalScan::default();
            for cell in cells {
                scan.add(&cell);
            }
            scan.is_personal()
        };
        let identity = || "440301199001011234".to_owned();
        let ids = |number: u64| (0..number).map(|id| (690_000_000_000_000_000 + id).to_string());
        assert!(!is_found(&mut ids(10_000)));
        assert!(!is_found(&mut ids(20).chain([identity()])), "one of 21 is chance");
        assert!(is_found(&mut ids(19).chain([identity()])), "one of 20 is not");
        assert!(is_found(&mut [identity()].into_iter()));
        assert!(is_found(&mut ids(10_000).chain(["证件 440301199001011234".to_owned()])), "a label makes it certain");
        assert!(is_found(&mut ids(10_000).chain(["13812345678".to_owned()])), "a phone is certain");
        assert!(!is_found(&mut std::iter::empty()));
    }

    proptest! {
        #[test]
        fn a_phone_is_found_anywhere(
            before in "[ ，。：张三的电话是]{0,6}",
            second in 3u32..10,
            rest in 0u32..100_000_000,
            // Three round numbers are dimensions.
            last in 1u32..10,
            form in 0usize..10,
            behind in "[ ，。转谢绝推销]{0,6}",
        ) {
            let digits = format!("1{second}{rest:08}{last}");
            let (a, b, c) = (&digits[..3], &digits[3..7], &digits[7..]);
            let phone = match form {
                0 => digits.clone(),
                1 => format!("{a} {b} {c}"),
                2 => format!("{a}-{b}-{c}"),
                3 => format!("+86{digits}"),
                4 => format!("+86 {a}-{b}-{c}"),
                5 => format!("{a}/{b}/{c}"),
                6 => format!("{a}_{b}_{c}"),
                7 => format!("{a}{b} {c}"),
                8 => format!("vx{digits}"),
                _ => format!("{a}****{c}"),
            };
            prop_assert!(is_personal(&format!("{before}{phone}{behind}")), "{}", phone);
        }

        #[test]
        fn ids_amounts_times_and_waybills_are_not_phones(
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
        fn no_text_causes_a_panic(text in "\\PC{0,40}") {
            is_personal(&text);
        }
    }
}
