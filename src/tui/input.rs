//! What the terminal sends, handed to the loop as it comes.
//!
//! On Unix the bytes are read and understood here: [`parser`] knows how long what has begun may
//! take, which a reader that only looks at bytes does not. On Windows the console sends keys.

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

/// What was read together is handed on together, up to so many keys.
const MOST_TOGETHER: usize = 4_096;
