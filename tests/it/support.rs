//! A throw-away folder with a database, and the program to run in it.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

/// Returns the folder of the fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Holds a folder of its own for one test.
pub struct Shop {
    folder: tempfile::TempDir,
}

/// Holds what a run of the program left.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Reads the answer as JSON.
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }

    /// Shows the exit code and both outputs.
    pub fn shown(&self) -> String {
        format!("exit {}\n--- out\n{}--- err\n{}", self.code, self.out, self.err)
    }
}

impl Shop {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn database(&self) -> PathBuf {
        self.path("test.db")
    }

    /// Prepares the program with the test's database; the folder is where it runs.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shopkit"));
        command.current_dir(self.folder.path()).env_clear().env("SHOPKIT_DB", "test.db");
        command
    }

    /// Runs the program in English.
    pub fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Run {
        finish(self.command().args(["--lang", "en"]).args(args))
    }

    /// Runs the program in English for a JSON answer.
    pub fn json<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Json {
        finish(self.command().args(["--lang", "en", "--format", "json"]).args(args)).json()
    }

    /// Writes a file into the folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// Copies a fixture into the folder, under its own name.
    pub fn copy(&self, fixture: &str) -> PathBuf {
        let from = fixtures().join(fixture);
        let path = self.path(&from.file_name().expect("a name").to_string_lossy());
        std::fs::copy(&from, &path).expect("a fixture");
        path
    }

    /// Says that the default shop was closed by its owner, and when the deposit came back.
    pub fn close(&self) {
        let facts =
            ["closure.kind=voluntary", "closure.closed_on=2026-05-31", "closure.deposit_refunded_on=2026-06-03"];
        assert_eq!(self.run(["shop", "set", "--shop", "default"].iter().chain(&facts)).code, 0);
    }

    /// Writes the overview in a language and returns it.
    pub fn overview<A: AsRef<OsStr>>(&self, lang: &str, args: impl IntoIterator<Item = A>) -> String {
        let run = finish(self.command().args(["--lang", lang, "export", "overview", "overview.html"]).args(args));
        assert_eq!(run.code, 0, "{}", run.shown());
        std::fs::read_to_string(self.path("overview.html")).expect("a page")
    }

    /// Returns all rows of a query as JSON text, to compare databases by.
    pub fn dump(&self, sql: &str) -> String {
        self.json(["sql", sql, "--show-pii"])["rows"].to_string()
    }

    /// Returns what is known of buyers: names, phones, addresses, messages and notes.
    pub fn buyers(&self) -> Vec<String> {
        let sql = "SELECT DISTINCT 收件人, 收件人手机号, 详细地址, 街道, 买家留言, 商家备注 FROM 订单";
        let known = self.json(["sql", sql, "--show-pii"]);
        let rows = known["rows"].as_array().expect("rows").iter();
        let cells = rows.flat_map(|row| row.as_array().expect("a row")).filter_map(Json::as_str);
        // One or two letters may stand elsewhere by chance.
        cells.filter(|text| text.chars().count() > 2).map(str::to_owned).collect()
    }

    /// Returns everything that the view 订单 says.
    pub fn orders(&self) -> String {
        self.dump("SELECT * FROM 订单 ORDER BY 店铺, 主订单编号, 子订单编号")
    }
}

/// Writes a program of the shell. A child of ours does: while a file that is run is open for writing, by a child that another
/// test is starting at this moment too, the system refuses to run it.
#[cfg(unix)]
pub fn script(path: &Path, text: &str) {
    let write = "printf '%s' \"$2\" >\"$1\" && chmod 700 \"$1\"";
    let status = Command::new("sh").args(["-c", write, "sh"]).arg(path).arg(format!("#!/bin/sh\n{text}\n")).status();
    assert!(status.expect("a shell").success());
}

/// Prepares the program as an account that is not root, whom no permission stops: from a copy that any account may run, where the
/// tests run as root.
#[cfg(unix)]
pub fn as_nobody(shop: &Shop) -> Command {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65_534;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0);
    if !is_root {
        return shop.command();
    }
    let program = shop.path("shopkit");
    if !program.exists() {
        std::fs::copy(env!("CARGO_BIN_EXE_shopkit"), &program).expect("a copy");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    }
    let mut command = Command::new(program);
    command.uid(NOBODY).gid(NOBODY);
    command.current_dir(shop.path("")).env_clear().env("SHOPKIT_DB", "test.db");
    command
}

/// Tells whether a program that a test starts hears a signal. Where the tests themselves were started behind the `&` of a script,
/// Ctrl-C is ignored, and stays so for what they start.
#[cfg(unix)]
pub fn is_heard(signal: &str) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    let is_heard = signal != "-INT" || mask & 0b10 == 0;
    if !is_heard {
        skip("what Ctrl-C does, since whoever started the tests has it ignored");
    }
    is_heard
}

/// Waits for what comes soon.
#[cfg(unix)]
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let ends = std::time::Instant::now() + std::time::Duration::from_mins(1);
    while !is_so() {
        assert!(std::time::Instant::now() < ends, "never came: {what}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// Returns the folder of what others have published, by name; where it does not lie beside the project, its test is skipped.
pub fn corpus(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    if !folder.exists() {
        skip(&format!("{name}, which others have published, does not lie beside the project"));
        return None;
    }
    Some(folder)
}

/// Says, past the runner that keeps what passing tests print, that a test proves nothing here.
pub fn skip(why: &str) {
    writeln!(std::io::stderr(), "skipped: {why}").expect("says so");
}

/// Returns what stands between two marks, for each place where both do.
pub fn between<'t>(text: &'t str, open: &'t str, close: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(inner, _)| inner))
}

/// Runs a prepared program to its end.
pub fn finish(command: &mut Command) -> Run {
    let output = command.output().expect("the program runs");
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Takes the rows of an answer, each as text.
#[derive(Default)]
pub struct Rows(pub Vec<String>);

impl shopkit::model::table::RowSink for Rows {
    fn columns(&mut self, _: &[shopkit::model::table::Column]) -> std::io::Result<()> {
        Ok(())
    }

    fn row(&mut self, row: &[shopkit::model::table::Datum]) -> std::io::Result<()> {
        self.0.push(format!("{row:?}"));
        Ok(())
    }
}
