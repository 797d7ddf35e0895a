//! Headers and what they stand for, from `columns.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::export::ExportKind;
use crate::model::field::Field;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    aliases: HashMap<String, Vec<String>>,
    marks: HashMap<String, Vec<String>>,
    contact: Contact,
    shop: Shop,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shop {
    headers: Vec<String>,
}

/// Knows the headers of exports.
pub(super) struct Columns {
    fields: HashMap<String, Field>,
    marks: HashMap<String, ExportKind>,
    contact_words: Vec<String>,
    shop_headers: Vec<String>,
}

static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    Columns::read(include_str!("columns.toml")).expect("columns.toml is part of the program and tested")
});

/// Returns the headers that the program knows.
pub(super) fn known() -> &'static Columns {
    &COLUMNS
}

impl Columns {
    fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut fields: HashMap<String, Field> =
            Field::ALL.iter().map(|field| (folded(field.header()), *field)).collect();
        for (name, headers) in &file.aliases {
            let field = Field::by_name(name).ok_or_else(|| format!("no field is named {name}"))?;
            for header in headers {
                if let Some(other) = fields.insert(folded(header), field) {
                    return Err(format!("{header} stands for {} already", other.name()));
                }
            }
        }
        let mut marks = HashMap::new();
        for (name, headers) in &file.marks {
            let kind = ExportKind::by_name(name).ok_or_else(|| format!("no kind is named {name}"))?;
            marks.extend(headers.iter().map(|header| (folded(header), kind)));
        }
        Ok(Self {
            fields,
            marks,
            contact_words: file.contact.words.iter().map(|word| folded(word)).collect(),
            shop_headers: file.shop.headers.iter().map(|header| folded(header)).collect(),
        })
    }

    /// Finds the field that a header stands for.
    pub(super) fn field(&self, header: &str) -> Option<Field> {
        self.fields.get(&folded(header)).copied()
    }

    /// Tells whether a header is the one that the export itself gives the field, not an alias.
    pub(super) fn is_own_header(header: &str, field: Field) -> bool {
        folded(header) == folded(field.header())
    }

    /// Finds the sibling export that a header is a mark of.
    pub(super) fn mark(&self, header: &str) -> Option<ExportKind> {
        self.marks.get(&folded(header)).copied()
    }

    /// Tells whether the header of an unknown column speaks of contact data.
    pub(super) fn is_contact(&self, header: &str) -> bool {
        let header = folded(header);
        self.contact_words.iter().any(|word| header.contains(word.as_str()))
    }

    /// Tells whether the column names the shop.
    pub(super) fn is_shop(&self, header: &str) -> bool {
        self.shop_headers.contains(&folded(header))
    }
}

/// Folds what writers do differently: full-width brackets and letters, spaces, guards and letter case.
fn folded(header: &str) -> String {
    header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\'' | '"'))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '【' => '[',
            '】' => ']',
            other => other,
        })
        .map(|c| c.to_ascii_uppercase())
        .collect()
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
    }

    #[test]
    fn mistakes_in_the_file_are_found() {
        let file = |aliases: &str| {
            Columns::read(&format!("[aliases]\n{aliases}\n[marks]\n[contact]\nwords = []\n[shop]\nheaders = []\n"))
                .err()
        };
        assert!(file("nothing = [\"x\"]").is_some_and(|e| e.contains("nothing")));
        assert!(file("product = [\"商品规格\"]").is_some_and(|e| e.contains("spec")));
        assert_eq!(file("product = [\"品名\"]"), None);
    }
}
