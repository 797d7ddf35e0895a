//! `shopkit order`.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use shopkit::model::field::FieldKind;
use shopkit::model::lang::Lang;
use shopkit::model::record::Value;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::report::entries::OrderEntry;
use shopkit::report::order::{Event, Name, OrderLine};
use shopkit::texts::Texts;

use super::args::{Format, Order};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::render;
use super::session::Session;
use crate::front::order::{entry_table, happened, shown, title};
use crate::front::text::visible;

pub fn run(args: &Order, session: &mut Session) -> Result<Exit, CliError> {
    let kit = session.kit()?;
    let lines = kit.order(&args.id, args.shop.as_deref(), session.global.show_pii)?;
    let entries = kit.order_entries(&args.id, args.shop.as_deref())?;
    let is_known = !lines.is_empty() || !entries.is_empty();
    match session.format {
        Format::Json => session.json(&answer(&args.id, &lines, &entries))?,
        Format::Csv => session.table(&flat(&lines))?,
        Format::Table if is_known => session.text(&text(&lines, &entries, session.lang, session.width()))?,
        Format::Table => {}
    }
    if !is_known {
        let id = &args.id;
        session.say(
            &session.pick(format!("没有编号为“{id}”的订单"), format!("no order or sub-order has the id \"{id}\"")),
        );
        return Ok(Exit::Attention);
    }
    Ok(Exit::Done)
}

fn key(name: &Name) -> &str {
    match name {
        Name::Field(field) => field.name(),
        Name::Column(header) => header,
    }
}

fn json_value(name: &Name, value: &Value<'_>) -> Json {
    match (name, value) {
        (Name::Field(field), Value::Int(number)) if field.kind() != FieldKind::Money => json!(number),
        _ => json!(shown(name, value)),
    }
}

fn answer(id: &str, lines: &[OrderLine], entries: &[OrderEntry]) -> Json {
    let event = |event: &Event| {
        let changes: Vec<Json> = event
            .changes
            .iter()
            .map(|change| json!({ "field": key(&change.name), "old": json_value(&change.name, &change.old), "new": json_value(&change.name, &change.new) }))
            .collect();
        json!({
            "exported_at": event.exported_at, "import_id": event.import_id, "sheet": event.sheet, "row": event.row_number,
            "first": event.first, "changes": changes,
        })
    };
    let line = |line: &OrderLine| {
        let mut fields = Map::new();
        let mut extra = Map::new();
        for named in &line.values {
            let target = if matches!(named.name, Name::Field(_)) { &mut fields } else { &mut extra };
            target.insert(key(&named.name).to_owned(), json_value(&named.name, &named.value));
        }
        json!({
            "shop": line.shop, "key": line.key, "fields": fields, "extra": extra,
            "timeline": line.timeline.iter().map(event).collect::<Vec<_>>(),
        })
    };
    let entry = |entry: &OrderEntry| {
        json!({
            "at": entry.at, "kind": entry.kind, "sub_order_id": entry.sub_order_id, "number": entry.number,
            "what": entry.what, "amount": entry.amount.map(|fen| fen.to_string()), "import_id": entry.import_id,
            "sheet": entry.sheet, "row": entry.row_number,
        })
    };
    json!({
        "schema_version": SCHEMA_VERSION, "id": id, "lines": lines.iter().map(line).collect::<Vec<_>>(),
        "entries": entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn flat(lines: &[OrderLine]) -> Table {
    let rows = lines.iter().flat_map(|line| {
        line.values.iter().map(|named| {
            vec![
                Datum::Text(line.shop.clone()),
                Datum::Text(line.key.clone()),
                Datum::Text(key(&named.name).to_owned()),
                Datum::text(shown(&named.name, &named.value)),
            ]
        })
    });
    Table::new(["shop", "line", "field", "value"].map(Column::plain).to_vec(), rows.collect())
}

fn text(lines: &[OrderLine], entries: &[OrderEntry], lang: Lang, width: Option<u16>) -> String {
    let mut out = String::new();
    for line in lines {
        let _ = writeln!(
            out,
            "{} {}  ({} {})",
            lang.pick("订单行", "Line"),
            line.key,
            lang.pick("店铺", "shop"),
            visible(&line.shop)
        );
        let values = Table::new(
            vec![Column::new("field", "项目", "Field"), Column::new("value", "值", "Value")],
            line.values
                .iter()
                .map(|named| {
                    vec![
                        Datum::Text(title(&named.name, lang).to_owned()),
                        Datum::text(shown(&named.name, &named.value)),
                    ]
                })
                .collect(),
        );
        let _ = writeln!(out, "{}", render::table(&values, Texts::command(lang), width));
        let _ = writeln!(out, "{}", lang.pick("经过", "Timeline"));
        for event in &line.timeline {
            let _ = writeln!(out, "  {}  {}", event.exported_at, happened(event, lang));
            for change in &event.changes {
                let value =
                    |value| shown(&change.name, value).unwrap_or_else(|| lang.pick("（空）", "(empty)").to_owned());
                let change = format!("{}: {} → {}", title(&change.name, lang), value(&change.old), value(&change.new));
                let _ = writeln!(out, "      {}", visible(&change));
            }
        }
        out.push('\n');
    }
    if !entries.is_empty() {
        let _ = writeln!(out, "{}", lang.pick("售后与资金", "After-sales and money"));
        let _ = writeln!(out, "{}", render::table(&entry_table(entries), Texts::command(lang), width));
    }
    out
}
