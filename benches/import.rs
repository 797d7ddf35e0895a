//! Times the import of large files against the limits and the readers it is measured by, in one run.
//!
//! `cargo bench --bench import -- [ROWS [PART]]`; `benches/README.md` says what is measured and how to read it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is measured is printed")]

mod big_files;
mod roles;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use big_files::Content;

/// The size of the largest export that the platform gives, by the more cautious of the sources.
const DEFAULT_ROWS: usize = 500_000;
const COLUMNS: usize = 60;
const RUNS: usize = 5;

/// Rows of a small file, and how often it is imported.
const FEW: usize = 100;
const SMALL_RUNS: usize = 21;

/// Holds what a run of a program took.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    /// Peak resident memory in KiB, where the system tells.
    memory: u64,
}

/// Writes a file of so many rows and columns.
type Writer = fn(&Path, usize, usize, Content) -> io::Result<()>;

/// The kinds of files that rows are written to.
const INLINE: (&str, Writer) = ("inline.xlsx", big_files::write_xlsx_inline);
const SHARED: (&str, Writer) = ("shared.xlsx", big_files::write_xlsx_shared);
const CSV: (&str, Writer) = ("orders.csv", big_files::write_csv);

/// The months of a shop that are imported in one call, and the rows of each.
const MONTHS: u32 = 36;
const ROWS_OF_A_MONTH: usize = 150_000;

/// When the files were exported, and the later ones.
const EXPORTED: &str = "2026-01-12 00:00:00";
const LATER: &str = "2026-01-13 00:00:00";

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [role, file, database] = args.as_slice()
        && let Some(took) = roles::run(role, Path::new(file), Path::new(database))
    {
        println!("{}", took?.as_secs_f64());
        return Ok(());
    }
    let rows = args.first().and_then(|rows| rows.parse().ok()).unwrap_or(DEFAULT_ROWS);
    let only = args.get(1).map(String::as_str);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    fs::create_dir_all(&folder)?;
    let bench = Bench { database: folder.join("bench.db"), folder };
    println!("{rows} rows x {COLUMNS} columns, medians of {RUNS} runs, in turn");
    let parts: [(&str, &dyn Fn() -> io::Result<()>); 6] = [
        ("xlsx", &|| bench.xlsx(rows)),
        ("csv", &|| bench.csv(rows)),
        ("contents", &|| bench.contents(rows)),
        ("months", &|| bench.months()),
        ("growth", &|| bench.growth(rows)),
        ("small", &|| bench.small()),
    ];
    for (name, part) in parts {
        if only.is_none_or(|only| only == name) {
            part()?;
        }
    }
    bench.clear();
    Ok(())
}

/// Knows where the files stand.
struct Bench {
    folder: PathBuf,
    database: PathBuf,
}

/// Does the work that the import is measured against; nothing where its program is not installed or fails.
type Other<'a> = &'a dyn Fn(&Bench, &Path) -> Option<Cost>;

impl Bench {
    /// Returns a file, writing it where it is not there yet.
    fn file(&self, rows: usize, (kind, write): (&str, Writer), content: Content) -> io::Result<PathBuf> {
        let name = match content {
            Content::Year => format!("{rows}x{COLUMNS}-{kind}"),
            other => format!("{rows}x{COLUMNS}-{other:?}-{kind}"),
        };
        let path = self.folder.join(name);
        if !path.exists() {
            eprintln!("writing {}", path.display());
            // A file that is cut off must not be taken for a whole one.
            let part = path.with_extension("part");
            write(&part, rows, COLUMNS, content)?;
            fs::rename(part, &path)?;
        }
        Ok(path)
    }

    fn xlsx(&self, rows: usize) -> io::Result<()> {
        for (name, kind) in [("XLSX, inline strings", INLINE), ("XLSX, shared strings", SHARED)] {
            self.compare(
                name,
                &self.file(rows, kind, Content::Year)?,
                &[
                    ("inflate, scan, insert all as text", &|bench, file| bench.role("pipeline", file)),
                    ("inflate and scan alone", &|bench, file| bench.role("scan", file)),
                    ("SQLite insert of the typed rows alone", &|bench, file| bench.role("insert", file)),
                    ("calamine and insert as text", &|bench, file| bench.role("calamine", file)),
                    ("DuckDB read_xlsx", &|bench, file| bench.python("duckdb-xlsx", file)),
                    ("stream-xlsx-py, no database", &|bench, file| bench.python("stream-xlsx", file)),
                ],
            )?;
        }
        Ok(())
    }

