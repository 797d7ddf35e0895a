//! What became of all files of an upload together: how many were imported, and what to do about rejected rows.

use maud::{Markup, html};
use shopkit::model::lang::Explain as _;
use shopkit::model::message::{Arg, Message};
use shopkit::model::reject::RejectCode;
use shopkit::model::summary::FileStatus;
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::jobs::{Job, Stage};

/// Counts the files of an upload by what became of them, and their rejected rows by reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct JobSum {
    files: usize,
    imported: usize,
    previewed: usize,
    skipped: usize,
    failed: usize,
    /// By reason, the most frequent first: how many rows of how many files.
    rejects: Vec<(RejectCode, u64, usize)>,
}

impl JobSum {
    /// Counts the files of a job that is done.
    pub fn of(job: &Job) -> Self {
        let mut sum = Self { files: job.files.len(), ..Self::default() };
        for file in &job.files {
            let Stage::Finished(finished) = file.stage() else {
                sum.failed += 1;
                continue;
            };
            match finished.status() {
                FileStatus::Imported => sum.imported += 1,
                FileStatus::DryRun => sum.previewed += 1,
                FileStatus::Skipped => sum.skipped += 1,
                FileStatus::Failed => sum.failed += 1,
            }
            let kinds = finished.reject_kinds().iter().map(|kind| (kind.first.code, kind.rows));
            sum.add_rejects(&kinds.collect::<Vec<_>>());
        }
        sum.rejects.sort_by_key(|(_, rows, _)| std::cmp::Reverse(*rows));
        sum
    }

    /// Adds the rejected rows of a file, by reason.
    fn add_rejects(&mut self, kinds: &[(RejectCode, u64)]) {
        let mut codes: Vec<RejectCode> = Vec::new();
        for (code, rows) in kinds {
            let is_first = !codes.contains(code);
            codes.push(*code);
            match self.rejects.iter_mut().find(|(known, ..)| known == code) {
                Some((_, all, files)) => {
                    *all += rows;
                    *files += usize::from(is_first);
                }
                None => self.rejects.push((*code, *rows, 1)),
            }
        }
    }

    fn message(&self) -> Message {
        let parts = [
            (self.imported, msg!("page-import-files-imported", files = self.imported)),
            (self.previewed, msg!("page-import-files-previewed", files = self.previewed)),
            (self.skipped, msg!("page-import-files-skipped", files = self.skipped)),
            (self.failed, msg!("page-import-files-failed", files = self.failed)),
        ];
        let parts = parts.into_iter().filter(|(files, _)| *files > 0).map(|(_, part)| part);
        msg!("page-import-files", files = self.files, parts = Arg::list(parts))
    }
}

/// Writes how many files were imported, and each reason of rejected rows once, with what to do.
pub fn section(sum: &JobSum, texts: Texts) -> Markup {
    let class = match sum {
        JobSum { failed: 0, rejects, .. } if rejects.is_empty() => "note good",
        JobSum { failed: 0, .. } => "note warn",
        _ => "note bad",
    };
    html! {
        div class="sum" {
            p class=(class) role="status" { strong { (texts.say(&sum.message())) } }
            @if !sum.rejects.is_empty() {
                div class="card" {
                    h2 { (t!(texts, "page-import-rejects-of-all")) }
                    dl class="reasons" { @for (code, rows, files) in &sum.rejects {
                        dt { (texts.say(&msg!("page-import-reject-kind", reason = code.message(), rows = Arg::count(*rows), files = *files))) }
                        dd { (texts.say(&code.advice())) }
                    } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;

    use super::*;

    #[test]
    fn files_add_up_and_only_what_happened_is_named() {
        let sum = JobSum { files: 10, imported: 9, failed: 1, ..JobSum::default() };
        let said = [Lang::En, Lang::Zh].map(|lang| Texts::page(lang).say(&sum.message()));
        insta::assert_snapshot!(said.join("\n"), @"
        10 files: 9 imported, 1 failed
        10 个文件：9 个已导入、1 个失败
        ");
    }

    #[test]
    fn a_reason_of_several_files_is_named_once() {
        let mut sum = JobSum::default();
        sum.add_rejects(&[(RejectCode::BadTime, 2), (RejectCode::BadTime, 1), (RejectCode::DamagedId, 5)]);
        sum.add_rejects(&[(RejectCode::BadTime, 4)]);
        assert_eq!(sum.rejects, [(RejectCode::BadTime, 7, 2), (RejectCode::DamagedId, 5, 1)]);
    }
}
