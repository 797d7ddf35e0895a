//! Headers and what they stand for, from `columns.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::Field;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    aliases: HashMap<String, HashMap<String, Vec<String>>>,
    marks: HashMap<String, Vec<String>>,
    contact: Contact,
    shop: Shop,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    words: Vec<String>,
    whole_words: Vec<String>,
    headers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shop {
    headers: Vec<String>,
}

/// Knows the headers of exports.
pub(super) struct Columns {
    /// The places of fields in their kind of export, by folded header.
    places: HashMap<ExportKind, HashMap<String, usize>>,
    marks: HashMap<String, ExportKind>,
    contact: Contact,
    shop_headers: Vec<String>,
}

static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    Columns::read(include_str!("columns.toml")).expect("columns.toml is part of the program and tested")
});

/// Returns the headers that the program knows.
pub(super) fn known() -> &'static Columns {
    &COLUMNS
}

/// Tells whether the header of a column that no alias knows speaks of contact data.
pub fn speaks_of_contact(header: &str) -> bool {
    known().is_contact(header)
}

impl Columns {
    fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let kind_of = |name: &String| ExportKind::by_name(name).ok_or_else(|| format!("no kind is named {name}"));
        let mut places: HashMap<ExportKind, HashMap<String, usize>> = HashMap::new();
        for kind in ExportKind::ALL {
            let own = fields(*kind).into_iter().enumerate();
            places.insert(*kind, own.map(|(place, (_, header))| (folded(header), place)).collect());
        }
        for (kind, aliases) in &file.aliases {
            let kind = kind_of(kind)?;
            let (fields, places) = (fields(kind), places.entry(kind).or_default());
            for (name, headers) in aliases {
                let named = fields.iter().position(|(own, _)| own == name);
                let place = named.ok_or_else(|| format!("no field is named {name}"))?;
                for header in headers {
                    if let Some(other) = places.insert(folded(header), place) {
                        return Err(format!("{header} stands for {} already", fields[other].0));
                    }
                }
            }
        }
        let mut marks = HashMap::new();
        for (name, headers) in &file.marks {
            let kind = kind_of(name)?;
            marks.extend(headers.iter().map(|header| (folded(header), kind)));
        }
        let folded = |texts: &[String]| texts.iter().map(|text| folded(text)).collect();
        let contact = Contact {
            words: folded(&file.contact.words),
            whole_words: folded(&file.contact.whole_words),
            headers: folded(&file.contact.headers),
        };
        Ok(Self { places, marks, contact, shop_headers: folded(&file.shop.headers) })
    }

    /// Finds the place of the field that a header stands for in a kind of export: that of [`Field::index`] for orders, that in
    /// [`entry::fields`] for the others.
    pub(super) fn place(&self, kind: ExportKind, header: &str) -> Option<usize> {
        self.places.get(&kind)?.get(&folded(header)).copied()
    }

    /// Finds the field of an order line that a header stands for.
    pub(super) fn field(&self, header: &str) -> Option<Field> {
        self.place(ExportKind::Orders, header).and_then(|place| Field::ALL.get(place)).copied()
    }

    /// Tells whether a header is the one that the export itself gives the field at a place, not an alias.
    pub(super) fn is_own_header(kind: ExportKind, header: &str, place: usize) -> bool {
        fields(kind).get(place).is_some_and(|(_, own)| folded(header) == folded(own))
    }

    /// Finds the sibling export that a header is a mark of.
    pub(super) fn mark(&self, header: &str) -> Option<ExportKind> {
        self.marks.get(&folded(header)).copied()
    }

    /// Tells whether the header of an unknown column speaks of contact data.
    pub(super) fn is_contact(&self, header: &str) -> bool {
        let whole: String = header.chars().map(folded_char).collect();
        let mut words = whole.split(|c: char| !c.is_ascii_alphabetic());
        let header = folded(header);
        let letters: String = header.chars().filter(|c| c.is_alphabetic()).collect();
        self.contact.words.iter().any(|word| header.contains(word.as_str()))
            || words.any(|word| self.contact.whole_words.iter().any(|whole| whole == word))
            || self.contact.headers.contains(&letters)
    }

    /// Tells whether the column names the shop.
    pub(super) fn is_shop(&self, header: &str) -> bool {
        self.shop_headers.contains(&folded(header))
    }
}

/// Lists the fields of a kind of export by place: English name and header.
pub(super) fn fields(kind: ExportKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        ExportKind::Orders => Field::ALL.iter().map(|field| (field.name(), field.header())).collect(),
        other => entry::fields(other).iter().map(|field| (field.name, field.header)).collect(),
    }
}

/// Folds what writers do differently: full-width brackets and letters, spaces, guards and letter case.
fn folded(header: &str) -> String {
    header.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\'' | '"')).map(folded_char).collect()
}

fn folded_char(c: char) -> char {
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
    fn writers_habits_are_folded() {
        for header in ["建议发货时间（起）", "建议发货时间(起)", " 建议发货时间 (起) ", "\u{feff}建议发货时间（起）\t"]
        {
            assert_eq!(known().field(header), Some(Field::SuggestedShipFrom), "{header}");
        }
        assert_eq!(known().field("商品id"), Some(Field::ProductId));
        assert_eq!(known().field("订单号"), Some(Field::MainOrderId));
        assert_eq!(known().field("商品"), None);
    }

    #[test]
    fn siblings_have_marks() {
        assert_eq!(known().mark("售后单号"), Some(ExportKind::AfterSales));
        assert_eq!(known().mark("动帐流水号"), Some(ExportKind::Funds));
        assert!(Field::ALL.iter().all(|field| known().mark(field.header()).is_none()));
        let place = |header| known().place(ExportKind::Funds, header);
        assert!(place("动帐流水号").is_some() && place("动帐流水号") == place("动账流水号"));
        assert_eq!(known().place(ExportKind::Commission, "子订单编号"), Some(0));
    }

    #[test]
    fn headers_that_speak_of_people_are_known_by_their_words() {
        for header in [
            "contact",
            "Contact No.",
            "Tel",
            "Buyer's tel",
            "TEL1",
            "ｔｅｌ",
            "name",
            "Name #2",
            "Full Name",
            "Wang wang",
            "座机",
            "取件人",
            "取货人",
            "自提人姓",
            "领取人",
            "抖音号",
            "支付宝账号",
            "充值账号",
            "开户名",
            "電話",
            "手機號碼",
            "聯繫方式",
        ] {
            assert!(speaks_of_contact(header), "{header}");
        }
        for header in [
            "商品名称",
            "商品名字",
            "店铺名称",
            "商户名称",
            "达人账号",
            "仓库名称",
            "Product name",
            "Shop name",
            "Warehouse name",
            "SKU_name",
            "商品name",
            "结算账户",
            "动账账户",
            "序列号",
            "Hotel",
            "Title",
            "快递单号",
            "快递信息",
        ] {
            assert!(!speaks_of_contact(header), "{header}");
        }
    }

    #[test]
    fn mistakes_in_the_file_are_found() {
        let file = |aliases: &str| {
            Columns::read(&format!(
                "[aliases.orders]\n{aliases}\n[marks]\n[contact]\nwords = []\nwhole_words = []\nheaders = []\n[shop]\nheaders = []\n"
            ))
            .err()
        };
        assert!(file("nothing = [\"x\"]").is_some_and(|e| e.contains("nothing")));
        assert!(file("product = [\"商品规格\"]").is_some_and(|e| e.contains("spec")));
        assert_eq!(file("product = [\"品名\"]"), None);
    }
}
