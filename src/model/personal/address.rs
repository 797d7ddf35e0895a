//! Postal addresses: levels that follow one another, from the province down to the room. All texts are narrow.

use super::is_han;

/// A level with a name: its suffix, its rank, and the characters before and after the suffix that make it another word, such as 超市 or
/// 路由器.
const NAMED: [(char, u8, &str, &str); 10] = [
    ('省', 1, "节", "电钱力心时事油空略"),
    ('市', 2, "城超门股楼夜菜上都集入罢早花", "场价值面民集"),
    ('州', 2, "", ""),
    ('区', 3, "地小社专景园校学分片战特时误禁山灾市", "别分块域间"),
    ('县', 3, "", ""),
    ('镇', 4, "冰城乡古小", "静定痛纸流痒"),
    ('乡', 4, "家老故城下", "村镇土下亲愁音"),
    ('路', 5, "道公铁马线思电网套走旅水油气回管迷", "由灯虎上线径过人途况易亚标障"),
    ('街', 5, "逛步行扫食吃业", "头舞拍景机"),
    ('巷', 5, "小街深", "战"),
];

/// A level with a number: its suffix, its rank, and the characters after the suffix that make it another word.
const NUMBERED: [(char, u8, &str); 9] = [
    ('弄', 6, ""),
    ('号', 7, "码线电色字链机"),
    ('栋', 8, ""),
    ('幢', 8, ""),
    ('座', 8, "位椅垫套机驾"),
    ('元', 9, ""),
    ('层', 10, ""),
    ('楼', 10, ""),
    ('室', 10, ""),
];

/// What follows the name of a warehouse, a shop or a product, which is no address of a buyer.
const OF_GOODS: [&str; 7] = ["仓", "店", "链接", "色", "款", "分拨", "中心"];

/// The ranks of 镇 and 街道, and of 路. The name of an estate may follow them before a number.
const TOWN: u8 = 4;
const STREET: u8 = 5;

/// The most characters of a name between two levels, and of a number.
const LONGEST_NAME: usize = 10;
const LONGEST_NUMBER: usize = 6;

const NUMERALS: &str = "零〇一二三四五六七八九十百";

/// Holds a level of an address.
#[derive(Clone, Copy)]
struct Level {
    rank: u8,
    suffix: char,
    /// Where its suffix begins, or its number where it has one.
    start: usize,
    /// Where its suffix ends.
    end: usize,
    has_number: bool,
}

/// Holds levels that follow one another, each below the one before.
#[derive(Default)]
struct Chain {
    last: Option<Level>,
    levels: usize,
    /// Whether one of them is a street or a subdistrict (街道).
    has_street: bool,
    has_name: bool,
}

/// Tells whether a character may be the suffix of a level.
pub(super) fn is_suffix(c: char) -> bool {
    !c.is_ascii()
        && (c == '道' || NAMED.iter().any(|named| named.0 == c) || NUMBERED.iter().any(|numbered| numbered.0 == c))
}

/// Tells whether a text contains an address: a town or a street with another level, or a building with a part of it.
///
/// A province with city and county is not enough, since it may be where goods come from.
pub(super) fn has_address(text: &[char]) -> bool {
    let mut chain = Chain::default();
    for index in 0..text.len() {
        let Some(level) = named(text, index).or_else(|| numbered(text, index)) else { continue };
        if is_of_goods(&text[level.end..]) {
            continue;
        }
        let follows = chain.last.is_some_and(|last| level.follows(last, text));
        if !follows {
            let name = text[..level.start].iter().rev().take_while(|c| is_han(**c)).take(2).count();
            if !level.has_number && name < 2 {
                continue;
            }
            chain = Chain::default();
        }
        if chain.is_address_with(level) || has_room_after(text, index) {
            return true;
        }
        chain.push(level);
    }
    false
}

/// Tells whether the number of a room follows the suffix of a building, as in 3号楼502.
fn has_room_after(text: &[char], suffix: usize) -> bool {
    let after = match (text[suffix], text.get(suffix + 1)) {
        ('栋' | '幢' | '座' | '元', _) => &text[suffix + 1..],
        ('号', Some('楼')) => &text[suffix + 2..],
        _ => return false,
    };
    let after: &[char] = after.strip_prefix(&['-']).unwrap_or(after);
    let digits = after.iter().take_while(|c| c.is_ascii_digit()).count();
    let ends = after.get(digits).is_none_or(|c| !is_han(*c) && !c.is_ascii_alphanumeric());
    matches!(digits, super::ROOM_DIGITS | 4) && ends
}

