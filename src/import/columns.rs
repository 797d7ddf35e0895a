//! Headers and what they stand for, from `columns.toml`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::spelling::{folded, folded_char};
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::Field;
use crate::model::message::Message;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    aliases: HashMap<String, HashMap<String, Vec<String>>>,
    orders: Orders,
    foreign: Vec<ForeignInFile>,
    marks: HashMap<String, Vec<String>>,
    contact: Contact,
    shop: Shop,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    words: Vec<String>,
    whole_words: Vec<String>,
    texts: Vec<String>,
    measures: Vec<String>,
    headers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shop {
    headers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Orders {
    own: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForeignInFile {
    code: String,
    marks: Vec<Mark>,
    #[serde(default)]
    like: Vec<Mark>,
}

/// Names the columns by which a table is known: one, or several that it has together.
#[derive(Deserialize)]
#[serde(untagged)]
enum Mark {
    One(String),
    Together(Vec<String>),
}

impl Mark {
    fn folded(self) -> Vec<String> {
        match self {
            Self::One(header) => vec![folded(&header)],
            Self::Together(headers) => headers.iter().map(|header| folded(header)).collect(),
        }
    }
}

/// Knows a table of another platform or of other software.
#[derive(Debug)]
pub struct ForeignTable {
    /// The stable name.
    pub code: String,
    marks: Vec<Vec<String>>,
    like: Vec<Vec<String>>,
}

impl ForeignTable {
    /// Lists the tables that are recognised.
    pub fn all() -> &'static [Self] {
        &known().foreign
    }

    /// Returns what people read: the text `table-{code}` of the catalogue.
    pub fn title(&self) -> Message {
        Message::new(format!("table-{}", self.code), Vec::new())
    }
}

/// Knows the headers of exports.
pub(super) struct Columns {
    /// What headers stand for, by folded header.
    meanings: HashMap<String, Meaning>,
    /// The same by the start of a header, for those that are not known as a whole.
    starts: Vec<(String, Meaning)>,
    foreign: Vec<ForeignTable>,
    contact: Contact,
    shop_headers: Vec<String>,
}

/// Tells what a header stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The place of its field in each kind of export: that of [`Field::index`] for orders, that in [`entry::fields`] for the others.
    places: HashMap<ExportKind, usize>,
    /// The kinds whose exports give the field this very header.
    own: HashSet<ExportKind>,
    /// The sibling export that it is a mark of.
    mark: Option<ExportKind>,
    /// Whether only the order export of this platform has it.
    is_ours: bool,
    /// The words of it by which tables of others are known.
    words: BTreeSet<String>,
}

/// Holds a cell of a row that may be a header, with what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The place of its column.
    pub(super) place: usize,
    /// Its text.
    pub(super) text: String,
    meaning: Option<&'static Meaning>,
}

impl Name {
    pub(super) fn new(place: usize, text: &str) -> Self {
        Self { place, text: text.to_owned(), meaning: known().meaning(text) }
    }

    /// Finds the place of the field that it stands for in a kind of export, as in [`Meaning::places`].
    pub(super) fn field(&self, kind: ExportKind) -> Option<usize> {
        self.meaning?.places.get(&kind).copied()
    }

    /// Tells whether it is the header that the export itself gives the field, not an alias.
    pub(super) fn is_own(&self, kind: ExportKind) -> bool {
        self.meaning.is_some_and(|meaning| meaning.own.contains(&kind))
    }

    /// Finds the sibling export that it is a mark of.
    pub(super) fn mark(&self) -> Option<ExportKind> {
        self.meaning?.mark
    }

    /// Tells whether only the order export of this platform has it, by its own name.
    pub(super) fn is_ours(&self) -> bool {
        self.meaning.is_some_and(|meaning| meaning.is_ours)
    }

