//! What the fronts show of an answer that was worked out again.

use serde_json::Value as Json;
use shopkit::kit::{AnswerChange, FileState, ImportChange, TermChange, Verification};
use shopkit::model::file_name::file_name;
use shopkit::model::message::{Arg, Message};
use shopkit::model::table::{Column, Datum, SHOP, Table, Word};
use shopkit::texts::Texts;
use shopkit::{msg, t, word};

const SAME: Word = word!("verify-result", "same");
const DIFFERENT: Word = word!("verify-result", "different");
const EDITED: Word = word!("verify-result", "edited");
const UNKNOWN: Word = word!("verify-result", "unknown");
const WITHOUT_EFFECT: Word = word!("verify-result", "without-effect");

/// Shows an answer that was worked out again.
pub struct VerifyView {
    pub title: String,
    /// What comes of it.
    pub conclusions: Vec<String>,
    /// What was compared: a stable code, the outcome, and details.
    pub checks: Vec<CheckView>,
    /// The imports that are others now, under a title.
    pub imports: Option<(String, Table)>,
    /// The first cells that differ, under a title.
    pub cells: Option<(String, Table)>,
}

/// Shows one thing that was compared.
pub struct CheckView {
    pub what: Word,
    pub result: Word,
    pub detail: String,
}

impl VerifyView {
    /// Builds the view; `program` is the version that is running.
    pub fn of(verified: &Verification, program: &str, texts: Texts) -> Self {
        let receipt = &verified.receipt;
        let shops = Arg::list(receipt.shops.iter().map(|shop| shop.shop.as_str()));
        let check =
            |(what, result, detail): (Word, Word, Message)| CheckView { what, result, detail: texts.say(&detail) };
        Self {
            title: t!(texts, "verify-title", report = &receipt.report, shops = shops, at = &receipt.asked_at),
            conclusions: conclusions(verified, program).iter().map(|message| texts.say(message)).collect(),
            checks: [file(verified), imports(verified), words(verified), terms(verified), answer(verified)]
                .map(check)
                .into(),
            imports: (!verified.imports.is_empty())
                .then(|| (t!(texts, "verify-imports-title"), import_table(verified, texts))),
            cells: cell_table(&verified.answer)
                .map(|table| (t!(texts, "verify-cells-title", count = table.rows.len()), table)),
        }
    }

    /// Returns what was compared as a table.
    pub fn table(&self) -> Table {
        let columns = vec![
            Column::titled("check", "column-verified"),
            Column::titled("result", "column-verify-result"),
            Column::titled("detail", "column-verify-detail"),
        ];
        let row = |check: &CheckView| {
            vec![Datum::Word(check.what), Datum::Word(check.result), Datum::Text(check.detail.clone())]
        };
        Table::new(columns, self.checks.iter().map(row).collect())
    }
}

fn conclusions(verified: &Verification, program: &str) -> Vec<Message> {
    let mut said = Vec::new();
    if verified.file == FileState::Edited {
        said.push(msg!("verify-edited"));
    }
    said.push(match (verified.answer.is_none(), verified.is_same()) {
        (true, true) => msg!("verify-same"),
        (true, false) => msg!("verify-other-ground"),
        (false, _) => msg!("verify-differs"),
    });
    let has_same_ground = verified.has_same_imports && verified.other_words.is_none() && !verified.terms_matter;
    if verified.file == FileState::AsGiven && has_same_ground && !verified.answer.is_none() {
        said.push(msg!("verify-order", before = &verified.receipt.program, now = program));
    }
    said
}

fn file(verified: &Verification) -> (Word, Word, Message) {
    let (result, detail) = match verified.file {
        FileState::AsGiven => (SAME, msg!("verify-file-as-given")),
        FileState::Edited => (EDITED, msg!("verify-file-edited")),
        FileState::OtherDatabase => (UNKNOWN, msg!("verify-file-other-database")),
    };
    (word!("verified", "file"), result, detail)
}

fn imports(verified: &Verification) -> (Word, Word, Message) {
    let before: usize = verified.receipt.shops.iter().map(|shop| shop.imports.count).sum();
    let (result, detail) = if verified.has_same_imports {
        (SAME, msg!("verify-imports-same", count = before))
    } else {
        (DIFFERENT, msg!("verify-imports-changed", before = before, now = verified.imports_now))
    };
    (word!("verified", "imports"), result, detail)
}

