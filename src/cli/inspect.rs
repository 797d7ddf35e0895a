//! `shopkit inspect`.

use serde_json::{Map, Value as Json, json};
use shopkit::import::{ColumnPlan, HeaderRow, ItemAmount};
use shopkit::kit::{self, ExportLook, Inspection, SheetLook};
use shopkit::model::lang::Explain;
use shopkit::model::message::{Arg, Message};
use shopkit::model::reject::{Warning, column_letters};
use shopkit::model::table::{Column, Datum, Table};
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::args::{Format, Inspect};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::session::Session;
use super::{import, import_json, render};
use crate::front::text::visible;
use crate::front::views::import::reject_line;

/// The most rows with a problem that are shown.
const REJECTS_SHOWN: usize = 20;

/// The most rows of a sheet that are named as possible headers.
const HEADERS_SHOWN: usize = 5;

pub fn run(args: Inspect, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let file = session.only_match(&args.file)?;
    let args = Inspect { file, ..args };
    session.reads([&args.file]);
    let inspection = kit::inspect(&args.file, &import::options(args.reading))?;
    match session.format {
        Format::Json => session.json(&answer(&args.file.to_string_lossy(), &inspection, texts))?,
        Format::Csv => session.table(&columns(inspection.export.as_ref().ok()))?,
        Format::Table | Format::Xlsx => session.text(&text(&inspection, texts, session.width()))?,
    }
    if let Err(error) = &inspection.export {
        session.fail(&texts.say(&error.message()), texts.hint(error.hint()).as_deref());
    }
    let is_clean = inspection
        .export
        .as_ref()
        .is_ok_and(|export| export.rejected == 0 && !export.warnings.iter().any(Warning::skips_rows));
    Ok(if is_clean { Exit::Done } else { Exit::Attention })
}

fn item_amount(item_amount: ItemAmount) -> Option<&'static str> {
    match item_amount {
        ItemAmount::Absent => None,
        ItemAmount::UnitPrice => Some("unit_price"),
        ItemAmount::Total => Some("total"),
        ItemAmount::Undecided => Some("undecided"),
    }
}

fn answer(path: &str, inspection: &Inspection, texts: Texts) -> Json {
    let mut object = Map::new();
    let mut set = |key: &str, value: Json| object.insert(key.to_owned(), value);
    set("schema_version", json!(SCHEMA_VERSION));
    set("path", json!(path));
    set("format", json!(inspection.format));
    set("encoding", json!(inspection.encoding));
    set("delimiter", json!(inspection.delimiter));
    set("sheets", inspection.sheets.iter().map(sheet).collect());
    set("exported_at", json!(inspection.exported_at.to_string()));
    let export = match &inspection.export {
        Ok(export) => export,
        Err(error) => {
            set("kind", Json::Null);
            set("error", import_json::error(error, texts));
            return Json::Object(object);
        }
    };
    let plan = &export.plan;
    set("error", Json::Null);
    set("sheet", json!(plan.facts.sheet));
    set("kind", json!(plan.facts.kind));
    set("grain", json!(plan.facts.grain));
    set("header_row", json!(plan.header_row()));
    let columns = shown(export).map(|column| {
        json!({ "column": column_letters(column.index), "header": column.header, "field": plan.field_name(column) })
    });
    set("columns", columns.collect());
    set("unknown_columns", json!(export.unknown_columns));
    set("item_amount", json!(item_amount(plan.profile.item_amount)));
    set("rows_checked", json!(export.rows));
    set("complete", json!(true));
    set("rejected", json!(export.rejected));
    set("rejects", export.rejects.iter().map(import_json::reject).collect());
    set("warnings", export.warnings.iter().map(|warning| import_json::warning(warning, texts)).collect());
    Json::Object(object)
}

fn sheet(sheet: &SheetLook) -> Json {
    let headers =
        sheet.headers.iter().map(|header| json!({ "row": header.row, "cells": header.cells, "known": header.known }));
    json!({
        "name": sheet.name, "visible": sheet.visible, "rows": sheet.rows, "columns": sheet.columns,
        "headers": headers.collect::<Vec<_>>(),
    })
}

/// Lists the columns that have a header or content.
fn shown(export: &ExportLook) -> impl Iterator<Item = &ColumnPlan> {
    let unnamed = |column: &ColumnPlan| column.unnamed && !export.unknown_columns.contains(&column.header);
    export.plan.columns().iter().filter(move |column| !unnamed(column))
}

fn columns(export: Option<&ExportLook>) -> Table {
    let rows = export.into_iter().flat_map(|export| {
        shown(export).map(|column| {
            let field = Datum::text(export.plan.field_name(column).map(str::to_owned));
            vec![Datum::Text(column_letters(column.index)), Datum::Text(column.header.clone()), field]
        })
    });
    Table::new(vec![Column::of("column"), Column::of("header"), Column::of("field")], rows.collect())
}