    /// Tells whether it is a column of some export.
    pub(super) fn is_known(&self) -> bool {
        self.meaning.is_some_and(|meaning| !meaning.places.is_empty() || meaning.mark.is_some())
    }
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

/// Bytes of a text that is looked up; no header that is known comes near them.
const LONGEST_NAME: usize = 1024;

/// Ends a mark that is the start of a header.
const ANY_END: char = '*';

impl Columns {
    fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let kind_of = |name: &String| ExportKind::by_name(name).ok_or_else(|| format!("no kind is named {name}"));
        let mut meanings: HashMap<String, Meaning> = HashMap::new();
        for kind in ExportKind::ALL {
            for (place, (_, header)) in fields(*kind).into_iter().enumerate() {
                let meaning = meanings.entry(folded(header)).or_default();
                meaning.places.insert(*kind, place);
                meaning.own.insert(*kind);
            }
        }
        for (kind, aliases) in &file.aliases {
            let kind = kind_of(kind)?;
            let fields = fields(kind);
            for (name, headers) in aliases {
                let named = fields.iter().position(|(own, _)| own == name);
                let place = named.ok_or_else(|| format!("no field is named {name}"))?;
                for header in headers {
                    if let Some(other) = meanings.entry(folded(header)).or_default().places.insert(kind, place) {
                        return Err(format!("{header} stands for {} already", fields[other].0));
                    }
                }
            }
        }
        for (name, headers) in &file.marks {
            let kind = kind_of(name)?;
            for header in headers {
                meanings.entry(folded(header)).or_default().mark = Some(kind);
            }
        }
        for header in &file.orders.own {
            if Field::ALL.iter().all(|field| field.header() != header) {
                return Err(format!("no field has the header {header}"));
            }
            meanings.entry(folded(header)).or_default().is_ours = true;
        }
        let all = |marks: Vec<Mark>| marks.into_iter().map(Mark::folded).collect();
        let foreign = file.foreign.into_iter().map(|table| ForeignTable {
            code: table.code,
            marks: all(table.marks),
            like: all(table.like),
        });
        let foreign: Vec<_> = foreign.collect();
        let starts = add_words(&mut meanings, &foreign);
        let folded = |texts: &[String]| texts.iter().map(|text| folded(text)).collect();
        let contact = Contact {
            words: folded(&file.contact.words),
            whole_words: folded(&file.contact.whole_words),
            texts: folded(&file.contact.texts),
            measures: folded(&file.contact.measures),
            headers: folded(&file.contact.headers),
        };
        Ok(Self { meanings, starts, foreign, contact, shop_headers: folded(&file.shop.headers) })
    }

    /// Finds what a header stands for.
    fn meaning(&self, header: &str) -> Option<&Meaning> {
        if header.len() > LONGEST_NAME {
            return None;
        }
        let header = folded(header);
        let by_start = || self.starts.iter().find(|(start, _)| header.starts_with(start)).map(|(_, meaning)| meaning);
        self.meanings.get(&header).or_else(by_start)
    }

    /// Finds the table of others that has a header like this, whatever else stands in it.
    pub(super) fn foreign(&self, names: &[Name]) -> Option<&ForeignTable> {
        let words = words(names);
        self.foreign.iter().find(|table| have_one(&words, &table.marks))
    }

    /// Finds the table of others that a header is like which is none of an export.
    pub(super) fn like_foreign(&self, names: &[Name]) -> Option<&ForeignTable> {
        let words = words(names);
        self.foreign(names).or_else(|| self.foreign.iter().find(|table| have_one(&words, &table.like)))
    }

    /// Tells whether the header of an unknown column speaks of contact data.
    pub(super) fn is_contact(&self, header: &str) -> bool {
        let words = latin_words(header);
        let header = folded(header);
        let letters: String = header.chars().filter(|c| c.is_alphabetic()).collect();
        let is_measure =
            words.iter().rfind(|word| !word.is_empty()).is_some_and(|word| self.contact.measures.contains(word));
        self.contact.words.iter().any(|word| header.contains(word.as_str()))
            || words.iter().any(|word| self.contact.whole_words.contains(word))
            || (!is_measure && words.iter().any(|word| self.contact.texts.contains(word)))
            || self.contact.headers.contains(&letters)
    }

    /// Tells whether the column names the shop.
    pub(super) fn is_shop(&self, header: &str) -> bool {
        self.shop_headers.contains(&folded(header))
    }
}

/// Lists the words in Latin letters, in capitals: those between other characters, and the parts of those, as in `buyerNote`. A name
/// such as `WhatsApp` is found whole.
fn latin_words(header: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut whole, mut part, mut before) = (String::new(), String::new(), ' ');
    for c in header.chars() {
        let letter = Some(folded_char(c)).filter(char::is_ascii_alphabetic);
        if letter.is_none() {
            words.push(std::mem::take(&mut whole));
        }
        if letter.is_none() || (before.is_lowercase() && c.is_uppercase()) {
            words.push(std::mem::take(&mut part));
        }
        whole.extend(letter);
        part.extend(letter);
        before = c;
    }
    words.extend([whole, part]);
    words
}

/// Gives headers the words by which tables of others are known, and returns those that are the start of a header.
fn add_words(meanings: &mut HashMap<String, Meaning>, foreign: &[ForeignTable]) -> Vec<(String, Meaning)> {
    let words: BTreeSet<&String> =
        foreign.iter().flat_map(|table| table.marks.iter().chain(&table.like)).flatten().collect();
    for word in words.iter().filter(|word| !word.ends_with(ANY_END)) {
        meanings.entry((*word).clone()).or_default().words.insert((*word).clone());
    }
    let mut starts = Vec::new();
    for word in words {
        let Some(start) = word.strip_suffix(ANY_END) else { continue };
        for (_, meaning) in meanings.iter_mut().filter(|(header, _)| header.starts_with(start)) {
            meaning.words.insert(word.clone());
        }
        starts.push((start.to_owned(), Meaning { words: BTreeSet::from([word.clone()]), ..Meaning::default() }));
    }
    starts
}

/// Lists the words in the headers of a row by which tables of others are known.
fn words(names: &[Name]) -> BTreeSet<&str> {
    names.iter().filter_map(|name| name.meaning).flat_map(|meaning| &meaning.words).map(String::as_str).collect()
}

