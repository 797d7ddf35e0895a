//! What a front shows of a backup before it is restored.

use shopkit::model::message::{Arg, Message};
use shopkit::msg;
use shopkit::store::BackupContent;

/// Names what a backup or a database holds, each with its value.
pub fn facts(content: &BackupContent) -> Vec<(Message, Message)> {
    let count = |number: i64| Message::from(Arg::count(number));
    let newest = content.newest_export.as_ref().map_or_else(|| msg!("backup-none"), |at| Arg::from(at).into());
    let shops = if content.shops.is_empty() { msg!("backup-none") } else { Arg::list(content.shops.iter()).into() };
    vec![
        (msg!("backup-shops"), shops),
        (msg!("backup-lines"), count(content.lines)),
        (msg!("backup-imports"), count(content.imports)),
        (msg!("backup-newest-export"), newest),
        (msg!("backup-version"), count(content.version)),
    ]
}
