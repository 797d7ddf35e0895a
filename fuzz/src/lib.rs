//! What libFuzzer feeds. The bodies of the targets are plain functions, which the tests of the program run over the seeds and the
//! saved corpus as well.

pub mod bodies;
pub mod seeds;
