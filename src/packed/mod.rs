//! Packed columns: what the reports count and add up, stored column by column beside the rows, so that a report over millions of
//! rows reads a tenth of the bytes. `docs/decisions/2026-11-29-packed-columns.md` has the measurements.
//!
//! A packed column has one whole number for each row: an amount in fen, a moment in seconds, or the code of a text. [`columns`]
//! lists the columns; each has a type of its own. A report names those that it reads with [`packed_row!`](crate::packed_row) and
//! gets them as the fields of a struct, so that a column that does not exist, or two that are exchanged, do not compile.
//!
//! This room knows no database. Whoever stores the blocks implements [`Blocks`].
//!
//! # Invariants
//!
//! - The columns say nothing that the rows do not say. [`make`] gives them of a record, and the store can make all of them again.
//! - A *block* has one column of 4096 rows that follow one another: block 0 has the rows 1 to 4096. All columns of a block have
//!   values for the same rows.
//! - Each row has two columns besides those of its kind: its shop, and whether it is current. A row that is gone has neither, so
//!   that no scan visits it.
//! - Names and values of columns are a format on disk. Who changes how a column is made, or adds one, adds a migration: it names
//!   the column in the trigger that notes changed rows, and the store makes the columns of older databases again.

mod blocks;
mod buyer;
mod codec;
pub mod columns;
mod make;
mod memory;
mod row;
mod source;
mod whole;

pub use blocks::{Blocks, ColumnRange, Damaged, Reader, StoredRow, Visit, Writer, count, scan, scan_near};
pub use buyer::{Buyer, Certainty};
pub use columns::{Column, KINDS, sources};
pub use make::{Values, make};
pub use memory::MemoryBlocks;
pub use row::Row;
pub use source::{Gift, Source};
pub use whole::{
    Account, AfterSale, AfterSaleReason, AfterSaleType, Amount, City, Count, Creator, Genre, Id, Moment, Payer,
    Product, Promotion, Province, Reason, Scene, ShippingStatus, Sku, Status, TrafficType, Value, Warehouse, Whole,
};
