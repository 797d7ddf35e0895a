//! Removes unfinished files when the program is interrupted. SQLite itself rolls back what was not committed.

use std::io;
use std::sync::Once;
use std::thread;

use shopkit::store::remove_all;
use tokio::runtime::Builder;

use crate::front::signals::Signals;

/// Begins to watch for signals, so that an interrupted program leaves no unfinished files.
pub fn watch() {
    static WATCHED: Once = Once::new();
    // Without the watch, the system ends the program, and `db purge --backups` finds the leftovers.
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

/// Removes unfinished files and ends the program. The guard keeps other threads from creating more of them.
#[expect(clippy::exit, reason = "the working thread cannot be stopped")]
fn end(code: i32) {
    let _guard = remove_all();
    std::process::exit(code);
}
