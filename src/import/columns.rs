//! Known headers and what they stand for, from `columns.toml`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::contact::ContactHeaders;
use super::foreign::{ForeignEntry, ForeignTable};
use super::header_text::folded;
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::Field;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    aliases: HashMap<String, HashMap<String, Vec<String>>>,
    orders: Orders,
    foreign: Vec<ForeignEntry>,
    marks: HashMap<String, Vec<String>>,
    contact: ContactHeaders,
    shop: Shop,
    costs: Costs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Costs {
    shown: Vec<String>,
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

/// Holds the known headers.
pub(super) struct Columns {
    /// What headers stand for, by folded header.
    meanings: HashMap<String, Meaning>,
    /// The same by the beginning of a header, for headers that are not known as a whole.
    beginnings: Vec<(String, Meaning)>,
    foreign: Vec<ForeignTable>,
    contact: ContactHeaders,
    shop_headers: Vec<String>,
    shown_with_costs: Vec<String>,
}

/// Tells what a header stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The index of its field in each kind of export, as [`fields`] lists them.
    fields: HashMap<ExportKind, usize>,
    /// The kinds of export in which it is the field's own header and no alias.
    own: HashSet<ExportKind>,
    /// The sibling export that it marks.
    mark: Option<ExportKind>,
    /// Whether only the order export of this platform has it.
    is_ours: bool,
    /// The mark words of foreign tables that it matches.
    mark_words: BTreeSet<String>,
}

/// Holds a cell of a header row, with what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderCell {
    /// The index of its column.
    pub(super) index: usize,
    /// Its text.
    pub(super) text: String,
    meaning: Option<&'static Meaning>,
}

impl HeaderCell {
    pub(super) fn new(index: usize, text: &str) -> Self {
        Self { index, text: text.to_owned(), meaning: known().meaning(text) }
    }

    /// Returns the index of the field that it stands for in a kind of export, as in [`fields`].
    pub(super) fn field(&self, kind: ExportKind) -> Option<usize> {
        self.meaning?.fields.get(&kind).copied()
    }

    /// Tells whether it is the field's own header in a kind of export, and not an alias.
    pub(super) fn is_own(&self, kind: ExportKind) -> bool {
        self.meaning.is_some_and(|meaning| meaning.own.contains(&kind))
    }

    /// Returns the sibling export that it marks.
    pub(super) fn mark(&self) -> Option<ExportKind> {
        self.meaning?.mark
    }

    /// Tells whether only the order export of this platform has it.
    pub(super) fn is_ours(&self) -> bool {
        self.meaning.is_some_and(|meaning| meaning.is_ours)
    }

    /// Tells whether some export has it.
    pub(super) fn is_known(&self) -> bool {
        self.meaning.is_some_and(|meaning| !meaning.fields.is_empty() || meaning.mark.is_some())
    }
}

static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    Columns::read(include_str!("columns.toml")).expect("columns.toml is part of the program and tested")
});

/// Returns the known headers.
pub(super) fn known() -> &'static Columns {
    &COLUMNS
}

/// Tells whether the header of an unknown column points to contact data.
pub fn is_contact_header(header: &str) -> bool {
    known().contact.include(header)
}

/// Lists the tables of other platforms and programs that are recognised.
pub fn foreign_tables() -> &'static [ForeignTable] {
    &known().foreign
}

/// The longest text in bytes that is looked up; no known header is nearly as long.
const LONGEST_HEADER: usize = 1024;

/// Ends a mark word that is the beginning of a header.
const ANY_END: char = '*';

