//! The JSON answer of `shopkit import`.

use serde_json::{Map, Value as Json, json};
use shopkit::model::lang::Explain;
use shopkit::model::reject::{Reject, Warning};
use shopkit::model::summary::{Counts, Days, ImportSummary};
use shopkit::texts::Texts;

use super::output::SCHEMA_VERSION;
use crate::front::file_import::FileImport;

/// Builds the answer; its keys are relied on by scripts.
pub fn answer(files: &[FileImport], texts: Texts) -> Json {
    let mut total = Counts::default();
    files.iter().filter_map(|file| file.result.as_ref().ok()).for_each(|summary| total += summary.counts);
    let files: Vec<Json> = files.iter().map(|file| self::file(file, texts)).collect();
    json!({ "schema_version": SCHEMA_VERSION, "files": files, "totals": counts(&total) })
}

/// Writes an error.
pub fn error(error: &impl Explain, texts: Texts) -> Json {
    json!({ "code": error.code(), "message": texts.say(&error.message()), "hint": texts.hint(error.hint()) })
}

fn file(file: &FileImport, texts: Texts) -> Json {
    let summary = file.summary();
    let facts = summary.map(|summary| &summary.facts);
    let mut object = Map::new();
    let mut set = |key: &str, value: Json| object.insert(key.to_owned(), value);
    set("path", json!(file.path.to_string_lossy()));
    set("sha256", json!(summary.map(|summary| &summary.sha256)));
    set("status", json!(file.status().as_str()));
    set("error", json!(file.result.as_ref().err().map(|error| self::error(error, texts))));
    set("format", json!(facts.map(|facts| facts.format)));
    set("encoding", json!(facts.and_then(|facts| facts.encoding)));
    set("sheet", json!(facts.and_then(|facts| facts.sheet.as_ref())));
    set("kind", json!(facts.map(|facts| facts.kind)));
    set("grain", json!(facts.and_then(|facts| facts.grain)));
    set("shop", json!(summary.map(|summary| &summary.shop)));
    set("exported_at", json!(summary.map(|summary| summary.exported_at.to_string())));
    set("exported_from", json!(summary.map(|summary| summary.exported_from.as_str())));
    set("import_id", json!(summary.and_then(|summary| summary.import_id)));
    if let Json::Object(counted) = counts(&summary.map(|summary| summary.counts).unwrap_or_default()) {
        object.extend(counted);
    }
    let mut set = |key: &str, value: Json| object.insert(key.to_owned(), value);
    set("rejects", file.rejects().iter().map(reject).collect());
    let warnings = summary.map_or(&[][..], |summary| &summary.warnings);
    set("warnings", warnings.iter().map(|warning| self::warning(warning, texts)).collect());
    set("unknown_columns", json!(summary.map_or(&[][..], |summary| &summary.unknown_columns)));
    set("coverage", coverage(summary));
    Json::Object(object)
}

fn counts(counts: &Counts) -> Json {
    Json::Object(counts.named().iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect())
}

/// Writes a rejected row.
pub fn reject(reject: &Reject) -> Json {
    json!({
        "row": reject.row, "sheet": reject.sheet, "column": reject.column, "header": reject.header,
        "code": reject.code.code(), "value": reject.value,
    })
}

/// Writes a warning.
pub fn warning(warning: &Warning, texts: Texts) -> Json {
    json!({ "code": warning.code(), "message": texts.say(&warning.message()) })
}

fn coverage(summary: Option<&ImportSummary>) -> Json {
    let span = |days: &Days| json!([days.first.to_string(), days.last.to_string()]);
    let days = summary.and_then(|summary| summary.days);
    json!({
        "first_day": days.map(|days| days.first.to_string()),
        "last_day": days.map(|days| days.last.to_string()),
        "gaps": summary.map_or(&[][..], |summary| &summary.gaps).iter().map(span).collect::<Vec<_>>(),
    })
}
