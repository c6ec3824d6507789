//! Every integration test, as one binary: a file a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod contract;
mod paper;
mod store;
mod support;
mod survive;
