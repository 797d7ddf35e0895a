//! `shopkit verify`.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use shopkit::kit::{CellChange, FileState, ImportChange, TermChange, Verification};

use super::args::{Format, Verify};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::render;
use super::session::Session;
use crate::front::text::visible;
use crate::front::views::verify::VerifyView;

pub fn run(args: &Verify, session: &mut Session) -> Result<Exit, CliError> {
    session.reads([&args.file]);
    let verified = session.kit()?.verify(&args.file)?;
    let view = VerifyView::of(&verified, env!("CARGO_PKG_VERSION"), session.texts());
    match session.format {
        Format::Json => session.json(&answer(&verified, &view))?,
        Format::Csv => session.table(&view.table())?,
        Format::Table | Format::Xlsx => session.text(&text(&view, session))?,
    }
    Ok(if verified.is_same() { Exit::Done } else { Exit::Attention })
}

fn text(view: &VerifyView, session: &Session) -> String {
    let (texts, width) = (session.texts(), session.width());
    let mut out = format!("{}\n", visible(&view.title));
    for conclusion in &view.conclusions {
        let _ = writeln!(out, "{}", visible(conclusion));
    }
    let _ = writeln!(out, "{}", render::table(&view.table(), texts, width));
    for (title, table) in [&view.imports, &view.cells].into_iter().flatten() {
        let _ = writeln!(out, "{title}\n{}", render::table(table, texts, width));
    }
    out
}

fn answer(verified: &Verification, view: &VerifyView) -> Json {
    let receipt = &verified.receipt;
    let state = |state: &Option<(i64, String)>, exported: bool| {
        state.as_ref().map(|(rows, said)| {
            if exported {
                json!({ "rows": rows, "exported_at": said })
            } else {
                json!({ "rows": rows, "count": said.parse::<u64>().ok() })
            }
        })
    };
    let import = |change: &ImportChange| {
        let is_file = change.change.code != "counted";
        json!({
            "shop": change.shop, "change": change.change.code, "kind": change.kind, "exported_at": change.exported_at, "file": change.file,
            "import_id": change.import.as_ref().map(|(id, _)| id), "path": change.import.as_ref().map(|(_, path)| path),
            "before": state(&change.before, is_file), "now": state(&change.now, is_file),
        })
    };
    let term = |change: &TermChange| json!({ "shop": change.shop, "name": change.name, "before": change.before, "now": change.now });
    let cell = |change: &CellChange| json!({ "row": change.row, "column": change.column, "in_file": change.in_file, "now": change.now });
    let found = &verified.answer;
    let checks: Vec<Json> =
        view.checks.iter().map(|check| json!({ "check": check.what.code, "result": check.result.code })).collect();
    json!({
        "schema_version": SCHEMA_VERSION,
        "result": if verified.is_same() { "same" } else { "differs" },
        "report": receipt.report,
        "shops": receipt.shops.iter().map(|shop| &shop.shop).collect::<Vec<_>>(),
        "asked_at": receipt.asked_at,
        "checks": checks,
        "file": match verified.file {
            FileState::AsGiven => "as_given",
            FileState::Edited => "edited",
            FileState::OtherDatabase => "other_database",
        },
        "imports": {
            "same": verified.has_same_imports,
            "changes": verified.imports.iter().map(import).collect::<Vec<_>>(),
        },
        "words": { "before": receipt.words, "now": verified.other_words.unwrap_or(&receipt.words) },
        "terms": {
            "matter": verified.terms_matter,
            "changes": verified.terms.iter().map(term).collect::<Vec<_>>(),
        },
        "answer": {
            "same": found.is_none(), "rows_in_file": found.rows.0, "rows_now": found.rows.1,
            "different_rows": found.different_rows, "other_columns": found.other_columns,
            "other_totals": found.other_totals, "cells": found.cells.iter().map(cell).collect::<Vec<_>>(),
        },
    })
}
