//! One order in words.

use shopkit::model::field::FieldKind;
use shopkit::model::lang::Lang;
use shopkit::model::money::Fen;
use shopkit::model::record::Value;
use shopkit::model::table::{Datum, Table, columns};
use shopkit::report::entries::OrderEntry;
use shopkit::report::order::{Event, Name};

use super::text::visible;

/// Names a value.
pub fn title(name: &Name, lang: Lang) -> &str {
    match name {
        Name::Field(field) => lang.pick(field.header(), field.name()),
        Name::Column(header) => header,
    }
}

/// Names a value for those who write no query: in words, not by the name of a column.
pub fn label(name: &Name, lang: Lang) -> String {
    match (name, lang) {
        (Name::Field(field), Lang::En) => field.name().replace('_', " "),
        _ => title(name, lang).to_owned(),
    }
}

/// Writes a value; nothing where it is empty.
pub fn shown(name: &Name, value: &Value<'_>) -> Option<String> {
    let money = matches!(name, Name::Field(field) if field.kind() == FieldKind::Money);
    match value {
        Value::Null => None,
        Value::Int(fen) if money => Some(Fen(*fen).to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone().into_owned()),
    }
}

/// Lays the entries of an order out for people.
pub fn entry_table(entries: &[OrderEntry]) -> Table {
    let row = |entry: &OrderEntry| {
        vec![
            Datum::text(entry.at.clone()),
            Datum::Word(entry.kind.word()),
            Datum::text(entry.sub_order_id.clone()),
            Datum::Text(entry.what.clone()),
            Datum::money(entry.amount.map(|fen| fen.0)),
            Datum::Text(match &entry.sheet {
                Some(sheet) => format!("#{}:{sheet}:{}", entry.import_id, entry.row_number),
                None => format!("#{}:{}", entry.import_id, entry.row_number),
            }),
        ]
    };
    let columns = columns(&[
        ("at", "时间", "Time"),
        ("kind", "种类", "Kind"),
        ("sub_order_id", "子订单", "Sub-order"),
        ("what", "内容", "What"),
        ("amount", "金额", "Amount"),
        ("source", "导入:行", "Import:row"),
    ]);
    Table::new(columns, entries.iter().map(row).collect())
}

/// Says what happened to a line with an import, and where that stands.
pub fn happened(event: &Event, lang: Lang) -> String {
    let (import, row) = (event.import_id, event.row_number);
    let sheet = event.sheet.as_ref().map_or_else(String::new, |sheet| {
        lang.pick(format!("工作表“{}”", visible(sheet)), format!(", sheet {}", visible(sheet)))
    });
    let at = lang.pick(format!("导入 #{import} {sheet}第 {row} 行"), format!("import #{import}{sheet}, row {row}"));
    let what = if event.first {
        lang.pick("首次出现", "first seen")
    } else if event.changes.is_empty() {
        lang.pick("无变化", "no change")
    } else {
        lang.pick("变化", "changed")
    };
    format!("{what} ({at})")
}
