//! The file that the program opens in a browser.
//!
//! All accounts of a machine can see the arguments of its programs, so the browser must not get an address with a token as its
//! argument. It gets a file that only this account can read. The file redirects to the page with a token that works once.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use maud::{DOCTYPE, html};
use shopkit::store::{OwnFolder, StoreError, page_folder};

use super::secret::{Secret, random_name};
use super::serve_error::ServeError;

/// The beginning and the end of the name of such a file.
const NAME: (&str, &str) = ("launch-", ".html");

/// What stands before the token in the file.
const BEFORE_TOKEN: &str = "?token=";

/// How long the token works. A browser that has to be started may take a while.
const LIFE: Duration = Duration::from_mins(2);

/// How long removing the file is tried. On Windows a file cannot be removed while somebody, such as the browser itself, reads it.
const PATIENCE: Duration = if cfg!(windows) { Duration::from_secs(1) } else { Duration::ZERO };

/// Writes the file that a browser is to open; `address` is that of the running page, with the lasting token. A later start can do
/// this too, since writing to the folder is all that it takes.
pub fn launch(database: &Path, address: &str) -> Result<PathBuf, ServeError> {
    let path = page_folder(database);
    let failed = |error| ServeError::Folder { path: path.clone(), error };
    let folder = OwnFolder::make(&path)?;
    let name = format!("{}{}{}", NAME.0, random_name().map_err(failed)?, NAME.1);
    let secret = Secret::new().map_err(failed)?;
    let page = address.split('?').next().unwrap_or_default();
    let address = format!("{page}{BEFORE_TOKEN}{}", secret.as_str());
    let redirect = html! {
        (DOCTYPE)
        html {
            head { meta charset="utf-8"; meta http-equiv="refresh" content={ "0; url=" (address) }; title { "shopkit" } }
            body { a href=(address) { "shopkit" } }
        }
    };
    folder.write_new(&name, &redirect.into_string())?;
    // The browser runs in another folder.
    std::path::absolute(folder.path_of(&name)).map_err(failed)
}

/// Tells whether a token is that of such a file, and removes the file, so that the token works once.
pub fn redeem(database: &Path, token: &str) -> bool {
    let Ok(Some(folder)) = OwnFolder::open(&page_folder(database)) else { return false };
    let found = files(&folder).into_iter().flatten().find(|name| {
        let text = folder.read(name).ok().flatten().unwrap_or_default();
        let secret = text.split_once(BEFORE_TOKEN).and_then(|(_, rest)| Secret::parse(rest));
        secret.is_some_and(|secret| secret.matches(token)) && !is_old(&folder, name)
    });
    // Of two requests at the same time only one removes it.
    found.is_some_and(|name| removes(&folder, &name))
}

/// Removes a file, and tells whether it was this call that did.
fn removes(folder: &OwnFolder, name: &str) -> bool {
    let until = Instant::now() + PATIENCE;
    loop {
        match folder.remove(name) {
            Err(_) if Instant::now() < until => thread::sleep(Duration::from_millis(50)),
            removed => return removed.unwrap_or(false),
        }
    }
}

/// Removes the files whose token was not used in time.
pub fn remove_old(database: &Path) {
    let Ok(Some(folder)) = OwnFolder::open(&page_folder(database)) else { return };
    for name in files(&folder).into_iter().flatten().filter(|name| is_old(&folder, name)) {
        // Its token no longer works, whether the file is there or not.
        let _ = folder.remove(&name);
    }
}

/// Removes all such files of a folder.
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
    // Where the clock was set back, the file counts as new.
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
    fn each_file_lets_a_browser_in_once() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("a.db");
        assert!(!redeem(&database, ""));
        let files = [(); 2].map(|()| launch(&database, ADDRESS).expect("a file"));
        let [first, second] = [&files[0], &files[1]].map(|file| token(file));
        assert!(!redeem(&database, "") && !redeem(&database, "x"));
        let let_in = [&second, &first, &second, &first].map(|token| redeem(&database, token));
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
        assert!(!redeem(&database, &token(&old)));
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
        assert!(!redeem(&database, "") && !redeem(&database, "abc"));
    }
}
