//! Reads files from outside; every file is treated as hostile.

pub mod docx;
pub mod error;
mod folded;
pub mod paper;
pub mod recover;
