//! What may happen while files are imported: the process is killed, the disk fails, others import as well. Whatever it is, a
//! file is in the database or it is not, and what was reported as imported is there.

use std::process::Stdio;

use crate::support::Shop;

/// Writes an export of this many lines, all of which say which export it is.
pub fn export(shop: &Shop, name: &str, lines: usize, number: usize) {
    let mut text = "主订单编号,子订单编号,订单状态,选购商品,订单应付金额,订单提交时间\n".to_owned();
    for line in 0..lines {
        text.push_str(&format!(
            "69261816573{line:08},69261816573{line:08},已完成,{},{number}.00,2026-01-{:02} 09:00:00\n",
            "很长的商品名称".repeat(5),
            line % 28 + 1,
        ));
    }
    shop.file(name, text);
}

/// Says what the database has: imports, lines, and which export the lines are of. Nothing where it was never begun.
fn state(shop: &Shop) -> Option<String> {
    if !shop.database().exists() {
        return None;
    }
    let check = shop.run(["db", "check"]);
    assert_eq!(check.code, 0, "{}", check.shown());
    let sql = "SELECT (SELECT count(*) FROM imports), count(*), min(payable), max(payable),
                      (SELECT coalesce(sum(lines), 0) FROM lines_per_day) FROM order_lines";
    Some(shop.dump(sql)).filter(|state| state != "[[0,0,null,null,0]]")
}

fn exported_at(number: usize) -> String {
    format!("2026-02-01 {:02}:{:02}:00", number / 60, number % 60)
}

#[cfg(unix)]
mod on_unix {
    use std::process::Command;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::support::{finish, skip};

    /// Kills, unless `SHOPKIT_KILLS` says how many.
    const KILLS: usize = 30;

    /// Imports into a database before a new one is begun, so that first loads are killed as well.
    const IMPORTS: usize = 5;

    /// Says what the database has after so many imports of as many lines.
    fn after(imports: usize, lines: usize) -> Option<String> {
        let number = imports * 100;
        (imports > 0).then(|| format!("[[{imports},{lines},{number},{number},{lines}]]"))
    }

    #[test]
    fn a_killed_import_is_there_or_it_is_not() {
        let wanted = std::env::var("SHOPKIT_KILLS").ok().and_then(|kills| kills.parse().ok());
        let (lines, mut killed, mut number) = (1000, 0, 0);
        let (mut shop, mut took) = (Shop::new(), Duration::from_millis(300));
        // Spread over an import of usual length; which moment comes when is as good as random.
        for moment in (0_u32..).map(|place| place.wrapping_mul(0x9E37_79B9) >> 22) {
            if killed == wanted.unwrap_or(KILLS) {
                break;
            }
            if number == IMPORTS {
                (shop, number) = (Shop::new(), 0);
            }
            export(&shop, "orders.csv", lines, number + 1);
            let mut import = shop.command();
            import.args(["import", "orders.csv", "--lang", "en", "--exported-at", &exported_at(number)]);
            let mut running = import.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
            sleep(took * moment / 1024);
            // It may have ended by itself.
            let _ = running.kill();
            let output = running.wait_with_output().expect("ends");
            let said = String::from_utf8_lossy(&output.stdout).contains("imported #");
            killed += usize::from(!output.status.success());
            let now = state(&shop);
            assert!(now == after(number + 1, lines) || (!said && now == after(number, lines)), "{now:?} {said}");
            let begun = Instant::now();
            let again = finish(&mut import);
            assert_eq!((again.code, state(&shop)), (0, after(number + 1, lines)), "{}", again.shown());
            if now == after(number, lines) {
                took = begun.elapsed() / 2;
            }
            number += 1;
        }
    }

    /// Options of strace: children too, nothing written, and no stop at system calls that are not asked for, which is many times as fast.
    const STRACE: [&str; 4] = ["-f", "--seccomp-bpf", "-o", "/dev/null"];

    /// Runs the program with system calls that fail: which ones, how, and from which call on.
    fn with_fault(shop: &Shop, fault: &str, args: &[&str]) -> crate::support::Run {
        let mut command = Command::new("strace");
        command.args(STRACE).args(["-e", &format!("inject={fault}"), env!("CARGO_BIN_EXE_shopkit")]);
        command.current_dir(shop.path("")).env_clear().env("SHOPKIT_DB", "test.db");
        finish(command.args(["--lang", "en"]).args(args))
    }

    /// Tells whether system calls can be made to fail here: `strace` is there, knows its options and may trace.
    fn can_inject() -> bool {
        let probe = Command::new("strace").args(STRACE).args(["-e", "trace=none", "true"]).output();
        probe.is_ok_and(|probe| probe.status.success())
    }

