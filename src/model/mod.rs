//! The nouns that all rooms share, without files, clock, SQL or output.

pub mod adding;
pub mod calendar;
pub mod columnar;
pub mod device;
pub mod entry;
pub mod export;
pub mod fact;
pub mod field;
pub mod file_name;
pub mod formula_guard;
pub mod held;
pub mod hex;
pub mod id;
pub mod lang;
pub mod message;
pub mod money;
pub mod near;
pub mod period;
pub mod personal;
pub mod record;
pub mod reject;
pub mod shown_path;
pub mod summary;
pub mod table;
pub mod time;
