//! What a front shows of the import of a file.

use std::io;

use shopkit::model::export::ExportKind;
use shopkit::model::lang::Explain;
use shopkit::model::message::{Arg, Message};
use shopkit::model::reject::{Reject, RejectKind, advice};
use shopkit::model::summary::{Counts, Days, ExportedFrom, FileStatus, ImportSummary};
use shopkit::model::table::{Column, Datum, RowSink, Table};
use shopkit::texts::Texts;
use shopkit::{msg, t};

use crate::front::file_import::FileImport;
use crate::front::text::visible;

/// The most kinds of rejected rows that are shown; the database keeps all rows.
const KINDS_SHOWN: usize = 20;

/// The most spans of missing days that are named, the latest of them.
const GAPS_SHOWN: usize = 5;

/// What a front shows of the import of a file. Its texts have no control characters.
pub struct ImportView {
    /// The name of the file, short enough for a table.
    pub name: String,
    pub status: FileStatus,
    /// What people read for the status.
    pub status_title: String,
    /// Why the file was not imported.
    pub error: Option<ErrorView>,
    /// What kind of export it is.
    pub kind: Option<String>,
    /// The days of its orders.
    pub days: Option<Days>,
    /// The rows by what became of them.
    pub counts: Counts,
    /// What deserves a look.
    pub warnings: Vec<String>,
    /// What is good to know: that the time of export is a guess, that rows are older than others.
    pub notes: Vec<String>,
    pub rejects: Option<RejectsView>,
    /// Which days no file covers.
    pub missing_days: Option<String>,
    /// The number of the import, where the file is stored.
    pub import_id: Option<i64>,
}

/// What a front shows of an error.
pub struct ErrorView {
    pub message: String,
    pub hint: Option<String>,
}

/// What a front shows of rejected rows: those of one kind once.
pub struct RejectsView {
    pub kinds: Vec<RejectKindView>,
    /// How many kinds are not shown.
    pub more: Option<String>,
    /// What to do about them. Where nothing was stored, the hint of the error says so.
    pub advice: Option<String>,
}

/// What a front shows of rejected rows of one kind.
pub struct RejectKindView {
    /// The number of the first such row.
    pub first_row: u64,
    pub text: String,
}

impl ImportView {
    /// Builds the view.
    pub fn of(file: &FileImport, texts: Texts) -> Self {
        let summary = file.summary();
        let stored = file.result.as_ref().ok();
        let warnings = stored.map_or(&[][..], |summary| &summary.warnings);
        Self {
            name: file.name(),
            status: file.status(),
            status_title: status(file.status(), summary.and_then(|summary| summary.import_id), texts),
            error: file.result.as_ref().err().map(|error| ErrorView {
                message: visible(&texts.say(&error.message())),
                hint: texts.hint(error.hint()).map(|hint| visible(&hint)),
            }),
            kind: stored.map(|summary| texts.word(summary.facts.kind.word())),
            days: summary.and_then(|summary| summary.days),
            counts: summary.map(|summary| summary.counts).unwrap_or_default(),
            warnings: warnings.iter().map(|warning| visible(&texts.say(&warning.message()))).collect(),
            notes: stored.into_iter().flat_map(notes).map(|note| texts.say(&note)).collect(),
            rejects: RejectsView::of(file.reject_kinds(), stored.is_some(), texts),
            missing_days: stored.and_then(|summary| missing_days(&summary.gaps)).map(|days| texts.say(&days)),
            import_id: stored.and_then(|summary| summary.import_id),
        }
    }
}

impl RejectsView {
    fn of(kinds: &[RejectKind], is_stored: bool, texts: Texts) -> Option<Self> {
        let kind = |kind: &RejectKind| RejectKindView { first_row: kind.first.row, text: reject_kind(kind, texts) };
        let more = kinds.len().saturating_sub(KINDS_SHOWN);
        (!kinds.is_empty()).then(|| Self {
            kinds: kinds.iter().take(KINDS_SHOWN).map(kind).collect(),
            more: (more > 0).then(|| t!(texts, "import-rejects-more", kinds = more)),
            advice: advice(kinds).filter(|_| is_stored).map(|advice| texts.say(&advice)),
        })
    }
}

fn status(status: FileStatus, id: Option<i64>, texts: Texts) -> String {
    let id = id.unwrap_or_default();
    match status {
        FileStatus::Imported => t!(texts, "import-status-imported", id = id),
        FileStatus::Skipped => t!(texts, "import-status-skipped", id = id),
        FileStatus::DryRun => t!(texts, "import-status-dry-run"),
        FileStatus::Failed => t!(texts, "import-status-failed"),
    }
}

