//! The local page as a program: how it starts, starts again and ends, and what stands beside the database meanwhile.

#[cfg(target_os = "linux")]
use std::path::PathBuf;

use crate::overview::stocked;
use crate::served::Served;
#[cfg(target_os = "linux")]
use crate::support::{Shop, script};
#[cfg(unix)]
use crate::support::{is_heard, wait_until};

#[test]
fn a_second_start_says_where_the_first_one_runs() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let second = shop.run(["serve", "--no-open"]);
    assert_eq!((second.code, second.out.trim()), (0, served.address.as_str()), "{}", second.shown());
    assert!(second.err.contains("is already running") && !second.err.contains("the browser"), "{}", second.err);
    let plain = shop.run(["serve", "--no-open", "--plain-host"]);
    assert_eq!((plain.code, plain.out.trim()), (0, served.address.as_str()), "{}", plain.shown());
    assert!(plain.err.contains("--plain-host has no effect"), "{}", plain.err);
    #[cfg(unix)]
    for (name, mode) in [("test.db-serve", 0o700), ("test.db-serve/address", 0o600), ("test.db-serve/uploads", 0o700)] {
        let meta = std::fs::metadata(shop.path(name)).expect("it is there");
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777, mode, "{name}");
    }
    // What was left by one that is gone keeps nobody out.
    drop(served);
    assert!(shop.path("test.db-serve/address").exists());
    let third = Served::start(&shop, "en");
    let last = third.post("/stop", "").text();
    assert!(last.contains("has stopped") && last.contains("<style>"), "{last}");
    // Nothing answers any more.
    assert!(["<form", "<a ", "<script", "/assets/"].iter().all(|dead| !last.contains(dead)), "{last}");
    assert!(third.ended());
    assert!(!shop.path("test.db-serve/address").exists());
}

/// Starts the page once more, and returns the file that a browser is given then. The browser is the program that opens addresses
/// on this system; others have one that cannot be replaced. It stays for a while, as a browser does.
#[cfg(target_os = "linux")]
pub fn launched(shop: &Shop) -> PathBuf {
    let (opened, browser) = (shop.path("opened"), shop.path("xdg-open"));
    if !browser.exists() {
        script(&browser, &format!("echo \"$1\" >{0}.part\nmv {0}.part {0}\nsleep 5", opened.display()));
    }
    let path = format!("{}:/usr/bin:/bin", shop.path("").display());
    let second = shop.command().env("PATH", &path).arg("serve").output().expect("runs");
    assert!(second.status.success());
    wait_until("a browser", || opened.exists());
    let file = std::fs::read_to_string(&opened).expect("a path");
    std::fs::remove_file(&opened).expect("a file");
    PathBuf::from(file.trim())
}

#[cfg(target_os = "linux")]
#[test]
fn a_start_lets_a_browser_in_and_so_does_every_later_one() {
    use std::os::unix::fs::PermissionsExt;

    let shop = stocked();
    let served = Served::start(&shop, "en");
    for _ in 0..2 {
        let launch = launched(&shop);
        assert_eq!(launch.parent(), Some(shop.path("test.db-serve").as_path()));
        assert_eq!(std::fs::metadata(&launch).expect("a file").permissions().mode() & 0o777, 0o600);
        let page = std::fs::read_to_string(&launch).expect("a page");
        let (_, token) = page.split_once(&served.at("/?token=")).expect("a token");
        let token = token.split('"').next().expect("an end");
        assert!(!served.address.contains(token));
        // A browser that has nothing yet is let in, once.
        let knock = format!("GET /?token={token} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", served.host);
        let let_in = served.raw(knock.as_bytes()).expect("an answer");
        assert!(let_in.status == 200 && let_in.header("set-cookie").is_some(), "{}", let_in.head);
        assert_eq!(served.raw(knock.as_bytes()).expect("an answer").status, 403);
        assert!(!launch.exists());
    }
}

#[cfg(unix)]
#[test]
fn the_end_leaves_nothing_of_what_was_being_sent() {
    use std::io::Write;

    for signal in ["-INT", "-TERM"].into_iter().filter(|signal| is_heard(signal)) {
        let shop = stocked();
        let served = Served::start(&shop, "en");
        let head = format!(
            "POST /import HTTP/1.1\r\nHost: {0}\r\nCookie: {1}\r\nOrigin: http://{0}\r\n\
             Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n\
             --x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{2}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
            served.host, served.cookie, served.csrf
        );
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", served.port)).expect("a connection");
        stream.write_all(&[head.as_bytes(), &vec![b'x'; 100_000]].concat()).expect("a beginning");
        let uploads = shop.path("test.db-serve/uploads");
        wait_until("a file", || std::fs::read_dir(&uploads).expect("a folder").next().is_some());
        let id = served.id().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().expect("runs").success());
        assert!(served.ended(), "{signal}");
        let left: Vec<_> = std::fs::read_dir(shop.path("test.db-serve")).expect("a folder").flatten().collect();
        let is_kept = |entry: &std::fs::DirEntry| ["lock", "port"].iter().any(|name| entry.file_name() == *name);
        assert!(left.iter().all(is_kept), "{signal}: {left:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_said_of_the_file_is_true() {
    use std::os::unix::fs::PermissionsExt;

    let shop = stocked();
    let served = Served::start(&shop, "zh");
    for (mode, is_private) in [(0o600, true), (0o644, false), (0o640, false)] {
        std::fs::set_permissions(shop.path("test.db"), std::fs::Permissions::from_mode(mode)).expect("rights");
        assert_eq!(served.get("/data").text().contains("只有你的账号可以读取"), is_private, "{mode:o}");
    }
}
