//! What a lake has of a shop: its order lines with all that reports count of them, and the rows of the exports beside the orders.
//!
//! Engines only group and add up; what a word means is settled here, by the same code that reports count with.

mod entries;
mod facts;
mod months;
mod settling;

pub use entries::{Entry, entries};
pub use facts::{BuyerHash, Fact, facts};
