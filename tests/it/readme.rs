//! The sessions in the READMEs are what a user sees.

use std::io::Read;
use std::path::Path;

use crate::support::Shop;

/// Stands for lines that the README leaves out, and at the end of a line for its rest.
const LEFT_OUT: [&str; 2] = ["...", "……"];

/// Lists the commands of a README's session with the lines under each.
fn session(readme: &str) -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(readme);
    let text = std::fs::read_to_string(path).expect("a README");
    let mut steps: Vec<(String, Vec<String>)> = Vec::new();
    for block in text.split("```console\n").skip(1) {
        for line in block.split("```").next().unwrap_or_default().lines() {
            match (line.strip_prefix("$ shopkit "), steps.last_mut()) {
                (Some(command), _) => {
                    let command = command.split("  #").next().unwrap_or_default();
                    steps.push((command.to_owned(), Vec::new()));
                }
                (None, Some((_, lines))) => lines.push(line.to_owned()),
                (None, None) => {}
            }
        }
    }
    steps
}

/// Splits a command at spaces outside of double quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words
}

/// Runs a command and returns both outputs as they come, as on a terminal.
fn seen(shop: &Shop, lang: &str, command: &str) -> Vec<String> {
    let (mut reader, writer) = std::io::pipe().expect("a pipe");
    let mut child = shop.command();
    child.args(words(command)).args(["--lang", lang]);
    child.stdout(writer.try_clone().expect("a pipe")).stderr(writer);
    let mut running = child.spawn().expect("runs");
    // The writing ends that the command still holds would keep the pipe open.
    drop(child);
    let mut text = String::new();
    reader.read_to_string(&mut text).expect("UTF-8");
    running.wait().expect("ends");
    text.trim_end().lines().map(str::to_owned).collect()
}

fn agrees(seen: &str, told: &str) -> bool {
    LEFT_OUT.iter().any(|mark| told.strip_suffix(mark).is_some_and(|start| seen.starts_with(start))) || seen == told
}

#[test]
fn sessions_are_what_is_seen() {
    for (readme, lang) in [("README.md", "en"), ("README.zh.md", "zh")] {
        let shop = Shop::new();
        shop.copy("sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv");
        shop.copy("sub-order-csv-next-day/1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv");
        let steps = session(readme);
        assert!(steps.len() >= 4, "{readme}: {steps:?}");
        for (command, mut told) in steps {
            while told.last().is_some_and(String::is_empty) {
                told.pop();
            }
            let mut seen = seen(&shop, lang, &command);
            if told.first().is_some_and(|line| LEFT_OUT.contains(&line.as_str())) {
                told.remove(0);
                seen.drain(..seen.len() - told.len());
            }
            if told.last().is_some_and(|line| LEFT_OUT.contains(&line.as_str())) {
                told.pop();
                seen.truncate(told.len());
            }
            let same = seen.len() == told.len() && seen.iter().zip(&told).all(|(seen, told)| agrees(seen, told));
            assert!(same, "{readme}: $ shopkit {command}\n{}\n--- is told as\n{}", seen.join("\n"), told.join("\n"));
        }
    }
}