/// Tells whether all words of one of the lists are there.
fn have_one(words: &BTreeSet<&str>, lists: &[Vec<String>]) -> bool {
    lists.iter().any(|list| list.iter().all(|word| words.contains(word.as_str())))
}

/// Lists the fields of a kind of export by place: English name and header.
pub(super) fn fields(kind: ExportKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        ExportKind::Orders => Field::ALL.iter().map(|field| (field.name(), field.header())).collect(),
        other => entry::fields(other).iter().map(|field| (field.name, field.header)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(header: &str) -> Option<Field> {
        Name::new(0, header).field(ExportKind::Orders).map(|place| Field::ALL[place])
    }

    fn mark(header: &str) -> Option<ExportKind> {
        Name::new(0, header).mark()
    }

    #[test]
    fn writers_habits_are_folded() {
        for header in ["建议发货时间（起）", "建议发货时间(起)", " 建议发货时间 (起) ", "\u{feff}建议发货时间（起）\t"]
        {
            assert_eq!(field(header), Some(Field::SuggestedShipFrom), "{header}");
        }
        assert_eq!(field("商品id"), Some(Field::ProductId));
        assert_eq!(field("订单号"), Some(Field::MainOrderId));
        assert_eq!(field("商品"), None);
        for header in [
            "订单应付金额（元）",
            "订单应付金额 [元]",
            "=\"订单应付金额\"",
            "'订单应付金额",
            "订\u{200b}单应付金额\u{202c}",
            "订单\r\n应付金额\u{a0}",
        ] {
            assert_eq!(field(header), Some(Field::Payable), "{header}");
        }
    }

    #[test]
    fn siblings_have_marks() {
        assert_eq!(mark("售后单号"), Some(ExportKind::AfterSales));
        assert_eq!(mark("动帐流水号"), Some(ExportKind::Funds));
        assert!(Field::ALL.iter().all(|field| mark(field.header()).is_none()));
        // No column of these exports makes a table one of others.
        for kind in ExportKind::ALL {
            let names: Vec<_> = fields(*kind).iter().map(|(_, header)| Name::new(0, header)).collect();
            assert!(known().foreign(&names).is_none(), "{kind:?}");
        }
        let place = |header| Name::new(0, header).field(ExportKind::Funds);
        assert!(place("动帐流水号").is_some() && place("动帐流水号") == place("动账流水号"));
        assert_eq!(Name::new(0, "子订单编号").field(ExportKind::Commission), Some(0));
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
            "Note",
            "Seller Notes",
            "seller_note",
            "sellerNote",
            "REMARK",
            "Remarks (internal)",
            "Message",
            "Comment",
            "Passport",
            "passport no.",
            "Birthday",
            "DOB",
            "Addr",
            "addr1",
            "Street",
            "Surname",
            "WhatsApp",
            "ＷｈａｔｓＡｐｐ",
            "Mobile",
            "Email",
            "WeChat ID",
            "联络人",
            "联络方式",
            "联系人",
            "送货地",
            "送货地点",
            "支付人",
            "附言",
            "发件人",
            "寄件人",
            "身份证号",
            "证件号",
            "出生日期",
            "用户售后说明",
            "协商记录",
            "换货商品信息",
            "操作人",
            "售后备注",
            "代收人",
            "推荐人",
            "介绍人",
            "支付账号",
            "证号",
            "证号：",
            "ID card",
            "ID Card No.",
            "ID number",
            "Mail",
            "Ship To",
            "家庭住所",
            "房号",
            "Message text",
            "Message Time Note",
        ] {
            assert!(speaks_of_contact(header), "{header}");
        }
    }

    #[test]
    fn headers_of_products_shops_and_numbers_speak_of_nobody() {
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
            "Footnote",
            "Banknote",
            "Commentary",
            "Streetwear",
            "Zipper",
            "Deliver date",
            "支付方式",
            "协商状态",
            "售后类型",
            "换货商品ID",
            "换货商品数量",
            "换货商品规格",
            "Message ID",
            "messageId",
            "Comment count",
            "Remark time",
            "支付凭证号",
            "Mailbag",
            "Product ID number",
        ] {
            assert!(!speaks_of_contact(header), "{header}");
        }
    }

    #[test]
    fn mistakes_in_the_file_are_found() {
        let file = |aliases: &str| {
            Columns::read(&format!(
                "[aliases.orders]\n{aliases}\n[orders]\nown = []\n[[foreign]]\ncode = \"x\"\nmarks = []\n[marks]\n[contact]\nwords = []\nwhole_words = []\ntexts = []\nmeasures = []\nheaders = []\n[shop]\nheaders = []\n"
            ))
            .err()
        };
        assert!(file("nothing = [\"x\"]").is_some_and(|e| e.contains("nothing")));
        assert!(file("product = [\"商品规格\"]").is_some_and(|e| e.contains("spec")));
        assert_eq!(file("product = [\"品名\"]"), None);
    }
}
