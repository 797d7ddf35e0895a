//! Every fixture imports as the generator that made it says it must.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::support::{Shop, fixtures};

#[path = "../../fixtures/generate/cases.rs"]
pub mod cases;

/// Lists the fixtures that have a sidecar.
pub fn importable() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![fixtures()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.with_added_extension("expect.json").exists() {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn expected(path: &Path) -> Json {
    let text = fs::read_to_string(path.with_added_extension("expect.json")).expect("a sidecar");
    serde_json::from_str(&text).expect("JSON")
}

/// Imports a file into an empty shop and brings the answer into the form of a sidecar.
fn imported(shop: &Shop, path: &Path, want: &Json) -> (Json, Json) {
    let exported_at = want["exported_at"].as_str().expect("a time");
    let answer = shop.json(["import".as_ref(), path.as_os_str(), "--exported-at".as_ref(), exported_at.as_ref()]);
    let file = answer["files"][0].clone();
    let mut codes: Vec<String> = file["warnings"]
        .as_array()
        .expect("warnings")
        .iter()
        .map(|warning| warning["code"].as_str().expect("a code").to_owned())
        .collect();
    codes.sort();
    let rejects: Vec<Json> = file["rejects"]
        .as_array()
        .expect("rejects")
        .iter()
        .zip(want["rejects"].as_array().expect("rejects").iter().chain(std::iter::repeat(&Json::Null)))
        .map(|(reject, want)| {
            // Where a row is too short there is no one header to blame, and the sidecar names none.
            let header = if want["header"].is_null() { Json::Null } else { reject["header"].clone() };
            json!({ "row": reject["row"], "header": header, "code": reject["code"] })
        })
        .collect();
    let mut got = json!({});
    for key in want.as_object().expect("an object").keys() {
        got[key] = match key.as_str() {
            "warnings" => json!(codes),
            "rejects" => json!(rejects),
            other => file[other].clone(),
        };
    }
    (got, file)
}

#[test]
fn fixtures_import_as_their_sidecars_say() {
    let found = importable();
    assert!(found.len() >= 22, "only {} fixtures", found.len());
    for path in found {
        let shop = Shop::new();
        let want = expected(&path);
        let (got, file) = imported(&shop, &path, &want);
        assert_eq!(got, want, "{}\n{file}", path.display());
        let parts = ["inserted", "updated", "unchanged", "stale", "duplicate", "rejected", "blank"];
        let sum: u64 = parts.iter().map(|part| file[part].as_u64().expect("a count")).sum();
        assert_eq!(file["rows_read"], sum, "{}", path.display());
    }
}

#[test]
fn fixtures_are_what_the_generator_makes() {
    for (name, bytes) in cases::files() {
        let path = fixtures().join(&name);
        let stored =
            fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}; run cargo run --example fixtures"));
        assert!(
            same(&stored, &bytes),
            "{name} differs from what the generator makes; run cargo run --example fixtures"
        );
    }
}

/// Compares files byte by byte. The directory of an archive names the system that made it, so elsewhere it only has to be as long.
fn same(stored: &[u8], made: &[u8]) -> bool {
    stored == made
        || cfg!(not(unix)) && stored.len() == made.len() && before_directory(stored) == before_directory(made)
}

fn before_directory(archive: &[u8]) -> &[u8] {
    let directory = archive.windows(4).position(|bytes| bytes == b"PK\x01\x02");
    &archive[..directory.unwrap_or(archive.len())]
}
