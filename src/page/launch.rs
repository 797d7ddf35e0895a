//! Letting in the browser that the program opens itself.
//!
//! All accounts of a machine see the arguments of its programs, so the browser is not given an address that lets in. It is given a
//! file that only this account can read, which leads on to the page and lets in once.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use maud::{DOCTYPE, html};
use shopkit::store::{OwnFolder, StoreError, page_folder};

use super::secret::{Secret, random_name};
use super::serve_error::ServeError;

/// What the name of such a file begins with and ends in.
const NAME: (&str, &str) = ("launch-", ".html");

/// What is before the token in it.
const BEFORE_TOKEN: &str = "?token=";

/// How long it lets in. A browser that has to be started may take a while.
const LIFE: Duration = Duration::from_mins(2);

/// How long its removal is tried. On Windows whoever reads a file, such as the browser itself, keeps it from being removed.
const PATIENCE: Duration = if cfg!(windows) { Duration::from_secs(1) } else { Duration::ZERO };

/// Writes the file that a browser is to open, from the address that lets in again and again. Whoever can write the folder can make
/// one, so a later start can, too.
pub fn launch(database: &Path, address: &str) -> Result<PathBuf, ServeError> {
    let path = page_folder(database);
    let failed = |error| ServeError::Folder { path: path.clone(), error };
    let folder = OwnFolder::make(&path)?;
    let name = format!("{}{}{}", NAME.0, random_name().map_err(failed)?, NAME.1);
    let secret = Secret::new().map_err(failed)?;
    let page = address.split('?').next().unwrap_or_default();
    let address = format!("{page}{BEFORE_TOKEN}{}", secret.as_str());
    let leads_on = html! {
        (DOCTYPE)
        html {
            head { meta charset="utf-8"; meta http-equiv="refresh" content={ "0; url=" (address) }; title { "shopkit" } }
            body { a href=(address) { "shopkit" } }
        }
    };
    folder.write_new(&name, &leads_on.into_string())?;
    // The browser runs elsewhere.
    std::path::absolute(folder.path_of(&name)).map_err(failed)
}

/// Tells whether a token is one that lets in once. It does no more afterwards.
pub fn lets_in_once(database: &Path, token: &str) -> bool {
    let Ok(Some(folder)) = OwnFolder::open(&page_folder(database)) else { return false };
    let found = files(&folder).into_iter().flatten().find(|name| {
        let text = folder.read(name).ok().flatten().unwrap_or_default();
        let secret = text.split_once(BEFORE_TOKEN).and_then(|(_, rest)| Secret::read(rest));
        secret.is_some_and(|secret| secret.is(token)) && !is_old(&folder, name)
    });
    // Of two that come at the same time only one takes it away.
    found.is_some_and(|name| take_away(&folder, &name))
}

/// Removes a file, and tells whether this was the one who did.
fn take_away(folder: &OwnFolder, name: &str) -> bool {
    let until = Instant::now() + PATIENCE;
    loop {
        match folder.remove(name) {
            Err(_) if Instant::now() < until => thread::sleep(Duration::from_millis(50)),
            removed => return removed.unwrap_or(false),
        }
    }
}

/// Removes the files that nobody came with in time.
pub fn remove_old(database: &Path) {
    let Ok(Some(folder)) = OwnFolder::open(&page_folder(database)) else { return };
    for name in files(&folder).into_iter().flatten().filter(|name| is_old(&folder, name)) {
        // It lets nobody in any more, whether it is there or not.
        let _ = folder.remove(&name);
    }
}

/// Removes all of them.
pub fn remove_all(folder: &OwnFolder) -> Result<(), StoreError> {
    for name in files(folder)? {
        folder.remove(&name)?;
    }
    Ok(())
}

fn files(folder: &OwnFolder) -> Result<Vec<String>, StoreError> {
    let mut names = folder.names()?;
    names.retain(|name| name.starts_with(NAME.0) && name.ends_with(NAME.1));
    Ok(names)
}

fn is_old(folder: &OwnFolder, name: &str) -> bool {
    let file = folder.file_if_present(name).ok().flatten();
    let written = file.and_then(|file| file.metadata().ok()?.modified().ok());
    // A clock that was set back says nothing.
    written.is_none_or(|written| written.elapsed().unwrap_or_default() > LIFE)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::SystemTime;

    use super::*;

    const ADDRESS: &str = "http://0123456789abcdef.localhost:7/?token=x";

    fn token(file: &Path) -> String {
        let text = fs::read_to_string(file).expect("a file");
        let (before, rest) = text.split_once(BEFORE_TOKEN).expect("a token");
        assert!(before.ends_with("url=http://0123456789abcdef.localhost:7/"), "{text}");
        rest.split('"').next().expect("an end").to_owned()
    }

    #[test]
    fn each_file_lets_in_once() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("a.db");
        assert!(!lets_in_once(&database, ""));
        let files = [(); 2].map(|()| launch(&database, ADDRESS).expect("a file"));
        let [first, second] = [&files[0], &files[1]].map(|file| token(file));
        assert!(!lets_in_once(&database, "") && !lets_in_once(&database, "x"));
        let let_in = [&second, &first, &second, &first].map(|token| lets_in_once(&database, token));
        assert_eq!(let_in, [true, true, false, false]);
        assert!(files.iter().all(|file| file.is_absolute() && !file.exists()));
    }

    #[test]
    fn a_file_lets_in_for_a_while() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("a.db");
        let [old, new] = [(); 2].map(|()| launch(&database, ADDRESS).expect("a file"));
        let past = SystemTime::now() - LIFE - Duration::from_secs(1);
        File::options().write(true).open(&old).and_then(|file| file.set_modified(past)).expect("set");
        assert!(!lets_in_once(&database, &token(&old)));
        remove_old(&database);
        assert_eq!([old.exists(), new.exists()], [false, true]);
        remove_all(&OwnFolder::make(&page_folder(&database)).expect("a folder")).expect("removed");
        assert!(!new.exists());
    }

    #[test]
    fn what_was_cut_short_lets_nobody_in() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("a.db");
        let folder = OwnFolder::make(&page_folder(&database)).expect("a folder");
        for (name, text) in [("launch-a.html", ""), ("launch-b.html", "?token="), ("launch-c.html", "?token=abc")] {
            folder.write_new(name, text).expect("a file");
        }
        assert!(!lets_in_once(&database, "") && !lets_in_once(&database, "abc"));
    }
}
