//! `shopkit inspect`.

use std::fmt::Write as _;

use serde_json::json;
use shopkit::import::{ColumnPlan, ItemAmount};
use shopkit::kit::{self, Inspection};
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::table::{Column, Datum, Table};

use super::args::{Format, Inspect};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::session::Session;
use super::{import, import_json, render};
use crate::front::imported::reject_line;
use crate::front::words::visible;

pub fn run(args: Inspect, session: &mut Session) -> Result<Exit, CliError> {
    session.reads([&args.file]);
    let inspection = kit::inspect(&args.file, &import::options(args.reading))?;
    match session.format {
        Format::Json => session.json(&answer(&args.file.to_string_lossy(), &inspection, session.lang))?,
        Format::Csv => session.table(&columns(&inspection))?,
        Format::Table => session.text(&text(&inspection, session.lang, session.width()))?,
    }
    Ok(if inspection.rejects.is_empty() { Exit::Done } else { Exit::Look })
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
    let plan = &inspection.plan;
    let facts = &plan.facts;
    let columns: Vec<_> = shown(inspection)
        .map(|column| {
            let field = plan.field_name(column);
            json!({ "column": shopkit::model::reject::column_letters(column.place), "header": column.header, "field": field })
        })
        .collect();
    json!({
        "schema_version": SCHEMA_VERSION,
        "path": path,
        "format": facts.format,
        "encoding": facts.encoding,
        "delimiter": inspection.delimiter,
        "sheet": facts.sheet,
        "sheets": inspection.sheets.iter().map(|sheet| json!({ "name": sheet.name, "visible": sheet.visible })).collect::<Vec<_>>(),
        "kind": facts.kind,
        "grain": facts.grain,
        "exported_at": inspection.exported_at.to_string(),
        "header_row": plan.header_row,
        "columns": columns,
        "unknown_columns": inspection.unknown_columns,
        "item_amount": item_amount(plan.profile.item_amount),
        "rows_checked": inspection.rows,
        "complete": inspection.complete,
        "rejects": inspection.rejects.iter().take(100).map(import_json::reject).collect::<Vec<_>>(),
        "warnings": inspection.warnings.iter().map(|warning| import_json::warning(warning, lang)).collect::<Vec<_>>(),
    })
}

/// Lists the columns that have a header or content.
fn shown(inspection: &Inspection) -> impl Iterator<Item = &ColumnPlan> {
    let unnamed = |column: &ColumnPlan| column.unnamed && !inspection.unknown_columns.contains(&column.header);
    inspection.plan.columns.iter().filter(move |column| !unnamed(column))
}

fn columns(inspection: &Inspection) -> Table {
    let rows = shown(inspection).map(|column| {
        let field = Datum::text(inspection.plan.field_name(column).map(str::to_owned));
        let letters = shopkit::model::reject::column_letters(column.place);
        vec![Datum::Text(letters), Datum::Text(column.header.clone()), field]
    });
    Table {
        columns: vec![
            Column::new("column", "列", "Column"),
            Column::new("header", "表头", "Header"),
            Column::new("field", "字段", "Field"),
        ],
        rows: rows.collect(),
    }
}

fn text(inspection: &Inspection, lang: Lang, width: Option<u16>) -> String {
    let plan = &inspection.plan;
    let facts = &plan.facts;
    let mut out = String::new();
    let mut line = |zh: &str, en: &str, value: String| {
        let _ = writeln!(out, "{}{}{}", lang.pick(zh, en), lang.pick("：", ": "), visible(&value));
    };
    line("格式", "Format", facts.format.as_str().to_owned());
    if let Some(encoding) = facts.encoding {
        let delimiter = match inspection.delimiter {
            Some('\t') => "TAB".to_owned(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        line("编码", "Encoding", encoding.as_str().to_owned());
        line("分隔符", "Delimiter", delimiter);
    }
    if let Some(sheet) = &facts.sheet {
        let hidden = inspection.sheets.iter().any(|other| other.name.as_ref() == Some(sheet) && !other.visible);
        let mark = if hidden { lang.pick("（隐藏）", " (hidden)") } else { "" };
        line("工作表", "Sheet", format!("{sheet}{mark}"));
    }
    line("种类", "Kind", facts.kind.word().title(lang).to_owned());
    if let Some(grain) = facts.grain {
        line("维度", "Grain", grain.word().title(lang).to_owned());
    }
    line("导出时间", "Exported", inspection.exported_at.to_string());
    line(
        "表头",
        "Header",
        lang.pick(
            format!("第 {} 行，{} 列", plan.header_row, shown(inspection).count()),
            format!("row {}, {} columns", plan.header_row, shown(inspection).count()),
        ),
    );
    match plan.profile.item_amount {
        ItemAmount::Absent => {}
        ItemAmount::UnitPrice => line(
            "商品金额",
            "商品金额",
            lang.pick("是单价（乘以数量与应付和优惠相符）", "the price of one piece (times the quantity it fits)")
                .to_owned(),
        ),
        ItemAmount::Total => line("商品金额", "商品金额", lang.pick("是整行金额", "the amount of the line").to_owned()),
        ItemAmount::Undecided => line(
            "商品金额",
            "商品金额",
            lang.pick(
                "无法判断是单价还是整行金额；只有数量为 1 的行有单价",
                "undecided; only lines of one piece have a unit price",
            )
            .to_owned(),
        ),
    }
    let checked = lang.pick(format!("前 {} 行", inspection.rows), format!("the first {} rows", inspection.rows));
    let all = lang.pick(format!("全部 {} 行", inspection.rows), format!("all {} rows", inspection.rows));
    line("已检查", "Checked", if inspection.complete { all } else { checked });
    out.push('\n');
    out.push_str(&render::table(&columns(inspection), lang, width));
    out.push('\n');
    for warning in &inspection.warnings {
        let _ = writeln!(out, "{}{}", lang.pick("注意：", "warning: "), visible(&warning.message(lang)));
    }
    if !inspection.rejects.is_empty() {
        let _ = writeln!(out, "{}", lang.pick("有问题的行：", "Rows with a problem:"));
        for reject in inspection.rejects.iter().take(20) {
            let _ = writeln!(out, "  {}", reject_line(reject, lang));
        }
        if inspection.rejects.len() > 20 {
            let more = inspection.rejects.len() - 20;
            let _ = writeln!(out, "{}", lang.pick(format!("  ……还有 {more} 行"), format!("  ... and {more} more")));
        }
    }
    out
}
