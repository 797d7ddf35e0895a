//! The doors between the rooms: which room may name which, and which crate lives where.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, each with the rooms it may name.
const DOORS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("packed", &["model"]),
    ("sheet", &["model"]),
    ("import", &["model", "packed", "sheet"]),
    ("store", &["model", "packed"]),
    ("report", &["model", "packed", "store"]),
    // Files that users keep are written by the store's part files.
    ("lake", &["model", "store"]),
    ("rules", &["model"]),
    ("texts", &["model"]),
    ("kit", &["model", "sheet", "import", "store", "report", "lake", "rules"]),
    ("front", &["model", "sheet", "import", "store", "report", "lake", "rules", "texts", "kit"]),
    ("page", &["model", "sheet", "import", "store", "report", "lake", "rules", "texts", "kit", "front"]),
    ("cli", &["model", "sheet", "import", "store", "report", "lake", "rules", "texts", "kit", "front", "page"]),
];

/// Foreign crates, each with the rooms it may be named in.
const CRATES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store", "report"]),
    ("parquet", &["lake"]),
    ("calamine", &["sheet"]),
    ("zip", &["sheet"]),
    ("encoding_rs", &["kit", "sheet"]),
    ("encoding_rs_io", &["sheet"]),
    ("chardetng", &["sheet"]),
    ("csv", &["front"]),
    ("quick_xml", &["sheet"]),
    // Limits of the process that reads aside; folders by their handles.
    ("rustix", &["sheet", "store"]),
    ("cap", &["cli"]),
    ("fluent_bundle", &["texts"]),
    ("toml", &["import", "rules"]),
    ("annotate_snippets", &["rules"]),
    ("sha2", &["kit", "lake", "rules", "store"]),
    ("rustc_hash", &["import", "lake", "report"]),
    ("xxhash_rust", &["packed", "import"]),
    ("rust_xlsxwriter", &["front"]),
    ("maud", &["page"]),
    ("axum", &["page"]),
    ("axum_extra", &["page"]),
    ("tower_http", &["page"]),
    ("hyper", &["page"]),
    ("hyper_util", &["page"]),
    ("tokio", &["front", "page", "cli"]),
    ("form_urlencoded", &["page"]),
    ("getrandom", &["page"]),
    ("clap", &["cli"]),
    ("comfy_table", &["cli"]),
    ("indicatif", &["cli"]),
    ("dialoguer", &["cli"]),
    ("icalendar", &["front"]),
    ("anstream", &["cli"]),
    ("etcetera", &["cli"]),
    ("sys_locale", &["cli"]),
    ("crabtrap", &["cli"]),
    ("glob", &["cli"]),
    // Lets a limit on the size of files be an error.
    ("signal_hook", &["cli"]),
];

/// What the library leaves to the program.
const PROGRAM_ONLY: &[&str] =
    &["println!", "print!", "eprintln!", "eprint!", "dbg!", "std::env", "env::", "process::exit"];

/// Lists the source files of a room with their text, without tests and comments.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a room") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if !path.ends_with("tests") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                let code = ["#[cfg(test)]", "#[cfg(all(test,"].iter().filter_map(|mark| text.split(mark).next());
                let code = code.min_by_key(|code| code.len()).unwrap_or_default();
                let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                found.push((path, code.join("\n")));
            }
        }
    }
    assert!(!found.is_empty(), "the room {room} is empty");
    found
}

/// Tells whether the code names a path: `rusqlite::`, `use rusqlite`, `crate::store`.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + path.len()..];
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':' && c != '.' && c != '"')
            && ["::", ";", "{"].iter().any(|next| after.starts_with(next))
    })
}

#[test]
fn rooms_name_only_the_rooms_behind_their_doors() {
    for (room, open) in DOORS {
        for (path, code) in sources(room) {
            for (other, _) in DOORS.iter().filter(|(other, _)| other != room && !open.contains(other)) {
                for form in [format!("crate::{other}"), format!("shopkit::{other}")] {
                    assert!(!names(&code, &form), "{} names {form}", path.display());
                }
            }
        }
    }
}

#[test]
fn crates_stay_in_their_rooms() {
    for (name, rooms) in CRATES {
        for (room, _) in DOORS.iter().filter(|(room, _)| !rooms.contains(room)) {
            for (path, code) in sources(room) {
                assert!(!names(&code, name), "{} names {name}", path.display());
            }
        }
    }
}

/// Lists the optional crates of a feature, as code names them.
fn crates_of(feature: &str) -> Vec<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = manifest.parse().expect("a manifest in TOML");
    let parts = manifest["features"][feature].as_array().expect("a feature");
    let crates = parts.iter().filter_map(|part| part.as_str()?.strip_prefix("dep:"));
    crates.map(|name| name.replace('-', "_")).collect()
}

