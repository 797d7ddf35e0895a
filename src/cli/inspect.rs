//! `shopkit inspect`.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use shopkit::import::{ColumnPlan, HeaderRow, ItemAmount};
use shopkit::kit::{self, ExportLook, Inspection, SheetLook};
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::reject::{Warning, column_letters};
use shopkit::model::table::{Column, Datum, Table};
use shopkit::texts::Texts;

use super::args::{Format, Inspect};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::session::Session;
use super::{import, import_json, render};
use crate::front::imported::reject_line;
use crate::front::text::visible;

/// Rows with a problem that are shown.
const REJECTS_SHOWN: usize = 20;

/// Rows of a sheet that look like headers and are shown.
const HEADERS_SHOWN: usize = 5;

pub fn run(args: Inspect, session: &mut Session) -> Result<Exit, CliError> {
    session.reads([&args.file]);
    let inspection = kit::inspect(&args.file, &import::options(args.reading))?;
    match session.format {
        Format::Json => session.json(&answer(&args.file.to_string_lossy(), &inspection, session.lang))?,
        Format::Csv => session.table(&columns(inspection.export.as_ref().ok()))?,
        Format::Table => session.text(&text(&inspection, session.lang, session.width()))?,
    }
    if let Err(error) = &inspection.export {
        session.fail(
            &Texts::command(session.lang).say(&error.message()),
            Texts::command(session.lang).hint(error.hint()).as_deref(),
        );
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

fn answer(path: &str, inspection: &Inspection, lang: Lang) -> serde_json::Value {
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
            set(
                "error",
                json!({ "code": error.code(), "message": Texts::command(lang).say(&error.message()), "hint": Texts::command(lang).hint(error.hint()) }),
            );
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
    set("warnings", export.warnings.iter().map(|warning| import_json::warning(warning, lang)).collect());
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
    Table::new(
        vec![
            Column::new("column", "列", "Column"),
            Column::new("header", "表头", "Header"),
            Column::new("field", "字段", "Field"),
        ],
        rows.collect(),
    )
}

/// Lists the sheets with their sizes and the rows at their tops that look like headers.
fn sheets(sheets: &[SheetLook], lang: Lang) -> Table {
    let headers = |sheet: &SheetLook| {
        let header = |header: &HeaderRow| {
            let (row, known, cells) = (header.row, header.known.len(), header.cells);
            lang.pick(
                format!("第 {row} 行（{cells} 列中认出 {known} 列）"),
                format!("row {row} ({known} of {cells} columns known)"),
            )
        };
        let shown: Vec<String> = sheet.headers.iter().take(HEADERS_SHOWN).map(header).collect();
        Datum::text((!shown.is_empty()).then(|| shown.join(lang.pick("、", ", "))))
    };
    let row = |sheet: &SheetLook| {
        let name = sheet.name.as_deref().unwrap_or("-");
        let hidden = if sheet.visible { "" } else { lang.pick("（隐藏）", " (hidden)") };
        let columns = i64::try_from(sheet.columns).unwrap_or(i64::MAX);
        vec![
            Datum::Text(format!("{name}{hidden}")),
            Datum::Int(sheet.rows.cast_signed()),
            Datum::Int(columns),
            headers(sheet),
        ]
    };
    Table::new(
        vec![
            Column::new("sheet", "工作表", "Sheet"),
            Column::new("rows", "行数", "Rows"),
            Column::new("columns", "列数", "Columns"),
            Column::new("headers", "像表头的行", "Rows like a header"),
        ],
        sheets.iter().map(row).collect(),
    )
}

fn text(inspection: &Inspection, lang: Lang, width: Option<u16>) -> String {
    let mut out = String::new();
    line(&mut out, lang, "格式", "Format", inspection.format.as_str());
    if let Some(encoding) = inspection.encoding {
        let delimiter = match inspection.delimiter {
            Some('\t') => "TAB".to_owned(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        line(&mut out, lang, "编码", "Encoding", encoding.as_str());
        line(&mut out, lang, "分隔符", "Delimiter", &delimiter);
    }
    if let Ok(export) = &inspection.export {
        export_text(&mut out, inspection, export, lang, width);
    } else {
        out.push('\n');
        out.push_str(&render::table(&sheets(&inspection.sheets, lang), Texts::command(lang), width));
    }
    out
}

fn line(out: &mut String, lang: Lang, zh: &str, en: &str, value: &str) {
    let _ = writeln!(out, "{}{}{}", lang.pick(zh, en), lang.pick("：", ": "), visible(value));
}

fn export_text(out: &mut String, inspection: &Inspection, export: &ExportLook, lang: Lang, width: Option<u16>) {
    let plan = &export.plan;
    let facts = &plan.facts;
    let names: Vec<&str> = plan.sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    if !names.is_empty() {
        let is_hidden =
            |name: &str| inspection.sheets.iter().any(|sheet| sheet.name.as_deref() == Some(name) && !sheet.visible);
        let mark =
            |name: &&str| format!("{name}{}", if is_hidden(name) { lang.pick("（隐藏）", " (hidden)") } else { "" });
        let names: Vec<String> = names.iter().map(mark).collect();
        line(out, lang, "工作表", "Sheet", &names.join(lang.pick("、", ", ")));
    }
    line(out, lang, "种类", "Kind", &Texts::command(lang).word(facts.kind.word()));
    if let Some(grain) = facts.grain {
        line(out, lang, "维度", "Grain", &Texts::command(lang).word(grain.word()));
    }
    line(out, lang, "导出时间", "Exported", &inspection.exported_at.to_string());
    let (row, count) = (plan.header_row(), shown(export).count());
    let header = lang.pick(format!("第 {row} 行，{count} 列"), format!("row {row}, {count} columns"));
    line(out, lang, "表头", "Header", &header);
    let item_amount = match plan.profile.item_amount {
        ItemAmount::Absent => None,
        ItemAmount::UnitPrice => {
            Some(lang.pick("是单价（乘以数量与应付和优惠相符）", "the price of one piece (times the quantity it fits)"))
        }
        ItemAmount::Total => Some(lang.pick("是整行金额", "the amount of the line")),
        ItemAmount::Undecided => Some(lang.pick(
            "无法判断是单价还是整行金额；只有数量为 1 的行有单价",
            "undecided; only lines of one piece have a unit price",
        )),
    };
    if let Some(item_amount) = item_amount {
        line(out, lang, "商品金额", "商品金额", item_amount);
    }
    let rows = lang.pick(format!("全部 {} 行", export.rows), format!("all {} rows", export.rows));
    line(out, lang, "已检查", "Checked", &rows);
    out.push('\n');
    if inspection.sheets.len() > 1 {
        let _ = writeln!(out, "{}\n", render::table(&sheets(&inspection.sheets, lang), Texts::command(lang), width));
    }
    out.push_str(&render::table(&columns(Some(export)), Texts::command(lang), width));
    out.push('\n');
    for warning in &export.warnings {
        let _ = writeln!(
            out,
            "{}{}",
            lang.pick("注意：", "warning: "),
            visible(&Texts::command(lang).say(&warning.message()))
        );
    }
    if export.rejected == 0 {
        return;
    }
    let _ = writeln!(out, "{}", lang.pick("有问题的行：", "Rows with a problem:"));
    for reject in export.rejects.iter().take(REJECTS_SHOWN) {
        let _ = writeln!(out, "  {}", reject_line(reject, lang));
    }
    if let Some(more) = export.rejected.checked_sub(REJECTS_SHOWN as u64).filter(|more| *more > 0) {
        let _ = writeln!(out, "{}", lang.pick(format!("  ……还有 {more} 行"), format!("  ... and {more} more")));
    }
}