/// Lists the sheets with their sizes and the rows at their tops that look like headers.
fn sheets(sheets: &[SheetLook], texts: Texts) -> Table {
    let header = |header: &HeaderRow| {
        let (row, cells, known) = (header.row, header.cells, header.known.len());
        msg!("inspect-header-known", row = row, cells = cells, known = known)
    };
    let headers = |sheet: &SheetLook| {
        let shown = Arg::list(sheet.headers.iter().take(HEADERS_SHOWN).map(header));
        Datum::text((!sheet.headers.is_empty()).then(|| t!(texts, "inspect-headers", headers = shown)))
    };
    let row = |sheet: &SheetLook| {
        let name = sheet.name.as_deref().unwrap_or("-");
        let name = if sheet.visible { name.to_owned() } else { t!(texts, "inspect-sheet-hidden", sheet = name) };
        let columns = i64::try_from(sheet.columns).unwrap_or(i64::MAX);
        vec![Datum::Text(name), Datum::Int(sheet.rows.cast_signed()), Datum::Int(columns), headers(sheet)]
    };
    Table::new(
        vec![Column::of("sheet"), Column::of("rows"), Column::of("columns"), Column::of("headers")],
        sheets.iter().map(row).collect(),
    )
}

fn text(inspection: &Inspection, texts: Texts, width: Option<u16>) -> String {
    let export = inspection.export.as_ref().ok();
    let mut facts = file_facts(inspection);
    facts.extend(export.into_iter().flat_map(|export| export_facts(inspection, export, texts)));
    let line = |(title, value)| said(&msg!("inspect-line", title = title, value = value), texts);
    let mut lines: Vec<String> = facts.into_iter().map(line).collect();
    if export.is_none() || inspection.sheets.len() > 1 {
        lines.extend([String::new(), render::table(&sheets(&inspection.sheets, texts), texts, width)]);
    }
    if let Some(export) = export {
        lines.extend([String::new(), render::table(&columns(Some(export)), texts, width)]);
        lines.extend(problems(export, texts));
    }
    lines.join("\n")
}

fn said(message: &Message, texts: Texts) -> String {
    visible(&texts.say(message))
}

/// Says how the file is written, each thing under its title.
fn file_facts(inspection: &Inspection) -> Vec<(Message, Arg)> {
    let mut facts = vec![(msg!("inspect-format"), inspection.format.as_str().into())];
    if let Some(encoding) = inspection.encoding {
        let delimiter = match inspection.delimiter {
            Some('\t') => "TAB".to_owned(),
            other => other.map(String::from).unwrap_or_default(),
        };
        facts.push((msg!("inspect-encoding"), encoding.as_str().into()));
        facts.push((msg!("inspect-delimiter"), delimiter.into()));
    }
    facts
}

/// Says what export the file is, each thing under its title.
fn export_facts(inspection: &Inspection, export: &ExportLook, texts: Texts) -> Vec<(Message, Arg)> {
    let plan = &export.plan;
    let mut facts = Vec::new();
    let is_hidden =
        |name: &str| inspection.sheets.iter().any(|sheet| sheet.name.as_deref() == Some(name) && !sheet.visible);
    let sheet =
        |name: &str| if is_hidden(name) { msg!("inspect-sheet-hidden", sheet = name).into() } else { Arg::from(name) };
    let sheets: Vec<Arg> = plan.sheets.iter().filter_map(|sheet| sheet.name.as_deref()).map(sheet).collect();
    if !sheets.is_empty() {
        facts.push((msg!("inspect-sheet"), Arg::List(sheets)));
    }
    facts.push((msg!("inspect-kind"), texts.word(plan.facts.kind.word()).into()));
    if let Some(grain) = plan.facts.grain {
        facts.push((msg!("inspect-grain"), texts.word(grain.word()).into()));
    }
    facts.push((msg!("inspect-exported"), inspection.exported_at.to_string().into()));
    let columns = shown(export).count();
    facts.push((
        msg!("inspect-header"),
        msg!("inspect-header-found", row = plan.header_row(), columns = columns).into(),
    ));
    let item_amount = match plan.profile.item_amount {
        ItemAmount::Absent => None,
        ItemAmount::UnitPrice => Some(msg!("inspect-item-amount-unit-price")),
        ItemAmount::Total => Some(msg!("inspect-item-amount-total")),
        ItemAmount::Undecided => Some(msg!("inspect-item-amount-undecided")),
    };
    facts.extend(item_amount.map(|item_amount| (msg!("inspect-item-amount"), item_amount.into())));
    facts.push((msg!("inspect-checked"), msg!("inspect-rows", rows = export.rows).into()));
    facts
}

/// Writes the warnings and the rows with a problem.
fn problems(export: &ExportLook, texts: Texts) -> Vec<String> {
    let warning = |warning: &Warning| said(&msg!("inspect-warning", warning = warning.message()), texts);
    let mut lines: Vec<String> = export.warnings.iter().map(warning).collect();
    if export.rejected == 0 {
        return lines;
    }
    lines.push(t!(texts, "inspect-rejects"));
    lines.extend(export.rejects.iter().take(REJECTS_SHOWN).map(|reject| format!("  {}", reject_line(reject, texts))));
    if let Some(more) = export.rejected.checked_sub(REJECTS_SHOWN as u64).filter(|more| *more > 0) {
        lines.push(format!("  {}", t!(texts, "inspect-rejects-more", rows = more)));
    }
    lines
}