/// Tells whether a text begins with a word that makes the level before it no address.
fn is_of_goods(text: &[char]) -> bool {
    OF_GOODS.iter().any(|word| word.chars().eq(text.iter().copied().take(word.chars().count())))
}

impl Chain {
    /// Tells whether the levels with the next one make an address.
    fn is_address_with(&self, next: Level) -> bool {
        let Some(last) = self.last else { return false };
        let levels = self.levels + 1;
        if !next.has_number {
            return next.rank >= TOWN;
        }
        if !last.has_number {
            return self.has_street || levels >= 3;
        }
        let is_room = next.suffix == '室' && next.end - next.start > super::ROOM_DIGITS && last.rank >= 7;
        matches!(last.suffix, '弄' | '栋' | '幢' | '元') || is_room || (self.has_name && levels >= 3)
    }

    fn push(&mut self, level: Level) {
        self.last = Some(level);
        self.levels += 1;
        self.has_name |= !level.has_number;
        self.has_street |= level.rank == STREET || level.suffix == '道';
    }
}

impl Level {
    /// Tells whether the level is below another and directly follows it.
    fn follows(self, last: Self, text: &[char]) -> bool {
        if self.rank <= last.rank || self.start < last.end {
            return false;
        }
        let between = &text[last.end..self.start];
        let filled = between.iter().take_while(|c| " -/第楼院".contains(**c)).take(LONGEST_NAME).count();
        let name = &between[filled..];
        let is_name = name.len() <= LONGEST_NAME && name.iter().all(|c| is_han(*c));
        if self.has_number {
            name.is_empty() || (is_name && matches!(last.rank, TOWN | STREET))
        } else {
            // 沛县 and 某路 are names, 市区 is not.
            let fewest = if matches!(text[self.start], '县' | '路' | '街') { 1 } else { 2 };
            is_name && name.len() >= fewest
        }
    }
}

/// Finds the level with a name whose suffix is at an index.
fn named(text: &[char], index: usize) -> Option<Level> {
    let before = &text[..index];
    let level = |rank, start, end: usize| Level { rank, suffix: text[end - 1], start, end, has_number: false };
    match (before, text[index], text.get(index + 1)) {
        ([.., '自', '治'], '区', _) => return Some(level(1, index - 2, index + 1)),
        ([.., '大'], '道', _) => return Some(level(STREET, index - 1, index + 1)),
        (_, '街', Some('道')) => return Some(level(TOWN, index, index + 2)),
        // The names of cities such as 杭州 end like this too.
        ([.., c], '州', _) if *c != '治' => return None,
        _ => {}
    }
    let (_, rank, not_after, not_before) = NAMED.iter().find(|named| named.0 == text[index])?;
    let is_other = before.last().is_none_or(|c| not_after.contains(*c))
        || text.get(index + 1).is_some_and(|c| not_before.contains(*c));
    (!is_other).then(|| level(*rank, index, index + 1))
}

/// Finds the level with a number whose suffix is at an index.
fn numbered(text: &[char], index: usize) -> Option<Level> {
    let (suffix, rank, not_before) = NUMBERED.iter().find(|numbered| numbered.0 == text[index])?;
    if text.get(index + 1).is_some_and(|c| not_before.contains(*c)) {
        return None;
    }
    let number_end = if *suffix == '元' { index.checked_sub(1).filter(|unit| text[*unit] == '单')? } else { index };
    let may_be_letter = matches!(*suffix, '栋' | '幢' | '座' | '元');
    let is_number =
        |c: char| c.is_ascii_digit() || c == '-' || NUMERALS.contains(c) || (may_be_letter && c.is_ascii_alphabetic());
    let digits = text[..number_end].iter().rev().take_while(|c| is_number(**c)).take(LONGEST_NUMBER).count();
    (digits > 0).then(|| Level {
        rank: *rank,
        suffix: *suffix,
        start: number_end - digits,
        end: index + 1,
        has_number: true,
    })
}