#[test]
fn what_is_embedded_has_no_crate_of_the_command_or_the_page() {
    const WITHOUT_PAGE: &[&str] = &["page"];
    const WITHOUT_COMMAND: &[&str] = &["page", "front", "cli"];
    // They start the page.
    const OF_PAGE: [&str; 2] = ["cli/serve.rs", "cli/double_click.rs"];
    for (feature, rooms_with_it) in [("page", WITHOUT_PAGE), ("cli", WITHOUT_COMMAND)] {
        let crates = crates_of(feature);
        assert!(!crates.is_empty(), "the feature {feature} has no crates");
        let is_of_page = |path: &Path| OF_PAGE.iter().any(|file| path.ends_with(file));
        let without = DOORS.iter().filter(|(room, _)| !rooms_with_it.contains(room));
        for (path, code) in without.flat_map(|(room, _)| sources(room)).filter(|(path, _)| !is_of_page(path)) {
            for name in &crates {
                assert!(!names(&code, &format!("{name}:")), "{} names {name}", path.display());
            }
        }
    }
}

#[test]
fn the_library_prints_nothing_and_reads_no_environment() {
    for (room, _) in DOORS.iter().filter(|(room, _)| *room != "cli") {
        for (path, code) in sources(room) {
            for word in PROGRAM_ONLY {
                assert!(!code.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}

#[test]
fn only_the_sheets_are_read_in_processes_of_their_own() {
    for (room, _) in DOORS.iter().filter(|(room, _)| *room != "sheet") {
        for (path, code) in sources(room) {
            assert!(!code.contains("process::Command"), "{} starts a process", path.display());
        }
    }
}

#[test]
fn model_and_rules_have_no_clock_and_no_files() {
    for (path, code) in ["model", "rules"].into_iter().flat_map(sources) {
        for word in ["std::fs", "Utc::now", "Local::now", "SystemTime", "Instant"] {
            assert!(!code.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn every_room_is_in_the_table() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).expect("src") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(!path.is_dir() || DOORS.iter().any(|(room, _)| *room == name), "no doors are set for {name}");
    }
}

/// Names the module of a source file: `store/own_folder/unix.rs` is `store::own_folder::unix`, `store/own_folder/mod.rs` is `store::own_folder`.
fn module_of(path: &Path) -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let path = path.strip_prefix(src).expect("a file of src").with_extension("");
    let mut parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// Lists the paths that a `use` brings in: `a::{b, c::D}` gives `a::b` and `a::c::D`.
fn expanded(tree: &str) -> Vec<String> {
    let tree: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((start, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0_usize);
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| expanded(part)).map(|part| format!("{}{part}", start.trim())).collect()
}

/// Lists what a file uses by `use`, each as a path from the root of the crate.
fn used_paths(module: &[String], is_folder: bool, code: &str) -> Vec<Vec<String>> {
    let statements = code.split(';').filter_map(|statement| {
        let at = statement.rfind("use ")?;
        let begins = statement[..at].chars().next_back().is_none_or(char::is_whitespace);
        begins.then(|| &statement[at + 4..])
    });
    let mut paths = Vec::new();
    for path in statements.flat_map(expanded) {
        let mut parts: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
        // Within a folder's own file, `self` is the folder.
        let mut base = module.to_vec();
        match parts.first().map(String::as_str) {
            Some("crate") => {
                parts.remove(0);
                paths.push(parts);
                continue;
            }
            Some("self") if is_folder => drop(parts.remove(0)),
            Some("super") => {
                while parts.first().is_some_and(|part| part == "super") {
                    parts.remove(0);
                    base.pop();
                }
            }
            _ => continue,
        }
        paths.push([base, parts].concat());
    }
    paths
}

#[test]
fn files_of_a_room_use_one_another_in_one_direction() {
    let mut circles = Vec::new();
    for (room, _) in DOORS {
        let files = sources(room);
        // The file that declares a folder's modules stands for no direction: it names all of them, and they its types.
        let modules: BTreeMap<Vec<String>, bool> =
            files.iter().map(|(path, _)| (module_of(path), path.ends_with("mod.rs"))).collect();
        let mut uses: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
        for (path, code) in &files {
            let (module, is_folder) = (module_of(path), path.ends_with("mod.rs"));
            if is_folder {
                continue;
            }
            for used in used_paths(&module, is_folder, code) {
                let target =
                    (1..=used.len()).rev().map(|end| used[..end].to_vec()).find(|part| modules.contains_key(part));
                if let Some(target) = target.filter(|target| *target != module && !modules[target]) {
                    uses.entry(module.clone()).or_default().insert(target);
                }
            }
        }
        // What can be reached from a file must not reach it.
        for file in uses.keys() {
            let mut reached = BTreeSet::new();
            let mut open: Vec<&Vec<String>> = uses[file].iter().collect();
            while let Some(next) = open.pop() {
                if reached.insert(next) {
                    open.extend(uses.get(next).into_iter().flatten());
                }
            }
            if reached.contains(file) {
                let behind: Vec<_> =
                    uses[file].iter().filter(|next| reached.contains(next)).map(|next| next.join("::")).collect();
                circles.push(format!("{} uses {}", file.join("::"), behind.join(", ")));
            }
        }
    }
    assert!(circles.is_empty(), "these files are used by what they use: {circles:#?}");
}
