//! The doors to the data that stand beside the page and the database: who else of this machine could come in by them, or make the
//! program delete what is not its own; and what a program leaves that was interrupted.

use std::fs::{self, Permissions};
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::faults;
use crate::overview::stocked;
use crate::served::Served;
use crate::support::{Run, Shop, finish, is_heard, skip, wait_until};

/// The number of an account that has nothing to do with the one that runs the tests.
const OTHER: &str = "65534";

/// Runs a line of the shell as another account; nothing where this one may not.
fn as_another(shop: &Shop, line: &str) -> Option<Run> {
    let account = [format!("--reuid={OTHER}"), format!("--regid={OTHER}"), "--clear-groups".to_owned()];
    let setpriv = || {
        let mut command = Command::new("setpriv");
        command.args(&account);
        command
    };
    let can = setpriv().arg("true").stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !can {
        skip("what another account does, since only root can become one, with setpriv");
        return None;
    }
    Some(finish(setpriv().args(["sh", "-c", line]).current_dir(shop.path(""))))
}

fn rights(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("rights");
}

/// Makes a folder that only this account can enter.
fn own_folder(path: &Path) {
    fs::create_dir(path).expect("a folder");
    rights(path, 0o700);
}

/// Holds that neither the page nor a purge uses what stands beside the database, and that nothing was deleted.
fn is_refused(shop: &Shop, name: &str) {
    let buyers = shop.buyers();
    for args in [&["serve", "--no-open", "-v"][..], &["db", "purge", "--contacts", "--backups", "-v"]] {
        let run = shop.run(args);
        assert!(run.code == 2 && run.err.contains("[not-own]") && run.err.contains(name), "{args:?} {}", run.shown());
        assert!(run.err.contains("hint: "), "{}", run.shown());
    }
    assert!(!buyers.is_empty() && shop.buyers() == buyers);
}

#[test]
fn a_folder_that_another_account_made_is_not_used() {
    let shop = stocked();
    rights(&shop.path(""), 0o1777);
    let planted = "mkdir -m 777 test.db-serve test.db-serve/uploads && echo kept >test.db-serve/uploads/theirs";
    let Some(made) = as_another(&shop, planted) else { return };
    assert_eq!(made.code, 0, "{}", made.shown());
    is_refused(&shop, "test.db-serve");
    assert!(shop.path("test.db-serve/uploads/theirs").exists() && !shop.path("test.db-serve/address").exists());
    // One that this account cannot look into says as little.
    let shut = as_another(&shop, "chmod 000 test.db-serve").expect("another account");
    assert_eq!(shut.code, 0, "{}", shut.shown());
    is_refused(&shop, "test.db-serve");
}

#[test]
fn another_folder_is_not_reached_through_links() {
    let shop = stocked();
    let victim = shop.path("victim");
    own_folder(&victim);
    own_folder(&victim.join("uploads"));
    for name in ["uploads/kept.csv", "address", "launch-a.html"] {
        shop.file(&format!("victim/{name}"), "kept");
        rights(&victim.join(name), 0o600);
    }
    let is_whole = || ["uploads/kept.csv", "address", "launch-a.html"].iter().all(|name| victim.join(name).exists());
    let page = shop.path("test.db-serve");

    symlink(&victim, &page).expect("a link");
    is_refused(&shop, "test.db-serve");
    assert!(is_whole());
    fs::remove_file(&page).expect("a link");

    own_folder(&page);
    symlink(victim.join("uploads"), page.join("uploads")).expect("a link");
    is_refused(&shop, "uploads");
    assert!(is_whole());
    fs::remove_file(page.join("uploads")).expect("a link");

    for name in ["launch-a.html", "lock", "address"] {
        // The tries before have made one.
        let _ = fs::remove_file(page.join("lock"));
        fs::hard_link(victim.join("uploads/kept.csv"), page.join(name)).expect("a link");
        is_refused(&shop, name);
        assert!(is_whole());
        assert_eq!(fs::read_to_string(victim.join("uploads/kept.csv")).expect("a file"), "kept");
        fs::remove_file(page.join(name)).expect("a link");
    }
    fs::remove_file(page.join("lock")).expect("a file");
    symlink(victim.join("address"), page.join("lock")).expect("a link");
    is_refused(&shop, "lock");
    fs::remove_file(page.join("lock")).expect("a link");

    // Others could put files into one that they can write.
    rights(&page, 0o770);
    is_refused(&shop, "test.db-serve");
    rights(&page, 0o700);
    assert_eq!(shop.run(["db", "purge", "--contacts", "--backups"]).code, 0);
    drop(Served::start(&shop, "en"));
}