fn words(verified: &Verification) -> (Word, Word, Message) {
    let before = &verified.receipt.words;
    let now = verified.other_words.unwrap_or(before);
    let result = if verified.other_words.is_some() { DIFFERENT } else { SAME };
    (word!("verified", "words"), result, msg!("verify-words", before = before, now = now))
}

fn terms(verified: &Verification) -> (Word, Word, Message) {
    let result = match (verified.terms.is_empty(), verified.terms_matter) {
        (true, _) => SAME,
        (false, true) => DIFFERENT,
        (false, false) => WITHOUT_EFFECT,
    };
    let change = |change: &TermChange| {
        let (before, now) = (change.before.to_string(), change.now.to_string());
        if is_of_several(verified) {
            return msg!("verify-term-of-shop", shop = &change.shop, name = &change.name, before = before, now = now);
        }
        msg!("verify-term", name = &change.name, before = before, now = now)
    };
    (word!("verified", "terms"), result, Arg::clauses(verified.terms.iter().map(change)).into())
}

fn answer(verified: &Verification) -> (Word, Word, Message) {
    let AnswerChange { rows: (before, now), other_columns, other_totals, different_rows, .. } = verified.answer;
    let mut said = Vec::new();
    if other_columns {
        said.push(msg!("verify-columns-different"));
    }
    if different_rows > 0 {
        said.push(msg!("verify-rows-different", rows = different_rows, before = before, now = now));
    }
    if other_totals {
        said.push(msg!("verify-totals-different"));
    }
    if said.is_empty() {
        return (word!("verified", "answer"), SAME, msg!("verify-rows-same", rows = now));
    }
    (word!("verified", "answer"), DIFFERENT, Arg::clauses(said).into())
}

/// Tells whether what changed has to name its shop.
fn is_of_several(verified: &Verification) -> bool {
    verified.receipt.shops.len() > 1
}

fn import_table(verified: &Verification, texts: Texts) -> Table {
    let is_of_several = is_of_several(verified);
    let columns = [
        Column::of(SHOP),
        Column::titled("change", "column-import-change"),
        Column::titled("kind", "column-import-kind"),
        Column::of("exported_at"),
        Column::titled("file", "column-import-file"),
        Column::titled("rows_before", "column-rows-before"),
        Column::titled("rows_now", "column-rows-now"),
        Column::titled("now", "column-import-now"),
    ];
    let rows = |state: &Option<(i64, String)>| Datum::int(state.as_ref().map(|(rows, _)| *rows));
    let row = |change: &ImportChange| {
        let import = change.import.as_ref().map(|(id, path)| format!("#{id} {}", file_name(path)));
        let cells = [
            Datum::Text(change.shop.clone()),
            Datum::Word(change.change),
            Datum::Text(texts.named("word-export", &change.kind)),
            Datum::Text(change.exported_at.clone()),
            Datum::text(import.or_else(|| change.file.clone())),
            rows(&change.before),
            rows(&change.now),
            Datum::text(change.now.as_ref().map(|(_, state)| state.clone()).filter(|now| *now != change.exported_at)),
        ];
        cells.into_iter().skip(usize::from(!is_of_several)).collect()
    };
    let columns = columns.into_iter().skip(usize::from(!is_of_several)).collect();
    Table::new(columns, verified.imports.iter().map(row).collect())
}

fn cell_table(change: &AnswerChange) -> Option<Table> {
    let columns = vec![
        Column::titled("row", "column-row-number"),
        Column::titled("column", "column-of-row"),
        Column::titled("in_file", "column-in-file"),
        Column::titled("now", "column-now"),
    ];
    let cell = |value: &Option<Json>| match value {
        None => Datum::Null,
        Some(Json::String(text)) => Datum::Text(text.clone()),
        Some(other) => Datum::Text(other.to_string()),
    };
    let rows = change.cells.iter().map(|differs| {
        let row = i64::try_from(differs.row).unwrap_or(i64::MAX);
        vec![Datum::Int(row), Datum::Text(differs.column.clone()), cell(&differs.in_file), cell(&differs.now)]
    });
    (!change.cells.is_empty()).then(|| Table::new(columns, rows.collect()))
}
