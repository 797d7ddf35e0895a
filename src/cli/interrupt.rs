//! The end of a program that is interrupted: what it was writing is removed first. What it was doing in the database SQLite takes
//! back.

use std::io;
use std::sync::Once;
use std::thread;

use shopkit::store::remove_all;
use tokio::runtime::Builder;

use crate::front::signals::Signals;

/// Sees to it that an interrupted program leaves no file half written.
pub fn watch() {
    static WATCHED: Once = Once::new();
    // Where it cannot be, the system ends the program, and `db purge --backups` finds what is left.
    WATCHED.call_once(|| {
        let _ = begin();
    });
}

fn begin() -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let signals = {
        let _within = runtime.enter();
        Signals::new()?
    };
    thread::Builder::new().name("interrupt".to_owned()).spawn(move || end(runtime.block_on(signals.next())))?;
    Ok(())
}

/// Removes what is not finished, and ends the program. Nothing is begun in between.
#[expect(clippy::exit, reason = "the thread that works cannot be told to stop")]
fn end(code: i32) {
    let _guard = remove_all();
    std::process::exit(code);
}
