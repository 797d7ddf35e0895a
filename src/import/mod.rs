//! From raw rows to typed records.
//!
//! [`plan`] reads the top of a file and decides how to read it. [`Binder`] then makes a record or a reject of each row. Columns are found
//! by their header, never by position. Nothing is repaired by guessing.

mod bind_thread;
mod binder;
mod cell;
mod cell_text;
mod columns;
mod conflict;
mod contact;
mod entries;
mod error;
mod field_ref;
mod fingerprint;
mod foreign;
mod header;
mod header_text;
mod ids;
mod lost_digits;
mod observations;
mod plan;
mod planner;
mod premium;
mod profile;
mod promotion;
mod redact;
mod shape;
mod sheets;
mod statement;

pub use bind_thread::{BoundRowRef, BoundRows, bind_in_thread};
pub use binder::{Binder, BoundRow, RowSource};
pub use cell_text::has_content;
pub use columns::{foreign_tables, is_contact_header};
pub use conflict::conflict;
pub use entries::entry_fingerprint;
pub use error::ImportError;
pub use fingerprint::Fingerprints;
pub use foreign::ForeignTable;
pub use header::{HEADER_WITHIN, Header, HeaderRow, header_row};
pub use plan::{Plan, PlanChange, SheetPlan};
pub use planner::{SAMPLE_ROWS, plan};
pub use profile::{ItemAmount, Profile};
pub use shape::{ColumnPlan, Shape, Target};
pub use statement::ExpenseSigns;
