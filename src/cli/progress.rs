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

/// How long work goes on before the bar appears; a bar that goes away sooner is only flicker.
const QUIET_FOR: Duration = Duration::from_millis(300);

/// Shows a bar with rows, speed and the time left, on a terminal only.
pub struct Bar {
    shown: ProgressBar,
    texts: Texts,
    visible: bool,
    started: Instant,
}

impl Bar {
    pub fn new(texts: Texts, quiet: bool) -> Self {
        Self {
            shown: ProgressBar::hidden(),
            texts,
            visible: !quiet && io::stderr().is_terminal(),
            started: Instant::now(),
        }
    }
}

impl Bar {
    /// Says that all rows are written and the file is being closed.
    pub fn close(&mut self) {
        if self.visible && self.started.elapsed() >= QUIET_FOR {
            self.shown.set_style(styled("{prefix}  {msg}"));
            self.shown.set_message(t!(self.texts, "progress-packing"));
            // Nothing else redraws it.
            self.shown.enable_steady_tick(QUIET_FOR);
        }
    }
}

impl Progress for Bar {
    fn start(&mut self, path: &Path) {
        self.started = Instant::now();
        if !self.visible {
            return;
        }
        let name = sanitized_line(&path.file_name().unwrap_or_default().to_string_lossy());
        let eta = t!(self.texts, "progress-left", time = "{eta}");
        let style = styled(&format!("{{prefix}} {{bar:28}} {{percent:>3}}%  {{msg}}  {eta}"));
        self.shown =
            ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()).with_style(style).with_prefix(name);
    }

    fn advance(&mut self, rows: u64, done: u64, total: u64) {
        let passed = self.started.elapsed();
        if !self.visible || passed < QUIET_FOR {
            return;
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "only shown"
        )]
        let speed = (rows as f64 / passed.as_secs_f64()) as u64;
        if total == 0 {
            // How much is to come is not known.
            self.shown.set_style(styled("{prefix}  {msg}"));
        }
        self.shown.set_length(total.max(done));
        self.shown.set_position(done);
        self.shown.set_message(t!(self.texts, "progress-speed", rows = Arg::count(rows), speed = Arg::count(speed)));
    }

    fn end(&mut self) {
        self.shown.finish_and_clear();
    }
}

fn styled(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
