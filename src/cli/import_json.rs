//! The JSON answer of `shopkit import`.

use serde_json::{Map, Value as Json, json};
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::reject::{Reject, Warning};
use shopkit::model::summary::{Counts, Days, FileStatus, ImportSummary};
use shopkit::texts::Texts;

use super::import::Outcome;
use super::output::SCHEMA_VERSION;

/// Builds the answer; its keys are relied on by scripts.
pub fn answer(outcomes: &[Outcome], lang: Lang) -> Json {
    let mut total = Counts::default();
    outcomes.iter().filter_map(|outcome| outcome.result.as_ref().ok()).for_each(|summary| total += summary.counts);
    let files: Vec<Json> = outcomes.iter().map(|outcome| file(outcome, lang)).collect();
    json!({ "schema_version": SCHEMA_VERSION, "files": files, "totals": counts(&total) })
}

fn file(outcome: &Outcome, lang: Lang) -> Json {
    let summary = outcome.summary();
    let error = outcome
        .result
        .as_ref()
        .err()
        .map(|error| json!({ "code": error.code(), "message": Texts::command(lang).say(&error.message()), "hint": Texts::command(lang).hint(error.hint()) }));
    let facts = summary.map(|summary| &summary.facts);
    let mut object = Map::new();
    let mut set = |key: &str, value: Json| object.insert(key.to_owned(), value);
    set("path", json!(outcome.path.to_string_lossy()));
    set("sha256", json!(summary.map(|summary| &summary.sha256)));
    set("status", json!(summary.map_or(FileStatus::Failed, |summary| summary.status).as_str()));
    set("error", json!(error));
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
    set("rejects", outcome.rejects().iter().map(reject).collect());
    set(
        "warnings",
        summary
            .map_or(&[][..], |summary| &summary.warnings)
            .iter()
            .map(|warning| self::warning(warning, lang))
            .collect(),
    );
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
pub fn warning(warning: &Warning, lang: Lang) -> Json {
    json!({ "code": warning.code(), "message": Texts::command(lang).say(&warning.message()) })
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