/// Another account could keep everybody else from deleting people's data.
#[test]
fn a_strange_folder_does_not_keep_data_from_being_deleted() {
    let shop = stocked();
    let victim = shop.path("victim");
    own_folder(&victim);
    own_folder(&victim.join("uploads"));
    shop.file("victim/uploads/kept.csv", "kept");
    symlink(&victim, shop.path("test.db-serve")).expect("a link");
    assert!(!shop.buyers().is_empty());
    let run = shop.run(["db", "purge", "--contacts"]);
    assert!(run.code == 1 && run.err.contains("were not checked"), "{}", run.shown());
    assert!(run.err.contains("test.db-serve"), "{}", run.shown());
    assert_eq!(shop.buyers(), Vec::<String>::new());
    assert_eq!(shop.json(["db", "purge", "--contacts"])["backups_left"], serde_json::Value::Null);
    assert!(victim.join("uploads/kept.csv").exists());
}

#[test]
fn a_database_and_a_link_to_it_are_one() {
    let shop = stocked();
    own_folder(&shop.path("elsewhere"));
    symlink("../test.db", shop.path("elsewhere/linked.db")).expect("a link");
    let linked = |args: &[&str]| {
        let mut command = shop.command();
        finish(command.args(["--lang", "en", "--format", "json", "--db", "elsewhere/linked.db"]).args(args))
    };
    let served = Served::start(&shop, "en");
    let second = linked(&["serve", "--no-open"]);
    assert_eq!((second.code, &second.json()["address"]), (0, &json!(served.address)), "{}", second.shown());
    drop(served);
    // What is beside the file is found from the link, and nothing was made beside the link.
    shop.file("test.db.v3.bak", "an earlier form");
    let purged = linked(&["db", "purge", "--contacts", "--backups"]).json();
    let deleted = purged["backups_deleted"].as_array().expect("a list");
    assert!(deleted.len() == 1 && deleted[0].as_str().is_some_and(|path| path.ends_with("test.db.v3.bak")), "{purged}");
    assert_eq!(fs::read_dir(shop.path("elsewhere")).expect("a folder").count(), 1);
    // A link that leads nowhere yet leads to the database that is made.
    symlink("../new.db", shop.path("elsewhere/new-link.db")).expect("a link");
    assert_eq!(shop.run(["--db", "elsewhere/new-link.db", "shop", "set", "closure.kind=voluntary"]).code, 0);
    assert!(shop.path("new.db").is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn no_argument_of_a_program_and_no_file_for_others_has_a_token() {
    let shop = stocked();
    rights(&shop.path(""), 0o755);
    let served = Served::start(&shop, "en");
    let file = crate::page_runs::launched(&shop).display().to_string();
    let page = fs::read_to_string(&file).expect("a file");
    let (_, token) = page.split_once("?token=").expect("a token");
    let token = &token[..64];
    let (_, lasting) = served.address.split_once("?token=").expect("a token");
    let mut has_seen_browser = false;
    for process in fs::read_dir("/proc").expect("processes").flatten() {
        let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        assert!([token, lasting, &served.host].iter().all(|secret| !line.contains(secret)), "{line}");
        has_seen_browser |= line.contains(&file);
    }
    assert!(has_seen_browser);
    for name in [file.as_str(), "test.db-serve/address"] {
        let Some(read) = as_another(&shop, &format!("cat {name}")) else { return };
        assert!(read.code != 0 && read.out.is_empty(), "{}", read.shown());
    }
}

#[test]
fn the_cookie_is_of_this_name_alone() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let (_, token) = served.address.split_once("/?").expect("a token");
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        let knock = format!("GET /?{token} HTTP/1.1\r\nHost: {host}:{}\r\nConnection: close\r\n\r\n", served.port);
        let answer = served.raw(knock.as_bytes()).expect("an answer");
        assert!(answer.status == 421 && answer.header("set-cookie").is_none(), "{host}: {}", answer.head);
        assert!(answer.text().contains("open the address that was printed"), "{}", answer.text());
    }
    let let_in = served.get(&format!("/?{token}"));
    let cookie = let_in.header("set-cookie").expect("a cookie").to_lowercase();
    assert!(!cookie.contains("domain"), "{cookie}");
    assert!(let_in.header("referrer-policy") == Some("same-origin"), "{}", let_in.head);
}