    #[test]
    fn a_failing_disk_leaves_the_database_as_it_was() {
        if !can_inject() {
            skip("failing disks, since nothing can be traced with strace");
            return;
        }
        let calls = ["pwrite64", "fsync,fdatasync", "ftruncate,fallocate", "unlink,unlinkat"];
        let mut faults = Vec::new();
        for call in calls {
            for error in ["ENOSPC", "EIO"] {
                faults.extend(
                    ["1", "2", "3", "5", "9", "20", "1+", "2+", "4+"]
                        .map(|when| format!("{call}:error={error}:when={when}")),
                );
            }
        }
        let (lines, mut failed) = (400, 0);
        for first in [true, false] {
            for fault in &faults {
                let shop = Shop::new();
                let before = usize::from(!first);
                if !first {
                    export(&shop, "orders.csv", lines, 1);
                    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", &exported_at(0)]).code, 0);
                }
                export(&shop, "orders.csv", lines, before + 1);
                let args = ["import", "orders.csv", "--exported-at", &exported_at(1)];
                let run = with_fault(&shop, fault, &args);
                assert!(!run.err.contains("panicked"), "{fault}: {}", run.shown());
                let now = state(&shop);
                if run.code == 0 {
                    assert_eq!(now, after(before + 1, lines), "{fault}: {}", run.shown());
                } else {
                    failed += 1;
                    assert!(run.code == 2 && run.err.contains("test.db"), "{fault}: {}", run.shown());
                    assert_eq!(now, after(before, lines), "{fault}: {}", run.shown());
                }
                assert_eq!(shop.run(args).code, 0, "{fault}");
                assert_eq!(state(&shop), after(before + 1, lines), "{fault}");
            }
        }
        assert!(failed > faults.len() / 2, "{failed} of {} faults were felt", faults.len());
    }

    #[test]
    fn a_failing_disk_leaves_no_half_of_a_file() {
        if !can_inject() {
            skip("failing disks, since nothing can be traced with strace");
            return;
        }
        let shop = Shop::new();
        export(&shop, "orders.csv", 400, 1);
        assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
        let faults = [
            "fsync:error=EIO",
            "fsync:error=ENOSPC",
            "rename,renameat,renameat2:error=EIO",
            "rename,renameat,renameat2:error=EACCES",
        ];
        for fault in faults {
            for name in ["out.csv", "out.xlsx", "out.json", "out.html"] {
                shop.file(name, "as it was");
                let run = with_fault(&shop, fault, &["export", "orders", name]);
                assert!(run.code == 2 && run.err.contains(name), "{fault}: {}", run.shown());
                assert_eq!(std::fs::read_to_string(shop.path(name)).expect("a file"), "as it was", "{fault}");
            }
            let run = with_fault(&shop, fault, &["orders", "--output", "out.csv"]);
            assert!(run.code == 2 && run.err.contains("out.csv"), "{fault}: {}", run.shown());
        }
        for fault in [
            "pwrite64:error=ENOSPC:when=3+",
            "fsync,fdatasync:error=EIO:when=1+",
            "rename,renameat,renameat2:error=EIO",
        ] {
            // The database itself is written to as well, since it makes its log anew.
            let run = with_fault(&shop, fault, &["db", "backup", "copy.db"]);
            assert!(run.code == 2 && run.err.contains(".db\""), "{fault}: {}", run.shown());
            assert!(!shop.path("copy.db").exists(), "{fault}");
        }
        let names =
            std::fs::read_dir(shop.path("")).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut left: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        left.sort();
        assert_eq!(left, ["orders.csv", "out.csv", "out.html", "out.json", "out.xlsx", "test.db"]);
        assert_eq!(state(&shop), after(1, 400));
    }

    #[test]
    fn what_a_killed_backup_leaves_is_known_by_its_name() {
        if !can_inject() {
            skip("killed backups, since nothing can be traced with strace");
            return;
        }
        let shop = Shop::new();
        export(&shop, "orders.csv", 400, 1);
        assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
        with_fault(&shop, "rename,renameat,renameat2,link,linkat:signal=KILL", &["db", "backup", "copy.db"]);
        assert!(!shop.path("copy.db").exists());
        let deleted = shop.json(["db", "purge", "--contacts", "--backups"])["backups_deleted"].clone();
        let names: Vec<&str> = deleted.as_array().expect("a list").iter().filter_map(|name| name.as_str()).collect();
        assert!(matches!(names[..], [name] if name.starts_with("test.db.")), "{names:?}");
        let left =
            std::fs::read_dir(shop.path("")).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut left: Vec<String> = left.map(|name| name.to_string_lossy().into_owned()).collect();
        left.sort();
        assert_eq!(left, ["orders.csv", "test.db"]);
    }
}

#[test]
fn imports_that_are_started_at_once_queue() {
    for stocked in [false, true] {
        let shop = Shop::new();
        if stocked {
            export(&shop, "first.csv", 500, 0);
            assert_eq!(shop.run(["import", "first.csv", "--exported-at", "2026-01-31"]).code, 0);
        }
        let names: Vec<String> = (1..=8).map(|number| format!("{number}.csv")).collect();
        for (place, name) in names.iter().enumerate() {
            export(&shop, name, 500, place + 1);
        }
        let running: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(place, name)| {
                let mut import = shop.command();
                import.args(["import", name, "--lang", "en", "--exported-at", &exported_at(place)]);
                import.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs")
            })
            .collect();
        for import in running {
            let output = import.wait_with_output().expect("ends");
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        }
        let imports = 8 + usize::from(stocked);
        assert_eq!(state(&shop), Some(format!("[[{imports},500,800,800,500]]")));
    }
}
