//! What reaches a terminal: no text of a file, a database or the command line has power over it.

#![cfg(unix)]

use std::process::Command;

use crate::support::{Run, Shop, finish, skip};

/// A value with power: the escape, a bell, C1, marks of direction, a line separator.
const EVIL: &str = "杯\u{1b}]0;owned\u{7}\u{9b}2J\u{7f}\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}子";

/// All of its powers.
const POWERS: &[char] =
    &['\u{7}', '\u{9b}', '\u{7f}', '\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{2028}', '\u{8}', '\u{c}'];

/// Quotes a word for a shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Runs the program on a terminal and returns what it shows there; nothing where none can be had.
fn on_terminal(shop: &Shop, args: &[&str]) -> Option<Run> {
    let words = [env!("CARGO_BIN_EXE_shopkit"), "--lang", "en", "--color", "never"].iter().chain(args);
    let line = words.map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let mut command = Command::new("script");
    command.args(["-qec", &line, "/dev/null"]).stdin(std::process::Stdio::null());
    command
        .current_dir(shop.path(""))
        .env_clear()
        .env("SHOPKIT_DB", "test.db")
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm");
    let there = Command::new("script").arg("--version").output();
    if !there.is_ok_and(|there| String::from_utf8_lossy(&there.stdout).contains("util-linux")) {
        skip("what a terminal shows, since there is no script of util-linux");
        return None;
    }
    Some(finish(&mut command))
}

fn evil() -> Shop {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        format!("主订单编号,子订单编号,订单状态,选购商品,商品数量\n7001,7001,已完成{EVIL},{EVIL},1\n7002,7002,已完成,{EVIL},{EVIL}\n"),
    );
    let shop_name = "店\u{1b}[2J\u{202e}铺";
    let run = shop.run(["import", "orders.csv", "--shop", shop_name]);
    assert!(run.code < 2, "{}", run.shown());
    shop
}

#[test]
fn nothing_with_power_reaches_a_terminal() {
    let shop = evil();
    let mut lines: Vec<Vec<&str>> = vec![
        vec!["order", "7001"],
        vec!["order", "7001", "--format", "json"],
        vec!["imports", "rejects", "1"],
        vec!["inspect", "orders.csv"],
        vec!["report", "products"],
        vec!["shop", "show"],
        vec!["reopen-check", "--set", "closure.kind=voluntary"],
        // Errors: of the program, of the command line, of SQLite.
        vec!["order", EVIL],
        vec![EVIL],
        vec!["orders", "--by\u{1b}[2J\u{202e}"],
        vec!["report", EVIL],
        vec!["sql", "SELECT \u{1b}[2J\u{202e}"],
        vec!["import", EVIL],
        vec!["orders", "--shop", EVIL],
    ];
    for form in ["table", "csv", "json"] {
        lines.push(vec!["orders", "--format", form]);
        lines.push(vec!["sql", "SELECT 选购商品, 店铺 FROM 订单", "--format", form]);
    }
    for line in lines {
        let Some(run) = on_terminal(&shop, &line) else { return };
        // The terminal itself ends lines with CR.
        let shown = run.out.replace("\r\n", "\n");
        let power = POWERS.iter().chain(&['\u{1b}', '\r']).find(|power| shown.contains(**power));
        assert_eq!(power, None, "{line:?}: {shown:?}");
        assert!(!shown.is_empty(), "{line:?}");
    }
}

#[test]
fn files_and_pipes_keep_what_a_terminal_does_not_show() {
    let shop = evil();
    let stored = "SELECT 选购商品 FROM 订单 LIMIT 1";
    let piped = shop.run(["sql", stored, "--format", "csv"]).out;
    assert!(POWERS[..5].iter().all(|power| piped.contains(*power)), "{piped:?}");
    assert_eq!(shop.run(["sql", stored, "--output", "x.csv"]).code, 0);
    assert_eq!(shop.run(["sql", stored, "--output", "x.json"]).code, 0);
    assert_eq!(shop.run(["export", &format!("sql:{stored}"), "y.json"]).code, 0);
    let read = |name: &str| std::fs::read_to_string(shop.path(name)).expect("a file");
    assert!(POWERS[..5].iter().all(|power| read("x.csv").contains(*power)));
    for text in [shop.run(["sql", stored, "--format", "json"]).out, read("x.json"), read("y.json")] {
        assert!(!POWERS.iter().any(|power| text.contains(*power)) && text.contains("\\u202e"), "{text:?}");
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let product = value["rows"][0][0].as_str().expect("a text").to_owned();
        assert!(POWERS[..5].iter().all(|power| product.contains(*power)), "{product:?}");
    }
}

#[test]
fn the_option_decides_on_colours_of_help_and_errors_too() {
    let shop = Shop::new();
    for line in [&["--help"][..], &["orders", "--nothing"], &["sql"], &["frobnicate"]] {
        for lang in ["en", "zh"] {
            let colored = |choice: &str| {
                let mut command = shop.command();
                let run = finish(command.args(["--lang", lang, "--color", choice]).args(line));
                format!("{}{}", run.out, run.err)
            };
            assert!(colored("always").contains("\u{1b}["), "{line:?} {lang}");
            for choice in ["never", "auto"] {
                assert!(!colored(choice).contains('\u{1b}'), "{line:?} {lang} {choice}");
            }
        }
    }
    if let Some(run) = on_terminal(&shop, &["orders", "--nothing"]) {
        assert!(!run.out.contains('\u{1b}'), "{:?}", run.out);
    }
}

#[test]
fn progress_is_one_line_for_all_files_and_none_for_a_pipe() {
    let shop = Shop::new();
    let names: Vec<String> = (0..3).map(|file| format!("orders{file}.csv")).collect();
    for (file, name) in names.iter().enumerate() {
        let rows: String = (0..8000).map(|row| format!("{file}1{row:05},{file}2{row:05},已完成,杯子,1\n")).collect();
        shop.file(name, format!("主订单编号,子订单编号,订单状态,选购商品,商品数量\n{rows}"));
    }
    let args: Vec<&str> = std::iter::once("import").chain(names.iter().map(String::as_str)).collect();
    let piped = shop.run(args.iter().chain(&["--dry-run"]));
    assert!(!piped.err.contains('%') && !piped.err.contains("2/3"), "{}", piped.shown());
    let Some(run) = on_terminal(&shop, &args) else { return };
    // Whatever is redrawn is redrawn on its own line; what is done before a bar appears shows none.
    let shown: Vec<&str> = run.out.split('\n').filter(|line| line.contains("/3 orders")).collect();
    assert!(shown.len() <= 1 && shown.iter().all(|line| line.contains("3/3")), "{}", run.shown());
}