#[test]
fn a_plain_host_is_there_for_those_who_ask() {
    let shop = stocked();
    let mut command = shop.command();
    command.args(["--lang", "en", "serve", "--no-open", "--plain-host"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("runs");
    let mut address = String::new();
    let mut out = std::io::BufReader::new(child.stdout.take().expect("a pipe"));
    std::io::BufRead::read_line(&mut out, &mut address).expect("an address");
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    signal(&child, "-TERM");
    assert!(child.wait().expect("ends").success());
}

#[test]
fn strangers_keep_nobody_out() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let connect = || TcpStream::connect(("127.0.0.1", served.port)).expect("a connection");
    let mut idle: Vec<TcpStream> = (0..200).map(|_| connect()).collect();
    assert_eq!(served.get("/orders").status, 200);
    for stream in &mut idle {
        // Those that had to go cannot send any more.
        let _ = std::io::Write::write_all(stream, b"GET / HTTP/1.1\r\nHost: 127");
    }
    idle.extend((0..100).map(|_| connect()));
    assert_eq!(served.get("/orders").status, 200);
}

/// Lines of a database that takes a while to be written out.
const MANY: usize = 10_000;

/// Tells the unfinished files of the shop's folder.
fn unfinished(shop: &Shop) -> Vec<PathBuf> {
    let entries = fs::read_dir(shop.path("")).expect("a folder").flatten();
    entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().contains(".shopkit-")).collect()
}

/// Sends a signal. Whether the program was still there to get it is told by how it ends.
fn signal(child: &Child, signal: &str) {
    Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status().expect("runs");
}

/// Starts a command, and waits until it writes a file.
fn writing(shop: &Shop, args: &[&str]) -> Child {
    let mut command = shop.command();
    let mut child = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
    // One that is quick is done before it was seen to write.
    wait_until("an unfinished file", || !unfinished(shop).is_empty() || child.try_wait().expect("is asked").is_some());
    child
}

#[test]
fn who_is_interrupted_leaves_no_file_behind() {
    let shop = Shop::new();
    faults::export(&shop, "orders.csv", MANY, 1);
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-02-01"]).code, 0);
    let forms = [
        &["export", "orders", "out.csv"][..],
        &["export", "orders", "out.xlsx"],
        &["export", "orders", "out.html"],
        &["orders", "--limit", "0", "--output", "out.json"],
        &["sql", "SELECT * FROM 订单", "--output", "out.csv"],
    ];
    let signals = [("-INT", 130, &forms[..1]), ("-TERM", 143, &forms[..])];
    for (how, code, forms) in signals.into_iter().filter(|(how, ..)| is_heard(how)) {
        for args in forms {
            let mut child = writing(&shop, args);
            signal(&child, how);
            assert_eq!(child.wait().expect("ends").code(), Some(code), "{args:?}");
            assert_eq!(unfinished(&shop), Vec::<PathBuf>::new(), "{args:?}");
            assert!(!shop.path(args.last().expect("a name")).exists(), "{args:?}");
        }
        // A copy may be whole before it is told to stop.
        let mut child = writing(&shop, &["db", "backup", "copy.db"]);
        signal(&child, how);
        let ended = child.wait().expect("ends").code();
        assert!(ended == Some(code) || (ended == Some(0) && shop.path("copy.db").exists()), "{ended:?}");
        let _ = fs::remove_file(shop.path("copy.db"));
        assert_eq!(unfinished(&shop), Vec::<PathBuf>::new());
    }
    assert_eq!(shop.run(["db", "check"]).code, 0);
}

