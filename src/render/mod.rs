//! Outputs: each prints the one document, and decides nothing.

pub mod docx;
