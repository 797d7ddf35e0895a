//! The progress bar of an import or an export.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use shopkit::kit::Progress;
use shopkit::model::message::Arg;
use shopkit::t;
use shopkit::texts::Texts;

use super::sanitize::sanitized_line;
use crate::front::text::shortened;

/// How long work goes on before the bar appears; a bar that goes away sooner is only flicker.
const QUIET_FOR: Duration = Duration::from_millis(300);

/// Shows a bar with rows, speed and the time left, on a terminal only: one line, which is written anew, for several files too.
pub struct Bar {
    shown: ProgressBar,
    texts: Texts,
    visible: bool,
    /// When work on the first file began.
    began: Option<Instant>,
    /// The sizes of the files, where there are several.
    sizes: Vec<u64>,
    /// The number of the file.
    file: usize,
    name: String,
    /// The rows of the files before, and of this one.
    rows_before: u64,
    rows: u64,
}

impl Bar {
    pub fn new(texts: Texts, quiet: bool) -> Self {
        Self {
            shown: ProgressBar::hidden(),
            texts,
            visible: !quiet && io::stderr().is_terminal(),
            began: None,
            sizes: vec![1],
            file: 0,
            name: String::new(),
            rows_before: 0,
            rows: 0,
        }
    }

    /// Says which files are to come. Their sizes tell how much of all is done.
    pub fn for_files(mut self, files: &[PathBuf]) -> Self {
        let size = |path: &PathBuf| fs::metadata(path).map_or(0, |data| data.len());
        self.sizes = files.iter().map(size).collect();
        self
    }

    /// Tells whether work goes on for so long that the bar is shown.
    fn is_due(&self) -> bool {
        self.visible && self.began.is_some_and(|began| began.elapsed() >= QUIET_FOR)
    }

    /// Says that all rows are written and the file is being closed.
    pub fn close(&mut self) {
        if self.is_due() {
            self.shown.set_style(styled("{prefix}  {wide_msg}"));
            self.shown.set_message(t!(self.texts, "progress-packing"));
            // Nothing else redraws it.
            self.shown.enable_steady_tick(QUIET_FOR);
        }
    }
}

impl Progress for Bar {
    fn start(&mut self, path: &Path) {
        self.began.get_or_insert_with(Instant::now);
        self.file += 1;
        self.rows_before += std::mem::take(&mut self.rows);
        if !self.visible {
            return;
        }
        let name = shortened(&sanitized_line(&path.file_name().unwrap_or_default().to_string_lossy()));
        self.name = match self.sizes.len() {
            0 | 1 => name,
            files => format!("{}/{files} {name}", self.file),
        };
        self.shown.set_prefix(self.name.clone());
    }

    fn advance(&mut self, rows: u64, done: u64, total: u64) {
        self.rows = rows;
        if !self.is_due() {
            return;
        }
        if self.shown.is_hidden() {
            let eta = t!(self.texts, "progress-left", time = "{eta}");
            let style = styled(&format!("{{prefix}} {{bar:16}} {{percent:>3}}%  {{wide_msg}}  {eta}"));
            let target = ProgressDrawTarget::stderr();
            self.shown =
                ProgressBar::with_draw_target(Some(0), target).with_style(style).with_prefix(self.name.clone());
        }
        if total == 0 {
            // How much is to come is not known.
            self.shown.set_style(styled("{prefix}  {wide_msg}"));
        }
        let rows = self.rows_before + rows;
        let passed = self.began.map_or(Duration::ZERO, |began| began.elapsed());
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "only shown"
        )]
        let speed = (rows as f64 / passed.as_secs_f64().max(0.001)) as u64;
        let (done, total) = of_all(&self.sizes, self.file, done, total);
        self.shown.set_length(total);
        self.shown.set_position(done);
        self.shown.set_message(t!(self.texts, "progress-speed", rows = Arg::count(rows), speed = Arg::count(speed)));
    }

    fn end(&mut self) {
        // The line of the next file takes the place of this one.
        if self.file >= self.sizes.len() {
            self.shown.finish_and_clear();
            self.shown = ProgressBar::hidden();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.shown.finish_and_clear();
    }
}

/// Returns how much of all files is done, and how much there is, if `done` of `total` units of a file are; the first is 1.
fn of_all(sizes: &[u64], file: usize, done: u64, total: u64) -> (u64, u64) {
    if sizes.len() <= 1 {
        return (done, total.max(done));
    }
    let (before, rest) = sizes.split_at(file.saturating_sub(1).min(sizes.len()));
    let size = rest.first().copied().unwrap_or_default();
    let part = (u128::from(size) * u128::from(done)).checked_div(u128::from(total)).unwrap_or_default();
    let part = u64::try_from(part).map_or(size, |part| part.min(size));
    (before.iter().sum::<u64>() + part, sizes.iter().sum())
}

fn styled(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_counts_all_files_by_their_sizes() {
        let sizes = [100, 300, 600];
        assert_eq!(of_all(&sizes, 1, 0, 7), (0, 1000));
        assert_eq!(of_all(&sizes, 2, 5, 10), (250, 1000));
        assert_eq!(of_all(&sizes, 3, 10, 10), (1000, 1000));
        // More than was announced is not more than the file.
        assert_eq!(of_all(&sizes, 1, 9, 7), (100, 1000));
        assert_eq!(of_all(&sizes, 2, 5, 0), (100, 1000));
        // A file alone is counted in its own units.
        assert_eq!(of_all(&[400], 1, 5, 10), (5, 10));
        assert_eq!(of_all(&[1], 1, 5, 0), (5, 5));
    }
}
