//! The folder of the database where none is named.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;
use shopkit::{msg, t};

use super::exit::CliError;
use super::session::Session;

const FOLDER: &str = "shopkit";
const DATABASE: &str = "shopkit.db";

impl Session {
    /// Returns the path of the database in the user's data folder. On Windows that is `AppData\Local`: what is in `AppData\Roaming`,
    /// where earlier versions had it, may be copied to a server of profiles, where buyers' data have no place.
    pub fn own_database(&self) -> Result<PathBuf, CliError> {
        let folders = self.folders()?;
        Ok(if is_left(&folders) { folders.earlier } else { folders.present }.join(DATABASE))
    }

    /// Moves the database from the earlier folder with all that belongs to it, and says so. It stays there as long as another program
    /// has a file of it open.
    pub fn settle_database(&mut self) {
        // A command that needs the folder reports that there is none.
        let Ok(folders) = self.folders() else { return };
        if !self.names_database() && is_left(&folders) {
            let (from, to) = (&folders.earlier, &folders.present);
            let message = if moved(&folders) {
                t!(self.texts(), "data-folder-moved", from = from, to = to)
            } else {
                t!(self.texts(), "data-folder-not-moved", from = from, to = to)
            };
            self.say(&message);
        }
    }

    fn folders(&self) -> Result<Folders, CliError> {
        let folders = etcetera::base_strategy::choose_native_strategy()
            .map_err(|_| self.usage(&msg!("error-no-data-folder"), &msg!("hint-no-data-folder")))?;
        let earlier = folders.data_dir().join(FOLDER);
        Ok(Folders { present: if cfg!(windows) { folders.cache_dir().join(FOLDER) } else { earlier.clone() }, earlier })
    }
}

/// The folders of the database, now and in earlier versions; mostly one.
struct Folders {
    present: PathBuf,
    earlier: PathBuf,
}

/// Tells whether only the earlier folder has a database.
fn is_left(folders: &Folders) -> bool {
    !folders.present.join(DATABASE).exists() && folders.earlier.join(DATABASE).exists()
}

fn moved(Folders { present, earlier }: &Folders) -> bool {
    present.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::rename(earlier, present)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_the_earlier_folder_is_moved_with_all_beside_it_and_over_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let folders = Folders { present: folder.path().join("Local/x"), earlier: folder.path().join("Roaming/x") };
        assert!(!is_left(&folders));
        std::fs::create_dir_all(&folders.earlier).expect("a folder");
        for name in [DATABASE, "shopkit.db-wal"] {
            std::fs::write(folders.earlier.join(name), name).expect("written");
        }
        assert!(is_left(&folders) && moved(&folders));
        assert!(!folders.earlier.exists() && folders.present.join("shopkit.db-wal").exists());
        std::fs::create_dir_all(&folders.earlier).expect("a folder");
        std::fs::write(folders.earlier.join(DATABASE), "other").expect("written");
        assert!(!is_left(&folders) && !moved(&folders));
        // A folder without a database hides none.
        let bare = Folders { present: folder.path().join("Local"), earlier: folders.earlier.clone() };
        assert!(is_left(&bare) && !moved(&bare) && is_left(&bare));
        assert_eq!(std::fs::read_to_string(folders.present.join(DATABASE)).expect("read"), DATABASE);
    }
}
