//! `shopkit order`.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use shopkit::model::field::FieldKind;
use shopkit::model::record::Value;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::report::entries::OrderEntry;
use shopkit::report::order::{Event, Name, OrderLine};
use shopkit::t;
use shopkit::texts::Texts;

use super::args::{Format, Order};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::render;
use super::session::Session;
use crate::front::text::visible;
use crate::front::views::order::{LineView, OrderView, value_text};

pub fn run(args: &Order, session: &mut Session) -> Result<Exit, CliError> {
    let kit = session.kit()?;
    let lines = kit.order(&args.id, args.shop.as_deref(), session.global.show_pii)?;
    let entries = kit.order_entries(&args.id, args.shop.as_deref())?;
    let view = OrderView::of(&args.id, &lines, &entries, session.texts());
    match session.format {
        Format::Json => session.json(&answer(&args.id, &lines, &entries))?,
        Format::Csv => session.table(&flat(&lines))?,
        Format::Table if view.not_found.is_none() => session.text(&text(&view, session.texts(), session.width()))?,
        Format::Table | Format::Xlsx => {}
    }
    if let Some(not_found) = &view.not_found {
        session.say(not_found);
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
        _ => json!(value_text(name, value)),
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
                Datum::text(value_text(&named.name, &named.value)),
            ]
        })
    });
    Table::new(["shop", "line", "field", "value"].map(Column::plain).to_vec(), rows.collect())
}

fn text(view: &OrderView, texts: Texts, width: Option<u16>) -> String {
    let mut out = String::new();
    for line in &view.lines {
        write_line(&mut out, line, texts, width);
    }
    if let Some(entries) = &view.entries {
        let _ = writeln!(out, "{}", entries.title);
        let _ = writeln!(out, "{}", render::table(&entries.table, texts, width));
    }
    out
}

fn write_line(out: &mut String, line: &LineView, texts: Texts, width: Option<u16>) {
    let _ = writeln!(out, "{} {}  ({})", line.title, line.key, line.shop);
    let values = line.values.entries.iter();
    let values = Table::new(
        vec![Column::titled("field", "order-column-field"), Column::titled("value", "order-column-value")],
        values.map(|(name, value)| vec![Datum::Text(name.clone()), Datum::Text(value.clone())]).collect(),
    );
    let _ = writeln!(out, "{}", render::table(&values, texts, width));
    let _ = writeln!(out, "{}", line.history.title);
    for event in &line.history.entries {
        let _ = writeln!(out, "  {}  {}", event.exported_at, event.title);
        for change in &event.changes {
            let change = t!(texts, "order-change", name = &change.name, old = &change.old, new = &change.new);
            let _ = writeln!(out, "      {}", visible(&change));
        }
    }
    out.push('\n');
}
