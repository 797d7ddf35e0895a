//! What the fronts show, built once: plain structures of titled parts, which the command and the page only render.

pub mod backup;
pub mod evidence;
pub mod import;
pub mod order;
pub mod purge;
pub mod report;
pub mod verify;
