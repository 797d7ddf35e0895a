//! Times the import of large files against the readers it is measured by, in one run.
//!
//! `cargo bench --bench import -- [ROWS]`; `benches/README.md` says what is measured and how to read it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is measured is printed")]

mod big_files;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calamine::{DataRef, Reader, Xlsx, open_workbook};

/// The size of the largest export that the platform gives, by the more cautious of the sources.
const DEFAULT_ROWS: usize = 500_000;
const COLUMNS: usize = 60;
const RUNS: usize = 3;

/// Holds what a run of a program took.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    /// Peak resident memory in KiB, where the system tells.
    memory: u64,
}

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [role, file] = args.as_slice()
        && role == "calamine"
    {
        return count_cells(Path::new(file));
    }
    let rows = args.first().and_then(|rows| rows.parse().ok()).unwrap_or(DEFAULT_ROWS);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    fs::create_dir_all(&folder)?;
    let file = |kind: &str, write: fn(&Path, usize, usize) -> io::Result<()>| -> io::Result<PathBuf> {
        let path = folder.join(format!("{rows}x{COLUMNS}-{kind}"));
        if !path.exists() {
            eprintln!("writing {}", path.display());
            write(&path, rows, COLUMNS)?;
        }
        Ok(path)
    };
    let inline = file("inline.xlsx", big_files::write_xlsx_inline)?;
    let shared = file("shared.xlsx", big_files::write_xlsx_shared)?;
    let csv = file("orders.csv", big_files::write_csv)?;

    let database = folder.join("bench.db");
    let import = |path: &Path| {
        clear(&database);
        let mut command = Command::new(env!("CARGO_BIN_EXE_shopkit"));
        command.args(["import".as_ref(), path.as_os_str(), "--db".as_ref(), database.as_os_str(), "-q".as_ref()]);
        measure(&mut command)
    };
    let calamine =
        |path: &Path| measure(Command::new(std::env::current_exe()?).args([OsStr::new("calamine"), path.as_os_str()]));
    let sqlite = |path: &Path| {
        clear(&database);
        let import = format!(".import --csv '{}' lines", path.display());
        measure(Command::new("sqlite3").arg(&database).arg(import))
    };
    println!("{rows} rows x {COLUMNS} columns, median of {RUNS} runs, alternating");
    compare("XLSX, inline strings", &inline, "calamine, reading alone", &import, &calamine)?;
    compare("XLSX, shared strings", &shared, "calamine, reading alone", &import, &calamine)?;
    if Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().is_ok() {
        compare("CSV", &csv, "sqlite3 .import", &import, &sqlite)?;
    } else {
        println!("CSV: sqlite3 is not installed, so there is nothing to compare with");
    }
    clear(&database);
    Ok(())
}

/// Runs the import and its measure in turn and prints the medians.
fn compare(
    name: &str,
    path: &Path,
    other_name: &str,
    import: &dyn Fn(&Path) -> io::Result<Cost>,
    other: &dyn Fn(&Path) -> io::Result<Cost>,
) -> io::Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(import(path)?);
        theirs.push(other(path)?);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("\n{name}");
    for (who, cost) in [("shopkit import", ours), (other_name, theirs)] {
        println!("  {who:<24} {:>7.2} s  {:>5} MiB", cost.time.as_secs_f64(), cost.memory / 1024);
    }
    println!("  ratio                    {:>7.2}", ours.time.as_secs_f64() / theirs.time.as_secs_f64());
    Ok(())
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.time);
    let memory = costs.iter().map(|cost| cost.memory).max().unwrap_or_default();
    Cost { memory, ..costs[costs.len() / 2] }
}

fn clear(database: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        // What is not there need not be removed.
        let _ = fs::remove_file(name);
    }
}

/// Runs a program to its end and watches its memory.
fn measure(command: &mut Command) -> io::Result<Cost> {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let exit = loop {
        if let Some(exit) = child.try_wait()? {
            break exit;
        }
        memory = memory.max(peak_memory(&status));
        std::thread::sleep(Duration::from_millis(10));
    };
    let time = started.elapsed();
    if exit.success() { Ok(Cost { time, memory }) } else { Err(io::Error::other(format!("{command:?}: {exit}"))) }
}

fn peak_memory(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// Reads every cell of the first sheet, the least that a reader has to do.
fn count_cells(path: &Path) -> io::Result<()> {
    let failed = |error: calamine::XlsxError| io::Error::other(error.to_string());
    let mut book: Xlsx<_> = open_workbook(path).map_err(failed)?;
    let name = book.sheet_names().first().cloned().unwrap_or_default();
    let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
    let mut cells = 0_u64;
    while let Some(cell) = reader.next_cell().map_err(failed)? {
        cells += u64::from(*cell.get_value() != DataRef::Empty);
    }
    println!("{cells}");
    Ok(())
}
