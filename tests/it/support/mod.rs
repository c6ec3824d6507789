//! Helpers that several subjects share.

pub mod built_in;
pub mod contracts;
pub mod dice;
pub mod office;
pub mod outputs;
pub mod program;
pub mod stopwatch;
pub mod terminal;
pub mod tools;
pub mod unseen;
pub mod word;
