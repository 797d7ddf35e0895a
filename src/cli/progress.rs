//! The progress bar of an import or an export.

use std::io::{self, IsTerminal};
use std::path::Path;
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
    /// When work on the file began, and that on the first file.
    started: Instant,
    began: Option<Instant>,
    /// The number of the file, and how many there are.
    file: usize,
    files: usize,
    /// The name of a file that is not shown yet.
    name: Option<String>,
}

impl Bar {
    pub fn new(texts: Texts, quiet: bool) -> Self {
        Self {
            shown: ProgressBar::hidden(),
            texts,
            visible: !quiet && io::stderr().is_terminal(),
            started: Instant::now(),
            began: None,
            file: 0,
            files: 1,
            name: None,
        }
    }

    /// Says how many files there are to come.
    pub fn for_files(mut self, files: usize) -> Self {
        self.files = files;
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
        self.started = Instant::now();
        self.began.get_or_insert(self.started);
        self.file += 1;
        if !self.visible {
            return;
        }
        let name = shortened(&sanitized_line(&path.file_name().unwrap_or_default().to_string_lossy()));
        let name = match self.files {
            0 | 1 => name,
            files => format!("{}/{files} {name}", self.file),
        };
        self.name = Some(name);
    }

    fn advance(&mut self, rows: u64, done: u64, total: u64) {
        let passed = self.started.elapsed();
        if !self.is_due() {
            return;
        }
        if let Some(name) = self.name.take() {
            let eta = t!(self.texts, "progress-left", time = "{eta}");
            let style = styled(&format!("{{prefix}} {{bar:16}} {{percent:>3}}%  {{wide_msg}}  {eta}"));
            self.shown.finish_and_clear();
            let target = ProgressDrawTarget::stderr();
            self.shown = ProgressBar::with_draw_target(Some(0), target).with_style(style).with_prefix(name);
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "only shown"
        )]
        let speed = (rows as f64 / passed.as_secs_f64().max(0.001)) as u64;
        if total == 0 {
            // How much is to come is not known.
            self.shown.set_style(styled("{prefix}  {wide_msg}"));
        }
        self.shown.set_length(total.max(done));
        self.shown.set_position(done);
        self.shown.set_message(t!(self.texts, "progress-speed", rows = Arg::count(rows), speed = Arg::count(speed)));
    }

    fn end(&mut self) {
        // The line of the next file takes the place of this one.
        if self.file >= self.files {
            self.shown.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.shown.finish_and_clear();
    }
}

fn styled(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
