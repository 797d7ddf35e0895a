//! Tests of the program as a whole; `layers` holds the doors between the rooms.

mod errors;
mod fixtures;
mod support;
