//! What both fronts, the command and the page, say in the same words, show in the same way, and end by.

pub mod blocking;
pub mod csv;
pub mod datum;
pub mod facts;
pub mod html;
pub mod ics;
pub mod imported;
pub mod overview;
pub mod panics;
pub mod purged;
pub mod shops;
pub mod signals;
pub mod text;
pub mod verdict;
pub mod views;
pub mod xlsx;
