//! Reads the input of the terminal and sends it to the event loop.
//!
//! On Unix the program decodes the bytes itself: [`parser`] knows how long an incomplete sequence
//! may take, which a decoder without a clock does not. On Windows the console sends decoded keys.

pub mod parser;
mod sequence;

#[cfg(unix)]
mod unix;
#[cfg(not(unix))]
mod windows;

#[cfg(test)]
mod tests;

#[cfg(unix)]
pub use unix::Keyboard;
#[cfg(not(unix))]
pub use windows::Keyboard;

/// The maximum number of inputs in one event.
const MOST_TOGETHER: usize = 4_096;
