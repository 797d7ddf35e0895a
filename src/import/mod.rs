//! From raw rows to typed records.
//!
//! [`plan`] looks at the top of a file and decides how to read it; [`Binder`] then makes a record or a reject of each row.
//! Columns are found by header, never by place. Nothing is repaired by guessing.

mod ahead;
mod binder;
mod clean;
mod columns;
mod entry;
mod error;
mod fingerprint;
mod header;
mod lost_digits;
mod plan;
mod profile;
mod sheets;
mod shown;
mod spelling;
mod statement;

pub use ahead::{BoundRow, BoundRows, bind_ahead};
pub use binder::{Binder, Bound, Origin, conflict};
pub use columns::{ForeignTable, speaks_of_contact};
pub use entry::entry_fingerprint;
pub use error::ImportError;
pub use fingerprint::Fingerprints;
pub use header::{Header, HeaderRow, WITHIN as HEADER_WITHIN, header_row};
pub use plan::{ColumnPlan, Finding, Part, Plan, SAMPLE_ROWS, Shape, Target, has_content, plan};
pub use profile::{ItemAmount, Profile};
pub use statement::ExpenseSigns;
