//! What a front shows of a purge: the rows that it deletes, and the files that it cannot reach.

use std::path::Path;

use shopkit::model::message::Message;
use shopkit::msg;
use shopkit::store::Purged;

/// Rows of one kind that a purge deleted or would delete.
pub struct PurgeCount {
    /// The name for programs.
    pub key: &'static str,
    pub title: Message,
    pub rows: usize,
}

/// Counts the rows of each kind.
pub fn counts(purged: Purged) -> [PurgeCount; 5] {
    [
        ("lines", msg!("purge-lines"), purged.lines),
        ("versions", msg!("purge-versions"), purged.versions),
        ("entries", msg!("purge-entries"), purged.entries),
        ("rejects", msg!("purge-rejects"), purged.rejects),
        ("imports", msg!("purge-imports"), purged.imports),
    ]
    .map(|(key, title, rows)| PurgeCount { key, title, rows })
}

/// Says that a file beside the database was not touched, and what to do about it.
pub fn leftover(path: &Path, advice: Message) -> Message {
    msg!("purge-leftover", path = path, advice = advice)
}
