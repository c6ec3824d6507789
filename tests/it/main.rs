//! All integration tests, in one binary; each subject has its own file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]
// Error types contain paths, which are larger on Windows.
#![cfg_attr(windows, allow(clippy::result_large_err))]

mod annexes;
mod architecture;
mod ask;
mod authoring;
mod bad_inputs;
mod bad_templates;
mod checks;
mod clicking;
mod command_line;
mod complaints;
mod computed;
mod config;
mod consistency;
mod contract;
mod copies;
mod copying;
mod corrections;
mod dates;
mod deadlines;
mod earlier;
mod edges;
mod english;
mod facts;
mod foreign;
mod key_count;
mod keyboard;
mod kinds;
mod lease;
mod names;
mod news;
mod options;
mod packaged;
mod pages;
mod palette;
mod paper;
mod pasting;
mod pdf;
mod protected;
mod readme;
mod reopening;
mod rows;
mod screens;
mod shapes;
mod shell;
mod signals;
mod standing;
mod states;
mod store;
mod style_problems;
mod style_screen;
mod summary;
mod support;
mod survive;
mod tables;
mod template_problems;
mod template_work;
mod unprinted;
mod unseen;
mod upgrades;
mod usage;
mod values;
mod windows;
mod wording;
