//! What the command and the page share: views, formats of files and values, and signals that end the program.

pub mod charts;
pub mod csv;
pub mod datum;
pub mod digest;
pub mod evidence;
pub mod facts;
pub mod file_import;
pub mod html;
pub mod ics;
pub mod overview;
pub mod panics;
pub mod part;
pub mod rules;
pub mod sample;
pub mod shops;
pub mod signals;
pub mod text;
pub mod verdict;
pub mod views;
pub mod xlsx;
