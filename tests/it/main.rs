//! Every integration test, as one binary: a file a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod bad_inputs;
mod checks;
mod command_line;
mod contract;
mod corrections;
mod paper;
mod readme;
mod store;
mod support;
mod wording;