fn notes(summary: &ImportSummary) -> Vec<Message> {
    let time = summary.exported_at.to_string();
    let otherwise = || match summary.status {
        FileStatus::DryRun => msg!("import-give-time"),
        _ => msg!("import-undo-and-give-time"),
    };
    let mut notes = Vec::new();
    if summary.exported_from == ExportedFrom::FileDate && summary.status != FileStatus::Skipped {
        notes.push(msg!("import-dated-by-file", time = &time, otherwise = otherwise()));
    }
    if summary.facts.kind == ExportKind::ServiceFees && summary.status != FileStatus::Skipped {
        notes.push(msg!("import-in-no-report"));
    }
    match (summary.counts.stale, summary.facts.kind) {
        (0, _) => {}
        (rows, ExportKind::Orders) => {
            notes.push(msg!("import-older-orders", rows = rows, time = &time, otherwise = otherwise()));
        }
        (rows, _) => notes.push(msg!("import-older-rows", rows = rows, time = &time, otherwise = otherwise())),
    }
    notes
}

fn days(days: Days) -> Arg {
    if days.first == days.last {
        return days.first.into();
    }
    msg!("import-days", first = days.first, last = days.last).into()
}

fn missing_days(gaps: &[Days]) -> Option<Message> {
    let shown = &gaps[gaps.len().saturating_sub(GAPS_SHOWN)..];
    let more = (gaps.len() > shown.len()).then(|| Arg::from("…"));
    let days = Arg::list(more.into_iter().chain(shown.iter().map(|gap| days(*gap))));
    (!gaps.is_empty()).then(|| msg!("import-missing-days", days = days))
}

fn reject_kind(kind: &RejectKind, texts: Texts) -> String {
    let reject = reject(&kind.first);
    let message = match kind.rows - 1 {
        0 => reject,
        others => msg!("import-reject-others", reject = reject, others = others),
    };
    visible(&texts.say(&message))
}

/// Writes a rejected row as one line.
pub fn reject_line(rejected: &Reject, texts: Texts) -> String {
    visible(&texts.say(&reject(rejected)))
}

fn reject(reject: &Reject) -> Message {
    let mut cell = msg!("import-reject-cell", row = reject.row, column = &reject.column);
    if !reject.header.is_empty() {
        cell = msg!("import-reject-cell-of-header", cell = cell, header = &reject.header);
    }
    if let Some(sheet) = &reject.sheet {
        cell = msg!("import-reject-cell-of-sheet", cell = cell, sheet = sheet);
    }
    let reason = reject.code.message();
    let problem = match reject.value.as_str() {
        "" => reason,
        value => msg!("import-reject-value", value = value, reason = reason),
    };
    msg!("import-reject", cell = cell, problem = problem, code = reject.code.code())
}

/// Writes the reasons of rejected rows as texts, since programs read them too.
pub struct ReasonsAsText<'s> {
    pub texts: Texts,
    pub sink: &'s mut dyn RowSink,
}

impl RowSink for ReasonsAsText<'_> {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        self.sink.columns(columns)
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        let written = |datum: &Datum| match datum {
            Datum::Word(reason) => Datum::Text(self.texts.word(*reason)),
            other => other.clone(),
        };
        let row: Vec<Datum> = row.iter().map(written).collect();
        self.sink.row(&row)
    }
}

/// Gives each value of a table's only row under its heading.
pub fn titled(table: &Table, texts: Texts) -> Vec<(String, Datum)> {
    let row = table.rows.first().into_iter().flatten();
    table.columns.iter().zip(row).map(|(column, datum)| (texts.heading(column), datum.clone())).collect()
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;
    use shopkit::model::reject::RejectCode;
    use shopkit::model::time::parse_day;

    use super::*;

    #[test]
    fn a_rejected_row_is_one_line() {
        let whole = Reject {
            row: 7,
            sheet: Some("订单".to_owned()),
            column: "C".to_owned(),
            header: "数量".to_owned(),
            code: RejectCode::BadNumber,
            value: "两\n件".to_owned(),
        };
        let bare = Reject { sheet: None, header: String::new(), value: String::new(), ..whole.clone() };
        let lines = [Lang::Zh, Lang::En].map(|lang| {
            let texts = Texts::command(lang);
            let kind = RejectKind { rows: 3, first: bare.clone() };
            [reject_line(&whole, texts), reject_kind(&kind, texts)].join("\n")
        });
        insta::assert_snapshot!(lines.join("\n"), @r#"
        工作表“订单”第 7 行 C 列（数量）：“两 件” 不是整数或百分比 [bad-number]
        第 7 行 C 列：不是整数或百分比 [bad-number]；另有 2 行相同
        sheet 订单, row 7, column C (数量): "两 件" not a whole number or a percentage [bad-number]
        row 7, column C: not a whole number or a percentage [bad-number]; 2 more like it
        "#);
    }

    #[test]
    fn the_latest_missing_days_are_named() {
        let day = |text| parse_day(text).expect("a day");
        let one = |text| Days { first: day(text), last: day(text) };
        let mut gaps = ["2026-01-01", "2026-01-03", "2026-01-05", "2026-01-07", "2026-01-09"].map(one).to_vec();
        gaps.push(Days { first: day("2026-01-11"), last: day("2026-01-13") });
        let said = missing_days(&gaps).map(|message| Texts::command(Lang::En).say(&message)).unwrap_or_default();
        insta::assert_snapshot!(said, @"no data yet for these days: …, 2026-01-03, 2026-01-05, 2026-01-07, 2026-01-09, 2026-01-11 to 2026-01-13");
        assert_eq!(missing_days(&[]), None);
    }
}
