//! What several subjects need.

pub mod contracts;
pub mod terminal;
pub mod tools;
