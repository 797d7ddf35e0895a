//! The documents: their sessions are what a user sees, their links lead somewhere, and they are no longer than they should be.
//!
//! `SHOPKIT_UPDATE_DOCS=1 cargo test --test it docs` writes what is seen now into the sessions.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::support::Shop;

/// Documents with sessions, each with the language that its commands run in.
const SESSIONS: [(&str, &str); 4] =
    [("README.md", "en"), ("README.zh.md", "zh"), ("docs/guide.md", "en"), ("docs/guide.zh.md", "zh")];

/// Stands for lines that a session leaves out, and at the end of a line for its rest.
const LEFT_OUT: [&str; 2] = ["...", "……"];

/// Files that the sessions import, each with the name that it has there where it is another.
const FILES: [(&str, Option<&str>); 6] = [
    ("sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv", None),
    ("sub-order-csv-next-day/1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv", None),
    ("aftersales/first.csv", Some("aftersales.csv")),
    ("commission/first.csv", Some("commission.csv")),
    ("settlement/first.csv", Some("settlement.csv")),
    ("funds/first.csv", Some("funds.csv")),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
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

fn is_left_out(line: &str) -> bool {
    LEFT_OUT.contains(&line)
}

fn agrees(seen: &str, told: &str) -> bool {
    LEFT_OUT.iter().any(|mark| told.strip_suffix(mark).is_some_and(|start| seen.starts_with(start))) || seen == told
}

/// Writes what is seen in the form of what is told: as many lines before and after those that are left out.
fn in_form_of(told: &[String], seen: &[String]) -> Vec<String> {
    let shown = |told: &[String], seen: &[String]| -> Vec<String> {
        let line = |(index, seen): (usize, &String)| match told.get(index) {
            Some(told) if agrees(seen, told) => told.clone(),
            _ => seen.clone(),
        };
        seen.iter().enumerate().map(line).collect()
    };
    let Some(gap) = told.iter().position(|line| is_left_out(line)) else { return shown(told, seen) };
    let (before, after) = (&told[..gap], &told[gap + 1..]);
    let head = &seen[..before.len().min(seen.len())];
    let tail = &seen[seen.len().saturating_sub(after.len()).max(head.len())..];
    [shown(before, head), vec![told[gap].clone()], shown(after, tail)].concat()
}

/// Runs the commands of a document's sessions and writes the document as it should be.
fn with_sessions_as_seen(text: &str, lang: &str) -> String {
    let shop = Shop::new();
    for (file, name) in FILES {
        let path = shop.copy(file);
        if let Some(name) = name {
            fs::rename(path, shop.path(name)).expect("a new name");
        }
    }
    let mut out: Vec<String> = Vec::new();
    let mut lines = text.lines().peekable();
    let mut in_session = false;
    while let Some(line) = lines.next() {
        out.push(line.to_owned());
        in_session = if in_session { line != "```" } else { line == "```console" };
        let Some(command) = line.strip_prefix("$ shopkit ").filter(|_| in_session) else { continue };
        let mut told = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ") && *line != "```") {
            told.push(line.to_owned());
        }
        let blank = told.iter().rev().take_while(|line| line.is_empty()).count();
        told.truncate(told.len() - blank);
        let seen = seen(&shop, lang, command.split("  #").next().unwrap_or_default());
        out.extend(in_form_of(&told, &seen));
        out.extend(vec![String::new(); blank]);
    }
    out.join("\n") + "\n"
}

#[test]
fn sessions_are_what_is_seen() {
    for (path, lang) in SESSIONS {
        let told = read(path);
        assert!(told.contains("\n$ shopkit "), "{path} has no session");
        let seen = with_sessions_as_seen(&told, lang);
        if env::var_os("SHOPKIT_UPDATE_DOCS").is_some() {
            fs::write(root().join(path), &seen).expect("a document");
        } else if let Some((seen, told)) = seen.lines().zip(told.lines()).find(|(seen, told)| seen != told) {
            panic!("{path} tells\n{told}\nand what is seen is\n{seen}\nSHOPKIT_UPDATE_DOCS=1 writes it");
        }
        assert!(env::var_os("SHOPKIT_UPDATE_DOCS").is_some() || seen == told, "{path} ends otherwise");
    }
}

#[test]
fn the_guide_names_every_command() {
    let shop = Shop::new();
    let commands = |args: &[&str]| -> Vec<String> {
        let help = String::from_utf8(shop.command().args(args).output().expect("runs").stdout).expect("UTF-8");
        let lines = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
        let names =
            lines.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        names
            .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
            .filter(|name| name != "help")
            .collect()
    };
    let all = commands(&["--help", "--lang", "en"]);
    assert!(all.len() > 10, "{all:?}");
    for guide in ["docs/guide.md", "docs/guide.zh.md"].map(read) {
        for command in &all {
            assert!(
                guide.contains(&format!("`{command}")) || guide.contains(&format!("shopkit {command}")),
                "{command}"
            );
            for part in commands(&[command, "--help", "--lang", "en"]) {
                let named = [format!("{command} {part}"), format!("`{part}`")];
                assert!(named.iter().any(|name| guide.contains(name)) || part == "list", "{command} {part}");
            }
        }
    }
}

