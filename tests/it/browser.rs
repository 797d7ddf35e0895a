//! The overview in a browser: Chromium without a screen, as Debian's package `chromium` has it. Where none is installed, these
//! tests are skipped and say so; `.ci/run` installs it where it can.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::overview::stocked;
use crate::support::{Run, Shop, finish, skip};

/// What the program is called here and there.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

const LIGHT: &str = "--blink-settings=preferredColorScheme=1";
const DARK: &str = "--blink-settings=preferredColorScheme=0";

/// Finds the browser; without one the test that asks is skipped.
pub fn browser() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .flat_map(|folder| NAMES.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file());
    if found.is_none() {
        skip("a test in the browser, since there is no Chromium");
    }
    found
}

/// Opens a file of the shop's folder.
fn open(browser: &Path, shop: &Shop, page: &str, args: &[&str]) -> Run {
    let profile = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(browser);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"])
        .args(["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--hide-scrollbars"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(args)
        .arg(format!("file://{}", shop.path(page).display()));
    let run = finish(&mut command);
    assert_eq!(run.code, 0, "{}", run.shown());
    run
}

/// Takes a picture and returns its bytes.
fn picture(browser: &Path, shop: &Shop, page: &str, args: &[&str]) -> Vec<u8> {
    let path = shop.path("picture.png");
    let to = format!("--screenshot={}", path.display());
    open(browser, shop, page, &[&[to.as_str(), "--window-size=1000,2400"], args].concat());
    let bytes = std::fs::read(&path).expect("a picture");
    assert!(bytes.starts_with(b"\x89PNG"));
    std::fs::remove_file(path).expect("a file");
    bytes
}

#[test]
fn the_page_is_whole_and_quiet() {
    let Some(browser) = browser() else { return };
    let shop = stocked();
    for (lang, headings) in [
        ("en", ["Key figures", "To do", "Sales by day", "Imported days", "How recent the data is"]),
        ("zh", ["关键数据", "待办", "每日销售", "已导入的日期", "数据更新情况"]),
    ] {
        shop.overview(lang, ["--on", "2026-01-13 21:22:23"]);
        let run = open(&browser, &shop, "overview.html", &["--dump-dom"]);
        for heading in headings {
            assert!(run.out.contains(&format!("<h2>{heading}</h2>")), "{heading}: {}", run.out);
        }
        assert!(run.out.contains("北屿轻暖羽绒服") && run.out.contains("</footer>"));
        // All that goes wrong on a page, its policy refusing a load among it, is a line of the console.
        assert!(!run.err.contains("CONSOLE"), "{}", run.err);
        assert!(!run.out.contains("http:") && !run.out.contains("https:"));
    }
}

#[test]
fn light_and_dark_are_two_pictures() {
    let Some(browser) = browser() else { return };
    let shop = stocked();
    shop.overview("zh", ["--on", "2026-01-13 21:22:23"]);
    shop.file("blank.html", "<!DOCTYPE html><title>blank</title>");
    let blank = picture(&browser, &shop, "blank.html", &[LIGHT]);
    let [light, dark] = [LIGHT, DARK].map(|scheme| picture(&browser, &shop, "overview.html", &[scheme]));
    assert_ne!(light, dark);
    // What has nothing on it packs well.
    assert!(light.len() > 5 * blank.len() && dark.len() > 5 * blank.len());
}