/// As a shell has it behind `&` in a script, so that what it started goes on when Ctrl-C ends the script.
#[cfg(target_os = "linux")]
#[test]
fn what_was_told_to_ignore_signals_goes_on() {
    let shop = Shop::new();
    faults::export(&shop, "orders.csv", MANY, 1);
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-02-01"]).code, 0);
    for how in ["INT", "TERM"] {
        let line = format!("trap '' {how}; exec \"$0\" export orders out.csv");
        let mut command = Command::new("sh");
        command.args(["-c", &line, env!("CARGO_BIN_EXE_shopkit")]).current_dir(shop.path(""));
        command.env("SHOPKIT_DB", "test.db").stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("runs");
        wait_until("an unfinished file", || {
            !unfinished(&shop).is_empty() || child.try_wait().expect("is asked").is_some()
        });
        signal(&child, &format!("-{how}"));
        assert_eq!(child.wait().expect("ends").code(), Some(0), "{how}");
        fs::remove_file(shop.path("out.csv")).expect("the answer");
        assert_eq!(unfinished(&shop), Vec::<PathBuf>::new());
    }
}

#[test]
fn a_purge_finds_what_killed_programs_left() {
    let shop = Shop::new();
    faults::export(&shop, "orders.csv", MANY, 1);
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-02-01"]).code, 0);
    let mut killed = writing(&shop, &["export", "orders", "out.csv"]);
    killed.kill().expect("killed");
    killed.wait().expect("ends");
    let left = unfinished(&shop);
    assert_eq!(left.len(), 1);
    // Those of programs that run are theirs, be they locked by this program or by SQLite.
    let written = shop.file("mine.csv.shopkit-aaaaaa.part", "");
    let written = fs::File::options().write(true).open(written).expect("a file");
    written.lock().expect("locked");
    let copy = rusqlite::Connection::open(shop.path("test.db.shopkit-bbbbbb.part")).expect("a database");
    copy.execute_batch("CREATE TABLE t (x); BEGIN EXCLUSIVE").expect("locked");
    let purged = shop.json(["db", "purge", "--contacts", "--backups"]);
    let name = left[0].file_name().expect("a name").to_string_lossy().into_owned();
    assert_eq!((&purged["backups_deleted"], &purged["backups_left"]), (&json!([name]), &json!([])));
    assert!(!left[0].exists());
    drop((written, copy));
    let purged = shop.json(["db", "purge", "--contacts", "--backups"]);
    assert_eq!(purged["backups_deleted"].as_array().expect("a list").len(), 2, "{purged}");
    assert_eq!(unfinished(&shop), Vec::<PathBuf>::new());
}

#[test]
fn an_interrupted_import_leaves_no_trace() {
    for (how, code) in [("-INT", 130), ("-TERM", 143)].into_iter().filter(|(how, _)| is_heard(how)) {
        let shop = stocked();
        let before = (shop.orders(), shop.run(["imports"]).out);
        faults::export(&shop, "orders.csv", MANY, 1);
        let mut command = shop.command();
        let mut child = command
            .args(["import", "orders.csv", "--exported-at", "2026-02-01"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        wait_until("an open database", || shop.path("test.db-wal").exists());
        signal(&child, how);
        assert_eq!(child.wait().expect("ends").code(), Some(code));
        assert_eq!((shop.orders(), shop.run(["imports"]).out), before);
        assert_eq!(shop.run(["db", "check"]).code, 0);
        assert_eq!(unfinished(&shop), Vec::<PathBuf>::new());
    }
}