/// Lists the documents.
fn documents() -> Vec<PathBuf> {
    let folders = [".", "docs", "docs/decisions", "benches", "fixtures"];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(root().join(folder)).expect("a folder"));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

#[test]
fn links_and_paths_lead_somewhere() {
    let mut lost = BTreeSet::new();
    for path in documents() {
        let text = fs::read_to_string(&path).expect("a document");
        let name = path.strip_prefix(root()).expect("a path within").display().to_string();
        let folder = path.parent().expect("a folder");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if !target.is_empty() && !target.contains("://") && !folder.join(target).exists() {
                lost.insert(format!("{name}: {target}"));
            }
        }
        // A changelog names files as they were.
        if name == "CHANGELOG.md" {
            continue;
        }
        for code in text.split('`').skip(1).step_by(2) {
            let is_path = ["src/", "tests/", "rules/", "locales/", "fixtures/", "benches/", "docs/", "examples/"]
                .iter()
                .any(|start| code.starts_with(start));
            if is_path && !code.contains(['*', '<', ' ', '{']) && !code.contains(|c: char| c.is_uppercase()) {
                let exists = root().join(code).exists();
                if !exists {
                    lost.insert(format!("{name}: {code}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

/// Copies a folder with all that is in it.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

#[test]
fn the_rule_of_the_document_is_judged_as_its_case_says() {
    let shop = Shop::new();
    let folder = shop.path("own");
    copy_folder(&root().join("rules"), &folder);
    for block in read("docs/rules.md").split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        let name = match block.lines().next() {
            Some("[[rule]]") => "reopen.toml",
            Some("[[case]]") => "cases/reopen.toml",
            // The built-in rules have this fact already.
            Some("[[fact]]") => continue,
            first => panic!("an example of {first:?}"),
        };
        let path = folder.join(name);
        let text = fs::read_to_string(&path).expect("a file of rules") + "\n" + block;
        fs::write(path, text).expect("a file of rules");
    }
    let run = shop.command().args(["rules", "test", "--lang", "en", "--rules"]).arg(&folder).output().expect("runs");
    let said = String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned();
    assert!(said.contains("cases"), "{said}");
    assert!(!said.contains("a company without a licence"), "the case of the document fails: {said}");
}

/// Counts words as a reader does: a run of letters and digits is one, and so are two Chinese characters, about the length of a word.
fn count_words(text: &str) -> usize {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let han = text.chars().filter(|c| is_han(*c)).count();
    let others =
        text.split(|c: char| c.is_whitespace() || is_han(c)).filter(|word| word.contains(char::is_alphanumeric));
    others.count() + han / 2
}

#[test]
fn what_is_read_first_is_short() {
    for (path, most) in [("README.md", 900), ("README.zh.md", 900), ("ARCHITECTURE.md", 1600)] {
        let words = count_words(&read(path));
        assert!(words <= most, "{path} has {words} words, {most} at most");
    }
}
