//! What came of an import, in words.

use std::io;

use shopkit::model::export::ExportKind;
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::reject::{Reject, RejectKind};
use shopkit::model::summary::{Days, ExportedFrom, FileStatus, ImportSummary};
use shopkit::model::table::{Column, Datum, RowSink};
use shopkit::texts::Texts;

use super::text::visible;

/// Spans of days without a file that are named, the latest of them.
const GAPS_SHOWN: usize = 5;

/// Says what became of a file.
pub fn status(summary: &ImportSummary, lang: Lang) -> String {
    match (summary.status, summary.import_id) {
        (FileStatus::Skipped, Some(id)) => lang.pick(format!("已导入过（#{id}）"), format!("imported before (#{id})")),
        (FileStatus::Imported, Some(id)) => lang.pick(format!("已导入 #{id}"), format!("imported #{id}")),
        (FileStatus::DryRun, _) => lang.pick("试运行", "dry run").to_owned(),
        (other, _) => other.as_str().to_owned(),
    }
}

fn days(days: Days) -> String {
    if days.first == days.last { days.first.to_string() } else { format!("{} … {}", days.first, days.last) }
}

/// Says what to do where the time of an export is not the one that was taken.
fn otherwise(summary: &ImportSummary, lang: Lang) -> &'static str {
    match summary.status {
        FileStatus::DryRun => lang.pick("如不对，请用 --exported-at 指定", "if that is wrong, give --exported-at"),
        _ => lang.pick("如不对，请撤销后用 --exported-at 指定", "if that is wrong, undo it and give --exported-at"),
    }
}

/// Says that the time of an export is only that of its file.
pub fn dated_by_file(name: &str, summary: &ImportSummary, lang: Lang) -> Option<String> {
    let guessed = summary.exported_from == ExportedFrom::FileDate && summary.status != FileStatus::Skipped;
    let (time, then) = (summary.exported_at, otherwise(summary, lang));
    guessed.then(|| {
        lang.pick(
            format!("{name}：导出时间取自文件日期 {time}；{then}"),
            format!("{name}: taken as exported at {time}, the file's date; {then}"),
        )
    })
}

/// Says that newer exports say otherwise, and what becomes of the rows.
pub fn stale(name: &str, summary: &ImportSummary, lang: Lang) -> String {
    let (rows, time, then) = (summary.counts.stale, summary.exported_at, otherwise(summary, lang));
    let kept = if summary.facts.kind == ExportKind::Orders {
        lang.pick("只保存在经过里", "kept in the timeline only")
    } else {
        lang.pick("保存但不计入", "kept and not counted")
    };
    lang.pick(
        format!("{name}：有 {rows} 行在更新的导出中已有不同内容，{kept}；本文件导出于 {time}，{then}"),
        format!(
            "{name}: newer exports say otherwise of {rows} rows, which are {kept}; taken as exported at {time}, {then}"
        ),
    )
}

/// Names the days that no file covers.
pub fn missing_days(gaps: &[Days], lang: Lang) -> String {
    let shown: Vec<String> = gaps.iter().rev().take(GAPS_SHOWN).rev().map(|gap| days(*gap)).collect();
    let more = if gaps.len() > shown.len() { lang.pick("……、", "..., ") } else { "" };
    let missing = format!("{more}{}", shown.join(lang.pick("、", ", ")));
    lang.pick(format!("尚无任何文件覆盖的日期：{missing}"), format!("days that no file covers yet: {missing}"))
}

/// Writes the reasons of rejected rows out, since programs read them too.
pub struct Reasons<'s> {
    pub texts: Texts,
    pub sink: &'s mut dyn RowSink,
}

impl RowSink for Reasons<'_> {
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

/// Writes rejected rows of one kind as one line.
pub fn reject_kind(kind: &RejectKind, lang: Lang) -> String {
    let line = reject_line(&kind.first, lang);
    match kind.rows - 1 {
        0 => line,
        others => lang.pick(format!("{line}；另有 {others} 行相同"), format!("{line}; {others} more like it")),
    }
}

/// Writes a rejected row as one line.
pub fn reject_line(reject: &Reject, lang: Lang) -> String {
    let (row, column, header, code) = (reject.row, &reject.column, &reject.header, reject.code.code());
    let value = match reject.value.as_str() {
        "" => String::new(),
        value => lang.pick(format!("“{value}” "), format!("\"{value}\" ")),
    };
    let reason = Texts::command(lang).say(&reject.code.message());
    let sheet = reject
        .sheet
        .as_ref()
        .map_or_else(String::new, |sheet| lang.pick(format!("工作表“{sheet}”"), format!("sheet {sheet}, ")));
    let under =
        if header.is_empty() { String::new() } else { lang.pick(format!("（{header}）"), format!(" ({header})")) };
    let line = lang.pick(
        format!("{sheet}第 {row} 行 {column} 列{under}：{value}{reason} [{code}]"),
        format!("{sheet}row {row}, column {column}{under}: {value}{reason} [{code}]"),
    );
    visible(&line)
}