impl Columns {
    fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let kind_of = |name: &String| ExportKind::by_name(name).ok_or_else(|| format!("no kind is named {name}"));
        let mut meanings: HashMap<String, Meaning> = HashMap::new();
        for kind in ExportKind::ALL {
            for (index, (_, header)) in fields(*kind).into_iter().enumerate() {
                let meaning = meanings.entry(folded(header)).or_default();
                meaning.fields.insert(*kind, index);
                meaning.own.insert(*kind);
            }
        }
        for (kind, aliases) in &file.aliases {
            let kind = kind_of(kind)?;
            let fields = fields(kind);
            for (name, headers) in aliases {
                let named = fields.iter().position(|(own, _)| own == name);
                let index = named.ok_or_else(|| format!("no field is named {name}"))?;
                for header in headers {
                    if let Some(other) = meanings.entry(folded(header)).or_default().fields.insert(kind, index) {
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
        let foreign: Vec<_> = file.foreign.into_iter().map(ForeignTable::new).collect();
        let beginnings = add_mark_words(&mut meanings, &foreign);
        let all_folded = |headers: &[String]| headers.iter().map(|header| folded(header)).collect();
        let (shop_headers, shown_with_costs) = (all_folded(&file.shop.headers), all_folded(&file.costs.shown));
        Ok(Self { meanings, beginnings, foreign, contact: file.contact.folded(), shop_headers, shown_with_costs })
    }

    /// Finds what a header stands for.
    fn meaning(&self, header: &str) -> Option<&Meaning> {
        if header.len() > LONGEST_HEADER {
            return None;
        }
        let header = folded(header);
        let by_beginning =
            || self.beginnings.iter().find(|(beginning, _)| header.starts_with(beginning)).map(|(_, meaning)| meaning);
        self.meanings.get(&header).or_else(by_beginning)
    }

    /// Finds the foreign table that has marks among these headers, whatever other headers there are.
    pub(super) fn foreign(&self, header: &[HeaderCell]) -> Option<&ForeignTable> {
        let words = mark_words(header);
        self.foreign.iter().find(|table| table.is_marked(&words))
    }

    /// Finds the foreign table that the header of a table that is no export is likely to belong to.
    pub(super) fn likely_foreign(&self, header: &[HeaderCell]) -> Option<&ForeignTable> {
        let words = mark_words(header);
        self.foreign(header).or_else(|| self.foreign.iter().find(|table| table.is_like(&words)))
    }

    /// Tells whether a column of a table of costs is there for who reads the table.
    pub(super) fn is_shown_with_costs(&self, header: &str) -> bool {
        self.shown_with_costs.contains(&folded(header))
    }

    /// Tells whether a column names the shop.
    pub(super) fn is_shop(&self, header: &str) -> bool {
        self.shop_headers.contains(&folded(header))
    }
}

/// Adds the mark words of foreign tables to the meanings of headers, and returns those that are the beginning of a header.
fn add_mark_words(meanings: &mut HashMap<String, Meaning>, foreign: &[ForeignTable]) -> Vec<(String, Meaning)> {
    let words: BTreeSet<&String> = foreign.iter().flat_map(ForeignTable::mark_words).collect();
    for word in words.iter().filter(|word| !word.ends_with(ANY_END)) {
        meanings.entry((*word).clone()).or_default().mark_words.insert((*word).clone());
    }
    let mut beginnings = Vec::new();
    for word in words {
        let Some(beginning) = word.strip_suffix(ANY_END) else { continue };
        for (_, meaning) in meanings.iter_mut().filter(|(header, _)| header.starts_with(beginning)) {
            meaning.mark_words.insert(word.clone());
        }
        let meaning = Meaning { mark_words: BTreeSet::from([word.clone()]), ..Meaning::default() };
        beginnings.push((beginning.to_owned(), meaning));
    }
    beginnings
}

/// Lists the mark words of foreign tables in a header.
fn mark_words(header: &[HeaderCell]) -> BTreeSet<&str> {
    let meanings = header.iter().filter_map(|cell| cell.meaning);
    meanings.flat_map(|meaning| &meaning.mark_words).map(String::as_str).collect()
}

/// Lists the fields of a kind of export by index: English name and header.
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
        HeaderCell::new(0, header).field(ExportKind::Orders).map(|index| Field::ALL[index])
    }

    fn mark(header: &str) -> Option<ExportKind> {
        HeaderCell::new(0, header).mark()
    }

    #[test]
    fn spellings_of_headers_are_folded() {
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
        // No column of these exports marks a foreign table.
        for kind in ExportKind::ALL {
            let header: Vec<_> = fields(*kind).iter().map(|(_, header)| HeaderCell::new(0, header)).collect();
            assert!(known().foreign(&header).is_none(), "{kind:?}");
        }
        let index = |header| HeaderCell::new(0, header).field(ExportKind::Funds);
        assert!(index("动帐流水号").is_some() && index("动帐流水号") == index("动账流水号"));
        assert_eq!(HeaderCell::new(0, "子订单编号").field(ExportKind::Commission), Some(0));
    }

    #[test]
    fn mistakes_in_the_file_are_found() {
        let file = |aliases: &str| {
            Columns::read(&format!(
                "[aliases.orders]\n{aliases}\n[orders]\nown = []\n[[foreign]]\ncode = \"x\"\nmarks = []\n[marks]\n[contact]\nwords = []\nwhole_words = []\ntexts = []\nmeasures = []\nheaders = []\n[shop]\nheaders = []\n[costs]\nshown = []\n"
            ))
            .err()
        };
        assert!(file("nothing = [\"x\"]").is_some_and(|e| e.contains("nothing")));
        assert!(file("product = [\"商品规格\"]").is_some_and(|e| e.contains("spec")));
        assert_eq!(file("product = [\"品名\"]"), None);
    }
}
