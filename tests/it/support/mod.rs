//! What several subjects need.

pub mod contracts;
pub mod program;
pub mod tools;