    fn csv(&self, rows: usize) -> io::Result<()> {
        self.compare(
            "CSV",
            &self.file(rows, CSV, Content::Year)?,
            &[
                ("sqlite3 .import", &|bench, file| bench.sqlite(file)),
                ("DuckDB read_csv", &|bench, file| bench.python("duckdb-csv", file)),
            ],
        )
    }

    /// Runs the import and what it is measured by in turn, and prints the medians.
    fn compare(&self, name: &str, file: &Path, others: &[(&str, Other<'_>)]) -> io::Result<()> {
        let mut ours = Vec::new();
        let mut theirs: Vec<Vec<Cost>> = others.iter().map(|_| Vec::new()).collect();
        for _ in 0..RUNS {
            self.clear();
            ours.push(self.import(&[file], EXPORTED)?);
            for ((_, other), costs) in others.iter().zip(&mut theirs) {
                self.clear();
                costs.extend(other(self, file));
            }
        }
        let ours = median(ours);
        println!("\n{name}\n{}", line("shopkit import", ours, None));
        for ((who, _), costs) in others.iter().zip(theirs) {
            if costs.len() < RUNS {
                println!("  {who:<38} not installed, or it failed");
            } else {
                println!("{}", line(who, median(costs), Some(ours)));
            }
        }
        Ok(())
    }

    /// Imports orders, the same orders of a later export with 5 % of the lines changed, and orders that are scattered and unfinished.
    fn contents(&self, rows: usize) -> io::Result<()> {
        for kind in [INLINE, CSV] {
            let [year, again, scattered] =
                [Content::Year, Content::Later, Content::Scattered].map(|content| self.file(rows, kind, content));
            let (year, again, scattered) = (year?, again?, scattered?);
            let [mut first, mut later, mut other] = [const { Vec::new() }; 3];
            for _ in 0..RUNS {
                self.clear();
                first.push(self.import(&[&year], EXPORTED)?);
                later.push(self.import(&[&again], LATER)?);
                self.clear();
                other.push(self.import(&[&scattered], EXPORTED)?);
            }
            let (first, later, other) = (median(first), median(later), median(other));
            println!("\nOther lines, {}\n{}", kind.0, line("first import", first, None));
            for (what, cost) in [("later, 5 % of the lines changed", later), ("scattered, half unfinished", other)] {
                println!("{}   this : first {:.2}", line(what, cost, None), ratio(cost, first));
            }
        }
        Ok(())
    }

    /// Imports one month, all of them in one call, and the same again.
    fn months(&self) -> io::Result<()> {
        let file = |month| self.file(ROWS_OF_A_MONTH, INLINE, Content::Month(month));
        let files = (0..MONTHS).map(file).collect::<io::Result<Vec<_>>>()?;
        let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        self.clear();
        let one = self.import(&files[..1], EXPORTED)?;
        self.clear();
        let costs = [
            ("one month", one, 1),
            ("all", self.import(&files, EXPORTED)?, MONTHS),
            ("all again", self.import(&files, LATER)?, MONTHS),
        ];
        println!("\n{MONTHS} files of {ROWS_OF_A_MONTH} rows in one call");
        for (what, cost, months) in costs {
            let times = cost.time.as_secs_f64() / f64::from(months) / one.time.as_secs_f64();
            println!("{}   a row : one month {times:.2}", line(what, cost, None));
        }
        Ok(())
    }

    /// Prints how the time of a row grows with the file.
    fn growth(&self, rows: usize) -> io::Result<()> {
        println!("\nGrowth");
        for kind in [INLINE, CSV] {
            let mut per_row = Vec::new();
            for rows in [rows / 10, rows, rows * 2] {
                let file = self.file(rows, kind, Content::Year)?;
                let mut costs = Vec::new();
                for _ in 0..RUNS {
                    self.clear();
                    costs.push(self.import(&[&file], EXPORTED)?);
                }
                let cost = median(costs);
                #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
                let micros = cost.time.as_secs_f64() * 1e6 / rows as f64;
                println!("{}  {micros:>6.2} us a row", line(&format!("{rows} rows, {}", kind.0), cost, None));
                per_row.push(micros);
            }
            println!("  largest : smallest, a row {:>20.2}", per_row[2] / per_row[0]);
        }
        Ok(())
    }

    /// Imports a small file, the whole process and a new database with it.
    fn small(&self) -> io::Result<()> {
        println!("\n{FEW} rows, whole process, new database");
        for kind in [INLINE, CSV] {
            let file = self.file(FEW, kind, Content::Year)?;
            let mut times = Vec::new();
            for _ in 0..SMALL_RUNS {
                self.clear();
                let started = Instant::now();
                self.command(&[&file], EXPORTED).stdout(Stdio::null()).status()?;
                times.push(started.elapsed());
            }
            times.sort();
            println!("  {:<38} {:>7.1} ms", kind.0, times[SMALL_RUNS / 2].as_secs_f64() * 1e3);
        }
        Ok(())
    }

    fn command(&self, files: &[&Path], exported_at: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shopkit"));
        command.args(["import", "-q", "--exported-at", exported_at, "--db"]).arg(&self.database).args(files);
        command
    }

    fn import(&self, files: &[&Path], exported_at: &str) -> io::Result<Cost> {
        let (cost, _) = measure(&mut self.command(files, exported_at))?;
        Ok(cost)
    }

    /// Runs a role of [`roles`], which says itself what its measured part took.
    fn role(&self, role: &str, file: &Path) -> Option<Cost> {
        let args = [OsStr::new(role), file.as_os_str(), self.database.as_os_str()];
        told(Command::new(std::env::current_exe().ok()?).args(args))
    }

    /// Runs a program of `others.py`.
    fn python(&self, program: &str, file: &Path) -> Option<Cost> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/others.py");
        let database = self.database.with_extension("duckdb");
        let mut command = Command::new("python3");
        command.args([script.as_os_str(), OsStr::new(program), file.as_os_str(), database.as_os_str()]);
        told(command.stderr(Stdio::null()))
    }

    fn sqlite(&self, file: &Path) -> Option<Cost> {
        let import = format!(".import --csv '{}' lines", file.display());
        measure(Command::new("sqlite3").arg(&self.database).arg(import)).ok().map(|(cost, _)| cost)
    }

    fn clear(&self) {
        for suffix in ["db", "db-wal", "db-shm", "db-journal", "duckdb", "duckdb.wal"] {
            // What is not there need not be removed.
            let _ = fs::remove_file(self.database.with_extension(suffix));
        }
    }
}

/// Runs a program that says itself what its measured part took, in seconds.
fn told(command: &mut Command) -> Option<Cost> {
    let (cost, said) = measure(command).ok()?;
    Some(Cost { time: Duration::from_secs_f64(said.trim().parse().ok()?), ..cost })
}

/// Writes a cost, and how much of it ours is.
fn line(who: &str, cost: Cost, ours: Option<Cost>) -> String {
    let ratio = ours.map(|ours| format!("   shopkit : this {:.2}", ratio(ours, cost))).unwrap_or_default();
    format!("  {who:<38} {:>7.2} s {:>5} MiB{ratio}", cost.time.as_secs_f64(), cost.memory / 1024)
}

fn ratio(one: Cost, other: Cost) -> f64 {
    one.time.as_secs_f64() / other.time.as_secs_f64()
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.time);
    let memory = costs.iter().map(|cost| cost.memory).max().unwrap_or_default();
    Cost { memory, ..costs[costs.len() / 2] }
}

/// Runs a program to its end, watches its memory and takes what it says.
fn measure(command: &mut Command) -> io::Result<(Cost, String)> {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    while child.try_wait()?.is_none() {
        memory = memory.max(peak_memory(&status));
        std::thread::sleep(Duration::from_millis(10));
    }
    let time = started.elapsed();
    let output = child.wait_with_output()?;
    if output.status.success() {
        Ok((Cost { time, memory }, String::from_utf8_lossy(&output.stdout).into_owned()))
    } else {
        Err(io::Error::other(format!("{command:?}: {}", output.status)))
    }
}

fn peak_memory(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
