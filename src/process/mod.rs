//! The process and its system: ending signals, and the console that Windows opens.

pub mod console;
pub mod signals;
