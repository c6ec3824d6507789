//! What several subjects need.

pub mod contracts;
pub mod tools;
